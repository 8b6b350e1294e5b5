//! Which strings of multipart bodies are files, though their schemas do not say so: by configuration, or by the content
//! type that an encoding gives them.

use std::collections::BTreeSet;

use specsmith_spec::{Graph, Media, Property, SchemaId, SchemaKind, TextFormat, is_binary};

use crate::settings::Ledger;

/// The schemas of such strings.
pub(crate) fn uploads(graph: &Graph<'_>, ledger: &mut Ledger<'_>) -> BTreeSet<SchemaId> {
    let bodies = graph.operations.iter().filter_map(|it| it.body.as_ref());
    let multipart = bodies.flat_map(|it| &it.media).filter(|it| it.media_type == "multipart/form-data");
    let mut uploads = BTreeSet::new();
    for media in multipart {
        let Some(schema) = media.schema else { continue };
        let SchemaKind::Object { properties, .. } = &graph.schema(graph.settle(schema).0).kind else {
            continue;
        };
        for property in properties {
            let Some(text) = text(graph, property.schema) else { continue };
            if ledger.is_upload(property.name) || is_sent_as_file(media, property) {
                uploads.insert(text);
            }
        }
    }
    uploads
}

/// The string that a property is, or a list of them. One that has a name of its own means the same everywhere.
fn text(graph: &Graph<'_>, id: SchemaId) -> Option<SchemaId> {
    let (id, _) = graph.settle(id);
    let id = match graph.schema(id).kind {
        SchemaKind::List(items) => graph.settle(items).0,
        _ => id,
    };
    let schema = graph.schema(id);
    let text = match schema.kind {
        SchemaKind::Text(format) => matches!(format, TextFormat::Plain | TextFormat::Other(_)),
        SchemaKind::Any => true,
        _ => false,
    };
    (text && schema.name.is_none()).then_some(id)
}

/// Whether all the content types that an encoding allows a property are those of files.
fn is_sent_as_file(media: &Media<'_>, property: &Property<'_>) -> bool {
    let encoding = media.encodings.iter().find(|it| it.property == property.name);
    let content_type = encoding.and_then(|it| it.content_type);
    content_type.is_some_and(|it| it.split(',').all(|it| is_binary(it.trim())))
}
