//! What a schema says beside its type, in words: limits, defaults, examples. Each paragraph is Markdown of our own, so
//! that it needs no reading.

use specsmith_source::{Kind, Node, Number};
use specsmith_spec::{Access, Bound, Graph, Limits, Schema, SchemaId, SchemaKind, TextFormat, WholeFormat};

use crate::docs::span;
use crate::json;

/// Longer patterns are no words for people.
const LONGEST_PATTERN: usize = 200;

/// Longer values do not stand in a line.
const LONGEST_VALUE: usize = 80;

/// More values than these are not read through.
const MOST_VALUES: usize = 20;

/// An example of more characters or lines is looked up in the document.
const LONGEST_EXAMPLE: usize = 400;
const MOST_LINES: usize = 12;

/// The paragraphs on the values of a schema: in which direction they travel, what limits them, what stands for one that
/// is absent, how one looks.
pub(crate) fn paragraphs(graph: &Graph<'_>, id: SchemaId) -> Vec<Vec<String>> {
    let schema = graph.schema(id);
    let travels = match graph.access(id) {
        Access::Both => None,
        Access::ReadOnly => Some("Only in answers.".to_owned()),
        Access::WriteOnly => Some("Only in requests.".to_owned()),
    };
    let limits: Vec<String> = travels.into_iter().chain(format(schema)).chain(limits(schema)).collect();
    let (example, block) = example(schema);
    let values: Vec<String> = default(schema).into_iter().chain(example).collect();
    [vec![limits.join(" ")], vec![values.join(" ")], block.unwrap_or_default()]
        .into_iter()
        .filter(|it| it.iter().any(|it| !it.is_empty()))
        .collect()
}

/// What limits a value, in one line; empty where nothing does.
pub(crate) fn limits_line(schema: &Schema<'_>) -> String {
    format(schema).into_iter().chain(limits(schema)).collect::<Vec<_>>().join(" ")
}

/// A format that the type does not show.
fn format(schema: &Schema<'_>) -> Option<String> {
    let shown = match &schema.kind {
        SchemaKind::Text(TextFormat::Other(format)) => Some(*format),
        SchemaKind::Integer(WholeFormat::Plain) => schema.format,
        SchemaKind::Number(_) => schema.format.filter(|it| !matches!(*it, "double" | "float" | "decimal")),
        _ => None,
    };
    shown.map(|it| format!("Format {}.", span(it)))
}

fn limits(schema: &Schema<'_>) -> Vec<String> {
    let Limits {
        values,
        minimum,
        maximum,
        multiple_of,
        min_length,
        max_length,
        pattern,
        min_items,
        max_items,
        unique_items,
        min_properties,
        max_properties,
    } = &schema.limits;
    let mut words = Vec::new();
    if !values.is_empty() {
        let shown: Vec<String> = values.iter().take(MOST_VALUES).map(|it| span(&it.to_string())).collect();
        let more = if values.len() > MOST_VALUES { ", and others" } else { "" };
        words.push(format!("One of {}{more}.", shown.join(", ")));
    }
    words.extend(only_bool(schema).map(|it| format!("Always `{it}`.")));
    let minimum = minimum.filter(|(it, _)| !is_end(schema, *it)).map(|(it, bound)| match bound {
        Bound::Inclusive => format!("at least {it}"),
        Bound::Exclusive => format!("more than {it}"),
    });
    let maximum = maximum.filter(|(it, _)| !is_end(schema, *it)).map(|(it, bound)| match bound {
        Bound::Inclusive => format!("at most {it}"),
        Bound::Exclusive => format!("less than {it}"),
    });
    let bounds: Vec<String> = minimum.into_iter().chain(maximum).collect();
    words.extend(sentence(&bounds.join(", ")));
    words.extend(multiple_of.map(|it| format!("A multiple of {it}.")));
    words.extend(sentence(&counted(*min_length, *max_length, "character", "characters")));
    let pattern = pattern.filter(|it| it.len() <= LONGEST_PATTERN && !it.contains(char::is_control));
    words.extend(pattern.map(|it| format!("Matches {}.", span(it))));
    let items = counted(*min_items, *max_items, "item", "items");
    words.extend(sentence(&match (items.as_str(), unique_items) {
        ("", true) => "each item once".to_owned(),
        (_, true) => format!("{items}, each once"),
        (_, false) => items,
    }));
    words.extend(sentence(&counted(*min_properties, *max_properties, "property", "properties")));
    words
}

/// The boolean that is the only one of its schema.
pub(crate) fn only_bool(schema: &Schema<'_>) -> Option<bool> {
    if !matches!(schema.kind, SchemaKind::Bool) {
        return None;
    }
    let listed = schema.node.get("enum").and_then(|it| {
        let mut items = it.items();
        items.next().filter(|_| items.next().is_none())
    });
    listed.or(schema.node.get("const"))?.bool()
}

/// Whether a bound is where the type ends anyway.
fn is_end(schema: &Schema<'_>, bound: Number) -> bool {
    match (&schema.kind, bound) {
        (SchemaKind::Integer(format), Number::Integer(bound)) => {
            let (least, greatest) = format.range();
            bound == least || bound == greatest
        }
        _ => false,
    }
}

fn counted(least: Option<u64>, most: Option<u64>, one: &str, several: &str) -> String {
    let noun = |count: u64| if count == 1 { one } else { several };
    match (least.filter(|it| *it > 0), most) {
        (None, None) => String::new(),
        (Some(least), None) => format!("at least {least} {}", noun(least)),
        (None, Some(most)) => format!("at most {most} {}", noun(most)),
        (Some(least), Some(most)) if least == most => format!("exactly {most} {}", noun(most)),
        (Some(least), Some(most)) => format!("{least} to {most} {}", noun(most)),
    }
}

/// With a capital and a full stop; nothing of nothing.
fn sentence(words: &str) -> Option<String> {
    let mut rest = words.chars();
    let first = rest.next()?;
    Some(format!("{}{}.", first.to_uppercase(), rest.as_str()))
}

fn default(schema: &Schema<'_>) -> Option<String> {
    let default = schema.default.filter(|it| it.kind() != Kind::Null)?;
    Some(format!("Default: {}.", span(&json::compact(default, LONGEST_VALUE)?)))
}

/// The first example: within a line where it is short, else as a block.
fn example(schema: &Schema<'_>) -> (Option<String>, Option<Vec<String>>) {
    let Some(example) = schema.examples.iter().copied().find(|it| it.kind() != Kind::Null) else {
        return (None, None);
    };
    let compact = json::compact(example, LONGEST_VALUE);
    match (example.kind(), compact) {
        (Kind::List | Kind::Map, Some(line)) => (None, Some(block([line]))),
        (_, Some(line)) => (Some(format!("Example: {}.", span(&line))), None),
        (_, None) => (None, pretty(example).map(block)),
    }
}

fn pretty(example: Node<'_>) -> Option<Vec<String>> {
    let lines: Vec<String> = json::pretty(example, LONGEST_EXAMPLE)?.lines().map(str::to_owned).collect();
    (lines.len() <= MOST_LINES).then_some(lines)
}

fn block(lines: impl IntoIterator<Item = String>) -> Vec<String> {
    let fence = ["```json".to_owned()].into_iter();
    fence.chain(lines).chain(["```".to_owned()]).collect()
}
