//! What came of the runs: printed, kept beside the crates, and drawn as a page of the documentation.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;
use std::path::Path;

use serde_json::{Value as Json, json};

use super::Judge;
use super::client::Called;
use super::known::{Fault, Known};

/// What came of one document.
pub(super) struct Row {
    pub(super) document: String,
    /// Why the judge did not take the document.
    pub(super) refused: Option<String>,
    /// Why its calls were not made.
    broken: Option<String>,
    pub(super) calls: Vec<Judged>,
}

/// One call.
pub(super) struct Judged {
    pub(super) called: Called,
    /// The entry that explains why it was not accepted.
    pub(super) explained: Option<(String, Fault)>,
}

impl Judged {
    pub(super) fn is_accepted(&self) -> bool {
        self.called.outcome == "accepted"
    }
}

/// How the operations of a document fared.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Sum {
    operations: usize,
    calls: usize,
    accepted: usize,
    by_judge: usize,
    by_document: usize,
    left: usize,
}

impl Row {
    pub(super) fn new(document: &str, calls: Vec<Called>) -> Self {
        let calls = calls.into_iter().map(|called| Judged { called, explained: None }).collect();
        Self { document: document.to_owned(), refused: None, broken: None, calls }
    }

    pub(super) fn refused(document: &str, reason: String) -> Self {
        Self { refused: Some(reason), ..Self::new(document, Vec::new()) }
    }

    pub(super) fn failed(document: &str, reason: String) -> Self {
        Self { broken: Some(reason), ..Self::new(document, Vec::new()) }
    }

    /// Whether every call was accepted or is explained. A document that the judge does not take tells nothing.
    pub(super) fn is_fine(&self) -> bool {
        self.broken.is_none() && self.calls.iter().all(|it| it.is_accepted() || it.explained.is_some())
    }

    pub(super) fn explained_by(&self, key: &str) -> bool {
        self.calls.iter().any(|it| it.explained.as_ref().is_some_and(|(by, _)| by == key))
    }

    /// An operation is as its worst call.
    fn sum(&self) -> Sum {
        let mut worst: BTreeMap<&str, usize> = BTreeMap::new();
        for it in &self.calls {
            let rank = match &it.explained {
                _ if it.is_accepted() => 0,
                Some((_, Fault::Judge)) => 1,
                Some((_, Fault::Document)) => 2,
                None => 3,
            };
            let of = worst.entry(&it.called.operation).or_default();
            *of = rank.max(*of);
        }
        let count = |rank: usize| worst.values().filter(|it| **it == rank).count();
        Sum {
            operations: worst.len(),
            calls: self.calls.len(),
            accepted: count(0),
            by_judge: count(1),
            by_document: count(2),
            left: count(3),
        }
    }
}

/// What was not accepted, call by call: what nobody has explained, or everything.
pub(super) fn failures(row: &Row, all: bool) -> String {
    let mut text = String::new();
    for it in row.calls.iter().filter(|it| !it.is_accepted() && (all || it.explained.is_none())) {
        let Called { operation, media_type, amount, outcome, detail } = &it.called;
        let known = it.explained.as_ref().map(|(key, _)| format!(" ({key})")).unwrap_or_default();
        // Writing to a string cannot fail.
        let _ =
            writeln!(text, "{}: {operation} {media_type} {amount}: {outcome}{known}: {detail}", row.document);
    }
    text
}

/// The table of one run, for a terminal.
pub(super) fn draw(rows: &[Row]) -> String {
    let mut text = format!(
        "{:<36} {:>10} {:>6} {:>8} {:>7} {:>10} {:>4}\n",
        "document", "operations", "calls", "accepted", "judge's", "document's", "left"
    );
    for row in rows {
        let _ = match (&row.refused, &row.broken) {
            (Some(reason), _) => writeln!(text, "{:<36} the judge does not take it: {reason}", row.document),
            (_, Some(reason)) => writeln!(text, "{:<36} {reason}", row.document),
            (None, None) => {
                let Sum { operations, calls, accepted, by_judge, by_document, left } = row.sum();
                let name = &row.document;
                writeln!(
                    text,
                    "{name:<36} {operations:>10} {calls:>6} {accepted:>8} {by_judge:>7} {by_document:>10} {left:>4}"
                )
            }
        };
    }
    text
}

/// Keeps the sums, so that a page can be drawn of several runs.
pub(super) fn keep(rows: &[Row], judge: Judge, scratch: &Path) -> io::Result<()> {
    let folder = scratch.join("results").join(word(judge));
    std::fs::create_dir_all(&folder)?;
    for row in rows {
        let Sum { operations, calls, accepted, by_judge, by_document, left } = row.sum();
        let mut keys: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for it in &row.calls {
            if let Some((key, _)) = &it.explained {
                keys.entry(key).or_default().insert(&it.called.operation);
            }
        }
        let keys: BTreeMap<&str, usize> = keys.into_iter().map(|(key, of)| (key, of.len())).collect();
        let kept = json!({
            "refused": row.refused.clone().or(row.broken.clone()),
            "operations": operations, "calls": calls, "accepted": accepted,
            "judge": by_judge, "document": by_document, "left": left, "keys": keys,
        });
        std::fs::write(folder.join(format!("{}.json", row.document)), kept.to_string())?;
    }
    Ok(())
}

fn word(judge: Judge) -> &'static str {
    match judge {
        Judge::Prism => "prism",
        Judge::OpenapiCore => "openapi-core",
    }
}

fn kept(scratch: &Path, judge: Judge) -> io::Result<BTreeMap<String, Json>> {
    let mut all = BTreeMap::new();
    let folder = scratch.join("results").join(word(judge));
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        all.insert(name, serde_json::from_str(&std::fs::read_to_string(&path)?).map_err(io::Error::other)?);
    }
    Ok(all)
}

/// The part of the page that is this command's.
pub(super) fn page(scratch: &Path, known: &[Known]) -> io::Result<String> {
    let mut text = String::new();
    for judge in [Judge::Prism, Judge::OpenapiCore] {
        let all = kept(scratch, judge)?;
        if !all.is_empty() {
            table(judge, &all, known, &mut text);
        }
    }
    Ok(text)
}

fn table(judge: Judge, all: &BTreeMap<String, Json>, known: &[Known], text: &mut String) {
    const COLUMNS: [&str; 6] = ["operations", "calls", "accepted", "judge", "document", "left"];
    let of = |it: &Json, key: &str| it[key].as_u64().unwrap_or_default();
    let name = match judge {
        Judge::Prism => "Prism",
        Judge::OpenapiCore => "openapi-core",
    };
    let _ = writeln!(text, "### Judged by {name}\n");
    let _ = writeln!(
        text,
        "| Document | Operations | Calls | Accepted | {name}'s fault | The document's | Left |"
    );
    let _ = writeln!(text, "|---|---:|---:|---:|---:|---:|---:|");
    let mut sums = [0; COLUMNS.len()];
    for (document, it) in all.iter().filter(|(_, it)| it["refused"].is_null()) {
        let values = COLUMNS.map(|key| of(it, key));
        let cells: Vec<String> = values.iter().map(u64::to_string).collect();
        let _ = writeln!(text, "| {document} | {} |", cells.join(" | "));
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum += value;
        }
    }
    let cells: Vec<String> = sums.iter().map(|it| format!("**{it}**")).collect();
    let _ = writeln!(text, "| **together** | {} |\n", cells.join(" | "));
    let refused = all.iter().filter_map(|(document, it)| Some((document, it["refused"].as_str()?)));
    let refused: Vec<String> =
        refused.map(|(document, why)| format!("- {document}: {}", why.replace('|', "\\|"))).collect();
    if !refused.is_empty() {
        let _ = writeln!(text, "Documents that {name} does not take:\n\n{}\n", refused.join("\n"));
    }
    let mut lines = Vec::new();
    for entry in known.iter().filter(|it| it.judge == judge) {
        let counts = entry.documents.iter().filter_map(|document| {
            let count = all.get(document)?["keys"][&entry.key].as_u64()?;
            Some(format!("{document} {count}"))
        });
        let counts: Vec<String> = counts.collect();
        if !counts.is_empty() {
            let whose = match entry.fault {
                Fault::Judge => format!("{name}'s fault"),
                Fault::Document => "the document's fault".to_owned(),
            };
            lines.push(format!("- `{}` ({whose}; {}): {}", entry.key, counts.join(", "), entry.why));
        }
    }
    if !lines.is_empty() {
        let _ = writeln!(
            text,
            "Why what was not accepted was not, with the number of operations:\n\n{}\n",
            lines.join("\n")
        );
    }
}
