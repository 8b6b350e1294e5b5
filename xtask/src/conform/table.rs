//! The table, one line for each document, and behind it each miss.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value as Json;

use super::run::Tried;

/// So many misses of a document are listed one by one.
const MOST: usize = 40;

/// The figures of a document, or of all.
#[derive(Default, Clone, Copy)]
struct Figures {
    found: u64,
    valid: u64,
    decoded: u64,
    lossless: u64,
    made: u64,
    made_lossless: u64,
    broken: u64,
    broken_fine: u64,
}

impl Figures {
    fn of(it: &Tried) -> Self {
        let report = |key: &str| it.report[key].as_u64().unwrap_or_default();
        let said = |of: &str, at: usize| it.said["counts"][of][at].as_u64().unwrap_or_default();
        Self {
            found: report("examples"),
            valid: report("valid"),
            decoded: said("example", 1),
            lossless: said("example", 2),
            made: report("made"),
            made_lossless: said("made", 2),
            broken: report("broken"),
            broken_fine: said("broken", 2),
        }
    }

    fn cells(self) -> String {
        let Self { found, valid, decoded, lossless, made, made_lossless, broken, broken_fine } = self;
        [found, valid, decoded, lossless, made, made_lossless, broken, broken_fine]
            .map(|it| format!(" {it} |"))
            .concat()
    }
}

impl std::ops::Add for Figures {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            found: self.found + other.found,
            valid: self.valid + other.valid,
            decoded: self.decoded + other.decoded,
            lossless: self.lossless + other.lossless,
            made: self.made + other.made,
            made_lossless: self.made_lossless + other.made_lossless,
            broken: self.broken + other.broken,
            broken_fine: self.broken_fine + other.broken_fine,
        }
    }
}

/// Draws the section of the page.
pub(crate) fn draw(all: &[Tried], values: u64) -> String {
    let mut page = String::new();
    let sum = all.iter().map(Figures::of).fold(Figures::default(), |one, other| one + other);
    let tried = sum.valid + sum.made + sum.broken;
    // Writing to a string cannot fail.
    let _ = writeln!(
        page,
        "{tried} values tried, {values} at random for each type. `valid` and `made` are those that `jsonschema` finds \
         to be of their schema, `refused` those that it refuses; these may be refused, or come back as they were.\n"
    );
    page.push_str(
        "| Document | Examples | valid | decoded | lossless | made | lossless | refused | unaltered |\n",
    );
    page.push_str("|---|---|---|---|---|---|---|---|---|\n");
    for it in all {
        let _ = writeln!(page, "| {} |{}", it.name, Figures::of(it).cells());
    }
    let _ = writeln!(page, "| **all** |{}", sum.cells());
    for it in all {
        misses(it, &mut page);
    }
    page.push_str("\nExamples that were not tried, by the reason:\n\n");
    reasons(all, &mut page);
    page
}

fn misses(it: &Tried, page: &mut String) {
    if let Some(fault) = &it.fault {
        let _ = writeln!(page, "\n{}: {fault}", it.name);
    }
    let missed = it.said["missed"].as_array().into_iter().flatten();
    let missed: Vec<&Json> = missed.collect();
    if missed.is_empty() {
        return;
    }
    let _ = writeln!(page, "\nMissed in {}, {} in all:\n", it.name, missed.len());
    for miss in missed.iter().take(MOST) {
        let why: Vec<&str> =
            miss["why"].as_array().into_iter().flatten().filter_map(Json::as_str).take(3).collect();
        let _ = writeln!(
            page,
            "- `{}` ({}): {}",
            miss["at"].as_str().unwrap_or_default(),
            miss["of"].as_str().unwrap_or_default(),
            why.join("; ")
        );
    }
}

/// How often each reason was given; what it says of one value alone is left out.
fn reasons(all: &[Tried], page: &mut String) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (key, words) in [("refused", "the schema refuses it"), ("untried", "")] {
        for it in all.iter().flat_map(|it| it.report[key].as_array()).flatten() {
            let reason = if words.is_empty() { it["reason"].as_str().unwrap_or_default() } else { words };
            *counts.entry(reason.to_owned()).or_default() += 1;
        }
    }
    for (reason, count) in counts {
        let _ = writeln!(page, "- {count}: {reason}");
    }
}
