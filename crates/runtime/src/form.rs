//! A struct as `application/x-www-form-urlencoded`.

use crate::encoding::{self, Encoding};
use crate::param::{self, QueryStyle, Reserved};
use crate::percent::{encode, encode_in_query};
use crate::tree::Tree;

/// Writes the fields of an object: single values as text, lists as repeated fields, objects as JSON text, each where
/// nothing else is said of it.
pub(crate) fn write(tree: &Tree, encodings: &[Encoding]) -> Result<String, String> {
    let Tree::Object(fields) = tree else { return Err("a form must be an object".to_owned()) };
    let mut pairs = Vec::new();
    for (name, value) in fields {
        let encoding = encoding::of(name, encodings);
        if let Some(style) = encoding.style {
            pairs.extend(styled(name, style, encoding.reserved, value)?.into_iter().map(spaced));
            continue;
        }
        for value in repeated(name, value, encoding)? {
            let text = text(name, value, encoding)?;
            let text = match encoding.reserved {
                Reserved::Encoded => encode(&text),
                Reserved::Kept => encode_in_query(&text),
            };
            pairs.push(spaced(format!("{}={text}", encode(name))));
        }
    }
    Ok(pairs.join("&"))
}

/// Forms write a space as `+`; everything else is as in a query.
fn spaced(pair: String) -> String {
    pair.replace("%20", "+")
}

/// A field in the style of a query parameter, as encoded pairs. What a style would leave out is refused: "remove all" must
/// not become "leave as it is".
pub(crate) fn styled(
    name: &str,
    style: QueryStyle,
    reserved: Reserved,
    value: &Tree,
) -> Result<Vec<String>, String> {
    let null = match value {
        Tree::List(items) => items.contains(&Tree::Null),
        Tree::Object(fields) => fields.iter().any(|(_, value)| *value == Tree::Null),
        single => *single == Tree::Null,
    };
    if null && style != QueryStyle::Json {
        return Err(format!("the field `{name}` is null or holds one, which only JSON can say"));
    }
    let pairs = param::query(name, style, reserved, value)?;
    if pairs.is_empty() {
        return Err(format!("the field `{name}` is empty, which only JSON can say"));
    }
    Ok(pairs)
}

/// The values that a field is repeated for. A field that is repeated for none cannot be told from one that is absent,
/// and "remove all" must not become "leave as it is".
pub(crate) fn repeated<'t>(name: &str, value: &'t Tree, encoding: &Encoding) -> Result<&'t [Tree], String> {
    match value {
        Tree::List(_) if encoding.is_json() => Ok(std::slice::from_ref(value)),
        Tree::List(items) if items.is_empty() => {
            Err(format!("the field `{name}` is an empty list, which only JSON can say"))
        }
        Tree::List(items) => Ok(items),
        single => Ok(std::slice::from_ref(single)),
    }
}

/// One value as the text of a field.
pub(crate) fn text(name: &str, value: &Tree, encoding: &Encoding) -> Result<String, String> {
    let json = || value.json().map_err(|why| format!("the field `{name}`: {why}"));
    match value {
        Tree::Null => Err(format!("the field `{name}` is null, which a form cannot say")),
        Tree::File(_) => Err(format!("the field `{name}` is a file: a file can only be sent as multipart")),
        _ if encoding.is_json() => json(),
        Tree::List(_) | Tree::Object(_) => match encoding.content_type {
            None => json(),
            Some(other) => Err(format!("the field `{name}` must be text: it is sent as {other}")),
        },
        Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) => Ok(value.scalar().unwrap_or_default()),
    }
}
