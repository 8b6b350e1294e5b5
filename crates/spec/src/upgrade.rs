//! Swagger 2.0, said in the words of OpenAPI 3: after this nothing asks for the version.
//!
//! Definitions, parameters and responses stay where they are, so that references to them hold and pointers name what
//! the author wrote; what OpenAPI 3 looks for elsewhere is shared with that place.

use std::collections::BTreeSet;

use specsmith_source::{Diagnostics, Kind, Node, Origin, Tree};

use crate::read;

/// Rewrites a document that says `swagger: '2.0'`, and what it refers to in `files`, which are the roots of its other
/// files; leaves any other document as it is.
pub fn upgrade(tree: &mut Tree, root: Origin, files: &[Origin], diagnostics: &mut Diagnostics) {
    let node = tree.node(root);
    let Some(version) = node.get("swagger").filter(|_| node.get("openapi").is_none()) else { return };
    // YAML makes a number of an unquoted `2.0`; what is meant is plain.
    match (version.text(), version.number()) {
        (Some("2.0"), _) => {}
        (None, Some(number)) if number.to_string() == "2" => {
            diagnostics.number_as_text(version, "the version");
        }
        _ => return,
    }
    let version = version.origin();
    tree.add_text(root, "openapi", "3.0.4", version);
    let mut upgrade = Upgrade { tree, root, diagnostics, consumes: Vec::new(), produces: Vec::new() };
    upgrade.document(files);
}

/// One document being rewritten.
pub(crate) struct Upgrade<'a> {
    pub(crate) tree: &'a mut Tree,
    pub(crate) root: Origin,
    pub(crate) diagnostics: &'a mut Diagnostics,
    /// What operations take that do not say themselves.
    pub(crate) consumes: Vec<String>,
    /// What they answer.
    pub(crate) produces: Vec<String>,
}

impl Upgrade<'_> {
    fn document(&mut self, files: &[Origin]) {
        // First, while each node stands in one place only.
        self.words(files);
        self.consumes = self.media_types(self.root, "consumes").unwrap_or_default();
        self.produces = self.media_types(self.root, "produces").unwrap_or_default();
        self.servers();
        let components = self.tree.add_map(self.root, "components", self.root);
        self.definitions(components);
        self.security(components);
        self.shared();
        // Several paths may be one item.
        let items: BTreeSet<Origin> =
            self.entries(self.root, "paths").into_iter().map(|it| self.settle(it)).collect();
        for item in items {
            self.path_item(item);
        }
    }

    pub(crate) fn child(&self, at: Origin, key: &str) -> Option<Origin> {
        self.tree.node(at).get(key).map(Node::origin)
    }

    pub(crate) fn text(&self, at: Origin, key: &str) -> Option<String> {
        self.tree.node(at).get(key).and_then(Node::text).map(str::to_owned)
    }

    /// The values of a mapping, with a complaint where it is none.
    pub(crate) fn entries(&mut self, at: Origin, key: &str) -> Vec<Origin> {
        let what = format!("`{key}`");
        read::map(self.tree.node(at), key, &what, self.diagnostics).map(|(_, it)| it.origin()).collect()
    }

    /// `consumes` or `produces`, without parameters; `None` where nothing is said.
    pub(crate) fn media_types(&mut self, at: Origin, key: &str) -> Option<Vec<String>> {
        let node = self.tree.node(at);
        node.get(key)?;
        let mut types = Vec::new();
        for text in read::texts(node, key, "the media type", self.diagnostics) {
            let plain = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            if !types.contains(&plain) {
                types.push(plain);
            }
        }
        Some(types)
    }

    /// `host`, `basePath` and `schemes`.
    fn servers(&mut self) {
        let node = self.tree.node(self.root);
        let host = read::text(node, "host", "the host", self.diagnostics);
        let base = read::text(node, "basePath", "the base path", self.diagnostics).unwrap_or_default();
        let schemes: Vec<_> =
            read::list(node, "schemes", "`schemes`", self.diagnostics).filter_map(Node::text).collect();
        let plain = schemes.contains(&"http") && !schemes.contains(&"https");
        let base = base.trim_matches('/');
        let path = if base.is_empty() { String::new() } else { format!("/{base}") };
        let url = match (host, plain) {
            (Some(host), false) => format!("https://{host}{path}"),
            (Some(host), true) => format!("http://{host}{path}"),
            (None, _) if path.is_empty() => return,
            (None, _) => path,
        };
        let Some(written) = node.get("host").or(node.get("basePath")).map(Node::origin) else { return };
        let servers = self.tree.add_list(self.root, "servers", written);
        let server = self.tree.add_map(servers, "", written);
        self.tree.add_text(server, "url", &url, written);
    }

    fn definitions(&mut self, components: Origin) {
        let Some(written) = self.child(self.root, "definitions") else { return };
        let schemas = self.tree.add_map(components, "schemas", written);
        for definition in self.entries(self.root, "definitions") {
            self.tree.share(schemas, definition);
        }
    }

    fn security(&mut self, components: Origin) {
        let Some(written) = self.child(self.root, "securityDefinitions") else { return };
        let schemes = self.tree.add_map(components, "securitySchemes", written);
        for scheme in self.entries(self.root, "securityDefinitions") {
            let node = self.tree.node(scheme);
            let name = node.key().unwrap_or_default().to_owned();
            if !read::is_kind(node, "the security scheme", Kind::Map, self.diagnostics) {
                continue;
            }
            let Some(at) = node.get("type") else {
                self.diagnostics.missing_key(node, "the security scheme", "type", "it is left out");
                continue;
            };
            match at.text() {
                Some("apiKey") => self.tree.share(schemes, scheme),
                Some("basic") => {
                    let new = self.tree.add_map(schemes, &name, scheme);
                    self.tree.add_text(new, "type", "http", scheme);
                    self.tree.add_text(new, "scheme", "basic", scheme);
                }
                Some("oauth2") => {
                    let new = self.tree.add_map(schemes, &name, scheme);
                    self.tree.add_text(new, "type", "oauth2", scheme);
                    self.tree.add_map(new, "flows", scheme);
                }
                Some(_) => {
                    let known = ["basic", "apiKey", "oauth2"];
                    let what = "type of a security scheme";
                    self.diagnostics.unknown_word(at, what, &known, "it is left out");
                }
                None => self.diagnostics.wrong_type(at, "the type", Kind::Text.noun()),
            }
        }
    }

    /// `x-nullable` and a `discriminator` that is only a name, wherever a schema may stand.
    fn words(&mut self, files: &[Origin]) {
        let mut waiting = files.to_vec();
        waiting.push(self.root);
        while let Some(at) = waiting.pop() {
            let node = self.tree.node(at);
            let data = |key: &str| matches!(key, "example" | "examples" | "default" | "enum");
            waiting.extend(node.entries().filter(|(key, _)| !data(key)).map(|(_, it)| it.origin()));
            waiting.extend(node.items().map(Node::origin));
            let nullable = node.get("x-nullable").filter(|_| node.get("nullable").is_none());
            let nullable = nullable.and_then(|it| Some((it.origin(), it.bool()?)));
            let tag = node.get("discriminator").and_then(|it| Some((it.origin(), it.text()?.to_owned())));
            if let Some((written, value)) = nullable {
                self.tree.add_bool(at, "nullable", value, written);
            }
            if let Some((written, name)) = tag {
                let new = self.tree.add_map(at, "discriminator", written);
                self.tree.add_text(new, "propertyName", &name, written);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use specsmith_source::{Diagnostics, Node, Tree};

    use super::upgrade;

    /// The servers of a document that says these things beside its version.
    fn check(said: &str, expected: &[&str]) {
        let (mut tree, mut diagnostics) = (Tree::default(), Diagnostics::default());
        let text = format!("swagger: '2.0'\n{said}\n");
        let file = tree.add("spec.yaml", text.as_bytes(), &mut diagnostics);
        let root = tree.root(file).map(Node::origin).expect("the text is a document");
        upgrade(&mut tree, root, &[], &mut diagnostics);
        let servers = tree.node(root).get("servers").into_iter().flat_map(Node::items);
        let urls: Vec<_> = servers.filter_map(|it| it.get("url")?.text()).collect();
        assert_eq!(urls, expected, "{said}");
    }

    #[test]
    fn a_host_and_a_base_path_make_one_server() {
        for (said, expected) in [
            ("info: {}", &[][..]),
            ("basePath: /", &[]),
            ("basePath: /v1/", &["/v1"]),
            ("basePath: v1", &["/v1"]),
            ("host: api.example.com", &["https://api.example.com"]),
            ("host: a.example:81\nbasePath: /v1\nschemes: [http]", &["http://a.example:81/v1"]),
            ("host: a.example\nbasePath: /\nschemes: [http, https]", &["https://a.example"]),
            ("host: a.example\nschemes: [wss]", &["https://a.example"]),
        ] {
            check(said, expected);
        }
    }
}
