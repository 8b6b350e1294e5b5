//! The second judge: requests are recorded, and the Python package openapi-core holds them against the document.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value as Json, json};

use super::client::{Called, Client, Document};
use super::recorder::Recorder;
use super::results::Row;

/// The packages, and the program that asks them.
const PINNED: &str = "xtask/contract/requirements.txt";
const SCRIPT: &str = "xtask/contract/judge.py";

/// The judge, and what records for it.
pub(super) struct Judge {
    python: PathBuf,
    recorder: Recorder,
}

impl Judge {
    pub(super) fn install(folder: &Path) -> io::Result<Self> {
        Ok(Self { python: install(folder)?, recorder: Recorder::start()? })
    }

    pub(super) fn row(&self, client: &Client, document: &Document, scratch: &Path) -> io::Result<Row> {
        match client.harness(scratch, self.recorder.url(), &document.module, 0, 0) {
            Ok((calls, _)) => {
                judged(&document.name, &document.path, calls, self.recorder.take(), &self.python)
            }
            Err(error) => Ok(Row::failed(&document.name, error.to_string())),
        }
    }
}

/// Makes the environment of the pinned versions, unless it is there.
fn install(folder: &Path) -> io::Result<PathBuf> {
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let (wanted, done) = (std::fs::read(PINNED)?, folder.join("installed.txt"));
    if std::fs::read(&done).ok().as_ref() == Some(&wanted) {
        return Ok(python);
    }
    let begun = |it: io::Result<std::process::ExitStatus>| it.is_ok_and(|it| it.success());
    let made = begun(Command::new("python3").args(["-m", "venv"]).arg(folder).status());
    let pip = ["-m", "pip", "install", "--quiet", "--requirement", PINNED];
    if !made || !begun(Command::new(&python).args(pip).status()) {
        return Err(io::Error::other("Python could not install openapi-core"));
    }
    std::fs::write(done, wanted)?;
    Ok(python)
}

fn judged(
    name: &str,
    path: &Path,
    calls: Vec<Called>,
    requests: Vec<Json>,
    python: &Path,
) -> io::Result<Row> {
    // What was not sent has no request; the answer to all others was not what was asked for, which does not matter.
    let sent = |it: &Called| !matches!(it.outcome.as_str(), "unmade" | "unsendable");
    if calls.iter().filter(|it| sent(it)).count() != requests.len() {
        let (sent, seen) = (calls.iter().filter(|it| sent(it)).count(), requests.len());
        return Ok(Row::failed(name, format!("{sent} calls were sent, but {seen} requests seen")));
    }
    let mut child = Command::new(python)
        .arg(SCRIPT)
        .arg(path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let templates = calls.iter().filter(|it| sent(it)).map(|it| it.operation.clone());
    let asked: Vec<Json> = templates
        .zip(requests)
        .map(|(operation, request)| json!({ "operation": operation, "request": request }))
        .collect();
    if let Some(mut stdin) = child.stdin.take() {
        // It reads to the end before it writes.
        stdin.write_all(Json::from(asked).to_string().as_bytes())?;
    }
    let output = child.wait_with_output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let answer: Json = serde_json::from_str(&text).unwrap_or_default();
    let Some(verdicts) = answer["verdicts"].as_array() else {
        let why = answer["refused"].as_str().unwrap_or("it said nothing").to_owned();
        return Ok(Row::refused(name, why));
    };
    let mut verdicts = verdicts.iter();
    let mut calls = calls;
    for it in calls.iter_mut().filter(|it| sent(it)) {
        let said = verdicts.next().and_then(Json::as_str).unwrap_or("no verdict");
        it.outcome = if said.is_empty() { "accepted" } else { "refused" }.to_owned();
        it.detail = said.to_owned();
    }
    Ok(Row::new(name, calls))
}
