//! A struct as `multipart/form-data`.

use bytes::Bytes;

use crate::file::FilePart;
use crate::form::repeated;
use crate::headers::visible;
use crate::tree::Tree;

/// The boundary and the bytes of a body.
pub(crate) struct Multipart {
    pub(crate) boundary: String,
    pub(crate) content: Bytes,
}

/// One part: its headers without the line that ends them, and its content.
struct Part {
    head: String,
    content: Bytes,
}

/// Writes the fields of an object: single values as text, lists as repeated fields, objects as JSON text, files as
/// file parts.
pub(crate) fn write(tree: &Tree) -> Result<Multipart, String> {
    let Tree::Object(fields) = tree else { return Err("a multipart body must be an object".to_owned()) };
    let mut parts = Vec::new();
    for (name, value) in fields {
        for value in repeated(name, value)? {
            parts.push(part(name, value)?);
        }
    }
    let boundary = boundary(&parts);
    Ok(Multipart { content: join(&boundary, &parts), boundary })
}

fn part(name: &str, value: &Tree) -> Result<Part, String> {
    let field = escape(name).ok_or_else(|| "a field name holds a control character".to_owned())?;
    let disposition = format!("Content-Disposition: form-data; name=\"{field}\"");
    match value {
        Tree::Null => Err(format!("the field `{name}` is null, which a multipart body cannot say")),
        Tree::File(file) => file_part(name, &disposition, file),
        Tree::List(_) | Tree::Object(_) => {
            let text = value.json().map_err(|why| format!("the field `{name}`: {why}"))?;
            let head = format!("{disposition}\r\nContent-Type: application/json\r\n");
            Ok(Part { head, content: text.into() })
        }
        Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) => Ok(Part {
            head: format!("{disposition}\r\n"),
            content: value.scalar().unwrap_or_default().into(),
        }),
    }
}

fn file_part(name: &str, disposition: &str, file: &FilePart) -> Result<Part, String> {
    let file_name = escape(file.name())
        .ok_or_else(|| format!("the file name of the field `{name}` holds a control character"))?;
    let media_type = file.media_type();
    if media_type.is_empty() || visible(media_type).is_none() {
        return Err(format!("the content type of the field `{name}` is not visible ASCII"));
    }
    let head = format!("{disposition}; filename=\"{file_name}\"\r\nContent-Type: {media_type}\r\n");
    Ok(Part { head, content: file.content().clone() })
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
/// It is derived from the content rather than drawn at random, so that the same call gives the same bytes; what
/// makes it safe is the search, not the hash.
fn boundary(parts: &[Part]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        // The ends of a large file tell contents apart well enough for a first guess.
        let content = &part.content;
        let tail = content.len().saturating_sub(4096);
        let bytes = part.head.bytes().chain(content.iter().take(4096).copied());
        for byte in bytes.chain(content[tail..].iter().copied()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    loop {
        let candidate = format!("specsmith-{hash:016x}");
        let taken =
            |content: &[u8]| content.windows(candidate.len()).any(|window| window == candidate.as_bytes());
        if !parts.iter().any(|part| taken(&part.content) || taken(part.head.as_bytes())) {
            return candidate;
        }
        hash = hash.wrapping_add(1);
    }
}

fn join(boundary: &str, parts: &[Part]) -> Bytes {
    let mut out = Vec::new();
    for part in parts {
        out.extend_from_slice(format!("--{boundary}\r\n{}\r\n", part.head).as_bytes());
        out.extend_from_slice(&part.content);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    out.into()
}
