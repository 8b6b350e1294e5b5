//! What a run prints: for people, or as JSON for machines.

use std::io::Write;

use clap::ValueEnum;
use serde_json::{Value as Json, json};
use similar::TextDiff;
use specsmith_codegen::{Explanation, Output, Severity};

use crate::plan::{Change, Plan};
use crate::words::Words;

/// For whom to print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON object on standard output.
    Json,
}

/// Lines of a difference that are shown.
const DIFF_LINES: usize = 24;

pub(crate) struct Report<'r> {
    format: Format,
    mend: &'r str,
}

impl<'r> Report<'r> {
    pub(crate) fn new(format: Format, mend: &'r str) -> Self {
        Self { format, mend }
    }

    /// An error forbade everything else.
    pub(crate) fn faulty(&self, output: &Output) {
        let words = Words::of(output, self.format);
        if self.format == Format::Json {
            return self.json("faulty", &words, None, None);
        }
        complaints(&words);
        let errors = output.diagnostics.count(Severity::Error);
        eprintln(&format!("{}; nothing was written", count(errors, "error")));
    }

    /// The disk refused.
    pub(crate) fn disk(&self, words: &Words, error: &std::io::Error) {
        if self.format == Format::Json {
            return self.json("disk", words, None, Some(&error.to_string()));
        }
        complaints(words);
        eprintln(&format!("error: {error}"));
    }

    /// A document is sound; nothing was to be written.
    pub(crate) fn sound(&self, output: &Output) {
        let words = Words::of(output, self.format);
        if self.format == Format::Json {
            return self.json("sound", &words, None, None);
        }
        complaints(&words);
        print(&words.documents);
    }

    /// Names were looked up.
    pub(crate) fn explained(&self, found: &[Explanation]) {
        if self.format == Format::Json {
            let one = |it: &Explanation| {
                let Explanation { path, kind, key, place, reason } = it;
                json!({ "path": path, "kind": kind, "pointer": key, "place": place, "reason": reason })
            };
            return println(&Json::Array(found.iter().map(one).collect()).to_string());
        }
        for Explanation { path, kind, key, place, reason } in found {
            println(&format!("{path} ({kind})"));
            for line in [Some(key), place.as_ref(), Some(reason)].into_iter().flatten() {
                println(&format!("  {line}"));
            }
        }
    }

    /// Files were written.
    pub(crate) fn written(&self, words: &Words, plan: &Plan) {
        if self.format == Format::Json {
            return self.json(if plan.is_fresh() { "fresh" } else { "written" }, words, Some(plan), None);
        }
        complaints(words);
        print(&words.documents);
        for (path, change) in &plan.changes {
            let word = match change {
                Change::Add { .. } => "added",
                Change::Replace { .. } => "changed",
                Change::Remove => "removed",
            };
            println(&format!("{word:<8}{}", path.display()));
        }
        if plan.is_fresh() {
            println(&format!("all {} fresh", count(plan.fresh, "file")));
        } else {
            println(&format!("{} fresh besides", count(plan.fresh, "file")));
        }
    }

    /// Files were compared.
    pub(crate) fn checked(&self, words: &Words, plan: &Plan) {
        if self.format == Format::Json {
            return self.json(if plan.is_fresh() { "fresh" } else { "stale" }, words, Some(plan), None);
        }
        complaints(words);
        print(&words.documents);
        for (path, change) in &plan.changes {
            println(&format!("{:<8}{}", state(change), path.display()));
            if let Change::Replace { old, text } = change {
                print(&short_diff(old, text));
            }
        }
        if plan.is_fresh() {
            println(&format!("all {} fresh", count(plan.fresh, "file")));
        } else {
            println(&format!("run `{}` to mend this", self.mend));
        }
    }

    fn json(&self, status: &str, words: &Words, plan: Option<&Plan>, error: Option<&str>) {
        let parsed = |text: &str| serde_json::from_str(text).unwrap_or(Json::Null);
        let one = |(path, change): &(std::path::PathBuf, Change)| json!({ "path": path.display().to_string(), "state": state(change) });
        let files: Vec<Json> = plan.iter().flat_map(|plan| plan.changes.iter().map(one)).collect();
        let report = json!({
            "status": status,
            "documents": parsed(&words.list),
            "files": files,
            "fresh": plan.map(|it| it.fresh),
            "error": error,
            "mend": (status == "stale").then_some(self.mend),
            "diagnostics": words.diagnostics.as_deref().map(parsed),
        });
        println(&report.to_string());
    }
}

fn state(change: &Change) -> &'static str {
    match change {
        Change::Add { .. } => "missing",
        Change::Replace { .. } => "stale",
        Change::Remove => "orphan",
    }
}

fn complaints(words: &Words) {
    // A reader who has gone away needs no report.
    let _ = std::io::stderr().write_all(words.complaints().unwrap_or_default().as_bytes());
}

fn short_diff(old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let unified = diff.unified_diff().context_radius(1).header("on disk", "generated").to_string();
    let lines: Vec<&str> = unified.lines().collect();
    let mut page = String::new();
    for line in lines.iter().take(DIFF_LINES) {
        page.push_str(&format!("  {line}\n"));
    }
    if lines.len() > DIFF_LINES {
        page.push_str(&format!("  ... and {}\n", count(lines.len() - DIFF_LINES, "line")));
    }
    page
}

pub(crate) fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn println(line: &str) {
    print(&format!("{line}\n"));
}

pub(crate) fn print(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn eprintln(line: &str) {
    let _ = std::io::stderr().write_all(format!("{line}\n").as_bytes());
}
