//! The words that a text spells its scalars with: YAML makes a number of an unquoted `1.10`, and forgets the zero.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::tree::{Origin, Tree, Value};

impl Tree {
    /// How the text spells numbers and booleans: one pass for each file that holds any of them. What stands in the text
    /// in a way that is not plain has no entry.
    pub fn spellings(&self, wanted: &BTreeSet<Origin>) -> BTreeMap<Origin, &str> {
        let mut spelled = BTreeMap::new();
        for (id, spans) in self.spans(&wanted.iter().map(|at| self.written(*at)).collect()) {
            let Some(file) = self.files.get(id.0 as usize) else { continue };
            for (at, span) in spans {
                let word = words(&file.text, span).into_iter().find(|it| self.spells(at, it));
                spelled.extend(word.map(|it| (at, it)));
            }
        }
        wanted.iter().filter_map(|at| Some((*at, *spelled.get(&self.written(*at))?))).collect()
    }

    /// Whether a word is one for the value of a node.
    fn spells(&self, at: Origin, word: &str) -> bool {
        let mut diagnostics = crate::Diagnostics::default();
        let mut read = Tree::default();
        let file = read.add("", word.as_bytes(), &mut diagnostics);
        let read = read.root(file).map(|it| it.value());
        match (self.node(at).value(), read) {
            (Value::Number(it), Some(Value::Number(read))) => it == read,
            (Value::Bool(it), Some(Value::Bool(read))) => it == read,
            _ => false,
        }
    }
}

/// What may be meant by a span: what stands there, or behind it where that is the key of the value.
fn words(text: &str, span: Range<usize>) -> [&str; 2] {
    let behind = text.get(span.end..).unwrap_or_default().trim_start();
    let value = behind.strip_prefix(':').unwrap_or_default().trim_start();
    let stops = |it: char| it.is_whitespace() || matches!(it, ',' | ']' | '}' | '#' | ':');
    [text.get(span.start..).unwrap_or_default(), value].map(|it| it.split(stops).next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::{Diagnostics, Node, Tree};

    /// The spellings of the items of a list.
    fn check(text: &str, expected: &[&str]) {
        let (mut tree, mut diagnostics) = (Tree::default(), Diagnostics::default());
        let file = tree.add("spec.yaml", text.as_bytes(), &mut diagnostics);
        let root = tree.root(file).expect("the text is sound");
        let wanted: BTreeSet<_> =
            root.items().chain(root.entries().map(|(_, it)| it)).map(Node::origin).collect();
        let found: Vec<&str> = tree.spellings(&wanted).into_values().collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn words_are_those_of_the_text() {
        check("[1.0,1.10, 2, true,-3 ]", &["1.0", "1.10", "2", "true", "-3"]);
        check("- 1.0\n- 0x1F # a comment\n-   false\n- 1e3\n", &["1.0", "0x1F", "false", "1e3"]);
        check("a: 1.50\nb: {}\nc:   true # it is\n\"d e\": 1_0\n", &["1.50", "true"]);
        check("{\"a\": 1.50, \"b\":true}", &["1.50", "true"]);
        check("[&one 1.0, *one]", &[]);
    }
}
