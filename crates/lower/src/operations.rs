//! Operations by tag: names of modules and functions, and the parts of each call put together.

use std::collections::{BTreeMap, BTreeSet};

use specsmith_model::{Group, Ident, Method, Operation, Step};
use specsmith_spec::{self as spec, Graph};

use crate::scope::{Claim, Scope};
use crate::security::Securities;
use crate::settings::operation_key;
use crate::types::Types;
use crate::{answers, docs, names, parameters};

/// The module of operations that have no tag.
const UNTAGGED: &str = "untagged";

/// The module of a document's types; a tag of that name gives way.
const TYPES: &str = "types";

/// The operations of a document by their first tag, tags in the order of the document. `own` is the document's module.
pub(crate) fn groups<'t>(
    graph: &Graph<'t>,
    own: &Ident,
    security: &Securities,
    types: &mut Types<'_, 't, '_, '_>,
) -> Vec<Group> {
    let mut by_tag: BTreeMap<&str, Vec<&spec::Operation<'t>>> = BTreeMap::new();
    for operation in &graph.operations {
        by_tag.entry(tag_of(operation)).or_default().push(operation);
    }
    let mut seen = BTreeSet::new();
    let declared = graph.tags.iter().map(|it| it.name);
    let all = declared.chain(graph.operations.iter().map(tag_of));
    let tags: Vec<&str> = all.filter(|tag| by_tag.contains_key(tag) && seen.insert(*tag)).collect();
    let claims = tags.iter().map(|tag| {
        let candidates = vec![names::value_name(tag), names::value_name(&format!("{tag} api"))];
        Claim { node: graph.root, order: (*tag).to_owned(), candidates }
    });
    let reserved = [TYPES, "mod", "specsmith_runtime", own.text()];
    let modules = Scope::with(&reserved).claim_all(claims.collect(), types.diagnostics);
    let mut groups = Vec::new();
    for (tag, module) in tags.iter().zip(modules) {
        let operations = by_tag.get(tag).map(Vec::as_slice).unwrap_or_default();
        let tagged = operations.iter().any(|it| !it.tags.is_empty());
        let idents = function_names(operations, types);
        let companions = operations.iter().zip(&idents).map(|(it, ident)| Claim {
            node: it.node,
            order: order(it),
            candidates: vec![names::companion_name(ident, "")],
        });
        let companions = Scope::with(&[]).claim_all(companions.collect(), types.diagnostics);
        let mut made = Vec::new();
        for ((it, ident), companion) in operations.iter().zip(idents).zip(companions) {
            made.push(operation(it, Names { ident, companion, module: &module }, security, types));
        }
        let operations = made;
        let said = graph.tags.iter().find(|it| it.name == *tag).and_then(|it| it.description);
        let title = format!("Operations tagged `{}`.", docs::code(tag));
        let title = if tagged { title } else { "Operations without a tag.".to_owned() };
        groups.push(Group {
            ident: module,
            docs: docs::paragraphs([title.as_str(), said.unwrap_or_default()]),
            operations,
        });
    }
    groups
}

/// What an operation is called, and where.
struct Names<'n> {
    ident: Ident,
    /// What the types that only it uses begin with.
    companion: Ident,
    module: &'n Ident,
}

fn tag_of<'t>(operation: &spec::Operation<'t>) -> &'t str {
    operation.tags.first().copied().unwrap_or(UNTAGGED)
}

/// The place of an operation where names are given.
fn order(operation: &spec::Operation<'_>) -> String {
    format!("{} {}", operation.path, operation.method.key())
}

fn function_names(operations: &[&spec::Operation<'_>], types: &mut Types<'_, '_, '_, '_>) -> Vec<Ident> {
    let mut claims = Vec::new();
    for operation in operations {
        let names = names::operation_names(operation, types.ledger.prefix());
        if names.prefix_used {
            types.ledger.prefix_used();
        }
        let pinned = types.ledger.pin(|| operation_key(operation));
        claims.push(Claim {
            node: operation.node,
            order: order(operation),
            candidates: pinned.into_iter().chain(names.candidates).collect(),
        });
    }
    Scope::with(&[]).claim_all(claims, types.diagnostics)
}

fn operation<'t>(
    operation: &spec::Operation<'t>,
    names: Names<'_>,
    security: &Securities,
    types: &mut Types<'_, 't, '_, '_>,
) -> Operation {
    let Names { ident, companion, module } = names;
    types.enter(operation.node);
    let owner = match operation.tags.first() {
        Some(_) => names::inner_type_name(&names::type_name(module.text()), ident.text()),
        None => names::companion_name(&ident, ""),
    };
    let parameters::Parameters { arguments, params, mut steps } =
        parameters::parameters(operation, &companion, &owner, types);
    let body = operation.body.as_ref().and_then(|it| answers::body(it, &companion, &owner, types));
    steps.extend(body.as_ref().map(|_| Step::Body));
    steps.extend(types.ledger.is_long(operation).then_some(Step::Long));
    let (reading, reply) = answers::answer(operation, &companion, &owner, types);
    Operation {
        docs: docs::operation(operation),
        deprecated: operation.docs.deprecated,
        method: method(operation.method),
        template: rooted(operation.path),
        security: security.need(&operation.security, types.graph),
        ident,
        arguments,
        params,
        body,
        steps,
        reading,
        reply,
    }
}

/// A path as it is sent: the slash that some documents leave out goes before it.
fn rooted(path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

fn method(method: spec::Method) -> Method {
    match method {
        spec::Method::Get => Method::Get,
        spec::Method::Put => Method::Put,
        spec::Method::Post => Method::Post,
        spec::Method::Delete => Method::Delete,
        spec::Method::Options => Method::Options,
        spec::Method::Head => Method::Head,
        spec::Method::Patch => Method::Patch,
        spec::Method::Trace => Method::Trace,
    }
}
