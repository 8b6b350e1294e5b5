//! The one error of the runtime: what went wrong, for programs by its getters and for people by its text.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use crate::codec::Model;
use crate::declared::Header;
use crate::headers::{Printable, request_id};
use crate::refusal::{self, ErrorBody};
use crate::{decode, message, retry_after};

/// Anything that can go wrong between a [`Call`](crate::Call) and its result.
///
/// It is one word wide. Neither `Display` nor `Debug` nor [`source`](std::error::Error::source) ever shows a
/// credential, a body, a query string or a URL; what the server wrote is to be had by [`body`](Self::body),
/// [`message`](Self::message) and [`body_as`](Self::body_as).
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    reason: String,
    call: Option<CallName>,
    status: Option<StatusCode>,
    headers: HeaderMap,
    body: Bytes,
    json_path: Option<String>,
    phase: Option<Phase>,
    attempts: u32,
    sent: bool,
    source: Option<Error>,
}

/// What kind of thing went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is not set up for this: a bad base URL, a bad or missing credential. Nothing was sent.
    Configuration,
    /// The call holds a value that cannot be sent. Nothing was sent.
    Request,
    /// No connection: name look-up, TCP or TLS failed. Nothing was sent.
    Connect,
    /// A time limit passed; [`Error::phase`] says where.
    Timeout,
    /// The connection broke while the request or the reply was under way.
    Transport,
    /// The server answered with a status that is an error.
    Status,
    /// The reply is not what the document says it is.
    Decode,
    /// The reply is larger than the client's limit.
    TooLarge,
    /// A stream ended before what says that it is complete.
    Truncated,
    /// The server told of a failure in the middle of a stream; [`Error::body`] is what it said.
    Failure,
    /// An event of a stream is larger than the client's limit.
    EventTooLarge,
    /// A file cannot be written.
    File,
    /// The reply has another content type than the call expects.
    UnexpectedContentType,
    /// The reply has a success status that the document does not list.
    UnexpectedStatus,
    /// The server answered with a redirect; none is followed.
    Redirect,
    /// A token provider failed.
    Credential,
}

/// How far an exchange had come when its time ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Phase {
    /// Waiting for its turn, which the client's pace or a server that had enough put off beyond the deadline.
    Turn,
    /// Waiting for a [`TokenProvider`](crate::TokenProvider).
    Credential,
    /// Name look-up, TCP and TLS.
    Connect,
    /// Sending the request and waiting for the headers of the reply; also connecting, where the limit of the attempt
    /// passes before that of connecting.
    Headers,
    /// Reading the body of the reply.
    Body,
}

/// What a call is called in messages: the template, never the path with its values.
#[derive(Clone)]
pub(crate) struct CallName {
    pub(crate) method: Method,
    pub(crate) template: &'static str,
}

impl Error {
    /// An error of a [`TokenProvider`](crate::TokenProvider). The text is printed as it is: keep secrets out of it.
    pub fn credential(reason: impl Into<String>) -> Self {
        Self::new(ErrorKind::Credential, reason)
    }

    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The status of the reply, if there was one; also for errors that are not of kind [`ErrorKind::Status`].
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The headers of the reply; empty if there was none.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The raw body of the reply; empty if there was none. An error body over the client's limit (1 MiB by default)
    /// is cut there.
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// The body as one of the operation's documented error types: a model, or the enumeration of an operation that
    /// documents several, which the status tells apart.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] if it is not one, [`ErrorKind::UnexpectedStatus`] if the enumeration has nothing for the
    /// status. Status, headers and body are in it as they are in this one.
    pub fn body_as<E: ErrorBody>(&self) -> Result<E, Self> {
        let mut error = match refusal::read(self.0.status, self.body()) {
            Some(Ok(body)) => return Ok(body),
            Some(Err(fault)) => Self::decode(decode::explain(self.body(), &fault)),
            None => Self::new(ErrorKind::UnexpectedStatus, "the document has no error body for this status"),
        };
        error.0.call.clone_from(&self.0.call);
        Err(error.reply(self.0.status, self.headers(), self.body()).attempts_made(self.0.attempts))
    }

    /// The value of a header that the document declares; `None` where the reply has none of that name.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`] where it is of another type.
    pub fn header<T: Model>(&self, header: Header<T>) -> Result<Option<T>, Self> {
        header.read(self.headers())
    }

    /// The server's own words, out of the shapes that servers use: `detail`, `message`, `error`, a list of field
    /// errors, the title of a page of HTML. They may quote what was sent, so `Display` leaves them out.
    pub fn message(&self) -> Option<String> {
        message::from_body(self.body())
    }

    /// The server's name for this exchange (`x-request-id` and the like), to quote in a support request.
    pub fn request_id(&self) -> Option<String> {
        request_id(&self.0.headers)
    }

    /// How long the server asked to be left alone, from `retry-after-ms` or `Retry-After`.
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after::delay(&self.0.headers)
    }

    /// How many times the request was tried; 0 if it never got that far.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether the request may have reached the server. If not, repeating it is safe whatever it does.
    pub fn sent(&self) -> bool {
        self.0.sent
    }

    /// Whether a time limit passed.
    pub fn is_timeout(&self) -> bool {
        self.0.kind == ErrorKind::Timeout
    }

    /// Whether there was no connection: name look-up, TCP or TLS failed, or took longer than they may.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect || self.0.phase == Some(Phase::Connect)
    }

    /// Whether the same call might succeed later: no connection, a broken one, a time limit, or status 408, 429, 500,
    /// 502, 503 or 504. Whether it is safe to repeat depends on the operation too, see [`sent`](Self::sent).
    pub fn is_retryable(&self) -> bool {
        match self.0.kind {
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => true,
            ErrorKind::Status => self
                .0
                .status
                .is_some_and(|status| matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)),
            _ => false,
        }
    }

    /// Where in the reply decoding failed, as in `users[0].id`.
    pub fn json_path(&self) -> Option<&str> {
        self.0.json_path.as_deref()
    }

    /// How far the exchange had come, for errors of kind [`ErrorKind::Timeout`].
    pub fn phase(&self) -> Option<Phase> {
        self.0.phase
    }
}

/// Making errors; each step adds what the one before could not know.
impl Error {
    pub(crate) fn new(kind: ErrorKind, reason: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            reason: reason.into(),
            call: None,
            status: None,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            json_path: None,
            phase: None,
            attempts: 0,
            sent: false,
            source: None,
        }))
    }

    pub(crate) fn decode(fault: decode::Fault) -> Self {
        let mut error = Self::new(ErrorKind::Decode, fault.reason);
        error.0.json_path = fault.path;
        error
    }

    pub(crate) fn timeout(phase: Phase) -> Self {
        let place = match phase {
            Phase::Turn => "waiting for its turn",
            Phase::Credential => "waiting for a token",
            Phase::Connect => "connecting",
            Phase::Headers => "waiting for the headers of the reply",
            Phase::Body => "reading the body of the reply",
        };
        let mut error = Self::new(ErrorKind::Timeout, format!("timed out while {place}"));
        error.0.phase = Some(phase);
        error.0.sent = matches!(phase, Phase::Headers | Phase::Body);
        error
    }

    pub(crate) fn from_provider(source: Self) -> Self {
        let mut error = Self::new(ErrorKind::Credential, "the token provider failed");
        error.0.source = Some(source);
        error
    }

    /// Names the call that failed.
    #[must_use]
    pub(crate) fn at(mut self, call: &CallName) -> Self {
        self.0.call = Some(call.clone());
        self
    }

    /// Adds what is known of the reply; with one, the request was surely sent.
    #[must_use]
    pub(crate) fn reply(mut self, status: Option<StatusCode>, headers: &HeaderMap, body: &Bytes) -> Self {
        self.0.status = status;
        self.0.headers.clone_from(headers);
        self.0.body = body.clone();
        self.0.sent = status.is_some() || self.0.sent;
        self
    }

    #[must_use]
    pub(crate) fn attempts_made(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Notes that the request may have reached the server.
    #[must_use]
    pub(crate) fn maybe_sent(mut self) -> Self {
        self.0.sent = true;
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, reason, call, .. } = &*self.0;
        match (call, kind) {
            (Some(call), ErrorKind::Status | ErrorKind::Redirect) => write!(f, "{call} {reason}"),
            (Some(call), _) => write!(f, "{call}: {reason}"),
            (None, _) => f.write_str(reason),
        }
    }
}

impl fmt::Display for CallName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.template)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, reason, call, status, headers, body, json_path, phase, attempts, sent, source } =
            &*self.0;
        f.debug_struct("Error")
            .field("kind", kind)
            .field("call", &call.as_ref().map(ToString::to_string))
            .field("reason", reason)
            .field("status", status)
            .field("headers", &Printable(headers))
            .field("body_length", &body.len())
            .field("json_path", json_path)
            .field("phase", phase)
            .field("attempts", attempts)
            .field("sent", sent)
            .field("source", source)
            .finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_one_word_and_can_travel() {
        fn travels<T: Send + Sync + 'static>() {}
        travels::<Error>();
        assert_eq!(size_of::<Error>(), size_of::<usize>());
        assert_eq!(size_of::<Option<Error>>(), size_of::<usize>());
    }
}
