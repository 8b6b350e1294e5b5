//! Credentials: each kind on the wire, missing ones, bad ones, and tokens that are refused.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use specsmith_runtime::{
    BoxFuture, Call, Client, Credential, Error, ErrorKind, Scheme, SecretString, Security, Service,
    TokenProvider,
};

use crate::server::{Server, header, reply};
use crate::{Acme, PUBLIC, builder, client};

const BEARER: Security = &[&[Scheme::bearer("token")]];
const EVERYTHING: Security = &[&[
    Scheme::basic("login"),
    Scheme::header_key("header", "X-Key"),
    Scheme::query_key("query", "api key"),
    Scheme::cookie_key("cookie", "session"),
]];
const WORDS: Security = &[&[Scheme::http("digest", "DPoP"), Scheme::header_key("prefixed", "X-Prefixed")]];

fn token(text: &str) -> Credential {
    Credential::Token(text.into())
}

#[tokio::test]
async fn each_kind_on_the_wire() {
    let server = Server::answering("204 No Content", "").await;
    let client = builder(&server)
        .credential("login", Credential::Basic { username: "Aladdin".into(), password: "open sesame".into() })
        .credential("header", token("h"))
        .credential("query", token("q&q"))
        .credential("cookie", token("c"))
        .build()
        .unwrap();
    client.send(Call::get("/x", EVERYTHING).query("a", 1).cookie_param("b", "2 3")).await.unwrap();
    assert_eq!(server.target(), "/x?a=1&api%20key=q%26q");
    assert_eq!(server.header("authorization").as_deref(), Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
    assert_eq!(server.header("x-key").as_deref(), Some("h"));
    assert_eq!(server.header("cookie").as_deref(), Some("b=2%203; session=c"));
}

#[tokio::test]
async fn a_key_may_have_a_word_before_it() {
    let server = Server::answering("204 No Content", "").await;
    let client = builder(&server)
        .credential("digest", token("abc"))
        .credential("prefixed", token(" Token abc\n"))
        .build()
        .unwrap();
    client.send(Call::get("/x", WORDS)).await.unwrap();
    assert_eq!(server.header("authorization").as_deref(), Some("DPoP abc"));
    assert_eq!(server.header("x-prefixed").as_deref(), Some("Token abc"));
    for bad in ["Token  abc", "Token\tabc", "Token\r\nx: y"] {
        assert!(builder(&server).credential("prefixed", token(bad)).build().is_err(), "{bad:?}");
    }
    // Elsewhere a space would end the token.
    let client = builder(&server).credential("token", token("a b")).build().unwrap();
    let error = client.send(Call::get("/x", BEARER)).await.unwrap_err();
    assert_eq!((error.kind(), error.sent()), (ErrorKind::Configuration, false));
}

/// A service of which the schemes are known.
struct Known;

impl Service for Known {
    const USER_AGENT: &'static str = "known/1";
    const SERVER: Option<&'static str> = Some("https://known.invalid");
    const SCHEMES: &'static [Scheme] =
        &[Scheme::bearer("token"), Scheme::basic("login"), Scheme::header_key("key", "X-Key")];
    const KEY_VARIABLES: &'static [&'static str] = &[];
    const BASE_URL_VARIABLE: Option<&'static str> = None;
}

#[test]
fn a_credential_that_no_scheme_takes_is_refused_at_once() {
    let build = |scheme: &str, credential| Client::<Known>::builder().credential(scheme, credential).build();
    let basic = || Credential::Basic { username: "a".into(), password: "hunter2".into() };
    for (scheme, credential, why) in [
        ("tokn", token("hunter2"), "is for no scheme of the document: those are token, login, key"),
        ("login", token("hunter2"), "is of another kind than its scheme"),
        ("token", basic(), "is of another kind than its scheme"),
        ("token", token("hunter2 hunter2"), "holds a character other than visible ASCII"),
    ] {
        let error = build(scheme, credential).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains(why), "{error}");
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
    assert!(build("login", basic()).is_ok() && build("key", token("Token x")).is_ok());
}

#[tokio::test]
async fn a_public_operation_gets_no_credential() {
    let server = Server::answering("204 No Content", "").await;
    let client = builder(&server).bearer("key").build().unwrap();
    client.send(Call::get("/x", PUBLIC)).await.unwrap();
    assert_eq!(server.header("authorization"), None);
}

#[tokio::test]
async fn the_first_alternative_that_can_be_met_wins() {
    const CHOICE: Security =
        &[&[], &[Scheme::header_key("a", "x-a"), Scheme::header_key("b", "x-b")], &[Scheme::bearer("c")]];
    for (schemes, expected) in [(vec!["a", "b", "c"], "a b"), (vec!["a", "c"], "c"), (vec!["a"], "")] {
        let server = Server::answering("204 No Content", "").await;
        let mut builder = builder(&server);
        for scheme in schemes {
            builder = builder.credential(scheme, token(scheme));
        }
        builder.build().unwrap().send(Call::get("/x", CHOICE)).await.unwrap();
        let names = [("a", "x-a"), ("b", "x-b"), ("c", "authorization")];
        let found: Vec<_> =
            names.iter().filter(|(_, it)| server.header(it).is_some()).map(|it| it.0).collect();
        assert_eq!(found.join(" "), expected);
    }
}

#[tokio::test]
async fn a_missing_credential_fails_before_any_connection() {
    let server = Server::answering("204 No Content", "").await;
    let error = client(&server).send(Call::get("/x", BEARER)).await.unwrap_err();
    assert_eq!((error.kind(), error.sent()), (ErrorKind::Configuration, false));
    assert_eq!(
        error.to_string(),
        "GET /x: a credential is missing: `token`, set with `ClientBuilder::bearer` or, for `Client::from_env`, the \
         environment variable ACME_KEY_THAT_IS_NEVER_SET"
    );
    // A token is not a user name and a password.
    let client = builder(&server).credential("login", token("x")).build().unwrap();
    let error = client.send(Call::get("/x", EVERYTHING)).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("`login`, set with `ClientBuilder::credential(\"login\", Credential::Basic")
    );
    assert_eq!(server.connections(), 0);

    let error = Client::<Acme>::from_env().unwrap_err();
    assert_eq!(error.to_string(), "no key in the environment: set ACME_KEY_THAT_IS_NEVER_SET");
}

#[tokio::test]
async fn a_bad_key_is_refused_without_being_quoted() {
    let server = Server::answering("204 No Content", "").await;
    for key in ["", " \n", "hunter2\r\nx-evil: 1", "hunter2 hunter2", "hunter2é", "hunter2\0"] {
        let error = builder(&server).bearer(key).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{key:?}");
        assert!(!format!("{error} {error:?} {error:#?}").contains("hunter2"));
    }
    for (username, password) in [("a:b", "hunter2"), ("a", "hunter2\r\nx: y")] {
        let basic = Credential::Basic { username: username.into(), password: password.into() };
        let error = builder(&server).credential("login", basic).build().unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hunter2"));
    }
    let client = builder(&server).bearer("  key\n").build().unwrap();
    client.send(Call::get("/x", BEARER)).await.unwrap();
    assert_eq!(server.header("authorization").as_deref(), Some("Bearer key"));
}

/// Gives `token-0`, `token-1` ...; each is good until it is invalidated.
#[derive(Default)]
struct Counter {
    asked: AtomicUsize,
    generation: AtomicUsize,
}

impl TokenProvider for Counter {
    fn token(&self) -> BoxFuture<'_, Result<SecretString, Error>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let generation = self.generation.load(Ordering::SeqCst);
        Box::pin(async move { Ok(format!("token-{generation}").into()) })
    }

    fn invalidate(&self) -> BoxFuture<'_, ()> {
        self.generation.fetch_add(1, Ordering::SeqCst);
        Box::pin(async {})
    }
}

#[tokio::test]
async fn a_refused_token_is_asked_for_once_more() {
    let provider = Arc::new(Counter::default());
    let server = Server::start(vec![reply("401 Unauthorized", ""), reply("204 No Content", "")]).await;
    let client = builder(&server).token_provider(provider.clone()).build().unwrap();
    let response = client.send_full(Call::get("/x", BEARER)).await.unwrap();
    assert_eq!(response.attempts, 2);
    let sent: Vec<_> = server.requests().iter().map(|it| header(it, "authorization").unwrap()).collect();
    assert_eq!(sent, ["Bearer token-0", "Bearer token-1"]);

    let server = Server::answering("401 Unauthorized", "").await;
    let client = builder(&server).token_provider(provider.clone()).build().unwrap();
    let error = client.send(Call::get("/x", BEARER)).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts(), server.connections()), (401, 2, 2));
    assert_eq!(provider.asked.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn a_fixed_token_is_not_tried_again() {
    let server = Server::answering("401 Unauthorized", "").await;
    let client = builder(&server).bearer("key").build().unwrap();
    let error = client.send(Call::get("/x", BEARER)).await.unwrap_err();
    assert_eq!((error.attempts(), server.connections()), (1, 1));
}

#[tokio::test]
async fn a_failing_provider_is_an_error_of_its_own() {
    struct Broken;
    impl TokenProvider for Broken {
        fn token(&self) -> BoxFuture<'_, Result<SecretString, Error>> {
            Box::pin(async { Err(Error::credential("the vault is sealed")) })
        }

        fn invalidate(&self) -> BoxFuture<'_, ()> {
            Box::pin(async {})
        }
    }
    let server = Server::answering("204 No Content", "").await;
    let client = builder(&server).token_provider(Arc::new(Broken)).build().unwrap();
    let error = client.send(Call::get("/x", BEARER)).await.unwrap_err();
    assert_eq!((error.kind(), error.sent(), server.connections()), (ErrorKind::Credential, false, 0));
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the vault is sealed");
}
