//! The table: one line for each document, then what failed, then the sums.

use std::fmt::Write;

use super::Row;

const HEADS: [&str; 13] = [
    "document",
    "version",
    "operations",
    "made",
    "whole",
    "types",
    "warnings",
    "untyped",
    "lines",
    "seconds",
    "peak MiB",
    "compiles",
    "its warnings",
];

/// Draws it.
pub(crate) fn draw(rows: &[Row]) -> String {
    let mut cells: Vec<[String; 13]> = vec![HEADS.map(str::to_owned)];
    cells.extend(rows.iter().map(line));
    let width = |column: usize| cells.iter().map(|it| it[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<usize> = (0..HEADS.len()).map(width).collect();
    let mut page = String::new();
    for row in &cells {
        let mut text = String::new();
        for (column, cell) in row.iter().enumerate() {
            // Words to the left, numbers to the right.
            let width = widths[column];
            let padded = if column < 2 { format!("{cell:<width$}") } else { format!("{cell:>width$}") };
            text.push_str(&padded);
            text.push_str("  ");
        }
        page.push_str(text.trim_end());
        page.push('\n');
    }
    faults(rows, &mut page);
    sums(rows, &mut page);
    page
}

fn line(row: &Row) -> [String; 13] {
    let Row { document, made, compiled } = row;
    let compiles = match (&made.fault, compiled) {
        (Some(_), _) => "refused",
        (None, None) => "-",
        (None, Some(it)) if it.succeeded => "yes",
        (None, Some(_)) => "NO",
    };
    [
        document.name.clone(),
        document.version.clone(),
        made.operations.to_string(),
        made.generated.to_string(),
        made.whole.to_string(),
        made.types.to_string(),
        made.warnings.to_string(),
        made.untyped.to_string(),
        made.lines.to_string(),
        format!("{:.2}", made.time.as_secs_f64()),
        made.peak_kib.div_ceil(1024).to_string(),
        compiles.to_owned(),
        compiled.as_ref().map(|it| it.warnings.to_string()).unwrap_or_default(),
    ]
}

fn faults(rows: &[Row], page: &mut String) {
    for Row { document, made, compiled } in rows {
        if let Some(fault) = &made.fault {
            // Writing to a string cannot fail.
            let _ = writeln!(page, "\n{} is refused: {fault}", document.name);
        }
        if let Some(first) = compiled.as_ref().and_then(|it| it.first.as_ref()) {
            let _ = write!(page, "\n{}: {first}", document.name);
        }
    }
}

fn sums(rows: &[Row], page: &mut String) {
    let made = rows.iter().filter(|it| it.made.fault.is_none()).count();
    let tried = rows.iter().filter(|it| it.compiled.is_some()).count();
    let compiled = rows.iter().filter(|it| it.compiled.as_ref().is_some_and(|it| it.succeeded)).count();
    let operations: u64 = rows.iter().map(|it| it.made.operations).sum();
    let whole: u64 = rows.iter().map(|it| it.made.whole).sum();
    let _ = write!(
        page,
        "\n{made} of {} documents generated, {whole} of {operations} operations whole",
        rows.len()
    );
    let _ = writeln!(page, "; {compiled} of {tried} crates compiled");
}
