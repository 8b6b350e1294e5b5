//! The body of an operation: one variant for each media type.

use proc_macro2::TokenStream;
use quote::quote;
use specsmith_model::{BodyDef, BodyKind, BodyNeed, BodyVariant, Encoding, Reserved};

use crate::endpoints::query_style;
use crate::tokens::{Names, code_span, ident, uneven};

/// The enumeration, the plain values that stand for a variant, and how each is written.
pub(crate) fn body(it: &BodyDef, names: &Names<'_>) -> Vec<TokenStream> {
    let BodyDef { ident: name, need, variants, from } = it;
    let name = ident(name);
    let nothing = (*need == BodyNeed::Optional).then_some(None);
    let uneven = uneven(variants.iter().map(|it| Some(&it.ty)).chain(nothing));
    let lines = variants.iter().map(|it| {
        let (variant, ty) = (ident(&it.ident), names.ty(&it.ty));
        let words = format!(" As {}.", code_span(&it.media_type));
        quote!(#[doc = #words] #variant(#ty))
    });
    let arms = variants.iter().map(|it| {
        let (variant, written) = (ident(&it.ident), written(it));
        quote!(#name::#variant(value) => #written)
    });
    let (default, none, no_body) = match need {
        BodyNeed::Required => (quote!(), quote!(), quote!()),
        BodyNeed::Optional => (
            quote!(Default,),
            quote!(
                #[doc = " No body; `()` stands for it."]
                #[default]
                None,
            ),
            quote!(#name::None => Self::none(),),
        ),
    };
    let mut items = vec![quote! {
        /// The body, in one of the media types that the operation takes.
        #uneven
        #[derive(Debug, Clone, #default PartialEq)]
        #[non_exhaustive]
        pub enum #name { #none #(#lines,)* }
    }];
    if *need == BodyNeed::Optional {
        items.push(quote! {
            impl From<()> for #name {
                #[inline]
                fn from((): ()) -> Self {
                    Self::None
                }
            }
        });
    }
    for variant in from.iter().filter_map(|it| variants.get(*it)) {
        let (variant, ty) = (ident(&variant.ident), names.ty(&variant.ty));
        items.push(quote! {
            impl From<#ty> for #name {
                #[inline]
                fn from(value: #ty) -> Self {
                    Self::#variant(value)
                }
            }
        });
    }
    items.push(quote! {
        impl From<#name> for specsmith_runtime::Body {
            #[inline]
            fn from(body: #name) -> Self {
                match body { #no_body #(#arms,)* }
            }
        }
    });
    items
}

fn written(it: &BodyVariant) -> TokenStream {
    let BodyVariant { ident: _, media_type, kind, ty: _, encodings, switch: _ } = it;
    let said = encodings.iter().map(encoding);
    match kind {
        BodyKind::Json if media_type == "application/json" => quote!(Self::json(&value)),
        BodyKind::Json => quote!(Self::json_as(#media_type, &value)),
        BodyKind::Form if encodings.is_empty() => quote!(Self::form(&value)),
        BodyKind::Form => quote!(Self::form_with(&value, &[#(#said),*])),
        BodyKind::Multipart if encodings.is_empty() => quote!(Self::multipart(&value)),
        BodyKind::Multipart => quote!(Self::multipart_with(&value, &[#(#said),*])),
        BodyKind::Text => quote!(Self::text(#media_type, value)),
        BodyKind::Bytes => quote!(Self::upload(#media_type, value)),
    }
}

fn encoding(it: &Encoding) -> TokenStream {
    let Encoding { property, content_type, style, reserved, headers } = it;
    let content_type = content_type.as_ref().map(|it| quote!(.content_type(#it)));
    let style = style.map(|it| {
        let style = query_style(it);
        quote!(.style(specsmith_runtime::#style))
    });
    let reserved = (*reserved == Reserved::Kept).then(|| quote!(.allow_reserved()));
    let headers = (!headers.is_empty()).then(|| {
        let headers = headers.iter().map(|(name, value)| quote!((#name, #value)));
        quote!(.headers(&[#(#headers),*]))
    });
    quote!(specsmith_runtime::Encoding::of(#property) #content_type #style #reserved #headers)
}
