//! `encoding`: what it says of each property of a form that is not as usual anyway.

use specsmith_model::{BodyKind, Encoding, Reserved};
use specsmith_spec::{self as spec, Extra, Graph, Header, Media, Property, SchemaId, SchemaKind, TextFormat};

use crate::media;
use crate::styles::query;
use crate::types::Types;

/// How the properties of a body are written, where something is said of them.
pub(crate) fn encodings(it: &Media<'_>, kind: BodyKind, types: &mut Types<'_, '_, '_, '_>) -> Vec<Encoding> {
    let Some(schema) = it.schema else { return Vec::new() };
    let graph = types.graph;
    let fields = Fields::of(graph, schema);
    let mut encodings = Vec::new();
    for said in &it.encodings {
        let property = fields.named.iter().find(|it| it.name == said.property);
        if property.is_none() && fields.closed {
            types.diagnostics.unknown_property(said.node, fields.named.iter().map(|it| it.name));
            continue;
        }
        let shape = property.map_or(Shape::Single, |it| shape(graph, it.schema, types));
        encodings.extend(encoding(said, kind, shape, types));
    }
    encodings
}

/// What a property is, as far as its encoding depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    File,
    Single,
    List,
    Object,
}

fn encoding(
    said: &spec::Encoding<'_>,
    kind: BodyKind,
    shape: Shape,
    types: &mut Types<'_, '_, '_, '_>,
) -> Option<Encoding> {
    let mut content_type = content_type(said, shape);
    if shape == Shape::Object && content_type.as_deref().is_some_and(|it| !media::is_json(essence(it))) {
        types.diagnostics.fallback(said.node, "an object of this media type", "it is sent as JSON");
        content_type = None;
    }
    // In a part a content type goes before a style, in a form it is the other way round.
    let style = said
        .style
        .filter(|_| shape != Shape::File && !(kind == BodyKind::Multipart && content_type.is_some()));
    let encoding = Encoding {
        property: said.property.to_owned(),
        content_type: content_type.filter(|_| style.is_none()),
        style: style.map(query),
        reserved: if said.allow_reserved && kind == BodyKind::Form {
            Reserved::Kept
        } else {
            Reserved::Encoded
        },
        headers: if kind == BodyKind::Multipart { headers(said, shape, types) } else { Vec::new() },
    };
    let Encoding { property: _, content_type, style, reserved, headers } = &encoding;
    let usual =
        content_type.is_none() && style.is_none() && *reserved == Reserved::Encoded && headers.is_empty();
    (!usual).then_some(encoding)
}

/// The content type, where one is meant and it is not the usual one: that of a file with several is for its sender to
/// say.
fn content_type(said: &spec::Encoding<'_>, shape: Shape) -> Option<String> {
    let sent = |it: &&str| {
        let visible = it.bytes().all(|it| it == b' ' || it.is_ascii_graphic());
        visible && it.contains('/') && !media::is_range(it)
    };
    let mut all = said.content_type?.split(',').map(str::trim);
    let chosen = match shape {
        Shape::File => all.next().filter(|_| all.next().is_none()).filter(sent),
        Shape::Single | Shape::List | Shape::Object => {
            let all: Vec<&str> = all.filter(sent).collect();
            all.iter().find(|it| media::is_json(essence(it))).or(all.first()).copied()
        }
    };
    let usual = match shape {
        Shape::File => "application/octet-stream",
        Shape::Object => "application/json",
        Shape::Single | Shape::List => "",
    };
    chosen.filter(|it| *it != usual).map(str::to_owned)
}

fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// The headers whose values the document fixes. A file brings the others itself.
fn headers(
    said: &spec::Encoding<'_>,
    shape: Shape,
    types: &mut Types<'_, '_, '_, '_>,
) -> Vec<(String, String)> {
    /// What says what a part is, or where it ends.
    const OF_THE_PART: [&str; 3] = ["content-disposition", "content-length", "content-transfer-encoding"];
    let mut fixed = Vec::new();
    for header in &said.headers {
        let own = OF_THE_PART.contains(&header.name.to_ascii_lowercase().as_str());
        match value(types.graph, header).filter(|_| !own) {
            Some(value) => fixed.push((header.name.to_owned(), value)),
            None if own || shape != Shape::File => {
                types.diagnostics.fallback(header.node, "this header of a part", "it is not sent");
            }
            None => {}
        }
    }
    fixed
}

/// The only value that a header may have, or its default.
fn value(graph: &Graph<'_>, header: &Header<'_>) -> Option<String> {
    let (schema, _) = graph.settle(header.schema);
    let only = match &graph.schema(schema).kind {
        SchemaKind::Choice(choice) => match choice.values.as_slice() {
            [only] => Some(only.value.to_string()),
            _ => None,
        },
        _ => None,
    };
    let default = || {
        let default = graph.schema(header.schema).default.or(graph.schema(schema).default)?;
        default.text().map(str::to_owned).or_else(|| Some(default.number()?.to_string()))
    };
    let visible = |it: &String| it.bytes().all(|it| it == b' ' || it.is_ascii_graphic());
    only.or_else(default).filter(visible)
}

/// The properties of a body.
struct Fields<'g, 't> {
    named: Vec<&'g Property<'t>>,
    /// Whether it is known that there are no others to speak of.
    closed: bool,
}

impl<'g, 't> Fields<'g, 't> {
    /// Those of an object, or of each of some alternatives.
    fn of(graph: &'g Graph<'t>, id: SchemaId) -> Self {
        /// Alternatives in alternatives deeper than this are no doing of people.
        const DEEPEST: usize = 8;
        let mut fields = Self { named: Vec::new(), closed: true };
        fields.add(graph, id, DEEPEST);
        fields
    }

    fn add(&mut self, graph: &'g Graph<'t>, id: SchemaId, levels: usize) {
        match (&graph.schema(graph.settle(id).0).kind, levels.checked_sub(1)) {
            (SchemaKind::Object { properties, extra }, _) => {
                self.named.extend(properties);
                self.closed &= !matches!(extra, Extra::Kept(_));
            }
            (SchemaKind::OneOf(one_of), Some(levels)) => {
                for arm in &one_of.arms {
                    self.add(graph, arm.schema, levels);
                }
            }
            _ => self.closed = false,
        }
    }
}

fn shape(graph: &Graph<'_>, id: SchemaId, types: &Types<'_, '_, '_, '_>) -> Shape {
    let (id, _) = graph.settle(id);
    match &graph.schema(id).kind {
        SchemaKind::Text(TextFormat::Binary) => Shape::File,
        _ if types.views.is_upload(id) => Shape::File,
        SchemaKind::List(items) => {
            let (items, _) = graph.settle(*items);
            let file = matches!(graph.schema(items).kind, SchemaKind::Text(TextFormat::Binary));
            if file || types.views.is_upload(items) { Shape::File } else { Shape::List }
        }
        SchemaKind::Object { .. } | SchemaKind::Map(_) => Shape::Object,
        _ => Shape::Single,
    }
}
