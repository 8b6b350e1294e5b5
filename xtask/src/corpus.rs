//! `corpus`: every document of a folder becomes a crate, the crates are compiled, and a table says how it went.

mod compile;
pub(crate) mod documents;
pub(crate) mod measure;
mod table;

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Mutex;

use clap::Args;

use compile::{Compiled, Tool};
use documents::Document;
use measure::Made;

/// Where the crates are written, and what is compiled of them: below the repository, out of its sight.
const SCRATCH: &str = "target/corpus";

/// A crate of no more lines is a small one.
const SMALL: usize = 20_000;

/// How many small ones a rotation takes.
const FEW: usize = 3;

/// What `corpus` is asked to do.
#[derive(Debug, Args)]
pub(crate) struct CorpusArgs {
    /// The folder: each `.json`, `.yaml` and `.yml` in it that is an OpenAPI document, and those that begin a document
    /// of several files, in the folders below its `multi-file`.
    pub(crate) dir: PathBuf,
    /// Compile the crates with `cargo check`.
    #[arg(long)]
    pub(crate) check: bool,
    /// Compile them with `cargo clippy`.
    #[arg(long)]
    pub(crate) clippy: bool,
    /// Document them with `cargo doc`.
    #[arg(long)]
    pub(crate) doc: bool,
    /// Compile only a few small ones: others at each commit.
    #[arg(long)]
    pub(crate) few: bool,
    /// How many documents to generate at a time, and how many crates to compile; as many as there are cores, where none
    /// is given. The seconds are only comparable with 1.
    #[arg(long, value_name = "N")]
    pub(crate) jobs: Option<usize>,
    /// Only the document of this name; may be repeated.
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Vec<String>,
}

/// One document and what became of it.
pub(crate) struct Row {
    pub(crate) document: Document,
    pub(crate) made: Made,
    compiled: Option<Compiled>,
}

impl Row {
    fn is_fine(&self) -> bool {
        self.made.fault.is_none() && self.compiled.as_ref().is_none_or(|it| it.succeeded)
    }
}

/// Generates, compiles where that is wanted, prints the table; fails where a document does.
pub(crate) fn corpus(arguments: &CorpusArgs) -> ExitCode {
    match rows(arguments) {
        Ok(rows) if rows.is_empty() => {
            eprintln!("error: `{}` holds no document of that name", arguments.dir.display());
            ExitCode::FAILURE
        }
        Ok(rows) => {
            print!("{}", table::draw(&rows));
            if rows.iter().all(Row::is_fine) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn rows(arguments: &CorpusArgs) -> io::Result<Vec<Row>> {
    let CorpusArgs { dir, check, clippy, doc, few, jobs, only } = arguments;
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let jobs = jobs.unwrap_or_else(cores).max(1);
    let documents = documents::find(dir, only)?;
    let scratch = std::path::absolute(SCRATCH)?;
    std::fs::create_dir_all(&scratch)?;
    let specsmith = build()?;
    let mut rows = generate(documents, (&specsmith, &scratch), &[], jobs)?;
    let tool = match (check, clippy, doc) {
        (_, true, _) => Some(Tool::Clippy),
        (_, false, true) => Some(Tool::Doc),
        (true, false, false) => Some(Tool::Check),
        (false, false, false) => few.then_some(Tool::Check),
    };
    if let Some(tool) = tool {
        let made: Vec<usize> = (0..rows.len()).filter(|it| rows[*it].made.fault.is_none()).collect();
        let chosen = if *few { rotated(&made, &rows)? } else { made };
        let names: Vec<&str> = chosen.iter().map(|it| rows[*it].document.name.as_str()).collect();
        let compiled = compile::compile(&scratch, &names, tool, jobs)?;
        for (index, compiled) in chosen.into_iter().zip(compiled) {
            rows[index].compiled = Some(compiled);
        }
    }
    Ok(rows)
}

/// The command as people have it: its figures are those of a release.
pub(crate) fn build() -> io::Result<PathBuf> {
    let status =
        crate::chores::cargo().args(["build", "--quiet", "--release", "--package", "specsmith"]).status()?;
    if !status.success() {
        return Err(io::Error::other("the command does not build"));
    }
    std::path::absolute(Path::new("target/release/specsmith").with_extension(std::env::consts::EXE_EXTENSION))
}

/// Makes the crates of all documents, so many at a time; `further` goes to the command as it is.
pub(crate) fn generate(
    documents: Vec<Document>,
    (specsmith, scratch): (&Path, &Path),
    further: &[String],
    jobs: usize,
) -> io::Result<Vec<Row>> {
    let waiting = Mutex::new(documents.into_iter().enumerate());
    let done = Mutex::new(Vec::new());
    let next = || waiting.lock().ok()?.next();
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                while let Some((index, document)) = next() {
                    let made = measure::generate(&document, specsmith, scratch, further);
                    if let Ok(mut done) = done.lock() {
                        done.push((index, made.map(|made| Row { document, made, compiled: None })));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().map_err(|_| io::Error::other("a thread panicked"))?;
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, row)| row).collect()
}

/// Each commit has its own few; after some commits all small ones have had their turn.
fn rotated(made: &[usize], rows: &[Row]) -> io::Result<Vec<usize>> {
    let small: Vec<usize> = made.iter().copied().filter(|it| rows[*it].made.lines <= SMALL).collect();
    let output = Command::new("git").args(["rev-list", "--count", "HEAD"]).output()?;
    let commits: usize = String::from_utf8_lossy(&output.stdout).trim().parse().unwrap_or_default();
    let first = commits * FEW % small.len().max(1);
    Ok(small.iter().copied().cycle().skip(first).take(FEW.min(small.len())).collect())
}
