//! The exchange of a call: attempts until one succeeds or none is to follow.

use std::borrow::Cow;
use std::time::Duration;

use http::header::LOCATION;
use http::{HeaderMap, StatusCode};
use tokio::time::{Instant, sleep, timeout_at};

use crate::base::Base;
use crate::budget::Allowance;
use crate::call::Parts;
use crate::client::Inner;
use crate::download::{self, Overflow};
use crate::error::{Error, ErrorKind, Phase};
use crate::live::{Live, Receive};
use crate::plan::Plan;
use crate::retry::{self, Failure, Outcome, State, Verdict, verdict};
use crate::trace::{self, Span};
use crate::transport::TransportError;

/// How far a call has come.
struct Progress {
    span: Span,
    started: Instant,
    /// When all of the call must be over.
    deadline: Option<Instant>,
    attempts: u32,
    retries_left: u32,
    /// Whether a refused token has been asked for afresh.
    refreshed: bool,
    /// Whether any attempt may have reached the server.
    sent: bool,
    /// What the last attempt was answered, if it was.
    status: Option<StatusCode>,
}

impl Inner {
    /// Sends a call until `receiver` has taken a successful reply or the failure is final.
    pub(crate) async fn exchange<R: Receive>(
        &self,
        parts: Box<Parts>,
        receiver: &mut R,
    ) -> Result<R::Output, Error> {
        let name = parts.name.clone();
        let base = self.servers.of(parts.server.as_ref());
        let origin = base.as_deref().unwrap_or(self.servers.base()).origin();
        let span = trace::operation(&name, origin);
        let mut progress = Progress::new(span.clone());
        let result = span.within(self.attempts(parts, base, &mut progress, receiver)).await;
        let Progress { attempts, sent, status, .. } = progress;
        let result = result.map_err(|error| {
            let error = if sent { error.maybe_sent() } else { error };
            error.at(&name).attempts_made(attempts)
        });
        span.end(status, result.as_ref().err());
        result
    }

    async fn attempts<R: Receive>(
        &self,
        parts: Box<Parts>,
        base: Result<Cow<'_, Base>, Error>,
        progress: &mut Progress,
        receiver: &mut R,
    ) -> Result<R::Output, Error> {
        let plan = Plan::new(parts, &*base?, self)?;
        progress.deadline = plan.deadline.and_then(|limit| progress.started.checked_add(limit));
        progress.retries_left = plan.retries;
        self.budget.call(progress.started);
        loop {
            self.turn(progress).await?;
            let error = match self.attempt(&plan, progress, receiver).await {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            progress.sent |= error.sent();
            if !self.again(&plan, progress, &error).await {
                return Err(error);
            }
        }
    }

    /// Waits until the client's pace lets an attempt go.
    async fn turn(&self, progress: &Progress) -> Result<(), Error> {
        match progress.deadline {
            Some(deadline) => {
                timeout_at(deadline, self.pace.pass()).await.map_err(|_| Error::timeout(Phase::Turn))
            }
            None => {
                self.pace.pass().await;
                Ok(())
            }
        }
    }

    /// Whether another attempt is to follow a failed one; if so, its time has come.
    async fn again(&self, plan: &Plan<'_>, progress: &mut Progress, error: &Error) -> bool {
        let failure = Failure::of(error);
        let state = State {
            idempotency: plan.idempotency,
            replay: plan.replay(),
            retries_left: progress.retries_left,
            can_refresh: !progress.refreshed && self.keyring.providers(plan.schemes).next().is_some(),
            pause: self.policy.pause(progress.attempts, retry::jitter()),
            patience: self.policy.patience,
            time_left: progress.time_left(),
        };
        let throttled = failure.outcome == Outcome::Throttled;
        if throttled {
            self.cool(&state, &failure);
        }
        match verdict(&state, &failure) {
            Verdict::Stop => false,
            Verdict::Refresh => {
                progress.refreshed = true;
                self.forget_tokens(plan, progress).await
            }
            Verdict::Retry(pause) => {
                // After a 429 the gate is shut for all: the server needs no further protection.
                let allowance = if throttled { Some(Allowance::free()) } else { self.budget.retry() };
                let Some(allowance) = allowance else { return false };
                trace::retry(progress.attempts + 1, pause, error);
                sleep(pause).await;
                allowance.spent();
                progress.retries_left -= 1;
                true
            }
        }
    }

    /// Keeps the whole client from a server that has had enough, unless it asks for more time than anybody would wait.
    fn cool(&self, state: &State, failure: &Failure) {
        let pause = failure.asked.unwrap_or(state.pause);
        if pause <= state.patience {
            self.pace.cool(pause);
        }
    }

    /// Has the providers forget the tokens that were refused; false if that takes too long.
    async fn forget_tokens(&self, plan: &Plan<'_>, progress: &Progress) -> bool {
        let limit = progress.limit(plan.timeout);
        for provider in self.keyring.providers(plan.schemes) {
            if timeout_at(limit, provider.invalidate()).await.is_err() {
                return false;
            }
        }
        true
    }

    /// One request, and what `receiver` makes of its reply.
    async fn attempt<R: Receive>(
        &self,
        plan: &Plan<'_>,
        progress: &mut Progress,
        receiver: &mut R,
    ) -> Result<R::Output, Error> {
        progress.status = None;
        let span = trace::attempt(progress.attempts);
        let result = span.within(self.request(plan, progress, receiver)).await;
        span.end(progress.status, result.as_ref().err());
        result
    }

    async fn request<R: Receive>(
        &self,
        plan: &Plan<'_>,
        progress: &mut Progress,
        receiver: &mut R,
    ) -> Result<R::Output, Error> {
        let limit = progress.limit(plan.timeout);
        let mut phase = Phase::Credential;
        let reply = async {
            let dress = self.keyring.dress(plan.schemes).await?;
            // A file of the body may stand on a disk that does not answer.
            phase = Phase::Headers;
            let request = plan.request(dress).await?;
            progress.attempts += 1;
            self.transport.send(request).await.map_err(TransportError::into_error)
        };
        let reply = match timeout_at(limit, reply).await {
            Ok(reply) => reply?,
            Err(_) => return Err(Error::timeout(phase)),
        };
        progress.status = Some(reply.status);
        let live = Live {
            status: reply.status,
            headers: reply.headers,
            body: reply.body,
            call: plan.name.clone(),
            attempts: progress.attempts,
            started: progress.started,
            limit: Some(limit),
            span: progress.span.clone(),
        };
        if live.status.is_success() {
            receiver.receive(live).await
        } else {
            Err(self.refusal(plan, live).await)
        }
    }

    /// The error that a reply without a success status is.
    async fn refusal(&self, plan: &Plan<'_>, mut live: Live) -> Error {
        let status = live.status;
        let (kind, reason) = if status.is_redirection() {
            let target = target(plan, &live.headers).unwrap_or_else(|| "nowhere".to_owned());
            (ErrorKind::Redirect, format!("answered {status}, a redirect to {target} that was not followed"))
        } else {
            (ErrorKind::Status, format!("answered {status}"))
        };
        // The status is worth more than the rest of a body that is only there to explain it.
        let body = download::read(&mut live, Overflow::Cut(self.limits.error)).await.unwrap_or_default();
        Error::new(kind, reason).reply(Some(status), &live.headers, &body)
    }
}

/// The host that a redirect points to, and nothing else of its URL.
fn target(plan: &Plan<'_>, headers: &HeaderMap) -> Option<String> {
    let location = headers.get(LOCATION)?.to_str().ok()?;
    let url = plan.url.join(location).ok()?;
    url.host_str().map(str::to_owned)
}

impl Progress {
    fn new(span: Span) -> Self {
        Self {
            span,
            started: Instant::now(),
            deadline: None,
            attempts: 0,
            retries_left: 0,
            refreshed: false,
            sent: false,
            status: None,
        }
    }

    fn time_left(&self) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }

    /// When an attempt that begins now must be over; limits too long to count end in a year.
    fn limit(&self, timeout: Duration) -> Instant {
        const YEAR: Duration = Duration::from_secs(365 * 86_400);
        let limit = Instant::now() + timeout.min(YEAR);
        self.deadline.map_or(limit, |deadline| limit.min(deadline))
    }
}
