//! Reading JSON, and saying what is wrong with it without quoting it.

use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};

/// Why a body does not decode.
pub(crate) struct Fault {
    /// A sentence for people that holds nothing of the body's values.
    pub(crate) reason: String,
    /// Where, as in `users[0].id`; `None` at the top.
    pub(crate) path: Option<String>,
}

/// Decodes a body.
pub(crate) fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Fault> {
    // Tracking the path costs time on every field, so it is done only once something is known to be wrong.
    serde_json::from_slice(body).map_err(|plain| {
        let mut deserializer = serde_json::Deserializer::from_slice(body);
        let tracked: Result<T, _> = serde_path_to_error::deserialize(&mut deserializer);
        match tracked {
            Err(error) => describe(error.inner(), path(error.path())),
            // What comes after the value is wrong, not the value.
            Ok(_) => describe(&plain, None),
        }
    })
}

fn describe(error: &serde_json::Error, path: Option<String>) -> Fault {
    let place = path.as_ref().map(|path| format!(" at {path}")).unwrap_or_default();
    let (line, column) = (error.line(), error.column());
    let why = why(error);
    Fault { reason: format!("the reply does not decode{place} (line {line}, column {column}): {why}"), path }
}

/// The error's category and what was expected. `serde_json`'s own message quotes the value, so of a message about
/// data only the parts that come from code are kept.
fn why(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rfind(" at line ").map_or(text.as_str(), |end| &text[..end]);
    match error.classify() {
        // These messages are fixed texts of the parser.
        Category::Syntax | Category::Eof => text.to_owned(),
        Category::Io => "it cannot be read".to_owned(),
        Category::Data => data(text),
    }
}

fn data(text: &str) -> String {
    // The last "expected" comes from code; a quotation mark after it would mean that it stands inside a value.
    let expected = text.rfind(", expected ").map(|at| &text[at + 2..]);
    let expected = expected.filter(|text| !text.contains('"') && !text.ends_with("there are no variants"));
    if let Some(found) = text.strip_prefix("invalid type: ") {
        let found = KINDS.iter().find(|kind| found.starts_with(**kind)).unwrap_or(&"something else");
        return expected.map_or_else(|| UNFIT.to_owned(), |expected| format!("{expected}, found {found}"));
    }
    if text.starts_with("invalid value: ") || text.starts_with("invalid length ") {
        return expected.unwrap_or(UNFIT).to_owned();
    }
    if text.starts_with("unknown variant ") {
        return expected
            .map_or_else(|| UNFIT.to_owned(), |expected| format!("{expected}, found another text"));
    }
    if text.starts_with("unknown field ") {
        return "a field that is not known".to_owned();
    }
    let field = |start| Some(text.strip_prefix(start)?.strip_suffix('`')?).filter(|name| is_plain(name));
    if let Some(name) = field("missing field `") {
        return format!("the field `{name}` is missing");
    }
    if let Some(name) = field("duplicate field `") {
        return format!("the field `{name}` is there twice");
    }
    UNFIT.to_owned()
}

const UNFIT: &str = "a value does not fit its type";

/// What serde calls the kinds of values, without the values.
const KINDS: [&str; 8] =
    ["null", "boolean", "integer", "floating point", "string", "sequence", "map", "byte array"];

/// The path in dots and brackets. A key that is not a plain name may be data, and is written `?`.
fn path(path: &Path) -> Option<String> {
    let mut out = String::new();
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => out.push_str(&format!("[{index}]")),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(if is_plain(key) { key } else { "?" });
            }
            Segment::Unknown => {}
        }
    }
    (!out.is_empty()).then_some(out)
}

fn is_plain(name: &str) -> bool {
    let rest = name.strip_prefix(['$', '@']).unwrap_or(name);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    !rest.is_empty() && rest.len() <= 64 && rest.bytes().all(plain)
}
