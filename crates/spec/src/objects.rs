//! Objects: the properties of one schema or of several merged into one, and what else they may hold.

use std::collections::BTreeMap;

use specsmith_source::{Diagnostics, Kind, Node};

use crate::alternatives::silent;
use crate::read;
use crate::schemas::{Read, Schemas};
use crate::shape::{Extra, Property, SchemaId, SchemaKind};
use crate::words::agree;

/// What objects that are merged into one say together.
#[derive(Default, Clone)]
pub(crate) struct Parts<'t> {
    properties: Vec<(&'t str, Node<'t>)>,
    /// Where each name stands in the list.
    places: BTreeMap<&'t str, usize>,
    /// The names of those that must be there, and where each is first demanded.
    required: BTreeMap<&'t str, Node<'t>>,
    extra: Option<Values<'t>>,
    /// Whether a part allows no further keys.
    closed: bool,
    /// Whether a part with properties allows them.
    open: bool,
    /// The first part that is said to be an object.
    pub(crate) place: Option<Node<'t>>,
}

impl<'t> Parts<'t> {
    /// How many properties there are.
    pub(crate) fn len(&self) -> usize {
        self.properties.len()
    }

    /// Whether these say all that the others do, or say it again in their own way.
    pub(crate) fn cover(&self, others: &Self) -> bool {
        let covers = |(name, node): &(&str, Node<'t>)| {
            let own = self.places.get(name).and_then(|at| self.properties.get(*at));
            own.is_some_and(|(_, own)| own == node || !silent(*own))
        };
        others.properties.iter().all(covers)
            && others.required.keys().all(|it| self.required.contains_key(it))
            && (others.extra.is_none() || self.extra.is_some())
    }
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
            Some(word) => drop(parts.required.entry(word).or_insert(name)),
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
        let properties: Vec<_> = read::map(node, "properties", "`properties`", diagnostics).collect();
        let more = node.get("additionalProperties").or(node.get("unevaluatedProperties"));
        parts.open |= !properties.is_empty() && more.and_then(Node::bool) != Some(false);
        for (name, property) in properties {
            self.add_property(name, property, parts, diagnostics);
        }
        match node.get("required").and_then(|it| Some((it, it.text()?))) {
            Some((at, only)) => {
                diagnostics.one_as_list(at, "`required`");
                parts.required.insert(only, at);
            }
            None => require(node, parts, diagnostics),
        }
        if let Some(extra) = more {
            match extra.kind() {
                Kind::Bool if extra.bool() == Some(true) => {
                    parts.extra = parts.extra.or(Some(Values::Any(extra)));
                }
                Kind::Bool => parts.closed = true,
                Kind::Map if extra.entries().next().is_none() => parts.extra = Some(Values::Any(extra)),
                Kind::Map => parts.extra = Some(Values::Of(extra)),
                _ => {
                    let what = format!("`{}`", extra.key().unwrap_or_default());
                    diagnostics.wrong_type(extra, &what, "a boolean or a schema");
                }
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

    /// Where two parts describe one property, the later counts, unless it only narrows what the earlier says.
    fn add_property(
        &mut self,
        name: &'t str,
        property: Node<'t>,
        parts: &mut Parts<'t>,
        diagnostics: &mut Diagnostics,
    ) {
        let Some(at) = parts.places.get(name).copied() else {
            parts.places.insert(name, parts.properties.len());
            parts.properties.push((name, property));
            return;
        };
        let Some((_, known)) = parts.properties.get_mut(at) else { return };
        if *known == property || (silent(property) && property.kind() == Kind::Map) {
            return;
        }
        let earlier = std::mem::replace(known, property);
        let (this, that) = (self.end_word(property, diagnostics), self.end_word(earlier, diagnostics));
        if !agree(this, that) {
            diagnostics.contradicting_properties(property, this, earlier.origin(), that);
        }
    }

    /// The word for what a schema describes, or for what it refers to.
    pub(crate) fn end_word(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> &'t str {
        match self.follower.settle_schema(node, diagnostics) {
            Some(settled) => self.word(settled, diagnostics),
            None => "",
        }
    }

    /// Adds parts to others that they are merged with.
    pub(crate) fn absorb(&mut self, parts: &mut Parts<'t>, more: Parts<'t>, diagnostics: &mut Diagnostics) {
        let Parts { properties, places: _, required, extra, closed, open, place } = more;
        for (name, property) in properties {
            self.add_property(name, property, parts, diagnostics);
        }
        for (name, at) in required {
            parts.required.entry(name).or_insert(at);
        }
        parts.extra = extra.or(parts.extra);
        parts.closed |= closed;
        parts.open |= open;
        parts.place = parts.place.or(place);
    }

    pub(crate) fn assemble(
        &mut self,
        parts: Parts<'t>,
        node: Node<'t>,
        diagnostics: &mut Diagnostics,
    ) -> Read<'t> {
        let Parts { properties, places, required, extra, closed, open, place: _ } = parts;
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
        for (_, at) in required.iter().filter(|(name, _)| !places.contains_key(*name)) {
            diagnostics.undeclared_required(*at);
        }
        let properties = properties
            .into_iter()
            .map(|(name, node)| Property {
                node,
                name,
                schema: self.schema(node, diagnostics),
                required: required.contains_key(name),
            })
            .collect();
        // A part that closes does so for what it knows; only all of them together, or the whole, know everything.
        let own = node.get("additionalProperties").or(node.get("unevaluatedProperties")).and_then(Node::bool);
        let unsaid = if closed && (!open || own == Some(false)) { Extra::Closed } else { Extra::Unsaid };
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
