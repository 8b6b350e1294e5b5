//! Everything held to account through the front door: real files, real sockets, the compiled output.
#![forbid(unsafe_code)]
#![expect(clippy::expect_used, reason = "a test says what it stands on by failing without it")]

#[cfg(feature = "api")]
mod answers;
#[cfg(feature = "api")]
mod bodies;
mod budget;
mod calls;
mod cases;
#[cfg(feature = "checks")]
mod checks;
mod client;
mod descriptions;
mod errors;
mod freshness;
mod layering;
// These are about what is compiled, which `bless` must not wait for.
#[cfg(feature = "api")]
mod leaves;
mod lock;
#[cfg(feature = "api")]
mod models;
mod mutations;
mod names;
mod only;
mod probes;
#[cfg(feature = "api")]
mod repeats;
mod samples;
mod scramble;
mod server;
#[cfg(feature = "api")]
mod streams;
#[cfg(feature = "api")]
mod styles;
mod tidy;
mod users;
// As above.
#[cfg(feature = "api")]
mod webhooks;
mod wire;
