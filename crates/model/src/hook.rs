//! What a service calls by itself.

use crate::{Docs, Ident, TypeRef};

/// A function that reads what a service sends.
#[derive(Debug)]
pub struct Hook {
    /// The function.
    pub ident: Ident,
    /// What it reads.
    pub docs: Docs,
    /// Whether the document warns against it.
    pub deprecated: bool,
    /// How.
    pub reading: HookReading,
}

/// How what a service sends is read.
#[derive(Debug, PartialEq, Eq)]
pub enum HookReading {
    /// As JSON.
    Json(TypeRef),
    /// As text.
    Text,
}
