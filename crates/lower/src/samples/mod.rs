//! Values that a schema allows: what the document gives as an example, or else the least that meets its demands.

mod broken;
mod chance;
mod demands;
mod fit;
mod made;
mod numbers;
mod patterns;
mod texts;

use specsmith_model::{Sample, Wire};
use specsmith_source::{Kind, Node};
use specsmith_spec::{Extra, Graph, OneOf, Property, Scalar, Schema, SchemaId, SchemaKind, UnionArm};

pub(crate) use broken::broken;
pub(crate) use chance::Chance;
pub(crate) use made::made;

use demands::Demands;

use crate::choices::wire;
use crate::details::only_bool;
use crate::views::{View, shows};

/// How much of an object is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// What must be there.
    Required,
    /// What may be there too, down to a few levels.
    All,
}

/// Optional properties further in than this are left out of the fullest sample.
const DEEPEST: usize = 4;

/// Where values stand in one another more often than this, there is no sample.
const LEVELS: usize = 64;

/// How many values one sample may hold.
const MOST_VALUES: usize = 2_000;

/// Lists of more items than this are not made.
const MOST_ITEMS: u64 = 100;

/// A value for each component, or for each schema at a `#/...` pointer and below it: the least that a request may hold, all
/// that it may, and all that an answer does where that is something else.
pub fn dump(graph: &Graph<'_>, at: Option<&str>) -> String {
    let below = |id: &SchemaId| {
        let pointer = graph.schema(*id).node.pointer();
        at.is_none_or(|at| pointer.strip_prefix(at).is_some_and(|it| it.is_empty() || it.starts_with('/')))
    };
    let chosen: Vec<SchemaId> = match at {
        Some(_) => graph.ids().filter(below).collect(),
        None => graph.components.clone(),
    };
    let mut text = String::new();
    for id in chosen {
        text.push_str(&graph.schema(id).node.pointer());
        text.push('\n');
        let shown = |view, fill| sample(graph, id, view, fill).map_or("none".to_owned(), |it| it.to_string());
        let least = shown(View::Request, Fill::Required);
        let whole = shown(View::Request, Fill::All);
        let answer = shown(View::Answer, Fill::All);
        text.push_str(&format!("  least {least}\n"));
        if whole != least {
            text.push_str(&format!("  whole {whole}\n"));
        }
        if answer != whole {
            text.push_str(&format!("  answer {answer}\n"));
        }
    }
    text
}

/// A value that a schema allows in a view; `None` where there is none, or none that could be found.
pub(crate) fn sample(graph: &Graph<'_>, id: SchemaId, view: View, fill: Fill) -> Option<Sample> {
    Maker { graph, view, fill, open: Vec::new(), left: MOST_VALUES }.value(id)
}

struct Maker<'g, 't> {
    graph: &'g Graph<'t>,
    view: View,
    fill: Fill,
    /// The schemas that the value stands in.
    open: Vec<SchemaId>,
    /// How many values may still be made.
    left: usize,
}

impl<'t> Maker<'_, 't> {
    fn value(&mut self, id: SchemaId) -> Option<Sample> {
        let (settled, nullable) = self.graph.settle(id);
        self.left = self.left.checked_sub(1)?;
        if self.open.len() >= LEVELS || self.open.contains(&settled) {
            return nullable.then_some(Sample::Null);
        }
        self.open.push(settled);
        let made = self.example(id, settled).or_else(|| self.made(settled));
        self.open.pop();
        made.or_else(|| nullable.then_some(Sample::Null))
    }

    /// The first example of the document that its own schema allows. An empty list shows nothing of what may be in it.
    fn example(&self, id: SchemaId, settled: SchemaId) -> Option<Sample> {
        let of = |id: SchemaId| self.graph.schema(id).examples.iter().copied();
        let defaults = [id, settled].into_iter().filter_map(|id| self.graph.schema(id).default);
        let said = of(id).chain(of(settled)).chain(defaults);
        let fitting = |it: &Node<'t>| shows_something(*it) && fit::fits(self.graph, settled, *it, self.view);
        self.plain(said.filter(fitting).take(1))
    }

    fn plain(&self, mut nodes: impl Iterator<Item = Node<'t>>) -> Option<Sample> {
        // Of an object in an example more is known than is asked for where only the demanded is.
        let node = nodes.next()?;
        (self.fill == Fill::All || !matches!(node.kind(), Kind::Map | Kind::List))
            .then(|| copied(node))
            .flatten()
    }

    fn made(&mut self, id: SchemaId) -> Option<Sample> {
        let schema = self.graph.schema(id);
        match &schema.kind {
            // It may be that nothing else is allowed.
            SchemaKind::Any if schema.nullable => Some(Sample::Null),
            SchemaKind::Any => Some(Sample::text("any")),
            SchemaKind::Bool => Some(Sample::Single(Wire::Bool(only_bool(schema).unwrap_or(true)))),
            SchemaKind::Integer(format) => numbers::whole(&schema.limits, *format),
            SchemaKind::Number(_) => numbers::number(&schema.limits),
            SchemaKind::Text(format) => texts::text(schema, *format),
            SchemaKind::Choice(choice) => choice.values.first().map(|it| single(&it.value)),
            SchemaKind::List(items) => self.list(schema, *items),
            SchemaKind::Map(values) => self.map(schema, *values),
            SchemaKind::Object { properties, extra } => self.object(schema, properties, *extra),
            SchemaKind::OneOf(one_of) => self.one_of(one_of),
            SchemaKind::Same(target) => self.value(*target),
        }
    }

    fn list(&mut self, schema: &Schema<'t>, items: SchemaId) -> Option<Sample> {
        let least = schema.limits.min_items.unwrap_or_default();
        if least > MOST_ITEMS || schema.limits.max_items == Some(0) {
            return (least == 0).then(|| Sample::List(Vec::new()));
        }
        let Some(first) = self.value(items) else {
            return (least == 0).then(|| Sample::List(Vec::new()));
        };
        let count = usize::try_from(least.max(1)).unwrap_or(1);
        if count > 1 && schema.limits.unique_items {
            return self.distinct(items, first, count).map(Sample::List);
        }
        self.left = self.left.checked_sub(count)?;
        Some(Sample::List(vec![first; count]))
    }

    /// Items that differ: the values of an enumeration, or numbers and texts that count.
    fn distinct(&self, items: SchemaId, first: Sample, count: usize) -> Option<Vec<Sample>> {
        let (settled, _) = self.graph.settle(items);
        let schema = self.graph.schema(settled);
        let others: Vec<Sample> = match (&schema.kind, &first) {
            (SchemaKind::Choice(choice), _) => choice.values.iter().map(|it| single(&it.value)).collect(),
            (_, Sample::Single(Wire::Whole(first))) => (0_i64..)
                .take(count)
                .map(|step| Sample::Single(Wire::Whole(first.saturating_add(step))))
                .collect(),
            (_, Sample::Single(Wire::Text(first))) => std::iter::once(first.clone())
                .chain((2..=count).map(|number| format!("{first}{number}")))
                .map(Sample::text)
                .collect(),
            _ => vec![first],
        };
        (others.len() >= count).then(|| others.into_iter().take(count).collect())
    }

    fn map(&mut self, schema: &Schema<'t>, values: SchemaId) -> Option<Sample> {
        let least = schema.limits.min_properties.unwrap_or_default();
        let wanted = if self.fill == Fill::All { least.max(1) } else { least };
        let mut entries = Vec::new();
        let demands = Demands::of(schema.node);
        for key in demands.always.union(&demands.chosen(|_| true).with) {
            entries.push(((*key).to_owned(), self.value(values)?));
        }
        let wanted = wanted.saturating_sub(entries.len() as u64);
        for number in 1..=wanted.min(MOST_ITEMS) {
            let Some(value) = self.value(values) else { break };
            let key = if number == 1 { "key".to_owned() } else { format!("key{number}") };
            entries.push((key, value));
        }
        (entries.len() as u64 >= least).then_some(Sample::Object(entries))
    }

    fn object(&mut self, schema: &Schema<'t>, properties: &[Property<'t>], extra: Extra) -> Option<Sample> {
        let least = schema.limits.min_properties.unwrap_or_default();
        let mut entries: Vec<(String, Sample)> = Vec::new();
        let mut left_out = Vec::new();
        let (graph, view) = (self.graph, self.view);
        let demands = Demands::of(schema.node);
        let declared = |name: &str| properties.iter().find(|it| it.name == name);
        let chosen = demands.chosen(|name| match declared(name) {
            Some(it) => shows(graph, it.schema, view),
            None => extra != Extra::Closed,
        });
        let demanded =
            properties.iter().filter(|it| it.required && shows(graph, it.schema, view)).count() as u64;
        let mut room = schema.limits.max_properties.unwrap_or(u64::MAX).saturating_sub(demanded);
        for property in properties.iter().filter(|it| shows(graph, it.schema, view)) {
            let wanted = room > 0 && self.fill == Fill::All && self.open.len() <= DEEPEST;
            let (with, without) =
                (chosen.with.contains(property.name), chosen.without.contains(property.name));
            if !property.required && without {
                continue;
            }
            if !property.required && !wanted && !with {
                left_out.push(property);
                continue;
            }
            match self.value(property.schema) {
                Some(value) => {
                    room = room.saturating_sub(u64::from(!property.required));
                    entries.push((property.name.to_owned(), value));
                }
                // Nothing but a circle, or a pattern that nothing was found for.
                None if property.required => return None,
                None => {}
            }
        }
        // What is demanded though nothing says what it is.
        if extra != Extra::Closed {
            for name in demands.always.union(&chosen.with).filter(|it| declared(it).is_none()) {
                entries.push(((*name).to_owned(), self.undeclared(extra)?));
            }
        }
        for property in left_out {
            if entries.len() as u64 >= least {
                break;
            }
            entries.extend(self.value(property.schema).map(|it| (property.name.to_owned(), it)));
        }
        if extra != Extra::Closed {
            for number in 1..=least.saturating_sub(entries.len() as u64).min(MOST_ITEMS) {
                entries.push((format!("key{number}"), self.undeclared(extra)?));
            }
        }
        Some(Sample::Object(entries))
    }

    /// A value under a key that no property has.
    fn undeclared(&mut self, extra: Extra) -> Option<Sample> {
        match extra {
            Extra::Kept(values) => self.value(values),
            Extra::Unsaid | Extra::Closed => Some(Sample::text("any")),
        }
    }

    fn one_of(&mut self, one_of: &OneOf<'t>) -> Option<Sample> {
        let OneOf { arms, tag } = one_of;
        arms.iter().find_map(|arm| {
            let value = self.value(arm.schema)?;
            Some(match tag {
                Some(tag) => tagged(value, tag, arm),
                None => value,
            })
        })
    }
}

fn shows_something(node: Node<'_>) -> bool {
    match node.kind() {
        Kind::Null => false,
        Kind::List => node.items().next().is_some(),
        Kind::Bool | Kind::Number | Kind::Text | Kind::Map => true,
    }
}

/// With the value of the tag that stands for the arm.
fn tagged(value: Sample, tag: &str, arm: &UnionArm<'_>) -> Sample {
    let (Sample::Object(mut entries), Some(first)) = (value.clone(), arm.tags.first()) else { return value };
    match entries.iter_mut().find(|(key, _)| key == tag) {
        Some((_, known)) if arm.tags.iter().any(|it| single(it) == *known) => {}
        Some((_, known)) => *known = single(first),
        None => entries.push((tag.to_owned(), single(first))),
    }
    Sample::Object(entries)
}

fn single(value: &Scalar<'_>) -> Sample {
    Sample::Single(wire(value))
}

/// A value of the document as it is; `None` where it holds a number that JSON has not.
pub(crate) fn copied(node: Node<'_>) -> Option<Sample> {
    Some(match node.kind() {
        Kind::Null => Sample::Null,
        Kind::Bool => Sample::Single(Wire::Bool(node.bool()?)),
        Kind::Number => single(&Scalar::Number(node.number().filter(|it| numbers::is_finite(*it))?)),
        Kind::Text => Sample::text(node.text()?),
        Kind::List => Sample::List(node.items().map(copied).collect::<Option<_>>()?),
        Kind::Map => {
            let entries = node.entries().map(|(key, it)| Some((key.to_owned(), copied(it)?)));
            Sample::Object(entries.collect::<Option<_>>()?)
        }
    })
}
