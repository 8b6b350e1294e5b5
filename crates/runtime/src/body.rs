//! The body of a request: bytes and their content type, ready to be sent any number of times.

use std::fmt;

use bytes::Bytes;
use http::HeaderValue;

use crate::codec::{self, Encode};
use crate::headers::visible;
use crate::tree::Tree;
use crate::{form, multipart};

/// What a request carries.
///
/// Making one never fails; a value that cannot be sent makes the call fail before anything is sent.
#[derive(Clone)]
pub struct Body {
    /// What went wrong, where something did, in words that hold no value.
    pub(crate) content: Result<Content, String>,
}

/// A finished body.
#[derive(Clone)]
pub(crate) struct Content {
    pub(crate) media_type: HeaderValue,
    pub(crate) bytes: Bytes,
}

impl Body {
    /// A JSON body, `application/json`.
    pub fn json<T: Encode>(value: &T) -> Self {
        Self::json_as("application/json", value)
    }

    /// A JSON body under another media type, as in `application/scim+json`.
    pub fn json_as<T: Encode>(media_type: &'static str, value: &T) -> Self {
        let text = codec::encode(value).map_err(|why| format!("the JSON body: {why}"));
        Self::of(media_type, text.map(Bytes::from))
    }

    /// A form, `application/x-www-form-urlencoded`.
    ///
    /// `value` must serialise as an object. Single values are written as text, lists as repeated fields, objects as
    /// JSON text; fields that are skipped are absent. A null or a [`FilePart`](crate::FilePart) makes the call fail.
    pub fn form<T: Encode>(value: &T) -> Self {
        Self::of(
            "application/x-www-form-urlencoded",
            tree(value).and_then(|tree| form::write(&tree)).map(Bytes::from),
        )
    }

    /// A `multipart/form-data` body.
    ///
    /// `value` must serialise as an object. Single values are written as text, lists as repeated fields, objects as
    /// JSON text, [`FilePart`](crate::FilePart)s as files; fields that are skipped are absent. A null makes the call
    /// fail.
    pub fn multipart<T: Encode>(value: &T) -> Self {
        match tree(value).and_then(|tree| multipart::write(&tree)) {
            Ok(it) => Self::of(&format!("multipart/form-data; boundary={}", it.boundary), Ok(it.content)),
            Err(why) => Self { content: Err(why) },
        }
    }

    /// Bytes as they are, under a content type such as `application/octet-stream`.
    pub fn bytes(content_type: &str, bytes: impl Into<Bytes>) -> Self {
        Self::of(content_type, Ok(bytes.into()))
    }

    /// Text as it is, under a content type such as `text/plain; charset=utf-8`.
    pub fn text(content_type: &str, text: impl Into<String>) -> Self {
        Self::of(content_type, Ok(text.into().into()))
    }

    fn of(media_type: &str, bytes: Result<Bytes, String>) -> Self {
        let content = bytes.and_then(|bytes| {
            let media_type = visible(media_type)
                .ok_or_else(|| "the content type of the body is not visible ASCII".to_owned())?;
            Ok(Content { media_type, bytes })
        });
        Self { content }
    }
}

fn tree<T: Encode>(value: &T) -> Result<Tree, String> {
    Tree::of(value).map_err(|why| format!("the body: {why}"))
}

/// Prints the length; the content may be confidential.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            Ok(content) => {
                f.debug_struct("Body").field("length", &content.bytes.len()).finish_non_exhaustive()
            }
            Err(why) => f.debug_struct("Body").field("problem", why).finish_non_exhaustive(),
        }
    }
}
