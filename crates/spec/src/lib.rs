//! What the document says: from the nodes of a file to a [`Graph`] whose references are resolved and whose schemas are in normal form.
#![forbid(unsafe_code)]

mod all_of;
mod alternatives;
mod bodies;
mod called;
mod discriminator;
mod document;
mod dump;
mod enums;
mod follow;
mod formats;
mod graph;
mod hooks;
mod inherit;
mod leaves;
mod limits;
mod messages;
mod needs;
mod objects;
mod one_of;
mod operations;
mod overlay;
mod parameters;
mod pattern;
mod read;
mod schemas;
mod security;
mod servers;
mod shape;
mod spread;
mod tags;
mod template;
mod unions;
mod upgrade;
mod upgrade_operations;
mod words;

pub use bodies::{Body, Encoding, Header, Media, Response, Status};
pub use document::{Document, load};
pub use dump::dump;
pub use formats::{UnknownFormat, is_binary};
pub use graph::{
    Graph, Info, Method, Operation, Parameter, ParameterPlace, SecurityScheme, SecuritySchemeKind, Server,
    ServerVariable, Style, Tag,
};
pub use hooks::{Hook, OperationLink, Outgoing};
pub use needs::Needs;
pub use operations::resolve;
pub use overlay::apply as apply_overlay;
pub use shape::{
    Access, Bound, Choice, ChoiceKind, Derived, Docs, Extra, Limits, Link, Literal, NumberFormat, OneOf,
    Property, Scalar, Schema, SchemaId, SchemaKind, TextFormat, UnionArm, WholeFormat,
};
pub use upgrade::upgrade;
