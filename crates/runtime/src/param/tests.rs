//! The style examples of OpenAPI 3.0.4, character for character.
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

#[track_caller]
fn check_query(style: QueryStyle, value: impl Encode, expected: &str) {
    let pairs = query("color", style, &Tree::of(&value).unwrap()).unwrap();
    assert_eq!(pairs.join("&"), expected);
}

#[test]
fn query_styles() {
    use QueryStyle::*;
    check_query(FormExploded, "", "color=");
    check_query(FormExploded, "blue", "color=blue");
    check_query(FormExploded, LIST, "color=blue&color=black&color=brown");
    check_query(FormExploded, COLOR, "R=100&G=200&B=150");
    check_query(Form, "", "color=");
    check_query(Form, "blue", "color=blue");
    check_query(Form, LIST, "color=blue,black,brown");
    check_query(Form, COLOR, "color=R,100,G,200,B,150");
    check_query(SpaceDelimited, LIST, "color=blue%20black%20brown");
    check_query(SpaceDelimited, COLOR, "color=R%20100%20G%20200%20B%20150");
    check_query(PipeDelimited, LIST, "color=blue%7Cblack%7Cbrown");
    check_query(PipeDelimited, COLOR, "color=R%7C100%7CG%7C200%7CB%7C150");
    check_query(DeepObject, COLOR, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150");
    check_query(Json, COLOR, "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D");
    check_query(Json, LIST, "color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D");
}

#[test]
fn absent_values_leave_no_pair() {
    for style in [
        QueryStyle::Form,
        QueryStyle::FormExploded,
        QueryStyle::SpaceDelimited,
        QueryStyle::PipeDelimited,
        QueryStyle::DeepObject,
        QueryStyle::Json,
    ] {
        check_query(style, None::<i32>, "");
        if style != QueryStyle::Json {
            check_query(style, Vec::<i32>::new(), "");
            check_query(style, [None::<i32>], "");
        }
    }
    check_query(QueryStyle::Form, [Some(1), None, Some(2)], "color=1,2");
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
}

#[test]
fn what_no_style_defines_is_refused() {
    let refused = |style, value: Tree| query("color", style, &value).is_err();
    assert!(refused(QueryStyle::Form, Tree::of(&[[1]]).unwrap()));
    assert!(refused(QueryStyle::FormExploded, Tree::of(&[COLOR]).unwrap()));
    assert!(refused(QueryStyle::DeepObject, Tree::of(&"blue").unwrap()));
    assert!(refused(QueryStyle::DeepObject, Tree::of(&LIST).unwrap()));
    assert!(Tree::of(&f64::NAN).is_err());
}

#[test]
fn simple_style_in_paths_and_headers() {
    let path = |value: Tree| path("color", &value);
    assert_eq!(path(Tree::of(&"blue").unwrap()).unwrap(), "blue");
    assert_eq!(path(Tree::of(&LIST).unwrap()).unwrap(), "blue,black,brown");
    assert_eq!(path(Tree::of(&COLOR).unwrap()).unwrap(), "R,100,G,200,B,150");
    assert_eq!(path(Tree::of(&["a,b", "c"]).unwrap()).unwrap(), "a%2Cb,c");
    assert!(path(Tree::of(&["a", ".."]).unwrap()).is_err());
    assert!(path(Tree::Null).is_err());
    let header = |value: Tree| header("color", &value).unwrap();
    assert_eq!(header(Tree::of(&"").unwrap()).as_deref(), Some(""));
    assert_eq!(header(Tree::of(&"blue sky").unwrap()).as_deref(), Some("blue sky"));
    assert_eq!(header(Tree::of(&LIST).unwrap()).as_deref(), Some("blue,black,brown"));
    assert_eq!(header(Tree::of(&COLOR).unwrap()).as_deref(), Some("R,100,G,200,B,150"));
    assert_eq!(header(Tree::Null), None);
}

#[test]
fn form_style_in_cookies() {
    let cookie = |value: Tree| cookie("color", &value);
    assert_eq!(cookie(Tree::of(&"blue").unwrap()).unwrap().as_deref(), Some("color=blue"));
    assert_eq!(cookie(Tree::of(&"a;b").unwrap()).unwrap().as_deref(), Some("color=a%3Bb"));
    assert_eq!(cookie(Tree::Null).unwrap(), None);
    assert!(cookie(Tree::of(&LIST).unwrap()).is_err());
}
