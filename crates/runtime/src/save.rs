//! Bodies that need not fit into memory: read as a stream, or into a file that is there whole or not at all.

use std::fmt;
use std::future::poll_fn;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;

use crate::call::Call;
use crate::client::Client;
use crate::error::{Error, ErrorKind};
use crate::flow::{About, Flow};
use crate::headers::{Printable, request_id};
use crate::live::AsItComes;

impl<S> Client<S> {
    /// Sends any call and returns the body of its reply as it comes, whatever its success status and content type. No
    /// limit holds for its length, and the time limit of an attempt holds until the headers are there.
    ///
    /// # Errors
    ///
    /// Everything that [`ErrorKind`] lists but what reading the body may find.
    pub async fn download<T>(&self, call: Call<T>) -> Result<Download, Error> {
        let (parts, _) = call.raw().split();
        let live = self.inner.exchange(parts, &mut AsItComes).await?;
        let length = live.announced();
        let (about, body) = Flow::of(live, self.inner.idle_timeout);
        Ok(Download { about, body, length })
    }
}

/// The body of a reply as it comes: a stream of pieces of any size.
///
/// Dropping it ends the exchange. A body of which nothing comes for as long as the client allows (120 s unless it was
/// set otherwise) is an error of kind [`ErrorKind::Timeout`]. It implements [`futures_core::Stream`];
/// [`next`](Self::next) may be dropped at any point without losing a piece.
pub struct Download {
    about: About,
    body: Flow,
    length: Option<u64>,
}

impl Download {
    /// The next piece; `None` at the end. There is nothing behind an error.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Transport`] where the connection breaks before the end, [`ErrorKind::Timeout`] where nothing comes.
    pub async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// The status of the reply.
    pub fn status(&self) -> StatusCode {
        self.about.status
    }

    /// The headers of the reply.
    pub fn headers(&self) -> &HeaderMap {
        &self.about.headers
    }

    /// The server's name for this exchange (`x-request-id` and the like).
    pub fn request_id(&self) -> Option<String> {
        request_id(self.headers())
    }

    /// How many bytes the server says will come.
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// Writes the rest of the body into a file and returns how many bytes that were. A file that is there is replaced.
    ///
    /// It is written beside its place and moved there at the end: whatever goes wrong, and where the future is dropped,
    /// what was there stays and nothing is left behind.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next), and [`ErrorKind::File`] where the file cannot be written.
    pub async fn save_to(mut self, path: impl AsRef<Path>) -> Result<u64, Error> {
        let path = path.as_ref();
        let (mut file, guard) = self.on_disk(begin(path))?;
        let mut length = 0;
        while let Some(piece) = self.next().await {
            let piece = piece?;
            self.on_disk(file.write_all(&piece).await)?;
            length += piece.len() as u64;
        }
        // A move that outlives a crash which the content does not would leave a file that is there and not whole.
        self.on_disk(file.sync_all().await)?;
        drop(file);
        self.on_disk(fs::rename(&guard.path, path).await)?;
        guard.keep();
        Ok(length)
    }

    fn on_disk<T>(&self, result: io::Result<T>) -> Result<T, Error> {
        result.map_err(|error| {
            let reason = format!("the file cannot be written: {}", error.kind());
            self.about.complete(Error::new(ErrorKind::File, reason), &Bytes::new())
        })
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, Error>>> {
        let piece = ready!(self.body.poll_any(cx));
        let piece = piece.map_err(|error| self.about.complete(error, &Bytes::new()));
        Poll::Ready(piece.transpose())
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

/// Prints the status and the headers on the allow-list.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("status", &self.status())
            .field("headers", &Printable(self.headers()))
            .finish_non_exhaustive()
    }
}

/// A file that is taken away again unless it is kept.
struct Guard {
    path: PathBuf,
    kept: bool,
}

impl Guard {
    fn keep(mut self) {
        self.kept = true;
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if !self.kept {
            // There is nobody left to tell.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// Begins a file beside that place, under a name that nothing has. It is made here and now: what a thread of its own
/// makes would be there after whoever waits for it is gone.
fn begin(path: &Path) -> io::Result<(File, Guard)> {
    path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    // The keys of the standard library's hash maps are random enough to keep two downloads apart.
    let number = RandomState::new().hash_one(std::process::id());
    let path = path.with_file_name(format!(".{number:016x}.part"));
    let file = std::fs::File::options().write(true).create_new(true).open(&path)?;
    Ok((File::from_std(file), Guard { path, kept: false }))
}
