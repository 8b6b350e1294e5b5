//! Which schemas travel in requests: there, null and absent are two different wishes.

use std::collections::BTreeSet;

use specsmith_spec::{Extra, Graph, SchemaId, SchemaKind};

/// Every schema that a request body reaches.
pub(crate) fn reachable(graph: &Graph<'_>) -> BTreeSet<SchemaId> {
    let bodies = graph.operations.iter().filter_map(|it| it.body.as_ref());
    let mut waiting: Vec<SchemaId> = bodies.flat_map(|it| &it.media).filter_map(|it| it.schema).collect();
    let mut reached = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if !reached.insert(id) {
            continue;
        }
        match &graph.schema(id).kind {
            SchemaKind::List(inner) | SchemaKind::Map(inner) | SchemaKind::Same(inner) => {
                waiting.push(*inner)
            }
            SchemaKind::Object { properties, extra } => {
                waiting.extend(properties.iter().map(|it| it.schema));
                if let Extra::Kept(values) = extra {
                    waiting.push(*values);
                }
            }
            SchemaKind::OneOf(it) => waiting.extend(it.arms.iter().map(|it| it.schema)),
            SchemaKind::Any
            | SchemaKind::Bool
            | SchemaKind::Integer(_)
            | SchemaKind::Number(_)
            | SchemaKind::Text(_)
            | SchemaKind::Choice(_) => {}
        }
    }
    reached
}
