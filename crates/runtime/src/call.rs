//! A call: everything about one request that does not depend on the client, as a value.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::HeaderMap;
use http::{HeaderName, HeaderValue, Method};

use crate::auth::Security;
use crate::body::{Body, Content};
use crate::codec::{Encode, Model, Single};
use crate::error::CallName;
use crate::headers;
use crate::param::{self, CookieStyle, HeaderStyle, PathStyle, QueryStringStyle, QueryStyle, Reserved};
use crate::percent;
use crate::reply::{Case, Reader, Reply};
use crate::retry::Idempotency;
use crate::servers::Server;
use crate::tree::Tree;

/// A request to an operation whose reply is read as a `T`.
///
/// Building one never fails: the first value that cannot be sent is remembered, and the client returns it as an
/// error of kind [`ErrorKind::Request`](crate::ErrorKind::Request) before anything is sent.
#[must_use = "a call does nothing until a client sends it"]
pub struct Call<T> {
    parts: Box<Parts>,
    reader: Reader<T>,
}

/// The part of a call that knows nothing of the type of its value.
#[derive(Clone)]
pub(crate) struct Parts {
    pub(crate) name: CallName,
    /// The server of the operation, where the document names one.
    pub(crate) server: Option<Server>,
    pub(crate) security: Security,
    /// Encoded path parameters.
    pub(crate) path: Vec<(&'static str, String)>,
    /// Encoded `name=value` pairs.
    pub(crate) query: Vec<String>,
    pub(crate) headers: HeaderMap,
    /// Encoded `name=value` pairs.
    pub(crate) cookies: Vec<String>,
    pub(crate) body: Option<Content>,
    /// The attempt timeout, where the call has one of its own.
    pub(crate) timeout: Option<Duration>,
    /// The limits of all attempts together, where the call has its own.
    pub(crate) deadline: Option<Duration>,
    pub(crate) retries: Option<u32>,
    /// Where it is not what the method says.
    pub(crate) idempotency: Option<Idempotency>,
    pub(crate) expect: Expect,
    /// The first thing that went wrong while building, without any value.
    pub(crate) problem: Option<String>,
}

/// What a call wants of the body of its reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expect {
    Nothing,
    Json,
    /// JSON under a media type of its own.
    JsonAs(&'static str),
    Text,
    Raw,
    ByStatus,
    /// A stream of that media type.
    Live(&'static str),
}

/// The attempt timeout of calls that are known to take long.
const LONG: Duration = Duration::from_secs(600);

impl Call<()> {
    /// A `GET` of a path template such as `/files/{id}`.
    pub fn get(template: &'static str, security: Security) -> Self {
        Self::new(Method::GET, template, security)
    }

    /// A `PUT`.
    pub fn put(template: &'static str, security: Security) -> Self {
        Self::new(Method::PUT, template, security)
    }

    /// A `POST`.
    pub fn post(template: &'static str, security: Security) -> Self {
        Self::new(Method::POST, template, security)
    }

    /// A `PATCH`.
    pub fn patch(template: &'static str, security: Security) -> Self {
        Self::new(Method::PATCH, template, security)
    }

    /// A `DELETE`.
    pub fn delete(template: &'static str, security: Security) -> Self {
        Self::new(Method::DELETE, template, security)
    }

    /// A `HEAD`.
    pub fn head(template: &'static str, security: Security) -> Self {
        Self::new(Method::HEAD, template, security)
    }

    /// An `OPTIONS`.
    pub fn options(template: &'static str, security: Security) -> Self {
        Self::new(Method::OPTIONS, template, security)
    }

    /// A `TRACE`.
    pub fn trace(template: &'static str, security: Security) -> Self {
        Self::new(Method::TRACE, template, security)
    }

    /// Any other method, as in `QUERY`.
    pub fn with_method(method: &'static str, template: &'static str, security: Security) -> Self {
        let parsed = Method::from_bytes(method.as_bytes());
        let known = parsed.is_ok();
        let mut call = Self::new(parsed.unwrap_or_default(), template, security);
        if !known {
            call.parts.problem = Some("the method is none of HTTP".to_owned());
        }
        call
    }

    fn new(method: Method, template: &'static str, security: Security) -> Self {
        let parts = Parts {
            name: CallName { method, template },
            server: None,
            security,
            path: Vec::new(),
            query: Vec::new(),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            body: None,
            timeout: None,
            deadline: None,
            retries: None,
            idempotency: None,
            expect: Expect::Nothing,
            problem: None,
        };
        Self { parts: Box::new(parts), reader: Reader::One(Reply::empty) }
    }
}

impl<T> Call<T> {
    /// The method.
    pub fn method(&self) -> &Method {
        &self.parts.name.method
    }

    /// The path template, with its parameters in braces.
    pub fn template(&self) -> &'static str {
        self.parts.name.template
    }

    /// Fills `{name}` in the template, in OpenAPI's style `simple`. A value that would not stay one path segment is
    /// refused: empty, `.`, `..`, with a slash, backslash or control character, plain or percent-encoded.
    pub fn path(self, name: &'static str, value: impl Encode) -> Self {
        self.path_as(name, PathStyle::Simple, value)
    }

    /// As [`path`](Self::path), in another style.
    pub fn path_as(mut self, name: &'static str, style: PathStyle, value: impl Encode) -> Self {
        let text = match value.single() {
            Single::Text(text) if style == PathStyle::Simple && param::is_word(&text) => {
                Ok(text.into_owned())
            }
            _ => tree(name, &value).and_then(|tree| param::path(name, style, &tree)),
        };
        self.parts.keep(text, |parts, text| parts.path.push((name, text)));
        self
    }

    /// A query parameter in OpenAPI's default style, [`QueryStyle::FormExploded`]: `None` is left out, a list is
    /// repeated, an object becomes its properties.
    pub fn query(self, name: &'static str, value: impl Encode) -> Self {
        self.query_as(name, QueryStyle::FormExploded, value)
    }

    /// A query parameter in another style. `None` is left out.
    pub fn query_as(self, name: &'static str, style: QueryStyle, value: impl Encode) -> Self {
        self.query_parameter(name, (style, Reserved::Encoded), &value)
    }

    /// A query parameter with OpenAPI's `allowReserved`: characters that mean something in URLs, and percent-encodings,
    /// stand as they are. Encoded all the same is what a query cannot hold (`#`, `[`, `]`, `'`) and what would end the
    /// value or be read as something else (`&`, `+`).
    pub fn query_reserved(self, name: &'static str, style: QueryStyle, value: impl Encode) -> Self {
        self.query_parameter(name, (style, Reserved::Kept), &value)
    }

    fn query_parameter(
        mut self,
        name: &'static str,
        (style, reserved): (QueryStyle, Reserved),
        value: &dyn Encode,
    ) -> Self {
        let pairs = match value.single() {
            Single::Null => return self,
            Single::Text(text) if style == QueryStyle::FormExploded && param::is_word(&text) => {
                Ok(vec![format!("{}={text}", percent::encode(name))])
            }
            _ => tree(name, value).and_then(|tree| param::query(name, style, reserved, &tree)),
        };
        self.parts.keep(pairs, |parts, pairs| parts.query.extend(pairs));
        self
    }

    /// A parameter that is a whole query string; its name is only for messages. `None` is left out.
    pub fn query_string(mut self, name: &'static str, style: QueryStringStyle, value: impl Encode) -> Self {
        let query = tree(name, &value).and_then(|tree| param::query_string(name, style, &tree));
        self.parts.keep(query, |parts, query| parts.query.extend(query));
        self
    }

    /// A header parameter in OpenAPI's style `simple`. `None` is left out; a reserved header is refused.
    pub fn header_param(self, name: &'static str, value: impl Encode) -> Self {
        self.header_param_as(name, HeaderStyle::Simple, value)
    }

    /// As [`header_param`](Self::header_param), in another style.
    pub fn header_param_as(mut self, name: &'static str, style: HeaderStyle, value: impl Encode) -> Self {
        let text = tree(name, &value).and_then(|tree| param::header(name, style, &tree));
        let header = text.and_then(|text| text.map(|text| headers::own(name, &text)).transpose());
        self.parts.keep(header, |parts, header| parts.headers.extend(header));
        self
    }

    /// A cookie parameter in OpenAPI's default style, [`CookieStyle::FormExploded`]. `None` is left out.
    pub fn cookie_param(self, name: &'static str, value: impl Encode) -> Self {
        self.cookie_param_as(name, CookieStyle::FormExploded, value)
    }

    /// A cookie parameter in another style. `None` is left out.
    pub fn cookie_param_as(mut self, name: &'static str, style: CookieStyle, value: impl Encode) -> Self {
        let pairs = tree(name, &value).and_then(|tree| param::cookie(name, style, &tree));
        self.parts.keep(pairs, |parts, pairs| parts.cookies.extend(pairs));
        self
    }

    /// A header parameter called `Cookie`: cookies as somebody else gave them, which go before those of the call and
    /// of the client. `None` is left out.
    pub fn cookies(mut self, name: &'static str, value: impl Encode) -> Self {
        let text = tree(name, &value).and_then(|tree| param::cookies(name, &tree));
        self.parts.keep(text, |parts, text| parts.cookies.extend(text));
        self
    }

    /// Sends the call to another server than those of other operations. Where the client has a base URL of the caller's
    /// own, it goes there all the same, unless [`route`](crate::ClientBuilder::route) says otherwise.
    ///
    /// The credentials of the client go along, as they do to every server that the document names.
    pub fn server(mut self, server: Server) -> Self {
        self.parts.server = Some(server);
        self
    }

    /// The body.
    pub fn body(mut self, body: impl Into<Body>) -> Self {
        let content = body.into().content;
        self.parts.keep(content, |parts, content| parts.body = content);
        self
    }

    /// A header of the caller's own. Reserved are those that the runtime or HTTP itself sets: `authorization`,
    /// `host`, `content-length`, `transfer-encoding`, `content-type`, `cookie`, `connection`, `te`, `upgrade`.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let header = headers::own(name.as_ref(), value.as_ref());
        self.parts.keep(header, |parts, (name, value): (HeaderName, HeaderValue)| {
            parts.headers.insert(name, value);
        });
        self
    }

    /// Gives the attempt 600 s rather than the client's limit, for operations that are known to take long.
    pub fn long(self) -> Self {
        self.timeout(LONG)
    }

    /// The time limit of one attempt, from the first byte out to the last byte in. The client's own is 120 s unless
    /// it was set otherwise.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.timeout = Some(timeout);
        self
    }

    /// The time limit of the whole call: every attempt, every pause between two, the wait for its turn. By default it is
    /// the client's, which has none unless it was set.
    ///
    /// Where the next attempt would begin after it, the call fails at once with the error at hand.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.parts.deadline = Some(deadline);
        self
    }

    /// How many attempts may follow one that failed, rather than as many as the client is set to (3 by default); 0 for
    /// none. See [`ClientBuilder::retries`](crate::ClientBuilder::retries) for what is tried again.
    pub fn retries(mut self, retries: u32) -> Self {
        self.parts.retries = Some(retries);
        self
    }

    /// What repeating this request does to the server, where it is not what its method says.
    ///
    /// A `POST` that only searches is [`Idempotency::Safe`]; one that carries a key of the caller's own by which the
    /// server knows a repetition is [`Idempotency::Idempotent`]. Both are then tried again as a `GET` is.
    pub fn idempotency(mut self, idempotency: Idempotency) -> Self {
        self.parts.idempotency = Some(idempotency);
        self
    }

    /// Reads the reply as JSON.
    pub fn json<U: Model>(mut self) -> Call<U> {
        self.parts.expect = Expect::Json;
        Call { parts: self.parts, reader: Reader::One(Reply::json) }
    }

    /// Reads the reply as JSON under a media type of its own, as in `application/scim+json`. It is asked for first, and
    /// `application/json` after it.
    pub fn json_as<U: Model>(self, media_type: &'static str) -> Call<U> {
        self.read_as(Expect::JsonAs(media_type), Reader::One(Reply::json))
    }

    /// Reads the reply as UTF-8 text.
    pub fn text(self) -> Call<String> {
        self.read_as(Expect::Text, Reader::One(Reply::text))
    }

    /// Takes the body of the reply as it is.
    pub fn raw(self) -> Call<Bytes> {
        self.read_as(Expect::Raw, Reader::One(Reply::raw))
    }

    /// Reads the reply by its status: the case of the very status, else the one for any, else the call fails with
    /// [`ErrorKind::UnexpectedStatus`](crate::ErrorKind::UnexpectedStatus).
    pub fn by_status<U>(self, cases: &'static [Case<U>]) -> Call<U> {
        self.read_as(Expect::ByStatus, Reader::ByStatus(cases.to_vec()))
    }

    pub(crate) fn read_as<U>(mut self, expect: Expect, reader: Reader<U>) -> Call<U> {
        self.parts.expect = expect;
        Call { parts: self.parts, reader }
    }

    pub(crate) fn split(self) -> (Box<Parts>, Reader<T>) {
        (self.parts, self.reader)
    }
}

impl Parts {
    /// Stores what was built, or the first problem.
    fn keep<V>(&mut self, built: Result<V, String>, store: impl FnOnce(&mut Self, V)) {
        match built {
            Ok(value) => store(self, value),
            Err(problem) => self.problem = self.problem.take().or(Some(problem)),
        }
    }
}

fn tree(name: &str, value: &dyn Encode) -> Result<Tree, String> {
    Tree::of(value).map_err(|why| format!("the parameter `{name}`: {why}"))
}

impl<T> Clone for Call<T> {
    fn clone(&self) -> Self {
        Self { parts: self.parts.clone(), reader: self.reader.clone() }
    }
}

/// Prints the method and the path template.
impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Call({})", self.parts.name)
    }
}
