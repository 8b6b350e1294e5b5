//! Endpoint functions: each builds one call and sends nothing.

use proc_macro2::TokenStream;
use quote::quote;
use specsmith_model::{
    ArgumentPass, CookieStyle, HeaderStyle, Method, Operation, PathStyle, QueryStringStyle, QueryStyle,
    Reading, Repetition, ReplyDef, Reserved, SecurityUse, Source, Step,
};

use crate::examples::{self, Place};
use crate::streams;
use crate::tokens::{Names, deprecated, ident};

/// What a module of endpoints begins with.
pub(crate) fn imports(types: bool) -> &'static str {
    if types {
        "\nuse specsmith_runtime::Call;\n\nuse super::types;\n"
    } else {
        "\nuse specsmith_runtime::Call;\n"
    }
}

/// The function.
pub(crate) fn endpoint(it: &Operation, names: &Names<'_>, place: &Place<'_>) -> Vec<TokenStream> {
    let arguments = arguments(it, names);
    let Operation {
        ident: name,
        docs: words,
        deprecated: old,
        method,
        template,
        security,
        arguments: _,
        args: _,
        params: _,
        body: _,
        steps,
        reading,
        reply,
        example,
        errors: _,
        headers: _,
        stream: _,
        pages: _,
        job: _,
    } = it;
    let example = example.as_ref().map(|it| names.docs(&examples::example(it, name, place)));
    let (name, words, old) = (ident(name), names.docs(words), deprecated(*old));
    let begin = begin(method, template, security);
    let steps = steps.iter().map(step);
    let (answer, reading) = self::reading(reading, reply.as_ref(), names);
    vec![quote! {
        #words
        #example
        #old
        #[inline]
        pub fn #name(#(#arguments),*) -> Call<#answer> {
            #begin #(#steps)* #reading
        }
    }]
}

/// The beginning of a call.
pub(crate) fn begin(method: &Method, template: &str, security: &SecurityUse) -> TokenStream {
    let (start, named) = start(method);
    let named = named.map(|it| quote!(#it,));
    let security = match security {
        SecurityUse::Public => quote!(&[]),
        SecurityUse::Const(it) => {
            let it = ident(it);
            quote!(super::#it)
        }
    };
    quote!(Call::#start(#named #template, #security))
}

/// The type of an answer, and the step that reads it.
pub(crate) fn reading(
    it: &Reading,
    reply: Option<&ReplyDef>,
    names: &Names<'_>,
) -> (TokenStream, TokenStream) {
    let reply = reply.map(|it| ident(&it.ident));
    match it {
        Reading::Nothing => (quote!(()), quote!()),
        Reading::Json(ty) => (names.ty(ty), quote!(.json())),
        Reading::JsonAs(media_type, ty) => (names.ty(ty), quote!(.json_as(#media_type))),
        Reading::Text => (quote!(String), quote!(.text())),
        Reading::Bytes => (quote!(specsmith_runtime::Bytes), quote!(.raw())),
        Reading::ByStatus => (quote!(#reply), quote!(.by_status(#reply::CASES))),
        Reading::Stream(it) => streams::reading(it, names),
    }
}

/// What a function takes: required values, the body, the optional parameters.
pub(crate) fn arguments(it: &Operation, names: &Names<'_>) -> Vec<TokenStream> {
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
    arguments.extend(it.args.as_ref().map(|it| {
        let args = ident(&it.ident);
        quote!(args: #args)
    }));
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

/// The name of a constructor, and what it is given before the template.
fn start(method: &Method) -> (TokenStream, Option<&str>) {
    let name = match method {
        Method::Get => quote!(get),
        Method::Put => quote!(put),
        Method::Post => quote!(post),
        Method::Delete => quote!(delete),
        Method::Options => quote!(options),
        Method::Head => quote!(head),
        Method::Patch => quote!(patch),
        Method::Trace => quote!(trace),
        Method::Other(name) => return (quote!(with_method), Some(name)),
    };
    (name, None)
}

/// How a body is handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Given {
    AsItIs,
    /// With what asks for a stream.
    Switched,
}

/// What [`arguments`] are called, to be handed on to another function of the same operation.
pub(crate) fn hand_on(it: &Operation, given: Given) -> Vec<TokenStream> {
    let names = it.arguments.iter().map(|it| ident(&it.ident));
    let args = it.args.as_ref().map(|_| quote!(args));
    let body = it.body.as_ref().map(|it| match given {
        Given::AsItIs => quote!(body),
        Given::Switched => {
            let body = ident(&it.ident);
            quote!(#body::streamed(body.into()))
        }
    });
    let params = it.params.as_ref().map(|_| quote!(params));
    names.map(|it| quote!(#it)).chain(args).chain(body).chain(params).collect()
}

pub(crate) fn step(it: &Step) -> TokenStream {
    match it {
        Step::Path { wire, style: PathStyle::Simple, value } => plain(&quote!(path), wire, value),
        Step::Path { wire, style, value } => styled(&quote!(path_as), wire, &path_style(*style), value),
        Step::Query { wire, style: QueryStyle::FormExploded, reserved: Reserved::Encoded, value } => {
            plain(&quote!(query), wire, value)
        }
        Step::Query { wire, style, reserved: Reserved::Encoded, value } => {
            styled(&quote!(query_as), wire, &query_style(*style), value)
        }
        Step::Query { wire, style, reserved: Reserved::Kept, value } => {
            styled(&quote!(query_reserved), wire, &query_style(*style), value)
        }
        Step::QueryString { wire, style, value } => {
            styled(&quote!(query_string), wire, &query_string_style(*style), value)
        }
        Step::Header { wire, style: HeaderStyle::Simple, value } => plain(&quote!(header_param), wire, value),
        Step::Header { wire, style, value } => {
            styled(&quote!(header_param_as), wire, &header_style(*style), value)
        }
        Step::Cookie { wire, style: CookieStyle::FormExploded, value } => {
            plain(&quote!(cookie_param), wire, value)
        }
        Step::Cookie { wire, style, value } => {
            styled(&quote!(cookie_param_as), wire, &cookie_style(*style), value)
        }
        Step::Cookies { wire, value } => plain(&quote!(cookies), wire, value),
        Step::Server(name) => {
            let name = ident(name);
            quote!(.server(super::#name))
        }
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

fn plain(method: &TokenStream, wire: &str, value: &Source) -> TokenStream {
    let value = source(value);
    quote!(.#method(#wire, #value))
}

fn styled(method: &TokenStream, wire: &str, style: &TokenStream, value: &Source) -> TokenStream {
    let value = source(value);
    quote!(.#method(#wire, specsmith_runtime::#style, #value))
}

fn path_style(it: PathStyle) -> TokenStream {
    match it {
        PathStyle::Simple => quote!(PathStyle::Simple),
        PathStyle::SimpleExploded => quote!(PathStyle::SimpleExploded),
        PathStyle::Label => quote!(PathStyle::Label),
        PathStyle::LabelExploded => quote!(PathStyle::LabelExploded),
        PathStyle::Matrix => quote!(PathStyle::Matrix),
        PathStyle::MatrixExploded => quote!(PathStyle::MatrixExploded),
        PathStyle::Json => quote!(PathStyle::Json),
    }
}

/// The style of a query parameter, behind the name of the runtime.
pub(crate) fn query_style(it: QueryStyle) -> TokenStream {
    match it {
        QueryStyle::FormExploded => quote!(QueryStyle::FormExploded),
        QueryStyle::Form => quote!(QueryStyle::Form),
        QueryStyle::SpaceDelimited => quote!(QueryStyle::SpaceDelimited),
        QueryStyle::PipeDelimited => quote!(QueryStyle::PipeDelimited),
        QueryStyle::DeepObject => quote!(QueryStyle::DeepObject),
        QueryStyle::Json => quote!(QueryStyle::Json),
    }
}

fn query_string_style(it: QueryStringStyle) -> TokenStream {
    match it {
        QueryStringStyle::Form => quote!(QueryStringStyle::Form),
        QueryStringStyle::Json => quote!(QueryStringStyle::Json),
        QueryStringStyle::Text => quote!(QueryStringStyle::Text),
    }
}

fn header_style(it: HeaderStyle) -> TokenStream {
    match it {
        HeaderStyle::Simple => quote!(HeaderStyle::Simple),
        HeaderStyle::SimpleExploded => quote!(HeaderStyle::SimpleExploded),
        HeaderStyle::Json => quote!(HeaderStyle::Json),
    }
}

fn cookie_style(it: CookieStyle) -> TokenStream {
    match it {
        CookieStyle::FormExploded => quote!(CookieStyle::FormExploded),
        CookieStyle::Form => quote!(CookieStyle::Form),
        CookieStyle::PlainExploded => quote!(CookieStyle::PlainExploded),
        CookieStyle::Plain => quote!(CookieStyle::Plain),
        CookieStyle::Json => quote!(CookieStyle::Json),
    }
}

fn source(it: &Source) -> TokenStream {
    match it {
        Source::Argument(name) => {
            let name = ident(name);
            quote!(#name)
        }
        Source::Args(name) => {
            let name = ident(name);
            quote!(args.#name)
        }
        Source::Params(name) => {
            let name = ident(name);
            quote!(params.#name)
        }
    }
}
