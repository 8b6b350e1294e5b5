//! A value that a schema allows, as JSON has it.

use std::fmt;

use crate::types::{Wire, json_string};

/// A value that a schema allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sample {
    /// `null`
    Null,
    /// A single value.
    Single(Wire),
    /// A list.
    List(Vec<Sample>),
    /// An object, its keys in order.
    Object(Vec<(String, Sample)>),
}

impl Sample {
    /// A string.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Single(Wire::Text(text.into()))
    }

    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, it)| it),
            Self::Null | Self::Single(_) | Self::List(_) => None,
        }
    }
}

/// As JSON, on one line.
impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Single(it) => write!(f, "{it}"),
            Self::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if at == 0 { "" } else { ", " })?;
                }
                f.write_str("]")
            }
            Self::Object(entries) => {
                f.write_str("{")?;
                for (at, (key, item)) in entries.iter().enumerate() {
                    f.write_str(if at == 0 { "" } else { ", " })?;
                    json_string(key, f)?;
                    write!(f, ": {item}")?;
                }
                f.write_str("}")
            }
        }
    }
}
