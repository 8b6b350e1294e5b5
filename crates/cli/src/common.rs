//! What every command that looks at a document may be asked for.

use std::path::PathBuf;
use std::{fs, io};

use clap::Args;
use specsmith_codegen::{Files, Output, Wishes};

use crate::account;
use crate::report::Format;

/// What the commands have in common.
#[derive(Debug, Default, Args)]
pub struct Common {
    /// Makes errors of the warnings of this code, or of all: `--deny warnings`. May be repeated.
    #[arg(long, value_name = "CODE")]
    pub deny: Vec<String>,
    /// Writes what became of everything into this file, as JSON: each operation that is not whole, each place that is
    /// any JSON and why, unknown formats, complaints by code.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Reads the files that a document refers to from anywhere, not only from its own folder.
    #[arg(long)]
    pub allow_files_outside: bool,
    /// For whom to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

impl Common {
    /// Writes the report, where one is wanted.
    pub(crate) fn write_report(&self, output: &Output) -> io::Result<()> {
        let Some(path) = &self.report else { return Ok(()) };
        let text = format!("{:#}\n", account::report(output));
        fs::write(path, text)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
    }

    pub(crate) fn wishes(&self) -> Wishes {
        let files = if self.allow_files_outside { Files::Anywhere } else { Files::Beside };
        Wishes { deny: self.deny.clone(), files, ..Wishes::default() }
    }
}
