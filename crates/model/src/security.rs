//! What operations ask for, and how credentials travel.

use crate::Ident;

/// A set of alternatives that operations ask for: a constant.
#[derive(Debug)]
pub struct SecurityDef {
    /// Its name.
    pub ident: Ident,
    /// Alternatives of combinations.
    pub alternatives: Vec<Vec<Scheme>>,
}

/// What an operation asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecurityUse {
    /// Nothing.
    Public,
    /// What a constant says.
    Const(Ident),
}

/// One way to prove who calls.
#[derive(Debug)]
pub struct Scheme {
    /// Its name in the document.
    pub name: String,
    /// How the credential travels.
    pub kind: SchemeKind,
}

/// How a credential travels.
#[derive(Debug)]
pub enum SchemeKind {
    /// `Authorization: Bearer`
    Bearer,
    /// `Authorization: Basic`
    Basic,
    /// In that header.
    Header(String),
    /// In that query parameter.
    Query(String),
    /// In that cookie.
    Cookie(String),
}
