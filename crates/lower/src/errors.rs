//! The bodies of errors: which types an operation documents for which statuses, and the enumeration of them.

use specsmith_model::{ErrorStatus, ErrorVariant, Errors, Group, Ident, Operation as Made, TypeRef};
use specsmith_source::{Diagnostics, Node};
use specsmith_spec::{Operation, Response, Status};

use crate::media::{is_plain, reads_as_json};
use crate::operations::Companions;
use crate::plain::Definitions;
use crate::rules::NameKind;
use crate::scope::{Claim, Scope};
use crate::settings::Ledger;
use crate::types::{Defined, Types};
use crate::views::View;
use crate::{docs, names};

/// The documented errors of an operation. Only JSON has a type; of anything else the bytes are kept.
pub(crate) fn errors<'t>(
    operation: &Operation<'t>,
    companions: &mut Companions<'_>,
    owner: &Ident,
    types: &mut Types<'_, 't, '_, '_>,
) -> Errors {
    let mut failures: Vec<(ErrorStatus, &Response<'t>)> =
        operation.responses.iter().filter_map(|it| Some((failure(it.status)?, it))).collect();
    failures.sort_by_key(|(status, _)| *status);
    let mut bodies: Vec<ErrorVariant> = Vec::new();
    for (status, response) in failures {
        let mut media: Vec<_> = response.media.iter().filter(|it| reads_as_json(it, types.graph)).collect();
        media.sort_by_key(|it| (!is_plain(&it.media_type), it.media_type.as_str()));
        let Some(schema) = media.first().and_then(|it| it.schema) else { continue };
        let words = match status {
            ErrorStatus::Code(_) | ErrorStatus::Range(_) => format!("{status} error"),
            ErrorStatus::Any => "error".to_owned(),
        };
        types.travel(View::Answer);
        let ty = types.type_of(schema, &names::inner_type_name(owner, &words));
        let ty = types.or_null(schema, ty);
        match bodies.iter_mut().find(|it| it.ty == ty) {
            Some(known) => known.statuses.push(status),
            None => bodies.push(ErrorVariant { ident: Ident::fallback(), ty, statuses: vec![status] }),
        }
    }
    let ident = (bodies.len() > 1).then(|| companions.name(operation.node, NameKind::Error, types));
    Errors { bodies, ident, same: None }
}

fn failure(status: Status) -> Option<ErrorStatus> {
    match status {
        Status::Code(code) => (code >= 300).then_some(ErrorStatus::Code(code)),
        Status::Range(hundreds) => (hundreds >= 3).then_some(ErrorStatus::Range(hundreds)),
        Status::Default => Some(ErrorStatus::Any),
    }
}

/// Names the variants after their types and says in the docs what there is, now that all types have names.
pub(crate) fn settle(
    groups: &mut [Group],
    definitions: &Definitions<'_, '_>,
    root: Node<'_>,
    (ledger, diagnostics): (&mut Ledger<'_>, &mut Diagnostics),
) {
    for operation in groups.iter_mut().flat_map(|it| &mut it.operations) {
        let bodies = &mut operation.errors.bodies;
        // The key is the place, for the first of two has the plain name.
        let claims = bodies.iter().enumerate().map(|(place, it)| {
            let name = variant(&it.ty, definitions.0).unwrap_or_else(|| by_status(&it.statuses));
            Claim::unlisted(root, format!("{place:03}"), vec![name])
        });
        let idents = Scope::with(&[]).claim_all(claims.collect(), ledger, diagnostics);
        for (body, ident) in bodies.iter_mut().zip(idents) {
            body.ident = ident;
        }
        document(operation, definitions.0);
    }
}

/// What a variant is called that holds such a type; `None` for what stands in the operation and is called after it.
fn variant(ty: &TypeRef, definitions: &[Defined<'_>]) -> Option<Ident> {
    let behind = |it: &TypeRef, words: &str| Some(names::inner_type_name(&variant(it, definitions)?, words));
    match ty {
        TypeRef::Named(id) => {
            let it = definitions.get(id.0)?;
            let inline = it.node.pointer().starts_with("#/paths/");
            (!inline).then(|| it.definition.ident().clone())
        }
        TypeRef::List(it) => behind(it, "List"),
        TypeRef::Map(it) => behind(it, "Map"),
        TypeRef::Option(it) | TypeRef::Patch(it) | TypeRef::Boxed(it) => variant(it, definitions),
        TypeRef::String => Some(names::variant_name("Text")),
        TypeRef::Json => Some(names::variant_name("Json")),
        _ => Some(names::variant_name("Value")),
    }
}

/// What a variant is called after the first of its statuses.
fn by_status(statuses: &[ErrorStatus]) -> Ident {
    let words = match statuses.first() {
        Some(ErrorStatus::Code(code)) => match code {
            400 => "BadRequest".to_owned(),
            401 => "Unauthorized".to_owned(),
            403 => "Forbidden".to_owned(),
            404 => "NotFound".to_owned(),
            409 => "Conflict".to_owned(),
            422 => "Unprocessable".to_owned(),
            429 => "TooManyRequests".to_owned(),
            500 => "InternalServerError".to_owned(),
            503 => "ServiceUnavailable".to_owned(),
            other => format!("Status{other}"),
        },
        Some(ErrorStatus::Range(hundreds)) => format!("Status{hundreds}xx"),
        Some(ErrorStatus::Any) | None => "Other".to_owned(),
    };
    names::variant_name(&words)
}

/// Adds to the docs of an operation which errors have which bodies, and which headers there are.
fn document(operation: &mut Made, definitions: &[Defined<'_>]) {
    let Errors { bodies, ident, same: _ } = &operation.errors;
    let mut lines = Vec::new();
    for ErrorVariant { ident: _, ty, statuses } in bodies {
        let statuses: Vec<String> = statuses
            .iter()
            .map(|it| match it {
                ErrorStatus::Code(_) | ErrorStatus::Range(_) => format!("`{it}`"),
                ErrorStatus::Any => "any other status".to_owned(),
            })
            .collect();
        lines.push(format!("* {}: {}", statuses.join(", "), spoken(ty, definitions)));
    }
    let by = match ident {
        Some(ident) => format!("One of them is read by `error.body_as::<{ident}>()`, see [`{ident}`]."),
        None => "It is read by [`Error::body_as`](specsmith_runtime::Error::body_as).".to_owned(),
    };
    let mut paragraphs = Vec::new();
    if !lines.is_empty() {
        paragraphs.extend([vec!["# Error bodies".to_owned()], lines, vec![by]]);
    }
    let headers = operation.headers.iter().map(|it| format!("[`{it}`](super::types::{it})"));
    let headers: Vec<String> = headers.collect();
    if !headers.is_empty() {
        let heading = vec!["# Headers of answers".to_owned()];
        paragraphs.extend([heading, vec![headers.join(", ")]]);
    }
    docs::add(&mut operation.docs, paragraphs);
}

/// A type in words, with a link.
fn spoken(ty: &TypeRef, definitions: &[Defined<'_>]) -> String {
    match ty {
        TypeRef::Named(id) => match definitions.get(id.0) {
            Some(it) => {
                let ident = it.definition.ident();
                format!("[`{ident}`](super::types::{ident})")
            }
            None => "JSON".to_owned(),
        },
        TypeRef::List(it) => format!("a list of {}", spoken(it, definitions)),
        TypeRef::Map(it) => format!("a map of {}", spoken(it, definitions)),
        TypeRef::Option(it) | TypeRef::Patch(it) | TypeRef::Boxed(it) => spoken(it, definitions),
        TypeRef::Json => "any JSON".to_owned(),
        TypeRef::String => "a string".to_owned(),
        _ => "a single value".to_owned(),
    }
}

/// Has operations with the same bodies for the same statuses share one enumeration, within a module, which may be built
/// without the others: that of the one whose name comes first, in whatever order the document has them.
pub(crate) fn share(groups: &mut [Group]) {
    let mut known: Vec<(Vec<ErrorVariant>, (Ident, Ident))> = Vec::new();
    for Group { ident: module, docs: _, operations } in &*groups {
        for Errors { bodies, ident, same: _ } in operations.iter().map(|it| &it.errors) {
            let Some(place) = ident.as_ref().map(|it| (module.clone(), it.clone())) else { continue };
            match known.iter_mut().find(|(known, (home, _))| known == bodies && home == module) {
                Some((_, first)) if rank(&place) < rank(first) => *first = place,
                Some(_) => {}
                None => known.push((bodies.clone(), place)),
            }
        }
    }
    for Group { ident: module, docs: _, operations } in groups {
        for errors in operations.iter_mut().map(|it| &mut it.errors) {
            let Some(ident) = &errors.ident else { continue };
            let alike = known.iter().find(|(bodies, (home, _))| *bodies == errors.bodies && home == module);
            let first = alike.map(|(_, place)| place);
            errors.same = first.filter(|it| it.1 != *ident).cloned();
        }
    }
}

fn rank((module, ident): &(Ident, Ident)) -> (&str, &str) {
    (module.text(), ident.text())
}
