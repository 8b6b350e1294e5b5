//! A value together with what is known of the exchange that brought it.

use std::fmt;
use std::time::Duration;

use http::header::LOCATION;
use http::{HeaderMap, StatusCode};

use crate::codec::Model;
use crate::declared::Header;
use crate::error::Error;
use crate::headers::Printable;

/// What [`Client::send_full`](crate::Client::send_full) returns.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The value.
    pub value: T,
    /// The status of the reply.
    pub status: StatusCode,
    /// The headers of the reply.
    pub headers: HeaderMap,
    /// The server's name for this exchange (`x-request-id` and the like).
    pub request_id: Option<String>,
    /// How many times the request was sent.
    pub attempts: u32,
    /// From the start of the call to the end of the reply.
    pub elapsed: Duration,
}

impl<T> Response<T> {
    /// The value alone.
    pub fn into_value(self) -> T {
        self.value
    }

    /// The value of a header that the document declares; `None` where the reply has none of that name.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Decode`](crate::ErrorKind::Decode) where it is of another type.
    pub fn header<V: Model>(&self, header: Header<V>) -> Result<Option<V>, Error> {
        header.read(&self.headers)
    }

    /// Where the server says that the result is or will be, as it wrote it: a URL, or a part of one. It may lead
    /// anywhere; nothing follows it.
    pub fn location(&self) -> Option<&str> {
        self.headers.get(LOCATION)?.to_str().ok()
    }

    /// The same response with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Response<U> {
        let Self { value, status, headers, request_id, attempts, elapsed } = self;
        Response { value: change(value), status, headers, request_id, attempts, elapsed }
    }
}

/// Prints neither the value nor any header that is not on the allow-list.
impl<T> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &Printable(&self.headers))
            .field("request_id", &self.request_id)
            .field("attempts", &self.attempts)
            .field("elapsed", &self.elapsed)
            .finish_non_exhaustive()
    }
}
