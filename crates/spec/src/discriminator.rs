//! `discriminator`: the property that tells alternatives apart, and the schemas that its values stand for.

use specsmith_source::{Diagnostics, Kind, Lookup, Node};

use crate::follow::Follower;
use crate::read;

/// A `discriminator` as it is written.
#[derive(Debug, Clone)]
pub(crate) struct Discriminator<'t> {
    pub(crate) property: &'t str,
    /// In order; what names nothing is left out.
    pub(crate) mapping: Vec<Mapped<'t>>,
}

/// One value of the property.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mapped<'t> {
    pub(crate) value: &'t str,
    /// Where the schema is named.
    pub(crate) node: Node<'t>,
    /// The schema itself, and what it ends in.
    pub(crate) target: Node<'t>,
    pub(crate) settled: Node<'t>,
}

impl<'t> Discriminator<'t> {
    /// `None`, with a complaint, where it names no property.
    pub(crate) fn read(
        node: Node<'t>,
        root: Node<'t>,
        follower: &mut Follower,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        // As Swagger 2.0 writes it.
        if let Some(property) = node.text() {
            diagnostics.text_as_discriminator(node);
            return Some(Self { property, mapping: Vec::new() });
        }
        if !read::is_kind(node, "the discriminator", Kind::Map, diagnostics) {
            return None;
        }
        if node.get("propertyName").is_none() {
            diagnostics.missing_key(node, "the discriminator", "propertyName", "it is not used");
        }
        let property = read::text(node, "propertyName", "the name of the property", diagnostics)?;
        let holder = root.get("components").and_then(|it| it.get("schemas"));
        let mut mapping = Vec::new();
        for (value, at) in read::map(node, "mapping", "the mapping", diagnostics) {
            let Some(name) = at.text() else {
                diagnostics.wrong_type(at, "the name of a schema", Kind::Text.noun());
                continue;
            };
            let component = holder.and_then(|it| it.get(name));
            let target = component.or_else(|| match at.locate(name) {
                Lookup::Found(target) => Some(target),
                _ => None,
            });
            let Some(target) = target else {
                diagnostics.dangling_mapping(at, name, holder.map(Node::entries).into_iter().flatten());
                continue;
            };
            follower.links.insert((at.origin(), target.origin()));
            if let Some(settled) = follower.settle_schema(target, diagnostics) {
                mapping.push(Mapped { value, node: at, target, settled });
            }
        }
        Some(Self { property, mapping })
    }
}
