//! Numbers within their bounds.

use specsmith_model::{Sample, Wire};
use specsmith_source::{Node, Number};
use specsmith_spec::{Bound, Limits, Scalar, WholeFormat};

use super::single;

/// A whole number: 1 where that is allowed, else the nearest to it that is.
pub(crate) fn whole(limits: &Limits<'_>, format: WholeFormat) -> Option<Sample> {
    if let Some(listed) = limits.values.first() {
        return Some(single(listed));
    }
    let (least, greatest) = format.range();
    let above = |(bound, kind): (Number, Bound)| match (bound, kind) {
        (Number::Integer(it), Bound::Inclusive) => Some(it),
        (Number::Integer(it), Bound::Exclusive) => it.checked_add(1),
        (Number::Float(it), _) => as_whole(it.floor()).and_then(|it| it.checked_add(1)),
    };
    let below = |(bound, kind): (Number, Bound)| match (bound, kind) {
        (Number::Integer(it), Bound::Inclusive) => Some(it),
        (Number::Integer(it), Bound::Exclusive) => it.checked_sub(1),
        (Number::Float(it), _) => as_whole(it.ceil()).and_then(|it| it.checked_sub(1)),
    };
    let least = least.max(limits.minimum.and_then(above).unwrap_or(least));
    let greatest = greatest.min(limits.maximum.and_then(below).unwrap_or(greatest));
    if least > greatest {
        return None;
    }
    let step = match limits.multiple_of {
        Some(Number::Integer(step)) => step,
        Some(Number::Float(step)) if step.fract() == 0.0 => as_whole(step)?,
        // Of 0.5, say: every whole number is one, or it is too odd to tell.
        Some(Number::Float(step)) if (1.0 / step).fract() == 0.0 => 1,
        Some(Number::Float(_)) => return None,
        None => 1,
    };
    let wanted = 1.clamp(least, greatest);
    let up = next_multiple(wanted, step)?;
    let fitting = if up <= greatest { Some(up) } else { up.checked_sub(step).filter(|it| *it >= least) };
    fitting.map(|it| single(&Scalar::Number(Number::Integer(it))))
}

/// A number: 1.5 where that is allowed, else one between the bounds.
pub(crate) fn number(limits: &Limits<'_>) -> Option<Sample> {
    if let Some(listed) = limits.values.first() {
        return Some(single(listed));
    }
    if let Some(step) = limits.multiple_of.map(value) {
        let least = limits.minimum.map_or(step, |(it, _)| value(it));
        let mut count = (least / step).ceil();
        if matches!(limits.minimum, Some((_, Bound::Exclusive))) && count * step <= least {
            count += 1.0;
        }
        return inside(count * step, limits).then(|| float(count * step));
    }
    let least = limits.minimum.map(|(it, _)| value(it));
    let greatest = limits.maximum.map(|(it, _)| value(it));
    let middle = match (least, greatest) {
        (Some(least), Some(greatest)) => least + (greatest - least) / 2.0,
        (Some(least), None) => least + 1.0,
        (None, Some(greatest)) => greatest - 1.0,
        (None, None) => 1.5,
    };
    [1.5, middle].into_iter().find(|it| inside(*it, limits)).map(float)
}

fn inside(number: f64, limits: &Limits<'_>) -> bool {
    let above = limits.minimum.is_none_or(|(it, kind)| match kind {
        Bound::Inclusive => number >= value(it),
        Bound::Exclusive => number > value(it),
    });
    let below = limits.maximum.is_none_or(|(it, kind)| match kind {
        Bound::Inclusive => number <= value(it),
        Bound::Exclusive => number < value(it),
    });
    number.is_finite() && above && below
}

fn float(number: f64) -> Sample {
    match as_whole(number).filter(|_| number.fract() == 0.0).and_then(|it| i64::try_from(it).ok()) {
        Some(whole) => Sample::Single(Wire::Number(format!("{whole}.0"))),
        None => single(&Scalar::Number(Number::Float(number))),
    }
}

/// The whole number that a node holds.
pub(crate) fn whole_value(node: Node<'_>) -> Option<i128> {
    match node.number()? {
        Number::Integer(it) => Some(it),
        Number::Float(it) if it.fract() == 0.0 => as_whole(it),
        Number::Float(_) => None,
    }
}

fn as_whole(it: f64) -> Option<i128> {
    // Beyond this not every whole number is one of these.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    (it.abs() <= EXACT).then_some(it as i128)
}

/// As the nearest number of 64 bits.
pub(crate) fn value(number: Number) -> f64 {
    match number {
        Number::Integer(it) => it as f64,
        Number::Float(it) => it,
    }
}

/// YAML has words for numbers that are none.
pub(crate) fn is_finite(number: Number) -> bool {
    value(number).is_finite()
}

/// The least multiple that is not below.
fn next_multiple(number: i128, step: i128) -> Option<i128> {
    let rest = number.checked_rem_euclid(step)?;
    if rest == 0 { Some(number) } else { number.checked_add(step.checked_sub(rest)?) }
}
