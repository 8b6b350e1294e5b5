//! Nothing confidential is ever printed, whatever goes wrong.

use std::time::Duration;

use serde::{Serialize, Serializer};
use specsmith_runtime::{
    Body, Call, Case, Credential, Error, ErrorKind, FilePart, Json, Reply, Scheme, SecretString, Security,
    Serde, Terminator,
};

use crate::builder;
use crate::capture;
use crate::server::{Play, Server};

const KEYS: Security = &[&[
    Scheme::bearer("token"),
    Scheme::header_key("header", "x-key"),
    Scheme::query_key("query", "key"),
    Scheme::cookie_key("cookie", "session"),
]];

/// Every marker has this in it.
const MARKER: &str = "CANARY";

/// Fails if a marker shows in any way of printing the error or what is behind it.
#[track_caller]
fn check(error: &Error, kind: ErrorKind) {
    assert_eq!(error.kind(), kind, "{error:?}");
    let told = capture::shown();
    // Ours, and those of the crates underneath.
    assert!(told.contains("specsmith_runtime call\n") || error.attempts() == 0, "{told}");
    assert!(told.contains("hyper_util::") || error.attempts() == 0, "{told}");
    let mut shown = vec![told];
    let mut next: Option<&dyn std::error::Error> = Some(error);
    while let Some(it) = next {
        shown.extend([format!("{it}"), format!("{it:#}"), format!("{it:?}"), format!("{it:#?}")]);
        next = it.source();
    }
    for text in shown {
        if let Some(at) = text.find(MARKER) {
            let line = text[..at].rfind('\n').map_or(0, |start| start + 1);
            panic!("{}", &text[line..].lines().next().unwrap_or_default());
        }
        assert!(!text.contains("Q0FOQVJZ"), "in base64: {text}");
    }
}

/// An enumeration without variants, whose complaint ends in another way than that of others.
#[derive(serde::Serialize, serde::Deserialize)]
enum Never {}

/// A call with markers in everything that a caller gives.
fn call() -> Call<()> {
    Call::post("/x/{id}", KEYS)
        .path("id", "CANARY-path")
        .query("q", "CANARY-query")
        .header("x-own", "CANARY-header")
        .cookie_param("c", "CANARY-own-cookie")
        .body(Body::json(&"CANARY-request-body"))
}

async fn send<T>(script: Play, call: Call<T>) -> Error {
    capture::start();
    let server = Server::start(vec![script]).await;
    let client = builder(&server)
        .bearer("CANARY-bearer")
        .credential("header", Credential::Token("CANARY-key".into()))
        .credential("query", Credential::Token("CANARY-query-key".into()))
        .credential("cookie", Credential::Token("CANARY-cookie".into()))
        .header("x-default", "CANARY-default")
        .attempt_timeout(Duration::from_millis(500))
        .json_limit(4096)
        .build()
        .unwrap();
    assert!(!format!("{client:?} {client:#?} {call:?}").contains(MARKER));
    match client.send(call).await {
        Ok(_) => panic!("the call must fail"),
        Err(error) => error,
    }
}

/// A reply with markers in its headers and its body.
fn marked(status: &str, body: &str) -> Play {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nset-cookie: s=CANARY-set-cookie\r\n\
         x-other: CANARY-header\r\nlocation: http://127.0.0.1:1/CANARY-location?q=CANARY\r\n\
         content-length: {length}\r\n\r\n{body}"
    );
    Play::Bytes(head.into_bytes())
}

#[tokio::test]
async fn errors_of_a_reply() {
    let body =
        r#"{"detail":"CANARY-response","n":"CANARY-number","CANARY key":{"CANARY":"x, expected CANARY"}}"#;
    for status in ["400 Bad Request", "401 CANARY-phrase", "500 Internal Server Error"] {
        check(&send(marked(status, body), call()).await, ErrorKind::Status);
    }
    check(&send(marked("302 Found", body), call()).await, ErrorKind::Redirect);
    for decode in [
        send(marked("200 OK", body), call().json::<Vec<i32>>()).await,
        send(marked("200 OK", r#"["CANARY"]"#), call().json::<Vec<bool>>()).await,
        send(marked("200 OK", r#"["CANARY, expected x"]"#), call().json::<Vec<specsmith_runtime::Date>>())
            .await,
        send(marked("200 OK", r#"["CANARY"]"#), call().json::<Vec<Serde<Option<std::net::IpAddr>>>>()).await,
        send(
            marked("200 OK", r#"{"CANARY key":1}"#),
            call().json::<std::collections::BTreeMap<String, bool>>(),
        )
        .await,
        send(marked("200 OK", r#"{"Ok":1,"CANARY":2}"#), call().json::<Serde<Option<Result<i32, bool>>>>())
            .await,
        send(marked("200 OK", r#"["x, expected CANARY"]"#), call().json::<Vec<Serde<Option<Never>>>>()).await,
        send(marked("200 OK", r#"["x, expected CANARY"]"#), call().json::<Vec<i32>>()).await,
        send(marked("200 OK", "CANARY"), call().json::<Json>()).await,
    ] {
        check(&decode, ErrorKind::Decode);
        assert!(String::from_utf8_lossy(decode.body()).contains(MARKER));
    }
    const NONE: &[Case<()>] = &[Case::new(299, Reply::empty)];
    check(&send(marked("200 OK", body), call().by_status(NONE)).await, ErrorKind::UnexpectedStatus);
    let html = b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\nCANARY".to_vec();
    check(&send(Play::Bytes(html), call().json::<Json>()).await, ErrorKind::UnexpectedContentType);
    check(&send(marked("200 OK", &body.repeat(100)), call().json::<Json>()).await, ErrorKind::TooLarge);
}

#[tokio::test]
async fn errors_within_a_stream() {
    let last = async |body: &str| {
        capture::start();
        let head = "HTTP/1.1 200 OK\r\nx-own: CANARY\r\nconnection: close\r\n\r\n";
        let server = Server::start(vec![Play::Bytes(format!("{head}{body}").into())]).await;
        let client = builder(&server).event_limit(100);
        let keys = ["token", "header", "query", "cookie"];
        let client =
            keys.iter().fold(client, |it, key| it.credential(*key, Credential::Token("CANARY".into())));
        let mut events = client
            .build()
            .unwrap()
            .stream(call().events::<i64>(Terminator::Sentinel("CANARY-end")))
            .await
            .unwrap();
        assert!(!format!("{events:?} {events:#?}").contains(MARKER));
        events.next().await.unwrap().unwrap_err()
    };
    check(&last("event: CANARY\ndata: \"CANARY\"\n\n").await, ErrorKind::Decode);
    check(&last("event: error\ndata: CANARY\n\n").await, ErrorKind::Failure);
    check(&last("data: {\"error\":{\"CANARY\":1}}\n\n").await, ErrorKind::Failure);
    check(&last("data: CANARY\n").await, ErrorKind::Truncated);
    check(&last(&format!("data: {}", "CANARY".repeat(100))).await, ErrorKind::EventTooLarge);
}

#[tokio::test]
async fn errors_on_the_way() {
    for broken in
        ["", "CANARY\r\n\r\n", "HTTP/1.1 200 OK\r\nCANARY CANARY\r\n\r\n", "HTTP/1.1 CANARY\r\n\r\n"]
    {
        check(&send(Play::Bytes(broken.into()), call()).await, ErrorKind::Transport);
    }
    let chunks = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nCANARY\r\n";
    check(&send(Play::Bytes(chunks.into()), call().raw()).await, ErrorKind::Transport);
    check(&send(Play::Drip(b"HTTP/1.1 200 ".to_vec(), vec![b'C'; 100]), call()).await, ErrorKind::Timeout);

    let client = specsmith_runtime::Client::<crate::Acme>::builder()
        .base_url("http://127.0.0.1:1/CANARY-prefix")
        .bearer("CANARY")
        .build()
        .unwrap();
    const BEARER: Security = &[&[Scheme::bearer("token")]];
    let error = client.send(Call::get("/x", BEARER).query("q", "CANARY")).await.unwrap_err();
    check(&error, ErrorKind::Connect);
}

#[tokio::test]
async fn errors_before_anything_is_sent() {
    /// A foreign type whose complaint quotes its value.
    struct Chatty;
    impl Serialize for Chatty {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("CANARY is not good"))
        }
    }
    struct File {
        field: FilePart,
    }
    specsmith_runtime::model! { File { _ field required "field", } }
    let chatty = || Serde(Chatty);
    let foreign = |value| specsmith_runtime::Map::from([("field".to_owned(), value)]);
    let nothing = || Play::Bytes(Vec::new());
    for call in [
        call().path("id", "CANARY/.."),
        call().query("q", [["CANARY"]]),
        call().query("q", chatty()),
        call().header("x", "CANARY\r\n"),
        call().header("CANARY\r\n", "x"),
        call().header_param("x", "CANARY\n"),
        call().body(Body::json(&chatty())),
        call().body(Body::form(&chatty())),
        call().body(Body::form(&"CANARY")),
        call().body(Body::multipart(&foreign(chatty()))),
        call().body(Body::multipart(&File { field: FilePart::bytes("CANARY\0", "") })),
        call().body(Body::bytes("CANARY\n", "")),
    ] {
        check(&send(nothing(), call).await, ErrorKind::Request);
    }
    let builder = || specsmith_runtime::Client::<crate::Acme>::builder();
    for build in [
        builder().bearer("CANARY CANARY").build(),
        builder().credential("a", Credential::Token("CANARY\n1".into())).build(),
        builder().header("x-a", "CANARY\n1").build(),
        builder().app_id("CANARY\n1").build(),
        builder().base_url("https://u:CANARY@example.org").build(),
        builder().base_url("https://example.org/?k=CANARY").build(),
        builder().base_url("CANARY").build(),
    ] {
        check(&build.unwrap_err(), ErrorKind::Configuration);
    }
}

#[test]
fn values_that_hold_secrets() {
    let secret = SecretString::from("CANARY");
    let basic = Credential::Basic { username: "CANARY".into(), password: secret.clone() };
    let file = FilePart::bytes("CANARY", "CANARY");
    let body = Body::json(&"CANARY");
    let shown = format!("{secret:?} {secret:#?} {basic:?} {basic:#?} {file:?} {file:#?} {body:?} {body:#?}");
    assert!(!shown.contains(MARKER), "{shown}");
    assert_eq!(secret.expose(), "CANARY");
}
