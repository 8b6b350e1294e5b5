//! The client: credential, attempt, transport, decoding.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderMap, LOCATION};
use http::{Method, StatusCode};
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::auth::Keyring;
use crate::base::Base;
use crate::builder::ClientBuilder;
use crate::call::{Call, Expect, Parts};
use crate::download::{self, Overflow};
use crate::error::{Error, ErrorKind, Phase};
use crate::headers::request_id;
use crate::plan::Plan;
use crate::reply::Reply;
use crate::response::Response;
use crate::transport::{Transport, TransportError};

/// What a generated crate says of the service it is for.
pub trait Service: 'static {
    /// The crate's name and version, as in `paradigm-client/0.1.0`.
    const USER_AGENT: &'static str;
    /// The server that the document names: the base URL unless another is set.
    const SERVER: Option<&'static str>;
    /// The environment variables that may hold the key, in the order in which they are tried.
    const KEY_VARIABLES: &'static [&'static str];
    /// The environment variable that may hold the base URL.
    const BASE_URL_VARIABLE: Option<&'static str>;
}

/// Sends calls to one service. Cloning is cheap, and the clones share their connections.
///
/// `S` only fixes the defaults; nothing of a client is generic underneath.
pub struct Client<S> {
    inner: Arc<Inner>,
    service: PhantomData<fn() -> S>,
}

/// The client without its type parameter, so that its code is compiled once.
pub(crate) struct Inner {
    pub(crate) base: Base,
    pub(crate) keyring: Keyring,
    /// What every request carries: the user agent and the caller's defaults.
    pub(crate) headers: HeaderMap,
    pub(crate) attempt_timeout: Duration,
    pub(crate) limits: Limits,
    pub(crate) transport: Arc<dyn Transport>,
}

/// The largest bodies, in decoded bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) json: usize,
    pub(crate) bytes: usize,
    pub(crate) error: usize,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: usize = 1 << 20;
        Self { json: 64 * MIB, bytes: 256 * MIB, error: MIB }
    }
}

impl<S: Service> Client<S> {
    /// Sets a client up.
    pub fn builder() -> ClientBuilder<S> {
        ClientBuilder::new()
    }

    /// A client whose key comes from the environment, and whose base URL does too if it is there.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] if none of the key variables is set, or if a value cannot be used.
    pub fn from_env() -> Result<Self, Error> {
        // A value that is not Unicode becomes one that is refused, rather than one that seems absent.
        let variable = |name: &str| Some(std::env::var_os(name)?.to_string_lossy().into_owned());
        ClientBuilder::from_variables(variable)?.build()
    }
}

impl<S> Client<S> {
    pub(crate) fn new(inner: Inner, service: PhantomData<fn() -> S>) -> Self {
        Self { inner: Arc::new(inner), service }
    }

    /// Sends a call and returns its value.
    ///
    /// # Errors
    ///
    /// Everything that [`ErrorKind`] lists.
    pub async fn send<T>(&self, call: Call<T>) -> Result<T, Error> {
        self.send_full(call).await.map(Response::into_value)
    }

    /// Sends a call and returns its value with the status, the headers and the like.
    ///
    /// # Errors
    ///
    /// Everything that [`ErrorKind`] lists.
    pub async fn send_full<T>(&self, call: Call<T>) -> Result<Response<T>, Error> {
        let (parts, reader) = call.split();
        let (reply, elapsed) = self.inner.exchange(parts).await?;
        let (status, headers, attempts) = (reply.status, reply.headers.clone(), reply.attempts);
        let value = reader.read(reply)?;
        let request_id = request_id(&headers);
        Ok(Response { value, status, headers, request_id, attempts, elapsed })
    }

    /// Sends any call and returns the body of its reply as it is, whatever its success status and content type.
    ///
    /// # Errors
    ///
    /// Everything that [`ErrorKind`] lists but what decoding may find.
    pub async fn bytes<T>(&self, call: Call<T>) -> Result<Response<Bytes>, Error> {
        self.send_full(call.raw()).await
    }
}

impl Inner {
    /// Sends a call, and once more if a provider's token was refused; returns a success with its whole body.
    async fn exchange(&self, parts: Parts) -> Result<(Reply, Duration), Error> {
        let start = Instant::now();
        let name = parts.name.clone();
        let plan = Plan::new(parts, self).map_err(|error| error.at(&name))?;
        let mut attempts = 1;
        let mut reply = self.attempt(&plan, attempts).await;
        if self.refused(&plan, &reply).await {
            attempts += 1;
            reply = self.attempt(&plan, attempts).await;
        }
        let reply = reply.and_then(|reply| self.judge(reply));
        let reply = reply.map_err(|error| error.at(&name).attempts_made(attempts))?;
        Ok((reply, start.elapsed()))
    }

    /// Whether the server refused a token that can be had afresh; if so, it is forgotten.
    async fn refused(&self, plan: &Plan, reply: &Result<Reply, Error>) -> bool {
        if !reply.as_ref().is_ok_and(|reply| reply.status == StatusCode::UNAUTHORIZED) {
            return false;
        }
        let mut any = false;
        for provider in self.keyring.providers(plan.schemes) {
            provider.invalidate().await;
            any = true;
        }
        any
    }

    /// One request and its reply, whatever its status.
    async fn attempt(&self, plan: &Plan, attempts: u32) -> Result<Reply, Error> {
        let dress = self.keyring.dress(plan.schemes).await?;
        let request = plan.request(&self.base, dress)?;
        let deadline = deadline(plan.timeout);
        let reply = match timeout_at(deadline, self.transport.send(request)).await {
            Ok(reply) => reply.map_err(TransportError::into_error)?,
            Err(_) => return Err(Error::timeout(Phase::Headers)),
        };
        let (status, headers) = (reply.status, reply.headers);
        let overflow = self.overflow(plan, status);
        let announced = if plan.name.method == Method::HEAD { None } else { download::announced(&headers) };
        let body = match timeout_at(deadline, download::read(reply.body, announced, overflow)).await {
            Ok(body) => body,
            // The status is worth more than the rest of a body that is only there to explain it.
            Err(_) if matches!(overflow, Overflow::Cut(_)) => Ok(Bytes::new()),
            Err(_) => Err(Error::timeout(Phase::Body)),
        };
        let body = body.map_err(|error| error.reply(Some(status), &headers, &Bytes::new()))?;
        Ok(Reply { status, headers, body, call: plan.name.clone(), attempts })
    }

    /// How much of a body is read, and what happens beyond it.
    fn overflow(&self, plan: &Plan, status: StatusCode) -> Overflow {
        if !status.is_success() {
            return Overflow::Cut(self.limits.error);
        }
        match plan.expect {
            Expect::Nothing => Overflow::Cut(self.limits.error),
            Expect::Json | Expect::Text | Expect::ByStatus => Overflow::Fail(self.limits.json),
            Expect::Raw => Overflow::Fail(self.limits.bytes),
        }
    }

    /// Lets success through and makes errors of the rest.
    fn judge(&self, reply: Reply) -> Result<Reply, Error> {
        let Reply { status, headers, body, .. } = &reply;
        if status.is_success() {
            return Ok(reply);
        }
        let (kind, reason) = if status.is_redirection() {
            let target = self.target(headers).unwrap_or_else(|| "nowhere".to_owned());
            (ErrorKind::Redirect, format!("answered {status}, a redirect to {target} that was not followed"))
        } else {
            (ErrorKind::Status, format!("answered {status}"))
        };
        Err(Error::new(kind, reason).reply(Some(*status), headers, body))
    }

    /// The host that a redirect points to, and nothing else of its URL.
    fn target(&self, headers: &HeaderMap) -> Option<String> {
        let location = headers.get(LOCATION)?.to_str().ok()?;
        let url = Url::parse(self.base.origin()).ok()?.join(location).ok()?;
        url.host_str().map(str::to_owned)
    }
}

/// When a time limit ends; limits too long to count end in a year.
fn deadline(timeout: Duration) -> Instant {
    const YEAR: Duration = Duration::from_secs(365 * 86_400);
    Instant::now() + timeout.min(YEAR)
}

impl<S> Clone for Client<S> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), service: PhantomData }
    }
}

/// Prints the origin of the base URL.
impl<S> fmt::Debug for Client<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("origin", &self.inner.base).finish_non_exhaustive()
    }
}
