//! What a run prints: for people, or as JSON for machines.

use std::io::{IsTerminal, Write};
use std::path::Path;

use clap::ValueEnum;
use serde_json::{Value as Json, json};
use similar::TextDiff;
use specsmith_codegen::{Explanation, Output, Severity, Style, render, summary_json};

use crate::account;
use crate::plan::{Change, Plan};

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
        if self.format == Format::Json {
            return self.json("faulty", output, None, None);
        }
        complaints(output);
        let errors = output.diagnostics.count(Severity::Error);
        eprintln(&format!("{}; nothing was written", count(errors, "error")));
    }

    /// The disk refused.
    pub(crate) fn disk(&self, output: &Output, error: &std::io::Error) {
        if self.format == Format::Json {
            return self.json("disk", output, None, Some(&error.to_string()));
        }
        complaints(output);
        eprintln(&format!("error: {error}"));
    }

    /// A document is sound; nothing was to be written.
    pub(crate) fn sound(&self, output: &Output) {
        if self.format == Format::Json {
            return self.json("sound", output, None, None);
        }
        complaints(output);
        documents(output);
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
    pub(crate) fn written(&self, output: &Output, plan: &Plan) {
        if self.format == Format::Json {
            return self.json(if plan.is_fresh() { "fresh" } else { "written" }, output, Some(plan), None);
        }
        complaints(output);
        documents(output);
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
    pub(crate) fn checked(&self, output: &Output, plan: &Plan) {
        if self.format == Format::Json {
            return self.json(if plan.is_fresh() { "fresh" } else { "stale" }, output, Some(plan), None);
        }
        complaints(output);
        documents(output);
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

    fn json(&self, status: &str, output: &Output, plan: Option<&Plan>, error: Option<&str>) {
        let documents: Vec<Json> = output
            .documents
            .iter()
            .map(|it| {
                json!({
                    "document": it.name,
                    "module": it.module,
                    "operations": it.operations,
                    "became": account::counts(&it.account),
                    "types": it.types,
                    "warnings": it.warnings,
                })
            })
            .collect();
        let one = |(path, change): &(std::path::PathBuf, Change)| json!({ "path": path.display().to_string(), "state": state(change) });
        let files: Vec<Json> = plan.iter().flat_map(|plan| plan.changes.iter().map(one)).collect();
        let report = json!({
            "status": status,
            "documents": documents,
            "files": files,
            "fresh": plan.map(|it| it.fresh),
            "error": error,
            "mend": (status == "stale").then_some(self.mend),
            "diagnostics": summary_json(&output.tree, &output.diagnostics),
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

fn documents(output: &Output) {
    for it in &output.documents {
        let name = Path::new(&it.name).display();
        println(&format!(
            "{name} -> {}: {}, {}, {}",
            it.module,
            count(it.operations, "operation"),
            count(it.types, "type"),
            count(it.warnings, "warning")
        ));
        if !it.account.operations.is_empty() {
            println(&account::sentence(&it.account));
        }
    }
}

fn complaints(output: &Output) {
    if output.diagnostics.list().is_empty() {
        return;
    }
    let quiet = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
    let style = if std::io::stderr().is_terminal() && !quiet { Style::Coloured } else { Style::Plain };
    let page = render(&output.tree, &output.diagnostics, style);
    // A reader who has gone away needs no report.
    let _ = std::io::stderr().write_all(page.as_bytes());
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

fn count(number: usize, what: &str) -> String {
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
