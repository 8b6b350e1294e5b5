//! Which headers a caller may set, and which of a reply's headers may be printed.

use std::fmt;

use http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// Headers that the runtime or the protocol owns. Setting one of them by hand would forge a credential, redirect the
/// request or break its framing.
const RESERVED: [HeaderName; 9] = [
    header::AUTHORIZATION,
    header::HOST,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::CONTENT_TYPE,
    header::COOKIE,
    header::CONNECTION,
    header::TE,
    header::UPGRADE,
];

/// Response headers that say nothing confidential.
const PRINTABLE: [&str; 11] = [
    "content-type",
    "content-length",
    "date",
    "retry-after",
    "retry-after-ms",
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
];

/// A caller's own header, checked. The complaint names the header, never its value.
pub(crate) fn own(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let parsed = HeaderName::try_from(name).map_err(|_| "a header name is not valid".to_owned())?;
    if RESERVED.contains(&parsed) {
        return Err(format!("the header `{parsed}` is reserved: it cannot be set by hand"));
    }
    let mut value =
        visible(value).ok_or_else(|| format!("the value of the header `{parsed}` is not visible ASCII"))?;
    // A caller's own header may well be a key.
    value.set_sensitive(true);
    Ok((parsed, value))
}

/// A header value of visible ASCII and spaces. `HeaderValue` alone would let other bytes through, which servers read
/// in different ways.
pub(crate) fn visible(text: &str) -> Option<HeaderValue> {
    let plain = text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    HeaderValue::from_str(text).ok().filter(|_| plain)
}

/// What servers call their name for an exchange.
const REQUEST_ID: [HeaderName; 3] = [
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("request-id"),
    HeaderName::from_static("x-correlation-id"),
];

/// The server's name for this exchange, if it gave one that can be printed.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<String> {
    let text = REQUEST_ID.iter().find_map(|name| headers.get(name)?.to_str().ok())?;
    let printable = !text.is_empty() && text.len() <= 128 && text.bytes().all(|byte| byte.is_ascii_graphic());
    printable.then(|| text.to_owned())
}

/// The media type of a reply in lower case, without its parameters.
pub(crate) fn media_type(headers: &HeaderMap) -> Option<String> {
    essence(headers).map(str::to_ascii_lowercase)
}

/// The media type of a reply as it is written, without its parameters.
fn essence(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let essence = text.split(';').next().unwrap_or_default().trim();
    (!essence.is_empty()).then_some(essence)
}

/// Whether a reply is JSON; one that does not say what it is may be.
pub(crate) fn may_be_json(headers: &HeaderMap) -> bool {
    if headers.get(header::CONTENT_TYPE).is_some_and(|it| it.as_bytes() == b"application/json") {
        return true;
    }
    essence(headers).is_none_or(|it| {
        let suffix = it.len().checked_sub("+json".len()).and_then(|at| it.get(at..));
        it.eq_ignore_ascii_case("application/json")
            || it.eq_ignore_ascii_case("text/json")
            || suffix.is_some_and(|it| it.eq_ignore_ascii_case("+json"))
    })
}

/// A header map that prints the values on the allow-list and of the others only how many there are.
pub(crate) struct Printable<'a>(pub(crate) &'a HeaderMap);

impl fmt::Debug for Printable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: Vec<_> = PRINTABLE.iter().filter_map(|name| Some((name, self.0.get(*name)?))).collect();
        let others = self.0.len().saturating_sub(shown.len());
        let mut map = f.debug_map();
        map.entries(shown);
        if others > 0 {
            map.entry(&"others", &others);
        }
        map.finish()
    }
}
