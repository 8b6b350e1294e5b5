//! Which parts of a value a type may leave out or fill in by the rules of `docs/types.md`: everything else must come back.

use std::collections::BTreeMap;

use specsmith_model::{Field, JsonKind, Presence, Sample, Struct, Told, TypeDef, TypeId, TypeRef, Union};
use specsmith_spec::{Graph, SchemaId, SchemaKind};

use crate::examples::kind;
use crate::views::{self, View};

/// So many parts of a value are looked at: unions within unions are looked through for each arm.
const MOST: usize = 20_000;

/// The places, as JSON pointers.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub(crate) forgotten: Vec<String>,
    pub(crate) passed_over: Vec<String>,
    pub(crate) filled_in: Vec<(String, String)>,
}

/// The types, and the schemas that they were made of.
pub(crate) struct Made<'g, 't> {
    pub(crate) graph: &'g Graph<'t>,
    pub(crate) types: &'g [TypeDef],
    pub(crate) schemas: BTreeMap<TypeId, SchemaId>,
}

/// What may become of a value; `None` where a file is in it, which JSON has not, or where it is too entangled.
pub(crate) fn kept(made: &Made<'_, '_>, ty: &TypeRef, value: &Sample, view: View) -> Option<Kept> {
    let mut walk = Walk { made, view, kept: Kept::default(), path: Vec::new(), left: MOST };
    walk.value(ty, value)?;
    let Kept { mut forgotten, mut passed_over, mut filled_in } = walk.kept;
    // Alternatives may say the same.
    for places in [&mut forgotten, &mut passed_over] {
        places.sort();
        places.dedup();
    }
    filled_in.sort();
    filled_in.dedup();
    Some(Kept { forgotten, passed_over, filled_in })
}

struct Walk<'a, 'g, 't> {
    made: &'a Made<'g, 't>,
    view: View,
    kept: Kept,
    path: Vec<String>,
    left: usize,
}

impl Walk<'_, '_, '_> {
    fn value(&mut self, ty: &TypeRef, value: &Sample) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        match (ty, value) {
            (TypeRef::File | TypeRef::Upload, _) => None,
            (TypeRef::Option(it) | TypeRef::Patch(it) | TypeRef::Boxed(it), _) => self.value(it, value),
            (TypeRef::List(it), Sample::List(items)) => {
                items.iter().enumerate().try_for_each(|(at, item)| self.under(&at.to_string(), it, item))
            }
            (TypeRef::Map(it), Sample::Object(entries)) => {
                entries.iter().try_for_each(|(key, value)| self.under(key, it, value))
            }
            (TypeRef::Named(id), _) => match self.made.types.get(id.0)? {
                TypeDef::Alias(alias) => self.value(&alias.ty, value),
                TypeDef::Choice(_) => Some(()),
                TypeDef::Struct(it) => self.structure(*id, it, value),
                TypeDef::Union(it) => self.union(it, value),
            },
            _ => Some(()),
        }
    }

    fn under(&mut self, key: &str, ty: &TypeRef, value: &Sample) -> Option<()> {
        self.path.push(key.to_owned());
        let done = self.value(ty, value);
        self.path.pop();
        done
    }

    fn place(&self, key: &str) -> String {
        let steps = self.path.iter().map(String::as_str).chain([key]);
        steps.map(|it| format!("/{}", it.replace('~', "~0").replace('/', "~1"))).collect()
    }

    fn structure(&mut self, id: TypeId, it: &Struct, value: &Sample) -> Option<()> {
        let Sample::Object(entries) = value else { return Some(()) };
        for field in &it.fields {
            match value.get(&field.wire) {
                Some(Sample::Null) if self.forgets_null(field) => {
                    let place = self.place(&field.wire);
                    self.kept.forgotten.push(place);
                }
                Some(Sample::Null) if field.presence == Presence::Omittable => {
                    let place = self.place(&field.wire);
                    self.kept.passed_over.push(place);
                }
                Some(value) => self.under(&field.wire, &field.ty, value)?,
                None => {
                    let filled = match (field.presence, &field.fixed) {
                        (Presence::Required, Some(fixed)) => Some(fixed.to_string()),
                        (Presence::Nullable, _) => Some("null".to_owned()),
                        _ => None,
                    };
                    let place = self.place(&field.wire);
                    self.kept.filled_in.extend(filled.map(|it| (place, it)));
                }
            }
        }
        for (key, value) in entries.iter().filter(|(key, _)| !it.fields.iter().any(|it| it.wire == *key)) {
            match &it.extra {
                Some(extra) => self.under(key, &extra.value, value)?,
                None => {
                    let place = self.place(key);
                    let places = if self.is_of_the_other_view(id, key) {
                        &mut self.kept.forgotten
                    } else {
                        &mut self.kept.passed_over
                    };
                    places.push(place);
                }
            }
        }
        Some(())
    }

    /// Whether the schema has that property, which does not travel in this direction.
    fn is_of_the_other_view(&self, id: TypeId, key: &str) -> bool {
        let Made { graph, types: _, schemas } = self.made;
        let kind = schemas.get(&id).map(|it| &graph.schema(*it).kind);
        let Some(SchemaKind::Object { properties, .. }) = kind else { return false };
        properties.iter().any(|it| it.name == key && !views::shows(graph, it.schema, self.view))
    }

    /// In a request the two are different wishes.
    fn forgets_null(&self, field: &Field) -> bool {
        field.presence == Presence::Omittable && self.view == View::Answer
    }

    fn union(&mut self, it: &Union, value: &Sample) -> Option<()> {
        let tag = it.tag.as_ref().and_then(|tag| value.get(tag));
        for arm in &it.arms {
            let told = match &arm.told {
                Told::Tag(values) | Told::TagBeside(values) => {
                    matches!(tag, Some(Sample::Single(tag)) if values.contains(tag))
                }
                Told::Fields => kind(value) == JsonKind::Object,
                Told::Kinds(kinds) => kinds.contains(&kind(value)),
            };
            if told {
                self.value(&arm.ty, value)?;
            }
        }
        Some(())
    }
}
