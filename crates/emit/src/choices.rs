//! Open enumerations of strings.

use proc_macro2::TokenStream;
use quote::quote;
use specsmith_model::{Choice, ChoiceVariant};

use crate::tokens::{code_span, docs, ident};

/// The enumeration, its text, and what the runtime makes of the two.
pub(crate) fn choice(it: &Choice) -> Vec<TokenStream> {
    let Choice { ident: name, docs: words, deprecated: _, variants, other } = it;
    let (name, words, other) = (ident(name), docs(words), ident(other));
    let idents: Vec<_> = variants.iter().map(|it| ident(&it.ident)).collect();
    let wires: Vec<&str> = variants.iter().map(|it| it.wire.as_str()).collect();
    let said = variants.iter().map(|ChoiceVariant { ident: _, wire }| format!(" {}", shown(wire)));
    vec![
        quote! {
            #words
            #[derive(Debug, Clone, PartialEq, Eq, Hash)]
            #[non_exhaustive]
            pub enum #name {
                #(#[doc = #said] #idents,)*
                /// A value that the document does not name, as it was sent.
                #other(String),
            }
        },
        quote! {
            impl #name {
                /// The value as JSON holds it.
                #[must_use]
                pub fn as_str(&self) -> &str {
                    match self {
                        #(Self::#idents => #wires,)*
                        Self::#other(text) => text,
                    }
                }
            }
        },
        quote! {
            impl From<&str> for #name {
                fn from(text: &str) -> Self {
                    match text {
                        #(#wires => Self::#idents,)*
                        other => Self::#other(other.to_owned()),
                    }
                }
            }
        },
        quote!(specsmith_runtime::text_choice!(#name);),
    ]
}

/// A value in a doc comment.
fn shown(wire: &str) -> String {
    if wire.is_empty() { "The empty string.".to_owned() } else { code_span(wire) }
}
