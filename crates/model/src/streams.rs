//! Answers that come piece by piece.

use crate::{Ident, TypeRef};

/// How a stream is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Streaming {
    /// What its items are.
    pub items: StreamItems,
    /// What says that it is complete.
    pub terminator: Terminator,
}

/// What the items of a stream are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StreamItems {
    /// Events as they come.
    Raw,
    /// The data of events, as JSON.
    Data(TypeRef),
    /// Events as objects of name, data and id.
    Whole(TypeRef),
    /// Events told apart by name.
    Named(EventsDef),
    /// JSON values one after the other, under that media type.
    Values(String, TypeRef),
}

/// What says that a stream is complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Terminator {
    /// An event with that data.
    Sentinel(String),
    /// An event of that name.
    Event(String),
    /// The end of the connection.
    Eof,
}

/// The events of a stream that have names: an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventsDef {
    /// Its name.
    pub ident: Ident,
    /// One for each name.
    pub variants: Vec<EventVariant>,
    /// The variant for every other event.
    pub other: Ident,
}

/// One named event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventVariant {
    /// The variant.
    pub ident: Ident,
    /// The name of the event.
    pub name: String,
    /// What its data is.
    pub data: EventData,
}

/// What the data of an event is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventData {
    /// Text as it is.
    Text,
    /// JSON.
    Json(TypeRef),
}

/// The function that asks for a stream, of an operation that answers in one piece as well.
#[derive(Debug)]
pub struct StreamFn {
    /// The function.
    pub ident: Ident,
    /// How the stream is read.
    pub streaming: Streaming,
}

/// What a media type of a body has to ask for a stream with.
#[derive(Debug)]
pub struct Switch {
    /// The field.
    pub field: Ident,
    /// How it holds its boolean.
    pub holds: SwitchHolds,
    /// Whether the document warns against it.
    pub deprecated: bool,
}

/// How a field holds a boolean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SwitchHolds {
    /// As it is.
    Plain,
    /// Within `Option`.
    Option,
    /// Within `Patch`.
    Patch,
}
