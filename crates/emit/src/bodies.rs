//! The body of an operation: one variant for each media type.

use proc_macro2::TokenStream;
use quote::quote;
use specsmith_model::{BodyDef, BodyKind, BodyVariant};

use crate::tokens::{Names, code_span, ident, uneven};

/// The enumeration, the plain values that stand for a variant, and how each is written.
pub(crate) fn body(it: &BodyDef, names: &Names<'_>) -> Vec<TokenStream> {
    let BodyDef { ident: name, variants, from } = it;
    let name = ident(name);
    let uneven = uneven(variants.iter().map(|it| &it.ty));
    let lines = variants.iter().map(|it| {
        let (variant, ty) = (ident(&it.ident), names.ty(&it.ty));
        let words = format!(" As {}.", code_span(&it.media_type));
        quote!(#[doc = #words] #variant(#ty))
    });
    let arms = variants.iter().map(|it| {
        let (variant, written) = (ident(&it.ident), written(it));
        quote!(#name::#variant(value) => #written)
    });
    let mut items = vec![quote! {
        /// The body, in one of the media types that the operation takes.
        #uneven
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#lines,)* }
    }];
    for variant in from.iter().filter_map(|it| variants.get(*it)) {
        let (variant, ty) = (ident(&variant.ident), names.ty(&variant.ty));
        items.push(quote! {
            impl From<#ty> for #name {
                fn from(value: #ty) -> Self {
                    Self::#variant(value)
                }
            }
        });
    }
    items.push(quote! {
        impl From<#name> for specsmith_runtime::Body {
            fn from(body: #name) -> Self {
                match body { #(#arms,)* }
            }
        }
    });
    items
}

fn written(it: &BodyVariant) -> TokenStream {
    let BodyVariant { ident: _, media_type, kind, ty: _, switch: _ } = it;
    match kind {
        BodyKind::Json if media_type == "application/json" => quote!(Self::json(&value)),
        BodyKind::Json => quote!(Self::json_as(#media_type, &value)),
        BodyKind::Form => quote!(Self::form(&value)),
        BodyKind::Multipart => quote!(Self::multipart(&value)),
        BodyKind::Text => quote!(Self::text(#media_type, value)),
        BodyKind::Bytes => quote!(Self::bytes(#media_type, value)),
    }
}
