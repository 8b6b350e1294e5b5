//! `generate` and `check`: one document, without a configuration.

use std::path::{Path, PathBuf};

use clap::Args;
use specsmith_codegen::{Home, MOST_VALUES, Output, Single, Tests, Wishes, generate_single};

use crate::cache::Cache;
use crate::codegen::{Exit, disk, write};
use crate::common::Common;
use crate::disk::{Folder, STANDARD_INPUT};
use crate::made::Made;
use crate::record::Recorder;
use crate::report::Report;
use crate::words::Words;

const EXAMPLES: &str = "\
Examples:
  specsmith generate petstore.yaml --out petstore-client
  specsmith generate api.json --out client --name acme-client --runtime ../specsmith/crates/runtime
  specsmith generate petstore.yaml --out pets --only tag:pets --only 'GET /shops/{id}'
  specsmith generate api.json --out client --config api.yaml
  specsmith generate petstore.yaml --out petstore-client --deny warnings --report report.json

Exit codes:
  0  written, or fresh
  2  the document or an argument is faulty, or a denied warning stands
  3  the disk refused

The folder becomes a crate: `--out` must be new, empty, or written by this command before.";

/// What `generate` is asked to do.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct GenerateArgs {
    /// The OpenAPI document, YAML or JSON, told by what is in it; `-` reads it from standard input.
    pub spec: PathBuf,
    /// The folder of the crate.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// The name of the crate; the folder's, where none is given.
    #[arg(long, value_name = "CRATE")]
    pub name: Option<String>,
    /// A checkout of the runtime, relative to the crate; its published version, where none is given.
    #[arg(long, value_name = "PATH")]
    pub runtime: Option<String>,
    /// What is said of the document: a file with what an entry of `documents:` in a codegen.yaml may hold, without
    /// `spec` and `module`, and with the client's `dependencies`.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Only these operations, and what they need: `tag:NAME`, `'GET /path'` or an operationId. May be repeated.
    #[arg(long, value_name = "CHOICE")]
    pub only: Vec<String>,
    /// Adds a test to the crate: every example of the document that its schema allows is read, and must be written as it
    /// was.
    #[arg(long)]
    pub tests: bool,
    /// Has the test try so many values of each type as well, made of its schema at random, the same in each run.
    #[arg(long, value_name = "N", default_value_t = 0, requires = "tests",
        value_parser = clap::value_parser!(u64).range(..=MOST_VALUES))]
    pub values: u64,
    /// Generate even where nothing has changed since the last run, and remember nothing.
    #[arg(long)]
    pub no_cache: bool,
    /// What all commands may be asked for.
    #[command(flatten)]
    pub common: Common,
}

/// What `check` is asked to do.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The OpenAPI document, YAML or JSON.
    pub spec: PathBuf,
    /// Only these operations, and what they need: `tag:NAME`, `'GET /path'` or an operationId. May be repeated.
    #[arg(long, value_name = "CHOICE")]
    pub only: Vec<String>,
    /// What all commands may be asked for.
    #[command(flatten)]
    pub common: Common,
}

/// Writes the crate of one document.
pub fn generate(arguments: &GenerateArgs) -> Exit {
    let folder = arguments.out.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let home = match &arguments.runtime {
        Some(path) => Home::Path(path.clone()),
        None => Home::Version(env!("CARGO_PKG_VERSION").to_owned()),
    };
    let name = arguments.name.clone().unwrap_or(folder);
    let wishes = Wishes { only: arguments.only.clone(), ..arguments.common.wishes() };
    let library = Folder::of(&arguments.spec);
    let config = arguments.config.as_deref().map(|it| library.name_beside(it));
    let tests = arguments.tests.then_some(Tests { values: arguments.values });
    let single = Single { spec: library.name_of(&arguments.spec), name, home, config, tests };
    let Common { format, report: wanted, .. } = &arguments.common;
    let report = Report::new(*format, "");
    // What comes by standard input comes once, and a report is made of what the cache does not hold.
    let cached = !arguments.no_cache && wanted.is_none() && single.spec != STANDARD_INPUT;
    let asked = format!("{:?} {single:?} {wishes:?}", arguments.spec);
    let cache = cached.then(|| Cache::of(&arguments.out, &asked)).flatten();
    if let Some(made) = cache.as_ref().and_then(|it| it.recall(&library, *format)) {
        return write(&made, &arguments.out, &report);
    }
    let recorder = Recorder::new(&library);
    let output = generate_single(&recorder, single, wishes);
    if let Err(error) = arguments.common.write_report(&output) {
        return disk(&Words::of(&output, *format), &error, &report);
    }
    if output.diagnostics.has_errors() {
        report.faulty(&output);
        return Exit::Faulty;
    }
    let made = Made::of(output, *format);
    let exit = write(&made, &arguments.out, &report);
    if let (Exit::Fine, Some(cache)) = (exit, cache) {
        cache.remember(&recorder.asked(), &made);
    }
    exit
}

/// Says what is wrong with one document, and writes nothing.
pub fn check(arguments: &CheckArgs) -> Exit {
    let wishes = Wishes { only: arguments.only.clone(), ..arguments.common.wishes() };
    let output = look_at(&arguments.spec, wishes);
    let report = Report::new(arguments.common.format, "");
    if let Err(error) = arguments.common.write_report(&output) {
        return disk(&Words::of(&output, arguments.common.format), &error, &report);
    }
    if output.diagnostics.has_errors() {
        report.faulty(&output);
        return Exit::Faulty;
    }
    report.sound(&output);
    Exit::Fine
}

/// What becomes of a document that is only looked at.
pub(crate) fn look_at(spec: &Path, wishes: Wishes) -> Output {
    let wishes = Wishes { unspelled: true, ..wishes };
    let library = Folder::of(spec);
    let spec = library.name_of(spec);
    let single =
        Single { spec, name: "document".to_owned(), home: Home::Workspace, config: None, tests: None };
    generate_single(&library, single, wishes)
}
