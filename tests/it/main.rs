//! Everything held to account through the front door: real files, real sockets, the compiled output.

mod calls;
mod cases;
mod errors;
mod server;
mod wire;
