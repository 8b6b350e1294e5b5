//! Operations by tag: names of modules and functions, and the parts of each call put together.

use std::collections::{BTreeMap, BTreeSet};

use specsmith_model::{Group, Ident, JobFn, Method, Operation, PagesFn, Reading, Step, StreamFn, TypeRef};
use specsmith_source::Node;
use specsmith_spec::{self as spec, Graph};

use crate::extras::{Extras, Functions};
use crate::headers::Headers;
use crate::rules::{NameKind, Rule};
use crate::scope::{Candidate, Claim, Listed, Scope};
use crate::security::Securities;
use crate::servers::Servers;
use crate::settings::CallSetting;
use crate::streams::Standing;
use crate::types::Types;
use crate::{answers, bodies, docs, errors, function_names, hooks, keys, names, parameters};

/// The module of operations that have no tag.
const UNTAGGED: &str = "untagged";

/// Files that Windows takes for devices, whatever their extension.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
    "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The module of a document's types; a tag of that name gives way.
const TYPES: &str = "types";

/// The file of the types that no operation reaches.
pub(crate) const UNREACHED: &str = "unreached";

/// Where a path has the methods that have no key of their own.
pub(crate) const ADDITIONAL: &str = "additionalOperations";

/// What operations refer to by name: what they ask for, their servers, the headers of their answers.
type Constants<'c, 't> = (&'c Securities, &'c Servers, &'c Extras<'c, 't, 'c>, &'c Headers);

/// The operations of a document by their first tag, tags in the order of the document.
pub(crate) fn groups<'t>(
    graph: &Graph<'t>,
    constants: Constants<'_, 't>,
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
    let own = types.ledger.module().text();
    let claims = tags.iter().map(|tag| Claim {
        node: graph.root,
        key: format!("#/tags/{}", keys::escape(tag)),
        listed: Some(Listed { kind: NameKind::Module, path: format!("{own}::") }),
        candidates: vec![
            Candidate::new(names::value_name(tag), Rule::Tag),
            Candidate::new(names::value_name(&format!("{tag} api")), Rule::Qualified("a word")),
        ],
    });
    let reserved: Vec<&str> = [TYPES, UNREACHED, hooks::MODULE, "mod", "specsmith_runtime", own]
        .into_iter()
        .chain(DEVICES)
        .collect();
    let modules = Scope::with(&reserved).claim_all(claims.collect(), types.ledger, types.diagnostics);
    let mut groups = Vec::new();
    for (tag, module) in tags.iter().zip(modules) {
        let operations = by_tag.get(tag).map(Vec::as_slice).unwrap_or_default();
        let tagged = operations.iter().any(|it| !it.tags.is_empty());
        let path = format!("{own}::{}::", module.text());
        let mut functions = Scope::with(&[]);
        let idents = function_names(operations, (&mut functions, &path), types);
        let (_, _, extras, _) = constants;
        let further = extras.functions(operations, &idents, (&mut functions, &path), types);
        let companions = operations
            .iter()
            .zip(&idents)
            .map(|(it, ident)| Claim::unlisted(it.node, key(it), vec![names::companion_name(ident, "")]));
        let companions = Scope::with(&[]).claim_all(companions.collect(), types.ledger, types.diagnostics);
        let mut made = Vec::new();
        let mut scope = Scope::with(&[]);
        for (((it, ident), companion), further) in operations.iter().zip(idents).zip(companions).zip(further)
        {
            let names = Names { ident, companion, further, module: &module, scope: &mut scope };
            made.push(operation(it, names, constants, types));
        }
        let operations = made;
        let said = graph.tags.iter().find(|it| it.name == *tag);
        let title = format!("Operations tagged {}.", docs::span(tag));
        let title = if tagged { title } else { "Operations without a tag.".to_owned() };
        let mut docs =
            docs::paragraphs([title.as_str(), said.and_then(|it| it.description).unwrap_or_default()]);
        docs::add(&mut docs, docs::link(said.and_then(|it| it.link)));
        groups.push(Group { ident: module, docs, operations });
    }
    groups
}

/// What an operation is called, and where.
struct Names<'n> {
    ident: Ident,
    /// What the types that only it uses begin with.
    companion: Ident,
    /// Its further functions.
    further: Functions,
    module: &'n Ident,
    /// The names of such types in the module.
    scope: &'n mut Scope,
}

/// The types that only one operation uses: what they are for, what their names are made of, and where they go.
pub(crate) struct Companions<'n> {
    key: String,
    path: String,
    base: Ident,
    scope: &'n mut Scope,
    /// The path of the function.
    pub(crate) function: String,
}

impl Companions<'_> {
    /// What stands for a part of the operation.
    pub(crate) fn part(&self, words: &str) -> String {
        format!("{}/{words}", self.key)
    }

    /// The path of a member of such a type.
    pub(crate) fn member(&self, ident: &Ident, separator: &str) -> String {
        format!("{}{}{separator}", self.path, ident.text())
    }

    /// The name of one.
    pub(crate) fn name<'t>(
        &mut self,
        node: Node<'t>,
        kind: NameKind,
        types: &mut Types<'_, 't, '_, '_>,
    ) -> Ident {
        let (words, part) = match kind {
            NameKind::Body => ("Body", "requestBody"),
            NameKind::Reply => ("Reply", "responses"),
            NameKind::Events => ("Event", "events"),
            NameKind::Args => ("Args", "parameters+required"),
            NameKind::Error => ("Error", "responses/errors"),
            _ => ("Params", "parameters"),
        };
        let name = names::companion_name(&self.base, words);
        let claim = Claim {
            node,
            key: self.part(part),
            listed: Some(Listed { kind, path: self.path.clone() }),
            candidates: vec![Candidate::new(name.clone(), Rule::Companion)],
        };
        let given = self.scope.claim_all(vec![claim], types.ledger, types.diagnostics);
        given.into_iter().next().unwrap_or(name)
    }
}

fn tag_of<'t>(operation: &spec::Operation<'t>) -> &'t str {
    operation.tags.first().copied().unwrap_or(UNTAGGED)
}

/// What an operation is known by. Two paths may share one item, so this is not always where it stands.
pub(crate) fn key(operation: &spec::Operation<'_>) -> String {
    let path = keys::escape(operation.path);
    match operation.method {
        spec::Method::Other(name) => format!("#/paths/{path}/{ADDITIONAL}/{}", keys::escape(name)),
        known => format!("#/paths/{path}/{}", known.key()),
    }
}

fn function_names(
    operations: &[&spec::Operation<'_>],
    (scope, path): (&mut Scope, &str),
    types: &mut Types<'_, '_, '_, '_>,
) -> Vec<Ident> {
    let mut claims = Vec::new();
    for operation in operations {
        let names = function_names::operation_names(operation, types.ledger.prefix());
        if names.prefix_used {
            types.ledger.prefix_used();
        }
        claims.push(Claim {
            node: operation.node,
            key: key(operation),
            listed: Some(Listed { kind: NameKind::Operation, path: path.to_owned() }),
            candidates: names.candidates,
        });
    }
    scope.claim_all(claims, types.ledger, types.diagnostics)
}

fn operation<'t>(
    operation: &spec::Operation<'t>,
    names: Names<'_>,
    (security, servers, extras, headers): Constants<'_, 't>,
    types: &mut Types<'_, 't, '_, '_>,
) -> Operation {
    let Names { ident, companion, further, module, scope } = names;
    types.enter(operation.node);
    let owner = match operation.tags.first() {
        Some(_) => names::inner_type_name(&names::type_name(module.text()), ident.text()),
        None => names::companion_name(&ident, ""),
    };
    let path = format!("{}::{}::", types.ledger.module().text(), module.text());
    let function = format!("{path}{}", ident.text());
    let mut companions = Companions { key: key(operation), path, base: companion, scope, function };
    let parameters::Parameters { arguments, args, params, mut steps } =
        parameters::parameters(operation, &mut companions, &owner, types);
    let body = bodies::body(operation, &mut companions, &owner, types);
    steps.extend(servers.of(operation, types.graph).map(Step::Server));
    steps.extend(body.as_ref().map(|_| Step::Body));
    if let Some(CallSetting { long, repetition, .. }) = types.ledger.call(operation) {
        steps.extend(long.then_some(Step::Long));
        steps.extend(repetition.map(Step::Repetition));
    }
    let plan = extras.stream(operation);
    let mut streaming = plan.map(|it| it.streaming(operation, &mut companions, &owner, types));
    let alone = plan.is_some_and(|it| it.standing == Standing::Alone);
    let (reading, reply) = match streaming.take_if(|_| alone) {
        Some(streaming) => (Reading::Stream(streaming), None),
        None => answers::answer(operation, &mut companions, &owner, types),
    };
    let Functions { stream, pages, job } = further;
    let pages = pages.zip(extras.pages(operation)).map(|(ident, rule)| PagesFn {
        ident,
        paging: rule.paging.clone(),
        page: TypeRef::Json,
        path: Vec::new(),
        item: TypeRef::Json,
    });
    let job = job.zip(extras.job(operation));
    let job = job.map(|(ident, plan)| JobFn { ident, pending: plan.rule.pending.clone(), poll: None });
    let stream = stream.zip(streaming).map(|(ident, streaming)| StreamFn { ident, streaming });
    let errors = errors::errors(operation, &mut companions, &owner, types);
    Operation {
        docs: docs::operation(operation, types.graph),
        deprecated: operation.docs.deprecated,
        method: method(operation.method),
        template: rooted(operation.path),
        security: security.need(&operation.security, types.graph),
        ident,
        arguments,
        args,
        params,
        body,
        steps,
        reading,
        reply,
        example: None,
        errors,
        headers: headers.of(operation),
        stream,
        pages,
        job,
    }
}

/// What tells an operation apart in the model.
pub(crate) fn known_as(operation: &spec::Operation<'_>) -> (Method, String) {
    (method(operation.method), rooted(operation.path))
}

/// What tells operations apart in the model.
pub(crate) fn keys<'g, 't: 'g>(
    operations: impl Iterator<Item = &'g spec::Operation<'t>>,
) -> BTreeSet<(Method, String)> {
    operations.map(known_as).collect()
}

/// A path as it is sent: the slash that some documents leave out goes before it.
fn rooted(path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

fn method(method: spec::Method<'_>) -> Method {
    match method {
        spec::Method::Get => Method::Get,
        spec::Method::Put => Method::Put,
        spec::Method::Post => Method::Post,
        spec::Method::Delete => Method::Delete,
        spec::Method::Options => Method::Options,
        spec::Method::Head => Method::Head,
        spec::Method::Patch => Method::Patch,
        spec::Method::Trace => Method::Trace,
        spec::Method::Query => Method::Other("QUERY".to_owned()),
        spec::Method::Other(name) => Method::Other(name.to_owned()),
    }
}
