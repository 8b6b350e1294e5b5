//! JSON values one after the other: one on each line, or each behind a record separator (RFC 7464).

use bytes::{Buf, Bytes};

use crate::event::{Event, Last, Oversize};

/// What begins a record of `application/json-seq`.
const SEPARATOR: u8 = 0x1E;

/// How values follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Split {
    /// Each stands on a line.
    Lines,
    /// Each stands behind a record separator and ends with a line, and may have lines in it.
    Records,
}

/// From bytes to the texts of values.
pub(crate) struct Splitter {
    split: Split,
    /// What a value may hold, in bytes.
    limit: usize,
    /// What was fed and not looked at.
    rest: Bytes,
    /// The beginning of a value that began in an earlier piece.
    begun: Vec<u8>,
    /// How many lines were complete.
    lines: u64,
    place: Place,
}

/// Where in a value of JSON a record has come to.
#[derive(Debug, Default, Clone, Copy)]
struct Place {
    depth: usize,
    string: bool,
    escaped: bool,
}

impl Place {
    fn pass(&mut self, byte: u8) {
        match (byte, self.string) {
            _ if std::mem::take(&mut self.escaped) => {}
            (b'\\', true) => self.escaped = true,
            (b'"', _) => self.string = !self.string,
            (b'{' | b'[', false) => self.depth += 1,
            (b'}' | b']', false) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
    }
}

impl Splitter {
    pub(crate) fn new(split: Split, limit: usize) -> Self {
        let (rest, begun, place) = (Bytes::new(), Vec::new(), Place::default());
        Self { split, limit, rest, begun, lines: 0, place }
    }

    /// Takes the next piece; the one before must have been read to its end.
    pub(crate) fn feed(&mut self, piece: Bytes) {
        self.rest = piece;
    }

    /// How many lines have been complete so far.
    pub(crate) fn lines(&self) -> u64 {
        self.lines
    }

    /// The next value of what was fed; `None` where more is needed.
    pub(crate) fn next(&mut self) -> Result<Option<Event>, Oversize> {
        loop {
            let end = self.end();
            let tail = self.rest.split_to(end.unwrap_or(self.rest.len()));
            if self.begun.len() + tail.len() > self.limit {
                return Err(Oversize { limit: self.limit });
            }
            self.begun.extend_from_slice(&tail);
            if end.is_none() {
                return Ok(None);
            }
            self.lines += u64::from(self.rest.first() == Some(&b'\n'));
            self.rest.advance(1);
            if let Some(event) = self.take() {
                return Ok(Some(event));
            }
        }
    }

    /// What is left at the end of the stream. The last line need not be ended; whether the value is whole, its JSON tells.
    pub(crate) fn finish(&mut self) -> Last {
        self.take().map_or(Last::Nothing, Last::Whole)
    }

    /// Where the value that is being read ends.
    fn end(&mut self) -> Option<usize> {
        match self.split {
            Split::Lines => self.rest.iter().position(|byte| *byte == b'\n'),
            Split::Records => {
                let place = &mut self.place;
                self.rest.iter().position(|byte| {
                    place.pass(*byte);
                    // A separator is no character of JSON: whatever stands before it is over.
                    *byte == SEPARATOR || (*byte == b'\n' && place.depth == 0 && !place.string)
                })
            }
        }
    }

    fn take(&mut self) -> Option<Event> {
        self.place = Place::default();
        let begun = std::mem::take(&mut self.begun);
        let text = begun.trim_ascii();
        (!text.is_empty()).then(|| Event::of(String::from_utf8_lossy(text).into_owned()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[track_caller]
    fn check(split: Split, text: &str, expected: &[&str]) {
        for size in [1, 2, 7, 4096] {
            let mut splitter = Splitter::new(split, 100);
            let mut values = Vec::new();
            for piece in text.as_bytes().chunks(size) {
                splitter.feed(Bytes::copy_from_slice(piece));
                values.extend(std::iter::from_fn(|| splitter.next().unwrap()).map(|it| it.data));
            }
            if let Last::Whole(it) = splitter.finish() {
                values.push(it.data);
            }
            assert_eq!(values, expected, "{text:?} in pieces of {size}");
        }
    }

    #[test]
    fn lines() {
        check(Split::Lines, "", &[]);
        check(Split::Lines, "{\"a\":1}\n[2]\r\n\n \n3", &["{\"a\":1}", "[2]", "3"]);
        check(Split::Lines, "é\n", &["é"]);
    }

    #[test]
    fn records() {
        check(Split::Records, "\u{1e}{\"a\":1}\n\u{1e}\n\u{1e}2\n", &["{\"a\":1}", "2"]);
        check(
            Split::Records,
            "\u{1e}{\n\"a\\\"\": \"[{\\\\\"\n}\n\u{1e}[\n]\n",
            &["{\n\"a\\\"\": \"[{\\\\\"\n}", "[\n]"],
        );
        // What is cut short does not spoil the next.
        check(Split::Records, "\u{1e}{\"a\": \n\u{1e}[1]\n", &["{\"a\":", "[1]"]);
    }

    #[test]
    fn a_value_is_held_to_its_limit() {
        for split in [Split::Lines, Split::Records] {
            let mut splitter = Splitter::new(split, 4);
            splitter.feed(Bytes::from_static(b"1234\n12345\n"));
            assert_eq!(splitter.next().unwrap().unwrap().data, "1234");
            assert_eq!(splitter.next().err(), Some(Oversize { limit: 4 }));
        }
    }
}
