//! What will be written: plain data with every decision made, and no word of OpenAPI or of tokens.
#![forbid(unsafe_code)]

mod body;
mod dump;
mod error;
mod example;
mod hook;
mod ident;
mod operation;
mod pages;
mod parts;
mod probe;
mod prune;
mod sample;
mod security;
mod servers;
mod streams;
mod styles;
mod trial;
mod types;

pub use body::{BodyDef, BodyKind, BodyNeed, BodyVariant, Encoding};
pub use dump::dump;
pub use error::{ErrorStatus, ErrorVariant, Errors, HeaderDef, HeaderForm};
pub use example::{Example, Written};
pub use hook::{Hook, HookReading};
pub use ident::Ident;
pub use operation::{
    Arg, ArgsDef, Argument, ArgumentPass, Group, Method, Operation, Parameter, ParamsDef, Reading,
    Repetition, ReplyDef, ReplyStatus, ReplyVariant, Source, Step,
};
pub use pages::{HandleFrom, Holds, JobFn, More, PagesFn, Paging, Pending, PollCall, Stride};
pub use parts::{Parts, Shelf, part};
pub use probe::{Amount, Content, Given, Probe};
pub use prune::prune;
pub use sample::Sample;
pub use security::{CredentialSource, CredentialVariables, Scheme, SchemeKind, SecurityDef, SecurityUse};
pub use servers::{Server, ServerDef, ServerVariable};
pub use streams::{
    EventData, EventVariant, EventsDef, StreamFn, StreamItems, Streaming, Switch, SwitchHolds, Terminator,
};
pub use styles::{CookieStyle, HeaderStyle, PathStyle, QueryStringStyle, QueryStyle, Reserved};
pub use trial::{Refusal, Trial, TrialOrigin, Trials};
pub use types::{
    Alias, Arm, Choice, ChoiceKind, ChoiceVariant, Construction, Docs, Extra, Field, JsonKind, Limit,
    Presence, Struct, Told, TypeDef, TypeId, TypeRef, Union, Wire,
};

/// A whole client crate.
#[derive(Debug)]
pub struct Client {
    /// What its manifest and its root say.
    pub package: Package,
    /// One module for each document.
    pub apis: Vec<Api>,
}

/// The manifest, and what the client says of itself.
#[derive(Debug)]
pub struct Package {
    /// The crate's name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its description, one line.
    pub description: String,
    /// The type that stands for the service.
    pub marker: Ident,
    /// The default base URL.
    pub server: Option<String>,
    /// The servers that the documents name.
    pub servers: Vec<Server>,
    /// Those that they name for some of their operations.
    pub operation_servers: Vec<Server>,
    /// The security schemes of the documents.
    pub schemes: Vec<Scheme>,
    /// Environment variables for the credentials of single schemes.
    pub credential_variables: Vec<CredentialSource>,
    /// Environment variables tried in order for the key.
    pub key_variables: Vec<String>,
    /// The environment variable of the base URL.
    pub base_url_variable: Option<String>,
    /// What the types of its formats come from.
    pub dependencies: Vec<Dependency>,
    /// Where Cargo finds what it needs.
    pub home: Home,
}

/// A further crate that the client needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// Its name.
    pub name: String,
    /// Which versions.
    pub version: String,
    /// Its features.
    pub features: Vec<String>,
}

/// How the manifest names its dependencies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Home {
    /// A member of the workspace that it is written into.
    Workspace,
    /// On its own, with the runtime from this folder.
    Path(String),
    /// On its own, with this version of the runtime from the registry.
    Version(String),
}

/// One document's module.
#[derive(Debug)]
pub struct Api {
    /// The module.
    pub module: Ident,
    /// The Cargo feature that brings it.
    pub feature: String,
    /// What it is.
    pub docs: Docs,
    /// What its operations ask for.
    pub securities: Vec<SecurityDef>,
    /// The servers that some of them have.
    pub servers: Vec<ServerDef>,
    /// Its types, in order; a [`TypeId`] is an index.
    pub types: Vec<TypeDef>,
    /// Its operations by tag.
    pub groups: Vec<Group>,
    /// What the service calls by itself.
    pub hooks: Vec<Hook>,
    /// The headers that answers declare.
    pub headers: Vec<HeaderDef>,
    /// What of it may be built without the rest.
    pub parts: Parts,
    /// What its types are tried with, where a test of that is wanted.
    pub trials: Trials,
}

impl Api {
    /// The definition of an id.
    pub fn type_def(&self, id: TypeId) -> &TypeDef {
        &self.types[id.0]
    }

    /// How many operations it has.
    pub fn operation_count(&self) -> usize {
        self.groups.iter().map(|it| it.operations.len()).sum()
    }
}
