//! What a schema in normal form is.

use specsmith_source::{Node, Number};

/// The words of a thing.
#[derive(Debug, Default, Clone, Copy)]
pub struct Docs<'t> {
    /// `title` of a schema, `summary` of an operation.
    pub title: Option<&'t str>,
    /// `description`.
    pub description: Option<&'t str>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `externalDocs`.
    pub link: Option<Link<'t>>,
}

/// A page elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Link<'t> {
    /// Where.
    pub url: &'t str,
    /// What is there.
    pub description: Option<&'t str>,
}

/// A schema's number in its graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SchemaId(pub(crate) u32);

impl SchemaId {
    /// Its place among all schemas of the graph.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A schema in normal form.
#[derive(Debug)]
pub struct Schema<'t> {
    /// Where it stands.
    pub node: Node<'t>,
    /// Where its words stand: elsewhere for a component that is defined in another file.
    pub written: Node<'t>,
    /// The name of a component.
    pub name: Option<String>,
    /// What it is made of, where another schema stands in the same place.
    pub derived: Option<Derived<'t>>,
    /// Its words.
    pub docs: Docs<'t>,
    /// Whether null is a value of it.
    pub nullable: bool,
    /// Whether a reference names it: it may then be reached in many ways, and from inside itself.
    pub referenced: bool,
    /// What it describes.
    pub kind: SchemaKind<'t>,
    /// `format`, as written.
    pub format: Option<&'t str>,
    /// In which direction it travels, where it stands as a property.
    pub access: Access,
    /// What else is demanded of a value.
    pub limits: Limits<'t>,
    /// `default`.
    pub default: Option<Node<'t>>,
    /// `example`, and the values of `examples`.
    pub examples: Vec<Node<'t>>,
}

impl<'t> Schema<'t> {
    /// A schema of which nothing is known: any JSON.
    pub(crate) fn any(node: Node<'t>) -> Self {
        Self {
            node,
            written: node,
            name: None,
            derived: None,
            docs: Docs::default(),
            nullable: false,
            referenced: false,
            kind: SchemaKind::Any,
            format: None,
            access: Access::default(),
            limits: Limits::default(),
            default: None,
            examples: Vec::new(),
        }
    }
}

impl Schema<'_> {
    /// Whether it has no name of its own, and nothing refers to it.
    pub(crate) fn is_nameless(&self) -> bool {
        let derived = matches!(self.derived, Some(Derived::OrBlank(_) | Derived::Base(_)));
        self.name.is_none() && !self.referenced && !derived
    }
}

/// Why a schema is not the only one in its place.
#[derive(Debug, Clone, Copy)]
pub enum Derived<'t> {
    /// It is that component, but for blank, which it allows as well.
    OrBlank(Node<'t>),
    /// It is that component itself, which stands for all that inherit from it too.
    Base(Node<'t>),
    /// It is an alternative as it is in that schema: one of its types, or an object that has its properties as well.
    Arm(Node<'t>),
}

/// `readOnly` and `writeOnly`.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Both ways.
    #[default]
    Both,
    /// Only in answers.
    ReadOnly,
    /// Only in requests.
    WriteOnly,
}

/// What a schema demands of a value beside its kind. Every one of them is for people and for checks; none changes a type,
/// but for the width of a whole number, which [`SchemaKind::Integer`] already has.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Limits<'t> {
    /// The values of an enumeration that is no [`Choice`]: numbers with fractions, or beyond 64 bits.
    pub values: Vec<Scalar<'t>>,
    /// `minimum`, and whether the bound itself is left out.
    pub minimum: Option<(Number, Bound)>,
    /// `maximum`, and whether the bound itself is left out.
    pub maximum: Option<(Number, Bound)>,
    /// `multipleOf`
    pub multiple_of: Option<Number>,
    /// `minLength`, in characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    pub max_length: Option<u64>,
    /// `pattern`, as written.
    pub pattern: Option<&'t str>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `uniqueItems`
    pub unique_items: bool,
    /// `minProperties`
    pub min_properties: Option<u64>,
    /// `maxProperties`
    pub max_properties: Option<u64>,
}

/// Whether a bound is itself allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// It is.
    Inclusive,
    /// It is not.
    Exclusive,
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
    Text(TextFormat<'t>),
    /// One of some values.
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
    /// What one of several schemas describes.
    OneOf(OneOf<'t>),
    /// What another schema describes.
    Same(SchemaId),
}

/// Alternatives: `oneOf`, `anyOf`, several types, or what inherits from a schema with a discriminator.
#[derive(Debug)]
pub struct OneOf<'t> {
    /// In order; at least two, or one with a tag.
    pub arms: Vec<UnionArm<'t>>,
    /// The property that tells them apart, where one does.
    pub tag: Option<&'t str>,
}

/// One alternative.
#[derive(Debug)]
pub struct UnionArm<'t> {
    /// Where it is written.
    pub node: Node<'t>,
    /// What it describes.
    pub schema: SchemaId,
    /// What the schema is called that it was made of, together with what stands beside the alternatives.
    pub called: Option<&'t str>,
    /// The values of the tag that stand for it: at least one where the union has a tag. The first is the one to write.
    pub tags: Vec<Scalar<'t>>,
}

/// A single value that a document writes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar<'t> {
    /// A string.
    Text(&'t str),
    /// A number.
    Number(Number),
    /// A boolean.
    Bool(bool),
}

/// As a document would write it, strings without quotation marks.
impl std::fmt::Display for Scalar<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(it) => f.write_str(it),
            Self::Number(it) => write!(f, "{it}"),
            Self::Bool(it) => write!(f, "{it}"),
        }
    }
}

/// The width of a whole number: what `format` says, or else the narrowest of these that holds its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WholeFormat {
    /// None said; `int64` holds every bound.
    Plain,
    /// `int32`, and narrower ones.
    Int32,
    /// `int64`.
    Int64,
    /// `uint32`, and narrower ones.
    Uint32,
    /// `uint64`, or bounds that need it.
    Uint64,
    /// Bounds that need more than 64 bits.
    Int128,
}

impl WholeFormat {
    /// The least and the greatest value.
    pub fn range(self) -> (i128, i128) {
        match self {
            Self::Int32 => (i32::MIN.into(), i32::MAX.into()),
            Self::Plain | Self::Int64 => (i64::MIN.into(), i64::MAX.into()),
            Self::Uint32 => (0, u32::MAX.into()),
            Self::Uint64 => (0, u64::MAX.into()),
            Self::Int128 => (i128::MIN, i128::MAX),
        }
    }
}

/// The width of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberFormat {
    /// None said, or `double`.
    Double,
    /// `float`.
    Float,
    /// `decimal`: every digit counts.
    Decimal,
}

/// What a string holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFormat<'t> {
    /// Text.
    Plain,
    /// RFC 3339 date and time.
    DateTime,
    /// RFC 3339 date.
    Date,
    /// The bytes of a file.
    Binary,
    /// `byte`, or `contentEncoding: base64`: bytes in base64.
    Base64,
    /// A format that means something to people only, as it is written: `uuid`, `uri`, `email`, `time`, and any other.
    Other(&'t str),
}

/// The values of an enumeration.
#[derive(Debug)]
pub struct Choice<'t> {
    /// What they all are.
    pub kind: ChoiceKind,
    /// In order, each once.
    pub values: Vec<Literal<'t>>,
}

/// What the values of an enumeration are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChoiceKind {
    /// Strings.
    Text,
    /// Whole numbers that fit 64 bits, signed.
    Whole,
    /// Anything single, mixed.
    Mixed,
}

/// One value of an enumeration.
#[derive(Debug, Clone, Copy)]
pub struct Literal<'t> {
    /// Where it stands.
    pub node: Node<'t>,
    /// The value.
    pub value: Scalar<'t>,
    /// What the document calls it: `x-enum-varnames`.
    pub name: Option<&'t str>,
    /// What it says of it: `x-enum-descriptions`.
    pub description: Option<&'t str>,
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
    /// Nothing is said: any JSON.
    Unsaid,
    /// Nothing is allowed: further keys are not kept.
    Closed,
    /// Values of that schema.
    Kept(SchemaId),
}
