//! One run of a program: what it took.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4 as _;

/// What a program and those that it started took.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Cost {
    pub(crate) wall: Duration,
    /// Time of processors, the system's for it counted in.
    pub(crate) cpu: Duration,
    /// The most memory that one of them held.
    pub(crate) peak: u64,
}

/// Runs a program and writes what it says into a file. Where it fails, its last words say how.
pub(crate) fn measure(command: &mut Command, log: &Path) -> io::Result<Result<Cost, String>> {
    let file = File::create(log)?;
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
    let began = Instant::now();
    let ended = command.spawn()?.wait4()?;
    let wall = began.elapsed();
    if !ended.status.success() {
        return Ok(Err(last_words(&fs::read(log)?).unwrap_or_else(|| ended.status.to_string())));
    }
    let used = ended.rusage;
    Ok(Ok(Cost { wall, cpu: used.utime + used.stime, peak: used.maxrss }))
}

/// The line that says what went wrong, as far as one can be told from the others.
fn last_words(log: &[u8]) -> Option<String> {
    const TELLING: [&str; 5] = ["error", "panicked", "exception", "failed", "not implemented"];
    let text = String::from_utf8_lossy(log);
    let lines = || text.lines().map(str::trim).filter(|it| !it.is_empty());
    let telling = |it: &&str| TELLING.iter().any(|word| it.to_ascii_lowercase().contains(word));
    let line = lines().find(telling).or_else(|| lines().next_back())?;
    // A panic says where on one line, and what on the next.
    let what = lines().skip_while(|it| *it != line).nth(1).filter(|_| line.contains("panicked at"));
    Some(what.map_or_else(|| line.to_owned(), |what| format!("panics: {what}")))
}

/// The middle of several runs, each figure by itself.
pub(crate) fn median(costs: &[Cost]) -> Option<Cost> {
    fn middle<T: Ord + Copy>(mut all: Vec<T>) -> Option<T> {
        all.sort();
        all.get(all.len().saturating_sub(1) / 2).copied()
    }
    Some(Cost {
        wall: middle(costs.iter().map(|it| it.wall).collect())?,
        cpu: middle(costs.iter().map(|it| it.cpu).collect())?,
        peak: middle(costs.iter().map(|it| it.peak).collect())?,
    })
}
