//! Errors by status: the server's own words and the documented error types.

use serde::{Deserialize, Serialize};
use specsmith_runtime::{Call, Error, ErrorKind, Serde};

use crate::server::Server;
use crate::{PUBLIC, client};

async fn failing(head: &str, body: &str) -> Error {
    let server = Server::answering(head, body).await;
    client(&server).send(Call::put("/api/{id}/members", PUBLIC).path("id", 7)).await.unwrap_err()
}

#[tokio::test]
async fn the_message_is_found_in_every_shape() {
    for (body, expected) in [
        (
            r#"{"id":"e1","code":"E","error":"Not found","detail":"No such file","doc_url":"u"}"#,
            Some("No such file"),
        ),
        (
            r#"{"error":"validation","detail":"Invalid","fields":{"name":[{"error":"required","detail":"Is required"}]}}"#,
            Some("Invalid; name[0]: Is required"),
        ),
        (r#"[{"index":2,"error":"bad","detail":"Bad row"}]"#, Some("[2]: Bad row")),
        (r#"{"detail":"Not found."}"#, Some("Not found.")),
        (
            r#"{"email":["Enter a valid address.","Too long."]}"#,
            Some("email: Enter a valid address.; email: Too long."),
        ),
        (r#"{"non_field_errors":["Passwords differ."]}"#, Some("Passwords differ.")),
        (r#"{"members":[{"user":["Unknown."]}]}"#, Some("members[0].user: Unknown.")),
        (r#"["One.","Two."]"#, Some("One.; Two.")),
        (
            r#"{"error":{"message":"Bad model","type":"invalid","code":null,"param":"model"}}"#,
            Some("Bad model"),
        ),
        (r#"{"schemas":["urn:x"],"status":"409","scimType":"uniqueness","detail":"Taken"}"#, Some("Taken")),
        (r#"{"error":"service_maintenance","until":"noon"}"#, Some("service_maintenance")),
        ("<html><head><title>502 Bad\n Gateway</title></head></html>", Some("502 Bad Gateway")),
        ("<html></html>", None),
        ("upstream failed\nmore", Some("upstream failed")),
        ("\"plain\"", Some("plain")),
        ("", None),
        ("{}", None),
        ("null", None),
        ("17", None),
    ] {
        for status in ["404 Not Found", "500 Internal Server Error"] {
            let error = failing(status, body).await;
            assert_eq!(error.kind(), ErrorKind::Status);
            assert_eq!(error.message().as_deref(), expected, "{body}");
            assert_eq!(error.body(), body.as_bytes());
            assert_eq!(error.to_string(), format!("PUT /api/{{id}}/members answered {status}"));
            assert_eq!(error.is_retryable(), status.starts_with('5'));
            assert_eq!((error.attempts(), error.sent()), (1, true));
        }
    }
}

#[tokio::test]
async fn the_message_is_bounded() {
    let deep = format!("{}\"x\"{}", "[".repeat(100), "]".repeat(100));
    assert_eq!(failing("400 Bad Request", &deep).await.message(), None);
    let long = format!("{{\"detail\":\"{}\"}}", "é".repeat(10_000));
    assert_eq!(failing("400 Bad Request", &long).await.message().unwrap().chars().count(), 2000);
}

#[derive(Debug, Default, Deserialize, Serialize, PartialEq)]
struct Problem {
    code: String,
    status: u16,
}

#[derive(Debug)]
struct Numbers {
    status: i64,
}

specsmith_runtime::model! {
    Numbers {
        _ status required "status",
    }
}

#[tokio::test]
async fn a_documented_error_type_is_read_on_demand() {
    let head = "409 Conflict\nx-request-id: req-1\nretry-after-ms: 1500";
    let error = failing(head, r#"{"code":"taken","status":409}"#).await;
    assert_eq!(error.body_as::<Serde<Problem>>().unwrap().0, Problem { code: "taken".into(), status: 409 });
    assert_eq!(error.request_id().as_deref(), Some("req-1"));
    assert_eq!(error.retry_after().unwrap().as_millis(), 1500);
    assert_eq!(error.headers()["x-request-id"], "req-1");

    let error = failing(head, r#"{"code":"taken","status":"secret"}"#).await;
    let decode = error.body_as::<Numbers>().unwrap_err();
    assert_eq!((decode.kind(), decode.json_path()), (ErrorKind::Decode, Some("status")));
    assert_eq!(decode.status().unwrap().as_u16(), 409);
    assert_eq!(
        decode.to_string(),
        "PUT /api/{id}/members: the JSON does not decode at `status` (line 1, column 26): expected a whole number of 64 bits, found a string"
    );
}
