//! What the test of a generated crate does with its data: it reads each value as its type, and looks whether it is written
//! as it was.
//!
//! `specsmith generate --tests` writes the data, and a table of the types. A value is of the document, or was made of a
//! schema; that it is one of the schema was said by another program. It must come back the same: each key and each item,
//! numbers by their value to the last digit, strings byte for byte, dates at the same moment with the same offset. The
//! data names the places at which a type may leave something out or fill it in.

mod compare;

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Value as Json, json};

use crate::codec::{self, Model};
use compare::{Allowed, differences};

/// Reads JSON as a type, and writes it again.
pub type RoundTrip = fn(&[u8]) -> Result<Vec<u8>, String>;

/// The [`RoundTrip`] of a type.
///
/// # Errors
///
/// Where the JSON is another type's.
pub fn round_trip<T: Model>(json: &[u8]) -> Result<Vec<u8>, String> {
    let value: T = codec::decode(json).map_err(|fault| fault.to_string())?;
    codec::encode(&value).map_err(str::to_owned)
}

/// The values that did not come back as they were.
pub struct Failures(Vec<Failure>);

struct Failure {
    at: String,
    of: String,
    why: Vec<String>,
    value: String,
}

/// One paragraph for each.
impl fmt::Debug for Failures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} values did not come back as they were", self.0.len())?;
        for Failure { at, of, why, value } in &self.0 {
            writeln!(f, "\n{at} ({of})")?;
            for why in why {
                writeln!(f, "  {why}")?;
            }
            writeln!(f, "  of {}", shortened(value))?;
        }
        Ok(())
    }
}

/// Holds every value of the data against its type, and prints how many there were: as one line of JSON behind
/// `specsmith: `.
///
/// # Errors
///
/// Where one did not come back as it was, or the data is not what the generator writes.
pub fn check(data: &str, types: &[RoundTrip]) -> Result<(), Failures> {
    let data: Json = serde_json::from_str(data).map_err(|error| broken_data(&error.to_string()))?;
    let trials = data["trials"].as_array().ok_or_else(|| broken_data("it has no trials"))?;
    let (mut counts, mut failures) = (BTreeMap::<&str, [usize; 3]>::new(), Vec::new());
    for trial in trials {
        let text = |key: &str| trial[key].as_str().unwrap_or_default();
        let (at, of, value) = (text("at"), text("of"), text("value"));
        let row = trial["type"].as_u64().and_then(|it| types.get(usize::try_from(it).ok()?));
        let round_trip = row.ok_or_else(|| broken_data("a value has no type"))?;
        let [tried, read, kept] = counts.entry(of).or_default();
        *tried += 1;
        let why = match round_trip(value.as_bytes()) {
            Err(_) if of == "broken" => {
                *kept += 1;
                continue;
            }
            Err(fault) => vec![format!("it is refused: {fault}")],
            Ok(written) => {
                *read += 1;
                differences(value, &String::from_utf8_lossy(&written), &Allowed::of(trial))
            }
        };
        if why.is_empty() {
            *kept += 1;
            continue;
        }
        failures.push(Failure { at: at.to_owned(), of: of.to_owned(), why, value: value.to_owned() });
    }
    let missed: Vec<Json> = failures
        .iter()
        .map(|it| json!({ "at": it.at, "of": it.of, "why": it.why, "value": shortened(&it.value) }))
        .collect();
    println!("specsmith: {}", json!({ "counts": counts, "missed": missed }));
    if failures.is_empty() { Ok(()) } else { Err(Failures(failures)) }
}

fn broken_data(why: &str) -> Failures {
    let why = vec![why.to_owned()];
    Failures(vec![Failure {
        at: "the data".to_owned(),
        of: "generator".to_owned(),
        why,
        value: String::new(),
    }])
}

/// What people look at.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 400;
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}...", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
