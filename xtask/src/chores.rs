//! Chores that are other commands put together.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::Args;

/// What `ci` runs: each is a command that people may run by itself.
const CI: [&[&str]; 9] = [
    &["fmt", "--all", "--check"],
    &["xtask", "codegen", "--check"],
    &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"],
    &["check", "--package", "paradigm-client", "--no-default-features", "--features", "v3"],
    &["check", "--package", "specsmith-runtime", "--all-features"],
    &["test", "--workspace"],
    &["doc", "--workspace", "--no-deps"],
    &["run", "--example", "tour"],
    &["xtask", "evolve"],
];

/// Real documents, where a checkout has them beside it.
const CORPUS: &str = "../shared/corpus";

/// Runs every step, also behind one that failed, and says at the end which did.
pub(crate) fn ci() -> ExitCode {
    let mut failed = Vec::new();
    let corpus = ["xtask", "corpus", CORPUS, "--few"];
    let contract = ["xtask", "contract"];
    let mut steps = CI.to_vec();
    if crate::contract::is_possible() {
        steps.push(&contract);
    } else {
        eprintln!("==> there is no Node: Prism is not asked whether the calls are what the documents want");
    }
    if Path::new(CORPUS).is_dir() {
        steps.push(&corpus);
    } else {
        eprintln!("==> there is no `{CORPUS}`: the documents of tests/cases are all that is generated");
    }
    for step in steps {
        let shown = format!("cargo {}", step.join(" "));
        eprintln!("==> {shown}");
        if !succeeds(cargo().args(step)) {
            failed.push(shown);
        }
    }
    for step in &failed {
        eprintln!("failed: {step}");
    }
    if failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Lets the snapshot tests write what they would compare.
pub(crate) fn bless() -> ExitCode {
    if env::var_os("CI").is_some() {
        eprintln!("error: `CI` is set, and a check must not rewrite what it checks");
        return ExitCode::FAILURE;
    }
    let test = ["test", "--package", "specsmith-tests", "--no-default-features", "--test", "it"];
    let cases = ["--", "cases::", "errors::"];
    code(succeeds(cargo().args(test).args(cases).env("UPDATE_EXPECT", "1")))
}

/// What `mutate` is asked to do.
#[derive(Debug, Args)]
pub(crate) struct MutateArgs {
    /// The folder of the documents, which is searched to its depths.
    #[arg(default_value = "tests/cases")]
    pub(crate) dir: PathBuf,
    /// How long.
    #[arg(long, value_name = "N", default_value_t = 60)]
    seconds: u64,
    /// Another number makes other mutants; the same one makes the same.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
}

/// Runs the test of that name for longer.
pub(crate) fn mutate(arguments: &MutateArgs) -> ExitCode {
    let test = ["test", "--package", "specsmith-tests", "--test", "it", "--", "--nocapture", "mutations::"];
    let MutateArgs { dir, seconds, seed } = arguments;
    let mut cargo = cargo();
    cargo.args(test).env("SPECSMITH_MUTATE", dir);
    cargo.env("SPECSMITH_MUTATE_SECONDS", seconds.to_string()).env("SPECSMITH_MUTATE_SEED", seed.to_string());
    code(succeeds(&mut cargo))
}

/// What `soak` is asked to do.
#[derive(Debug, Args)]
pub(crate) struct SoakArgs {
    /// How long.
    #[arg(long, value_name = "N", default_value_t = 60)]
    seconds: u64,
}

/// Runs the test of that name for longer.
pub(crate) fn soak(arguments: &SoakArgs) -> ExitCode {
    let test = ["test", "--package", "specsmith-runtime", "--test", "it", "--", "--nocapture", "soak::"];
    let mut cargo = cargo();
    cargo.args(test).env("SPECSMITH_SOAK_SECONDS", arguments.seconds.to_string());
    code(succeeds(&mut cargo))
}

/// The rules of style are tests, so that nobody can forget them.
pub(crate) fn tidy() -> ExitCode {
    code(succeeds(cargo().args(["test", "--package", "specsmith-tests", "--test", "it", "--", "tidy::"])))
}

/// A build for speed tries every document.
pub(crate) fn names() -> ExitCode {
    let test = ["test", "--release", "--package", "specsmith-tests", "--test", "it", "--", "names::"];
    code(succeeds(cargo().args(test)))
}

/// Cargo as it was called for this chore; keys of the caller are not for checks, which talk to loopback alone.
pub(crate) fn cargo() -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.env("RUSTDOCFLAGS", "-D warnings");
    for variable in ["LIGHTON_API_KEY", "PARADIGM_API_KEY", "PARADIGM_BASE_URL"] {
        cargo.env_remove(variable);
    }
    cargo
}

fn succeeds(command: &mut Command) -> bool {
    match command.status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("error: cannot run cargo: {error}");
            false
        }
    }
}

fn code(success: bool) -> ExitCode {
    if success { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
