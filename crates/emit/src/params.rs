//! The struct of an operation's optional parameters.

use proc_macro2::TokenStream;
use quote::quote;
use specsmith_model::{Parameter, ParamsDef};

use crate::tokens::{Names, deprecated, docs, ident};

/// The struct and its setters.
pub(crate) fn params(it: &ParamsDef, names: &Names<'_>) -> Vec<TokenStream> {
    let ParamsDef { ident: name, fields } = it;
    let name = ident(name);
    let lines = fields.iter().map(|it| {
        let Parameter { ident: name, setter: _, docs: words, deprecated: old, ty } = it;
        let (name, words, old, ty) = (ident(name), docs(words), deprecated(*old), names.ty(ty));
        quote!(#words #old pub #name: Option<#ty>)
    });
    let setters = fields.iter().map(|it| {
        let (name, setter) = (ident(&it.ident), ident(&it.setter));
        let words = format!(" Sets [`{}`](Self#structfield.{}).", it.ident.text(), it.ident.text());
        let (ty, value) = names.input(&name, &it.ty);
        let old = deprecated(it.deprecated);
        quote! {
            #[doc = #words]
            #old
            #[must_use]
            pub fn #setter(mut self, #name: #ty) -> Self {
                self.#name = Some(#value);
                self
            }
        }
    });
    vec![
        quote! {
            /// The optional parameters: none is sent unless it is set.
            #[derive(Debug, Clone, Default, PartialEq)]
            #[non_exhaustive]
            pub struct #name { #(#lines,)* }
        },
        quote!(impl #name { #(#setters)* }),
    ]
}
