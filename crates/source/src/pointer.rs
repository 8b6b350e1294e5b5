//! `$ref` strings: from the text of a reference to the node that it names.

use crate::links::{Link, is_remote, percent_decoded, split};
use crate::tree::{Key, Kind, Node};

/// A chain of references is followed through so many links.
const LONGEST: usize = 64;

/// What following one `$ref` found.
#[derive(Debug, Clone, Copy)]
pub enum Lookup<'t> {
    /// The node that it names.
    Found(Node<'t>),
    /// It is a URL; those are not followed.
    Remote,
    /// It names a file in a place where the document may not name any.
    Outside,
    /// It names a file that cannot be read, and why.
    Unreadable(&'t str),
    /// It names a file that is neither JSON nor YAML, which has been said when that was read.
    Unparsed,
    /// Nothing stands there.
    Missing {
        /// The deepest node on the way that exists.
        nearest: Node<'t>,
    },
    /// Neither a JSON pointer nor an anchor.
    NotAPointer,
}

impl<'t> Node<'t> {
    /// Follows a reference that stands at this node: `#/a/b` or `#anchor` in its own file, `other.yaml#/a/b` in another.
    ///
    /// Steps may hold `~0`, `~1` and percent escapes.
    pub fn locate(self, reference: &str) -> Lookup<'t> {
        let (path, fragment) = split(reference);
        if is_remote(path) {
            return Lookup::Remote;
        }
        let file = match self.link(path) {
            _ if path.is_empty() => self.document(),
            Some(Link::File(file)) => *file,
            Some(Link::Outside) => return Lookup::Outside,
            Some(Link::Unreadable(reason)) => return Lookup::Unreadable(reason),
            None => return Lookup::Unreadable("no file is looked for from here"),
        };
        let Some(root) = self.tree.root(file) else { return Lookup::Unparsed };
        root.step_to(fragment)
    }

    /// The end of the chain of references that begins here, or the last node of it that there is.
    pub fn end(self) -> Node<'t> {
        let mut node = self;
        for _ in 0..LONGEST {
            let Some((at, reference)) = node.get("$ref").and_then(|at| Some((at, at.text()?))) else { break };
            match at.locate(reference) {
                Lookup::Found(next) => node = next,
                _ => break,
            }
        }
        node
    }

    fn step_to(self, fragment: &str) -> Lookup<'t> {
        if fragment.is_empty() {
            return Lookup::Found(self);
        }
        let Some(steps) = fragment.strip_prefix('/') else {
            let file = self.tree.files.get(self.document().0 as usize);
            let anchored = file.and_then(|it| it.anchors.get(percent_decoded(fragment).as_str()));
            return anchored.map_or(Lookup::NotAPointer, |at| Lookup::Found(self.tree.node(*at)));
        };
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
    percent_decoded(step).replace("~1", "/").replace("~0", "~")
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
