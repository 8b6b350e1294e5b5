//! A transport without a network, for the tests of those who use a client.
//!
//! A [`MockTransport`] records what it is sent and plays back replies. All else of the client is as in life: paths are
//! encoded, credentials attached, replies decoded, failures tried again. In a test with
//! `#[tokio::test(start_paused = true)]` the pauses between attempts take no time.
//!
//! ```
//! use std::sync::Arc;
//!
//! use specsmith_runtime::mock::{MockReply, MockTransport};
//! # use specsmith_runtime::{Call, Client, ErrorKind, Json, Scheme, Security, Service};
//! # struct Acme;
//! # impl Service for Acme {
//! #     const USER_AGENT: &'static str = "acme-client/1.0.0";
//! #     const SERVER: Option<&'static str> = Some("https://acme.example");
//! #     const KEY_VARIABLES: &'static [&'static str] = &[];
//! #     const BASE_URL_VARIABLE: Option<&'static str> = None;
//! # }
//! # const BEARER: Security = &[&[Scheme::bearer("key")]];
//! # fn rename(id: i64, name: &str) -> Call<Json> {
//! #     Call::put("/files/{id}", BEARER).path("id", id).body(specsmith_runtime::Body::json(&name)).json()
//! # }
//!
//! # #[tokio::main(flavor = "current_thread", start_paused = true)]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mock = MockTransport::new();
//! mock.reply(MockReply::new(503));
//! mock.reply(MockReply::json(200, r#"{"id": 7}"#));
//! mock.reply(MockReply::json(404, r#"{"detail": "No such file."}"#));
//! let client = Client::<Acme>::builder().bearer("a-key").transport(Arc::new(mock.clone())).build()?;
//!
//! // The server is busy once, and the client tries again.
//! let file = client.send_full(rename(7, "report")).await?;
//! assert_eq!((file.value["id"].as_i64(), file.attempts), (Some(7), 2));
//!
//! let error = client.send(rename(8, "report")).await.unwrap_err();
//! assert_eq!(error.message().as_deref(), Some("No such file."));
//!
//! let sent = mock.requests();
//! assert_eq!(sent.len(), 3);
//! assert_eq!((sent[0].method.as_str(), sent[0].path()), ("PUT", "/files/7"));
//! assert_eq!(sent[0].header("authorization"), Some("Bearer a-key"));
//! assert_eq!(sent[0].body, "\"report\"");
//! # Ok(())
//! # }
//! ```

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use url::Url;

use crate::transport::{
    BoxFuture, Transport, TransportBody, TransportError, TransportRequest, TransportResponse,
};

/// A transport that answers from a list, or by a function. Clones share the list and the record.
///
/// A request for which there is no reply fails with [`ErrorKind::Request`](crate::ErrorKind::Request).
#[derive(Clone, Default)]
pub struct MockTransport {
    shared: Arc<Mutex<Shared>>,
}

/// What answers once the list is empty.
type Answer = Arc<dyn Fn(&MockRequest) -> MockReply + Send + Sync>;

#[derive(Default)]
struct Shared {
    replies: VecDeque<MockReply>,
    answer: Option<Answer>,
    requests: Vec<MockRequest>,
}

/// A request as it was to be sent, credential and all.
#[derive(Clone)]
#[non_exhaustive]
pub struct MockRequest {
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub url: Url,
    /// The headers, without those that HTTP itself needs.
    pub headers: HeaderMap,
    /// The body, read whole; empty for none.
    pub body: Bytes,
}

/// A reply that is played back once, or a failure in its place.
#[derive(Debug, Clone)]
pub struct MockReply {
    after: Duration,
    outcome: Outcome,
}

#[derive(Debug, Clone)]
enum Outcome {
    Reply(Script),
    Failure(TransportError),
    Silence,
}

#[derive(Debug, Clone)]
struct Script {
    status: u16,
    headers: Vec<(String, String)>,
    body: Body,
}

/// The pieces that are still to come, and what happens behind the last.
#[derive(Debug, Clone)]
struct Body {
    pieces: VecDeque<Bytes>,
    end: End,
}

#[derive(Debug, Clone, Copy)]
enum End {
    Whole,
    Cut,
    Stalled,
}

impl MockTransport {
    /// A transport that has no reply yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a reply to the list; each answers one request.
    pub fn reply(&self, reply: MockReply) {
        self.shared().replies.push_back(reply);
    }

    /// Answers every request for which the list has no reply left.
    pub fn answer(&self, answer: impl Fn(&MockRequest) -> MockReply + Send + Sync + 'static) {
        self.shared().answer = Some(Arc::new(answer));
    }

    /// What was sent so far, in order; every attempt is one.
    pub fn requests(&self) -> Vec<MockRequest> {
        self.shared().requests.clone()
    }

    fn shared(&self) -> MutexGuard<'_, Shared> {
        // Both lists are whole at every point, so a panic elsewhere has not broken them.
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a request and finds its reply.
    fn take(&self, request: MockRequest) -> Option<MockReply> {
        let mut shared = self.shared();
        shared.requests.push(request.clone());
        let reply = shared.replies.pop_front();
        let answer = shared.answer.clone();
        // The function may ask for the record.
        drop(shared);
        reply.or_else(|| answer.map(|answer| answer(&request)))
    }
}

impl Transport for MockTransport {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let TransportRequest { method, url, headers, body } = request;
            let body = body.collect().await?;
            let reply = self.take(MockRequest { method, url, headers, body });
            let MockReply { after, outcome } =
                reply.ok_or_else(|| TransportError::refused("the mock has no reply for it"))?;
            if !after.is_zero() {
                tokio::time::sleep(after).await;
            }
            match outcome {
                Outcome::Reply(script) => script.response(),
                Outcome::Failure(error) => Err(error),
                Outcome::Silence => std::future::pending().await,
            }
        })
    }
}

impl MockRequest {
    /// The path, encoded as it was to be sent.
    pub fn path(&self) -> &str {
        self.url.path()
    }

    /// The query as decoded pairs.
    pub fn query(&self) -> Vec<(String, String)> {
        self.url.query_pairs().into_owned().collect()
    }

    /// A header, if it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl MockReply {
    /// A reply of a status, such as 204, without a body.
    pub fn new(status: u16) -> Self {
        let body = Body { pieces: VecDeque::new(), end: End::Whole };
        Self::of(Outcome::Reply(Script { status, headers: Vec::new(), body }))
    }

    /// A reply of JSON text.
    pub fn json(status: u16, text: impl Into<String>) -> Self {
        Self::new(status).header("content-type", "application/json").piece(text.into())
    }

    /// A failure of the transport.
    pub fn failure(error: TransportError) -> Self {
        Self::of(Outcome::Failure(error))
    }

    /// No reply, ever: the call waits until its time is up.
    pub fn silence() -> Self {
        Self::of(Outcome::Silence)
    }

    fn of(outcome: Outcome) -> Self {
        Self { after: Duration::ZERO, outcome }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.scripted(|script| script.headers.push((name.into(), value.into())))
    }

    /// Adds a piece to the body, which arrives by itself.
    #[must_use]
    pub fn piece(self, piece: impl Into<Bytes>) -> Self {
        self.scripted(|script| script.body.pieces.push_back(piece.into()))
    }

    /// Breaks the connection behind the last piece.
    #[must_use]
    pub fn cut(self) -> Self {
        self.scripted(|script| script.body.end = End::Cut)
    }

    /// Sends nothing behind the last piece, and does not end either.
    #[must_use]
    pub fn stalled(self) -> Self {
        self.scripted(|script| script.body.end = End::Stalled)
    }

    /// Waits before it answers.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.after = delay;
        self
    }

    /// Changes the reply; a failure has nothing to change.
    fn scripted(mut self, change: impl FnOnce(&mut Script)) -> Self {
        if let Outcome::Reply(script) = &mut self.outcome {
            change(script);
        }
        self
    }
}

impl Script {
    fn response(self) -> Result<TransportResponse, TransportError> {
        let Self { status, headers, body } = self;
        let status = StatusCode::from_u16(status)
            .map_err(|_| TransportError::refused("the mock's reply has a status that is none"))?;
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let parsed = HeaderName::try_from(name).ok().zip(HeaderValue::try_from(value).ok());
            let (name, value) = parsed
                .ok_or_else(|| TransportError::refused("the mock's reply has a header that is none"))?;
            map.append(name, value);
        }
        Ok(TransportResponse::new(status, map, Box::new(body)))
    }
}

impl TransportBody for Body {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move {
            match (self.pieces.pop_front(), self.end) {
                (Some(piece), _) => Ok(Some(piece)),
                (None, End::Whole) => Ok(None),
                (None, End::Cut) => Err(TransportError::broken("the mock cut the body")),
                (None, End::Stalled) => std::future::pending().await,
            }
        })
    }
}

/// Prints how many replies are left and how many requests were sent.
impl fmt::Debug for MockTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shared = self.shared();
        f.debug_struct("MockTransport")
            .field("replies", &shared.replies.len())
            .field("requests", &shared.requests.len())
            .finish_non_exhaustive()
    }
}

/// Prints the method and the length of the body; the rest may hold a key.
impl fmt::Debug for MockRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockRequest")
            .field("method", &self.method)
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}
