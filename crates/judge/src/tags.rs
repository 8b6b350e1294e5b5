//! Alternatives that a `discriminator` tells apart: the one that the tag names is meant, whatever else may fit.

use serde_json::{Value as Json, json};
use specsmith_source::{Lookup, Node, Origin};

use crate::words::Words;

/// For each tag, that the schema which it names holds; nothing where no discriminator stands there.
pub(crate) fn tagged<'t>(words: &mut Words<'t>, node: Node<'t>) -> Vec<Json> {
    let Some(discriminator) = node.get("discriminator") else { return Vec::new() };
    let Some(tag) = discriminator.get("propertyName").and_then(Node::text) else { return Vec::new() };
    let mut rules = Vec::new();
    for arm in arms(node) {
        let Some((target, name)) = target(arm) else { continue };
        let mapping = discriminator.get("mapping");
        let mapped: Vec<&str> = mapping
            .into_iter()
            .flat_map(Node::entries)
            .filter(|(_, it)| it.text().is_some_and(|text| names(*it, text) == Some(target.origin())))
            .map(|(value, _)| value)
            .collect();
        let values = if mapped.is_empty() { vec![name] } else { mapped };
        let holds = words.reference(target);
        rules.push(json!({
            "if": { "properties": { tag: { "enum": values } }, "required": [tag] },
            "then": holds,
        }));
    }
    rules
}

/// Those of `oneOf` and `anyOf`.
fn arms(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    ["oneOf", "anyOf"].into_iter().filter_map(move |key| node.get(key)).flat_map(Node::items)
}

/// What an alternative refers to, and what that is called.
fn target(arm: Node<'_>) -> Option<(Node<'_>, &str)> {
    let at = arm.get("$ref")?;
    let reference = at.text()?;
    match at.locate(reference) {
        Lookup::Found(target) => Some((target, reference.rsplit('/').next().unwrap_or_default())),
        _ => None,
    }
}

/// The schema that the value of a mapping names, as a reference or as a component.
fn names(at: Node<'_>, text: &str) -> Option<Origin> {
    let plain = !text.contains(['#', '/', '.']);
    let reference = if plain { format!("#/components/schemas/{text}") } else { text.to_owned() };
    match at.locate(&reference) {
        Lookup::Found(target) => Some(target.origin()),
        _ => None,
    }
}
