//! Following `$ref`: from a node that may be a reference to the node that is meant.

use std::collections::BTreeSet;

use specsmith_source::{Diagnostics, Kind, Lookup, Node, Origin};

/// Follows references within one document and complains of each bad one once.
pub(crate) struct Follower<'t> {
    root: Node<'t>,
    complained: BTreeSet<Origin>,
}

impl<'t> Follower<'t> {
    pub(crate) fn new(root: Node<'t>) -> Self {
        Self { root, complained: BTreeSet::new() }
    }

    /// The reference that a node consists of. A property may be called `$ref`; a reference is a string.
    pub(crate) fn reference(node: Node<'t>) -> Option<(Node<'t>, &'t str)> {
        let child = node.get("$ref")?;
        Some((child, child.text()?))
    }

    /// One step: the node that the reference names.
    pub(crate) fn step(
        &mut self,
        at: Node<'t>,
        reference: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Node<'t>> {
        let lookup = self.root.locate(reference);
        if let Lookup::Found(node) = lookup {
            return Some(node);
        }
        if self.complained.insert(at.origin()) {
            match lookup {
                Lookup::Found(_) => {}
                Lookup::Elsewhere => diagnostics.remote_ref(at, reference),
                Lookup::Missing { nearest } => diagnostics.dangling_ref(at, reference, nearest),
                Lookup::NotAPointer => diagnostics.bad_ref(at, reference),
            }
        }
        None
    }

    /// The node itself or, through any number of references, the mapping that it stands for. `what` is named where
    /// something else stands there.
    pub(crate) fn settle(
        &mut self,
        node: Node<'t>,
        what: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Node<'t>> {
        let mut seen = BTreeSet::new();
        let mut current = node;
        while let Some((at, reference)) = Self::reference(current) {
            if !seen.insert(current.origin()) {
                let (at, reference) = Self::reference(node).unwrap_or((at, reference));
                if self.complained.insert(at.origin()) {
                    diagnostics.cyclic_ref(at, reference);
                }
                return None;
            }
            current = self.step(at, reference, diagnostics)?;
        }
        if current.kind() != Kind::Map {
            if self.complained.insert(current.origin()) {
                diagnostics.wrong_type(current, what, Kind::Map.noun());
            }
            return None;
        }
        Some(current)
    }
}
