//! Bodies and answers: one variant for each media type, one reading for each documented success.

use specsmith_model::{
    BodyDef, BodyKind, BodyVariant, Ident, Reading, ReplyDef, ReplyStatus, ReplyVariant, TypeDef, TypeRef,
};
use specsmith_spec::{Body, Media, Operation, Response, Status};

use crate::scope::{Claim, Scope};
use crate::types::Types;
use crate::{docs, names};

/// The body of an operation.
pub(crate) fn body(
    body: &Body<'_>,
    companion: &Ident,
    owner: &Ident,
    types: &mut Types<'_, '_, '_, '_>,
) -> Option<BodyDef> {
    let kinds: Vec<BodyKind> = body.media.iter().map(|it| body_kind(&it.media_type)).collect();
    let claims = body.media.iter().zip(&kinds).map(|(media, kind)| {
        let plain = match kind {
            BodyKind::Json => "Json",
            BodyKind::Form => "Form",
            BodyKind::Multipart => "Multipart",
            BodyKind::Text => "Text",
            BodyKind::Bytes => "Bytes",
        };
        let candidates = vec![names::variant_name(plain), names::variant_name(&media.media_type)];
        // The best known type of a kind keeps the plain name.
        let order = format!("{} {}", !is_plain(&media.media_type), media.media_type);
        Claim { node: media.node, order, candidates }
    });
    // Two JSON types of one body are no clash that anybody should hear of.
    let idents = Scope::with(&[]).claim_all(claims.collect(), &mut specsmith_source::Diagnostics::default());
    let mut variants = Vec::new();
    for ((media, kind), variant) in body.media.iter().zip(kinds).zip(idents) {
        let ty = body_type(media, kind, owner, types);
        variants.push(BodyVariant { ident: variant, media_type: media.media_type.clone(), kind, ty });
    }
    types.define_waiting();
    let from = plain_values(&variants, types);
    let ident = names::companion_name(companion, "Body");
    (!variants.is_empty()).then_some(BodyDef { ident, variants, from })
}

fn is_plain(media_type: &str) -> bool {
    ["application/json", "text/plain", "application/octet-stream"].contains(&media_type)
}

fn body_kind(media_type: &str) -> BodyKind {
    match media_type {
        it if is_json(it) => BodyKind::Json,
        "application/x-www-form-urlencoded" => BodyKind::Form,
        "multipart/form-data" => BodyKind::Multipart,
        it if it.starts_with("text/") => BodyKind::Text,
        _ => BodyKind::Bytes,
    }
}

fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type.ends_with("+json")
}

fn body_type(media: &Media<'_>, kind: BodyKind, owner: &Ident, types: &mut Types<'_, '_, '_, '_>) -> TypeRef {
    match (kind, media.schema) {
        (BodyKind::Text, _) => TypeRef::String,
        (BodyKind::Bytes, _) => TypeRef::Bytes,
        (_, None) => TypeRef::Json,
        (_, Some(schema)) => {
            let ty = types.type_of(schema, &names::inner_type_name(owner, "Request"));
            types.or_null(schema, ty)
        }
    }
}

/// A plain value stands for multipart where it holds a file, else for `application/json`, else the first JSON variant, else the first of all; and for any other
/// whose type tells it.
fn plain_values(variants: &[BodyVariant], types: &Types<'_, '_, '_, '_>) -> Vec<usize> {
    let plain_json = variants.iter().position(|it| it.media_type == "application/json");
    let any_json = variants.iter().position(|it| it.kind == BodyKind::Json);
    let json = plain_json.or(any_json);
    // A file can only travel as multipart.
    let multipart = variants.iter().position(|it| it.kind == BodyKind::Multipart && types.holds_file(&it.ty));
    let first = multipart.or(json).unwrap_or_default();
    let mut from: Vec<usize> = Vec::new();
    let order = std::iter::once(first).chain((0..variants.len()).filter(|it| *it != first));
    for index in order {
        let Some(variant) = variants.get(index) else { continue };
        let ty = types.unaliased(&variant.ty);
        if from.iter().all(|it| types.unaliased(&variants[*it].ty) != ty) {
            from.push(index);
        }
    }
    from
}

impl Types<'_, '_, '_, '_> {
    /// Whether a value of the type holds a file at its top, where a form has its fields.
    fn holds_file(&self, ty: &TypeRef) -> bool {
        let TypeRef::Named(id) = self.unaliased(ty) else { return false };
        let TypeDef::Struct(it) = self.definition(id) else { return false };
        it.fields.iter().any(|field| match &field.ty {
            TypeRef::File => true,
            TypeRef::Option(it) | TypeRef::Patch(it) | TypeRef::List(it) => **it == TypeRef::File,
            _ => false,
        })
    }

    /// The type with every alias in it replaced by what it stands for.
    fn unaliased(&self, ty: &TypeRef) -> TypeRef {
        self.unaliased_within(ty, 64)
    }

    /// The same for so many levels: aliases may still stand for themselves here.
    fn unaliased_within(&self, ty: &TypeRef, levels: usize) -> TypeRef {
        let Some(levels) = levels.checked_sub(1) else { return TypeRef::Json };
        let inside = |it: &TypeRef| Box::new(self.unaliased_within(it, levels));
        match ty {
            TypeRef::Named(id) => match self.definition(*id) {
                TypeDef::Alias(alias) => self.unaliased_within(&alias.ty, levels),
                TypeDef::Struct(_) | TypeDef::Choice(_) => ty.clone(),
            },
            TypeRef::List(it) => TypeRef::List(inside(it)),
            TypeRef::Map(it) => TypeRef::Map(inside(it)),
            TypeRef::Option(it) => TypeRef::Option(inside(it)),
            TypeRef::Patch(it) => TypeRef::Patch(inside(it)),
            TypeRef::Boxed(it) => TypeRef::Boxed(inside(it)),
            _ => ty.clone(),
        }
    }
}

/// How an operation's answer is read, and the type for it where the status decides.
pub(crate) fn answer(
    operation: &Operation<'_>,
    companion: &Ident,
    owner: &Ident,
    types: &mut Types<'_, '_, '_, '_>,
) -> (Reading, Option<ReplyDef>) {
    let success = |it: &&Response<'_>| matches!(it.status, Status::Code(200..=299) | Status::Range(2));
    let mut successes: Vec<&Response<'_>> = operation.responses.iter().filter(success).collect();
    if successes.is_empty() {
        successes.extend(operation.responses.iter().find(|it| it.status == Status::Default));
    }
    successes.sort_by_key(|it| it.status);
    let mut variants: Vec<ReplyVariant> = Vec::new();
    for response in &successes {
        let words = reply_words(response.status);
        let name = if successes.len() == 1 { "Response" } else { words.as_str() };
        let reading = reading(response, &names::inner_type_name(owner, name), types);
        variants.push(ReplyVariant {
            ident: names::variant_name(&words),
            docs: docs::paragraphs_or(response.description, &format!("`{}`", response.status)),
            status: match response.status {
                Status::Code(code) => ReplyStatus::Code(code),
                Status::Range(_) | Status::Default => ReplyStatus::Any,
            },
            reading,
        });
    }
    let same = variants.windows(2).all(|pair| pair[0].reading == pair[1].reading);
    if !same {
        return (
            Reading::ByStatus,
            Some(ReplyDef { ident: names::companion_name(companion, "Reply"), variants }),
        );
    }
    (variants.into_iter().next().map_or(Reading::Nothing, |it| it.reading), None)
}

fn reply_words(status: Status) -> String {
    let words = match status {
        Status::Code(200) => "Ok",
        Status::Code(201) => "Created",
        Status::Code(202) => "Accepted",
        Status::Code(203) => "NonAuthoritative",
        Status::Code(204) => "NoContent",
        Status::Code(205) => "ResetContent",
        Status::Code(206) => "PartialContent",
        Status::Code(207) => "MultiStatus",
        Status::Code(other) => return format!("Status{other}"),
        Status::Range(_) | Status::Default => "Success",
    };
    words.to_owned()
}

fn reading(response: &Response<'_>, name: &Ident, types: &mut Types<'_, '_, '_, '_>) -> Reading {
    if matches!(response.status, Status::Code(204 | 205)) {
        return Reading::Nothing;
    }
    let json = response.media.iter().find(|it| is_json(&it.media_type));
    let text = response.media.iter().find(|it| it.media_type.starts_with("text/"));
    match (json, text, response.media.first()) {
        (Some(media), _, _) => {
            let ty = match media.schema {
                Some(schema) => {
                    let ty = types.type_of(schema, name);
                    types.or_null(schema, ty)
                }
                None => TypeRef::Json,
            };
            match media.media_type.as_str() {
                "application/json" => Reading::Json(ty),
                other => Reading::JsonAs(other.to_owned(), ty),
            }
        }
        // An event stream has no end that could be waited for.
        (None, Some(media), _) if media.media_type != "text/event-stream" => Reading::Text,
        (None, _, Some(media)) if media.media_type == "*/*" && media.schema.is_none() => Reading::Nothing,
        (None, _, Some(_)) => Reading::Bytes,
        (None, _, None) => Reading::Nothing,
    }
}
