//! Endpoint functions: each builds one call and sends nothing.

use proc_macro2::TokenStream;
use quote::quote;
use specsmith_model::{
    ArgumentPass, Method, Operation, Reading, Repetition, SecurityUse, Source, Step, Style,
};

use crate::tokens::{Names, deprecated, docs, ident, many_arguments};

/// What a module of endpoints begins with.
pub(crate) fn imports(types: bool) -> &'static str {
    if types {
        "\nuse specsmith_runtime::Call;\n\nuse super::types;\n"
    } else {
        "\nuse specsmith_runtime::Call;\n"
    }
}

/// The function.
pub(crate) fn endpoint(it: &Operation, names: &Names<'_>) -> Vec<TokenStream> {
    let arguments = arguments(it, names);
    let Operation {
        ident: name,
        docs: words,
        deprecated: old,
        method,
        template,
        security,
        arguments: _,
        params: _,
        body: _,
        steps,
        reading,
        reply,
    } = it;
    let (name, words, old) = (ident(name), docs(words), deprecated(*old));
    let many = many_arguments(arguments.len());
    let method = match method {
        Method::Get => quote!(get),
        Method::Put => quote!(put),
        Method::Post => quote!(post),
        Method::Delete => quote!(delete),
        Method::Options => quote!(options),
        Method::Head => quote!(head),
        Method::Patch => quote!(patch),
        Method::Trace => quote!(trace),
    };
    let security = match security {
        SecurityUse::Public => quote!(&[]),
        SecurityUse::Const(it) => {
            let it = ident(it);
            quote!(super::#it)
        }
    };
    let steps = steps.iter().map(step);
    let reply = reply.as_ref().map(|it| ident(&it.ident));
    let (answer, reading) = match reading {
        Reading::Nothing => (quote!(()), quote!()),
        Reading::Json(ty) => (names.ty(ty), quote!(.json())),
        Reading::JsonAs(media_type, ty) => (names.ty(ty), quote!(.json_as(#media_type))),
        Reading::Text => (quote!(String), quote!(.text())),
        Reading::Bytes => (quote!(specsmith_runtime::Bytes), quote!(.raw())),
        Reading::ByStatus => (quote!(#reply), quote!(.by_status(#reply::CASES))),
    };
    vec![quote! {
        #words
        #old
        #many
        pub fn #name(#(#arguments),*) -> Call<#answer> {
            Call::#method(#template, #security) #(#steps)* #reading
        }
    }]
}

fn arguments(it: &Operation, names: &Names<'_>) -> Vec<TokenStream> {
    let mut arguments: Vec<TokenStream> = it
        .arguments
        .iter()
        .map(|it| {
            let ty = match it.pass {
                ArgumentPass::Value => names.ty(&it.ty),
                ArgumentPass::Reference => names.reference(&it.ty),
            };
            let name = ident(&it.ident);
            quote!(#name: #ty)
        })
        .collect();
    arguments.extend(it.body.as_ref().map(|it| {
        let body = ident(&it.ident);
        quote!(body: impl Into<#body>)
    }));
    arguments.extend(it.params.as_ref().map(|it| {
        let params = ident(&it.ident);
        quote!(params: #params)
    }));
    arguments
}

fn step(it: &Step) -> TokenStream {
    match it {
        Step::Path { wire, value } => method(&quote!(path), wire, value),
        Step::Query { wire, style: Style::FormExploded, value } => method(&quote!(query), wire, value),
        Step::Query { wire, style, value } => {
            let value = source(value);
            let style = match style {
                Style::FormExploded => quote!(FormExploded),
                Style::Form => quote!(Form),
                Style::SpaceDelimited => quote!(SpaceDelimited),
                Style::PipeDelimited => quote!(PipeDelimited),
                Style::DeepObject => quote!(DeepObject),
                Style::Json => quote!(Json),
            };
            quote!(.query_as(#wire, specsmith_runtime::QueryStyle::#style, #value))
        }
        Step::Header { wire, value } => method(&quote!(header_param), wire, value),
        Step::Cookie { wire, value } => method(&quote!(cookie_param), wire, value),
        Step::Body => quote!(.body(body.into())),
        Step::Long => quote!(.long()),
        Step::Repetition(Repetition::Idempotent) => {
            quote!(.idempotency(specsmith_runtime::Idempotency::Idempotent))
        }
        Step::Repetition(Repetition::NonIdempotent) => {
            quote!(.idempotency(specsmith_runtime::Idempotency::NonIdempotent))
        }
    }
}

fn method(name: &TokenStream, wire: &str, value: &Source) -> TokenStream {
    let value = source(value);
    quote!(.#name(#wire, #value))
}

fn source(it: &Source) -> TokenStream {
    match it {
        Source::Argument(name) => {
            let name = ident(name);
            quote!(#name)
        }
        Source::Params(name) => {
            let name = ident(name);
            quote!(params.#name)
        }
    }
}
