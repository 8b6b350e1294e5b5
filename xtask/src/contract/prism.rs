//! Stoplight Prism: a server that answers by a document, and holds each request against it.

use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::process::Guarded;

/// How long it may take to read a document.
const PATIENCE: Duration = Duration::from_secs(300);

/// Where its versions are pinned.
const PINNED: &str = "xtask/contract";

/// What ends it where nobody is left to do so.
const LEASH: &str = "xtask/contract/leash.cjs";

/// An installed Prism.
pub(super) struct Prism {
    script: PathBuf,
}

/// A running one.
pub(super) struct Mock {
    url: String,
    _process: Guarded,
}

impl Mock {
    pub(super) fn url(&self) -> &str {
        &self.url
    }
}

/// Whether there is Node.
pub(crate) fn is_possible() -> bool {
    let quiet = |it: &str| Command::new(it).arg("--version").stdout(Stdio::null()).status();
    ["node", "npm"].into_iter().all(|it| quiet(it).is_ok_and(|it| it.success()))
}

/// Installs the pinned versions, unless they are there.
pub(super) fn install(folder: &Path) -> io::Result<Prism> {
    let script = folder.join("node_modules/@stoplight/prism-cli/dist/index.js");
    std::fs::create_dir_all(folder)?;
    let mut changed = !script.is_file();
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        let (from, to) = (Path::new(PINNED).join(name), folder.join(name));
        let wanted = std::fs::read(from)?;
        if std::fs::read(&to).ok().as_ref() != Some(&wanted) {
            std::fs::write(to, wanted)?;
            changed = true;
        }
    }
    if changed {
        // No package of it needs to run anything to be installed.
        let npm = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        let status = Command::new("npm").args(npm).current_dir(folder).status()?;
        if !status.success() {
            return Err(io::Error::other("npm could not install Prism"));
        }
    }
    Ok(Prism { script })
}

impl Prism {
    /// Starts one on a free port of loopback. The inner error says why it does not take the document.
    pub(super) fn mock(&self, document: &Path) -> io::Result<Result<Mock, String>> {
        let mut child = Command::new("node")
            .arg("--require")
            .arg(std::path::absolute(LEASH)?)
            .arg(&self.script)
            .args(["mock", "--errors", "--host", "127.0.0.1", "--port", "0"])
            .arg(document)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let stdout = child.stdout.take();
        let process = Guarded(child);
        let (sender, lines) = mpsc::channel();
        // It goes on reading to the end, so that the server never waits for somebody who listens.
        std::thread::spawn(move || {
            for line in stdout.into_iter().flat_map(|it| BufReader::new(it).lines()).map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let (until, mut last) = (Instant::now() + PATIENCE, String::new());
        loop {
            match lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    if let Some((_, url)) = line.split_once("Prism is listening on ") {
                        let url = url.trim().to_owned();
                        return Ok(Ok(Mock { url, _process: process }));
                    }
                    let said = line.split_once("[CLI]").map_or(line.as_str(), |(_, it)| it);
                    if line.contains("fatal") || !line.contains(" info ") && last.is_empty() {
                        last = said.trim().to_owned();
                    }
                }
                Err(mpsc::RecvTimeoutError::Disconnected) => return Ok(Err(last)),
                Err(mpsc::RecvTimeoutError::Timeout) => {
                    return Ok(Err(format!("it was not ready after {} s", PATIENCE.as_secs())));
                }
            }
        }
    }
}
