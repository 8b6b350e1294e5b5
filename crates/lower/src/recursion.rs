//! Where a type contains itself: a box on each field of the circle, and an end to aliases that never end.

use specsmith_model::{
    Alias, Arm, Construction, Docs, Field, JsonKind, Presence, Struct, Told, TypeDef, TypeId, TypeRef, Union,
};
use specsmith_source::Diagnostics;

use crate::fields;
use crate::types::Defined;
use crate::unions;

/// Ends aliases that consist of themselves: a map of itself becomes a struct of nothing but further keys, a list of itself
/// an enumeration of that one list, since those may be in themselves.
pub(crate) fn untangle_aliases(definitions: &mut [Defined<'_>], diagnostics: &mut Diagnostics) {
    replace_circular(definitions, |it| match it.ty {
        TypeRef::Map(value) => Ok(TypeDef::Struct(Struct {
            ident: it.ident,
            docs: it.docs,
            deprecated: it.deprecated,
            fields: Vec::new(),
            extra: Some(fields::extra(*value)),
            construction: Construction::New,
        })),
        ty => Err(Alias { ty, ..it }),
    });
    replace_circular(definitions, |it| match it.ty {
        TypeRef::List(_) => Ok(TypeDef::Union(list_alone(it))),
        ty => Err(Alias { ty, ..it }),
    });
    for (id, circle) in circular_aliases(definitions).into_iter().enumerate() {
        if circle.is_some() {
            let Defined { node, definition } = &mut definitions[id];
            if let TypeDef::Alias(alias) = definition {
                diagnostics.fallback(*node, "a schema that consists of itself alone", "it becomes any JSON");
                alias.ty = TypeRef::Json;
            }
        }
    }
}

/// Replaces each alias on a circle for which there is something better.
fn replace_circular(definitions: &mut [Defined<'_>], better: impl Fn(Alias) -> Result<TypeDef, Alias>) {
    for (id, circle) in circular_aliases(definitions).into_iter().enumerate() {
        let Defined { definition, .. } = &mut definitions[id];
        if let (Some(_), TypeDef::Alias(alias)) = (circle, &mut *definition) {
            let alias = Alias {
                ident: alias.ident.clone(),
                docs: std::mem::take(&mut alias.docs),
                deprecated: alias.deprecated,
                ty: std::mem::replace(&mut alias.ty, TypeRef::Json),
            };
            *definition = better(alias).unwrap_or_else(TypeDef::Alias);
        }
    }
}

fn circular_aliases(definitions: &[Defined<'_>]) -> Vec<Option<usize>> {
    components(definitions.len(), |id| match &definitions[id].definition {
        TypeDef::Alias(Alias { ty, .. }) => {
            every_name(ty).into_iter().filter(|id| is_alias(definitions, *id)).collect()
        }
        TypeDef::Struct(_) | TypeDef::Choice(_) | TypeDef::Union(_) => Vec::new(),
    })
}

fn list_alone(it: Alias) -> Union {
    let Alias { ident, docs, deprecated, ty } = it;
    let only = Arm {
        ident: unions::list_variant(),
        docs: Docs(vec!["All of it.".to_owned()]),
        ty,
        told: Told::Kinds(vec![JsonKind::List]),
        from: true,
    };
    Union { ident, docs, deprecated, tag: None, arms: vec![only], other: unions::other_variant() }
}

/// Puts a box on each field of a circle of structs.
pub(crate) fn enclose_circles(definitions: &mut [Defined<'_>]) {
    let circles = components(definitions.len(), |id| match &definitions[id].definition {
        TypeDef::Struct(it) => it.fields.iter().filter_map(|it| held(&it.ty)).collect(),
        TypeDef::Alias(it) => held(&it.ty).into_iter().collect(),
        // What a union holds stands on the heap.
        TypeDef::Choice(_) | TypeDef::Union(_) => Vec::new(),
    });
    for id in 0..definitions.len() {
        if let TypeDef::Struct(it) = &mut definitions[id].definition {
            for field in &mut it.fields {
                let inside =
                    held(&field.ty).is_some_and(|to| circles[id].is_some() && circles[to] == circles[id]);
                if inside {
                    enclose(&mut field.ty);
                }
            }
        }
    }
}

/// A struct that must hold itself has no value: one of its fields on the way is left out, so that there is an end.
pub(crate) fn end_what_never_ends(definitions: &mut [Defined<'_>], diagnostics: &mut Diagnostics) {
    let circles = components(definitions.len(), |id| match &definitions[id].definition {
        TypeDef::Struct(it) => it.fields.iter().filter_map(demanded).collect(),
        TypeDef::Alias(it) => demanded_by(&it.ty).into_iter().collect(),
        TypeDef::Choice(_) | TypeDef::Union(_) => Vec::new(),
    });
    for id in 0..definitions.len() {
        let Defined { node, definition } = &mut definitions[id];
        let TypeDef::Struct(it) = definition else { continue };
        let mut said = false;
        for field in &mut it.fields {
            let inside =
                demanded(field).is_some_and(|to| circles[id].is_some() && circles[to] == circles[id]);
            if inside {
                if !std::mem::replace(&mut said, true) {
                    diagnostics.fallback(*node, "an object that must hold itself", "the field is optional");
                }
                let ty = std::mem::replace(&mut field.ty, TypeRef::Json);
                (field.ty, field.presence) = (TypeRef::Option(Box::new(ty)), Presence::Omittable);
            }
        }
    }
}

/// The definition without whose value a field has none.
fn demanded(field: &Field) -> Option<usize> {
    if field.presence == Presence::Required { demanded_by(&field.ty) } else { None }
}

fn demanded_by(ty: &TypeRef) -> Option<usize> {
    match ty {
        TypeRef::Named(TypeId(id)) => Some(*id),
        TypeRef::Boxed(it) => demanded_by(it),
        _ => None,
    }
}

fn is_alias(definitions: &[Defined<'_>], id: usize) -> bool {
    matches!(definitions[id].definition, TypeDef::Alias(_))
}

/// The definition that a value holds within itself: lists and maps hold theirs elsewhere.
fn held(ty: &TypeRef) -> Option<usize> {
    match ty {
        TypeRef::Named(TypeId(id)) => Some(*id),
        TypeRef::Option(it) | TypeRef::Patch(it) => held(it),
        _ => None,
    }
}

fn every_name(ty: &TypeRef) -> Vec<usize> {
    match ty {
        TypeRef::Named(TypeId(id)) => vec![*id],
        TypeRef::Option(it)
        | TypeRef::Patch(it)
        | TypeRef::List(it)
        | TypeRef::Map(it)
        | TypeRef::Boxed(it) => every_name(it),
        _ => Vec::new(),
    }
}

fn enclose(ty: &mut TypeRef) {
    match ty {
        TypeRef::Option(it) | TypeRef::Patch(it) => enclose(it),
        _ => *ty = TypeRef::Boxed(Box::new(std::mem::replace(ty, TypeRef::Json))),
    }
}

/// For each node of a graph the circle that it lies on, if any: strongly connected components, found with a stack
/// of our own since the graph may be deeper than the machine's.
fn components(count: usize, edges: impl Fn(usize) -> Vec<usize>) -> Vec<Option<usize>> {
    let forward: Vec<Vec<usize>> = (0..count).map(edges).collect();
    let mut backward = vec![Vec::new(); count];
    for (from, targets) in forward.iter().enumerate() {
        for to in targets {
            backward[*to].push(from);
        }
    }
    let order = finished(&forward);
    let mut component = vec![None; count];
    let mut size = vec![0_usize; count];
    for root in order.into_iter().rev() {
        let mut waiting = vec![root];
        while let Some(node) = waiting.pop() {
            if component[node].is_none() {
                component[node] = Some(root);
                size[root] += 1;
                waiting.extend(&backward[node]);
            }
        }
    }
    let on_circle = |node: usize| component[node].filter(|it| size[*it] > 1 || forward[node].contains(&node));
    (0..count).map(on_circle).collect()
}

/// The nodes in the order in which a depth-first walk leaves them.
fn finished(forward: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; forward.len()];
    let mut order = Vec::new();
    for root in 0..forward.len() {
        let mut stack = vec![(root, 0)];
        while let Some((node, next)) = stack.pop() {
            if next == 0 && std::mem::replace(&mut seen[node], true) {
                continue;
            }
            match forward[node].get(next) {
                Some(to) => {
                    stack.push((node, next + 1));
                    if !seen[*to] {
                        stack.push((*to, 0));
                    }
                }
                None => order.push(node),
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn circles_are_found() {
        for (edges, expected) in [
            (vec![vec![1], vec![0], vec![0]], vec![true, true, false]),
            (vec![vec![0]], vec![true]),
            (vec![vec![1], vec![2], vec![]], vec![false, false, false]),
            (vec![vec![1], vec![2], vec![1]], vec![false, true, true]),
        ] {
            let found = components(edges.len(), |it| edges[it].clone());
            assert_eq!(found.iter().map(Option::is_some).collect::<Vec<_>>(), expected, "{edges:?}");
        }
    }
}
