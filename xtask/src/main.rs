//! This repository's chores: `cargo xtask --help` lists them.
#![forbid(unsafe_code)]

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use specsmith::{CodegenArgs, Invocation, run};

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
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Codegen(arguments) => {
            let invocation = Invocation { mend: "cargo xtask codegen".to_owned() };
            run(&arguments, &invocation).into()
        }
    }
}
