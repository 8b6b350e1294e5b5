//! Following `$ref`: from a node that may be a reference to the node that is meant.

use std::collections::{BTreeMap, BTreeSet};

use specsmith_source::{Diagnostics, Kind, Lookup, Node, Origin};

/// Follows references within one document and complains of each bad one once.
pub(crate) struct Follower<'t> {
    root: Node<'t>,
    complained: BTreeSet<Origin>,
    /// Where a chain of references ends, for each of its links: chains are walked once.
    ends: BTreeMap<Origin, Option<Origin>>,
    /// Every reference followed, and where it led.
    pub(crate) links: BTreeSet<(Origin, Origin)>,
}

impl<'t> Follower<'t> {
    pub(crate) fn new(root: Node<'t>) -> Self {
        Self { root, complained: BTreeSet::new(), ends: BTreeMap::new(), links: BTreeSet::new() }
    }

    /// The reference that a node consists of.
    pub(crate) fn reference(node: Node<'t>) -> Option<(Node<'t>, &'t str)> {
        Self::written(node).filter(|_| !adds(node))
    }

    /// The reference beside which a schema says more, so that it is made of both.
    pub(crate) fn base(node: Node<'t>) -> Option<(Node<'t>, &'t str)> {
        Self::written(node).filter(|_| adds(node))
    }

    /// A property may be called `$ref`; a reference is a string.
    fn written(node: Node<'t>) -> Option<(Node<'t>, &'t str)> {
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
            self.links.insert((at.origin(), node.origin()));
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
        let end = self.end(node, diagnostics)?;
        self.is_one_of(end, &[Kind::Map], what, diagnostics).then_some(end)
    }

    /// As [`Follower::settle`], for a schema: those may be booleans.
    pub(crate) fn settle_schema(
        &mut self,
        node: Node<'t>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Node<'t>> {
        let end = self.end(node, diagnostics)?;
        self.is_one_of(end, &[Kind::Map, Kind::Bool], "the schema", diagnostics).then_some(end)
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

    fn is_one_of(
        &mut self,
        node: Node<'t>,
        kinds: &[Kind],
        what: &str,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let fits = kinds.contains(&node.kind());
        if !fits && self.complained.insert(node.origin()) {
            diagnostics.wrong_type(node, what, Kind::Map.noun());
        }
        fits
    }
}

/// Whether keywords stand beside a reference that describe more of the value. Words for people, limits and a `type`
/// alone do not.
fn adds(node: Node<'_>) -> bool {
    let is = |key: &str, kind: Kind| node.get(key).is_some_and(|it| it.kind() == kind);
    let lists = ["required", "allOf", "oneOf", "anyOf", "enum"];
    is("properties", Kind::Map) || node.get("const").is_some() || lists.iter().any(|key| is(key, Kind::List))
}
