//! Places in an answer, as the rules of a configuration name them: by JSON pointers.

use specsmith_spec::{Graph, Operation, Response, SchemaId, SchemaKind};

use crate::answers::successes;
use crate::media::{is_json, is_plain};

/// The schema of an operation's answer in JSON.
pub(crate) fn answer(operation: &Operation<'_>) -> Option<SchemaId> {
    successes(operation).into_iter().find_map(in_json)
}

/// Whether an operation answers alike whatever the status of its success.
pub(crate) fn is_one(operation: &Operation<'_>, graph: &Graph<'_>) -> bool {
    let of = |it: &&Response<'_>| in_json(it).map(|it| graph.settle(it).0);
    let mut answers = successes(operation).iter().map(of).collect::<Vec<_>>();
    answers.dedup();
    answers.len() <= 1
}

fn in_json(response: &Response<'_>) -> Option<SchemaId> {
    let media = response.media.iter().filter(|it| is_json(&it.media_type));
    media.min_by_key(|it| (!is_plain(&it.media_type), &it.media_type)).and_then(|it| it.schema)
}

/// The steps of a JSON pointer.
pub(crate) fn steps(pointer: &str) -> impl Iterator<Item = String> + '_ {
    pointer.split('/').skip(1).map(|it| it.replace("~1", "/").replace("~0", "~"))
}

/// What stands at a place.
pub(crate) enum Place {
    /// Something of which that is known.
    Known(SchemaId),
    /// It may be there: the document leaves open what stands around it.
    Open,
}

/// What stands at a place of a schema; `None` where the document has nothing there.
pub(crate) fn at(graph: &Graph<'_>, schema: SchemaId, pointer: &str) -> Option<Place> {
    let mut at = graph.settle(schema).0;
    for step in steps(pointer) {
        at = match &graph.schema(at).kind {
            SchemaKind::Object { properties, extra: _ } => {
                graph.settle(properties.iter().find(|it| it.name == step)?.schema).0
            }
            SchemaKind::List(item) if step == "-1" || step.parse::<usize>().is_ok() => graph.settle(*item).0,
            SchemaKind::Any | SchemaKind::Map(_) | SchemaKind::OneOf(_) => return Some(Place::Open),
            _ => return None,
        };
    }
    Some(Place::Known(at))
}

/// Makes sure that something may stand at a place.
pub(crate) fn demand(graph: &Graph<'_>, schema: SchemaId, pointer: &str) -> Result<(), String> {
    let found = at(graph, schema, pointer).map(drop);
    found.ok_or_else(|| format!("its answer has nothing at `{pointer}`"))
}
