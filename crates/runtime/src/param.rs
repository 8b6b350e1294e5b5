//! How a parameter is written: OpenAPI's styles, as pure functions from a value to text.

use crate::percent::{decode_fully, encode};
use crate::tree::Tree;

/// How a list or an object stands in a query string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum QueryStyle {
    /// `form` without `explode`: `color=blue,black`, `color=R,100,G,200`.
    Form,
    /// `form` with `explode`, OpenAPI's default: `color=blue&color=black`, `R=100&G=200`.
    FormExploded,
    /// `spaceDelimited`: `color=blue%20black`.
    SpaceDelimited,
    /// `pipeDelimited`: `color=blue%7Cblack`.
    PipeDelimited,
    /// `deepObject`: `color%5BR%5D=100&color%5BG%5D=200`.
    DeepObject,
    /// A parameter with a JSON content: `color=%7B%22R%22%3A100%7D`.
    Json,
}

/// A parameter's value in the only shapes that the styles define.
enum Flat {
    Absent,
    One(String),
    Many(Vec<String>),
    Pairs(Vec<(String, String)>),
}

impl Flat {
    fn of(name: &str, tree: &Tree) -> Result<Self, String> {
        let nested = || format!("the parameter `{name}` holds a list or an object inside another");
        match tree {
            Tree::Null => Ok(Self::Absent),
            Tree::List(items) => {
                let present = items.iter().filter(|item| **item != Tree::Null);
                let texts: Option<Vec<_>> = present.map(Tree::scalar).collect();
                let texts = texts.ok_or_else(nested)?;
                Ok(if texts.is_empty() { Self::Absent } else { Self::Many(texts) })
            }
            Tree::Object(fields) => {
                let present = fields.iter().filter(|(_, value)| *value != Tree::Null);
                let pairs: Option<Vec<_>> =
                    present.map(|(key, value)| Some((key.clone(), value.scalar()?))).collect();
                let pairs = pairs.ok_or_else(nested)?;
                Ok(if pairs.is_empty() { Self::Absent } else { Self::Pairs(pairs) })
            }
            Tree::File(_) => Err(format!("the parameter `{name}` is not text")),
            Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) => {
                Ok(tree.scalar().map_or(Self::Absent, Self::One))
            }
        }
    }

    /// All texts in order, an object as alternating keys and values.
    fn joined(self, delimiter: &str, write: fn(&str) -> String) -> Option<String> {
        let texts = match self {
            Self::Absent => return None,
            Self::One(text) => vec![text],
            Self::Many(texts) => texts,
            Self::Pairs(pairs) => pairs.into_iter().flat_map(|(key, value)| [key, value]).collect(),
        };
        let texts: Vec<_> = texts.iter().map(|text| write(text)).collect();
        Some(texts.join(delimiter))
    }
}

/// A path parameter: style `simple`, encoded, and checked so that it stays one segment.
pub(crate) fn path(name: &str, value: &Tree) -> Result<String, String> {
    let flat = Flat::of(name, value)?;
    let parts: &[String] = match &flat {
        Flat::One(text) => std::slice::from_ref(text),
        Flat::Many(texts) => texts,
        Flat::Absent | Flat::Pairs(_) => &[],
    };
    let pairs = if let Flat::Pairs(pairs) = &flat { pairs.as_slice() } else { &[] };
    let all = parts.iter().chain(pairs.iter().flat_map(|(key, value)| [key, value]));
    for text in all {
        check_segment(text).map_err(|why| format!("the path parameter `{name}` {why}"))?;
    }
    match flat.joined(",", encode) {
        Some(text) if !text.is_empty() => Ok(text),
        _ => Err(format!("the path parameter `{name}` is empty")),
    }
}

/// Refuses what could leave its segment, also when a proxy or a server decodes once too often.
fn check_segment(text: &str) -> Result<(), &'static str> {
    let decoded = decode_fully(text);
    if decoded == b"." || decoded == b".." {
        return Err("is a dot segment");
    }
    if decoded.iter().any(|byte| matches!(byte, b'/' | b'\\')) {
        return Err("holds a slash or a backslash");
    }
    if decoded.iter().any(u8::is_ascii_control) || text.chars().any(char::is_control) {
        return Err("holds a control character");
    }
    Ok(())
}

/// A query parameter as `name=value` pairs, encoded; none where the value is absent.
pub(crate) fn query(name: &str, style: QueryStyle, value: &Tree) -> Result<Vec<String>, String> {
    let key = encode(name);
    if *value == Tree::Null {
        return Ok(Vec::new());
    }
    let joined = |flat: Flat, delimiter: &str| {
        flat.joined(delimiter, encode).map(|text| format!("{key}={text}")).into_iter().collect()
    };
    match style {
        QueryStyle::Json => {
            let text = value.json().map_err(|why| format!("the parameter `{name}`: {why}"))?;
            Ok(vec![format!("{key}={}", encode(&text))])
        }
        QueryStyle::Form => Ok(joined(Flat::of(name, value)?, ",")),
        QueryStyle::SpaceDelimited => Ok(joined(Flat::of(name, value)?, "%20")),
        QueryStyle::PipeDelimited => Ok(joined(Flat::of(name, value)?, "%7C")),
        QueryStyle::FormExploded => Ok(match Flat::of(name, value)? {
            Flat::Absent => Vec::new(),
            Flat::One(text) => vec![format!("{key}={}", encode(&text))],
            Flat::Many(texts) => texts.iter().map(|text| format!("{key}={}", encode(text))).collect(),
            Flat::Pairs(pairs) => {
                pairs.iter().map(|(key, value)| format!("{}={}", encode(key), encode(value))).collect()
            }
        }),
        QueryStyle::DeepObject => match Flat::of(name, value)? {
            Flat::Absent => Ok(Vec::new()),
            Flat::Pairs(pairs) => Ok(pairs
                .iter()
                .map(|(property, value)| format!("{key}%5B{}%5D={}", encode(property), encode(value)))
                .collect()),
            Flat::One(_) | Flat::Many(_) => {
                Err(format!("the parameter `{name}` must be an object: its style is deepObject"))
            }
        },
    }
}

/// A header parameter: style `simple`, not percent-encoded; `None` where the value is absent.
pub(crate) fn header(name: &str, value: &Tree) -> Result<Option<String>, String> {
    Ok(Flat::of(name, value)?.joined(",", str::to_owned))
}

/// A cookie parameter as `name=value`, encoded; `None` where the value is absent.
///
/// Only single values: what OpenAPI writes for lists and objects is not a cookie that servers can read.
pub(crate) fn cookie(name: &str, value: &Tree) -> Result<Option<String>, String> {
    match Flat::of(name, value)? {
        Flat::Absent => Ok(None),
        Flat::One(text) => Ok(Some(format!("{}={}", encode(name), encode(&text)))),
        Flat::Many(_) | Flat::Pairs(_) => {
            Err(format!("the cookie parameter `{name}` must be a single value"))
        }
    }
}

#[cfg(test)]
mod tests;
