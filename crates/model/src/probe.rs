//! Calls that are made to see whether others take them: not a part of a client, but of what holds it to account.

use crate::{ArgumentPass, Ident};

/// A call of one function with sample values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// The module of the function.
    pub group: Ident,
    /// The function.
    pub function: Ident,
    /// The operation, as in `GET /things/{id}`.
    pub operation: String,
    /// The media type of its body; `None` where it has none.
    pub media_type: Option<String>,
    /// How much it sends.
    pub amount: Amount,
    /// The arguments, in order; `None` where no value was found for one.
    pub arguments: Option<Vec<Given>>,
}

/// How much a call sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// What must be there.
    Least,
    /// What may be there too.
    All,
}

/// An argument. Values are JSON, which the types read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A text where a `&str` is taken.
    Text(String),
    /// A list where a slice is taken.
    List(String),
    /// A value.
    Value(ArgumentPass, String),
    /// The required parameters, where they are one struct.
    Args(Ident, Vec<(Ident, String)>),
    /// The body under a media type.
    Body(Ident, Ident, Content),
    /// No body, where there may be one.
    NoBody,
    /// The optional parameters that are set.
    Params(Ident, Vec<(Ident, String)>),
}

/// What a body holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A value, as JSON.
    Value(String),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes {
        /// What they say.
        text: String,
        /// Their content type.
        media_type: String,
    },
}
