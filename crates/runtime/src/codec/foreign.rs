//! The way from and to serde: models in other formats, and other people's types in models.

use serde::de::DeserializeOwned;
use serde::ser::{Error as _, SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;

use super::{Encode, Fault, Kind, Model, Reader, Writer};

/// Reads a model from any format, by way of JSON.
///
/// # Errors
///
/// Where the format cannot be read, or what it holds does not decode.
pub fn deserialize<'de, D: Deserializer<'de>, T: Model>(deserializer: D) -> Result<T, D::Error> {
    let json = Json::deserialize(deserializer)?.to_string();
    super::decode(json.as_bytes()).map_err(serde::de::Error::custom)
}

/// Writes a model in any format, by way of JSON.
///
/// # Errors
///
/// Where a value cannot be written as JSON, or the format does not take it.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    let json = super::encode(value).map_err(S::Error::custom)?;
    Spelled(&json).serialize(serializer)
}

/// JSON that is known to be whole, as a value for serde; its fields stay in order.
struct Spelled<'j>(&'j [u8]);

impl Serialize for Spelled<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut reader = Reader::new(self.0).map_err(S::Error::custom)?;
        let part = |reader: &mut Reader<'_>| {
            let mark = { reader.peek().map(|_| reader.mark()) };
            mark.and_then(|mark| reader.skip().map(|()| mark)).map_err(S::Error::custom)
        };
        match reader.peek().map_err(S::Error::custom)? {
            Kind::List => {
                let mut list = serializer.serialize_seq(None)?;
                let mut entered = reader.list().map_err(S::Error::custom)?;
                while reader.item(&mut entered).map_err(S::Error::custom)? {
                    let mark = part(&mut reader)?;
                    list.serialize_element(&Spelled(reader.since(mark).as_bytes()))?;
                }
                list.end()
            }
            Kind::Object => {
                let mut map = serializer.serialize_map(None)?;
                let mut entered = reader.object().map_err(S::Error::custom)?;
                while let Some(key) = reader.key(&mut entered).map_err(S::Error::custom)? {
                    let mark = part(&mut reader)?;
                    map.serialize_entry(&*key, &Spelled(reader.since(mark).as_bytes()))?;
                }
                map.end()
            }
            Kind::Number => number(reader.number("a number").map_err(S::Error::custom)?, serializer),
            Kind::Null | Kind::Bool | Kind::Text => {
                serde_json::from_slice::<Json>(self.0).map_err(S::Error::custom)?.serialize(serializer)
            }
        }
    }
}

/// Whole numbers of more than 64 bits would lose digits on the way through `serde_json`.
fn number<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    match (text.parse::<i64>(), text.parse::<u64>(), text.parse::<i128>()) {
        (Ok(value), _, _) => serializer.serialize_i64(value),
        (_, Ok(value), _) => serializer.serialize_u64(value),
        (_, _, Ok(value)) => serializer.serialize_i128(value),
        _ => serializer.serialize_f64(text.parse().map_err(S::Error::custom)?),
    }
}

/// A type of somebody else's, which serde knows, as a part of a model.
///
/// A configuration names such types for formats of its own, as in `formats: {uuid: uuid::Uuid}`. The type's
/// [`Default`] is what is read over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Serde<T>(pub T);

impl<T> Serde<T> {
    /// The value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> From<T> for Serde<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> std::ops::Deref for Serde<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> std::ops::DerefMut for Serde<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Serialize> Encode for Serde<T> {
    fn write(&self, writer: &mut Writer) {
        match serde_json::to_vec(&self.0) {
            Ok(json) => writer.raw(&json),
            // The message may quote the value.
            Err(_) => writer.refuse("it does not serialise"),
        }
    }
}

impl<T: Serialize + DeserializeOwned + Default> Model for Serde<T> {
    fn empty() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        reader.peek()?;
        let mark = reader.mark();
        reader.skip()?;
        match serde_json::from_str(reader.since(mark)) {
            Ok(value) => self.0 = value,
            Err(_) => {
                reader.return_to(mark);
                return Err(reader.fault("a value does not fit its type"));
            }
        }
        Ok(())
    }
}

impl<T: Serialize> Serialize for Serde<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Serde<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}
