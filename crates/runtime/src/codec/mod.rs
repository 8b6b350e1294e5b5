//! How models meet JSON: a table for each model, and one loop here for all of them.
//!
//! A generated model lists its fields ([`Entry`]) and hands out its slots ([`Slots`]); everything else is code of this
//! crate that is compiled once. Nothing is generic over a format, so a client with a thousand models compiles fast, and
//! nothing of it is left for whoever uses the client to compile.
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
pub use object::{Closed, Entry, Slots, Table, read_object, write_object};
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

    /// Writes what it holds under keys of its own into the object that it is a part of, but for the keys that the object
    /// has written itself; nothing, unless it is a map.
    fn write_entries(&self, writer: &mut Writer, written: &dyn Fn(&str) -> bool) {
        let _ = (writer, written);
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

/// Something that can be read into.
pub trait Decode {
    /// Reads JSON, in place of what was there.
    ///
    /// # Errors
    ///
    /// Where the JSON is broken, or of another kind.
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault>;

    /// Reads the value of a key that the object it is a part of does not name; skips it, unless it is a map.
    ///
    /// # Errors
    ///
    /// As [`Decode::read`].
    fn read_entry(&mut self, key: &str, reader: &mut Reader<'_>) -> Result<(), Fault> {
        let _ = key;
        reader.skip()
    }
}

/// What a field may be of: it can be written and read into.
pub trait Value: Encode + Decode {}

impl<T: Encode + Decode> Value for T {}

/// A value that can be made of JSON.
pub trait Model: Value + Sized {
    /// Whether null is one of its values, so that a field which may be absent tells the two apart.
    const HOLDS_NULL: bool = false;

    /// What is read into: the value before anything is known of it.
    fn empty() -> Self;
}

/// Reads a whole text.
///
/// # Errors
///
/// Where it is no JSON, or of another shape.
pub fn decode<T: Model>(text: &[u8]) -> Result<T, Fault> {
    let mut reader = Reader::new(text)?;
    let mut value = T::empty();
    value.read(&mut reader)?;
    reader.end()?;
    Ok(value)
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
