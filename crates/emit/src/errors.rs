//! The error bodies of an operation that documents several.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use specsmith_model::{ErrorStatus, ErrorVariant, Errors, HeaderDef, HeaderForm};

use crate::tokens::{Names, ident, uneven};

/// The enumeration, and which body is for which status; or the name of another operation's.
pub(crate) fn errors(it: &Errors, names: &Names<'_>) -> Vec<TokenStream> {
    let Errors { bodies, ident: name, same } = it;
    let Some(name) = name.as_ref().map(ident) else { return Vec::new() };
    if let Some((module, same)) = same {
        let (module, same) = (ident(module), ident(same));
        return vec![quote! {
            /// The documented error bodies, the same as of another operation.
            pub type #name = super::#module::#same;
        }];
    }
    let uneven = uneven(bodies.iter().map(|it| &it.ty));
    let variants = bodies.iter().map(|it| {
        let ErrorVariant { ident: variant, ty, statuses } = it;
        let statuses: Vec<String> = statuses.iter().map(spoken).collect();
        let words = format!(" {}", statuses.join(", "));
        let (variant, ty) = (ident(variant), names.ty(ty));
        quote!(#[doc = #words] #variant(#ty))
    });
    let cases = bodies.iter().map(|it| {
        let variant = ident(&it.ident);
        let statuses = it.statuses.iter().map(|it| match it {
            ErrorStatus::Code(it) | ErrorStatus::Range(it) => Literal::u16_unsuffixed(*it),
            ErrorStatus::Any => Literal::u16_unsuffixed(0),
        });
        quote! {
            specsmith_runtime::ErrorCase::new(
                &[#(#statuses),*],
                |body| specsmith_runtime::codec::decode(body).map(Self::#variant),
            )
        }
    });
    vec![
        quote! {
            /// The documented error bodies, told apart by status.
            #uneven
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#variants,)* }
        },
        quote! {
            impl specsmith_runtime::ErrorBody for #name {
                const CASES: &'static [specsmith_runtime::ErrorCase<Self>] = &[#(#cases,)*];
            }
        },
    ]
}

fn spoken(it: &ErrorStatus) -> String {
    match it {
        ErrorStatus::Code(_) | ErrorStatus::Range(_) => format!("`{it}`"),
        ErrorStatus::Any => "any other status".to_owned(),
    }
}

/// A header that answers declare.
pub(crate) fn header(it: &HeaderDef, names: &Names<'_>) -> TokenStream {
    let HeaderDef { ident: name, wire, docs: words, ty, form } = it;
    let (name, words, ty) = (ident(name), names.docs(words), names.ty(ty));
    let form = match form {
        HeaderForm::Single => quote!(new),
        HeaderForm::List => quote!(list),
        HeaderForm::Json => quote!(json),
    };
    quote! {
        #words
        pub const #name: specsmith_runtime::Header<#ty> = specsmith_runtime::Header::#form(#wire);
    }
}
