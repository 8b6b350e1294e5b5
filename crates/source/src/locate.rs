//! Where a node stands in its text: one more pass over the file, made only when something is to be shown.
//!
//! JSON is scanned for its tokens. For YAML the parser does not tell where a value begins, but says where an error
//! happened. So the pass walks the text in the order in which the nodes were made, and fails on purpose at each wanted
//! key and scalar: the parser puts the place into the error, and since a scalar is already consumed by then, the walk
//! goes on behind it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Bound, Range};

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::json_tokens as json;
use crate::parse::{KeyText, KeyVisitor, on_purpose};
use crate::tree::{FileId, Format, Origin, Tree};

/// A stretch of a file's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Line, counted from one.
    pub line: usize,
    /// Column in characters, counted from one.
    pub column: usize,
    /// The bytes of the key or the scalar that stands there.
    pub span: Range<usize>,
}

impl Tree {
    /// The places of nodes, one pass for each file that holds any.
    pub fn places(&self, wanted: &BTreeSet<Origin>) -> BTreeMap<Origin, Place> {
        let mut places = BTreeMap::new();
        let written: BTreeMap<Origin, Origin> = wanted.iter().map(|at| (*at, self.written(*at))).collect();
        for (id, spans) in self.spans(&written.values().copied().collect()) {
            let text = &self.files[id.0 as usize].text;
            let lines = LineIndex::new(text);
            places.extend(spans.into_iter().map(|(at, span)| (at, lines.place(text, id, span))));
        }
        written.into_iter().filter_map(|(at, written)| Some((at, places.get(&written)?.clone()))).collect()
    }

    /// The bytes of nodes of the text, file by file.
    pub(crate) fn spans(&self, wanted: &BTreeSet<Origin>) -> Vec<(FileId, BTreeMap<Origin, Range<usize>>)> {
        let mut files = Vec::new();
        for (index, file) in self.files.iter().enumerate() {
            let Some(first) = file.root else { continue };
            let id = FileId(u32::try_from(index).unwrap_or(u32::MAX));
            let last = self.files[index + 1..].iter().find_map(|it| it.root);
            let until = last.map_or(Bound::Unbounded, Bound::Excluded);
            let here: BTreeSet<u32> =
                wanted.range((Bound::Included(first), until)).map(|at| at.0 - first.0).collect();
            if here.is_empty() {
                continue;
            }
            let found = match file.format {
                Format::Json => json::spans(&file.text, &here),
                Format::Yaml => yaml_spans(&file.text, &here),
            };
            // A lone scalar at the very beginning is the one thing of which the parser says no place.
            let spans =
                here.iter().map(|node| (Origin(node + first.0), found.get(node).cloned().unwrap_or(0..0)));
            files.push((id, spans.collect()));
        }
        files
    }

    /// The place of a line and column that a parser reported.
    pub(crate) fn place_at(&self, file: FileId, line: usize, column: usize) -> Place {
        let text = &self.files[file.0 as usize].text;
        let lines = LineIndex::new(text);
        let start = match self.files[file.0 as usize].format {
            Format::Json => json_offset(text, &lines, line, column),
            Format::Yaml => yaml_lines(text).offset(text, line.max(1), column.max(1)),
        };
        let end =
            text[start..].chars().next().filter(|it| *it != '\n').map_or(start, |it| start + it.len_utf8());
        lines.place(text, file, start..end)
    }

    /// The place of a byte.
    pub(crate) fn place_of_byte(&self, file: FileId, offset: usize) -> Place {
        let text = &self.files[file.0 as usize].text;
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        LineIndex::new(text).place(text, file, offset..offset)
    }
}

/// The byte at which each line begins.
struct LineIndex(Vec<usize>);

impl LineIndex {
    fn new(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self(std::iter::once(0).chain(breaks).collect())
    }

    fn place(&self, text: &str, file: FileId, span: Range<usize>) -> Place {
        let line = self.0.partition_point(|start| *start <= span.start);
        let start = self.0.get(line.wrapping_sub(1)).copied().unwrap_or(0);
        let column = text[start..span.start].chars().count() + 1;
        Place { file, line, column, span }
    }

    fn offset(&self, text: &str, line: usize, column: usize) -> usize {
        let start = self.0.get(line.saturating_sub(1)).copied().unwrap_or(text.len());
        ahead(text, start, column.saturating_sub(1))
    }
}

/// The JSON parser counts columns in bytes.
fn json_offset(text: &str, lines: &LineIndex, line: usize, column: usize) -> usize {
    let start = lines.0.get(line.saturating_sub(1)).copied().unwrap_or(text.len());
    let mut offset = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The YAML parser takes more than line feeds for the end of a line.
fn yaml_lines(text: &str) -> LineIndex {
    let mut starts = vec![0];
    for (at, it) in text.char_indices() {
        let ends = match it {
            '\r' => !text[at + 1..].starts_with('\n'),
            it => matches!(it, '\n' | '\u{85}' | '\u{2028}' | '\u{2029}'),
        };
        if ends {
            starts.push(at + it.len_utf8());
        }
    }
    LineIndex(starts)
}

fn yaml_spans(text: &str, wanted: &BTreeSet<u32>) -> BTreeMap<u32, Range<usize>> {
    let lines = yaml_lines(text);
    let mut walk = Walk { next: 0, wanted, pending: Vec::new(), failed: false, found: BTreeMap::new() };
    // What the pass returns does not matter: it walks a text that has parsed before.
    let _: Option<()> = Step(&mut walk).deserialize(serde_yaml::Deserializer::from_str(text)).ok();
    // Places follow each other, and a line may be long: each is counted from the one before it.
    let mut before = (1, 1, 0);
    let mut span = |(line, column): (usize, usize)| {
        let (last_line, last_column, last) = before;
        let start = if line == last_line && column >= last_column {
            ahead(text, last, column - last_column)
        } else {
            lines.offset(text, line, column)
        };
        before = (line, column, start);
        start..yaml_end(text, start)
    };
    walk.found.into_iter().map(|(node, place)| (node, span(place))).collect()
}

/// The byte that stands so many characters behind another.
fn ahead(text: &str, start: usize, characters: usize) -> usize {
    let rest = &text[start..];
    start + rest.char_indices().nth(characters).map_or(rest.len(), |(at, _)| at)
}

fn yaml_end(text: &str, start: usize) -> usize {
    /// Nothing longer is underlined whole, and a line may hold any number of scalars.
    const LONGEST: usize = 400;
    let end = text.floor_char_boundary(start + LONGEST);
    let line = text[start..end].lines().next().unwrap_or_default().split('\r').next().unwrap_or_default();
    let quoted = line.chars().next().filter(|it| matches!(it, '"' | '\''));
    let length = match quoted {
        Some(quote) => line[1..].find(quote).map_or(line.len(), |at| at + 2),
        None => [": ", " #", ", "].iter().filter_map(|stop| line.find(stop)).min().unwrap_or(line.len()),
    };
    let token = line[..length].trim_end();
    let token = if quoted.is_none() { unbracketed(token.strip_suffix(':').unwrap_or(token)) } else { token };
    start + token.len()
}

/// Without the brackets that close what was opened before the token.
fn unbracketed(token: &str) -> &str {
    let mut token = token;
    for (open, close) in [('{', '}'), ('[', ']'), ('{', '}')] {
        while token.ends_with(close) && token.matches(open).count() < token.matches(close).count() {
            token = &token[..token.len() - 1];
        }
    }
    token
}

struct Walk<'w> {
    /// The number that the next node has.
    next: u32,
    wanted: &'w BTreeSet<u32>,
    /// Wanted containers that no key stands before: the first key or scalar inside them tells their place.
    pending: Vec<u32>,
    /// Set just before failing on purpose.
    failed: bool,
    found: BTreeMap<u32, (usize, usize)>,
}

impl Walk<'_> {
    fn wants(&self, node: u32) -> bool {
        self.wanted.contains(&node) || !self.pending.is_empty()
    }

    /// Whether the error is our own; then its place is noted.
    fn caught(&mut self, node: u32, error: &impl std::fmt::Display) -> bool {
        if !std::mem::take(&mut self.failed) {
            return false;
        }
        let Some(place) = place_in(&error.to_string()) else { return true };
        for pending in self.pending.drain(..) {
            self.found.entry(pending).or_insert(place);
        }
        if self.wanted.contains(&node) {
            self.found.insert(node, place);
        }
        true
    }
}

/// The parser ends its messages with `at line L column C`, or says `position` at the very start of the text.
fn place_in(message: &str) -> Option<(usize, usize)> {
    let Some((_, place)) = message.rsplit_once(" at line ") else {
        return message.contains(" at position ").then_some((1, 1));
    };
    let (line, column) = place.split_once(" column ")?;
    Some((line.parse().ok()?, column.parse().ok()?))
}

struct Step<'s, 'w>(&'s mut Walk<'w>);

impl Step<'_, '_> {
    fn leaf<E: serde::de::Error>(self) -> Result<(), E> {
        let node = self.0.next;
        self.0.next += 1;
        if self.0.wants(node) {
            self.0.failed = true;
            return Err(on_purpose());
        }
        Ok(())
    }

    fn container(&mut self) {
        let node = self.0.next;
        self.0.next += 1;
        if self.0.wanted.contains(&node) && !self.0.found.contains_key(&node) {
            self.0.pending.push(node);
        }
    }
}

impl<'de> DeserializeSeed<'de> for Step<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Step<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.leaf()
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<(), E> {
        self.leaf()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        self.leaf()
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<(), E> {
        self.leaf()
    }

    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<(), E> {
        self.leaf()
    }

    fn visit_i128<E: serde::de::Error>(self, _: i128) -> Result<(), E> {
        self.leaf()
    }

    fn visit_u128<E: serde::de::Error>(self, _: u128) -> Result<(), E> {
        self.leaf()
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        self.leaf()
    }

    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        self.leaf()
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        self.container();
        loop {
            let node = self.0.next;
            match items.next_element_seed(Step(self.0)) {
                Ok(Some(())) => {}
                Ok(None) => return Ok(()),
                Err(error) if self.0.caught(node, &error) => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<(), A::Error> {
        self.container();
        loop {
            let node = self.0.next;
            match entries.next_key_seed(KeyStep(self.0)) {
                Ok(Some(())) => {}
                Ok(None) => return Ok(()),
                Err(error) if self.0.caught(node, &error) => {}
                Err(error) => return Err(error),
            }
            match entries.next_value_seed(Step(self.0)) {
                Ok(()) => {}
                Err(error) if self.0.caught(node, &error) => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// A key: it has no number of its own, its value's is next.
struct KeyStep<'s, 'w>(&'s mut Walk<'w>);

impl<'de> DeserializeSeed<'de> for KeyStep<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! any_key {
    ($($visit:ident: $of:ty),*) => {$(
        fn $visit<E: serde::de::Error>(self, it: $of) -> Result<(), E> {
            KeyVisitor.$visit::<E>(it).map(|KeyText(_)| ())?;
            if self.0.wants(self.0.next) {
                self.0.failed = true;
                return Err(on_purpose());
            }
            Ok(())
        }
    )*};
}

impl Visitor<'_> for KeyStep<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        KeyVisitor.expecting(f)
    }

    any_key!(visit_str: &str, visit_u64: u64, visit_i64: i64, visit_f64: f64, visit_bool: bool);

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        KeyVisitor.visit_unit::<E>().map(|KeyText(_)| ())?;
        if self.0.wants(self.0.next) {
            self.0.failed = true;
            return Err(on_purpose());
        }
        Ok(())
    }
}
