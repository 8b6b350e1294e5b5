//! The arena that holds every node of every file read, and the cursor that walks it.

use std::collections::BTreeMap;

use crate::links::Links;

/// One file of a [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileId(pub(crate) u32);

/// Where a thing came from: one node of a [`Tree`]. Its line and column are worked out only when a diagnostic is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin(pub(crate) u32);

/// A number as the document spells it, as far as its value goes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// A whole number.
    Integer(i128),
    /// Any other number, or a whole one beyond 128 bits.
    Float(f64),
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Integer(it) => write!(f, "{it}"),
            // Written out it would be all zeros.
            Self::Float(it) if it.abs() >= 1e18 || (it.abs() < 1e-6 && *it != 0.0) => write!(f, "{it:e}"),
            Self::Float(it) => write!(f, "{it}"),
        }
    }
}

#[derive(Debug)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(Number),
    Text(Box<str>),
    List(Vec<Origin>),
    Map(Vec<Origin>),
}

#[derive(Debug, Clone)]
pub(crate) enum Key {
    Root(FileId),
    Name(Box<str>),
    Index(u32),
}

#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) parent: Option<Origin>,
    pub(crate) key: Key,
    pub(crate) value: Value,
    /// For what an overlay or a rewrite brought in: the node of the text that it stands for.
    pub(crate) written: Option<Origin>,
}

#[derive(Debug)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) format: Format,
    /// The first node of the file; its nodes follow each other in the order of the text.
    pub(crate) root: Option<Origin>,
    /// What pointers into it begin with; nothing for what a run was told to read.
    pub(crate) called: String,
    /// What the paths of its references lead to.
    pub(crate) links: Links,
    /// What `$anchor` names in it.
    pub(crate) anchors: BTreeMap<Box<str>, Origin>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Yaml,
}

/// Every file read so far and all their nodes. Nodes are never moved, so that an [`Origin`] stays true.
#[derive(Debug, Default)]
pub struct Tree {
    pub(crate) files: Vec<File>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) wide: Wide,
}

/// The keys of large mappings: looking through all of them for each reference would take time without bound.
pub(crate) type Wide = BTreeMap<Origin, BTreeMap<Box<str>, Origin>>;

/// A mapping of more entries than this is looked up by an index.
const WIDE: usize = 16;

/// Makes the index of a mapping, if it is large.
pub(crate) fn index(entries: &[Entry], wide: &mut Wide, map: Origin, children: &[Origin]) {
    if children.len() <= WIDE {
        return;
    }
    let named = |at: &Origin| match &entries[at.0 as usize].key {
        Key::Name(name) => Some((name.clone(), *at)),
        Key::Root(_) | Key::Index(_) => None,
    };
    wide.insert(map, children.iter().filter_map(named).collect());
}

/// What a node holds, seen from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`, or nothing written.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A string.
    Text,
    /// A list.
    List,
    /// A mapping from keys to values.
    Map,
}

impl Kind {
    /// What people call it, with its article.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Null => "nothing (null)",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::Text => "a string",
            Self::List => "a list",
            Self::Map => "a mapping",
        }
    }
}

/// A cursor on one node: two words, freely copied.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    pub(crate) tree: &'t Tree,
    pub(crate) at: Origin,
}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Node({})", self.pointer())
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Tree {
    /// The top node of a file; `None` where the file could not be parsed.
    pub fn root(&self, file: FileId) -> Option<Node<'_>> {
        let at = self.files.get(file.0 as usize)?.root?;
        Some(Node { tree: self, at })
    }

    /// The cursor for a place remembered earlier.
    pub fn node(&self, at: Origin) -> Node<'_> {
        Node { tree: self, at }
    }

    /// How many nodes there are: a measure of what the documents may ask for.
    pub fn size(&self) -> usize {
        self.entries.len()
    }

    /// The name under which the file was read.
    pub fn file_name(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |it| &it.name)
    }

    /// What pointers into a file begin with.
    pub(crate) fn name_in_pointers(&self, file: FileId) -> &str {
        self.files.get(file.0 as usize).map_or("", |it| &it.called)
    }

    pub(crate) fn entry(&self, at: Origin) -> &Entry {
        &self.entries[at.0 as usize]
    }

    /// The node of the text that this one was written as: itself, unless an overlay or a rewrite brought it in.
    pub(crate) fn written(&self, at: Origin) -> Origin {
        self.entry(at).written.unwrap_or(at)
    }

    /// The root of the document that a node belongs to, overlays counted in.
    fn document_of(&self, at: Origin) -> FileId {
        let mut entry = self.entry(at);
        loop {
            match (&entry.key, entry.parent) {
                (Key::Root(file), _) => return *file,
                (_, Some(parent)) => entry = self.entry(parent),
                (_, None) => return FileId(0),
            }
        }
    }

    /// The JSON pointer of a node in its document, as a `#/...` fragment; in a file that the document refers to, with
    /// that file's name in front.
    pub fn pointer(&self, at: Origin) -> String {
        let mut steps = Vec::new();
        let mut entry = self.entry(at);
        while let Some(parent) = entry.parent {
            match &entry.key {
                Key::Root(_) => {}
                Key::Name(name) => steps.push(name.replace('~', "~0").replace('/', "~1")),
                Key::Index(index) => steps.push(index.to_string()),
            }
            entry = self.entry(parent);
        }
        let mut pointer = match &entry.key {
            Key::Root(file) => self.name_in_pointers(*file).to_owned(),
            Key::Name(_) | Key::Index(_) => String::new(),
        };
        pointer.push('#');
        for step in steps.iter().rev() {
            pointer.push('/');
            pointer.push_str(step);
        }
        pointer
    }
}

impl<'t> Node<'t> {
    /// The place to remember.
    pub fn origin(self) -> Origin {
        self.at
    }

    /// The `#/...` pointer of this node, as [`Tree::pointer`] writes it.
    pub fn pointer(self) -> String {
        self.tree.pointer(self.at)
    }

    /// The document that this node belongs to, overlays counted in.
    pub fn document(self) -> FileId {
        self.tree.document_of(self.at)
    }

    /// The name of the file that it stands in, where the document refers to that file, and nothing in the document.
    pub fn file(self) -> &'t str {
        self.tree.name_in_pointers(self.document())
    }

    /// The tree that the node stands in.
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    /// The key under which the node stands in its mapping, if it stands in one.
    pub fn key(self) -> Option<&'t str> {
        match &self.tree.entry(self.at).key {
            Key::Name(name) => Some(name),
            Key::Root(_) | Key::Index(_) => None,
        }
    }

    /// The place of the node in its list, if it stands in one.
    pub fn index(self) -> Option<usize> {
        match &self.tree.entry(self.at).key {
            Key::Index(index) => usize::try_from(*index).ok(),
            Key::Root(_) | Key::Name(_) => None,
        }
    }

    /// What it holds.
    pub fn kind(self) -> Kind {
        match self.value() {
            Value::Null => Kind::Null,
            Value::Bool(_) => Kind::Bool,
            Value::Number(_) => Kind::Number,
            Value::Text(_) => Kind::Text,
            Value::List(_) => Kind::List,
            Value::Map(_) => Kind::Map,
        }
    }

    /// The string, if it is one.
    pub fn text(self) -> Option<&'t str> {
        match self.value() {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean, if it is one.
    pub fn bool(self) -> Option<bool> {
        match self.value() {
            Value::Bool(it) => Some(*it),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn number(self) -> Option<Number> {
        match self.value() {
            Value::Number(it) => Some(*it),
            _ => None,
        }
    }

    /// The child under a key; `None` where this is no mapping or has no such key.
    pub fn get(self, key: &str) -> Option<Node<'t>> {
        if let Some(index) = self.tree.wide.get(&self.at) {
            return index.get(key).map(|at| Node { tree: self.tree, at: *at });
        }
        self.entries().find(|(name, _)| *name == key).map(|(_, node)| node)
    }

    /// The entries of a mapping in the order of the text; nothing for anything else.
    pub fn entries(self) -> impl Iterator<Item = (&'t str, Node<'t>)> + use<'t> {
        let children: &'t [Origin] = match self.value() {
            Value::Map(children) => children,
            _ => &[],
        };
        let tree = self.tree;
        children.iter().map(move |at| {
            let node = Node { tree, at: *at };
            (node.key().unwrap_or_default(), node)
        })
    }

    /// The item of a list at an index.
    pub fn item(self, index: usize) -> Option<Node<'t>> {
        match self.value() {
            Value::List(children) => children.get(index).map(|at| Node { tree: self.tree, at: *at }),
            _ => None,
        }
    }

    /// The items of a list in the order of the text; nothing for anything else.
    pub fn items(self) -> impl Iterator<Item = Node<'t>> + use<'t> {
        let children: &'t [Origin] = match self.value() {
            Value::List(children) => children,
            _ => &[],
        };
        let tree = self.tree;
        children.iter().map(move |at| Node { tree, at: *at })
    }

    pub(crate) fn value(self) -> &'t Value {
        &self.tree.entry(self.at).value
    }
}
