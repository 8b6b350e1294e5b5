//! Bodies: what an operation may be sent, and how it is written.

use crate::{Ident, QueryStyle, Reserved, Switch, TypeRef};

/// The body of an operation: one variant for each media type.
#[derive(Debug)]
pub struct BodyDef {
    /// Its name.
    pub ident: Ident,
    /// Whether something must be sent.
    pub need: BodyNeed,
    /// One for each media type.
    pub variants: Vec<BodyVariant>,
    /// For which variants the plain value is enough: indexes.
    pub from: Vec<usize>,
}

/// Whether a body must be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyNeed {
    /// It must.
    Required,
    /// There may be none: a variant `None`, which is the default.
    Optional,
}

/// One media type of a body.
#[derive(Debug)]
pub struct BodyVariant {
    /// Its name.
    pub ident: Ident,
    /// The media type, or a range of them for bytes.
    pub media_type: String,
    /// How it is written.
    pub kind: BodyKind,
    /// What it holds.
    pub ty: TypeRef,
    /// How properties are written that are not written as usual.
    pub encodings: Vec<Encoding>,
    /// What asks for a stream, where a function of the operation does.
    pub switch: Option<Switch>,
}

/// How one property of a form or a multipart body is written.
#[derive(Debug)]
pub struct Encoding {
    /// Its key.
    pub property: String,
    /// Its content type.
    pub content_type: Option<String>,
    /// As which query parameter.
    pub style: Option<QueryStyle>,
    /// What becomes of reserved characters.
    pub reserved: Reserved,
    /// Headers of its part.
    pub headers: Vec<(String, String)>,
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// JSON text.
    Json,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `multipart/form-data`
    Multipart,
    /// Text as it is.
    Text,
    /// Bytes as they are, from memory, a file or a stream.
    Bytes,
}
