//! Operations by tag: names of modules and functions, and the parts of each call put together.

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

/// The operations of a document by their first tag, tags in the order of the document.
pub(crate) fn groups(
    graph: &Graph<'_>,
    security: &Securities,
    types: &mut Types<'_, '_, '_, '_>,
) -> Vec<Group> {
    let tag_of = |it: &spec::Operation<'_>| it.tags.first().copied().unwrap_or(UNTAGGED).to_owned();
    let mut tags: Vec<String> = Vec::new();
    let declared = graph.tags.iter().map(|it| it.name.to_owned());
    for tag in declared.chain(graph.operations.iter().map(tag_of)) {
        if !tags.contains(&tag) && graph.operations.iter().any(|it| tag_of(it) == tag) {
            tags.push(tag);
        }
    }
    let claims = tags.iter().map(|tag| {
        let candidates = vec![names::value_name(tag), names::value_name(&format!("{tag} api"))];
        Claim { node: graph.root, order: tag.clone(), candidates }
    });
    let modules = Scope::with(&[TYPES]).claim_all(claims.collect(), types.diagnostics);
    let mut groups = Vec::new();
    for (tag, module) in tags.iter().zip(modules) {
        let operations: Vec<_> = graph.operations.iter().filter(|it| tag_of(it) == *tag).collect();
        let idents = function_names(&operations, types);
        let operations = operations
            .iter()
            .zip(idents)
            .map(|(it, ident)| operation(it, ident, &module, security, types))
            .collect();
        let said = graph.tags.iter().find(|it| it.name == *tag).and_then(|it| it.description);
        let title = format!("Operations tagged `{}`.", docs::code(tag));
        groups.push(Group {
            ident: module,
            docs: docs::paragraphs([title.as_str(), said.unwrap_or_default()]),
            operations,
        });
    }
    groups
}

fn function_names(operations: &[&spec::Operation<'_>], types: &mut Types<'_, '_, '_, '_>) -> Vec<Ident> {
    let mut claims = Vec::new();
    for operation in operations {
        let names = names::operation_names(operation, types.ledger.prefix());
        if names.prefix_used {
            types.ledger.prefix_used();
        }
        let pinned = types.ledger.pin(|| operation_key(operation));
        let order = format!("{} {}", operation.path, operation.method.key());
        claims.push(Claim {
            node: operation.node,
            order,
            candidates: pinned.into_iter().chain(names.candidates).collect(),
        });
    }
    Scope::with(&[]).claim_all(claims, types.diagnostics)
}

fn operation(
    operation: &spec::Operation<'_>,
    ident: Ident,
    module: &Ident,
    security: &Securities,
    types: &mut Types<'_, '_, '_, '_>,
) -> Operation {
    let owner = match operation.tags.first() {
        Some(_) => names::inner_type_name(&names::type_name(module.text()), ident.text()),
        None => names::companion_name(&ident, ""),
    };
    let parameters::Parameters { arguments, params, mut steps } =
        parameters::parameters(operation, &ident, &owner, types);
    let body = operation.body.as_ref().and_then(|it| answers::body(it, &ident, &owner, types));
    steps.extend(body.as_ref().map(|_| Step::Body));
    steps.extend(types.ledger.is_long(operation).then_some(Step::Long));
    let (reading, reply) = answers::answer(operation, &ident, &owner, types);
    Operation {
        docs: docs::operation(operation),
        deprecated: operation.docs.deprecated,
        method: method(operation.method),
        template: operation.path.to_owned(),
        security: security.need(&operation.security),
        ident,
        arguments,
        params,
        body,
        steps,
        reading,
        reply,
    }
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
