//! What counts as the same JSON, and what a failure says.

use super::compare::{Allowed, differences};
use super::{RoundTrip, check, round_trip};

fn allowed(data: &str) -> Allowed {
    Allowed::of(&serde_json::from_str(data).expect("it is JSON"))
}

#[test]
fn values_are_compared_to_the_last_digit() {
    for (read, written, differs) in [
        ("1", "1", false),
        ("1.0", "1", false),
        ("1e2", "100", false),
        ("0.10", "1e-1", false),
        ("-0", "0.0", false),
        ("1.2300e-5", "0.0000123", false),
        ("9007199254740993", "9007199254740992", true),
        ("12345678901234567890.5", "12345678901234567891", true),
        ("1", "-1", true),
        ("1", "\"1\"", true),
        ("null", "false", true),
        ("\"a\"", "\"\\u0061\"", false),
        ("\"a\"", "\"a \"", true),
        ("\"2024-01-31T12:00:00.000z\"", "\"2024-01-31T12:00:00Z\"", false),
        ("\"2024-01-31T12:00:00+00:00\"", "\"2024-01-31T12:00:00Z\"", false),
        ("\"2024-01-31T13:00:00+01:00\"", "\"2024-01-31T12:00:00Z\"", true),
        ("\"2024-01-31T12:00:00.1234567891Z\"", "\"2024-01-31T12:00:00.123456789Z\"", true),
        ("[1, 2]", "[1,2]", false),
        ("[1, 2]", "[2,1]", true),
        ("[1]", "[1,1]", true),
        ("{\"a\": 1, \"b\": 2}", "{\"b\":2,\"a\":1}", false),
        ("{\"a\": null}", "{}", true),
        ("{}", "{\"a\":null}", true),
    ] {
        let found = differences(read, written, &Allowed::default());
        assert_eq!(!found.is_empty(), differs, "{read} and {written}: {found:?}");
    }
}

#[test]
fn what_may_go_and_come_is_named_by_its_place() {
    let rules = allowed(r#"{"may_go": ["/a~1b/0/c"], "may_come": [["/d", "\"new\""], ["/d", "\"newer\""]]}"#);
    let read = "{\"a/b\": [{\"c\": null}]}";
    assert!(differences(read, "{\"a/b\":[{}],\"d\":\"new\"}", &rules).is_empty());
    assert!(differences(read, "{\"a/b\":[{}],\"d\":\"newer\"}", &rules).is_empty());
    assert_eq!(differences(read, "{\"a/b\":[{}],\"d\":\"old\"}", &rules), ["/d is new"]);
    assert_eq!(differences(read, "{}", &rules), ["/a~1b is lost"]);
}

#[test]
fn any_json_holds_null_where_it_may_be_absent() {
    for json in ["null", "[null]", "{\"a\":null}", "3"] {
        assert_eq!(round_trip::<Option<crate::Json>>(json.as_bytes()).as_deref(), Ok(json.as_bytes()));
    }
    let read: Option<crate::Json> = crate::codec::decode(b"null").expect("it is JSON");
    assert_eq!(read, Some(crate::Json::Null));
}

#[test]
fn a_failure_names_each_value_that_failed() {
    const TYPES: &[RoundTrip] = &[round_trip::<f64>, round_trip::<Option<String>>];
    let data = r##"{"trials": [
        {"at": "#/one", "of": "example", "type": 0, "value": "9007199254740993"},
        {"at": "#/two", "of": "example", "type": 1, "value": "null"},
        {"at": "#/three", "of": "made", "type": 1, "value": "3"},
        {"at": "#/four", "of": "broken", "type": 1, "value": "4"}
    ]}"##;
    let said = format!("{:?}", check(data, TYPES).expect_err("two of them fail"));
    assert!(said.starts_with("2 values"), "{said}");
    assert!(
        said.contains("#/one (example)\n  all of it was 9007199254740993, and is 9007199254740992"),
        "{said}"
    );
    assert!(said.contains("#/three (made)\n  it is refused: expected a string, found a number"), "{said}");
}
