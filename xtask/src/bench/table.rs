//! The table of one document: a line for each thing measured, a column for each tool, and ours as a part of theirs.

use std::fs;
use std::io;
use std::path::Path;

use super::Found;
use super::process::{Cost, median};
use super::tools::Tool;
use super::work::Mode;

/// How a number is shown.
#[derive(Clone, Copy)]
enum Unit {
    Seconds,
    Mebibytes,
    Count,
}

type Figure = Box<dyn Fn(&Found) -> Option<f64>>;

/// Draws it.
pub(crate) fn draw(document: &Path, found: &[Found]) -> io::Result<String> {
    let name = document.file_stem().unwrap_or_default().to_string_lossy();
    #[expect(clippy::cast_precision_loss, reason = "it is shown with one digit")]
    let megabytes = fs::metadata(document)?.len() as f64 / 1e6;
    let mut page = format!("\n### {name} ({megabytes:.1} MB)\n\n| |");
    let shown: Vec<&Found> = found.iter().filter(|it| !it.generation.is_empty()).collect();
    for it in &shown {
        page.push_str(&format!(" {} |", it.tool.name()));
    }
    page.push_str(&format!("\n|---|{}\n", "---|".repeat(shown.len())));
    for (label, unit, figure) in lines() {
        let ours = found.iter().find(|it| it.tool == Tool::Specsmith).and_then(&figure);
        let cells: Vec<Option<f64>> = shown.iter().map(|it| figure(it)).collect();
        if cells.iter().all(Option::is_none) {
            continue;
        }
        page.push_str(&format!("| {label} |"));
        for (it, cell) in shown.iter().zip(cells) {
            page.push_str(&format!(" {} |", shown_cell(it.tool, cell, ours, unit)));
        }
        page.push('\n');
    }
    page.push('\n');
    for Found { tool, fault, .. } in found {
        if let Some(fault) = fault {
            page.push_str(&format!("{} {}.\n", tool.name(), plain(fault)));
        }
    }
    Ok(page)
}

#[expect(clippy::cast_precision_loss, reason = "no figure has that many digits")]
fn lines() -> Vec<(&'static str, Unit, Figure)> {
    fn generation(of: fn(Cost) -> f64) -> Figure {
        Box::new(move |it| median(&it.generation).map(of))
    }
    fn compiled(mode: Mode, of: fn(Cost) -> f64) -> Figure {
        Box::new(move |it| Found::of(&it.compiled, mode).map(of))
    }
    fn consumed(mode: Mode, of: fn(Cost) -> f64) -> Figure {
        Box::new(move |it| Found::of(&it.consumed, mode).map(of))
    }
    fn counted(of: fn(&Found) -> usize) -> Figure {
        Box::new(move |it| Some(of(it)).filter(|it| *it > 0).map(|it| it as f64))
    }
    let wall = |it: Cost| it.wall.as_secs_f64();
    let cpu = |it: Cost| it.cpu.as_secs_f64();
    let peak = |it: Cost| it.peak as f64;
    vec![
        ("generation", Unit::Seconds, generation(wall)),
        ("generation, processor", Unit::Seconds, generation(cpu)),
        ("generation, peak memory", Unit::Mebibytes, generation(peak)),
        ("lines", Unit::Count, counted(|it| it.size.lines)),
        ("size of the source", Unit::Mebibytes, counted(|it| it.size.bytes)),
        ("public types", Unit::Count, counted(|it| it.size.types)),
        ("functions that call", Unit::Count, counted(|it| it.size.functions)),
        ("`cargo check`", Unit::Seconds, compiled(Mode::Check, wall)),
        ("`cargo check`, processor", Unit::Seconds, compiled(Mode::Check, cpu)),
        ("`cargo check`, peak memory", Unit::Mebibytes, compiled(Mode::Check, peak)),
        ("`cargo build`", Unit::Seconds, compiled(Mode::Dev, wall)),
        ("`cargo build`, processor", Unit::Seconds, compiled(Mode::Dev, cpu)),
        ("`cargo build --release`", Unit::Seconds, compiled(Mode::Release, wall)),
        ("`cargo build --release`, processor", Unit::Seconds, compiled(Mode::Release, cpu)),
        ("size of the library", Unit::Mebibytes, Box::new(|it| it.library.map(|it| it as f64))),
        ("a program that uses it, `cargo build`", Unit::Seconds, consumed(Mode::Dev, wall)),
        ("the same, processor", Unit::Seconds, consumed(Mode::Dev, cpu)),
        ("it with `--release`", Unit::Seconds, consumed(Mode::Release, wall)),
        ("the same, processor", Unit::Seconds, consumed(Mode::Release, cpu)),
        ("size of the program", Unit::Mebibytes, Box::new(|it| it.consumer.map(|it| it as f64))),
    ]
}

fn shown_cell(tool: Tool, cell: Option<f64>, ours: Option<f64>, unit: Unit) -> String {
    let Some(cell) = cell else { return "-".to_owned() };
    let number = match unit {
        Unit::Seconds => format!("{cell:.2} s"),
        Unit::Mebibytes => format!("{:.1} MiB", cell / (1024.0 * 1024.0)),
        Unit::Count => format!("{cell}"),
    };
    match ours.filter(|_| tool != Tool::Specsmith && cell > 0.0) {
        Some(ours) => format!("{number} ({:.2})", ours / cell),
        None => number,
    }
}

/// A line of somebody's log as a part of a sentence.
fn plain(fault: &str) -> String {
    const LONGEST: usize = 160;
    let home = std::path::absolute(".").unwrap_or_default();
    let text = fault.replace(&*home.to_string_lossy(), "").replace(['|', '`', '<', '>'], "'");
    text.trim_end_matches('.').chars().take(LONGEST).collect()
}
