//! A file to upload.

use std::fmt;

use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser, ser::SerializeTuple as _};

/// The name under which a file asks a serializer for its multipart form; only ours knows it.
pub(crate) const FILE_NAME: &str = "$specsmith_runtime::FilePart";

/// What every serializer but ours answers.
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

    pub(crate) fn from_parts(name: String, content_type: Option<String>, content: Bytes) -> Self {
        Self { name, content_type, content }
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

impl Serialize for FilePart {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(FILE_NAME, &Parts(self))
    }
}

/// The inside of the newtype: a tuple for our own serializer, which is the one that calls itself not human-readable
/// here, and an error for every text format.
struct Parts<'a>(&'a FilePart);

impl Serialize for Parts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return Err(ser::Error::custom(MULTIPART_ONLY));
        }
        let mut tuple = serializer.serialize_tuple(3)?;
        tuple.serialize_element(&self.0.name)?;
        tuple.serialize_element(&self.0.content_type)?;
        tuple.serialize_element(&Raw(&self.0.content))?;
        tuple.end()
    }
}

/// Bytes that ask to be taken as bytes rather than as a list of numbers.
struct Raw<'a>(&'a [u8]);

impl Serialize for Raw<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

impl<'de> Deserialize<'de> for FilePart {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl de::Visitor<'_> for Text {
            type Value = FilePart;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the text of a file")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<FilePart, E> {
                Ok(FilePart::bytes("file", Bytes::copy_from_slice(text.as_bytes())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}
