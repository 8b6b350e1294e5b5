//! Objects: the properties of one schema or of several merged into one, and what else they may hold.

use std::collections::{BTreeMap, BTreeSet};

use specsmith_source::{Diagnostics, Kind, Node};

use crate::read;
use crate::schemas::{Read, Schemas};
use crate::shape::{Extra, Property, SchemaId, SchemaKind};

/// What objects that are merged into one say together.
#[derive(Default)]
pub(crate) struct Parts<'t> {
    pub(crate) properties: Vec<(&'t str, Node<'t>)>,
    /// Where each name stands in the list.
    places: BTreeMap<&'t str, usize>,
    required: BTreeSet<&'t str>,
    pub(crate) extra: Option<Values<'t>>,
    /// Whether a part allows no further keys.
    closed: bool,
}

/// What stands under keys that are no property.
#[derive(Clone, Copy)]
pub(crate) enum Values<'t> {
    /// Any JSON, as that node says.
    Any(Node<'t>),
    /// Values of that schema.
    Of(Node<'t>),
    /// `patternProperties`.
    ByPattern(Node<'t>),
}

fn require<'t>(node: Node<'t>, parts: &mut Parts<'t>, diagnostics: &mut Diagnostics) {
    for name in read::list(node, "required", "`required`", diagnostics) {
        match name.text() {
            Some(name) => drop(parts.required.insert(name)),
            None => diagnostics.wrong_type(name, "the name of a required property", Kind::Text.noun()),
        }
    }
}

impl<'t> Schemas<'t> {
    pub(crate) fn object(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> Read<'t> {
        let mut parts = Parts::default();
        self.gather(node, &mut parts, diagnostics);
        self.assemble(parts, node, diagnostics)
    }

    /// The properties of one object schema, added to those of others that it is merged with.
    pub(crate) fn gather(&mut self, node: Node<'t>, parts: &mut Parts<'t>, diagnostics: &mut Diagnostics) {
        for (name, property) in read::map(node, "properties", "`properties`", diagnostics) {
            match parts.places.get(name).and_then(|at| parts.properties.get_mut(*at)) {
                Some((_, known)) => *known = property,
                None => {
                    parts.places.insert(name, parts.properties.len());
                    parts.properties.push((name, property));
                }
            }
        }
        match node.get("required").and_then(|it| Some((it, it.text()?))) {
            Some((at, only)) => {
                diagnostics.one_as_list(at, "`required`");
                parts.required.insert(only);
            }
            None => require(node, parts, diagnostics),
        }
        if let Some(extra) = node.get("additionalProperties") {
            match extra.kind() {
                Kind::Bool if extra.bool() == Some(true) => {
                    parts.extra = parts.extra.or(Some(Values::Any(extra)));
                }
                Kind::Bool => parts.closed = true,
                Kind::Map if extra.entries().next().is_none() => parts.extra = Some(Values::Any(extra)),
                Kind::Map => parts.extra = Some(Values::Of(extra)),
                _ => diagnostics.wrong_type(extra, "`additionalProperties`", "a boolean or a schema"),
            }
        }
        if read::map(node, "patternProperties", "`patternProperties`", diagnostics).next().is_some()
            && let Some(patterns) = node.get("patternProperties")
        {
            parts.extra = Some(match parts.extra {
                Some(Values::Of(_)) | None => Values::ByPattern(patterns),
                Some(known) => known,
            });
        }
    }

    pub(crate) fn assemble(
        &mut self,
        parts: Parts<'t>,
        node: Node<'t>,
        diagnostics: &mut Diagnostics,
    ) -> Read<'t> {
        let Parts { properties, places: _, required, extra, closed } = parts;
        if !self.affords(properties.len()) {
            diagnostics.too_many_properties(node);
            return SchemaKind::Any.into();
        }
        let plain = properties.is_empty();
        let extra = extra.map(|it| self.values(it, plain.then_some(node), diagnostics));
        if plain {
            let values = extra.unwrap_or_else(|| self.any(node));
            return SchemaKind::Map(values).into();
        }
        let properties = properties
            .into_iter()
            .map(|(name, node)| Property {
                node,
                name,
                schema: self.schema(node, diagnostics),
                required: required.contains(name),
            })
            .collect();
        let unsaid = if closed { Extra::Closed } else { Extra::Unsaid };
        SchemaKind::Object { properties, extra: extra.map_or(unsaid, Extra::Kept) }.into()
    }

    /// The schema of the values; `alone` is the object where it has nothing but these.
    fn values(
        &mut self,
        values: Values<'t>,
        alone: Option<Node<'t>>,
        diagnostics: &mut Diagnostics,
    ) -> SchemaId {
        match values {
            Values::Any(at) => self.any(at),
            Values::Of(at) => self.schema(at, diagnostics),
            Values::ByPattern(at) => {
                let mut patterns = at.entries().map(|(_, node)| node);
                // `additionalProperties` would hold for the keys that the pattern does not fit.
                let other =
                    |it: &Node<'t>| it.get("additionalProperties").is_some_and(|it| it.bool() != Some(false));
                match (patterns.next(), patterns.next(), alone.filter(|it| !other(it))) {
                    (Some(only), None, Some(_)) => self.schema(only, diagnostics),
                    _ => {
                        diagnostics.fallback(
                            at,
                            "a type that depends on the pattern of a key",
                            "the values of further keys become any JSON",
                        );
                        self.any(at)
                    }
                }
            }
        }
    }
}
