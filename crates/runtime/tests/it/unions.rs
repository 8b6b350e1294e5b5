//! Unions by their tables: which arm a value is of, what of it is kept, and how much work a hostile text makes.

use std::fmt::Debug;

use serde_json::json;
use specsmith_runtime::codec::{self, Arm, Kinds, Model};
use specsmith_runtime::{Date, Json, Map};

/// A struct, and the traits that generated ones have.
macro_rules! object {
    ($name:ident { $($place:tt $field:ident $ty:ty, $need:ident $key:literal;)* } $(rest $rest:ident)?) => {
        #[derive(Debug, Clone, PartialEq)]
        struct $name { $($field: $ty,)* $($rest: Map<Json>,)? }
        specsmith_runtime::model! { $name { $($place $field $need $key,)* } $(rest $rest)? }
    };
}

macro_rules! arms {
    ($name:ident $tag:expr, { $($place:literal $variant:ident($ty:ty) $arm:expr,)* }) => {
        #[derive(Debug, Clone, PartialEq)]
        enum $name { $($variant($ty),)* Other(Json) }
        specsmith_runtime::union! { $name $tag, { $($place $variant $arm,)* } else Other }
    };
}

object! { Cat { 0 kind String, required "kind"; _ lives Option<i32>, optional "lives"; } }
object! { Dog { 0 kind String, required "kind"; _ next Option<Pet>, optional "next"; } rest rest }
object! { Bird { _ wings i32, required "wings"; } }
object! { Fish { _ fins Option<i32>, optional "fins"; } rest rest }

arms! { Pet Some("kind"), {
    0 Cat(Cat) Arm::tagged(&["\"cat\"", "\"kitten\""]),
    1 Dog(Box<Dog>) Arm::tagged(&["\"dog\""]),
    2 Bird(Bird) Arm::beside(&["\"bird\"", "1", "true"]),
    3 Fish(Fish) Arm::beside(&["\"fi\\\"sh\""]),
} }

fn read<T: Model>(text: &str) -> T {
    codec::decode(text.as_bytes()).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

fn written<T: Model>(value: &T) -> String {
    String::from_utf8(codec::encode(value).unwrap()).unwrap()
}

/// Reads each text as the arm of that name, and writes it as the last one says; an empty one stands for the same.
fn check<T: Model + Debug + PartialEq>(cases: &[(&str, &str, &str)]) {
    for (text, arm, expected) in cases {
        let value: T = read(text);
        let shown = format!("{value:?}");
        assert_eq!(shown.split('(').next(), Some(*arm), "{text}: {shown}");
        assert_eq!(written(&value), if expected.is_empty() { *text } else { *expected }, "{text}");
        assert_eq!(read::<T>(&written(&value)), value, "{text}");
    }
}

fn refused<T: Model + Debug>(cases: &[(&str, &str)]) {
    for (text, said) in cases {
        assert_eq!(codec::decode::<T>(text.as_bytes()).expect_err(text).to_string(), *said, "{text}");
    }
}

#[test]
fn a_tag_names_the_arm_wherever_it_stands() {
    check::<Pet>(&[
        (r#"{"kind":"cat","lives":9}"#, "Cat", ""),
        (r#"{"lives":9,"x":{"kind":"dog"},"kind":"kitten"}"#, "Cat", r#"{"kind":"kitten","lives":9}"#),
        (r#"{"x":[{}],"kind":"dog"}"#, "Dog", r#"{"kind":"dog","x":[{}]}"#),
        (r#"{"\u006bind":"c\u0061t"}"#, "Cat", r#"{"kind":"cat"}"#),
        (
            r#" { "kind" : "dog" , "next" : { "kind" : "bird", "wings" : 2 } } "#,
            "Dog",
            r#"{"kind":"dog","next":{"kind":"bird","wings":2}}"#,
        ),
        (r#"{"kind":"wolf","lives":9}"#, "Other", ""),
        (r#"{"kind":"CAT"}"#, "Other", ""),
        (r#"{"lives":9}"#, "Other", ""),
        (r#"{"kind":null}"#, "Other", ""),
        (r#"{"kind":["cat"]}"#, "Other", ""),
        (r#"{"kind":{"kind":"cat"}}"#, "Other", ""),
        (r#"{"kind":2}"#, "Other", ""),
        ("{}", "Other", ""),
        ("null", "Other", ""),
        (r#""cat""#, "Other", ""),
        (r#"[{"kind":"cat"}]"#, "Other", ""),
    ]);
    refused::<Pet>(&[
        (r#"{"kind":"cat","lives":"x"}"#, "expected a whole number of 32 bits, found a string at lives"),
        (r#"{"lives":1,"kind":"bird"}"#, "the field `wings` is missing"),
        (
            r#"{"kind":"dog","next":{"kind":"cat","lives":[]}}"#,
            "expected a whole number of 32 bits, found a list at next.lives",
        ),
        (r#"{"kind":"cat","kind":"cat"}"#, "the field `kind` is there twice"),
        (r#"{"lives":nil,"kind":"cat"}"#, "expected a value"),
        (r#"{"kind":"wolf","lives":nil}"#, "expected a value at lives"),
        (r#"{"kind":"cat""#, "the text ends too early"),
    ]);
}

#[test]
fn a_tag_beside_the_arm_is_written_once() {
    check::<Pet>(&[
        (r#"{"kind":"bird","wings":2}"#, "Bird", ""),
        (r#"{"wings":2,"kind":"bird"}"#, "Bird", r#"{"kind":"bird","wings":2}"#),
        (r#"{"kind":1,"wings":2}"#, "Bird", r#"{"kind":"bird","wings":2}"#),
        (r#"{"kind":true,"wings":2}"#, "Bird", r#"{"kind":"bird","wings":2}"#),
        (r#"{"kind":"fi\"sh"}"#, "Fish", ""),
        (
            r#"{"kind":"fi\u0022sh","fins":1,"a":{"kind":"x"},"z":[]}"#,
            "Fish",
            r#"{"kind":"fi\"sh","fins":1,"a":{"kind":"x"},"z":[]}"#,
        ),
        (r#"{"z":1,"kind":"fi\"sh"}"#, "Fish", r#"{"kind":"fi\"sh","z":1}"#),
    ]);
    // A caller may put the tag among the further keys as well.
    let twice =
        Fish { fins: None, rest: Map::from([("kind".to_owned(), json!("x")), ("z".to_owned(), json!(1))]) };
    assert_eq!(written(&Pet::Fish(twice.clone())), r#"{"kind":"fi\"sh","z":1}"#);
    assert_eq!(written(&twice), r#"{"kind":"x","z":1}"#);
}

#[test]
fn a_known_key_among_the_further_ones_is_written_once() {
    let rest =
        Map::from([("kind".to_owned(), json!(2)), ("next".to_owned(), json!(3)), ("x".to_owned(), json!(4))]);
    let dog = Dog { kind: "dog".to_owned(), next: None, rest };
    assert_eq!(written(&dog), r#"{"kind":"dog","x":4}"#);
}

object! { Point { 0 x i32, required "x"; _ y i32, required "y"; } }
object! { Circle { 0 x i32, required "x"; 1 y i32, required "y"; _ r Option<i32>, optional "r"; } }
object! { Named { _ name Option<String>, optional "name"; } rest rest }
object! { Label { 0 name String, required "name"; _ x Option<String>, optional "x"; } rest rest }

arms! { Shape None, {
    0 Point(Point) Arm::fields::<Point>(),
    1 Circle(Box<Circle>) Arm::fields::<Box<Circle>>(),
    2 Named(Named) Arm::fields::<Named>(),
    3 Label(Label) Arm::fields::<Label>(),
    4 List(Vec<Shape>) Arm::of(Kinds::LIST),
    5 Date(Date) Arm::of(Kinds::TEXT),
    6 Text(String) Arm::of(Kinds::TEXT),
    7 Whole(i64) Arm::of(Kinds::NUMBER),
    8 Fraction(f64) Arm::of(Kinds::NUMBER.or(Kinds::BOOL)),
} }

#[test]
fn without_a_tag_the_keys_and_the_kinds_decide() {
    check::<Shape>(&[
        (r#"{"x":1,"y":2}"#, "Point", ""),
        (r#"{"y":2,"x":1}"#, "Point", r#"{"x":1,"y":2}"#),
        (r#"{"x":1,"y":2,"r":3}"#, "Circle", ""),
        // Closed arms take no further keys, open ones do.
        (r#"{"x":1,"y":2,"z":3}"#, "Named", ""),
        (r#"{"x":1}"#, "Named", ""),
        // Two known keys come before one, and what does not decode makes way.
        (r#"{"name":"a","x":"b"}"#, "Label", ""),
        (r#"{"name":"a","x":1}"#, "Named", ""),
        (r#"{"name":"a"}"#, "Named", ""),
        (r#"{"name":1}"#, "Other", ""),
        (r#"{"x":"1","y":2}"#, "Named", ""),
        ("{}", "Named", ""),
        (r#""2024-02-29""#, "Date", ""),
        (r#""2024-02-30""#, "Text", ""),
        ("1", "Whole", ""),
        ("1.5", "Fraction", ""),
        ("1e20", "Fraction", "1e+20"),
        ("true", "Other", ""),
        ("null", "Other", ""),
        (r#"[1,{"x":1,"y":2},[],"a",null]"#, "List", ""),
    ]);
    refused::<Shape>(&[
        (r#"{"x":1,"y":2,"#, "the text ends too early"),
        (r#"{"x":[1}"#, "expected `,` or `]`"),
        ("[1,nil]", "expected a value at [1]"),
        ("1e400", "expected a number of 64 bits, found a larger one"),
    ]);
}

#[test]
fn what_is_of_no_arm_is_kept_and_unions_pass_through_serde() {
    for json in [
        json!({"kind": "wolf", "n": [1, -1, 0.5, 1e300, "\u{1}\"é"], "o": {"": {}}}),
        json!([[], {}]),
        json!(u64::MAX),
    ] {
        let pet: Pet = serde_json::from_value(json.clone()).unwrap();
        assert_eq!((&pet, serde_json::to_value(&pet).unwrap()), (&Pet::Other(json.clone()), json));
    }
    let json = json!({"kind": "bird", "wings": 2});
    let pet: Pet = serde_json::from_value(json.clone()).unwrap();
    assert_eq!((&pet, serde_json::to_value(&pet).unwrap()), (&Pet::Bird(Bird { wings: 2 }), json));
}

#[test]
fn late_tags_far_down_cost_one_look_at_each_byte() {
    // At each of 100 levels a large sibling stands before the union, and the tag behind both.
    let large = format!("[{}]", vec!["{\"a\":[1,2,3]}"; 500].join(","));
    let text = |levels: usize| {
        let open = format!("{{\"x\":{large},\"next\":");
        format!("{}null{}", open.repeat(levels), ",\"kind\":\"dog\"}".repeat(levels))
    };
    let mut pet: Option<Pet> = Some(read(&text(100)));
    let mut levels = 0;
    while let Some(Pet::Dog(dog)) = pet {
        levels += 1;
        assert_eq!(dog.rest["x"].as_array().unwrap().len(), 500);
        pet = dog.next;
    }
    assert_eq!((levels, pet), (100, None));
}

object! { Left { 0 next Option<Box<Tree>>, optional "next"; _ left Option<i32>, optional "last"; } }
object! { Right { 0 next Option<Box<Tree>>, optional "next"; _ right Option<bool>, optional "last"; } }
object! { Third { 0 next Option<Box<Tree>>, optional "next"; _ third Option<Date>, optional "last"; } }

arms! { Tree None, {
    0 Left(Left) Arm::fields::<Left>(),
    1 Right(Right) Arm::fields::<Right>(),
    2 Third(Third) Arm::fields::<Third>(),
} }

#[test]
fn a_text_that_could_be_tried_without_end_is_kept_as_it_is() {
    let text = |levels: usize, last: &str| {
        let (open, close) =
            ("{\"next\":".repeat(levels - 1), format!(",\"last\":{last}}}").repeat(levels - 1));
        format!("{open}{{\"last\":{last}}}{close}")
    };
    // Every level fails in two arms and is read in the third.
    let shallow: Tree = read(&text(3, "\"2024-02-29\""));
    assert_eq!(written(&shallow), text(3, "\"2024-02-29\""));
    assert!(matches!(shallow, Tree::Third(_)));
    // As JSON its keys may change places.
    let json = |text: &str| serde_json::from_str::<Json>(text).unwrap();
    for last in ["\"2024-02-29\"", "\"no date\"", "true", "1"] {
        let deep = text(120, last);
        assert_eq!(json(&written(&read::<Tree>(&deep))), json(&deep));
        let list = format!("[{}]", [deep.as_str(); 5].join(","));
        assert_eq!(json(&written(&read::<Vec<Tree>>(&list))), json(&list));
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Colour {
    Red,
    Empty,
    Other(String),
}

impl Colour {
    fn as_str(&self) -> &str {
        match self {
            Self::Red => "red",
            Self::Empty => "",
            Self::Other(text) => text,
        }
    }
}

impl From<&str> for Colour {
    fn from(text: &str) -> Self {
        match text {
            "red" => Self::Red,
            "" => Self::Empty,
            other => Self::Other(other.to_owned()),
        }
    }
}

specsmith_runtime::text_choice!(Colour);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Level {
    Low,
    Other(i64),
}

impl Level {
    fn as_i64(&self) -> i64 {
        match self {
            Self::Low => -1,
            Self::Other(value) => *value,
        }
    }
}

impl From<i64> for Level {
    fn from(value: i64) -> Self {
        if value == -1 { Self::Low } else { Self::Other(value) }
    }
}

specsmith_runtime::whole_choice!(Level);

#[derive(Debug, Clone, PartialEq)]
enum Mixed {
    One,
    Half,
    Yes,
    Other(Json),
}

impl Mixed {
    fn to_json(&self) -> Json {
        match self {
            Self::One => json!("1"),
            Self::Half => json!(0.5),
            Self::Yes => json!(true),
            Self::Other(value) => value.clone(),
        }
    }
}

impl From<Json> for Mixed {
    fn from(value: Json) -> Self {
        [Self::One, Self::Half, Self::Yes]
            .into_iter()
            .find(|it| it.to_json() == value)
            .unwrap_or(Self::Other(value))
    }
}

specsmith_runtime::mixed_choice!(Mixed);

#[test]
fn choices_keep_what_they_do_not_know() {
    check::<Colour>(&[
        (r#""red""#, "Red", ""),
        (r#""r\u0065d""#, "Red", r#""red""#),
        (r#""""#, "Empty", ""),
        (r#""RED""#, "Other", ""),
        (r#""\u0001""#, "Other", ""),
    ]);
    check::<Level>(&[
        ("-1", "Low", ""),
        ("-1.0", "Low", "-1"),
        ("0", "Other", ""),
        ("9223372036854775807", "Other", ""),
    ]);
    check::<Mixed>(&[
        (r#""1""#, "One", ""),
        ("1", "Other", ""),
        ("0.5", "Half", ""),
        ("true", "Yes", ""),
        ("null", "Other", ""),
        (r#"{"a":[]}"#, "Other", ""),
    ]);
    refused::<Colour>(&[
        ("1", "expected a string, found a number"),
        ("null", "expected a string, found null"),
    ]);
    refused::<Level>(&[
        ("\"1\"", "expected a whole number of 64 bits, found a string"),
        ("0.5", "expected a whole number of 64 bits, found another number"),
    ]);
    let all: (Colour, Level, Mixed) = serde_json::from_value(json!(["red", 7, {"a": 1}])).unwrap();
    assert_eq!(serde_json::to_value(&all).unwrap(), json!(["red", 7, {"a": 1}]));
    assert_eq!(
        (all.0.to_string(), all.1.to_string(), "x".parse()),
        ("red".into(), "7".into(), Ok(Colour::Other("x".into())))
    );
}
