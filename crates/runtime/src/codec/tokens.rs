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
            match bytes.get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.at += 2;
                }
                Some(0..=0x1f) => return Err(self.fault("a control character stands in a string")),
                Some(_) => self.at += 1,
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
