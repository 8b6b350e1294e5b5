//! The body of a request: what is sent, and its content type.

use std::fmt;

use bytes::Bytes;
use http::HeaderValue;

use crate::codec::{self, Encode};
use crate::encoding::Encoding;
use crate::file::Upload;
use crate::headers::visible;
use crate::payload::{Payload, Source};
use crate::tree::Tree;
use crate::{form, multipart};

/// What a request carries.
///
/// Making one never fails; a value that cannot be sent makes the call fail before anything is sent.
#[derive(Clone)]
pub struct Body {
    /// What went wrong, where something did, in words that hold no value.
    pub(crate) content: Result<Option<Content>, String>,
}

/// A finished body.
#[derive(Clone)]
pub(crate) struct Content {
    pub(crate) media_type: HeaderValue,
    pub(crate) payload: Payload,
}

const JSON: &str = "application/json";

impl Body {
    /// No body, and no content type.
    pub fn none() -> Self {
        Self { content: Ok(None) }
    }

    /// A JSON body, `application/json`.
    pub fn json<T: Encode>(value: &T) -> Self {
        Self::json_as(JSON, value)
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
        Self::form_with(value, &[])
    }

    /// A form, some of whose properties are written in ways of their own.
    pub fn form_with<T: Encode>(value: &T, encodings: &[Encoding]) -> Self {
        Self::of(
            "application/x-www-form-urlencoded",
            tree(value).and_then(|tree| form::write(&tree, encodings)).map(Bytes::from),
        )
    }

    /// A `multipart/form-data` body.
    ///
    /// `value` must serialise as an object. Single values are written as text, lists as repeated fields, objects as
    /// JSON text, [`FilePart`](crate::FilePart)s as files; fields that are skipped are absent. A null makes the call
    /// fail.
    pub fn multipart<T: Encode>(value: &T) -> Self {
        Self::multipart_with(value, &[])
    }

    /// A `multipart/form-data` body, some of whose properties are written in ways of their own.
    pub fn multipart_with<T: Encode>(value: &T, encodings: &[Encoding]) -> Self {
        match tree(value).and_then(|tree| multipart::write(&tree, encodings)) {
            Ok(it) => Self::carrying(&format!("multipart/form-data; boundary={}", it.boundary), it.payload),
            Err(why) => Self { content: Err(why) },
        }
    }

    /// Bytes from memory, a file or a stream, as they are. Their content type is the one that `upload` brings, or else
    /// `media_type`, which may also be a range such as `image/*`: of `*/*` and `application/*` an upload that brings none
    /// is `application/octet-stream`, for any other range the call fails before anything is sent.
    pub fn upload(media_type: &str, upload: impl Into<Upload>) -> Self {
        let (own, source) = upload.into().into_parts();
        let mut payload = Payload::default();
        payload.push(source);
        match own.as_deref().unwrap_or(media_type) {
            "*/*" | "application/*" => Self::carrying("application/octet-stream", payload),
            range if range.ends_with("/*") => Self {
                content: Err(format!(
                    "the body needs a content type of its own: the operation takes {range}"
                )),
            },
            media_type => Self::carrying(media_type, payload),
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
        match bytes {
            Ok(bytes) => {
                let mut payload = Payload::default();
                payload.push(Source::Bytes(bytes));
                Self::carrying(media_type, payload)
            }
            Err(why) => Self { content: Err(why) },
        }
    }

    fn carrying(media_type: &str, payload: Payload) -> Self {
        let media_type = match media_type {
            JSON => Some(HeaderValue::from_static(JSON)),
            other => visible(other).filter(|it| !it.is_empty()),
        };
        let unfit = || "the content type of the body is not visible ASCII".to_owned();
        Self { content: media_type.map(|media_type| Some(Content { media_type, payload })).ok_or_else(unfit) }
    }
}

fn tree<T: Encode>(value: &T) -> Result<Tree, String> {
    Tree::of(value).map_err(|why| format!("the body: {why}"))
}

/// Prints the content type; the content may be confidential.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Body");
        match &self.content {
            Ok(Some(content)) => out.field("media_type", &content.media_type),
            Ok(None) => &mut out,
            Err(why) => out.field("problem", why),
        };
        out.finish_non_exhaustive()
    }
}
