//! What the client tells `tracing` without the feature: nothing.

use std::time::Duration;

use http::StatusCode;

use crate::error::{CallName, Error};

/// No span.
#[derive(Clone)]
pub(crate) struct Span;

pub(crate) fn operation(_: &CallName, _: &str) -> Span {
    Span
}

pub(crate) fn attempt(_: u32) -> Span {
    Span
}

pub(crate) fn retry(_: u32, _: Duration, _: &Error) {}

impl Span {
    pub(crate) fn within<F: Future>(&self, future: F) -> F {
        future
    }

    pub(crate) fn end(&self, _: Option<StatusCode>, _: Option<&Error>) {}
}
