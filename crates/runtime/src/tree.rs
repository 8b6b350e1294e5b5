//! Any serialisable value as a small tree, the common ground of parameters, forms and multipart bodies.

use std::fmt;

use bytes::Bytes;
use serde::ser::{self, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Number;

use crate::file::{FILE_NAME, FilePart, MULTIPART_ONLY};
use crate::patch::KEPT;

/// A serialised value. Unlike `serde_json::Value` it keeps the order of properties and can hold a file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    Bytes(Bytes),
    File(FilePart),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// Serialises `value`.
    pub(crate) fn of(value: &(impl Serialize + ?Sized)) -> Result<Self, Refused> {
        value.serialize(TreeSerializer { within: Within::Value })
    }

    /// The text of a single value; `None` for null, lists, objects and bytes.
    pub(crate) fn scalar(&self) -> Option<String> {
        match self {
            Self::Bool(value) => Some(value.to_string()),
            Self::Number(value) => Some(value.to_string()),
            Self::Text(value) => Some(value.clone()),
            Self::Null | Self::Bytes(_) | Self::File(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// The value as JSON text.
    pub(crate) fn json(&self) -> Result<String, Refused> {
        serde_json::to_string(self).map_err(|error| Refused::from_text(&error.to_string()))
    }
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(value) => value.serialize(serializer),
            Self::Text(value) => serializer.serialize_str(value),
            Self::Bytes(value) => serializer.serialize_bytes(value),
            Self::File(_) => Err(ser::Error::custom(MULTIPART_ONLY)),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Object(fields) => {
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (name, value) in fields {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

/// Why a value does not serialise, in words of ours: the message of a foreign `Serialize` may quote the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Refused(pub(crate) &'static str);

impl Refused {
    /// Keeps the messages that this crate itself makes and replaces all others.
    pub(crate) fn from_text(text: &str) -> Self {
        for known in [MULTIPART_ONLY, KEPT, KEY, FINITE] {
            if text.starts_with(known) {
                return Self(known);
            }
        }
        Self("it does not serialise")
    }
}

const KEY: &str = "a key must be a single value";
const FINITE: &str = "a number must be finite";

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Refused {}

impl ser::Error for Refused {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::from_text(&message.to_string())
    }
}

#[derive(Clone, Copy)]
struct TreeSerializer {
    within: Within,
}

/// Whether the serializer stands inside a [`FilePart`], which shows its bytes only there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Value,
    File,
}

impl Serializer for TreeSerializer {
    type Ok = Tree;
    type Error = Refused;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Items;
    type SerializeTupleVariant = Items;
    type SerializeMap = Fields;
    type SerializeStruct = Fields;
    type SerializeStructVariant = Fields;

    fn is_human_readable(&self) -> bool {
        self.within == Within::Value
    }

    fn serialize_bool(self, v: bool) -> Result<Tree, Refused> {
        Ok(Tree::Bool(v))
    }

    fn serialize_i8(self, v: i8) -> Result<Tree, Refused> {
        self.serialize_i64(v.into())
    }

    fn serialize_i16(self, v: i16) -> Result<Tree, Refused> {
        self.serialize_i64(v.into())
    }

    fn serialize_i32(self, v: i32) -> Result<Tree, Refused> {
        self.serialize_i64(v.into())
    }

    fn serialize_i64(self, v: i64) -> Result<Tree, Refused> {
        Ok(Tree::Number(v.into()))
    }

    fn serialize_u8(self, v: u8) -> Result<Tree, Refused> {
        self.serialize_u64(v.into())
    }

    fn serialize_u16(self, v: u16) -> Result<Tree, Refused> {
        self.serialize_u64(v.into())
    }

    fn serialize_u32(self, v: u32) -> Result<Tree, Refused> {
        self.serialize_u64(v.into())
    }

    fn serialize_u64(self, v: u64) -> Result<Tree, Refused> {
        Ok(Tree::Number(v.into()))
    }

    fn serialize_f32(self, v: f32) -> Result<Tree, Refused> {
        // By way of the shortest text: widening 0.1f32 directly would show as 0.10000000149011612.
        self.serialize_f64(v.to_string().parse().unwrap_or_else(|_| v.into()))
    }

    fn serialize_f64(self, v: f64) -> Result<Tree, Refused> {
        Number::from_f64(v).map(Tree::Number).ok_or(Refused(FINITE))
    }

    fn serialize_char(self, v: char) -> Result<Tree, Refused> {
        Ok(Tree::Text(v.to_string()))
    }

    fn serialize_str(self, v: &str) -> Result<Tree, Refused> {
        Ok(Tree::Text(v.to_owned()))
    }

    fn serialize_bytes(self, v: &[u8]) -> Result<Tree, Refused> {
        Ok(Tree::Bytes(Bytes::copy_from_slice(v)))
    }

    fn serialize_none(self) -> Result<Tree, Refused> {
        Ok(Tree::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Tree, Refused> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Tree, Refused> {
        Ok(Tree::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Tree, Refused> {
        Ok(Tree::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Tree, Refused> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<Tree, Refused> {
        if name == FILE_NAME {
            return file(value.serialize(Self { within: Within::File })?);
        }
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Tree, Refused> {
        Ok(Tree::Object(vec![(variant.to_owned(), value.serialize(self)?)]))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Refused> {
        Ok(Items { serializer: self, variant: None, items: Vec::new() })
    }

    fn serialize_tuple(self, _: usize) -> Result<Items, Refused> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items, Refused> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items, Refused> {
        Ok(Items { serializer: self, variant: Some(variant), items: Vec::new() })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Fields, Refused> {
        Ok(Fields { serializer: self, variant: None, fields: Vec::new(), key: None })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Fields, Refused> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Fields, Refused> {
        Ok(Fields { serializer: self, variant: Some(variant), fields: Vec::new(), key: None })
    }
}

/// Reads a file back out of the tuple that [`FilePart`] serialises to.
fn file(parts: Tree) -> Result<Tree, Refused> {
    let Tree::List(parts) = parts else { return Err(Refused(MULTIPART_ONLY)) };
    match <[Tree; 3]>::try_from(parts) {
        Ok([Tree::Text(name), content_type, Tree::Bytes(content)]) => {
            Ok(Tree::File(FilePart::from_parts(name, content_type.scalar(), content)))
        }
        _ => Err(Refused(MULTIPART_ONLY)),
    }
}

/// A value under the name of its enum variant, where it has one.
fn named(variant: Option<&'static str>, value: Tree) -> Tree {
    match variant {
        Some(name) => Tree::Object(vec![(name.to_owned(), value)]),
        None => value,
    }
}

struct Items {
    serializer: TreeSerializer,
    variant: Option<&'static str>,
    items: Vec<Tree>,
}

impl Items {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        self.items.push(value.serialize(self.serializer)?);
        Ok(())
    }

    fn finish(self) -> Tree {
        named(self.variant, Tree::List(self.items))
    }
}

struct Fields {
    serializer: TreeSerializer,
    variant: Option<&'static str>,
    fields: Vec<(String, Tree)>,
    key: Option<String>,
}

impl Fields {
    fn push<T: Serialize + ?Sized>(&mut self, name: String, value: &T) -> Result<(), Refused> {
        self.fields.push((name, value.serialize(self.serializer)?));
        Ok(())
    }

    fn finish(self) -> Tree {
        named(self.variant, Tree::Object(self.fields))
    }
}

/// The four list-like shapes of serde are one list here.
macro_rules! list {
    ($($shape:ident :: $push:ident),*) => {$(
        impl ser::$shape for Items {
            type Ok = Tree;
            type Error = Refused;

            fn $push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
                self.push(value)
            }

            fn end(self) -> Result<Tree, Refused> {
                Ok(self.finish())
            }
        }
    )*};
}

list!(
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field
);

/// Structs and struct variants are one object here.
macro_rules! object {
    ($($shape:ident),*) => {$(
        impl ser::$shape for Fields {
            type Ok = Tree;
            type Error = Refused;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Refused> {
                self.push(key.to_owned(), value)
            }

            fn end(self) -> Result<Tree, Refused> {
                Ok(self.finish())
            }
        }
    )*};
}

object!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Fields {
    type Ok = Tree;
    type Error = Refused;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Refused> {
        self.key = Some(Tree::of(key)?.scalar().ok_or(Refused(KEY))?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Refused> {
        let name = self.key.take().ok_or(Refused(KEY))?;
        self.push(name, value)
    }

    fn end(self) -> Result<Tree, Refused> {
        Ok(self.finish())
    }
}
