//! Which server gets a call and its credential, where the document names several.

use specsmith_runtime::{Call, Client, ErrorKind, Scheme, Security, Server as Place};

use crate::Acme;
use crate::server::{Server, header};

const KEY: Security = &[&[Scheme::bearer("token")]];

/// A server of a document, which has none at build time here.
fn place(server: &Server, path: &str) -> Place {
    Place::new(Box::leak(server.url(path).into_boxed_str()))
}

fn key_of(server: &Server) -> Option<String> {
    header(&server.request(), "authorization")
}

#[tokio::test]
async fn a_credential_goes_to_the_servers_that_the_document_names() {
    let (main, uploads) =
        (Server::answering("204 No Content", "").await, Server::answering("204 No Content", "").await);
    let client = Client::<Acme>::builder().server(place(&main, "/v1")).bearer("canary").build().unwrap();
    client.send(Call::post("/files", KEY).server(place(&uploads, "/up/"))).await.unwrap();
    assert_eq!((uploads.target().as_str(), main.connections()), ("/up/files", 0));
    assert_eq!(key_of(&uploads).as_deref(), Some("Bearer canary"));
    assert_eq!(uploads.header("host"), Some(format!("127.0.0.1:{}", uploads.port())));

    client.send(Call::get("/files", KEY)).await.unwrap();
    assert_eq!((main.target().as_str(), uploads.connections()), ("/v1/files", 1));
    client.send(Call::get("/files", KEY).server(Place::new("/v2"))).await.unwrap();
    assert_eq!(main.requests()[1].split(' ').nth(1), Some("/v2/files"));
}

#[tokio::test]
async fn a_base_url_of_ones_own_takes_everything() {
    let (own, uploads) =
        (Server::answering("204 No Content", "").await, Server::answering("204 No Content", "").await);
    let builder = || Client::<Acme>::builder().base_url(own.url("/proxy")).bearer("canary");
    let call = || Call::post("/files", KEY).server(place(&uploads, "/up"));
    builder().build().unwrap().send(call()).await.unwrap();
    assert_eq!((own.target().as_str(), uploads.connections()), ("/proxy/files", 0));
    assert_eq!(key_of(&own).as_deref(), Some("Bearer canary"));

    // A route needs a server that the document is known to name, and Acme's names none.
    let error = builder().route(uploads.url("/up"), uploads.url("/up")).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn a_client_that_speaks_tls_sends_nothing_in_the_clear() {
    let plain = Server::answering("204 No Content", "").await;
    let client = Client::<Acme>::builder().bearer("canary").build().unwrap();
    let error = client.send(Call::post("/files", KEY).server(place(&plain, ""))).await.unwrap_err();
    assert_eq!((error.kind(), error.sent(), plain.connections()), (ErrorKind::Configuration, false, 0));
    assert!(
        error.to_string().starts_with("POST /files: the server of this operation is plain http"),
        "{error}"
    );
}
