//! Values at random that a schema allows: the edges of its limits, each of its alternatives, what is odd in JSON.

use specsmith_model::{Sample, Wire};
use specsmith_source::Number;
use specsmith_spec::{
    Bound, Extra, Graph, Limits, NumberFormat, OneOf, Property, Scalar, Schema, SchemaId, SchemaKind,
    TextFormat, WholeFormat,
};

use super::chance::Chance;
use super::{numbers, single, tagged, texts};
use crate::details::only_bool;
use crate::views::{View, shows};

/// Deeper than this nothing is made that need not be.
const DEEPEST: usize = 5;

/// Where values stand in one another more often than this, none is made.
const LEVELS: usize = 32;

/// How many values stand in one.
const MOST_VALUES: usize = 300;

/// Texts that are easily spoiled.
const TEXTS: [&str; 14] = [
    "text",
    "",
    " ",
    "null",
    "true",
    "007",
    "1e5",
    "Ünïcödé \u{1F980} 漢字",
    "a\"b\\c/d",
    "line\nbreak\ttab\r",
    "\u{0}\u{1f}\u{7f}\u{2028}",
    "{\"a\": [1]}",
    "  two  spaces ",
    "\u{e9} e\u{301}",
];

const KEYS: [&str; 6] = ["further", "x_further", "ключ \u{1F511}", "a/b~c", "a.b", "UPPER"];

const MOMENTS: [&str; 7] = [
    "2024-01-31T12:00:00Z",
    "2024-02-29T23:59:59.123456789+05:30",
    "1999-12-31T00:00:00-08:00",
    "0001-01-01T00:00:00Z",
    "2024-01-31T12:00:00.1Z",
    "2024-01-31t12:00:00.000z",
    "9999-12-31T23:59:59Z",
];

const DAYS: [&str; 4] = ["2024-02-29", "1900-01-01", "9999-12-31", "0001-01-01"];

const BASE64: [&str; 4] = ["c2FtcGxl", "", "AA==", "+/+/"];

const WHOLE: [i128; 12] = [
    0,
    1,
    -1,
    42,
    i32::MAX as i128,
    i32::MIN as i128,
    (1 << 53) + 1,
    -(1 << 53) - 1,
    i64::MAX as i128,
    i64::MIN as i128,
    u32::MAX as i128,
    u64::MAX as i128,
];

/// Numbers that 64 bits hold as they are written.
const DOUBLES: [&str; 12] = [
    "0",
    "1",
    "-1.5",
    "0.1",
    "1e-7",
    "1e21",
    "123456789.123456",
    "-0.30000000000000004",
    "5e-324",
    "100",
    "1.0",
    "9007199254740991",
];

const DECIMALS: [&str; 4] = ["12345678901234567890.123456789", "0.10", "-1", "1e-30"];

/// A value that a schema allows in a view, by chance; `None` where none was found.
pub(crate) fn made(graph: &Graph<'_>, id: SchemaId, view: View, chance: &mut Chance) -> Option<Sample> {
    Maker { graph, view, chance, left: MOST_VALUES }.value(id, 0)
}

struct Maker<'g, 't, 'c> {
    graph: &'g Graph<'t>,
    view: View,
    chance: &'c mut Chance,
    left: usize,
}

impl<'t> Maker<'_, 't, '_> {
    fn value(&mut self, id: SchemaId, level: usize) -> Option<Sample> {
        let (settled, nullable) = self.graph.settle(id);
        self.left = self.left.saturating_sub(1);
        let ends = level > DEEPEST || self.left == 0;
        if level > LEVELS || (nullable && (ends || self.chance.once_in(6))) {
            return nullable.then_some(Sample::Null);
        }
        let graph = self.graph;
        let schema = graph.schema(settled);
        let made = match &schema.kind {
            SchemaKind::Any => Some(self.any(level)),
            SchemaKind::Bool => {
                let flag = only_bool(schema).unwrap_or_else(|| self.chance.once_in(2));
                Some(Sample::Single(Wire::Bool(flag)))
            }
            SchemaKind::Integer(format) => self.whole(&schema.limits, *format),
            SchemaKind::Number(format) => self.number(&schema.limits, *format),
            SchemaKind::Text(format) => self.text(schema, *format),
            SchemaKind::Choice(choice) => self.chance.pick(&choice.values).map(|it| single(&it.value)),
            SchemaKind::List(items) => self.list(schema, *items, level),
            SchemaKind::Map(values) => self.map(schema, *values, level),
            SchemaKind::Object { properties, extra } => self.object(schema, properties, *extra, level),
            SchemaKind::OneOf(one_of) => self.one_of(one_of, level),
            SchemaKind::Same(_) => None,
        };
        made.or_else(|| nullable.then_some(Sample::Null))
    }

    fn any(&mut self, level: usize) -> Sample {
        let kinds = if level > DEEPEST { 4 } else { 6 };
        match self.chance.below(kinds) {
            0 => Sample::Null,
            1 => Sample::Single(Wire::Bool(true)),
            2 => Sample::Single(Wire::Number(self.one_of_texts(&["1.5", "0.1", "12", "-3", "1e21"]))),
            3 => Sample::text(self.one_of_texts(&TEXTS)),
            4 => Sample::List((0..self.chance.below(3)).map(|_| self.any(level + 1)).collect()),
            _ => Sample::Object(vec![("key".to_owned(), self.any(level + 1))]),
        }
    }

    fn one_of_texts(&mut self, all: &[&str]) -> String {
        self.chance.pick(all).copied().unwrap_or_default().to_owned()
    }

    fn whole(&mut self, limits: &Limits<'_>, format: WholeFormat) -> Option<Sample> {
        let (least, greatest) = format.range();
        let mut tried: Vec<i128> = WHOLE.to_vec();
        tried.extend([least, greatest]);
        for (bound, _) in limits.minimum.into_iter().chain(limits.maximum) {
            if let Number::Integer(it) = bound {
                tried.extend([it.saturating_sub(1), it, it.saturating_add(1)]);
            }
        }
        tried.retain(|it| {
            let number = Number::Integer(*it);
            (least..=greatest).contains(it) && within(limits, *it as f64, number)
        });
        // A bound of a fraction, or a step that none of these is on.
        let found = self.chance.pick(&tried).map(|it| single(&Scalar::Number(Number::Integer(*it))));
        let listed = self.chance.pick(&limits.values).map(single);
        listed.or(found).or_else(|| numbers::whole(limits, format))
    }

    fn number(&mut self, limits: &Limits<'_>, format: NumberFormat) -> Option<Sample> {
        if let Some(listed) = self.chance.pick(&limits.values) {
            return Some(single(listed));
        }
        let mut tried: Vec<&str> = DOUBLES.to_vec();
        if format == NumberFormat::Decimal {
            tried.extend(DECIMALS);
        }
        tried.retain(|it| it.parse().is_ok_and(|value: f64| within(limits, value, Number::Float(value))));
        match self.chance.pick(&tried) {
            Some(text) => Some(Sample::Single(Wire::Number((*text).to_owned()))),
            None => numbers::number(limits),
        }
    }

    fn text(&mut self, schema: &Schema<'t>, format: TextFormat<'t>) -> Option<Sample> {
        let plain = texts::text(schema, format);
        let all: &[&str] = match format {
            _ if schema.limits.pattern.is_some() => return plain,
            TextFormat::DateTime => &MOMENTS,
            TextFormat::Date => &DAYS,
            TextFormat::Base64 => &BASE64,
            TextFormat::Plain | TextFormat::Binary => &TEXTS,
            TextFormat::Other(_) => return plain,
        };
        let least = schema.limits.min_length.unwrap_or_default();
        let most = schema.limits.max_length.unwrap_or(u64::MAX);
        let fitting: Vec<&&str> =
            all.iter().filter(|it| (least..=most).contains(&(it.chars().count() as u64))).collect();
        self.chance.pick(&fitting).map(|it| Sample::text(**it)).or(plain)
    }

    fn list(&mut self, schema: &Schema<'t>, items: SchemaId, level: usize) -> Option<Sample> {
        let Limits { min_items, max_items, unique_items, .. } = &schema.limits;
        let least = min_items.unwrap_or_default();
        let wanted = if level > DEEPEST || self.left == 0 { 0 } else { self.chance.below(4) as u64 };
        let wanted = wanted.clamp(least, max_items.unwrap_or(u64::MAX).max(least));
        let mut made: Vec<Sample> = Vec::new();
        for _ in 0..wanted.min(100) {
            match self.value(items, level + 1) {
                Some(item) if *unique_items && made.contains(&item) => {}
                Some(item) => made.push(item),
                None => break,
            }
        }
        (made.len() as u64 >= least).then_some(Sample::List(made))
    }

    fn map(&mut self, schema: &Schema<'t>, values: SchemaId, level: usize) -> Option<Sample> {
        let least = schema.limits.min_properties.unwrap_or_default();
        let wanted = if level > DEEPEST || self.left == 0 { 0 } else { self.chance.below(4) as u64 };
        let wanted = wanted.clamp(least, schema.limits.max_properties.unwrap_or(u64::MAX).max(least));
        let first = self.chance.below(KEYS.len());
        let mut entries = Vec::new();
        for key in KEYS.iter().cycle().skip(first).take(KEYS.len()) {
            if entries.len() as u64 >= wanted {
                break;
            }
            entries.extend(self.value(values, level + 1).map(|it| ((*key).to_owned(), it)));
        }
        (entries.len() as u64 >= least).then_some(Sample::Object(entries))
    }

    fn object(
        &mut self,
        schema: &Schema<'t>,
        properties: &[Property<'t>],
        extra: Extra,
        level: usize,
    ) -> Option<Sample> {
        let Limits { min_properties, max_properties, .. } = &schema.limits;
        let (least, most) = (min_properties.unwrap_or_default(), max_properties.unwrap_or(u64::MAX));
        let (graph, view) = (self.graph, self.view);
        let shown: Vec<_> = properties.iter().filter(|it| shows(graph, it.schema, view)).collect();
        let demanded = shown.iter().filter(|it| it.required).count() as u64;
        let mut room = most.saturating_sub(demanded);
        // Some have few of what they may have, some have most of it.
        let seldom = 1 + self.chance.below(3);
        let mut entries: Vec<(String, Sample)> = Vec::new();
        for property in &shown {
            if property.required {
                entries.push((property.name.to_owned(), self.value(property.schema, level + 1)?));
            } else if room > 0
                && level <= DEEPEST
                && self.left > 0
                && self.chance.once_in(seldom)
                && let Some(value) = self.value(property.schema, level + 1)
            {
                entries.push((property.name.to_owned(), value));
                room -= 1;
            }
        }
        for property in shown.iter().filter(|it| !it.required) {
            if entries.len() as u64 >= least {
                break;
            }
            if !entries.iter().any(|(key, _)| key == property.name) {
                entries
                    .extend(self.value(property.schema, level + 1).map(|it| (property.name.to_owned(), it)));
            }
        }
        let key = self.one_of_texts(&KEYS);
        let free = !properties.iter().any(|it| it.name == key);
        if free && room > 0 && level <= DEEPEST && extra != Extra::Closed && self.chance.once_in(4) {
            let value = match extra {
                Extra::Kept(values) => self.value(values, level + 1),
                Extra::Unsaid | Extra::Closed => Some(self.any(level + 1)),
            };
            entries.extend(value.map(|it| (key, it)));
        }
        (entries.len() as u64 >= least).then_some(Sample::Object(entries))
    }

    fn one_of(&mut self, one_of: &OneOf<'t>, level: usize) -> Option<Sample> {
        let OneOf { arms, tag } = one_of;
        // Far down the first may be the only one that ends.
        let first = if level > DEEPEST { 0 } else { self.chance.below(arms.len()) };
        arms.iter().cycle().skip(first).take(arms.len()).find_map(|arm| {
            let value = self.value(arm.schema, level + 1)?;
            Some(match tag {
                Some(tag) => tagged(value, tag, arm),
                None => value,
            })
        })
    }
}

fn within(limits: &Limits<'_>, value: f64, number: Number) -> bool {
    let compare = |bound: Number| match (bound, number) {
        (Number::Integer(bound), Number::Integer(it)) => it.partial_cmp(&bound),
        (bound, _) => value.partial_cmp(&numbers::value(bound)),
    };
    let above = limits.minimum.is_none_or(|(bound, kind)| match kind {
        Bound::Inclusive => compare(bound).is_some_and(|it| it.is_ge()),
        Bound::Exclusive => compare(bound).is_some_and(|it| it.is_gt()),
    });
    let below = limits.maximum.is_none_or(|(bound, kind)| match kind {
        Bound::Inclusive => compare(bound).is_some_and(|it| it.is_le()),
        Bound::Exclusive => compare(bound).is_some_and(|it| it.is_lt()),
    });
    let on_step = limits.multiple_of.is_none_or(|step| match (step, number) {
        (Number::Integer(step), Number::Integer(it)) => step != 0 && it % step == 0,
        (step, _) => (value / numbers::value(step)).fract() == 0.0,
    });
    above && below && on_step
}
