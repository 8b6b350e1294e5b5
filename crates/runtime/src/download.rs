//! Reading the body of a reply into memory, up to a limit.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderMap};

use crate::error::{Error, ErrorKind};
use crate::live::Live;

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
    loop {
        match live.chunk().await {
            Ok(Some(mut chunk)) => {
                let room = limit - whole.len();
                if chunk.len() <= room {
                    whole.push(chunk);
                } else if fail {
                    return Err(too_large());
                } else {
                    chunk.truncate(room);
                    whole.push(chunk);
                    return Ok(whole.finish());
                }
            }
            Ok(None) => return Ok(whole.finish()),
            Err(error) if fail => return Err(error),
            Err(_) => return Ok(whole.finish()),
        }
    }
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
