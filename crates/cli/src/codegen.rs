//! `codegen`: generate, then write or check.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use specsmith_codegen::{File, Output, Renames, Wishes, generate_as};

use crate::common::Common;
use crate::disk::Folder;
use crate::plan::Plan;
use crate::report::Report;

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
    let library = Folder::of(&arguments.config);
    let renames = if arguments.accept_renames { Renames::Accepted } else { Renames::Refused };
    let wishes = Wishes { renames, ..arguments.common.wishes() };
    let output = generate_as(&library, &library.name_of(&arguments.config), wishes);
    let report = Report::new(arguments.common.format, &invocation.mend);
    if let Err(error) = arguments.common.write_report(&output) {
        return disk(&output, &error, &report);
    }
    let root = library.path(&output.folder);
    if output.diagnostics.has_errors() {
        report.faulty(&output);
        return Exit::Faulty;
    }
    let planned = Plan::make(&root, &output.files).and_then(|plan| match &output.lock {
        Some(File { path, text }) => plan.with(library.path(path), text),
        None => Ok(plan),
    });
    match planned {
        Ok(plan) if arguments.check => {
            report.checked(&output, &plan);
            if plan.is_fresh() { Exit::Fine } else { Exit::Stale }
        }
        Ok(plan) => carry_out(&output, &plan, &report),
        Err(error) => disk(&output, &error, &report),
    }
}

/// Brings a folder up to date.
pub(crate) fn write(output: &Output, root: &Path, report: &Report<'_>) -> Exit {
    if output.diagnostics.has_errors() {
        report.faulty(output);
        return Exit::Faulty;
    }
    match Plan::make(root, &output.files) {
        Ok(plan) => carry_out(output, &plan, report),
        Err(error) => disk(output, &error, report),
    }
}

fn carry_out(output: &Output, plan: &Plan, report: &Report<'_>) -> Exit {
    match plan.carry_out() {
        Ok(()) => {
            report.written(output, plan);
            Exit::Fine
        }
        Err(error) => disk(output, &error, report),
    }
}

pub(crate) fn disk(output: &Output, error: &std::io::Error, report: &Report<'_>) -> Exit {
    report.disk(output, error);
    Exit::Disk
}
