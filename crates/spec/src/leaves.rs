//! The leaves of schemas: enumerations of strings, and what `format` says of numbers and text.

use std::collections::BTreeSet;

use specsmith_source::{Kind, Node};

use crate::shape::{Literal, NumberFormat, TextFormat, WholeFormat};

/// The strings of an enumeration, and whether null stands beside them.
pub(crate) struct Texts<'t> {
    pub(crate) values: Vec<Literal<'t>>,
    pub(crate) null: bool,
}

/// The strings of an enumeration; `None` where it is none, or holds anything but strings and null.
pub(crate) fn texts(node: Node<'_>) -> Option<Texts<'_>> {
    let mut texts =
        Texts { values: Vec::new(), null: node.get("nullable").and_then(Node::bool).unwrap_or_default() };
    for value in node.get("enum")?.items() {
        match (value.kind(), value.text()) {
            (Kind::Null, _) => texts.null = true,
            (_, Some(text)) => texts.values.push(Literal { node: value, text }),
            _ => return None,
        }
    }
    Some(texts)
}

/// Each string once, in order.
pub(crate) fn unique(values: Vec<Literal<'_>>) -> Vec<Literal<'_>> {
    let mut seen = BTreeSet::new();
    values.into_iter().filter(|it| seen.insert(it.text)).collect()
}

/// Whether null is all that a schema allows.
pub(crate) fn only_null(node: Node<'_>) -> bool {
    node.get("enum")
        .is_some_and(|it| it.items().next().is_some() && it.items().all(|it| it.kind() == Kind::Null))
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
pub(crate) fn text_format(node: Node<'_>) -> TextFormat {
    match format(node) {
        "date-time" => TextFormat::DateTime,
        "date" => TextFormat::Date,
        "binary" => TextFormat::Binary,
        _ => TextFormat::Plain,
    }
}
