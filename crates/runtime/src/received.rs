//! What a service sends by itself, read as a reply would be: webhooks and callbacks.

use crate::codec::Model;
use crate::decode;
use crate::error::{Error, ErrorKind};

/// Reads a body as JSON.
///
/// # Errors
///
/// [`ErrorKind::Decode`] if it is not a `T`; the error says where, and never what stands there.
pub fn json<T: Model>(body: &[u8]) -> Result<T, Error> {
    decode::json(body).map_err(Error::decode)
}

/// Reads a body as UTF-8 text.
///
/// # Errors
///
/// [`ErrorKind::Decode`] if it is not UTF-8.
pub fn text(body: &[u8]) -> Result<String, Error> {
    match std::str::from_utf8(body) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Err(Error::new(ErrorKind::Decode, "the body is not UTF-8 text")),
    }
}
