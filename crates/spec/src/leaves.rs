//! The leaves of schemas: enumerations of strings, and schemas of nothing but null.

use std::collections::BTreeSet;

use specsmith_source::{Kind, Node};

use crate::shape::{Literal, Scalar};

/// The strings of an enumeration, and whether null stands beside them.
pub(crate) struct Texts<'t> {
    pub(crate) values: Vec<Literal<'t>>,
    pub(crate) null: bool,
}

/// The strings of an enumeration or of a constant; `None` where it is neither, or holds anything but strings and null.
pub(crate) fn texts(node: Node<'_>) -> Option<Texts<'_>> {
    let null =
        node.get("nullable").and_then(Node::bool).unwrap_or_default() || types(node).any(|it| it == "null");
    let mut texts = Texts { values: Vec::new(), null };
    let values = node.get("enum").map(Node::items).into_iter().flatten();
    for value in values.chain(node.get("const").filter(|_| node.get("enum").is_none())) {
        match (value.kind(), value.text()) {
            (Kind::Null, _) => texts.null = true,
            (_, Some(text)) => texts.values.push(literal(value, text)),
            _ => return None,
        }
    }
    node.get("enum").or(node.get("const")).map(|_| texts)
}

/// The words of `type`, be it one or a list.
pub(crate) fn types(node: Node<'_>) -> impl Iterator<Item = &str> {
    let at = node.get("type");
    at.into_iter().chain(at.into_iter().flat_map(Node::items)).filter_map(Node::text)
}

fn literal<'t>(node: Node<'t>, text: &'t str) -> Literal<'t> {
    Literal { node, value: Scalar::Text(text), name: None, description: None }
}

/// Each value once, in order.
pub(crate) fn unique(values: Vec<Literal<'_>>) -> Vec<Literal<'_>> {
    let mut seen = BTreeSet::new();
    let is_text = |it: &Literal<'_>| matches!(it.value, Scalar::Text(_));
    values.into_iter().filter(|it| seen.insert((is_text(it), it.value.to_string()))).collect()
}

/// Whether null is all that a schema allows.
pub(crate) fn only_null(node: Node<'_>) -> bool {
    let null = |it: Node<'_>| it.kind() == Kind::Null;
    match (node.get("enum"), node.get("const")) {
        (Some(values), _) => values.items().next().is_some() && values.items().all(null),
        (None, Some(value)) => null(value),
        (None, None) => types(node).next().is_some() && types(node).all(|it| it == "null"),
    }
}

/// Whether an alternative is there only to allow null: generators for 3.0 write `nullable` alone for it.
pub(crate) fn null_arm(node: Node<'_>) -> bool {
    let nullable = node.get("nullable").and_then(Node::bool) == Some(true);
    only_null(node) || (nullable && node.entries().count() == 1)
}
