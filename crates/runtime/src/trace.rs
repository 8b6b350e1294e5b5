//! What the client tells `tracing`: a span for each call, one for each attempt, an event for each retry.
//!
//! Nothing is told but the method, the path template, the host, the status and the kind of an error.

use std::time::Duration;

use http::StatusCode;
use tracing::field::{Empty, display};
use tracing::instrument::Instrumented;
use tracing::{Instrument, debug_span, info, info_span};
use url::Url;

use crate::error::{CallName, Error, ErrorKind};

/// A span. Futures run within it; it is not entered, since a thread runs many.
#[derive(Clone)]
pub(crate) struct Span(tracing::Span);

/// The span of a call, named as OpenTelemetry wants it.
pub(crate) fn operation(call: &CallName, origin: &str) -> Span {
    let CallName { method, template } = call;
    Span(info_span!(
        target: "specsmith_runtime",
        "call",
        otel.name = %call,
        otel.kind = "client",
        http.request.method = %method,
        url.template = *template,
        server.address = address(origin),
        http.response.status_code = Empty,
        error.type = Empty,
    ))
}

/// The span of an attempt before which the call has been sent so many times.
pub(crate) fn attempt(resend_count: u32) -> Span {
    Span(debug_span!(
        target: "specsmith_runtime",
        "attempt",
        http.request.resend_count = resend_count,
        http.response.status_code = Empty,
        error.type = Empty,
    ))
}

/// Tells that a call is tried again after a pause.
pub(crate) fn retry(attempt: u32, pause: Duration, error: &Error) {
    info!(
        target: "specsmith_runtime",
        attempt,
        delay_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
        error.type = %Kind(error),
        "trying again",
    );
}

impl Span {
    /// Runs a future within the span. An async function would hold the future twice.
    pub(crate) fn within<F: Future>(&self, future: F) -> Instrumented<F> {
        future.instrument(self.0.clone())
    }

    /// Notes how it ended.
    pub(crate) fn end(&self, status: Option<StatusCode>, error: Option<&Error>) {
        if let Some(status) = status {
            self.0.record("http.response.status_code", status.as_u16());
        }
        if let Some(error) = error {
            self.0.record("error.type", display(Kind(error)));
        }
    }
}

/// The host of an origin.
fn address(origin: &str) -> String {
    Url::parse(origin).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// The kind of an error in one word: a status, or the name of the kind.
struct Kind<'a>(&'a Error);

impl std::fmt::Display for Kind<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.0.kind(), self.0.status()) {
            (ErrorKind::Status | ErrorKind::Redirect, Some(status)) => write!(f, "{}", status.as_u16()),
            (kind, _) => write!(f, "{kind:?}"),
        }
    }
}
