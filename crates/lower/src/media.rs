//! What a media type means for whoever reads or writes it.

use specsmith_spec::{Graph, Media, SchemaKind, TextFormat};

/// The media types that have the plain names of their kinds.
pub(crate) fn is_plain(media_type: &str) -> bool {
    ["application/json", "text/plain", "application/octet-stream"].contains(&media_type)
}

/// JSON under any name.
pub(crate) fn is_json(media_type: &str) -> bool {
    ["application/json", "text/json"].contains(&media_type) || media_type.ends_with("+json")
}

/// XML under any name.
pub(crate) fn is_xml(media_type: &str) -> bool {
    ["application/xml", "text/xml"].contains(&media_type) || media_type.ends_with("+xml")
}

/// Text under any name.
pub(crate) fn is_text(media_type: &str) -> bool {
    const OTHERS: [&str; 6] = [
        "application/graphql",
        "application/javascript",
        "application/sdp",
        "application/x-javascript",
        "application/x-yaml",
        "application/yaml",
    ];
    media_type.starts_with("text/") || is_xml(media_type) || OTHERS.contains(&media_type)
}

/// Several media types at once.
pub(crate) fn is_range(media_type: &str) -> bool {
    media_type.contains('*')
}

/// What a media type holds that may be anything, by its schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    /// Nothing is known of it.
    Anything,
    /// The bytes of a file.
    Binary,
    /// A string.
    Text,
    /// What only JSON, or something like it, can say.
    Structure,
}

/// What stands under a media type.
pub(crate) fn held(media: &Media<'_>, graph: &Graph<'_>) -> Held {
    let Some(schema) = media.schema else { return Held::Anything };
    match graph.schema(graph.settle(schema).0).kind {
        SchemaKind::Any => Held::Anything,
        SchemaKind::Text(TextFormat::Binary | TextFormat::Base64) => Held::Binary,
        SchemaKind::Text(_) => Held::Text,
        _ => Held::Structure,
    }
}

/// Whether the whole of it is the bytes of a file.
pub(crate) fn is_file(media: &Media<'_>, graph: &Graph<'_>) -> bool {
    let kind = media.schema.map(|it| &graph.schema(graph.settle(it).0).kind);
    matches!(kind, Some(SchemaKind::Text(TextFormat::Binary)))
}

/// Whether a media type is JSON: by its name, or because it may be any and holds what JSON says.
pub(crate) fn reads_as_json(media: &Media<'_>, graph: &Graph<'_>) -> bool {
    let any = ["*/*", "application/*"].contains(&media.media_type.as_str());
    is_json(&media.media_type) || any && held(media, graph) == Held::Structure
}
