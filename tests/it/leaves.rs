//! Single values of the compiled cases: each format, each width, each enumeration, and what nobody has to give.

use std::num::Wrapping;
use std::path::PathBuf;
use std::sync::Arc;

use paradigm_client::Client;
use serde_json::json;
use specsmith_runtime::{
    Base64, Body, BoxFuture, Call, Serde, Transport, TransportError, TransportRequest, TransportResponse,
};
use specsmith_tests::{
    choices_constants, choices_mixed, choices_numbers, choices_spelling, forgiven_names, scalars_configured,
    scalars_formats, scalars_widths,
};

use crate::models::{Whole, keeps, refuses};
use crate::wire::decode;

/// A text that is written as it stands, to the digit.
async fn exact<T: Whole>(text: &str) -> T {
    let value: T = sent(text).await;
    assert_eq!(keeps::<T>(text).await, value, "{text}");
    value
}

/// Answers with what was sent.
struct Echo;

impl Transport for Echo {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let body = request.body.as_bytes().unwrap_or_default();
        let reply = TransportResponse::whole(Default::default(), Default::default(), body);
        Box::pin(async { Ok(reply) })
    }
}

/// A text that is read, and then sent as it stood. Numbers have all their digits so: serde knows no more of them than
/// 64 bits hold.
async fn sent<T: Whole>(text: &str) -> T {
    let value: T = decode(text).await.expect(text);
    let client = Client::builder().transport(Arc::new(Echo)).build().expect("nothing is wrong with it");
    let echo = client.send(Call::post("/", &[]).body(Body::json(&value)).text()).await;
    assert_eq!(echo.expect("it can be written"), text);
    value
}

#[tokio::test]
async fn texts_of_every_format_survive() {
    use scalars_formats::types::Texts;
    let texts: Texts = exact(
        r#"{"moment":"2024-02-29T12:00:00+02:00","day":"2024-02-29","time":"12:00","uuid":"u","byte":"AP8=","encoded":"","url_safe":"_-8"}"#,
    )
    .await;
    assert_eq!(texts.byte, Some(Base64::new([0, 255])));
    // What a format says of a text is not checked unless it changes the type, and bytes only when they are asked for.
    let spoilt: Texts = exact(r#"{"byte":"no base64!"}"#).await;
    assert!(spoilt.byte.is_some_and(|it| it.decode().is_err()));
    exact::<Texts>(r#"{"uri":"no uri","email":"no mail","ipv4":"1.2.3","digits":"12"}"#).await;
    for (text, place) in [
        (r#"{"moment":"noon"}"#, "moment"),
        (r#"{"day":"2023-02-29"}"#, "day"),
        (r#"{"digits":12}"#, "digits"),
    ] {
        refuses::<Texts>(text, place).await;
    }
}

#[tokio::test]
async fn numbers_keep_what_they_were() {
    use scalars_formats::types::Numbers;
    let numbers: Numbers =
        sent(r#"{"plain":1.5,"small":0.1,"price":1234567890.12345678901234567890,"prices":[0.10,1e-7]}"#)
            .await;
    assert_eq!(numbers.price.to_string(), "1234567890.12345678901234567890");
    assert_eq!(numbers.prices.unwrap_or_default().len(), 2);
    refuses::<Numbers>(r#"{"plain":"1.5","small":1,"price":1}"#, "plain").await;
}

#[tokio::test]
async fn whole_numbers_have_room() {
    use scalars_widths::types::Widths;
    let text = r#"{"plain":-9223372036854775808,"int8":300,"int32":-2147483648,"uint64":18446744073709551615,"rounded":18446744073709551615,"wide":-170141183460469231731687303715884105728,"narrow":4294967295,"table":{"a":18446744073709551615}}"#;
    let widths: Widths = sent(text).await;
    assert_eq!((widths.uint64, widths.wide), (Some(u64::MAX), Some(i128::MIN)));
    for (text, place) in [
        (r#"{"int32":2147483648}"#, "int32"),
        (r#"{"uint32":-1}"#, "uint32"),
        (r#"{"uint64":18446744073709551616}"#, "uint64"),
        (r#"{"plain":1.5}"#, "plain"),
    ] {
        refuses::<Widths>(text, place).await;
    }
}

#[tokio::test]
async fn formats_of_the_configuration_are_types_of_others() {
    use scalars_configured::types::{Host, HostEither};
    let text = r#"{"address":"/a","root":null,"aliases":["b"],"by_name":{"c":"d"},"span":1.5,"either":"e"}"#;
    let host: Host = exact(text).await;
    assert_eq!((&host.address.0, host.span), (&PathBuf::from("/a"), Some(Serde(Wrapping(1.5)))));
    assert_eq!(host.either, Some(HostEither::Path(Serde(PathBuf::from("e")))));
    refuses::<Host>(r#"{"address":7,"root":null}"#, "address").await;
}

#[tokio::test]
async fn enumerations_keep_every_value() {
    use choices_mixed::types::{Holder, Mixed};
    use choices_numbers::types::{Level, Plain, Spoken};
    use choices_spelling::types::{Case, Quoted, Scripts, Signs};
    assert_eq!(exact::<Level>("-3").await, Level::BelowZero);
    assert_eq!(exact::<Level>("7").await, Level::Unknown(7));
    assert_eq!(exact::<Plain>("9223372036854775807").await, Plain::Value9223372036854775807);
    assert_eq!(exact::<Spoken>(r#""b""#).await, Spoken::Second);
    for (text, meant) in [
        (r#""auto""#, Mixed::Auto),
        ("1", Mixed::Value1),
        ("1.5", Mixed::Value1Point5),
        ("true", Mixed::True),
        (r#""1""#, Mixed::_1),
        ("false", Mixed::Unknown(json!(false))),
        (r#"{"a":1}"#, Mixed::Unknown(json!({"a": 1}))),
    ] {
        assert_eq!(exact::<Mixed>(text).await, meant);
    }
    exact::<Holder>(r#"{"mixed":null,"list":[1,"a",[2]]}"#).await;
    for text in ["A", "a", "Ab", "AB", "aB", "a b", "a_b", "a-b"] {
        let case: Case = exact(&json!(text).to_string()).await;
        assert!(case.as_str() == text && !matches!(case, Case::Unknown(_)), "{case:?}");
    }
    for text in ["", " ", "<=", "1.0", "404"] {
        assert!(!matches!(keeps::<Signs>(&json!(text).to_string()).await, Signs::Unknown(_)), "{text}");
    }
    for text in ["\"", "\"#", "*/", "`", "\n", "\\", "\u{202e}", "\0"] {
        assert!(!matches!(keeps::<Quoted>(&json!(text).to_string()).await, Quoted::Unknown(_)), "{text:?}");
    }
    for text in ["größe", "имя", "名前", "🚀", "ﬁ"] {
        assert!(!matches!(keeps::<Scripts>(&json!(text).to_string()).await, Scripts::Unknown(_)), "{text}");
    }
}

#[tokio::test]
async fn constants_are_given_by_nobody() {
    use choices_constants::types::{Aliased, Only, OnlyVersion, Refused, Some as Filled, Zero};
    assert_eq!(serde_json::to_value(Only::default()).ok(), Some(json!({"kind": "thing", "version": 2})));
    let filled = json!({"kind": "some", "ok": true, "ratio": 1.5, "name": "n", "maybe": null});
    assert_eq!(serde_json::to_value(Filled::new(1.5, "n", None)).ok(), Some(filled));
    assert_eq!(serde_json::to_value(Refused::default()).ok(), Some(json!({"ok": false})));
    // What is missing is filled in, whoever reads it.
    assert_eq!(serde_json::from_str::<Aliased>("{}").ok(), Some(Aliased::default()));
    assert_eq!(
        serde_json::to_value(Aliased::default()).ok(),
        Some(json!({"yes": true, "size": 3, "none": 0}))
    );
    assert_eq!(serde_json::from_str::<Zero>("{}").ok(), Some(Zero::default()));
    let newer: Only = keeps(r#"{"kind":"things","version":3}"#).await;
    assert_eq!(newer.version, OnlyVersion::Unknown(3));
}

#[tokio::test]
async fn keys_of_every_script_survive() {
    use forgiven_names::types::{_1, AB, GrUf6UdfE, Star, U418U43cU44f, U540dU524d};
    keeps::<Star>(&json!({"*/": "a", "`": "b", "\"#": "c", "\n": "d", "\u{202e}": "e"}).to_string()).await;
    keeps::<AB>(&json!({"\0": 1, "\\": 2, "{}": 3, "${x}": 4}).to_string()).await;
    keeps::<GrUf6UdfE>(r#"{"größe":1.5,"gröSSe":2.5,"GRÖSSE":"no field"}"#).await;
    keeps::<U418U43cU44f>(r#"{"имя":"a","名前":"b","اسم":"c","नाम":"d"}"#).await;
    let both: U540dU524d = keeps("{\"e\u{301}\":\"two\",\"\u{e9}\":\"one\",\"🚀\":\"\"}").await;
    assert_eq!((both.e_u301.as_deref(), both.ue9.as_deref()), (Some("two"), Some("one")));
    keeps::<_1>(r#"{"1":"a","1.5":"b","true":"c","null":"d"}"#).await;
}
