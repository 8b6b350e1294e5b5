//! Writing JSON.

use serde_json::ser::{CompactFormatter, Formatter as _};

use super::object::Entry;
use super::tokens::plain;
use crate::file::{FilePart, MULTIPART_ONLY};

/// Stands for a file where a body may hold some. JSON has it nowhere: in strings it is written as an escape.
pub(crate) const FILE_MARK: u8 = 0x01;

pub(crate) const FINITE: &str = "a number must be finite";

/// Writes JSON into memory.
#[derive(Debug)]
pub struct Writer {
    out: Vec<u8>,
    /// Where files go; nowhere in plain JSON.
    files: Option<Vec<FilePart>>,
    /// The tag that a union adds to the object of its arm, which does not know it.
    tag: Option<(&'static str, &'static str)>,
    /// What the object that a map continues has written itself: its fields, and its tag.
    continued: Option<(&'static [Entry], Option<&'static str>)>,
    /// The first thing that could not be written, in words that hold no value.
    fault: Option<&'static str>,
}

impl Writer {
    pub(crate) fn new() -> Self {
        // Little JSON is shorter, and room for so much costs no more than for less.
        Self { out: Vec::with_capacity(128), files: None, tag: None, continued: None, fault: None }
    }

    /// A writer that sets files aside, and leaves a mark for each.
    pub(crate) fn with_files() -> Self {
        Self { files: Some(Vec::new()), ..Self::new() }
    }

    pub(crate) fn finish(self) -> Result<Vec<u8>, &'static str> {
        self.fault.map_or(Ok(self.out), Err)
    }

    pub(crate) fn finish_with_files(self) -> Result<(Vec<u8>, Vec<FilePart>), &'static str> {
        match self.fault {
            Some(fault) => Err(fault),
            None => Ok((self.out, self.files.unwrap_or_default())),
        }
    }

    pub(crate) fn refuse(&mut self, why: &'static str) {
        self.fault = self.fault.or(Some(why));
    }

    /// Has a tag stand first in the object that is written next: its key, and its value as JSON.
    pub(super) fn lead_with(&mut self, tag: Option<(&'static str, &'static str)>) {
        self.tag = tag;
    }

    pub(crate) fn last(&self) -> Option<u8> {
        self.out.last().copied()
    }

    /// Writes JSON that is spelled already.
    pub(crate) fn raw(&mut self, json: &[u8]) {
        self.out.extend_from_slice(json);
    }

    pub(crate) fn file(&mut self, file: &FilePart) {
        match &mut self.files {
            Some(files) => {
                self.out.push(FILE_MARK);
                files.push(file.clone());
            }
            None => self.refuse(MULTIPART_ONLY),
        }
    }

    /// Writes `null`.
    pub fn null(&mut self) {
        self.raw(b"null");
    }

    /// Writes a boolean.
    pub fn bool(&mut self, value: bool) {
        self.raw(if value { b"true" } else { b"false" });
    }

    /// Writes a whole number.
    pub fn integer(&mut self, value: i128) {
        // Writing into memory cannot fail.
        let _ = match i64::try_from(value) {
            Ok(value) => CompactFormatter.write_i64(&mut self.out, value),
            Err(_) => CompactFormatter.write_i128(&mut self.out, value),
        };
    }

    /// Writes a number; one that is not finite makes the call fail.
    pub fn float(&mut self, value: f64) {
        if !value.is_finite() {
            return self.refuse(FINITE);
        }
        let _ = CompactFormatter.write_f64(&mut self.out, value);
    }

    /// Writes a number of single precision by its own shortest text; one that is not finite makes the call fail.
    pub fn single(&mut self, value: f32) {
        if !value.is_finite() {
            return self.refuse(FINITE);
        }
        let _ = CompactFormatter.write_f32(&mut self.out, value);
    }

    /// Writes a string.
    pub fn text(&mut self, text: &str) {
        if plain(text.as_bytes()) < text.len() {
            let _ = serde_json::to_writer(&mut self.out, text);
            return;
        }
        self.out.reserve(text.len() + 2);
        self.out.push(b'"');
        self.out.extend_from_slice(text.as_bytes());
        self.out.push(b'"');
    }

    /// Opens a list.
    pub fn begin_list(&mut self) {
        self.raw(b"[");
    }

    /// Says that an item of a list follows.
    pub fn item(&mut self) {
        if self.last() != Some(b'[') {
            self.raw(b",");
        }
    }

    /// Closes a list.
    pub fn end_list(&mut self) {
        self.raw(b"]");
    }

    /// Opens an object.
    pub fn begin_object(&mut self) {
        self.raw(b"{");
    }

    /// Opens an object of fields, with the tag that it was given; the key of that.
    pub(super) fn begin_tagged(&mut self) -> Option<&'static str> {
        self.begin_object();
        let (key, value) = self.tag.take()?;
        self.key(key);
        self.raw(value.as_bytes());
        Some(key)
    }

    /// Writes a key of an object; its value follows.
    pub fn key(&mut self, key: &str) {
        if self.last() != Some(b'{') {
            self.raw(b",");
        }
        self.text(key);
        self.raw(b":");
    }

    /// Writes the key of a field; its value follows.
    pub(super) fn field(&mut self, entry: &Entry, escaped: bool) {
        let spelled = entry.spelled.as_bytes();
        if escaped {
            self.key(entry.key);
        } else if self.last() == Some(b'{') {
            self.raw(&spelled[1..]);
        } else {
            self.raw(spelled);
        }
    }

    /// Has the map that is written next continue the object that is open, which has these fields and that tag.
    pub(super) fn continue_with(&mut self, entries: &'static [Entry], tag: Option<&'static str>) {
        self.continued = Some((entries, tag));
    }

    pub(super) fn take_continued(&mut self) -> Option<(&'static [Entry], Option<&'static str>)> {
        self.continued.take()
    }

    /// Closes an object.
    pub fn end_object(&mut self) {
        self.raw(b"}");
    }
}
