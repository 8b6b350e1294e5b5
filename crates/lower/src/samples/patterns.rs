//! Texts that a pattern fits: its shortest ones, made by walking over it.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind, Repetition};

/// Longer texts are not made.
const LONGEST: usize = 10_000;

/// How many turns more than it must a repetition is given, in order.
const MORE: [u32; 12] = [0, 1, 2, 3, 4, 6, 8, 12, 16, 32, 64, 255];

/// Texts that the pattern fits, shorter ones first; none where it says what only ECMA-262 has words for.
pub(crate) fn texts(pattern: &str) -> impl Iterator<Item = String> {
    let mut parser = ParserBuilder::new().unicode(false).utf8(false).nest_limit(64).build();
    let hir = parser.parse(&without_looks(pattern)).ok();
    MORE.into_iter().filter_map(move |more| {
        let mut bytes = Vec::new();
        write(hir.as_ref()?, more, &mut bytes)?;
        String::from_utf8(bytes).ok()
    })
}

/// Without what only looks ahead or behind, which the parser does not know: most of them forbid what is odd anyway.
fn without_looks(pattern: &str) -> String {
    let mut kept = String::new();
    let (mut rest, mut in_class) = (pattern, false);
    while let Some(it) = rest.chars().next() {
        let look = ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|it| rest.starts_with(it));
        if look && !in_class {
            rest = rest.get(group(rest)..).unwrap_or_default();
            continue;
        }
        let step = if it == '\\' { rest.chars().take(2).map(char::len_utf8).sum() } else { it.len_utf8() };
        in_class = (in_class || it == '[') && it != ']';
        let (taken, left) = rest.split_at(step);
        kept.push_str(taken);
        rest = left;
    }
    kept
}

/// How long the group is that a text begins with.
fn group(text: &str) -> usize {
    let (mut depth, mut in_class, mut escaped) = (0_usize, false, false);
    for (at, it) in text.char_indices() {
        match it {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ']' => in_class = false,
            _ if in_class => {}
            '[' => in_class = true,
            '(' => depth += 1,
            ')' if depth == 1 => return at + 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    text.len()
}

/// Writes the first text that fits; nothing where there is none, or too long a one.
fn write(hir: &Hir, more: u32, text: &mut Vec<u8>) -> Option<()> {
    match hir.kind() {
        // Where a text begins and ends; what else is looked for is seldom, and found by chance.
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(it) => text.extend_from_slice(&it.0),
        HirKind::Class(class) => text.push(one_of(class)?),
        HirKind::Repetition(Repetition { min, max, sub, .. }) => {
            let count = min.saturating_add(more).min(max.unwrap_or(u32::MAX));
            for _ in 0..count {
                let before = text.len();
                write(sub, more, text)?;
                if text.len() == before {
                    break;
                }
            }
        }
        HirKind::Capture(it) => write(&it.sub, more, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, more, text)?;
            }
        }
        HirKind::Alternation(parts) => {
            let before = text.len();
            let written = parts.iter().find_map(|it| {
                text.truncate(before);
                write(it, more, text)
            });
            written?;
        }
    }
    (text.len() <= LONGEST).then_some(())
}

/// A letter where one is among them, else a digit, else whatever can be seen.
fn one_of(class: &Class) -> Option<u8> {
    let has = |it: u8| match class {
        Class::Bytes(class) => class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&it)),
        Class::Unicode(class) => {
            class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&char::from(it)))
        }
    };
    (b'a'..=b'z')
        .chain(b'A'..=b'Z')
        .chain(b'1'..=b'9')
        .chain(b'!'..=b'~')
        .chain([b'0', b' '])
        .find(|it| has(*it))
}
