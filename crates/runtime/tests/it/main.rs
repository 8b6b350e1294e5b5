//! The runtime against a scripted server on a raw socket, and its value types.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod agreement;
mod blocking;
mod bodies;
mod canary;
mod capture;
mod codec;
mod credentials;
mod declared;
mod downloads;
mod encodings;
mod errors;
mod faults;
mod headers;
mod hostile;
mod http2;
mod jobs;
mod limits;
mod memory;
mod mock;
mod oauth2;
mod pages;
mod params;
mod paths;
mod places;
mod replies;
mod retries;
mod server;
mod soak;
mod streams;
mod tls;
mod tracing;
mod transport;
mod unions;
mod uploads;
mod values;

use std::process::Command;
use std::time::Duration;

use server::Server;
use specsmith_runtime::{Client, ClientBuilder, Security, Service};

/// A service without a document behind it.
struct Acme;

impl Service for Acme {
    const USER_AGENT: &'static str = "acme-client/1.2.3";
    const SERVER: Option<&'static str> = Some("https://acme.invalid");
    const KEY_VARIABLES: &'static [&'static str] = &["ACME_KEY_THAT_IS_NEVER_SET"];
    const BASE_URL_VARIABLE: Option<&'static str> = None;
}

/// No credential.
const PUBLIC: Security = &[];

/// A builder aimed at `server`, with limits small enough for a test to wait for.
fn builder(server: &Server) -> ClientBuilder<Acme> {
    Client::builder().base_url(server.url("")).attempt_timeout(Duration::from_secs(20)).retries(0)
}

/// A client without credentials.
fn client(server: &Server) -> Client<Acme> {
    builder(server).build().unwrap()
}

/// Runs a test in a process of its own with these variables; true in that process.
fn alone(name: &str, variables: &[(&str, &str)]) -> bool {
    const MARK: &str = "SPECSMITH_TEST_ALONE";
    if std::env::var_os(MARK).is_some() {
        return true;
    }
    let mut test = Command::new(std::env::current_exe().unwrap());
    test.args([name, "--exact", "--nocapture"]).env(MARK, "1").envs(variables.iter().copied());
    let output = test.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    println!("{text}");
    false
}
