//! Open enumerations.

use proc_macro2::TokenStream;
use quote::quote;
use specsmith_model::{Choice, ChoiceKind, ChoiceVariant, Wire};

use crate::tokens::{Names, code_span, deprecated, ident, string};

/// The enumeration and its values.
pub(crate) fn choice(it: &Choice, names: &Names<'_>) -> Vec<TokenStream> {
    let Choice { ident: name, docs: words, deprecated: old, kind, variants, other } = it;
    let (name, words, old, other) = (ident(name), names.docs(words), deprecated(*old), ident(other));
    let lines = variants.iter().map(|ChoiceVariant { ident: name, wire, docs: said }| {
        let (name, shown, said) = (ident(name), shown(wire), names.docs(said));
        let gap = (!said.is_empty()).then(|| quote!(#[doc = ""]));
        quote!(#[doc = #shown] #gap #said #name)
    });
    let (derived, held) = match kind {
        ChoiceKind::Text => (quote!(Debug, Clone, PartialEq, Eq, Hash), quote!(String)),
        ChoiceKind::Whole => (quote!(Debug, Clone, Copy, PartialEq, Eq, Hash), quote!(i64)),
        ChoiceKind::Mixed => (quote!(Debug, Clone, PartialEq), quote!(specsmith_runtime::Json)),
    };
    let definition = quote! {
        #words
        #old
        #[derive(#derived)]
        #[non_exhaustive]
        pub enum #name {
            #(#lines,)*
            /// A value that the document does not name, as it was sent.
            #other(#held),
        }
    };
    let idents: Vec<_> = variants.iter().map(|it| ident(&it.ident)).collect();
    let value = if *kind == ChoiceKind::Mixed { json } else { literal };
    let values = variants.iter().map(|it| value(&it.wire).parse().unwrap_or_default());
    let values: Vec<TokenStream> = values.collect();
    let mut items = vec![definition];
    items.extend(match kind {
        ChoiceKind::Text => [
            quote! {
                impl #name {
                    /// The value as JSON holds it.
                    #[must_use]
                    #[inline]
                    pub fn as_str(&self) -> &str {
                        match self {
                            #(Self::#idents => #values,)*
                            Self::#other(text) => text,
                        }
                    }
                }
            },
            quote! {
                impl From<&str> for #name {
                    #[inline]
                    fn from(text: &str) -> Self {
                        match text {
                            #(#values => Self::#idents,)*
                            other => Self::#other(other.to_owned()),
                        }
                    }
                }
            },
        ],
        ChoiceKind::Whole => [
            quote! {
                impl #name {
                    /// The value as JSON holds it.
                    #[must_use]
                    #[inline]
                    pub fn as_i64(&self) -> i64 {
                        match self {
                            #(Self::#idents => #values,)*
                            Self::#other(value) => *value,
                        }
                    }
                }
            },
            quote! {
                impl From<i64> for #name {
                    #[inline]
                    fn from(value: i64) -> Self {
                        match value {
                            #(#values => Self::#idents,)*
                            other => Self::#other(other),
                        }
                    }
                }
            },
        ],
        ChoiceKind::Mixed => [
            quote! {
                impl #name {
                    /// The value as JSON holds it.
                    #[must_use]
                    #[inline]
                    pub fn to_json(&self) -> specsmith_runtime::Json {
                        match self {
                            #(Self::#idents => #values,)*
                            Self::#other(value) => value.clone(),
                        }
                    }
                }
            },
            quote! {
                impl From<specsmith_runtime::Json> for #name {
                    #[inline]
                    fn from(value: specsmith_runtime::Json) -> Self {
                        [#(Self::#idents),*]
                            .into_iter()
                            .find(|it| it.to_json() == value)
                            .unwrap_or(Self::#other(value))
                    }
                }
            },
        ],
    });
    items
}

/// How the enumeration meets JSON.
pub(crate) fn table(it: &Choice, names: &Names<'_>) -> String {
    let table = match it.kind {
        ChoiceKind::Text => "text_choice",
        ChoiceKind::Whole => "whole_choice",
        ChoiceKind::Mixed => "mixed_choice",
    };
    match names.leave(it.deprecated) {
        leave if leave.is_empty() => format!("\nspecsmith_runtime::{table}!({});\n", it.ident),
        leave => format!("\nspecsmith_runtime::{table}! {{\n{leave}    {}\n}}\n", it.ident),
    }
}

/// A single value of Rust.
pub(crate) fn literal(wire: &Wire) -> String {
    match wire {
        Wire::Text(text) => string(text),
        Wire::Whole(value) => value.to_string(),
        Wire::Bool(value) => value.to_string(),
        Wire::Number(_) => json(wire),
    }
}

/// A single value as JSON. Numbers that are not whole are left to the runtime to read, as it reads them in answers: what
/// the compiler makes of them may be another one, and clippy takes 3.14 for a mistake.
pub(crate) fn json(wire: &Wire) -> String {
    match wire {
        Wire::Text(text) => format!("specsmith_runtime::Json::from({})", string(text)),
        Wire::Whole(value) => format!("specsmith_runtime::Json::from({value}_i64)"),
        Wire::Bool(value) => format!("specsmith_runtime::Json::from({value})"),
        Wire::Number(text) => format!("specsmith_runtime::codec::number({})", string(text)),
    }
}

/// A value in a doc comment.
fn shown(wire: &Wire) -> String {
    match wire {
        Wire::Text(text) if text.is_empty() => " The empty string.".to_owned(),
        Wire::Text(text) => format!(" {}", code_span(text)),
        other => format!(" {}", code_span(&other.to_string())),
    }
}
