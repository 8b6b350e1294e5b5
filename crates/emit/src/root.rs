//! The crate's root and the root of each document's module.

use proc_macro2::TokenStream;
use quote::quote;
use specsmith_model::{
    Api, CredentialSource, CredentialVariables, Docs, Ident, Package, Scheme, SchemeKind, SecurityDef,
    Server, ServerDef, ServerVariable,
};

use crate::page::Page;
use crate::parts::gate;
use crate::tokens::ident;

/// `src/lib.rs`. It holds nothing that a formatter would break: formatters stop at `rustfmt::skip`, and this file is
/// where it is written.
pub(crate) fn root(package: &Package, apis: &[Api]) -> String {
    let mut page = Page::of_docs(&Docs(vec![
        package.description.clone(),
        String::new(),
        "The functions of the modules build calls, which are plain values; a [`Client`] sends them."
            .to_owned(),
    ]));
    page.raw("#![forbid(unsafe_code)]\n\n#[rustfmt::skip]\nmod client;\n");
    for api in apis {
        let gate = match gate(api, api.parts.features()) {
            it if it.is_empty() => format!("#[cfg(feature = {:?})]\n", api.feature),
            it => it,
        };
        page.raw(&format!("\n{gate}#[rustfmt::skip]\npub mod {};\n", api.module));
    }
    page.raw("\npub use client::*;\n");
    page.finish()
}

/// `src/client.rs`: what the client says of itself, and what of the runtime its users need.
pub(crate) fn client(package: &Package) -> String {
    let Package {
        marker,
        server,
        servers,
        operation_servers,
        schemes,
        credential_variables,
        key_variables,
        base_url_variable,
        ..
    } = package;
    let servers = server_list(&quote!(SERVERS), servers);
    let operation_servers = server_list(&quote!(OPERATION_SERVERS), operation_servers);
    let schemes = scheme_list(schemes);
    let credentials = credential_list(credential_variables);
    let mut page = Page::new("The client: its settings, and the types that every call shares.");
    let marker = ident(marker);
    let server = option(server.as_deref());
    let base_url_variable = option(base_url_variable.as_deref());
    page.items(vec![
        quote! {
            pub use specsmith_runtime::{
                Body, BoxFuture, Bytes, Call, ClientCredentials, Credential, CredentialVariables, Date, DateTime, Download,
                Error, ErrorKind, Event, Events, FilePart, Idempotency, Items, Job, Json, Paged, Pages, Patch, Phase, Polling,
                RequestBody, Response, Scheme, SecretString, Server, ServerVariable, Service, TimeError, TokenProvider, Transport,
                TransportBody, TransportError,
                TransportRequest, TransportResponse, Upload,
            };
        },
        quote! {
            #[cfg(feature = "mock")]
            pub use specsmith_runtime::mock;
        },
        quote! {
            /// The service that this crate is a client of.
            #[derive(Debug, Clone, Copy)]
            pub enum #marker {}
        },
        quote! {
            impl Service for #marker {
                const USER_AGENT: &'static str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));
                const SERVER: Option<&'static str> = #server;
                #servers
                #operation_servers
                #schemes
                #credentials
                const KEY_VARIABLES: &'static [&'static str] = &[#(#key_variables),*];
                const BASE_URL_VARIABLE: Option<&'static str> = #base_url_variable;
            }
        },
        quote! {
            /// Sends calls to the service.
            pub type Client = specsmith_runtime::Client<#marker>;
        },
        quote! {
            /// Settings of a [`Client`].
            pub type ClientBuilder = specsmith_runtime::ClientBuilder<#marker>;
        },
        quote! {
            /// Sends calls to the service and waits for their replies.
            #[cfg(feature = "blocking")]
            pub type BlockingClient = specsmith_runtime::blocking::Client<#marker>;
        },
    ]);
    page.finish()
}

/// A constant of the service; nothing where there is none, which is the default.
fn server_list(name: &TokenStream, servers: &[Server]) -> TokenStream {
    if servers.is_empty() {
        return TokenStream::new();
    }
    let servers = servers.iter().map(|it| server(it, &TokenStream::new()));
    quote!(const #name: &'static [Server] = &[#(#servers),*];)
}

fn scheme_list(schemes: &[Scheme]) -> TokenStream {
    if schemes.is_empty() {
        return TokenStream::new();
    }
    let schemes = schemes.iter().map(|it| scheme(it, &TokenStream::new()));
    quote!(const SCHEMES: &'static [Scheme] = &[#(#schemes),*];)
}

fn credential_list(sources: &[CredentialSource]) -> TokenStream {
    if sources.is_empty() {
        return TokenStream::new();
    }
    let sources = sources.iter().map(|CredentialSource { scheme, variables }| match variables {
        CredentialVariables::Token(name) => quote!((#scheme, CredentialVariables::Token(#name))),
        CredentialVariables::Basic { username, password } => {
            quote!((#scheme, CredentialVariables::Basic { username: #username, password: #password }))
        }
    });
    quote! {
        const CREDENTIAL_VARIABLES: &'static [(&'static str, CredentialVariables)] = &[#(#sources),*];
    }
}

fn option(text: Option<&str>) -> TokenStream {
    match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    }
}

/// The root of one document's module.
pub(crate) fn module(api: &Api) -> String {
    let Api { docs, securities, servers, groups, parts, .. } = api;
    let mut page = Page::of_docs(docs);
    page.raw("\npub mod types;\n");
    for (place, group) in groups.iter().enumerate() {
        page.raw(&format!("{}pub mod {};\n", gate(api, parts.groups.get(place)), group.ident));
    }
    if !api.hooks.is_empty() {
        page.raw(&format!("{}pub mod webhooks;\n", gate(api, &parts.hooks)));
    }
    let constant = |name: &Ident| -> TokenStream {
        gate(api, parts.constants.get(name.text()).into_iter().flatten()).parse().unwrap_or_default()
    };
    for SecurityDef { ident: name, alternatives } in securities {
        let gate = constant(name);
        let name = ident(name);
        let alternatives = alternatives.iter().map(|all| {
            let all = all.iter().map(|it| scheme(it, &quote!(specsmith_runtime::)));
            quote!(&[#(#all),*])
        });
        page.items(vec![quote!(#gate const #name: specsmith_runtime::Security = &[#(#alternatives),*];)]);
    }
    for ServerDef { ident: name, server: it } in servers {
        let gate = constant(name);
        let (name, it) = (ident(name), server(it, &quote!(specsmith_runtime::)));
        page.items(vec![quote!(#gate const #name: specsmith_runtime::Server = #it;)]);
    }
    page.finish()
}

/// `home` leads to the runtime from where the page stands.
fn server(it: &Server, home: &TokenStream) -> TokenStream {
    let Server { url, description, variables } = it;
    let described = (!description.is_empty()).then(|| quote!(.described(#description)));
    let variables = variables.iter().map(|it| {
        let ServerVariable { name, default, values } = it;
        quote!(#home ServerVariable::new(#name, #default, &[#(#values),*]))
    });
    let variables: Vec<TokenStream> = variables.collect();
    let with = (!variables.is_empty()).then(|| quote!(.with(&[#(#variables),*])));
    quote!(#home Server::new(#url) #described #with)
}

fn scheme(it: &Scheme, home: &TokenStream) -> TokenStream {
    let Scheme { name, kind } = it;
    let (maker, place) = match kind {
        SchemeKind::Bearer => (quote!(bearer), None),
        SchemeKind::Basic => (quote!(basic), None),
        SchemeKind::Http(it) => (quote!(http), Some(it)),
        SchemeKind::Header(it) => (quote!(header_key), Some(it)),
        SchemeKind::Query(it) => (quote!(query_key), Some(it)),
        SchemeKind::Cookie(it) => (quote!(cookie_key), Some(it)),
    };
    let place = place.map(|it| quote!(, #it));
    quote!(#home Scheme::#maker(#name #place))
}
