//! The graph as text for people and for tests: one line for each schema that has something to say, in the order of the
//! document.

use std::collections::BTreeMap;

use specsmith_source::{Node, Origin};

use crate::graph::Graph;
use crate::shape::{
    Access, Bound, Choice, ChoiceKind, Derived, Docs, Extra, Limits, Literal, NumberFormat, OneOf, Property,
    Schema, SchemaId, SchemaKind, TextFormat, UnionArm, WholeFormat,
};

/// One line for each schema that is more than one word, or for those at a `#/...` pointer and below it.
pub fn dump(graph: &Graph<'_>, at: Option<&str>) -> String {
    let mut order: Vec<SchemaId> = graph.ids().collect();
    order.sort_by_key(|id| (graph.schema(*id).node.origin(), *id));
    let mut page = Page { graph, turns: BTreeMap::new() };
    let mut turn: BTreeMap<Origin, usize> = BTreeMap::new();
    for id in &order {
        let turn = turn.entry(graph.schema(*id).node.origin()).or_default();
        *turn += 1;
        page.turns.insert(*id, *turn);
    }
    let wanted = |pointer: &str| match at {
        Some(at) => pointer.strip_prefix(at).is_some_and(|it| it.is_empty() || it.starts_with('/')),
        None => true,
    };
    let mut text = String::new();
    for id in order.into_iter().filter(|it| wanted(&graph.schema(*it).node.pointer())) {
        let line = page.line(id);
        // What others say of it may be all there is to say.
        let said = [page.place(id), page.mention(id)].join(" = ");
        if line.replace(", or null", " or null") != said {
            text.push_str(&line);
            text.push('\n');
        }
    }
    text
}

struct Page<'g, 't> {
    graph: &'g Graph<'t>,
    /// How many schemas at the same place come before it, itself counted in.
    turns: BTreeMap<SchemaId, usize>,
}

impl Page<'_, '_> {
    fn line(&self, id: SchemaId) -> String {
        let Schema {
            node: _,
            written: _,
            name: _,
            derived: _,
            docs,
            nullable,
            referenced,
            kind,
            format: _,
            access,
            limits,
            default,
            examples,
        } = self.graph.schema(id);
        let (mut line, name) = (self.place(id), self.name(id));
        if let Some(name) = &name {
            line = format!("{line} {name}");
        }
        line = format!("{line} = {}", self.kind(kind));
        let Docs { title: _, description: _, deprecated, link } = docs;
        for (holds, word) in [
            (*nullable, ", or null"),
            (*access == Access::ReadOnly, ", read only"),
            (*access == Access::WriteOnly, ", write only"),
            (*deprecated, ", deprecated"),
            (link.is_some(), ", with a link"),
        ] {
            line.push_str(if holds { word } else { "" });
        }
        for limit in limited(limits) {
            line = format!("{line}, {limit}");
        }
        if let Some(default) = default {
            line = format!("{line}, default at {}", quiet(&default.pointer()));
        }
        if !examples.is_empty() {
            line = format!("{line}, {} examples", examples.len());
        }
        // A component may always be referred to.
        line + if *referenced && name.is_none() { ", referred to" } else { "" }
    }

    /// Where it stands, and which of those that stand there it is.
    fn place(&self, id: SchemaId) -> String {
        let pointer = quiet(&self.graph.schema(id).node.pointer());
        match self.turns.get(&id) {
            None | Some(1) => pointer,
            Some(turn) => format!("{pointer} ({turn})"),
        }
    }

    /// What it is called, be it a component or made of one.
    fn name(&self, id: SchemaId) -> Option<String> {
        let schema = self.graph.schema(id);
        let made = |component: Node<'_>, word: &str| Some(format!("{}{word}", component.key()?));
        let name = match schema.derived {
            Some(Derived::OrBlank(component)) => made(component, "OrBlank"),
            Some(Derived::Base(component)) => made(component, "Base"),
            Some(Derived::Arm(_)) | None => schema.name.clone(),
        };
        name.map(|it| quiet(&it))
    }

    /// How others speak of it: by its name, or by what it is where that is one word, or by its place.
    fn mention(&self, id: SchemaId) -> String {
        let (mut id, mut null) = (id, false);
        // A nameless reference goes without saying. The bound is for circles, which the graph does not have.
        for _ in self.graph.ids() {
            let Schema { kind, nullable, .. } = self.graph.schema(id);
            let SchemaKind::Same(target) = kind else { break };
            if self.name(id).is_some() {
                break;
            }
            null |= nullable;
            id = *target;
        }
        let Schema { kind, nullable, .. } = self.graph.schema(id);
        let (words, null) = match (self.name(id), kind) {
            (Some(name), _) => (name, null),
            (
                None,
                SchemaKind::Any
                | SchemaKind::Bool
                | SchemaKind::Integer(_)
                | SchemaKind::Number(_)
                | SchemaKind::Text(_),
            ) => (self.kind(kind), null || *nullable),
            (None, _) => (self.place(id), null),
        };
        words + if null { " or null" } else { "" }
    }

    fn kind(&self, kind: &SchemaKind<'_>) -> String {
        match kind {
            SchemaKind::Any => "any".to_owned(),
            SchemaKind::Bool => "boolean".to_owned(),
            SchemaKind::Integer(format) => whole(*format).to_owned(),
            SchemaKind::Number(NumberFormat::Double) => "number".to_owned(),
            SchemaKind::Number(NumberFormat::Float) => "number (float)".to_owned(),
            SchemaKind::Number(NumberFormat::Decimal) => "number (decimal)".to_owned(),
            SchemaKind::Text(format) => text(*format),
            SchemaKind::Choice(it) => choice(it),
            SchemaKind::List(items) => format!("list of {}", self.mention(*items)),
            SchemaKind::Map(values) => format!("map of {}", self.mention(*values)),
            SchemaKind::Object { properties, extra } => self.object(properties, *extra),
            SchemaKind::OneOf(it) => self.union(it),
            SchemaKind::Same(target) => self.mention(*target),
        }
    }

    fn object(&self, properties: &[Property<'_>], extra: Extra) -> String {
        let properties: Vec<String> = properties
            .iter()
            .map(|Property { node: _, name, schema, required }| {
                let mark = if *required { "" } else { "?" };
                format!("{}{mark}: {}", quiet(name), self.mention(*schema))
            })
            .collect();
        let extra = match extra {
            Extra::Unsaid => String::new(),
            Extra::Closed => " and nothing else".to_owned(),
            Extra::Kept(values) => format!(" and more of {}", self.mention(values)),
        };
        format!("object {{{}}}{extra}", properties.join(", "))
    }

    fn union(&self, OneOf { arms, tag }: &OneOf<'_>) -> String {
        let arms: Vec<String> = arms
            .iter()
            .map(|UnionArm { node: _, schema, called: _, tags }| {
                let tags: Vec<String> = tags.iter().map(|it| quiet(&it.to_string())).collect();
                let arm = self.mention(*schema);
                if tags.is_empty() { arm } else { format!("{arm} [{}]", tags.join(", ")) }
            })
            .collect();
        let tag = tag.map(|it| format!(" by {}", quiet(it))).unwrap_or_default();
        format!("one of{tag}: {}", arms.join(" | "))
    }
}

fn whole(format: WholeFormat) -> &'static str {
    match format {
        WholeFormat::Plain => "integer",
        WholeFormat::Int32 => "integer (int32)",
        WholeFormat::Int64 => "integer (int64)",
        WholeFormat::Uint32 => "integer (uint32)",
        WholeFormat::Uint64 => "integer (uint64)",
        WholeFormat::Int128 => "integer (128 bits)",
    }
}

fn text(format: TextFormat<'_>) -> String {
    match format {
        TextFormat::Plain => "string".to_owned(),
        TextFormat::DateTime => "string (date-time)".to_owned(),
        TextFormat::Date => "string (date)".to_owned(),
        TextFormat::Binary => "string (binary)".to_owned(),
        TextFormat::Base64 => "string (base64)".to_owned(),
        TextFormat::Other(it) => format!("string ({})", quiet(it)),
    }
}

fn choice(Choice { kind, values }: &Choice<'_>) -> String {
    let values: Vec<String> = values
        .iter()
        .map(|Literal { node: _, value, name, description: _ }| {
            let name = name.map(|it| format!(" called {}", quiet(it))).unwrap_or_default();
            format!("{}{name}", quiet(&value.to_string()))
        })
        .collect();
    let kind = match kind {
        ChoiceKind::Text => "string",
        ChoiceKind::Whole => "integer",
        ChoiceKind::Mixed => "value",
    };
    format!("{kind} of {}", values.join(", "))
}

fn limited(limits: &Limits<'_>) -> Vec<String> {
    let Limits {
        values,
        minimum,
        maximum,
        multiple_of,
        min_length,
        max_length,
        pattern,
        min_items,
        max_items,
        unique_items,
        min_properties,
        max_properties,
    } = limits;
    let mut words = Vec::new();
    if !values.is_empty() {
        let values: Vec<String> = values.iter().map(|it| it.to_string()).collect();
        words.push(format!("one of {}", values.join(" ")));
    }
    for (bound, with, without) in [(minimum, "at least", "more than"), (maximum, "at most", "less than")] {
        match bound {
            Some((number, Bound::Inclusive)) => words.push(format!("{with} {number}")),
            Some((number, Bound::Exclusive)) => words.push(format!("{without} {number}")),
            None => {}
        }
    }
    words.extend(multiple_of.map(|it| format!("multiple of {it}")));
    for (limit, side, of) in [
        (min_length, "at least", "characters"),
        (max_length, "at most", "characters"),
        (min_items, "at least", "items"),
        (max_items, "at most", "items"),
        (min_properties, "at least", "properties"),
        (max_properties, "at most", "properties"),
    ] {
        words.extend(limit.map(|it| format!("{side} {it} {of}")));
    }
    words.extend(unique_items.then(|| "unique items".to_owned()));
    words.extend(pattern.map(|it| format!("pattern {it:?}")));
    words
}

/// A word of the document, in quotation marks where it would not stand as one word on a line.
fn quiet(word: &str) -> String {
    let plain = |it: char| it.is_alphanumeric() || "_-.$#/~{}".contains(it);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("{word:?}") }
}
