//! Bodies and answers: one variant for each media type, one reading for each documented success.

use specsmith_model::{
    BodyDef, BodyKind, BodyVariant, Ident, Reading, ReplyDef, ReplyStatus, ReplyVariant, TypeRef,
};
use specsmith_spec::{Body, Media, Operation, Response, Status};

use crate::operations::Companions;
use crate::rules::{NameKind, Rule};
use crate::scope::{Candidate, Claim, Listed, Scope};
use crate::types::Types;
use crate::views::View;
use crate::{docs, keys, names};

/// The body of an operation.
pub(crate) fn body<'t>(
    body: &Body<'t>,
    companions: &mut Companions<'_>,
    owner: &Ident,
    types: &mut Types<'_, 't, '_, '_>,
) -> Option<BodyDef> {
    if body.media.is_empty() {
        return None;
    }
    let ident = companions.name(body.node, NameKind::Body, types);
    let path = companions.member(&ident, "::");
    let kinds: Vec<BodyKind> = body.media.iter().map(|it| body_kind(&it.media_type)).collect();
    let claims = body.media.iter().zip(&kinds).map(|(media, kind)| {
        let plain = match kind {
            BodyKind::Json => "Json",
            BodyKind::Form => "Form",
            BodyKind::Multipart => "Multipart",
            BodyKind::Text => "Text",
            BodyKind::Bytes => "Bytes",
        };
        let plain = Candidate::new(names::variant_name(plain), Rule::MediaType);
        let whole = Candidate::new(names::variant_name(&media.media_type), Rule::MediaType);
        Claim {
            node: media.node,
            key: companions.part(&format!("requestBody/content/{}", keys::escape(&media.media_type))),
            listed: Some(Listed { kind: NameKind::Variant, path: path.clone() }),
            // The best known type of a kind has the plain name.
            candidates: if is_best(media, *kind, body) { vec![plain, whole] } else { vec![whole] },
        }
    });
    let idents = Scope::with(&[]).claim_all(claims.collect(), types.ledger, types.diagnostics);
    let mut variants = Vec::new();
    for ((media, kind), variant) in body.media.iter().zip(kinds).zip(idents) {
        let ty = body_type(media, kind, owner, types);
        let media_type = media.media_type.clone();
        variants.push(BodyVariant { ident: variant, media_type, kind, ty, switch: None });
    }
    Some(BodyDef { ident, variants, from: Vec::new() })
}

fn is_best(media: &Media<'_>, kind: BodyKind, body: &Body<'_>) -> bool {
    let rank = |it: &Media<'_>| (!is_plain(&it.media_type), it.media_type.clone());
    body.media.iter().all(|it| body_kind(&it.media_type) != kind || rank(it) >= rank(media))
}

pub(crate) fn is_plain(media_type: &str) -> bool {
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

pub(crate) fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type.ends_with("+json")
}

fn body_type(media: &Media<'_>, kind: BodyKind, owner: &Ident, types: &mut Types<'_, '_, '_, '_>) -> TypeRef {
    match (kind, media.schema) {
        (BodyKind::Text, _) => TypeRef::String,
        (BodyKind::Bytes, _) => TypeRef::Bytes,
        (_, None) => TypeRef::Json,
        (_, Some(schema)) => {
            types.travel(View::Request);
            let ty = types.type_of(schema, &names::inner_type_name(owner, "Request"));
            types.or_null(schema, ty)
        }
    }
}

/// The documented successes, by status.
pub(crate) fn successes<'o, 't>(operation: &'o Operation<'t>) -> Vec<&'o Response<'t>> {
    let success = |it: &&Response<'_>| matches!(it.status, Status::Code(200..=299) | Status::Range(2));
    let mut successes: Vec<_> = operation.responses.iter().filter(success).collect();
    if successes.is_empty() {
        successes.extend(operation.responses.iter().find(|it| it.status == Status::Default));
    }
    successes.sort_by_key(|it| it.status);
    successes
}

/// How an operation's answer is read, and the type for it where the status decides.
pub(crate) fn answer<'t>(
    operation: &Operation<'t>,
    companions: &mut Companions<'_>,
    owner: &Ident,
    types: &mut Types<'_, 't, '_, '_>,
) -> (Reading, Option<ReplyDef>) {
    let successes = successes(operation);
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
        let ident = companions.name(operation.node, NameKind::Reply, types);
        let path = companions.member(&ident, "::");
        let claims = successes.iter().map(|it| Claim {
            node: it.node,
            key: companions.part(&format!("responses/{}", it.status)),
            listed: Some(Listed { kind: NameKind::Variant, path: path.clone() }),
            candidates: vec![Candidate::new(names::variant_name(&reply_words(it.status)), Rule::Status)],
        });
        let idents = Scope::with(&[]).claim_all(claims.collect(), types.ledger, types.diagnostics);
        for (variant, ident) in variants.iter_mut().zip(idents) {
            variant.ident = ident;
        }
        return (Reading::ByStatus, Some(ReplyDef { ident, variants }));
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
    // The best known type of a kind, and else the first in an order that is not the document's.
    let mut media: Vec<&Media<'_>> = response.media.iter().collect();
    media.sort_by_key(|it| (!is_plain(&it.media_type), it.media_type.as_str()));
    let json = media.iter().find(|it| is_json(&it.media_type));
    let text = media.iter().find(|it| it.media_type.starts_with("text/"));
    match (json, text, media.first()) {
        (Some(media), _, _) => {
            let ty = match media.schema {
                Some(schema) => {
                    types.travel(View::Answer);
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
