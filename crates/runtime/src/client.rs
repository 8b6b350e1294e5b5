//! The client: what it holds, and the ways to send a call.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::HeaderMap;

use crate::auth::{CredentialVariables, Keyring, Scheme};
use crate::budget::Budget;
use crate::builder::ClientBuilder;
use crate::call::{Call, Parts};
use crate::error::Error;
#[cfg(doc)]
use crate::error::ErrorKind;
use crate::events::Events;
use crate::flow::Opened;
use crate::headers::request_id;
use crate::live::{AsItComes, Whole};
use crate::pace::Pace;
use crate::reply::{Open, Reader, Reply};
use crate::response::Response;
use crate::retry::Policy;
use crate::servers::{Server, Servers};
use crate::transport::Transport;

/// What a generated crate says of the service it is for.
pub trait Service: 'static {
    /// The crate's name and version, as in `paradigm-client/0.1.0`.
    const USER_AGENT: &'static str;
    /// The base URL unless another is set: the first server that the document names, with the defaults of its variables.
    const SERVER: Option<&'static str>;
    /// All servers that the document names.
    const SERVERS: &'static [Server] = &[];
    /// The servers that it names for some of its operations.
    const OPERATION_SERVERS: &'static [Server] = &[];
    /// The security schemes of the document, for which a client may have credentials.
    const SCHEMES: &'static [Scheme] = &[];
    /// The environment variables that may hold the key, in the order in which they are tried.
    const KEY_VARIABLES: &'static [&'static str];
    /// The environment variable that may hold the base URL.
    const BASE_URL_VARIABLE: Option<&'static str>;
    /// The environment variables that may hold the credentials of single schemes.
    const CREDENTIAL_VARIABLES: &'static [(&'static str, CredentialVariables)] = &[];
}

/// Sends calls to one service. Cloning is cheap, and the clones share their connections, their pace and their budget of
/// retries.
///
/// `S` only fixes the defaults; nothing of a client is generic underneath.
pub struct Client<S> {
    pub(crate) inner: Arc<Inner>,
    service: PhantomData<fn() -> S>,
}

/// The client without its type parameter, so that its code is compiled once.
pub(crate) struct Inner {
    pub(crate) servers: Servers,
    pub(crate) keyring: Keyring,
    /// What every request carries: the user agent and the caller's defaults.
    pub(crate) headers: HeaderMap,
    pub(crate) attempt_timeout: Duration,
    pub(crate) deadline: Option<Duration>,
    pub(crate) policy: Policy,
    pub(crate) budget: Budget,
    pub(crate) pace: Pace,
    /// How long a body that is read as it comes may show no sign of life.
    pub(crate) idle_timeout: Duration,
    pub(crate) limits: Limits,
    pub(crate) transport: Arc<dyn Transport>,
}

/// The largest bodies, in decoded bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) json: usize,
    pub(crate) bytes: usize,
    pub(crate) error: usize,
    pub(crate) event: usize,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: usize = 1 << 20;
        Self { json: 64 * MIB, bytes: 256 * MIB, error: MIB, event: 16 * MIB }
    }
}

impl<S: Service> Client<S> {
    /// Sets a client up.
    pub fn builder() -> ClientBuilder<S> {
        ClientBuilder::new()
    }

    /// A client whose key or credentials come from the environment, and whose base URL does too if it is there.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] if none of the variables for keys and credentials is set, or if a value cannot be
    /// used.
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
        let (parts, reader) = call.split();
        if let Reader::Live(open) = &reader {
            return self.inner.open(parts, open).await.map(Response::into_value);
        }
        read(&reader, self.inner.whole(parts).await?)
    }

    /// Sends a call and returns its value with the status, the headers and the like.
    ///
    /// # Errors
    ///
    /// Everything that [`ErrorKind`] lists.
    pub async fn send_full<T>(&self, call: Call<T>) -> Result<Response<T>, Error> {
        let (parts, reader) = call.split();
        if let Reader::Live(open) = &reader {
            return self.inner.open(parts, open).await;
        }
        let reply = self.inner.whole(parts).await?;
        let (status, headers, attempts) = (reply.status, reply.headers.clone(), reply.attempts);
        let elapsed = reply.started.elapsed();
        let value = read(&reader, reply)?;
        let request_id = request_id(&headers);
        Ok(Response { value, status, headers, request_id, attempts, elapsed })
    }

    /// Sends a call whose reply is a stream, and returns it once its headers are there; [`send`](Self::send) does the
    /// same. Errors before that, and retries, are as for any other call.
    ///
    /// # Errors
    ///
    /// Everything that [`ErrorKind`] lists but what the stream itself may come to.
    pub async fn stream<T>(&self, call: Call<Events<T>>) -> Result<Events<T>, Error> {
        self.send(call).await
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

/// Makes the value of a reply, and notes where that fails.
fn read<T>(reader: &Reader<T>, reply: Reply) -> Result<T, Error> {
    let span = reply.span.clone();
    reader.read(reply).inspect_err(|error| span.end(None, Some(error)))
}

impl Inner {
    /// Sends a call and reads the body of its reply into memory.
    pub(crate) async fn whole(&self, parts: Box<Parts>) -> Result<Reply, Error> {
        let mut whole = Whole { expect: parts.expect, limits: self.limits };
        self.exchange(parts, &mut whole).await
    }

    /// Sends a call and leaves the body of its reply to its value.
    async fn open<T>(&self, parts: Box<Parts>, open: &Open<T>) -> Result<Response<T>, Error> {
        let live = self.exchange(parts, &mut AsItComes).await?;
        let (status, headers, attempts) = (live.status, live.headers.clone(), live.attempts);
        let elapsed = live.started.elapsed();
        let value = open(Opened::new(live, self))?;
        let request_id = request_id(&headers);
        Ok(Response { value, status, headers, request_id, attempts, elapsed })
    }
}

impl<S> Clone for Client<S> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), service: PhantomData }
    }
}

/// Prints the origin of the base URL.
impl<S> fmt::Debug for Client<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("origin", self.inner.servers.base()).finish_non_exhaustive()
    }
}
