//! Answers over a real socket: what is made of statuses, media types, headers and error bodies.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it should be")]

use specsmith_runtime::{Call, Error, ErrorKind, Response};
use specsmith_tests::{
    calls_answers as answers, calls_errors as errors, calls_headers as headers, calls_replies as replies,
};

use crate::bodies::client;
use crate::server::{Reply, Request, Server};

async fn exchange<T>(call: Call<T>, reply: Reply) -> (Request, Result<Response<T>, Error>) {
    let server = Server::start(vec![reply]).await.unwrap();
    let result = client(&server.url("")).send_full(call.retries(0)).await;
    (server.requests().pop().unwrap(), result)
}

async fn value<T>(call: Call<T>, reply: Reply) -> T {
    exchange(call, reply).await.1.unwrap().into_value()
}

async fn error<T>(call: Call<T>, reply: Reply) -> Error {
    exchange(call, reply).await.1.map(|_| ()).unwrap_err()
}

#[tokio::test]
async fn json_goes_before_what_else_there_is() {
    use answers::untagged::*;
    let thing = r#"{"name":"n"}"#;
    let (request, response) = exchange(several(), Reply::json(200, thing)).await;
    assert_eq!(request.header("accept"), ["application/json"]);
    assert_eq!(response.unwrap().value.name.as_deref(), Some("n"));

    // The others are there for whoever asks.
    let server = Server::start(vec![Reply::new(200, "application/zip", "PK")]).await.unwrap();
    let call = several().header("accept", "application/zip");
    let zip = client(&server.url("")).bytes(call).await.unwrap();
    assert_eq!(&*zip.value, b"PK");
    assert_eq!(server.requests().pop().unwrap().header("accept"), ["application/zip"]);

    let wrong = error(several(), Reply::new(200, "application/xml", "<thing/>")).await;
    assert_eq!(wrong.kind(), ErrorKind::UnexpectedContentType);
    assert_eq!((wrong.status().unwrap().as_u16(), &**wrong.body()), (200, b"<thing/>".as_slice()));
}

#[tokio::test]
async fn text_bytes_and_json_by_other_names() {
    use answers::untagged::*;
    assert_eq!(value(csv(), Reply::new(200, "text/csv", "a,b")).await, "a,b");
    assert_eq!(value(xml(), Reply::new(200, "application/xml", "<thing/>")).await, "<thing/>");
    assert_eq!(value(any(), Reply::json(200, r#"{"name":"n"}"#)).await.name.as_deref(), Some("n"));
    assert_eq!(&*value(file(), Reply::new(200, "image/png", "PNG")).await, b"PNG");
    let (request, response) = exchange(old(), Reply::new(200, "text/json", r#"{"name":"n"}"#)).await;
    assert_eq!(request.header("accept"), ["text/json, application/json;q=0.9"]);
    assert_eq!(response.unwrap().value.name.as_deref(), Some("n"));
    assert_eq!(&*value(log(), Reply::new(200, "text/plain", "line")).await, b"line");
}

#[tokio::test]
async fn the_very_status_goes_before_its_range() {
    use answers::untagged::{RangeReply, range};
    let (request, response) = exchange(range(), Reply::json(200, r#"{"name":"n"}"#)).await;
    assert_eq!(request.header("accept"), ["application/json, */*;q=0.8"]);
    assert!(matches!(response.unwrap().value, RangeReply::Ok(_)));
    let other = value(range(), Reply::new(299, "text/plain", "t")).await;
    assert_eq!(other, RangeReply::Success("t".to_owned()));
    let unlisted = error(replies::untagged::several(), Reply::json(206, "{}")).await;
    assert_eq!(unlisted.kind(), ErrorKind::UnexpectedStatus);
    assert_eq!((unlisted.status().unwrap().as_u16(), &**unlisted.body()), (206, b"{}".as_slice()));
}

#[tokio::test]
async fn declared_headers_have_their_types() {
    use headers::types::*;
    let reply = Reply::new(200, "text/plain", "")
        .header("x-total-count", "42")
        .header("X-Tags", "a, b")
        .header("X-Meta", r#"{"k":1}"#)
        .header("X-State", "off");
    let (_, response) = exchange(headers::untagged::list(), reply).await;
    let response = response.unwrap();
    assert_eq!(response.header(X_TOTAL_COUNT).unwrap(), Some(42));
    assert_eq!(response.header(X_TAGS).unwrap(), Some(vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(response.header(X_META).unwrap().unwrap()["k"], 1);
    assert_eq!(response.header(X_STATE).unwrap(), Some(State::Off));
    assert_eq!(response.header(LINK).unwrap(), None);

    let reply = Reply::new(202, "text/plain", "").header("location", "/things/7").header("X-Rate", "5");
    let (_, response) = exchange(headers::untagged::start(), reply).await;
    let response = response.unwrap();
    assert_eq!(response.location(), Some("/things/7"));
    assert_eq!(response.header(LOCATION).unwrap().as_deref(), Some("/things/7"));
    assert_eq!(response.header(X_RATE).unwrap().as_deref(), Some("5"));

    let reply = Reply::new(400, "text/plain", "").header("Retry-After", "soon").header("X-Rate", "5");
    let error = error(headers::untagged::start(), reply).await;
    assert_eq!(error.header(X_RATE).unwrap().as_deref(), Some("5"));
    assert_eq!(error.header(RETRY_AFTER).unwrap_err().kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn error_bodies_by_status() {
    use errors::first::{SeveralError, one, several};
    use errors::second::{InlineError, TheSameError, inline, the_same};
    use errors::types::Detail;
    let detail = r#"{"detail":"d"}"#;
    let is_detail = || Detail::new("d");
    assert_eq!(error(one(), Reply::json(409, detail)).await.body_as::<Detail>().unwrap(), is_detail());
    for status in [404, 418] {
        let error = error(several(), Reply::json(status, detail)).await;
        assert_eq!(error.body_as::<SeveralError>().unwrap(), SeveralError::Detail(is_detail()));
    }
    let reply = Reply::new(400, "application/problem+json", r#"{"name":["taken"]}"#);
    let body = error(the_same(), reply).await.body_as::<TheSameError>().unwrap();
    assert!(matches!(&body, TheSameError::Fields(fields) if fields["name"] == ["taken"]), "{body:?}");
    let reply = Reply::json(500, &format!("[{detail}]"));
    let body = error(several(), reply).await.body_as::<SeveralError>().unwrap();
    assert_eq!(body, SeveralError::DetailList(vec![is_detail()]));

    let body = error(inline(), Reply::json(422, r#"{"fields":{}}"#)).await.body_as::<InlineError>().unwrap();
    assert!(matches!(body, InlineError::Unprocessable(_)));

    // What is not documented, or is not as it is documented, keeps all that came.
    let reply = Reply::new(503, "text/html", "<p>").header("x-request-id", "r-1");
    let undocumented = error(inline(), reply).await;
    let unread = undocumented.body_as::<InlineError>().unwrap_err();
    assert_eq!(unread.kind(), ErrorKind::UnexpectedStatus);
    assert_eq!((unread.status(), unread.body()), (undocumented.status(), undocumented.body()));
    assert_eq!((&**unread.body(), unread.request_id().as_deref()), (b"<p>".as_slice(), Some("r-1")));
    let misfit = error(inline(), Reply::json(422, r#"{"fields":7}"#)).await;
    let unread = misfit.body_as::<InlineError>().unwrap_err();
    assert_eq!((unread.kind(), unread.json_path()), (ErrorKind::Decode, Some("fields")));
}
