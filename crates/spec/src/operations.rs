//! Paths to operations: parameters inherited and resolved, bodies, answers and security in normal form.

use std::collections::BTreeMap;

use openapiv3::StatusCode;
use specsmith_source::{Diagnostics, Kind, Node, Origin};

use crate::document::Document;
use crate::follow::{Follower, value};
use crate::graph::{
    Body, Graph, Media, Method, Operation, Parameter, ParameterPlace, Response, Status, Style,
};
use crate::schemas::{Finished, Schemas};
use crate::shape::Docs;
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
    let left_out = resolver.left_out;
    let Finished { schemas, links, unknown_formats } = resolver.schemas.finish(resolver.diagnostics);
    Graph {
        root,
        info,
        servers,
        tags,
        schemes,
        operations,
        left_out,
        components,
        links,
        unknown_formats,
        schemas,
    }
}

struct Resolver<'t, 'd> {
    schemas: Schemas<'t>,
    diagnostics: &'d mut Diagnostics,
    /// Where each operationId was first used.
    ids: BTreeMap<&'t str, Origin>,
    left_out: Vec<Node<'t>>,
}

impl<'t> Resolver<'t, '_> {
    fn path_item(&mut self, path: &'t str, declared: Node<'t>) -> Vec<Operation<'t>> {
        let Some(item) = self.schemas.follower.settle(declared, "the path", self.diagnostics) else {
            return Vec::new();
        };
        let Some(template) = template::parameters(declared, path, self.diagnostics) else {
            self.left_out.extend(Method::ALL.iter().filter_map(|(key, _)| item.get(key)));
            return Vec::new();
        };
        let inherited = self.parameters(item);
        let mut operations = Vec::new();
        self.left_out(item);
        self.other_servers(item);
        // In the order of the text, not of the methods.
        for (key, node) in item.entries() {
            let Some((_, method)) = Method::ALL.iter().find(|(name, _)| *name == key) else { continue };
            let Some(node) = value(node, self.diagnostics) else { continue };
            if !read::is_kind(node, "the operation", Kind::Map, self.diagnostics) {
                self.left_out.push(node);
                continue;
            }
            self.other_servers(node);
            let own = self.parameters(node);
            let mut parameters: Vec<_> = inherited
                .iter()
                .filter(|old| !own.iter().any(|new| new.name == old.name && new.place == old.place))
                .map(Parameter::again)
                .collect();
            parameters.extend(own);
            self.check_template(node, path, &template, &mut parameters);
            operations.push(self.operation(node, *method, path, template.clone(), parameters));
        }
        operations
    }

    /// Calls go to the client's base URL, wherever a path or an operation says it lives.
    fn other_servers(&mut self, holder: Node<'t>) {
        if let Some(servers) = holder.get("servers") {
            self.diagnostics.fallback(
                servers,
                "a server of one path",
                "its calls go to the client's base URL",
            );
        }
    }

    /// Methods that have no function of their own in a client, and words that are no methods.
    fn left_out(&mut self, item: Node<'t>) {
        const OTHERS: [&str; 7] =
            ["parameters", "summary", "description", "servers", "$ref", "additionalOperations", "query"];
        let methods = Method::ALL.iter().map(|(key, _)| *key);
        let known: Vec<&str> = methods.chain(OTHERS).collect();
        for (_, node) in item.entries().filter(|(key, _)| !known.contains(key) && !key.starts_with("x-")) {
            self.diagnostics.unknown_method(node, &known);
        }
        let others = read::map(item, "additionalOperations", "`additionalOperations`", self.diagnostics);
        for (method, node) in item.get("query").map(|it| ("QUERY", it)).into_iter().chain(others) {
            let what = format!("an operation with the method `{method}`");
            self.diagnostics.fallback(node, &what, "it is left out");
            self.left_out.push(node);
        }
    }

    fn operation(
        &mut self,
        node: Node<'t>,
        method: Method,
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
        }
    }

    fn check_template(
        &mut self,
        node: Node<'t>,
        path: &str,
        template: &[&'t str],
        parameters: &mut Vec<Parameter<'t>>,
    ) {
        parameters.retain(|it| {
            let placed = it.place != ParameterPlace::Path || template.contains(&it.name);
            if !placed {
                self.diagnostics.parameter_not_in_template(node, it.node.origin(), it.name, path);
            }
            placed
        });
        for name in template {
            if !parameters.iter().any(|it| it.place == ParameterPlace::Path && it.name == *name) {
                self.diagnostics.undeclared_in_template(node, name, path);
                parameters.push(Parameter {
                    node,
                    name,
                    place: ParameterPlace::Path,
                    required: true,
                    style: Style::Simple,
                    schema: self.schemas.text(node),
                    docs: Docs::default(),
                });
            }
        }
    }

    fn parameters(&mut self, holder: Node<'t>) -> Vec<Parameter<'t>> {
        let mut parameters: Vec<Parameter<'t>> = Vec::new();
        for declared in read::list(holder, "parameters", "`parameters`", self.diagnostics) {
            let node = self.schemas.follower.settle(declared, "the parameter", self.diagnostics);
            let Some(mut parameter) = node.and_then(|node| self.parameter(node)) else { continue };
            parameter.docs.description = self.description(declared).or(parameter.docs.description);
            match parameters.iter().find(|it| it.name == parameter.name && it.place == parameter.place) {
                Some(first) => {
                    self.diagnostics.duplicate_parameter(declared, first.node.origin(), parameter.name);
                }
                None => parameters.push(parameter),
            }
        }
        parameters
    }

    fn parameter(&mut self, node: Node<'t>) -> Option<Parameter<'t>> {
        for key in ["name", "in"] {
            if node.get(key).is_none() {
                self.diagnostics.missing_key(node, "the parameter", key, "it is left out");
            }
        }
        let name = read::text(node, "name", "the name of the parameter", self.diagnostics)?;
        read::text(node, "in", "`in`", self.diagnostics)?;
        let place = match node.get("in")?.text()? {
            "path" => ParameterPlace::Path,
            "query" => ParameterPlace::Query,
            "header" => ParameterPlace::Header,
            "cookie" => ParameterPlace::Cookie,
            "querystring" => {
                self.diagnostics.fallback(node, "a parameter that is the whole query", "it is left out");
                return None;
            }
            _ => {
                let places = ["path", "query", "header", "cookie"];
                let what = "place of a parameter";
                self.diagnostics.unknown_word(node.get("in")?, what, &places, "it is left out");
                return None;
            }
        };
        // The standard keeps these to the body, the answers and the security of the operation.
        let kept = ["accept", "authorization", "content-type"];
        if place == ParameterPlace::Header && kept.contains(&name.to_ascii_lowercase().as_str()) {
            self.diagnostics.fallback(node, "a parameter for this header", "the client sends it of its own");
            return None;
        }
        let required = read::flag(node, "required", "`required`", self.diagnostics);
        let content = read::map(node, "content", "`content`", self.diagnostics).next();
        let (schema, json) = match (node.get("schema"), content) {
            (Some(schema), _) => (Some(schema), false),
            (None, Some((_, media))) => (media.get("schema"), true),
            (None, None) => {
                self.diagnostics.missing_key(node, "the parameter", "schema", "its value is any JSON");
                (None, false)
            }
        };
        Some(Parameter {
            node,
            name,
            place,
            required: required || place == ParameterPlace::Path,
            style: if json { Style::Json } else { self.style(node, place) },
            schema: match schema {
                Some(schema) => self.schemas.schema(schema, self.diagnostics),
                None => self.schemas.any(node),
            },
            docs: Docs {
                title: None,
                description: self.description(node),
                deprecated: read::flag(node, "deprecated", "`deprecated`", self.diagnostics),
                link: None,
            },
        })
    }

    /// What stands beside a reference goes before what it refers to.
    fn description(&mut self, node: Node<'t>) -> Option<&'t str> {
        read::prose(node, "description", "the description", self.diagnostics)
    }

    fn style(&mut self, node: Node<'t>, place: ParameterPlace) -> Style {
        let style = read::text(node, "style", "the style", self.diagnostics);
        let explode = node.get("explode").and_then(Node::bool);
        match (place, style) {
            (ParameterPlace::Path | ParameterPlace::Header, None | Some("simple")) => Style::Simple,
            (ParameterPlace::Query | ParameterPlace::Cookie, None | Some("form")) => {
                if explode.unwrap_or(true) { Style::FormExploded } else { Style::Form }
            }
            (ParameterPlace::Query, Some("spaceDelimited")) if explode != Some(true) => Style::SpaceDelimited,
            (ParameterPlace::Query, Some("pipeDelimited")) if explode != Some(true) => Style::PipeDelimited,
            (ParameterPlace::Query, Some("spaceDelimited" | "pipeDelimited")) => Style::FormExploded,
            (ParameterPlace::Query, Some("deepObject")) => Style::DeepObject,
            (ParameterPlace::Path, Some("label" | "matrix")) => {
                self.diagnostics.fallback(node, "this style", "the value is written in the style `simple`");
                Style::Simple
            }
            (_, Some(_)) => {
                let allowed: &[&str] = match place {
                    ParameterPlace::Path => &["simple", "label", "matrix"],
                    ParameterPlace::Query => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
                    ParameterPlace::Header => &["simple"],
                    ParameterPlace::Cookie => &["form"],
                };
                if let Some(style) = node.get("style") {
                    let what = "style of a parameter in this place";
                    self.diagnostics.unknown_word(style, what, allowed, "it is written in the usual one");
                }
                Style::Simple
            }
        }
    }

    fn body(&mut self, declared: Node<'t>) -> Option<Body<'t>> {
        let node = self.schemas.follower.settle(declared, "the request body", self.diagnostics)?;
        if node.get("content").is_none() {
            self.diagnostics.missing_key(node, "the request body", "content", "nothing is sent");
        }
        Some(Body {
            node,
            description: self.description(declared).or_else(|| self.description(node)),
            media: self.media(node),
        })
    }

    fn media(&mut self, holder: Node<'t>) -> Vec<Media<'t>> {
        let mut media = Vec::new();
        for (media_type, node) in read::map(holder, "content", "`content`", self.diagnostics) {
            let media_type = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            let meant = match Follower::reference(node) {
                Some(_) => self.schemas.follower.settle(node, "the media type", self.diagnostics),
                None => Some(node),
            };
            let schema =
                meant.and_then(|it| it.get("schema")).map(|it| self.schemas.schema(it, self.diagnostics));
            media.push(Media { node, media_type, schema });
        }
        media
    }

    fn responses(&mut self, operation: Node<'t>) -> Vec<Response<'t>> {
        if operation.get("responses").is_none() {
            self.diagnostics.missing_key(operation, "the operation", "responses", "no answer is read");
        }
        let (mut responses, mut seen) = (Vec::new(), Vec::new());
        for (key, declared) in read::map(operation, "responses", "`responses`", self.diagnostics) {
            if key.starts_with("x-") {
                continue;
            }
            let Some(status) = status(key) else {
                self.diagnostics.bad_status(declared);
                continue;
            };
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == status) {
                self.diagnostics.duplicate_status(declared, *first);
                continue;
            }
            seen.push((status, declared.origin()));
            // Of an answer that cannot be read the status is known: another's type must not be read in its place.
            let settled = self.schemas.follower.settle(declared, "the response", self.diagnostics);
            responses.push(Response {
                node: settled.unwrap_or(declared),
                status,
                description: self
                    .description(declared)
                    .or_else(|| settled.and_then(|it| self.description(it))),
                media: settled.map(|it| self.media(it)).unwrap_or_default(),
            });
        }
        responses
    }
}

impl Parameter<'_> {
    /// A path's parameter belongs to each of its operations.
    fn again(&self) -> Self {
        let Self { node, name, place, required, style, schema, docs } = *self;
        Self { node, name, place, required, style, schema, docs }
    }
}

fn status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    match serde_json::from_value(key.into()).ok()? {
        StatusCode::Code(code @ 100..=599) => Some(Status::Code(code)),
        StatusCode::Range(hundreds @ 1..=5) => Some(Status::Range(hundreds)),
        StatusCode::Code(_) | StatusCode::Range(_) => None,
    }
}
