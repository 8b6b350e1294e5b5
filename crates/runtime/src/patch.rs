//! The three states of a field that may be left alone, cleared or set.

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::Error as _};

/// What serialising a kept field says; generated structs skip such fields, so only hand-written ones meet it.
pub(crate) const KEPT: &str = "Patch::Keep has no value: skip the field with `Patch::is_keep`";

/// A field of a request body that is both optional and nullable.
///
/// "Absent" and "null" mean different things to a server that updates an object: absent leaves the field as it is,
/// null empties it. The default is [`Patch::Keep`].
///
/// There is no conversion from `Option<T>` on purpose: whether `None` should keep or clear is for the caller to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Patch<T> {
    /// Leaves the field as it is: it is absent from the body.
    #[default]
    Keep,
    /// Empties the field: it is sent as null.
    Clear,
    /// Sends this value.
    Set(T),
}

impl<T> Patch<T> {
    /// Whether the field stays out of the body; the `skip_serializing_if` of a field of this type.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Whether the field is sent as null.
    pub fn is_clear(&self) -> bool {
        matches!(self, Self::Clear)
    }

    /// The value to send, if there is one.
    pub fn as_set(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl From<&str> for Patch<String> {
    fn from(text: &str) -> Self {
        Self::Set(text.to_owned())
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Keep => Err(S::Error::custom(KEPT)),
            Self::Clear => serializer.serialize_none(),
            Self::Set(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::<T>::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}
