//! The leaves of schemas: enumerations of strings, and what `format` says of numbers and text.

use std::collections::BTreeSet;

use specsmith_source::{Kind, Node};

use crate::shape::{Literal, NumberFormat, Scalar, TextFormat, WholeFormat};

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
fn types(node: Node<'_>) -> impl Iterator<Item = &str> {
    let at = node.get("type");
    at.into_iter().chain(at.into_iter().flat_map(Node::items)).filter_map(Node::text)
}

fn literal<'t>(node: Node<'t>, text: &'t str) -> Literal<'t> {
    Literal { node, value: Scalar::Text(text), name: None, description: None }
}

/// Each string once, in order.
pub(crate) fn unique(values: Vec<Literal<'_>>) -> Vec<Literal<'_>> {
    let mut seen = BTreeSet::new();
    values.into_iter().filter(|it| seen.insert(it.value.to_string())).collect()
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

fn format(node: Node<'_>) -> &str {
    node.get("format").and_then(Node::text).unwrap_or_default()
}

/// `format` of a value of that type.
pub(crate) fn whole_format(node: Node<'_>) -> WholeFormat {
    match format(node) {
        "int32" => WholeFormat::Int32,
        "int64" => WholeFormat::Int64,
        _ => WholeFormat::Plain,
    }
}

/// `format` of a value of that type.
pub(crate) fn number_format(node: Node<'_>) -> NumberFormat {
    match format(node) {
        "float" => NumberFormat::Float,
        _ => NumberFormat::Double,
    }
}

/// `format` of a value of that type.
pub(crate) fn text_format(node: Node<'_>) -> TextFormat<'_> {
    match format(node) {
        "date-time" => TextFormat::DateTime,
        "date" => TextFormat::Date,
        "binary" => TextFormat::Binary,
        "" if bytes(node) => TextFormat::Binary,
        _ => TextFormat::Plain,
    }
}

/// Whether a string stands for bytes as they are.
fn bytes(node: Node<'_>) -> bool {
    let media_type = node.get("contentMediaType").and_then(Node::text);
    media_type == Some("application/octet-stream") && node.get("contentEncoding").is_none()
}
