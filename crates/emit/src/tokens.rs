//! The small pieces: names, docs and types as tokens.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use proc_macro2::{Ident as Token, Literal, Span, TokenStream};
use quote::quote;
use specsmith_model::{Api, Docs, Ident, TypeDef, TypeId, TypeRef};

/// A name.
pub(crate) fn ident(name: &Ident) -> Token {
    if name.is_raw() {
        Token::new_raw(name.text(), Span::call_site())
    } else {
        Token::new(name.text(), Span::call_site())
    }
}

/// Text as a literal.
pub(crate) fn string(text: &str) -> String {
    Literal::string(text).to_string()
}

/// Text of the document in a code span of a doc comment.
pub(crate) fn code_span(text: &str) -> String {
    let turns =
        |it: char| matches!(it, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}');
    let plain: String =
        text.chars().map(|it| if it == '`' || it.is_control() || turns(it) { ' ' } else { it }).collect();
    if plain.trim().is_empty() { "blank".to_owned() } else { format!("`{}`", plain.trim()) }
}

/// Variants of different sizes: boxing them would make every caller pay for what is seldom true.
pub(crate) fn uneven<T: PartialEq>(mut held: impl Iterator<Item = T>) -> TokenStream {
    let first = held.next();
    if held.all(|it| first.as_ref() == Some(&it)) {
        return TokenStream::new();
    }
    quote!(#[allow(clippy::large_enum_variant, reason = "one is made for each call, and not kept")])
}

/// `#[deprecated]`, where the document warns.
pub(crate) fn deprecated(it: bool) -> TokenStream {
    if it { quote!(#[deprecated]) } else { TokenStream::new() }
}

/// Past this many arguments clippy asks for a reason.
pub(crate) fn many_arguments(count: usize) -> TokenStream {
    const CLIPPY_ALLOWS: usize = 7;
    if count <= CLIPPY_ALLOWS {
        return TokenStream::new();
    }
    quote!(#[expect(clippy::too_many_arguments, reason = "one for each required property of the document")])
}

/// Leave to name what the document warns against.
pub(crate) const LEAVE: &str =
    "#[allow(deprecated, reason = \"the document warns against it, and has it all the same\")]";

/// How types are named from where the page stands.
pub(crate) struct Names<'a> {
    api: &'a Api,
    prefix: TokenStream,
    /// Whether any definition was named: the page imports their module only then.
    named: Cell<bool>,
    /// Which were.
    spelled: RefCell<BTreeSet<TypeId>>,
    /// Whether one was named, since somebody asked, that the document warns against.
    old: Cell<bool>,
    /// The doc comments of the document's own words.
    docs: RefCell<Vec<String>>,
}

/// Stands for a doc comment until its item is printed. No words of the document do: they all come in this way.
const MARK: char = '\u{E000}';

impl<'a> Names<'a> {
    /// In the module of the types.
    pub(crate) fn inside(api: &'a Api) -> Self {
        Self::of(api, TokenStream::new())
    }

    /// In a module beside it.
    pub(crate) fn outside(api: &'a Api) -> Self {
        Self::of(api, quote!(types::))
    }

    fn of(api: &'a Api, prefix: TokenStream) -> Self {
        Self {
            api,
            prefix,
            named: Cell::default(),
            spelled: RefCell::default(),
            old: Cell::default(),
            docs: RefCell::default(),
        }
    }

    /// Whether any definition has been named so far.
    pub(crate) fn any_named(&self) -> bool {
        self.named.get()
    }

    /// Whether one has been named, since somebody asked, that the document warns against.
    pub(crate) fn any_old(&self) -> bool {
        self.old.take()
    }

    /// A doc comment. Its lines are final as they are: they stand beside the tokens, and [`Names::told`] puts them into
    /// the text. As tokens they would be quoted, read and unquoted again, which is much of what printing takes.
    pub(crate) fn docs(&self, docs: &Docs) -> TokenStream {
        if docs.0.is_empty() {
            return TokenStream::new();
        }
        let mut known = self.docs.borrow_mut();
        let mark = format!("{MARK}{}", known.len());
        known.push(docs.0.join("\n"));
        quote!(#[doc = #mark])
    }

    /// Printed text, with its doc comments.
    pub(crate) fn told(&self, text: &str) -> String {
        let known = self.docs.borrow();
        let mut page = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            let place = line.trim_start().strip_prefix("///").and_then(|it| it.strip_prefix(MARK));
            let docs = place.and_then(|it| known.get(it.trim_end().parse::<usize>().ok()?));
            let Some(docs) = docs else {
                page.push_str(line);
                continue;
            };
            let indent = &line[..line.len() - line.trim_start().len()];
            for said in docs.split('\n') {
                let gap = if said.is_empty() { "" } else { " " };
                page.extend([indent, "///", gap, said, "\n"]);
            }
        }
        page.shrink_to_fit();
        page
    }

    /// The definitions that have been named so far.
    pub(crate) fn spelled(&self) -> BTreeSet<TypeId> {
        self.spelled.borrow().clone()
    }

    /// Notes that one is named by whoever asked for its definition.
    pub(crate) fn spell(&self, ty: &TypeRef) {
        if let TypeRef::Named(id) = ty {
            self.spelled.borrow_mut().insert(*id);
            self.old.set(self.old.get() || self.api.type_def(*id).deprecated());
        }
    }

    /// Items that belong together, with leave to name what the document warns against where they do: its users are the
    /// ones to be warned, and they are, each where they name it. `old` says that they name something of their own.
    pub(crate) fn tolerant(&self, old: bool, items: Vec<TokenStream>) -> Vec<TokenStream> {
        if !self.old.take() && !old {
            return items;
        }
        let leave: TokenStream = LEAVE.parse().unwrap_or_default();
        items.into_iter().map(|it| quote!(#leave #it)).collect()
    }

    /// The same leave for what a macro makes, spelled before the name that it is given.
    pub(crate) fn leave(&self, old: bool) -> String {
        if self.old.take() || old { format!("    {LEAVE}\n") } else { String::new() }
    }

    /// A type in a signature.
    pub(crate) fn ty(&self, ty: &TypeRef) -> TokenStream {
        match ty {
            TypeRef::Bool => quote!(bool),
            TypeRef::I32 => quote!(i32),
            TypeRef::I64 => quote!(i64),
            TypeRef::I128 => quote!(i128),
            TypeRef::U32 => quote!(u32),
            TypeRef::U64 => quote!(u64),
            TypeRef::Decimal => quote!(specsmith_runtime::Decimal),
            TypeRef::Base64 => quote!(specsmith_runtime::Base64),
            TypeRef::Foreign(path) => {
                // The configuration checks that it is one.
                let path: TokenStream = path.parse().unwrap_or_default();
                quote!(specsmith_runtime::Serde<#path>)
            }
            TypeRef::F64 => quote!(f64),
            TypeRef::String => quote!(String),
            TypeRef::Upload => quote!(specsmith_runtime::Upload),
            TypeRef::File => quote!(specsmith_runtime::FilePart),
            TypeRef::Json => quote!(specsmith_runtime::Json),
            TypeRef::DateTime => quote!(specsmith_runtime::DateTime),
            TypeRef::Date => quote!(specsmith_runtime::Date),
            TypeRef::Named(id) => {
                let definition = self.api.type_def(*id);
                self.named.set(true);
                self.spell(ty);
                let (prefix, name) = (&self.prefix, ident(definition.ident()));
                quote!(#prefix #name)
            }
            TypeRef::List(it) => self.wrapped(&quote!(Vec), it),
            TypeRef::Map(it) => {
                let value = self.ty(it);
                quote!(specsmith_runtime::Map<#value>)
            }
            TypeRef::Option(it) => self.wrapped(&quote!(Option), it),
            TypeRef::Patch(it) => self.wrapped(&quote!(specsmith_runtime::Patch), it),
            TypeRef::Boxed(it) => self.wrapped(&quote!(Box), it),
        }
    }

    /// What a name of a type stands for.
    pub(crate) fn definition(&self, ty: &TypeRef) -> Option<&'a TypeDef> {
        match ty {
            TypeRef::Named(id) => Some(self.api.type_def(*id)),
            _ => None,
        }
    }

    fn wrapped(&self, outer: &TokenStream, inner: &TypeRef) -> TokenStream {
        let inner = self.ty(inner);
        quote!(#outer<#inner>)
    }

    /// A type as an argument that is handed over by reference.
    pub(crate) fn reference(&self, ty: &TypeRef) -> TokenStream {
        match ty {
            TypeRef::String => quote!(&str),
            TypeRef::List(it) => {
                let inner = self.ty(it);
                quote!(&[#inner])
            }
            other => {
                let other = self.ty(other);
                quote!(&#other)
            }
        }
    }

    /// The type of an argument that becomes a field of type `ty`, and the field's value made of it.
    pub(crate) fn input(&self, name: &Token, ty: &TypeRef) -> (TokenStream, TokenStream) {
        match ty {
            TypeRef::String => (quote!(impl Into<String>), quote!(#name.into())),
            TypeRef::Patch(it) => {
                let inner = self.ty(it);
                (quote!(impl Into<specsmith_runtime::Patch<#inner>>), quote!(#name.into()))
            }
            TypeRef::Boxed(it) => (self.ty(it), quote!(Box::new(#name))),
            other => (self.ty(other), quote!(#name)),
        }
    }
}
