//! Servers: of the document, of a path, of an operation.

use specsmith_source::{Diagnostics, Kind, Node};

use crate::follow::value;
use crate::graph::{Server, ServerVariable};
use crate::read;

/// The servers at a node: none where it names none.
pub(crate) fn servers<'t>(holder: Node<'t>, diagnostics: &mut Diagnostics) -> Vec<Server<'t>> {
    let mut servers = Vec::new();
    for declared in read::list(holder, "servers", "`servers`", diagnostics) {
        let Some(node) = value(declared, diagnostics) else { continue };
        if !read::is_kind(node, "the server", Kind::Map, diagnostics) {
            continue;
        }
        if node.get("url").is_none() {
            diagnostics.missing_key(node, "the server", "url", "it is left out");
        }
        let Some(url) = read::text(node, "url", "the URL of the server", diagnostics) else { continue };
        servers.push(Server {
            node,
            url: url.trim(),
            description: read::prose(node, "description", "the description", diagnostics),
            variables: variables(node, url, diagnostics),
        });
    }
    servers
}

/// The variables that a URL holds: a name that is not declared has to be set, and one that it does not hold is nothing.
fn variables<'t>(server: Node<'t>, url: &'t str, diagnostics: &mut Diagnostics) -> Vec<ServerVariable<'t>> {
    let mut variables: Vec<ServerVariable<'t>> = Vec::new();
    let declared: Vec<_> = read::map(server, "variables", "`variables`", diagnostics).collect();
    let mut rest = url;
    while let Some((name, behind)) = rest.split_once('{').and_then(|(_, after)| after.split_once('}')) {
        rest = behind;
        if variables.iter().any(|it| it.name == name) {
            continue;
        }
        let node = declared.iter().find(|(key, _)| *key == name).and_then(|(_, it)| value(*it, diagnostics));
        let Some(node) = node else {
            diagnostics.undeclared_in_server(server, name);
            variables.push(ServerVariable { name, default: String::new(), values: Vec::new() });
            continue;
        };
        let default = node.get("default").and_then(|it| word(it, "the default", diagnostics));
        if default.is_none() && node.get("default").is_none() {
            diagnostics.missing_key(node, "the variable of the server", "default", "it has to be set");
        }
        let values = read::list(node, "enum", "`enum`", diagnostics).collect::<Vec<_>>();
        let values = values.into_iter().filter_map(|it| word(it, "a value", diagnostics)).collect();
        variables.push(ServerVariable { name, default: default.unwrap_or_default(), values });
    }
    variables
}

/// YAML makes a number of an unquoted port; what is meant is plain.
fn word(node: Node<'_>, what: &str, diagnostics: &mut Diagnostics) -> Option<String> {
    let node = value(node, diagnostics)?;
    match (node.text(), node.number()) {
        (Some(text), _) => Some(text.to_owned()),
        (None, Some(number)) => {
            diagnostics.number_as_text(node, what);
            Some(number.to_string())
        }
        (None, None) => {
            diagnostics.wrong_type(node, what, Kind::Text.noun());
            None
        }
    }
}

impl Server<'_> {
    /// The URL with the defaults of its variables; `None` where one has none.
    pub fn filled(&self) -> Option<String> {
        let mut url = String::new();
        let mut rest = self.url;
        while let Some((before, (name, behind))) =
            rest.split_once('{').and_then(|(before, after)| Some((before, after.split_once('}')?)))
        {
            let variable = self.variables.iter().find(|it| it.name == name && !it.default.is_empty())?;
            url.push_str(before);
            url.push_str(&variable.default);
            rest = behind;
        }
        Some(url + rest)
    }

    /// Whether it stands on the host of whatever names it.
    pub fn is_relative(&self) -> bool {
        !self.url.contains("://") && !self.url.starts_with('{')
    }

    /// Whether two name the same place, whatever they say of it.
    pub fn is_same(&self, other: &Self) -> bool {
        self.url == other.url && self.variables == other.variables
    }
}
