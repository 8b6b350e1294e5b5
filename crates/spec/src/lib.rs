//! What the document says: from the nodes of a file to a [`Graph`] whose references are resolved and whose schemas are in normal form.
#![forbid(unsafe_code)]

mod all_of;
mod alternatives;
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

pub use document::{Document, load};
pub use dump::dump;
pub use formats::UnknownFormat;
pub use graph::{
    Body, Graph, Info, Media, Method, Operation, Parameter, ParameterPlace, Response, SecurityScheme,
    SecuritySchemeKind, Server, ServerVariable, Status, Style, Tag,
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
