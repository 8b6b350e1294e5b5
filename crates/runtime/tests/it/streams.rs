//! Streams of events and of JSON values: how they are read, and how they end.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use specsmith_runtime::{
    BoxFuture, Call, Client, Error, ErrorKind, Event, EventCase, Events, Json, Phase, Terminator, Transport,
    TransportBody, TransportError, TransportRequest, TransportResponse,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::server::{Play, Server};
use crate::{Acme, PUBLIC, builder, client};

const DONE: Terminator = Terminator::Sentinel("[DONE]");

#[derive(Debug, PartialEq)]
struct Token {
    text: String,
}

specsmith_runtime::model! {
    Token {
        _ text required "text",
    }
}

fn play(content_type: &str, body: &str) -> Play {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\nconnection: close\r\n\r\n");
    Play::Bytes([head.as_bytes(), body.as_bytes()].concat())
}

async fn serve(body: &str) -> Server {
    Server::start(vec![play("text/event-stream; charset=utf-8", body)]).await
}

/// All items of a stream, and the error at its end; behind which nothing comes.
async fn all<T>(mut events: Events<T>) -> (Vec<T>, Option<Error>) {
    let mut items = Vec::new();
    let mut last = None;
    while let Some(item) = events.next().await {
        assert!(last.is_none(), "there is something behind an error");
        match item {
            Ok(item) => items.push(item),
            Err(error) => last = Some(error),
        }
    }
    assert!(events.next().await.is_none());
    (items, last)
}

async fn tokens(body: &str, terminator: Terminator) -> (Vec<String>, Option<Error>) {
    let server = serve(body).await;
    let call = Call::post("/chat", PUBLIC).events::<Token>(terminator);
    let (items, error) = all(client(&server).stream(call).await.unwrap()).await;
    (items.into_iter().map(|it| it.text).collect(), error)
}

#[tokio::test]
async fn data_is_read_up_to_the_sentinel() {
    let server =
        serve("data: {\"text\":\"a\"}\n\n: hello\n\ndata: {\"text\":\ndata: \"b\"}\n\ndata: [DONE]\n\nx")
            .await;
    let call = Call::post("/chat", PUBLIC).events::<Token>(DONE);
    let mut events = client(&server).stream(call).await.unwrap();
    assert_eq!(events.status().as_u16(), 200);
    assert_eq!(events.next().await.unwrap().unwrap().text, "a");
    assert_eq!(events.next().await.unwrap().unwrap().text, "b");
    assert!(events.next().await.is_none());
    assert_eq!(server.header("accept").as_deref(), Some("text/event-stream"));
}

#[tokio::test]
async fn send_returns_the_stream_with_what_is_known_of_the_reply() {
    let server = serve("data: 1\n\n").await;
    let call = Call::get("/x", PUBLIC).events::<i64>(Terminator::Eof);
    let mut reply = client(&server).send_full(call.clone()).await.unwrap();
    assert_eq!((reply.status.as_u16(), reply.attempts), (200, 1));
    assert_eq!(reply.value.next().await.unwrap().unwrap(), 1);
    let bytes = client(&serve("data: 1\n\n").await).bytes(call).await.unwrap();
    assert_eq!(bytes.value, "data: 1\n\n");
}

#[tokio::test]
async fn a_stream_that_ends_too_early_is_one_error() {
    for (body, terminator, expected) in [
        ("data: {\"text\":\"a\"}\n\n", DONE, "the stream ends before it is complete"),
        ("data: {\"text\":\"a\"}\n\n", Terminator::Event("done"), "the stream ends before it is complete"),
        ("data: {\"text\":\"a\"}\n\ndata: {\"te", DONE, "the stream ends within an event"),
        ("data: {\"text\":\"a\"}\n\ndata: {\"te", Terminator::Eof, "the stream ends within an event"),
    ] {
        let (items, error) = tokens(body, terminator).await;
        let error = error.unwrap();
        assert_eq!((items.as_slice(), error.kind()), (&["a".to_owned()][..], ErrorKind::Truncated), "{body}");
        assert_eq!(error.to_string(), format!("POST /chat: {expected}"));
        assert_eq!(
            (error.status().unwrap().as_u16(), error.sent(), error.is_retryable()),
            (200, true, false)
        );
    }
    for (body, terminator) in [
        ("data: {\"text\":\"a\"}\n\n", Terminator::Eof),
        ("data: {\"text\":\"a\"}\n\ndata: [DONE]\n\n", Terminator::Eof),
        ("data: {\"text\":\"a\"}\n\ndata: [DONE]", DONE),
        ("data: {\"text\":\"a\"}\n\nevent: done\ndata: x\n\n", Terminator::Event("done")),
    ] {
        let (items, error) = tokens(body, terminator).await;
        assert_eq!((items.as_slice(), error.map(|it| it.kind())), (&["a".to_owned()][..], None), "{body}");
    }
}

#[tokio::test]
async fn a_broken_connection_is_an_error_too() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = "data: {\"text\":\"a\"}\n\n";
    let body = format!("{head}{:x}\r\n{chunk}\r\n", chunk.len());
    let server = Server::start(vec![Play::Bytes(body.into_bytes())]).await;
    let call = Call::get("/x", PUBLIC).events::<Token>(Terminator::Eof);
    let (items, error) = all(client(&server).stream(call).await.unwrap()).await;
    assert_eq!((items.len(), error.unwrap().kind()), (1, ErrorKind::Transport));
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn what_the_server_tells_of_a_failure_is_an_error() {
    for body in [
        "event: error\ndata: {\"message\":\"too long\"}\n\n",
        "data: {\"error\":{\"message\":\"too long\"}}\n\n",
        "data: {\"a\":[{}], \"error\" : {\"message\":\"too long\"},\"text\":\"x\"}\n\n",
    ] {
        let (items, error) =
            tokens(&format!("data: {{\"text\":\"a\"}}\n\n{body}data: [DONE]\n\n"), DONE).await;
        let error = error.unwrap();
        assert_eq!((items.len(), error.kind()), (1, ErrorKind::Failure), "{body}");
        assert_eq!(error.to_string(), "POST /chat: the server reports an error in the stream");
        assert_eq!(error.message().as_deref(), Some("too long"));
        assert!(error.body_as::<Json>().is_ok());
    }
    // What only looks like one is an item.
    let (items, error) = tokens(
        "data: {\"error\":null,\"text\":\"\\\"error\\\":{}\",\"x\":{\"error\":{}}}\n\n",
        Terminator::Eof,
    )
    .await;
    assert_eq!((items.len(), error.map(|it| it.kind())), (1, None));
}

#[tokio::test]
async fn an_item_that_does_not_decode_ends_the_stream() {
    for bad in ["{\"text\":1}", "{\"text\":", "", "hello"] {
        let body = format!(
            "data: {{\"text\":\"a\"}}\n\ndata: {bad}\n\ndata: {{\"text\":\"b\"}}\n\ndata: [DONE]\n\n"
        );
        let (items, error) = tokens(&body, DONE).await;
        let error = error.unwrap();
        assert_eq!((items.len(), error.kind()), (1, ErrorKind::Decode), "{bad}");
        assert_eq!((error.body().as_ref(), error.status().unwrap().as_u16()), (bad.as_bytes(), 200));
    }
}

#[derive(Debug, PartialEq)]
enum Answer {
    Sources(Vec<i64>),
    Done(Json),
    Other(Event),
}

impl Answer {
    const CASES: &'static [EventCase<Self>] = &[
        EventCase::new("sources", |event| event.json().map(Self::Sources)),
        EventCase::new("done", |event| event.json().map(Self::Done)),
    ];
}

#[tokio::test]
async fn events_are_told_apart_by_name() {
    let body =
        "event: sources\ndata: [1,2]\n\nevent: token\nid: 7\ndata: hi\n\nevent: done\ndata: {}\n\nevent: x\n";
    let server = serve(body).await;
    let call = || Call::get("/ask", PUBLIC);
    let named = call().named_events(Terminator::Event("done"), Answer::CASES, Answer::Other);
    let (items, error) = all(client(&server).stream(named).await.unwrap()).await;
    assert!(error.is_none());
    let [Answer::Sources(sources), Answer::Other(other), Answer::Done(_)] = items.as_slice() else {
        panic!("{items:?}");
    };
    assert_eq!(
        (sources.as_slice(), other.name(), other.data(), other.id()),
        (&[1, 2][..], "token", "hi", Some("7"))
    );
    assert!(!format!("{other:?}").contains("hi"));

    let server = serve(body).await;
    let raw = call().raw_events(Terminator::Event("done"));
    let (items, error) = all(client(&server).stream(raw).await.unwrap()).await;
    assert_eq!((items.len(), error.is_none()), (2, true));
}

#[derive(Debug, PartialEq)]
struct Envelope {
    event: Option<String>,
    data: Json,
}

specsmith_runtime::model! {
    Envelope {
        0 event optional "event",
        _ data required "data",
    }
}

#[derive(Debug, PartialEq)]
struct Text {
    data: String,
}

specsmith_runtime::model! {
    Text {
        _ data required "data",
    }
}

#[tokio::test]
async fn an_event_may_be_read_whole() {
    let body = "event: a\ndata: {\"x\": 1}\n\ndata: plain \"text\"\n\n";
    let server = serve(body).await;
    let call = Call::get("/x", PUBLIC).whole_events::<Envelope>(Terminator::Eof);
    let (items, _) = all(client(&server).stream(call).await.unwrap()).await;
    let json = |text: &str| serde_json::from_str::<Json>(text).unwrap();
    assert_eq!(
        items,
        [
            Envelope { event: Some("a".to_owned()), data: json("{\"x\":1}") },
            Envelope { event: None, data: json("\"plain \\\"text\\\"\"") },
        ]
    );
    // Text stays text, whatever it looks like.
    let server = serve("data: 12\n\ndata: \"x\"\n\ndata: {\n\n").await;
    let call = Call::get("/x", PUBLIC).whole_events::<Text>(Terminator::Eof);
    let (items, error) = all(client(&server).stream(call).await.unwrap()).await;
    let texts: Vec<_> = items.iter().map(|it| it.data.as_str()).collect();
    assert_eq!((texts.as_slice(), error.is_none()), (&["12", "x", "{"][..], true));
}

#[tokio::test]
async fn json_values_one_after_the_other() {
    for (content_type, body) in [
        ("application/x-ndjson", "{\"text\":\"a\"}\n\n{\"text\":\"b\"}"),
        ("application/jsonl", "{\"text\":\"a\"}\r\n{\"text\":\"b\"}\r\n"),
        ("application/json", "{\"text\":\"a\"}\n{\"text\":\"b\"}\n"),
        ("application/json-seq", "\u{1e}{\"text\":\n\"a\"}\n\u{1e}{\"text\":\"b\"}\n"),
    ] {
        let server = Server::start(vec![play(content_type, body)]).await;
        let call = Call::get("/x", PUBLIC).json_lines::<Token>("application/x-ndjson", Terminator::Eof);
        let (items, error) = all(client(&server).stream(call).await.unwrap()).await;
        let texts: Vec<_> = items.iter().map(|it| it.text.as_str()).collect();
        assert_eq!((texts.as_slice(), error.map(|it| it.kind())), (&["a", "b"][..], None), "{content_type}");
        assert_eq!(server.header("accept").as_deref(), Some("application/x-ndjson"));
    }
    let server = Server::start(vec![play("application/jsonl", "{\"text\":\"a\"}\n{\"te")]).await;
    let call = Call::get("/x", PUBLIC).json_lines::<Token>("application/jsonl", Terminator::Eof);
    let (items, error) = all(client(&server).stream(call).await.unwrap()).await;
    assert_eq!((items.len(), error.unwrap().kind()), (1, ErrorKind::Decode));
}

#[tokio::test]
async fn a_reply_that_is_no_stream_is_refused() {
    let server = Server::start(vec![play("application/json", "{}")]).await;
    let call = || Call::get("/x", PUBLIC).events::<Token>(Terminator::Eof);
    let error = client(&server).stream(call()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedContentType);
    let server = Server::answering("429 Too Many Requests\nretry-after: 2", "{\"detail\":\"slow\"}").await;
    let error = client(&server).stream(call()).await.unwrap_err();
    assert_eq!((error.kind(), error.message().as_deref()), (ErrorKind::Status, Some("slow")));
}

#[tokio::test]
async fn an_event_without_end_is_cut_off() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: ".to_vec();
    let server = Server::start(vec![Play::Endless(head, vec![b'x'; 4096])]).await;
    let client = builder(&server).event_limit(1 << 20).build().unwrap();
    let call = Call::get("/x", PUBLIC).events::<Token>(DONE);
    let (items, error) = all(client.stream(call).await.unwrap()).await;
    let error = error.unwrap();
    assert_eq!((items.len(), error.kind()), (0, ErrorKind::EventTooLarge));
    assert_eq!(error.to_string(), "GET /x: an event is larger than the limit of 1048576 bytes");
    assert_eq!(error.body().len(), 0);
}

#[tokio::test]
async fn dropping_a_stream_closes_its_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut buffer = [0; 4096];
        assert!(stream.read(&mut buffer).await.unwrap() > 0);
        let body = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\ndata: 1\n\n";
        stream.write_all(body).await.unwrap();
        stream.read(&mut buffer).await.unwrap_or(0)
    });
    let client = Client::<Acme>::builder().base_url(url).build().unwrap();
    let mut events = client.stream(Call::get("/x", PUBLIC).events::<i64>(DONE)).await.unwrap();
    assert_eq!(events.next().await.unwrap().unwrap(), 1);
    drop(events);
    // The server reads the end of the connection, and nothing before it.
    assert_eq!(server.await.unwrap(), 0);
}

#[tokio::test]
async fn many_events_are_read_and_held_one_at_a_time() {
    const COUNT: usize = 100_000;
    let server = serve(&"id: 1\r\nevent: n\r\ndata: {\"text\":\"abc\"}\r\n\r\n".repeat(COUNT)).await;
    let call = Call::get("/x", PUBLIC).events::<Token>(Terminator::Eof);
    let mut events = client(&server).stream(call).await.unwrap();
    let mut count = 0;
    while let Some(item) = events.next().await {
        assert_eq!(item.unwrap().text, "abc");
        count += 1;
    }
    assert_eq!(count, COUNT);
}

/// Pieces of a body, each after a pause.
struct Script(std::vec::IntoIter<(u64, &'static str)>);

impl TransportBody for Script {
    fn chunk(&mut self) -> BoxFuture<'_, Result<Option<Bytes>, TransportError>> {
        Box::pin(async move {
            let Some((pause, piece)) = self.0.next() else { return Ok(None) };
            tokio::time::sleep(Duration::from_secs(pause)).await;
            Ok(Some(Bytes::from_static(piece.as_bytes())))
        })
    }
}

struct Scripted(Vec<(u64, &'static str)>);

impl Transport for Scripted {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let body = Box::new(Script(self.0.clone().into_iter()));
        let reply = TransportResponse::new(http::StatusCode::OK, http::HeaderMap::new(), body);
        Box::pin(std::future::ready(Ok(reply)))
    }
}

async fn scripted(script: Vec<(u64, &'static str)>) -> Events<i64> {
    let client = Client::<Acme>::builder().transport(Arc::new(Scripted(script))).build().unwrap();
    client.stream(Call::get("/x", PUBLIC).events(Terminator::Eof)).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_stream_lives_as_long_as_lines_come() {
    // Longer than an attempt may take, and kept alive by comments.
    let script = vec![(100, "data: 1\n\n"), (119, ":\n"), (119, ":"), (0, "\n"), (119, "data: 2\n\n")];
    let (items, error) = all(scripted(script).await).await;
    assert_eq!((items, error.is_none()), (vec![1, 2], true));
}

#[tokio::test(start_paused = true)]
async fn a_trickle_without_lines_is_no_sign_of_life() {
    let start = tokio::time::Instant::now();
    let script = [vec![(0, "data: 1\n\n")], vec![(7, "data: 2")], vec![(7, "2"); 100]].concat();
    let (items, error) = all(scripted(script).await).await;
    let error = error.unwrap();
    assert_eq!((items, error.kind(), error.phase()), (vec![1], ErrorKind::Timeout, Some(Phase::Body)));
    assert_eq!(start.elapsed(), Duration::from_secs(120));
}

#[tokio::test(start_paused = true)]
async fn a_caller_who_is_slow_is_not_the_servers_fault() {
    let mut events = scripted(vec![(0, "data: 1\n\ndata: 2\n\n"), (1, "da"), (1, "ta: 3\n\n")]).await;
    for expected in 1..=3 {
        assert_eq!(events.next().await.unwrap().unwrap(), expected);
        tokio::time::sleep(Duration::from_secs(1000)).await;
    }
    assert!(events.next().await.is_none());
    // One who gives up on waiting loses nothing.
    let mut events = scripted(vec![(10, "data: 1\n\n"), (10, "data: 2\n\n")]).await;
    assert!(tokio::time::timeout(Duration::from_secs(5), events.next()).await.is_err());
    tokio::time::sleep(Duration::from_secs(1000)).await;
    assert_eq!(events.next().await.unwrap().unwrap(), 1);
    assert_eq!(events.next().await.unwrap().unwrap(), 2);
}

#[test]
fn streams_are_streams_and_can_travel() {
    fn stream<T: futures_core::Stream<Item = Result<i64, Error>> + Send + Unpin + 'static>() {}
    stream::<Events<i64>>();
    stream::<specsmith_runtime::Pages<i64, i64>>();
    stream::<specsmith_runtime::Items<Json, i64>>();
}
