//! From the parts of a call to what every attempt has in common.

use std::borrow::Cow;
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue};

use crate::auth::{Dress, Scheme};
use crate::base::Base;
use crate::call::{Expect, Parts};
use crate::client::Inner;
use crate::error::{CallName, Error, ErrorKind};
use crate::param::check_segment;
use crate::payload::Payload;
use crate::percent::{encode_literal, encode_literal_query};
use crate::retry::{Idempotency, Replay};
use crate::transport::TransportRequest;

/// A call that has been checked against a client and waits for its credential.
pub(crate) struct Plan {
    pub(crate) name: CallName,
    /// Where it goes.
    pub(crate) base: Base,
    pub(crate) schemes: &'static [Scheme],
    pub(crate) timeout: Duration,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retries: u32,
    pub(crate) idempotency: Idempotency,
    path: String,
    query: Vec<String>,
    headers: HeaderMap,
    cookies: Vec<String>,
    body: Payload,
}

impl Plan {
    /// Checks a call against a client: its own problems, its path, its credentials.
    pub(crate) fn new(parts: Parts, base: Base, client: &Inner) -> Result<Self, Error> {
        let Parts {
            name,
            server: _,
            security,
            path,
            query,
            headers,
            cookies,
            body,
            timeout,
            deadline,
            retries,
            idempotency,
            expect,
            problem,
        } = parts;
        let refuse = |why| Error::new(ErrorKind::Request, why);
        if let Some(problem) = problem {
            return Err(refuse(problem));
        }
        let (path, fixed) = expand(name.template, &path).map_err(refuse)?;
        let query: Vec<String> = fixed.into_iter().chain(query).collect();
        base.join(&path, &query)?;
        let schemes = client.keyring.choose(security)?;
        let mut all = client.headers.clone();
        let accept = HeaderValue::from_str(&accept(expect));
        let accept =
            accept.map_err(|_| refuse("the media type of the reply is not visible ASCII".to_owned()))?;
        all.entry(ACCEPT).or_insert(accept);
        // Not `extend`: a call's header replaces the client's.
        for (name, value) in &headers {
            all.insert(name, value.clone());
        }
        let body = body.map(|body| {
            all.insert(CONTENT_TYPE, body.media_type);
            body.payload
        });
        Ok(Self {
            idempotency: idempotency.unwrap_or_else(|| Idempotency::of(&name.method)),
            name,
            base,
            schemes,
            timeout: timeout.unwrap_or(client.attempt_timeout),
            deadline: deadline.or(client.deadline),
            retries: retries.unwrap_or(client.policy.retries),
            path,
            query,
            headers: all,
            cookies,
            body: body.unwrap_or_default(),
        })
    }

    /// Whether the body can be sent another time.
    pub(crate) fn replay(&self) -> Replay {
        self.body.replay()
    }

    /// The request of one attempt, its body opened.
    pub(crate) async fn request(&self, dress: Dress) -> Result<TransportRequest, Error> {
        let query: Vec<_> = self.query.iter().cloned().chain(dress.query).collect();
        let url = self.base.join(&self.path, &query)?;
        let mut headers = self.headers.clone();
        let cookies: Vec<_> = self.cookies.iter().cloned().chain(dress.cookies).collect();
        if !cookies.is_empty() {
            let mut value = HeaderValue::from_str(&cookies.join("; "))
                .map_err(|_| Error::new(ErrorKind::Request, "the cookies are not visible ASCII"))?;
            value.set_sensitive(true);
            headers.insert(COOKIE, value);
        }
        for (name, value) in &dress.headers {
            headers.insert(name, value.clone());
        }
        let body = self.body.open().await.map_err(|why| Error::new(ErrorKind::Request, why))?;
        Ok(TransportRequest::new(self.name.method.clone(), url, headers, body))
    }
}

/// What is asked for.
fn accept(expect: Expect) -> Cow<'static, str> {
    match expect {
        Expect::Json => "application/json".into(),
        Expect::JsonAs(media_type) => format!("{media_type}, application/json;q=0.9").into(),
        Expect::Live(media_type) => media_type.into(),
        // One of the answers may be JSON, and a server that has several forms of it should send that one.
        Expect::ByStatus => "application/json, */*;q=0.8".into(),
        Expect::Nothing | Expect::Text | Expect::Raw => "*/*".into(),
    }
}

/// Fills a path template with encoded values: the path, and the query that the template brings along. A fragment only
/// tells templates apart, and is never sent.
fn expand(template: &str, values: &[(&'static str, String)]) -> Result<(String, Option<String>), String> {
    for (name, _) in values {
        if !template.contains(&format!("{{{name}}}")) {
            return Err(format!("the path has no parameter `{name}`"));
        }
    }
    let (sent, _) = cut(template, '#');
    let (path, query) = cut(sent, '?');
    if !path.starts_with('/') {
        return Err("the path template does not begin with a slash".to_owned());
    }
    let mut segments = Vec::new();
    for segment in path.split('/') {
        let filled = fill(segment, values, encode_literal)?;
        // Values that are harmless alone may not be so side by side.
        if segment.contains('{') {
            check_segment(&filled).map_err(|why| format!("a segment of the path {why}"))?;
        }
        segments.push(filled);
    }
    let query = query.map(|query| fill(query, values, encode_literal_query)).transpose()?;
    Ok((segments.join("/"), query.filter(|it| !it.is_empty())))
}

/// What stands before a mark and what behind it; a name in braces may hold any.
fn cut(template: &str, mark: char) -> (&str, Option<&str>) {
    let mut inside = false;
    for (at, it) in template.char_indices() {
        match it {
            '{' => inside = true,
            '}' => inside = false,
            it if it == mark && !inside => return (&template[..at], Some(&template[at + mark.len_utf8()..])),
            _ => {}
        }
    }
    (template, None)
}

/// Fills a part of a template.
fn fill(
    template: &str,
    values: &[(&'static str, String)],
    literally: fn(&str) -> String,
) -> Result<String, String> {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or("the path template has an open brace")?;
        let (_, value) = values
            .iter()
            .rev()
            .find(|(given, _)| *given == name)
            .ok_or_else(|| format!("the path parameter `{name}` has no value"))?;
        out.push_str(&literally(literal));
        out.push_str(value);
        rest = after;
    }
    out.push_str(&literally(rest));
    Ok(out)
}
