//! A whole reply, and how it becomes a value.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use tokio::time::Instant;

use crate::codec::Model;
use crate::decode;
use crate::error::{CallName, Error, ErrorKind};
use crate::flow::Opened;
use crate::headers::{Printable, may_be_json, media_type};
use crate::trace::Span;

/// A successful reply whose body has been read.
#[derive(Clone)]
pub struct Reply {
    /// The status, a 2xx.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, within the client's limit.
    pub body: Bytes,
    pub(crate) call: CallName,
    pub(crate) attempts: u32,
    /// When the call began.
    pub(crate) started: Instant,
    pub(crate) span: Span,
}

impl Reply {
    /// Reads the body as JSON.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnexpectedContentType`] if the reply says that it is not JSON (`application/json` or a type that
    /// ends in `+json`; a reply that says nothing is tried), [`ErrorKind::Decode`] if the JSON is not a `T`.
    pub fn json<T: Model>(self) -> Result<T, Error> {
        let mut value = T::empty();
        match self.read_json(&mut value) {
            Ok(()) => Ok(value),
            Err(error) => Err(error),
        }
    }

    /// What of it does not depend on the type: a client has the rest once for each.
    fn read_json(&self, value: &mut dyn Model) -> Result<(), Error> {
        if !may_be_json(&self.headers) {
            return Err(self.of_another_type("JSON"));
        }
        decode::json_into(&self.body, value).map_err(|fault| self.complete(Error::decode(fault)))
    }

    /// Reads the body as UTF-8 text.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::UnexpectedContentType`] if the reply says that it is no text but an image or the like,
    /// [`ErrorKind::Decode`] if it is not UTF-8.
    pub fn text(self) -> Result<String, Error> {
        if media_type(&self.headers).is_some_and(|it| is_binary(&it)) {
            return Err(self.of_another_type("text"));
        }
        match std::str::from_utf8(&self.body) {
            Ok(text) => Ok(text.to_owned()),
            Err(_) => Err(self.complete(Error::new(ErrorKind::Decode, "the reply is not UTF-8 text"))),
        }
    }

    /// The body as it is.
    ///
    /// # Errors
    ///
    /// None; it is a `Result` so that it can stand in a [`Case`].
    pub fn raw(self) -> Result<Bytes, Error> {
        Ok(self.body)
    }

    /// Ignores the body.
    ///
    /// # Errors
    ///
    /// None; it is a `Result` so that it can stand in a [`Case`].
    pub fn empty(self) -> Result<(), Error> {
        Ok(())
    }

    fn of_another_type(&self, expected: &str) -> Error {
        let found = media_type(&self.headers).unwrap_or_default();
        // A media type is a few plain characters; anything else may be anything.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/.+-_".contains(&byte);
        let shown = if found.len() <= 100 && found.bytes().all(plain) { &*found } else { "something else" };
        self.complete(Error::new(
            ErrorKind::UnexpectedContentType,
            format!("the reply is {shown} rather than {expected}"),
        ))
    }

    pub(crate) fn complete(&self, error: Error) -> Error {
        error.reply(Some(self.status), &self.headers, &self.body).at(&self.call).attempts_made(self.attempts)
    }
}

/// Whether what has that media type is surely no text.
fn is_binary(media_type: &str) -> bool {
    let kinds = ["audio/", "font/", "image/", "video/"];
    let types = ["application/gzip", "application/octet-stream", "application/pdf", "application/zip"];
    media_type != "image/svg+xml"
        && (kinds.iter().any(|it| media_type.starts_with(it)) || types.contains(&media_type))
}

/// Prints the status, the headers on the allow-list and the length of the body.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("headers", &Printable(&self.headers))
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// One documented success status, and how its body is read.
pub struct Case<T> {
    status: Option<u16>,
    read: fn(Reply) -> Result<T, Error>,
}

impl<T> Case<T> {
    /// Reads replies of this status.
    pub const fn new(status: u16, read: fn(Reply) -> Result<T, Error>) -> Self {
        Self { status: Some(status), read }
    }

    /// Reads replies of every success status that no other case names: `2XX` or `default`.
    pub const fn any(read: fn(Reply) -> Result<T, Error>) -> Self {
        Self { status: None, read }
    }
}

impl<T> Clone for Case<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Case<T> {}

impl<T> fmt::Debug for Case<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Case").field("status", &self.status).finish_non_exhaustive()
    }
}

/// How the value of a call is read.
pub(crate) enum Reader<T> {
    One(fn(Reply) -> Result<T, Error>),
    ByStatus(Vec<Case<T>>),
    Live(Open<T>),
}

/// How a value is made of a reply whose body is still to come.
pub(crate) type Open<T> = Arc<dyn Fn(Opened) -> Result<T, Error> + Send + Sync>;

impl<T> Reader<T> {
    pub(crate) fn read(&self, reply: Reply) -> Result<T, Error> {
        let cases = match self {
            Self::One(read) => return read(reply),
            Self::ByStatus(cases) => cases,
            Self::Live(open) => return open(Opened::whole(reply)),
        };
        let exact = cases.iter().find(|case| case.status == Some(reply.status.as_u16()));
        match exact.or_else(|| cases.iter().find(|case| case.status.is_none())) {
            Some(case) => (case.read)(reply),
            None => Err(reply.complete(Error::new(
                ErrorKind::UnexpectedStatus,
                format!("the document does not list the answer {}", reply.status),
            ))),
        }
    }
}

impl<T> Clone for Reader<T> {
    fn clone(&self) -> Self {
        match self {
            Self::One(read) => Self::One(*read),
            Self::ByStatus(cases) => Self::ByStatus(cases.clone()),
            Self::Live(open) => Self::Live(Arc::clone(open)),
        }
    }
}
