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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// Its name in the document.
    pub name: String,
    /// How the credential travels.
    pub kind: SchemeKind,
}

/// How a credential travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer`
    Bearer,
    /// `Authorization: Basic`
    Basic,
    /// `Authorization` with that word.
    Http(String),
    /// In that header.
    Header(String),
    /// In that query parameter.
    Query(String),
    /// In that cookie.
    Cookie(String),
}

/// The environment variables that hold the credential of a scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialSource {
    /// The scheme.
    pub scheme: String,
    /// The variables.
    pub variables: CredentialVariables,
}

/// One variable, or two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialVariables {
    /// With a token or key.
    Token(String),
    /// For HTTP basic.
    Basic {
        /// With the user name.
        username: String,
        /// With the password.
        password: String,
    },
}
