//! The `specsmith` command.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use specsmith::{CodegenArgs, Invocation, run};

/// Makes Rust clients from OpenAPI documents.
#[derive(Debug, Parser)]
#[command(name = "specsmith", version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Writes the client that a configuration describes, or checks that it is fresh.
    Codegen(CodegenArgs),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Codegen(arguments) => {
            let mend = format!("specsmith codegen --config {}", arguments.config.display());
            run(&arguments, &Invocation { mend }).into()
        }
    }
}
