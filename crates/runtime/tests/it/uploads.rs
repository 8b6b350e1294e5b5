//! What is uploaded from a path or a stream: the bytes on the wire, and what becomes of an attempt that fails.

use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use futures_core::Stream;
use specsmith_runtime::{
    Body, BoxFuture, Call, Client, Error, ErrorKind, FilePart, Scheme, SecretString, Security, TokenProvider,
    Transport, TransportError, TransportRequest, TransportResponse, Upload,
};

use crate::server::{Server, reply};
use crate::{Acme, PUBLIC, builder, client};

/// A stream of some pieces, or of one that fails.
struct Pieces(std::vec::IntoIter<Result<Vec<u8>, &'static str>>);

fn pieces(texts: &[&str]) -> Pieces {
    Pieces(texts.iter().map(|it| Ok(it.as_bytes().to_vec())).collect::<Vec<_>>().into_iter())
}

impl Stream for Pieces {
    type Item = Result<Vec<u8>, &'static str>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.next())
    }
}

/// A file that is gone with the test.
struct Scrap(PathBuf);

impl Scrap {
    fn new(name: &str, content: &[u8]) -> Self {
        let folder = std::env::temp_dir().join(format!("specsmith-uploads-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(name), content).unwrap();
        Self(folder)
    }

    fn path(&self) -> PathBuf {
        self.0.join(self.0.file_name().unwrap().to_str().unwrap().rsplit_once('-').unwrap().1)
    }
}

impl Drop for Scrap {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn put(body: Body) -> Call<()> {
    Call::put("/x", PUBLIC).body(body).retries(0)
}

#[tokio::test]
async fn a_path_is_sent_with_its_length() {
    let content: Vec<u8> = (0..200_000_u32).map(|it| b'a' + (it % 26) as u8).collect();
    let file = Scrap::new("big.bin", &content);
    let server = Server::answering("204 No Content", "").await;
    let body = Body::upload("application/octet-stream", Upload::path(file.path()));
    client(&server).send(put(body)).await.unwrap();
    assert_eq!(server.header("content-length").as_deref(), Some("200000"));
    assert_eq!(server.header("transfer-encoding"), None);
    assert_eq!(server.header("content-type").as_deref(), Some("application/octet-stream"));
    assert_eq!(server.body().as_bytes(), content);
}

#[tokio::test]
async fn an_empty_path_is_an_empty_body() {
    let file = Scrap::new("empty.bin", b"");
    let server = Server::answering("204 No Content", "").await;
    client(&server).send(put(Body::upload("image/png", Upload::path(file.path())))).await.unwrap();
    assert_eq!(server.header("content-length").as_deref(), Some("0"));
    assert_eq!(server.header("content-type").as_deref(), Some("image/png"));
}

#[tokio::test]
async fn what_cannot_be_opened_is_not_sent() {
    let file = Scrap::new("there.bin", b"x");
    let server = Server::answering("204 No Content", "").await;
    for (path, why) in [
        (file.path().with_file_name("CANARY"), "entity not found"),
        (file.path().parent().unwrap().to_owned(), "invalid input parameter"),
    ] {
        let error =
            client(&server).send(put(Body::upload("image/png", Upload::path(path)))).await.unwrap_err();
        assert_eq!((error.kind(), error.sent(), server.connections()), (ErrorKind::Request, false, 0));
        assert_eq!(error.to_string(), format!("PUT /x: a file of the body cannot be opened: {why}"));
        assert!(!format!("{error:?}").contains("CANARY"));
    }
}

/// To open it would be to wait for whoever writes to it.
#[cfg(unix)]
#[tokio::test]
async fn a_pipe_is_no_file() {
    let file = Scrap::new("there.bin", b"x");
    let pipe = file.path().with_file_name("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let server = Server::answering("204 No Content", "").await;
    let error = client(&server).send(put(Body::upload("image/png", Upload::path(pipe)))).await.unwrap_err();
    assert_eq!((error.kind(), server.connections()), (ErrorKind::Request, 0), "{error}");
}

#[tokio::test]
async fn streams_with_and_without_a_length() {
    let server = Server::answering("204 No Content", "").await;
    let upload = Upload::stream(pieces(&["ab", "", "c"])).length(3).content_type("video/mp4");
    client(&server).send(put(Body::upload("video/*", upload))).await.unwrap();
    assert_eq!(server.header("content-length").as_deref(), Some("3"));
    assert_eq!(server.header("content-type").as_deref(), Some("video/mp4"));
    assert_eq!(server.body(), "abc");

    let server = Server::answering("204 No Content", "").await;
    client(&server).send(put(Body::upload("*/*", Upload::stream(pieces(&["ab", "c"]))))).await.unwrap();
    assert_eq!(server.header("content-length"), None);
    assert_eq!(server.header("transfer-encoding").as_deref(), Some("chunked"));
    assert_eq!(server.header("content-type").as_deref(), Some("application/octet-stream"));
    assert_eq!(server.body(), "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
}

#[tokio::test]
async fn a_stream_that_is_not_what_it_was_said_to_be() {
    let failing = Pieces(vec![Ok(b"a".to_vec()), Err("CANARY")].into_iter());
    for (upload, why) in [
        (Upload::stream(pieces(&["ab"])).length(3), "the stream is shorter than its length"),
        (Upload::stream(pieces(&["ab", "cd"])).length(3), "the stream is longer than its length"),
        (Upload::stream(failing), "the stream failed"),
    ] {
        let server = Server::answering("204 No Content", "").await;
        let error = client(&server).send(put(Body::upload("a/b", upload))).await.unwrap_err();
        assert_eq!((error.kind(), error.sent()), (ErrorKind::Transport, true));
        let text = format!("{error} {error:?}");
        assert!(text.contains(&format!("the body of the request cannot be read: {why}")), "{text}");
        assert!(!text.contains("CANARY"));
    }
}

/// Counts how often it is asked, and has nothing against being asked again.
#[derive(Default)]
struct Tokens(AtomicUsize);

impl TokenProvider for Tokens {
    fn token(&self) -> BoxFuture<'_, Result<SecretString, Error>> {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Ok("t".into()) })
    }

    fn invalidate(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }
}

#[tokio::test]
async fn a_path_is_opened_for_each_attempt_and_a_stream_is_sent_once() {
    const BEARER: Security = &[&[Scheme::bearer("token")]];
    let file = Scrap::new("again.bin", b"again");
    for (upload, requests) in
        [(Upload::path(file.path()), 2), (Upload::stream(pieces(&["again"])).length(5), 1)]
    {
        let server = Server::start(vec![reply("401 Unauthorized", ""), reply("204 No Content", "")]).await;
        let client = builder(&server).token_provider(Arc::new(Tokens::default())).build().unwrap();
        let call = Call::put("/x", BEARER).body(Body::upload("a/b", upload));
        let sent = client.send(call.clone()).await;
        assert_eq!((sent.is_ok(), server.requests().len()), (requests == 2, requests));
        assert!(server.requests().iter().all(|it| it.ends_with("\r\n\r\nagain")));
        if requests == 1 {
            let error = client.send(call).await.unwrap_err();
            assert_eq!((error.kind(), error.sent()), (ErrorKind::Request, false));
            assert_eq!(error.to_string(), "PUT /x: a stream of the body has been sent before");
        }
    }
}

#[tokio::test]
async fn a_stream_of_which_nothing_was_read_can_still_be_sent() {
    let gone = {
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}", socket.local_addr().unwrap())
    };
    let call = put(Body::upload("a/b", Upload::stream(pieces(&["abc"])).length(3)));
    let nobody: Client<Acme> = Client::builder().base_url(gone).build().unwrap();
    let error = nobody.send(call.clone()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    let server = Server::answering("204 No Content", "").await;
    client(&server).send(call).await.unwrap();
    assert_eq!(server.body(), "abc");
}

#[tokio::test]
async fn files_of_every_kind_in_one_multipart_body() {
    struct Files {
        files: Vec<FilePart>,
    }
    specsmith_runtime::model! { Files { _ files required "files", } }
    let file = Scrap::new("p\"q.txt", b"from a path");
    let files = vec![
        FilePart::bytes("a", "from memory").header("X-Sum", "1"),
        FilePart::path(file.path()).content_type("text/plain"),
        FilePart::stream("c", pieces(&["from ", "a stream"])).length(13),
        FilePart::path(file.path()).named("d"),
    ];
    let server = Server::answering("204 No Content", "").await;
    client(&server).send(put(Body::multipart(&Files { files }))).await.unwrap();
    let media_type = server.header("content-type").unwrap();
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let part = |name: &str, rest: &str| {
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n{rest}\r\n"
        )
    };
    let expected = [
        part("a", "Content-Type: application/octet-stream\r\nX-Sum: 1\r\n\r\nfrom memory"),
        part("p%22q.txt", "Content-Type: text/plain\r\n\r\nfrom a path"),
        part("c", "Content-Type: application/octet-stream\r\n\r\nfrom a stream"),
        part("d", "Content-Type: application/octet-stream\r\n\r\nfrom a path"),
        format!("--{boundary}--\r\n"),
    ]
    .concat();
    assert_eq!(server.body(), expected);
    assert_eq!(server.header("content-length"), Some(expected.len().to_string()));
}

/// Does something to the world once the body is open, and then reads it.
struct Reading<F>(F);

impl<F: Fn() + Send + Sync + 'static> Transport for Reading<F> {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        (self.0)();
        Box::pin(async move {
            let mut body = request.body;
            let mut largest = 0;
            while let Some(piece) = std::future::poll_fn(|cx| body.poll_piece(cx)).await {
                largest = largest.max(piece?.len());
            }
            let headers = Default::default();
            Ok(TransportResponse::whole(Default::default(), headers, largest.to_string()))
        })
    }
}

async fn largest_piece(file: &Scrap, meanwhile: impl Fn() + Send + Sync + 'static) -> Result<String, Error> {
    let transport = Arc::new(Reading(meanwhile));
    let client: Client<Acme> = Client::builder().transport(transport).build()?;
    let body = Body::upload("a/b", Upload::path(file.path()));
    client.send(put(body).text()).await
}

#[tokio::test]
async fn a_file_is_read_in_small_pieces_and_to_the_length_that_was_announced() {
    let file = Scrap::new("pieces.bin", &vec![0; 200_000]);
    assert_eq!(largest_piece(&file, || {}).await.unwrap(), "65536");
    let path = file.path();
    let error = largest_piece(&file, move || std::fs::write(&path, "short").unwrap()).await.unwrap_err();
    assert!(error.to_string().ends_with("a file became shorter while it was sent"), "{error}");
    let path = file.path();
    assert_eq!(
        largest_piece(&file, move || std::fs::write(&path, vec![0; 100]).unwrap()).await.unwrap(),
        "5"
    );
}

#[tokio::test]
async fn a_range_asks_for_a_content_type() {
    let server = Server::answering("204 No Content", "").await;
    for (range, upload, expected) in [
        (
            "image/*",
            Upload::bytes("x"),
            Err("the body needs a content type of its own: the operation takes image/*"),
        ),
        ("image/*", Upload::bytes("x").content_type("image/png"), Ok("image/png")),
        ("application/*", Upload::bytes("x"), Ok("application/octet-stream")),
        ("image/png", Upload::bytes("x"), Ok("image/png")),
        ("image/png", Upload::bytes("x").content_type("image/apng"), Ok("image/apng")),
        (
            "a/b",
            Upload::bytes("x").content_type("a/b\r\nc: d"),
            Err("the content type of the body is not visible ASCII"),
        ),
        (
            "a/b",
            Upload::bytes("x").content_type(""),
            Err("the content type of the body is not visible ASCII"),
        ),
    ] {
        let sent = client(&server).send(put(Body::upload(range, upload))).await;
        match expected {
            Ok(media_type) => {
                sent.unwrap();
                let request = server.requests().pop().unwrap();
                assert_eq!(crate::server::header(&request, "content-type").as_deref(), Some(media_type));
            }
            Err(why) => assert_eq!(sent.unwrap_err().to_string(), format!("PUT /x: {why}")),
        }
    }
}

#[tokio::test]
async fn no_body_is_no_content_type() {
    let server = Server::answering("204 No Content", "").await;
    client(&server).send(Call::delete("/x", PUBLIC).body(Body::none())).await.unwrap();
    assert_eq!((server.header("content-type"), server.header("content-length")), (None, None));
}
