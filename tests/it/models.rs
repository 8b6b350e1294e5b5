//! Real JSON through the compiled cases: which alternative is chosen, what survives, what is refused.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it should be")]

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use specsmith_runtime::codec::Model;
use specsmith_runtime::{Json, Map, Patch};
use specsmith_tests::{
    all_of_merged, presence_additional, presence_inner_views, presence_one_view, presence_two_views,
    shape_endless, shape_recursion, unions_beside, unions_constants, unions_enumerations, unions_fields,
    unions_inheritance, unions_kinds, unions_mapping, unions_names, unions_nested, unions_nulls,
    unions_properties, unions_recursive, unions_titles,
};

use crate::wire::decode;

/// What a model can do.
pub(crate) trait Whole: Model + DeserializeOwned + Serialize + PartialEq + Debug {}

impl<T: Model + DeserializeOwned + Serialize + PartialEq + Debug> Whole for T {}

/// Reads a text in both ways, as a reply and through serde.
pub(crate) async fn read<T: Whole>(text: &str) -> T {
    let value: T = decode(text).await.map_err(|error| format!("{text}: {error}")).unwrap();
    assert_eq!(serde_json::from_str::<T>(text).unwrap(), value, "{text}");
    value
}

/// Reads a text, and looks whether it is written as it was read.
pub(crate) async fn keeps<T: Whole>(text: &str) -> T {
    let value: T = read(text).await;
    let meant: Value = serde_json::from_str(text).unwrap();
    assert_eq!(serde_json::to_value(&value).unwrap(), meant, "{text} is written differently: {value:?}");
    value
}

/// Texts that are kept, each with the alternative that it is.
async fn chooses<T: Whole>(rows: &[(&str, &str)]) {
    for (text, variant) in rows {
        let shown = format!("{:?}", keeps::<T>(text).await);
        assert_eq!(shown.split('(').next(), Some(*variant), "{text} is {shown}");
    }
}

/// A text that is no such value, and what is said of it.
pub(crate) async fn refuses<T: Whole>(text: &str, why: &str) {
    let error = decode::<T>(text).await.expect_err(text).to_string();
    assert!(error.contains(why), "{text}: {error}");
    assert!(serde_json::from_str::<T>(text).is_err(), "{text}");
}

fn written<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap()
}

#[tokio::test]
async fn a_tag_chooses() {
    use unions_mapping::types::{Cat, Pet};
    chooses::<Pet>(&[
        (r#"{"kind":"cat","lives":9}"#, "Cat"),
        (r#"{"lives":9,"more":{"a":[1]},"kind":"kitty"}"#, "Cat"),
        (r#"{"kind":"a \"dog\"","bark":true}"#, "Dog"),
        (r#"{"kind":"\u0046ish","fins":2}"#, "Fish"),
        // What the mapping does not know is kept as it is.
        (r#"{"kind":"gone","x":[1,2,{"y":null}]}"#, "Unknown"),
        (r#"{"kind":"Cat"}"#, "Unknown"),
        (r#"{"kind":7,"lives":9}"#, "Unknown"),
        (r#"{"kind":null}"#, "Unknown"),
        (r#"{"lives":9}"#, "Unknown"),
        ("{}", "Unknown"),
        ("[1]", "Unknown"),
        ("null", "Unknown"),
        (r#""cat""#, "Unknown"),
        ("-1.50", "Unknown"),
    ])
    .await;
    refuses::<Pet>(r#"{"kind":"cat","lives":"nine"}"#, "lives").await;
    assert_eq!(written(&Pet::from(Cat::new("kitty"))), json!({"kind": "kitty"}));

    chooses::<unions_names::types::Pet>(&[
        (r#"{"kind":"Cat","lives":9}"#, "Cat"),
        (r#"{"kind":"other-pet","name":"Rex"}"#, "OtherPet"),
        (r#"{"kind":"OtherPet"}"#, "Unknown"),
    ])
    .await;
}

#[tokio::test]
async fn a_constant_chooses() {
    use unions_constants::types::{Answer, AnswerValueTrue, Event, Shape, ShapeValue3};
    chooses::<Event>(&[
        (r#"{"type":"opened","at":1}"#, "Opened"),
        (r#"{"type":"closed","at":1}"#, "Closed"),
        (r#"{"at":1,"type":"abandoned"}"#, "Closed"),
        (r#"{"type":"reopened","at":1}"#, "Unknown"),
    ])
    .await;
    refuses::<Event>(r#"{"type":"opened"}"#, "`at` is missing").await;
    chooses::<Shape>(&[
        (r#"{"sides":3,"a":1.5}"#, "Value3"),
        (r#"{"sides":4,"b":2.5}"#, "Value4"),
        (r#"{"sides":"4","b":2.5}"#, "Unknown"),
        (r#"{"sides":5,"c":2}"#, "Unknown"),
    ])
    .await;
    chooses::<Answer>(&[
        (r#"{"ok":true,"value":"v"}"#, "ValueTrue"),
        (r#"{"ok":false,"reason":"r"}"#, "ValueFalse"),
        (r#"{"ok":"true","value":"v"}"#, "Unknown"),
    ])
    .await;
    // Nobody has to give what can only be one value.
    assert_eq!(written(&Answer::from(AnswerValueTrue::new("v"))), json!({"ok": true, "value": "v"}));
    assert_eq!(written(&Shape::from(ShapeValue3::new(1.5))), json!({"sides": 3, "a": 1.5}));
}

#[tokio::test]
async fn a_tag_stands_beside_what_does_not_know_it() {
    use unions_beside::types::{Circle, Nothing, Shape, Table};
    chooses::<Shape>(&[
        (r#"{"kind":"round","radius":1.5}"#, "Circle"),
        (r#"{"radius":1.5,"kind":"round","note":"kept"}"#, "Circle"),
        (r#"{"kind":"none"}"#, "Nothing"),
        (r#"{"kind":"Table","a":"b"}"#, "Table"),
        (r#"{"kind":"square","radius":1.5}"#, "Unknown"),
        (r#"{"radius":1.5}"#, "Unknown"),
    ])
    .await;
    let Shape::Circle(circle) = read(r#"{"kind":"round","radius":1.5}"#).await else { panic!("a circle") };
    assert!(circle.additional_properties.is_empty(), "the tag is no property of a circle");
    assert_eq!(written(&Shape::from(Circle::new(2.5))), json!({"kind": "round", "radius": 2.5}));
    assert_eq!(written(&Shape::Nothing(Nothing::new())), json!({"kind": "none"}));
    let table = Table::from([("a".to_owned(), "b".to_owned())]);
    assert_eq!(written(&Shape::from(table)), json!({"kind": "Table", "a": "b"}));
}

#[tokio::test]
async fn heirs_are_told_by_the_tag_of_their_base() {
    use unions_inheritance::types::{Animal, Dog, Home, Plain};
    chooses::<Animal>(&[
        (r#"{"kind":"cat","name":"Tom","lives":9}"#, "Cat"),
        (r#"{"kind":"Dog","bark":true}"#, "Dog"),
        (r#"{"kind":"Puppy","weeks":3,"bark":false}"#, "Puppy"),
        (r#"{"kind":"Animal"}"#, "Unknown"),
    ])
    .await;
    chooses::<Dog>(&[(r#"{"kind":"Dog"}"#, "Dog"), (r#"{"kind":"Puppy"}"#, "Puppy")]).await;
    chooses::<Plain>(&[(r#"{"kind":"Plain"}"#, "Plain"), (r#"{"kind":"Special","more":"x"}"#, "Special")])
        .await;
    keeps::<Home>(r#"{"pet":{"kind":"cat"},"dog":{"kind":"Puppy","weeks":1}}"#).await;
    refuses::<Home>(r#"{"dog":{"kind":"Puppy","weeks":"1"}}"#, "dog.weeks").await;
}

#[tokio::test]
async fn what_is_demanded_chooses() {
    use unions_fields::types::{Either, Source};
    chooses::<Source>(&[
        (r#"{"url":"https://example.org","name":"n"}"#, "ByUrl"),
        (r#"{"id":7}"#, "ById"),
        (r#"{"name":"n"}"#, "Named"),
        (r#"{"colour":"red"}"#, "Named"),
        ("{}", "Named"),
        // Named allows no other key, and the others demand one.
        (r#"{"name":"n","other":1}"#, "Unknown"),
        (r#"{"id":"seven"}"#, "Unknown"),
        // Both are there: the first in the document.
        (r#"{"id":7,"url":"https://example.org"}"#, "ByUrl"),
        (r#"{"id":7,"url":5}"#, "ById"),
        (r#"{"id":7,"name":"n","url":null}"#, "ById"),
    ])
    .await;
    chooses::<Either>(&[
        (r#"{"a":"x","b":"y"}"#, "Large"),
        (r#"{"a":"x"}"#, "Large"),
        (r#"{"b":7,"a":"x"}"#, "Small"),
        (r#"{"a":7}"#, "Unknown"),
    ])
    .await;
    chooses::<unions_titles::types::Unnamed>(&[
        (r#"{"a":"x"}"#, "Object"),
        (r#"{"b":"x"}"#, "ObjectWithB"),
        (r#"{"c":"x"}"#, "ObjectWithC"),
        (r#""text""#, "QuoteStar"),
        ("7", "UnknownValue"),
        ("7.5", "Unknown"),
    ])
    .await;
}

#[tokio::test]
async fn the_kind_of_a_value_chooses() {
    use unions_kinds::types::{Amount, Date, Flag, Grades, Input, Level, Mode, TypesId, TypesMore};
    chooses::<Input>(&[
        (r#""a""#, "Text"),
        (r#"["a","b"]"#, "TextList"),
        ("[1,2]", "IntegerList"),
        ("[]", "TextList"),
        (r#"[1,"a"]"#, "Unknown"),
        (r#"{"a":1}"#, "Unknown"),
        ("true", "Unknown"),
    ])
    .await;
    chooses::<Amount>(&[
        ("1.5", "Number"),
        (r#""1.50""#, "Text"),
        (r#"{"value":1}"#, "Money"),
        (r#"{"currency":"EUR"}"#, "Unknown"),
        ("null", "Unknown"),
    ])
    .await;
    chooses::<Flag>(&[("true", "Bool"), (r#""auto""#, "Choice"), (r#""later""#, "Choice"), ("1", "Unknown")])
        .await;
    chooses::<Mode>(&[(r#""fast""#, "Choice"), ("2", "IntegerChoice"), ("1.5", "Unknown")]).await;
    chooses::<Level>(&[("2", "Integer"), ("2.5", "Number"), ("1e300", "Number")]).await;
    chooses::<Grades>(&[
        ("9007199254740993", "Integer"),
        ("2.5", "Grade"),
        ("[9007199254740993]", "IntegerList"),
        ("[1.5,2.5]", "NumberList"),
    ])
    .await;
    chooses::<Date>(&[
        (r#""2024-02-29""#, "Date"),
        (r#""2024-02-29T12:00:00Z""#, "DateTime"),
        (r#""tomorrow""#, "Text"),
    ])
    .await;
    chooses::<TypesId>(&[(r#""7""#, "Text"), ("7", "Integer")]).await;
    chooses::<TypesMore>(&[("true", "Bool"), ("[7]", "IntegerList"), (r#"{"a":{"b":[]}}"#, "AnyMap")]).await;
}

#[tokio::test]
async fn null_and_absent_are_two_things() {
    use unions_nulls::types::{Holder, HolderMust, MaybeEither};
    for text in [
        r#"{"must":"a"}"#,
        r#"{"must":null}"#,
        r#"{"must":7,"may":null,"only":null,"named":null,"list":[],"three":null}"#,
        r#"{"must":7,"may":"x","only":{"n":1},"named":true,"list":[null,{"n":2},false,"odd"],"three":""}"#,
    ] {
        keeps::<Holder>(text).await;
    }
    let holder: Holder = read(r#"{"must":null,"may":null,"named":{"n":1}}"#).await;
    assert_eq!((holder.must, holder.may, holder.only), (None, Patch::Clear, Patch::Keep));
    assert!(matches!(holder.named, Patch::Set(MaybeEither::Thing(_))));
    // Absent, it is what it would be with null.
    let absent: Holder = read("{}").await;
    assert_eq!(absent, Holder::new(None));
    assert_eq!(written(&absent.may(Patch::Clear)), json!({"must": null, "may": null}));
    assert_eq!(written(&Holder::new(Some(HolderMust::from(7)))), json!({"must": 7}));
}

#[tokio::test]
async fn enumerations_among_alternatives_are_open() {
    use unions_enumerations::types::{Holder, HolderColour, Level, Model, RoleEnumOrBlank, Voice};
    for text in ["owner", "viewer", "", "auditor"] {
        let holder: Holder = keeps(&json!({"role": text, "again": text}).to_string()).await;
        assert_eq!(holder.role, Some(RoleEnumOrBlank::from(text)));
    }
    keeps::<Holder>(r#"{"role":null,"model":"large","colour":"blue"}"#).await;
    assert_eq!(keeps::<Model>(r#""medium""#).await, Model::Unknown("medium".into()));
    assert_eq!(keeps::<Voice>(r#""bass""#).await, Voice::Bass);
    assert_eq!(keeps::<HolderColour>(r#""red""#).await, HolderColour::Red);
    assert_eq!(keeps::<Level>("2").await, Level::High);
    assert_eq!(keeps::<Level>("-7").await, Level::Unknown(-7));
    refuses::<Level>("2.5", "whole number").await;
}

#[tokio::test]
async fn alternatives_beside_properties_have_them() {
    use unions_properties::types::{Payment, PaymentCash};
    chooses::<Payment>(&[
        (r#"{"id":"1","number":"4111","note":"n"}"#, "Card"),
        (r#"{"id":"1","coins":3}"#, "Cash"),
        (r#"{"id":"1"}"#, "Unknown"),
        (r#"{"coins":3}"#, "Unknown"),
    ])
    .await;
    assert_eq!(written(&Payment::from(PaymentCash::new("1", 3))), json!({"id": "1", "coins": 3}));
}

#[tokio::test]
async fn unions_may_contain_themselves() {
    use unions_recursive::types::{Filter, Json as Any};
    chooses::<Any>(&[
        (r#"[1.5,"a",[true,{"x":[{}]}]]"#, "JsonList"),
        (r#"{"a":{"b":{"c":[1.5]}}}"#, "JsonMap"),
        ("null", "Unknown"),
        ("[null]", "JsonList"),
    ])
    .await;
    chooses::<Filter>(&[
        (r#"{"not":{"and":[{"field":"a"},{"not":{"field":"b"}},7]}}"#, "Not"),
        (r#"{"and":[]}"#, "And"),
        (r#"{"or":[]}"#, "Unknown"),
    ])
    .await;
    let deep = r#"{"not":"#.repeat(100) + r#"{"field":"a"}"# + &"}".repeat(100);
    keeps::<Filter>(&deep).await;
    let deeper = "[".repeat(100_000) + &"]".repeat(100_000);
    assert!(decode::<Any>(&deeper).await.is_err());
}

#[tokio::test]
async fn alternatives_of_alternatives_are_found() {
    use unions_nested::types::{Change, Event, Value as Nested};
    chooses::<Nested>(&[
        ("7", "Integer"),
        (r#"{"x":1.5}"#, "Point"),
        ("true", "Other"),
        (r#""2024-02-29""#, "Other"),
        ("[1,2]", "IntegerList"),
        (r#"{"a":{"x":1.0},"b":{"x":2.5}}"#, "PointMap"),
        ("{}", "PointMap"),
        (r#"{"x":{"x":1.5}}"#, "PointMap"),
    ])
    .await;
    chooses::<Event>(&[
        (r#"{"op":"add","n":1}"#, "Change"),
        (r#"{"op":"drop"}"#, "Change"),
        (r#"{"op":"end"}"#, "End"),
        (r#"{"op":"wait"}"#, "Unknown"),
    ])
    .await;
    assert!(matches!(read(r#"{"op":"drop"}"#).await, Event::Change(it) if matches!(*it, Change::Drop(_))));
}

#[tokio::test]
async fn merged_objects_hold_all_parts() {
    use all_of_merged::types::{Choice, Closed, Counted, Employee};
    keeps::<Employee>(r#"{"id":1,"name":"n","born":"2000-01-31","own":true,"boss":{"id":2,"name":"b"}}"#)
        .await;
    refuses::<Employee>(r#"{"id":1,"name":"n"}"#, "`own` is missing").await;
    assert_eq!(
        written(&read::<Closed>(r#"{"id":1,"more":"m","odd":[1]}"#).await),
        json!({"id": 1, "more": "m"})
    );
    keeps::<Counted>(r#"{"id":1,"a":2,"b":3}"#).await;
    refuses::<Counted>(r#"{"id":1,"a":"2"}"#, "at `a`").await;
    chooses::<Choice>(&[(r#"{"id":1,"name":"n"}"#, "Named"), (r#"{"id":1,"lax":true}"#, "Lax")]).await;
}

#[tokio::test]
async fn further_keys_are_kept_as_the_document_says() {
    use presence_additional::types::{Clash, Closed, Free, Maps, Nullable, Objects, Open, Typed, Unsaid};
    keeps::<Unsaid>(r#"{"a":"x","b":{"c":[1,null]},"":false}"#).await;
    keeps::<Open>(r#"{"b":null,"additional_properties":{}}"#).await;
    assert_eq!(written(&read::<Closed>(r#"{"a":"x","b":1}"#).await), json!({"a": "x"}));
    keeps::<Typed>(r#"{"b":9007199254740993,"a":"x"}"#).await;
    refuses::<Typed>(r#"{"b":"1"}"#, "at `b`").await;
    keeps::<Nullable>(r#"{"b":null,"c":1}"#).await;
    keeps::<Objects>(r#"{"b":{"n":1,"more":true}}"#).await;
    keeps::<Maps>(r#"{"a":{"b":null,"c":1},"d":{}}"#).await;
    keeps::<Free>(r#"{"a":[{"b":18446744073709551615}]}"#).await;
    keeps::<Clash>(r#"{"additional_properties":"a","rest":"b","c":"d"}"#).await;
    let mut map = Map::<Json>::new();
    map.insert("k".into(), json!(1));
    assert_eq!(written(&map), json!({"k": 1}));
}

#[tokio::test]
async fn requests_and_answers_differ_where_the_document_says() {
    use presence_inner_views::types::{DogRequest, HomeRequest, PetRequest, UserRequest};
    use presence_two_views::types::{Team, User, UserRequest as NewUser};
    let sent = NewUser::new("ada", "secret", Team::new(1));
    assert_eq!(written(&sent), json!({"name": "ada", "password": "secret", "team": {"id": 1}}));
    keeps::<User>(r#"{"id":1,"name":"ada","team":{"id":1},"made":"2024-02-29T12:00:00Z"}"#).await;
    refuses::<User>(r#"{"name":"ada","team":{"id":1}}"#, "`id` is missing").await;
    let home = HomeRequest::new(UserRequest::default()).pet(PetRequest::from(DogRequest::default()));
    assert_eq!(written(&home), json!({"owner": {}, "pet": {"kind": "Dog"}}));
    let user = presence_one_view::types::User::new("ada").note(Patch::Clear);
    assert_eq!(written(&user), json!({"name": "ada", "note": null}));
}

#[tokio::test]
async fn what_contains_itself_is_read_to_its_end() {
    use shape_recursion::types::{ByExtra, ByUnion, Direct, Five, Left, Nullable};
    keeps::<Direct>(r#"{"next":{"next":{"next":{}}}}"#).await;
    keeps::<Left>(r#"{"right":{"left":{"right":{}}}}"#).await;
    keeps::<ByUnion>(r#"{"either":["a",{"either":"b"},[[]]]}"#).await;
    keeps::<ByExtra>(r#"{"a":"x","b":{"c":{"a":"y"}}}"#).await;
    keeps::<Nullable>(r#"{"next":{"next":null}}"#).await;
    keeps::<Five>(r#"{"c":{"a":{}},"d":{"b":{"c":{}}}}"#).await;
    keeps::<shape_endless::types::Egg>(r#"{"size":1,"chicken":{"egg":{"size":2}}}"#).await;
    keeps::<shape_endless::types::Ends>(r#"{"next":{"next":"end"}}"#).await;
    keeps::<shape_endless::types::Map>(r#"{"a":{"b":{}},"c":{}}"#).await;
    chooses::<shape_endless::types::List>(&[("[[],[[]]]", "List"), (r#""no list""#, "Unknown")]).await;
    refuses::<shape_endless::types::Map>(r#"{"a":{"b":1}}"#, "a.b").await;
}
