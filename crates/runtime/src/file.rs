//! What is uploaded: a file of a multipart body, or a whole body of bytes.

use std::fmt;
use std::path::Path;

use bytes::Bytes;
use futures_core::Stream;

use crate::payload::{Once, Source};

/// What everything but a multipart body answers.
pub(crate) const MULTIPART_ONLY: &str = "a file can only be sent as multipart";

/// Bytes to send and their content type: from memory, from a file, or from a stream.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    content_type: Option<String>,
    source: Source,
}

impl Upload {
    /// Bytes in memory.
    pub fn bytes(content: impl Into<Bytes>) -> Self {
        Self::of(Source::Bytes(content.into()))
    }

    /// A file on the disk. It is opened when the call is sent, and again for each further attempt, and read in pieces of
    /// 64 KiB; its length is announced. Where it cannot be opened the call fails before anything is sent.
    pub fn path(path: impl AsRef<Path>) -> Self {
        Self::of(Source::Path(path.as_ref().into()))
    }

    /// A stream. It can be sent once: a call that has read of it is not tried again, and a clone is the same stream.
    ///
    /// Without a [`length`](Self::length) it is sent in chunks, which some servers refuse.
    pub fn stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
    {
        Self::of(Source::Stream(Once::new(stream)))
    }

    fn of(source: Source) -> Self {
        Self { content_type: None, source }
    }

    /// Sets the content type, as in `image/png`. Anything but visible ASCII and spaces makes the call fail before
    /// anything is sent.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Says how many bytes a stream has, so that it can be announced; a stream that has more or fewer makes the call
    /// fail. Bytes and files know their own length.
    #[must_use]
    pub fn length(mut self, length: u64) -> Self {
        if let Source::Stream(stream) = &mut self.source {
            stream.length = Some(length);
        }
        self
    }

    pub(crate) fn into_parts(self) -> (Option<String>, Source) {
        (self.content_type, self.source)
    }
}

/// Bytes in memory.
impl From<Bytes> for Upload {
    fn from(content: Bytes) -> Self {
        Self::bytes(content)
    }
}

/// Bytes in memory.
impl From<Vec<u8>> for Upload {
    fn from(content: Vec<u8>) -> Self {
        Self::bytes(content)
    }
}

/// A file: its name, its content type and its bytes.
///
/// It can be a field of a multipart body. Serialising it to JSON or to a form is an error; it can be read from a
/// string, whose text becomes the content, so that a model with a file in it can be both read and written.
///
/// In the name, `"`, CR and LF are escaped when it is sent; other control characters make the call fail before
/// anything is sent. The content type is `application/octet-stream`, or the one that the document names, until
/// [`content_type`](Self::content_type) says otherwise.
#[derive(Clone, PartialEq, Eq)]
pub struct FilePart {
    name: String,
    upload: Upload,
    headers: Vec<(String, String)>,
}

impl FilePart {
    /// A file from bytes in memory.
    pub fn bytes(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self::of(name.into(), Upload::bytes(content))
    }

    /// A file on the disk, called as it is there; see [`Upload::path`].
    pub fn path(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self::of(name, Upload::path(path))
    }

    /// A file from a stream, which can be sent once; see [`Upload::stream`].
    pub fn stream<S, B, E>(name: impl Into<String>, stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
    {
        Self::of(name.into(), Upload::stream(stream))
    }

    fn of(name: String, upload: Upload) -> Self {
        Self { name, upload, headers: Vec::new() }
    }

    /// Sets the content type, as in `application/pdf`. Anything but visible ASCII and spaces makes the call fail
    /// before anything is sent.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.upload = self.upload.content_type(content_type);
        self
    }

    /// Sets the file name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Says how many bytes a stream has; see [`Upload::length`].
    #[must_use]
    pub fn length(mut self, length: u64) -> Self {
        self.upload = self.upload.length(length);
        self
    }

    /// Adds a header to the part. A name or a value that could be read as anything else, `content-type` and
    /// `content-disposition` make the call fail before anything is sent.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The file name, as given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes of the file, where they are in memory.
    pub fn content(&self) -> Option<&Bytes> {
        match &self.upload.source {
            Source::Bytes(bytes) => Some(bytes),
            Source::Path(_) | Source::Stream(_) => None,
        }
    }

    /// The content type, where one was set.
    pub(crate) fn media_type(&self) -> Option<&str> {
        self.upload.content_type.as_deref()
    }

    pub(crate) fn source(&self) -> &Source {
        &self.upload.source
    }

    pub(crate) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }
}

/// Two streams are equal where they are the same one.
impl PartialEq for Source {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(this), Self::Bytes(that)) => this == that,
            (Self::Path(this), Self::Path(that)) => this == that,
            (Self::Stream(this), Self::Stream(that)) => this.is(that),
            (Self::Bytes(_) | Self::Path(_) | Self::Stream(_), _) => false,
        }
    }
}

impl Eq for Source {}

/// Prints where the bytes come from, and their length if they are in memory.
impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Path(_) => f.write_str("a path"),
            Self::Stream(_) => f.write_str("a stream"),
        }
    }
}

/// Prints the content type and where the bytes come from; the content and a path may be confidential.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { content_type, source } = self;
        f.debug_struct("Upload").field("content_type", content_type).field("source", source).finish()
    }
}

/// Prints the content type and where the bytes come from; the name and the content may be confidential.
impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilePart")
            .field("content_type", &self.media_type())
            .field("source", self.source())
            .finish_non_exhaustive()
    }
}
