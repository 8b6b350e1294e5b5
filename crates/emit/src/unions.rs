//! Unions: an enumeration whose variants hold values, and the table by which the runtime tells them apart.

use proc_macro2::TokenStream;
use quote::quote;
use specsmith_model::{Arm, JsonKind, Told, TypeRef, Union, Wire};

use crate::tokens::{Names, deprecated, ident, string};

/// The enumeration, and the plain values that become a variant.
pub(crate) fn union(it: &Union, names: &Names<'_>) -> Vec<TokenStream> {
    let Union { ident: name, docs: words, deprecated: old, tag: _, arms, other } = it;
    let (name, words, old, other) = (ident(name), names.docs(words), deprecated(*old), ident(other));
    let lines = arms.iter().map(|it| {
        let (variant, words, ty) = (ident(&it.ident), names.docs(&it.docs), names.ty(&it.ty));
        quote!(#words #variant(#ty))
    });
    let mut items = vec![quote! {
        #words
        #old
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#lines,)*
            /// A value of none of these types, as it was sent.
            #other(specsmith_runtime::Json),
        }
    }];
    for Arm { ident: variant, ty, .. } in arms.iter().filter(|it| it.from) {
        let variant = ident(variant);
        let (ty, value) = match ty {
            TypeRef::Boxed(inner) => (names.ty(inner), quote!(Box::new(value))),
            plain => (names.ty(plain), quote!(value)),
        };
        items.push(quote! {
            impl From<#ty> for #name {
                #[inline]
                fn from(value: #ty) -> Self {
                    Self::#variant(#value)
                }
            }
        });
    }
    items
}

/// How the union meets JSON.
pub(crate) fn table(it: &Union, names: &Names<'_>) -> String {
    let Union { ident: name, tag, arms, other, .. } = it;
    let tag = tag.as_ref().map_or("None".to_owned(), |it| format!("Some({})", string(it)));
    let mut lines = String::new();
    for (place, arm) in arms.iter().enumerate() {
        let told = told(arm, names);
        lines.push_str(&format!("        {place} {} {told},\n", arm.ident));
    }
    let leave = names.leave(it.deprecated);
    format!("\nspecsmith_runtime::union! {{\n{leave}    {name} {tag}, {{\n{lines}    }} else {other}\n}}\n")
}

fn told(arm: &Arm, names: &Names<'_>) -> String {
    const ARM: &str = "specsmith_runtime::codec::Arm";
    let values = |all: &[Wire]| all.iter().map(|it| string(&it.to_string())).collect::<Vec<_>>().join(", ");
    match &arm.told {
        Told::Tag(it) => format!("{ARM}::tagged(&[{}])", values(it)),
        Told::TagBeside(it) => format!("{ARM}::beside(&[{}])", values(it)),
        Told::Fields => format!("{ARM}::fields::<{}>()", names.ty(&arm.ty)),
        Told::Kinds(kinds) => {
            let kinds: Vec<&str> = kinds.iter().map(|it| kind(*it)).collect();
            let all = kinds.join(".or(") + &")".repeat(kinds.len().saturating_sub(1));
            // Each but the first stands in the brackets of the one before.
            format!("{ARM}::of({all})")
        }
    }
}

fn kind(it: JsonKind) -> &'static str {
    match it {
        JsonKind::Null => "specsmith_runtime::codec::Kinds::NULL",
        JsonKind::Bool => "specsmith_runtime::codec::Kinds::BOOL",
        JsonKind::Number => "specsmith_runtime::codec::Kinds::NUMBER",
        JsonKind::Text => "specsmith_runtime::codec::Kinds::TEXT",
        JsonKind::List => "specsmith_runtime::codec::Kinds::LIST",
        JsonKind::Object => "specsmith_runtime::codec::Kinds::OBJECT",
    }
}
