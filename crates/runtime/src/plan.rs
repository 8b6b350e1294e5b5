//! From the parts of a call to what every attempt has in common.

use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue};
use url::Url;

use crate::auth::{Dress, Scheme};
use crate::base::{Base, set_query};
use crate::body::Content;
use crate::call::{Expect, Parts};
use crate::client::Inner;
use crate::error::{CallName, Error, ErrorKind};
use crate::param::check_segment;
use crate::payload::RequestBody;
use crate::percent::{push_literal, push_literal_query};
use crate::retry::{Idempotency, Replay};
use crate::transport::TransportRequest;

/// A call that has been checked against a client and waits for its credential.
pub(crate) struct Plan<'a> {
    pub(crate) name: CallName,
    /// Where it goes, but for what a credential adds to the query.
    pub(crate) url: Url,
    pub(crate) schemes: &'static [Scheme],
    pub(crate) timeout: Duration,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retries: u32,
    pub(crate) idempotency: Idempotency,
    query: Vec<String>,
    /// What every request of the client carries.
    defaults: &'a HeaderMap,
    accept: HeaderValue,
    /// The call's own.
    headers: HeaderMap,
    cookies: Vec<String>,
    body: Option<Content>,
}

impl<'a> Plan<'a> {
    /// Checks a call against a client: its own problems, its path, its credentials.
    pub(crate) fn new(parts: Box<Parts>, base: &Base, client: &'a Inner) -> Result<Self, Error> {
        let Parts {
            name,
            server: _,
            security,
            path,
            mut query,
            headers,
            cookies,
            body,
            timeout,
            deadline,
            retries,
            idempotency,
            expect,
            problem,
        } = *parts;
        let refuse = |why| Error::new(ErrorKind::Request, why);
        if let Some(problem) = problem {
            return Err(refuse(problem));
        }
        let (path, fixed) = expand(base.prefix(), name.template, &path).map_err(refuse)?;
        if let Some(fixed) = fixed {
            query.insert(0, fixed);
        }
        Ok(Self {
            url: base.join(&path, &query)?,
            schemes: client.keyring.choose(security)?,
            accept: accept(expect)
                .ok_or_else(|| refuse("the media type of the reply is not visible ASCII".to_owned()))?,
            idempotency: idempotency.unwrap_or_else(|| Idempotency::of(&name.method)),
            name,
            timeout: timeout.unwrap_or(client.attempt_timeout),
            deadline: deadline.or(client.deadline),
            retries: retries.unwrap_or(client.policy.retries),
            query,
            defaults: &client.headers,
            headers,
            cookies,
            body,
        })
    }

    /// Whether the body can be sent another time.
    pub(crate) fn replay(&self) -> Replay {
        self.body.as_ref().map_or(Replay::Fresh, |body| body.payload.replay())
    }

    /// The request of one attempt, its body opened.
    pub(crate) async fn request(&self, dress: Dress) -> Result<TransportRequest, Error> {
        let mut url = self.url.clone();
        if !dress.query.is_empty() {
            let query: Vec<_> = self.query.iter().cloned().chain(dress.query).collect();
            set_query(&mut url, &query)?;
        }
        let headers = self.headers(&dress.headers, &dress.cookies)?;
        let body = match &self.body {
            Some(body) => body.payload.open().await.map_err(|why| Error::new(ErrorKind::Request, why))?,
            None => RequestBody::none(),
        };
        Ok(TransportRequest::new(self.name.method.clone(), url, headers, body))
    }

    /// Later ones replace earlier ones: the client's, the call's, what the body is, the credential.
    fn headers(
        &self,
        credential: &[(HeaderName, HeaderValue)],
        cookies: &[String],
    ) -> Result<HeaderMap, Error> {
        let most = self.defaults.len() + self.headers.len() + credential.len() + 3;
        let mut all = HeaderMap::with_capacity(most);
        all.insert(ACCEPT, self.accept.clone());
        for (name, value) in self.defaults.iter().chain(&self.headers) {
            all.insert(name, value.clone());
        }
        if let Some(body) = &self.body {
            all.insert(CONTENT_TYPE, body.media_type.clone());
        }
        if !self.cookies.is_empty() || !cookies.is_empty() {
            let cookies: Vec<&str> = self.cookies.iter().chain(cookies).map(String::as_str).collect();
            let mut value = HeaderValue::from_str(&cookies.join("; "))
                .map_err(|_| Error::new(ErrorKind::Request, "the cookies are not visible ASCII"))?;
            value.set_sensitive(true);
            all.insert(COOKIE, value);
        }
        for (name, value) in credential {
            all.insert(name, value.clone());
        }
        Ok(all)
    }
}

/// What is asked for; `None` where it cannot stand in a header.
fn accept(expect: Expect) -> Option<HeaderValue> {
    Some(match expect {
        Expect::Json => HeaderValue::from_static("application/json"),
        Expect::JsonAs(media_type) => {
            HeaderValue::from_str(&format!("{media_type}, application/json;q=0.9")).ok()?
        }
        Expect::Live(media_type) => HeaderValue::from_str(media_type).ok()?,
        // One of the answers may be JSON, and a server that has several forms of it should send that one.
        Expect::ByStatus => HeaderValue::from_static("application/json, */*;q=0.8"),
        Expect::Nothing | Expect::Text | Expect::Raw => HeaderValue::from_static("*/*"),
    })
}

/// Fills a path template with encoded values: the path behind its prefix, and the query that the template brings along. A
/// fragment only tells templates apart, and is never sent.
fn expand(
    prefix: &str,
    template: &str,
    values: &[(&'static str, String)],
) -> Result<(String, Option<String>), String> {
    for (name, _) in values {
        if !is_named(template, name) {
            return Err(format!("the path has no parameter `{name}`"));
        }
    }
    let (sent, _) = cut(template, b'#');
    let (path, query) = cut(sent, b'?');
    if !path.starts_with('/') {
        return Err("the path template does not begin with a slash".to_owned());
    }
    let mut out = String::with_capacity(prefix.len() + path.len() + 32);
    out.push_str(prefix);
    let mut rest = path.get(1..);
    while let Some(segments) = rest {
        let (segment, after) = around(segments, b'/').unzip();
        let segment = segment.unwrap_or(segments);
        rest = after;
        out.push('/');
        let start = out.len();
        if fill(&mut out, segment, values, push_literal)? == Filled::WithValues {
            // Values that are harmless alone may not be so side by side.
            check_segment(&out[start..]).map_err(|why| format!("a segment of the path {why}"))?;
        }
    }
    let mut fixed = String::new();
    if let Some(query) = query {
        fill(&mut fixed, query, values, push_literal_query)?;
    }
    Ok((out, (!fixed.is_empty()).then_some(fixed)))
}

/// Whether that name stands in braces.
fn is_named(template: &str, name: &str) -> bool {
    let mut rest = template;
    while let Some((found, after)) = around(rest, b'{').and_then(|(_, it)| around(it, b'}')) {
        if found == name {
            return true;
        }
        rest = after;
    }
    false
}

/// What stands before the first of a byte of ASCII and what behind it.
fn around(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|it| it == byte)?;
    Some((&text[..at], &text[at + 1..]))
}

/// What stands before a mark and what behind it; a name in braces may hold any.
fn cut(template: &str, mark: u8) -> (&str, Option<&str>) {
    if template.bytes().all(|it| it != mark) {
        return (template, None);
    }
    let mut inside = false;
    for (at, byte) in template.bytes().enumerate() {
        match byte {
            b'{' => inside = true,
            b'}' => inside = false,
            it if it == mark && !inside => return (&template[..at], Some(&template[at + 1..])),
            _ => {}
        }
    }
    (template, None)
}

/// What a part of a template was filled with.
#[derive(PartialEq, Eq)]
enum Filled {
    Literally,
    WithValues,
}

/// Fills a part of a template.
fn fill(
    out: &mut String,
    template: &str,
    values: &[(&'static str, String)],
    literally: fn(&mut String, &str),
) -> Result<Filled, String> {
    let mut rest = template;
    let mut filled = Filled::Literally;
    while let Some((literal, after)) = around(rest, b'{') {
        let (name, after) = around(after, b'}').ok_or("the path template has an open brace")?;
        let (_, value) = values
            .iter()
            .rev()
            .find(|(given, _)| *given == name)
            .ok_or_else(|| format!("the path parameter `{name}` has no value"))?;
        literally(out, literal);
        out.push_str(value);
        rest = after;
        filled = Filled::WithValues;
    }
    literally(out, rest);
    Ok(filled)
}
