//! The door to the network: one request in, one reply out, nothing else decided here.

use std::fmt;
use std::pin::Pin;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use crate::error::{Error, ErrorKind, Phase};
use crate::headers::Printable;
use crate::payload::RequestBody;

/// A boxed future, as the traits of this crate that are used as objects return it.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends requests.
///
/// The client does everything else: credentials, time limits, size limits, errors by status. A transport sends what
/// it is given, once, to the URL it is given; it follows no redirect, keeps no cookie and adds no credential.
pub trait Transport: Send + Sync + 'static {
    /// Sends one request and waits for the headers of its reply. The future may be dropped at any point, which must
    /// end the exchange.
    ///
    /// # Errors
    ///
    /// If there is no reply; [`TransportError`] tells the cases apart.
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>>;
}

/// The body of a reply, piece by piece. Dropping it ends the exchange.
pub trait TransportBody: Send {
    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// If the connection breaks before the end.
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>>;
}

/// A request that is ready to be sent. Secrets are in it: headers that hold one are marked sensitive, and the URL
/// may hold a key.
#[non_exhaustive]
pub struct TransportRequest {
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub url: Url,
    /// All headers but those that HTTP itself needs, such as `Host` and `Content-Length`.
    pub headers: HeaderMap,
    /// The body; empty for none.
    pub body: RequestBody,
}

impl TransportRequest {
    pub(crate) fn new(method: Method, url: Url, headers: HeaderMap, body: RequestBody) -> Self {
        Self { method, url, headers, body }
    }
}

/// Prints the method and the length of the body.
impl fmt::Debug for TransportRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportRequest")
            .field("method", &self.method)
            .field("body_length", &self.body.length())
            .finish_non_exhaustive()
    }
}

/// A reply whose body is still to be read.
#[non_exhaustive]
pub struct TransportResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Box<dyn TransportBody>,
}

impl TransportResponse {
    /// A reply with a body that is read piece by piece.
    pub fn new(status: StatusCode, headers: HeaderMap, body: Box<dyn TransportBody>) -> Self {
        Self { status, headers, body }
    }

    /// A reply with a body that is already there.
    pub fn whole(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self::new(status, headers, Box::new(Whole(Some(body.into()))))
    }
}

/// Prints the status and the headers on the allow-list.
impl fmt::Debug for TransportResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportResponse")
            .field("status", &self.status)
            .field("headers", &Printable(&self.headers))
            .finish_non_exhaustive()
    }
}

struct Whole(Option<Bytes>);

impl TransportBody for Whole {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(std::future::ready(Ok(self.0.take())))
    }
}

/// Why a transport has no reply to give. The reasons are printed: they must hold no URL, header or body.
#[derive(Debug, Clone)]
pub struct TransportError {
    failure: Failure,
    reason: String,
}

#[derive(Debug, Clone, Copy)]
enum Failure {
    Refused,
    Connect,
    Timeout(Phase),
    Unprocessed,
    Broken,
}

impl TransportError {
    /// The request cannot be sent as it is; nothing of it was, and another attempt would fare no better.
    pub fn refused(reason: impl Into<String>) -> Self {
        Self { failure: Failure::Refused, reason: reason.into() }
    }

    /// No connection; nothing of the request was sent.
    pub fn connect(reason: impl Into<String>) -> Self {
        Self { failure: Failure::Connect, reason: reason.into() }
    }

    /// A time limit of the transport passed.
    pub fn timeout(phase: Phase) -> Self {
        Self { failure: Failure::Timeout(phase), reason: String::new() }
    }

    /// The server says that it has not acted on the request, nor will.
    pub fn unprocessed(reason: impl Into<String>) -> Self {
        Self { failure: Failure::Unprocessed, reason: reason.into() }
    }

    /// The connection broke; the request may have been received.
    pub fn broken(reason: impl Into<String>) -> Self {
        Self { failure: Failure::Broken, reason: reason.into() }
    }

    pub(crate) fn into_error(self) -> Error {
        let reason = self.reason;
        match self.failure {
            Failure::Refused => {
                Error::new(ErrorKind::Request, format!("the request cannot be sent: {reason}"))
            }
            Failure::Connect => Error::new(ErrorKind::Connect, format!("no connection: {reason}")),
            Failure::Timeout(phase) => Error::timeout(phase),
            Failure::Unprocessed => {
                Error::new(ErrorKind::Transport, format!("the request was not taken: {reason}"))
            }
            Failure::Broken => {
                Error::new(ErrorKind::Transport, format!("the connection broke: {reason}")).maybe_sent()
            }
        }
    }
}
