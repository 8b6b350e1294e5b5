//! Where names come from: every name that was given, to what, and the rule that gave it.

use specsmith_model::Ident;
use specsmith_source::Origin;

/// One name.
#[derive(Debug, Clone)]
pub struct NameGiven {
    /// What it is the name of.
    pub kind: NameKind,
    /// The name itself.
    pub name: Ident,
    /// Its path in Rust behind the crate: `v3::types::UserMember`, `v3::types::UserMember.id`.
    pub path: String,
    /// What it is known by: its pointer, where parameters are called by their names, and members by their keys.
    pub key: String,
    /// Where it stands.
    pub origin: Origin,
    /// Why it is called so.
    pub reason: Reason,
}

/// What a name may be the name of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameKind {
    /// The module of a tag.
    Module,
    /// The function of an operation.
    Operation,
    /// The struct of an operation's required parameters, where they are many.
    Args,
    /// The struct of an operation's optional parameters.
    Params,
    /// The enumeration of an operation's bodies.
    Body,
    /// The enumeration of an operation's answers.
    Reply,
    /// The enumeration of an operation's error bodies.
    Error,
    /// The constant of a header.
    Header,
    /// The enumeration of the events of an operation's stream.
    Events,
    /// A type.
    Type,
    /// A field of a struct, or an optional parameter.
    Field,
    /// A variant of an enumeration.
    Variant,
    /// A required parameter.
    Argument,
}

impl NameKind {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Module => "module",
            Self::Operation => "operation",
            Self::Args => "required parameters",
            Self::Params => "parameters",
            Self::Body => "body",
            Self::Reply => "reply",
            Self::Error => "error",
            Self::Header => "header",
            Self::Events => "events",
            Self::Type => "type",
            Self::Field => "field",
            Self::Variant => "variant",
            Self::Argument => "argument",
        }
    }
}

/// The rule that made a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// The configuration pins it.
    Pinned,
    /// `names.lock` remembers it.
    Remembered,
    /// The component's own spelling.
    Spelling,
    /// The component's name, as Rust spells types.
    Spelled,
    /// The component's name with a word behind it, for the plain one is Rust's own.
    BesidePrelude,
    /// After the file in which it stands, or its key there.
    File,
    /// After the component that it is, but for blank.
    OrBlank,
    /// As what it is in answers, for requests.
    RequestView,
    /// After the component that it is, without what inherits from it.
    Base,
    /// After what it stands in, and its own key.
    Inner,
    /// After the place where it is written.
    Place,
    /// From the operationId, without some of its words.
    OperationId(Vec<Dropped>),
    /// From the method and the path.
    MethodAndPath,
    /// After the operation that it belongs to.
    Companion,
    /// After the function of the same operation, with a word behind it.
    Beside(&'static str),
    /// From the name of the event.
    Event,
    /// From the key in JSON.
    Key,
    /// From the name of the parameter.
    Parameter,
    /// From the value.
    Value,
    /// After what the alternative refers to, or else its tag, its title or its kind.
    Arm,
    /// From the media type.
    MediaType,
    /// From the status.
    Status,
    /// From the name of the header.
    Header,
    /// From the tag.
    Tag,
    /// One of the others with a word behind it.
    Qualified(&'static str),
    /// One of the others with a number behind it.
    Numbered,
}

/// Words that an operationId loses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dropped {
    /// What frameworks put at the end: the words of the path and the method.
    End,
    /// The prefix that the configuration names.
    ConfiguredPrefix,
    /// The words that the path begins with, up to a version.
    PathPrefix,
    /// The words of the tag.
    Tag,
    /// A word that is repeated at the end.
    Repetition,
}

impl Rule {
    fn sentence(&self) -> String {
        let plain = match self {
            Self::Pinned => "pinned under `names:` in the configuration",
            Self::Remembered => "remembered by names.lock",
            Self::Spelling => "the component's own spelling",
            Self::Spelled => "the component's name, spelled as a type",
            Self::BesidePrelude => {
                "the component's name with `Model` behind it, for the plain one is Rust's own"
            }
            Self::File => "after the file in which it stands, or its key there",
            Self::OrBlank => "after the component that it is, but for blank",
            Self::RequestView => "as it is called in answers, with `Request` behind it",
            Self::Arm => "after what the alternative refers to, or else its tag, its title or its kind",
            Self::Base => "after the component that it is, without what inherits from it",
            Self::Inner => "after what it stands in and its own key",
            Self::Place => {
                "after the place where it is written, since several share it and none of them holds it"
            }
            Self::MethodAndPath => "from the method and the path",
            Self::Companion => "after the operation that it belongs to",
            Self::Event => "from the name of the event",
            Self::Key => "from its key in JSON",
            Self::Parameter => "from the name of the parameter",
            Self::Value => "from its value",
            Self::MediaType => "from the media type",
            Self::Status => "from the status",
            Self::Header => "from the name of the header",
            Self::Tag => "from the tag",
            Self::Numbered => "told apart by a number",
            Self::Beside(word) => {
                return format!("after the function of the same operation, with `_{word}` behind it");
            }
            Self::Qualified(by) => return format!("told apart by {by}"),
            Self::OperationId(dropped) => return operation_id(dropped),
        };
        plain.to_owned()
    }
}

fn operation_id(dropped: &[Dropped]) -> String {
    let words: Vec<&str> = dropped
        .iter()
        .map(|it| match it {
            Dropped::End => "the path and the method at its end",
            Dropped::ConfiguredPrefix => "the configured prefix",
            Dropped::PathPrefix => "the words that its path begins with",
            Dropped::Tag => "the words of its tag",
            Dropped::Repetition => "the word repeated at its end",
        })
        .collect();
    match words.as_slice() {
        [] => "from the operationId".to_owned(),
        words => format!("from the operationId, without {}", words.join(" and ")),
    }
}

/// Why a thing is called as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// The rule.
    pub rule: Rule,
    /// The better name that it did not get, and what has it.
    pub lost: Option<(Ident, Option<Origin>)>,
}

impl Reason {
    /// The reason in words; `holder` is what has the better name.
    pub fn sentence(&self, holder: Option<&str>) -> String {
        let rule = self.rule.sentence();
        match (&self.lost, holder) {
            (Some((wanted, _)), Some(holder)) => format!("{rule}: `{wanted}` is the name of {holder}"),
            (Some((wanted, _)), None) => format!("{rule}: `{wanted}` is taken"),
            (None, _) => rule,
        }
    }
}
