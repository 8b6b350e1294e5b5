//! The bodies of errors, by what the document says of each status.

use std::fmt;

use bytes::Bytes;
use http::StatusCode;

use crate::codec::{self, Fault, Model};

/// A type that bodies of errors are read as, by [`Error::body_as`](crate::Error::body_as): any model, or the
/// enumeration of an operation that documents several.
pub trait ErrorBody: Sized + 'static {
    /// What is read for which status.
    const CASES: &'static [ErrorCase<Self>];
}

impl<T: Model + 'static> ErrorBody for T {
    const CASES: &'static [ErrorCase<Self>] = &[ErrorCase::new(&[0], codec::decode)];
}

/// Some statuses, and how the body of an error with one of them is read.
pub struct ErrorCase<T> {
    statuses: &'static [u16],
    read: fn(&[u8]) -> Result<T, Fault>,
}

impl<T> ErrorCase<T> {
    /// Reads bodies of these statuses; 4 and 5 stand for all of their hundreds, 0 for every status.
    pub const fn new(statuses: &'static [u16], read: fn(&[u8]) -> Result<T, Fault>) -> Self {
        Self { statuses, read }
    }
}

impl<T> fmt::Debug for ErrorCase<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ErrorCase").field("statuses", &self.statuses).finish_non_exhaustive()
    }
}

/// Reads a body by its status, the most exact case first; `None` where no case is for it.
pub(crate) fn read<E: ErrorBody>(status: Option<StatusCode>, body: &Bytes) -> Option<Result<E, Fault>> {
    let status = status.map_or(0, |it| it.as_u16());
    let case = [status, status / 100, 0]
        .iter()
        .find_map(|it| E::CASES.iter().find(|case| case.statuses.contains(it)))?;
    Some((case.read)(body))
}
