//! Models by their tables: what is read, what is written back, what is refused and where.

use std::fmt::Debug;

use serde_json::json;
use specsmith_runtime::codec::{self, Fault, Model};
use specsmith_runtime::{Base64, Date, DateTime, Decimal, Json, Map, Patch, Serde};

/// Written with this marker, so that a message that quotes a value is found out.
const SECRET: &str = "secret-7f31";

#[derive(Debug, Clone, PartialEq)]
struct User {
    id: i64,
    name: Option<String>,
    manager: Option<Box<User>>,
    groups: Option<Vec<Group>>,
    rest: Map<Json>,
}

specsmith_runtime::model! {
    User { 0 id required "id", 1 name optional "name", 2 manager optional "manager", _ groups optional "groups", } rest rest
}

#[derive(Debug, Clone, PartialEq)]
struct Group {
    key: String,
    parent: Option<String>,
    by_day: Map<Vec<i32>>,
}

specsmith_runtime::model! {
    Group { 0 key required "key", 1 parent required "parent", _ by_day optional "by \"day\"\n", }, escaped
}

#[derive(Debug, Clone, PartialEq)]
struct Edit {
    owner: Patch<i32>,
}

specsmith_runtime::model! { Edit { _ owner optional "owner", } }

pub(crate) fn read<T: Model>(text: &str) -> Result<T, Fault> {
    codec::decode(text.as_bytes())
}

pub(crate) fn written<T: Model>(value: &T) -> String {
    String::from_utf8(codec::encode(value).unwrap()).unwrap()
}

/// Reads each text, and writes it as the other one says; an empty one stands for the same.
pub(crate) fn survives<T: Model + Debug + PartialEq>(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let value: T = read(text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        let expected = if expected.is_empty() { text } else { expected };
        assert_eq!(written(&value), *expected, "{text}");
        assert_eq!(read::<T>(&written(&value)).unwrap(), value, "{text}");
    }
}

/// Refuses each text, for one reason.
pub(crate) fn refuses<T: Model + Debug>(reason: &str, texts: &[&str]) {
    for text in texts {
        let fault = read::<T>(text).expect_err(text);
        assert_eq!(fault.reason(), reason, "{text}");
    }
}

#[test]
fn whole_numbers_within_their_bounds() {
    survives::<i32>(&[
        ("0", ""),
        ("-2147483648", ""),
        ("2147483647", ""),
        ("1.0", "1"),
        ("1e3", "1000"),
        ("-0", "0"),
        ("25E-0", "25"),
    ]);
    survives::<u32>(&[("4294967295", ""), ("0", ""), ("-0", "0"), ("3.000", "3")]);
    survives::<i64>(&[
        ("9223372036854775807", ""),
        ("-9223372036854775808", ""),
        ("9007199254740992.0", "9007199254740992"),
        ("-1.5e1", "-15"),
    ]);
    survives::<u64>(&[("18446744073709551615", "")]);
    survives::<i128>(&[
        ("170141183460469231731687303715884105727", ""),
        ("-170141183460469231731687303715884105728", ""),
        ("12", ""),
    ]);
    let other = |words: &str| format!("expected {words}, found another number");
    refuses::<i32>(
        &other("a whole number of 32 bits"),
        &["2147483648", "-2147483649", "0.5", "1e10", "1e400", "2147483648.0"],
    );
    refuses::<u32>(&other("a whole number of 32 bits, not negative"), &["4294967296", "-1", "-1.0", "1.5"]);
    refuses::<i64>(
        &other("a whole number of 64 bits"),
        &["9223372036854775808", "-9223372036854775809", "1e-3", "9007199254740994.0", "1e19", "-1e999"],
    );
    refuses::<u64>(
        &other("a whole number of 64 bits, not negative"),
        &["18446744073709551616", "-1", "1e20"],
    );
    refuses::<i128>(&other("a whole number"), &["170141183460469231731687303715884105728", "0.1"]);
    refuses::<i64>("expected a whole number of 64 bits, found a string", &["\"1\"", "\"\""]);
    refuses::<i64>("invalid number", &["-", "1.", "1.e3", "1e", "-a", "1e+"]);
    refuses::<i64>("something follows the value", &["01", "1a", "1 2", "-00", "0x1"]);
    refuses::<i64>("expected a value", &["+1", ".5", "NaN", "1".replace('1', "\u{1}").as_str()]);
}

#[test]
fn fractions() {
    survives::<f64>(&[
        ("0.1", ""),
        ("-0.0", ""),
        ("-0", "-0.0"),
        ("1", "1.0"),
        ("1e22", "1e+22"),
        ("5e-324", ""),
        ("1e-400", "0.0"),
    ]);
    survives::<f32>(&[
        ("0.1", ""),
        ("16777216", "16777216.0"),
        ("3.4028235e38", "3.4028235e+38"),
        ("0.30000001192092896", "0.3"),
    ]);
    let large = "expected a number of 64 bits, found a larger one";
    refuses::<f64>(large, &["1e400", "-1e309", "1e999999999999999999999"]);
    refuses::<f32>(large, &["1e39", "-3.5e38"]);
    refuses::<Json>(large, &["1e400"]);
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(codec::encode(&value), Err("a number must be finite"));
    }
    assert!(codec::encode(&vec![f32::NAN]).is_err());
}

#[test]
fn strings_with_every_escape() {
    survives::<String>(&[
        (r#""""#, ""),
        (r#""plain""#, ""),
        (r#""é漢😀""#, ""),
        (r#""\"\\\n\r\t\b\f""#, ""),
        (r#""\/""#, r#""/""#),
        (r#""\u0041""#, r#""A""#),
        (r#""\u0000\u001f""#, ""),
        (r#""\ud83d\ude00 and more""#, r#""😀 and more""#),
        ("\"\u{7f}\"", ""),
        (r#""\uFFFF""#, "\"\u{ffff}\""),
    ]);
    refuses::<String>(
        "an escape in a string is none of JSON's",
        &[
            r#""\x""#,
            r#""\u12""#,
            r#""\u12g4""#,
            r#""\ud800""#,
            r#""\udc00""#,
            r#""\ud800\u0041""#,
            r#""\udc00\ud800""#,
            r#""\ud800x""#,
        ],
    );
    refuses::<String>(
        "a control character stands in a string",
        &["\"\n\"", "\"a\u{1}\"", "\"abcdefgh\u{1f}\"", "\"\0\""],
    );
    refuses::<String>(
        "the text ends within a string",
        &["\"", "\"abc", "\"abcdefghij", "\"\\", "\"\\\"", "\"\\u00"],
    );
    for byte in 0..=0x7f_u8 {
        let text = format!("1234567{}9", char::from(byte));
        assert_eq!(written(&text), serde_json::to_string(&text).unwrap());
        assert_eq!(read::<String>(&written(&text)).unwrap(), text);
    }
    assert_eq!(codec::decode::<String>(b"\"a\xff\"").unwrap_err().to_string(), "the text is not UTF-8");
}

#[test]
fn values_of_which_every_character_counts() {
    survives::<Decimal>(&[
        ("12.50", ""),
        ("1E+400", ""),
        ("-0.000", ""),
        ("0.1000000000000000000000000000000000001", ""),
        ("100000000000000000000000000", ""),
    ]);
    survives::<Base64>(&[(r#""aGk=""#, ""), (r#""aGk""#, ""), (r#""""#, ""), (r#""not base64!""#, "")]);
    survives::<DateTime>(&[
        (r#""2024-02-29T08:30:00Z""#, ""),
        (r#""2024-02-29t08:30:00.5-08:00""#, r#""2024-02-29T08:30:00.500-08:00""#),
    ]);
    survives::<Date>(&[(r#""2024-02-29""#, ""), (r#""\u0032024-02-29""#, r#""2024-02-29""#)]);
    survives::<Serde<Vec<(u8, String)>>>(&[(r#"[[1,"a"],[2,""]]"#, "")]);
    refuses::<Date>(
        "expected a date of the form 2024-12-31, found another text",
        &[r#""2023-02-29""#, r#""""#],
    );
    refuses::<Date>("expected a date of the form 2024-12-31, found null", &["null"]);
    refuses::<Serde<u8>>("a value does not fit its type", &["256", "\"a\"", "{}"]);
}

#[test]
fn objects_in_any_order_with_and_without_a_rest() {
    survives::<User>(&[
        (r#"{"id":1}"#, ""),
        (r#"{"id":1,"name":null}"#, r#"{"id":1}"#),
        (r#"{"name":"a","id":1}"#, r#"{"id":1,"name":"a"}"#),
        (r#" { "id" : 1 , "x" : [ 1 , { } ] , "" : null } "#, r#"{"id":1,"":null,"x":[1,{}]}"#),
        (r#"{"\u0069d":1,"\u006eext":2}"#, r#"{"id":1,"next":2}"#),
        (r#"{"id":1,"x":1,"x":2}"#, r#"{"id":1,"x":2}"#),
        (r#"{"id":1,"manager":{"id":2,"manager":{"id":3,"y":0}}}"#, ""),
        (r#"{"id":1,"groups":[]}"#, ""),
    ]);
    survives::<Group>(&[
        (r#"{"key":"k","x":{"y":[1]},"by \"day\"\n":{}}"#, r#"{"key":"k","parent":null,"by \"day\"\n":{}}"#),
        (
            r#"{"by \u0022day\u0022\n":{"\"":[]},"key":"k","parent":"p"}"#,
            r#"{"key":"k","parent":"p","by \"day\"\n":{"\"":[]}}"#,
        ),
    ]);
    refuses::<User>("the field `id` is missing", &["{}", r#"{"ID":1}"#, r#"{"name":"a","x":2}"#]);
    refuses::<Group>("the field `key` is missing", &["{}", r#"{"parent":null}"#]);
    refuses::<User>(
        "the field `id` is there twice",
        &[r#"{"id":1,"id":1}"#, r#"{"id":1,"x":0,"i\u0064":2}"#],
    );
    refuses::<User>("the field `name` is there twice", &[r#"{"id":1,"name":null,"name":"a"}"#]);
    refuses::<User>("expected an object, found a list", &["[]", "[1]"]);
    refuses::<User>("expected a whole number of 64 bits, found null", &[r#"{"id":null}"#]);
    refuses::<User>("the text ends too early", &["", "{", r#"{"id":"#, r#"{"id":1"#, r#"{"id":1,"#]);
    refuses::<User>("expected a key", &["{1:2}", "{,}", "{id:1}"]);
    refuses::<User>("expected `:`", &[r#"{"id" 1}"#, r#"{"id"}"#, r#"{"id"="#]);
    refuses::<User>("expected `,` or `}`", &[r#"{"id":1 "x":2}"#, r#"{"id":1]"#]);
    refuses::<User>("something follows the value", &[r#"{"id":1}{}"#, r#"{"id":1},"#]);
}

#[test]
fn the_three_states_of_a_patch() {
    for (text, state) in
        [("{}", Patch::Keep), (r#"{"owner":null}"#, Patch::Clear), (r#"{"owner":7}"#, Patch::Set(7))]
    {
        survives::<Edit>(&[(text, "")]);
        assert_eq!(read::<Edit>(text).unwrap().owner, state);
    }
    assert!(codec::encode(&Patch::<i32>::Keep).is_err());
}

#[test]
fn faults_say_where_and_never_what() {
    let item = |inner: &str| format!(r#"{{"users":[{{"id":1}},{inner}]}}"#);
    for (inner, place) in [
        (format!(r#"{{"id":"{SECRET}"}}"#), "users[1].id"),
        (format!(r#""{SECRET}""#), "users[1]"),
        (format!(r#"{{"id":1,"name":["{SECRET}"]}}"#), "users[1].name"),
        (format!(r#"{{"id":1,"name":"{SECRET}"#), "users[1].name"),
        (format!(r#"{{"id":1,"name":"{SECRET}\x"}}"#), "users[1].name"),
        (r#"{"id":1,"manager":{"id":2,"manager":{}}}"#.to_owned(), "users[1].manager.manager"),
        (r#"{"id":1,"groups":[{"key":"a"},{"key":7}]}"#.to_owned(), "users[1].groups[1].key"),
        (
            r#"{"id":1,"groups":[{"key":"a","by \"day\"\n":{"a b":[0,1.5]}}]}"#.to_owned(),
            "users[1].groups[0].?.?[1]",
        ),
        (format!(r#"{{"id":1,"{SECRET} {SECRET}":[nil]}}"#), "users[1].?[0]"),
        (
            r#"{"id":1,"groups":[{"key":"a","by \"day\"\n":{"2024-01-01":[null]}}]}"#.to_owned(),
            "users[1].groups[0].?.2024-01-01[0]",
        ),
    ] {
        let fault = read::<Map<Vec<User>>>(&item(&inner)).expect_err(&inner);
        assert_eq!(fault.path().as_deref(), Some(place), "{inner}: {fault:?}");
        assert!(fault.to_string().ends_with(&format!(" at {place}")), "{fault}");
        assert!(!format!("{fault} {} {fault:?}", fault.reason()).contains(SECRET), "{fault:?}");
        assert!(fault.offset() <= item(&inner).len());
    }
    assert_eq!(read::<User>("[]").unwrap_err().path(), None);
}

#[test]
fn models_pass_through_other_formats() {
    let json = json!({"id": 1, "name": "a\n\"", "groups": [{"key": "k", "parent": null, "by \"day\"\n": {}}], "x": {"y": [1.5, true, null]}});
    let user: User = serde_json::from_value(json.clone()).unwrap();
    assert_eq!(user, read(&json.to_string()).unwrap());
    assert_eq!(serde_json::to_value(&user).unwrap(), json);
    assert_eq!(serde_json::to_string(&user).unwrap(), written(&user));
    assert_eq!(written(&Serde(Some(user.clone()).filter(|it| it.id == 1))), written(&user));
    let fault =
        serde_json::from_value::<User>(json!({"id": 1, "groups": [{"key": SECRET.len()}]})).unwrap_err();
    assert_eq!(fault.to_string(), "expected a string, found a number at groups[0].key");
}
