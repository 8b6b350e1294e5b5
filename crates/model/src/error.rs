//! What answers declare beside what succeeds: the bodies of errors, and headers.

use crate::{Docs, Ident, TypeRef};

/// The documented bodies of an operation's errors.
#[derive(Debug)]
pub struct Errors {
    /// Each type with the statuses that it is for.
    pub bodies: Vec<ErrorVariant>,
    /// The enumeration of them, where there are several.
    pub ident: Option<Ident>,
    /// The enumeration of another operation, by its module and its name, that has the same bodies for the same statuses.
    pub same: Option<(Ident, Ident)>,
}

/// One type of error bodies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorVariant {
    /// The variant.
    pub ident: Ident,
    /// What it holds.
    pub ty: TypeRef,
    /// For which statuses.
    pub statuses: Vec<ErrorStatus>,
}

/// For which status an error body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorStatus {
    /// One.
    Code(u16),
    /// All of some hundreds.
    Range(u16),
    /// Any that has none of its own.
    Any,
}

/// As a document writes it.
impl std::fmt::Display for ErrorStatus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(it) => write!(f, "{it}"),
            Self::Range(it) => write!(f, "{it}XX"),
            Self::Any => f.write_str("any other"),
        }
    }
}

/// A header that answers declare: a constant.
#[derive(Debug)]
pub struct HeaderDef {
    /// Its name.
    pub ident: Ident,
    /// The name of the header.
    pub wire: String,
    /// What it is.
    pub docs: Docs,
    /// The type of its value.
    pub ty: TypeRef,
    /// How the value is written.
    pub form: HeaderForm,
}

/// How a value stands in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeaderForm {
    /// By itself.
    Single,
    /// Several, between commas.
    List,
    /// As JSON.
    Json,
}
