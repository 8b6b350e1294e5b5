//! What is sent as the body of a request: bytes in memory, files on the disk, streams of the caller's.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::fs::{self, File};
use tokio::io::{AsyncRead, ReadBuf};

use crate::retry::Replay;
use crate::transport::TransportError;

/// So much of a file is read at once.
const CHUNK: usize = 64 << 10;

/// The content of a request, piece by piece; no pieces for none. A clone of it is the same content.
#[derive(Clone, Default)]
pub(crate) struct Payload {
    pieces: Vec<Source>,
}

/// Where a part of a body comes from.
#[derive(Clone)]
pub(crate) enum Source {
    Bytes(Bytes),
    /// A file that is opened for each attempt.
    Path(Arc<Path>),
    Stream(Once),
}

impl Payload {
    pub(crate) fn push(&mut self, piece: Source) {
        self.pieces.push(piece);
    }

    /// Whether it can be sent another time.
    pub(crate) fn replay(&self) -> Replay {
        let mut replay = Replay::Fresh;
        for piece in &self.pieces {
            match piece {
                Source::Stream(it) if it.lock().is_read => return Replay::Spent,
                Source::Stream(_) => replay = Replay::Untouched,
                Source::Bytes(_) | Source::Path(_) => {}
            }
        }
        replay
    }

    /// Opens the files and takes the streams, for one attempt. The complaint holds no path.
    pub(crate) async fn open(&self) -> Result<RequestBody, String> {
        let mut body = RequestBody::none();
        for piece in &self.pieces {
            let (piece, length) = match piece {
                Source::Bytes(bytes) => (Open::Bytes(bytes.clone()), Some(bytes.len() as u64)),
                Source::Path(path) => {
                    let opened = open(path).await;
                    let (file, length) = opened
                        .map_err(|error| format!("a file of the body cannot be opened: {}", error.kind()))?;
                    (Open::File { file, left: length }, Some(length))
                }
                Source::Stream(once) => {
                    let taken = once.take().ok_or("a stream of the body has been sent before")?;
                    let length = taken.left;
                    (Open::Stream(taken), length)
                }
            };
            body.length = body.length.zip(length).and_then(|(all, more)| all.checked_add(more));
            body.pieces.push_back(piece);
        }
        Ok(body)
    }
}

async fn open(path: &Path) -> io::Result<(File, u64)> {
    // What is no file has no length that could be announced; and to open a pipe is to wait for whoever writes to it.
    if !fs::metadata(path).await?.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    let file = File::open(path).await?;
    let length = file.metadata().await?.len();
    Ok((file, length))
}

/// A stream of the caller's, boxed.
type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, BodyError>> + Send>>;

/// A stream that can be sent once. Clones of it are the same stream.
#[derive(Clone)]
pub(crate) struct Once {
    slot: Arc<Mutex<Slot>>,
    /// Its length, where the caller knows it.
    pub(crate) length: Option<u64>,
}

struct Slot {
    stream: Option<Pieces>,
    is_read: bool,
}

impl Once {
    pub(crate) fn new<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
    {
        let stream: Pieces = Box::pin(Foreign(Box::pin(stream)));
        Self { slot: Arc::new(Mutex::new(Slot { stream: Some(stream), is_read: false })), length: None }
    }

    fn lock(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Option<Taken> {
        let stream = self.lock().stream.take()?;
        Some(Taken { from: self.clone(), stream: Some(stream), left: self.length })
    }

    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.slot, &other.slot)
    }
}

/// Whatever a caller's stream is made of.
struct Foreign<S>(Pin<Box<S>>);

impl<S: Stream<Item = Result<B, E>>, B: Into<Bytes>, E> Stream for Foreign<S> {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = ready!(self.0.as_mut().poll_next(cx));
        // What the caller's error says may be confidential, and is known to the caller.
        Poll::Ready(piece.map(|it| it.map(Into::into).map_err(|_| BodyError("the stream failed".to_owned()))))
    }
}

/// A stream that is being sent. Where nothing was read of it, it can be sent again.
struct Taken {
    from: Once,
    stream: Option<Pieces>,
    left: Option<u64>,
}

impl Drop for Taken {
    fn drop(&mut self) {
        let mut slot = self.from.lock();
        if !slot.is_read {
            slot.stream = self.stream.take();
        }
    }
}

/// The body of a request on its way out, piece by piece.
///
/// It is a [`Stream`] of pieces; [`collect`](Self::collect) reads it whole, as a transport that records calls may
/// want to.
pub struct RequestBody {
    pieces: VecDeque<Open>,
    length: Option<u64>,
}

enum Open {
    Bytes(Bytes),
    File { file: File, left: u64 },
    Stream(Taken),
}

/// Why the body of a request cannot be read to its end: a file that changed its length, a stream that failed.
///
/// It says nothing of paths and nothing of what the stream's own error says.
#[derive(Debug)]
pub struct BodyError(String);

impl RequestBody {
    /// No body.
    pub(crate) fn none() -> Self {
        Self { pieces: VecDeque::new(), length: Some(0) }
    }

    /// A body that is in memory.
    pub(crate) fn whole(bytes: Bytes) -> Self {
        let length = Some(bytes.len() as u64);
        Self { pieces: VecDeque::from([Open::Bytes(bytes)]), length }
    }

    /// Its length in bytes; `None` where a stream is in it whose length nobody said.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Whether there is nothing to send.
    pub fn is_empty(&self) -> bool {
        self.length == Some(0)
    }

    /// The whole of it, where it is in memory in one piece; nothing is read.
    pub fn as_bytes(&self) -> Option<Bytes> {
        match (self.pieces.len(), self.pieces.front()) {
            (0, _) => Some(Bytes::new()),
            (1, Some(Open::Bytes(bytes))) => Some(bytes.clone()),
            _ => None,
        }
    }

    /// Reads all of it into memory.
    ///
    /// # Errors
    ///
    /// As [`poll_piece`](Self::poll_piece).
    pub async fn collect(mut self) -> Result<Bytes, BodyError> {
        let mut whole = Vec::new();
        while let Some(piece) = std::future::poll_fn(|cx| self.poll_piece(cx)).await {
            whole.extend_from_slice(&piece?);
        }
        Ok(whole.into())
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    ///
    /// Where a file or a stream cannot be read, or is longer or shorter than it was said to be.
    pub fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        loop {
            let piece = match self.pieces.front_mut() {
                None => return Poll::Ready(None),
                Some(Open::Bytes(bytes)) => Ok(std::mem::take(bytes)),
                Some(Open::File { file, left }) => ready!(read(file, left, cx)),
                Some(Open::Stream(taken)) => ready!(taken.poll_piece(cx)),
            };
            match piece {
                // A piece without bytes is how each of them says that it is over.
                Ok(bytes) if bytes.is_empty() => drop(self.pieces.pop_front()),
                Ok(bytes) => return Poll::Ready(Some(Ok(bytes))),
                Err(error) => {
                    self.pieces.clear();
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

/// The next bytes of a file; none at its end.
fn read(file: &mut File, left: &mut u64, cx: &mut Context<'_>) -> Poll<Result<Bytes, BodyError>> {
    // What was added behind the announced end is not sent.
    let most = usize::try_from(*left).unwrap_or(CHUNK).min(CHUNK);
    if most == 0 {
        return Poll::Ready(Ok(Bytes::new()));
    }
    let mut buffer = vec![0; most];
    let mut room = ReadBuf::new(&mut buffer);
    let read = ready!(Pin::new(file).poll_read(cx, &mut room));
    let count = room.filled().len();
    if let Err(error) = read {
        return Poll::Ready(Err(BodyError(format!("a file: {}", error.kind()))));
    }
    if count == 0 {
        return Poll::Ready(Err(BodyError("a file became shorter while it was sent".to_owned())));
    }
    buffer.truncate(count);
    *left = left.saturating_sub(count as u64);
    Poll::Ready(Ok(buffer.into()))
}

impl Taken {
    /// The next bytes; none at the end.
    fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Result<Bytes, BodyError>> {
        self.from.lock().is_read = true;
        loop {
            let Some(stream) = &mut self.stream else { return Poll::Ready(Ok(Bytes::new())) };
            let Some(piece) = ready!(stream.as_mut().poll_next(cx)) else {
                self.stream = None;
                let short = self.left.is_some_and(|left| left > 0);
                let error = || BodyError("the stream is shorter than its length".to_owned());
                return Poll::Ready(if short { Err(error()) } else { Ok(Bytes::new()) });
            };
            let piece = piece?;
            if piece.is_empty() {
                continue;
            }
            if let Some(left) = self.left {
                let Some(rest) = left.checked_sub(piece.len() as u64) else {
                    return Poll::Ready(Err(BodyError("the stream is longer than its length".to_owned())));
                };
                self.left = Some(rest);
            }
            return Poll::Ready(Ok(piece));
        }
    }
}

impl Stream for RequestBody {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_piece(cx)
    }
}

/// Prints the length.
impl fmt::Debug for RequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestBody").field("length", &self.length).finish_non_exhaustive()
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the body of the request cannot be read: {}", self.0)
    }
}

impl std::error::Error for BodyError {}

impl From<BodyError> for TransportError {
    fn from(error: BodyError) -> Self {
        Self::broken(error.to_string())
    }
}
