//! The part of docs/conformance.md that tells of operations.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

use super::Judge;
use super::known::{self, Fault, Known};
use super::results::{Results, Row, Sum};

/// The tables of both judges, from what their runs kept.
pub(super) fn page(results: &Results, known: &[Known]) -> io::Result<String> {
    let mut text = String::new();
    for judge in [Judge::Prism, Judge::OpenapiCore] {
        let mut rows = results.all(judge)?;
        for row in &mut rows {
            known::explain(row, judge, known);
        }
        if !rows.is_empty() {
            table(judge, &rows, &mut text);
            reasons(judge, &rows, known, &mut text);
        }
    }
    Ok(text)
}

fn name(judge: Judge) -> &'static str {
    match judge {
        Judge::Prism => "Prism",
        Judge::OpenapiCore => "openapi-core",
    }
}

/// Writing to a string cannot fail.
fn table(judge: Judge, rows: &[Row], text: &mut String) {
    let name = name(judge);
    let calls = match judge {
        Judge::Prism => "Answers read",
        Judge::OpenapiCore => "Calls accepted",
    };
    let _ = writeln!(text, "### Judged by {name}\n");
    let _ = writeln!(
        text,
        "| Document | Operations | Calls | {calls} | Operations accepted | {name}'s fault | The document's | Our sample's | Left |"
    );
    let _ = writeln!(text, "|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    let mut sums = [0; 8];
    for row in rows.iter().filter(|it| it.refused.is_none()) {
        let Sum { operations, calls, answered, accepted, by_judge, by_document, by_sample, left } = row.sum();
        let values = [operations, calls, answered, accepted, by_judge, by_document, by_sample, left];
        let cells: Vec<String> = values.iter().map(usize::to_string).collect();
        let _ = writeln!(text, "| {} | {} |", row.document, cells.join(" | "));
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum += value;
        }
    }
    let cells: Vec<String> = sums.iter().map(usize::to_string).collect();
    let _ = writeln!(text, "| together | {} |\n", cells.join(" | "));
    let refused = rows.iter().filter_map(|it| Some((&it.document, it.refused.as_ref()?)));
    let refused: Vec<String> = refused.map(|(document, why)| format!("- {document}: {why}")).collect();
    if !refused.is_empty() {
        let _ = writeln!(text, "Documents that {name} does not take:\n\n{}\n", refused.join("\n"));
    }
}

fn reasons(judge: Judge, rows: &[Row], known: &[Known], text: &mut String) {
    let mut lines: Vec<String> = Vec::new();
    for entry in known.iter().filter(|it| it.judge == judge) {
        // Several entries may say the same of several media types.
        if lines.iter().any(|it| it.starts_with(&format!("- `{}`", entry.key))) {
            continue;
        }
        let counts = rows.iter().filter_map(|row| {
            let calls = row.calls.iter().filter(|it| it.is_explained_by(&entry.key));
            let operations: BTreeSet<&str> = calls.map(|it| it.called.operation.as_str()).collect();
            (!operations.is_empty()).then(|| format!("{} {}", row.document, operations.len()))
        });
        let counts: Vec<String> = counts.collect();
        if !counts.is_empty() {
            let whose = match entry.fault {
                Fault::Judge => format!("{}'s fault", name(judge)),
                Fault::Document => "the document's fault".to_owned(),
                Fault::Sample => "our sample value's fault".to_owned(),
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
