//! The structs of an operation's parameters.

use proc_macro2::TokenStream;
use quote::quote;
use specsmith_model::{Arg, ArgsDef, Parameter, ParamsDef};

use crate::tokens::{Names, deprecated, ident};

/// The struct of the required parameters. It has no constructor: whoever makes one names every field.
pub(crate) fn args(it: &ArgsDef, names: &Names<'_>) -> TokenStream {
    let ArgsDef { ident: name, fields } = it;
    let name = ident(name);
    let lines = fields.iter().map(|it| {
        let Arg { ident: name, docs: words, ty } = it;
        let (name, words, ty) = (ident(name), names.docs(words), names.ty(ty));
        quote!(#words pub #name: #ty)
    });
    quote! {
        /// The required parameters.
        #[derive(Debug, Clone, PartialEq)]
        pub struct #name { #(#lines,)* }
    }
}

/// The struct of the optional parameters and its setters.
pub(crate) fn params(it: &ParamsDef, names: &Names<'_>) -> Vec<TokenStream> {
    let ParamsDef { ident: name, fields } = it;
    let name = ident(name);
    let lines = fields.iter().map(|it| {
        let Parameter { ident: name, setter: _, docs: words, deprecated: old, ty } = it;
        let (name, words, old, ty) = (ident(name), names.docs(words), deprecated(*old), names.ty(ty));
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
            #[inline]
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
