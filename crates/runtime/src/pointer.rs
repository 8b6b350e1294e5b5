//! What stands at a place of a JSON text, without a type for the rest of it.

use crate::codec::{Fault, Kind, Reader};

/// A value at a place, as far as anybody asks.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Null,
    Bool(bool),
    /// As it is spelled.
    Number(String),
    Text(String),
    /// With how many items.
    List(usize),
    Object,
}

impl Found {
    /// The text of a single value; `None` for any other, and for text that is empty.
    pub(crate) fn text(self) -> Option<String> {
        match self {
            Self::Bool(it) => Some(it.to_string()),
            Self::Number(it) | Self::Text(it) => Some(it).filter(|it| !it.is_empty()),
            Self::Null | Self::List(_) | Self::Object => None,
        }
    }

    pub(crate) fn number(&self) -> Option<u64> {
        match self {
            Self::Number(it) | Self::Text(it) => it.parse().ok(),
            Self::Null | Self::Bool(_) | Self::List(_) | Self::Object => None,
        }
    }
}

/// What stands at a JSON pointer such as `/meta/next`; the empty one is the whole text. A step `-1` in a list is its last
/// item. `None` where nothing stands there, or the text is no JSON as far as it was read.
pub(crate) fn at(text: &[u8], pointer: &str) -> Option<Found> {
    let mut reader = Reader::new(text).ok()?;
    let steps: Vec<String> = pointer.split('/').skip(1).map(unescaped).collect();
    go(&mut reader, &steps).ok().flatten()
}

fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}

fn go(reader: &mut Reader<'_>, steps: &[String]) -> Result<Option<Found>, Fault> {
    let Some((step, rest)) = steps.split_first() else { return found(reader).map(Some) };
    match reader.peek()? {
        Kind::Object => {
            let mut object = reader.object()?;
            while let Some(key) = reader.key(&mut object)? {
                if *key == **step {
                    return go(reader, rest);
                }
                reader.skip()?;
            }
            Ok(None)
        }
        Kind::List => item(reader, step, rest),
        _ => Ok(None),
    }
}

fn item(reader: &mut Reader<'_>, step: &str, rest: &[String]) -> Result<Option<Found>, Fault> {
    let wanted: Option<usize> = step.parse().ok();
    let last = step == "-1";
    let (mut list, mut index, mut mark) = (reader.list()?, 0, None);
    while reader.item(&mut list)? {
        if wanted == Some(index) {
            return go(reader, rest);
        }
        mark = last.then(|| reader.mark());
        reader.skip()?;
        index += 1;
    }
    match mark {
        Some(mark) => {
            reader.return_to(mark);
            go(reader, rest)
        }
        None => Ok(None),
    }
}

fn found(reader: &mut Reader<'_>) -> Result<Found, Fault> {
    Ok(match reader.peek()? {
        Kind::Null => reader.null().map(|_| Found::Null)?,
        Kind::Bool => Found::Bool(reader.bool()?),
        Kind::Number => Found::Number(reader.number("a number")?.to_owned()),
        Kind::Text => Found::Text(reader.text()?.into_owned()),
        Kind::Object => Found::Object,
        Kind::List => {
            let (mut list, mut count) = (reader.list()?, 0);
            while reader.item(&mut list)? {
                reader.skip()?;
                count += 1;
            }
            Found::List(count)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_at_a_place() {
        let text = br#"{"a":{"b/c":[1,{"id":"x"},{"id":"y"}]},"n":null,"t":true,"e":"","s":"7"}"#;
        let check =
            |pointer: &str, expected: Option<Found>| assert_eq!(at(text, pointer), expected, "{pointer}");
        check("", Some(Found::Object));
        check("/a", Some(Found::Object));
        check("/a/b~1c", Some(Found::List(3)));
        check("/a/b~1c/0", Some(Found::Number("1".to_owned())));
        check("/a/b~1c/1/id", Some(Found::Text("x".to_owned())));
        check("/a/b~1c/-1/id", Some(Found::Text("y".to_owned())));
        check("/a/b~1c/3", None);
        check("/a/b~1c/x", None);
        check("/n", Some(Found::Null));
        check("/n/x", None);
        check("/t", Some(Found::Bool(true)));
        check("/missing", None);
        assert_eq!(at(text, "/e").and_then(Found::text), None);
        assert_eq!(at(text, "/s").and_then(|it| it.number()), Some(7));
        assert_eq!(at(b"[]", "/-1"), None);
        for broken in ["", "{", "{\"n\"", "\u{1}"] {
            assert_eq!(at(broken.as_bytes(), "/n"), None);
        }
    }
}
