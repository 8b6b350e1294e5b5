//! What a service sends by itself, through the compiled functions.

use specsmith_runtime::ErrorKind;
use specsmith_tests::calls_webhooks::webhooks;

#[test]
fn a_body_is_read_as_an_answer_would_be() {
    let pet = webhooks::new_pet(br#"{"id":7,"name":"Tom"}"#).expect("a pet");
    assert_eq!((pet.id, pet.additional_properties.len()), (7, 1));
    assert_eq!(webhooks::kept(b"null").expect("null is allowed"), None);
    let why = webhooks::open_stream_on_data(br#"{"why":"done"}"#).expect("a reason").why;
    assert_eq!(why.as_deref(), Some("done"));
    assert_eq!(webhooks::shared(b"[1]").expect("any JSON"), serde_json::json!([1]));
}

#[test]
fn a_body_of_another_shape_is_an_error_that_says_where_and_quotes_nothing() {
    let error = webhooks::new_pet(br#"{"id":"canary"}"#).expect_err("no number");
    assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some("id")));
    assert!(!format!("{error} {error:?}").contains("canary"), "{error:?}");
    let error = webhooks::new_pet(b"{}").expect_err("no id");
    assert!(error.to_string().contains("id"), "{error}");
}
