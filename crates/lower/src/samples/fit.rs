//! Whether a value of the document is one that a schema allows.

use specsmith_source::{Kind, Node};
use specsmith_spec::{Bound, Extra, Graph, Limits, Scalar, Schema, SchemaId, SchemaKind, TextFormat};

use super::demands::Demands;
use super::{numbers, texts};
use crate::views::{View, shows};

/// How many values are looked at before it is given up.
const MOST_VALUES: usize = 10_000;

/// How deep values stand in one another before it is given up.
const DEEPEST: usize = 64;

/// Whether a schema allows a value in a view: as far as that can be said, and no where it cannot.
pub(crate) fn fits(graph: &Graph<'_>, id: SchemaId, node: Node<'_>, view: View) -> bool {
    Judge { graph, view, left: MOST_VALUES }.value(id, node, DEEPEST)
}

struct Judge<'g, 't> {
    graph: &'g Graph<'t>,
    view: View,
    left: usize,
}

impl Judge<'_, '_> {
    fn value(&mut self, id: SchemaId, node: Node<'_>, levels: usize) -> bool {
        let (Some(left), Some(levels)) = (self.left.checked_sub(1), levels.checked_sub(1)) else {
            return false;
        };
        self.left = left;
        let (settled, nullable) = self.graph.settle(id);
        let schema = self.graph.schema(settled);
        if node.kind() == Kind::Null {
            return nullable || matches!(schema.kind, SchemaKind::Any);
        }
        let Limits { min_items, max_items, min_properties, max_properties, unique_items, .. } =
            &schema.limits;
        match &schema.kind {
            SchemaKind::Any => true,
            SchemaKind::Same(_) => false,
            SchemaKind::Bool => node.kind() == Kind::Bool,
            SchemaKind::Integer(format) => {
                let (least, most) = format.range();
                let held = numbers::whole_value(node).is_some_and(|it| (least..=most).contains(&it));
                held && number(schema, node)
            }
            SchemaKind::Number(_) => number(schema, node),
            SchemaKind::Text(format) => node.text().is_some_and(|it| text(schema, *format, it)),
            SchemaKind::Choice(choice) => choice.values.iter().any(|it| is(&it.value, node)),
            SchemaKind::List(items) => {
                node.kind() == Kind::List
                    && !unique_items
                    && between(*min_items, *max_items, node.items().count())
                    && node.items().all(|it| self.value(*items, it, levels))
            }
            SchemaKind::Map(values) => {
                node.kind() == Kind::Map
                    && between(*min_properties, *max_properties, node.entries().count())
                    && node.entries().all(|(_, it)| self.value(*values, it, levels))
            }
            SchemaKind::Object { properties, extra } => {
                let shown = |it: &&specsmith_spec::Property<'_>| shows(self.graph, it.schema, self.view);
                let known: Vec<_> = properties.iter().filter(shown).collect();
                let extra = |it: Node<'_>, judge: &mut Self| match extra {
                    Extra::Unsaid => true,
                    Extra::Closed => false,
                    Extra::Kept(values) => judge.value(*values, it, levels),
                };
                // What does not travel in this direction need not be there.
                let declared = |name: &str| properties.iter().find(|it| it.name == name);
                let shown = |name: &str| known.iter().any(|it| it.name == name);
                let has = |name: &str| node.get(name).is_some() || declared(name).is_some() && !shown(name);
                let demands = Demands::of(schema.node);
                node.kind() == Kind::Map
                    && between(*min_properties, *max_properties, node.entries().count())
                    && known.iter().all(|it| !it.required || node.get(it.name).is_some())
                    && demands.always.iter().all(|it| declared(it).is_some() || node.get(it).is_some())
                    && demands.met(has)
                    && node.entries().all(|(key, it)| match known.iter().find(|known| known.name == key) {
                        Some(known) => self.value(known.schema, it, levels),
                        None => !properties.iter().any(|it| it.name == key) && extra(it, self),
                    })
            }
            // Which of them it is, a tag or the client would say; here one is enough.
            SchemaKind::OneOf(one_of) => one_of.arms.iter().any(|arm| {
                let tagged = one_of.tag.is_none_or(|tag| {
                    node.get(tag).is_some_and(|it| arm.tags.iter().any(|value| is(value, it)))
                });
                tagged && self.value(arm.schema, node, levels)
            }),
        }
    }
}

fn is(value: &Scalar<'_>, node: Node<'_>) -> bool {
    match value {
        Scalar::Text(text) => node.text() == Some(text),
        Scalar::Number(number) => node.number() == Some(*number),
        Scalar::Bool(flag) => node.bool() == Some(*flag),
    }
}

fn between(least: Option<u64>, most: Option<u64>, count: usize) -> bool {
    let count = count as u64;
    least.is_none_or(|it| count >= it) && most.is_none_or(|it| count <= it)
}

fn number(schema: &Schema<'_>, node: Node<'_>) -> bool {
    let Some(number) = node.number().filter(|it| numbers::is_finite(*it)) else { return false };
    let value = numbers::value(number);
    let Limits { values, minimum, maximum, multiple_of, .. } = &schema.limits;
    let above = |(bound, kind): (specsmith_source::Number, Bound)| match kind {
        Bound::Inclusive => value >= numbers::value(bound),
        Bound::Exclusive => value > numbers::value(bound),
    };
    let below = |(bound, kind): (specsmith_source::Number, Bound)| match kind {
        Bound::Inclusive => value <= numbers::value(bound),
        Bound::Exclusive => value < numbers::value(bound),
    };
    minimum.is_none_or(above)
        && maximum.is_none_or(below)
        && multiple_of.is_none_or(|it| (value / numbers::value(it)).fract() == 0.0)
        && (values.is_empty() || values.iter().any(|it| is(it, node)))
}

fn text(schema: &Schema<'_>, format: TextFormat<'_>, text: &str) -> bool {
    let Limits { min_length, max_length, .. } = &schema.limits;
    // A pattern would have to be matched as ECMA-262 does: who wrote it is taken at their word.
    between(*min_length, *max_length, text.chars().count()) && texts::is_of(format, text)
}
