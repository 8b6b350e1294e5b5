//! What a configuration says of many operations at once: how they stream, page, and take their time.

use specsmith_model::{HandleFrom, Paging, Pending, Terminator};
use specsmith_source::Origin;

use crate::pattern::Pattern;

/// The rules of a configuration, each kind in order: the first that speaks of an operation holds.
#[derive(Debug, Default)]
pub struct CallRules {
    /// How operations stream.
    pub streams: Vec<StreamRule>,
    /// How their pages follow each other.
    pub pages: Vec<PageRule>,
    /// How they take their time.
    pub jobs: Vec<JobRule>,
}

/// How some operations stream.
#[derive(Debug)]
pub struct StreamRule {
    /// Which operations.
    pub operations: Vec<Pattern>,
    /// The boolean of the body that asks for a stream.
    pub switch: SwitchRule,
    /// What says that a stream is complete, where it is not what the document lets guess.
    pub terminator: Option<Terminator>,
    /// What the data of each event is, where the document does not say.
    pub item: Option<Payload>,
    /// What the data of each event is, by its name.
    pub events: Vec<(String, Payload)>,
}

/// The boolean of a body that asks for a stream.
#[derive(Debug, PartialEq, Eq)]
pub enum SwitchRule {
    /// The property of that name, if the body has it.
    Property(String),
    /// None.
    Never,
}

/// What the data of an event is.
#[derive(Debug)]
pub struct Payload {
    /// Where it is configured.
    pub at: Origin,
    /// What it is.
    pub kind: PayloadKind,
}

/// What the data of an event may be.
#[derive(Debug)]
pub enum PayloadKind {
    /// Text as it is.
    Text,
    /// Any JSON.
    Json,
    /// What a component describes: `#/components/schemas/Name`.
    Schema(String),
}

/// How the pages of some operations follow each other.
#[derive(Debug)]
pub struct PageRule {
    /// Which operations.
    pub operations: Vec<Pattern>,
    /// How they follow each other.
    pub paging: Paging,
    /// Where in a page its items are.
    pub items: String,
}

/// How some operations take their time.
#[derive(Debug)]
pub struct JobRule {
    /// Which operations.
    pub operations: Vec<Pattern>,
    /// What says that they are not done.
    pub pending: Pending,
    /// The operation that asks after them, where it is another.
    pub poll: Option<Poll>,
}

/// The operation that asks after a job.
#[derive(Debug)]
pub struct Poll {
    /// `METHOD /path`, where a `*` stands for the path of the operation that starts the job, and the names of parameters
    /// for any.
    pub operation: Pattern,
    /// Where the parameters of its path come from, by their names there.
    pub path: Vec<Handle>,
}

/// Where a parameter of the path comes from.
#[derive(Debug)]
pub struct Handle {
    /// The parameter.
    pub name: String,
    /// Where its value comes from.
    pub from: HandleFrom,
}
