//! Reading one key of a node as the type that it should have, with a complaint where it has not. A reference may stand
//! in the place of any value.

use specsmith_source::{Diagnostics, Kind, Node};

use crate::follow::value;
use crate::shape::{Docs, Link};

/// The string under a key.
pub(crate) fn text<'t>(
    node: Node<'t>,
    key: &str,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Option<&'t str> {
    let child = value(node.get(key)?, diagnostics)?;
    if child.text().is_none() {
        diagnostics.wrong_type(child, what, Kind::Text.noun());
    }
    child.text()
}

/// Words for people under a key, where null is nothing said.
pub(crate) fn prose<'t>(
    node: Node<'t>,
    key: &str,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Option<&'t str> {
    let child = value(node.get(key)?, diagnostics)?;
    if !matches!(child.kind(), Kind::Text | Kind::Null) {
        diagnostics.wrong_type(child, what, Kind::Text.noun());
    }
    child.text()
}

/// The boolean under a key; absent is false.
pub(crate) fn flag(node: Node<'_>, key: &str, what: &str, diagnostics: &mut Diagnostics) -> bool {
    let Some(child) = node.get(key).and_then(|it| value(it, diagnostics)) else { return false };
    if child.bool().is_none() {
        diagnostics.wrong_type(child, what, Kind::Bool.noun());
    }
    child.bool().unwrap_or_default()
}

/// The list under a key; absent is empty.
pub(crate) fn list<'t>(
    node: Node<'t>,
    key: &str,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> impl Iterator<Item = Node<'t>> + use<'t> {
    of_kind(node, key, what, Kind::List, diagnostics).into_iter().flat_map(Node::items)
}

/// The strings of a list under a key, or the one string that stands in its place. `what` is one of them.
pub(crate) fn texts<'t>(
    node: Node<'t>,
    key: &str,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<&'t str> {
    if let Some((child, only)) = node.get(key).and_then(|it| Some((it, it.text()?))) {
        diagnostics.one_as_list(child, &format!("`{key}`"));
        return vec![only];
    }
    let mut texts = Vec::new();
    for item in list(node, key, &format!("`{key}`"), diagnostics) {
        match item.text() {
            Some(text) => texts.push(text),
            None => diagnostics.wrong_type(item, what, Kind::Text.noun()),
        }
    }
    texts
}

/// The mapping under a key; absent is empty.
pub(crate) fn map<'t>(
    node: Node<'t>,
    key: &str,
    what: &str,
    diagnostics: &mut Diagnostics,
) -> impl Iterator<Item = (&'t str, Node<'t>)> + use<'t> {
    of_kind(node, key, what, Kind::Map, diagnostics).into_iter().flat_map(Node::entries)
}

fn of_kind<'t>(
    node: Node<'t>,
    key: &str,
    what: &str,
    kind: Kind,
    diagnostics: &mut Diagnostics,
) -> Option<Node<'t>> {
    let child = node.get(key)?;
    // These make up the schema itself: were they elsewhere, it could be made of itself.
    let child = if matches!(key, "allOf" | "anyOf" | "oneOf") { child } else { value(child, diagnostics)? };
    is_kind(child, what, kind, diagnostics).then_some(child)
}

/// Whether a node is what it should be.
pub(crate) fn is_kind(node: Node<'_>, what: &str, kind: Kind, diagnostics: &mut Diagnostics) -> bool {
    if node.kind() != kind {
        diagnostics.wrong_type(node, what, kind.noun());
    }
    node.kind() == kind
}

/// Title or summary, description and deprecation.
pub(crate) fn docs<'t>(node: Node<'t>, title: &str, diagnostics: &mut Diagnostics) -> Docs<'t> {
    Docs {
        title: prose(node, title, &format!("the {title}"), diagnostics),
        description: prose(node, "description", "the description", diagnostics),
        deprecated: flag(node, "deprecated", "`deprecated`", diagnostics),
        link: link(node, diagnostics),
    }
}

/// `externalDocs`: words for people, so that what is no link is only left out.
pub(crate) fn link<'t>(node: Node<'t>, diagnostics: &mut Diagnostics) -> Option<Link<'t>> {
    let written = node.get("externalDocs").filter(|it| it.kind() != Kind::Null)?;
    let Some(url) = written.get("url").and_then(Node::text) else {
        diagnostics.ignored_value(written, "`externalDocs`", "a mapping with a `url`");
        return None;
    };
    Some(Link { url, description: written.get("description").and_then(Node::text) })
}
