//! How a client is set up.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use http::header::{HeaderMap, USER_AGENT};

use crate::auth::{Credential, Keyring, TokenProvider};
use crate::base::PlainHttp;
use crate::budget::Budget;
use crate::client::{Client, Inner, Limits, Service};
use crate::error::{Error, ErrorKind};
use crate::headers;
use crate::http::{HttpTransport, Settings};
use crate::pace::Pace;
use crate::retry::Policy;
use crate::secret::SecretString;
use crate::servers::{Choice, Known, Server, Servers};
use crate::transport::Transport;

/// Sets up a [`Client`]. Nothing fails before [`build`](Self::build).
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder<S> {
    servers: Choice,
    plain: PlainHttp,
    keyring: Keyring,
    app_id: Option<String>,
    headers: Vec<(String, String)>,
    attempt_timeout: Duration,
    deadline: Option<Duration>,
    policy: Policy,
    /// Retries per second, and per call.
    budget: (u32, f64),
    interval: Option<Duration>,
    idle_timeout: Duration,
    limits: Limits,
    transport: Option<Arc<dyn Transport>>,
    pub(crate) http: Settings,
    service: PhantomData<fn() -> S>,
}

impl<S> ClientBuilder<S> {
    pub(crate) fn new() -> Self {
        Self {
            servers: Choice::default(),
            plain: PlainHttp::LoopbackOnly,
            keyring: Keyring::default(),
            app_id: None,
            headers: Vec::new(),
            attempt_timeout: Duration::from_secs(120),
            deadline: None,
            policy: Policy::default(),
            budget: (1, 0.2),
            interval: None,
            idle_timeout: Duration::from_secs(120),
            limits: Limits::default(),
            transport: None,
            http: Settings::default(),
            service: PhantomData,
        }
    }

    /// Where the API is, as in `https://example.org/prefix`; the path prefix is kept. The default is the server that
    /// the document names.
    ///
    /// It must be https, or http to this machine; user name, password, query and fragment are refused.
    ///
    /// Every call goes there, and every credential: also calls of operations for which the document names a server of
    /// their own. [`route`](Self::route) makes exceptions.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.servers.base_url = Some(url.into());
        self
    }

    /// One of the servers that the document names, in place of the first. Operations that have a server of their own
    /// keep it. It has no effect beside [`base_url`](Self::base_url).
    pub fn server(mut self, server: Server) -> Self {
        self.servers.server = Some(server);
        self
    }

    /// The value of a variable in the URLs of the servers that the document names; its default is the document's.
    ///
    /// A value that the document does not list is refused, and so is one that would make another URL of it.
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.servers.variables.push((name.into(), value.into()));
        self
    }

    /// Sends what the document sends to `server`, by its URL as the document writes it, to `base_url` in place of it.
    ///
    /// It is for operations that have a server of their own, where [`base_url`](Self::base_url) would take them too.
    pub fn route(mut self, server: impl Into<String>, base_url: impl Into<String>) -> Self {
        self.servers.routes.push((server.into(), base_url.into()));
        self
    }

    /// The token for every scheme of kind bearer, OAuth 2 or OpenID Connect that has no credential of its own.
    ///
    /// White space around it is cut off; what is left must be visible ASCII and not empty.
    pub fn bearer(mut self, token: impl Into<SecretString>) -> Self {
        self.keyring.bearer = Some(Credential::Token(token.into()));
        self
    }

    /// A source of tokens in place of [`bearer`](Self::bearer); it is asked for each attempt.
    pub fn token_provider(mut self, provider: Arc<dyn TokenProvider>) -> Self {
        self.keyring.bearer = Some(Credential::Provider(provider));
        self
    }

    /// The credential for one security scheme, by its name in the document. Where the document has several, the one that
    /// an operation asks for is sent, and no other.
    ///
    /// A key in a header is the whole value of that header, as in `Token abc` where the service wants that word.
    pub fn credential(mut self, scheme: impl Into<String>, credential: Credential) -> Self {
        self.keyring.named.push((scheme.into(), credential));
        self
    }

    /// What follows the client's name in the `User-Agent` header, as in `my-app/1.2`.
    pub fn app_id(mut self, app_id: impl Into<String>) -> Self {
        self.app_id = Some(app_id.into());
        self
    }

    /// A header for every request. Those that a call may not set, a default may not either, see
    /// [`Call::header`](crate::Call::header).
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The time limit for name look-up, TCP and TLS together; 5 s by default, since a host that is up answers sooner.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.http.connect_timeout = timeout;
        self
    }

    /// The time limit of one attempt, from the first byte out to the last byte in; 120 s by default.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = timeout;
        self
    }

    /// The time limit of a whole call: every attempt, every pause between two, the wait for its turn; none by default,
    /// since a call that may be tried again may take four times the limit of an attempt.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How many attempts may follow one that failed; 3 by default, 0 for none.
    ///
    /// - Where there was no connection, and where the server turned the request away (429, or 503 that says when to come
    ///   back), every call is sent again.
    /// - Where the server may have acted on the request (408, 500, 502, 503, 504, a time limit, a broken connection),
    ///   only calls that are safe or idempotent are, see [`Call::idempotency`](crate::Call::idempotency).
    /// - Nothing else is.
    pub fn retries(mut self, retries: u32) -> Self {
        self.policy.retries = retries;
        self
    }

    /// The pause before the first retry and the longest that pauses grow to by doubling; 500 ms and 8 s by default. Each
    /// is made longer by a random part of itself, so that clients that failed together come back one by one, and by
    /// whatever more the server asks for.
    pub fn backoff(mut self, first: Duration, cap: Duration) -> Self {
        (self.policy.first, self.policy.cap) = (first, cap);
        self
    }

    /// The longest wait that a server may ask for (`Retry-After`); 60 s by default. A call that is asked to wait longer
    /// fails at once, and its error says how long, see [`Error::retry_after`].
    pub fn patience(mut self, patience: Duration) -> Self {
        self.policy.patience = patience;
        self
    }

    /// How many retries the client and its clones make in all, within any ten seconds: `per_second` on average, or
    /// `share` of their calls if that is more; 1 and 0.2 by default. A call that is refused one fails with the error at
    /// hand. It spares a service that is down; retries after a 429 do not count.
    pub fn retry_budget(mut self, per_second: u32, share: f64) -> Self {
        self.budget = (per_second, share);
        self
    }

    /// How many requests the client and its clones send in a minute, retries included, evenly spaced; no limit by
    /// default, and 0 is none either.
    pub fn requests_per_minute(mut self, requests: u32) -> Self {
        self.interval = Duration::from_secs(60).checked_div(requests);
        self
    }

    /// The largest body, in decoded bytes, that is read as JSON or text; 64 MiB by default.
    pub fn json_limit(mut self, bytes: usize) -> Self {
        self.limits.json = bytes;
        self
    }

    /// The largest body, in decoded bytes, that is returned as bytes; 256 MiB by default.
    pub fn bytes_limit(mut self, bytes: usize) -> Self {
        self.limits.bytes = bytes;
        self
    }

    /// How much of an error body is kept, in decoded bytes; 1 MiB by default. What is over it is cut off.
    pub fn error_limit(mut self, bytes: usize) -> Self {
        self.limits.error = bytes;
        self
    }

    /// The largest event of a stream, or value of a stream of JSON, in decoded bytes; 16 MiB by default.
    pub fn event_limit(mut self, bytes: usize) -> Self {
        self.limits.event = bytes;
        self
    }

    /// How long a stream may go without a complete line, and a download without a byte; 120 s by default, since servers
    /// that have nothing to say send a comment every 15 s or so. A stream that shows that it is alive may last for ever.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// Whether a base URL may be plain http to another machine, which sends credentials in the clear; `false` by
    /// default.
    pub fn danger_allow_http(mut self, allow: bool) -> Self {
        self.plain = if allow { PlainHttp::Anywhere } else { PlainHttp::LoopbackOnly };
        self
    }

    /// Another way to send requests than the one over HTTP that is built in.
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = Some(transport);
        self
    }
}

impl<S: Service> ClientBuilder<S> {
    /// Takes the key and the base URL from the environment, by a look-up such as that of [`std::env::var`].
    pub(crate) fn from_variables(variable: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let filled = |name: &&str| variable(name).filter(|value| !value.trim().is_empty());
        let mut builder = Self::new();
        let mut found = false;
        for (scheme, variables) in S::CREDENTIAL_VARIABLES {
            if let Some(credential) = variables.read(|name| filled(&name)) {
                builder = builder.credential(*scheme, credential);
                found = true;
            }
        }
        match S::KEY_VARIABLES.iter().find_map(filled) {
            Some(key) => builder = builder.bearer(key),
            None if S::KEY_VARIABLES.is_empty() || found => {}
            None => {
                return Err(Error::new(
                    ErrorKind::Configuration,
                    format!("no key in the environment: set {}", S::KEY_VARIABLES.join(" or ")),
                ));
            }
        }
        if let Some(url) = S::BASE_URL_VARIABLE.as_ref().and_then(filled) {
            builder = builder.base_url(url);
        }
        Ok(builder)
    }

    /// The client.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] for a base URL, a credential, a header or a time limit that cannot be used. No
    /// message holds the value.
    pub fn build(self) -> Result<Client<S>, Error> {
        let Self {
            servers,
            plain,
            keyring,
            app_id,
            headers,
            attempt_timeout,
            deadline,
            policy,
            budget: (floor, share),
            interval,
            idle_timeout,
            limits,
            transport,
            http,
            service,
        } = self;
        let known = Known { default: S::SERVER, servers: S::SERVERS, of_operations: S::OPERATION_SERVERS };
        let servers = Servers::new(servers, &known, plain)?;
        let keyring = Keyring { variables: S::KEY_VARIABLES, by_scheme: S::CREDENTIAL_VARIABLES, ..keyring };
        let keyring = keyring.tidy(S::SCHEMES)?;
        let headers = default_headers(S::USER_AGENT, app_id.as_deref(), &headers)?;
        let times = [Some(attempt_timeout), Some(http.connect_timeout), Some(idle_timeout), deadline];
        if times.into_iter().flatten().any(|it| it.is_zero()) {
            return Err(refuse("a time limit is zero"));
        }
        let transport = match transport {
            Some(transport) => transport,
            None => Arc::new(HttpTransport::new(http, servers.base())?),
        };
        let inner = Inner {
            servers,
            keyring,
            headers,
            attempt_timeout,
            deadline,
            policy,
            budget: Budget::new(floor, share),
            pace: Pace::new(interval),
            idle_timeout,
            limits,
            transport,
        };
        Ok(Client::new(inner, service))
    }
}

fn refuse(why: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, why)
}

fn default_headers(agent: &str, app_id: Option<&str>, own: &[(String, String)]) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::new();
    let agent = app_id.map_or_else(|| agent.to_owned(), |app| format!("{agent} {}", app.trim()));
    let agent =
        headers::visible(&agent).ok_or_else(|| refuse("the name of the application is not visible ASCII"))?;
    headers.insert(USER_AGENT, agent);
    for (name, value) in own {
        let (name, value) = headers::own(name, value).map_err(refuse)?;
        headers.insert(name, value);
    }
    Ok(headers)
}

/// Prints nothing of what was set.
impl<S> fmt::Debug for ClientBuilder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
