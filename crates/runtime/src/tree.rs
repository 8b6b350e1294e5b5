//! Any value that can be written as a small tree, the common ground of parameters, forms and multipart bodies.

use crate::codec::{Encode, Fault, Kind, Reader, Writer};
use crate::file::FilePart;

/// A written value. Unlike `serde_json::Value` it keeps the order of properties and can hold a file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tree {
    Null,
    Bool(bool),
    /// As it is spelled.
    Number(String),
    Text(String),
    File(FilePart),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// Writes `value`; the error is a sentence that holds nothing of it.
    pub(crate) fn of(value: &dyn Encode) -> Result<Self, &'static str> {
        let mut writer = Writer::with_files();
        value.write(&mut writer);
        let (json, files) = writer.finish_with_files()?;
        let mut reader = Reader::new(&json).map_err(|_| UNREADABLE)?;
        Self::read(&mut reader, &mut files.into_iter()).map_err(|_| UNREADABLE)
    }

    fn read(reader: &mut Reader<'_>, files: &mut dyn Iterator<Item = FilePart>) -> Result<Self, Fault> {
        if reader.file_mark() {
            return files.next().map(Self::File).ok_or_else(|| reader.fault("a file is lost"));
        }
        Ok(match reader.peek()? {
            Kind::Null => reader.null().map(|_| Self::Null)?,
            Kind::Bool => Self::Bool(reader.bool()?),
            Kind::Number => Self::Number(reader.number("a number")?.to_owned()),
            Kind::Text => Self::Text(reader.text()?.into_owned()),
            Kind::List => {
                let (mut items, mut list) = (Vec::new(), reader.list()?);
                while reader.item(&mut list)? {
                    items.push(Self::read(reader, files)?);
                }
                Self::List(items)
            }
            Kind::Object => {
                let (mut fields, mut object) = (Vec::new(), reader.object()?);
                while let Some(key) = reader.key(&mut object)? {
                    let value = Self::read(reader, files)?;
                    fields.push((key.into_owned(), value));
                }
                Self::Object(fields)
            }
        })
    }

    /// The text of a single value; `None` for null, lists and objects.
    pub(crate) fn scalar(&self) -> Option<String> {
        match self {
            Self::Bool(value) => Some(value.to_string()),
            Self::Number(text) | Self::Text(text) => Some(text.clone()),
            Self::Null | Self::File(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// The value as JSON text.
    pub(crate) fn json(&self) -> Result<String, &'static str> {
        String::from_utf8(crate::codec::encode(self)?).map_err(|_| UNREADABLE)
    }
}

/// Only a hand-written `Encode` that writes no JSON comes to this.
const UNREADABLE: &str = "it does not serialise";

impl Encode for Tree {
    fn write(&self, writer: &mut Writer) {
        match self {
            Self::Null => writer.null(),
            Self::Bool(value) => writer.bool(*value),
            Self::Number(text) => writer.raw(text.as_bytes()),
            Self::Text(text) => writer.text(text),
            Self::File(file) => file.write(writer),
            Self::List(items) => items.write(writer),
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
