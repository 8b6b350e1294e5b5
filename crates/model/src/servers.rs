//! The servers that documents name.

use crate::Ident;

/// A server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Server {
    /// Its URL, with variables in braces.
    pub url: String,
    /// What the document says of it; empty where it says nothing.
    pub description: String,
    /// The variables, in the order of the URL.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name.
    pub name: String,
    /// What it is unless it is set; empty where it has to be set.
    pub default: String,
    /// What it may be; empty where it may be anything.
    pub values: Vec<String>,
}

/// A server that some operations have: a constant.
#[derive(Debug)]
pub struct ServerDef {
    /// Its name.
    pub ident: Ident,
    /// The server.
    pub server: Server,
}
