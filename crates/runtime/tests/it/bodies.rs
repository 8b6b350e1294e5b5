//! Request bodies, byte for byte.

use specsmith_runtime::{Body, Call, ErrorKind, FilePart, Patch};

use crate::server::Server;
use crate::{PUBLIC, client};

struct Upload {
    title: String,
    count: i64,
    ok: bool,
    tags: Vec<String>,
    meta: Meta,
    list: Vec<Meta>,
    absent: Option<i32>,
    file: Option<FilePart>,
    owner: Patch<i32>,
}

specsmith_runtime::model! {
    Upload {
        0 title required "title",
        1 count required "count",
        2 ok required "ok",
        3 tags required "tags",
        4 meta required "meta",
        5 list required "list",
        6 absent optional "absent",
        7 file optional "file",
        _ owner optional "owner",
    }
}

#[derive(Clone)]
struct Meta {
    z: f64,
    a: Option<i32>,
}

specsmith_runtime::model! {
    Meta {
        0 z required "z",
        _ a required "a",
    }
}

fn upload() -> Upload {
    let meta = Meta { z: 1.0, a: None };
    Upload {
        title: "a b&c=é".to_owned(),
        count: -7,
        ok: true,
        tags: vec!["x".to_owned(), "y".to_owned()],
        meta: meta.clone(),
        list: vec![meta],
        absent: None,
        file: None,
        owner: Patch::Keep,
    }
}

async fn sent(body: Body) -> (Option<String>, String, Option<String>) {
    let server = Server::answering("204 No Content", "").await;
    client(&server).send(Call::post("/x", PUBLIC).body(body)).await.unwrap();
    (server.header("content-type"), server.body(), server.header("content-length"))
}

async fn refused(body: Body) -> String {
    let server = Server::answering("204 No Content", "").await;
    let error = client(&server).send(Call::post("/x", PUBLIC).body(body)).await.unwrap_err();
    assert_eq!((error.kind(), server.connections()), (ErrorKind::Request, 0));
    error.to_string().strip_prefix("POST /x: ").unwrap().to_owned()
}

#[tokio::test]
async fn json_form_text_and_bytes() {
    let meta = r#"{"z":1.0,"a":null}"#;
    let (media_type, body, length) = sent(Body::json(&upload())).await;
    let expected = format!(
        r#"{{"title":"a b&c=é","count":-7,"ok":true,"tags":["x","y"],"meta":{meta},"list":[{meta}]}}"#
    );
    assert_eq!(media_type.as_deref(), Some("application/json"));
    assert_eq!((length, body), (Some(expected.len().to_string()), expected));

    let (media_type, ..) = sent(Body::json_as("application/scim+json", &1)).await;
    assert_eq!(media_type.as_deref(), Some("application/scim+json"));

    let (media_type, body, _) = sent(Body::form(&upload())).await;
    let json = "%7B%22z%22%3A1.0%2C%22a%22%3Anull%7D";
    assert_eq!(media_type.as_deref(), Some("application/x-www-form-urlencoded"));
    assert_eq!(
        body,
        format!("title=a+b%26c%3D%C3%A9&count=-7&ok=true&tags=x&tags=y&meta={json}&list={json}")
    );

    let (media_type, body, _) = sent(Body::text("text/plain; charset=utf-8", "héllo")).await;
    assert_eq!((media_type.as_deref(), &*body), (Some("text/plain; charset=utf-8"), "héllo"));
    let (media_type, body, _) = sent(Body::bytes("application/octet-stream", vec![b'a', 0, b'b'])).await;
    assert_eq!((media_type.as_deref(), &*body), (Some("application/octet-stream"), "a\0b"));
}

#[tokio::test]
async fn multipart() {
    let file = FilePart::bytes("a\"b\r\n.pdf", "%PDF").content_type("application/pdf");
    let (media_type, body, _) = sent(Body::multipart(&Upload { file: Some(file), ..upload() })).await;
    let media_type = media_type.unwrap();
    let boundary = media_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let meta = r#"{"z":1.0,"a":null}"#;
    let field = |name: &str| format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"");
    let text = |name: &str, value: &str| format!("{}\r\n\r\n{value}\r\n", field(name));
    let json = |name: &str| format!("{}\r\nContent-Type: application/json\r\n\r\n{meta}\r\n", field(name));
    let expected = [
        text("title", "a b&c=é"),
        text("count", "-7"),
        text("ok", "true"),
        text("tags", "x"),
        text("tags", "y"),
        json("meta"),
        json("list"),
        field("file"),
        "; filename=\"a%22b%0D%0A.pdf\"\r\nContent-Type: application/pdf\r\n\r\n%PDF\r\n".to_owned(),
        format!("--{boundary}--\r\n"),
    ];
    assert_eq!(body, expected.concat());
}

#[tokio::test]
async fn a_boundary_never_occurs_in_the_content() {
    struct One {
        // Between the ends of the content, which the boundary is derived from.
        file: FilePart,
    }
    specsmith_runtime::model! { One { _ file required "file", } }
    let pad = "x".repeat(5000);
    let of = |middle: &str| One { file: FilePart::bytes("f", format!("{pad}{middle}{pad}")) };
    let boundary = |media_type: Option<String>| media_type.unwrap().split_once('=').unwrap().1.to_owned();
    let (first, ..) = sent(Body::multipart(&of(""))).await;
    let first = boundary(first);
    let (second, body, _) = sent(Body::multipart(&of(&format!("\r\n--{first}--\r\n")))).await;
    let second = boundary(second);
    assert_ne!(first, second);
    assert_eq!(body.matches(&second).count(), 2);
}

#[tokio::test]
async fn what_a_body_cannot_say_is_refused_by_field() {
    struct Nullable {
        owner: Patch<i32>,
    }
    specsmith_runtime::model! { Nullable { _ owner required "owner", } }
    struct WithFile {
        file: FilePart,
    }
    specsmith_runtime::model! { WithFile { _ file required "file", } }
    struct Nested {
        inner: WithFile,
    }
    specsmith_runtime::model! { Nested { _ inner required "inner", } }
    struct WithList {
        members: Vec<i32>,
    }
    specsmith_runtime::model! { WithList { _ members required "members", } }
    let file = || WithFile { file: FilePart::bytes("a", "secret") };
    let clear = Nullable { owner: Patch::Clear };
    assert_eq!(refused(Body::form(&clear)).await, "the field `owner` is null, which a form cannot say");
    assert_eq!(
        refused(Body::multipart(&clear)).await,
        "the field `owner` is null, which a multipart body cannot say"
    );
    let nobody = WithList { members: Vec::new() };
    let cannot = "the field `members` is an empty list, which only JSON can say";
    assert_eq!(refused(Body::form(&nobody)).await, cannot);
    assert_eq!(refused(Body::multipart(&nobody)).await, cannot);
    let keep = Nullable { owner: Patch::Keep };
    assert!(refused(Body::json(&keep)).await.contains("skip the field with `Patch::is_keep`"));
    assert_eq!(
        refused(Body::form(&file())).await,
        "the field `file` is a file: a file can only be sent as multipart"
    );
    assert_eq!(refused(Body::json(&file())).await, "the JSON body: a file can only be sent as multipart");
    assert_eq!(
        refused(Body::multipart(&Nested { inner: file() })).await,
        "the field `inner`: a file can only be sent as multipart"
    );
    let control = WithFile { file: FilePart::bytes("a\0b", "") };
    assert_eq!(
        refused(Body::multipart(&control)).await,
        "the file name of the field `file` holds a control character"
    );
    let media_type = WithFile { file: FilePart::bytes("a", "").content_type("a/b\r\nx: y") };
    assert_eq!(
        refused(Body::multipart(&media_type)).await,
        "the content type of the field `file` is not visible ASCII"
    );
    assert_eq!(refused(Body::form(&[1])).await, "a form must be an object");
    assert_eq!(refused(Body::multipart(&"x")).await, "a multipart body must be an object");
    assert_eq!(
        refused(Body::bytes("a/b\r\nx: y", "")).await,
        "the content type of the body is not visible ASCII"
    );
}

#[tokio::test]
async fn several_files_are_repeated_parts() {
    struct Files {
        files: Vec<FilePart>,
    }
    specsmith_runtime::model! { Files { _ files required "files", } }
    let files = vec![FilePart::bytes("a", "1"), FilePart::bytes("b", "2")];
    let (_, body, _) = sent(Body::multipart(&Files { files })).await;
    assert_eq!(body.matches("name=\"files\"; filename=").count(), 2);
    assert_eq!(body.matches("Content-Type: application/octet-stream").count(), 2);
}
