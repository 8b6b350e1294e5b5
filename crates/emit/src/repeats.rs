//! Functions that stand for several calls: the pages of an operation, and the wait for a job.

use proc_macro2::TokenStream;
use quote::quote;
use specsmith_model::{
    HandleFrom, Holds, JobFn, More, Operation, PagesFn, Paging, Pending, PollCall, Stride,
};

use crate::endpoints::{Given, arguments, begin, hand_on, reading, step};
use crate::tokens::{Names, deprecated, ident};

/// The function of the pages.
pub(crate) fn pages(it: &Operation, names: &Names<'_>) -> Vec<TokenStream> {
    let Some(PagesFn { ident: name, paging: follow, page, path, item }) = &it.pages else {
        return Vec::new();
    };
    let ty = [page, item].map(|it| names.ty(it));
    let (follow, items) = (paging(follow), items(path));
    let words = format!(" The pages of [`{}`], and the items in them.", it.ident.text());
    let all = quote!(.paged(#follow, |page| #items));
    let [page, item] = ty;
    vec![function(it, (&ident(name), &words), &quote!(specsmith_runtime::Paged<#page, #item>), &all, names)]
}

/// The function that waits.
pub(crate) fn job(it: &Operation, names: &Names<'_>) -> Vec<TokenStream> {
    let Some(JobFn { ident: name, pending: rule, poll }) = &it.job else { return Vec::new() };
    let (name, rule) = (ident(name), pending(rule));
    let Some(PollCall { method, template, security, steps, reading: how, handles }) = poll else {
        let (ty, _) = reading(&it.reading, None, names);
        let words = format!(" As [`{}`], again and again until it is done.", it.ident.text());
        let wait = quote!(.job(#rule));
        return vec![function(it, (&name, &words), &quote!(specsmith_runtime::Job<#ty>), &wait, names)];
    };
    let (begin, steps) = (begin(method, template, security), steps.iter().map(step));
    let (ty, read) = reading(how, None, names);
    let (of, old) = (ident(&it.ident), deprecated(it.deprecated));
    let given = arguments(it, names);
    let given_on = hand_on(it, Given::AsItIs);
    let handles = handles.iter().map(|(name, from)| {
        let from = match from {
            HandleFrom::Json(at) => quote!(Json(#at)),
            HandleFrom::Location => quote!(Location),
        };
        quote!((#name, specsmith_runtime::Handle::#from))
    });
    let words = format!(" As [`{}`], and then asks after it until it is done.", it.ident.text());
    vec![quote! {
        #[doc = #words]
        #old
        #[inline]
        pub fn #name(#(#given),*) -> specsmith_runtime::Job<#ty> {
            #begin #(#steps)* #read .job(#rule).started_by(#of(#(#given_on),*), &[#(#handles),*])
        }
    }]
}

/// A function that is another one of the same operation, and a step behind it.
fn function(
    it: &Operation,
    (name, words): (&proc_macro2::Ident, &str),
    ty: &TokenStream,
    behind: &TokenStream,
    names: &Names<'_>,
) -> TokenStream {
    let (of, old) = (ident(&it.ident), deprecated(it.deprecated));
    let given = arguments(it, names);
    let given_on = hand_on(it, Given::AsItIs);
    quote! {
        #[doc = #words]
        #old
        #[inline]
        pub fn #name(#(#given),*) -> #ty {
            #of(#(#given_on),*) #behind
        }
    }
}

/// The way from a page to its items.
fn items(path: &[Stride]) -> TokenStream {
    let mut way = quote!(page);
    let mut there = Holds::Always;
    for Stride { field, holds, deprecated: _ } in path {
        let field = ident(field);
        (way, there) = match (there, holds) {
            (Holds::Always, holds) => (quote!(#way.#field), *holds),
            (Holds::Maybe, Holds::Always) => (quote!(#way.map(|it| it.#field)), Holds::Maybe),
            (Holds::Maybe, Holds::Maybe) => (quote!(#way.and_then(|it| it.#field)), Holds::Maybe),
        };
    }
    match there {
        Holds::Always => way,
        Holds::Maybe => quote!(#way.unwrap_or_default()),
    }
}

fn paging(it: &Paging) -> TokenStream {
    let it = match it {
        Paging::NextUrl(at) => quote!(NextUrl { at: #at }),
        Paging::Link => quote!(Link),
        Paging::Cursor { parameter, at, more } => {
            let more = more.as_ref().map_or_else(|| quote!(None), |it| quote!(Some(#it)));
            quote!(Cursor { parameter: #parameter, at: #at, more: #more })
        }
        Paging::Number { parameter, first, more: rule } => {
            let more = more(rule);
            quote!(Number { parameter: #parameter, first: #first, more: #more })
        }
        Paging::Offset { parameter, first, items, more: rule } => {
            let more = more(rule);
            quote!(Offset { parameter: #parameter, first: #first, items: #items, more: #more })
        }
    };
    quote!(specsmith_runtime::Paging::#it)
}

fn more(it: &More) -> TokenStream {
    let it = match it {
        More::Flag(at) => quote!(Flag(#at)),
        More::Total(at) => quote!(Total(#at)),
        More::Present(at) => quote!(Present(#at)),
        More::Items(at) => quote!(Items(#at)),
    };
    quote!(specsmith_runtime::More::#it)
}

fn pending(it: &Pending) -> TokenStream {
    let it = match it {
        Pending::While(at, values) => quote!(While(#at, &[#(#values),*])),
        Pending::Until(at, values) => quote!(Until(#at, &[#(#values),*])),
        Pending::Accepted => quote!(Accepted),
    };
    quote!(specsmith_runtime::Pending::#it)
}
