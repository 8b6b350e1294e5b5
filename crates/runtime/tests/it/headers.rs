//! Headers: what is sent by default, what a caller may add, and what is refused.

use specsmith_runtime::{Call, ErrorKind};

use crate::server::Server;
use crate::{PUBLIC, builder, client};

#[tokio::test]
async fn defaults_and_own_headers() {
    let server = Server::answering("200 OK\ncontent-type: application/json", "1").await;
    let client =
        builder(&server).app_id("my-app/1.0").header("x-team", "a").header("X-Trace", "t").build().unwrap();
    let call = Call::get("/x", PUBLIC)
        .header("x-team", "b")
        .header_param("X-List", [1, 2])
        .header_param("x-none", None::<i32>);
    client.send(call.json::<i32>()).await.unwrap();
    assert_eq!(server.header("user-agent").as_deref(), Some("acme-client/1.2.3 my-app/1.0"));
    assert_eq!(server.header("accept").as_deref(), Some("application/json"));
    assert_eq!(server.header("x-team").as_deref(), Some("b"));
    assert_eq!(server.header("x-trace").as_deref(), Some("t"));
    assert_eq!(server.header("x-list").as_deref(), Some("1,2"));
    assert_eq!(server.header("x-none"), None);
    assert_eq!(server.header("content-type"), None);
    assert_eq!(server.header("content-length"), None);
}

#[tokio::test]
async fn a_call_without_json_accepts_anything() {
    let server = Server::answering("204 No Content", "").await;
    client(&server).send(Call::post("/x", PUBLIC)).await.unwrap();
    assert_eq!(server.header("accept").as_deref(), Some("*/*"));
    assert_eq!(server.header("content-length").as_deref(), Some("0"));
}

#[tokio::test]
async fn json_of_a_type_of_its_own_is_asked_for() {
    let server = Server::answering("200 OK\ncontent-type: application/scim+json", "1").await;
    let call = Call::get("/x", PUBLIC).json_as::<i32>("application/scim+json");
    assert_eq!(client(&server).send(call).await.unwrap(), 1);
    assert_eq!(server.header("accept").as_deref(), Some("application/scim+json, application/json;q=0.9"));
}

#[tokio::test]
async fn reserved_and_malformed_headers_are_refused() {
    let server = Server::answering("204 No Content", "").await;
    let reserved = [
        "Authorization",
        "host",
        "content-length",
        "transfer-encoding",
        "content-type",
        "cookie",
        "connection",
        "te",
        "upgrade",
    ];
    for name in reserved {
        let error = client(&server).send(Call::get("/x", PUBLIC).header(name, "hunter2")).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{name}");
        assert!(error.to_string().contains("is reserved"));
        let error = builder(&server).header(name, "hunter2").build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{name}");
        assert!(!format!("{error:?}").contains("hunter2"));
    }
    for call in [
        Call::get("/x", PUBLIC).header("x-a", "hunter2\r\nx-evil: 1"),
        Call::get("/x", PUBLIC).header("x a\r\n", "hunter2"),
        Call::get("/x", PUBLIC).header_param("x-a", "hunter2\nx-evil: 1"),
        Call::get("/x", PUBLIC).header_param("x-a", "hunter2é"),
    ] {
        let error = client(&server).send(call).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert!(!format!("{error}{error:?}").contains("hunter2"));
    }
    assert!(builder(&server).app_id("a\r\nb").build().is_err());
    assert_eq!(server.connections(), 0);
}
