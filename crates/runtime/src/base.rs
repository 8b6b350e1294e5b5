//! The base URL, and joining a call's path to it without leaving it.

use std::fmt;

use url::{Host, Url};

use crate::error::{Error, ErrorKind};

/// Whether plain http is allowed to hosts other than this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlainHttp {
    LoopbackOnly,
    Anywhere,
}

/// A checked base URL: an origin and a path prefix without a final slash.
#[derive(Clone)]
pub(crate) struct Base {
    /// The origin as a URL, to which paths are joined.
    root: Url,
    origin: String,
    prefix: String,
}

impl Base {
    /// Checks a base URL. No complaint quotes it: it may hold a password.
    pub(crate) fn parse(text: &str, plain: PlainHttp) -> Result<Self, Error> {
        Self::parse_as("the base URL", text, plain)
    }

    /// As [`parse`](Self::parse), for a URL that is called something else.
    pub(crate) fn parse_as(what: &str, text: &str, plain: PlainHttp) -> Result<Self, Error> {
        let refuse = |why: &str| Error::new(ErrorKind::Configuration, format!("{what} {why}"));
        let text = text.trim();
        // The URL parser would silently drop tabs and newlines and turn backslashes around.
        if text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
            return Err(refuse("holds a space, a backslash or a control character"));
        }
        let mut url = Url::parse(text)
            .map_err(|_| refuse("is not an absolute URL such as https://example.org/prefix"))?;
        if !matches!(url.scheme(), "https" | "http") {
            return Err(refuse("must begin with https://"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refuse("holds a user name or a password: give credentials to the client builder"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refuse("holds a query or a fragment"));
        }
        if url.scheme() == "http" && plain == PlainHttp::LoopbackOnly && !is_loopback(&url) {
            return Err(refuse(
                "is plain http to another machine, which would send credentials in the clear: use https, or \
                 `danger_allow_http(true)`",
            ));
        }
        let prefix = url.path().trim_end_matches('/').to_owned();
        url.set_path("");
        Ok(Self { origin: url.origin().ascii_serialization(), prefix, root: url })
    }

    /// The origin, as in `https://example.org:8443`.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether the base is https.
    pub(crate) fn is_https(&self) -> bool {
        self.origin.starts_with("https:")
    }

    /// What every path begins with, without a final slash.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Joins an encoded path that begins with the prefix, and encoded query pairs, to the base.
    ///
    /// The result is compared with what was meant: a path that the parser collapses or re-encodes is refused rather than
    /// sent somewhere else. The origin has been parsed once and is not looked at again.
    pub(crate) fn join(&self, path: &str, query: &[String]) -> Result<Url, Error> {
        let changed = || Error::new(ErrorKind::Request, "the path does not survive being made a URL");
        let mut url = self.root.clone();
        url.set_path(path);
        if url.path() != path {
            return Err(changed());
        }
        if !query.is_empty() {
            set_query(&mut url, query)?;
        }
        Ok(url)
    }
}

/// Gives a URL these encoded query pairs and no others.
pub(crate) fn set_query(url: &mut Url, pairs: &[String]) -> Result<(), Error> {
    let query = pairs.join("&");
    url.set_query(Some(&query));
    if url.query() == Some(&query) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Request, "the query does not survive being made a URL"))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// Prints the origin only: a prefix may name a customer.
impl fmt::Debug for Base {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, plain: PlainHttp, expected: Option<(&str, &str)>) {
        let base = Base::parse(text, plain).ok();
        let parts = base.as_ref().map(|base| (base.origin.as_str(), base.prefix.as_str()));
        assert_eq!(parts, expected, "{text}");
    }

    #[test]
    fn accepts_https_and_loopback_and_refuses_the_rest() {
        let ok = |text: &str, origin: &str, prefix: &str| {
            check(text, PlainHttp::LoopbackOnly, Some((origin, prefix)));
        };
        ok("https://example.org", "https://example.org", "");
        ok(" https://example.org:443/ \n", "https://example.org", "");
        ok("https://EXAMPLE.org:8443/a/b/", "https://example.org:8443", "/a/b");
        ok("http://127.0.0.1:8000", "http://127.0.0.1:8000", "");
        ok("http://127.9.9.9", "http://127.9.9.9", "");
        ok("http://[::1]:80/x", "http://[::1]", "/x");
        ok("http://localhost:1", "http://localhost:1", "");
        for bad in [
            "",
            "example.org",
            "/api",
            "ftp://example.org",
            "http://example.org",
            "http://localhost.evil.org",
            "http://evil.localhost",
            "http://0.0.0.0",
            "http://192.168.0.1",
            "https://user@example.org",
            "https://user:password@example.org",
            "https://example.org?x=1",
            "https://example.org/#x",
            "https://example.org\\x",
            "https://exa\nmple.org",
            "https://example.org/a b",
        ] {
            check(bad, PlainHttp::LoopbackOnly, None);
        }
        check("http://example.org/v", PlainHttp::Anywhere, Some(("http://example.org", "/v")));
        check("ftp://example.org", PlainHttp::Anywhere, None);
    }
}
