//! How the model is spelled: from the finished model to the bytes of every file. Nothing here can fail, or decide.
#![forbid(unsafe_code)]

mod bodies;
mod choices;
mod endpoints;
mod errors;
mod examples;
mod hooks;
mod manifest;
mod page;
mod params;
mod parts;
mod probes;
mod repeats;
mod replies;
mod root;
mod streams;
mod structs;
mod tokens;
mod trials;
mod unions;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use specsmith_model::{Api, Client, Operation, Package, TypeDef, TypeId};

pub use crate::probes::probes;

use crate::page::Page;
use crate::tokens::Names;

/// One file of the crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Relative to the crate, with `/` between its parts.
    pub path: String,
    /// All of it.
    pub text: String,
}

/// Spells a whole crate.
pub fn emit(client: &Client) -> Vec<File> {
    let Client { package, apis } = client;
    let mut files = vec![
        File { path: "Cargo.toml".to_owned(), text: manifest::manifest(package, apis) },
        File { path: "src/lib.rs".to_owned(), text: root::root(package, apis) },
        File { path: "src/client.rs".to_owned(), text: root::client(package) },
    ];
    for api in apis {
        module(package, api, &mut files);
    }
    trials::trials(package, apis, &mut files);
    files
}

fn module(package: &Package, api: &Api, files: &mut Vec<File>) {
    let module = &api.module;
    let folder = format!("src/{}", module.text());
    files.push(File { path: format!("{folder}.rs"), text: root::module(api) });
    let mut page = Page::new(&format!("The types of [`{module}`](super)."));
    page.raw(&parts::shelves(api));
    let names = Names::inside(api);
    let apart: BTreeSet<TypeId> = api.parts.shelves.iter().flat_map(|it| &it.types).copied().collect();
    let shared = (0..api.types.len()).map(TypeId).filter(|it| !apart.contains(it)).collect();
    definitions(api, &shared, &names, &mut page);
    let headers = api.headers.iter().map(|it| errors::header(it, &names)).collect();
    page.items(names.tolerant(false, headers));
    files.push(File { path: format!("{folder}/types.rs"), text: page.finish() });
    for shelf in &api.parts.shelves {
        let path = format!("{folder}/types/{}.rs", shelf.ident.text());
        files.push(File { path, text: parts::shelf(api, shelf) });
    }
    operations(package, api, &folder, files);
    if !api.hooks.is_empty() {
        files.push(File { path: format!("{folder}/webhooks.rs"), text: webhooks(api) });
    }
}

fn definitions(api: &Api, which: &BTreeSet<TypeId>, names: &Names<'_>, page: &mut Page) {
    for id in which {
        match api.type_def(*id) {
            TypeDef::Struct(it) => {
                let old = it.deprecated || it.fields.iter().any(|it| it.deprecated);
                page.items(names.tolerant(old, structs::structure(it, names)));
                page.raw(&structs::table(it, names));
                page.raw(&structs::limits(it));
            }
            TypeDef::Choice(it) => {
                page.items(names.tolerant(it.deprecated, choices::choice(it)));
                page.raw(&choices::table(it));
            }
            TypeDef::Union(it) => {
                page.items(names.tolerant(it.deprecated, unions::union(it, names)));
                page.raw(&unions::table(it, names));
            }
            TypeDef::Alias(it) => page.items(names.tolerant(false, structs::alias(it, names))),
        }
    }
}

fn operations(package: &Package, api: &Api, folder: &str, files: &mut Vec<File>) {
    for group in &api.groups {
        let place = examples::Place { package: &package.name, api, group: &group.ident };
        let names = Names::outside(api);
        let mut items = Vec::new();
        for operation in &group.operations {
            let fields = operation.params.iter().flat_map(|it| &it.fields);
            let old = fields.filter(|it| it.deprecated).count() > 0;
            items.extend(names.tolerant(old, endpoints::endpoint(operation, &names, &place)));
            let args = operation.args.iter().map(|it| params::args(it, &names)).collect();
            items.extend(names.tolerant(false, args));
            let params = operation.params.iter().flat_map(|it| params::params(it, &names)).collect();
            items.extend(names.tolerant(old, params));
            let body = operation.body.iter().flat_map(|it| bodies::body(it, &names)).collect();
            items.extend(names.tolerant(false, body));
            further(operation, &names, &mut items);
            let reply = operation.reply.iter().flat_map(|it| replies::reply(it, &names)).collect();
            items.extend(names.tolerant(false, reply));
            items.extend(names.tolerant(false, errors::errors(&operation.errors, &names)));
        }
        let mut page = Page::of_docs(&group.docs);
        page.raw(endpoints::imports(names.any_named()));
        page.items(items);
        files.push(File { path: format!("{folder}/{}.rs", group.ident.text()), text: page.finish() });
    }
}

fn webhooks(api: &Api) -> String {
    let names = Names::outside(api);
    let read = |it| names.tolerant(false, vec![hooks::hook(it, &names)]);
    let items: Vec<_> = api.hooks.iter().flat_map(read).collect();
    let mut page =
        Page::new("What the service sends by itself: each function reads the body of one such request.");
    page.raw(if names.any_named() { "\nuse super::types;\n" } else { "" });
    page.items(items);
    page.finish()
}

/// The functions that an operation has beside its own; they call it, whether or not the document warns against it.
fn further(it: &Operation, names: &Names<'_>, items: &mut Vec<TokenStream>) {
    let mut switches = it.body.iter().flat_map(|it| &it.variants).filter_map(|it| it.switch.as_ref());
    let old = it.deprecated || switches.any(|it| it.deprecated);
    items.extend(names.tolerant(old, streams::stream(it, names)));
    let old = it.deprecated || it.pages.iter().flat_map(|it| &it.path).any(|it| it.deprecated);
    items.extend(names.tolerant(old, repeats::pages(it, names)));
    items.extend(names.tolerant(it.deprecated, repeats::job(it, names)));
}
