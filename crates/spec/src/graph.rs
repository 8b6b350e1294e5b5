//! The document in normal form: plain data that borrows its words from the tree.

use std::collections::BTreeSet;

use specsmith_source::{Node, Origin};

use crate::bodies::{Body, Response};
use crate::formats::UnknownFormat;
use crate::hooks::{Hook, OperationLink};
use crate::shape::{Access, Docs, Link, Schema, SchemaId, SchemaKind};

/// A whole document, resolved.
#[derive(Debug)]
pub struct Graph<'t> {
    /// The root node.
    pub root: Node<'t>,
    /// `info`.
    pub info: Info<'t>,
    /// `servers` of the document; where it has none, but its operations do, the one that most of them have.
    pub servers: Vec<Server<'t>>,
    /// `tags`, in order.
    pub tags: Vec<Tag<'t>>,
    /// `components/securitySchemes`, in order.
    pub schemes: Vec<SecurityScheme<'t>>,
    /// Every operation, in the order of the document.
    pub operations: Vec<Operation<'t>>,
    /// What the service calls by itself, webhooks before callbacks.
    pub hooks: Vec<Hook<'t>>,
    /// What the document holds under a path and a method, but is no operation here.
    pub left_out: Vec<Node<'t>>,
    /// The formats that no registry knows.
    pub unknown_formats: Vec<UnknownFormat<'t>>,
    /// The schemas under `components/schemas`, in order.
    pub components: Vec<SchemaId>,
    /// Every reference that was followed, and the node that it led to.
    pub links: BTreeSet<(Origin, Origin)>,
    pub(crate) schemas: Vec<Schema<'t>>,
}

impl<'t> Graph<'t> {
    /// Every schema that was read.
    pub fn schemas(&self) -> &[Schema<'t>] {
        &self.schemas
    }

    /// The schema of an id.
    pub fn schema(&self, id: SchemaId) -> &Schema<'t> {
        &self.schemas[id.0 as usize]
    }

    /// Every schema, in the order in which they were read.
    pub fn ids(&self) -> impl Iterator<Item = SchemaId> + use<> {
        (0..u32::try_from(self.schemas.len()).unwrap_or(u32::MAX)).map(SchemaId)
    }

    /// The schema behind any number of plain references, and whether one on the way allows null.
    pub fn settle(&self, id: SchemaId) -> (SchemaId, bool) {
        settle(&self.schemas, id)
    }

    /// In which direction a schema travels: what it says itself, or else the first that it refers to.
    pub fn access(&self, id: SchemaId) -> Access {
        let mut id = id;
        for _ in 0..self.schemas.len() {
            let schema = self.schema(id);
            match (schema.access, &schema.kind) {
                (Access::Both, SchemaKind::Same(next)) => id = *next,
                (said, _) => return said,
            }
        }
        Access::Both
    }
}

/// The schema behind any number of plain references, and whether one on the way allows null.
pub(crate) fn settle(schemas: &[Schema<'_>], id: SchemaId) -> (SchemaId, bool) {
    let (mut id, mut nullable) = (id, false);
    // Circles have been broken; the bound keeps one from being walked for ever all the same.
    for _ in 0..schemas.len() {
        let schema = &schemas[id.0 as usize];
        nullable |= schema.nullable;
        match schema.kind {
            SchemaKind::Same(next) => id = next,
            _ => break,
        }
    }
    (id, nullable)
}

/// `info`: what the document says of itself.
#[derive(Debug)]
pub struct Info<'t> {
    /// `title`.
    pub title: &'t str,
    /// `version`, as text.
    pub version: String,
    /// `description`.
    pub description: Option<&'t str>,
    /// `externalDocs` of the document.
    pub link: Option<Link<'t>>,
}

/// One server.
#[derive(Debug, Clone)]
pub struct Server<'t> {
    /// Where it is declared.
    pub node: Node<'t>,
    /// The URL, with variables in braces.
    pub url: &'t str,
    /// `description`.
    pub description: Option<&'t str>,
    /// The variables that the URL holds, in its order.
    pub variables: Vec<ServerVariable<'t>>,
}

/// A variable of a server's URL.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ServerVariable<'t> {
    /// Its name.
    pub name: &'t str,
    /// `default`; empty where it has to be set.
    pub default: String,
    /// `enum`; empty where it may be anything.
    pub values: Vec<String>,
}

/// A tag and what it stands for.
#[derive(Debug)]
pub struct Tag<'t> {
    /// `name`.
    pub name: &'t str,
    /// `description`.
    pub description: Option<&'t str>,
    /// `externalDocs`.
    pub link: Option<Link<'t>>,
}

/// One way to prove who calls.
#[derive(Debug)]
pub struct SecurityScheme<'t> {
    /// The key under `components/securitySchemes`.
    pub name: &'t str,
    /// How.
    pub kind: SecuritySchemeKind,
    /// `description`.
    pub description: Option<&'t str>,
    /// Where tokens come from: what each way to one is called, and its URLs in order.
    pub sources: Vec<(&'static str, Vec<&'t str>)>,
}

/// How a credential travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecuritySchemeKind {
    /// `Authorization: Bearer`; OAuth 2 and OpenID Connect too.
    Bearer,
    /// `Authorization: Basic`.
    Basic,
    /// `Authorization` with that word.
    Http(String),
    /// A header of that name.
    Header(String),
    /// A query parameter of that name.
    Query(String),
    /// A cookie of that name.
    Cookie(String),
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method<'t> {
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
    /// QUERY
    Query,
    /// One of `additionalOperations`.
    Other(&'t str),
}

impl<'t> Method<'t> {
    /// Those that have a key of their own in a path item.
    pub const ALL: [(&'static str, Self); 9] = [
        ("get", Self::Get),
        ("put", Self::Put),
        ("post", Self::Post),
        ("delete", Self::Delete),
        ("options", Self::Options),
        ("head", Self::Head),
        ("patch", Self::Patch),
        ("trace", Self::Trace),
        ("query", Self::Query),
    ];

    /// The key in a path item, in lower case; or among its `additionalOperations`.
    pub fn key(self) -> &'t str {
        match self {
            Self::Other(name) => name,
            known => Self::ALL.iter().find(|(_, it)| *it == known).map_or("", |(key, _)| key),
        }
    }
}

/// One operation with everything that it inherits from its path.
#[derive(Debug)]
pub struct Operation<'t> {
    /// Where it stands.
    pub node: Node<'t>,
    /// Its method.
    pub method: Method<'t>,
    /// Its path template, as written.
    pub path: &'t str,
    /// The names of the template's parameters, in order.
    pub template: Vec<&'t str>,
    /// `operationId`.
    pub id: Option<&'t str>,
    /// `tags`.
    pub tags: Vec<&'t str>,
    /// Summary, description, deprecation.
    pub docs: Docs<'t>,
    /// Its parameters and those of its path that it does not override.
    pub parameters: Vec<Parameter<'t>>,
    /// `requestBody`.
    pub body: Option<Body<'t>>,
    /// `responses`, in order.
    pub responses: Vec<Response<'t>>,
    /// Its own servers, or else those of its path; empty where it has those of the document.
    pub servers: Vec<Server<'t>>,
    /// Alternatives of combinations: indexes into [`Graph::schemes`]. Empty: no credential.
    pub security: Vec<Vec<usize>>,
    /// `links` of its answers, in order.
    pub links: Vec<OperationLink<'t>>,
}

/// One parameter.
#[derive(Debug)]
pub struct Parameter<'t> {
    /// Where it is declared.
    pub node: Node<'t>,
    /// Its name on the wire.
    pub name: &'t str,
    /// Where it travels.
    pub place: ParameterPlace,
    /// Whether it must be there.
    pub required: bool,
    /// How its value is written.
    pub style: Style,
    /// `allowReserved`, in a query.
    pub allow_reserved: bool,
    /// Its type.
    pub schema: SchemaId,
    /// Its description.
    pub docs: Docs<'t>,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParameterPlace {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// As the whole query.
    QueryString,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
}

impl ParameterPlace {
    /// All of them with the word of a document for each.
    pub const ALL: [(&'static str, Self); 5] = [
        ("path", Self::Path),
        ("query", Self::Query),
        ("querystring", Self::QueryString),
        ("header", Self::Header),
        ("cookie", Self::Cookie),
    ];

    /// The word of a document for it.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, it)| *it == self).map_or("", |(word, _)| word)
    }

    /// How a value is written there unless the document says otherwise.
    pub(crate) fn usual(self) -> Style {
        match self {
            Self::Path | Self::Header => Style::Simple,
            Self::Query | Self::QueryString | Self::Cookie => Style::FormExploded,
        }
    }
}

/// `style` and `explode` together; only those that the place of the parameter allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The default of path and header: `a,b`. As a whole query it is the text itself.
    Simple,
    /// `simple` with `explode`: objects are `a=1,b=2`.
    SimpleExploded,
    /// `.a,b`
    Label,
    /// `.a.b`
    LabelExploded,
    /// `;name=a,b`
    Matrix,
    /// `;name=a;name=b`
    MatrixExploded,
    /// `form`, one `name=value` for each item: the default of query and cookie.
    FormExploded,
    /// `form`, items joined by commas.
    Form,
    /// Items joined by spaces.
    SpaceDelimited,
    /// Items joined by `|`.
    PipeDelimited,
    /// `name[key]=value`.
    DeepObject,
    /// In a cookie as it is, items joined by commas.
    Plain,
    /// In a cookie as it is, one `name=value` for each item.
    PlainExploded,
    /// The value as JSON text.
    Json,
}
