//! What came of the runs: printed, kept beside the crates, and drawn as a page of the documentation.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use serde_json::{Value as Json, json};

use super::Judge;
use super::client::{Called, called};
use super::known::Fault;

/// What came of one document.
pub(super) struct Row {
    pub(super) document: String,
    /// Why the judge did not take the document.
    pub(super) refused: Option<String>,
    /// Why its calls were not made.
    pub(super) broken: Option<String>,
    pub(super) calls: Vec<Judged>,
}

/// One call.
pub(super) struct Judged {
    pub(super) called: Called,
    /// What explains why it was not accepted.
    pub(super) explained: Option<Explained>,
}

/// The entries that explain all that was said of a call.
pub(super) struct Explained {
    pub(super) keys: Vec<String>,
    /// Of the worst of them.
    pub(super) fault: Fault,
}

impl Judged {
    pub(super) fn is_accepted(&self) -> bool {
        // To some the judge has no answer of its own that the document would allow.
        matches!(self.called.outcome.as_str(), "accepted" | "unanswered")
    }

    pub(super) fn is_explained_by(&self, key: &str) -> bool {
        self.explained.as_ref().is_some_and(|it| it.keys.iter().any(|it| it == key))
    }

    /// Whether an answer was read.
    fn is_answered(&self) -> bool {
        self.called.outcome == "accepted"
    }
}

/// How the operations of a document fared.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) operations: usize,
    pub(super) calls: usize,
    /// Of the calls, those whose answer was read.
    pub(super) answered: usize,
    pub(super) accepted: usize,
    pub(super) by_judge: usize,
    pub(super) by_document: usize,
    pub(super) by_sample: usize,
    pub(super) left: usize,
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
        self.calls.iter().any(|it| it.is_explained_by(key))
    }

    /// An operation is as its worst call.
    pub(super) fn sum(&self) -> Sum {
        let mut worst: BTreeMap<&str, usize> = BTreeMap::new();
        for it in &self.calls {
            let rank = match it.explained.as_ref().map(|it| it.fault) {
                _ if it.is_accepted() => 0,
                Some(Fault::Judge) => 1,
                Some(Fault::Document) => 2,
                Some(Fault::Sample) => 3,
                None => 4,
            };
            let of = worst.entry(&it.called.operation).or_default();
            *of = rank.max(*of);
        }
        let count = |rank: usize| worst.values().filter(|it| **it == rank).count();
        Sum {
            operations: worst.len(),
            calls: self.calls.len(),
            answered: self.calls.iter().filter(|it| it.is_answered()).count(),
            accepted: count(0),
            by_judge: count(1),
            by_document: count(2),
            by_sample: count(3),
            left: count(4),
        }
    }
}

/// What was not accepted, call by call: what nobody has explained, or everything.
pub(super) fn failures(row: &Row, all: bool) -> String {
    let mut text = String::new();
    for it in row.calls.iter().filter(|it| !it.is_accepted() && (all || it.explained.is_none())) {
        let Called { operation, media_type, amount, outcome, detail } = &it.called;
        let known = it.explained.as_ref().map(|it| format!(" ({})", it.keys.join(", "))).unwrap_or_default();
        // Writing to a string cannot fail.
        let _ =
            writeln!(text, "{}: {operation} {media_type} {amount}: {outcome}{known}: {detail}", row.document);
    }
    text
}

/// The table of one run, for a terminal.
pub(super) fn draw(rows: &[Row]) -> String {
    let mut text = format!(
        "{:<36} {:>10} {:>6} {:>8} {:>8} {:>7} {:>10} {:>8} {:>4}\n",
        "document", "operations", "calls", "answers", "accepted", "judge's", "document's", "sample's", "left"
    );
    for row in rows {
        let _ = match (&row.refused, &row.broken) {
            (Some(reason), _) => writeln!(text, "{:<36} the judge does not take it: {reason}", row.document),
            (_, Some(reason)) => writeln!(text, "{:<36} {reason}", row.document),
            (None, None) => {
                let Sum { operations, calls, answered, accepted, by_judge, by_document, by_sample, left } =
                    row.sum();
                let name = &row.document;
                writeln!(
                    text,
                    "{name:<36} {operations:>10} {calls:>6} {answered:>8} {accepted:>8} {by_judge:>7} {by_document:>10} {by_sample:>8} {left:>4}"
                )
            }
        };
    }
    text
}

/// What runs kept, a file for each document and judge.
pub(super) struct Results {
    pub(super) folder: PathBuf,
}

impl Results {
    pub(super) fn keep(&self, row: &Row, judge: Judge) -> io::Result<()> {
        let folder = self.folder.join(word(judge));
        std::fs::create_dir_all(&folder)?;
        let call = |it: &Judged| {
            let Called { operation, media_type, amount, outcome, detail } = &it.called;
            json!({
                "operation": operation, "media_type": media_type, "amount": amount,
                "outcome": outcome, "detail": detail,
            })
        };
        let calls: Vec<Json> = row.calls.iter().map(call).collect();
        let kept = json!({ "refused": row.refused, "broken": row.broken, "calls": calls });
        std::fs::write(folder.join(format!("{}.json", row.document)), kept.to_string())
    }

    /// In the order of their names.
    pub(super) fn all(&self, judge: Judge) -> io::Result<Vec<Row>> {
        let mut rows = Vec::new();
        for entry in std::fs::read_dir(self.folder.join(word(judge))).into_iter().flatten() {
            let path = entry?.path();
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let kept: Json =
                serde_json::from_str(&std::fs::read_to_string(&path)?).map_err(io::Error::other)?;
            let text = |key: &str| kept[key].as_str().map(str::to_owned);
            let calls = kept["calls"].as_array().into_iter().flatten().map(called).collect();
            rows.push(Row { refused: text("refused"), broken: text("broken"), ..Row::new(&name, calls) });
        }
        rows.sort_by(|a, b| a.document.cmp(&b.document));
        Ok(rows)
    }
}

fn word(judge: Judge) -> &'static str {
    match judge {
        Judge::Prism => "prism",
        Judge::OpenapiCore => "openapi-core",
    }
}
