//! Bodies over a real socket: what the generated enumerations put on the wire, byte for byte.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it should be")]

use specsmith_runtime::{Base64, Body, Call, Client, ErrorKind, FilePart, Json, Patch, Upload};
use specsmith_tests::{
    calls_encodings as encodings, calls_file_rules as file_rules, calls_media_types as media_types,
    calls_optional_bodies as optional, calls_uploads as uploads,
};

use crate::server::{Quiet, Reply, Request, Server};

/// A service without a document behind it.
enum Case {}

impl specsmith_runtime::Service for Case {
    const USER_AGENT: &'static str = "case-client/0.1.0";
    const SERVER: Option<&'static str> = None;
    const KEY_VARIABLES: &'static [&'static str] = &[];
    const BASE_URL_VARIABLE: Option<&'static str> = None;
}

pub(crate) fn client(base_url: &str) -> Client<impl specsmith_runtime::Service> {
    Client::<Case>::builder().base_url(base_url).build().unwrap()
}

async fn sent<T>(call: Call<T>) -> Request {
    let server = Server::start(vec![Reply::new(204, "text/plain", "")]).await.unwrap();
    client(&server.url("")).send(call).await.unwrap();
    server.requests().pop().unwrap()
}

/// The content type and the body of a call.
async fn body<T>(call: Call<T>) -> (String, String) {
    let request = sent(call).await;
    let media_type = request.header("content-type").first().map(|it| (*it).to_owned());
    (media_type.unwrap_or_default(), String::from_utf8(request.body).unwrap())
}

/// The parts of a multipart body, without what is the same in each.
async fn parts<T>(call: Call<T>) -> Vec<String> {
    let (media_type, body) = body(call).await;
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let end = format!("--{boundary}--\r\n");
    let between = format!("--{boundary}\r\n");
    let parts = body.strip_suffix(&end).unwrap().split(&between).skip(1);
    let start = "Content-Disposition: form-data; name=";
    parts.map(|it| it.strip_prefix(start).unwrap().strip_suffix("\r\n").unwrap().to_owned()).collect()
}

async fn refused<T>(call: Call<T>) -> String {
    let quiet = Quiet::start().await.unwrap();
    let error = client(&quiet.url().unwrap()).send(call).await.map(|_| ()).unwrap_err();
    assert_eq!((error.kind(), error.sent()), (ErrorKind::Request, false));
    assert!(quiet.heard_nobody().await.unwrap());
    error.to_string()
}

fn thing() -> encodings::types::ThingRequest {
    use encodings::types::*;
    ThingRequest::default()
        .tags(vec!["a b".to_owned(), "c".to_owned()])
        .ids(vec![1, 2])
        .point(ThingPoint::default().x(-1))
        .more(ThingMore::default().x(2))
        .note("a/b?c&d")
        .wrong("w")
}

#[tokio::test]
async fn a_form_with_encodings() {
    use encodings::untagged::{FormBody, form};
    let (media_type, body) = body(form(FormBody::Form(thing()))).await;
    assert_eq!(media_type, "application/x-www-form-urlencoded");
    assert_eq!(
        body,
        "tags=a%20b%7Cc&ids=1,2&point%5Bx%5D=-1&more=%7B%22x%22%3A2%7D&note=a/b?c%26d&wrong=w"
            .replace("%20", "+")
    );
    let with_file = thing().scan(FilePart::bytes("s", ""));
    assert_eq!(
        refused(form(FormBody::Form(with_file))).await,
        "POST /form: the field `scan` is a file: a file can only be sent as multipart"
    );
}

#[tokio::test]
async fn a_multipart_body_with_encodings() {
    let photo = FilePart::bytes("p.png", "P").content_type("image/png").header("X-Sum", "7");
    let thing = thing().photo(vec![photo, FilePart::bytes("q", "Q")]).scan(FilePart::bytes("s", "S"));
    assert_eq!(
        parts(encodings::untagged::form(thing)).await,
        [
            "\"tags\"\r\n\r\na b",
            "\"tags\"\r\n\r\nc",
            "\"ids\"\r\n\r\n1",
            "\"ids\"\r\n\r\n2",
            "\"point\"\r\nContent-Type: application/vnd.point+json\r\n\r\n{\"x\":-1}",
            "\"more\"\r\nContent-Type: application/json\r\n\r\n{\"x\":2}",
            "\"note\"\r\nContent-Type: text/markdown\r\nX-Kind: note\r\n\r\na/b?c&d",
            "\"wrong\"\r\n\r\nw",
            "\"photo\"; filename=\"p.png\"\r\nContent-Type: image/png\r\nX-Sum: 7\r\n\r\nP",
            "\"photo\"; filename=\"q\"\r\nContent-Type: application/octet-stream\r\n\r\nQ",
            "\"scan\"; filename=\"s\"\r\nContent-Type: image/tiff\r\n\r\nS",
        ]
    );
}

#[tokio::test]
async fn files_in_the_words_of_each_version() {
    use uploads::types::{NewRequest, OldRequest};
    use uploads::untagged::{new, old};
    let file = |name: &str| FilePart::bytes(name, name.to_uppercase());
    let part = |field: &str, name: &str| {
        let content = name.to_uppercase();
        format!("\"{field}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n{content}")
    };
    let request = OldRequest::new(file("a")).files(vec![file("b"), file("c")]).encoded(Base64::new("hi"));
    assert_eq!(
        parts(old(request)).await,
        [part("file", "a"), part("files", "b"), part("files", "c"), "\"encoded\"\r\n\r\naGk=".to_owned()]
    );
    let request = NewRequest::default()
        .typed(file("a"))
        .untyped(file("b"))
        .several(vec![file("c")])
        .text("<p>")
        .said_by_encoding(file("d"));
    let pdf = part("said_by_encoding", "d").replace("octet-stream", "pdf");
    assert_eq!(
        parts(new(request)).await,
        [
            part("typed", "a"),
            part("untyped", "b"),
            part("several", "c"),
            "\"text\"\r\n\r\n<p>".to_owned(),
            pdf
        ]
    );
}

#[tokio::test]
async fn raw_bytes_under_the_callers_content_type() {
    use uploads::untagged::{any, image, log, raw};
    let octets = ("application/octet-stream".to_owned(), "x".to_owned());
    assert_eq!(body(raw(Upload::bytes("x"))).await, octets);
    assert_eq!(body(any(Upload::bytes("x"))).await, octets);
    let png = ("image/png".to_owned(), "x".to_owned());
    assert_eq!(body(image(Upload::bytes("x").content_type("image/png"))).await, png);
    assert_eq!(body(log(Upload::bytes("x"))).await, ("text/plain".to_owned(), "x".to_owned()));
    assert_eq!(
        refused(image(Upload::bytes("x"))).await,
        "PUT /image: the body needs a content type of its own: the operation takes image/*"
    );
}

#[tokio::test]
async fn a_body_that_may_be_left_out() {
    use optional::types::Thing;
    use optional::untagged::*;
    let nothing = sent(start((), StartParams::default().dry(true))).await;
    assert_eq!((nothing.target.as_str(), nothing.body.len()), ("/jobs?dry=true", 0));
    assert!(nothing.header("content-type").is_empty());
    assert_eq!(nothing.header("content-length"), ["0"]);
    assert_eq!(StartBody::default(), StartBody::None);

    let json = || ("application/json".to_owned(), r#"{"name":"n"}"#.to_owned());
    let thing = || Thing::default().name("n");
    assert_eq!(body(start(thing(), StartParams::default())).await, json());
    let form = ("application/x-www-form-urlencoded".to_owned(), "name=n".to_owned());
    assert_eq!(body(start(StartBody::Form(thing()), StartParams::default())).await, form);

    let search = sent(search(thing())).await;
    assert_eq!((search.method.as_str(), &*search.body), ("GET", br#"{"name":"n"}"#.as_slice()));
    assert_eq!(body(stop(thing())).await, json());
    let nothing = sent(stop(())).await;
    assert!(nothing.header("content-type").is_empty() && nothing.body.is_empty());
}

#[tokio::test]
async fn one_schema_under_many_media_types() {
    use media_types::types::Thing;
    use media_types::untagged::*;
    let thing = || Thing::default().name("n");
    let as_json = |media_type: &str| (media_type.to_owned(), r#"{"name":"n"}"#.to_owned());
    assert_eq!(body(json(thing())).await, as_json("application/json"));
    assert_eq!(body(json(JsonBody::TextJson(thing()))).await, as_json("text/json"));
    let list = ("application/vnd.thing+json".to_owned(), r#"[{"name":"n"}]"#.to_owned());
    assert_eq!(body(json(vec![thing()])).await, list);
    assert_eq!(body(anything(thing())).await, as_json("application/json"));
    assert_eq!(body(range(thing())).await, as_json("application/json"));
    let as_xml = ("application/xml".to_owned(), "<thing/>".to_owned());
    assert_eq!(body(xml("<thing/>".to_owned())).await, as_xml);
    assert_eq!(body(either("<thing/>".to_owned())).await, as_xml);
    assert_eq!(body(either(thing())).await, as_json("application/json"));
    let own = Upload::bytes("--b--").content_type("multipart/mixed; boundary=b");
    assert_eq!(body(mixed(own)).await, ("multipart/mixed; boundary=b".to_owned(), "--b--".to_owned()));
}

#[tokio::test]
async fn files_by_rule() {
    use file_rules::types::{Thing, ThingRequest};
    use file_rules::untagged::create;
    let request = || ThingRequest::new(FilePart::bytes("a", "A")).home("h");
    let reply = r#"{"file":"https://example.org/a","home":"h"}"#;
    let server = Server::start(vec![Reply::json(201, reply)]).await.unwrap();
    let thing: Thing = client(&server.url("")).send(create(request())).await.unwrap();
    assert_eq!(thing.file, "https://example.org/a");
    let request_body = String::from_utf8(server.requests().pop().unwrap().body).unwrap();
    assert!(request_body.contains("name=\"file\"; filename=\"a\""));
    let cleared = request().source_file(Patch::Clear);
    assert_eq!(
        refused(create(cleared)).await,
        "POST /things: the field `source_file` is null, which a multipart body cannot say"
    );
}

#[tokio::test]
async fn a_body_of_the_callers_own() {
    let call = media_types::untagged::none().body(Body::json(&Json::Null));
    assert_eq!(body(call).await, ("application/json".to_owned(), "null".to_owned()));
}
