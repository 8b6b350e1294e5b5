//! A struct as `application/x-www-form-urlencoded`.

use crate::percent::encode;
use crate::tree::Tree;

/// Writes the fields of an object: single values as text, lists as repeated fields, objects as JSON text.
pub(crate) fn write(tree: &Tree) -> Result<String, String> {
    let Tree::Object(fields) = tree else { return Err("a form must be an object".to_owned()) };
    let mut pairs = Vec::new();
    for (name, value) in fields {
        let values =
            if let Tree::List(items) = value { items.as_slice() } else { std::slice::from_ref(value) };
        for value in values {
            pairs.push(format!("{}={}", escape(name), escape(&text(name, value)?)));
        }
    }
    Ok(pairs.join("&"))
}

fn text(name: &str, value: &Tree) -> Result<String, String> {
    match value {
        Tree::Null => Err(format!("the field `{name}` is null, which a form cannot say")),
        Tree::File(_) => Err(format!("the field `{name}` is a file: a file can only be sent as multipart")),
        Tree::Bytes(_) => Err(format!("the field `{name}` is not text")),
        Tree::List(_) | Tree::Object(_) => value.json().map_err(|why| format!("the field `{name}`: {why}")),
        Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) => Ok(value.scalar().unwrap_or_default()),
    }
}

/// Forms write a space as `+`; everything else is as in a query.
fn escape(text: &str) -> String {
    encode(text).replace("%20", "+")
}
