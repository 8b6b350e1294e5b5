//! Values that something was done to, so that their schema mostly refuses them.

use specsmith_model::{Sample, Wire};

use super::chance::Chance;

/// A value that differs in one place.
pub(crate) fn broken(value: &Sample, chance: &mut Chance) -> Sample {
    let mut value = value.clone();
    let mut place = chance.below(count(&value));
    if let Some(at) = find(&mut value, &mut place) {
        spoil(at, chance);
    }
    value
}

fn count(value: &Sample) -> usize {
    1 + match value {
        Sample::Null | Sample::Single(_) => 0,
        Sample::List(items) => items.iter().map(count).sum(),
        Sample::Object(entries) => entries.iter().map(|(_, it)| count(it)).sum(),
    }
}

fn find<'v>(value: &'v mut Sample, place: &mut usize) -> Option<&'v mut Sample> {
    if *place == 0 {
        return Some(value);
    }
    *place -= 1;
    match value {
        Sample::Null | Sample::Single(_) => None,
        Sample::List(items) => items.iter_mut().find_map(|it| find(it, place)),
        Sample::Object(entries) => entries.iter_mut().find_map(|(_, it)| find(it, place)),
    }
}

fn spoil(value: &mut Sample, chance: &mut Chance) {
    match value {
        Sample::Object(entries) if !entries.is_empty() && chance.once_in(3) => {
            let gone = chance.below(entries.len());
            entries.remove(gone);
        }
        Sample::Object(entries)
            if chance.once_in(2) && !entries.iter().any(|(key, _)| key == "undeclared") =>
        {
            entries.push(("undeclared".to_owned(), Sample::Single(Wire::Whole(1))));
        }
        Sample::List(items) if chance.once_in(2) => items.push(Sample::text("undeclared")),
        Sample::Single(Wire::Text(text)) if chance.once_in(2) => text.push_str(" of another kind"),
        other => {
            *other = match chance.below(8) {
                0 => Sample::Null,
                1 => Sample::Single(Wire::Bool(false)),
                2 => Sample::Single(Wire::Whole(7)),
                3 => Sample::Single(Wire::Number("0.5".to_owned())),
                4 => Sample::Single(Wire::Number("1e300".to_owned())),
                5 => Sample::text("undeclared"),
                6 => Sample::List(Vec::new()),
                _ => Sample::Object(Vec::new()),
            };
        }
    }
}
