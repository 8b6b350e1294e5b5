//! A body that outlives its call: read as it comes, and watched for how long nothing does.

use std::fmt;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use tokio::time::{Instant, timeout};

use crate::client::Inner;
use crate::error::{CallName, Error, Phase};
use crate::live::Live;
use crate::reply::Reply;
use crate::trace::Span;
use crate::transport::{BoxFuture, TransportBody, TransportError, TransportResponse};

/// A successful reply with all of its body still to come, and the limits of who asked for it.
pub(crate) struct Opened {
    pub(crate) about: About,
    pub(crate) body: Flow,
    /// What an event may hold, in bytes.
    pub(crate) event_limit: usize,
}

impl Opened {
    pub(crate) fn new(live: Live, client: &Inner) -> Self {
        let (about, body) = Flow::of(live, client.idle_timeout);
        Self { about, body, event_limit: client.limits.event }
    }

    /// A reply that has been read already: everything of it is at hand.
    pub(crate) fn whole(reply: Reply) -> Self {
        let Reply { status, headers, body, call, attempts, started: _, span } = reply;
        let event_limit = body.len();
        let body = TransportResponse::whole(status, HeaderMap::new(), body).body;
        let about = About { status, headers, call, attempts, span };
        Self { about, body: Flow::new(body, Duration::MAX), event_limit }
    }
}

/// What is known of a reply but its body, to make errors of.
#[derive(Clone)]
pub(crate) struct About {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) call: CallName,
    pub(crate) attempts: u32,
    /// The span of the call: it is open for as long as its body is read.
    pub(crate) span: Span,
}

impl About {
    /// Adds it to the error that ends the call; `body` is the part of the body that the error is about.
    pub(crate) fn complete(&self, error: Error, body: &Bytes) -> Error {
        let error = error.reply(Some(self.status), &self.headers, body);
        let error = error.at(&self.call).attempts_made(self.attempts);
        self.span.end(None, Some(&error));
        error
    }
}

/// The body of a reply, piece by piece.
///
/// The read that is under way is kept here rather than in the future of whoever waits, so that nothing is lost where
/// that one is dropped.
pub(crate) struct Flow {
    state: State,
    idle: Duration,
    /// How long was waited since the last sign of life.
    waited: Duration,
}

enum State {
    Ready(Box<dyn TransportBody>),
    Waiting(BoxFuture<'static, (Box<dyn TransportBody>, Waited)>),
    Closed,
}

/// What came of waiting.
struct Waited {
    piece: Option<Result<Option<Bytes>, TransportError>>,
    took: Duration,
}

impl Flow {
    /// What is left of a reply once its status and its headers are there.
    pub(crate) fn of(live: Live, idle: Duration) -> (About, Self) {
        let Live { status, headers, body, call, attempts, started: _, limit: _, span } = live;
        (About { status, headers, call, attempts, span }, Self::new(body, idle))
    }

    pub(crate) fn new(body: Box<dyn TransportBody>, idle: Duration) -> Self {
        Self { state: State::Ready(body), idle, waited: Duration::ZERO }
    }

    /// What was read is a sign of life: waiting begins anew.
    pub(crate) fn is_alive(&mut self) {
        self.waited = Duration::ZERO;
    }

    /// Ends the exchange.
    pub(crate) fn close(&mut self) {
        self.state = State::Closed;
    }

    /// The next piece; `None` at the end. After the end and after an error the exchange is closed.
    pub(crate) fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Error>> {
        let left = self.idle.saturating_sub(self.waited);
        let mut waiting = match std::mem::replace(&mut self.state, State::Closed) {
            State::Ready(body) => Box::pin(wait(body, left)),
            State::Waiting(waiting) => waiting,
            State::Closed => return Poll::Ready(Ok(None)),
        };
        let Poll::Ready((body, Waited { piece, took })) = waiting.as_mut().poll(cx) else {
            self.state = State::Waiting(waiting);
            return Poll::Pending;
        };
        // Where the piece came in time and yet took longer, it was the caller who was away.
        if took < left {
            self.waited += took;
        }
        match piece {
            None => Poll::Ready(Err(Error::timeout(Phase::Body))),
            Some(Err(error)) => Poll::Ready(Err(error.into_error().maybe_sent())),
            Some(Ok(None)) => Poll::Ready(Ok(None)),
            Some(Ok(Some(piece))) => {
                self.state = State::Ready(body);
                Poll::Ready(Ok(Some(piece)))
            }
        }
    }

    /// As [`poll_piece`](Self::poll_piece), where every piece is a sign of life.
    pub(crate) fn poll_any(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Error>> {
        let piece = ready!(self.poll_piece(cx));
        self.is_alive();
        Poll::Ready(piece)
    }
}

fn wait(
    mut body: Box<dyn TransportBody>,
    left: Duration,
) -> BoxFuture<'static, (Box<dyn TransportBody>, Waited)> {
    Box::pin(async move {
        let start = Instant::now();
        let piece = timeout(left, body.chunk()).await.ok();
        (body, Waited { piece, took: start.elapsed() })
    })
}

/// Prints nothing of the body.
impl fmt::Debug for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flow").field("idle", &self.idle).finish_non_exhaustive()
    }
}
