//! Everything held to account through the front door: real files, real sockets, the compiled output.
#![forbid(unsafe_code)]
#![expect(clippy::expect_used, reason = "a test says what it stands on by failing without it")]

mod calls;
mod cases;
#[cfg(feature = "checks")]
mod checks;
mod descriptions;
mod errors;
mod freshness;
mod layering;
mod lock;
mod mutations;
mod names;
mod only;
mod scramble;
mod server;
mod tidy;
mod wire;
