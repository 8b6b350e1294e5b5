//! What a document demands of values beside their type, held where it is asked for.

use std::fmt;

use crate::codec::{Encode, Model, Slots};
use crate::tree::Tree;

/// A demand on a value. Numbers are spelled as JSON spells them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Limit {
    /// At least that number.
    Minimum(&'static str),
    /// More than that number.
    Above(&'static str),
    /// At most that number.
    Maximum(&'static str),
    /// Less than that number.
    Below(&'static str),
    /// A multiple of that number.
    MultipleOf(&'static str),
    /// At least so many characters.
    MinLength(u64),
    /// At most so many characters.
    MaxLength(u64),
    /// A match of that regular expression; one that is none of the `regex-lite` crate's is not held.
    Pattern(&'static str),
    /// At least so many items.
    MinItems(u64),
    /// At most so many items.
    MaxItems(u64),
    /// Each item once.
    UniqueItems,
    /// At least so many properties.
    MinProperties(u64),
    /// At most so many properties.
    MaxProperties(u64),
}

/// What a value lacks. It names the field and the demand, and never the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unfit {
    field: &'static str,
    limit: Limit,
}

impl Unfit {
    /// The field, by its key in JSON.
    pub fn field(&self) -> &'static str {
        self.field
    }

    /// The demand that it does not meet.
    pub fn limit(&self) -> Limit {
        self.limit
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` must ", self.field)?;
        match self.limit {
            Limit::Minimum(it) => write!(f, "be at least {it}"),
            Limit::Above(it) => write!(f, "be more than {it}"),
            Limit::Maximum(it) => write!(f, "be at most {it}"),
            Limit::Below(it) => write!(f, "be less than {it}"),
            Limit::MultipleOf(it) => write!(f, "be a multiple of {it}"),
            Limit::MinLength(it) => write!(f, "have {it} characters or more"),
            Limit::MaxLength(it) => write!(f, "have {it} characters or fewer"),
            Limit::Pattern(it) => write!(f, "match `{it}`"),
            Limit::MinItems(it) => write!(f, "have {it} items or more"),
            Limit::MaxItems(it) => write!(f, "have {it} items or fewer"),
            Limit::UniqueItems => f.write_str("have each item once"),
            Limit::MinProperties(it) => write!(f, "have {it} properties or more"),
            Limit::MaxProperties(it) => write!(f, "have {it} properties or fewer"),
        }
    }
}

impl std::error::Error for Unfit {}

/// Holds an object to the limits of its own fields; those of what stands inside it are its own.
///
/// # Errors
///
/// The first demand that is not met.
pub fn check<T: Slots + Model>(object: &T, limits: &[(usize, Limit)]) -> Result<(), Unfit> {
    for (place, limit) in limits {
        let value: &dyn Encode = object.slot_ref(*place);
        if value.is_absent() {
            continue;
        }
        // What cannot be written is an error of its own, once it is sent.
        let meets = Tree::of(value).map_or(true, |it| meets(&it, *limit));
        if !meets {
            let field = T::table().entries.get(*place).map_or("", |it| it.key);
            return Err(Unfit { field, limit: *limit });
        }
    }
    Ok(())
}

fn meets(value: &Tree, limit: Limit) -> bool {
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    match (value, limit) {
        (Tree::Number(it), Limit::Minimum(least)) => compare(it, least).is_none_or(|it| it.is_ge()),
        (Tree::Number(it), Limit::Above(least)) => compare(it, least).is_none_or(|it| it.is_gt()),
        (Tree::Number(it), Limit::Maximum(most)) => compare(it, most).is_none_or(|it| it.is_le()),
        (Tree::Number(it), Limit::Below(most)) => compare(it, most).is_none_or(|it| it.is_lt()),
        (Tree::Number(it), Limit::MultipleOf(step)) => is_multiple(it, step),
        (Tree::Text(it), Limit::MinLength(least)) => count(it.chars().count()) >= least,
        (Tree::Text(it), Limit::MaxLength(most)) => count(it.chars().count()) <= most,
        (Tree::Text(it), Limit::Pattern(pattern)) => {
            regex_lite::Regex::new(pattern).map_or(true, |pattern| pattern.is_match(it))
        }
        (Tree::List(it), Limit::MinItems(least)) => count(it.len()) >= least,
        (Tree::List(it), Limit::MaxItems(most)) => count(it.len()) <= most,
        (Tree::List(it), Limit::UniqueItems) => {
            it.iter().enumerate().all(|(at, one)| !it[..at].contains(one))
        }
        (Tree::Object(it), Limit::MinProperties(least)) => count(it.len()) >= least,
        (Tree::Object(it), Limit::MaxProperties(most)) => count(it.len()) <= most,
        // A demand on values of another kind.
        _ => true,
    }
}

/// Whole numbers are compared exactly, others as numbers of double precision.
fn compare(value: &str, bound: &str) -> Option<std::cmp::Ordering> {
    match (value.parse::<i128>(), bound.parse::<i128>()) {
        (Ok(value), Ok(bound)) => Some(value.cmp(&bound)),
        _ => value.parse::<f64>().ok()?.partial_cmp(&bound.parse::<f64>().ok()?),
    }
}

fn is_multiple(value: &str, step: &str) -> bool {
    /// What is left over by the rounding of decimal fractions.
    const ROUNDING: f64 = 1e-9;
    match (value.parse::<i128>(), step.parse::<i128>()) {
        (Ok(value), Ok(step)) => step == 0 || value.checked_rem(step).is_none_or(|it| it == 0),
        _ => match (value.parse::<f64>(), step.parse::<f64>()) {
            (Ok(value), Ok(step)) if step != 0.0 => {
                let times = value / step;
                (times - times.round()).abs() <= ROUNDING * times.abs().max(1.0)
            }
            _ => true,
        },
    }
}

/// Gives a model `checked`: each limit stands with the place of its field.
#[macro_export]
#[doc(hidden)]
macro_rules! limits {
    ($(#[$leave:meta])? $name:ident { $($place:literal $limit:ident $(($value:literal))?,)* }) => {
        $(#[$leave])?
        impl $name {
            /// The same, once its fields meet what the document demands of them.
            ///
            /// # Errors
            ///
            /// The first demand that is not met.
            #[inline]
            pub fn checked(self) -> ::core::result::Result<Self, $crate::Unfit> {
                $crate::check(&self, &[$(($place, $crate::Limit::$limit $(($value))?)),*])?;
                Ok(self)
            }
        }
    };
}
