//! The transport without a network: what it records, how it answers, and what it does not print.

use std::sync::Arc;
use std::time::Duration;

use specsmith_runtime::mock::{MockReply, MockTransport};
use specsmith_runtime::{Body, Call, Client, Error, ErrorKind, Scheme, Security, Transport, TransportError};

use crate::{Acme, PUBLIC};

const BEARER: Security = &[&[Scheme::bearer("token")]];

fn client(mock: &MockTransport) -> Client<Acme> {
    Client::builder().bearer("hunter2").transport(Arc::new(mock.clone())).retries(0).build().unwrap()
}

#[tokio::test]
async fn it_records_what_is_sent() {
    let mock = MockTransport::new();
    mock.reply(MockReply::new(204));
    let call = Call::post("/files/{id}", BEARER).path("id", "a b").query("q", "c&d").header("x-own", "1");
    client(&mock).send(call.body(Body::json(&1))).await.unwrap();
    let [sent] = &mock.requests()[..] else { panic!("one request was sent") };
    assert_eq!((sent.method.as_str(), sent.path()), ("POST", "/files/a%20b"));
    assert_eq!(sent.query(), [("q".to_owned(), "c&d".to_owned())]);
    assert_eq!((sent.header("x-own"), sent.header("x-other"), &sent.body[..]), (Some("1"), None, &b"1"[..]));
    assert_eq!(sent.header("authorization"), Some("Bearer hunter2"));
    let shown = format!("{sent:?} {mock:?}");
    assert!(!shown.contains("hunter2") && !shown.contains("c&d"), "{shown}");
    assert!(shown.ends_with("MockTransport { replies: 0, requests: 1, .. }"), "{shown}");
}

async fn failing(reply: MockReply) -> Error {
    let mock = MockTransport::new();
    mock.reply(reply);
    client(&mock).send(Call::get("/x", PUBLIC).text()).await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn it_fails_as_it_is_told() {
    let failure = MockReply::failure(TransportError::connect("refused")).header("x", "1").piece("a").cut();
    assert_eq!(failing(failure).await.kind(), ErrorKind::Connect);
    let error = failing(MockReply::new(200).piece("a").cut()).await;
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Transport, 200));
    assert_eq!(failing(MockReply::new(200).piece("a").stalled()).await.kind(), ErrorKind::Timeout);
    assert_eq!(failing(MockReply::silence()).await.kind(), ErrorKind::Timeout);
    assert_eq!(failing(MockReply::new(200).after(Duration::from_secs(121))).await.kind(), ErrorKind::Timeout);
    for (reply, why) in [
        (MockReply::new(7), "the mock's reply has a status that is none"),
        (MockReply::new(200).header("x y", "1"), "the mock's reply has a header that is none"),
        (MockReply::new(200).header("x", "1\n"), "the mock's reply has a header that is none"),
    ] {
        let error = failing(reply).await;
        assert_eq!(error.kind(), ErrorKind::Request);
        assert_eq!(error.to_string(), format!("GET /x: the request cannot be sent: {why}"));
    }
    let error = client(&MockTransport::new()).send(Call::get("/x", PUBLIC)).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /x: the request cannot be sent: the mock has no reply for it");
}

#[tokio::test]
async fn it_answers_by_a_function_when_the_list_is_empty() {
    fn travels(_: &(impl Transport + Clone)) {}
    let mock = MockTransport::new();
    travels(&mock);
    let record = mock.clone();
    mock.answer(move |request| match request.path() {
        "/count" => MockReply::json(200, record.requests().len().to_string()),
        _ => MockReply::new(404),
    });
    mock.reply(MockReply::json(200, "100"));
    let count = || Call::get("/count", PUBLIC).json::<u64>();
    let client = client(&mock);
    assert_eq!(client.send(count()).await.unwrap(), 100);
    assert_eq!(client.send(count()).await.unwrap(), 2);
    assert_eq!(client.send(Call::get("/x", PUBLIC)).await.unwrap_err().status().unwrap().as_u16(), 404);
}
