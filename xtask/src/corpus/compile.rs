//! The crates of a corpus in one workspace, compiled by one call of Cargo; each message belongs to one crate.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;

use serde_json::Value as Json;

use super::measure::package;

/// What looks at the crates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tool {
    Check,
    Clippy,
    Doc,
}

/// Nobody debugs these crates, and each is compiled once: what both would need is most of what they take on the disk.
const PROFILE: &str = "\n[profile.dev]\ndebug = 0\nincremental = false\n";

/// How a crate fared.
#[derive(Debug, Default, Clone)]
pub(crate) struct Compiled {
    pub(crate) succeeded: bool,
    pub(crate) warnings: usize,
    /// The first error or warning, drawn.
    pub(crate) first: Option<String>,
}

/// Compiles the crates of those names, all of them whatever becomes of the others. The answers stand in their order.
pub(crate) fn compile(scratch: &Path, names: &[&str], tool: Tool, jobs: usize) -> io::Result<Vec<Compiled>> {
    let members: Vec<String> = names.iter().map(|it| format!("{it:?}")).collect();
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n{PROFILE}", members.join(", "));
    fs::write(scratch.join("Cargo.toml"), manifest)?;
    // The versions that the repository has: nothing is looked for on the network.
    fs::copy("Cargo.lock", scratch.join("Cargo.lock"))?;
    let mut cargo = crate::chores::cargo();
    match tool {
        Tool::Check => cargo.arg("check"),
        Tool::Clippy => cargo.arg("clippy"),
        Tool::Doc => cargo.args(["doc", "--no-deps"]),
    };
    cargo
        .args(["--workspace", "--keep-going", "--offline", "--message-format", "json", "--jobs"])
        .arg(jobs.to_string())
        .current_dir(scratch)
        .env("CARGO_TARGET_DIR", scratch.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        // Warnings are counted here, and fail nothing.
        .env_remove("RUSTDOCFLAGS")
        .stdout(Stdio::piped());
    let mut child = cargo.spawn()?;
    let mut found = Found::default();
    for line in child.stdout.take().into_iter().flat_map(|it| BufReader::new(it).lines()) {
        // Cargo says all as JSON, but what a build prints may stand between.
        if let Ok(message) = serde_json::from_str(&line?) {
            found.add(&message);
        }
    }
    let status = child.wait()?;
    if found.messages == 0 && !status.success() {
        return Err(io::Error::other("cargo could not begin: its words stand above"));
    }
    Ok(names.iter().map(|it| found.of(it)).collect())
}

/// What Cargo said, by the name of the library.
#[derive(Default)]
struct Found {
    messages: usize,
    finished: BTreeSet<String>,
    by_crate: BTreeMap<String, Compiled>,
}

impl Found {
    fn add(&mut self, message: &Json) {
        self.messages += 1;
        let name = message["target"]["name"].as_str().unwrap_or_default();
        match message["reason"].as_str() {
            Some("compiler-artifact") => drop(self.finished.insert(name.to_owned())),
            Some("compiler-message") => {
                let level = message["message"]["level"].as_str().unwrap_or_default();
                // The sum at the end has no code and no place.
                let placed = message["message"]["spans"].as_array().is_some_and(|it| !it.is_empty());
                if !matches!(level, "warning" | "error") || (level == "warning" && !placed) {
                    return;
                }
                let of = self.by_crate.entry(name.to_owned()).or_default();
                of.warnings += usize::from(level == "warning");
                let drawn = message["message"]["rendered"].as_str().map(str::to_owned);
                of.first = of.first.take().or(drawn);
            }
            _ => {}
        }
    }

    fn of(&self, name: &str) -> Compiled {
        let library = package(name).replace('-', "_");
        let known = self.by_crate.get(&library).cloned().unwrap_or_default();
        Compiled { succeeded: self.finished.contains(&library), ..known }
    }
}
