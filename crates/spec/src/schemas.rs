//! Schemas in normal form: each read once, by the node it stands at; references become [`SchemaKind::Same`].

use std::collections::{BTreeMap, BTreeSet};

use specsmith_source::{Diagnostics, Kind, Node, Origin};

use crate::follow::Follower;
use crate::leaves::{Texts, number_format, only_null, text_format, texts, unique, whole_format};
use crate::read;
use crate::shape::{Choice, Docs, Extra, Literal, Property, Schema, SchemaId, SchemaKind};

/// How many properties a document may have beyond one for each of its nodes.
const GROWTH: usize = 10;
const PROPERTIES_FREE: usize = 10_000;

const ANY_JSON: &str = "it becomes any JSON";

/// Every schema read so far.
pub(crate) struct Schemas<'t> {
    pub(crate) follower: Follower<'t>,
    root: Node<'t>,
    holder: Option<Node<'t>>,
    list: Vec<Schema<'t>>,
    by_node: BTreeMap<Origin, SchemaId>,
    by_arms: BTreeMap<Vec<Origin>, SchemaId>,
    /// Named by a reference, not read yet: reading them at once would nest as deep as references chain.
    waiting: Vec<SchemaId>,
    /// How many more properties may be made: `allOf` can repeat those of one schema in every other.
    properties_left: usize,
}

/// What `type` may say.
const TYPES: [&str; 6] = ["object", "array", "string", "integer", "number", "boolean"];

impl<'t> Schemas<'t> {
    pub(crate) fn new(root: Node<'t>) -> Self {
        let holder = root.get("components").and_then(|it| it.get("schemas"));
        Self {
            follower: Follower::new(root),
            root,
            holder,
            list: Vec::new(),
            by_node: BTreeMap::new(),
            by_arms: BTreeMap::new(),
            waiting: Vec::new(),
            properties_left: PROPERTIES_FREE + root.tree().size().saturating_mul(GROWTH),
        }
    }

    /// Everything under `components/schemas`, in order.
    pub(crate) fn components(&mut self, diagnostics: &mut Diagnostics) -> Vec<SchemaId> {
        let Some(components) = self.root.get("components") else { return Vec::new() };
        if !read::is_kind(components, "`components`", Kind::Map, diagnostics) {
            return Vec::new();
        }
        let nodes: Vec<_> = read::map(components, "schemas", "`schemas`", diagnostics).collect();
        nodes.into_iter().map(|(_, node)| self.later(node)).collect()
    }

    /// The schema at a node, read now.
    pub(crate) fn schema(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> SchemaId {
        if let Some(id) = self.by_node.get(&node.origin()) {
            return *id;
        }
        let id = self.unread(node);
        self.read(id, diagnostics);
        id
    }

    /// Reads what references named.
    pub(crate) fn finish(mut self, diagnostics: &mut Diagnostics) -> Vec<Schema<'t>> {
        let mut next = 0;
        while let Some(id) = self.waiting.get(next).copied() {
            self.read(id, diagnostics);
            next += 1;
        }
        self.list
    }

    fn later(&mut self, node: Node<'t>) -> SchemaId {
        if let Some(id) = self.by_node.get(&node.origin()) {
            self.list[id.0 as usize].referenced = true;
            return *id;
        }
        let id = self.unread(node);
        self.list[id.0 as usize].referenced = true;
        self.waiting.push(id);
        id
    }

    fn unread(&mut self, node: Node<'t>) -> SchemaId {
        let named = self.holder.is_some() && node.parent() == self.holder;
        let name = node.key().filter(|_| named).map(str::to_owned);
        let id = self.add(Schema {
            node,
            name,
            docs: Docs::default(),
            nullable: false,
            referenced: false,
            kind: SchemaKind::Any,
        });
        self.by_node.insert(node.origin(), id);
        id
    }

    fn add(&mut self, schema: Schema<'t>) -> SchemaId {
        let id = SchemaId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.list.push(schema);
        id
    }

    fn read(&mut self, id: SchemaId, diagnostics: &mut Diagnostics) {
        let node = self.list[id.0 as usize].node;
        if !read::is_kind(node, "the schema", Kind::Map, diagnostics) {
            return;
        }
        if let Some((at, reference)) = Follower::reference(node) {
            let settled = self.follower.settle(node, "the schema", diagnostics);
            let target = settled.and_then(|_| self.follower.step(at, reference, diagnostics));
            if let Some(target) = target {
                let target = self.later(target);
                self.list[id.0 as usize].kind = SchemaKind::Same(target);
            }
            return;
        }
        let docs = read::docs(node, "title", diagnostics);
        let nullable = read::flag(node, "nullable", "`nullable`", diagnostics);
        let Read { kind, null } = self.kind(node, diagnostics);
        let schema = &mut self.list[id.0 as usize];
        (schema.docs, schema.nullable, schema.kind) = (docs, nullable || null, kind);
    }

    fn kind(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> Read<'t> {
        let Some(word) = self.type_word(node, diagnostics) else { return SchemaKind::Any.into() };
        if node.get("allOf").is_some() {
            return self.all_of(node, diagnostics);
        }
        for key in ["oneOf", "anyOf"] {
            if node.get(key).is_some() && node.get("properties").is_none() {
                return self.one_of(node, key, diagnostics);
            }
        }
        for (key, what) in
            [("oneOf", "`oneOf` beside `properties`"), ("anyOf", "`anyOf` beside `properties`")]
        {
            if let Some(at) = node.get(key) {
                diagnostics.fallback(at, what, "only the properties are read");
            }
        }
        if node.get("enum").is_some() {
            return self.choice(node, diagnostics);
        }
        match word {
            "boolean" => SchemaKind::Bool.into(),
            "integer" => SchemaKind::Integer(whole_format(node)).into(),
            "number" => SchemaKind::Number(number_format(node)).into(),
            "string" => SchemaKind::Text(text_format(node)).into(),
            "array" => match node.get("items") {
                Some(items) => SchemaKind::List(self.schema(items, diagnostics)).into(),
                None => {
                    diagnostics.fallback(node, "a list without `items`", "each item becomes any JSON");
                    SchemaKind::List(self.any(node)).into()
                }
            },
            "object" => self.object(node, diagnostics),
            _ => SchemaKind::Any.into(),
        }
    }

    /// `type`, or what the other keywords imply; `""` where nothing tells. `None` after a complaint.
    fn type_word(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> Option<&'t str> {
        let Some(at) = node.get("type") else {
            let implied = [("properties", "object"), ("additionalProperties", "object"), ("items", "array")];
            return Some(
                implied.iter().find(|(key, _)| node.get(key).is_some()).map_or("", |(_, word)| word),
            );
        };
        let word = read::text(node, "type", "`type`", diagnostics)?;
        if !TYPES.contains(&word) {
            diagnostics.unknown_word(at, "type of a schema", &TYPES);
            return None;
        }
        Some(word)
    }

    fn any(&mut self, node: Node<'t>) -> SchemaId {
        self.add(Schema {
            node,
            name: None,
            docs: Docs::default(),
            nullable: false,
            referenced: false,
            kind: SchemaKind::Any,
        })
    }

    fn object(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> Read<'t> {
        let mut parts = Parts::default();
        self.gather(node, &mut parts, diagnostics);
        self.assemble(parts, node, diagnostics)
    }

    /// The properties of one object schema, added to those of others that it is merged with.
    fn gather(&mut self, node: Node<'t>, parts: &mut Parts<'t>, diagnostics: &mut Diagnostics) {
        for (name, property) in read::map(node, "properties", "`properties`", diagnostics) {
            match parts.places.get(name).and_then(|at| parts.properties.get_mut(*at)) {
                Some((_, known)) => *known = property,
                None => {
                    parts.places.insert(name, parts.properties.len());
                    parts.properties.push((name, property));
                }
            }
        }
        for name in read::list(node, "required", "`required`", diagnostics) {
            match name.text() {
                Some(name) => drop(parts.required.insert(name)),
                None => diagnostics.wrong_type(name, "the name of a required property", Kind::Text.noun()),
            }
        }
        if let Some(extra) = node.get("additionalProperties") {
            match extra.kind() {
                Kind::Bool => parts.extra = parts.extra.or(extra.bool().filter(|it| *it).map(|_| extra)),
                Kind::Map => parts.extra = Some(extra),
                _ => diagnostics.wrong_type(extra, "`additionalProperties`", "a boolean or a schema"),
            }
        }
    }

    fn assemble(&mut self, parts: Parts<'t>, node: Node<'t>, diagnostics: &mut Diagnostics) -> Read<'t> {
        let Parts { properties, places: _, required, extra } = parts;
        self.properties_left = self.properties_left.saturating_sub(properties.len());
        if self.properties_left == 0 {
            diagnostics.too_many_properties(node);
            return SchemaKind::Any.into();
        }
        let extra = extra.map(|at| match at.kind() {
            Kind::Map if at.entries().next().is_some() => self.schema(at, diagnostics),
            _ => self.any(at),
        });
        if properties.is_empty() {
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
        SchemaKind::Object { properties, extra: extra.map_or(Extra::Unsaid, Extra::Kept) }.into()
    }

    /// `allOf`: one arm alone is that arm; objects are merged; anything else has no one type.
    fn all_of(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> Read<'t> {
        let arms: Vec<_> = read::list(node, "allOf", "`allOf`", diagnostics).collect();
        if let ([arm], None) = (arms.as_slice(), node.get("properties")) {
            return SchemaKind::Same(self.schema(*arm, diagnostics)).into();
        }
        let mut merge = Merge::default();
        self.flatten(node, &mut merge, diagnostics);
        let Merge { parts, others, .. } = merge;
        match (others.as_slice(), parts.properties.is_empty() && parts.extra.is_none()) {
            ([], _) => self.assemble(parts, node, diagnostics),
            ([only], true) if *only != node => SchemaKind::Same(self.schema(*only, diagnostics)).into(),
            _ => {
                diagnostics.fallback(node, "this `allOf` of things that are no plain objects", ANY_JSON);
                SchemaKind::Any.into()
            }
        }
    }

    /// Gathers the object parts of a node and of all its `allOf` arms; arms that are no objects go to `others`.
    fn flatten(&mut self, node: Node<'t>, merge: &mut Merge<'t>, diagnostics: &mut Diagnostics) {
        /// Deeper inheritance than this is a mistake, or an attack.
        const DEEPEST: usize = 64;
        let Some(settled) = self.follower.settle(node, "the schema", diagnostics) else { return };
        if merge.inside.len() > DEEPEST || merge.inside.contains(&settled.origin()) {
            return diagnostics.cyclic_all_of(node);
        }
        if !merge.done.insert(settled.origin()) {
            return;
        }
        merge.inside.push(settled.origin());
        for arm in read::list(settled, "allOf", "`allOf`", diagnostics) {
            self.flatten(arm, merge, diagnostics);
        }
        merge.inside.pop();
        let word = self.type_word(settled, diagnostics).unwrap_or_default();
        let composed = ["oneOf", "anyOf", "enum"].iter().any(|key| settled.get(key).is_some());
        if composed || !matches!(word, "" | "object") {
            merge.others.push(node);
        } else {
            self.gather(settled, &mut merge.parts, diagnostics);
        }
    }

    /// `oneOf` and `anyOf`: a null arm makes it nullable, one other arm alone is that arm, enumerations of strings
    /// become one enumeration.
    fn one_of(&mut self, node: Node<'t>, key: &'static str, diagnostics: &mut Diagnostics) -> Read<'t> {
        let mut null = false;
        let mut arms = Vec::new();
        for arm in read::list(node, key, "the list of alternatives", diagnostics) {
            let Some(settled) = self.follower.settle(arm, "the schema", diagnostics) else { continue };
            if only_null(settled) {
                null = true;
            } else {
                arms.push((arm, settled));
            }
        }
        if let [(arm, _)] = arms.as_slice() {
            let kind = SchemaKind::Same(self.schema(*arm, diagnostics));
            return Read { kind, null };
        }
        let mut values = Vec::new();
        for (_, settled) in &arms {
            match texts(*settled) {
                Some(texts) => {
                    null |= texts.null;
                    values.extend(texts.values);
                }
                None => {
                    diagnostics.fallback(node, &format!("this `{key}`"), ANY_JSON);
                    return SchemaKind::Any.into();
                }
            }
        }
        let kind = self.merged_choice(&arms, values);
        Read { kind, null }
    }

    /// Frameworks write "one of these, or blank" with two components; wherever it stands, it is one type.
    fn merged_choice(&mut self, arms: &[(Node<'t>, Node<'t>)], values: Vec<Literal<'t>>) -> SchemaKind<'t> {
        let blank =
            |node: Node<'t>| texts(node).is_some_and(|it| it.values.iter().all(|it| it.text.is_empty()));
        let (first, rest) = match arms {
            [(_, first), rest @ ..] => (*first, rest),
            [] => return SchemaKind::Any,
        };
        let component = first.key().filter(|_| self.holder.is_some() && first.parent() == self.holder);
        let choice = SchemaKind::Choice(Choice { values: unique(values) });
        match component {
            Some(name) if rest.iter().all(|(_, it)| blank(*it)) => {
                let key: Vec<_> = arms.iter().map(|(_, it)| it.origin()).collect();
                let known = self.by_arms.get(&key).copied();
                let id = known.unwrap_or_else(|| {
                    let docs = Docs {
                        description: first.get("description").and_then(Node::text),
                        ..Docs::default()
                    };
                    let name = Some(format!("{name}OrBlank"));
                    self.add(Schema {
                        node: first,
                        name,
                        docs,
                        nullable: false,
                        referenced: false,
                        kind: choice,
                    })
                });
                self.by_arms.insert(key, id);
                SchemaKind::Same(id)
            }
            _ => choice,
        }
    }

    fn choice(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> Read<'t> {
        let word = self.type_word(node, diagnostics).unwrap_or_default();
        read::list(node, "enum", "`enum`", diagnostics).for_each(drop);
        match texts(node) {
            Some(Texts { values, null }) if matches!(word, "string" | "") && !values.is_empty() => {
                Read { kind: SchemaKind::Choice(Choice { values: unique(values) }), null }
            }
            _ => {
                let null = node.get("enum").is_some_and(|it| it.items().any(|it| it.kind() == Kind::Null));
                let kind = match word {
                    "integer" => SchemaKind::Integer(whole_format(node)),
                    "number" => SchemaKind::Number(number_format(node)),
                    "boolean" => SchemaKind::Bool,
                    "string" => SchemaKind::Text(text_format(node)),
                    _ => {
                        diagnostics.fallback(node, "an `enum` of values that are not all strings", ANY_JSON);
                        SchemaKind::Any
                    }
                };
                Read { kind, null }
            }
        }
    }
}

/// A kind, and whether the schema itself said that null is allowed.
struct Read<'t> {
    kind: SchemaKind<'t>,
    null: bool,
}

impl<'t> From<SchemaKind<'t>> for Read<'t> {
    fn from(kind: SchemaKind<'t>) -> Self {
        Self { kind, null: false }
    }
}

/// What objects that are merged into one say together.
#[derive(Default)]
struct Parts<'t> {
    properties: Vec<(&'t str, Node<'t>)>,
    /// Where each name stands in the list.
    places: BTreeMap<&'t str, usize>,
    required: BTreeSet<&'t str>,
    extra: Option<Node<'t>>,
}

/// The state of one `allOf` being merged.
#[derive(Default)]
struct Merge<'t> {
    parts: Parts<'t>,
    /// Arms that are no objects.
    others: Vec<Node<'t>>,
    /// The schemas that we are inside of.
    inside: Vec<Origin>,
    /// Every schema seen: what is reached by two ways is merged once.
    done: BTreeSet<Origin>,
}
