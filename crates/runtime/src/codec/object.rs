//! Objects with known fields: the one loop that reads them, and the one that writes them.

use super::{Fault, Reader, Value, Writer};

/// One field of an object: its key in JSON, whether it must be there, and whether it is always written.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// The key.
    pub key: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it is written also where it holds nothing.
    pub written: bool,
    /// The key as it is written behind another field, `,"key":`, where it needs no escape.
    pub(super) spelled: Option<&'static str>,
}

impl Entry {
    /// A field that is always there.
    pub const fn required(key: &'static str, spelled: &'static str) -> Self {
        Self { key, required: true, written: true, spelled: unless_escaped(key, spelled) }
    }

    /// A field that may be left out.
    pub const fn optional(key: &'static str, spelled: &'static str) -> Self {
        Self { key, required: false, written: false, spelled: unless_escaped(key, spelled) }
    }

    /// A field that is always written, and has a default where it is not there.
    pub const fn filled(key: &'static str, spelled: &'static str) -> Self {
        Self { key, required: false, written: true, spelled: unless_escaped(key, spelled) }
    }
}

/// Only what is plain is spelled as it is. This runs while the client is compiled.
const fn unless_escaped(key: &str, spelled: &'static str) -> Option<&'static str> {
    let (bytes, mut at) = (key.as_bytes(), 0);
    while at < bytes.len() {
        if matches!(bytes[at], b'"' | b'\\' | 0..=0x1f) {
            return None;
        }
        at += 1;
    }
    Some(spelled)
}

/// The table of an object.
pub trait Table {
    /// Its fields, in order.
    const ENTRIES: &'static [Entry];
    /// Whether it keeps no keys but these.
    const CLOSED: Closed;
}

impl<T: Table> Table for Box<T> {
    const ENTRIES: &'static [Entry] = T::ENTRIES;
    const CLOSED: Closed = T::CLOSED;
}

/// Whether an object keeps no keys but those of its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// It keeps no others.
    Yes,
    /// It keeps them all.
    No,
}

/// The fields of an object by their place in its table.
pub trait Slots {
    /// The field at a place, to be read into.
    fn slot(&mut self, place: usize) -> &mut dyn Value;

    /// The field at a place, to be written.
    fn slot_ref(&self, place: usize) -> &dyn Value;

    /// Where keys go that the table does not name; nowhere, for an object that keeps none.
    fn rest(&mut self) -> Option<&mut dyn Value> {
        None
    }

    /// The same, to be written.
    fn rest_ref(&self) -> Option<&dyn Value> {
        None
    }
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
pub fn read_object(entries: &[Entry], object: &mut dyn Slots, reader: &mut Reader<'_>) -> Result<(), Fault> {
    let tag = reader.take_tag();
    let mut entered = reader.object()?;
    let (mut seen, mut finder) = (Seen::default(), Finder::new(entries));
    let mut expected = 0;
    loop {
        // Servers mostly write fields in the order of their documents, and without spaces.
        if let Some(entry) = entries.get(expected)
            && !seen.holds(expected)
            && entry.spelled.is_some_and(|it| reader.skip_key(&mut entered, it))
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
        } else if tag == Some(&*key) {
            reader.skip()?;
        } else {
            match object.rest() {
                Some(rest) => rest.read_entry(&key, reader).map_err(|fault| fault.under(&key))?,
                None => reader.skip()?,
            }
        }
    }
    for (place, entry) in entries.iter().enumerate() {
        if entry.required && !seen.holds(place) && !object.slot_ref(place).is_absent() {
            return Err(reader.fault(format!("the field `{}` is missing", entry.key)));
        }
    }
    Ok(())
}

/// Writes an object.
pub fn write_object(entries: &[Entry], object: &dyn Slots, writer: &mut Writer) {
    let tag = writer.begin_tagged();
    for (place, entry) in entries.iter().enumerate() {
        let value = object.slot_ref(place);
        if entry.written || !value.is_absent() {
            writer.field(entry);
            value.write(writer);
        }
    }
    if let Some(rest) = object.rest_ref() {
        let known = |key: &str| tag == Some(key) || entries.iter().any(|it| it.key == key);
        rest.write_entries(writer, &known);
    }
    writer.end_object();
}

/// Makes a model of a struct: its table, its slots, and serde's two traits.
///
/// Each field stands with its place (the last one as `_`), its name, whether it is `required`, `optional` or `filled`
/// with the default behind `or`, and its key. `rest` is the field that keeps further keys.
#[macro_export]
#[doc(hidden)]
macro_rules! model {
    ($name:ident { $($place:tt $field:ident $need:ident $key:literal $(or $default:expr)?,)* } $(rest $rest:ident)?) => {
        // What the document warns against is still read and written.
        #[allow(deprecated, reason = "a model handles all of its parts, whoever is warned against them")]
        const _: () = {
            impl $crate::codec::Table for $name {
                const ENTRIES: &'static [$crate::codec::Entry] = &[
                    $($crate::codec::Entry::$need($key, concat!(",\"", $key, "\":"))),*
                ];
                const CLOSED: $crate::codec::Closed = $crate::closed!($($rest)?);
            }

            impl $crate::codec::Slots for $name {
                fn slot(&mut self, place: usize) -> &mut dyn $crate::codec::Value {
                    $crate::slot!(place, self, $($place => &mut self.$field,)*)
                }

                fn slot_ref(&self, place: usize) -> &dyn $crate::codec::Value {
                    $crate::slot!(place, self, $($place => &self.$field,)*)
                }

                $(
                    fn rest(&mut self) -> Option<&mut dyn $crate::codec::Value> {
                        Some(&mut self.$rest)
                    }

                    fn rest_ref(&self) -> Option<&dyn $crate::codec::Value> {
                        Some(&self.$rest)
                    }
                )?
            }

            impl $crate::codec::Decode for $name {
                fn read(&mut self, reader: &mut $crate::codec::Reader<'_>) -> Result<(), $crate::codec::Fault> {
                    $crate::codec::read_object(<Self as $crate::codec::Table>::ENTRIES, self, reader)
                }
            }

            impl $crate::codec::Encode for $name {
                fn write(&self, writer: &mut $crate::codec::Writer) {
                    $crate::codec::write_object(<Self as $crate::codec::Table>::ENTRIES, self, writer);
                }
            }

            impl $crate::codec::Model for $name {
                fn empty() -> Self {
                    Self { $($field: $crate::empty!($($default)?),)* $($rest: $crate::empty!(),)? }
                }
            }

            $crate::through_tables!($name);
        };
    };
}

/// The field at a place. Nothing asks a model without fields for one: what it would give is itself.
#[macro_export]
#[doc(hidden)]
macro_rules! slot {
    ($place:ident, $whole:expr,) => {{
        let _ = $place;
        $whole
    }};
    ($place:ident, $whole:expr, $($at:tt => $slot:expr,)+) => {
        match $place { $($at => $slot),+ }
    };
}

/// Whether a model keeps no keys but its own: it does not where it names a field for the rest.
#[macro_export]
#[doc(hidden)]
macro_rules! closed {
    () => {
        $crate::codec::Closed::Yes
    };
    ($rest:ident) => {
        $crate::codec::Closed::No
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
    ($name:ident) => {
        impl $crate::codec::Serialize for $name {
            fn serialize<S: $crate::codec::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::codec::serialize(self, serializer)
            }
        }

        impl<'de> $crate::codec::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codec::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::codec::deserialize(deserializer)
            }
        }
    };
}
