//! The server's own words, out of the shapes in which servers put them.

use serde_json::{Map, Value};

/// Longer messages are cut: what follows is no longer something to show to a person.
const LONGEST: usize = 2000;

/// Errors nested deeper than this are left out.
const DEEPEST: usize = 8;

/// The message in an error body; `None` if there is none to be found.
pub(crate) fn from_body(body: &[u8]) -> Option<String> {
    let text = match serde_json::from_slice::<Value>(body) {
        Ok(value) => of(&value)?,
        Err(_) => plain(std::str::from_utf8(body).ok()?)?,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.chars().take(LONGEST).collect())
}

fn of(value: &Value) -> Option<String> {
    let mut lines = Vec::new();
    match value {
        Value::Object(object) => {
            lines.extend(headline(object));
            if let Some(fields) = object.get("fields") {
                collect(fields, "", 0, &mut lines);
            }
            if lines.is_empty() {
                collect(value, "", 0, &mut lines);
            }
        }
        _ => collect(value, "", 0, &mut lines),
    }
    (!lines.is_empty()).then(|| lines.join("; "))
}

/// The sentence that sums the error up, the most telling key first.
fn headline(object: &Map<String, Value>) -> Option<String> {
    if let Some(Value::Object(error)) = object.get("error") {
        return headline(error);
    }
    ["detail", "message", "error_description", "error", "title"]
        .iter()
        .find_map(|key| object.get(*key)?.as_str())
        .filter(|text| !text.trim().is_empty())
        .map(str::to_owned)
}

/// Field errors: `name: words`, wherever they are nested.
fn collect(value: &Value, place: &str, depth: usize, lines: &mut Vec<String>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::String(text) if place.is_empty() => lines.push(text.clone()),
        Value::String(text) => lines.push(format!("{place}: {text}")),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                // Words are told apart by being words; objects by their place in the list.
                let place = if item.is_object() && depth > 0 {
                    format!("{place}[{index}]")
                } else {
                    place.to_owned()
                };
                collect(item, &place, depth + 1, lines);
            }
        }
        Value::Object(object) => match headline(object) {
            Some(text) => collect(&Value::String(text), &entry(object, place), depth + 1, lines),
            None => {
                for (name, value) in object {
                    collect(value, &joined(place, name), depth + 1, lines);
                }
            }
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The place of one entry of a batch, which names its item by `index`.
fn entry(object: &Map<String, Value>, place: &str) -> String {
    match object.get("index").and_then(Value::as_u64) {
        Some(index) => format!("{place}[{index}]"),
        None => place.to_owned(),
    }
}

fn joined(place: &str, name: &str) -> String {
    match (place, name) {
        (place, "non_field_errors" | "detail" | "errors") => place.to_owned(),
        ("", name) => name.to_owned(),
        (place, name) => format!("{place}.{name}"),
    }
}

/// The title of a page of HTML, or the first line of plain text.
fn plain(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    if !lower.trim_start().starts_with('<') {
        return text.trim().lines().next().map(str::to_owned);
    }
    let start = lower.find("<title")?;
    let start = start + lower[start..].find('>')? + 1;
    let end = start + lower[start..].find('<')?;
    Some(text[start..end].split_whitespace().collect::<Vec<_>>().join(" "))
}
