//! Structs and aliases.

use proc_macro2::TokenStream;
use quote::quote;
use specsmith_model::{
    Alias, ChoiceKind, Construction, Extra, Field, Limit, Presence, Struct, TypeDef, TypeRef, Wire,
};

use crate::choices::{json, literal};
use crate::tokens::{Names, deprecated, ident, many_arguments, string};

/// A struct, how it is made, and how its optional fields are set.
pub(crate) fn structure(it: &Struct, names: &Names<'_>) -> Vec<TokenStream> {
    let Struct { ident: name, docs: words, deprecated: old, fields, extra, construction } = it;
    let (name, words, old) = (ident(name), names.docs(words), deprecated(*old));
    let default = match construction {
        Construction::Default => quote!(, Default),
        Construction::New => quote!(),
    };
    let lines = fields.iter().map(|it| field(it, names));
    let extra_line = extra.iter().map(|it| extra_field(it, names));
    let definition = quote! {
        #words
        #old
        #[derive(Debug, Clone, PartialEq #default)]
        #[non_exhaustive]
        pub struct #name {
            #(#lines,)*
            #(#extra_line,)*
        }
    };
    let made = match construction {
        Construction::Default => Made::ByDefault(None),
        Construction::New => constructor(it, names),
    };
    let (default, new) = match made {
        Made::ByDefault(it) => (it, None),
        Made::ByNew(it) => (None, Some(it)),
    };
    let methods: Vec<TokenStream> =
        new.into_iter().chain(fields.iter().filter_map(|it| setter(it, names))).collect();
    let methods = (!methods.is_empty()).then(|| quote!(impl #name { #(#methods)* }));
    std::iter::once(definition).chain(default).chain(methods).collect()
}

/// How a struct is made.
enum Made {
    /// By `Default`: derived, or written out.
    ByDefault(Option<TokenStream>),
    /// By a function.
    ByNew(TokenStream),
}

/// How the struct meets JSON: spelled as text, since printers leave the inside of a macro as they find it. The last place
/// catches the rest, so that each place has a field.
pub(crate) fn table(it: &Struct, names: &Names<'_>) -> String {
    let Struct { ident: name, fields, extra, .. } = it;
    let old = it.deprecated || fields.iter().any(|it| it.deprecated);
    let mut lines = String::new();
    for (place, field) in fields.iter().enumerate() {
        let place = if place + 1 == fields.len() { "_".to_owned() } else { place.to_string() };
        let need = match (field.presence, &field.fixed) {
            (Presence::Required, Some(_)) => "filled",
            (Presence::Required | Presence::Nullable, _) => "required",
            (Presence::Omittable | Presence::OmittableOrNull, _) => "optional",
        };
        let filled =
            field.fixed.as_ref().map(|it| format!(" or {}", fixed(&field.ty, it, names))).unwrap_or_default();
        lines.push_str(&format!("        {place} {} {need} {}{filled},\n", field.ident, string(&field.wire)));
    }
    let rest = extra.as_ref().map(|it| format!(" rest {}", it.ident)).unwrap_or_default();
    let escaped = if fields.iter().any(|it| has_escape(&it.wire)) { ", escaped" } else { "" };
    let leave = names.leave(old);
    format!("\nspecsmith_runtime::model! {{\n{leave}    {name} {{\n{lines}    }}{rest}{escaped}\n}}\n")
}

/// Whether a key is not written in JSON as it is.
fn has_escape(key: &str) -> bool {
    key.chars().any(|it| matches!(it, '"' | '\\' | '\0'..='\x1f'))
}

/// A single value of a field's type: as text, for it also stands in a table.
fn fixed<'a>(mut ty: &'a TypeRef, value: &Wire, names: &Names<'a>) -> String {
    // Aliases end: what consists of itself is none.
    while let Some(TypeDef::Alias(it)) = names.definition(ty) {
        ty = &it.ty;
    }
    if matches!(names.definition(ty), Some(TypeDef::Choice(_))) {
        names.spell(ty);
    }
    match (names.definition(ty), value) {
        (Some(TypeDef::Choice(it)), _) if it.kind == ChoiceKind::Mixed => {
            format!("{}::from({})", it.ident, json(value))
        }
        (Some(TypeDef::Choice(it)), _) => format!("{}::from({})", it.ident, literal(value)),
        (_, Wire::Text(text)) => format!("String::from({})", string(text)),
        (_, Wire::Whole(_) | Wire::Bool(_) | Wire::Number(_)) => literal(value),
    }
}

/// What the document demands of the fields, where the client is built to check it.
pub(crate) fn limits(it: &Struct, names: &Names<'_>) -> String {
    let mut lines = String::new();
    for (place, field) in it.fields.iter().enumerate() {
        for limit in &field.limits {
            lines.push_str(&format!("        {place} {},\n", limit_text(limit)));
        }
    }
    if lines.is_empty() {
        return lines;
    }
    format!(
        "\n#[cfg(feature = \"checks\")]\nspecsmith_runtime::limits! {{\n{}    {} {{\n{lines}    }}\n}}\n",
        names.leave(it.deprecated),
        it.ident
    )
}

fn limit_text(limit: &Limit) -> String {
    match limit {
        Limit::Minimum(it) => format!("Minimum({})", string(it)),
        Limit::Above(it) => format!("Above({})", string(it)),
        Limit::Maximum(it) => format!("Maximum({})", string(it)),
        Limit::Below(it) => format!("Below({})", string(it)),
        Limit::MultipleOf(it) => format!("MultipleOf({})", string(it)),
        Limit::MinLength(it) => format!("MinLength({it})"),
        Limit::MaxLength(it) => format!("MaxLength({it})"),
        Limit::Pattern(it) => format!("Pattern({})", string(it)),
        Limit::MinItems(it) => format!("MinItems({it})"),
        Limit::MaxItems(it) => format!("MaxItems({it})"),
        Limit::UniqueItems => "UniqueItems".to_owned(),
        Limit::MinProperties(it) => format!("MinProperties({it})"),
        Limit::MaxProperties(it) => format!("MaxProperties({it})"),
    }
}

/// Another name for a type.
pub(crate) fn alias(it: &Alias, names: &Names<'_>) -> Vec<TokenStream> {
    let Alias { ident: name, docs: words, deprecated: old, ty } = it;
    let (name, words, old, ty) = (ident(name), names.docs(words), deprecated(*old), names.ty(ty));
    vec![quote!(#words #old pub type #name = #ty;)]
}

fn field(it: &Field, names: &Names<'_>) -> TokenStream {
    let Field {
        ident: name,
        wire: _,
        docs: words,
        deprecated: old,
        ty,
        presence: _,
        setter: _,
        fixed: _,
        limits: _,
    } = it;
    let (name, words, old, ty) = (ident(name), names.docs(words), deprecated(*old), names.ty(ty));
    quote!(#words #old pub #name: #ty)
}

fn extra_field(it: &Extra, names: &Names<'_>) -> TokenStream {
    let Extra { ident: name, value } = it;
    let (name, value) = (ident(name), names.ty(value));
    quote! {
        /// Every key that the document does not name.
        pub #name: specsmith_runtime::Map<#value>
    }
}

/// `new`, and `Default` where `new` asks for nothing.
fn constructor(it: &Struct, names: &Names<'_>) -> Made {
    let Struct { ident: name, fields, extra, .. } = it;
    let (mut arguments, mut values) = (Vec::new(), Vec::new());
    for it in fields {
        let name = ident(&it.ident);
        match (it.presence, &it.fixed) {
            (Presence::Required | Presence::Nullable, Some(only)) => {
                let only: TokenStream = fixed(&it.ty, only, names).parse().unwrap_or_default();
                values.push(quote!(#name: #only));
            }
            (Presence::Required | Presence::Nullable, None) => {
                let (ty, value) = names.input(&name, &it.ty);
                arguments.push(quote!(#name: #ty));
                values.push(if matches!(it.ty, TypeRef::String | TypeRef::Patch(_) | TypeRef::Boxed(_)) {
                    quote!(#name: #value)
                } else {
                    quote!(#name)
                });
            }
            (Presence::Omittable, _) => values.push(quote!(#name: None)),
            (Presence::OmittableOrNull, _) => values.push(quote!(#name: specsmith_runtime::Patch::Keep)),
        }
    }
    let extra = extra.as_ref().map(|it| {
        let name = ident(&it.ident);
        quote!(#name: specsmith_runtime::Map::new())
    });
    let name = ident(name);
    if arguments.is_empty() {
        return Made::ByDefault(Some(quote! {
            impl Default for #name {
                #[inline]
                fn default() -> Self {
                    Self { #(#values,)* #extra }
                }
            }
        }));
    }
    let many = many_arguments(arguments.len());
    Made::ByNew(quote! {
        /// With the required properties; the optional ones absent.
        #[must_use]
        #many
        #[inline]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values,)* #extra }
        }
    })
}

fn setter(it: &Field, names: &Names<'_>) -> Option<TokenStream> {
    let setter = ident(it.setter.as_ref()?);
    let name = ident(&it.ident);
    let words = format!(" Sets [`{}`](Self#structfield.{}).", it.ident.text(), it.ident.text());
    let (ty, value) = match &it.ty {
        TypeRef::Option(inner) => {
            let (ty, value) = names.input(&name, inner);
            (ty, quote!(Some(#value)))
        }
        other => names.input(&name, other),
    };
    let old = deprecated(it.deprecated);
    Some(quote! {
        #[doc = #words]
        #old
        #[must_use]
        #[inline]
        pub fn #setter(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    })
}
