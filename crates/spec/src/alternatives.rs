//! What the list of a `oneOf` or `anyOf` amounts to, before it is known what stands around it.

use std::collections::BTreeSet;
use std::rc::Rc;

use specsmith_source::{Diagnostics, Kind, Node, Number, Origin};

use crate::follow::Follower;
use crate::leaves::{Texts, null_arm, texts};
use crate::read;
use crate::schemas::Schemas;
use crate::shape::{ChoiceKind, Literal, Scalar};
use crate::words::type_word;

/// The two keywords that say "one of these". Of a value that fits several arms either says the same.
pub(crate) const KEYS: [&str; 2] = ["oneOf", "anyOf"];

/// The keywords that say what a value is, not only how it is narrowed or what people should know of it.
const SAYING: [&str; 13] = [
    "$ref",
    "type",
    "properties",
    "additionalProperties",
    "patternProperties",
    "items",
    "prefixItems",
    "enum",
    "const",
    "format",
    "allOf",
    "oneOf",
    "anyOf",
];

/// One list of alternatives.
#[derive(Debug)]
pub(crate) struct Alternatives<'t> {
    pub(crate) sort: Sort<'t>,
    /// Whether null is one of them.
    pub(crate) null: bool,
    /// The schemas that the arms end in.
    pub(crate) ends: BTreeSet<Origin>,
}

/// An alternative: where it is written, and the schema that it ends in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arm<'t> {
    pub(crate) node: Node<'t>,
    pub(crate) settled: Node<'t>,
}

/// What alternatives are together.
#[derive(Debug)]
pub(crate) enum Sort<'t> {
    /// There is none.
    Nothing,
    /// None says more of what a value is than that word: they only narrow what stands beside them.
    Narrowing(&'static str),
    /// One alone.
    One(Arm<'t>),
    /// All are enumerations of values of one kind. An arm that is any string adds none, since every one of them is open.
    Enumeration(ChoiceKind, Vec<Arm<'t>>),
    /// Anything else.
    Union(Vec<Arm<'t>>),
}

/// Whether a schema says nothing of what a value is.
pub(crate) fn silent(node: Node<'_>) -> bool {
    SAYING.iter().all(|key| node.get(key).is_none())
}

/// Whether a schema only narrows: it may name properties, as long as it does not say what they are.
fn narrows(node: Node<'_>) -> bool {
    let says = |key: &str| match (key, node.get(key)) {
        (_, None) | ("format", _) => false,
        ("type", Some(at)) => at.text() != Some("object"),
        ("additionalProperties", Some(at)) => at.bool().is_none(),
        ("properties", Some(at)) => !at.entries().all(|(_, it)| narrows(it)),
        (_, Some(_)) => true,
    };
    node.kind() == Kind::Map && !SAYING.iter().any(|key| says(key))
}

/// The values of an enumeration or constant, all of one kind.
pub(crate) fn enumerated(node: Node<'_>) -> Option<(ChoiceKind, Texts<'_>)> {
    let composed = ["$ref", "allOf", "oneOf", "anyOf"].iter().any(|key| node.get(key).is_some());
    if let Some(texts) = texts(node).filter(|it| !composed && !it.values.is_empty()) {
        return Some((ChoiceKind::Text, texts));
    }
    if !matches!(node.get("type").map(Node::text), None | Some(Some("integer"))) {
        return None;
    }
    let list = node.get("enum");
    let mut whole = Texts { values: Vec::new(), null: false };
    let only = node.get("const").filter(|_| list.is_none());
    for value in list.map(Node::items).into_iter().flatten().chain(only) {
        match (value.kind(), value.number()) {
            (Kind::Null, _) => whole.null = true,
            (_, Some(number @ Number::Integer(_))) => {
                let value =
                    Literal { node: value, value: Scalar::Number(number), name: None, description: None };
                whole.values.push(value);
            }
            _ => return None,
        }
    }
    (!whole.values.is_empty() && !composed).then_some((ChoiceKind::Whole, whole))
}

/// Whether a schema is any string.
fn any_string(node: Node<'_>) -> bool {
    let saying = SAYING.iter().filter(|key| node.get(key).is_some());
    node.get("type").and_then(Node::text) == Some("string") && saying.count() == 1
}

fn sort<'t>(node: Node<'t>, arms: Vec<Arm<'t>>) -> Sort<'t> {
    match arms.as_slice() {
        [] => return Sort::Nothing,
        [one] => return Sort::One(*one),
        // What a discriminator tells apart is more than a demand, even where nothing else is known of it.
        arms if node.get("discriminator").is_none() && arms.iter().all(|it| narrows(it.settled)) => {
            let objects = arms.iter().any(|it| it.settled.get("type").is_some());
            return Sort::Narrowing(if objects { "object" } else { "" });
        }
        _ => {}
    }
    let kinds: Option<Vec<_>> = arms
        .iter()
        .filter(|it| !any_string(it.settled))
        .map(|it| enumerated(it.settled).map(|(kind, _)| kind))
        .collect();
    let strings = arms.iter().any(|it| any_string(it.settled));
    match kinds.as_deref() {
        Some([kind, rest @ ..])
            if rest.iter().all(|it| it == kind) && (*kind == ChoiceKind::Text || !strings) =>
        {
            Sort::Enumeration(*kind, arms)
        }
        _ => Sort::Union(arms),
    }
}

impl<'t> Schemas<'t> {
    /// What stands under one of [`KEYS`], looked at once however many schemas include it.
    pub(crate) fn alternatives(
        &mut self,
        node: Node<'t>,
        key: &str,
        diagnostics: &mut Diagnostics,
    ) -> Rc<Alternatives<'t>> {
        let at = node.get(key).map(Node::origin);
        if let Some(known) = at.and_then(|it| self.alternatives.get(&it)) {
            return Rc::clone(known);
        }
        let mut null = false;
        let mut arms = Vec::new();
        for arm in read::list(node, key, "the list of alternatives", diagnostics) {
            let Some(settled) = self.follower.settle_schema(arm, diagnostics) else { continue };
            if null_arm(settled) {
                null = true;
            } else if settled == node {
                diagnostics.fallback(arm, "a schema as an alternative to itself", "it is left out");
            } else {
                arms.push(Arm { node: arm, settled });
            }
        }
        let ends = arms.iter().map(|it| it.settled.origin()).collect();
        let found = Rc::new(Alternatives { sort: sort(node, arms), null, ends });
        self.alternatives.extend(at.map(|it| (it, Rc::clone(&found))));
        found
    }

    /// The word for what is described, said by a schema of its own or by its only alternatives.
    pub(crate) fn word(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> &'t str {
        let word = type_word(node, diagnostics).unwrap_or_default().word;
        if !word.is_empty() || Follower::base(node).is_some() || node.get("allOf").is_some() {
            return word;
        }
        for key in KEYS {
            match self.alternatives(node, key, diagnostics).sort {
                Sort::Enumeration(ChoiceKind::Text, _) => return "string",
                Sort::Enumeration(ChoiceKind::Whole, _) => return "integer",
                _ => {}
            }
        }
        match enumerated(node) {
            Some((ChoiceKind::Text, _)) => "string",
            Some((ChoiceKind::Whole, _)) => "integer",
            _ => "",
        }
    }
}
