//! One run of the generator as a process of its own: what it made, in which time, with how much memory.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use std::{fs, io};

use serde_json::Value as Json;

use super::documents::Document;

/// What a run made, and what it took.
#[derive(Debug, Default)]
pub(crate) struct Made {
    /// Why there is no crate.
    pub(crate) fault: Option<String>,
    /// How many operations the document holds.
    pub(crate) operations: u64,
    /// How many of them have a function.
    pub(crate) generated: u64,
    /// How many of those lost nothing.
    pub(crate) whole: u64,
    pub(crate) types: u64,
    pub(crate) warnings: u64,
    /// How many places are any JSON.
    pub(crate) untyped: usize,
    /// Lines of Rust.
    pub(crate) lines: usize,
    pub(crate) time: Duration,
    /// The most memory that it held, as far as looking at it every few milliseconds tells; 0 where the system does not.
    pub(crate) peak_kib: u64,
}

/// How often a running process is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// Makes the crate of one document in the scratch folder.
pub(crate) fn generate(
    document: &Document,
    specsmith: &Path,
    scratch: &Path,
    further: &[String],
) -> io::Result<Made> {
    let Document { name, path, .. } = document;
    let (out, logs) = (scratch.join(name), scratch.join("logs"));
    fs::create_dir_all(&logs)?;
    let log = |what: &str| logs.join(format!("{name}.{what}"));
    let (said, complaints, report) = (log("json"), log("txt"), log("report.json"));
    let began = Instant::now();
    let mut child = Command::new(specsmith)
        .arg("generate")
        .arg(path)
        .arg("--out")
        .arg(&out)
        .args(["--name", &package(name), "--format", "json", "--runtime"])
        .arg(std::path::absolute("crates/runtime")?)
        .arg("--report")
        .arg(&report)
        .args(further)
        .stdin(Stdio::null())
        .stdout(fs::File::create(&said)?)
        .stderr(fs::File::create(&complaints)?)
        .spawn()?;
    let (status, peak_kib) = watch(&mut child)?;
    let time = began.elapsed();
    let mut made = if status.success() {
        let (said, report) = (read(&said)?, read(&report)?);
        count(&said, &report)
    } else {
        Made { fault: Some(fault(status, &said, &complaints)), ..Made::default() }
    };
    made.lines = lines(&out.join("src"))?;
    Ok(Made { time, peak_kib, ..made })
}

/// The package of a document.
pub(crate) fn package(name: &str) -> String {
    format!("{name}-client")
}

fn watch(child: &mut Child) -> io::Result<(ExitStatus, u64)> {
    let status_file = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((status, peak));
        }
        let text = fs::read_to_string(&status_file).unwrap_or_default();
        let line = text.lines().find_map(|it| it.strip_prefix("VmHWM:"));
        let now = line.and_then(|it| it.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(now.unwrap_or_default());
        std::thread::sleep(LOOK);
    }
}

fn read(path: &Path) -> io::Result<Json> {
    let text = fs::read_to_string(path)?;
    serde_json::from_str(&text).map_err(|error| io::Error::other(format!("{}: {error}", path.display())))
}

fn count(said: &Json, report: &Json) -> Made {
    let number = |of: &Json, key: &str| of[key].as_u64().unwrap_or_default();
    let (document, account) = (&said["documents"][0], &report["documents"][0]);
    Made {
        operations: number(&account["operations"], "all"),
        generated: number(document, "operations"),
        whole: number(&account["operations"], "whole"),
        types: number(document, "types"),
        warnings: number(document, "warnings"),
        untyped: account["untyped"].as_array().map_or(0, Vec::len),
        ..Made::default()
    }
}

/// The first error that it complained of, or the last word that it said.
fn fault(status: ExitStatus, said: &Path, complaints: &Path) -> String {
    let said = read(said).unwrap_or_default();
    let errors = said["diagnostics"].as_array().into_iter().flatten().filter(|it| it["severity"] == "error");
    let first = errors.filter_map(|it| it["message"].as_str()).next().or(said["error"].as_str());
    let text = fs::read_to_string(complaints).unwrap_or_default();
    let words = first.or(text.lines().find(|it| !it.trim().is_empty())).unwrap_or("it said nothing");
    format!("{status}: {words}")
}

fn lines(folder: &Path) -> io::Result<usize> {
    let mut lines = 0;
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry?.path();
        lines += if path.is_dir() { self::lines(&path)? } else { fs::read_to_string(&path)?.lines().count() };
    }
    Ok(lines)
}
