//! Bodies: one variant for each media type, and how it is written.

use specsmith_model::{BodyDef, BodyKind, BodyNeed, BodyVariant, Ident, TypeRef};
use specsmith_spec::{Body, Media, Method, Operation};

use crate::media::{self, Held};
use crate::operations::Companions;
use crate::rules::{NameKind, Rule};
use crate::scope::{Candidate, Claim, Listed, Scope};
use crate::types::Types;
use crate::views::View;
use crate::{encodings, keys, names};

/// The variant for no body.
const NONE: &str = "None";

/// The body of an operation.
pub(crate) fn body<'t>(
    operation: &Operation<'t>,
    companions: &mut Companions<'_>,
    owner: &Ident,
    types: &mut Types<'_, 't, '_, '_>,
) -> Option<BodyDef> {
    let body = operation.body.as_ref()?;
    let media = sent(body, types);
    if media.is_empty() {
        return None;
    }
    if matches!(operation.method, Method::Get | Method::Head | Method::Delete | Method::Trace) {
        types.diagnostics.unusual_body(body.node, &operation.method.key().to_uppercase());
    }
    let ident = companions.name(body.node, NameKind::Body, types);
    let path = companions.member(&ident, "::");
    let claims = media.iter().map(|(it, kind)| Claim {
        node: it.node,
        key: companions.part(&format!("requestBody/content/{}", keys::escape(&it.media_type))),
        listed: Some(Listed { kind: NameKind::Variant, path: path.clone() }),
        candidates: candidates(it, *kind, &media),
    });
    let idents = Scope::with(&[NONE]).claim_all(claims.collect(), types.ledger, types.diagnostics);
    let mut variants = Vec::new();
    for ((it, kind), ident) in media.iter().zip(idents) {
        let ty = body_type(it, *kind, owner, types);
        let encodings = encodings::encodings(it, *kind, types);
        variants.push(BodyVariant {
            ident,
            media_type: written(it, *kind),
            kind: *kind,
            ty,
            encodings,
            switch: None,
        });
    }
    let need = if body.required { BodyNeed::Required } else { BodyNeed::Optional };
    Some(BodyDef { ident, need, variants, from: Vec::new() })
}

/// The media types that can be sent, and how. A range of JSON adds nothing to JSON itself.
fn sent<'b, 't>(body: &'b Body<'t>, types: &mut Types<'_, 't, '_, '_>) -> Vec<(&'b Media<'t>, BodyKind)> {
    let named =
        body.media.iter().any(|it| media::is_json(&it.media_type) && !media::is_range(&it.media_type));
    let typed = body.media.iter().any(|it| {
        let kind = body_kind(it, types);
        matches!(kind, BodyKind::Json | BodyKind::Form | BodyKind::Multipart)
    });
    let mut sent = Vec::new();
    for it in &body.media {
        let kind = body_kind(it, types);
        if kind == BodyKind::Json && media::is_range(&it.media_type) && named {
            continue;
        }
        let structure = media::held(it, types.graph) == Held::Structure;
        match kind {
            BodyKind::Text if structure && !typed => {
                types.diagnostics.fallback(it.node, "this media type", "its text is the caller's");
            }
            BodyKind::Bytes if it.media_type.starts_with("multipart/") || structure && !typed => {
                types.diagnostics.fallback(it.node, "this media type", "its bytes are the caller's");
            }
            _ => {}
        }
        sent.push((it, kind));
    }
    sent
}

/// The best known type of a kind has the plain name.
fn candidates(it: &Media<'_>, kind: BodyKind, all: &[(&Media<'_>, BodyKind)]) -> Vec<Candidate> {
    let rank = |it: &Media<'_>| (!media::is_plain(&it.media_type), it.media_type.clone());
    let best = all.iter().all(|(other, its)| *its != kind || rank(other) >= rank(it));
    let plain = match kind {
        BodyKind::Json => "Json",
        BodyKind::Form => "Form",
        BodyKind::Multipart => "Multipart",
        BodyKind::Text => "Text",
        BodyKind::Bytes => "Bytes",
    };
    let plain = best.then(|| Candidate::new(names::variant_name(plain), Rule::MediaType));
    let whole = Candidate::new(names::variant_name(&it.media_type), Rule::MediaType);
    plain.into_iter().chain([whole]).collect()
}

fn body_kind(it: &Media<'_>, types: &Types<'_, '_, '_, '_>) -> BodyKind {
    let binary = media::held(it, types.graph) == Held::Binary;
    match it.media_type.as_str() {
        // JSON holds no file: where the whole of it is said to be one, its text is the caller's.
        _ if media::reads_as_json(it, types.graph) && !media::is_file(it, types.graph) => BodyKind::Json,
        "application/x-www-form-urlencoded" => BodyKind::Form,
        "multipart/form-data" => BodyKind::Multipart,
        text if media::is_text(text) && !binary => BodyKind::Text,
        _ => BodyKind::Bytes,
    }
}

/// The media type under which it is sent: only bytes of the caller's have one of their own.
fn written(it: &Media<'_>, kind: BodyKind) -> String {
    match kind {
        BodyKind::Json if media::is_range(&it.media_type) => "application/json".to_owned(),
        BodyKind::Text if media::is_range(&it.media_type) => "text/plain".to_owned(),
        _ => it.media_type.clone(),
    }
}

fn body_type(it: &Media<'_>, kind: BodyKind, owner: &Ident, types: &mut Types<'_, '_, '_, '_>) -> TypeRef {
    match (kind, it.schema) {
        (BodyKind::Text, _) => TypeRef::String,
        (BodyKind::Bytes, _) => TypeRef::Upload,
        (_, None) => TypeRef::Json,
        (_, Some(schema)) => {
            types.travel(View::Request);
            let ty = types.type_of(schema, &names::inner_type_name(owner, "Request"));
            types.or_null(schema, ty)
        }
    }
}
