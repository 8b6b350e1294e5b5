//! `docs/performance.md`: the parts of it that a command writes stand between marks.

use std::fs;
use std::io;
use std::process::Command;

use super::tools::Tool;

const PAGE: &str = "docs/performance.md";

/// Puts a text between the marks of that name.
pub(crate) fn write(name: &str, text: &str) -> io::Result<()> {
    let (begin, end) =
        (format!("<!-- {name}: written by `cargo xtask bench` -->\n"), format!("<!-- end of {name} -->"));
    let page = fs::read_to_string(PAGE)?;
    let parts = page.split_once(&begin).and_then(|(before, rest)| Some((before, rest.split_once(&end)?.1)));
    let Some((before, after)) = parts else {
        return Err(io::Error::other(format!("{PAGE} has no place for `{name}`")));
    };
    fs::write(PAGE, format!("{before}{begin}\n{}\n\n{end}{after}", text.trim()))
}

/// On what was measured, and what.
pub(crate) fn machine(tools: &[Tool], runs: usize) -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let versions: Vec<String> = tools.iter().map(|it| format!("{} {}", it.name(), it.version())).collect();
    format!(
        "{}, {cores} cores, {}; {}. {} in turn, the medians.\n",
        processor(),
        compiler(),
        versions.join(", "),
        if runs == 1 { "One run".to_owned() } else { format!("{runs} runs") },
    )
}

fn processor() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|it| it.strip_prefix("model name"));
    model.map_or(std::env::consts::ARCH, |it| it.trim_start_matches([' ', '\t', ':'])).to_owned()
}

fn compiler() -> String {
    let output = Command::new("rustc").arg("--version").output();
    output.map(|it| String::from_utf8_lossy(&it.stdout).trim().to_owned()).unwrap_or_default()
}
