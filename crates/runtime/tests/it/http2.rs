//! HTTP/2: many calls over one connection, streams that are refused or reset, and what is told of it all.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use h2::{Reason, server};
use http::{Request, StatusCode};
use specsmith_runtime::{Body, Call, Client, ErrorKind, Scheme, Security};
use tokio::net::TcpListener;

use crate::tls::Authority;
use crate::{Acme, capture};

const BEARER: Security = &[&[Scheme::bearer("token")]];

/// What the server does with one request, by its number.
#[derive(Clone, Copy)]
enum Answer {
    Hello,
    /// Refuses the stream before anything is done.
    Refuse,
    /// Breaks it off in the middle of the body.
    Cut,
    /// Says that no more requests are taken, and closes.
    GoAway,
}

struct Server {
    address: SocketAddr,
    connections: Arc<AtomicUsize>,
    requests: Arc<Mutex<Vec<Request<()>>>>,
    authority: Authority,
}

impl Server {
    /// Gives the answers in turn, over all connections; the last one again for all that follow.
    async fn start(answers: Vec<Answer>) -> Self {
        let authority = Authority::new();
        let tls = authority.acceptor("localhost", "h2");
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (connections, requests) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
        let (count, seen) = (Arc::clone(&connections), Arc::clone(&requests));
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                count.fetch_add(1, Ordering::SeqCst);
                let (tls, seen, answers) = (tls.clone(), Arc::clone(&seen), answers.clone());
                tokio::spawn(async move {
                    let mut connection = server::handshake(tls.accept(stream).await.unwrap()).await.unwrap();
                    while let Some(Ok((request, respond))) = connection.accept().await {
                        let number = {
                            let mut seen = seen.lock().unwrap();
                            seen.push(request.map(|_| ()));
                            seen.len() - 1
                        };
                        let answer = answers[number.min(answers.len() - 1)];
                        play(answer, respond);
                        if matches!(answer, Answer::GoAway) {
                            connection.abrupt_shutdown(Reason::NO_ERROR);
                        }
                    }
                });
            }
        });
        Self { address, connections, requests, authority }
    }

    fn client(&self) -> Client<Acme> {
        let pause = Duration::from_millis(1);
        self.authority.client(self.address).retries(3).backoff(pause, pause).build().unwrap()
    }

    fn seen(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

fn play(answer: Answer, mut respond: server::SendResponse<Bytes>) {
    let head = |status| http::Response::builder().status(status).body(()).unwrap();
    match answer {
        Answer::Hello => {
            let mut body = respond.send_response(head(StatusCode::OK), false).unwrap();
            body.send_data(Bytes::from_static(b"hello"), true).unwrap();
        }
        Answer::Refuse => respond.send_reset(Reason::REFUSED_STREAM),
        Answer::Cut => {
            let mut body = respond.send_response(head(StatusCode::OK), false).unwrap();
            body.send_data(Bytes::from_static(b"hel"), false).unwrap();
            body.send_reset(Reason::INTERNAL_ERROR);
        }
        Answer::GoAway => {}
    }
}

fn get() -> Call<String> {
    Call::get("/x/{id}", BEARER).path("id", "CANARY-path").query("q", "CANARY-query").text()
}

fn post() -> Call<String> {
    let call = Call::post("/x", BEARER).header("x-own", "CANARY-header");
    call.body(Body::json(&"CANARY-body")).text()
}

#[tokio::test]
async fn many_calls_share_a_connection() {
    let server = Server::start(vec![Answer::Hello]).await;
    let client = server.client();
    client.send(get()).await.unwrap();
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(post()).await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), "hello");
    }
    assert_eq!((server.seen(), server.connections.load(Ordering::SeqCst)), (51, 1));
    let requests = server.requests.lock().unwrap();
    assert_eq!(requests[0].uri().path_and_query().unwrap(), "/x/CANARY-path?q=CANARY-query");
    assert_eq!(requests[1].headers()["authorization"], "Bearer hunter2");
}

#[tokio::test]
async fn streams_that_break_off_are_tried_again_as_connections_are() {
    for answer in [Answer::Cut, Answer::GoAway] {
        let server = Server::start(vec![answer, Answer::Hello]).await;
        let response = server.client().send_full(get()).await.unwrap();
        assert_eq!((response.attempts, server.seen()), (2, 2));
        let server = Server::start(vec![answer, Answer::Hello]).await;
        let error = server.client().send(post()).await.unwrap_err();
        assert_eq!((error.kind(), error.sent(), server.seen()), (ErrorKind::Transport, true, 1));
    }
    let server = Server::start(vec![Answer::Refuse, Answer::Hello]).await;
    let response = server.client().send_full(post()).await.unwrap();
    assert_eq!((response.attempts, server.seen()), (2, 2));
    let server = Server::start(vec![Answer::Refuse]).await;
    let error = server.client().send(post()).await.unwrap_err();
    assert_eq!((error.kind(), error.sent(), error.attempts()), (ErrorKind::Transport, false, 4));
    assert_eq!(error.to_string(), "POST /x: the request was not taken: the server refused the stream");
}

#[tokio::test]
async fn nothing_of_it_is_told() {
    capture::start();
    let server = Server::start(vec![Answer::Hello, Answer::Cut, Answer::Refuse]).await;
    let client = server.client();
    client.send(post()).await.unwrap();
    client.send(post()).await.unwrap_err();
    client.send(get()).await.unwrap_err();
    let told = capture::shown();
    assert!(told.contains("h2::"), "{told}");
    for secret in ["CANARY-", "hunter2"] {
        let line = told.lines().find(|line| line.contains(secret));
        assert_eq!(line, None);
    }
}
