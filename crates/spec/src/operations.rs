//! Paths to operations: parameters inherited and resolved, and security in normal form.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use specsmith_source::{Diagnostics, Kind, Node, Origin};

use crate::document::Document;
use crate::follow::value;
use crate::graph::{Graph, Method, Operation, Parameter, Server};
use crate::schemas::{Finished, Schemas};
use crate::servers::servers;
use crate::{read, security, template};

/// Follows every reference and brings the whole document into normal form.
pub fn resolve<'t>(document: Document<'t>, diagnostics: &mut Diagnostics) -> Graph<'t> {
    let Document { root, info, servers, tags, schemes } = document;
    let mut resolver =
        Resolver { schemas: Schemas::new(root), diagnostics, ids: BTreeMap::new(), left_out: Vec::new() };
    let components = resolver.schemas.components(resolver.diagnostics);
    let default_security =
        security::requirements(root, root, &schemes, resolver.diagnostics).unwrap_or_default();
    let mut operations = Vec::new();
    for (path, node) in read::map(root, "paths", "`paths`", resolver.diagnostics) {
        if path.starts_with("x-") {
            continue;
        }
        for mut operation in resolver.path_item(path, node) {
            operation.security = security::requirements(operation.node, root, &schemes, resolver.diagnostics)
                .unwrap_or_else(|| default_security.clone());
            operations.push(operation);
        }
    }
    let hooks = resolver.hooks(root, &operations);
    let servers = if servers.is_empty() { usual_server(&operations) } else { servers };
    let left_out = resolver.left_out;
    let Finished { schemas, links, unknown_formats } = resolver.schemas.finish(resolver.diagnostics);
    Graph {
        root,
        info,
        servers,
        tags,
        schemes,
        operations,
        hooks,
        left_out,
        components,
        links,
        unknown_formats,
        schemas,
    }
}

/// Where a document names no server, the one that most of its operations name is as good as one of its own.
fn usual_server<'t>(operations: &[Operation<'t>]) -> Vec<Server<'t>> {
    let all = || operations.iter().filter_map(|it| it.servers.first()).filter(|it| !it.is_relative());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for server in all() {
        *counts.entry(server.url).or_default() += 1;
    }
    let usual = all().max_by_key(|it| (counts.get(it.url), Reverse(it.url)));
    usual.cloned().into_iter().collect()
}

/// Where the document is read from, and complained of.
pub(crate) struct Resolver<'t, 'd> {
    pub(crate) schemas: Schemas<'t>,
    pub(crate) diagnostics: &'d mut Diagnostics,
    /// Where each operationId was first used.
    ids: BTreeMap<&'t str, Origin>,
    left_out: Vec<Node<'t>>,
}

impl<'t> Resolver<'t, '_> {
    fn path_item(&mut self, path: &'t str, declared: Node<'t>) -> Vec<Operation<'t>> {
        let Some(item) = self.schemas.follower.settle(declared, "the path", self.diagnostics) else {
            return Vec::new();
        };
        let methods = self.methods(item);
        let Some(template) = template::parameters(declared, path, self.diagnostics) else {
            self.left_out.extend(methods.into_iter().map(|(_, node)| node));
            return Vec::new();
        };
        let inherited = self.parameters(item);
        let mut operations = Vec::new();
        let shared = servers(item, self.diagnostics);
        for (method, node) in methods {
            let Some(node) = value(node, self.diagnostics) else { continue };
            if !read::is_kind(node, "the operation", Kind::Map, self.diagnostics) {
                self.left_out.push(node);
                continue;
            }
            let own_servers = servers(node, self.diagnostics);
            let own = self.parameters(node);
            let mut parameters = Self::inherit(&inherited, own);
            self.check_template(node, path, &template, &mut parameters);
            let operation = self.operation(node, method, path, template.clone(), parameters);
            let servers = if own_servers.is_empty() { shared.clone() } else { own_servers };
            operations.push(Operation { servers, ..operation });
        }
        operations
    }

    /// The methods of a path with what stands there, in the order of the text; and complaints of words that are none.
    pub(crate) fn methods(&mut self, item: Node<'t>) -> Vec<(Method<'t>, Node<'t>)> {
        const OTHERS: [&str; 6] =
            ["parameters", "summary", "description", "servers", "$ref", "additionalOperations"];
        let known: Vec<&str> = Method::ALL.iter().map(|(key, _)| *key).chain(OTHERS).collect();
        let mut methods = Vec::new();
        for (key, node) in item.entries() {
            match Method::ALL.iter().find(|(name, _)| *name == key) {
                Some((_, method)) => methods.push((*method, node)),
                None if known.contains(&key) || key.starts_with("x-") => {}
                None => self.diagnostics.unknown_method(node, &known),
            }
        }
        for (name, node) in
            read::map(item, "additionalOperations", "`additionalOperations`", self.diagnostics)
        {
            if Method::ALL.iter().any(|(key, _)| key.eq_ignore_ascii_case(name)) || !is_method(name) {
                self.diagnostics.not_an_additional_method(node);
                self.left_out.push(node);
            } else {
                methods.push((Method::Other(name), node));
            }
        }
        methods
    }

    fn operation(
        &mut self,
        node: Node<'t>,
        method: Method<'t>,
        path: &'t str,
        template: Vec<&'t str>,
        parameters: Vec<Parameter<'t>>,
    ) -> Operation<'t> {
        let id = read::text(node, "operationId", "the operationId", self.diagnostics);
        if let (Some(id), Some(at)) = (id, node.get("operationId")) {
            match self.ids.get(id) {
                Some(first) => self.diagnostics.duplicate_operation_id(at, *first),
                None => drop(self.ids.insert(id, at.origin())),
            }
        }
        Operation {
            node,
            method,
            path,
            template,
            id,
            tags: read::texts(node, "tags", "the tag", self.diagnostics),
            docs: read::docs(node, "summary", self.diagnostics),
            parameters,
            body: node.get("requestBody").and_then(|body| self.body(body)),
            responses: self.responses(node),
            security: Vec::new(),
            links: self.links(node),
            servers: Vec::new(),
        }
    }

    /// What stands beside a reference goes before what it refers to.
    pub(crate) fn description(&mut self, node: Node<'t>) -> Option<&'t str> {
        read::prose(node, "description", "the description", self.diagnostics)
    }
}

/// Whether HTTP takes it for a method.
fn is_method(name: &str) -> bool {
    let token = |it: u8| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it);
    !name.is_empty() && name.bytes().all(token)
}
