//! Schemas in normal form: each read once, by the node it stands at; references become [`SchemaKind::Same`].

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use specsmith_source::{Diagnostics, Kind, Node, Origin};

use crate::alternatives::Alternatives;
use crate::called::own_name;
use crate::enums::{self, Spellings};
use crate::follow::Follower;
use crate::formats;
use crate::formats::UnknownFormat;
use crate::inherit::Families;
use crate::leaves::only_null;
use crate::shape::{Derived, OneOf, Schema, SchemaId, SchemaKind, TextFormat, UnionArm};
use crate::tags::Constants;
use crate::unions::leaf;
use crate::words::{SEVERAL, TypeWord, type_word, type_words};
use crate::{limits, read};

/// How many properties and arms a document may have beyond one for each of its nodes.
const GROWTH: usize = 10;
const PROPERTIES_FREE: usize = 10_000;

/// A text nests less deep than this. What does nest deeper goes from one component or file into the next and is read later.
const DEEPEST: usize = 128;

pub(crate) const ANY_JSON: &str = "it becomes any JSON";

/// What narrows values in ways that no type shows.
const UNCHECKED: [(&str, &str); 6] = [
    ("not", "`not`"),
    ("if", "`if`"),
    ("dependentSchemas", "`dependentSchemas`"),
    ("contains", "`contains`"),
    ("$dynamicRef", "a dynamic reference"),
    ("$recursiveRef", "a dynamic reference"),
];

/// Every schema read so far.
pub(crate) struct Schemas<'t> {
    pub(crate) follower: Follower,
    pub(crate) root: Node<'t>,
    pub(crate) holder: Option<Node<'t>>,
    pub(crate) list: Vec<Schema<'t>>,
    pub(crate) by_node: BTreeMap<Origin, SchemaId>,
    pub(crate) by_arms: BTreeMap<Vec<Origin>, SchemaId>,
    /// The object that is left of a schema that stands for all that inherit from it.
    pub(crate) by_base: BTreeMap<Origin, SchemaId>,
    /// What each `oneOf` or `anyOf` holds.
    pub(crate) alternatives: BTreeMap<Origin, Rc<Alternatives<'t>>>,
    /// What objects say of the values of their properties, for those that were asked.
    pub(crate) constants: BTreeMap<SchemaId, Rc<Constants<'t>>>,
    /// The `discriminator` of each union that has one.
    pub(crate) discriminators: BTreeMap<SchemaId, Node<'t>>,
    pub(crate) families: Families<'t>,
    spellings: Spellings<'t>,
    unknown_formats: formats::Unknown<'t>,
    /// Named by a reference, not read yet: reading them at once would nest as deep as references chain.
    waiting: Vec<SchemaId>,
    /// How many schemas stand around the one that is being read.
    depth: usize,
    /// How many more properties may be made: `allOf` can repeat those of one schema in every other.
    properties_left: usize,
}

/// All that was read.
pub(crate) struct Finished<'t> {
    pub(crate) schemas: Vec<Schema<'t>>,
    pub(crate) links: BTreeSet<(Origin, Origin)>,
    pub(crate) unknown_formats: Vec<UnknownFormat<'t>>,
}

impl<'t> Schemas<'t> {
    pub(crate) fn new(root: Node<'t>) -> Self {
        let holder = root.get("components").and_then(|it| it.get("schemas"));
        Self {
            follower: Follower::default(),
            root,
            holder,
            list: Vec::new(),
            by_node: BTreeMap::new(),
            by_arms: BTreeMap::new(),
            by_base: BTreeMap::new(),
            alternatives: BTreeMap::new(),
            constants: BTreeMap::new(),
            discriminators: BTreeMap::new(),
            families: Families::new(root, holder),
            spellings: Spellings::default(),
            unknown_formats: formats::Unknown::default(),
            waiting: Vec::new(),
            depth: 0,
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
        nodes.into_iter().map(|(_, node)| self.own(node, diagnostics)).collect()
    }

    /// The name of a node that is a component.
    pub(crate) fn component(&self, node: Node<'t>) -> Option<&'t str> {
        node.key().filter(|_| self.holder.is_some() && node.parent() == self.holder)
    }

    /// The schema at a node, read now.
    pub(crate) fn schema(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> SchemaId {
        if let Some(id) = self.by_node.get(&node.origin()) {
            return *id;
        }
        let id = self.unread(node);
        if self.depth >= DEEPEST {
            self.waiting.push(id);
        } else {
            self.depth += 1;
            self.read(id, diagnostics);
            self.depth -= 1;
        }
        id
    }

    /// Reads what references named, and tells the arms of unions apart.
    pub(crate) fn finish(mut self, diagnostics: &mut Diagnostics) -> Finished<'t> {
        let mut next = 0;
        while let Some(id) = self.waiting.get(next).copied() {
            self.read(id, diagnostics);
            next += 1;
        }
        self.lift();
        self.settle_circles(diagnostics);
        self.settle_unions(diagnostics);
        // Some unions have turned out to be one schema.
        self.lift();
        let unknown_formats = self.unknown_formats.list();
        Finished { schemas: self.list, links: self.follower.links, unknown_formats }
    }

    /// The schema at a node that a reference names, read when all else is.
    pub(crate) fn later(&mut self, node: Node<'t>) -> SchemaId {
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
        let name = own_name(node, self.holder).map(str::to_owned);
        let id = self.add(Schema { name, ..Schema::any(node) });
        self.by_node.insert(node.origin(), id);
        id
    }

    pub(crate) fn add(&mut self, schema: Schema<'t>) -> SchemaId {
        let id = SchemaId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.list.push(schema);
        id
    }

    /// Puts what was read where its schema waits for it.
    pub(crate) fn fill(&mut self, id: SchemaId, read: Read<'t>) {
        let Read { kind, null, discriminator } = read;
        self.discriminators.extend(discriminator.map(|it| (id, it)));
        let schema = &mut self.list[id.0 as usize];
        schema.nullable |= null;
        schema.kind = kind;
    }

    fn read(&mut self, id: SchemaId, diagnostics: &mut Diagnostics) {
        let node = self.list[id.0 as usize].written;
        // The schemas `true` and `false`. Nothing is ever said of a value that cannot be.
        if node.kind() == Kind::Bool || !read::is_kind(node, "the schema", Kind::Map, diagnostics) {
            return;
        }
        self.follower.look(node, diagnostics);
        let docs = read::docs(node, "title", diagnostics);
        let nullable = read::flag(node, "nullable", "`nullable`", diagnostics);
        let read = match Follower::reference(node) {
            Some((at, reference)) => self.same(node, at, reference, diagnostics),
            None => self.kind(node, diagnostics),
        };
        let schema = &mut self.list[id.0 as usize];
        (schema.docs, schema.nullable) = (docs, nullable);
        self.fill(id, read);
        limits::describe(&mut self.list[id.0 as usize], diagnostics);
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
        let read = match self.family(node, diagnostics) {
            Some(union) => union,
            None => self.described(node, diagnostics),
        };
        let consequence = if matches!(read.kind, SchemaKind::Any) { ANY_JSON } else { "it is not checked" };
        unchecked(node, consequence, diagnostics);
        read
    }

    /// What a schema itself describes, whatever inherits from it.
    pub(crate) fn described(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> Read<'t> {
        let Some(TypeWord { word, null }) = type_word(node, diagnostics) else {
            return SchemaKind::Any.into();
        };
        if only_null(node) {
            return Read { null: true, ..SchemaKind::Any.into() };
        }
        let composed = ["allOf", "oneOf", "anyOf"].iter().any(|key| node.get(key).is_some());
        let read = if composed || Follower::base(node).is_some() {
            self.composed(node, word, diagnostics)
        } else {
            self.plain(node, word, diagnostics)
        };
        Read { null: null || read.null, ..read }
    }

    /// What a schema describes by itself, compositions left aside.
    pub(crate) fn plain(&mut self, node: Node<'t>, word: &str, diagnostics: &mut Diagnostics) -> Read<'t> {
        // Of an object or a list the type says more than its only values would.
        let values = enums::values(node, diagnostics).filter(|_| !matches!(word, "object" | "array"));
        let null = values.as_ref().is_some_and(|it| it.null);
        match values.and_then(|it| enums::kind(node, word, it, &mut self.spellings, diagnostics)) {
            Some(kind) => Read { null, ..kind.into() },
            None => {
                let read = self.typed(node, word, diagnostics);
                Read { null: null || read.null, ..read }
            }
        }
    }

    /// What the word for the type says by itself.
    fn typed(&mut self, node: Node<'t>, word: &str, diagnostics: &mut Diagnostics) -> Read<'t> {
        if matches!(word, "integer" | "number" | "string") {
            self.unknown_formats.look(node);
        }
        match word {
            "boolean" => SchemaKind::Bool.into(),
            "integer" => formats::whole(node).into(),
            "number" => formats::number(node).into(),
            "string" => SchemaKind::Text(formats::text(node)).into(),
            "array" => SchemaKind::List(self.items(node, diagnostics)).into(),
            "object" => self.object(node, diagnostics),
            SEVERAL => self.several(node, diagnostics),
            _ => SchemaKind::Any.into(),
        }
    }

    /// One arm for each type, as if it stood alone.
    fn several(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> Read<'t> {
        let mut arms = Vec::new();
        for word in type_words(node) {
            let schema = self.add(Schema { derived: Some(Derived::Arm(node)), ..Schema::any(node) });
            let read = self.plain(node, word, diagnostics);
            self.fill(schema, read);
            arms.push(UnionArm { node, schema, called: None, tags: Vec::new() });
        }
        SchemaKind::OneOf(OneOf { arms, tag: None }).into()
    }

    fn items(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> SchemaId {
        match (node.get("prefixItems"), node.get("items")) {
            (Some(at), rest) => self.prefixed(at, rest, diagnostics),
            (None, Some(items)) => self.schema(items, diagnostics),
            (None, None) => {
                diagnostics.fallback(node, "a list without `items`", "each item becomes any JSON");
                self.any(node)
            }
        }
    }

    /// A list whose items are told by their places: one type for them all, where they have one.
    fn prefixed(&mut self, at: Node<'t>, rest: Option<Node<'t>>, diagnostics: &mut Diagnostics) -> SchemaId {
        let rest = rest.filter(|it| it.kind() == Kind::Map);
        let items: Vec<_> = at.items().chain(rest).collect();
        let ids: Vec<_> = items.iter().map(|it| self.schema(*it, diagnostics)).collect();
        let ends: Vec<_> =
            items.iter().map(|it| self.follower.settle_schema(*it, diagnostics).map(Node::origin)).collect();
        if let ([first, others @ ..], [end, ends @ ..]) = (ids.as_slice(), ends.as_slice()) {
            let mut pairs = others.iter().zip(ends);
            if pairs.all(|(id, other)| other == end || self.same_leaf(*first, *id)) {
                return *first;
            }
        }
        diagnostics.fallback(at, "a list whose items differ by place", "each item becomes any JSON");
        self.any(at)
    }

    /// Whether two schemas describe values of one simple type.
    fn same_leaf(&self, one: SchemaId, other: SchemaId) -> bool {
        let (one, other) = (&self.list[one.0 as usize], &self.list[other.0 as usize]);
        let leaves = leaf(&one.kind).zip(leaf(&other.kind));
        one.nullable == other.nullable
            && leaves.is_some_and(|(one, other)| format!("{one:?}") == format!("{other:?}"))
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
}

/// Complains of what narrows values in ways that no type shows.
pub(crate) fn unchecked(node: Node<'_>, consequence: &str, diagnostics: &mut Diagnostics) {
    for (key, what) in UNCHECKED {
        if let Some(at) = node.get(key) {
            diagnostics.fallback(at, what, consequence);
        }
    }
}

/// A kind, whether the schema itself said that null is allowed, and by what the arms of a union are told apart.
pub(crate) struct Read<'t> {
    pub(crate) kind: SchemaKind<'t>,
    pub(crate) null: bool,
    pub(crate) discriminator: Option<Node<'t>>,
}

impl<'t> From<SchemaKind<'t>> for Read<'t> {
    fn from(kind: SchemaKind<'t>) -> Self {
        Self { kind, null: false, discriminator: None }
    }
}
