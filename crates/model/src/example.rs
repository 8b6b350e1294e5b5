//! How a call may look: values, as a user would write them.

use crate::{Ident, TypeId, Wire};

/// A call of one function.
#[derive(Debug)]
pub struct Example {
    /// The arguments, in order.
    pub arguments: Vec<Written>,
}

/// A value as it is written in Rust.
#[derive(Debug, Clone)]
pub enum Written {
    /// A text where a `&str` will do.
    Text(String),
    /// A text of one's own.
    String(String),
    /// A number or a boolean.
    Literal(String),
    /// What is read from a text: a date, a decimal, JSON that is more than one value.
    Parsed(String),
    /// Any JSON of a single value.
    Json(Wire),
    /// JSON's null.
    JsonNull,
    /// Base64 of a text that is it already.
    Base64(String),
    /// A file in memory.
    File,
    /// Bytes to send, in memory.
    Upload,
    /// Whatever the type has where nobody says anything.
    Default,
    /// A value of an enumeration.
    Variant(TypeId, Ident),
    /// A struct, by what it demands.
    New(TypeId, Vec<Written>),
    /// A struct that demands nothing.
    NewDefault(TypeId),
    /// An alternative of a union.
    Arm(TypeId, Ident, Box<Written>),
    /// A struct that only this operation uses, field by field.
    Fields(Ident, Vec<(Ident, Written)>),
    /// A variant of what only this operation uses.
    Own(Ident, Ident, Box<Written>),
    /// A list.
    List(Vec<Written>),
    /// Values under keys.
    Map(Vec<(String, Written)>),
    /// A value where there may be none.
    Some(Box<Written>),
    /// None.
    None,
    /// On the heap.
    Boxed(Box<Written>),
    /// By reference.
    Borrowed(Box<Written>),
}
