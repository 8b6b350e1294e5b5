//! Streams: which operations have one, what its items are, what ends it, and what asks for it.

use specsmith_model::{
    BodyDef, EventData, EventVariant, EventsDef, Ident, StreamItems, Streaming, Switch, SwitchHolds,
    Terminator, TypeDef, TypeRef,
};
use specsmith_spec::{Graph, Media, Operation, Response, SchemaId, SchemaKind};

use crate::answers::successes;
use crate::operations::Companions;
use crate::plain::Definitions;
use crate::rules::{NameKind, Rule};
use crate::scope::{Candidate, Claim, Listed, Scope};
use crate::types::Types;
use crate::views::View;
use crate::wanted::{Payload, PayloadKind, StreamRule, SwitchRule};
use crate::{keys, names};

/// The property of a body that asks for a stream, unless a rule says another.
const SWITCH: &str = "stream";

/// What the data of an event that ends a stream is, where a document says that there is one.
const SENTINEL: &str = "[DONE]";

const EVENTS: &str = "text/event-stream";

/// The stream of an operation, before its types are made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan<'g, 't, 'r> {
    /// The media type that the document has for it.
    media: Option<&'g Media<'t>>,
    rule: Option<&'r StreamRule>,
    pub(crate) standing: Standing,
}

/// Whether an operation answers in another way as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It only streams.
    Alone,
    /// It streams where it is asked to.
    Beside,
}

/// Whether answers of a media type come piece by piece.
pub(crate) fn is_stream(media_type: &str) -> bool {
    const LINES: [&str; 6] = ["jsonl", "jsonlines", "json-lines", "x-jsonlines", "x-ndjson", "ndjson"];
    let lines = media_type.strip_prefix("application/");
    media_type == EVENTS
        || lines.is_some_and(|it| LINES.contains(&it) || it == "json-seq" || it.ends_with("+json-seq"))
}

impl<'g, 't, 'r> Plan<'g, 't, 'r> {
    /// What the document and the rules make of an operation.
    pub(crate) fn of(operation: &'g Operation<'t>, rule: Option<&'r StreamRule>) -> Option<Self> {
        let answers = successes(operation);
        let media = answers.iter().flat_map(|it| &it.media).filter(|it| is_stream(&it.media_type));
        // Events before values, and else an order that is not the document's.
        let media = Some(media.min_by_key(|it| (it.media_type != EVENTS, &it.media_type))?);
        let streams = |it: &&Response<'_>| it.media.iter().all(|it| is_stream(&it.media_type));
        let alone = answers.len() == 1 && answers.iter().all(streams);
        Some(Self { media, rule, standing: if alone { Standing::Alone } else { Standing::Beside } })
    }

    /// A stream that only a rule knows of.
    pub(crate) fn by_rule(rule: &'r StreamRule) -> Self {
        Self { media: None, rule: Some(rule), standing: Standing::Beside }
    }

    /// The property of the body that asks for it.
    pub(crate) fn switch(&self) -> Option<&'r str> {
        match self.rule.map(|it| &it.switch) {
            Some(SwitchRule::Never) => None,
            Some(SwitchRule::Property(name)) => Some(name),
            None => Some(SWITCH),
        }
    }

    /// How it is read.
    pub(crate) fn streaming(
        &self,
        operation: &Operation<'t>,
        companions: &mut Companions<'_>,
        owner: &Ident,
        types: &mut Types<'_, 't, '_, '_>,
    ) -> Streaming {
        types.travel(View::Answer);
        let items = match self.rule {
            Some(rule) if !rule.events.is_empty() => {
                StreamItems::Named(named(operation, rule, companions, types))
            }
            Some(StreamRule { item: Some(payload), .. }) => self.of_payload(payload, types),
            _ => self.of_media(owner, types),
        };
        let terminator = self.rule.and_then(|it| it.terminator.clone());
        let terminator = terminator.unwrap_or_else(|| self.terminator(operation, types.graph));
        Streaming { items, terminator }
    }

    /// The media type, where it is one of values rather than of events.
    fn values(&self) -> Option<String> {
        self.media.map(|it| it.media_type.clone()).filter(|it| it != EVENTS)
    }

    fn of_payload(&self, payload: &Payload, types: &mut Types<'_, 't, '_, '_>) -> StreamItems {
        match (data(payload, types), self.values()) {
            (EventData::Json(ty), Some(media_type)) => StreamItems::Values(media_type, ty),
            (EventData::Json(ty), None) => StreamItems::Data(ty),
            (EventData::Text, Some(media_type)) => StreamItems::Values(media_type, TypeRef::Json),
            (EventData::Text, None) => StreamItems::Raw,
        }
    }

    fn of_media(&self, owner: &Ident, types: &mut Types<'_, 't, '_, '_>) -> StreamItems {
        let graph = types.graph;
        let schema = self.media.and_then(|it| it.item.or_else(|| it.schema.map(|it| item_of(graph, it))));
        let mut ty = |schema: SchemaId| {
            let ty = types.type_of(schema, &names::inner_type_name(owner, "Event"));
            types.or_null(schema, ty)
        };
        match (self.values(), schema) {
            (Some(media_type), None) => StreamItems::Values(media_type, TypeRef::Json),
            (Some(media_type), Some(schema)) => StreamItems::Values(media_type, ty(schema)),
            (None, None) => StreamItems::Raw,
            (None, Some(schema)) if is_bare(graph, schema) => StreamItems::Raw,
            (None, Some(schema)) if is_whole(graph, schema) => StreamItems::Whole(ty(schema)),
            (None, Some(schema)) => StreamItems::Data(ty(schema)),
        }
    }

    /// What ends the stream, as far as the document tells: it says so in prose, or not at all.
    fn terminator(&self, operation: &Operation<'_>, graph: &Graph<'_>) -> Terminator {
        let answers = operation.responses.iter().filter_map(|it| it.description);
        let item = self.media.and_then(|it| it.schema).and_then(|it| graph.schema(it).docs.description);
        let switches = self.switch().into_iter().flat_map(|it| properties(operation, graph, it));
        let switches = switches.filter_map(|it| graph.schema(it).docs.description);
        let docs = [operation.docs.title, operation.docs.description, item].into_iter().flatten();
        if docs.chain(answers).chain(switches).any(|it| it.contains(SENTINEL)) {
            return Terminator::Sentinel(SENTINEL.to_owned());
        }
        Terminator::Eof
    }
}

/// The booleans of that name in a body, whatever it is sent as.
pub(crate) fn properties(operation: &Operation<'_>, graph: &Graph<'_>, name: &str) -> Vec<SchemaId> {
    let bodies = operation.body.iter().flat_map(|it| &it.media).filter_map(|it| it.schema);
    let properties = bodies.filter_map(|it| match &graph.schema(graph.settle(it).0).kind {
        SchemaKind::Object { properties, extra: _ } => properties.iter().find(|it| it.name == name),
        _ => None,
    });
    let is_bool = |it: &SchemaId| matches!(graph.schema(graph.settle(*it).0).kind, SchemaKind::Bool);
    properties.map(|it| it.schema).filter(is_bool).collect()
}

/// What a stream of some schema has for items: a list of them is what all of it makes.
fn item_of(graph: &Graph<'_>, schema: SchemaId) -> SchemaId {
    match graph.schema(graph.settle(schema).0).kind {
        SchemaKind::List(item) => item,
        _ => schema,
    }
}

/// Whether nothing is said of the events of a stream but that they are text.
fn is_bare(graph: &Graph<'_>, schema: SchemaId) -> bool {
    matches!(graph.schema(graph.settle(schema).0).kind, SchemaKind::Any | SchemaKind::Text(_))
}

/// Whether a schema describes events rather than their data: objects of what an event is made of.
fn is_whole(graph: &Graph<'_>, schema: SchemaId) -> bool {
    const PARTS: [&str; 5] = ["event", "data", "id", "retry", "comment"];
    let of_parts = |id: SchemaId| match &graph.schema(graph.settle(id).0).kind {
        SchemaKind::Object { properties, extra: _ } => {
            let has = |name: &str| properties.iter().any(|it| it.name == name);
            let only = properties.iter().all(|it| PARTS.contains(&it.name));
            only && has("data") && (has("event") || has("id") || has("retry"))
        }
        _ => false,
    };
    match &graph.schema(graph.settle(schema).0).kind {
        SchemaKind::OneOf(it) => it.arms.iter().all(|it| of_parts(it.schema)),
        _ => of_parts(schema),
    }
}

fn named<'t>(
    operation: &Operation<'t>,
    rule: &StreamRule,
    companions: &mut Companions<'_>,
    types: &mut Types<'_, 't, '_, '_>,
) -> EventsDef {
    const OTHER: &str = "Other";
    let ident = companions.name(operation.node, NameKind::Events, types);
    let path = companions.member(&ident, "::");
    let claims = rule.events.iter().map(|(name, _)| Claim {
        node: operation.node,
        key: companions.part(&format!("events/{}", keys::escape(name))),
        listed: Some(Listed { kind: NameKind::Variant, path: path.clone() }),
        candidates: vec![Candidate::new(names::variant_name(name), Rule::Event)],
    });
    let idents = Scope::with(&[OTHER]).claim_all(claims.collect(), types.ledger, types.diagnostics);
    let variants = rule.events.iter().zip(idents).map(|((name, payload), ident)| EventVariant {
        ident,
        name: name.clone(),
        data: data(payload, types),
    });
    EventsDef { ident, variants: variants.collect(), other: names::variant_name(OTHER) }
}

fn data(payload: &Payload, types: &mut Types<'_, '_, '_, '_>) -> EventData {
    match &payload.kind {
        PayloadKind::Text => EventData::Text,
        PayloadKind::Json => EventData::Json(TypeRef::Json),
        PayloadKind::Schema(pointer) => {
            let graph = types.graph;
            let known = graph.components.iter().find(|it| graph.schema(**it).node.pointer() == *pointer);
            let Some(schema) = known else {
                types.diagnostics.unknown_schema(graph.root.tree().node(payload.at), pointer);
                return EventData::Json(TypeRef::Json);
            };
            let ty = types.type_of(*schema, &Ident::fallback());
            EventData::Json(types.or_null(*schema, ty))
        }
    }
}

/// Finds in each media type of a body what asks for a stream, once it is settled what bodies are made of.
pub(crate) fn settle_switch(body: &mut BodyDef, property: &str, definitions: &Definitions<'_, '_>) {
    for variant in &mut body.variants {
        let Some(TypeDef::Struct(it)) = definitions.of(&variant.ty) else { continue };
        let field = it.fields.iter().find(|it| it.wire == property);
        variant.switch = field.and_then(|it| {
            let holds = match &it.ty {
                TypeRef::Bool => SwitchHolds::Plain,
                TypeRef::Option(inner) if **inner == TypeRef::Bool => SwitchHolds::Option,
                TypeRef::Patch(inner) if **inner == TypeRef::Bool => SwitchHolds::Patch,
                _ => return None,
            };
            Some(Switch { field: it.ident.clone(), holds, deprecated: it.deprecated })
        });
    }
}
