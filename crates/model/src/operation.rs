//! Operations: their arguments, what becomes of them, and how the answer is read.

use std::fmt;

use crate::styles::{CookieStyle, HeaderStyle, PathStyle, QueryStringStyle, QueryStyle, Reserved};
use crate::{
    BodyDef, Docs, Errors, Example, Ident, JobFn, PagesFn, SecurityUse, StreamFn, Streaming, TypeRef,
};

/// The operations of one tag: a module.
#[derive(Debug)]
pub struct Group {
    /// The module.
    pub ident: Ident,
    /// What they are about.
    pub docs: Docs,
    /// In the order of the document.
    pub operations: Vec<Operation>,
}

/// One endpoint function and the types that only it uses.
#[derive(Debug)]
pub struct Operation {
    /// The function.
    pub ident: Ident,
    /// What it does.
    pub docs: Docs,
    /// Whether the document warns against it.
    pub deprecated: bool,
    /// The HTTP method.
    pub method: Method,
    /// The path with `{name}` parameters.
    pub template: String,
    /// What it asks for.
    pub security: SecurityUse,
    /// The arguments, in order.
    pub arguments: Vec<Argument>,
    /// The required parameters, where they are too many for arguments.
    pub args: Option<ArgsDef>,
    /// The optional parameters.
    pub params: Option<ParamsDef>,
    /// The body.
    pub body: Option<BodyDef>,
    /// What is done to the call, in order.
    pub steps: Vec<Step>,
    /// How the answer is read.
    pub reading: Reading,
    /// The type of the answer where it depends on the status.
    pub reply: Option<ReplyDef>,
    /// How it may be called.
    pub example: Option<Example>,
    /// The bodies of its errors.
    pub errors: Errors,
    /// The constants of the headers that its answers declare.
    pub headers: Vec<Ident>,
    /// The function that asks for a stream instead.
    pub stream: Option<StreamFn>,
    /// The function of its pages.
    pub pages: Option<PagesFn>,
    /// The function that waits for what it starts, or asks after.
    pub job: Option<JobFn>,
}

/// An HTTP method.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// GET
    Get,
    /// PUT
    Put,
    /// POST
    Post,
    /// DELETE
    Delete,
    /// OPTIONS
    Options,
    /// HEAD
    Head,
    /// PATCH
    Patch,
    /// TRACE
    Trace,
    /// Any other, by its name.
    Other(String),
}

/// As HTTP writes it.
impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Other(name) => name,
        })
    }
}

/// A required value, given by position.
#[derive(Debug)]
pub struct Argument {
    /// Its name.
    pub ident: Ident,
    /// Its type.
    pub ty: TypeRef,
    /// How it is handed over.
    pub pass: ArgumentPass,
}

/// How an argument is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArgumentPass {
    /// By value.
    Value,
    /// By reference: `&str`, `&[T]`, `&T`.
    Reference,
}

/// The struct of an operation's required parameters: all are named where it is made.
#[derive(Debug)]
pub struct ArgsDef {
    /// Its name.
    pub ident: Ident,
    /// Its fields, in order.
    pub fields: Vec<Arg>,
}

/// One required parameter that is no argument of its own.
#[derive(Debug)]
pub struct Arg {
    /// The field.
    pub ident: Ident,
    /// What it is.
    pub docs: Docs,
    /// Its type.
    pub ty: TypeRef,
}

/// The struct of an operation's optional parameters.
#[derive(Debug)]
pub struct ParamsDef {
    /// Its name.
    pub ident: Ident,
    /// Its fields, in order.
    pub fields: Vec<Parameter>,
}

/// One optional parameter.
#[derive(Debug)]
pub struct Parameter {
    /// The field.
    pub ident: Ident,
    /// The method that sets it.
    pub setter: Ident,
    /// What it is.
    pub docs: Docs,
    /// Whether the document warns against it.
    pub deprecated: bool,
    /// Its type without `Option`.
    pub ty: TypeRef,
}

/// One thing done to a call.
#[derive(Debug, Clone)]
pub enum Step {
    /// A path parameter.
    Path {
        /// The name in the template.
        wire: String,
        /// How it is written.
        style: PathStyle,
        /// The value.
        value: Source,
    },
    /// A query parameter.
    Query {
        /// The name.
        wire: String,
        /// How it is written.
        style: QueryStyle,
        /// What of its value is encoded.
        reserved: Reserved,
        /// The value.
        value: Source,
    },
    /// The whole query.
    QueryString {
        /// The name, for messages.
        wire: String,
        /// How it is written.
        style: QueryStringStyle,
        /// The value.
        value: Source,
    },
    /// A header.
    Header {
        /// The name.
        wire: String,
        /// How it is written.
        style: HeaderStyle,
        /// The value.
        value: Source,
    },
    /// A cookie.
    Cookie {
        /// The name.
        wire: String,
        /// How it is written.
        style: CookieStyle,
        /// The value.
        value: Source,
    },
    /// The header of the cookies, as it is.
    Cookies {
        /// The name of the header, as the document has it.
        wire: String,
        /// The value.
        value: Source,
    },
    /// The server, where it is not that of the document.
    Server(Ident),
    /// The body.
    Body,
    /// It may take long.
    Long,
    /// Sending it twice does something else than its method says.
    Repetition(Repetition),
}

/// What sending a call twice does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repetition {
    /// The same as sending it once.
    Idempotent,
    /// What it does, twice.
    NonIdempotent,
}

/// Where a value comes from.
#[derive(Debug, Clone)]
pub enum Source {
    /// An argument.
    Argument(Ident),
    /// A field of the required parameters.
    Args(Ident),
    /// A field of the optional parameters.
    Params(Ident),
}

/// How the answer is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// There is nothing to read.
    Nothing,
    /// JSON.
    Json(TypeRef),
    /// JSON under a media type of its own.
    JsonAs(String, TypeRef),
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// As the status says.
    ByStatus,
    /// Piece by piece.
    Stream(Streaming),
}

/// The answer of an operation with several documented successes.
#[derive(Debug)]
pub struct ReplyDef {
    /// Its name.
    pub ident: Ident,
    /// One for each.
    pub variants: Vec<ReplyVariant>,
}

/// One documented success.
#[derive(Debug)]
pub struct ReplyVariant {
    /// Its name.
    pub ident: Ident,
    /// What it is.
    pub docs: Docs,
    /// For which status.
    pub status: ReplyStatus,
    /// How its body is read; never [`Reading::ByStatus`] or [`Reading::Stream`].
    pub reading: Reading,
}

/// For which status a variant stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplyStatus {
    /// One.
    Code(u16),
    /// Any success that has no variant of its own.
    Any,
}
