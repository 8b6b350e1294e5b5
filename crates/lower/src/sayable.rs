//! What of a sample value a body can say: JSON holds no file, and a form neither null nor an empty list.

use specsmith_model::{BodyKind, Field, Presence, Sample, TypeDef, TypeRef};

/// The definitions, to look types up in.
pub(crate) struct Sayable<'t>(pub(crate) &'t [TypeDef]);

impl<'t> Sayable<'t> {
    /// A body without the optional values that it cannot say; `None` where it demands one of them.
    pub(crate) fn body(&self, kind: BodyKind, ty: &'t TypeRef, sample: &Sample) -> Option<Sample> {
        if let (TypeRef::Option(inner), false) = (ty, *sample == Sample::Null) {
            // Where there may be nothing, that is what JSON says in place of a file.
            let nothing = (kind == BodyKind::Json).then_some(Sample::Null);
            return self.body(kind, inner, sample).or(nothing);
        }
        match (kind, self.definition(ty), sample) {
            (BodyKind::Form | BodyKind::Multipart, Some(TypeDef::Struct(it)), Sample::Object(entries)) => {
                let field = |key: &str| it.fields.iter().find(|it| it.wire == key);
                let said = |(key, value): &(String, Sample)| match field(key) {
                    Some(field) => kept(key, field, self.form(kind, field, value)),
                    None => Some(Some((key.clone(), value.clone()))),
                };
                let entries: Option<Vec<Option<_>>> = entries.iter().map(said).collect();
                Some(Sample::Object(entries?.into_iter().flatten().collect()))
            }
            _ => self.json(ty, sample),
        }
    }

    /// A field of a form.
    fn form(&self, kind: BodyKind, field: &'t Field, sample: &Sample) -> Option<Sample> {
        let mut ty = &field.ty;
        while let TypeRef::Option(it) | TypeRef::Patch(it) | TypeRef::List(it) | TypeRef::Boxed(it) = ty {
            ty = it;
        }
        match (ty, sample) {
            // Where anything is allowed, something is.
            (TypeRef::Json, Sample::Null) => Some(Sample::text("any")),
            (_, Sample::Null) => None,
            (_, Sample::List(items)) if items.is_empty() => None,
            (TypeRef::File, _) if kind == BodyKind::Multipart => Some(sample.clone()),
            _ => self.json(&field.ty, sample),
        }
    }

    fn json(&self, ty: &'t TypeRef, sample: &Sample) -> Option<Sample> {
        Some(match (ty, sample) {
            (TypeRef::File, _) => return None,
            (TypeRef::Option(it) | TypeRef::Patch(it) | TypeRef::Boxed(it), _) if *sample != Sample::Null => {
                self.json(it, sample)?
            }
            (TypeRef::List(it), Sample::List(items)) => {
                Sample::List(items.iter().map(|item| self.json(it, item)).collect::<Option<_>>()?)
            }
            (TypeRef::Map(it), Sample::Object(entries)) => {
                let said = |(key, value): &(String, Sample)| Some((key.clone(), self.json(it, value)?));
                Sample::Object(entries.iter().map(said).collect::<Option<_>>()?)
            }
            (TypeRef::Named(_), Sample::Object(entries)) => match self.definition(ty) {
                Some(TypeDef::Struct(it)) => {
                    let field = |key: &str| it.fields.iter().find(|it| it.wire == key);
                    let said = |(key, value): &(String, Sample)| match field(key) {
                        Some(field) => kept(key, field, self.json(&field.ty, value)),
                        None => Some(Some((key.clone(), value.clone()))),
                    };
                    let entries: Option<Vec<Option<_>>> = entries.iter().map(said).collect();
                    Sample::Object(entries?.into_iter().flatten().collect())
                }
                _ => sample.clone(),
            },
            _ => sample.clone(),
        })
    }

    /// What a name stands for, however it is called.
    fn definition(&self, mut ty: &'t TypeRef) -> Option<&'t TypeDef> {
        // Aliases end: what consists of itself is none.
        while let TypeRef::Named(id) = ty {
            match self.0.get(id.0)? {
                TypeDef::Alias(it) => ty = &it.ty,
                other => return Some(other),
            }
        }
        None
    }
}

/// The entry; none where it may be left out; `None` where it may not.
fn kept(key: &str, field: &Field, value: Option<Sample>) -> Option<Option<(String, Sample)>> {
    match (value, field.presence) {
        (Some(value), _) => Some(Some((key.to_owned(), value))),
        (None, Presence::Omittable | Presence::OmittableOrNull) => Some(None),
        (None, Presence::Required | Presence::Nullable) => None,
    }
}
