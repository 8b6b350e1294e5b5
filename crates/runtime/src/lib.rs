//! The runtime under a generated OpenAPI client: it sends a [`Call`] and reads the reply.
//!
//! A generated endpoint function returns a [`Call<T>`], a plain value. A [`Client`] sends it: it joins the path to
//! the configured base URL, attaches the credential that the operation asks for, and decodes the reply into `T`.
//!
//! - One error type, [`Error`], for everything that can go wrong; `?` works across operations.
//! - Keys, bodies, query strings and URLs are never printed: not by `Display`, not by `Debug`, not by
//!   [`source`](std::error::Error::source).
//! - No redirect is followed and no cookie is kept, so a credential goes to the configured origin and nowhere else.
//!
//! # More than one reply
//!
//! - [`Client::stream`]: server-sent events and JSON lines as typed [`Events`].
//! - [`Client::download`]: a body as it comes, or [into a file](Download::save_to).
//! - [`Client::pages`]: the [`Pages`] of a list one after the other, or the [`Items`] in them.
//! - [`Client::wait`] and [`Client::poll_until`]: a [`Job`] that is asked after until it is done.
//!
//! All but the last are streams in the sense of [`futures_core::Stream`], and have a `next` of their own, so that no
//! further crate is needed:
//!
//! ```
//! # use specsmith_runtime::{Call, Client, Error, Json, Service, Terminator};
//! # async fn chat<S: Service>(client: Client<S>, call: Call<()>) -> Result<(), Error> {
//! let mut events = client.stream(call.events::<Json>(Terminator::Sentinel("[DONE]"))).await?;
//! while let Some(event) = events.next().await {
//!     println!("{}", event?);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! | Feature | Gives |
//! |---|---|
//! | `rustls` (default) | TLS by rustls with the operating system's trust store |
//! | `native-tls` | TLS by the operating system's library, also where `rustls` is there too |
//! | `system-proxy` | proxies named by the environment or the operating system |
//! | `gzip` | compressed replies |
//! | `checks` | `checked` on the models of requests, which holds them to the limits of the document |
//! | `tracing` (default) | spans and events for `tracing`, see [below](#tracing) |
//! | `blocking` | a client that waits, for programs that are not async |
//! | `mock` | a transport that records calls and plays back replies, for tests |
//! | `testing` | what the tests of a generated crate stand on |
//! | `chrono` | conversions between [`DateTime`], [`Date`] and chrono's types |
//!
//! # Tracing
//!
//! Every call is a span at `INFO`, named as OpenTelemetry wants it, every attempt one at `DEBUG` within it, and every
//! retry an event at `INFO`; all have the target `specsmith_runtime`. Nothing confidential is in them: the template of
//! the path rather than the path, the host rather than the URL, and of an error its status or its kind. With
//! `tracing_subscriber::fmt().with_span_events(FmtSpan::CLOSE)`, a call that succeeds at the second attempt shows as
//!
//! ```text
//! DEBUG call{otel.name=GET /files/{id} otel.kind="client" http.request.method=GET url.template="/files/{id}"
//!       server.address="acme.example"}:attempt{http.request.resend_count=0 http.response.status_code=503
//!       error.type=503}: specsmith_runtime: close time.busy=310µs time.idle=41.2ms
//!  INFO call{otel.name=GET /files/{id} ...}: specsmith_runtime: trying again attempt=2 delay_ms=713 error.type=503
//! DEBUG call{otel.name=GET /files/{id} ...}:attempt{http.request.resend_count=1 http.response.status_code=200}:
//!       specsmith_runtime: close time.busy=290µs time.idle=38.8ms
//!  INFO call{otel.name=GET /files/{id} ... http.response.status_code=200}: specsmith_runtime: close time.busy=1.2ms
//!       time.idle=795ms
//! ```
//!
//! What the crates underneath say at `TRACE` holds no header value, query or body either.
#![forbid(unsafe_code)]

mod auth;
mod base;
#[cfg(feature = "blocking")]
pub mod blocking;
mod body;
mod budget;
mod builder;
mod call;
#[cfg(feature = "checks")]
mod checks;
mod client;
pub mod codec;
mod date;
mod declared;
mod decode;
mod download;
mod encoding;
mod error;
mod event;
mod events;
mod exact;
mod exchange;
mod file;
mod flow;
mod follow;
mod form;
mod headers;
mod http;
mod job;
mod lines;
mod live;
mod message;
#[cfg(feature = "mock")]
pub mod mock;
mod multipart;
mod oauth2;
mod pace;
mod page;
mod param;
mod patch;
mod payload;
mod percent;
mod plan;
mod pointer;
pub mod received;
mod refusal;
mod reply;
mod response;
mod retry;
mod retry_after;
mod save;
mod secret;
mod servers;
mod sse;
#[cfg(feature = "testing")]
pub mod testing;
mod time;
#[cfg(feature = "tracing")]
mod trace;
#[cfg(not(feature = "tracing"))]
#[path = "trace/off.rs"]
mod trace;
mod transport;
mod tree;

pub use crate::auth::{Credential, CredentialVariables, Scheme, Security, TokenProvider};
pub use crate::body::Body;
pub use crate::builder::ClientBuilder;
pub use crate::call::Call;
#[cfg(feature = "checks")]
pub use crate::checks::{Limit, Unfit, check};
pub use crate::client::{Client, Service};
pub use crate::codec::Serde;
pub use crate::date::{Date, TimeError};
pub use crate::declared::Header;
pub use crate::encoding::Encoding;
pub use crate::error::{Error, ErrorKind, Phase};
pub use crate::event::{Event, EventCase};
pub use crate::events::{Events, Terminator};
pub use crate::exact::{Base64, Base64Error, Decimal, DecimalError};
pub use crate::file::{FilePart, Upload};
pub use crate::follow::{More, Paging};
pub use crate::job::{Handle, Job, Pending, Polling};
pub use crate::oauth2::ClientCredentials;
pub use crate::page::{Items, Paged, Pages};
pub use crate::param::{CookieStyle, HeaderStyle, PathStyle, QueryStringStyle, QueryStyle};
pub use crate::patch::Patch;
pub use crate::payload::{BodyError, RequestBody};
pub use crate::refusal::{ErrorBody, ErrorCase};
pub use crate::reply::{Case, Reply};
pub use crate::response::Response;
pub use crate::retry::Idempotency;
pub use crate::save::Download;
pub use crate::secret::SecretString;
pub use crate::servers::{Server, ServerVariable};
pub use crate::time::DateTime;
pub use crate::transport::{
    BoxFuture, Transport, TransportBody, TransportError, TransportRequest, TransportResponse,
};
pub use bytes::Bytes;
pub use serde_json::Value as Json;

/// Values under keys that are data, in the order of the keys.
pub type Map<T> = std::collections::BTreeMap<String, T>;
