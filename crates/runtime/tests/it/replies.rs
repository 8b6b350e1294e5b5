//! Replies that succeed: JSON, text, bytes, nothing, and one type per status.

use specsmith_runtime::{Call, Case, Date, Error, ErrorKind, Json, Reply};

use crate::server::Server;
use crate::{PUBLIC, client};

#[derive(Debug, PartialEq)]
struct Page {
    users: Vec<User>,
}

specsmith_runtime::model! {
    Page {
        _ users required "users",
    }
}

#[derive(Debug, PartialEq)]
struct User {
    id: i64,
    since: Option<Date>,
}

specsmith_runtime::model! {
    User {
        0 id required "id",
        _ since optional "since",
    }
}

const JSON: &str = "200 OK\ncontent-type: application/json; charset=utf-8";

async fn page(head: &str, body: &str) -> Result<Page, Error> {
    let server = Server::answering(head, body).await;
    client(&server).send(Call::get("/users", PUBLIC).json()).await
}

#[tokio::test]
async fn json_is_read_under_its_content_types() {
    let body = r#"{"users":[{"id":1,"since":"2024-02-29","later":true}]}"#;
    for head in [JSON, "201 Created\ncontent-type: application/scim+JSON", "200 OK"] {
        let page = page(head, body).await.unwrap();
        assert_eq!(page.users, [User { id: 1, since: Some(Date::new(2024, 2, 29).unwrap()) }], "{head}");
    }
    for (media_type, shown) in [("text/html; charset=utf-8", "text/html"), ("a b<c>", "something else")] {
        let error = page(&format!("200 OK\ncontent-type: {media_type}"), body).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedContentType);
        assert_eq!(error.to_string(), format!("GET /users: the reply is {shown} rather than JSON"));
        assert_eq!(error.body(), body.as_bytes());
    }
}

#[tokio::test]
async fn a_decode_error_says_where_and_keeps_the_body() {
    for (body, path, reason) in [
        (
            "{\"users\":[{\"id\":\"secret\"}]}",
            Some("users[0].id"),
            "at `users[0].id` (line 1, column 17): expected a whole number of 64 bits, found a string",
        ),
        (
            "{\"users\":[\n{\"id\":1,\"since\":\"secret\"}]}",
            Some("users[0].since"),
            "at `users[0].since` (line 2, column 17): expected a date of the form 2024-12-31, found another text",
        ),
        (
            "{\"users\":[{}]}",
            Some("users[0]"),
            "at `users[0]` (line 1, column 13): the field `id` is missing",
        ),
        (
            "{\"users\":1e99}",
            Some("users"),
            "at `users` (line 1, column 10): expected a list, found a number",
        ),
        ("{\"users\":[}", Some("users[0]"), "at `users[0]` (line 1, column 11): expected a value"),
        ("{\"users\":[]} secret", None, " (line 1, column 14): something follows the value"),
        ("", None, " (line 1, column 1): the text ends too early"),
    ] {
        let error = page(JSON, body).await.unwrap_err();
        assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, path), "{body}");
        let expected = format!("GET /users: the JSON does not decode {}", reason.trim_start());
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.body(), body.as_bytes());
        assert_eq!(error.status().unwrap().as_u16(), 200);
        assert!(!format!("{error:?}").contains("secret"));
    }
}

#[tokio::test]
async fn text_bytes_and_nothing() {
    let server = Server::answering("200 OK\ncontent-type: text/plain", "héllo").await;
    let client = client(&server);
    let call = || Call::get("/x", PUBLIC);
    assert_eq!(client.send(call().text()).await.unwrap(), "héllo");
    assert_eq!(client.send(call().raw()).await.unwrap(), "héllo".as_bytes());
    client.send(call()).await.unwrap();
    // Any call can be had as bytes, also one that expects JSON.
    let response = client.bytes(call().json::<Page>()).await.unwrap();
    assert_eq!((response.value.len(), response.status.as_u16(), response.attempts), (6, 200, 1));

    let bytes = [b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n".as_slice(), &[0xff, 0xfe]].concat();
    let server = Server::start(vec![crate::server::Play::Bytes(bytes)]).await;
    let error = crate::client(&server).send(call().text()).await.unwrap_err();
    assert_eq!(error.to_string(), "GET /x: the reply is not UTF-8 text");
}

#[tokio::test]
async fn a_head_reply_announces_a_body_without_one() {
    let bytes = b"HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\n".to_vec();
    let server = Server::start(vec![crate::server::Play::Bytes(bytes)]).await;
    let response = client(&server).bytes(Call::head("/x", PUBLIC)).await.unwrap();
    assert_eq!(response.value.len(), 0);
    assert_eq!(response.headers["content-length"], "1000000000000");
}

#[derive(Debug, PartialEq)]
enum Created {
    Done(User),
    Started(Json),
    Nothing,
}

const CASES: &[Case<Created>] = &[
    Case::new(200, |reply: Reply| reply.json().map(Created::Done)),
    Case::new(202, |reply: Reply| reply.json().map(Created::Started)),
    Case::new(204, |reply: Reply| reply.empty().map(|()| Created::Nothing)),
];

#[tokio::test]
async fn one_type_per_status() {
    let send = async |head: &str, body: &str| {
        let server = Server::answering(head, body).await;
        client(&server).send(Call::post("/x", PUBLIC).by_status(CASES)).await
    };
    let done = send(JSON, r#"{"id":1}"#).await.unwrap();
    assert_eq!(done, Created::Done(User { id: 1, since: None }));
    assert_eq!(send("202 Accepted", "[1]").await.unwrap(), Created::Started([1].into_iter().collect()));
    assert_eq!(send("204 No Content", "").await.unwrap(), Created::Nothing);
    let error = send("201 Created", "hidden").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedStatus);
    assert_eq!(error.to_string(), "POST /x: the document does not list the answer 201 Created");
    assert_eq!(error.body(), "hidden");
    assert_eq!(send(JSON, "[]").await.unwrap_err().kind(), ErrorKind::Decode);
    assert_eq!(send("404 Not Found", "").await.unwrap_err().kind(), ErrorKind::Status);
}

#[tokio::test]
async fn any_other_status() {
    const ANY: &[Case<String>] =
        &[Case::any(Reply::text), Case::new(201, |reply: Reply| Ok(reply.status.to_string()))];
    for (head, expected) in [("200 OK", "body"), ("207 Multi-Status", "body"), ("201 Created", "201 Created")]
    {
        let server = Server::answering(head, "body").await;
        assert_eq!(client(&server).send(Call::get("/x", PUBLIC).by_status(ANY)).await.unwrap(), expected);
    }
}

#[tokio::test]
async fn a_response_tells_of_its_exchange() {
    let server = Server::answering("200 OK\nx-request-id: r-1\nset-cookie: hunter2", "\"hunter2\"").await;
    let response = client(&server).send_full(Call::get("/x", PUBLIC).json::<String>()).await.unwrap();
    assert_eq!(response.request_id.as_deref(), Some("r-1"));
    let shown = format!("{response:?} {response:#?}");
    assert!(shown.contains("r-1") && !shown.contains("hunter2"), "{shown}");
    assert_eq!(response.map(|value| value.len()).into_value(), 7);
}

#[test]
fn calls_and_futures_can_travel() {
    fn travels<T: Send>(value: T) -> T {
        value
    }
    struct NotSend(#[expect(dead_code, reason = "it is there for its type")] *const ());
    const CASES: &[Case<NotSend>] = &[Case::any(|_| Ok(NotSend(std::ptr::null())))];
    let client = specsmith_runtime::Client::<crate::Acme>::builder().build().unwrap();
    let call = travels(Call::get("/x/{id}", PUBLIC).path("id", "hunter2").by_status(CASES));
    assert_eq!(
        format!("{call:?} {client:?}"),
        "Call(GET /x/{id}) Client { origin: https://acme.invalid, .. }"
    );
    drop(travels(client.send(call.clone())));
    assert_eq!((call.method().as_str(), call.template()), ("GET", "/x/{id}"));
}
