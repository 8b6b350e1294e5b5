//! A struct as `application/x-www-form-urlencoded`.

use crate::percent::encode;
use crate::tree::Tree;

/// Writes the fields of an object: single values as text, lists as repeated fields, objects as JSON text.
pub(crate) fn write(tree: &Tree) -> Result<String, String> {
    let Tree::Object(fields) = tree else { return Err("a form must be an object".to_owned()) };
    let mut pairs = Vec::new();
    for (name, value) in fields {
        for value in repeated(name, value)? {
            pairs.push(format!("{}={}", escape(name), escape(&text(name, value)?)));
        }
    }
    Ok(pairs.join("&"))
}

/// The values that a field is repeated for. A field that is repeated for none cannot be told from one that is absent,
/// and "remove all" must not become "leave as it is".
pub(crate) fn repeated<'t>(name: &str, value: &'t Tree) -> Result<&'t [Tree], String> {
    match value {
        Tree::List(items) if items.is_empty() => {
            Err(format!("the field `{name}` is an empty list, which only JSON can say"))
        }
        Tree::List(items) => Ok(items),
        single => Ok(std::slice::from_ref(single)),
    }
}

fn text(name: &str, value: &Tree) -> Result<String, String> {
    match value {
        Tree::Null => Err(format!("the field `{name}` is null, which a form cannot say")),
        Tree::File(_) => Err(format!("the field `{name}` is a file: a file can only be sent as multipart")),
        Tree::List(_) | Tree::Object(_) => value.json().map_err(|why| format!("the field `{name}`: {why}")),
        Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) => Ok(value.scalar().unwrap_or_default()),
    }
}

/// Forms write a space as `+`; everything else is as in a query.
fn escape(text: &str) -> String {
    encode(text).replace("%20", "+")
}
