//! Whether two texts are the same JSON: by value, to the last digit.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::codec::{Fault, Kind, Reader};
use crate::time::DateTime;

/// Where what was written may differ from what was read.
#[derive(Default)]
pub(super) struct Allowed {
    /// What stands there may be gone.
    pub(super) may_go: BTreeSet<String>,
    /// One of these may stand there: which one, only the alternative says that was taken.
    pub(super) may_come: BTreeMap<String, Vec<String>>,
}

impl Allowed {
    /// What the data says of a value.
    pub(super) fn of(trial: &Json) -> Self {
        let items = |key: &str| trial[key].as_array().into_iter().flatten();
        let pair = |it: &Json| Some((it[0].as_str()?.to_owned(), it[1].as_str()?.to_owned()));
        let mut may_come = BTreeMap::<String, Vec<String>>::new();
        for (at, value) in items("may_come").filter_map(pair) {
            may_come.entry(at).or_default().push(value);
        }
        Self { may_go: items("may_go").filter_map(Json::as_str).map(str::to_owned).collect(), may_come }
    }
}

/// JSON in which numbers are as they were spelled.
#[derive(Debug, PartialEq)]
enum Tree {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Tree>),
    Object(BTreeMap<String, Tree>),
}

/// What differs, a sentence each; nothing where all came back.
pub(super) fn differences(read: &str, written: &str, allowed: &Allowed) -> Vec<String> {
    let mut all = Vec::new();
    match (parse(read), parse(written)) {
        (Ok(read), Ok(written)) => differ("", &read, &written, allowed, &mut all),
        (Err(_), _) => all.push("the value is no JSON".to_owned()),
        (_, Err(fault)) => all.push(format!("what was written is no JSON: {fault}")),
    }
    all
}

fn differ(at: &str, read: &Tree, written: &Tree, allowed: &Allowed, all: &mut Vec<String>) {
    match (read, written) {
        (Tree::Number(one), Tree::Number(other)) if same_number(one, other) => {}
        (Tree::Text(one), Tree::Text(other)) if one == other || same_moment(one, other) => {}
        (Tree::List(one), Tree::List(other)) if one.len() == other.len() => {
            for (index, (one, other)) in one.iter().zip(other).enumerate() {
                differ(&format!("{at}/{index}"), one, other, allowed, all);
            }
        }
        (Tree::Object(one), Tree::Object(other)) => {
            let place = |key: &str| format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
            for (key, value) in one {
                let at = place(key);
                match other.get(key) {
                    Some(other) => differ(&at, value, other, allowed, all),
                    None if allowed.may_go.contains(&at) => {}
                    None => all.push(format!("{at} is lost")),
                }
            }
            for (key, value) in other.iter().filter(|(key, _)| !one.contains_key(*key)) {
                let at = place(key);
                let known = allowed.may_come.get(&at).into_iter().flatten();
                if !known.filter_map(|it| parse(it).ok()).any(|it| it == *value) {
                    all.push(format!("{at} is new"));
                }
            }
        }
        (one, other) if one == other => {}
        (one, other) => {
            let place = if at.is_empty() { "all of it" } else { at };
            all.push(format!("{place} was {}, and is {}", shown(one), shown(other)));
        }
    }
}

fn shown(tree: &Tree) -> String {
    match tree {
        Tree::Null => "null".to_owned(),
        Tree::Bool(it) => it.to_string(),
        Tree::Number(it) => it.clone(),
        Tree::Text(it) => format!("{it:?}"),
        Tree::List(it) => format!("a list of {}", it.len()),
        Tree::Object(it) => format!("an object of {}", it.len()),
    }
}

/// A date and time may be spelled in several ways; that it is one at all follows from its type having read it.
fn same_moment(one: &str, other: &str) -> bool {
    let read = |text: &str| text.parse::<DateTime>().ok();
    // No fraction finer than that type has is forgotten.
    let fine = |text: &str| {
        let digits = text.split_once('.').map_or("", |(_, rest)| rest);
        let digits: String = digits.chars().take_while(char::is_ascii_digit).collect();
        digits.get(9..).is_some_and(|it| it.bytes().any(|it| it != b'0'))
    };
    !fine(one) && read(one).is_some_and(|it| read(other) == Some(it))
}

/// By the digits that count, and where the point stands among them.
fn same_number(one: &str, other: &str) -> bool {
    one == other || normal(one).is_some_and(|it| normal(other) == Some(it))
}

/// The sign, the digits without zeros around them, and the power of ten of the last.
fn normal(text: &str) -> Option<(bool, String, i64)> {
    let (mantissa, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (negative, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let ending = digits.trim_end_matches('0');
    let zeros = i64::try_from(digits.len() - ending.len()).ok()?;
    let power = power.parse::<i64>().ok()?;
    let last = power.checked_sub(i64::try_from(fraction.len()).ok()?)?.checked_add(zeros)?;
    match ending.trim_start_matches('0') {
        "" => Some((false, String::new(), 0)),
        counting => Some((negative, counting.to_owned(), last)),
    }
}

fn parse(text: &str) -> Result<Tree, Fault> {
    let mut reader = Reader::of(text);
    let tree = value(&mut reader)?;
    reader.end()?;
    Ok(tree)
}

fn value(reader: &mut Reader<'_>) -> Result<Tree, Fault> {
    Ok(match reader.peek()? {
        Kind::Null => reader.null().map(|_| Tree::Null)?,
        Kind::Bool => Tree::Bool(reader.bool()?),
        Kind::Number => Tree::Number(reader.number("a number")?.to_owned()),
        Kind::Text => Tree::Text(reader.text()?.into_owned()),
        Kind::List => {
            let (mut items, mut list) = (Vec::new(), reader.list()?);
            while reader.item(&mut list)? {
                items.push(value(reader)?);
            }
            Tree::List(items)
        }
        Kind::Object => {
            let (mut entries, mut object) = (BTreeMap::new(), reader.object()?);
            while let Some(key) = reader.key(&mut object)? {
                entries.insert(key.into_owned(), value(reader)?);
            }
            Tree::Object(entries)
        }
    })
}
