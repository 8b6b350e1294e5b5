//! `$ref` strings: from the text of a reference to the node that it names.

use crate::tree::{Key, Kind, Node};

/// What following one `$ref` found.
#[derive(Debug, Clone, Copy)]
pub enum Lookup<'t> {
    /// The node that it names.
    Found(Node<'t>),
    /// It names another file or a URL; those are not followed.
    Elsewhere,
    /// Nothing stands there.
    Missing {
        /// The deepest node on the way that exists.
        nearest: Node<'t>,
    },
    /// Not a JSON pointer at all.
    NotAPointer,
}

impl<'t> Node<'t> {
    /// Follows a `#/a/b` reference from the root of the document that `self` is the root of.
    ///
    /// Steps may hold `~0`, `~1` and percent escapes.
    pub fn locate(self, reference: &str) -> Lookup<'t> {
        let Some(pointer) = reference.strip_prefix('#') else { return Lookup::Elsewhere };
        if pointer.is_empty() {
            return Lookup::Found(self);
        }
        let Some(steps) = pointer.strip_prefix('/') else { return Lookup::NotAPointer };
        let mut node = self;
        for step in steps.split('/') {
            let step = unescape(step);
            let next = match node.kind() {
                Kind::Map => node.get(&step),
                Kind::List => step.parse().ok().and_then(|index| node.item(index)),
                Kind::Null | Kind::Bool | Kind::Number | Kind::Text => None,
            };
            match next {
                Some(next) => node = next,
                None => return Lookup::Missing { nearest: node },
            }
        }
        Lookup::Found(node)
    }

    /// The node above, if this is not a root.
    pub fn parent(self) -> Option<Node<'t>> {
        let entry = self.tree.entry(self.at);
        match entry.key {
            Key::Root(_) => None,
            Key::Name(_) | Key::Index(_) => entry.parent.map(|at| Node { tree: self.tree, at }),
        }
    }
}

/// Percent escapes first, then `~1` and `~0`, as RFC 6901 orders them.
fn unescape(step: &str) -> String {
    let mut bytes = Vec::with_capacity(step.len());
    let mut rest = step.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let escaped = (*byte == b'%').then(|| after.get(..2)).flatten();
        let decoded = escaped
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .filter(|hex| hex.bytes().all(|it| it.is_ascii_hexdigit()))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match decoded {
            Some(decoded) => {
                bytes.push(decoded);
                rest = &after[2..];
            }
            None => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn steps_are_unescaped_in_the_order_of_the_standard() {
        for (step, expected) in [
            ("a", "a"),
            ("a~1b", "a/b"),
            ("m~0n", "m~n"),
            ("~01", "~1"),
            ("%7Bid%7D", "{id}"),
            ("100%", "100%"),
        ] {
            assert_eq!(unescape(step), expected);
        }
    }
}
