//! `format`: what it makes of a type, and which of them no registry knows.

use std::collections::BTreeMap;

use specsmith_source::{Node, Number};

use crate::limits::{self, Bounds};
use crate::shape::{Bound, NumberFormat, SchemaKind, TextFormat, WholeFormat};

/// The formats of JSON Schema and of OpenAPI's registry, and what common generators write beside them for the numbers of
/// their own languages.
const KNOWN: [&str; 54] = [
    "base64",
    "base64url",
    "binary",
    "byte",
    "char",
    "commonmark",
    "date",
    "date-time",
    "date-time-local",
    "decimal",
    "decimal128",
    "double",
    "double-int",
    "duration",
    "email",
    "float",
    "hostname",
    "html",
    "http-date",
    "idn-email",
    "idn-hostname",
    "int",
    "int16",
    "int32",
    "int64",
    "int8",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "long",
    "media-range",
    "password",
    "regex",
    "relative-json-pointer",
    "sf-binary",
    "sf-boolean",
    "sf-decimal",
    "sf-integer",
    "sf-string",
    "sf-token",
    "time",
    "time-local",
    "uint",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "unixtime",
    "uri",
    "uri-reference",
    "uri-template",
    "uuid",
];

/// What says how wide a whole number is. Words without a width mean 64 bits at most.
const WHOLE: [(&str, WholeFormat); 13] = [
    ("double-int", WholeFormat::Int64),
    ("int", WholeFormat::Int64),
    ("int16", WholeFormat::Int32),
    ("int32", WholeFormat::Int32),
    ("int64", WholeFormat::Int64),
    ("int8", WholeFormat::Int32),
    ("long", WholeFormat::Int64),
    ("sf-integer", WholeFormat::Int64),
    ("uint", WholeFormat::Uint64),
    ("uint16", WholeFormat::Uint32),
    ("uint32", WholeFormat::Uint32),
    ("uint64", WholeFormat::Uint64),
    ("uint8", WholeFormat::Uint32),
];

/// A format that no registry knows. What it is may be known to the configuration.
#[derive(Debug)]
pub struct UnknownFormat<'t> {
    /// The word.
    pub format: &'t str,
    /// The first place where it is written.
    pub first: Node<'t>,
    /// How often it is written.
    pub times: usize,
}

/// The formats that no registry knows, each with its first place and how often it is written.
#[derive(Default)]
pub(crate) struct Unknown<'t>(BTreeMap<&'t str, (Node<'t>, usize)>);

impl<'t> Unknown<'t> {
    /// Looks at the `format` of one schema.
    pub(crate) fn look(&mut self, node: Node<'t>) {
        let Some((at, format)) = node.get("format").and_then(|it| Some((it, it.text()?))) else { return };
        if format.is_empty() || KNOWN.contains(&format) {
            return;
        }
        let (first, times) = self.0.entry(format).or_insert((at, 0));
        *times += 1;
        if at.origin() < first.origin() {
            *first = at;
        }
    }

    /// Each once, in the order of the document.
    pub(crate) fn list(self) -> Vec<UnknownFormat<'t>> {
        let each = self.0.into_iter();
        let mut formats: Vec<_> =
            each.map(|(format, (first, times))| UnknownFormat { format, first, times }).collect();
        formats.sort_by_key(|it| it.first.origin());
        formats
    }
}

fn format(node: Node<'_>) -> &str {
    node.get("format").and_then(Node::text).unwrap_or_default()
}

/// `type: integer`.
pub(crate) fn whole<'t>(node: Node<'_>) -> SchemaKind<'t> {
    let said = WHOLE.iter().find(|(word, _)| *word == format(node)).map(|(_, it)| *it);
    SchemaKind::Integer(wide_enough(said.unwrap_or(WholeFormat::Plain), limits::bounds(node)))
}

/// `type: number`: a whole one where the format says so.
pub(crate) fn number<'t>(node: Node<'_>) -> SchemaKind<'t> {
    match format(node) {
        "float" => SchemaKind::Number(NumberFormat::Float),
        "decimal" | "decimal128" => SchemaKind::Number(NumberFormat::Decimal),
        format if WHOLE.iter().any(|(word, _)| *word == format) => whole(node),
        _ => SchemaKind::Number(NumberFormat::Double),
    }
}

/// The width itself, or the next one that holds the bounds.
fn wide_enough(format: WholeFormat, bounds: Bounds) -> WholeFormat {
    let (least, greatest) = format.range();
    let least = bounds.minimum.map_or(least, |(it, bound)| nearest(it, bound, 1));
    let greatest = bounds.maximum.map_or(greatest, |(it, bound)| nearest(it, bound, -1));
    let holds = |it: &WholeFormat| {
        let (from, to) = it.range();
        from <= least && greatest <= to
    };
    let wider = [format, WholeFormat::Int64, WholeFormat::Uint64];
    wider.into_iter().find(holds).unwrap_or(WholeFormat::Int128)
}

/// The whole number next to a bound, on the side that is allowed.
fn nearest(number: Number, bound: Bound, step: i128) -> i128 {
    /// What is left of the ends of 64 bits where a document went through floating point, and what they were.
    const ROUNDED: [(i128, i128); 5] = [
        (9_223_372_036_854_776_000, i64::MAX as i128),
        (9_223_372_036_854_775_808, i64::MAX as i128),
        (-9_223_372_036_854_776_000, i64::MIN as i128),
        (18_446_744_073_709_552_000, u64::MAX as i128),
        (18_446_744_073_709_551_616, u64::MAX as i128),
    ];
    let number = match number {
        Number::Integer(it) => it,
        // A bound beyond 128 bits ends at them.
        Number::Float(it) if step > 0 => it.ceil() as i128,
        Number::Float(it) => it.floor() as i128,
    };
    match (bound, ROUNDED.iter().find(|(rounded, _)| *rounded == number)) {
        (_, Some((_, meant))) => *meant,
        (Bound::Inclusive, None) => number,
        (Bound::Exclusive, None) => number.saturating_add(step),
    }
}

/// `type: string`, with the words that later versions have for bytes.
pub(crate) fn text(node: Node<'_>) -> TextFormat<'_> {
    let word = |key: &str| node.get(key).and_then(Node::text).unwrap_or_default();
    match (format(node), word("contentEncoding"), word("contentMediaType")) {
        ("date-time", _, _) => TextFormat::DateTime,
        ("date", _, _) => TextFormat::Date,
        ("binary", _, _) => TextFormat::Binary,
        ("byte" | "base64", _, _) => TextFormat::Base64,
        ("", "base64", _) => TextFormat::Base64,
        ("", "binary", _) => TextFormat::Binary,
        ("", "", media_type) if is_binary(media_type) => TextFormat::Binary,
        // These are text as it is.
        ("", "" | "7bit" | "8bit", _) => TextFormat::Plain,
        ("", encoding, _) => TextFormat::Other(encoding),
        (format, _, _) => TextFormat::Other(format),
    }
}

/// Whether what has that media type is no text.
pub fn is_binary(media_type: &str) -> bool {
    const KINDS: [&str; 4] = ["audio/", "font/", "image/", "video/"];
    const TYPES: [&str; 5] = [
        "application/gzip",
        "application/octet-stream",
        "application/pdf",
        "application/x-tar",
        "application/zip",
    ];
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    // This one is XML.
    essence != "image/svg+xml"
        && (KINDS.iter().any(|it| essence.starts_with(it)) || TYPES.contains(&essence.as_str()))
}

/// The width that holds all of some numbers.
pub(crate) fn holding(numbers: impl Iterator<Item = i128> + Clone) -> WholeFormat {
    let bound = |it: Option<i128>| it.map(|it| (Number::Integer(it), Bound::Inclusive));
    wide_enough(
        WholeFormat::Plain,
        Bounds { minimum: bound(numbers.clone().min()), maximum: bound(numbers.max()) },
    )
}
