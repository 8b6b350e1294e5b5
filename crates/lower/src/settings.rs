//! What a configuration says of one document, and the ledger of which of its entries were used.

use std::collections::BTreeSet;

use specsmith_model::Ident;
use specsmith_source::{Diagnostics, Origin, Tree};
use specsmith_spec::{Graph, Operation};

/// The settings of one document.
#[derive(Debug)]
pub struct Settings {
    /// The module that it becomes.
    pub module: Ident,
    /// The words dropped from the front of each operationId, and where they are configured.
    pub prefix: Option<(Origin, Vec<String>)>,
    /// Names given by hand.
    pub names: Vec<Pin>,
    /// Operations that may take long.
    pub long: Vec<LongCall>,
}

/// A name given by hand.
#[derive(Debug)]
pub struct Pin {
    /// Where it is configured.
    pub at: Origin,
    /// `#/...` pointer of a schema or a property, or `METHOD /path` of an operation.
    pub key: String,
    /// The name.
    pub name: Ident,
}

/// Whether an operation may take long.
#[derive(Debug)]
pub struct LongCall {
    /// Where it is configured.
    pub at: Origin,
    /// `METHOD /path`.
    pub key: String,
    /// Whether it does.
    pub long: bool,
}

/// `METHOD /path`, as a configuration names an operation.
pub(crate) fn operation_key(operation: &Operation<'_>) -> String {
    format!("{} {}", operation.method.key().to_uppercase(), operation.path)
}

/// Answers from the settings; an entry that answered nothing is complained of.
pub(crate) struct Ledger<'s> {
    settings: &'s Settings,
    tree: &'s Tree,
    used: BTreeSet<Origin>,
}

impl<'s> Ledger<'s> {
    pub(crate) fn new<'t: 's>(settings: &'s Settings, graph: &Graph<'t>) -> Self {
        Self { settings, tree: graph.root.tree(), used: BTreeSet::new() }
    }

    /// The name pinned for a key. Making the key is left to where there are pins at all.
    pub(crate) fn pin(&mut self, key: impl FnOnce() -> String) -> Option<Ident> {
        if self.settings.names.is_empty() {
            return None;
        }
        let key = key();
        let pin = self.settings.names.iter().find(|it| it.key == key)?;
        self.used.insert(pin.at);
        Some(pin.name.clone())
    }

    pub(crate) fn is_long(&mut self, operation: &Operation<'_>) -> bool {
        let key = operation_key(operation);
        let entry = self.settings.long.iter().find(|it| it.key == key);
        self.used.extend(entry.map(|it| it.at));
        entry.is_some_and(|it| it.long)
    }

    pub(crate) fn prefix(&self) -> Option<&'s [String]> {
        self.settings.prefix.as_ref().map(|(_, words)| words.as_slice())
    }

    pub(crate) fn prefix_used(&mut self) {
        self.used.extend(self.settings.prefix.as_ref().map(|(at, _)| *at));
    }

    pub(crate) fn complain(&self, diagnostics: &mut Diagnostics) {
        let unused = |at: &Origin| !self.used.contains(at);
        for pin in self.settings.names.iter().filter(|it| unused(&it.at)) {
            diagnostics.unused_entry(self.tree.node(pin.at), "schema, property or operation of the document");
        }
        for entry in self.settings.long.iter().filter(|it| unused(&it.at)) {
            diagnostics.unused_entry(self.tree.node(entry.at), "operation of the document");
        }
        if let Some((at, _)) = self.settings.prefix.as_ref().filter(|(at, _)| unused(at)) {
            diagnostics.unused_entry(self.tree.node(*at), "operationId of the document, at its beginning");
        }
    }
}
