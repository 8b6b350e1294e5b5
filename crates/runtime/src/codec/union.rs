//! Alternatives: which arm of a union a value is of, decided by a table in one look ahead.
//!
//! 1. Where the union has a tag, its value names the arm, and the arm must decode.
//! 2. Else the arms that allow the kind of the value are candidates. Of those that are objects, the ones drop out whose
//!    required fields are missing, or that keep no further keys where there are some. The candidates that name more of
//!    the keys that are there come first, then those that stand first in the document.
//! 3. The first candidate that decodes is it. A value that is of no arm is kept as JSON.

use serde_json::Value as Json;

use super::containers::read_new;
use super::object::{Finder, Need, Table};
use super::{Fault, Kind, Model, Reader, Writer};

/// A set of kinds of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kinds(u8);

impl Kinds {
    /// Of any kind.
    pub const ANY: Self = Self(0x3f);
    /// `null`
    pub const NULL: Self = Self(1);
    /// Booleans.
    pub const BOOL: Self = Self(1 << 1);
    /// Numbers.
    pub const NUMBER: Self = Self(1 << 2);
    /// Strings.
    pub const TEXT: Self = Self(1 << 3);
    /// Lists.
    pub const LIST: Self = Self(1 << 4);
    /// Objects.
    pub const OBJECT: Self = Self(1 << 5);

    /// Of either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn holds(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }
}

/// What is known of one arm of a union.
#[derive(Debug)]
pub struct Arm {
    /// The values of the tag that stand for it, as JSON.
    tags: &'static [&'static str],
    /// Whether its own fields leave the tag out, so that the union writes it.
    adds_tag: bool,
    /// What kinds of values it allows.
    kinds: Kinds,
    /// Its fields, where it is an object that is told apart by them.
    table: fn() -> &'static Table,
}

impl Arm {
    /// An arm that a tag names.
    pub const fn tagged(tags: &'static [&'static str]) -> Self {
        Self { tags, ..Self::of(Kinds::OBJECT) }
    }

    /// An arm that a tag names, and that does not know the tag itself.
    pub const fn beside(tags: &'static [&'static str]) -> Self {
        Self { adds_tag: true, ..Self::tagged(tags) }
    }

    /// An arm of some kinds of values.
    pub const fn of(kinds: Kinds) -> Self {
        Self { tags: &[], adds_tag: false, kinds, table: || &Table::NONE }
    }

    /// An object that is told apart by the fields of its table.
    pub const fn fields<T: Model>() -> Self {
        Self { table: T::table, ..Self::of(Kinds::OBJECT) }
    }
}

/// An enumeration whose variants hold values, the last one any JSON.
pub trait Union {
    /// The arm at a place, made anew, to be read into; behind the last, the JSON that is of none.
    fn arm(&mut self, place: usize) -> &mut dyn Model;

    /// Which arm it is, and what it holds; the JSON that is of no arm has the place behind the last.
    fn held(&self) -> (usize, &dyn Model);
}

/// Reads a union.
///
/// # Errors
///
/// Where the JSON is broken, or the arm that the tag names does not decode.
pub fn read_union(
    tag: Option<&'static str>,
    arms: &[Arm],
    union: &mut dyn Union,
    reader: &mut Reader<'_>,
) -> Result<(), Fault> {
    let kind = reader.peek()?;
    let start = reader.mark();
    if let Some(tag) = tag.filter(|_| kind == Kind::Object) {
        let named = tagged(tag, arms, reader)?;
        reader.try_again(start);
        if let Some((place, arm)) = named {
            reader.leave_out(arm.adds_tag.then_some(tag));
            let read = union.arm(place).read(reader);
            reader.leave_out(None);
            return read;
        }
    }
    let candidates = if tag.is_some() && kind == Kind::Object {
        Vec::new()
    } else if kind == Kind::Object {
        by_fields(arms, reader)?
    } else {
        (0..arms.len()).filter(|it| arms[*it].kinds.holds(kind)).collect()
    };
    reader.try_again(start);
    for place in candidates {
        if union.arm(place).read(reader).is_ok() {
            return Ok(());
        }
        if !reader.try_again(start) {
            break;
        }
    }
    union.arm(arms.len()).read(reader)
}

/// Looks ahead for the tag: which arm it names.
fn tagged<'a>(
    tag: &str,
    arms: &'a [Arm],
    reader: &mut Reader<'_>,
) -> Result<Option<(usize, &'a Arm)>, Fault> {
    let mut object = reader.object()?;
    while let Some(key) = reader.key(&mut object)? {
        if key != tag {
            reader.skip()?;
            continue;
        }
        let value = single(reader)?;
        let named = |arm: &Arm| value.as_ref().is_some_and(|it| arm.tags.contains(&it.as_str()));
        return Ok(arms.iter().enumerate().find(|(_, arm)| named(arm)));
    }
    Ok(None)
}

/// A single value as JSON, a string without needless escapes; `None` for lists and objects.
fn single(reader: &mut Reader<'_>) -> Result<Option<String>, Fault> {
    match reader.peek()? {
        Kind::List | Kind::Object => reader.skip().map(|()| None),
        _ => read_new::<Json>(reader).map(|it| Some(it.to_string())),
    }
}

/// Looks at the keys of an object: which arms it may be of, the likeliest first.
fn by_fields(arms: &[Arm], reader: &mut Reader<'_>) -> Result<Vec<usize>, Fault> {
    let objects = |arm: &Arm| arm.kinds.holds(Kind::Object);
    let mut rivals: Vec<Rival> = Vec::new();
    for (place, arm) in arms.iter().enumerate().filter(|(_, arm)| objects(arm)) {
        let table = (arm.table)();
        let (finder, seen) = (Finder::new(table.entries), vec![false; table.entries.len()]);
        rivals.push(Rival { place, table, finder, seen, out: false });
    }
    // Alone it may fail, but nothing else could be it.
    if let [] | [_] = rivals.as_slice() {
        return Ok(rivals.iter().map(|it| it.place).collect());
    }
    let mut object = reader.object()?;
    while let Some(key) = reader.key(&mut object)? {
        reader.skip()?;
        for rival in &mut rivals {
            rival.meet(&key);
        }
    }
    rivals.retain(|it| !it.out && it.complete());
    // The sort is stable: what is equal keeps the order of the document.
    rivals.sort_by_key(|it| std::cmp::Reverse(it.seen.iter().filter(|it| **it).count()));
    Ok(rivals.iter().map(|it| it.place).collect())
}

/// An arm that an object may be of.
struct Rival {
    place: usize,
    table: &'static Table,
    finder: Finder<'static>,
    seen: Vec<bool>,
    out: bool,
}

impl Rival {
    fn meet(&mut self, key: &str) {
        match self.finder.place(key) {
            Some(at) => self.seen[at] = true,
            None => self.out |= !self.table.open,
        }
    }

    fn complete(&self) -> bool {
        self.table.entries.iter().zip(&self.seen).all(|(entry, seen)| *seen || entry.need != Need::required)
    }
}

/// Writes what a union holds; the tag too, where the arm does not know it.
pub fn write_union(tag: Option<&'static str>, arms: &[Arm], union: &dyn Union, writer: &mut Writer) {
    let (place, value) = union.held();
    let value_of_tag = arms.get(place).filter(|it| it.adds_tag).and_then(|it| it.tags.first().copied());
    writer.lead_with(tag.zip(value_of_tag));
    value.write(writer);
    writer.lead_with(None);
}

/// Makes a union of an enumeration: its table, its arms, and serde's two traits.
///
/// Each arm stands with its place, its variant, and how it is told apart; the last variant keeps any JSON.
#[macro_export]
#[doc(hidden)]
macro_rules! union {
    ($(#[$leave:meta])? $name:ident $tag:expr, {
        $($place:literal $variant:ident $arm:expr,)*
    } else $other:ident) => {
        $(#[$leave])?
        impl $name {
            const ARMS: &'static [$crate::codec::Arm] = &[$($arm),*];
        }

        $(#[$leave])?
        impl $crate::codec::Union for $name {
            #[inline]
            fn arm(&mut self, place: usize) -> &mut dyn $crate::codec::Model {
                *self = match place {
                    $($place => Self::$variant($crate::codec::Model::empty()),)*
                    _ => $crate::codec::Model::empty(),
                };
                match self { $(Self::$variant(it) => it,)* Self::$other(it) => it }
            }

            #[inline]

            fn held(&self) -> (usize, &dyn $crate::codec::Model) {
                match self {
                    $(Self::$variant(it) => ($place, it),)*
                    Self::$other(it) => (Self::ARMS.len(), it),
                }
            }
        }

        $(#[$leave])?
        impl $crate::codec::Encode for $name {
            #[inline]
            fn write(&self, writer: &mut $crate::codec::Writer) {
                $crate::codec::write_union($tag, Self::ARMS, self, writer);
            }
        }

        $(#[$leave])?
        impl $crate::codec::Model for $name {
            #[inline]
            fn empty() -> Self {
                Self::$other($crate::Json::Null)
            }

            #[inline]

            fn read(&mut self, reader: &mut $crate::codec::Reader<'_>) -> Result<(), $crate::codec::Fault> {
                $crate::codec::read_union($tag, Self::ARMS, self, reader)
            }
        }

        $crate::through_tables!($(#[$leave])? $name);
    };
}
