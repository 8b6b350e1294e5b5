//! Headers that a document declares, and how their values are read.

use std::fmt;
use std::marker::PhantomData;

use http::HeaderMap;

use crate::codec::{self, Model};
use crate::error::{Error, ErrorKind};

/// A header of replies, by its name and with the type of its value:
/// [`Response::header`](crate::Response::header) and [`Error::header`] read it.
pub struct Header<T> {
    name: &'static str,
    form: Form,
    value: PhantomData<fn() -> T>,
}

/// How a value stands in a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Single,
    List,
    Json,
}

impl<T> Header<T> {
    /// A header whose value is one text, number, boolean or time.
    pub const fn new(name: &'static str) -> Self {
        Self { name, form: Form::Single, value: PhantomData }
    }

    /// A header whose values stand between commas, or in several headers of that name.
    pub const fn list(name: &'static str) -> Self {
        Self { name, form: Form::List, value: PhantomData }
    }

    /// A header whose value is JSON.
    pub const fn json(name: &'static str) -> Self {
        Self { name, form: Form::Json, value: PhantomData }
    }

    /// The name, as the document writes it.
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<T: Model> Header<T> {
    /// Reads it; `None` where it is not there.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] where it is there and of another type. The error does not hold the value.
    pub fn read(&self, headers: &HeaderMap) -> Result<Option<T>, Error> {
        let mut texts = Vec::new();
        for value in headers.get_all(self.name) {
            let text = value.to_str().map_err(|_| self.unfit("it is not visible ASCII"))?;
            texts.push(text.trim());
        }
        let Some(first) = texts.first() else { return Ok(None) };
        // What is a string in JSON is tried first: the digits of a string are no number.
        let read = match self.form {
            Form::Single => decode(&quoted(first)).or_else(|_| decode(first)),
            Form::Json => decode(first),
            Form::List => {
                let items = texts.iter().flat_map(|it| it.split(',')).map(str::trim);
                let items: Vec<&str> = items.filter(|it| !it.is_empty()).collect();
                let strings: Vec<String> = items.iter().map(|it| quoted(it)).collect();
                decode(&format!("[{}]", strings.join(",")))
                    .or_else(|_| decode(&format!("[{}]", items.join(","))))
            }
        };
        read.map(Some).map_err(|why| self.unfit(&why))
    }

    fn unfit(&self, why: &str) -> Error {
        Error::new(ErrorKind::Decode, format!("the header `{}` does not decode: {why}", self.name))
    }
}

fn decode<T: Model>(json: &str) -> Result<T, String> {
    codec::decode(json.as_bytes()).map_err(|fault| fault.reason().to_owned())
}

fn quoted(text: &str) -> String {
    codec::encode(&text).ok().and_then(|json| String::from_utf8(json).ok()).unwrap_or_default()
}

impl<T> Clone for Header<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Header<T> {}

/// Prints the name.
impl<T> fmt::Debug for Header<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Header").field(&self.name).finish()
    }
}
