//! Drawing complaints: for people with the lines around, for machines as JSON.

use std::collections::{BTreeMap, BTreeSet};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin as Header, Renderer, Snippet};

use crate::diagnostics::{Diagnostic, Diagnostics, Severity, Spot};
use crate::locate::Place;
use crate::tree::{Origin, Tree};

/// How complaints are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Text alone.
    Plain,
    /// With colours for a terminal.
    Coloured,
}

/// Lines shown before and after the one at fault.
const AROUND: usize = 2;

/// A line longer than this is a machine's, not a person's: its place is named, the line is not shown.
const LONG_LINE: usize = 400;

/// Nobody reads more at once, and drawing takes time.
const DRAWN: usize = 100;

/// Draws the complaints, each with its place and the lines around it: errors first, at most a hundred.
pub fn render(tree: &Tree, diagnostics: &Diagnostics, style: Style) -> String {
    let mut drawn: Vec<&Diagnostic> = diagnostics.list().iter().collect();
    drawn.sort_by_key(|it| std::cmp::Reverse(it.severity));
    let hidden = drawn.len().saturating_sub(DRAWN);
    drawn.truncate(DRAWN);
    let places = places_of(tree, drawn.iter().copied());
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut page = String::new();
    for diagnostic in drawn {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let message = printable(&diagnostic.message);
        let label = printable(&diagnostic.label);
        let related_label = diagnostic.related.as_ref().map(|it| printable(&it.label)).unwrap_or_default();
        let help = printable(&diagnostic.help);
        let title = level.primary_title(message.as_str()).id(diagnostic.code);
        let mut group = Group::with_title(title);
        let place = place_of(tree, &places, diagnostic.spot);
        let related = diagnostic.related.as_ref().and_then(|it| places.get(&it.at));
        match (&place, diagnostic.spot) {
            (Some(place), _) => group = excerpt(tree, group, place, &label, AnnotationKind::Primary),
            (None, Spot::File(file)) => {
                group = group.element(Header::path(tree.file_name(file)).line(1).char_column(1));
            }
            (None, _) => {}
        }
        if let Some(related) = related {
            group = excerpt(tree, group, related, &related_label, AnnotationKind::Context);
        }
        if !help.is_empty() {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        page.push_str(&renderer.render(&[group]));
        page.push_str("\n\n");
    }
    if hidden > 0 {
        page.push_str(&format!("... and {hidden} more\n\n"));
    }
    page
}

fn excerpt<'a>(
    tree: &'a Tree,
    group: Group<'a>,
    place: &Place,
    label: &'a str,
    kind: AnnotationKind,
) -> Group<'a> {
    let file = &tree.files[place.file.0 as usize];
    let window = window(&file.text, place);
    if window.long {
        return group.element(Header::path(file.name.as_str()).line(place.line).char_column(place.column));
    }
    let text = &file.text[window.start..window.end];
    let span =
        place.span.start - window.start..place.span.end.clamp(place.span.start, window.end) - window.start;
    let annotation = kind.span(span);
    let annotation = if label.is_empty() { annotation } else { annotation.label(label) };
    group.element(
        Snippet::source(text)
            .path(file.name.as_str())
            .line_start(place.line - window.lines_before)
            .fold(false)
            .annotation(annotation),
    )
}

struct Window {
    start: usize,
    end: usize,
    lines_before: usize,
    long: bool,
}

/// The line at fault and its neighbours.
fn window(text: &str, place: &Place) -> Window {
    let line_start = |from: usize| text[..from].rfind('\n').map_or(0, |it| it + 1);
    let line_end = |from: usize| text[from..].find('\n').map_or(text.len(), |it| from + it);
    let own = line_start(place.span.start);
    let (mut start, mut lines_before) = (own, 0);
    while start > 0 && lines_before < AROUND {
        start = line_start(start - 1);
        lines_before += 1;
    }
    let mut end = line_end(place.span.start);
    for _ in 0..AROUND {
        if end < text.len() {
            end = line_end(end + 1);
        }
    }
    let text = &text[start..end];
    Window {
        start,
        end: start + text.trim_end().len().max(place.span.start - start),
        lines_before,
        long: text.lines().any(|it| it.len() > LONG_LINE),
    }
}

fn places_of<'d>(tree: &Tree, diagnostics: impl Iterator<Item = &'d Diagnostic>) -> BTreeMap<Origin, Place> {
    let mut wanted = BTreeSet::new();
    for diagnostic in diagnostics {
        if let Spot::Node(at) = diagnostic.spot {
            wanted.insert(at);
        }
        wanted.extend(diagnostic.related.as_ref().map(|it| it.at));
    }
    tree.places(&wanted)
}

fn place_of(tree: &Tree, places: &BTreeMap<Origin, Place>, spot: Spot) -> Option<Place> {
    match spot {
        Spot::Node(at) => places.get(&at).cloned(),
        Spot::At { file, line, column } => Some(tree.place_at(file, line, column)),
        Spot::Byte(file, offset) => Some(tree.place_of_byte(file, offset)),
        Spot::File(_) | Spot::Nowhere => None,
    }
}

/// A document's words may hold anything; on a terminal they may not move the cursor or start a new line.
pub fn printable(words: &str) -> String {
    words
        .chars()
        .flat_map(|it| if it.is_control() { it.escape_default().collect() } else { vec![it] })
        .collect()
}

/// Every complaint as a JSON list: `severity`, `code`, `message`, `label`, `help`, `file`, `line`, `column`, `pointer`,
/// `related`.
pub fn summary_json(tree: &Tree, diagnostics: &Diagnostics) -> serde_json::Value {
    let places = places_of(tree, diagnostics.list().iter());
    let one = |diagnostic: &Diagnostic| {
        let place = place_of(tree, &places, diagnostic.spot);
        let pointer = match diagnostic.spot {
            Spot::Node(at) => Some(tree.pointer(at)),
            Spot::At { .. } | Spot::Byte(..) | Spot::File(_) | Spot::Nowhere => None,
        };
        let file = match (&place, diagnostic.spot) {
            (Some(place), _) => Some(tree.file_name(place.file)),
            (None, Spot::File(file)) => Some(tree.file_name(file)),
            (None, _) => None,
        };
        serde_json::json!({
            "severity": diagnostic.severity.word(),
            "code": diagnostic.code,
            "message": diagnostic.message,
            "label": diagnostic.label,
            "help": diagnostic.help,
            "file": file,
            "line": place.as_ref().map(|it| it.line),
            "column": place.as_ref().map(|it| it.column),
            "pointer": pointer,
            "related": diagnostic.related.as_ref().map(|it| {
                let place = places.get(&it.at);
                serde_json::json!({
                    "label": it.label,
                    "file": place.map(|it| tree.file_name(it.file)),
                    "line": place.map(|it| it.line),
                    "column": place.map(|it| it.column),
                    "pointer": tree.pointer(it.at),
                })
            }),
        })
    };
    diagnostics.list().iter().map(one).collect()
}
