//! Reading the body of a reply into memory, up to a limit.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderMap};
use tokio::time::{Instant, timeout_at};

use crate::error::{Error, ErrorKind, Phase};
use crate::live::Live;
use crate::transport::TransportError;

/// The limit of a body in decoded bytes, and what happens to a body that is larger.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Overflow {
    /// It is an error.
    Fail(usize),
    /// What is beyond the limit is dropped, and so is what a broken connection or a server that stalls withholds.
    Cut(usize),
}

/// The length that a reply announces.
pub(crate) fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Reads a body.
///
/// Memory grows with what has arrived, never with what was announced; an announcement over the limit fails before
/// anything is read.
pub(crate) async fn read(live: &mut Live, overflow: Overflow) -> Result<Bytes, Error> {
    let (Overflow::Fail(limit) | Overflow::Cut(limit)) = overflow;
    let fail = matches!(overflow, Overflow::Fail(_));
    let too_large =
        || Error::new(ErrorKind::TooLarge, format!("the reply is larger than the limit of {limit} bytes"));
    if fail && live.announced().is_some_and(|length| length > limit as u64) {
        return Err(too_large());
    }
    let mut whole = Gathered::default();
    let gathered = match live.limit {
        None => gather(live, limit, &mut whole).await,
        Some(end) => match timeout_at(end, gather(live, limit, &mut whole)).await {
            Ok(gathered) => gathered,
            Err(_) => Err(Error::timeout(Phase::Body)),
        },
    };
    match gathered {
        Ok(Body::Whole) => Ok(whole.finish()),
        Ok(Body::Larger) if fail => Err(too_large()),
        Err(error) if fail => Err(error),
        Ok(Body::Larger) | Err(_) => Ok(whole.finish()),
    }
}

/// Whether a body is within its limit.
enum Body {
    Whole,
    Larger,
}

/// Reads a body as far as its limit allows.
async fn gather(live: &mut Live, limit: usize, whole: &mut Gathered) -> Result<Body, Error> {
    while let Some(mut chunk) = live.body.chunk().await.map_err(TransportError::into_error)? {
        let room = limit - whole.len();
        if chunk.len() > room {
            chunk.truncate(room);
            whole.push(chunk);
            return Ok(Body::Larger);
        }
        whole.push(chunk);
        // A body that is always at hand would never let the timer have its say.
        if live.limit.is_some_and(|end| end <= Instant::now()) {
            return Err(Error::timeout(Phase::Body));
        }
    }
    Ok(Body::Whole)
}

/// What has arrived of a body. One that comes in one piece is not copied.
#[derive(Default)]
struct Gathered {
    first: Bytes,
    /// Everything, where there was more than one piece.
    all: Vec<u8>,
}

impl Gathered {
    fn len(&self) -> usize {
        self.first.len() + self.all.len()
    }

    fn push(&mut self, piece: Bytes) {
        if self.len() == 0 {
            self.first = piece;
            return;
        }
        self.all.extend_from_slice(&std::mem::take(&mut self.first));
        self.all.extend_from_slice(&piece);
    }

    fn finish(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.into() }
    }
}
