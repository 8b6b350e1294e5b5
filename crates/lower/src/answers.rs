//! Answers: one reading for each documented success.

use specsmith_model::{Ident, Reading, ReplyDef, ReplyStatus, ReplyVariant, TypeRef};
use specsmith_spec::{Graph, Media, Operation, Response, Status};

use crate::media::{Held, held, is_plain, is_range, is_text, reads_as_json};
use crate::operations::Companions;
use crate::rules::{NameKind, Rule};
use crate::scope::{Candidate, Claim, Listed, Scope};
use crate::types::Types;
use crate::views::View;
use crate::{docs, names};

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
    let Some(media) = chosen(response, types.graph) else { return Reading::Nothing };
    if reads_as_json(media, types.graph) {
        let ty = match media.schema {
            Some(schema) => {
                types.travel(View::Answer);
                let ty = types.type_of(schema, name);
                types.or_null(schema, ty)
            }
            None => TypeRef::Json,
        };
        return match media.media_type.as_str() {
            it if it == "application/json" || is_range(it) => Reading::Json(ty),
            other => Reading::JsonAs(other.to_owned(), ty),
        };
    }
    match media.media_type.as_str() {
        "*/*" if media.schema.is_none() => Reading::Nothing,
        it if is_text(it) && it != EVENTS && held(media, types.graph) != Held::Binary => Reading::Text,
        _ => Reading::Bytes,
    }
}

/// An event stream has no end that could be waited for.
const EVENTS: &str = "text/event-stream";

/// The media type of an answer that is read: JSON before text, text before anything else; of several of a kind the one
/// with the plain name, and else the first in an order that is not the document's.
fn chosen<'r, 't>(response: &'r Response<'t>, graph: &Graph<'_>) -> Option<&'r Media<'t>> {
    response.media.iter().min_by_key(|it| {
        let kind = match it.media_type.as_str() {
            _ if reads_as_json(it, graph) => 0,
            other if is_text(other) && other != EVENTS => 1,
            _ => 2,
        };
        (kind, !is_plain(&it.media_type), it.media_type.as_str())
    })
}

/// The media types of an answer that are there for whoever asks for them.
pub(crate) fn others<'r>(response: &'r Response<'_>, graph: &Graph<'_>) -> Vec<&'r str> {
    let chosen = chosen(response, graph).map(|it| it.media_type.as_str());
    let all = response.media.iter().map(|it| it.media_type.as_str());
    all.filter(|it| Some(*it) != chosen && *it != EVENTS).collect()
}
