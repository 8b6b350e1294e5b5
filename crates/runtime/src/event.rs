//! One event of a stream: what it carries, and what that may be read as.

use std::fmt;
use std::sync::Arc;

use crate::codec::{self, Kind, Model, Reader, Writer};
use crate::decode;
use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;

/// One server-sent event, or one value of a stream of JSON, as it came.
#[derive(Clone, PartialEq, Eq)]
pub struct Event {
    pub(crate) name: String,
    pub(crate) data: String,
    pub(crate) id: Option<Arc<str>>,
}

impl Event {
    pub(crate) fn of(data: String) -> Self {
        Self { name: String::new(), data, id: None }
    }

    /// Its name; empty where it has none, which stands for `message`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it carries, its lines joined by LF.
    pub fn data(&self) -> &str {
        &self.data
    }

    /// The last id that the stream gave, with this event or before it.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Reads the data as JSON.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] if it is not a `T`.
    pub fn json<T: Model>(&self) -> Result<T, Error> {
        decode::json(self.data.as_bytes()).map_err(Error::decode)
    }

    /// Takes the data as it is.
    ///
    /// # Errors
    ///
    /// None; it is a `Result` so that it can stand in an [`EventCase`].
    pub fn text(&self) -> Result<String, Error> {
        Ok(self.data.clone())
    }

    /// Reads the whole event as an object with `event`, `data` and `id`.
    pub(crate) fn whole<T: Model>(&self) -> Result<T, Error> {
        let as_text = || decode::json(&self.object(Writing::Text)).map_err(Error::decode);
        if !is_json(&self.data) {
            return as_text();
        }
        // Text may look like JSON. What fits neither way is best explained as what it looks like.
        let as_json = decode::json(&self.object(Writing::Json)).map_err(Error::decode);
        as_json.or_else(|error| as_text().map_err(|_| error))
    }

    fn object(&self, writing: Writing) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.begin_object();
        if !self.name.is_empty() {
            writer.key("event");
            writer.text(&self.name);
        }
        writer.key("data");
        match writing {
            Writing::Json => writer.raw(self.data.as_bytes()),
            Writing::Text => writer.text(&self.data),
        }
        if let Some(id) = &self.id {
            writer.key("id");
            writer.text(id);
        }
        writer.end_object();
        writer.finish().unwrap_or_default()
    }

    /// Whether the server tells of a failure: by the name of the event, or by an object `error` at the top of its data.
    pub(crate) fn is_failure(&self) -> bool {
        self.name == "error" || (self.data.contains("\"error\"") && has_error(&self.data).unwrap_or(false))
    }
}

/// How data stands in an object.
#[derive(Clone, Copy)]
enum Writing {
    Json,
    Text,
}

fn is_json(text: &str) -> bool {
    let mut reader = Reader::of(text);
    reader.skip().is_ok() && reader.end().is_ok()
}

fn has_error(text: &str) -> Result<bool, codec::Fault> {
    let mut reader = Reader::of(text);
    let mut object = reader.object()?;
    while let Some(key) = reader.key(&mut object)? {
        if key == "error" {
            return Ok(reader.peek()? == Kind::Object);
        }
        reader.skip()?;
    }
    Ok(false)
}

/// Prints lengths: what an event carries may be confidential.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event").field("data_length", &self.data.len()).finish_non_exhaustive()
    }
}

/// One documented event, and how its data is read.
pub struct EventCase<T> {
    pub(crate) name: &'static str,
    pub(crate) read: fn(&Event) -> Result<T, Error>,
}

impl<T> EventCase<T> {
    /// Reads events of this name.
    pub const fn new(name: &'static str, read: fn(&Event) -> Result<T, Error>) -> Self {
        Self { name, read }
    }
}

impl<T> fmt::Debug for EventCase<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventCase").field("name", &self.name).finish_non_exhaustive()
    }
}

/// An event or a value is larger than the limit.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Oversize {
    pub(crate) limit: usize,
}

/// What is left at the end of a stream.
pub(crate) enum Last {
    Nothing,
    Whole(Event),
    Part(Event),
}
