//! Pages: which operations have them, and the way from a page to its items.

use specsmith_model::{Holds, More, PagesFn, Paging, Reading, Stride, TypeDef, TypeRef};
use specsmith_spec::{Graph, Operation, ParameterPlace, SchemaKind};

use crate::places::{self, Place};
use crate::plain::Definitions;
use crate::wanted::PageRule;

/// Whether an operation has pages of which a rule speaks; the error says why not.
pub(crate) fn fit(operation: &Operation<'_>, rule: &PageRule, graph: &Graph<'_>) -> Result<(), String> {
    let PageRule { operations: _, paging, items } = rule;
    let answer = places::answer(operation).ok_or("it answers with no JSON")?;
    if !places::is_one(operation, graph) {
        return Err("its answer depends on its status".to_owned());
    }
    match places::at(graph, answer, items) {
        Some(Place::Known(it)) if matches!(graph.schema(it).kind, SchemaKind::List(_)) => {}
        _ => return Err(format!("its answer has no list at `{items}`")),
    }
    let demand = |place: &str| places::demand(graph, answer, place);
    let (parameter, more) = match paging {
        Paging::NextUrl(at) => return demand(at),
        Paging::Link => return Ok(()),
        Paging::Cursor { parameter, at, more } => {
            demand(at)?;
            more.as_deref().map_or(Ok(()), demand)?;
            (parameter, None)
        }
        Paging::Number { parameter, first: _, more } => (parameter, Some(more)),
        Paging::Offset { parameter, first: _, items: _, more } => (parameter, Some(more)),
    };
    match more {
        Some(More::Flag(at) | More::Total(at) | More::Present(at)) => demand(at)?,
        Some(More::Items(_)) | None => {}
    }
    let asks =
        operation.parameters.iter().any(|it| it.place == ParameterPlace::Query && it.name == parameter);
    if asks { Ok(()) } else { Err(format!("it has no query parameter `{parameter}`")) }
}

/// Finds the way from a page to its items, once it is settled what types are; false where there is none.
pub(crate) fn settle(pages: &mut PagesFn, reading: &Reading, items: &str, all: &Definitions<'_, '_>) -> bool {
    let (Reading::Json(page) | Reading::JsonAs(_, page)) = reading else { return false };
    let mut ty = all.unaliased(page);
    for step in places::steps(items) {
        let Some(TypeDef::Struct(it)) = all.of(&ty) else { return false };
        let Some(field) = it.fields.iter().find(|it| it.wire == step) else { return false };
        let (holds, inner) = match all.unaliased(&field.ty) {
            TypeRef::Option(inner) => (Holds::Maybe, *inner),
            other => (Holds::Always, other),
        };
        pages.path.push(Stride { field: field.ident.clone(), holds, deprecated: field.deprecated });
        ty = match inner {
            TypeRef::Boxed(inner) => *inner,
            other => other,
        };
    }
    let TypeRef::List(item) = ty else { return false };
    (pages.page, pages.item) = (page.clone(), *item);
    true
}
