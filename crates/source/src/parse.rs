//! Text to nodes: YAML or JSON, told apart by content, into the arena.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::diagnostics::Diagnostics;
use crate::links::Links;
use crate::tree::{Entry, File, FileId, Format, Key, Node, Number, Origin, Tree, Value, Wide, index};

/// What aliases may expand to beyond the text itself: a document may repeat itself, but not without bound.
const GROWTH: usize = 10;
const FREE: usize = 100_000;

/// The words of our own parse error, looked for in what the parser hands back.
pub(crate) const TOO_MANY_NODES: &str = "the aliases expand to too many values";

impl Tree {
    /// Reads one file. A fault is complained of and leaves the file without a root.
    pub fn add(&mut self, name: &str, bytes: &[u8], diagnostics: &mut Diagnostics) -> FileId {
        let file = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let (text, bad) = match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), None),
            Err(error) => (String::from_utf8_lossy(bytes).into_owned(), Some(error.valid_up_to())),
        };
        let json = matches!(text.trim_start().as_bytes().first(), Some(b'{' | b'['));
        let format = if json { Format::Json } else { Format::Yaml };
        self.files.push(File {
            name: name.to_owned(),
            text,
            format,
            root: None,
            called: String::new(),
            links: Links::new(),
            anchors: BTreeMap::new(),
        });
        if let Some(offset) = bad {
            diagnostics.not_utf8(file, offset);
        } else {
            self.parse(file, diagnostics);
        }
        file
    }

    fn parse(&mut self, file: FileId, diagnostics: &mut Diagnostics) {
        let text = std::mem::take(&mut self.files[file.0 as usize].text);
        let first = self.entries.len();
        let mut duplicates = Vec::new();
        let mut outcome = self.parse_as(self.files[file.0 as usize].format, file, &text, &mut duplicates);
        if self.files[file.0 as usize].format == Format::Json && outcome.is_err() {
            // A text that begins like JSON may be YAML's flow style, which allows more.
            self.forget(first);
            let mut again = Vec::new();
            if let Ok(root) = self.parse_as(Format::Yaml, file, &text, &mut again) {
                self.files[file.0 as usize].format = Format::Yaml;
                (outcome, duplicates) = (Ok(root), again);
            }
        }
        self.files[file.0 as usize].text = text;
        match outcome {
            Ok(root) => {
                self.files[file.0 as usize].root = Some(root);
                for (second, first) in duplicates {
                    diagnostics.duplicate_key(self.node(second), first);
                }
            }
            Err(fault) => {
                self.forget(first);
                let text = &self.files[file.0 as usize].text;
                diagnostics.syntax(file, text, &fault);
            }
        }
    }

    /// Takes back the nodes of a text that did not parse.
    fn forget(&mut self, first: usize) {
        self.entries.truncate(first);
        self.wide.retain(|map, _| (map.0 as usize) < first);
    }

    fn parse_as(
        &mut self,
        format: Format,
        file: FileId,
        text: &str,
        duplicates: &mut Vec<(Origin, Origin)>,
    ) -> Result<Origin, SyntaxFault> {
        let room = FREE + text.len().saturating_mul(GROWTH);
        let anchors = &mut self.files[file.0 as usize].anchors;
        anchors.clear();
        let mut builder = Builder {
            anchors,
            limit: self.entries.len() + room,
            entries: &mut self.entries,
            wide: &mut self.wide,
            duplicates,
            text_left: room,
            merge: format == Format::Yaml,
        };
        let seed = Seed { builder: &mut builder, parent: None, key: Key::Root(file) };
        match format {
            Format::Json => {
                let mut json = serde_json::Deserializer::from_str(text);
                let root = seed.deserialize(&mut json).map_err(|it| SyntaxFault::json(&it))?;
                json.end().map_err(|it| SyntaxFault::json(&it))?;
                Ok(root)
            }
            Format::Yaml => {
                let yaml = serde_yaml::Deserializer::from_str(text);
                seed.deserialize(yaml).map_err(|it| SyntaxFault::yaml(&it))
            }
        }
    }
}

/// Why a text is neither JSON nor YAML. Line and column count from one; zero where the parser gave none.
#[derive(Debug)]
pub(crate) struct SyntaxFault {
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) reason: String,
}

impl SyntaxFault {
    fn json(error: &serde_json::Error) -> Self {
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
        Self { line: error.line(), column: error.column(), reason }
    }

    fn yaml(error: &serde_yaml::Error) -> Self {
        let (line, column) = error.location().map_or((0, 0), |it| (it.line(), it.column()));
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
        Self { line, column, reason }
    }
}

struct Builder<'b> {
    entries: &'b mut Vec<Entry>,
    wide: &'b mut Wide,
    /// What `$anchor` names: the first of each name.
    anchors: &'b mut BTreeMap<Box<str>, Origin>,
    duplicates: &'b mut Vec<(Origin, Origin)>,
    /// How many nodes there may be.
    limit: usize,
    /// How many bytes of text may still be kept.
    text_left: usize,
    /// YAML's `<<` key brings in the entries of another mapping.
    merge: bool,
}

impl Builder<'_> {
    /// Pays for text that is about to be kept.
    fn keep<E: serde::de::Error>(&mut self, text: &str) -> Result<(), E> {
        self.text_left = self.text_left.checked_sub(text.len()).ok_or_else(|| E::custom(TOO_MANY_NODES))?;
        Ok(())
    }

    fn merged(&mut self, owner: Origin, mut children: Vec<Origin>) -> Vec<Origin> {
        let name_of = |entries: &[Entry], at: Origin| match &entries[at.0 as usize].key {
            Key::Name(name) => name.clone(),
            Key::Root(_) | Key::Index(_) => Box::default(),
        };
        let Some(place) = children.iter().position(|at| &*name_of(self.entries, *at) == "<<") else {
            return children;
        };
        let brought = match &self.entries[children[place].0 as usize].value {
            Value::Map(brought) => brought.clone(),
            _ => return children,
        };
        children.remove(place);
        let mut known: BTreeSet<Box<str>> = children.iter().map(|it| name_of(self.entries, *it)).collect();
        for at in brought {
            if known.insert(name_of(self.entries, at)) {
                self.entries[at.0 as usize].parent = Some(owner);
                children.push(at);
            }
        }
        children
    }
}

struct Seed<'s, 'b> {
    builder: &'s mut Builder<'b>,
    parent: Option<Origin>,
    key: Key,
}

impl Seed<'_, '_> {
    fn leaf<E: serde::de::Error>(self, value: Value) -> Result<Origin, E> {
        let at = self.builder.entries.len();
        if at >= self.builder.limit {
            return Err(E::custom(TOO_MANY_NODES));
        }
        let id = Origin(u32::try_from(at).map_err(|_| E::custom(TOO_MANY_NODES))?);
        self.builder.entries.push(Entry { parent: self.parent, key: self.key, value, written: None });
        Ok(id)
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_, '_> {
    type Value = Origin;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Origin, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_, '_> {
    type Value = Origin;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a value without a YAML tag")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Origin, E> {
        self.leaf(Value::Null)
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<Origin, E> {
        self.leaf(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Origin, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: serde::de::Error>(self, it: bool) -> Result<Origin, E> {
        self.leaf(Value::Bool(it))
    }

    fn visit_i64<E: serde::de::Error>(self, it: i64) -> Result<Origin, E> {
        self.leaf(Value::Number(Number::Integer(it.into())))
    }

    fn visit_u64<E: serde::de::Error>(self, it: u64) -> Result<Origin, E> {
        self.leaf(Value::Number(Number::Integer(it.into())))
    }

    fn visit_i128<E: serde::de::Error>(self, it: i128) -> Result<Origin, E> {
        self.leaf(Value::Number(Number::Integer(it)))
    }

    fn visit_u128<E: serde::de::Error>(self, it: u128) -> Result<Origin, E> {
        let number = i128::try_from(it).map_or(Number::Float(it as f64), Number::Integer);
        self.leaf(Value::Number(number))
    }

    fn visit_f64<E: serde::de::Error>(self, it: f64) -> Result<Origin, E> {
        self.leaf(Value::Number(Number::Float(it)))
    }

    fn visit_str<E: serde::de::Error>(self, it: &str) -> Result<Origin, E> {
        self.builder.keep(it)?;
        self.leaf(Value::Text(it.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Origin, A::Error> {
        let Seed { builder, parent, key } = self;
        let id = Seed { builder, parent, key }.leaf::<A::Error>(Value::Null)?;
        let mut children = Vec::new();
        while let Some(child) = items.next_element_seed(Seed {
            builder,
            parent: Some(id),
            key: Key::Index(u32::try_from(children.len()).unwrap_or(u32::MAX)),
        })? {
            children.push(child);
        }
        builder.entries[id.0 as usize].value = Value::List(children);
        Ok(id)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Origin, A::Error> {
        let Seed { builder, parent, key } = self;
        let id = Seed { builder, parent, key }.leaf::<A::Error>(Value::Null)?;
        let mut children = Vec::new();
        let mut seen = BTreeMap::new();
        while let Some(KeyText(name)) = entries.next_key()? {
            builder.keep(&name)?;
            let child = entries.next_value_seed(Seed {
                builder,
                parent: Some(id),
                key: Key::Name(name.as_str().into()),
            })?;
            match seen.get(&name) {
                Some(first) => builder.duplicates.push((child, *first)),
                None => {
                    seen.insert(name, child);
                    children.push(child);
                }
            }
        }
        if let Some(anchor) = seen.get("$anchor")
            && let Value::Text(name) = &builder.entries[anchor.0 as usize].value
        {
            builder.anchors.entry(name.clone()).or_insert(id);
        }
        let children = if builder.merge { builder.merged(id, children) } else { children };
        index(builder.entries, builder.wide, id, &children);
        builder.entries[id.0 as usize].value = Value::Map(children);
        Ok(id)
    }
}

/// A key as text: YAML writes `200:` and means the status.
pub(crate) struct KeyText(pub(crate) String);

impl<'de> serde::Deserialize<'de> for KeyText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KeyVisitor)
    }
}

pub(crate) struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = KeyText;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a key that is text or a number")
    }

    fn visit_str<E: serde::de::Error>(self, it: &str) -> Result<KeyText, E> {
        Ok(KeyText(it.to_owned()))
    }

    fn visit_u64<E: serde::de::Error>(self, it: u64) -> Result<KeyText, E> {
        Ok(KeyText(it.to_string()))
    }

    fn visit_i64<E: serde::de::Error>(self, it: i64) -> Result<KeyText, E> {
        Ok(KeyText(it.to_string()))
    }

    fn visit_f64<E: serde::de::Error>(self, it: f64) -> Result<KeyText, E> {
        Ok(KeyText(it.to_string()))
    }

    fn visit_bool<E: serde::de::Error>(self, it: bool) -> Result<KeyText, E> {
        Ok(KeyText(it.to_string()))
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<KeyText, E> {
        Ok(KeyText("null".to_owned()))
    }
}

impl<'t> Node<'t> {
    /// Whether the node is the root of an empty document.
    pub fn is_empty_document(self) -> bool {
        self.tree.entry(self.at).parent.is_none() && matches!(self.value(), Value::Null)
    }
}

/// An error that no parser would make by itself; see the locating pass.
pub(crate) fn on_purpose<E: serde::de::Error>() -> E {
    E::custom("located")
}
