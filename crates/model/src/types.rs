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
    /// One of some strings, open to others.
    Choice(Choice),
    /// Another name.
    Alias(Alias),
}

impl TypeDef {
    /// Its name.
    pub fn ident(&self) -> &Ident {
        match self {
            Self::Struct(it) => &it.ident,
            Self::Choice(it) => &it.ident,
            Self::Alias(it) => &it.ident,
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
    /// `f32`
    F32,
    /// `f64`
    F64,
    /// `String`
    String,
    /// Bytes in memory.
    Bytes,
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
    /// Nothing is required: `Default`.
    Default,
    /// `new` takes the required fields.
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

/// An open enumeration of strings.
#[derive(Debug)]
pub struct Choice {
    /// Its name.
    pub ident: Ident,
    /// What it is.
    pub docs: Docs,
    /// Whether the document warns against it.
    pub deprecated: bool,
    /// The documented values, in order.
    pub variants: Vec<ChoiceVariant>,
    /// The variant for every other string.
    pub other: Ident,
}

/// One documented value.
#[derive(Debug)]
pub struct ChoiceVariant {
    /// Its name.
    pub ident: Ident,
    /// The string.
    pub wire: String,
}

/// A type alias.
#[derive(Debug)]
pub struct Alias {
    /// Its name.
    pub ident: Ident,
    /// What it is.
    pub docs: Docs,
    /// What it stands for.
    pub ty: TypeRef,
}
