//! What a service calls by itself: a function for each request of it that reads what it sends.

use specsmith_model::{Docs, Hook, HookReading};
use specsmith_spec::{self as spec, Media, Outgoing};

use crate::function_names::long_name;
use crate::media::is_json;
use crate::rules::{NameKind, Rule};
use crate::scope::{Candidate, Claim, Listed, Scope};
use crate::types::Types;
use crate::views::View;
use crate::{docs, keys, names};

/// The module of these functions; a tag of that name gives way.
pub(crate) const MODULE: &str = "webhooks";

/// The functions, in the order of the document, and what each is for.
pub(crate) fn hooks<'t>(types: &mut Types<'_, 't, '_, '_>) -> Vec<(Outgoing<'t>, Hook)> {
    let graph = types.graph;
    let mut read = Vec::new();
    for hook in &graph.hooks {
        // What comes without a body has nothing to be read.
        let Some(body) = &hook.body else { continue };
        match best(&body.media) {
            Some(media) => read.push((hook, media)),
            None => types.diagnostics.fallback(
                body.node,
                "a request of the service that is neither JSON nor text",
                "no function reads it",
            ),
        }
    }
    let path = format!("{}::{MODULE}::", types.ledger.module().text());
    let claims = read.iter().map(|(hook, _)| Claim {
        node: hook.node,
        key: keys::key(hook.node),
        listed: Some(Listed { kind: NameKind::Operation, path: path.clone() }),
        candidates: candidates(hook, graph),
    });
    let idents = Scope::with(&[]).claim_all(claims.collect(), types.ledger, types.diagnostics);
    let mut made = Vec::new();
    for ((hook, media), ident) in read.into_iter().zip(idents) {
        types.enter(hook.node);
        // The service sends it, as it sends answers.
        types.travel(View::Answer);
        let reading = match media.schema {
            Some(schema) if is_json(&media.media_type) => {
                let name = names::inner_type_name(&names::type_name(ident.text()), "Payload");
                let ty = types.type_of(schema, &name);
                HookReading::Json(types.or_null(schema, ty))
            }
            None if is_json(&media.media_type) => HookReading::Json(specsmith_model::TypeRef::Json),
            _ => HookReading::Text,
        };
        let deprecated = hook.docs.deprecated;
        made.push((hook.from, Hook { ident, docs: words(hook, graph), deprecated, reading }));
    }
    made
}

/// JSON, else text; the first in an order that is not the document's.
fn best<'m, 't>(media: &'m [Media<'t>]) -> Option<&'m Media<'t>> {
    let rank = |it: &Media<'_>| match it.media_type.as_str() {
        "application/json" => Some(0),
        other if is_json(other) => Some(1),
        "*/*" if it.schema.is_some() => Some(2),
        other => other.starts_with("text/").then_some(3),
    };
    let ranked = media.iter().filter_map(|it| Some((rank(it)?, it.media_type.as_str(), it)));
    ranked.min_by_key(|(rank, name, _)| (*rank, *name)).map(|(_, _, it)| it)
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
