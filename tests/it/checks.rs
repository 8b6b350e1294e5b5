//! Limits of a document, held by whoever asks for it; and defaults of what must be there.

use specsmith_runtime::{Limit, Map};
use specsmith_tests::types_limits::types::{Order, OrderState};

fn order() -> Order {
    Order::new("AB", 1)
}

#[test]
fn what_meets_every_limit_passes() {
    let lines = ["a", "b", "c"].map(str::to_owned).to_vec();
    let labels = Map::from([("a".to_owned(), "b".to_owned())]);
    let full = order().price(0.29).lines(lines).labels(labels).discount(99).odd("b");
    assert_eq!(full.clone().checked(), Ok(full));
}

#[test]
fn the_first_limit_that_is_not_met_is_named() {
    let list = |items: &[&str]| items.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let two = Map::from([("a", "b"), ("c", "d")].map(|(key, value)| (key.to_owned(), value.to_owned())));
    for (order, field, words) in [
        (Order::new("A", 1), "code", "have 2 characters or more"),
        (Order::new("ABCDE", 1), "code", "have 4 characters or fewer"),
        (Order::new("äb", 1), "code", "match `^[A-Z]+$`"),
        (Order::new("AB", 0), "amount", "be at least 1"),
        (Order::new("AB", 9_007_199_254_740_994), "amount", "be at most 9007199254740993"),
        (order().price(0.0), "price", "be more than 0"),
        (order().price(0.295), "price", "be a multiple of 0.01"),
        (order().lines(Vec::new()), "lines", "have 1 items or more"),
        (order().lines(list(&["a", "b", "c", "d"])), "lines", "have 3 items or fewer"),
        (order().lines(list(&["a", "a"])), "lines", "have each item once"),
        (order().labels(two), "labels", "have 1 properties or fewer"),
        (order().discount(100), "discount", "be less than 100"),
    ] {
        let unfit = order.checked().expect_err(words);
        assert_eq!((unfit.field(), unfit.to_string()), (field, format!("`{field}` must {words}")));
    }
    let unfit = Order::new("A", 1).checked().expect_err("it is too short");
    assert_eq!(unfit.limit(), Limit::MinLength(2));
}

#[test]
fn what_must_be_there_and_is_not_has_its_default() {
    let read: Order = serde_json::from_str(r#"{"code":"AB","amount":1}"#).expect("the others have defaults");
    assert_eq!((read.currency.as_str(), &read.state), ("EUR", &OrderState::Open));
    assert_eq!(read, order());
    let sent = serde_json::to_value(order()).expect("it is JSON");
    assert_eq!(sent, serde_json::json!({"code": "AB", "amount": 1, "currency": "EUR", "state": "open"}));
    assert!(serde_json::from_str::<Order>(r#"{"code":"AB"}"#).is_err(), "an amount has no default");
}
