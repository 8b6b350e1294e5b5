//! Nodes as `serde_json` values, and through them any type that serde can read.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use crate::tree::{Node, Number, Value};

/// Why a node is not what it should be.
#[derive(Debug)]
pub struct Misfit<'t> {
    /// The innermost node that does not fit.
    pub node: Node<'t>,
    /// What was expected there, in words.
    pub reason: String,
}

impl<'t> Node<'t> {
    /// The JSON value that the node stands for. Numbers beyond 64 bits become floating point.
    pub fn to_json(self) -> Json {
        match self.value() {
            Value::Null => Json::Null,
            Value::Bool(it) => Json::Bool(*it),
            Value::Number(Number::Integer(it)) => match (i64::try_from(*it), u64::try_from(*it)) {
                (Ok(it), _) => Json::from(it),
                (_, Ok(it)) => Json::from(it),
                _ => Json::from(*it as f64),
            },
            Value::Number(Number::Float(it)) => Json::from(*it),
            Value::Text(it) => Json::from(&**it),
            Value::List(_) => Json::Array(self.items().map(Node::to_json).collect()),
            Value::Map(_) => {
                let entries = self.entries().map(|(key, node)| (key.to_owned(), node.to_json()));
                Json::Object(entries.collect::<Map<_, _>>())
            }
        }
    }

    /// Decodes a small node; the complaint names the innermost node at fault.
    pub fn decode<T: DeserializeOwned>(self) -> Result<T, Misfit<'t>> {
        serde_path_to_error::deserialize(self.to_json()).map_err(|error| {
            let mut node = self;
            for segment in error.path() {
                let next = match segment {
                    serde_path_to_error::Segment::Map { key } => node.get(key),
                    serde_path_to_error::Segment::Seq { index } => node.item(*index),
                    serde_path_to_error::Segment::Enum { .. } | serde_path_to_error::Segment::Unknown => None,
                };
                node = next.unwrap_or(node);
            }
            Misfit { node, reason: error.inner().to_string() }
        })
    }
}
