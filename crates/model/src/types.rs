//! Types: what gets a definition, and what appears in a signature.

use crate::Ident;

/// Lines of Markdown that rustdoc takes as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Docs(pub Vec<String>);

/// The index of a definition in its [`crate::Api`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// Something with a definition.
#[derive(Debug)]
pub enum TypeDef {
    /// An object with known properties.
    Struct(Struct),
    /// One of some values, open to others.
    Choice(Choice),
    /// A value of one of several types.
    Union(Union),
    /// Another name.
    Alias(Alias),
}

impl TypeDef {
    /// Its name.
    pub fn ident(&self) -> &Ident {
        match self {
            Self::Struct(it) => &it.ident,
            Self::Choice(it) => &it.ident,
            Self::Union(it) => &it.ident,
            Self::Alias(it) => &it.ident,
        }
    }

    /// Whether the document warns against it.
    pub fn deprecated(&self) -> bool {
        match self {
            Self::Struct(it) => it.deprecated,
            Self::Choice(it) => it.deprecated,
            Self::Union(it) => it.deprecated,
            Self::Alias(it) => it.deprecated,
        }
    }
}

/// A type in a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeRef {
    /// `bool`
    Bool,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `i128`
    I128,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `f64`
    F64,
    /// `String`
    String,
    /// A number of which every digit counts.
    Decimal,
    /// Bytes in base64.
    Base64,
    /// A type of somebody else's, by its path.
    Foreign(String),
    /// Bytes to send, from memory, a file or a stream.
    Upload,
    /// A file to send.
    File,
    /// Any JSON.
    Json,
    /// A moment with its offset.
    DateTime,
    /// A day.
    Date,
    /// A definition.
    Named(TypeId),
    /// A list of it.
    List(Box<TypeRef>),
    /// Values of it under keys that are data.
    Map(Box<TypeRef>),
    /// It or nothing.
    Option(Box<TypeRef>),
    /// Keep, clear, or set to it.
    Patch(Box<TypeRef>),
    /// It on the heap.
    Boxed(Box<TypeRef>),
}

/// A struct.
#[derive(Debug)]
pub struct Struct {
    /// Its name.
    pub ident: Ident,
    /// What it is.
    pub docs: Docs,
    /// Whether the document warns against it.
    pub deprecated: bool,
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// What else it holds.
    pub extra: Option<Extra>,
    /// How one is made.
    pub construction: Construction,
}

/// How a value is made from nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Construction {
    /// No field has to be given, and each begins as its type does: `Default`.
    Default,
    /// `new` takes the fields that have to be given.
    New,
}

/// One field.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub ident: Ident,
    /// Its key in JSON.
    pub wire: String,
    /// What it is.
    pub docs: Docs,
    /// Whether the document warns against it.
    pub deprecated: bool,
    /// Its type, whole.
    pub ty: TypeRef,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// The method that sets it, where it has one.
    pub setter: Option<Ident>,
    /// What a required field is where nobody gives it: the only value that the document knows, or its default.
    pub fixed: Option<Wire>,
    /// What the document demands of its value.
    pub limits: Vec<Limit>,
}

/// What a document demands of a value. Numbers are spelled as JSON spells them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Limit {
    /// At least that number.
    Minimum(String),
    /// More than that number.
    Above(String),
    /// At most that number.
    Maximum(String),
    /// Less than that number.
    Below(String),
    /// A multiple of that number.
    MultipleOf(String),
    /// At least so many characters.
    MinLength(u64),
    /// At most so many characters.
    MaxLength(u64),
    /// A match of that regular expression.
    Pattern(String),
    /// At least so many items.
    MinItems(u64),
    /// At most so many items.
    MaxItems(u64),
    /// Each item once.
    UniqueItems,
    /// At least so many properties.
    MinProperties(u64),
    /// At most so many properties.
    MaxProperties(u64),
}

/// The answers of required and nullable together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always there, never null.
    Required,
    /// There or not: `Option`.
    Omittable,
    /// Always written, null included: `Option`.
    Nullable,
    /// Kept, cleared or set: `Patch`.
    OmittableOrNull,
}

/// Keys beside the known ones.
#[derive(Debug)]
pub struct Extra {
    /// The field that holds them.
    pub ident: Ident,
    /// The type of a value.
    pub value: TypeRef,
}

/// An open enumeration.
#[derive(Debug)]
pub struct Choice {
    /// Its name.
    pub ident: Ident,
    /// What it is.
    pub docs: Docs,
    /// Whether the document warns against it.
    pub deprecated: bool,
    /// What its values are.
    pub kind: ChoiceKind,
    /// The documented values, in order.
    pub variants: Vec<ChoiceVariant>,
    /// The variant for every other value.
    pub other: Ident,
}

/// What the values of an enumeration are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChoiceKind {
    /// Strings.
    Text,
    /// Whole numbers of 64 bits.
    Whole,
    /// Anything single.
    Mixed,
}

/// A single value as JSON has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wire {
    /// A string.
    Text(String),
    /// A whole number of 64 bits.
    Whole(i64),
    /// A boolean.
    Bool(bool),
    /// Any other number, as JSON spells it.
    Number(String),
}

/// As JSON.
impl std::fmt::Display for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(it) => json_string(it, f),
            Self::Whole(it) => write!(f, "{it}"),
            Self::Bool(it) => write!(f, "{it}"),
            Self::Number(it) => f.write_str(it),
        }
    }
}

/// A string of JSON, spelled as serde_json spells it: the runtime compares the two.
pub(crate) fn json_string(text: &str, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
    f.write_str("\"")?;
    for it in text.chars() {
        match it {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '\u{8}' => f.write_str("\\b")?,
            '\u{c}' => f.write_str("\\f")?,
            '\0'..='\u{1f}' => write!(f, "\\u{:04x}", u32::from(it))?,
            it => write!(f, "{it}")?,
        }
    }
    f.write_str("\"")
}

/// A value of one of several types, open to any other JSON.
#[derive(Debug)]
pub struct Union {
    /// Its name.
    pub ident: Ident,
    /// What it is.
    pub docs: Docs,
    /// Whether the document warns against it.
    pub deprecated: bool,
    /// The property that tells the arms apart, where one does.
    pub tag: Option<String>,
    /// In order.
    pub arms: Vec<Arm>,
    /// The variant for every other value.
    pub other: Ident,
}

/// One alternative of a union.
#[derive(Debug)]
pub struct Arm {
    /// The variant.
    pub ident: Ident,
    /// What it is.
    pub docs: Docs,
    /// What it holds. Structs stand on the heap, so that a union is no larger than it must be and may contain itself.
    pub ty: TypeRef,
    /// How it is told apart.
    pub told: Told,
    /// Whether the plain value becomes the variant: no arm before it has the same type.
    pub from: bool,
}

/// How an arm is told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// By the values of the tag; the first one is written.
    Tag(Vec<Wire>),
    /// The same, where its own type does not know the tag.
    TagBeside(Vec<Wire>),
    /// By its fields.
    Fields,
    /// By the kind of its value.
    Kinds(Vec<JsonKind>),
}

/// What JSON tells apart by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true` and `false`
    Bool,
    /// Numbers.
    Number,
    /// Strings.
    Text,
    /// Lists.
    List,
    /// Objects.
    Object,
}

/// One documented value.
#[derive(Debug)]
pub struct ChoiceVariant {
    /// Its name.
    pub ident: Ident,
    /// The value.
    pub wire: Wire,
    /// What the document says of it.
    pub docs: Docs,
}

/// A type alias.
#[derive(Debug)]
pub struct Alias {
    /// Its name.
    pub ident: Ident,
    /// What it is.
    pub docs: Docs,
    /// Whether the document warns against it.
    pub deprecated: bool,
    /// What it stands for.
    pub ty: TypeRef,
}
