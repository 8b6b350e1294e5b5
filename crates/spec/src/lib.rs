//! What the document says: from the nodes of a file to a [`Graph`] whose references are resolved and whose schemas are in normal form.
#![forbid(unsafe_code)]

mod document;
mod follow;
mod graph;
mod leaves;
mod operations;
mod overlay;
mod read;
mod schemas;
mod security;
mod template;

pub use document::{Document, load};
pub use graph::{
    Body, Choice, Docs, Extra, Graph, Info, Literal, Media, Method, NumberFormat, Operation, Parameter,
    ParameterPlace, Property, Response, Schema, SchemaId, SchemaKind, SecurityScheme, SecuritySchemeKind,
    Server, Status, Style, Tag, TextFormat, WholeFormat,
};
pub use operations::resolve;
pub use overlay::apply as apply_overlay;
