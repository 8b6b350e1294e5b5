//! The answer of an operation with several documented successes.

use proc_macro2::TokenStream;
use quote::quote;
use specsmith_model::{Reading, ReplyDef, ReplyStatus, ReplyVariant};

use crate::tokens::{Names, ident, uneven};

/// The enumeration, and how each status is read.
pub(crate) fn reply(it: &ReplyDef, names: &Names<'_>) -> Vec<TokenStream> {
    let ReplyDef { ident: name, variants } = it;
    let name = ident(name);
    let uneven = uneven(variants.iter().map(|it| &it.reading));
    let lines = variants.iter().map(|it| {
        let ReplyVariant { ident: variant, docs: words, status: _, reading } = it;
        let (variant, words) = (ident(variant), names.docs(words));
        let held = match reading {
            Reading::Nothing | Reading::ByStatus | Reading::Stream(_) => quote!(),
            Reading::Json(ty) | Reading::JsonAs(_, ty) => {
                let ty = names.ty(ty);
                quote!((#ty))
            }
            Reading::Text => quote!((String)),
            Reading::Bytes => quote!((specsmith_runtime::Bytes)),
        };
        quote!(#words #variant #held)
    });
    let cases = variants.iter().map(case);
    vec![
        quote! {
            /// The documented successes, told apart by status.
            #uneven
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub enum #name { #(#lines,)* }
        },
        quote! {
            impl #name {
                const CASES: &'static [specsmith_runtime::Case<Self>] = &[#(#cases,)*];
            }
        },
    ]
}

fn case(it: &ReplyVariant) -> TokenStream {
    let variant = ident(&it.ident);
    let read = match it.reading {
        Reading::Nothing | Reading::ByStatus | Reading::Stream(_) => {
            quote!(|reply| reply.empty().map(|()| Self::#variant))
        }
        Reading::Json(_) | Reading::JsonAs(..) => quote!(|reply| reply.json().map(Self::#variant)),
        Reading::Text => quote!(|reply| reply.text().map(Self::#variant)),
        Reading::Bytes => quote!(|reply| reply.raw().map(Self::#variant)),
    };
    match it.status {
        ReplyStatus::Code(code) => quote!(specsmith_runtime::Case::new(#code, #read)),
        ReplyStatus::Any => quote!(specsmith_runtime::Case::any(#read)),
    }
}
