//! `conform`: what the types of documents make of examples and of values at random, as a table and a list of each miss.

mod run;
mod table;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use crate::corpus::documents::{self, Document};
use crate::{corpus, page};
use run::Tried;

/// Where the crates are written, and what is compiled of them.
const SCRATCH: &str = "target/conform";

/// The page with the table.
const PAGE: &str = "docs/conformance.md";

/// What `conform` is asked to do.
#[derive(Debug, Args)]
pub(crate) struct ConformArgs {
    /// Folders as `corpus` takes them, or documents.
    #[arg(required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// How many values are made of each type.
    #[arg(long, value_name = "N", default_value_t = 3)]
    values: u64,
    /// How many crates to compile at a time.
    #[arg(long, value_name = "N", default_value_t = 2)]
    jobs: usize,
    /// Only the document of this name; may be repeated.
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Write the table into `docs/conformance.md`, and not only what was missed to the terminal.
    #[arg(long)]
    write: bool,
}

/// Generates, compiles, runs; fails where a value did not come back as it was.
pub(crate) fn conform(arguments: &ConformArgs) -> ExitCode {
    match tried(arguments) {
        Ok(all) if all.is_empty() => {
            eprintln!("error: there is no such document");
            ExitCode::FAILURE
        }
        Ok(all) => {
            let text = table::draw(&all, arguments.values);
            print!("{text}");
            let written =
                if arguments.write { page::fill(Path::new(PAGE), "examples", &text) } else { Ok(()) };
            if let Err(error) = &written {
                eprintln!("error: {error}");
            }
            let fine = written.is_ok() && all.iter().all(Tried::is_fine);
            if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The command as it is built anyway: no figure of speed is taken here.
fn build() -> io::Result<PathBuf> {
    let status = crate::chores::cargo().args(["build", "--quiet", "--package", "specsmith"]).status()?;
    if !status.success() {
        return Err(io::Error::other("the command does not build"));
    }
    std::path::absolute(Path::new("target/debug/specsmith").with_extension(std::env::consts::EXE_EXTENSION))
}

fn tried(arguments: &ConformArgs) -> io::Result<Vec<Tried>> {
    let ConformArgs { paths, values, jobs, only, write: _ } = arguments;
    let mut documents: Vec<Document> = Vec::new();
    for path in paths {
        documents.extend(documents::find(path, only)?);
    }
    let scratch = std::path::absolute(SCRATCH)?;
    std::fs::create_dir_all(&scratch)?;
    let specsmith = build()?;
    let further = ["--tests".to_owned(), "--values".to_owned(), values.to_string()];
    let rows = corpus::generate(documents, (&specsmith, &scratch), &further, *jobs)?;
    run::run(rows, &scratch, *jobs)
}
