//! How models meet JSON: a table for each model, and one loop here for all of them.
//!
//! A generated model lists its fields ([`Entry`]) and hands out its slots ([`Slots`]); everything else is code of this
//! crate that is compiled once. Nothing is generic over a format, so a client with a thousand models compiles fast. What
//! the macros write is marked `#[inline]`, as are the functions of generated code: none of it is compiled to machine code
//! with the client, and of it whoever uses the client compiles what is used, a few operations of hundreds.
//!
//! Models also implement serde's `Serialize` and `Deserialize`, for other formats and for tests: by way of the
//! same tables.

mod choice;
mod containers;
mod fault;
mod foreign;
mod object;
mod reader;
mod scalars;
mod tokens;
mod union;
mod writer;

use std::borrow::Cow;

pub use containers::number;
pub use fault::Fault;
pub use foreign::{Serde, deserialize, serialize};
pub use object::{Entry, Need, REST, Slots, Table, read_object, write_object};
pub use reader::{Kind, Reader};
pub use union::{Arm, Kinds, Union, read_union, write_union};
pub use writer::Writer;

#[doc(hidden)]
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Something that can be written.
pub trait Encode {
    /// Writes it as JSON.
    fn write(&self, writer: &mut Writer);

    /// Whether it stays out of the object that it is a field of.
    fn is_absent(&self) -> bool {
        false
    }

    /// What it is, where that can be told without writing it: parameters mostly are single values.
    fn single(&self) -> Single<'_> {
        Single::Other
    }
}

/// A value that takes no writing to be known.
#[derive(Debug)]
pub enum Single<'a> {
    /// Null.
    Null,
    /// The text of a number, a boolean or a string.
    Text(Cow<'a, str>),
    /// It has to be written.
    Other,
}

/// A value that can be made of JSON. It is one trait, for the compiler takes its time for each: a client has as many
/// implementations as it has types.
pub trait Model: Encode {
    /// What is read into: the value before anything is known of it.
    fn empty() -> Self
    where
        Self: Sized;

    /// Reads JSON, in place of what was there.
    ///
    /// # Errors
    ///
    /// Where the JSON is broken, or of another kind.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault>;

    /// The table of its fields, where it is an object that has one.
    fn table() -> &'static Table
    where
        Self: Sized,
    {
        &Table::NONE
    }

    /// Whether null is one of its values, so that a field which may be absent tells the two apart.
    fn holds_null() -> bool
    where
        Self: Sized,
    {
        false
    }
}

/// Reads a whole text.
///
/// # Errors
///
/// Where it is no JSON, or of another shape.
pub fn decode<T: Model>(text: &[u8]) -> Result<T, Fault> {
    let mut value = T::empty();
    match decode_into(text, &mut value) {
        Ok(()) => Ok(value),
        Err(fault) => Err(fault),
    }
}

/// Reads a whole text into a value; the one function for every type.
pub(crate) fn decode_into(text: &[u8], value: &mut dyn Model) -> Result<(), Fault> {
    let mut reader = Reader::new(text)?;
    value.read(&mut reader)?;
    reader.end()
}

/// Writes a whole text; the error is a sentence that holds no value.
///
/// # Errors
///
/// Where something in it cannot be written as JSON.
pub fn encode(value: &dyn Encode) -> Result<Vec<u8>, &'static str> {
    let mut writer = Writer::new();
    value.write(&mut writer);
    writer.finish()
}
