//! Values that the types of a client are tried with.

use std::collections::BTreeMap;

use crate::{TypeId, TypeRef};

/// What a client is tried with.
#[derive(Debug, Default)]
pub struct Trials {
    /// The values, in the order of the document.
    pub values: Vec<Trial>,
    /// Examples that their own schema refuses.
    pub refused: Vec<Refusal>,
    /// Examples that are not tried.
    pub untried: Vec<Refusal>,
}

/// A value, and what may become of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// Where the document has it, or the schema that it was made of.
    pub place: String,
    /// Whose it is.
    pub origin: TrialOrigin,
    /// What it is read as.
    pub ty: TypeRef,
    /// The value, as JSON.
    pub value: String,
    /// The places, as JSON pointers, at which what stands there need not be written again.
    pub may_go: Vec<String>,
    /// The places at which something may be written that was not there, and what, as JSON.
    pub may_come: Vec<(String, String)>,
}

/// Whose a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrialOrigin {
    /// The document gives it as an example.
    Example,
    /// It was made, and the schema allows it.
    Made,
    /// It was made, and the schema refuses it: it may be refused, but not altered.
    Broken,
}

/// A value that is not among those, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Where the document has it.
    pub place: String,
    /// Why.
    pub why: String,
}

impl TypeRef {
    /// Gives the definition in it another number; false where it has none.
    pub fn renumber(&mut self, numbers: &BTreeMap<TypeId, TypeId>) -> bool {
        match self {
            Self::Named(id) => match numbers.get(id) {
                Some(number) => {
                    *id = *number;
                    true
                }
                None => false,
            },
            Self::List(it) | Self::Map(it) | Self::Option(it) | Self::Patch(it) | Self::Boxed(it) => {
                it.renumber(numbers)
            }
            _ => true,
        }
    }
}
