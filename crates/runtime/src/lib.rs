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
//! # Features
//!
//! | Feature | Gives |
//! |---|---|
//! | `rustls` (default) | TLS by rustls with the operating system's trust store |
//! | `native-tls` | TLS by the operating system's library |
//! | `system-proxy` | proxies named by the environment or the operating system |
//! | `gzip` | compressed replies |
//! | `checks` | `checked` on the models of requests, which holds them to the limits of the document |
//! | `mock` | a transport that records calls and plays back replies, for tests |
//! | `chrono` | conversions between [`DateTime`], [`Date`] and chrono's types |
#![forbid(unsafe_code)]

mod auth;
mod base;
mod body;
mod budget;
mod builder;
mod call;
#[cfg(feature = "checks")]
mod checks;
mod client;
pub mod codec;
mod date;
mod decode;
mod download;
mod error;
mod exact;
mod exchange;
mod file;
mod form;
mod headers;
mod http;
mod live;
mod message;
#[cfg(feature = "mock")]
pub mod mock;
mod multipart;
mod pace;
mod param;
mod patch;
mod percent;
mod plan;
mod reply;
mod response;
mod retry;
mod retry_after;
mod secret;
mod time;
mod transport;
mod tree;

pub use crate::auth::{Credential, Scheme, Security, TokenProvider};
pub use crate::body::Body;
pub use crate::builder::ClientBuilder;
pub use crate::call::Call;
#[cfg(feature = "checks")]
pub use crate::checks::{Limit, Unfit, check};
pub use crate::client::{Client, Service};
pub use crate::codec::Serde;
pub use crate::date::{Date, TimeError};
pub use crate::error::{Error, ErrorKind, Phase};
pub use crate::exact::{Base64, Base64Error, Decimal, DecimalError};
pub use crate::file::FilePart;
pub use crate::param::QueryStyle;
pub use crate::patch::Patch;
pub use crate::reply::{Case, Reply};
pub use crate::response::Response;
pub use crate::retry::Idempotency;
pub use crate::secret::SecretString;
pub use crate::time::DateTime;
pub use crate::transport::{
    BoxFuture, Transport, TransportBody, TransportError, TransportRequest, TransportResponse,
};
pub use bytes::Bytes;
pub use serde_json::Value as Json;

/// Values under keys that are data, in the order of the keys.
pub type Map<T> = std::collections::BTreeMap<String, T>;
