//! OpenAPI's `encoding` of forms and multipart bodies, byte for byte.

use specsmith_runtime::{Body, Call, Encoding, ErrorKind, FilePart, QueryStyle};

use crate::server::Server;
use crate::{PUBLIC, client};

struct Point {
    x: i64,
    name: String,
}

specsmith_runtime::model! {
    Point {
        0 x required "x",
        _ name required "name",
    }
}

struct Fields {
    text: String,
    tags: Vec<String>,
    point: Point,
    file: Option<FilePart>,
}

specsmith_runtime::model! {
    Fields {
        0 text required "te xt",
        1 tags required "tags",
        2 point required "point",
        _ file optional "file",
    }
}

fn fields() -> Fields {
    Fields {
        text: "a b/c?d&e+f=%g".to_owned(),
        tags: vec!["x".to_owned(), "y z".to_owned()],
        point: Point { x: -1, name: "ü".to_owned() },
        file: None,
    }
}

async fn form(encodings: &[Encoding]) -> String {
    let server = Server::answering("204 No Content", "").await;
    client(&server).send(Call::post("/", PUBLIC).body(Body::form_with(&fields(), encodings))).await.unwrap();
    server.body()
}

#[tokio::test]
async fn forms_in_every_style() {
    const TEXT: &str = "te+xt=a+b%2Fc%3Fd%26e%2Bf%3D%25g";
    const TAGS: &str = "tags=x&tags=y+z";
    const POINT: &str = "point=%7B%22x%22%3A-1%2C%22name%22%3A%22%C3%BC%22%7D";
    let (tags, point) = (Encoding::of("tags"), Encoding::of("point"));
    for (encoding, expected) in [
        (Encoding::of("other").content_type("application/json"), [TEXT, TAGS, POINT]),
        (tags.style(QueryStyle::FormExploded), [TEXT, TAGS, POINT]),
        (tags.style(QueryStyle::Form), [TEXT, "tags=x,y+z", POINT]),
        (tags.style(QueryStyle::PipeDelimited), [TEXT, "tags=x%7Cy+z", POINT]),
        (point.style(QueryStyle::FormExploded), [TEXT, TAGS, "x=-1&name=%C3%BC"]),
        (point.style(QueryStyle::Form), [TEXT, TAGS, "point=x,-1,name,%C3%BC"]),
        (point.style(QueryStyle::DeepObject), [TEXT, TAGS, "point%5Bx%5D=-1&point%5Bname%5D=%C3%BC"]),
        (tags.content_type("application/json"), [TEXT, "tags=%5B%22x%22%2C%22y+z%22%5D", POINT]),
        (tags.content_type("text/plain"), [TEXT, TAGS, POINT]),
        (
            Encoding::of("te xt").content_type("application/json; charset=utf-8"),
            ["te+xt=%22a+b%2Fc%3Fd%26e%2Bf%3D%25g%22", TAGS, POINT],
        ),
        (Encoding::of("te xt").allow_reserved(), ["te+xt=a+b/c?d%26e%2Bf=%25g", TAGS, POINT]),
    ] {
        assert_eq!(form(&[encoding]).await, expected.join("&"), "{encoding:?}");
    }
}

#[tokio::test]
async fn multipart_in_every_way() {
    let encodings = [
        Encoding::of("te xt").content_type("text/markdown").headers(&[("X-Kind", "note"), ("x-b", "2")]),
        Encoding::of("tags").style(QueryStyle::Form),
        Encoding::of("point").style(QueryStyle::DeepObject),
        Encoding::of("file").content_type("image/png"),
    ];
    let file = || FilePart::bytes("f", "PNG");
    let png = "name=\"file\"; filename=\"f\"\r\nContent-Type: image/png\r\n\r\nPNG";
    let text = "a b/c?d&e+f=%g";
    let parts = [
        &format!("name=\"te xt\"\r\nContent-Type: text/markdown\r\nX-Kind: note\r\nx-b: 2\r\n\r\n{text}"),
        "name=\"tags\"\r\n\r\nx,y z",
        "name=\"point[x]\"\r\n\r\n-1",
        "name=\"point[name]\"\r\n\r\nü",
        png,
    ];
    check(&Fields { file: Some(file()), ..fields() }, &encodings, &parts).await;
    let encodings = [
        Encoding::of("te xt").content_type("application/json"),
        Encoding::of("tags").content_type("application/json"),
        Encoding::of("point").content_type("application/vnd.point+json"),
        Encoding::of("file").content_type("image/png"),
    ];
    let parts = [
        "name=\"te xt\"\r\nContent-Type: application/json\r\n\r\n\"a b/c?d&e+f=%g\"",
        "name=\"tags\"\r\nContent-Type: application/json\r\n\r\n[\"x\",\"y z\"]",
        "name=\"point\"\r\nContent-Type: application/vnd.point+json\r\n\r\n{\"x\":-1,\"name\":\"ü\"}",
        "name=\"file\"; filename=\"f\"\r\nContent-Type: image/gif\r\n\r\nPNG",
    ];
    let gif = file().content_type("image/gif");
    check(&Fields { file: Some(gif), ..fields() }, &encodings, &parts).await;
    let parts = [
        "name=\"te xt\"\r\n\r\na b/c?d&e+f=%g",
        "name=\"tags\"\r\nContent-Type: text/x\r\n\r\nx",
        "name=\"tags\"\r\nContent-Type: text/x\r\n\r\ny z",
        "name=\"point\"\r\nContent-Type: application/json\r\n\r\n{\"x\":-1,\"name\":\"ü\"}",
    ];
    check(&fields(), &[Encoding::of("tags").content_type("text/x")], &parts).await;
}

async fn check(fields: &Fields, encodings: &[Encoding], parts: &[&str]) {
    let server = Server::answering("204 No Content", "").await;
    let body = Body::multipart_with(fields, encodings);
    client(&server).send(Call::post("/", PUBLIC).body(body)).await.unwrap();
    let media_type = server.header("content-type").unwrap();
    let boundary = media_type.split_once("boundary=").unwrap().1;
    let parts: String = parts
        .iter()
        .map(|part| format!("--{boundary}\r\nContent-Disposition: form-data; {part}\r\n"))
        .collect();
    assert_eq!(server.body(), format!("{parts}--{boundary}--\r\n"));
}

#[tokio::test]
async fn what_an_encoding_cannot_say_is_refused() {
    let refused = |body: Body| async {
        let server = Server::answering("204 No Content", "").await;
        let error = client(&server).send(Call::post("/", PUBLIC).body(body)).await.unwrap_err();
        assert_eq!((error.kind(), server.connections()), (ErrorKind::Request, 0));
        error.to_string().strip_prefix("POST /: ").unwrap().to_owned()
    };
    let xml = [Encoding::of("point").content_type("application/xml")];
    let why = "the field `point` must be text: it is sent as application/xml";
    assert_eq!(refused(Body::form_with(&fields(), &xml)).await, why);
    assert_eq!(refused(Body::multipart_with(&fields(), &xml)).await, why);

    let piped = [Encoding::of("tags").style(QueryStyle::PipeDelimited)];
    let none = Fields { tags: Vec::new(), ..fields() };
    let why = "the field `tags` is empty, which only JSON can say";
    assert_eq!(refused(Body::form_with(&none, &piped)).await, why);
    assert_eq!(refused(Body::multipart_with(&none, &piped)).await, why);

    struct Nulls {
        list: Vec<Option<i64>>,
    }
    specsmith_runtime::model! { Nulls { _ list required "list", } }
    let nulls = Nulls { list: vec![Some(1), None] };
    let why = "the field `list` is null or holds one, which only JSON can say";
    let encoding = [Encoding::of("list").style(QueryStyle::Form)];
    assert_eq!(refused(Body::form_with(&nulls, &encoding)).await, why);
    assert_eq!(refused(Body::form(&nulls)).await, "the field `list` is null, which a form cannot say");

    for (name, value, why) in [
        ("Content-Type", "a/b", "a header of the field `file` has a name that is not free or no name at all"),
        ("a\r\nb", "c", "a header of the field `file` has a name that is not free or no name at all"),
        ("a", "b\r\nc: d", "the value of a header of the field `file` is not visible ASCII"),
    ] {
        let file = FilePart::bytes("f", "").header(name, value);
        assert_eq!(refused(Body::multipart(&Fields { file: Some(file), ..fields() })).await, why);
    }
}
