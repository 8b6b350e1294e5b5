//! Parameters in each style, as the very bytes that a server gets, and paths that bring more than segments.

use specsmith_runtime::{
    Call, CookieStyle, ErrorKind, HeaderStyle, Map, PathStyle, QueryStringStyle, QueryStyle,
};

use crate::server::{Server, header};
use crate::{PUBLIC, client};

struct Color {
    r: i32,
    g: i32,
    b: i32,
}

specsmith_runtime::model! { Color { 0 r required "R", 1 g required "G", _ b required "B", } }

const COLOR: Color = Color { r: 100, g: 200, b: 150 };
const LIST: [&str; 3] = ["blue", "black", "brown"];

/// The first line of the request, without the version, and its own headers.
async fn sent(call: Call<()>) -> (String, Option<String>, Option<String>) {
    let server = Server::answering("204 No Content", "").await;
    client(&server).send(call).await.unwrap();
    let request = server.request();
    let line = request.lines().next().unwrap().strip_suffix(" HTTP/1.1").unwrap().to_owned();
    (line, header(&request, "color"), header(&request, "cookie"))
}

#[tokio::test]
async fn path_styles() {
    use PathStyle::*;
    for (style, list, object) in [
        (Simple, "blue,black,brown", "R,100,G,200,B,150"),
        (SimpleExploded, "blue,black,brown", "R=100,G=200,B=150"),
        (Label, ".blue,black,brown", ".R,100,G,200,B,150"),
        (LabelExploded, ".blue.black.brown", ".R=100.G=200.B=150"),
        (Matrix, ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
        (MatrixExploded, ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
        (
            Json,
            "%5B%22blue%22%2C%22black%22%2C%22brown%22%5D",
            "%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
        ),
    ] {
        let call = Call::get("/a/{color}/b", PUBLIC).path_as("color", style, LIST);
        assert_eq!(sent(call).await.0, format!("GET /a/{list}/b"), "{style:?}");
        let call = Call::get("/a/{color}/b", PUBLIC).path_as("color", style, COLOR);
        assert_eq!(sent(call).await.0, format!("GET /a/{object}/b"), "{style:?}");
    }
}

#[tokio::test]
async fn query_styles() {
    use QueryStyle::*;
    for (style, list, object) in [
        (Form, "color=blue,black,brown", "color=R,100,G,200,B,150"),
        (FormExploded, "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
        (SpaceDelimited, "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"),
        (PipeDelimited, "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"),
        (
            Json,
            "color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D",
            "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D",
        ),
    ] {
        let call = Call::get("/", PUBLIC).query_as("color", style, LIST).query("z", 1);
        assert_eq!(sent(call).await.0, format!("GET /?{list}&z=1"), "{style:?}");
        let call = Call::get("/", PUBLIC).query_as("color", style, COLOR);
        assert_eq!(sent(call).await.0, format!("GET /?{object}"), "{style:?}");
    }
    let call = Call::get("/", PUBLIC).query_as("color", DeepObject, COLOR);
    assert_eq!(sent(call).await.0, "GET /?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150");
    let every = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ é";
    let call = Call::get("/", PUBLIC).query_reserved("q", FormExploded, every);
    assert_eq!(sent(call).await.0, {
        "GET /?q=!%22%23$%25%26%27()*%2B,-./:;%3C=%3E?@%5B%5C%5D%5E_%60%7B%7C%7D~%20%C3%A9"
    });
    let call = Call::get("/", PUBLIC).query("q", every);
    assert_eq!(sent(call).await.0, {
        "GET /?q=%21%22%23%24%25%26%27%28%29%2A%2B%2C-.%2F%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E_%60%7B%7C%7D~%20%C3%A9"
    });
}

#[tokio::test]
async fn a_whole_query() {
    let call = |style| Call::get("/", PUBLIC).query_string("q", style, Map::from([("a b".to_owned(), "c&")]));
    assert_eq!(sent(call(QueryStringStyle::Form)).await.0, "GET /?a+b=c%26");
    assert_eq!(sent(call(QueryStringStyle::Json)).await.0, "GET /?%7B%22a%20b%22%3A%22c%26%22%7D");
    let call = Call::get("/", PUBLIC).query_string("q", QueryStringStyle::Text, "$.a[*]");
    assert_eq!(sent(call).await.0, "GET /?%24.a%5B%2A%5D");
}

#[tokio::test]
async fn header_and_cookie_styles() {
    for (style, list, object) in [
        (HeaderStyle::Simple, "blue,black,brown", "R,100,G,200,B,150"),
        (HeaderStyle::SimpleExploded, "blue,black,brown", "R=100,G=200,B=150"),
        (HeaderStyle::Json, r#"["blue","black","brown"]"#, r#"{"R":100,"G":200,"B":150}"#),
    ] {
        let call = Call::get("/", PUBLIC).header_param_as("Color", style, LIST);
        assert_eq!(sent(call).await.1.as_deref(), Some(list), "{style:?}");
        let call = Call::get("/", PUBLIC).header_param_as("Color", style, COLOR);
        assert_eq!(sent(call).await.1.as_deref(), Some(object), "{style:?}");
    }
    let json = "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D";
    for (style, list, object) in [
        (CookieStyle::Form, "color=blue,black,brown", "color=R,100,G,200,B,150"),
        (CookieStyle::FormExploded, "color=blue; color=black; color=brown", "R=100; G=200; B=150"),
        (CookieStyle::Plain, "color=blue,black,brown", "color=R,100,G,200,B,150"),
        (CookieStyle::PlainExploded, "color=blue; color=black; color=brown", "R=100; G=200; B=150"),
        (CookieStyle::Json, "color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D", json),
    ] {
        let call = Call::get("/", PUBLIC).cookie_param_as("color", style, LIST);
        assert_eq!(sent(call).await.2.as_deref(), Some(list), "{style:?}");
        let call = Call::get("/", PUBLIC).cookie_param_as("color", style, COLOR);
        assert_eq!(sent(call).await.2.as_deref(), Some(object), "{style:?}");
    }
    let call = Call::get("/", PUBLIC).cookies("Cookie", "a=\"b\"; c=d;").cookie_param("e", 1);
    assert_eq!(sent(call).await.2.as_deref(), Some("a=\"b\"; c=d; e=1"));
}

#[tokio::test]
async fn a_header_value_cannot_end_its_line() {
    let server = Server::answering("204 No Content", "").await;
    for bad in ["a\r\nx-evil: 1", "a\nb", "é", "\0"] {
        for style in [HeaderStyle::Simple, HeaderStyle::SimpleExploded] {
            let call = Call::get("/", PUBLIC).header_param_as("Color", style, [bad, "x"]);
            assert_eq!(client(&server).send(call).await.unwrap_err().kind(), ErrorKind::Request, "{bad:?}");
        }
        let call = Call::get("/", PUBLIC).cookies("Cookie", bad);
        assert_eq!(client(&server).send(call).await.unwrap_err().kind(), ErrorKind::Request, "{bad:?}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn a_template_may_bring_a_query_and_a_fragment() {
    let call = Call::post("/a/{id}?beta=true&x=[y]#Create", PUBLIC).path("id", 7).query("q", 1);
    assert_eq!(sent(call).await.0, "POST /a/7?beta=true&x=%5By%5D&q=1");
    let call = Call::get("/a?filter={f}&", PUBLIC).path("f", "x&y=1#z");
    assert_eq!(sent(call).await.0, "GET /a?filter=x%26y%3D1%23z&");
    let call = Call::get("/{\"#}/{a?b}?c={\"#}", PUBLIC).path("\"#", 1).path("a?b", 2);
    assert_eq!(sent(call).await.0, "GET /1/2?c=1");
    assert_eq!(sent(Call::get("/a?", PUBLIC)).await.0, "GET /a");
    assert_eq!(sent(Call::get("/#Action=List", PUBLIC)).await.0, "GET /");
}

#[tokio::test]
async fn values_side_by_side_stay_one_segment() {
    let both = |a: &str, b: &str| {
        Call::get("/x/{a}{b}/{a}.json", PUBLIC).path("a", a.to_owned()).path("b", b.to_owned())
    };
    assert_eq!(sent(both("1", "2")).await.0, "GET /x/12/1.json");
    assert_eq!(sent(both("a%", "b")).await.0, "GET /x/a%25b/a%25.json");
    let server = Server::answering("204 No Content", "").await;
    for call in [
        both("%2", "f"),
        both("%2", "e"),
        Call::get("/x/{a}/y", PUBLIC).path_as("a", PathStyle::Label, ""),
        Call::get("/x/{a}/y", PUBLIC).path_as("a", PathStyle::LabelExploded, ["", ""]),
        Call::get("/x/.{a}/y", PUBLIC).path_as("a", PathStyle::Label, ""),
    ] {
        let error = client(&server).send(call).await.unwrap_err();
        assert_eq!((error.kind(), error.sent()), (ErrorKind::Request, false));
        assert!(error.to_string().contains("a segment of the path"), "{error}");
    }
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn any_method_can_be_sent() {
    let call = Call::with_method("QUERY", "/", PUBLIC).query("q", 1);
    assert_eq!(sent(call).await.0, "QUERY /?q=1");
    let server = Server::answering("204 No Content", "").await;
    for bad in ["", "A B", "A\r\n", "É"] {
        let error = client(&server).send(Call::with_method(bad, "/", PUBLIC)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{bad:?}");
    }
    assert_eq!(server.connections(), 0);
}
