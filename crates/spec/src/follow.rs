//! Following `$ref`: from a node that may be a reference to the node that is meant.

use std::collections::{BTreeMap, BTreeSet};

use specsmith_source::{Diagnostics, Kind, Lookup, Node, Origin};

const SCHEMA: &str = "the schema";

/// Follows references through a document and its files, and complains of each bad one once.
#[derive(Default)]
pub(crate) struct Follower {
    complained: BTreeSet<Origin>,
    /// Where a chain of references ends, for each of its links: chains are walked once.
    ends: BTreeMap<Origin, Option<Origin>>,
    /// Every reference followed, and where it led.
    pub(crate) links: BTreeSet<(Origin, Origin)>,
}

impl Follower {
    /// The reference that a node consists of.
    pub(crate) fn reference(node: Node<'_>) -> Option<(Node<'_>, &str)> {
        written(node).filter(|_| !adds(node))
    }

    /// The reference beside which a schema says more, so that it is made of both.
    pub(crate) fn base(node: Node<'_>) -> Option<(Node<'_>, &str)> {
        written(node).filter(|_| adds(node))
    }

    /// One step: the node that a reference names, which stands at another.
    pub(crate) fn step<'t>(
        &mut self,
        at: Node<'t>,
        reference: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Node<'t>> {
        match at.locate(reference) {
            Lookup::Found(node) => {
                self.links.insert((at.origin(), node.origin()));
                Some(node)
            }
            fault => {
                if self.complained.insert(at.origin()) {
                    complain(at, reference, fault, diagnostics);
                }
                None
            }
        }
    }

    /// The node itself or, through any number of references, the mapping that it stands for. `what` is named where
    /// something else stands there.
    pub(crate) fn settle<'t>(
        &mut self,
        node: Node<'t>,
        what: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Node<'t>> {
        let end = self.end(node, diagnostics)?;
        self.is_one_of(end, &[Kind::Map], what, node, diagnostics).then_some(end)
    }

    /// Complains of a reference that is no text. What stands beside it is read.
    pub(crate) fn look(&mut self, node: Node<'_>, diagnostics: &mut Diagnostics) {
        if let Some(child) = node.get("$ref").filter(|it| it.text().is_none())
            && self.complained.insert(child.origin())
        {
            diagnostics.wrong_type(child, "the reference", Kind::Text.noun());
        }
    }

    /// As [`Follower::settle`], for a schema: those may be booleans.
    pub(crate) fn settle_schema<'t>(
        &mut self,
        node: Node<'t>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Node<'t>> {
        let end = self.end(node, diagnostics)?;
        self.is_one_of(end, &[Kind::Map, Kind::Bool], SCHEMA, node, diagnostics).then_some(end)
    }

    /// The end of a chain of references; `None`, with a complaint, where there is none.
    fn end<'t>(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> Option<Node<'t>> {
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
        node: Node<'_>,
        kinds: &[Kind],
        what: &str,
        from: Node<'_>,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        if let Some(((at, reference), among)) = Self::reference(from).zip(other_components(node, what)) {
            if self.complained.insert(at.origin()) {
                diagnostics.other_kind(at, reference, what, among);
            }
            return false;
        }
        self.look(node, diagnostics);
        let fits = kinds.contains(&node.kind());
        if !fits && self.complained.insert(node.origin()) {
            diagnostics.wrong_type(node, what, Kind::Map.noun());
        }
        fits
    }
}

/// The components among which a node stands, where they are of another kind than is meant.
fn other_components<'t>(node: Node<'t>, what: &str) -> Option<&'t str> {
    const KINDS: [(&str, &str); 4] = [
        (SCHEMA, "schemas"),
        ("the parameter", "parameters"),
        ("the request body", "requestBodies"),
        ("the response", "responses"),
    ];
    let (_, meant) = KINDS.iter().find(|(it, _)| *it == what)?;
    let among = node.parent()?;
    let components = among.parent().filter(|it| it.key() == Some("components"))?;
    let is_root = components.parent().is_some_and(|it| it.parent().is_none());
    among.key().filter(|it| is_root && it != meant)
}

/// A property may be called `$ref`; a reference is a string.
fn written(node: Node<'_>) -> Option<(Node<'_>, &str)> {
    let child = node.get("$ref")?;
    Some((child, child.text()?))
}

fn complain(at: Node<'_>, reference: &str, fault: Lookup<'_>, diagnostics: &mut Diagnostics) {
    match fault {
        Lookup::Found(_) | Lookup::Unparsed => {}
        Lookup::Remote => diagnostics.remote_ref(at, reference),
        Lookup::Outside => diagnostics.outside_ref(at, reference),
        Lookup::Unreadable(reason) => diagnostics.unreadable_at(at, reference, reason),
        Lookup::Missing { nearest } => diagnostics.dangling_ref(at, reference, nearest),
        Lookup::NotAPointer => diagnostics.bad_ref(at, reference),
    }
}

/// The value that a node stands for, be it written there or anywhere else: authors put references in the place of texts
/// and lists too. `None`, with a complaint, where a reference leads to none.
pub(crate) fn value<'t>(node: Node<'t>, diagnostics: &mut Diagnostics) -> Option<Node<'t>> {
    /// Nobody passes a text on so often: it is a circle, or as good as one.
    const LONGEST: usize = 64;
    let mut current = node;
    for _ in 0..LONGEST {
        let Some((at, reference)) = written(current) else { return Some(current) };
        let beside = current.entries().find(|(key, _)| *key != "$ref" && !key.starts_with("x-"));
        if let Some((_, beside)) = beside {
            let what = "what stands beside this reference";
            diagnostics.fallback(beside, what, "only what it refers to is read");
        }
        match at.locate(reference) {
            Lookup::Found(next) => current = next,
            fault => {
                complain(at, reference, fault, diagnostics);
                return None;
            }
        }
    }
    if let Some((at, reference)) = written(node) {
        diagnostics.cyclic_ref(at, reference);
    }
    None
}

/// Whether keywords stand beside a reference that describe more of the value. Words for people, limits and a `type`
/// alone do not.
fn adds(node: Node<'_>) -> bool {
    let is = |key: &str, kind: Kind| node.get(key).is_some_and(|it| it.kind() == kind);
    let lists = ["required", "allOf", "oneOf", "anyOf", "enum"];
    is("properties", Kind::Map) || node.get("const").is_some() || lists.iter().any(|key| is(key, Kind::List))
}
