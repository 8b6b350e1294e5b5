//! What a schema says beside its type: limits, the way it travels, a default, examples. None of it is worth an error.

use std::cmp::Ordering;

use specsmith_source::{Diagnostics, Kind, Node, Number};

use crate::enums;
use crate::leaves::types;
use crate::pattern;
use crate::shape::{Access, Bound, Limits, Scalar, Schema, SchemaKind};

/// Reads into a schema whose kind is known what else its node says.
pub(crate) fn describe<'t>(schema: &mut Schema<'t>, diagnostics: &mut Diagnostics) {
    let node = schema.node;
    schema.format = node.get("format").and_then(Node::text).filter(|it| !it.is_empty());
    schema.access = access(node, diagnostics);
    schema.limits = limits(node, diagnostics);
    if matches!(schema.kind, SchemaKind::Integer(_) | SchemaKind::Number(_)) {
        schema.limits.values = enums::numbers(node);
    }
    schema.default = node.get("default");
    contradictions(schema, diagnostics);
    schema.examples = examples(node, diagnostics);
}

/// Limits that no value meets, and a default that is no value. Both stay in the docs.
fn contradictions(schema: &Schema<'_>, diagnostics: &mut Diagnostics) {
    let Schema { node, kind, limits, default, .. } = schema;
    let excluded = |one: &(Number, Bound), other: &(Number, Bound)| match order(one.0, other.0) {
        Ordering::Less => false,
        Ordering::Equal => one.1 == Bound::Exclusive || other.1 == Bound::Exclusive,
        Ordering::Greater => true,
    };
    let numbers = limits.minimum.zip(limits.maximum).is_some_and(|(least, most)| excluded(&least, &most));
    let beyond = |least: Option<u64>, most: Option<u64>| least.zip(most).is_some_and(|(it, most)| it > most);
    for (empty, words) in [
        (numbers, ["maximum", "exclusiveMaximum"].as_slice()),
        (beyond(limits.min_length, limits.max_length), &["maxLength"]),
        (beyond(limits.min_items, limits.max_items), &["maxItems"]),
        (beyond(limits.min_properties, limits.max_properties), &["maxProperties"]),
    ] {
        if empty {
            let at = words.iter().find_map(|it| node.get(it)).unwrap_or(*node);
            diagnostics.empty_range(at);
        }
    }
    if let Some(default) = default.filter(|it| is_wrong(*it, kind)) {
        diagnostics.wrong_default(default);
    }
}

/// Whether a default is none of the values. Null is written for none at all.
fn is_wrong(default: Node<'_>, kind: &SchemaKind<'_>) -> bool {
    let found = default.kind();
    let fits = match kind {
        SchemaKind::Any | SchemaKind::OneOf(_) | SchemaKind::Same(_) => true,
        SchemaKind::Bool => found == Kind::Bool,
        SchemaKind::Integer(_) => default.number().is_some_and(|it| value(it).fract() == 0.0),
        SchemaKind::Number(_) => found == Kind::Number,
        SchemaKind::Text(_) => found == Kind::Text,
        SchemaKind::Choice(choice) => choice.values.iter().any(|it| match it.value {
            Scalar::Text(text) => default.text() == Some(text),
            Scalar::Number(number) => default.number() == Some(number),
            Scalar::Bool(flag) => default.bool() == Some(flag),
        }),
        SchemaKind::List(_) => found == Kind::List,
        SchemaKind::Map(_) | SchemaKind::Object { .. } => found == Kind::Map,
    };
    !fits && found != Kind::Null
}

/// In which direction it travels: what it says itself, or a part of it that is written inside it.
fn access(node: Node<'_>, diagnostics: &mut Diagnostics) -> Access {
    let parts: Vec<_> = node.get("allOf").into_iter().flat_map(Node::items).collect();
    let mut says = |key: &str| {
        let at = node.get(key).filter(|it| fits(*it, key, Wants::Flag, diagnostics));
        let mut inside = parts.iter().filter(|it| it.get("$ref").is_none()).filter_map(|it| it.get(key));
        at.and_then(Node::bool) == Some(true) || inside.any(|it| it.bool() == Some(true))
    };
    match (says("readOnly"), says("writeOnly")) {
        (true, false) => Access::ReadOnly,
        (false, true) => Access::WriteOnly,
        (false, false) => Access::Both,
        (true, true) => {
            let at = node.get("writeOnly").unwrap_or(node);
            diagnostics.ignored_keyword(at, "what is `readOnly` and `writeOnly` at once would never travel");
            Access::Both
        }
    }
}

/// `examples` of a schema are a list; the mapping of that name belongs to media types and parameters.
fn examples<'t>(node: Node<'t>, diagnostics: &mut Diagnostics) -> Vec<Node<'t>> {
    let several = node.get("examples").filter(|it| fits(*it, "examples", Wants::List, diagnostics));
    node.get("example").into_iter().chain(several.into_iter().flat_map(Node::items)).collect()
}

/// What the value of a keyword has to be.
#[derive(Clone, Copy)]
enum Wants {
    Number,
    Positive,
    Count,
    Flag,
    /// A boolean in 3.0, a number later.
    FlagOrNumber,
    Text,
    List,
}

const KEYWORDS: [(&str, Wants); 13] = [
    ("minimum", Wants::Number),
    ("maximum", Wants::Number),
    ("exclusiveMinimum", Wants::FlagOrNumber),
    ("exclusiveMaximum", Wants::FlagOrNumber),
    ("multipleOf", Wants::Positive),
    ("minLength", Wants::Count),
    ("maxLength", Wants::Count),
    ("pattern", Wants::Text),
    ("minItems", Wants::Count),
    ("maxItems", Wants::Count),
    ("uniqueItems", Wants::Flag),
    ("minProperties", Wants::Count),
    ("maxProperties", Wants::Count),
];

/// Whether a keyword has a value that it can have; null says nothing, anything else is complained of.
fn fits(at: Node<'_>, key: &str, wants: Wants, diagnostics: &mut Diagnostics) -> bool {
    let (fits, expected) = match wants {
        Wants::Number => (finite(at).is_some(), Kind::Number.noun()),
        Wants::Positive => (positive(at).is_some(), "a number above zero"),
        Wants::Count => (count(at).is_some(), "a whole number that is not negative"),
        Wants::Flag => (at.kind() == Kind::Bool, Kind::Bool.noun()),
        Wants::FlagOrNumber => (at.kind() == Kind::Bool || finite(at).is_some(), "a number or a boolean"),
        Wants::Text => (at.kind() == Kind::Text, Kind::Text.noun()),
        Wants::List => (at.kind() == Kind::List, Kind::List.noun()),
    };
    if !fits && at.kind() != Kind::Null {
        diagnostics.ignored_value(at, &format!("`{key}`"), expected);
    }
    fits
}

/// The limits that say something of the type. A length of a number, say, is no limit at all.
fn limits<'t>(node: Node<'t>, diagnostics: &mut Diagnostics) -> Limits<'t> {
    for (key, wants) in KEYWORDS {
        if let Some(at) = node.get(key) {
            fits(at, key, wants, diagnostics);
        }
    }
    let of = |words: &[&str]| {
        let said = types(node).next().is_some();
        (!said || types(node).any(|it| words.contains(&it))).then_some(node)
    };
    let (number, text) = (of(&["integer", "number"]), of(&["string"]));
    let (list, object) = (of(&["array"]), of(&["object"]));
    let counted = |node: Option<Node<'t>>, key: &str| node.and_then(|it| it.get(key)).and_then(count);
    let Bounds { minimum, maximum } = number.map(bounds).unwrap_or_default();
    Limits {
        values: Vec::new(),
        minimum,
        maximum,
        multiple_of: number.and_then(|it| it.get("multipleOf")).and_then(positive),
        min_length: counted(text, "minLength"),
        max_length: counted(text, "maxLength"),
        pattern: text.and_then(|it| it.get("pattern")).and_then(|it| pattern::read(it, diagnostics)),
        min_items: counted(list, "minItems"),
        max_items: counted(list, "maxItems"),
        unique_items: list.and_then(|it| it.get("uniqueItems")).and_then(Node::bool).unwrap_or_default(),
        min_properties: counted(object, "minProperties"),
        max_properties: counted(object, "maxProperties"),
    }
}

/// Between which numbers a value lies.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) minimum: Option<(Number, Bound)>,
    pub(crate) maximum: Option<(Number, Bound)>,
}

/// `minimum` and `maximum` with the words that exclude them, in the spelling of 3.0 and in the later one.
pub(crate) fn bounds(node: Node<'_>) -> Bounds {
    Bounds {
        minimum: bound(node, "minimum", "exclusiveMinimum", Ordering::Greater),
        maximum: bound(node, "maximum", "exclusiveMaximum", Ordering::Less),
    }
}

/// The stricter of two bounds; `stricter` is how it compares to the other.
fn bound(node: Node<'_>, key: &str, exclusive: &str, stricter: Ordering) -> Option<(Number, Bound)> {
    let number = node.get(key).and_then(finite);
    let excluded = node.get(exclusive);
    let kind = if excluded.and_then(Node::bool) == Some(true) { Bound::Exclusive } else { Bound::Inclusive };
    match (number, excluded.and_then(finite)) {
        (Some(it), Some(outer)) if order(it, outer) == stricter => Some((it, kind)),
        (_, Some(outer)) => Some((outer, Bound::Exclusive)),
        (it, None) => Some((it?, kind)),
    }
}

fn order(one: Number, other: Number) -> Ordering {
    match (one, other) {
        (Number::Integer(one), Number::Integer(other)) => one.cmp(&other),
        _ => value(one).partial_cmp(&value(other)).unwrap_or(Ordering::Equal),
    }
}

fn value(number: Number) -> f64 {
    match number {
        Number::Integer(it) => it as f64,
        Number::Float(it) => it,
    }
}

/// YAML has words for numbers that are none.
fn finite(node: Node<'_>) -> Option<Number> {
    node.number().filter(|it| value(*it).is_finite())
}

fn positive(node: Node<'_>) -> Option<Number> {
    finite(node).filter(|it| value(*it) > 0.0)
}

fn count(node: Node<'_>) -> Option<u64> {
    match node.number()? {
        Number::Integer(it) => u64::try_from(it).ok(),
        Number::Float(it) => (it >= 0.0 && it.fract() == 0.0 && it <= u64::MAX as f64).then_some(it as u64),
    }
}
