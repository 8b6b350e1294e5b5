//! Bodies and answers in normal form: plain data that borrows its words from the tree.

use specsmith_source::Node;

use crate::graph::Style;
use crate::shape::{Docs, SchemaId};

/// The body of a request.
#[derive(Debug)]
pub struct Body<'t> {
    /// Where it is declared.
    pub node: Node<'t>,
    /// Its description.
    pub description: Option<&'t str>,
    /// Whether it must be there.
    pub required: bool,
    /// One entry for each media type, in order.
    pub media: Vec<Media<'t>>,
}

/// One media type of a body or a response.
#[derive(Debug)]
pub struct Media<'t> {
    /// Where it stands.
    pub node: Node<'t>,
    /// The type in lower case, without parameters.
    pub media_type: String,
    /// What it holds, where the document says so.
    pub schema: Option<SchemaId>,
    /// What each item of a stream is, where the document says so: `itemSchema`.
    pub item: Option<SchemaId>,
    /// How its properties are written, where something is said of them; of a form alone.
    pub encodings: Vec<Encoding<'t>>,
}

/// How one property of a form or a multipart body is written.
#[derive(Debug)]
pub struct Encoding<'t> {
    /// Where it stands.
    pub node: Node<'t>,
    /// The property, by its key.
    pub property: &'t str,
    /// `contentType`, as written: one media type or several.
    pub content_type: Option<&'t str>,
    /// `style` and `explode`, where either is said.
    pub style: Option<Style>,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// `headers` of its part.
    pub headers: Vec<Header<'t>>,
}

/// A header of a response, or of a part.
#[derive(Debug)]
pub struct Header<'t> {
    /// Where it stands.
    pub node: Node<'t>,
    /// Its name, as written.
    pub name: &'t str,
    /// Its type.
    pub schema: SchemaId,
    /// Whether its value is JSON text.
    pub json: bool,
    /// Its words.
    pub docs: Docs<'t>,
}

/// One documented answer.
#[derive(Debug)]
pub struct Response<'t> {
    /// Where it stands.
    pub node: Node<'t>,
    /// For which status.
    pub status: Status,
    /// Its description.
    pub description: Option<&'t str>,
    /// One entry for each media type, in order.
    pub media: Vec<Media<'t>>,
    /// Its headers, in order.
    pub headers: Vec<Header<'t>>,
}

/// The key of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// One status.
    Code(u16),
    /// `2XX` and the like: the hundreds.
    Range(u16),
    /// `default`.
    Default,
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(it) => write!(f, "{it}"),
            Self::Range(it) => write!(f, "{it}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}
