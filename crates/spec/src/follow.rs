//! Following `$ref`: from a node that may be a reference to the node that is meant.

use std::collections::{BTreeMap, BTreeSet};

use specsmith_source::{Diagnostics, Kind, Lookup, Node, Origin};

/// Follows references within one document and complains of each bad one once.
pub(crate) struct Follower<'t> {
    root: Node<'t>,
    complained: BTreeSet<Origin>,
    /// Where a chain of references ends, for each of its links: chains are walked once.
    ends: BTreeMap<Origin, Option<Origin>>,
}

impl<'t> Follower<'t> {
    pub(crate) fn new(root: Node<'t>) -> Self {
        Self { root, complained: BTreeSet::new(), ends: BTreeMap::new() }
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
        let current = self.end(node, diagnostics)?;
        if current.kind() != Kind::Map {
            if self.complained.insert(current.origin()) {
                diagnostics.wrong_type(current, what, Kind::Map.noun());
            }
            return None;
        }
        Some(current)
    }

    /// The end of a chain of references; `None`, with a complaint, where there is none.
    fn end(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> Option<Node<'t>> {
        let mut links = BTreeSet::new();
        let mut current = node;
        let end = loop {
            if let Some(known) = self.ends.get(&current.origin()) {
                break known.map(|at| node.tree().node(at));
            }
            let Some((at, reference)) = Self::reference(current) else { break Some(current) };
            if !links.insert(current.origin()) {
                let (at, reference) = Self::reference(node).unwrap_or((at, reference));
                if self.complained.insert(at.origin()) {
                    diagnostics.cyclic_ref(at, reference);
                }
                break None;
            }
            match self.step(at, reference, diagnostics) {
                Some(next) => current = next,
                None => break None,
            }
        };
        self.ends.extend(links.into_iter().map(|link| (link, end.map(Node::origin))));
        end
    }
}
