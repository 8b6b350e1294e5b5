//! Tokens by client credentials: the request for one, how long it is kept, and what may go wrong.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use specsmith_runtime::{
    BoxFuture, Call, ClientCredentials, Error, ErrorKind, Scheme, Security, TokenProvider, Transport,
    TransportError, TransportRequest, TransportResponse,
};

use crate::builder;
use crate::server::{Server, header, reply};

const OAUTH: Security = &[&[Scheme::bearer("oauth")]];
const TOKEN: &str = r#"{"access_token":"t-1","token_type":"Bearer","expires_in":3600}"#;

fn provider(server: &Server) -> ClientCredentials {
    ClientCredentials::new(server.url("/token?v=2"), "my id", "se:cret")
}

async fn token(provider: &Arc<dyn TokenProvider>) -> Result<String, Error> {
    provider.token().await.map(|it| it.expose().to_owned())
}

#[tokio::test]
async fn the_request_for_a_token() {
    let server = Server::answering("200 OK", TOKEN).await;
    let plain = provider(&server).build().unwrap();
    assert_eq!(token(&plain).await.unwrap(), "t-1");
    assert_eq!(server.target(), "/token?v=2");
    assert_eq!(server.body(), "grant_type=client_credentials");
    assert_eq!(server.header("authorization").as_deref(), Some("Basic bXklMjBpZDpzZSUzQWNyZXQ="));
    assert_eq!(server.header("content-type").as_deref(), Some("application/x-www-form-urlencoded"));
    assert_eq!(server.header("accept").as_deref(), Some("application/json"));

    let server = Server::answering("200 OK", TOKEN).await;
    let full = provider(&server).secret_in_body().scope("read:x").scope("b").parameter("audience", "a&b");
    token(&full.build().unwrap()).await.unwrap();
    assert_eq!(server.header("authorization"), None);
    assert_eq!(
        server.body(),
        "grant_type=client_credentials&scope=read%3Ax+b&audience=a%26b&client_id=my+id&client_secret=se%3Acret"
    );
}

#[tokio::test]
async fn calls_share_one_token_and_get_another_when_it_is_refused() {
    let (tokens, api) =
        (Server::answering("200 OK", TOKEN).await, Server::answering("204 No Content", "").await);
    let client = builder(&api).token_provider(provider(&tokens).build().unwrap()).build().unwrap();
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(Call::get("/x", OAUTH)).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((tokens.connections(), api.connections()), (1, 20));
    assert!(api.requests().iter().all(|it| header(it, "authorization").as_deref() == Some("Bearer t-1")));
}

#[tokio::test]
async fn a_token_that_has_ended_is_fetched_anew() {
    let ended = TOKEN.replace("3600", "\"0\"");
    let server =
        Server::start(vec![reply("200 OK", &ended), reply("200 OK", &TOKEN.replace("t-1", "t-2"))]).await;
    let provider = provider(&server).build().unwrap();
    for expected in ["t-1", "t-2", "t-2"] {
        assert_eq!(token(&provider).await.unwrap(), expected);
    }
    assert_eq!(server.connections(), 2);
}

/// Gives `t-1`, `t-2` ... for an hour each.
#[derive(Default)]
struct Counter(Mutex<u32>);

impl Transport for Counter {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let mut count = self.0.lock().unwrap();
        *count += 1;
        let body = TOKEN.replace("t-1", &format!("t-{count}"));
        Box::pin(async move { Ok(TransportResponse::whole(Default::default(), Default::default(), body)) })
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_is_kept_until_shortly_before_its_end() {
    let transport = Arc::new(Counter::default());
    let provider = ClientCredentials::new("https://id.invalid/token", "id", "secret");
    let provider = provider.transport(transport.clone()).build().unwrap();
    assert_eq!(token(&provider).await.unwrap(), "t-1");
    tokio::time::advance(Duration::from_secs(3600 - 31)).await;
    assert_eq!(token(&provider).await.unwrap(), "t-1");
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(token(&provider).await.unwrap(), "t-2");

    // Fifty calls that were refused forget one token, not fifty.
    provider.invalidate().await;
    assert_eq!(token(&provider).await.unwrap(), "t-2", "it was not the one that was refused");
    tokio::time::advance(Duration::from_secs(1)).await;
    for _ in 0..50 {
        provider.invalidate().await;
        assert_eq!(token(&provider).await.unwrap(), "t-3");
    }
}

#[tokio::test]
async fn what_goes_wrong_names_no_secret() {
    for (head, body, reason) in [
        ("401 Unauthorized", r#"{"error":"invalid_client"}"#, "answered 401 Unauthorized: invalid_client"),
        ("400 Bad Request", r#"{"error":"se:cret is wrong"}"#, "answered 400 Bad Request"),
        ("302 Found\nlocation: https://else.invalid", "", "answered 302 Found"),
        ("200 OK", "", "no token that can be sent"),
        ("200 OK", r#"{"access_token":"a\r\nb"}"#, "no token that can be sent"),
        ("200 OK", r#"{"access_token":"a","token_type":"mac"}"#, "of another kind than bearer"),
        ("200 OK", &"x".repeat(70_000), "more than a token"),
    ] {
        let tokens = Server::answering(head, body).await;
        let api = Server::answering("204 No Content", "").await;
        let client = builder(&api).token_provider(provider(&tokens).build().unwrap()).build().unwrap();
        let error = client.send(Call::get("/x", OAUTH)).await.unwrap_err();
        assert_eq!((error.kind(), error.sent(), api.connections()), (ErrorKind::Credential, false, 0));
        let source = std::error::Error::source(&error).unwrap().to_string();
        assert!(source.ends_with(reason), "{source}");
        assert!(!format!("{error:?} {source}").contains("cret is wrong"));
    }
}

#[test]
fn what_cannot_be_used_is_refused_at_once() {
    for (url, id, secret) in [
        ("http://id.example.org/token", "a", "hunter2"),
        ("/token", "a", "hunter2"),
        ("https://user:hunter2@id.example.org", "a", "b"),
        ("https://id.example.org/#hunter2", "a", "b"),
        ("https://id.example.org/token?a=b#hunter2", "a", "b"),
        ("https://id.example.org", " ", "hunter2"),
        ("https://id.example.org", "a", "\n"),
    ] {
        let error = ClientCredentials::new(url, id, secret).build().err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{url}");
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
    assert!(ClientCredentials::new("https://x.invalid", "a", "b").timeout(Duration::ZERO).build().is_err());
    assert!(ClientCredentials::new("http://x.invalid", "a", "b").danger_allow_http(true).build().is_ok());
}
