//! Single values in the text: where each begins and ends, and what it says.

use std::borrow::Cow;

use super::{Fault, Kind, Reader};

impl<'j> Reader<'j> {
    fn word(&mut self, word: &str) -> Result<(), Fault> {
        if !self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            return Err(self.fault("expected a value"));
        }
        self.at += word.len();
        Ok(())
    }

    /// Reads `null` where it stands here; else reads nothing and says false.
    ///
    /// # Errors
    ///
    /// Where no value begins.
    #[inline]
    pub fn null(&mut self) -> Result<bool, Fault> {
        if self.peek()? != Kind::Null {
            return Ok(false);
        }
        self.word("null").map(|()| true)
    }

    /// Reads a boolean.
    ///
    /// # Errors
    ///
    /// Where anything else stands.
    pub fn bool(&mut self) -> Result<bool, Fault> {
        self.demand(Kind::Bool, "a boolean")?;
        let value = self.byte() == Some(b't');
        self.word(if value { "true" } else { "false" })?;
        Ok(value)
    }

    /// Reads a number as it is spelled.
    ///
    /// # Errors
    ///
    /// Where anything else stands.
    pub fn number(&mut self, expected: &str) -> Result<&'j str, Fault> {
        self.demand(Kind::Number, expected)?;
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        match self.byte() {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.byte() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(&self.text[start..self.at])
    }

    #[inline]
    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.byte() {
            self.at += 1;
        }
        if self.at == start { Err(self.fault("invalid number")) } else { Ok(()) }
    }

    /// Reads a string.
    ///
    /// # Errors
    ///
    /// Where anything else stands.
    #[inline]
    pub fn text(&mut self) -> Result<Cow<'j, str>, Fault> {
        self.text_as("a string")
    }

    /// Reads a string; `expected` is what a complaint calls it.
    pub(crate) fn text_as(&mut self, expected: &str) -> Result<Cow<'j, str>, Fault> {
        self.demand(Kind::Text, expected)?;
        let start = self.at;
        self.at += 1;
        let bytes = self.text.as_bytes();
        let mut escaped = false;
        loop {
            self.at += plain(bytes.get(self.at..).unwrap_or_default());
            match bytes.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.at += 2;
                }
                Some(_) => return Err(self.fault("a control character stands in a string")),
                None => {
                    self.at = bytes.len();
                    return Err(self.fault("the text ends within a string"));
                }
            }
        }
        self.at += 1;
        if !escaped {
            return Ok(Cow::Borrowed(&self.text[start + 1..self.at - 1]));
        }
        // Escapes are rare, and full of corners that others have seen to.
        match serde_json::from_slice(&bytes[start..self.at]) {
            Ok(text) => Ok(Cow::Owned(text)),
            Err(_) => Err(Fault::new(start, "an escape in a string is none of JSON's")),
        }
    }
}

/// How many bytes at the start stand for themselves in a string of JSON, eight looked at in one step.
pub(super) fn plain(text: &[u8]) -> usize {
    let (words, tail) = text.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let found = special(u64::from_le_bytes(*word));
        if found != 0 {
            return index * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=0x1f);
    words.len() * 8 + tail.iter().position(special).unwrap_or(tail.len())
}

/// The highest bit of each byte that is a quote, a backslash or a control character. A borrow may set it for bytes
/// behind the first of them, never before.
fn special(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let below = |word: u64, bound: u64| word.wrapping_sub(EACH * bound) & !word;
    let is = |byte: u8| below(word ^ (EACH * u64::from(byte)), 1);
    (is(b'"') | is(b'\\') | below(word, 0x20)) & (EACH * 0x80)
}
