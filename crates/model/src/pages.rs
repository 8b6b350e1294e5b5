//! Operations that are called again and again: for pages, and after jobs.

use crate::{Ident, Method, Reading, SecurityUse, Step, TypeRef};

/// The function of an operation's pages.
#[derive(Debug)]
pub struct PagesFn {
    /// The function.
    pub ident: Ident,
    /// How pages follow each other.
    pub paging: Paging,
    /// What a page is.
    pub page: TypeRef,
    /// The way from a page to its items.
    pub path: Vec<Stride>,
    /// What an item is.
    pub item: TypeRef,
}

/// A step from a value to what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stride {
    /// The field.
    pub field: Ident,
    /// Whether what it holds may be absent.
    pub holds: Holds,
    /// Whether the document warns against it.
    pub deprecated: bool,
}

/// Whether something may be absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// It is there.
    Always,
    /// It is there or not: `Option`.
    Maybe,
}

/// How pages follow each other. Places are JSON pointers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paging {
    /// The URL of the next page stands there.
    NextUrl(String),
    /// The header `Link` holds it.
    Link,
    /// A word that asks for the next page stands there.
    Cursor {
        /// The query parameter for it.
        parameter: String,
        /// Where.
        at: String,
        /// Where a page says whether another follows.
        more: Option<String>,
    },
    /// Pages have numbers.
    Number {
        /// The query parameter for them.
        parameter: String,
        /// The number of the first.
        first: u64,
        /// What says whether another follows.
        more: More,
    },
    /// A page begins behind the items of those before.
    Offset {
        /// The query parameter for how many these are.
        parameter: String,
        /// What the first item counts as.
        first: u64,
        /// Where the items are.
        items: String,
        /// What says whether another follows.
        more: More,
    },
}

/// What says whether another page follows. Places are JSON pointers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum More {
    /// A boolean.
    Flag(String),
    /// How many there are.
    Total(String),
    /// Anything but null.
    Present(String),
    /// A list with items.
    Items(String),
}

/// The function that waits for what an operation starts, or asks after.
#[derive(Debug)]
pub struct JobFn {
    /// The function.
    pub ident: Ident,
    /// What says that it is not done.
    pub pending: Pending,
    /// The call that asks after it, where it is another.
    pub poll: Option<PollCall>,
}

/// What says that a job is not done. Places are JSON pointers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pending {
    /// One of these values there.
    While(String, Vec<String>),
    /// None of these values there.
    Until(String, Vec<String>),
    /// The status 202.
    Accepted,
}

/// The call that asks after a job that another call started.
#[derive(Debug)]
pub struct PollCall {
    /// The method.
    pub method: Method,
    /// The path.
    pub template: String,
    /// What it asks for.
    pub security: SecurityUse,
    /// What is done to it.
    pub steps: Vec<Step>,
    /// How the answer is read.
    pub reading: Reading,
    /// Parameters of the path, and where in the first answer they come from.
    pub handles: Vec<(String, HandleFrom)>,
}

/// Where in an answer a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandleFrom {
    /// It stands there, by a JSON pointer.
    Json(String),
    /// It stands in the header `Location`.
    Location,
}
