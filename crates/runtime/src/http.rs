//! The transport over HTTP: the one file that names the HTTP crate.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_LENGTH, HeaderValue};

use crate::base::Base;
use crate::builder::ClientBuilder;
use crate::error::{Error, ErrorKind, Phase};
use crate::payload::BodyError;
use crate::transport::{
    BoxFuture, Transport, TransportBody, TransportError, TransportRequest, TransportResponse,
};

/// A user's own settings, to be applied before ours.
type Configure = Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send>;

/// What the HTTP transport is made from.
pub(crate) struct Settings {
    /// The time limit of name look-up, TCP and TLS together.
    pub(crate) connect_timeout: Duration,
    configure: Option<Configure>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { connect_timeout: Duration::from_secs(5), configure: None }
    }
}

impl<S> ClientBuilder<S> {
    /// Adjusts the HTTP client underneath: a proxy, a client certificate, further trust roots.
    ///
    /// What the client promises is set after it and cannot be undone by it: no redirects, no `Referer`, no retries
    /// under our feet, certificates checked, https only where the base URL is https, the connect timeout. It has no
    /// effect beside [`transport`](Self::transport).
    pub fn configure_http(
        mut self,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + 'static,
    ) -> Self {
        self.http.configure = Some(Box::new(configure));
        self
    }
}

/// Sends over a connection pool.
pub(crate) struct HttpTransport {
    client: reqwest::Client,
}

impl HttpTransport {
    pub(crate) fn new(settings: Settings, base: &Base) -> Result<Self, Error> {
        let Settings { connect_timeout, configure } = settings;
        let mut builder = reqwest::Client::builder();
        if !cfg!(feature = "system-proxy") {
            // Otherwise an environment variable could route requests that the feature list says are direct.
            builder = builder.no_proxy();
        }
        if let Some(configure) = configure {
            builder = configure(builder);
        }
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        {
            builder =
                builder.tls_danger_accept_invalid_certs(false).tls_danger_accept_invalid_hostnames(false);
        }
        let client = builder
            .redirect(reqwest::redirect::Policy::none())
            // For what may be tried again at all, it would keep a copy of each request.
            .retry(reqwest::retry::never().max_retries_per_request(0))
            .referer(false)
            .https_only(base.is_https())
            .connect_timeout(connect_timeout)
            .build()
            .map_err(|_| Error::new(ErrorKind::Configuration, "the HTTP client cannot be set up"))?;
        Ok(Self { client })
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            let TransportRequest { method, url, headers, body } = request;
            let mut outgoing = reqwest::Request::new(method, url);
            *outgoing.headers_mut() = headers;
            // An empty body is announced too where one could be: some servers refuse a `POST` without a length.
            let carries = matches!(*outgoing.method(), Method::POST | Method::PUT | Method::PATCH);
            match (body.as_bytes(), body.length()) {
                (_, Some(0)) if !carries => {}
                (_, Some(0)) => drop(outgoing.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(0))),
                (Some(bytes), _) => *outgoing.body_mut() = Some(bytes.into()),
                (None, length) => {
                    if let Some(length) = length {
                        outgoing.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
                    }
                    *outgoing.body_mut() = Some(reqwest::Body::wrap_stream(body));
                }
            }
            let mut reply =
                self.client.execute(outgoing).await.map_err(|error| explain(&error, Phase::Headers))?;
            let (status, headers) = (reply.status(), std::mem::take(reply.headers_mut()));
            Ok(TransportResponse::new(status, headers, Box::new(HttpBody(reply))))
        })
    }
}

struct HttpBody(reqwest::Response);

impl TransportBody for HttpBody {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move { self.0.chunk().await.map_err(|error| explain(&error, Phase::Body)) })
    }
}

/// Sorts an error. Its own text is not used: it holds the URL, and below it may stand bytes that the server sent.
fn explain(error: &reqwest::Error, phase: Phase) -> TransportError {
    if error.is_connect() {
        if error.is_timeout() {
            return TransportError::timeout(Phase::Connect);
        }
        // Before the connection stands nothing confidential was exchanged: the innermost reason is safe to give.
        return TransportError::connect(innermost(error).unwrap_or_else(|| "no reason given".to_owned()));
    }
    if error.is_timeout() {
        return TransportError::timeout(phase);
    }
    if let Some(body) = causes(error).find_map(|cause| cause.downcast_ref::<BodyError>()) {
        return TransportError::broken(body.to_string());
    }
    if error.is_builder() {
        return TransportError::refused("the HTTP client does not take it");
    }
    if causes(error).filter_map(|cause| cause.downcast_ref::<h2::Error>()).any(is_refusal) {
        return TransportError::unprocessed("the server refused the stream");
    }
    let reason = io_reason(error).unwrap_or_else(|| {
        let reason = if error.is_decode() {
            "the body cannot be read"
        } else {
            "the reply is not HTTP or is cut short"
        };
        reason.to_owned()
    });
    TransportError::broken(reason)
}

/// Whether a server of HTTP/2 says that it has not looked at the request.
fn is_refusal(error: &h2::Error) -> bool {
    error.is_remote() && error.reason() == Some(h2::Reason::REFUSED_STREAM)
}

/// The text of the last error of the chain.
fn innermost(error: &reqwest::Error) -> Option<String> {
    causes(error).last().map(ToString::to_string)
}

/// The operating system's word for what happened, without any text that came over the wire.
fn io_reason(error: &reqwest::Error) -> Option<String> {
    causes(error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .last()
        .map(|error| error.kind().to_string())
}

fn causes<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(error.source(), |error: &&'a (dyn StdError + 'static)| (*error).source())
}
