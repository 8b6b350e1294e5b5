//! Servers that redirect, never end, lie about lengths, or stall.

use std::time::{Duration, Instant};

use specsmith_runtime::{Body, Call, Error, ErrorKind, Json, Phase, Scheme, Security};

use crate::server::{Play, Server, reply};
use crate::{PUBLIC, builder, client};

const BEARER: Security = &[&[Scheme::bearer("token")]];

#[tokio::test]
async fn redirects_are_not_followed() {
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let other = Server::answering("200 OK", "").await;
        let head = format!("{status}\nlocation: {}", other.url("/secret-path?token=1"));
        let server = Server::answering(&head, "").await;
        let client = builder(&server).bearer("key").build().unwrap();
        let error = client.send(Call::post("/x", BEARER)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert_eq!(
            error.to_string(),
            format!("POST /x answered {status}, a redirect to 127.0.0.1 that was not followed")
        );
        assert_eq!((server.connections(), other.connections()), (1, 0));
    }
}

#[tokio::test]
async fn a_users_own_settings_cannot_undo_ours() {
    let other = Server::answering("200 OK", "").await;
    let server = Server::answering(&format!("302 Found\nlocation: {}", other.url("/")), "").await;
    let client = builder(&server)
        .configure_http(|http| http.redirect(Default::default()).user_agent("theirs"))
        .build()
        .unwrap();
    let error = client.send(Call::get("/x", PUBLIC)).await.unwrap_err();
    assert_eq!((error.kind(), other.connections()), (ErrorKind::Redirect, 0));
    assert_eq!(server.header("user-agent").as_deref(), Some("acme-client/1.2.3"));
}

#[tokio::test]
async fn a_redirect_to_nowhere_is_an_error_too() {
    for head in ["304 Not Modified", "302 Found\nlocation: ::", "300 Multiple Choices\nlocation: mailto:a@b"]
    {
        let server = Server::answering(head, "").await;
        let error = client(&server).send(Call::get("/x", PUBLIC)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{head}");
    }
}

fn endless(status: &str) -> Play {
    let head = format!("HTTP/1.1 {status}\r\ntransfer-encoding: chunked\r\n\r\n");
    Play::Endless(head.into_bytes(), format!("1000\r\n{}\r\n", "x".repeat(0x1000)).into_bytes())
}

#[tokio::test]
async fn a_body_that_never_ends_is_cut_off() {
    let server = Server::start(vec![endless("200 OK")]).await;
    let client = builder(&server).json_limit(1 << 20).bytes_limit(1 << 21).build().unwrap();
    let json = client.send(Call::get("/x", PUBLIC).json::<Json>()).await.unwrap_err();
    assert_eq!((json.kind(), json.status().unwrap().as_u16()), (ErrorKind::TooLarge, 200));
    assert_eq!(json.to_string(), "GET /x: the reply is larger than the limit of 1048576 bytes");
    let raw = client.send(Call::get("/x", PUBLIC).raw()).await.unwrap_err();
    assert_eq!(raw.to_string(), "GET /x: the reply is larger than the limit of 2097152 bytes");
    // Nothing is wanted of this body, so its length is no failure.
    client.send(Call::get("/x", PUBLIC)).await.unwrap();

    let server = Server::start(vec![endless("500 Internal Server Error")]).await;
    let error = client_of(&server, 1000).send(Call::get("/x", PUBLIC)).await.unwrap_err();
    assert_eq!((error.kind(), error.body().len()), (ErrorKind::Status, 1000));
}

fn client_of(server: &Server, error_limit: usize) -> specsmith_runtime::Client<crate::Acme> {
    builder(server).error_limit(error_limit).build().unwrap()
}

#[tokio::test]
async fn a_false_length_fails_before_reading() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000000000000\r\n\r\n{"
        .to_vec();
    let server = Server::start(vec![Play::Drip(head, vec![b' '; 1000])]).await;
    let start = Instant::now();
    let error = client(&server).send(Call::get("/x", PUBLIC).json::<Json>()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(start.elapsed() < Duration::from_secs(5));
}

async fn timed_out(script: Play) -> Error {
    let server = Server::start(vec![script]).await;
    let client = builder(&server).attempt_timeout(Duration::from_millis(300)).build().unwrap();
    let error = client.send(Call::get("/x", PUBLIC).json::<Json>()).await.unwrap_err();
    assert!(error.is_timeout() && error.is_retryable() && error.sent());
    error
}

#[tokio::test]
async fn a_timeout_names_its_phase() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n".to_vec();
    let error = timed_out(Play::Drip(Vec::new(), head.clone())).await;
    assert_eq!(error.phase(), Some(Phase::Headers));
    assert_eq!(error.to_string(), "GET /x: timed out while waiting for the headers of the reply");
    let error = timed_out(Play::Drip(head, vec![b' '; 100])).await;
    assert_eq!((error.phase(), error.status().map(|it| it.as_u16())), (Some(Phase::Body), Some(200)));
    assert_eq!(error.to_string(), "GET /x: timed out while reading the body of the reply");

    // A call may have its own limit; here it is the longer one.
    let server = Server::start(vec![Play::Drip(
        b"HTTP/1.1 200 OK\r\n".to_vec(),
        b"content-length: 0\r\n\r\n".to_vec(),
    )])
    .await;
    let client = builder(&server).attempt_timeout(Duration::from_millis(100)).build().unwrap();
    client.send(Call::get("/x", PUBLIC).long()).await.unwrap();
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn a_handshake_that_stalls_is_a_connect_timeout() {
    // The server waits for the end of a request, which a handshake never is.
    let server = Server::answering("200 OK", "").await;
    let url = format!("https://127.0.0.1:{}", server.port());
    let client = builder(&server).base_url(url).connect_timeout(Duration::from_millis(200)).build().unwrap();
    let error = client.send(Call::get("/x", PUBLIC)).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.phase(), error.sent()),
        (ErrorKind::Timeout, Some(Phase::Connect), false)
    );
    assert_eq!(error.to_string(), "GET /x: timed out while connecting");
}

#[tokio::test]
async fn an_error_keeps_its_status_when_its_body_stalls() {
    let head = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 3\r\ncontent-length: 100\r\n\r\n".to_vec();
    let server = Server::start(vec![Play::Drip(head, vec![b'x'; 100])]).await;
    let client = builder(&server).attempt_timeout(Duration::from_millis(300)).build().unwrap();
    let error = client.send(Call::get("/x", PUBLIC)).await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 503));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3)));
}

#[tokio::test]
async fn no_listener_is_a_connect_error() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let client =
        specsmith_runtime::Client::<crate::Acme>::builder().base_url(format!("http://{address}")).build();
    let error = client.unwrap().send(Call::get("/x", PUBLIC)).await.unwrap_err();
    assert_eq!((error.kind(), error.sent(), error.is_retryable()), (ErrorKind::Connect, false, true));
    assert!(error.to_string().starts_with("GET /x: no connection: "), "{error}");
}

#[tokio::test]
async fn a_connection_that_breaks_is_a_transport_error() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n[1,".to_vec();
    for script in [Play::Bytes(Vec::new()), Play::Bytes(b"hello\r\n\r\n".to_vec()), Play::Bytes(cut)] {
        let server = Server::start(vec![script]).await;
        let error = client(&server).send(Call::post("/x", PUBLIC).json::<Json>()).await.unwrap_err();
        assert_eq!((error.kind(), error.sent(), server.connections()), (ErrorKind::Transport, true, 1));
    }
}

/// How many requests the server has seen when the call has failed.
async fn tried(script: Play, call: Call<()>) -> (Error, usize) {
    let server = Server::start(vec![script]).await;
    let pause = Duration::from_millis(1);
    let client = builder(&server).retries(3).backoff(pause, pause).build().unwrap();
    let error =
        client.send(call.body(Body::text("text/plain", "x".repeat(100_000))).raw()).await.unwrap_err();
    let bodies = server.requests().iter().filter(|it| it.ends_with("x")).count();
    assert_eq!((error.attempts() as usize, server.connections()), (bodies, bodies));
    (error, bodies)
}

#[tokio::test]
async fn what_a_server_may_have_done_is_not_done_twice() {
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n[1,".to_vec();
    for script in [Play::Reset(Vec::new()), Play::Bytes(Vec::new()), Play::Reset(half)] {
        let (error, requests) = tried(script.clone(), Call::post("/x", PUBLIC)).await;
        assert_eq!((error.kind(), error.sent(), requests), (ErrorKind::Transport, true, 1));
        let (error, requests) = tried(script, Call::put("/x", PUBLIC)).await;
        assert_eq!((error.kind(), error.sent(), requests), (ErrorKind::Transport, true, 4));
    }
}

#[test]
fn deep_nesting_is_a_decode_error_on_a_small_stack() {
    let work = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let script = reply("200 OK\ncontent-type: application/json", &"[".repeat(100_000));
            let server = Server::start(vec![script]).await;
            let error = client(&server).send(Call::get("/x", PUBLIC).json::<Json>()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert!(error.to_string().contains("nested too deep"), "{error}");
            assert_eq!(error.body().len(), 100_000);
        });
    };
    std::thread::Builder::new().stack_size(512 << 10).spawn(work).unwrap().join().unwrap();
}
