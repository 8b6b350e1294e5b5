//! How a parameter is written: OpenAPI's styles, as pure functions from a value to text.

mod flat;
mod styles;

use crate::percent::{decode_fully, encode, encode_in_query, is_unreserved};
use crate::tree::Tree;

use flat::Flat;

pub use styles::{CookieStyle, HeaderStyle, PathStyle, QueryStringStyle, QueryStyle};

/// What is percent-encoded of the values of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reserved {
    /// All but unreserved characters.
    Encoded,
    /// OpenAPI's `allowReserved`: what has a meaning in URLs stands as it is, but for what would end the value.
    Kept,
}

/// Whether a text stands for itself wherever it is put: none of its characters is encoded, and it is no dot segment.
pub(crate) fn is_word(text: &str) -> bool {
    !matches!(text, "" | "." | "..") && text.bytes().all(is_unreserved)
}

/// A path parameter, encoded and checked so that it stays in its segment.
pub(crate) fn path(name: &str, style: PathStyle, value: &Tree) -> Result<String, String> {
    let unfit = |why| format!("the path parameter `{name}` {why}");
    if style == PathStyle::Json {
        let text = value.json().map_err(|why| format!("the parameter `{name}`: {why}"))?;
        check_segment(&text).map_err(unfit)?;
        return Ok(encode(&text));
    }
    let flat = Flat::of(name, value)?;
    for text in flat.texts() {
        check_segment(text).map_err(unfit)?;
    }
    let key = || encode(name);
    // RFC 6570 leaves the `=` of an empty value out.
    let named =
        |key: &str, value: &str| if value.is_empty() { key.to_owned() } else { format!("{key}={value}") };
    let text = match (style, flat.encoded(encode)) {
        (_, Flat::Absent) | (PathStyle::Json, _) => return Err(unfit("is empty")),
        (PathStyle::SimpleExploded, Flat::Pairs(pairs)) => equal(&pairs).join(","),
        (PathStyle::Simple | PathStyle::SimpleExploded, flat) => flat.joined(","),
        (PathStyle::LabelExploded, Flat::Pairs(pairs)) => format!(".{}", equal(&pairs).join(".")),
        (PathStyle::LabelExploded, flat) => format!(".{}", flat.joined(".")),
        (PathStyle::Label, flat) => format!(".{}", flat.joined(",")),
        (PathStyle::MatrixExploded, Flat::Many(texts)) => {
            let key = key();
            texts.iter().map(|text| format!(";{}", named(&key, text))).collect()
        }
        (PathStyle::MatrixExploded, Flat::Pairs(pairs)) => {
            pairs.iter().map(|(key, value)| format!(";{}", named(key, value))).collect()
        }
        (PathStyle::Matrix | PathStyle::MatrixExploded, flat) => {
            format!(";{}", named(&key(), &flat.joined(",")))
        }
    };
    if text.is_empty() { Err(unfit("is empty")) } else { Ok(text) }
}

/// Refuses what could leave its segment, also when a proxy or a server decodes once too often.
pub(crate) fn check_segment(text: &str) -> Result<(), &'static str> {
    let decoded = decode_fully(text);
    if matches!(&*decoded, b"." | b"..") {
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
pub(crate) fn query(
    name: &str,
    style: QueryStyle,
    reserved: Reserved,
    value: &Tree,
) -> Result<Vec<String>, String> {
    let key = encode(name);
    if *value == Tree::Null {
        return Ok(Vec::new());
    }
    let alone: fn(&str) -> String = match reserved {
        Reserved::Encoded => encode,
        Reserved::Kept => encode_in_query,
    };
    // A comma within an item must not become one between two.
    let among = move |text: &str| alone(text).replace(',', "%2C");
    let pair = |(key, value): &(String, String)| format!("{key}={value}");
    match style {
        QueryStyle::Json => {
            let text = value.json().map_err(|why| format!("the parameter `{name}`: {why}"))?;
            Ok(vec![format!("{key}={}", alone(&text))])
        }
        QueryStyle::DeepObject => {
            let mut pairs = Vec::new();
            match value {
                Tree::Object(_) => deep(&key, value, alone, &mut pairs)
                    .map_err(|why| format!("the parameter `{name}` {why}"))?,
                _ => {
                    return Err(format!("the parameter `{name}` must be an object: its style is deepObject"));
                }
            }
            Ok(pairs.iter().map(pair).collect())
        }
        QueryStyle::SpaceDelimited | QueryStyle::PipeDelimited => {
            let (delimiter, written) =
                if style == QueryStyle::SpaceDelimited { (' ', "%20") } else { ('|', "%7C") };
            let flat = Flat::of(name, value)?;
            // Encoded or not, it would be read as the delimiter.
            if flat.is_several() && flat.texts().any(|it| it.contains(delimiter)) {
                return Err(format!("an item of the parameter `{name}` holds the delimiter of its style"));
            }
            Ok(one_pair(&key, flat.encoded(alone), written))
        }
        QueryStyle::Form => {
            let flat = Flat::of(name, value)?;
            let flat = if flat.is_several() { flat.encoded(among) } else { flat.encoded(alone) };
            Ok(one_pair(&key, flat, ","))
        }
        QueryStyle::FormExploded => Ok(match Flat::of(name, value)?.encoded(alone) {
            Flat::Absent => Vec::new(),
            Flat::One(text) => vec![format!("{key}={text}")],
            Flat::Many(texts) => texts.iter().map(|text| format!("{key}={text}")).collect(),
            Flat::Pairs(pairs) => pairs.iter().map(pair).collect(),
        }),
    }
}

fn one_pair(key: &str, flat: Flat, delimiter: &str) -> Vec<String> {
    if matches!(flat, Flat::Absent) {
        return Vec::new();
    }
    vec![format!("{key}={}", flat.joined(delimiter))]
}

/// What OpenAPI leaves open is written as servers mostly read it: `a[b][c]=1` for an object in an object, `a[b]=1&a[b]=2`
/// for a list.
fn deep(
    key: &str,
    value: &Tree,
    encode_value: fn(&str) -> String,
    pairs: &mut Vec<(String, String)>,
) -> Result<(), &'static str> {
    match value {
        Tree::Null => {}
        Tree::File(_) => return Err("is not text"),
        Tree::Object(fields) => {
            for (name, value) in fields {
                deep(&format!("{key}%5B{}%5D", encode(name)), value, encode_value, pairs)?;
            }
        }
        Tree::List(items) => {
            for item in items {
                if matches!(item, Tree::List(_) | Tree::Object(_)) {
                    return Err("holds a list or an object inside a list");
                }
                deep(key, item, encode_value, pairs)?;
            }
        }
        Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) => {
            pairs.push((key.to_owned(), encode_value(&value.scalar().unwrap_or_default())));
        }
    }
    Ok(())
}

/// A value that is a whole query, encoded; nothing where it is absent.
pub(crate) fn query_string(
    name: &str,
    style: QueryStringStyle,
    value: &Tree,
) -> Result<Option<String>, String> {
    let because = |why: &str| format!("the parameter `{name}`: {why}");
    match (style, value) {
        (_, Tree::Null) => Ok(None),
        (QueryStringStyle::Form, value) => {
            let text = crate::form::write(value, &[]).map_err(|why| because(&why))?;
            Ok((!text.is_empty()).then_some(text))
        }
        (QueryStringStyle::Json, value) => Ok(Some(encode(&value.json().map_err(because)?))),
        (QueryStringStyle::Text, value) => {
            let text = value.scalar().ok_or_else(|| because("it must be a single value"))?;
            Ok((!text.is_empty()).then(|| encode(&text)))
        }
    }
}

/// A header parameter, not percent-encoded; `None` where the value is absent.
pub(crate) fn header(name: &str, style: HeaderStyle, value: &Tree) -> Result<Option<String>, String> {
    if style == HeaderStyle::Json {
        return match value {
            Tree::Null => Ok(None),
            value => ascii_json(name, value).map(Some),
        };
    }
    Ok(match (style, Flat::of(name, value)?) {
        (_, Flat::Absent) => None,
        (HeaderStyle::SimpleExploded, Flat::Pairs(pairs)) => Some(equal(&pairs).join(",")),
        (_, flat) => Some(flat.joined(",")),
    })
}

/// Headers are ASCII, and JSON can say everything in it.
fn ascii_json(name: &str, value: &Tree) -> Result<String, String> {
    let text = value.json().map_err(|why| format!("the parameter `{name}`: {why}"))?;
    let mut ascii = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_ascii() && !character.is_ascii_control() {
            ascii.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                ascii.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    Ok(ascii)
}

/// A cookie parameter as `name=value` pairs; none where the value is absent.
///
/// Exploded values are pairs of their own: `&`, which joins them in a query, does not in a `Cookie` header.
pub(crate) fn cookie(name: &str, style: CookieStyle, value: &Tree) -> Result<Vec<String>, String> {
    let key = encode(name);
    if style == CookieStyle::Json {
        return match value {
            Tree::Null => Ok(Vec::new()),
            value => {
                let text = value.json().map_err(|why| format!("the parameter `{name}`: {why}"))?;
                Ok(vec![format!("{key}={}", encode(&text))])
            }
        };
    }
    let flat = Flat::of(name, value)?;
    let flat = match style {
        CookieStyle::Form | CookieStyle::FormExploded | CookieStyle::Json => flat.encoded(encode),
        CookieStyle::Plain | CookieStyle::PlainExploded => {
            if !flat.texts().all(is_cookie_text) {
                return Err(format!(
                    "the cookie parameter `{name}` holds a character that a cookie cannot have: encode it"
                ));
            }
            flat
        }
    };
    let exploded = matches!(style, CookieStyle::FormExploded | CookieStyle::PlainExploded);
    Ok(match flat {
        Flat::Many(texts) if exploded => texts.iter().map(|text| format!("{key}={text}")).collect(),
        Flat::Pairs(pairs) if exploded => equal(&pairs),
        flat => one_pair(&key, flat, ","),
    })
}

/// A text for the `Cookie` header as it is: pairs and what stands between them.
pub(crate) fn cookies(name: &str, value: &Tree) -> Result<Option<String>, String> {
    let Flat::One(text) = Flat::of(name, value)? else {
        return match value {
            Tree::Null => Ok(None),
            _ => Err(format!("the header parameter `{name}` must be a single value")),
        };
    };
    let plain = |it: char| it == ' ' || it.is_ascii_graphic();
    if !text.chars().all(plain) {
        return Err(format!("the value of the header `{name}` is not visible ASCII"));
    }
    let text = text.trim().trim_end_matches(';');
    Ok((!text.is_empty()).then(|| text.to_owned()))
}

/// What RFC 6265 lets a cookie hold.
fn is_cookie_text(text: &str) -> bool {
    text.bytes().all(|it| it.is_ascii_graphic() && !b"\",;\\".contains(&it))
}

fn equal(pairs: &[(String, String)]) -> Vec<String> {
    pairs.iter().map(|(key, value)| format!("{key}={value}")).collect()
}

#[cfg(test)]
mod tests;
