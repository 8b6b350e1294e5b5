//! What every open enumeration of strings has in common, so that generated code need not repeat it.

/// Gives an open enumeration its text form: `Display`, `FromStr` (which never fails), `Serialize`, `Deserialize`.
///
/// The type has `as_str(&self) -> &str` and `From<&str>`; a string that it does not know becomes its variant for
/// others, so that it survives a round trip. Generated code calls this once for each enumeration of a document.
#[macro_export]
macro_rules! text_choice {
    ($name:ident) => {
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                Ok(Self::from(text))
            }
        }

        impl $crate::codec::Serialize for $name {
            fn serialize<S: $crate::codec::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::codec::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codec::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::codec::text(deserializer, |text| Self::from(text))
            }
        }
    };
}

/// What the code of [`text_choice!`](crate::text_choice) stands on.
#[doc(hidden)]
pub mod codec {
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

    /// Reads a string without keeping it.
    pub fn text<'de, D: Deserializer<'de>, T>(deserializer: D, make: fn(&str) -> T) -> Result<T, D::Error> {
        struct Visitor<T>(fn(&str) -> T);

        impl<T> serde::de::Visitor<'_> for Visitor<T> {
            type Value = T;

            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
                Ok((self.0)(text))
            }
        }

        deserializer.deserialize_str(Visitor(make))
    }
}
