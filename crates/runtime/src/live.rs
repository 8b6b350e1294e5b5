//! A reply whose body is still to come, and who takes it.

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use tokio::time::Instant;

use crate::call::Expect;
use crate::client::Limits;
use crate::download::{self, Overflow};
use crate::error::{CallName, Error};
use crate::reply::Reply;
use crate::trace::Span;
use crate::transport::TransportBody;

/// A reply of which the status and the headers are there. Dropping it ends the exchange.
pub(crate) struct Live {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Box<dyn TransportBody>,
    pub(crate) call: CallName,
    /// How many times the call has been sent, this time included.
    pub(crate) attempts: u32,
    /// When the call began.
    pub(crate) started: Instant,
    /// When the time of this attempt is up; `None` for a body that may take as long as it likes.
    pub(crate) limit: Option<Instant>,
    /// The span of the call; it is open until the last that came of the reply is dropped.
    pub(crate) span: Span,
}

/// Who takes the body of a successful reply.
///
/// What it does is part of the attempt: where it fails as a broken connection does, the call may be sent again and
/// what then comes is offered anew. A receiver that wants no second try after the headers returns the reply as it is.
pub(crate) trait Receive: Send {
    /// What it makes of the reply.
    type Output: Send;

    /// Takes a reply of a success status.
    fn receive(&mut self, live: Live) -> impl Future<Output = Result<Self::Output, Error>> + Send;
}

/// Reads the body into memory.
pub(crate) struct Whole {
    pub(crate) expect: Expect,
    pub(crate) limits: Limits,
}

impl Receive for Whole {
    type Output = Reply;

    fn receive(&mut self, live: Live) -> impl Future<Output = Result<Reply, Error>> + Send {
        let overflow = match self.expect {
            Expect::Nothing => Overflow::Cut(self.limits.error),
            Expect::Json | Expect::JsonAs(_) | Expect::Text | Expect::ByStatus => {
                Overflow::Fail(self.limits.json)
            }
            Expect::Raw | Expect::Live(_) => Overflow::Fail(self.limits.bytes),
        };
        live.whole(overflow)
    }
}

/// Leaves the body to whoever asked: nothing is tried again behind the headers.
pub(crate) struct AsItComes;

impl Receive for AsItComes {
    type Output = Live;

    fn receive(&mut self, live: Live) -> impl Future<Output = Result<Live, Error>> + Send {
        std::future::ready(Ok(live))
    }
}

impl Live {
    /// The length of the body, where the reply announces it.
    pub(crate) fn announced(&self) -> Option<u64> {
        // The reply to a `HEAD` announces the body that a `GET` would have.
        if self.call.method == Method::HEAD { None } else { download::announced(&self.headers) }
    }

    /// Reads the rest of the body into memory.
    pub(crate) async fn whole(mut self, overflow: Overflow) -> Result<Reply, Error> {
        let body = download::read(&mut self, overflow).await;
        let body = body.map_err(|error| self.complete(error))?;
        let Self { status, headers, call, attempts, started, span, .. } = self;
        Ok(Reply { status, headers, body, call, attempts, started, span })
    }

    /// Adds to an error what is known of the reply.
    pub(crate) fn complete(&self, error: Error) -> Error {
        error.reply(Some(self.status), &self.headers, &Bytes::new())
    }
}
