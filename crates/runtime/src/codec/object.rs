//! Objects with known fields: the one loop that reads them, and the one that writes them.

use super::{Fault, Model, Reader, Writer};

/// One field of an object.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// Its key in JSON.
    pub key: &'static str,
    /// The key as it is written behind another field, `,"key":`, if none of the table needs an escape.
    pub spelled: &'static str,
    /// When it must be there, and when it is written.
    pub need: Need,
}

/// When a field must be there, and when it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(non_camel_case_types, reason = "they are the words of `model!`")]
pub enum Need {
    /// Always.
    required,
    /// It may be left out.
    optional,
    /// It is always written, and has a default where it is not there.
    filled,
}

/// The fields of an object. It is plain data: what would be worked out of it, the compiler would work out for each type.
#[derive(Debug)]
pub struct Table {
    /// Its fields, in order.
    pub entries: &'static [Entry],
    /// Whether it keeps keys beside these.
    pub open: bool,
    /// Whether a key needs an escape.
    pub escaped: bool,
}

impl Table {
    /// That of what is no object of known fields.
    pub const NONE: Self = Self { entries: &[], open: true, escaped: false };
}

/// The place of the field that keeps the keys which the table does not name.
pub const REST: usize = usize::MAX;

/// The fields of an object by their place in its table.
pub trait Slots {
    /// The field at a place, to be read into.
    fn slot(&mut self, place: usize) -> &mut dyn Model;

    /// The field at a place, to be written.
    fn slot_ref(&self, place: usize) -> &dyn Model;
}

/// Which fields have been seen: a bit each, beyond the first 64 in a list.
#[derive(Default)]
struct Seen {
    first: u64,
    more: Vec<u64>,
}

impl Seen {
    fn insert(&mut self, place: usize) {
        let bit = 1 << (place % 64);
        match place / 64 {
            0 => self.first |= bit,
            word => {
                if self.more.len() < word {
                    self.more.resize(word, 0);
                }
                self.more[word - 1] |= bit;
            }
        }
    }

    fn holds(&self, place: usize) -> bool {
        let word = match place / 64 {
            0 => self.first,
            word => self.more.get(word - 1).copied().unwrap_or_default(),
        };
        word & (1 << (place % 64)) != 0
    }
}

/// Finds fields by their keys.
pub(super) struct Finder<'e> {
    entries: &'e [Entry],
    searched: usize,
    /// The places in the order of the keys, once there is much to find in a large table.
    sorted: Vec<usize>,
}

impl<'e> Finder<'e> {
    /// So many entries are faster looked through than sorted.
    const FEW: usize = 16;

    pub(super) fn new(entries: &'e [Entry]) -> Self {
        Self { entries, searched: 0, sorted: Vec::new() }
    }

    pub(super) fn place(&mut self, key: &str) -> Option<usize> {
        let Self { entries, searched, sorted } = self;
        *searched += 1;
        if entries.len() <= Self::FEW || *searched <= Self::FEW {
            return entries.iter().position(|it| it.key == key);
        }
        if sorted.is_empty() {
            sorted.extend(0..entries.len());
            sorted.sort_unstable_by_key(|it| entries[*it].key);
        }
        sorted.binary_search_by(|it| entries[*it].key.cmp(key)).ok().map(|at| sorted[at])
    }
}

/// Reads an object into its slots.
///
/// # Errors
///
/// Where it is no object, a field does not decode, or comes twice, or a required one is missing. One that may be null may be
/// missing.
pub fn read_object(table: &Table, object: &mut dyn Slots, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let entries = table.entries;
    let tag = reader.take_tag();
    let mut entered = reader.object()?;
    let (mut seen, mut finder) = (Seen::default(), Finder::new(entries));
    let mut expected = 0;
    loop {
        // Servers mostly write fields in the order of their documents, and without spaces.
        if let Some(entry) = entries.get(expected)
            && !seen.holds(expected)
            && !table.escaped
            && reader.skip_key(&mut entered, entry.spelled)
        {
            object.slot(expected).read(reader).map_err(|fault| fault.under(entry.key))?;
            seen.insert(expected);
            expected += 1;
            continue;
        }
        let Some(key) = reader.key(&mut entered)? else { break };
        let place = match entries.get(expected) {
            Some(entry) if entry.key == key => Some(expected),
            _ => finder.place(&key),
        };
        if let Some(place) = place {
            if seen.holds(place) {
                return Err(reader.fault(format!("the field `{key}` is there twice")));
            }
            object.slot(place).read(reader).map_err(|fault| fault.under(&key))?;
            seen.insert(place);
            expected = place + 1;
        } else if tag == Some(&*key) || !table.open {
            reader.skip()?;
        } else {
            reader.give_key(key.clone());
            object.slot(REST).read(reader).map_err(|fault| fault.under(&key))?;
        }
    }
    for (place, entry) in entries.iter().enumerate() {
        if entry.need == Need::required && !seen.holds(place) && !object.slot_ref(place).is_absent() {
            return Err(reader.fault(format!("the field `{}` is missing", entry.key)));
        }
    }
    Ok(())
}

/// Writes an object.
pub fn write_object(table: &'static Table, object: &dyn Slots, writer: &mut Writer) {
    let tag = writer.begin_tagged();
    for (place, entry) in table.entries.iter().enumerate() {
        let value = object.slot_ref(place);
        if entry.need != Need::optional || !value.is_absent() {
            writer.field(entry, table.escaped);
            value.write(writer);
        }
    }
    if table.open {
        writer.continue_with(table.entries, tag);
        object.slot_ref(REST).write(writer);
    }
    writer.end_object();
}

/// Makes a model of a struct: its table, its slots, and serde's two traits.
///
/// Each field stands with its place (the last one as `_`), its name, whether it is `required`, `optional` or `filled`
/// with the default behind `or`, and its key. `rest` is the field that keeps further keys. `escaped` stands behind all of
/// it where one of the keys needs an escape in JSON. An attribute before the name stands before each implementation.
#[macro_export]
#[doc(hidden)]
macro_rules! model {
    ($(#[$leave:meta])? $name:ident {
        $($place:tt $field:ident $need:ident $key:literal $(or $default:expr)?,)*
    } $(rest $rest:ident)? $(, $escaped:ident)?) => {
        $(#[$leave])?
        impl $crate::codec::Slots for $name {
            #[inline]
            fn slot(&mut self, place: usize) -> &mut dyn $crate::codec::Model {
                $crate::slot!(place, self, [$(&mut self.$rest)?], $($place => &mut self.$field,)*)
            }

            #[inline]

            fn slot_ref(&self, place: usize) -> &dyn $crate::codec::Model {
                $crate::slot!(place, self, [$(&self.$rest)?], $($place => &self.$field,)*)
            }
        }

        $(#[$leave])?
        impl $crate::codec::Encode for $name {
            #[inline]
            fn write(&self, writer: &mut $crate::codec::Writer) {
                $crate::codec::write_object(<Self as $crate::codec::Model>::table(), self, writer);
            }
        }

        $(#[$leave])?
        impl $crate::codec::Model for $name {
            #[inline]
            fn empty() -> Self {
                Self { $($field: $crate::empty!($($default)?),)* $($rest: $crate::empty!(),)? }
            }

            #[inline]

            fn read(&mut self, reader: &mut $crate::codec::Reader<'_>) -> Result<(), $crate::codec::Fault> {
                $crate::codec::read_object(Self::table(), self, reader)
            }

            #[inline]

            fn table() -> &'static $crate::codec::Table {
                &$crate::codec::Table {
                    entries: &[$($crate::codec::Entry {
                        key: $key,
                        spelled: concat!(",\"", $key, "\":"),
                        need: $crate::codec::Need::$need,
                    }),*],
                    open: $crate::is_there!($($rest)?),
                    escaped: $crate::is_there!($($escaped)?),
                }
            }
        }

        $crate::through_tables!($(#[$leave])? $name);
    };
}

/// The field at a place. Nothing asks a model without fields for one: what it would give is itself.
#[macro_export]
#[doc(hidden)]
macro_rules! slot {
    ($place:ident, $whole:expr, [],) => {{
        let _ = $place;
        $whole
    }};
    ($place:ident, $whole:expr, [$rest:expr],) => {{
        let _ = $place;
        $rest
    }};
    ($place:ident, $whole:expr, [$($rest:expr)?], $($at:tt => $slot:expr,)+) => {
        match $place { $($crate::codec::REST => $rest,)? $($at => $slot),+ }
    };
}

/// Whether a part of a model is there.
#[macro_export]
#[doc(hidden)]
macro_rules! is_there {
    () => {
        false
    };
    ($part:ident) => {
        true
    };
}

/// What a field holds before anything is read into it.
#[macro_export]
#[doc(hidden)]
macro_rules! empty {
    () => {
        $crate::codec::Model::empty()
    };
    ($default:expr) => {
        $default
    };
}

/// Gives a model serde's two traits.
#[macro_export]
#[doc(hidden)]
macro_rules! through_tables {
    ($(#[$leave:meta])? $name:ident) => {
        $(#[$leave])?
        impl $crate::codec::Serialize for $name {
            fn serialize<S: $crate::codec::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::codec::serialize(self, serializer)
            }
        }

        $(#[$leave])?
        impl<'de> $crate::codec::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codec::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::codec::deserialize(deserializer)
            }
        }
    };
}
