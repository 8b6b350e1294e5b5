//! Texts of a format, a length and a pattern.

use specsmith_model::Sample;
use specsmith_spec::{Schema, TextFormat};

use super::patterns;

/// Longer texts are not made.
const LONGEST: u64 = 10_000;

/// A text that the schema allows.
pub(crate) fn text(schema: &Schema<'_>, format: TextFormat<'_>) -> Option<Sample> {
    let least = schema.limits.min_length.unwrap_or_default();
    let most = schema.limits.max_length.unwrap_or(u64::MAX);
    let fits = |it: &str| (least..=most).contains(&(it.chars().count() as u64));
    if least > most.min(LONGEST) {
        return None;
    }
    if let Some(pattern) = schema.limits.pattern {
        // What is empty can stand in no path, and says little.
        let full = patterns::texts(pattern).find(|it| fits(it) && !it.is_empty());
        if let Some(known) = full.or_else(|| patterns::texts(pattern).find(|it| fits(it))) {
            return Some(Sample::text(known));
        }
    }
    if let Some(known) = of(narrowed(schema, format)) {
        return fits(known).then(|| Sample::text(known));
    }
    let plain = "text";
    let missing = usize::try_from(least).ok()?.saturating_sub(plain.len());
    let longest = usize::try_from(most.min(LONGEST)).ok()?;
    Some(Sample::text((plain.to_owned() + &"x".repeat(missing)).chars().take(longest).collect::<String>()))
}

/// The first format of alternatives that are all texts: they are one text, and any of them will do.
fn narrowed<'t>(schema: &Schema<'t>, format: TextFormat<'t>) -> TextFormat<'t> {
    let arms = ["oneOf", "anyOf"].iter().find_map(|it| schema.node.get(it));
    let mut formats = arms.into_iter().flat_map(|it| it.items()).filter_map(|it| it.get("format")?.text());
    match (format, formats.next()) {
        (TextFormat::Plain, Some("date-time")) => TextFormat::DateTime,
        (TextFormat::Plain, Some("date")) => TextFormat::Date,
        (TextFormat::Plain, Some(other)) => TextFormat::Other(other),
        _ => format,
    }
}

/// A text of a format that has rules of its own.
fn of(format: TextFormat<'_>) -> Option<&'static str> {
    Some(match format {
        TextFormat::DateTime => "2024-01-31T12:00:00Z",
        TextFormat::Date => "2024-01-31",
        TextFormat::Base64 => "c2FtcGxl",
        TextFormat::Plain | TextFormat::Binary => return None,
        TextFormat::Other(format) => match format {
            "time" => "12:00:00Z",
            "duration" => "PT1H",
            "uuid" => "3fa85f64-5717-4562-b3fc-2c963f66afa6",
            "uri" | "url" | "iri" => "https://example.com/page",
            "uri-reference" | "iri-reference" => "/page",
            "email" | "idn-email" => "user@example.com",
            "hostname" | "idn-hostname" => "example.com",
            "ipv4" | "ip" => "192.0.2.1",
            "ipv6" => "2001:db8::1",
            "json-pointer" => "/a",
            "relative-json-pointer" => "0",
            "regex" => "a",
            "base64url" => "c2FtcGxl",
            _ => return None,
        },
    })
}

/// Whether a text may be of a format: what is certain of it.
pub(crate) fn is_of(format: TextFormat<'_>, text: &str) -> bool {
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let date = |it: &str| {
        let parts: Vec<&str> = it.split('-').collect();
        let [year, month, day] = parts.as_slice() else { return false };
        let number = |it: &str| if digits(it) && it.len() == 2 { it.parse().unwrap_or(0) } else { 0 };
        year.len() == 4
            && digits(year)
            && (1..=12).contains(&number(month))
            && (1..=28).contains(&number(day))
    };
    match format {
        TextFormat::Plain | TextFormat::Binary => true,
        TextFormat::Date => date(text),
        TextFormat::DateTime => match text.split_once(['T', 't']) {
            Some((day, time)) => date(day) && is_time(time),
            None => false,
        },
        TextFormat::Base64 => {
            text.len().is_multiple_of(4)
                && text
                    .trim_end_matches('=')
                    .bytes()
                    .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'/'))
                && text.bytes().rev().take_while(|it| *it == b'=').count() <= 2
        }
        // Others are for people, and looked at where they are easily wrong.
        TextFormat::Other(format) => match format {
            "uuid" => {
                let parts: Vec<usize> = text.split('-').map(str::len).collect();
                parts == [8, 4, 4, 4, 12] && text.bytes().all(|it| it == b'-' || it.is_ascii_hexdigit())
            }
            "uri" | "url" | "iri" => {
                text.split_once("://").is_some_and(|(scheme, rest)| {
                    scheme.bytes().all(|it| it.is_ascii_alphanumeric())
                        && !scheme.is_empty()
                        && !rest.is_empty()
                }) && text.bytes().all(|it| it.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&it))
            }
            "email" | "idn-email" => text.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty()
                    && host.contains('.')
                    && text.bytes().all(|it| it.is_ascii_alphanumeric() || b"@.-_+".contains(&it))
            }),
            "time" => is_time(text),
            other => of(TextFormat::Other(other)).is_none(),
        },
    }
}

/// `12:00:00`, with a fraction or not, and where it is.
fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some((clock, rest)) = bytes.split_at_checked(8) else { return false };
    let two = |at: usize, most: u8| {
        clock.get(at..at + 2).is_some_and(|it| {
            it.iter().all(u8::is_ascii_digit) && (it[0] - b'0') * 10 + (it[1] - b'0') <= most
        })
    };
    let fraction =
        rest.strip_prefix(b".").map_or(0, |it| 1 + it.iter().take_while(|it| it.is_ascii_digit()).count());
    let zone = rest.get(fraction..).unwrap_or_default();
    let shifted = |it: &[u8]| {
        it.len() == 6
            && matches!(it[0], b'+' | b'-')
            && it[3] == b':'
            && [1, 2, 4, 5].iter().all(|at| it[*at].is_ascii_digit())
    };
    clock[2] == b':'
        && clock[5] == b':'
        && two(0, 23)
        && two(3, 59)
        && two(6, 59)
        && fraction != 1
        && (matches!(zone, b"Z" | b"z") || shifted(zone))
}
