//! What earlier runs called things, and what becomes of a name that would change.

use std::collections::BTreeMap;

use specsmith_model::Ident;
use specsmith_source::Origin;

use crate::rules::NameKind;

/// The names of an earlier run, by kind and key.
#[derive(Debug, Default)]
pub struct Memory {
    /// The names.
    pub names: BTreeMap<(Shelf, String), Remembered>,
    /// What is done where one would change.
    pub renames: Renames,
}

/// A name given earlier.
#[derive(Debug, Clone)]
pub struct Remembered {
    /// The module that it stands in, for an operation.
    pub module: Option<Ident>,
    /// The name.
    pub name: Ident,
    /// Where it is written.
    pub at: Origin,
}

/// What is done where a name would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Renames {
    /// It is an error.
    #[default]
    Refused,
    /// It changes.
    Accepted,
}

/// Kinds of names that one pointer can have each one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shelf {
    /// Modules of tags.
    Modules,
    /// Functions.
    Operations,
    /// Types.
    Types,
    /// What stands for the parameters, the body, the reply and the errors of an operation, in its module.
    OperationTypes,
    /// Fields and optional parameters.
    Fields,
    /// Variants.
    Variants,
    /// Constants of headers.
    Headers,
}

impl Shelf {
    /// All of them, and what each is called.
    pub const ALL: [(&'static str, Self); 7] = [
        ("modules", Self::Modules),
        ("operations", Self::Operations),
        ("types", Self::Types),
        ("operation_types", Self::OperationTypes),
        ("fields", Self::Fields),
        ("variants", Self::Variants),
        ("headers", Self::Headers),
    ];

    /// What it is called.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, it)| *it == self).map_or("", |(word, _)| word)
    }

    /// Where a kind of name belongs. Arguments go by their place: nobody who calls a function writes their names.
    pub fn of(kind: NameKind) -> Option<Self> {
        match kind {
            NameKind::Module => Some(Self::Modules),
            NameKind::Operation => Some(Self::Operations),
            NameKind::Type => Some(Self::Types),
            NameKind::Args
            | NameKind::Params
            | NameKind::Body
            | NameKind::Reply
            | NameKind::Events
            | NameKind::Error => Some(Self::OperationTypes),
            NameKind::Header => Some(Self::Headers),
            NameKind::Field => Some(Self::Fields),
            NameKind::Variant => Some(Self::Variants),
            NameKind::Argument => None,
        }
    }
}

/// What is known of a thing that wants a name.
#[derive(Debug)]
pub(crate) enum Memorized {
    /// Nothing.
    New,
    /// It keeps this name, or else it is a rename.
    Keeps(Remembered),
    /// That it would change was said already, or is accepted.
    Settled,
}
