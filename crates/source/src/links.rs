//! Files that name each other: what the file part of a reference leads to.

use std::collections::BTreeMap;

use crate::tree::{FileId, Node, Tree};

/// What stands where a reference names a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// That file.
    File(FileId),
    /// A file in a place where the document may not name any.
    Outside,
    /// Nothing that can be read, and why.
    Unreadable(String),
}

/// A file that a reference names, and that nobody has looked for yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The file in which the reference stands.
    pub from: FileId,
    /// The path, as it is written there, percent escapes and all.
    pub path: String,
}

/// What the paths in one file lead to.
pub(crate) type Links = BTreeMap<Box<str>, Link>;

impl Tree {
    /// Remembers what a path in a file leads to.
    pub fn link(&mut self, wanted: Wanted, link: Link) {
        let Wanted { from, path } = wanted;
        if let Some(file) = self.files.get_mut(from.0 as usize) {
            file.links.insert(path.into(), link);
        }
    }

    /// Lets pointers into a file begin with a name, so that they tell it from the document that refers to it.
    pub fn call(&mut self, file: FileId, name: &str) {
        if let Some(file) = self.files.get_mut(file.0 as usize) {
            name.clone_into(&mut file.called);
        }
    }

    /// The root of the file into which pointers begin with that name.
    pub fn called(&self, name: &str) -> Option<Node<'_>> {
        let at = self.files.iter().find(|it| it.called == name)?.root?;
        Some(self.node(at))
    }
}

impl<'t> Node<'t> {
    /// The file that a reference at this node names, where nobody has looked for it yet.
    pub fn wants(self, reference: &str) -> Option<Wanted> {
        let (path, _) = split(reference);
        if path.is_empty() || is_remote(path) {
            return None;
        }
        let from = self.document();
        let known = self.tree.files.get(from.0 as usize)?.links.contains_key(path);
        (!known).then(|| Wanted { from, path: path.to_owned() })
    }

    /// What the path of a reference at this node leads to.
    pub(crate) fn link(self, path: &str) -> Option<&'t Link> {
        self.tree.files.get(self.document().0 as usize)?.links.get(path)
    }
}

/// The path of a reference and what follows its `#`.
pub(crate) fn split(reference: &str) -> (&str, &str) {
    reference.split_once('#').unwrap_or((reference, ""))
}

/// Whether it is a URL of another place and no path: `https:`, `file:`, `//host`. One letter is a drive, not a scheme.
pub(crate) fn is_remote(path: &str) -> bool {
    let scheme = path.split_once(':').map(|(scheme, _)| scheme).unwrap_or_default();
    let word = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'-' | b'.');
    let named = scheme.len() > 1 && scheme.bytes().all(word) && scheme.as_bytes()[0].is_ascii_alphabetic();
    named || path.starts_with("//")
}

/// Text whose percent escapes are undone.
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let escaped = (*byte == b'%').then(|| after.split_at_checked(2)).flatten();
        let decoded = escaped
            .filter(|(hex, _)| hex.iter().all(u8::is_ascii_hexdigit))
            .and_then(|(hex, behind)| Some((std::str::from_utf8(hex).ok()?, behind)))
            .and_then(|(hex, behind)| Some((u8::from_str_radix(hex, 16).ok()?, behind)));
        let (byte, after) = decoded.unwrap_or((*byte, after));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{is_remote, percent_decoded};

    #[test]
    fn urls_are_told_from_paths() {
        for (path, remote) in [
            ("https://example.com/pet.yaml", true),
            ("HTTP://example.com", true),
            ("//example.com/pet.yaml", true),
            ("file:///etc/passwd", true),
            ("urn:example:pet", true),
            ("pet.yaml", false),
            ("../models/pet.yaml", false),
            ("/pet.yaml", false),
            ("C:/pet.yaml", false),
            ("./a:b.yaml", false),
            (":", false),
        ] {
            assert_eq!(is_remote(path), remote, "{path}");
        }
    }

    #[test]
    fn percent_escapes_are_undone_once() {
        for (text, expected) in
            [("my%20pet.yaml", "my pet.yaml"), ("%2e%2E/", "../"), ("100%", "100%"), ("%2525", "%25")]
        {
            assert_eq!(percent_decoded(text), expected);
        }
    }
}
