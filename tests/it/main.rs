//! Everything held to account through the front door: real files, real sockets, the compiled output.
#![forbid(unsafe_code)]

mod calls;
mod cases;
mod errors;
mod freshness;
mod layering;
mod server;
mod tidy;
mod wire;
