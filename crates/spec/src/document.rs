//! The outer shape of a document: its version, and the parts that hold no schema.

use specsmith_source::{Diagnostics, Kind, Node};

use crate::follow::value;
use crate::graph::{Info, SecurityScheme, Server, Tag};
use crate::read;
use crate::security;
use crate::servers::servers;

/// The versions whose words are understood. They are told apart nowhere: each later one says more in the same way.
const READ: [&str; 3] = ["3.0", "3.1", "3.2"];

/// What a document is called that does not say.
const UNTITLED: &str = "Untitled";

/// A document whose outer shape has been checked.
#[derive(Debug)]
pub struct Document<'t> {
    pub(crate) root: Node<'t>,
    pub(crate) info: Info<'t>,
    pub(crate) servers: Vec<Server<'t>>,
    pub(crate) tags: Vec<Tag<'t>>,
    pub(crate) schemes: Vec<SecurityScheme<'t>>,
}

/// Reads the outer shape. `None`, with a complaint, where the node is no OpenAPI document at all.
pub fn load<'t>(root: Node<'t>, diagnostics: &mut Diagnostics) -> Option<Document<'t>> {
    if root.is_empty_document() {
        diagnostics.empty(root.document());
        return None;
    }
    if root.kind() != Kind::Map {
        diagnostics.no_document(root);
        return None;
    }
    if !version(root, diagnostics) {
        return None;
    }
    if ["paths", "webhooks", "components"].iter().all(|key| root.get(key).is_none()) {
        diagnostics.no_parts(root);
        return None;
    }
    Some(Document {
        root,
        info: info(root, diagnostics),
        servers: servers(root, diagnostics),
        tags: tags(root, diagnostics),
        schemes: security::schemes(root, diagnostics),
    })
}

fn version(root: Node<'_>, diagnostics: &mut Diagnostics) -> bool {
    let Some(node) = root.get("openapi") else {
        match root.get("swagger") {
            Some(swagger) => diagnostics.unknown_version(swagger),
            None => diagnostics.no_version(root),
        }
        return false;
    };
    // YAML makes a number of an unquoted `3.1`; what is meant is plain.
    let version = node.text().map(str::to_owned).or(node.number().map(|it| it.to_string()));
    let known = version.is_some_and(|it| {
        READ.iter().any(|known| it.strip_prefix(known).is_some_and(|it| it.is_empty() || it.starts_with('.')))
    });
    match (known, node.text()) {
        (true, Some(_)) => {}
        (true, None) => diagnostics.number_as_text(node, "the version"),
        (false, _) => diagnostics.unknown_version(node),
    }
    known
}

fn info<'t>(root: Node<'t>, diagnostics: &mut Diagnostics) -> Info<'t> {
    let untitled = Info { title: UNTITLED, version: String::new(), description: None, link: None };
    let Some(declared) = root.get("info") else {
        diagnostics.missing_key(root, "the document", "info", "it is called `Untitled`");
        return untitled;
    };
    let Some(node) = value(declared, diagnostics) else { return untitled };
    if !read::is_kind(node, "`info`", Kind::Map, diagnostics) {
        return untitled;
    }
    // YAML makes a number of an unquoted `1.0`; what is meant is plain.
    let version = match node.get("version").map(|it| (it, it.text(), it.number())) {
        Some((_, Some(text), _)) => text.to_owned(),
        Some((version, None, Some(number))) => {
            diagnostics.number_as_text(version, "the version");
            number.to_string()
        }
        Some((version, None, None)) => {
            diagnostics.wrong_type(version, "the version", Kind::Text.noun());
            String::new()
        }
        None => {
            diagnostics.missing_key(node, "`info`", "version", "none is named");
            String::new()
        }
    };
    if node.get("title").is_none() {
        diagnostics.missing_key(node, "`info`", "title", "it is called `Untitled`");
    }
    Info {
        title: read::text(node, "title", "the title", diagnostics).unwrap_or(UNTITLED),
        version,
        description: read::prose(node, "description", "the description", diagnostics),
        link: read::link(root, diagnostics),
    }
}

fn tags<'t>(root: Node<'t>, diagnostics: &mut Diagnostics) -> Vec<Tag<'t>> {
    let mut tags = Vec::new();
    for declared in read::list(root, "tags", "`tags`", diagnostics) {
        let Some(node) = value(declared, diagnostics) else { continue };
        if let Some(name) = read::text(node, "name", "the name of a tag", diagnostics) {
            tags.push(Tag {
                name,
                description: read::prose(node, "description", "the description", diagnostics),
                link: read::link(node, diagnostics),
            });
        } else if node.get("name").is_none() {
            diagnostics.missing_key(node, "the tag", "name", "it is left out");
        }
    }
    tags
}
