//! What a run has to say of its documents, before anything is compared or written.

use std::io::IsTerminal;
use std::path::Path;

use serde_json::{Value as Json, json};
use specsmith_codegen::{Output, Style, render, summary_json};

use crate::account;
use crate::report::{Format, count};

/// The words, in the forms that the run is asked for: what is not asked for may be missing.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Words {
    /// A few lines on each document.
    pub(crate) documents: String,
    /// The same for machines, as JSON.
    pub(crate) list: String,
    /// The complaints, without colours and with them.
    pub(crate) plain: Option<String>,
    pub(crate) coloured: Option<String>,
    /// The complaints for machines, as JSON.
    pub(crate) diagnostics: Option<String>,
}

impl Words {
    /// What is to be said to somebody. Where there is no complaint, that is said to everybody in the same way.
    pub(crate) fn of(output: &Output, format: Format) -> Self {
        let silent = output.diagnostics.list().is_empty();
        let drawn = |style: Style| {
            let wanted = format == Format::Text && style == self::style();
            if silent {
                Some(String::new())
            } else {
                wanted.then(|| render(&output.tree, &output.diagnostics, style))
            }
        };
        let summary = || summary_json(&output.tree, &output.diagnostics).to_string();
        Self {
            documents: output.documents.iter().map(line).collect(),
            list: Json::from_iter(output.documents.iter().map(entry)).to_string(),
            plain: drawn(Style::Plain),
            coloured: drawn(Style::Coloured),
            diagnostics: (silent || format == Format::Json).then(summary),
        }
    }

    /// The complaints as they are drawn here; nothing where they were drawn for others only.
    pub(crate) fn complaints(&self) -> Option<&str> {
        match style() {
            Style::Coloured => self.coloured.as_deref(),
            Style::Plain => self.plain.as_deref(),
        }
    }

    /// Whether they hold all that is asked for.
    pub(crate) fn suffice(&self, format: Format) -> bool {
        match format {
            Format::Text => self.complaints().is_some(),
            Format::Json => self.diagnostics.is_some(),
        }
    }
}

fn style() -> Style {
    let quiet = std::env::var_os("NO_COLOR").is_some_and(|it| !it.is_empty());
    if std::io::stderr().is_terminal() && !quiet { Style::Coloured } else { Style::Plain }
}

fn line(it: &specsmith_codegen::Summary) -> String {
    let name = Path::new(&it.name).display();
    let mut line = format!(
        "{name} -> {}: {}, {}, {}\n",
        it.module,
        count(it.operations, "operation"),
        count(it.types, "type"),
        count(it.warnings, "warning")
    );
    if !it.account.operations.is_empty() {
        line.push_str(&account::sentence(&it.account));
        line.push('\n');
    }
    line
}

fn entry(it: &specsmith_codegen::Summary) -> Json {
    json!({
        "document": it.name,
        "module": it.module,
        "operations": it.operations,
        "became": account::counts(&it.account),
        "types": it.types,
        "warnings": it.warnings,
    })
}
