//! What a service calls by itself: a function for each request of it that reads what it sends.

use specsmith_model::{Docs, Hook, HookReading, TypeRef};
use specsmith_spec::{self as spec, Media, Outgoing};

use crate::function_names::long_name;
use crate::media::{is_json, is_text, reads_as_json};
use crate::rules::{NameKind, Rule};
use crate::scope::{Candidate, Claim, Listed, Scope};
use crate::types::Types;
use crate::views::View;
use crate::{docs, keys, names, operations};

/// The module of these functions; a tag of that name gives way.
pub(crate) const MODULE: &str = "webhooks";

/// The functions, in the order of the document, and what each is for.
pub(crate) fn hooks<'t>(types: &mut Types<'_, 't, '_, '_>) -> Vec<(Outgoing<'t>, Hook)> {
    let graph = types.graph;
    let mut read = Vec::new();
    for hook in &graph.hooks {
        // What comes without a body has nothing to be read.
        let Some(body) = &hook.body else { continue };
        match best(&body.media, graph) {
            Some((form, media)) => read.push((hook, form, media)),
            None => types.diagnostics.fallback(
                body.node,
                "a request of the service that is neither JSON nor text",
                "no function reads it",
            ),
        }
    }
    let path = format!("{}::{MODULE}::", types.ledger.module().text());
    let claims = read.iter().map(|(hook, ..)| Claim {
        node: hook.node,
        key: key(hook, graph),
        listed: Some(Listed { kind: NameKind::Operation, path: path.clone() }),
        candidates: candidates(hook, graph),
    });
    let idents = Scope::with(&[]).claim_all(claims.collect(), types.ledger, types.diagnostics);
    let mut made = Vec::new();
    for ((hook, form, media), ident) in read.into_iter().zip(idents) {
        types.enter(hook.node);
        // The service sends it, as it sends answers.
        types.travel(View::Answer);
        let reading = match (form, media.schema) {
            (Form::Text, _) => HookReading::Text,
            (_, None) => HookReading::Json(TypeRef::Json),
            (_, Some(schema)) => {
                let name = names::inner_type_name(&names::type_name(ident.text()), "Payload");
                let ty = types.type_of(schema, &name);
                HookReading::Json(types.or_null(schema, ty))
            }
        };
        let deprecated = hook.docs.deprecated;
        made.push((hook.from, Hook { ident, docs: words(hook, graph), deprecated, reading }));
    }
    made
}

/// As what a body is read, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Json,
    JsonByAnotherName,
    /// Whatever it may be, it has a structure.
    Range,
    Text,
}

/// JSON, else text; the first in an order that is not the document's.
fn best<'m, 't>(media: &'m [Media<'t>], graph: &spec::Graph<'_>) -> Option<(Form, &'m Media<'t>)> {
    let form = |it: &Media<'_>| match it.media_type.as_str() {
        "application/json" => Some(Form::Json),
        other if is_json(other) => Some(Form::JsonByAnotherName),
        _ if reads_as_json(it, graph) => Some(Form::Range),
        other => is_text(other).then_some(Form::Text),
    };
    let known = media.iter().filter_map(|it| Some((form(it)?, it)));
    known.min_by_key(|(form, it)| (*form, it.media_type.as_str()))
}

/// What a hook is known by: two of them may share one path item, so this is not always where it stands.
fn key(hook: &spec::Hook<'_>, graph: &spec::Graph<'_>) -> String {
    let name = keys::escape(hook.name);
    let place = match hook.from {
        Outgoing::Webhook => format!("#/webhooks/{name}"),
        Outgoing::Callback { operation, expression } => {
            let owner = graph.operations.get(operation).map(operations::key).unwrap_or_default();
            format!("{owner}/callbacks/{name}/{}", keys::escape(expression))
        }
    };
    format!("{place}/{}", keys::escape(hook.method.key()))
}

/// A callback is called after the operation that asks for it.
fn candidates(hook: &spec::Hook<'_>, graph: &spec::Graph<'_>) -> Vec<Candidate> {
    let owner = match hook.from {
        Outgoing::Webhook => String::new(),
        Outgoing::Callback { operation, .. } => {
            graph.operations.get(operation).map(long_name).unwrap_or_default()
        }
    };
    let name = format!("{owner} {}", hook.name);
    let method = format!("{name} {}", hook.method.key());
    vec![
        Candidate::new(names::value_name(&name), Rule::Key),
        Candidate::new(names::value_name(&method), Rule::Qualified("its method")),
    ]
}

fn words(hook: &spec::Hook<'_>, graph: &spec::Graph<'_>) -> Docs {
    let name = docs::span(hook.name);
    let fallback = format!("Reads what {name} sends.");
    let mut said =
        docs::paragraphs_or([hook.docs.title, hook.docs.description].into_iter().flatten(), &fallback);
    docs::add(&mut said, docs::link(hook.docs.link));
    let place = match hook.from {
        Outgoing::Webhook => format!("Webhook {name}."),
        Outgoing::Callback { operation, expression } => {
            let owner = graph.operations.get(operation);
            let owner =
                owner.map(|it| format!("{} {}", it.method.key().to_uppercase(), it.path)).unwrap_or_default();
            format!("Callback {name} of {}, to {}.", docs::span(&owner), docs::span(expression))
        }
    };
    docs::add(
        &mut said,
        [vec![place], vec!["# Errors".to_owned()], vec!["The body is something else.".to_owned()]],
    );
    said
}
