//! `codegen`: generate, then write or check.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use specsmith_codegen::{File, Renames, Wishes, generate_as, output_folder};

use crate::cache::Cache;
use crate::common::Common;
use crate::disk::Folder;
use crate::made::Made;
use crate::plan::Plan;
use crate::record::Recorder;
use crate::report::Report;
use crate::words::Words;

const EXAMPLES: &str = "\
Examples:
  codegen                         write what has changed
  codegen --check                 write nothing; exit 1 where a file is stale, missing or left over
  codegen --format json           the same report for machines
  codegen --config api/gen.yaml   another configuration

Exit codes:
  0  written, or fresh
  1  --check found something stale
  2  a document or the configuration is faulty, or an argument is
  3  the disk refused";

/// The configuration that is read where none is named.
pub const DEFAULT_CONFIG: &str = "specs/codegen.yaml";

/// What `codegen` is asked to do.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct CodegenArgs {
    /// The configuration: documents, overlays, names, environment variables.
    #[arg(long, value_name = "FILE", default_value = DEFAULT_CONFIG)]
    pub config: PathBuf,
    /// Write nothing; say what is stale.
    #[arg(long)]
    pub check: bool,
    /// Let names change that `names.lock` remembers.
    #[arg(long)]
    pub accept_renames: bool,
    /// Generate even where nothing has changed since the last run, and remember nothing.
    #[arg(long)]
    pub no_cache: bool,
    /// What all commands may be asked for.
    #[command(flatten)]
    pub common: Common,
}

/// What the command is called by whom.
#[derive(Debug)]
pub struct Invocation {
    /// The command that mends a stale client.
    pub mend: String,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Written, or fresh.
    Fine,
    /// `--check` found something stale.
    Stale,
    /// A document or the configuration is faulty.
    Faulty,
    /// The disk refused.
    Disk,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Fine => 0,
            Exit::Stale => 1,
            Exit::Faulty => 2,
            Exit::Disk => 3,
        })
    }
}

/// Generates, and writes or checks.
pub fn run(arguments: &CodegenArgs, invocation: &Invocation) -> Exit {
    let CodegenArgs { config, check, accept_renames, no_cache, common } = arguments;
    let library = Folder::of(config);
    let name = library.name_of(config);
    let renames = if *accept_renames { Renames::Accepted } else { Renames::Refused };
    let wishes = Wishes { renames, ..common.wishes() };
    let report = Report::new(common.format, &invocation.mend);
    // A report is made of what the cache does not hold.
    let cached = !no_cache && common.report.is_none();
    let folder = cached.then(|| output_folder(&library, &name)).flatten().map(|it| library.path(&it));
    let cache =
        folder.and_then(|it| Cache::of(&it, &format!("{config:?} {wishes:?}")).map(|cache| (it, cache)));
    if let Some((root, made)) =
        cache.as_ref().and_then(|(root, it)| Some((root, it.recall(&library, common.format)?)))
    {
        return finish(&made, (root, &library), *check, &report);
    }
    let recorder = Recorder::new(&library);
    let output = generate_as(&recorder, &name, wishes);
    if let Err(error) = common.write_report(&output) {
        report.disk(&Words::of(&output, common.format), &error);
        return Exit::Disk;
    }
    if output.diagnostics.has_errors() {
        report.faulty(&output);
        return Exit::Faulty;
    }
    let root = library.path(&output.folder);
    let made = Made::of(output, common.format);
    let exit = finish(&made, (&root, &library), *check, &report);
    if let (Exit::Fine, false, Some((_, cache))) = (exit, check, cache) {
        cache.remember(&recorder.asked(), &made);
    }
    exit
}

/// Holds what was made against the disk, and writes what differs, or says what it is.
fn finish(made: &Made, (root, library): (&Path, &Folder), check: bool, report: &Report<'_>) -> Exit {
    let planned = Plan::make(root, &made.files).and_then(|plan| match &made.lock {
        Some(File { path, text }) => plan.with(library.path(path), text),
        None => Ok(plan),
    });
    match planned {
        Ok(plan) if check => {
            report.checked(&made.words, &plan);
            if plan.is_fresh() { Exit::Fine } else { Exit::Stale }
        }
        Ok(plan) => carry_out(&made.words, &plan, report),
        Err(error) => disk(&made.words, &error, report),
    }
}

/// Brings a folder up to date.
pub(crate) fn write(made: &Made, root: &Path, report: &Report<'_>) -> Exit {
    match Plan::make(root, &made.files) {
        Ok(plan) => carry_out(&made.words, &plan, report),
        Err(error) => disk(&made.words, &error, report),
    }
}

fn carry_out(words: &Words, plan: &Plan, report: &Report<'_>) -> Exit {
    match plan.carry_out() {
        Ok(()) => {
            report.written(words, plan);
            Exit::Fine
        }
        Err(error) => disk(words, &error, report),
    }
}

pub(crate) fn disk(words: &Words, error: &std::io::Error, report: &Report<'_>) -> Exit {
    report.disk(words, error);
    Exit::Disk
}
