//! Reading the configuration: what each key may hold, and what is wrong where it does not.

mod environment;
mod trials;

use specsmith_lower::{CallSetting, FormatType, Memory, Only, Pin, Settings, UploadRule, rust_ident, words};
use specsmith_model::{Dependency, Home, Ident, Repetition};
use specsmith_source::{Diagnostics, Kind, Node, Origin, names_warnings};

use environment::Environment;

use crate::config::{Config, DocumentConfig, Files, SHARED, Said, service_name};

const TOP: [&str; 5] = ["client", "output", "documents", "deny", "tests"];
const CLIENT: [&str; 7] =
    ["name", "version", "description", "service", "server", "environment", "dependencies"];
const DOCUMENT: [&str; 13] = [
    "spec",
    "module",
    "files",
    "overlays",
    "prefix",
    "names",
    "operations",
    "streams",
    "pages",
    "jobs",
    "formats",
    "uploads",
    "only",
];
const OPERATION: [&str; 2] = ["idempotent", "long"];

/// Reads a configuration; `None`, with complaints, where something that everything else needs is missing.
pub(crate) fn read(root: Node<'_>, diagnostics: &mut Diagnostics) -> Option<Config> {
    if root.is_empty_document() {
        diagnostics.empty(root.document());
        return None;
    }
    let mut reader = Reader { diagnostics };
    if !reader.is(root, "the configuration", Kind::Map) {
        return None;
    }
    reader.known_keys(root, &TOP);
    let folder = reader.required_text(root, "the configuration", "output");
    let mut documents = reader.documents(root);
    let tests = reader.tests(root);
    for it in &mut documents {
        it.settings.tests = tests;
    }
    let deny = reader.deny(root);
    let client = reader.required(root, "the configuration", "client").filter(|it| it.kind() == Kind::Map)?;
    reader.known_keys(client, &CLIENT);
    let name = reader.required_text(client, "`client`", "name");
    let version = reader.required_text(client, "`client`", "version");
    let description = reader.text(client, "description");
    let service = client.get("service").and_then(|it| reader.service(it));
    let Environment { key_variables, credential_variables, base_url_variable } = reader.environment(client);
    let server = reader.text(client, "server");
    let dependencies = reader.dependencies(client);
    let (name, version) = (name?, version?);
    let named = rust_ident(&name.replace('-', "_")).is_some();
    if let Some(node) = client.get("name").filter(|_| !named) {
        reader.diagnostics.bad_name(node, "the name of a crate");
    }
    if let Some(node) = client.get("version").filter(|_| semver::Version::parse(&version).is_err()) {
        reader.diagnostics.wrong_setting(
            node,
            "the version of the crate",
            "a semantic version such as `1.2.3`",
        );
    }
    let marker = service.or_else(|| service_name(&name));
    let Some(marker) = marker else {
        reader.diagnostics.missing_setting(client, "`client`", "service");
        return None;
    };
    Some(Config {
        description: description.unwrap_or_else(|| format!("A client of {}.", marker.text())),
        name,
        version,
        marker,
        server,
        key_variables,
        credential_variables,
        base_url_variable,
        folder: folder?,
        documents,
        dependencies,
        home: Home::Workspace,
        deny,
    })
}

/// Whether a text is the path of a type: nothing else is written into the client unseen.
fn is_type_path(text: &str) -> bool {
    let segment = |it: &str| rust_ident(it).is_some();
    let (path, arguments) = match text.strip_suffix('>').and_then(|it| it.split_once('<')) {
        Some((path, arguments)) => (path, Some(arguments)),
        None => (text, None),
    };
    let path = path.strip_prefix("::").unwrap_or(path);
    path.split("::").all(segment)
        && arguments.is_none_or(|it| it.split(',').all(|it| it.trim().split("::").all(segment)))
}

/// Reads what a file says of one document: as an entry of `documents:`, without `spec` and `module`, and the
/// `dependencies` of the client.
pub(crate) fn one(root: Node<'_>, diagnostics: &mut Diagnostics) -> (Said, Vec<Dependency>) {
    let mut reader = Reader { diagnostics };
    if root.is_empty_document() || !reader.is(root, "the configuration", Kind::Map) {
        return Default::default();
    }
    let own = DOCUMENT.iter().filter(|it| !["spec", "module"].contains(it)).copied();
    let known: Vec<&str> = own.chain(["dependencies"]).collect();
    reader.known_keys(root, &known);
    (reader.said(root), reader.dependencies(root))
}

pub(crate) struct Reader<'d> {
    pub(crate) diagnostics: &'d mut Diagnostics,
}

impl Reader<'_> {
    pub(crate) fn is(&mut self, node: Node<'_>, what: &str, kind: Kind) -> bool {
        if node.kind() != kind {
            self.diagnostics.wrong_setting(node, what, kind.noun());
        }
        node.kind() == kind
    }

    pub(crate) fn known_keys(&mut self, node: Node<'_>, known: &[&str]) {
        for (key, child) in node.entries() {
            if !known.contains(&key) {
                self.diagnostics.unknown_setting(child, known);
            }
        }
    }

    pub(crate) fn required<'t>(&mut self, node: Node<'t>, what: &str, key: &str) -> Option<Node<'t>> {
        let child = node.get(key);
        if child.is_none() {
            self.diagnostics.missing_setting(node, what, key);
        }
        child
    }

    pub(crate) fn required_text(&mut self, node: Node<'_>, what: &str, key: &str) -> Option<String> {
        self.required(node, what, key)?;
        self.text(node, key)
    }

    pub(crate) fn text(&mut self, node: Node<'_>, key: &str) -> Option<String> {
        let child = node.get(key)?;
        self.is(child, &format!("`{key}`"), Kind::Text).then(|| child.text().unwrap_or_default().to_owned())
    }

    /// One string, or a list of them.
    pub(crate) fn texts(&mut self, node: Node<'_>, key: &str) -> Vec<(String, Origin)> {
        let Some(child) = node.get(key) else { return Vec::new() };
        let items: Vec<Node<'_>> =
            if child.kind() == Kind::List { child.items().collect() } else { vec![child] };
        let mut texts = Vec::new();
        for item in items {
            if self.is(item, &format!("each of `{key}`"), Kind::Text) {
                texts.push((item.text().unwrap_or_default().to_owned(), item.origin()));
            }
        }
        texts
    }

    pub(crate) fn map<'t>(&mut self, node: Node<'t>, key: &str) -> Vec<(&'t str, Node<'t>)> {
        let Some(child) = node.get(key) else { return Vec::new() };
        self.is(child, &format!("`{key}`"), Kind::Map);
        child.entries().collect()
    }

    fn ident(&mut self, node: Node<'_>, what: &str) -> Option<Ident> {
        let ident = node.text().and_then(rust_ident);
        if ident.is_none() {
            self.diagnostics.bad_name(node, what);
        }
        ident
    }

    fn service(&mut self, node: Node<'_>) -> Option<Ident> {
        let what = "the type of the service";
        let service = self.ident(node, what)?;
        if SHARED.contains(&service.text()) {
            self.diagnostics.bad_name(node, what);
            return None;
        }
        Some(service)
    }

    /// Some names mean something else to Cargo, or stand for something else in the crate.
    fn module(&mut self, node: Node<'_>) -> Option<Ident> {
        let what = "the module of a document";
        let module = self.ident(node, what)?;
        const TAKEN: [&str; 16] = [
            "bin",
            "blocking",
            "build",
            "checks",
            "chrono",
            "client",
            "default",
            "gzip",
            "lib",
            "main",
            "mock",
            "mod",
            "rustls",
            "serde",
            "specsmith_runtime",
            "tracing",
        ];
        if TAKEN.contains(&module.text()) {
            self.diagnostics.bad_name(node, what);
            return None;
        }
        Some(module)
    }

    fn deny(&mut self, root: Node<'_>) -> Vec<String> {
        let mut codes = Vec::new();
        for (code, at) in self.texts(root, "deny") {
            if names_warnings(&code) {
                codes.push(code);
            } else {
                self.diagnostics.unknown_code_at(root.tree().node(at), &code);
            }
        }
        codes
    }

    fn documents(&mut self, root: Node<'_>) -> Vec<DocumentConfig> {
        let Some(list) = self.required(root, "the configuration", "documents") else { return Vec::new() };
        if !self.is(list, "`documents`", Kind::List) {
            return Vec::new();
        }
        let mut documents: Vec<DocumentConfig> = Vec::new();
        let mut modules: Vec<(Ident, Origin)> = Vec::new();
        for node in list.items() {
            let Some(document) = self.document(node) else { continue };
            let at = node.get("module").unwrap_or(node);
            match modules.iter().find(|(module, _)| *module == document.settings.module) {
                Some((_, first)) => self.diagnostics.duplicate_module(at, *first),
                None => modules.push((document.settings.module.clone(), at.origin())),
            }
            documents.push(document);
        }
        documents
    }

    fn document(&mut self, node: Node<'_>) -> Option<DocumentConfig> {
        if !self.is(node, "the document", Kind::Map) {
            return None;
        }
        self.known_keys(node, &DOCUMENT);
        let spec = self.required_text(node, "the document", "spec");
        let module = self.required(node, "the document", "module");
        let module = module.and_then(|it| self.module(it));
        let Said { files, overlays, prefix, names, calls, rules, formats, uploads, only } = self.said(node);
        let at = Some(node.get("spec").unwrap_or(node).origin());
        let settings = Settings {
            module: module?,
            prefix,
            names,
            calls,
            rules,
            formats,
            uploads,
            only,
            tests: None,
            memory: Memory::default(),
        };
        Some(DocumentConfig { at, spec: spec?, files, overlays, settings })
    }

    /// What is said of a document.
    fn said(&mut self, node: Node<'_>) -> Said {
        let prefix = self.text(node, "prefix").zip(node.get("prefix"));
        let prefix = prefix.filter(|(text, node)| {
            let fits = text.chars().any(char::is_alphanumeric);
            if !fits {
                self.diagnostics.wrong_setting(*node, "the prefix", "the words that operationIds begin with");
            }
            fits
        });
        let only = self.texts(node, "only").into_iter();
        let uploads = self.texts(node, "uploads").into_iter();
        Said {
            files: self.files(node),
            overlays: self.texts(node, "overlays"),
            prefix: prefix.map(|(text, node)| (node.origin(), words(&text))),
            names: self.pins(node),
            calls: self.operations(node),
            rules: self.call_rules(node),
            formats: self.formats(node),
            uploads: uploads.map(|(property, at)| UploadRule { at, property }).collect(),
            only: only.map(|(text, at)| Only { at: Some(at), text }).collect(),
        }
    }

    fn files(&mut self, node: Node<'_>) -> Files {
        let Some(text) = self.text(node, "files") else { return Files::default() };
        let known = Files::WORDS.iter().find(|(word, _)| *word == text);
        if let (None, Some(at)) = (known, node.get("files")) {
            let words = Files::WORDS.map(|(word, _)| format!("`{word}`"));
            self.diagnostics.wrong_setting(at, "the place of the files", &words.join(" or "));
        }
        known.map(|(_, files)| *files).unwrap_or_default()
    }

    fn pins(&mut self, node: Node<'_>) -> Vec<Pin> {
        let mut pins = Vec::new();
        for (key, value) in self.map(node, "names") {
            let name = self.ident(value, "a name in Rust");
            pins.extend(name.map(|name| Pin { at: value.origin(), key: key.to_owned(), name }));
        }
        pins
    }

    /// Rust types for formats: paths such as `uuid::Uuid`.
    fn formats(&mut self, node: Node<'_>) -> Vec<FormatType> {
        let mut formats = Vec::new();
        for (format, value) in self.map(node, "formats") {
            let path = value.text().filter(|it| is_type_path(it));
            if path.is_none() {
                self.diagnostics.wrong_type(
                    value,
                    "the type of a format",
                    "the path of a Rust type, as in `uuid::Uuid`",
                );
            }
            formats.extend(path.map(|path| FormatType {
                at: value.origin(),
                format: format.to_owned(),
                path: path.to_owned(),
            }));
        }
        formats
    }

    /// What the types of formats come from: a version each, or a version and features.
    fn dependencies(&mut self, client: Node<'_>) -> Vec<Dependency> {
        let mut dependencies = Vec::new();
        for (name, value) in self.map(client, "dependencies") {
            if value.kind() == Kind::Map {
                self.known_keys(value, &["version", "features"]);
            }
            let version = match value.kind() {
                Kind::Map => self.required_text(value, "the dependency", "version"),
                _ => value.text().map(str::to_owned),
            };
            let version = version.filter(|it| semver::VersionReq::parse(it).is_ok());
            let named = rust_ident(&name.replace('-', "_")).is_some();
            match version {
                Some(version) if named => dependencies.push(Dependency {
                    name: name.to_owned(),
                    version,
                    features: self.texts(value, "features").into_iter().map(|(it, _)| it).collect(),
                }),
                _ => self.diagnostics.wrong_type(value, "the dependency", "a version, as in `uuid: '1.18'`"),
            }
        }
        dependencies
    }

    fn operations(&mut self, node: Node<'_>) -> Vec<CallSetting> {
        let mut calls = Vec::new();
        for (key, value) in self.map(node, "operations") {
            if !self.is(value, "what is said of an operation", Kind::Map) {
                continue;
            }
            self.known_keys(value, &OPERATION);
            let [idempotent, long] = OPERATION.map(|name| self.flag(value, name));
            if idempotent.or(long).is_none() {
                self.diagnostics.unused_entry(value, "setting");
                continue;
            }
            let repetition = |flag| if flag { Repetition::Idempotent } else { Repetition::NonIdempotent };
            calls.push(CallSetting {
                at: value.origin(),
                key: key.to_owned(),
                long: long == Some(true),
                repetition: idempotent.map(repetition),
            });
        }
        calls
    }

    /// A key that says yes or no; what is neither is complained of and says no.
    fn flag(&mut self, node: Node<'_>, key: &str) -> Option<bool> {
        let flag = node.get(key)?;
        self.is(flag, &format!("`{key}`"), Kind::Bool);
        Some(flag.bool() == Some(true))
    }
}
