//! Whether a failed attempt is followed by another: the rule as a pure function of what is known.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use http::{Method, StatusCode};

use crate::error::{Error, ErrorKind};

/// What repeating a request does to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Idempotency {
    /// It changes nothing: `GET`, `HEAD`, `OPTIONS`, `TRACE`.
    Safe,
    /// Twice is the same as once: `PUT`, `DELETE`.
    Idempotent,
    /// Twice may be twice: every other method. It is sent again only where the server cannot have acted on it.
    NonIdempotent,
}

impl Idempotency {
    /// What HTTP says of a method.
    pub(crate) fn of(method: &Method) -> Self {
        match *method {
            Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE => Self::Safe,
            Method::PUT | Method::DELETE => Self::Idempotent,
            _ => Self::NonIdempotent,
        }
    }
}

/// Whether the body of a request can be sent another time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Replay {
    /// There is none, or it is made anew for each attempt.
    Fresh,
    /// It can be read once, and nothing has been read of it yet.
    Untouched,
    /// It can be read once, and something has been.
    Spent,
}

/// How retries are spaced and when they end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Policy {
    /// How many attempts may follow the first.
    pub(crate) retries: u32,
    /// The pause before the first retry; each further one is twice as long.
    pub(crate) first: Duration,
    /// Where the pauses stop growing.
    pub(crate) cap: Duration,
    /// The longest wait that a server may ask for.
    pub(crate) patience: Duration,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            retries: 3,
            first: Duration::from_millis(500),
            cap: Duration::from_secs(8),
            patience: Duration::from_secs(60),
        }
    }
}

impl Policy {
    /// The pause before the retry after `attempts` attempts, up to twice as long by `jitter` (0 to 1), so that clients
    /// that failed together do not come back together.
    pub(crate) fn pause(&self, attempts: u32, jitter: f64) -> Duration {
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let pause = self.first.saturating_mul(doubled).min(self.cap);
        let more = Duration::try_from_secs_f64(pause.as_secs_f64() * jitter).unwrap_or(pause);
        pause.saturating_add(more)
    }
}

/// A number from 0 up to 1. The keys of the standard library's hash maps are random enough to spread retries.
pub(crate) fn jitter() -> f64 {
    let bits = RandomState::new().hash_one(0_u8) >> 12;
    bits as f64 / (1_u64 << 52) as f64
}

/// What is known of a call when an attempt of it has failed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct State {
    pub(crate) idempotency: Idempotency,
    pub(crate) replay: Replay,
    /// How many retries there may still be.
    pub(crate) retries_left: u32,
    /// Whether a refused token can be had afresh and has not been yet.
    pub(crate) can_refresh: bool,
    /// The own pause, jitter included.
    pub(crate) pause: Duration,
    /// The longest wait that a server may ask for.
    pub(crate) patience: Duration,
    /// How much of the call's deadline is left, if it has one.
    pub(crate) time_left: Option<Duration>,
}

/// How an attempt failed, as far as trying again depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) outcome: Outcome,
    /// How long the server asked to be left alone.
    pub(crate) asked: Option<Duration>,
}

/// What became of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It never left, or was not taken: no connection, a stream that was refused.
    Unsent,
    /// It was turned away for its rate.
    Throttled,
    /// It was turned away by a server that says when it will be back.
    Rejected,
    /// The server may have acted on it.
    Uncertain,
    /// Its credential was refused.
    Unauthorized,
    /// It failed for good.
    Final,
}

impl Failure {
    /// Sorts an error.
    pub(crate) fn of(error: &Error) -> Self {
        let asked = error.retry_after();
        let outcome = match error.kind() {
            ErrorKind::Connect => Outcome::Unsent,
            ErrorKind::Timeout | ErrorKind::Transport if !error.sent() => Outcome::Unsent,
            ErrorKind::Timeout | ErrorKind::Transport => Outcome::Uncertain,
            ErrorKind::Status => error.status().map_or(Outcome::Final, |status| Outcome::of(status, asked)),
            _ => Outcome::Final,
        };
        Self { outcome, asked }
    }
}

impl Outcome {
    fn of(status: StatusCode, asked: Option<Duration>) -> Self {
        match status.as_u16() {
            401 => Self::Unauthorized,
            429 => Self::Throttled,
            503 if asked.is_some() => Self::Rejected,
            408 | 500 | 502 | 503 | 504 => Self::Uncertain,
            _ => Self::Final,
        }
    }
}

/// What follows a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The error is the call's.
    Stop,
    /// Another attempt at once, with a fresh token; it is no retry.
    Refresh,
    /// Another attempt after this pause.
    Retry(Duration),
}

/// Judges a failed attempt.
pub(crate) fn verdict(state: &State, failure: &Failure) -> Verdict {
    let Failure { outcome, asked } = *failure;
    let fresh = state.replay == Replay::Fresh;
    let may = match outcome {
        Outcome::Unsent => state.replay != Replay::Spent,
        Outcome::Throttled | Outcome::Rejected => fresh,
        Outcome::Uncertain => fresh && state.idempotency != Idempotency::NonIdempotent,
        Outcome::Unauthorized if fresh && state.can_refresh => return Verdict::Refresh,
        Outcome::Unauthorized | Outcome::Final => false,
    };
    let pause = asked.unwrap_or_default().max(state.pause);
    let too_long = asked.is_some_and(|asked| asked > state.patience);
    // A pause that ends after the deadline helps nobody: the error is known now.
    let too_late = state.time_left.is_some_and(|left| pause >= left);
    if may && state.retries_left > 0 && !too_long && !too_late {
        Verdict::Retry(pause)
    } else {
        Verdict::Stop
    }
}

#[cfg(test)]
mod tests;
