//! Answers that come piece by piece: how they are read, the events in them, and the function that asks for them.

use proc_macro2::TokenStream;
use quote::quote;
use specsmith_model::{
    BodyDef, BodyNeed, BodyVariant, EventData, EventVariant, EventsDef, Operation, Reading, StreamFn,
    StreamItems, Streaming, Switch, SwitchHolds, Terminator,
};

use crate::endpoints::{Given, arguments, hand_on};
use crate::tokens::{Names, code_span, deprecated, ident};

/// The type of a stream, and the step that reads it.
pub(crate) fn reading(it: &Streaming, names: &Names<'_>) -> (TokenStream, TokenStream) {
    let Streaming { items, terminator } = it;
    let end = match terminator {
        Terminator::Sentinel(data) => quote!(Sentinel(#data)),
        Terminator::Event(name) => quote!(Event(#name)),
        Terminator::Eof => quote!(Eof),
    };
    let end = quote!(specsmith_runtime::Terminator::#end);
    let (item, step) = match items {
        StreamItems::Raw => (quote!(specsmith_runtime::Event), quote!(.raw_events(#end))),
        StreamItems::Data(ty) => (names.ty(ty), quote!(.events(#end))),
        StreamItems::Whole(ty) => (names.ty(ty), quote!(.whole_events(#end))),
        StreamItems::Named(EventsDef { ident: name, variants: _, other }) => {
            let (name, other) = (ident(name), ident(other));
            (quote!(#name), quote!(.named_events(#end, #name::CASES, #name::#other)))
        }
        StreamItems::Values(media_type, ty) => (names.ty(ty), quote!(.json_lines(#media_type, #end))),
    };
    (quote!(specsmith_runtime::Events<#item>), step)
}

/// What only streams of an operation need: the function that asks for one, and the events that have names.
pub(crate) fn stream(it: &Operation, names: &Names<'_>) -> Vec<TokenStream> {
    let mut items = Vec::new();
    if let Some(StreamFn { ident: name, streaming }) = &it.stream {
        let (name, of, old) = (ident(name), ident(&it.ident), deprecated(it.deprecated));
        let words = format!(" As [`{}`], with the answer piece by piece.", it.ident.text());
        let given = arguments(it, names);
        let asks = it.body.iter().flat_map(|it| &it.variants).any(|it| it.switch.is_some());
        let given_on = hand_on(it, if asks { Given::Switched } else { Given::AsItIs });
        let (ty, step) = reading(streaming, names);
        items.push(quote! {
            #[doc = #words]
            #old
            #[inline]
            pub fn #name(#(#given),*) -> Call<#ty> {
                #of(#(#given_on),*) #step
            }
        });
        items.extend(it.body.iter().filter(|_| asks).map(switch));
    }
    let own = if let Reading::Stream(it) = &it.reading { Some(it) } else { None };
    let all = own.into_iter().chain(it.stream.iter().map(|it| &it.streaming));
    for Streaming { items: of, terminator: _ } in all {
        if let StreamItems::Named(it) = of {
            items.extend(events(it, names));
        }
    }
    items
}

/// Sets what asks for a stream, in the media types that have it.
fn switch(it: &BodyDef) -> TokenStream {
    let BodyDef { ident: name, need, variants, from: _ } = it;
    let name = ident(name);
    let none = (*need == BodyNeed::Optional).then(|| quote!(Self::None => {},));
    let arms = variants.iter().map(|BodyVariant { ident: variant, switch, .. }| {
        let variant = ident(variant);
        let Some(Switch { field, holds, deprecated: _ }) = switch else {
            return quote!(Self::#variant(_) => {});
        };
        let field = ident(field);
        let value = match holds {
            SwitchHolds::Plain => quote!(true),
            SwitchHolds::Option => quote!(Some(true)),
            SwitchHolds::Patch => quote!(specsmith_runtime::Patch::Set(true)),
        };
        quote!(Self::#variant(value) => value.#field = #value)
    });
    quote! {
        impl #name {
            /// Asks for a stream.
            fn streamed(mut self) -> Self {
                match &mut self { #none #(#arms,)* }
                self
            }
        }
    }
}

/// The enumeration of events that have names, and how each is read.
fn events(it: &EventsDef, names: &Names<'_>) -> Vec<TokenStream> {
    let EventsDef { ident: name, variants, other } = it;
    let (name, other) = (ident(name), ident(other));
    let lines = variants.iter().map(|EventVariant { ident: variant, name, data }| {
        let variant = ident(variant);
        let words = format!(" The event {}.", code_span(name));
        let ty = match data {
            EventData::Text => quote!(String),
            EventData::Json(ty) => names.ty(ty),
        };
        quote!(#[doc = #words] #variant(#ty))
    });
    let cases = variants.iter().map(|EventVariant { ident: variant, name, data }| {
        let variant = ident(variant);
        let read = match data {
            EventData::Text => quote!(text),
            EventData::Json(_) => quote!(json),
        };
        quote!(specsmith_runtime::EventCase::new(#name, |event| event.#read().map(Self::#variant)))
    });
    vec![
        quote! {
            /// The documented events, told apart by name.
            #[derive(Debug, Clone, PartialEq)]
            #[non_exhaustive]
            pub enum #name {
                #(#lines,)*
                /// Any other event.
                #other(specsmith_runtime::Event),
            }
        },
        quote! {
            impl #name {
                const CASES: &'static [specsmith_runtime::EventCase<Self>] = &[#(#cases,)*];
            }
        },
    ]
}
