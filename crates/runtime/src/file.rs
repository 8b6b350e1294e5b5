//! A file to upload.

use std::fmt;

use bytes::Bytes;

/// What everything but a multipart body answers.
pub(crate) const MULTIPART_ONLY: &str = "a file can only be sent as multipart";

/// A file: its name, its content type and its bytes.
///
/// It can be a field of a multipart body. Serialising it to JSON or to a form is an error; it can be read from a
/// string, whose text becomes the content, so that a model with a file in it can be both read and written.
#[derive(Clone, PartialEq, Eq)]
pub struct FilePart {
    name: String,
    content_type: Option<String>,
    content: Bytes,
}

impl FilePart {
    /// A file from bytes in memory. The content type is `application/octet-stream` until
    /// [`content_type`](Self::content_type) says otherwise.
    ///
    /// In the name, `"`, CR and LF are escaped when it is sent; other control characters make the call fail before
    /// anything is sent.
    pub fn bytes(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self { name: name.into(), content_type: None, content: content.into() }
    }

    /// Sets the content type, as in `application/pdf`. Anything but visible ASCII and spaces makes the call fail
    /// before anything is sent.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// The file name, as given.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The bytes of the file.
    pub fn content(&self) -> &Bytes {
        &self.content
    }

    pub(crate) fn media_type(&self) -> &str {
        self.content_type.as_deref().unwrap_or("application/octet-stream")
    }
}

/// Prints the content type and the length; the name and the content may be confidential.
impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilePart")
            .field("content_type", &self.media_type())
            .field("length", &self.content.len())
            .finish_non_exhaustive()
    }
}
