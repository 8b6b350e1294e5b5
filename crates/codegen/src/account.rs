//! What became of a document: which operations are whole, what became any JSON and why, which formats mean nothing.

use std::collections::{BTreeMap, BTreeSet};

use specsmith_source::{Cost, Diagnostic, Kind, Node, Origin, Spot};
use specsmith_spec::{Graph, Operation, Schema, SchemaKind};

/// What became of one document.
#[derive(Debug, Default)]
pub struct Account {
    /// Every operation that the document holds: those that are made in their order, then those that are not.
    pub operations: Vec<OperationAccount>,
    /// Every place that became any JSON, in the order of the text.
    pub untyped: Vec<Untyped>,
    /// Formats that mean nothing here, and how often each stands in the document.
    pub unknown_formats: BTreeMap<String, usize>,
    /// How many complaints there are of each code.
    pub codes: BTreeMap<&'static str, usize>,
}

/// What became of one operation.
#[derive(Debug)]
pub struct OperationAccount {
    /// Where it stands.
    pub at: Origin,
    /// `METHOD /path`
    pub name: String,
    /// What became of it.
    pub fate: Fate,
}

/// What became of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Nothing is lost.
    Whole,
    /// Something that it says itself, or that a schema says which it reaches, is left out or read in a weaker way.
    Fallback,
    /// It is not made.
    LeftOut,
}

/// A place that became any JSON.
#[derive(Debug)]
pub struct Untyped {
    /// Where.
    pub at: Origin,
    /// Why.
    pub reason: String,
}

/// Why something is any JSON of which nothing is complained.
const UNSAID: &str = "the document does not say what it is";

impl Account {
    /// How many operations had that fate.
    pub fn count(&self, fate: Fate) -> usize {
        self.operations.iter().filter(|it| it.fate == fate).count()
    }

    /// `chosen` are the operations that are wanted, where not all are; `said` is what was complained of while the document
    /// was read.
    pub(crate) fn of(graph: &Graph<'_>, chosen: Option<&BTreeSet<Origin>>, said: &[Diagnostic]) -> Self {
        let mut codes = BTreeMap::new();
        for it in said {
            *codes.entry(it.code).or_default() += 1;
        }
        let mut operations = operations(graph, said);
        let mut untyped = untyped(graph, said);
        if let Some(chosen) = chosen {
            operations.retain(|it| chosen.contains(&it.at));
            let reached = reached(graph, chosen);
            untyped.retain(|it| upwards(graph, it.at).any(|it| reached.contains(&it)));
        }
        let unknown_formats =
            graph.unknown_formats.iter().map(|it| (it.format.to_owned(), it.times)).collect();
        Self { operations, untyped, unknown_formats, codes }
    }
}

fn operations(graph: &Graph<'_>, said: &[Diagnostic]) -> Vec<OperationAccount> {
    let touched = touched(graph, said);
    let made = graph.operations.iter().map(|it| OperationAccount {
        at: it.node.origin(),
        name: name(it.node, it.method.key(), it.path),
        fate: if touched.contains(&it.node.origin()) { Fate::Fallback } else { Fate::Whole },
    });
    let left_out = graph.left_out.iter().map(|it| OperationAccount {
        at: it.origin(),
        name: name(*it, it.key().unwrap_or_default(), ""),
        fate: Fate::LeftOut,
    });
    made.chain(left_out).collect()
}

fn name(operation: Node<'_>, method: &str, path: &str) -> String {
    let written = operation.parent().and_then(Node::key).unwrap_or_default();
    format!("{} {}", method.to_uppercase(), if path.is_empty() { written } else { path })
}

/// The operations that a complaint touches: it stands in them, in their path, or in what a reference of theirs leads
/// to, through any number of further references. Walked backwards from the complaints.
fn touched(graph: &Graph<'_>, said: &[Diagnostic]) -> BTreeSet<Origin> {
    let mut referrers: BTreeMap<Origin, Vec<Origin>> = BTreeMap::new();
    for (from, to) in leads(graph) {
        referrers.entry(to).or_default().push(from);
    }
    let mut by_path: BTreeMap<Origin, Vec<Origin>> = BTreeMap::new();
    for operation in &graph.operations {
        if let Some(path) = operation.node.parent() {
            by_path.entry(path.origin()).or_default().push(operation.node.origin());
        }
    }
    let operations: BTreeSet<Origin> = graph.operations.iter().map(|it| it.node.origin()).collect();
    let tree = graph.root.tree();
    let (mut touched, mut seen) = (BTreeSet::new(), BTreeSet::new());
    let mut waiting: Vec<Origin> = costly(said).map(|(at, _)| at).collect();
    while let Some(at) = waiting.pop() {
        let mut node = Some(tree.node(at));
        while let Some(it) = node.filter(|it| seen.insert(it.origin())) {
            waiting.extend(referrers.get(&it.origin()).into_iter().flatten());
            touched.extend(by_path.get(&it.origin()).into_iter().flatten());
            // What is wrong in one operation is nothing to the others of its path.
            if operations.contains(&it.origin()) {
                touched.insert(it.origin());
                break;
            }
            node = it.parent();
        }
    }
    touched
}

/// What operations are and what their references lead to, through any number of further ones.
fn reached(graph: &Graph<'_>, operations: &BTreeSet<Origin>) -> BTreeSet<Origin> {
    let targets: BTreeSet<Origin> =
        leads(graph).map(|(_, to)| to).chain(operations.iter().copied()).collect();
    let mut inside: BTreeMap<Origin, Vec<Origin>> = BTreeMap::new();
    for (from, to) in leads(graph) {
        for holder in upwards(graph, from).filter(|it| targets.contains(it)) {
            inside.entry(holder).or_default().push(to);
        }
    }
    let mut waiting: Vec<Origin> = operations.iter().copied().collect();
    let mut reached = BTreeSet::new();
    while let Some(at) = waiting.pop() {
        if reached.insert(at) {
            waiting.extend(inside.get(&at).into_iter().flatten());
        }
    }
    reached
}

/// A node, and all that it stands in.
fn upwards<'g>(graph: &'g Graph<'_>, at: Origin) -> impl Iterator<Item = Origin> + 'g {
    std::iter::successors(Some(graph.root.tree().node(at)), |it| it.parent()).map(Node::origin)
}

/// From each reference to what it names, and from each operation to what it is made of.
fn leads<'g>(graph: &'g Graph<'_>) -> impl Iterator<Item = (Origin, Origin)> + 'g {
    graph.links.iter().copied().chain(graph.operations.iter().flat_map(|it| parts(graph, it)))
}

/// What an operation is made of that may stand outside it.
fn parts<'g>(
    graph: &'g Graph<'_>,
    operation: &'g Operation<'_>,
) -> impl Iterator<Item = (Origin, Origin)> + 'g {
    let parameters = operation.parameters.iter().flat_map(|it| [it.node, graph.schema(it.schema).node]);
    let bodies = operation.body.iter().map(|it| it.node);
    let responses = operation.responses.iter().map(|it| it.node);
    let media = operation
        .body
        .iter()
        .flat_map(|it| &it.media)
        .chain(operation.responses.iter().flat_map(|it| &it.media));
    let schemas = media.flat_map(|it| it.schema.into_iter().chain(it.item)).map(|it| graph.schema(it).node);
    let all = parameters.chain(bodies).chain(responses).chain(schemas);
    all.map(|it| (operation.node.origin(), it.origin()))
}

/// The complaints that cost something, with their places.
fn costly(said: &[Diagnostic]) -> impl Iterator<Item = (Origin, &Diagnostic)> {
    said.iter().filter(|it| it.cost != Cost::Nothing).filter_map(|it| match it.spot {
        Spot::Node(at) => Some((at, it)),
        Spot::At { .. } | Spot::Byte(..) | Spot::File(_) | Spot::Nowhere => None,
    })
}

fn untyped(graph: &Graph<'_>, said: &[Diagnostic]) -> Vec<Untyped> {
    /// Keys of a schema that decide what it is: a complaint at one of them is the schema's own.
    const DECIDING: [&str; 7] = ["$ref", "type", "enum", "allOf", "oneOf", "anyOf", "not"];
    let tree = graph.root.tree();
    let mut reasons: BTreeMap<Origin, &str> = BTreeMap::new();
    for (at, complaint) in costly(said) {
        let node = tree.node(at);
        let deciding = node.key().is_some_and(|it| DECIDING.contains(&it));
        let owner = if deciding { node.parent().unwrap_or(node) } else { node };
        reasons.entry(owner.origin()).or_insert(&complaint.message);
    }
    let mut places: BTreeMap<Origin, &str> = BTreeMap::new();
    let any = |it: &&Schema<'_>| matches!(it.kind, SchemaKind::Any) && !only_repeats(it.node);
    for schema in graph.schemas().iter().filter(any) {
        let at = schema.node.origin();
        places.insert(at, reasons.get(&at).copied().unwrap_or(UNSAID));
    }
    for (at, complaint) in costly(said).filter(|(_, it)| it.cost == Cost::Type) {
        let parent = tree.node(at).parent();
        // An item of a list such as `allOf` is two steps below the schema that it is part of.
        let listed = parent.filter(|it| it.kind() == Kind::List).and_then(Node::parent);
        let owner = listed.or(parent).map(Node::origin).filter(|it| places.contains_key(it));
        places.insert(owner.unwrap_or(at), &complaint.message);
    }
    places.into_iter().map(|(at, reason)| Untyped { at, reason: reason.to_owned() }).collect()
}

/// Whether it is the `true` of `additionalProperties: true` beside properties: that holds where nobody says it, too.
fn only_repeats(node: Node<'_>) -> bool {
    let beside_properties = || node.parent().is_some_and(|it| it.get("properties").is_some());
    node.key() == Some("additionalProperties") && node.bool() == Some(true) && beside_properties()
}
