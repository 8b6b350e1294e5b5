//! The rivals, each in the version that the figures are of, in a folder of their own.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use super::tools::Tool;

/// Installs those that are not there: with Cargo, and from PyPI, whose package brings a Java program along.
pub(crate) fn install(rivals: &Path, tools: &[Tool]) -> io::Result<()> {
    fs::create_dir_all(rivals)?;
    for tool in tools.iter().filter(|it| it.program(rivals).is_none()) {
        match (tool, tool.package()) {
            (Tool::Specsmith, _) => {}
            (Tool::OpenapiGenerator, _) => java(rivals, tool.version())?,
            (_, Some(package)) => cargo(rivals, package, tool.version())?,
            (_, None) => {}
        }
    }
    Ok(())
}

fn cargo(rivals: &Path, package: &str, version: &str) -> io::Result<()> {
    let mut cargo = crate::chores::cargo();
    cargo.args(["install", "--locked", package, "--version", version, "--root"]).arg(rivals);
    // Most of what they consist of is the same.
    run(cargo.env("CARGO_TARGET_DIR", rivals.join("target")))
}

fn java(rivals: &Path, version: &str) -> io::Result<()> {
    let venv = rivals.join("venv");
    run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    let pip = venv.join("bin/pip");
    run(Command::new(pip).args(["install", "--quiet", &format!("openapi-generator-cli=={version}")]))
}

fn run(command: &mut Command) -> io::Result<()> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("{command:?}: {status}"))) }
}
