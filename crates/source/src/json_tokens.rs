//! The tokens of a JSON text that has parsed before: which bytes hold which node.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The bytes of each wanted node: of its key if it has one, of the scalar if it is one, else of its first bracket.
/// Nodes are counted in the order in which the parser makes them.
pub(crate) fn spans(text: &str, wanted: &BTreeSet<u32>) -> BTreeMap<u32, Range<usize>> {
    let bytes = text.as_bytes();
    let mut scan = Scan { next: 0, key: None, wanted, found: BTreeMap::new() };
    // Whether each open bracket is a mapping's; and whether a string that comes now is a key.
    let mut maps: Vec<bool> = Vec::new();
    let mut expects_key = false;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let end = match byte {
            b'"' => string_end(bytes, at),
            b'{' | b'[' | b'}' | b']' | b',' | b':' => at + 1,
            byte if byte.is_ascii_whitespace() => at + 1,
            _ => word_end(bytes, at),
        };
        match byte {
            b'{' | b'[' => {
                scan.container(at..end);
                maps.push(*byte == b'{');
                expects_key = *byte == b'{';
            }
            b'}' | b']' => drop(maps.pop()),
            b',' => expects_key = maps.last().copied().unwrap_or_default(),
            b':' => expects_key = false,
            b'"' if expects_key => scan.key = Some(at..end),
            byte if byte.is_ascii_whitespace() => {}
            _ => scan.scalar(at..end),
        }
        at = end;
    }
    scan.found
}

struct Scan<'s> {
    next: u32,
    key: Option<Range<usize>>,
    wanted: &'s BTreeSet<u32>,
    found: BTreeMap<u32, Range<usize>>,
}

impl Scan<'_> {
    fn container(&mut self, bracket: Range<usize>) {
        let span = self.key.take().unwrap_or(bracket);
        self.note(span);
    }

    fn scalar(&mut self, token: Range<usize>) {
        self.key = None;
        self.note(token);
    }

    fn note(&mut self, span: Range<usize>) {
        if self.wanted.contains(&self.next) {
            self.found.insert(self.next, span);
        }
        self.next += 1;
    }
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn word_end(bytes: &[u8], start: usize) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"{}[],:\"".contains(byte);
    bytes[start..].iter().position(ends).map_or(bytes.len(), |length| start + length)
}

#[cfg(test)]
mod tests {
    use super::spans;

    #[test]
    fn every_node_has_its_bytes() {
        let text = r#"{"a\"": [1, {"b": "}"}, true], "c": {}}"#;
        let found = spans(text, &(0..7).collect());
        let tokens: Vec<&str> = found.values().map(|it| &text[it.clone()]).collect();
        assert_eq!(tokens, ["{", r#""a\"""#, "1", "{", r#""}""#, "true", r#""c""#]);
    }
}
