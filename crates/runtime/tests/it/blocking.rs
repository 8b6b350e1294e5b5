//! The client that waits: within a runtime and without, and what is left of it.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use futures_core::Stream;
use specsmith_runtime::blocking::Client;
use specsmith_runtime::mock::{MockReply, MockTransport};
use specsmith_runtime::{
    BoxFuture, Call, Error, ErrorKind, Json, Scheme, SecretString, Security, TokenProvider, Transport,
    TransportError, TransportRequest, TransportResponse,
};

use crate::server::Server;
use crate::{Acme, PUBLIC};

const BEARER: Security = &[&[Scheme::bearer("token")]];

fn mock() -> MockTransport {
    let mock = MockTransport::new();
    mock.answer(|_| MockReply::json(200, "[1]").after(Duration::from_millis(1)));
    mock
}

fn client(mock: &MockTransport) -> Client<Acme> {
    specsmith_runtime::Client::builder().transport(Arc::new(mock.clone())).build_blocking().unwrap()
}

fn call() -> Call<Vec<i32>> {
    Call::get("/x", PUBLIC).json()
}

#[test]
fn waits_outside_a_runtime() {
    let mock = mock();
    let client = client(&mock);
    assert_eq!(client.send(call()).unwrap(), [1]);
    let response = client.send_full(call()).unwrap();
    assert_eq!((response.value, response.attempts), (vec![1], 1));
    assert_eq!(client.bytes(call()).unwrap().value, "[1]");
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            thread::spawn(move || client.send(call()).unwrap())
        })
        .collect();
    threads.into_iter().for_each(|it| assert_eq!(it.join().unwrap(), [1]));
    assert_eq!(mock.requests().len(), 11);
    assert_eq!(format!("{client:?}"), "Client { origin: https://acme.invalid, .. }");
}

#[test]
fn tries_again_as_the_other_does() {
    let mock = mock();
    mock.reply(MockReply::new(503));
    let pause = Duration::from_millis(1);
    let builder = specsmith_runtime::Client::<Acme>::builder().backoff(pause, pause);
    let client = builder.transport(Arc::new(mock.clone())).build_blocking().unwrap();
    assert_eq!(client.send_full(call()).unwrap().attempts, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn waits_within_a_runtime_over_a_real_connection() {
    let server = Server::answering("200 OK\ncontent-type: application/json", "[1]").await;
    let client = crate::builder(&server).build_blocking().unwrap();
    assert_eq!(client.send(call()).unwrap(), [1]);
    let error = client.send(call().path("none", 1)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    drop(client);
}

#[tokio::test]
async fn waits_within_a_runtime_of_one_thread() {
    let client = client(&mock());
    assert_eq!(client.send(call()).unwrap(), [1]);
    // The other client has no thread of its own, and is of the same kind.
    let other = specsmith_runtime::Client::<Acme>::builder().transport(Arc::new(mock())).build().unwrap();
    assert_eq!(other.send(call()).await.unwrap(), [1]);
    assert_eq!(Client::new(other).unwrap().send(call()).unwrap(), [1]);
}

/// Counts down, and sleeps before each number.
struct Countdown(u32, Pin<Box<tokio::time::Sleep>>);

impl Countdown {
    fn pause() -> Pin<Box<tokio::time::Sleep>> {
        Box::pin(tokio::time::sleep(Duration::from_millis(1)))
    }
}

impl Stream for Countdown {
    type Item = Result<u32, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.1.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        let Some(next) = self.0.checked_sub(1) else { return Poll::Ready(None) };
        (self.0, self.1) = (next, Self::pause());
        Poll::Ready(Some(if next == 1 { Err(Error::credential("one")) } else { Ok(next) }))
    }
}

#[test]
fn goes_through_a_stream() {
    let client = client(&mock());
    let stream = client.wait(|_| async { Ok(Countdown(4, Countdown::pause())) }).unwrap();
    let mut items = client.iter(stream);
    assert_eq!(items.next().unwrap().unwrap(), 3);
    drop(client);
    let rest: Vec<_> = items.map(|it| it.map_err(|error| error.to_string())).collect();
    assert_eq!(rest, [Ok(2), Err("one".to_owned()), Ok(0)]);
}

#[test]
fn does_with_the_other_what_only_that_can() {
    let client = client(&mock());
    let both =
        client.wait(|client| async move { Ok([client.send(call()).await?, client.send(call()).await?]) });
    assert_eq!(both.unwrap(), [[1], [1]]);
    let inner = client.clone();
    let error = client.wait(move |_| async move { inner.send(call()) }).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    // A panic ends a stream as it ends a call.
    let mut items = client.iter(Panic);
    assert_eq!(items.next().unwrap().unwrap_err().kind(), ErrorKind::Transport);
    assert!(items.next().is_none());
}

struct Panic;

impl Stream for Panic {
    type Item = Result<(), Error>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        panic!("as it does")
    }
}

/// Asks the very client that asks it.
struct Circle(OnceLock<Client<Acme>>);

impl TokenProvider for Circle {
    fn token(&self) -> BoxFuture<'_, Result<SecretString, Error>> {
        let token = self.0.get().unwrap().send(Call::get("/token", PUBLIC).text());
        Box::pin(std::future::ready(token.map(SecretString::from)))
    }

    fn invalidate(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

#[test]
fn does_not_wait_for_itself() {
    let circle = Arc::new(Circle(OnceLock::new()));
    let builder = specsmith_runtime::Client::<Acme>::builder().token_provider(circle.clone());
    let client = builder.transport(Arc::new(mock())).build_blocking().unwrap();
    circle.0.set(client.clone()).unwrap();
    let error = client.send(Call::get("/x", BEARER)).unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(source.starts_with("a call that waits was made from within another"), "{source}");
}

#[test]
fn its_settings_fail_as_those_of_the_other_do() {
    let error = Client::<Acme>::from_env().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let builder = specsmith_runtime::Client::<Acme>::builder().base_url("http://example.org");
    assert_eq!(builder.build_blocking().unwrap_err().kind(), ErrorKind::Configuration);
}

/// Panics.
struct Broken;

impl Transport for Broken {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        panic!("as it does")
    }
}

#[test]
fn a_panic_underneath_is_an_error_above() {
    let builder = specsmith_runtime::Client::<Acme>::builder().transport(Arc::new(Broken));
    let client = builder.build_blocking().unwrap();
    for _ in 0..2 {
        let error = client.send(Call::get("/x", PUBLIC).json::<Json>()).unwrap_err();
        assert_eq!((error.kind(), error.sent()), (ErrorKind::Transport, true));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn its_thread_ends_with_it() {
    /// The process's threads of that name.
    fn threads() -> usize {
        let names = std::fs::read_dir("/proc/self/task")
            .unwrap()
            .filter_map(|it| std::fs::read_to_string(it.ok()?.path().join("comm")).ok());
        names.filter(|name| name.starts_with("blocking-client")).count()
    }
    let clients: Vec<_> = (0..50).map(|_| client(&mock())).collect();
    let clones = clients.clone();
    drop(clients);
    assert!(clones.iter().all(|it| it.send(call()).is_ok()));
    assert!(threads() >= 50);
    drop(clones);
    // Other tests of the process have a few of their own.
    while threads() >= 50 {
        thread::yield_now();
    }
}
