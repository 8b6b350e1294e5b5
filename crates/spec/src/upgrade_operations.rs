//! Operations of Swagger 2.0: a parameter's own type becomes its schema, bodies and answers name their media types.

use specsmith_source::{Lookup, Node, Origin};

use crate::follow::Follower;
use crate::graph::Method;
use crate::read;
use crate::upgrade::Upgrade;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

/// What a parameter says of its value itself.
const VALUE: [&str; 21] = [
    "type",
    "format",
    "items",
    "enum",
    "nullable",
    "default",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "x-enum-varnames",
    "x-enumNames",
    "x-enum-descriptions",
    "x-enumDescriptions",
];

/// The parameters that are no longer ones.
#[derive(Default)]
struct Inputs {
    body: Option<Origin>,
    form: Vec<Origin>,
}

impl Upgrade<'_> {
    /// What references name: parameters and responses of the document.
    pub(crate) fn shared(&mut self) {
        for parameter in self.entries(self.root, "parameters") {
            if !matches!(self.text(parameter, "in").as_deref(), Some("body" | "formData")) {
                self.value(parameter);
            }
        }
        let produces = self.produces.clone();
        for response in self.entries(self.root, "responses") {
            self.response(response, &produces);
        }
    }

    pub(crate) fn path_item(&mut self, item: Origin) {
        let inherited = self.inputs(item);
        for (key, _) in Method::ALL {
            if let Some(operation) = self.child(item, key) {
                self.operation(self.settle(operation), &inherited);
            }
        }
    }

    fn operation(&mut self, operation: Origin, inherited: &Inputs) {
        let consumes = self.media_types(operation, "consumes").unwrap_or_else(|| self.consumes.clone());
        let produces = self.media_types(operation, "produces").unwrap_or_else(|| self.produces.clone());
        let own = self.inputs(operation);
        let inputs = if own.body.is_none() && own.form.is_empty() { inherited } else { &own };
        match (inputs.body, inputs.form.first()) {
            (Some(body), form) => {
                if let Some(form) = form {
                    self.diagnostics.second_body(self.tree.node(*form), body);
                }
                self.body(operation, body, consumes);
            }
            (None, Some(first)) => self.form(operation, *first, &inputs.form, &consumes),
            (None, None) => {}
        }
        for response in self.entries(operation, "responses") {
            self.response(self.settle(response), &produces);
        }
    }

    /// Takes what makes the body out of a list of parameters; the others get their schemas.
    fn inputs(&mut self, holder: Origin) -> Inputs {
        let node = self.tree.node(holder);
        let declared: Vec<Origin> =
            read::list(node, "parameters", "`parameters`", self.diagnostics).map(Node::origin).collect();
        let mut inputs = Inputs::default();
        for declared in declared {
            let meant = self.settle(declared);
            match (self.text(meant, "in").as_deref(), inputs.body) {
                (Some("body"), Some(first)) => {
                    self.tree.remove(&[declared].into());
                    self.diagnostics.second_body(self.tree.node(declared), first);
                }
                (Some("body"), None) => {
                    self.tree.remove(&[declared].into());
                    inputs.body = Some(meant);
                }
                (Some("formData"), _) => {
                    self.tree.remove(&[declared].into());
                    inputs.form.push(meant);
                }
                _ => self.value(meant),
            }
        }
        inputs
    }

    /// The node that a reference means. What is wrong with one is said when the document is resolved.
    pub(crate) fn settle(&self, declared: Origin) -> Origin {
        /// No document needs more steps.
        const LONGEST: usize = 16;
        let mut node = self.tree.node(declared);
        for _ in 0..LONGEST {
            match Follower::reference(node).map(|(at, reference)| at.locate(reference)) {
                Some(Lookup::Found(next)) => node = next,
                _ => return node.origin(),
            }
        }
        declared
    }

    /// The type of a parameter, and how its list is written.
    fn value(&mut self, parameter: Origin) {
        let node = self.tree.node(parameter);
        if Follower::reference(node).is_some() || node.get("schema").is_some() || node.get("in").is_none() {
            return;
        }
        self.typed(parameter);
        let schema = self.tree.add_map(parameter, "schema", parameter);
        self.share_all(schema, parameter, &VALUE);
        if self.text(parameter, "type").as_deref() == Some("array") {
            self.joined(parameter);
        }
    }

    fn typed(&mut self, parameter: Origin) {
        let node = self.tree.node(parameter);
        if node.get("type").is_none() {
            self.diagnostics.missing_key(node, "the parameter", "type", "its value is any JSON");
        }
    }

    fn share_all(&mut self, to: Origin, from: Origin, keys: &[&str]) {
        for key in keys {
            if let Some(child) = self.child(from, key) {
                self.tree.share(to, child);
            }
        }
    }

    /// `collectionFormat`, in the words of `style` and `explode`. Without one, commas join.
    fn joined(&mut self, parameter: Origin) {
        let query = self.text(parameter, "in").as_deref() == Some("query");
        let format = self.collection_format(parameter);
        let style = match (query, format.as_deref()) {
            (true, Some("multi")) => return,
            (true, Some("ssv")) => "spaceDelimited",
            (true, Some("pipes")) => "pipeDelimited",
            (true, Some("tsv")) | (false, Some("ssv" | "pipes" | "tsv" | "multi")) => {
                let node = self.tree.node(parameter);
                let at = node.get("collectionFormat").unwrap_or(node);
                self.diagnostics.fallback(at, "this `collectionFormat`", "the items are joined by commas");
                "form"
            }
            _ => "form",
        };
        if query {
            self.tree.add_text(parameter, "style", style, parameter);
            self.tree.add_bool(parameter, "explode", false, parameter);
        }
    }

    fn collection_format(&mut self, parameter: Origin) -> Option<String> {
        const FORMATS: [&str; 5] = ["csv", "ssv", "tsv", "pipes", "multi"];
        let node = self.tree.node(parameter);
        let format = read::text(node, "collectionFormat", "the collection format", self.diagnostics)?;
        if !FORMATS.contains(&format) {
            let at = node.get("collectionFormat").unwrap_or(node);
            self.diagnostics.unknown_word(at, "collection format", &FORMATS, "commas join the items");
        }
        Some(format.to_owned())
    }

    fn body(&mut self, operation: Origin, parameter: Origin, consumes: Vec<String>) {
        let body = self.tree.add_map(operation, "requestBody", parameter);
        self.share_all(body, parameter, &["description", "required"]);
        let content = self.tree.add_map(body, "content", parameter);
        let schema = self.child(parameter, "schema");
        if schema.is_none() {
            let node = self.tree.node(parameter);
            self.diagnostics.missing_key(node, "the body parameter", "schema", "it is any JSON");
        }
        // A form has no body parameter: those types are there for other operations.
        let consumes = consumes.into_iter().filter(|it| it != FORM && it != MULTIPART).collect();
        for media_type in or_json(consumes) {
            let media = self.tree.add_map(content, &media_type, parameter);
            if let Some(schema) = schema {
                self.tree.share(media, schema);
            }
        }
    }

    fn form(&mut self, operation: Origin, first: Origin, fields: &[Origin], consumes: &[String]) {
        let body = self.tree.add_map(operation, "requestBody", first);
        let content = self.tree.add_map(body, "content", first);
        let files = fields.iter().any(|it| self.text(*it, "type").as_deref() == Some("file"));
        let listed = |it: &&str| consumes.iter().any(|known| known == it);
        let mut types: Vec<&str> = [FORM, MULTIPART].into_iter().filter(listed).collect();
        if files {
            types = vec![MULTIPART];
        } else if types.is_empty() {
            types = vec![FORM];
        }
        let mut schema = None;
        for media_type in types {
            let media = self.tree.add_map(content, media_type, first);
            match schema {
                Some(schema) => self.tree.share(media, schema),
                None => schema = Some(self.form_schema(media, first, fields)),
            }
        }
        if fields.iter().any(|it| self.is_required(*it)) {
            self.tree.add_bool(body, "required", true, first);
        }
    }

    fn is_required(&self, parameter: Origin) -> bool {
        self.tree.node(parameter).get("required").and_then(Node::bool).unwrap_or_default()
    }

    fn form_schema(&mut self, media: Origin, first: Origin, fields: &[Origin]) -> Origin {
        let schema = self.tree.add_map(media, "schema", first);
        self.tree.add_text(schema, "type", "object", first);
        let properties = self.tree.add_map(schema, "properties", first);
        let required = self.tree.add_list(schema, "required", first);
        for field in fields {
            let node = self.tree.node(*field);
            if node.get("name").is_none() {
                self.diagnostics.missing_key(node, "the parameter", "name", "it is left out");
            }
            let name = read::text(node, "name", "the name of the parameter", self.diagnostics);
            let Some(name) = name.map(str::to_owned) else { continue };
            if let Some(known) = self.child(properties, &name) {
                self.diagnostics.duplicate_parameter(node, known, &name);
                continue;
            }
            if self.is_required(*field) {
                self.tree.add_text(required, "", &name, *field);
            }
            self.field(properties, &name, *field);
        }
        schema
    }

    fn field(&mut self, properties: Origin, name: &str, field: Origin) {
        self.typed(field);
        let property = self.tree.add_map(properties, name, field);
        self.share_all(property, field, &["description"]);
        if self.text(field, "type").as_deref() == Some("file") {
            return self.binary(property, field);
        }
        self.share_all(property, field, &VALUE);
        let list = self.text(field, "type").as_deref() == Some("array");
        if list && self.collection_format(field).as_deref() != Some("multi") {
            let node = self.tree.node(field);
            self.diagnostics.fallback(node, "a list in one field of a form", "each item is sent as a field");
        }
    }

    fn binary(&mut self, schema: Origin, written: Origin) {
        self.tree.add_text(schema, "type", "string", written);
        self.tree.add_text(schema, "format", "binary", written);
    }

    fn response(&mut self, response: Origin, produces: &[String]) {
        let Some(schema) = self.child(response, "schema") else { return };
        if self.child(response, "content").is_some() {
            return;
        }
        let content = self.tree.add_map(response, "content", schema);
        if self.text(schema, "type").as_deref() == Some("file") {
            let bytes = produces.iter().find(|it| *it != JSON && *it != "*/*");
            let media_type = bytes.map_or("application/octet-stream", String::as_str);
            let media = self.tree.add_map(content, media_type, schema);
            let file = self.tree.add_map(media, "schema", schema);
            return self.binary(file, schema);
        }
        for media_type in or_json(produces.to_vec()) {
            let media = self.tree.add_map(content, &media_type, schema);
            self.tree.share(media, schema);
        }
    }
}

/// The media types of a thing that has a schema. Where nothing is said, or only "anything", it is JSON.
fn or_json(types: Vec<String>) -> Vec<String> {
    let mut known: Vec<String> = types.into_iter().filter(|it| it != "*/*").collect();
    if known.is_empty() {
        known.push(JSON.to_owned());
    }
    known
}
