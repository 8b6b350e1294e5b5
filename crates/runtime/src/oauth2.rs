//! Tokens by OAuth 2.0's client credentials: fetched when one is needed, and kept until it ends.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::Method;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use serde_json::Value;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};
use url::Url;

use crate::auth::TokenProvider;
use crate::base::{Base, PlainHttp};
use crate::error::{Error, ErrorKind};
use crate::http::{HttpTransport, Settings};
use crate::payload::RequestBody;
use crate::percent::encode;
use crate::secret::SecretString;
use crate::transport::{BoxFuture, Transport, TransportError, TransportRequest};

/// A source of tokens by OAuth 2.0's grant of client credentials (RFC 6749, section 4.4), for
/// [`ClientBuilder::token_provider`](crate::ClientBuilder::token_provider).
///
/// A token is fetched when the first call needs one, by one request however many calls wait for it; it is kept until
/// shortly before it ends, or until the server refuses it. It is asked for over a connection of its own: the client's
/// transport, pace and retries have no part in it.
pub struct ClientCredentials {
    token_url: String,
    id: String,
    secret: SecretString,
    scopes: Vec<String>,
    parameters: Vec<(String, String)>,
    place: Place,
    plain: PlainHttp,
    timeout: Duration,
    transport: Option<Arc<dyn Transport>>,
}

/// Where the id and the secret of the client travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Header,
    Body,
}

impl ClientCredentials {
    /// The token endpoint, which must be https or this machine, and what the client is known by there.
    pub fn new(
        token_url: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<SecretString>,
    ) -> Self {
        Self {
            token_url: token_url.into(),
            id: client_id.into(),
            secret: client_secret.into(),
            scopes: Vec::new(),
            parameters: Vec::new(),
            place: Place::Header,
            plain: PlainHttp::LoopbackOnly,
            timeout: Duration::from_secs(30),
            transport: None,
        }
    }

    /// A scope to ask for; without any, the server decides.
    #[must_use]
    pub fn scope(mut self, scope: impl Into<String>) -> Self {
        self.scopes.push(scope.into());
        self
    }

    /// A further parameter of the request, as in `audience`.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// Sends the id and the secret in the body, for servers that do not read them from `Authorization: Basic`, which is
    /// where the standard has them.
    #[must_use]
    pub fn secret_in_body(mut self) -> Self {
        self.place = Place::Body;
        self
    }

    /// The time limit of one request for a token; 30 s by default.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = limit;
        self
    }

    /// Whether the token endpoint may be plain http on another machine, which sends the secret in the clear; `false` by
    /// default.
    #[must_use]
    pub fn danger_allow_http(mut self, allow: bool) -> Self {
        self.plain = if allow { PlainHttp::Anywhere } else { PlainHttp::LoopbackOnly };
        self
    }

    /// Another way to send the requests than the one over HTTP that is built in.
    #[must_use]
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }

    /// The provider.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] for a token URL, an id, a secret or a time limit that cannot be used. No message holds
    /// the value.
    pub fn build(self) -> Result<Arc<dyn TokenProvider>, Error> {
        let Self { token_url, id, secret, scopes, parameters, place, plain, timeout, transport } = self;
        let refuse = |why: &str| Error::new(ErrorKind::Configuration, why);
        let (place_of_url, _) = token_url.split_once('?').unwrap_or((&token_url, ""));
        let base = Base::parse_as("the token URL", place_of_url, plain)?;
        let url = Url::parse(token_url.trim()).ok().filter(|it| it.fragment().is_none());
        let url = url.ok_or_else(|| refuse("the token URL holds a fragment, or what no URL can"))?;
        let (id, secret) = (id.trim(), secret.expose().trim());
        if id.is_empty() || secret.is_empty() {
            return Err(refuse("the id or the secret of the OAuth client is empty"));
        }
        if timeout.is_zero() {
            return Err(refuse("the time limit of the request for a token is zero"));
        }
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        let mut fields = vec![("grant_type", "client_credentials".to_owned())];
        if !scopes.is_empty() {
            fields.push(("scope", scopes.join(" ")));
        }
        fields.extend(parameters.iter().map(|(name, value)| (name.as_str(), value.clone())));
        match place {
            Place::Header => {
                // Both are encoded before they are joined: either may hold a colon.
                let text = STANDARD.encode(format!("{}:{}", encode(id), encode(secret)));
                let value = HeaderValue::from_str(&format!("Basic {text}"));
                let mut value = value.map_err(|_| refuse("the OAuth client cannot be put on a request"))?;
                value.set_sensitive(true);
                headers.insert(AUTHORIZATION, value);
            }
            Place::Body => {
                fields.push(("client_id", id.to_owned()));
                fields.push(("client_secret", secret.to_owned()));
            }
        }
        let pairs = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        let body = pairs.collect::<Vec<_>>().join("&").replace("%20", "+");
        let transport = match transport {
            Some(transport) => transport,
            None => Arc::new(HttpTransport::new(Settings::default(), &base)?),
        };
        Ok(Arc::new(Provider { url, headers, body: body.into(), timeout, transport, kept: Mutex::new(None) }))
    }
}

/// Prints nothing of what was set.
impl std::fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientCredentials").finish_non_exhaustive()
    }
}

/// Fetches tokens, and keeps one.
struct Provider {
    url: Url,
    headers: HeaderMap,
    body: Bytes,
    timeout: Duration,
    transport: Arc<dyn Transport>,
    /// Whoever fetches holds it, and the others wait for what comes.
    kept: Mutex<Option<Kept>>,
}

struct Kept {
    token: SecretString,
    /// When it is no longer used; `None` where the server did not say when it ends.
    until: Option<Instant>,
    born: Instant,
}

/// A token that is younger is not the one that a server refused: that was the one before it, in the hands of many calls.
const YOUNG: Duration = Duration::from_secs(1);

impl TokenProvider for Provider {
    fn token(&self) -> BoxFuture<'_, Result<SecretString, Error>> {
        Box::pin(async move {
            let mut kept = self.kept.lock().await;
            if let Some(it) = kept.as_ref().filter(|it| it.until.is_none_or(|until| Instant::now() < until)) {
                return Ok(it.token.clone());
            }
            *kept = None;
            let fetched = timeout(self.timeout, self.fetch()).await;
            let fetched =
                fetched.map_err(|_| Error::credential("the token endpoint did not answer in time"))??;
            Ok(kept.insert(fetched).token.clone())
        })
    }

    fn invalidate(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let mut kept = self.kept.lock().await;
            if kept.as_ref().is_some_and(|it| it.born.elapsed() >= YOUNG) {
                *kept = None;
            }
        })
    }
}

impl Provider {
    async fn fetch(&self) -> Result<Kept, Error> {
        let body = RequestBody::whole(self.body.clone());
        let request = TransportRequest::new(Method::POST, self.url.clone(), self.headers.clone(), body);
        let born = Instant::now();
        let mut reply = self.transport.send(request).await.map_err(TransportError::into_error)?;
        let mut body = Vec::new();
        while let Some(chunk) = reply.body.chunk().await.map_err(TransportError::into_error)? {
            /// No token is larger, and servers of headers take much less.
            const LARGEST: usize = 64 << 10;
            if body.len() + chunk.len() > LARGEST {
                return Err(Error::credential("the token endpoint answered with more than a token"));
            }
            body.extend_from_slice(&chunk);
        }
        let answer = serde_json::from_slice::<Value>(&body).unwrap_or_default();
        if !reply.status.is_success() {
            let code = answer.get("error").and_then(Value::as_str).and_then(known_code);
            let code = code.map(|code| format!(": {code}")).unwrap_or_default();
            return Err(Error::credential(format!("the token endpoint answered {}{code}", reply.status)));
        }
        let bearer = answer.get("token_type").and_then(Value::as_str);
        if bearer.is_some_and(|it| !it.eq_ignore_ascii_case("bearer")) {
            return Err(Error::credential("the token endpoint gave a token of another kind than bearer"));
        }
        let token = answer.get("access_token").and_then(Value::as_str).map(SecretString::from);
        let token = token.and_then(|it| it.tidy().ok().map(SecretString::from));
        let token =
            token.ok_or_else(|| Error::credential("the token endpoint gave no token that can be sent"))?;
        let lifetime = answer.get("expires_in").and_then(seconds);
        Ok(Kept { token, until: lifetime.and_then(|it| born.checked_add(usable(it))), born })
    }
}

/// A token is not used to its last moment: it has to arrive before that.
fn usable(lifetime: Duration) -> Duration {
    const MARGIN: Duration = Duration::from_secs(30);
    lifetime - MARGIN.min(lifetime / 10)
}

/// Some servers write the number as text.
fn seconds(value: &Value) -> Option<Duration> {
    let seconds = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// The codes of RFC 6749, which say nothing confidential; what else stands there may.
fn known_code(text: &str) -> Option<&'static str> {
    const CODES: [&str; 6] = [
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
    ];
    CODES.into_iter().find(|code| *code == text)
}
