//! The schemas of OpenAPI 2.0, 3.0 and 3.1 in the words of JSON Schema 2020-12.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Number as JsonNumber, Value as Json, json};
use specsmith_source::{Kind, Lookup, Node, Number, Origin};

use crate::Direction;
use crate::tags::tagged;

/// What we call the format `byte`, of which the standard only says what it means.
pub(crate) const BASE64: &str = "specsmith-base64";

/// Where properties are looked for in `allOf`, it is so deep.
const DEEPEST: usize = 16;

type Names = BTreeMap<(Origin, Direction), usize>;

/// The schemas of a run, in the making.
pub(crate) struct Words<'t> {
    /// Whether what stands beside a reference counts.
    siblings: bool,
    names: Names,
    waiting: Vec<(Node<'t>, Direction)>,
    patterns: BTreeMap<&'t str, bool>,
    left_aside: BTreeMap<Origin, String>,
    direction: Direction,
}

impl<'t> Words<'t> {
    pub(crate) fn new(root: Node<'t>) -> Self {
        let version = root.get("openapi").and_then(Node::text).unwrap_or_default();
        Self {
            siblings: !version.starts_with("3.0"),
            names: Names::new(),
            waiting: Vec::new(),
            patterns: BTreeMap::new(),
            left_aside: BTreeMap::new(),
            direction: Direction::Answer,
        }
    }

    /// The name of a schema, which will be spelled.
    pub(crate) fn want(&mut self, node: Node<'t>, direction: Direction) -> usize {
        let next = self.names.len();
        match self.names.entry((node.origin(), direction)) {
            std::collections::btree_map::Entry::Occupied(known) => *known.get(),
            std::collections::btree_map::Entry::Vacant(free) => {
                self.waiting.push((node, direction));
                *free.insert(next)
            }
        }
    }

    /// A reference to a schema, which will be spelled.
    pub(crate) fn reference(&mut self, target: Node<'t>) -> Json {
        let direction = self.direction;
        json!({ "$ref": format!("#/$defs/{}", self.want(target, direction)) })
    }

    /// All that are wanted, and what these refer to, by their names.
    pub(crate) fn spelled(mut self) -> (Map<String, Json>, Names, Vec<(Origin, String)>) {
        let mut definitions = Map::new();
        while let Some((node, direction)) = self.waiting.pop() {
            self.direction = direction;
            let name = self.want(node, direction);
            let schema = self.schema(node, &BTreeSet::new());
            definitions.insert(name.to_string(), schema);
        }
        (definitions, self.names, self.left_aside.into_iter().collect())
    }

    fn leave(&mut self, node: Node<'t>, why: &str) {
        self.left_aside.entry(node.origin()).or_insert_with(|| why.to_owned());
    }

    /// `hidden` are properties that the schema around it does not have in this direction.
    fn schema(&mut self, node: Node<'t>, hidden: &BTreeSet<&'t str>) -> Json {
        match node.kind() {
            Kind::Bool => return json!(node.bool()),
            Kind::Map => {}
            _ => return json!(true),
        }
        let mut made = match node.get("$ref").and_then(|at| Some((at, at.text()?))) {
            Some((at, reference)) => {
                let target = match at.locate(reference) {
                    Lookup::Found(target) => self.reference(target),
                    _ => {
                        self.leave(at, "a reference that leads nowhere");
                        json!(true)
                    }
                };
                if self.siblings {
                    let beside = self.keywords(node, hidden);
                    if beside.is_empty() { target } else { json!({ "allOf": [target, beside] }) }
                } else {
                    target
                }
            }
            None => Json::Object(self.keywords(node, hidden)),
        };
        // 3.0 allows it beside a `type` alone; people write it beside anything.
        if node.get("nullable").and_then(Node::bool) == Some(true) {
            made = json!({ "anyOf": [{ "type": "null" }, made] });
        }
        made
    }

    fn keywords(&mut self, node: Node<'t>, around: &BTreeSet<&'t str>) -> Map<String, Json> {
        let mut made = Map::new();
        let mut more: Vec<Json> = Vec::new();
        let types = types(node);
        if let Some(types) = &types {
            made.insert("type".to_owned(), json!(types));
        } else if node.get("type").is_none() && node.get("properties").is_some() {
            // By the letter it allows whatever is no object; who writes properties means one.
            made.insert("type".to_owned(), json!("object"));
        }
        for key in ["enum", "const"] {
            let fits = key == "const" || node.get(key).is_some_and(|it| it.items().next().is_some());
            if let Some(value) = node.get(key).filter(|_| fits) {
                made.insert(key.to_owned(), json(value));
            }
        }
        numbers(node, &mut made);
        for key in ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"] {
            if let Some(Number::Integer(it)) = node.get(key).and_then(Node::number)
                && let Ok(it) = u64::try_from(it)
            {
                made.insert(key.to_owned(), json!(it));
            }
        }
        if let Some(unique) = node.get("uniqueItems").and_then(Node::bool) {
            made.insert("uniqueItems".to_owned(), json!(unique));
        }
        if let Some((at, pattern)) = node.get("pattern").and_then(|it| Some((it, it.text()?)))
            && self.is_pattern(at, pattern)
        {
            made.insert("pattern".to_owned(), json!(pattern));
        }
        format(node, types.as_deref(), &mut made, &mut more);
        let mut hidden = around.clone();
        self.hidden(node, DEEPEST, &mut hidden);
        self.objects(node, &hidden, &mut made);
        self.lists(node, &mut made);
        let rules = tagged(self, node);
        for key in ["allOf", "anyOf", "oneOf"] {
            let parts: Vec<Node<'t>> = node.get(key).into_iter().flat_map(Node::items).collect();
            let parts: Vec<Json> = parts
                .into_iter()
                .map(|it| {
                    if key != "allOf" && is_null(it) {
                        json!({ "type": "null" })
                    } else {
                        self.schema(it, &hidden)
                    }
                })
                .collect();
            if !parts.is_empty() {
                // That only one fits is what the tag is there for.
                let key = if key == "oneOf" && !rules.is_empty() && node.get("anyOf").is_none() {
                    "anyOf"
                } else {
                    key
                };
                made.insert(key.to_owned(), Json::Array(parts));
            }
        }
        more.extend(rules);
        for key in ["not", "if", "then", "else"] {
            if let Some(part) = node.get(key).filter(|it| matches!(it.kind(), Kind::Map | Kind::Bool)) {
                made.insert(key.to_owned(), self.schema(part, &hidden));
            }
        }
        if !more.is_empty() {
            // Beside the author's own, which may say more.
            let own = made.remove("allOf").and_then(|it| it.as_array().cloned()).unwrap_or_default();
            made.insert("allOf".to_owned(), Json::Array(own.into_iter().chain(more).collect()));
        }
        made
    }

    fn objects(&mut self, node: Node<'t>, hidden: &BTreeSet<&'t str>, made: &mut Map<String, Json>) {
        let required: Vec<&str> = node
            .get("required")
            .into_iter()
            .flat_map(Node::items)
            .filter_map(Node::text)
            .filter(|it| !hidden.contains(it))
            .collect();
        if !required.is_empty() {
            made.insert("required".to_owned(), json!(required));
        }
        for key in ["properties", "patternProperties", "dependentSchemas"] {
            let Some(map) = node.get(key).filter(|it| it.kind() == Kind::Map) else { continue };
            let mut schemas = Map::new();
            for (name, it) in map.entries() {
                if key != "patternProperties" || self.is_pattern(it, name) {
                    schemas.insert(name.to_owned(), self.schema(it, &BTreeSet::new()));
                }
            }
            made.insert(key.to_owned(), Json::Object(schemas));
        }
        for key in ["additionalProperties", "propertyNames", "unevaluatedProperties"] {
            if let Some(it) = node.get(key).filter(|it| matches!(it.kind(), Kind::Map | Kind::Bool)) {
                made.insert(key.to_owned(), self.schema(it, &BTreeSet::new()));
            }
        }
    }

    fn lists(&mut self, node: Node<'t>, made: &mut Map<String, Json>) {
        for key in ["items", "contains", "unevaluatedItems"] {
            if let Some(it) = node.get(key).filter(|it| matches!(it.kind(), Kind::Map | Kind::Bool)) {
                made.insert(key.to_owned(), self.schema(it, &BTreeSet::new()));
            }
        }
        // The list of older drafts is the prefix of this one.
        for key in ["items", "prefixItems"] {
            let parts: Vec<Json> = node
                .get(key)
                .into_iter()
                .flat_map(Node::items)
                .map(|it| self.schema(it, &BTreeSet::new()))
                .collect();
            if !parts.is_empty() {
                made.insert("prefixItems".to_owned(), Json::Array(parts));
            }
        }
    }

    /// The properties of an object that do not travel in this direction.
    fn hidden(&self, node: Node<'t>, levels: usize, hidden: &mut BTreeSet<&'t str>) {
        let Some(levels) = levels.checked_sub(1) else { return };
        let node = node.end();
        let word = match self.direction {
            Direction::Answer => "writeOnly",
            Direction::Request => "readOnly",
        };
        for (name, property) in node.get("properties").into_iter().flat_map(Node::entries) {
            if says(property, word, DEEPEST) {
                hidden.insert(name);
            }
        }
        for part in node.get("allOf").into_iter().flat_map(Node::items) {
            self.hidden(part, levels, hidden);
        }
    }

    fn is_pattern(&mut self, at: Node<'t>, pattern: &'t str) -> bool {
        let known = self
            .patterns
            .entry(pattern)
            .or_insert_with(|| jsonschema::options().build(&json!({ "pattern": pattern })).is_ok());
        let known = *known;
        if !known {
            self.leave(at, "a pattern that is no regular expression of ECMA-262");
        }
        known
    }
}

/// Whether an alternative is there only to allow null, as generators for 3.0 write it: by its letter it allows anything.
fn is_null(node: Node<'_>) -> bool {
    let words = ["nullable", "title", "description", "default", "example"];
    node.get("nullable").and_then(Node::bool) == Some(true)
        && node.entries().all(|(key, _)| words.contains(&key) || key.starts_with("x-"))
}

/// Whether a property says so: itself, what it refers to, or a part of it.
fn says(node: Node<'_>, word: &str, levels: usize) -> bool {
    let Some(levels) = levels.checked_sub(1) else { return false };
    let flag = |it: Node<'_>| it.get(word).and_then(Node::bool) == Some(true);
    let end = node.end();
    flag(node)
        || flag(end)
        || end.get("allOf").into_iter().flat_map(Node::items).any(|it| says(it, word, levels))
}

/// The types, where all of them are known.
fn types(node: Node<'_>) -> Option<Vec<&str>> {
    const KNOWN: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];
    let at = node.get("type")?;
    let said: BTreeSet<&str> = at.text().into_iter().chain(at.items().filter_map(Node::text)).collect();
    let known = !said.is_empty() && said.iter().all(|it| KNOWN.contains(it));
    known.then(|| said.into_iter().collect())
}

fn numbers(node: Node<'_>, made: &mut Map<String, Json>) {
    for (key, bare) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        let flag = node.get(bare).and_then(Node::bool) == Some(true);
        if let Some(bound) = node.get(key).and_then(Node::number).and_then(number) {
            made.insert(if flag { bare } else { key }.to_owned(), Json::Number(bound));
        }
        if let Some(bound) = node.get(bare).and_then(Node::number).and_then(number) {
            made.insert(bare.to_owned(), Json::Number(bound));
        }
    }
    let step = node.get("multipleOf").and_then(Node::number).filter(|it| match it {
        Number::Integer(it) => *it > 0,
        Number::Float(it) => *it > 0.0,
    });
    if let Some(step) = step.and_then(number) {
        made.insert("multipleOf".to_owned(), Json::Number(step));
    }
}

/// The formats that say which values there are. All others are for people, as JSON Schema has them.
fn format(node: Node<'_>, types: Option<&[&str]>, made: &mut Map<String, Json>, more: &mut Vec<Json>) {
    let encoded = node.get("contentEncoding").and_then(Node::text) == Some("base64");
    let format = node.get("format").and_then(Node::text).or(encoded.then_some("byte"));
    let may_be = |word: &str| types.is_some_and(|it| it.contains(&word));
    let is_number = may_be("integer") || may_be("number");
    let bounds = match format {
        Some("date-time" | "date") if may_be("string") => {
            made.insert("format".to_owned(), json!(format));
            return;
        }
        Some("byte" | "base64") if may_be("string") => {
            made.insert("format".to_owned(), json!(BASE64));
            return;
        }
        Some("int32" | "int16" | "int8") => (json!(i32::MIN), json!(i32::MAX)),
        Some("uint32" | "uint16" | "uint8") => (json!(0), json!(u32::MAX)),
        Some("uint64" | "uint") => (json!(0), json!(u64::MAX)),
        Some("int64" | "int" | "long") => (json!(i64::MIN), json!(i64::MAX)),
        // Where nothing is said it is what a computer calls an integer.
        _ if may_be("integer") && !may_be("number") => (json!(i64::MIN), json!(u64::MAX)),
        _ => return,
    };
    if is_number {
        more.push(json!({ "minimum": bounds.0, "maximum": bounds.1, "multipleOf": 1 }));
    }
}

pub(crate) fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let fits = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'/');
    text.len().is_multiple_of(4) && text.len() - digits.len() <= 2 && digits.bytes().all(fits)
}

fn number(it: Number) -> Option<JsonNumber> {
    match it {
        Number::Integer(it) => i64::try_from(it)
            .map(JsonNumber::from)
            .or_else(|_| u64::try_from(it).map(JsonNumber::from))
            .ok()
            .or_else(|| JsonNumber::from_f64(it as f64)),
        Number::Float(it) => JsonNumber::from_f64(it),
    }
}

/// A value of the document.
fn json(node: Node<'_>) -> Json {
    match node.kind() {
        Kind::Null => Json::Null,
        Kind::Bool => json!(node.bool()),
        Kind::Number => node.number().and_then(number).map_or(Json::Null, Json::Number),
        Kind::Text => json!(node.text()),
        Kind::List => node.items().map(json).collect(),
        Kind::Map => Json::Object(node.entries().map(|(key, it)| (key.to_owned(), json(it))).collect()),
    }
}
