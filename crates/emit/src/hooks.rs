//! Functions that read what the service sends by itself.

use proc_macro2::TokenStream;
use quote::quote;
use specsmith_model::{Hook, HookReading};

use crate::tokens::{Names, deprecated, ident};

/// The function.
pub(crate) fn hook(it: &Hook, names: &Names<'_>) -> TokenStream {
    let Hook { ident: name, docs: words, deprecated: old, reading } = it;
    let (name, words, old) = (ident(name), names.docs(words), deprecated(*old));
    let (ty, read) = match reading {
        HookReading::Json(ty) => (names.ty(ty), quote!(json)),
        HookReading::Text => (quote!(String), quote!(text)),
    };
    quote! {
        #words
        #old
        #[inline]
        pub fn #name(body: &[u8]) -> Result<#ty, specsmith_runtime::Error> {
            specsmith_runtime::received::#read(body)
        }
    }
}
