//! A pull parser of JSON: it finds where each value begins and ends. What a string or a fraction means is left to
//! `serde_json` and the standard library.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::Fault;
use super::containers::read_new;
use super::writer::FILE_MARK;

/// Nesting beyond this is refused, as `serde_json` does, so that no text exhausts a stack.
const DEEPEST: u32 = 127;

/// How many bytes may be looked at ahead or read in vain, for each byte of the text: a bound on unions that can only be
/// tried.
const TRIES: usize = 16;

/// The ends of lists and objects from this length on are remembered once they have been skipped.
const LONG: usize = 256;

/// Reads JSON from a text, value by value.
#[derive(Debug)]
pub struct Reader<'j> {
    pub(super) text: &'j str,
    pub(super) at: usize,
    depth: u32,
    tries: usize,
    /// Where long values end, by where they begin: unions within unions would look ahead over the same text again.
    ends: BTreeMap<usize, usize>,
    /// The key of a union's tag: the object of its arm, which does not know it, leaves it out.
    tag: Option<&'static str>,
    /// The key whose value a map is to take in beside what it has: an object does not name it.
    given: Option<Cow<'j, str>>,
}

/// What a value is, told by its first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number.
    Number,
    /// A string.
    Text,
    /// `[`
    List,
    /// `{`
    Object,
}

impl Kind {
    /// What it is called in a complaint.
    fn words(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "a boolean",
            Self::Number => "a number",
            Self::Text => "a string",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }
}

/// A place to return to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    at: usize,
    depth: u32,
}

impl<'j> Reader<'j> {
    pub(crate) fn new(text: &'j [u8]) -> Result<Self, Fault> {
        match std::str::from_utf8(text) {
            Ok(text) => Ok(Self::of(text)),
            Err(error) => Err(Fault::new(error.valid_up_to(), "the text is not UTF-8")),
        }
    }

    pub(crate) fn of(text: &'j str) -> Self {
        let tries = text.len().saturating_mul(TRIES).saturating_add(4096);
        Self { text, at: 0, depth: 0, tries, ends: BTreeMap::new(), tag: None, given: None }
    }

    pub(crate) fn fault(&self, reason: impl Into<String>) -> Fault {
        Fault::new(self.at, reason)
    }

    /// A fault of what has just been read, so many bytes ago.
    pub(crate) fn fault_before(&self, length: usize, reason: &'static str) -> Fault {
        Fault::new(self.at.saturating_sub(length), reason)
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark { at: self.at, depth: self.depth }
    }

    pub(crate) fn return_to(&mut self, mark: Mark) {
        (self.at, self.depth) = (mark.at, mark.depth);
    }

    /// Returns after looking ahead or reading in vain; false where too much has been read so already.
    pub(crate) fn try_again(&mut self, mark: Mark) -> bool {
        self.tries = self.tries.saturating_sub(1 + self.at.saturating_sub(mark.at));
        self.return_to(mark);
        self.tries > 0
    }

    pub(crate) fn leave_out(&mut self, tag: Option<&'static str>) {
        self.tag = tag;
    }

    pub(crate) fn take_tag(&mut self) -> Option<&'static str> {
        self.tag.take()
    }

    pub(super) fn give_key(&mut self, key: Cow<'j, str>) {
        self.given = Some(key);
    }

    pub(super) fn take_key(&mut self) -> Option<Cow<'j, str>> {
        self.given.take()
    }

    /// The text from a mark to here.
    pub(crate) fn since(&self, mark: Mark) -> &'j str {
        self.text.get(mark.at..self.at).unwrap_or_default()
    }

    #[inline]
    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no white space.
    #[inline]
    pub(super) fn next(&mut self) -> Option<u8> {
        while let Some(byte) = self.byte() {
            if !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return Some(byte);
            }
            self.at += 1;
        }
        None
    }

    /// Reads the mark of a file, where one stands here.
    pub(crate) fn file_mark(&mut self) -> bool {
        let found = self.next() == Some(FILE_MARK);
        self.at += usize::from(found);
        found
    }

    /// What the next value is.
    ///
    /// # Errors
    ///
    /// Where none begins.
    #[inline]
    pub fn peek(&mut self) -> Result<Kind, Fault> {
        match self.next() {
            Some(b'"') => Ok(Kind::Text),
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::List),
            Some(b't' | b'f') => Ok(Kind::Bool),
            Some(b'n') => Ok(Kind::Null),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(_) | None => Err(self.lacks("expected a value")),
        }
    }

    #[inline]
    pub(super) fn demand(&mut self, kind: Kind, expected: &str) -> Result<(), Fault> {
        let found = self.peek()?;
        if found == kind { Ok(()) } else { Err(self.unfit(expected, found)) }
    }

    #[cold]
    fn unfit(&self, expected: &str, found: Kind) -> Fault {
        self.fault(format!("expected {expected}, found {}", found.words()))
    }

    fn enter(&mut self) -> Result<(), Fault> {
        self.at += 1;
        self.depth += 1;
        if self.depth > DEEPEST { Err(self.fault("the values are nested too deep")) } else { Ok(()) }
    }

    /// Enters a list.
    ///
    /// # Errors
    ///
    /// Where anything else stands.
    pub fn list(&mut self) -> Result<Entered, Fault> {
        self.demand(Kind::List, "a list")?;
        self.enter()?;
        Ok(Entered { first: true })
    }

    /// Whether another item follows in the list that was entered.
    ///
    /// # Errors
    ///
    /// Where the JSON is broken.
    pub fn item(&mut self, list: &mut Entered) -> Result<bool, Fault> {
        self.step(b']', list, "expected `,` or `]`")
    }

    /// Enters an object.
    ///
    /// # Errors
    ///
    /// Where anything else stands.
    pub fn object(&mut self) -> Result<Entered, Fault> {
        self.demand(Kind::Object, "an object")?;
        self.enter()?;
        Ok(Entered { first: true })
    }

    /// The next key of the object that was entered; its value comes next.
    ///
    /// # Errors
    ///
    /// Where the JSON is broken.
    #[inline]
    pub fn key(&mut self, object: &mut Entered) -> Result<Option<Cow<'j, str>>, Fault> {
        if !self.step(b'}', object, "expected `,` or `}`")? {
            return Ok(None);
        }
        if self.next() != Some(b'"') {
            return Err(self.lacks("expected a key"));
        }
        let key = self.text()?;
        if self.next() != Some(b':') {
            return Err(self.lacks("expected `:`"));
        }
        self.at += 1;
        Ok(Some(key))
    }

    /// Goes behind the key that comes next, if it stands here just as it is `spelled` behind another; else nowhere.
    #[inline]
    pub(super) fn skip_key(&mut self, object: &mut Entered, spelled: &str) -> bool {
        let spelled = spelled.as_bytes();
        let spelled = if object.first { spelled.get(1..).unwrap_or_default() } else { spelled };
        let found = self.text.as_bytes()[self.at..].starts_with(spelled);
        if found {
            self.at += spelled.len();
            object.first = false;
        }
        found
    }

    #[inline]
    fn step(&mut self, close: u8, entered: &mut Entered, expected: &str) -> Result<bool, Fault> {
        let first = std::mem::replace(&mut entered.first, false);
        match self.next() {
            Some(byte) if byte == close => {
                self.at += 1;
                self.depth -= 1;
                Ok(false)
            }
            Some(b',') if !first => {
                self.at += 1;
                // What follows must be a value or a key: a closing bracket is neither.
                if self.next() == Some(close) { Err(self.fault("expected a value")) } else { Ok(true) }
            }
            Some(_) if first => Ok(true),
            Some(_) | None => Err(self.lacks(expected)),
        }
    }

    #[cold]
    fn lacks(&self, expected: &str) -> Fault {
        self.fault(if self.byte().is_none() { "the text ends too early" } else { expected })
    }

    /// Reads a value of any kind, and forgets it.
    ///
    /// # Errors
    ///
    /// Where the JSON is broken.
    pub fn skip(&mut self) -> Result<(), Fault> {
        let kind = self.peek()?;
        let start = self.at;
        match kind {
            Kind::Null => return self.null().map(drop),
            Kind::Bool => return self.bool().map(drop),
            Kind::Number => return self.number("a number").map(drop),
            Kind::Text => return self.text().map(drop),
            Kind::List | Kind::Object if self.leap() => return Ok(()),
            Kind::List => {
                let mut list = self.list()?;
                while self.item(&mut list)? {
                    self.skip()?;
                }
            }
            Kind::Object => {
                let mut object = self.object()?;
                while self.key(&mut object)?.is_some() {
                    self.skip()?;
                }
            }
        }
        if self.at - start >= LONG {
            self.ends.insert(start, self.at);
        }
        Ok(())
    }

    /// Goes to the end of a value that was skipped before.
    fn leap(&mut self) -> bool {
        let Some(end) = self.ends.get(&self.at) else { return false };
        // What is leapt over is not read again.
        self.tries = self.tries.saturating_add(end - self.at);
        self.at = *end;
        true
    }

    /// Reads a whole number of 64 bits.
    ///
    /// # Errors
    ///
    /// Where anything else stands.
    pub fn whole(&mut self) -> Result<i64, Fault> {
        read_new(self)
    }

    /// Reads any JSON.
    ///
    /// # Errors
    ///
    /// Where the JSON is broken.
    pub fn any(&mut self) -> Result<Json, Fault> {
        read_new(self)
    }

    /// Makes sure that nothing follows.
    pub(crate) fn end(&mut self) -> Result<(), Fault> {
        match self.next() {
            None => Ok(()),
            Some(_) => Err(self.fault("something follows the value")),
        }
    }
}

/// A list or an object that a [`Reader`] is inside of.
#[derive(Debug)]
pub struct Entered {
    first: bool,
}
