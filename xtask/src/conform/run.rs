//! The tests of the crates: compiled by one call of Cargo, run one by one, and what each said.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value as Json;

use crate::corpus::Row;
use crate::corpus::measure::package;

/// Nobody debugs these crates, and each is compiled once.
const PROFILE: &str = "\n[profile.dev]\ndebug = 0\nincremental = false\n";

/// What the test of a crate prints its figures behind.
const MARK: &str = "specsmith: ";

/// What became of one document.
pub(crate) struct Tried {
    pub(crate) name: String,
    /// Why nothing was tried.
    pub(crate) fault: Option<String>,
    /// What the generator said of the values: `--report`.
    pub(crate) report: Json,
    /// What the test said of them.
    pub(crate) said: Json,
}

impl Tried {
    pub(crate) fn is_fine(&self) -> bool {
        self.fault.is_none() && self.said["missed"].as_array().is_none_or(Vec::is_empty)
    }
}

/// Compiles and runs them all.
pub(crate) fn run(rows: Vec<Row>, scratch: &Path, jobs: usize) -> io::Result<Vec<Tried>> {
    let made = rows.iter().filter(|it| it.made.fault.is_none()).map(|it| it.document.name.as_str());
    let tests = compile(scratch, &made.collect::<Vec<_>>(), jobs)?;
    let mut all = Vec::new();
    for Row { document, made, .. } in rows {
        let name = document.name;
        let report = scratch.join("logs").join(format!("{name}.report.json"));
        let report: Json =
            serde_json::from_str(&fs::read_to_string(report).unwrap_or_default()).unwrap_or_default();
        let report = report["documents"][0]["tests"].clone();
        let test = tests.get(&package(&name));
        let has_test = scratch.join(&name).join("tests/examples.rs").exists();
        let (fault, said) = match (made.fault, test) {
            (Some(fault), _) => (Some(fault), Json::Null),
            (None, None) if has_test => (Some("its test does not compile".to_owned()), Json::Null),
            // There is nothing to be tried.
            (None, None) => (None, Json::Null),
            (None, Some(test)) => {
                let output = Command::new(test).arg("--nocapture").stdin(Stdio::null()).output()?;
                let text = String::from_utf8_lossy(&output.stdout).into_owned();
                let line = text.lines().find_map(|it| Some(it.split_once(MARK)?.1));
                match line.and_then(|it| serde_json::from_str(it).ok()) {
                    Some(said) => (None, said),
                    None => (Some(format!("its test says nothing: {}", output.status)), Json::Null),
                }
            }
        };
        all.push(Tried { name, fault, report, said });
    }
    Ok(all)
}

/// The tests by their packages.
fn compile(scratch: &Path, names: &[&str], jobs: usize) -> io::Result<BTreeMap<String, PathBuf>> {
    let members: Vec<String> = names.iter().map(|it| format!("{it:?}")).collect();
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n{PROFILE}", members.join(", "));
    fs::write(scratch.join("Cargo.toml"), manifest)?;
    // The versions that the repository has: nothing is looked for on the network.
    fs::copy("Cargo.lock", scratch.join("Cargo.lock"))?;
    let mut child = crate::chores::cargo()
        .args(["build", "--workspace", "--test", "examples", "--keep-going", "--offline"])
        // Nothing is sent, so nothing is encrypted.
        .args(["--no-default-features", "--features", "api", "--message-format", "json-render-diagnostics"])
        .args(["--jobs", &jobs.to_string()])
        .current_dir(scratch)
        .env("CARGO_TARGET_DIR", scratch.join("target"))
        .env("CARGO_INCREMENTAL", "0")
        .stdout(Stdio::piped())
        .spawn()?;
    let mut tests = BTreeMap::new();
    for line in child.stdout.take().into_iter().flat_map(|it| BufReader::new(it).lines()) {
        let Ok(message) = serde_json::from_str::<Json>(&line?) else { continue };
        let made = message["executable"].as_str().filter(|_| message["target"]["name"] == "examples");
        let manifest = message["manifest_path"].as_str().map(Path::new).and_then(Path::parent);
        if let (Some(made), Some(name)) = (made, manifest.and_then(Path::file_name)) {
            tests.insert(package(&name.to_string_lossy()), PathBuf::from(made));
        }
    }
    // Whether one failed is seen by its missing.
    child.wait()?;
    Ok(tests)
}
