//! Reading JSON, and saying what is wrong with it without quoting it.

use crate::codec::{self, Model};

/// Why a body does not decode.
pub(crate) struct Fault {
    /// A sentence for people that holds nothing of the body's values.
    pub(crate) reason: String,
    /// Where, as in `users[0].id`; `None` at the top.
    pub(crate) path: Option<String>,
}

/// Decodes a body.
pub(crate) fn json<T: Model>(body: &[u8]) -> Result<T, Fault> {
    codec::decode(body).map_err(|fault| explain(body, &fault))
}

/// Decodes a body into a value.
pub(crate) fn json_into(body: &[u8], value: &mut dyn Model) -> Result<(), Fault> {
    codec::decode_into(body, value).map_err(|fault| explain(body, &fault))
}

/// Says where in a body a fault is.
pub(crate) fn explain(body: &[u8], fault: &codec::Fault) -> Fault {
    let before = body.get(..fault.offset()).unwrap_or(body);
    let line = before.iter().filter(|it| **it == b'\n').count() + 1;
    let column = before.iter().rev().take_while(|it| **it != b'\n').count() + 1;
    let path = fault.path();
    let place = path.as_ref().map(|path| format!(" at `{path}`")).unwrap_or_default();
    let why = fault.reason();
    Fault { reason: format!("the JSON does not decode{place} (line {line}, column {column}): {why}"), path }
}
