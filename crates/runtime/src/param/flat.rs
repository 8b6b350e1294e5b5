//! A parameter's value in the only shapes that the styles define.

use crate::tree::Tree;

pub(super) enum Flat {
    Absent,
    One(String),
    Many(Vec<String>),
    Pairs(Vec<(String, String)>),
}

impl Flat {
    /// Nulls, and lists and objects without anything else, are absent.
    pub(super) fn of(name: &str, tree: &Tree) -> Result<Self, String> {
        let nested = || format!("the parameter `{name}` holds a list or an object inside another");
        match tree {
            Tree::Null => Ok(Self::Absent),
            Tree::List(items) => {
                let present = items.iter().filter(|item| **item != Tree::Null);
                let texts: Option<Vec<_>> = present.map(Tree::scalar).collect();
                let texts = texts.ok_or_else(nested)?;
                Ok(if texts.is_empty() { Self::Absent } else { Self::Many(texts) })
            }
            Tree::Object(fields) => {
                let present = fields.iter().filter(|(_, value)| *value != Tree::Null);
                let pairs: Option<Vec<_>> =
                    present.map(|(key, value)| Some((key.clone(), value.scalar()?))).collect();
                let pairs = pairs.ok_or_else(nested)?;
                Ok(if pairs.is_empty() { Self::Absent } else { Self::Pairs(pairs) })
            }
            Tree::File(_) => Err(format!("the parameter `{name}` is not text")),
            Tree::Bool(_) | Tree::Number(_) | Tree::Text(_) => {
                Ok(tree.scalar().map_or(Self::Absent, Self::One))
            }
        }
    }

    /// Whether something stands between its texts.
    pub(super) fn is_several(&self) -> bool {
        matches!(self, Self::Many(_) | Self::Pairs(_))
    }

    /// All texts in order, an object as alternating keys and values.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let (texts, pairs): (&[String], &[(String, String)]) = match self {
            Self::Absent => (&[], &[]),
            Self::One(text) => (std::slice::from_ref(text), &[]),
            Self::Many(texts) => (texts, &[]),
            Self::Pairs(pairs) => (&[], pairs),
        };
        texts.iter().chain(pairs.iter().flat_map(|(key, value)| [key, value])).map(String::as_str)
    }

    /// The same with each text encoded.
    pub(super) fn encoded(self, encode: impl Fn(&str) -> String) -> Self {
        match self {
            Self::Absent => Self::Absent,
            Self::One(text) => Self::One(encode(&text)),
            Self::Many(texts) => Self::Many(texts.iter().map(|it| encode(it)).collect()),
            Self::Pairs(pairs) => {
                Self::Pairs(pairs.iter().map(|(key, value)| (encode(key), encode(value))).collect())
            }
        }
    }

    /// All texts, joined; nothing of what is absent.
    pub(super) fn joined(self, delimiter: &str) -> String {
        if let Self::One(text) = self {
            return text;
        }
        self.texts().collect::<Vec<_>>().join(delimiter)
    }
}
