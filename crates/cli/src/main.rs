//! The `specsmith` command.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use specsmith::{
    CheckArgs, CodegenArgs, DumpArgs, ExplainArgs, GenerateArgs, Invocation, check, dump, explain, generate,
    run,
};

/// Makes Rust clients from OpenAPI documents.
#[derive(Debug, Parser)]
#[command(name = "specsmith", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the client crate of one document.
    Generate(GenerateArgs),
    /// Says what is wrong with a document, and writes nothing.
    Check(CheckArgs),
    /// Shows what a stage makes of a document.
    Dump(DumpArgs),
    /// Says where a name in a client comes from.
    Explain(ExplainArgs),
    /// Writes the client that a configuration describes, or checks that it is fresh.
    Codegen(CodegenArgs),
}

/// Documents, tokens and syntax trees are millions of small pieces.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Generate(arguments) => generate(&arguments).into(),
        Command::Check(arguments) => check(&arguments).into(),
        Command::Dump(arguments) => dump(&arguments).into(),
        Command::Explain(arguments) => explain(&arguments).into(),
        Command::Codegen(arguments) => {
            let mend = format!("specsmith codegen --config {}", arguments.config.display());
            run(&arguments, &Invocation { mend }).into()
        }
    }
}
