//! What a document declares of answers beside their bodies: headers, and which error has which body.

use specsmith_runtime::codec::{self, Model};
use specsmith_runtime::{
    Call, DateTime, Error, ErrorBody, ErrorCase, ErrorKind, Header, Json, Map, Response,
};

use crate::server::Server;
use crate::{PUBLIC, client};

async fn answer(head: &str) -> Response<()> {
    let server = Server::answering(head, "").await;
    client(&server).send_full(Call::get("/x", PUBLIC)).await.unwrap()
}

#[tokio::test]
async fn headers_are_read_as_their_types() {
    let response = answer(
        "200 OK\nX-Count: 42\nX-Name: 42\nX-Ok: true\nX-Share: 0.5\nX-When: 2024-02-29T00:00:00Z\nX-Ids: 1, 2\nX-Ids: 3\n\
         X-Tags: a b,\"c\"\nX-Meta: {\"a\":[1]}\nX-Empty: \nLocation: /jobs/7",
    )
    .await;
    fn read<T: Model>(response: &Response<()>, header: Header<T>) -> Option<T> {
        response.header(header).unwrap()
    }
    assert_eq!(read::<i64>(&response, Header::new("x-count")), Some(42));
    assert_eq!(read::<String>(&response, Header::new("X-Name")).as_deref(), Some("42"));
    assert_eq!(read::<bool>(&response, Header::new("X-Ok")), Some(true));
    assert_eq!(read::<f64>(&response, Header::new("X-Share")), Some(0.5));
    assert_eq!(
        read::<DateTime>(&response, Header::new("X-When")),
        Some("2024-02-29T00:00:00Z".parse().unwrap())
    );
    assert_eq!(read::<Vec<i64>>(&response, Header::list("X-Ids")), Some(vec![1, 2, 3]));
    assert_eq!(
        read::<Vec<String>>(&response, Header::list("X-Tags")),
        Some(vec!["a b".to_owned(), "\"c\"".to_owned()])
    );
    assert_eq!(read::<Map<Json>>(&response, Header::json("X-Meta")).unwrap()["a"], serde_json::json!([1]));
    assert_eq!(read::<String>(&response, Header::new("X-Empty")).as_deref(), Some(""));
    assert_eq!(read::<i64>(&response, Header::new("X-Missing")), None);
    assert_eq!(response.location(), Some("/jobs/7"));
}

#[tokio::test]
async fn a_header_of_another_type_is_an_error_without_its_value() {
    let response = answer("200 OK\nX-Count: secret").await;
    let error = response.header(Header::<i64>::new("X-Count")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let text = error.to_string();
    assert!(text.starts_with("the header `X-Count` does not decode: ") && !text.contains("secret"), "{text}");
    assert_eq!(response.location(), None);
}

#[derive(Debug, PartialEq)]
struct Detail {
    detail: String,
}

specsmith_runtime::model! { Detail { _ detail required "detail", } }

#[derive(Debug, PartialEq)]
enum Refusal {
    Fields(Map<Vec<String>>),
    Detail(Detail),
    Other(Json),
}

impl ErrorBody for Refusal {
    const CASES: &'static [ErrorCase<Self>] = &[
        ErrorCase::new(&[400, 422], |body| codec::decode(body).map(Self::Fields)),
        ErrorCase::new(&[404, 4], |body| codec::decode(body).map(Self::Detail)),
        ErrorCase::new(&[502], |body| codec::decode(body).map(Self::Other)),
    ];
}

async fn refused(head: &str, body: &str) -> Error {
    let server = Server::answering(head, body).await;
    client(&server).send(Call::post("/x", PUBLIC)).await.unwrap_err()
}

#[tokio::test]
async fn the_status_says_which_error_body_it_is() {
    let detail = r#"{"detail":"d"}"#;
    let is_detail = || Refusal::Detail(Detail { detail: "d".to_owned() });
    let fields = Refusal::Fields(Map::from([("name".to_owned(), vec!["taken".to_owned()])]));
    let error = refused("400 Bad Request", r#"{"name":["taken"]}"#).await;
    assert_eq!(error.body_as::<Refusal>().unwrap(), fields);
    for head in ["404 Not Found", "409 Conflict"] {
        assert_eq!(refused(head, detail).await.body_as::<Refusal>().unwrap(), is_detail());
    }
    let error = refused("502 Bad Gateway", "[]").await;
    assert_eq!(error.body_as::<Refusal>().unwrap(), Refusal::Other(serde_json::json!([])));

    let head = "501 Not Implemented\nx-request-id: r-1\nX-Count: 3";
    let error = refused(head, "<html>").await;
    let none = error.body_as::<Refusal>().unwrap_err();
    assert_eq!(none.to_string(), "POST /x: the document has no error body for this status");
    for it in [&error, &none] {
        assert_eq!((it.status().unwrap().as_u16(), &**it.body()), (501, b"<html>".as_slice()));
        assert_eq!((it.request_id().as_deref(), it.attempts()), (Some("r-1"), 1));
        assert_eq!(it.header(Header::<i64>::new("X-Count")).unwrap(), Some(3));
    }
    assert_eq!((none.kind(), none.sent()), (ErrorKind::UnexpectedStatus, true));
    let unfit = refused("404 Not Found", r#"{"detail":7}"#).await.body_as::<Refusal>().unwrap_err();
    assert_eq!((unfit.kind(), unfit.json_path()), (ErrorKind::Decode, Some("detail")));
}

#[tokio::test]
async fn text_is_not_read_from_what_is_none() {
    for (media_type, is_text) in [
        ("text/csv", true),
        ("text/html", true),
        ("application/xml", true),
        ("image/svg+xml", true),
        ("image/png", false),
        ("application/octet-stream", false),
    ] {
        let server = Server::answering(&format!("200 OK\ncontent-type: {media_type}"), "a,b").await;
        let text = client(&server).send(Call::get("/x", PUBLIC).text()).await;
        match text {
            Ok(text) => assert_eq!((text.as_str(), is_text), ("a,b", true)),
            Err(error) => {
                assert_eq!((error.kind(), is_text), (ErrorKind::UnexpectedContentType, false));
                assert_eq!(error.to_string(), format!("GET /x: the reply is {media_type} rather than text"));
            }
        }
    }
}
