//! The word for what a schema describes: what `type` says, or what the other keywords imply.

use specsmith_source::{Diagnostics, Kind, Node, Number};

use crate::read;

/// What `type` may say.
const TYPES: [&str; 7] = ["object", "array", "string", "integer", "number", "boolean", "null"];

/// Stands for types that no one word unites.
pub(crate) const SEVERAL: &str = "several";

/// What implies a type where none is said.
const IMPLIED: [(&str, &str); 7] = [
    ("properties", "object"),
    ("additionalProperties", "object"),
    ("patternProperties", "object"),
    ("items", "array"),
    ("prefixItems", "array"),
    ("contentEncoding", "string"),
    ("contentMediaType", "string"),
];

/// The word, `""` where nothing tells, and whether null is allowed beside it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TypeWord<'t> {
    pub(crate) word: &'t str,
    pub(crate) null: bool,
}

/// What a schema describes, in one word; `None` after a complaint.
pub(crate) fn type_word<'t>(node: Node<'t>, diagnostics: &mut Diagnostics) -> Option<TypeWord<'t>> {
    match node.get("type") {
        None => Some(TypeWord { word: implied(node), null: false }),
        Some(at) if at.kind() == Kind::List => {
            let words = at.items().map(|it| known(it, diagnostics)).collect::<Option<Vec<_>>>()?;
            Some(united(&words))
        }
        Some(at) => {
            read::text(node, "type", "`type`", diagnostics)?;
            known(at, diagnostics).map(|word| TypeWord { word, null: word == "null" })
        }
    }
}

fn known<'t>(at: Node<'t>, diagnostics: &mut Diagnostics) -> Option<&'t str> {
    match at.text() {
        None => diagnostics.wrong_type(at, "the type", Kind::Text.noun()),
        Some(word) if !TYPES.contains(&word) => {
            diagnostics.unknown_word(at, "type of a schema", &TYPES, "it becomes any JSON");
        }
        Some(word) => return Some(word),
    }
    None
}

/// The types that a list of them names beside null, each once. A whole number is a number.
pub(crate) fn type_words(node: Node<'_>) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    for word in node.get("type").into_iter().flat_map(Node::items).filter_map(Node::text) {
        if word != "null" && !words.contains(&word) {
            words.push(word);
        }
    }
    if words.contains(&"number") {
        words.retain(|it| *it != "integer");
    }
    words
}

/// Whether one value may be what both words say.
pub(crate) fn agree(one: &str, other: &str) -> bool {
    let unknown = |it: &str| it.is_empty() || it == SEVERAL;
    let number = |it: &str| matches!(it, "integer" | "number");
    one == other || unknown(one) || unknown(other) || (number(one) && number(other))
}

fn implied(node: Node<'_>) -> &'static str {
    if let Some((_, word)) = IMPLIED.iter().find(|(key, _)| node.get(key).is_some()) {
        return word;
    }
    let Some(value) = node.get("const") else { return "" };
    match (value.kind(), value.number()) {
        (Kind::Bool, _) => "boolean",
        (_, Some(Number::Integer(_))) => "integer",
        (_, Some(Number::Float(_))) => "number",
        (Kind::Text, _) => "string",
        (Kind::Null | Kind::Number | Kind::List | Kind::Map, _) => "",
    }
}

fn united<'t>(words: &[&'t str]) -> TypeWord<'t> {
    let null = words.contains(&"null");
    let mut others: Vec<&'t str> = words.iter().copied().filter(|it| *it != "null").collect();
    others.sort_unstable();
    others.dedup();
    let word = match others.as_slice() {
        [] if null => "null",
        [] => "",
        [one] => one,
        ["integer", "number"] => "number",
        _ => SEVERAL,
    };
    TypeWord { word, null }
}

#[cfg(test)]
mod tests {
    use super::{SEVERAL, TypeWord, united};

    #[test]
    fn types_are_united_in_one_word() {
        for (words, word, null) in [
            (&["string", "null"][..], "string", true),
            (&["null"], "null", true),
            (&[], "", false),
            (&["number", "null", "integer"], "number", true),
            (&["string", "string"], "string", false),
            (&["string", "integer"], SEVERAL, false),
        ] {
            assert_eq!(united(words), TypeWord { word, null }, "{words:?}");
        }
    }
}
