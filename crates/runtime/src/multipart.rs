//! A struct as `multipart/form-data`.

use std::hash::{BuildHasher, RandomState};

use bytes::Bytes;
use http::HeaderName;
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};

use crate::encoding::{self, Encoding};
use crate::file::FilePart;
use crate::form::{repeated, styled, text};
use crate::headers::visible;
use crate::param::Reserved;
use crate::payload::{Payload, Source};
use crate::percent::decode_once;
use crate::tree::Tree;

/// The boundary and the content of a body.
pub(crate) struct Multipart {
    pub(crate) boundary: String,
    pub(crate) payload: Payload,
}

/// One part: its headers without the line that ends them, and its content.
struct Part {
    head: String,
    content: Source,
}

/// Writes the fields of an object: single values as text, lists as repeated fields, objects as JSON text, files as
/// file parts, each where nothing else is said of it.
pub(crate) fn write(tree: &Tree, encodings: &[Encoding]) -> Result<Multipart, String> {
    let Tree::Object(fields) = tree else { return Err("a multipart body must be an object".to_owned()) };
    let mut parts = Vec::new();
    for (name, value) in fields {
        let encoding = encoding::of(name, encodings);
        if let Some(style) = encoding.style {
            for pair in styled(name, style, Reserved::Encoded, value)? {
                parts.push(styled_part(&pair, encoding)?);
            }
            continue;
        }
        for value in repeated(name, value, encoding)? {
            parts.push(part(name, value, encoding)?);
        }
    }
    let boundary = boundary(&parts);
    Ok(Multipart { payload: join(&boundary, parts), boundary })
}

/// A pair of a query as a part of its own: there nothing is percent-encoded.
fn styled_part(pair: &str, encoding: &Encoding) -> Result<Part, String> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let [name, value] = [name, value].map(|it| decode_once(it.as_bytes()));
    let head = head(&String::from_utf8_lossy(&name), None, None, encoding)?;
    Ok(Part { head, content: Source::Bytes(value.into()) })
}

fn part(name: &str, value: &Tree, encoding: &Encoding) -> Result<Part, String> {
    let media_type = match value {
        Tree::Null => return Err(format!("the field `{name}` is null, which a multipart body cannot say")),
        Tree::File(file) => return file_part(name, file, encoding),
        Tree::List(_) | Tree::Object(_) => Some(encoding.content_type.unwrap_or("application/json")),
        Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) => encoding.content_type,
    };
    let content = Bytes::from(text(name, value, encoding)?);
    Ok(Part { head: head(name, None, media_type, encoding)?, content: Source::Bytes(content) })
}

fn file_part(name: &str, file: &FilePart, encoding: &Encoding) -> Result<Part, String> {
    let media_type = file.media_type().or(encoding.content_type).unwrap_or("application/octet-stream");
    let mut head = head(name, Some(file.name()), Some(media_type), encoding)?;
    for (header, value) in file.headers() {
        add_header(&mut head, name, header, value)?;
    }
    Ok(Part { head, content: file.source().clone() })
}

/// The headers of a part.
fn head(
    name: &str,
    file_name: Option<&str>,
    media_type: Option<&str>,
    encoding: &Encoding,
) -> Result<String, String> {
    let field = escape(name).ok_or_else(|| "a field name holds a control character".to_owned())?;
    let mut head = format!("Content-Disposition: form-data; name=\"{field}\"");
    if let Some(file_name) = file_name {
        let file_name = escape(file_name)
            .ok_or_else(|| format!("the file name of the field `{name}` holds a control character"))?;
        head.push_str(&format!("; filename=\"{file_name}\""));
    }
    head.push_str("\r\n");
    if let Some(media_type) = media_type {
        if media_type.is_empty() || visible(media_type).is_none() {
            return Err(format!("the content type of the field `{name}` is not visible ASCII"));
        }
        head.push_str(&format!("Content-Type: {media_type}\r\n"));
    }
    for (header, value) in encoding.headers {
        add_header(&mut head, name, header, value)?;
    }
    Ok(head)
}

/// Adds a header, unless it is one that says what the part is or where it ends.
fn add_header(head: &mut String, field: &str, name: &str, value: &str) -> Result<(), String> {
    let unfit = || format!("a header of the field `{field}` has a name that is not free or no name at all");
    let parsed = HeaderName::try_from(name).map_err(|_| unfit())?;
    if [CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING].contains(&parsed) {
        return Err(unfit());
    }
    if visible(value).is_none() {
        return Err(format!("the value of a header of the field `{field}` is not visible ASCII"));
    }
    // As it is written: servers compare names without regard to case, people read them.
    head.push_str(&format!("{name}: {value}\r\n"));
    Ok(())
}

/// A name as it can stand between quotes, escaped as browsers do; `None` for control characters that have no escape.
fn escape(name: &str) -> Option<String> {
    let mut out = String::with_capacity(name.len());
    for character in name.chars() {
        match character {
            '"' => out.push_str("%22"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            other if other.is_control() => return None,
            other => out.push(other),
        }
    }
    Some(out)
}

/// A boundary that occurs in no part.
///
/// Where all is in memory it is derived from the content rather than drawn at random, so that the same call gives the
/// same bytes; what makes it safe is the search, not the hash. In what is not, nothing can be searched: there it is one
/// that nobody could have foreseen.
fn boundary(parts: &[Part]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut add = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    let mut unknown = false;
    for part in parts {
        add(part.head.as_bytes());
        match &part.content {
            Source::Bytes(content) => {
                // The ends of a large file tell contents apart well enough for a first guess.
                let tail = content.len().saturating_sub(4096);
                add(&content[..content.len().min(4096)]);
                add(&content[tail..]);
            }
            Source::Path(_) | Source::Stream(_) => unknown = true,
        }
    }
    let random = || RandomState::new().hash_one(hash);
    let secret = if unknown { format!("{:016x}{:016x}", random(), random()) } else { String::new() };
    loop {
        let candidate = format!("specsmith-{secret}{hash:016x}");
        let taken =
            |content: &[u8]| content.windows(candidate.len()).any(|window| window == candidate.as_bytes());
        let in_part = |part: &Part| {
            taken(part.head.as_bytes()) || matches!(&part.content, Source::Bytes(content) if taken(content))
        };
        if !parts.iter().any(in_part) {
            return candidate;
        }
        hash = hash.wrapping_add(1);
    }
}

fn join(boundary: &str, parts: Vec<Part>) -> Payload {
    let mut payload = Payload::default();
    let mut before = String::new();
    for Part { head, content } in parts {
        before.push_str(&format!("--{boundary}\r\n{head}\r\n"));
        payload.push(Source::Bytes(std::mem::take(&mut before).into()));
        payload.push(content);
        before.push_str("\r\n");
    }
    before.push_str(&format!("--{boundary}--\r\n"));
    payload.push(Source::Bytes(before.into()));
    payload
}
