//! The style examples of OpenAPI 3.0.4, 3.1.1 and 3.2.0, character for character, and what they leave open.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

use crate::codec::Encode;

struct Color {
    r: i32,
    g: i32,
    b: i32,
}

crate::model! {
    Color {
        0 r required "R",
        1 g required "G",
        _ b required "B",
    }
}

const COLOR: Color = Color { r: 100, g: 200, b: 150 };
const LIST: [&str; 3] = ["blue", "black", "brown"];

fn of(value: impl Encode) -> Tree {
    Tree::of(&value).unwrap()
}

/// The values of the table's columns: an empty string (of which RFC 6570 makes what stands under `undefined`), a string,
/// an array, an object.
fn columns() -> [Tree; 4] {
    [of(""), of("blue"), of(LIST), of(COLOR)]
}

#[track_caller]
fn check_query(style: QueryStyle, value: impl Encode, expected: &str) {
    let pairs = query("color", style, Reserved::Encoded, &of(value)).unwrap();
    assert_eq!(pairs.join("&"), expected);
}

#[test]
fn the_table_of_path_styles() {
    use PathStyle::*;
    for (style, expected) in [
        (Matrix, [";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"]),
        (
            MatrixExploded,
            [";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"],
        ),
        (Label, [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]),
        (LabelExploded, [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]),
        (Simple, ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]),
        (SimpleExploded, ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]),
    ] {
        for (value, expected) in columns().iter().zip(expected) {
            let written = path("color", style, value);
            // A path without the parameter is another path.
            assert_eq!(written.ok().as_deref(), Some(expected).filter(|it| !it.is_empty()), "{style:?}");
        }
    }
}

#[test]
fn the_table_of_query_styles() {
    use QueryStyle::*;
    for (style, expected) in [
        (Form, ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"]),
        (FormExploded, ["color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"]),
        (
            SpaceDelimited,
            ["color=", "color=blue", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"],
        ),
        (
            PipeDelimited,
            ["color=", "color=blue", "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"],
        ),
    ] {
        for (value, expected) in columns().iter().zip(expected) {
            let pairs = query("color", style, Reserved::Encoded, value).unwrap();
            assert_eq!(pairs.join("&"), expected, "{style:?}");
        }
    }
    check_query(DeepObject, COLOR, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150");
    check_query(Json, COLOR, "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D");
    check_query(Json, LIST, "color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D");
}

#[test]
fn the_tables_of_header_and_cookie_styles() {
    for (style, expected) in [
        (HeaderStyle::Simple, ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]),
        (HeaderStyle::SimpleExploded, ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]),
    ] {
        for (value, expected) in columns().iter().zip(expected) {
            assert_eq!(header("color", style, value).unwrap().as_deref(), Some(expected), "{style:?}");
        }
    }
    let joined = ["color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"];
    let exploded = ["color=", "color=blue", "color=blue; color=black; color=brown", "R=100; G=200; B=150"];
    for (style, expected) in [
        (CookieStyle::Form, joined),
        (CookieStyle::FormExploded, exploded),
        (CookieStyle::Plain, joined),
        (CookieStyle::PlainExploded, exploded),
    ] {
        for (value, expected) in columns().iter().zip(expected) {
            assert_eq!(cookie("color", style, value).unwrap().join("; "), expected, "{style:?}");
        }
    }
}

#[test]
fn absent_values_leave_nothing() {
    use QueryStyle::*;
    for style in [Form, FormExploded, SpaceDelimited, PipeDelimited, DeepObject, Json] {
        check_query(style, None::<i32>, "");
        if !matches!(style, Json | DeepObject) {
            check_query(style, Vec::<i32>::new(), "");
            check_query(style, [None::<i32>], "");
        }
    }
    check_query(DeepObject, crate::Map::from([("a".to_owned(), None::<i32>)]), "");
    check_query(Form, [Some(1), None, Some(2)], "color=1,2");
    for value in [Tree::Null, of([None::<i32>]), of(Vec::<i32>::new())] {
        for style in [PathStyle::Simple, PathStyle::LabelExploded, PathStyle::Matrix] {
            assert_eq!(path("color", style, &value).unwrap_err(), "the path parameter `color` is empty");
        }
        assert_eq!(header("color", HeaderStyle::Simple, &value).unwrap(), None);
        assert!(cookie("color", CookieStyle::FormExploded, &value).unwrap().is_empty());
    }
    assert_eq!(header("color", HeaderStyle::Json, &Tree::Null).unwrap(), None);
    assert!(cookie("color", CookieStyle::Json, &Tree::Null).unwrap().is_empty());
    for style in [QueryStringStyle::Form, QueryStringStyle::Json, QueryStringStyle::Text] {
        assert_eq!(query_string("color", style, &Tree::Null).unwrap(), None);
    }
}

#[test]
fn scalars_and_what_is_encoded() {
    use QueryStyle::*;
    check_query(FormExploded, true, "color=true");
    check_query(FormExploded, -1.5, "color=-1.5");
    check_query(FormExploded, 0.1_f32, "color=0.1");
    check_query(FormExploded, u64::MAX, "color=18446744073709551615");
    check_query(FormExploded, "é", "color=%C3%A9");
    check_query(FormExploded, "a&b=c+d e#f,g", "color=a%26b%3Dc%2Bd%20e%23f%2Cg");
    check_query(Form, ["a,b", "c"], "color=a%2Cb,c");
    check_query(FormExploded, crate::Map::from([("1".to_owned(), "x&")]), "1=x%26");
    check_query(DeepObject, crate::Map::from([("a]".to_owned(), "b")]), "color%5Ba%5D%5D=b");
    let path = |style, value: Tree| path("co/lor", style, &value).unwrap();
    assert_eq!(path(PathStyle::Simple, of(["a,b", "c"])), "a%2Cb,c");
    assert_eq!(path(PathStyle::Matrix, of("a;b=c")), ";co%2Flor=a%3Bb%3Dc");
    assert_eq!(path(PathStyle::MatrixExploded, of(["", "1"])), ";co%2Flor;co%2Flor=1");
    assert_eq!(path(PathStyle::Label, of("a.b")), ".a.b");
    assert_eq!(path(PathStyle::Json, of(COLOR)), "%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D");
    let header = |style, value: Tree| header("color", style, &value).unwrap().unwrap();
    assert_eq!(header(HeaderStyle::Simple, of("blue sky")), "blue sky");
    assert_eq!(header(HeaderStyle::Json, of("é🚀")), r#""\u00e9\ud83d\ude80""#);
    let cookie = |style, value: Tree| cookie("color", style, &value).unwrap().join("; ");
    assert_eq!(cookie(CookieStyle::FormExploded, of("a;b")), "color=a%3Bb");
    assert_eq!(cookie(CookieStyle::Json, of([1])), "color=%5B1%5D");
    assert_eq!(cookie(CookieStyle::Plain, of("a%3Bb=c")), "color=a%3Bb=c");
}

#[test]
fn what_is_reserved_may_stand() {
    let check = |style, value: Tree, expected: &str| {
        let pairs = query("color", style, Reserved::Kept, &value).unwrap();
        assert_eq!(pairs.join("&"), expected);
    };
    check(QueryStyle::FormExploded, of(":/?@!$()*,;="), "color=:/?@!$()*,;=");
    // A query cannot hold these, or they would end the value.
    check(QueryStyle::FormExploded, of("#[]'&+ \"é"), "color=%23%5B%5D%27%26%2B%20%22%C3%A9");
    check(QueryStyle::FormExploded, of("%2F%zz%2"), "color=%2F%25zz%252");
    check(QueryStyle::Form, of(["a,b", "c/d"]), "color=a%2Cb,c/d");
    check(QueryStyle::Form, of("a,b"), "color=a,b");
    check(QueryStyle::DeepObject, of(crate::Map::from([("a/".to_owned(), "b/")])), "color%5Ba%2F%5D=b/");
}

#[test]
fn deep_objects_beyond_the_table() {
    let json = |text: &str| of(serde_json::from_str::<serde_json::Value>(text).unwrap());
    let deep = |text: &str| query("f", QueryStyle::DeepObject, Reserved::Encoded, &json(text));
    assert_eq!(deep(r#"{"a":{"b":1,"c":null},"d":[2,null,"x"]}"#).unwrap().join("&"), {
        "f%5Ba%5D%5Bb%5D=1&f%5Bd%5D=2&f%5Bd%5D=x"
    });
    assert!(deep(r#"{"a":[[1]]}"#).is_err());
    assert!(deep(r#"{"a":[{"b":1}]}"#).is_err());
}

#[test]
fn a_value_may_be_the_whole_query() {
    let check = |style, value: Tree, expected: &str| {
        assert_eq!(query_string("q", style, &value).unwrap().as_deref(), Some(expected));
    };
    check(QueryStringStyle::Form, of(COLOR), "R=100&G=200&B=150");
    check(QueryStringStyle::Json, of([1]), "%5B1%5D");
    check(QueryStringStyle::Text, of("$.a[?(@.b)]&c"), "%24.a%5B%3F%28%40.b%29%5D%26c");
    assert!(query_string("q", QueryStringStyle::Form, &of("x")).is_err());
    assert!(query_string("q", QueryStringStyle::Text, &of([1])).is_err());
}

#[test]
fn a_header_of_cookies_is_taken_as_it_is() {
    assert_eq!(cookies("Cookie", &of(" a=b; c=\"d\"; ")).unwrap().as_deref(), Some("a=b; c=\"d\""));
    assert_eq!(cookies("Cookie", &of("")).unwrap(), None);
    assert_eq!(cookies("Cookie", &Tree::Null).unwrap(), None);
    for bad in [of("a\r\nx: y"), of("é"), of("a\0"), of([1])] {
        assert!(cookies("Cookie", &bad).is_err());
    }
}

#[test]
fn what_no_style_defines_is_refused() {
    let refused = |style, value: Tree| query("color", style, Reserved::Encoded, &value).is_err();
    assert!(refused(QueryStyle::Form, of([[1]])));
    assert!(refused(QueryStyle::FormExploded, of([COLOR])));
    assert!(refused(QueryStyle::DeepObject, of("blue")));
    assert!(refused(QueryStyle::DeepObject, of(LIST)));
    assert!(refused(QueryStyle::SpaceDelimited, of(["a b", "c"])));
    assert!(refused(QueryStyle::PipeDelimited, of(["a|b"])));
    assert!(!refused(QueryStyle::SpaceDelimited, of("a b")));
    assert!(Tree::of(&f64::NAN).is_err());
    for bad in ["a;b", "a b", "a\"b", "a,b", "a\\b", "é", "a\r\nb"] {
        assert!(cookie("color", CookieStyle::Plain, &of(bad)).is_err(), "{bad:?}");
    }
}

#[test]
fn no_style_of_a_path_lets_a_value_out_of_its_segment() {
    use PathStyle::*;
    for style in [Simple, SimpleExploded, Label, LabelExploded, Matrix, MatrixExploded, Json] {
        for bad in ["..", ".", "a/b", "a\\b", "%2e%2E", "%252F", "a\nb", "\0", "\u{85}"] {
            let map = |key: &str, value: &str| of(crate::Map::from([(key.to_owned(), value.to_owned())]));
            // As JSON they have quotes around them, and are no dot segments.
            let dots = style == Json && bad.replace("%2e", ".").replace("%2E", ".").starts_with('.');
            for value in [of(bad), of(["x", bad]), map("x", bad), map(bad, "x")] {
                // JSON says `\n` for a line break, and a backslash is refused as well.
                let written = path("color", style, &value);
                assert_eq!(written.is_err(), !dots, "{style:?} {bad:?} {written:?}");
            }
        }
    }
}

#[test]
fn a_word_is_what_the_styles_make_of_it() {
    for text in
        ["a", "7", "-7", "true", "a.b", "...", "~", "", ".", "..", "a b", "a/b", "%2e", "é", "a+b", "\n"]
    {
        let tree = Tree::Text(text.to_owned());
        if is_word(text) {
            assert_eq!(path("x", PathStyle::Simple, &tree), Ok(text.to_owned()));
            let pairs = query("x", QueryStyle::FormExploded, Reserved::Encoded, &tree);
            assert_eq!(pairs, Ok(vec![format!("x={text}")]));
        } else {
            assert_ne!(path("x", PathStyle::Simple, &tree), Ok(text.to_owned()));
        }
    }
}
