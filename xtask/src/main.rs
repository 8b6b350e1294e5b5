//! This repository's chores: `cargo xtask --help` lists them.
#![forbid(unsafe_code)]

mod bench;
mod chores;
mod conform;
mod contract;
mod corpus;
mod evolve;
mod page;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bench::BenchArgs;
use chores::{MutateArgs, SoakArgs};
use clap::{Parser, Subcommand};
use conform::ConformArgs;
use contract::ContractArgs;
use corpus::CorpusArgs;
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
    /// Makes a crate of every document in a folder, compiles them if asked to, and prints a table.
    Corpus(CorpusArgs),
    /// Calls every operation of a client, and asks a judge that others wrote whether the document allows it.
    Contract(ContractArgs),
    /// Compiles a program against a document and against what became of it: additions break no caller.
    Evolve,
    /// Tries the types of documents with their examples and with values at random, judged by another program, and writes
    /// the table of `docs/conformance.md`.
    Conform(ConformArgs),
    /// Breaks documents at random and looks whether the generator comes to an end with each; the tests do it for a moment.
    Mutate(MutateArgs),
    /// Sends calls to a server that answers at random and looks whether each ends once; the tests do it for a moment.
    Soak(SoakArgs),
    /// Times the generator beside others, on the same documents and this machine, and what comes of each.
    Bench(BenchArgs),
    /// Everything that must pass before a change lands, in the order of its cost.
    Ci,
}

fn make_absolute(path: &mut PathBuf) {
    if let Ok(absolute) = std::path::absolute(&*path) {
        *path = absolute;
    }
}

fn main() -> ExitCode {
    let mut arguments = Arguments::parse();
    let mut mend = "cargo xtask codegen".to_owned();
    match &mut arguments.command {
        Command::Codegen(CodegenArgs { config, common, .. }) => {
            common.report.iter_mut().for_each(make_absolute);
            if *config != Path::new(DEFAULT_CONFIG) {
                mend = format!("{mend} --config {}", config.display());
                make_absolute(config);
            }
        }
        Command::Corpus(arguments) => make_absolute(&mut arguments.dir),
        Command::Contract(arguments) => arguments.specs.iter_mut().for_each(make_absolute),
        Command::Conform(arguments) => arguments.paths.iter_mut().for_each(make_absolute),
        Command::Mutate(arguments) => make_absolute(&mut arguments.dir),
        Command::Bench(arguments) => arguments.paths().for_each(make_absolute),
        Command::Bless
        | Command::Evolve
        | Command::Tidy
        | Command::Names
        | Command::Soak(_)
        | Command::Ci => {}
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
        Command::Corpus(arguments) => corpus::corpus(&arguments),
        Command::Contract(arguments) => contract::contract(&arguments),
        Command::Evolve => evolve::evolve(),
        Command::Conform(arguments) => conform::conform(&arguments),
        Command::Mutate(arguments) => chores::mutate(&arguments),
        Command::Bench(arguments) => bench::bench(&arguments),
        Command::Soak(arguments) => chores::soak(&arguments),
        Command::Tidy => chores::tidy(),
        Command::Names => chores::names(),
        Command::Ci => chores::ci(),
    }
}
