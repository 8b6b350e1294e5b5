//! Values that hold others: what may be absent, lists, maps, and any JSON.

use std::collections::BTreeMap;

use serde_json::{Map, Number, Value as Json};

use super::scalars::LARGE;
use super::{Encode, Fault, Kind, Model, Reader, Single, Table, Writer};
use crate::file::FilePart;
use crate::patch::{KEPT, Patch};

impl<T: Encode + ?Sized> Encode for &T {
    fn write(&self, writer: &mut Writer) {
        (**self).write(writer);
    }

    fn single(&self) -> Single<'_> {
        (**self).single()
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Encode> Encode for Box<T> {
    fn write(&self, writer: &mut Writer) {
        (**self).write(writer);
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Model> Model for Box<T> {
    fn empty() -> Self {
        Self::new(T::empty())
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        (**self).read(reader)
    }

    fn table() -> &'static Table {
        T::table()
    }
}

impl<T: Encode> Encode for Option<T> {
    fn write(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.write(writer),
            None => writer.null(),
        }
    }

    fn single(&self) -> Single<'_> {
        self.as_ref().map_or(Single::Null, T::single)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Model> Model for Option<T> {
    fn empty() -> Self {
        None
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = None;
        if !T::holds_null() && reader.null()? { Ok(()) } else { self.insert(T::empty()).read(reader) }
    }
}

pub(super) fn read_new<T: Model>(reader: &mut Reader<'_>) -> Result<T, Fault> {
    let mut value = T::empty();
    value.read(reader)?;
    Ok(value)
}

impl<T: Encode> Encode for Patch<T> {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Keep => writer.refuse(KEPT),
            Self::Clear => writer.null(),
            Self::Set(value) => value.write(writer),
        }
    }

    fn is_absent(&self) -> bool {
        matches!(self, Self::Keep)
    }
}

impl<T: Model> Model for Patch<T> {
    fn empty() -> Self {
        Self::Keep
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = if reader.null()? { Self::Clear } else { Self::Set(read_new(reader)?) };
        Ok(())
    }
}

impl<T: Encode> Encode for [T] {
    fn write(&self, writer: &mut Writer) {
        writer.begin_list();
        // Iterators are many small functions, which a client would compile for each of its types; patterns are none.
        let mut left = self;
        while let [item, rest @ ..] = left {
            item.write(writer);
            if !rest.is_empty() {
                writer.raw(b",");
            }
            left = rest;
        }
        writer.end_list();
    }
}

impl<T: Encode, const N: usize> Encode for [T; N] {
    fn write(&self, writer: &mut Writer) {
        self.as_slice().write(writer);
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn write(&self, writer: &mut Writer) {
        self.as_slice().write(writer);
    }
}

impl<T: Model> Model for Vec<T> {
    fn empty() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        self.clear();
        let mut list = reader.list()?;
        while reader.item(&mut list)? {
            // Read in its place: large items on the stack would make deep nesting exhaust it.
            let index = self.len();
            if let Err(fault) = self.push_mut(T::empty()).read(reader) {
                return Err(fault.in_item(index));
            }
        }
        Ok(())
    }
}

impl<T: Encode> Encode for BTreeMap<String, T> {
    fn write(&self, writer: &mut Writer) {
        let continued = writer.take_continued();
        let (entries, tag) = match continued {
            Some(it) => it,
            None => (&[][..], writer.begin_tagged()),
        };
        for (key, value) in self {
            if tag != Some(key) && entries.iter().all(|it| it.key != key) {
                writer.key(key);
                value.write(writer);
            }
        }
        if continued.is_none() {
            writer.end_object();
        }
    }
}

impl<T: Model> Model for BTreeMap<String, T> {
    fn empty() -> Self {
        Self::new()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        if let Some(key) = reader.take_key() {
            return self.entry(key.into_owned()).insert_entry(T::empty()).get_mut().read(reader);
        }
        self.clear();
        let tag = reader.take_tag();
        let mut object = reader.object()?;
        while let Some(key) = reader.key(&mut object)? {
            if tag == Some(&*key) {
                reader.skip()?;
                continue;
            }
            let value = self.entry(key.clone().into_owned()).insert_entry(T::empty()).into_mut();
            value.read(reader).map_err(|fault| fault.under(&key))?;
        }
        Ok(())
    }
}

impl Encode for Json {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Null => writer.null(),
            Self::Bool(value) => writer.bool(*value),
            Self::Number(value) => writer.raw(value.to_string().as_bytes()),
            Self::String(text) => writer.text(text),
            Self::Array(items) => items.write(writer),
            Self::Object(fields) => {
                writer.begin_object();
                for (key, value) in fields {
                    writer.key(key);
                    value.write(writer);
                }
                writer.end_object();
            }
        }
    }
}

impl Model for Json {
    fn empty() -> Self {
        Self::Null
    }

    fn holds_null() -> bool {
        true
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = match reader.peek()? {
            Kind::Null => reader.null().map(|_| Self::Null)?,
            Kind::Bool => Self::Bool(reader.bool()?),
            Kind::Number => Self::Number(read_number(reader)?),
            Kind::Text => Self::String(reader.text()?.into_owned()),
            Kind::List => Self::Array(read_new(reader)?),
            Kind::Object => {
                let (mut fields, mut object) = (Map::new(), reader.object()?);
                while let Some(key) = reader.key(&mut object)? {
                    let value = read_new(reader).map_err(|fault: Fault| fault.under(&key))?;
                    fields.insert(key.into_owned(), value);
                }
                Self::Object(fields)
            }
        };
        Ok(())
    }
}

/// A number of a document, as it is read in an answer; of what is none, null.
#[must_use]
pub fn number(text: &str) -> Json {
    serde_json::from_str(text).map_or(Json::Null, Json::Number)
}

fn read_number(reader: &mut Reader<'_>) -> Result<Number, Fault> {
    let text = reader.number("a number")?;
    serde_json::from_str(text).map_err(|_| reader.fault_before(text.len(), LARGE))
}

impl Encode for FilePart {
    fn write(&self, writer: &mut Writer) {
        writer.file(self);
    }
}

/// The text becomes the content, so that a model with a file in it can be both read and written.
impl Model for FilePart {
    fn empty() -> Self {
        Self::bytes("", "")
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        *self = Self::bytes("file", reader.text()?.into_owned());
        Ok(())
    }
}
