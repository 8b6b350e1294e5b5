//! What a complaint is, and the list that every stage adds to.

use std::collections::BTreeSet;

use crate::codes::ALL_WARNINGS;
use crate::tree::{FileId, Origin};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something was left out or read in a way worth knowing; files are still written.
    Warning,
    /// Nothing is written while one of these stands.
    Error,
}

impl Severity {
    /// The word printed for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What the client loses by what is complained of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// Nothing.
    Nothing,
    /// Something is left out, or read in a weaker way.
    Something,
    /// The type of the thing: it is any JSON.
    Type,
}

/// What a complaint points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// A node.
    Node(Origin),
    /// A line and column, for texts that did not parse.
    At {
        /// The file.
        file: FileId,
        /// Line, counted from one.
        line: usize,
        /// Column, counted from one.
        column: usize,
    },
    /// A byte of a file.
    Byte(FileId, usize),
    /// A file as a whole.
    File(FileId),
    /// Nothing that was read: a missing file, say.
    Nowhere,
}

/// A second place that explains the first.
#[derive(Debug, Clone)]
pub struct Related {
    /// Where.
    pub at: Origin,
    /// What is there.
    pub label: String,
}

/// One complaint.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Stable, in kebab case; see `docs/diagnostics.md`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What the client loses by it.
    pub cost: Cost,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub spot: Spot,
    /// Said at the place itself.
    pub label: String,
    /// A second place.
    pub related: Option<Related>,
    /// What to do about it.
    pub help: String,
}

/// All complaints of a run, in the order in which they arose.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// The same thing may be looked at for several reasons; it is complained of once.
    said: BTreeSet<(Spot, &'static str, String)>,
}

impl Diagnostics {
    /// Adds one.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        if self.said.insert((diagnostic.spot, diagnostic.code, diagnostic.message.clone())) {
            self.list.push(diagnostic);
        }
    }

    /// Makes errors of the warnings of one code, or of all where the word for all is given.
    pub fn deny(&mut self, code: &str) {
        for it in &mut self.list {
            if code == ALL_WARNINGS || it.code == code {
                it.severity = Severity::Error;
            }
        }
    }

    /// All of them.
    pub fn list(&self) -> &[Diagnostic] {
        &self.list
    }

    /// How many there are of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|it| it.severity == severity).count()
    }

    /// Whether anything forbids writing.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }
}
