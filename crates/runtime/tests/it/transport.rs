//! A transport of the caller's own.

use std::sync::{Arc, Mutex};

use specsmith_runtime::{
    BoxFuture, Call, Client, ErrorKind, Phase, Scheme, Security, Transport, TransportError, TransportRequest,
    TransportResponse,
};

use crate::Acme;

const BEARER: Security = &[&[Scheme::bearer("token")]];

/// Answers with what a function makes of the request.
struct Fake<F>(Mutex<F>);

impl<F> Transport for Fake<F>
where
    F: FnMut(TransportRequest) -> Result<TransportResponse, TransportError> + Send + 'static,
{
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let reply = (self.0.lock().unwrap())(request);
        Box::pin(std::future::ready(reply))
    }
}

fn client<F>(answer: F) -> Client<Acme>
where
    F: FnMut(TransportRequest) -> Result<TransportResponse, TransportError> + Send + 'static,
{
    let transport = Arc::new(Fake(Mutex::new(answer)));
    Client::builder().bearer("hunter2").transport(transport).retries(0).build().unwrap()
}

#[tokio::test]
async fn it_is_given_a_finished_request() {
    let client = client(|request| {
        assert_eq!(request.method.as_str(), "GET");
        assert_eq!(request.url.as_str(), "https://acme.invalid/x?q=1");
        assert_eq!(request.headers["authorization"], "Bearer hunter2");
        assert!(request.headers["authorization"].is_sensitive());
        assert!(request.headers["x-own"].is_sensitive());
        assert!(request.body.is_empty());
        let shown = format!("{request:?}");
        assert!(!shown.contains("hunter2") && !shown.contains("q=1"), "{shown}");
        Ok(TransportResponse::whole(http::StatusCode::OK, http::HeaderMap::new(), "[1]"))
    });
    let call = Call::get("/x", BEARER).query("q", 1).header("x-own", "1").json::<Vec<i32>>();
    assert_eq!(client.send(call).await.unwrap(), [1]);
}

#[tokio::test]
async fn its_errors_are_told_apart() {
    type Make = fn() -> TransportError;
    let cases: [(Make, ErrorKind, Option<Phase>, bool); 4] = [
        (|| TransportError::connect("refused"), ErrorKind::Connect, None, false),
        (|| TransportError::timeout(Phase::Connect), ErrorKind::Timeout, Some(Phase::Connect), false),
        (|| TransportError::timeout(Phase::Headers), ErrorKind::Timeout, Some(Phase::Headers), true),
        (|| TransportError::broken("reset"), ErrorKind::Transport, None, true),
    ];
    for (make, kind, phase, sent) in cases {
        let error = client(move |_| Err(make())).send(Call::get("/x", BEARER)).await.unwrap_err();
        assert_eq!((error.kind(), error.phase(), error.sent()), (kind, phase, sent));
        assert_eq!((error.attempts(), error.is_retryable()), (1, true));
        assert_eq!((error.is_connect(), error.is_timeout()), (!sent, phase.is_some()));
    }
}
