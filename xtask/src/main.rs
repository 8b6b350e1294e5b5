//! This repository's chores: `cargo xtask --help` lists them.
#![forbid(unsafe_code)]

mod chores;

use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use specsmith::{CodegenArgs, DEFAULT_CONFIG, Invocation, run};

/// This repository's chores.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Regenerates the client crate from `specs/`, or checks that it is fresh.
    Codegen(CodegenArgs),
    /// Accepts what the cases in `tests/cases` make now. Look at the difference before you commit it.
    Bless,
    /// Checks the rules of style that no compiler knows.
    Tidy,
    /// Holds names against every document of the corpus, in other orders and thinned; the tests take the smaller ones.
    Names,
    /// Everything that must pass before a change lands, in the order of its cost.
    Ci,
}

fn main() -> ExitCode {
    let mut arguments = Arguments::parse();
    let mut mend = "cargo xtask codegen".to_owned();
    if let Command::Codegen(CodegenArgs { config, .. }) = &mut arguments.command
        && *config != Path::new(DEFAULT_CONFIG)
    {
        mend = format!("{mend} --config {}", config.display());
        *config = std::path::absolute(&*config).unwrap_or_else(|_| config.clone());
    }
    // Chores are the repository's, from whichever of its folders they are called.
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    if let Err(error) = std::env::set_current_dir(root) {
        eprintln!("error: cannot go to {root}: {error}");
        return ExitCode::FAILURE;
    }
    match arguments.command {
        Command::Codegen(arguments) => run(&arguments, &Invocation { mend }).into(),
        Command::Bless => chores::bless(),
        Command::Tidy => chores::tidy(),
        Command::Names => chores::names(),
        Command::Ci => chores::ci(),
    }
}
