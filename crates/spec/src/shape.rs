//! What a schema in normal form is.

use specsmith_source::Node;

/// The words of a thing.
#[derive(Debug, Default, Clone, Copy)]
pub struct Docs<'t> {
    /// `title` of a schema, `summary` of an operation.
    pub title: Option<&'t str>,
    /// `description`.
    pub description: Option<&'t str>,
    /// `deprecated`.
    pub deprecated: bool,
}

/// A schema's number in its graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SchemaId(pub(crate) u32);

/// A schema in normal form.
#[derive(Debug)]
pub struct Schema<'t> {
    /// Where it stands.
    pub node: Node<'t>,
    /// The name of a component, or the one that a well-known combination of components gets.
    pub name: Option<String>,
    /// Its words.
    pub docs: Docs<'t>,
    /// Whether null is a value of it.
    pub nullable: bool,
    /// Whether a reference names it: it may then be reached in many ways, and from inside itself.
    pub referenced: bool,
    /// What it describes.
    pub kind: SchemaKind<'t>,
}

/// What a schema describes.
#[derive(Debug)]
pub enum SchemaKind<'t> {
    /// Any JSON.
    Any,
    /// A boolean.
    Bool,
    /// A whole number.
    Integer(WholeFormat),
    /// A number.
    Number(NumberFormat),
    /// A string.
    Text(TextFormat),
    /// One of some strings.
    Choice(Choice<'t>),
    /// A list.
    List(SchemaId),
    /// An object whose keys are data.
    Map(SchemaId),
    /// An object with properties.
    Object {
        /// Its properties, in order.
        properties: Vec<Property<'t>>,
        /// What else it may hold.
        extra: Extra,
    },
    /// What another schema describes.
    Same(SchemaId),
}

/// The width of a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WholeFormat {
    /// None said.
    Plain,
    /// `int32`.
    Int32,
    /// `int64`.
    Int64,
}

/// The width of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberFormat {
    /// None said, or `double`.
    Double,
    /// `float`.
    Float,
}

/// What a string holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFormat {
    /// Text.
    Plain,
    /// RFC 3339 date and time.
    DateTime,
    /// RFC 3339 date.
    Date,
    /// The bytes of a file.
    Binary,
}

/// The values of an enumeration of strings.
#[derive(Debug)]
pub struct Choice<'t> {
    /// In order, each once.
    pub values: Vec<Literal<'t>>,
}

/// One value of an enumeration.
#[derive(Debug, Clone, Copy)]
pub struct Literal<'t> {
    /// Where it stands.
    pub node: Node<'t>,
    /// The string.
    pub text: &'t str,
}

/// One property of an object.
#[derive(Debug)]
pub struct Property<'t> {
    /// Where its schema stands.
    pub node: Node<'t>,
    /// The key in JSON.
    pub name: &'t str,
    /// Its type.
    pub schema: SchemaId,
    /// Whether it must be there.
    pub required: bool,
}

/// What an object may hold beside its properties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extra {
    /// Nothing is said, or nothing is allowed: further keys are not kept.
    Unsaid,
    /// Further keys hold values of that schema, which are kept.
    Kept(SchemaId),
}
