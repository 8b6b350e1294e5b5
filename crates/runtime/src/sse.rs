//! Server-sent events: a push parser of the WHATWG's rules, fed with pieces of any size.
//!
//! It is our own, because what a client needs of it is small and each kept crate lacks a part: a limit that counts what
//! is held rather than what passes, a look at complete lines (a stream that sends comments is alive), and time that grows
//! with the bytes alone.

use std::sync::Arc;

use bytes::{Buf, Bytes};

use crate::event::{Event, Last, Oversize};

/// What a stream may begin with; it means nothing.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// From bytes to events.
pub(crate) struct Parser {
    /// What an event may hold, in bytes.
    limit: usize,
    /// What was fed and not looked at.
    rest: Bytes,
    /// The beginning of a line that began in an earlier piece.
    line: Vec<u8>,
    /// How many lines were complete, for whoever watches whether the stream is alive.
    lines: u64,
    /// A line ended with CR: an LF that follows belongs to it.
    after_cr: bool,
    name: String,
    /// Each line of data with an LF behind it.
    data: String,
    id: Option<Arc<str>>,
}

impl Parser {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            rest: Bytes::new(),
            line: Vec::new(),
            lines: 0,
            after_cr: false,
            name: String::new(),
            data: String::new(),
            id: None,
        }
    }

    /// Takes the next piece; the one before must have been read to its end.
    pub(crate) fn feed(&mut self, piece: Bytes) {
        self.rest = piece;
    }

    /// How many lines have been complete so far.
    pub(crate) fn lines(&self) -> u64 {
        self.lines
    }

    /// The next event of what was fed; `None` where more is needed.
    pub(crate) fn next(&mut self) -> Result<Option<Event>, Oversize> {
        loop {
            if self.rest.is_empty() {
                return Ok(None);
            }
            if std::mem::take(&mut self.after_cr) && self.rest.first() == Some(&b'\n') {
                self.rest.advance(1);
            }
            let Some(end) = end_of_line(&self.rest) else {
                let begun = std::mem::take(&mut self.rest);
                self.hold(&begun)?;
                return Ok(None);
            };
            let tail = self.rest.split_to(end);
            // The line is complete without the LF that may follow, and that may be long in coming.
            self.after_cr = self.rest.first() == Some(&b'\r');
            self.rest.advance(1);
            let event = if self.line.is_empty() {
                self.line(&tail)?
            } else {
                self.hold(&tail)?;
                let line = std::mem::take(&mut self.line);
                self.line(&line)?
            };
            if event.is_some() {
                return Ok(event);
            }
        }
    }

    /// What is left at the end of the stream: an event without the blank line that would end it.
    pub(crate) fn finish(&mut self) -> Result<Last, Oversize> {
        let line = std::mem::take(&mut self.line);
        if !line.is_empty() {
            self.line(&line)?;
        }
        let left = !self.data.is_empty() || !self.name.is_empty();
        Ok(if left { Last::Part(self.dispatch()) } else { Last::Nothing })
    }

    /// Keeps the beginning of a line, but for a comment: it may be of any length.
    fn hold(&mut self, begun: &[u8]) -> Result<(), Oversize> {
        if self.line.first().or(begun.first()) == Some(&b':') {
            self.line = vec![b':'];
            return Ok(());
        }
        self.fits(self.line.len() + begun.len())?;
        self.line.extend_from_slice(begun);
        Ok(())
    }

    fn fits(&self, more: usize) -> Result<(), Oversize> {
        let held = self.data.len() + self.name.len() + more;
        if held > self.limit { Err(Oversize { limit: self.limit }) } else { Ok(()) }
    }

    /// One complete line.
    fn line(&mut self, line: &[u8]) -> Result<Option<Event>, Oversize> {
        let line = if self.lines == 0 { line.strip_prefix(BOM).unwrap_or(line) } else { line };
        self.lines += 1;
        if line.is_empty() {
            if self.data.is_empty() {
                self.name.clear();
                return Ok(None);
            }
            return Ok(Some(self.dispatch()));
        }
        let colon = line.iter().position(|byte| *byte == b':');
        let (field, value) = match colon.and_then(|at| line.split_at_checked(at)) {
            Some((field, value)) => (field, value.get(1..).unwrap_or_default()),
            None => (line, &[][..]),
        };
        let value = value.strip_prefix(b" ").unwrap_or(value);
        match field {
            b"data" => {
                self.fits(value.len() + 1)?;
                self.data.reserve(value.len() + 1);
                match std::str::from_utf8(value) {
                    Ok(text) => self.data.push_str(text),
                    Err(_) => self.data.push_str(&String::from_utf8_lossy(value)),
                }
                self.data.push('\n');
            }
            b"event" => {
                self.fits(value.len())?;
                self.name = String::from_utf8_lossy(value).into_owned();
            }
            b"id" if !value.contains(&0) => {
                self.fits(value.len())?;
                self.id = Some(String::from_utf8_lossy(value).into());
            }
            // A comment; `retry`, which is for those who reconnect; and what a later standard may bring.
            _ => {}
        }
        Ok(None)
    }

    fn dispatch(&mut self) -> Event {
        let mut data = std::mem::take(&mut self.data);
        data.pop();
        Event { name: std::mem::take(&mut self.name), data, id: self.id.clone() }
    }
}

/// Where the first line ends, sixteen bytes looked at in one step.
fn end_of_line(bytes: &[u8]) -> Option<usize> {
    let ends = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let (steps, _) = bytes.as_chunks::<16>();
    let whole =
        steps.iter().take_while(|step| !step.iter().fold(false, |found, it| found | ends(it))).count() * 16;
    bytes[whole..].iter().position(ends).map(|at| whole + at)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    /// Everything that comes of a text in pieces of that size, and what is left at its end.
    fn parse(text: &[u8], size: usize) -> (Vec<(String, String)>, Last) {
        let mut parser = Parser::new(1000);
        let mut events = Vec::new();
        for piece in text.chunks(size) {
            parser.feed(Bytes::copy_from_slice(piece));
            while let Some(it) = parser.next().unwrap() {
                events.push((it.name, it.data));
            }
        }
        (events, parser.finish().unwrap())
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        for ending in ["\n", "\r", "\r\n"] {
            let text = text.replace('\n', ending);
            for size in [1, 2, 7, 4096] {
                let (events, last) = parse(text.as_bytes(), size);
                let events: Vec<_> = events.iter().map(|(name, data)| (&**name, &**data)).collect();
                assert_eq!(events, expected, "{text:?} in pieces of {size}");
                assert!(matches!(last, Last::Nothing), "{text:?} in pieces of {size}");
            }
        }
    }

    #[test]
    fn the_table() {
        check("", &[]);
        check("\n\n\n", &[]);
        check("data: a\n\n", &[("", "a")]);
        check("data:a\n\ndata:  b\n\n", &[("", "a"), ("", " b")]);
        check("data: a\ndata: b\ndata\ndata:\n\n", &[("", "a\nb\n\n")]);
        check("data\n\n", &[("", "")]);
        check("data\ndata\n\n", &[("", "\n")]);
        check("event: x\ndata: a\n\ndata: b\n\n", &[("x", "a"), ("", "b")]);
        // Without data there is no event, and its name is forgotten.
        check("event: x\n\ndata: a\n\n", &[("", "a")]);
        check(": a comment\n\n:\ndata: a\n: b\n\n", &[("", "a")]);
        check("data: a: b\n\n", &[("", "a: b")]);
        check("Data: a\ndat: b\n data: c\nretry: 5\nfoo\n\n", &[]);
        check("\u{feff}data: a\n\n\u{feff}data: b\n\n", &[("", "a")]);
        check("\u{feff}\u{feff}data: a\n\n", &[]);
        check("data: é😀\u{85}\u{2028}\n\n", &[("", "é😀\u{85}\u{2028}")]);
        check("data: {\"a\": 1}\n\n\ndata: [DONE]\n\n", &[("", "{\"a\": 1}"), ("", "[DONE]")]);
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced() {
        for size in [1, 2, 7, 4096] {
            let (events, _) = parse(b"data: a\xFFb\xC3\n\n", size);
            assert_eq!(events, [(String::new(), "a\u{fffd}b\u{fffd}".to_owned())]);
        }
    }

    #[test]
    fn an_id_stays_until_the_next() {
        let mut parser = Parser::new(100);
        let text = "data: a\n\nid: 1\ndata: b\n\ndata: c\n\nid: \0\ndata: d\n\nid\ndata: e\n\n";
        parser.feed(Bytes::from_static(text.as_bytes()));
        let ids = std::iter::from_fn(|| parser.next().unwrap()).map(|it| it.id().map(str::to_owned));
        let expected = [None, Some("1"), Some("1"), Some("1"), Some("")];
        assert_eq!(ids.collect::<Vec<_>>(), expected.map(|it| it.map(str::to_owned)));
    }

    #[test]
    fn what_has_no_blank_line_behind_it_is_no_event() {
        for (text, expected) in [
            ("data: a\n\ndata: b\n", "b"),
            ("data: a\n\ndata: b", "b"),
            ("data: a\r\rdata: b\r", "b"),
            ("data: a\n\nevent: x", ""),
        ] {
            for size in [1, 2, 7, 4096] {
                let (events, last) = parse(text.as_bytes(), size);
                assert_eq!(events, [(String::new(), "a".to_owned())], "{text:?}");
                assert!(matches!(last, Last::Part(it) if it.data == expected), "{text:?}");
            }
        }
        // A comment is nothing that could be missed.
        assert!(matches!(parse(b"data: a\n\n: b", 4096).1, Last::Nothing));
    }

    #[test]
    fn an_event_is_held_to_its_limit_and_what_is_none_is_not() {
        let mut parser = Parser::new(10);
        let feed = |parser: &mut Parser, text: &str| {
            parser.feed(Bytes::copy_from_slice(text.as_bytes()));
            parser.next().map(|it| it.map(|it| it.data))
        };
        for _ in 0..100 {
            assert_eq!(feed(&mut parser, ": comments are of any length"), Ok(None));
            assert_eq!(feed(&mut parser, "\n"), Ok(None));
            assert_eq!(feed(&mut parser, "data:12345\n\n"), Ok(Some("12345".to_owned())));
        }
        assert_eq!(feed(&mut parser, "data:123456789\n"), Ok(None));
        assert_eq!(feed(&mut parser, "data:1\n"), Err(Oversize { limit: 10 }));
        let mut parser = Parser::new(10);
        assert_eq!(feed(&mut parser, "data:12345"), Ok(None));
        assert_eq!(feed(&mut parser, "6"), Err(Oversize { limit: 10 }));
        let mut parser = Parser::new(10);
        assert_eq!(feed(&mut parser, "event: 12345678901\n"), Err(Oversize { limit: 10 }));
    }
}
