//! Where a call goes: base URLs, prefixes, and values that try to leave their segment.

use specsmith_runtime::{Call, Client, ErrorKind};

use crate::server::Server;
use crate::{Acme, PUBLIC, builder, client};

#[tokio::test]
async fn a_value_is_refused_or_stays_one_segment() {
    let refused = [
        "",
        ".",
        "..",
        "a/../b",
        "a\\b",
        "%2e%2e",
        "%2E",
        ".%2e",
        "%252e%252e",
        "a%2Fb",
        "a%5cb",
        "\0",
        "a\nb",
        "a%00",
        "\u{7f}",
        "\u{85}",
        "/",
    ];
    let server = Server::answering("204 No Content", "").await;
    for value in refused {
        let call = Call::delete("/files/{id}/parts", PUBLIC).path("id", value);
        let error = client(&server).send(call).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.sent(), error.attempts()),
            (ErrorKind::Request, false, 0),
            "{value:?}"
        );
    }
    assert_eq!(server.connections(), 0);

    for (value, segment) in [
        ("x?y=1#z", "x%3Fy%3D1%23z"),
        ("é", "%C3%A9"),
        ("a b", "a%20b"),
        ("...", "..."),
        ("~a-b_c.d", "~a-b_c.d"),
        (";@:&=+$,", "%3B%40%3A%26%3D%2B%24%2C"),
        ("100%", "100%25"),
        ("a|b'c\"", "a%7Cb%27c%22"),
    ] {
        let server = Server::answering("204 No Content", "").await;
        let call = Call::delete("/files/{id}/parts", PUBLIC).path("id", value);
        client(&server).send(call).await.unwrap();
        assert_eq!(server.target(), format!("/files/{segment}/parts"));
    }
}

#[tokio::test]
async fn one_value_fills_each_place_of_its_name() {
    let server = Server::answering("204 No Content", "").await;
    client(&server).send(Call::delete("/files/{id}/parts/{id}", PUBLIC).path("id", 7)).await.unwrap();
    assert_eq!(server.target(), "/files/7/parts/7");
}

#[tokio::test]
async fn every_byte_is_refused_or_stays_one_segment() {
    let server = Server::answering("204 No Content", "").await;
    let client = client(&server);
    for character in (0..=255_u8).map(char::from) {
        let call = Call::get("/a/{id}/b", PUBLIC).path("id", format!("x{character}y"));
        let before = server.requests().len();
        let sent = client.send(call).await.is_ok();
        let requests = server.requests();
        assert_eq!(requests.len() - before, usize::from(sent));
        assert_eq!(!sent, character.is_control() || character == '/' || character == '\\', "{character:?}");
        if sent {
            let target = requests.last().unwrap().split(' ').nth(1).unwrap().to_owned();
            assert_eq!(target.split('/').count(), 4, "{target}");
            assert!(!target.contains(['?', '#']), "{target}");
        }
    }
}

#[tokio::test]
async fn the_template_is_filled_and_the_prefix_kept() {
    struct Filter {
        tag: String,
        page: Option<i64>,
    }
    specsmith_runtime::model! { Filter { 0 tag required "tag", _ page required "page", } }
    let server = Server::answering("204 No Content", "").await;
    let client = Client::<Acme>::builder().base_url(server.url("/on/premise/")).build().unwrap();
    let call = Call::get("/v2/{kind}/{id}:run/", PUBLIC)
        .path("kind", "a")
        .path("id", [1, 2])
        .query("q", "x y&z")
        .query("none", None::<i32>)
        .query("ids", vec![1, 2])
        .query("filter", Filter { tag: "t".to_owned(), page: None });
    client.send(call).await.unwrap();
    assert_eq!(server.target(), "/on/premise/v2/a/1,2:run/?q=x%20y%26z&ids=1&ids=2&tag=t");
}

#[tokio::test]
async fn a_call_that_is_not_complete_is_refused() {
    let server = Server::answering("204 No Content", "").await;
    for (call, reason) in [
        (Call::get("/a/{id}", PUBLIC), "GET /a/{id}: the path parameter `id` has no value"),
        (Call::get("/a", PUBLIC).path("id", 1), "GET /a: the path has no parameter `id`"),
        (
            Call::get("/a/{id}", PUBLIC).path("id", None::<i32>),
            "GET /a/{id}: the path parameter `id` is empty",
        ),
        (Call::get("a", PUBLIC), "GET a: the path template does not begin with a slash"),
        (Call::get("/a/../b", PUBLIC), "GET /a/../b: the path does not survive being made a URL"),
        (
            Call::get("/a", PUBLIC).query("q", [[1]]),
            "GET /a: the parameter `q` holds a list or an object inside another",
        ),
    ] {
        let error = client(&server).send(call).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        assert_eq!(error.to_string(), reason);
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn plain_http_is_for_this_machine_only() {
    let build = |url: &str| Client::<Acme>::builder().base_url(url).build();
    for url in ["http://127.0.0.1:1", "http://[::1]:1", "http://localhost:1", "https://example.org"] {
        assert!(build(url).is_ok(), "{url}");
    }
    for url in ["http://example.org", "http://localhost.evil.org", "http://user:hunter2@127.0.0.1"] {
        let error = build(url).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(!format!("{error}{error:?}").contains("hunter2"));
    }
    assert!(Client::<Acme>::builder().base_url("http://example.org").danger_allow_http(true).build().is_ok());

    let server = Server::answering("204 No Content", "").await;
    let named = format!("http://localhost:{}", server.port());
    let client = builder(&server).base_url(named).build().unwrap();
    client.send(Call::get("/", PUBLIC)).await.unwrap();
    assert_eq!(server.header("host"), Some(format!("localhost:{}", server.port())));
}
