//! How each function may be called: sample values, written as a user would.

use std::collections::BTreeMap;

use specsmith_model::{
    Api, ArgumentPass, BodyDef, BodyKind, BodyVariant, ChoiceVariant, Construction, Example, Field, JsonKind,
    Method, Operation, Presence, Sample, Source, Step, Struct, Told, TypeDef, TypeId, TypeRef, Union, Wire,
    Written,
};
use specsmith_spec::{self as spec, Graph, ParameterPlace, SchemaId};

use crate::markdown::unprintable;
use crate::media::reads_as_json;
use crate::operations::known_as;
use crate::samples::{Fill, sample};
use crate::views::View;

/// Examples of more values than this show nothing any more.
const MOST_VALUES: usize = 40;

/// Adds an example to every function for which one can be made.
pub(crate) fn add(graph: &Graph<'_>, api: &mut Api) {
    let operations: BTreeMap<(Method, String), &spec::Operation<'_>> =
        graph.operations.iter().map(|it| (known_as(it), it)).collect();
    let types = std::mem::take(&mut api.types);
    for it in api.groups.iter_mut().flat_map(|it| &mut it.operations) {
        let said = operations.get(&(it.method.clone(), it.template.clone()));
        it.example = said.and_then(|said| Writer { graph, types: &types, left: MOST_VALUES }.call(said, it));
    }
    api.types = types;
}

struct Writer<'g, 't> {
    graph: &'g Graph<'t>,
    types: &'g [TypeDef],
    /// How many values may still be written.
    left: usize,
}

/// Whether a text stands where anything that becomes a `String` may.
#[derive(Clone, Copy)]
enum Taken {
    Into,
    Exactly,
}

impl Writer<'_, '_> {
    fn call(&mut self, said: &spec::Operation<'_>, it: &Operation) -> Option<Example> {
        let mut arguments = Vec::new();
        for argument in &it.arguments {
            let from =
                |source: &Source| matches!(source, Source::Argument(ident) if *ident == argument.ident);
            let value = self.parameter(said, &it.steps, from, &argument.ty)?;
            arguments.push(match (argument.pass, &argument.ty, value) {
                (ArgumentPass::Value, _, value) => value,
                (ArgumentPass::Reference, TypeRef::String, Written::String(text)) => Written::Text(text),
                (ArgumentPass::Reference, _, value) => Written::Borrowed(Box::new(value)),
            });
        }
        if let Some(args) = &it.args {
            let mut fields = Vec::new();
            for field in &args.fields {
                let from = |source: &Source| matches!(source, Source::Args(ident) if *ident == field.ident);
                fields.push((field.ident.clone(), self.parameter(said, &it.steps, from, &field.ty)?));
            }
            arguments.push(Written::Fields(args.ident.clone(), fields));
        }
        if let Some(body) = &it.body {
            arguments.push(self.body(said, body)?);
        }
        arguments.extend(it.params.as_ref().map(|_| Written::Default));
        Some(Example { arguments })
    }

    fn parameter(
        &mut self,
        said: &spec::Operation<'_>,
        steps: &[Step],
        from: impl Fn(&Source) -> bool,
        ty: &TypeRef,
    ) -> Option<Written> {
        let schema = parameter_schema(said, steps, from)?;
        self.schema(schema, ty, Taken::Exactly)
    }

    /// The variant that a plain value stands for, JSON before others.
    fn body(&mut self, said: &spec::Operation<'_>, body: &BodyDef) -> Option<Written> {
        let rank = |index: &usize| {
            let plain = !body.from.contains(index);
            body.variants.get(*index).map(|it| (it.kind != BodyKind::Json, plain, *index))
        };
        let index = (0..body.variants.len()).min_by_key(rank)?;
        let variant = body.variants.get(index)?;
        let value = match (variant.kind, body_schema(self.graph, said, variant)) {
            (BodyKind::Text, _) => Written::String("text".to_owned()),
            (BodyKind::Bytes, _) => Written::Upload,
            (_, None) => Written::Json(Wire::Text("any".to_owned())),
            (_, Some(schema)) => self.schema(schema, &variant.ty, Taken::Exactly)?,
        };
        // Elsewhere it takes the variant's name to say what type is meant.
        let definite = matches!(
            value,
            Written::New(..) | Written::NewDefault(_) | Written::Variant(..) | Written::Arm(..)
        );
        if definite && body.from.contains(&index) {
            return Some(value);
        }
        Some(Written::Own(body.ident.clone(), variant.ident.clone(), Box::new(value)))
    }

    fn schema(&mut self, schema: SchemaId, ty: &TypeRef, taken: Taken) -> Option<Written> {
        let sample = sample(self.graph, schema, View::Request, Fill::Required)?;
        self.value(ty, &sample, taken)
    }

    fn value(&mut self, ty: &TypeRef, sample: &Sample, taken: Taken) -> Option<Written> {
        self.left = self.left.checked_sub(1)?;
        Some(match (ty, sample) {
            (TypeRef::Bool, Sample::Single(Wire::Bool(it))) => Written::Literal(it.to_string()),
            (
                TypeRef::I32 | TypeRef::I64 | TypeRef::I128 | TypeRef::U32 | TypeRef::U64,
                Sample::Single(it @ (Wire::Whole(_) | Wire::Number(_))),
            ) => Written::Literal(it.to_string()),
            (TypeRef::F64, Sample::Single(Wire::Whole(it))) => Written::Literal(format!("{it}.0")),
            (TypeRef::F64, Sample::Single(Wire::Number(it))) => Written::Literal(it.clone()),
            (TypeRef::String, Sample::Single(Wire::Text(it))) => match taken {
                Taken::Into => Written::Text(shown(it)),
                Taken::Exactly => Written::String(shown(it)),
            },
            (TypeRef::DateTime | TypeRef::Date, Sample::Single(Wire::Text(it))) => {
                Written::Parsed(it.clone())
            }
            (TypeRef::Decimal, Sample::Single(it)) => Written::Parsed(match it {
                Wire::Text(it) => it.clone(),
                other => other.to_string(),
            }),
            (TypeRef::Base64, Sample::Single(Wire::Text(it))) => Written::Base64(it.clone()),
            (TypeRef::Foreign(_), _) => Written::Default,
            (TypeRef::File, _) => Written::File,
            (TypeRef::Upload, _) => Written::Upload,
            (TypeRef::Json, Sample::Null) => Written::JsonNull,
            (TypeRef::Json, Sample::Single(it @ (Wire::Text(_) | Wire::Bool(_)))) => {
                Written::Json(it.clone())
            }
            (TypeRef::Json, other) => Written::Parsed(other.to_string()),
            (TypeRef::List(item), Sample::List(items)) => {
                let items = items.iter().map(|it| self.value(item, it, Taken::Exactly));
                Written::List(items.collect::<Option<_>>()?)
            }
            (TypeRef::Map(value), Sample::Object(entries)) => {
                let entries = entries
                    .iter()
                    .map(|(key, it)| Some((key.clone(), self.value(value, it, Taken::Exactly)?)));
                Written::Map(entries.collect::<Option<_>>()?)
            }
            (TypeRef::Option(_), Sample::Null) => Written::None,
            (TypeRef::Option(inner), _) => {
                Written::Some(Box::new(self.value(inner, sample, Taken::Exactly)?))
            }
            (TypeRef::Boxed(inner), _) => match taken {
                // What takes it puts it on the heap.
                Taken::Into => self.value(inner, sample, Taken::Exactly)?,
                Taken::Exactly => Written::Boxed(Box::new(self.value(inner, sample, Taken::Exactly)?)),
            },
            (TypeRef::Named(id), _) => self.named(*id, sample)?,
            _ => return None,
        })
    }

    fn named(&mut self, id: TypeId, sample: &Sample) -> Option<Written> {
        match self.types.get(id.0)? {
            // Only what is called `String` itself is taken as whatever becomes one.
            TypeDef::Alias(alias) => self.value(&alias.ty, sample, Taken::Exactly),
            TypeDef::Choice(choice) => {
                let Sample::Single(value) = sample else { return None };
                let known = choice.variants.iter().find(|it| it.wire == *value);
                known.map(|ChoiceVariant { ident, .. }| Written::Variant(id, ident.clone()))
            }
            TypeDef::Struct(it) => self.structure(id, it, sample),
            TypeDef::Union(it) => self.union(id, it, sample),
        }
    }

    fn structure(&mut self, id: TypeId, it: &Struct, sample: &Sample) -> Option<Written> {
        let Sample::Object(_) = sample else { return None };
        let demanded = |it: &&Field| {
            matches!(it.presence, Presence::Required | Presence::Nullable) && it.fixed.is_none()
        };
        let demanded: Vec<&Field> = it.fields.iter().filter(demanded).collect();
        if it.construction == Construction::Default || demanded.is_empty() {
            return Some(Written::NewDefault(id));
        }
        let values = demanded.into_iter().map(|it| self.value(&it.ty, sample.get(&it.wire)?, Taken::Into));
        Some(Written::New(id, values.collect::<Option<_>>()?))
    }

    fn union(&mut self, id: TypeId, it: &Union, sample: &Sample) -> Option<Written> {
        let tag = it.tag.as_ref().and_then(|it| sample.get(it));
        it.arms.iter().find_map(|arm| {
            let told = match &arm.told {
                Told::Tag(values) | Told::TagBeside(values) => {
                    matches!(tag, Some(Sample::Single(tag)) if values.contains(tag))
                }
                Told::Fields => kind(sample) == JsonKind::Object,
                Told::Kinds(kinds) => kinds.contains(&kind(sample)),
            };
            let left = self.left;
            let value = if told { self.value(&arm.ty, sample, Taken::Exactly) } else { None };
            if value.is_none() {
                self.left = left;
            }
            Some(Written::Arm(id, arm.ident.clone(), Box::new(value?)))
        })
    }
}

/// The schema of the parameter that is filled in from there.
pub(crate) fn parameter_schema(
    said: &spec::Operation<'_>,
    steps: &[Step],
    from: impl Fn(&Source) -> bool,
) -> Option<SchemaId> {
    let (place, wire) = steps.iter().find_map(|step| match step {
        Step::Path { wire, value, .. } if from(value) => Some((ParameterPlace::Path, wire)),
        Step::Query { wire, value, .. } if from(value) => Some((ParameterPlace::Query, wire)),
        Step::QueryString { wire, value, .. } if from(value) => Some((ParameterPlace::QueryString, wire)),
        Step::Header { wire, value, .. } | Step::Cookies { wire, value } if from(value) => {
            Some((ParameterPlace::Header, wire))
        }
        Step::Cookie { wire, value, .. } if from(value) => Some((ParameterPlace::Cookie, wire)),
        _ => None,
    })?;
    Some(said.parameters.iter().find(|it| it.place == place && it.name == wire)?.schema)
}

/// The schema of a variant of a body.
pub(crate) fn body_schema(
    graph: &Graph<'_>,
    said: &spec::Operation<'_>,
    variant: &BodyVariant,
) -> Option<SchemaId> {
    let all = &said.body.as_ref()?.media;
    let media = all.iter().find(|it| it.media_type == variant.media_type);
    // A range of JSON is sent as JSON.
    media.or_else(|| all.iter().find(|it| reads_as_json(it, graph)))?.schema
}

/// A text that people can read at a glance.
fn shown(text: &str) -> String {
    const LONGEST: usize = 100;
    let plain = text.len() <= LONGEST && !text.chars().any(unprintable);
    if plain { text.to_owned() } else { "text".to_owned() }
}

/// What a sample is in JSON.
pub(crate) fn kind(sample: &Sample) -> JsonKind {
    match sample {
        Sample::Null => JsonKind::Null,
        Sample::Single(Wire::Text(_)) => JsonKind::Text,
        Sample::Single(Wire::Bool(_)) => JsonKind::Bool,
        Sample::Single(Wire::Whole(_) | Wire::Number(_)) => JsonKind::Number,
        Sample::List(_) => JsonKind::List,
        Sample::Object(_) => JsonKind::Object,
    }
}
