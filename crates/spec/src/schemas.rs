//! Schemas in normal form: each read once, by the node it stands at; references become [`SchemaKind::Same`].

use std::collections::{BTreeMap, BTreeSet};

use specsmith_source::{Diagnostics, Kind, Node, Origin};

use crate::follow::Follower;
use crate::leaves::{Texts, null_arm, number_format, only_null, text_format, texts, unique, whole_format};
use crate::objects::Parts;
use crate::read;
use crate::shape::{Choice, ChoiceKind, Docs, Literal, Scalar, Schema, SchemaId, SchemaKind, TextFormat};
use crate::words::{SEVERAL, TypeWord, type_word};

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
        let named = self.holder.is_some() && node.parent() == self.holder;
        let id = self.unread(node, node.key().filter(|_| named));
        self.read(id, diagnostics);
        id
    }

    /// Reads what references named.
    pub(crate) fn finish(
        mut self,
        diagnostics: &mut Diagnostics,
    ) -> (Vec<Schema<'t>>, BTreeSet<(Origin, Origin)>) {
        let mut next = 0;
        while let Some(id) = self.waiting.get(next).copied() {
            self.read(id, diagnostics);
            next += 1;
        }
        (self.list, self.follower.links)
    }

    fn later(&mut self, node: Node<'t>) -> SchemaId {
        if let Some(id) = self.by_node.get(&node.origin()) {
            self.list[id.0 as usize].referenced = true;
            return *id;
        }
        let parent = node.parent();
        // What a reference names may also stand among the definitions of a schema, or of the whole document.
        let definition = matches!(parent.and_then(Node::key), Some("$defs" | "definitions"));
        let named = definition || (self.holder.is_some() && parent == self.holder);
        let id = self.unread(node, node.key().filter(|_| named));
        self.list[id.0 as usize].referenced = true;
        self.waiting.push(id);
        id
    }

    fn unread(&mut self, node: Node<'t>, name: Option<&str>) -> SchemaId {
        let id = self.add(Schema { name: name.map(str::to_owned), ..Schema::any(node) });
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
        // The schemas `true` and `false`. Nothing is ever said of a value that cannot be.
        if node.kind() == Kind::Bool || !read::is_kind(node, "the schema", Kind::Map, diagnostics) {
            return;
        }
        let docs = read::docs(node, "title", diagnostics);
        let nullable = read::flag(node, "nullable", "`nullable`", diagnostics);
        let Read { kind, null } = match Follower::reference(node) {
            Some((at, reference)) => self.same(node, at, reference, diagnostics),
            None => self.kind(node, diagnostics),
        };
        let schema = &mut self.list[id.0 as usize];
        (schema.docs, schema.nullable, schema.kind) = (docs, nullable || null, kind);
    }

    fn same(
        &mut self,
        node: Node<'t>,
        at: Node<'t>,
        reference: &str,
        diagnostics: &mut Diagnostics,
    ) -> Read<'t> {
        let settled = self.follower.settle_schema(node, diagnostics);
        match settled.and_then(|_| self.follower.step(at, reference, diagnostics)) {
            Some(target) => SchemaKind::Same(self.later(target)).into(),
            None => SchemaKind::Any.into(),
        }
    }

    fn kind(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> Read<'t> {
        let Some(TypeWord { word, null }) = type_word(node, diagnostics) else {
            return SchemaKind::Any.into();
        };
        let read = self.kind_of(node, word, diagnostics);
        Read { null: null || read.null, ..read }
    }

    fn kind_of(&mut self, node: Node<'t>, word: &str, diagnostics: &mut Diagnostics) -> Read<'t> {
        if only_null(node) {
            diagnostics.fallback(node, "a schema of nothing but null", ANY_JSON);
            return Read { kind: SchemaKind::Any, null: true };
        }
        if node.get("allOf").is_some() || Follower::base(node).is_some() {
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
        // Of an object or a list the type says more than its only values would.
        let values = node.get("enum").or(node.get("const"));
        if values.is_some() && !matches!(word, "object" | "array") {
            return self.choice(node, word, diagnostics);
        }
        match word {
            "boolean" => SchemaKind::Bool.into(),
            "integer" => SchemaKind::Integer(whole_format(node)).into(),
            "number" => SchemaKind::Number(number_format(node)).into(),
            "string" => SchemaKind::Text(text_format(node)).into(),
            "array" => SchemaKind::List(self.items(node, diagnostics)).into(),
            "object" => self.object(node, diagnostics),
            SEVERAL => {
                diagnostics.fallback(node, "a value of several types", ANY_JSON);
                SchemaKind::Any.into()
            }
            _ => SchemaKind::Any.into(),
        }
    }

    fn items(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> SchemaId {
        match (node.get("prefixItems"), node.get("items")) {
            (Some(at), _) => {
                diagnostics.fallback(at, "a list whose items differ by place", "each item becomes any JSON");
                self.any(node)
            }
            (None, Some(items)) => self.schema(items, diagnostics),
            (None, None) => {
                diagnostics.fallback(node, "a list without `items`", "each item becomes any JSON");
                self.any(node)
            }
        }
    }

    /// Whether so many more properties may be made.
    pub(crate) fn affords(&mut self, properties: usize) -> bool {
        self.properties_left = self.properties_left.saturating_sub(properties);
        self.properties_left > 0
    }

    pub(crate) fn any(&mut self, node: Node<'t>) -> SchemaId {
        self.add(Schema::any(node))
    }

    /// The schema of something that can only be a string.
    pub(crate) fn text(&mut self, node: Node<'t>) -> SchemaId {
        self.add(Schema { kind: SchemaKind::Text(TextFormat::Plain), ..Schema::any(node) })
    }

    /// `allOf`: one arm alone is that arm; objects are merged; anything else has no one type.
    fn all_of(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> Read<'t> {
        let arms: Vec<_> = read::list(node, "allOf", "`allOf`", diagnostics).collect();
        let alone = Follower::base(node).is_none() && node.get("properties").is_none();
        if let ([arm], true) = (arms.as_slice(), alone) {
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
        let Some(settled) = self.follower.settle_schema(node, diagnostics) else { return };
        if merge.inside.len() > DEEPEST || merge.inside.contains(&settled.origin()) {
            return diagnostics.cyclic_all_of(node);
        }
        if !merge.done.insert(settled.origin()) {
            return;
        }
        merge.inside.push(settled.origin());
        if let Some((at, reference)) = Follower::base(settled)
            && let Some(base) = self.follower.step(at, reference, diagnostics)
        {
            self.flatten(base, merge, diagnostics);
        }
        for arm in read::list(settled, "allOf", "`allOf`", diagnostics) {
            self.flatten(arm, merge, diagnostics);
        }
        merge.inside.pop();
        let word = type_word(settled, diagnostics).unwrap_or_default().word;
        let composed = ["oneOf", "anyOf", "enum", "const"].iter().any(|key| settled.get(key).is_some());
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
            let Some(settled) = self.follower.settle_schema(arm, diagnostics) else { continue };
            if null_arm(settled) {
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
        let kind = self.merged_choice(node, &arms, values);
        Read { kind, null }
    }

    /// Frameworks write "one of these, or blank" with two components; wherever it stands, it is one type.
    fn merged_choice(
        &mut self,
        node: Node<'t>,
        arms: &[(Node<'t>, Node<'t>)],
        values: Vec<Literal<'t>>,
    ) -> SchemaKind<'t> {
        let blank = |node: Node<'t>| {
            texts(node).is_some_and(|it| it.values.iter().all(|it| it.value == Scalar::Text("")))
        };
        let (first, rest) = match arms {
            [(_, first), rest @ ..] => (*first, rest),
            [] => return SchemaKind::Any,
        };
        let component = first.key().filter(|_| self.holder.is_some() && first.parent() == self.holder);
        let choice = SchemaKind::Choice(Choice { kind: ChoiceKind::Text, values: unique(values) });
        match component {
            Some(_) if rest.iter().all(|(_, it)| blank(*it)) => {
                let key: Vec<_> = arms.iter().map(|(_, it)| it.origin()).collect();
                let known = self.by_arms.get(&key).copied();
                let id = known.unwrap_or_else(|| {
                    let docs = Docs {
                        description: first.get("description").and_then(Node::text),
                        ..Docs::default()
                    };
                    self.add(Schema { or_blank: Some(first), docs, kind: choice, ..Schema::any(first) })
                });
                self.by_arms.insert(key, id);
                SchemaKind::Same(id)
            }
            _ => choice,
        }
    }

    fn choice(&mut self, node: Node<'t>, word: &str, diagnostics: &mut Diagnostics) -> Read<'t> {
        read::list(node, "enum", "`enum`", diagnostics).for_each(drop);
        match texts(node) {
            Some(Texts { values, null }) if matches!(word, "string" | "" | SEVERAL) && !values.is_empty() => {
                Read {
                    kind: SchemaKind::Choice(Choice { kind: ChoiceKind::Text, values: unique(values) }),
                    null,
                }
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
pub(crate) struct Read<'t> {
    kind: SchemaKind<'t>,
    null: bool,
}

impl<'t> From<SchemaKind<'t>> for Read<'t> {
    fn from(kind: SchemaKind<'t>) -> Self {
        Self { kind, null: false }
    }
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
