//! The functions of cases that stream, over a real socket: what asks for a stream, and what comes of it.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it should be")]

use paradigm_client::{Call, Client, ErrorKind, Events};
use specsmith_tests::streams_configured::answers::{self, AskEvent};
use specsmith_tests::streams_configured::types as configured;
use specsmith_tests::streams_documented::types::{ChatRequest, Question};
use specsmith_tests::streams_documented::untagged::{self as documented, ChatParams};
use specsmith_tests::streams_whole::{types as whole_types, untagged as whole};

use crate::server::{Reply, Request, Server};

/// Every item of a stream, and the request that asked for it.
async fn all<T>(call: Call<Events<T>>, content_type: &str, body: &str) -> (Vec<T>, Request) {
    let server = Server::start(vec![Reply::new(200, content_type, body)]).await.unwrap();
    let client = Client::builder().base_url(server.url("")).bearer("key").build().unwrap();
    let mut events = client.stream(call).await.unwrap();
    let mut items = Vec::new();
    while let Some(item) = events.next().await {
        items.push(item.unwrap());
    }
    (items, server.requests().remove(0))
}

#[tokio::test]
async fn a_stream_beside_an_answer_is_asked_for_by_the_body() {
    let body = "data: {\"delta\":\"a\"}\n\ndata: {\"delta\":\"b\"}\n\ndata: [DONE]\n\n";
    let question = Question::default().text("why".to_owned());
    let call = documented::chat_stream(question.clone(), ChatParams::default().trace("t"));
    let (chunks, request) = all(call, "text/event-stream", body).await;
    assert_eq!(chunks.iter().map(|it| it.delta.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!((request.method.as_str(), request.target.as_str()), ("POST", "/chat?trace=t"));
    assert_eq!(request.header("accept"), ["text/event-stream"]);
    assert_eq!(request.body, br#"{"text":"why","stream":true}"#);

    let call = documented::chat_stream(ChatRequest::new(false), ChatParams::default());
    let (_, request) = all(call, "text/event-stream", "data: [DONE]\n\n").await;
    let body = String::from_utf8(request.body).unwrap();
    assert!(body.contains("name=\"stream\"\r\n\r\ntrue\r\n"), "{body}");

    // The plain function asks for nothing.
    let server = Server::start(vec![Reply::json(200, "{\"text\":\"so\"}")]).await.unwrap();
    let client = Client::builder().base_url(server.url("")).build().unwrap();
    let answer = client.send(documented::chat(question, ChatParams::default())).await.unwrap();
    assert_eq!(answer.text.as_deref(), Some("so"));
    assert_eq!(server.requests()[0].body, br#"{"text":"why"}"#);
}

#[tokio::test]
async fn a_document_that_names_the_sentinel_is_held_to_it() {
    let server = Server::start(vec![Reply::new(200, "text/event-stream", "data: {\"delta\":\"a\"}\n\n")]);
    let server = server.await.unwrap();
    let client = Client::builder().base_url(server.url("")).build().unwrap();
    let call = documented::chat_stream(Question::default(), ChatParams::default());
    let mut events = client.stream(call).await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap().delta, "a");
    assert_eq!(events.next().await.unwrap().unwrap_err().kind(), ErrorKind::Truncated);
}

#[tokio::test]
async fn streams_of_values_and_of_bare_events() {
    let (rows, request) =
        all(documented::rows(), "application/x-ndjson", "{\"delta\":\"a\"}\n{\"delta\":\"b\"}\n").await;
    assert_eq!((rows.len(), request.header("accept")), (2, vec!["application/x-ndjson"]));
    let (records, _) = all(documented::records(), "application/json-seq", "\u{1e}{\"a\":1}\n").await;
    assert_eq!(records[0].a, Some(1));
    let (events, _) = all(documented::watch(), "text/event-stream", "event: x\ndata: plain\n\n").await;
    assert_eq!((events[0].name(), events[0].data()), ("x", "plain"));
}

#[tokio::test]
async fn the_configuration_names_events_and_what_ends_them() {
    let body = "event: sources\ndata: {\"title\":\"a\"}\n\nevent: token\ndata: {raw\n\nevent: new\ndata: 1\n\n\
                event: done\ndata: {\"n\":1}\n\n";
    let question = configured::Question::new(false);
    let (events, request) = all(answers::ask_stream(question.clone()), "text/event-stream", body).await;
    let [AskEvent::Sources(source), AskEvent::Token(token), AskEvent::Other(other), AskEvent::Done(done)] =
        events.as_slice()
    else {
        panic!("{events:?}");
    };
    assert_eq!((source.title.as_str(), token.as_str(), other.name()), ("a", "{raw", "new"));
    assert_eq!(done["n"], 1);
    assert_eq!(request.body, br#"{"stream":false,"live":true}"#);

    // One that no document tells of, and a name that is pinned.
    let body = "data: {\"text\":\"a\"}\n\ndata: [DONE]\n\n";
    let (items, request) = all(answers::search_live(question), "text/event-stream", body).await;
    assert_eq!(items[0].text.as_deref(), Some("a"));
    assert_eq!(
        (request.target.as_str(), request.body.as_slice()),
        ("/v1/search", &br#"{"stream":true}"#[..])
    );
}

#[tokio::test]
async fn events_that_the_document_describes_whole() {
    let body = "event: token\ndata: {\"text\":\"a\"}\n\nevent: count\ndata: 3\n\nevent: new\ndata: x\n\n";
    let (events, _) = all(whole::by_name(), "text/event-stream", body).await;
    use whole_types::Events::{Count, Token, Unknown};
    let [Token(token), Count(count), Unknown(unknown)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((token.data.text.as_str(), count.data), ("a", 3));
    assert_eq!(unknown["data"], "x");
    let (events, _) = all(whole::item(), "text/event-stream", "id: 7\ndata: 5\n\n").await;
    assert_eq!((events[0].data.as_str(), events[0].id.as_deref()), ("5", Some("7")));
}
