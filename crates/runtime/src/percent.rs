//! Percent-encoding of everything but the unreserved characters.

use std::borrow::Cow;

/// Encodes `text` so that only letters, digits, `-`, `.`, `_` and `~` stand for themselves.
///
/// Nothing that survives can be a delimiter of a URL, so a value can neither end its segment nor begin a query.
pub(crate) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_all(&mut out, text, is_unreserved);
    out
}

/// Encodes the fixed text of a path template, whose `/` and other path characters are meant as they stand.
pub(crate) fn push_literal(out: &mut String, text: &str) {
    push_all(out, text, |byte| is_unreserved(byte) || b"/!$&'()*+,;=:@%".contains(&byte));
}

/// Encodes a value of a query for OpenAPI's `allowReserved`: reserved characters and percent-encodings stand as they are.
///
/// What a URL cannot hold there (`#`, `[`, `]`, `'`), and what would end the value or be read as something else (`&`,
/// `+`), is encoded all the same: the server reads what was meant.
pub(crate) fn encode_in_query(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    for (at, byte) in bytes.iter().copied().enumerate() {
        let triple = || bytes.get(at + 1..at + 3).is_some_and(|it| it.iter().all(u8::is_ascii_hexdigit));
        let literal = is_unreserved(byte) || b":/?@!$()*,;=".contains(&byte) || (byte == b'%' && triple());
        push(&mut out, byte, literal);
    }
    out
}

/// Encodes the fixed text of a query that a path template brings along.
pub(crate) fn push_literal_query(out: &mut String, text: &str) {
    push_all(out, text, |byte| is_unreserved(byte) || b":/?@!$()*,;=&+%".contains(&byte));
}

/// `text` with its percent-encodings undone, again and again until none is left.
///
/// A proxy or a server may decode twice; what is judged here is what the last of them would see.
pub(crate) fn decode_fully(text: &str) -> Cow<'_, [u8]> {
    let mut current = Cow::Borrowed(text.as_bytes());
    while current.contains(&b'%') {
        let decoded = decode_once(&current);
        if decoded == *current {
            break;
        }
        current = Cow::Owned(decoded);
    }
    current
}

/// `text` with its percent-encodings undone.
pub(crate) fn decode_once(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        let pair = match (first, after) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)),
            _ => None,
        };
        if let Some((high, low)) = pair {
            out.push(high << 4 | low);
            rest = &after[2..];
        } else {
            out.push(first);
            rest = after;
        }
    }
    out
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// Whether a byte stands for itself wherever it is put.
pub(crate) fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

fn push_all(out: &mut String, text: &str, literal: impl Fn(u8) -> bool) {
    if text.bytes().all(&literal) {
        out.push_str(text);
        return;
    }
    for byte in text.bytes() {
        push(out, byte, literal(byte));
    }
}

fn push(out: &mut String, byte: u8, literal: bool) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    if literal {
        out.push(char::from(byte));
    } else {
        out.push('%');
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}
