//! How the model is spelled: from the finished model to the bytes of every file. Nothing here can fail, or decide.
#![forbid(unsafe_code)]

mod bodies;
mod choices;
mod crew;
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

use specsmith_model::{Api, Client, HeaderDef, Operation, Package, TypeDef, TypeId};

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
    let apart: BTreeSet<TypeId> = api.parts.shelves.iter().flat_map(|it| &it.types).copied().collect();
    let shared: Vec<TypeId> = (0..api.types.len()).map(TypeId).filter(|it| !apart.contains(it)).collect();
    page.parts(crew::each(&shared, |id| definition(api, *id).text));
    page.parts(crew::each(&api.headers, |it| header(api, it)));
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

fn operations(package: &Package, api: &Api, folder: &str, files: &mut Vec<File>) {
    let all: Vec<_> =
        api.groups.iter().flat_map(|group| group.operations.iter().map(move |it| (group, it))).collect();
    let mut spelled = crew::each(&all, |(group, it)| {
        let place = examples::Place { package: &package.name, api, group: &group.ident };
        operation(it, &place)
    })
    .into_iter();
    for group in &api.groups {
        let parts: Vec<Part> = spelled.by_ref().take(group.operations.len()).collect();
        let mut page = Page::of_docs(&group.docs);
        page.raw(endpoints::imports(parts.iter().any(|it| it.names_types)));
        page.parts(parts.into_iter().map(|it| it.text).collect());
        files.push(File { path: format!("{folder}/{}.rs", group.ident.text()), text: page.finish() });
    }
}

/// What a type becomes.
struct Definition {
    text: String,
    /// The types that it names.
    names: BTreeSet<TypeId>,
}

/// A type, and how it meets JSON.
fn definition(api: &Api, id: TypeId) -> Definition {
    let names = Names::inside(api);
    let mut page = Page::default();
    match api.type_def(id) {
        TypeDef::Struct(it) => {
            let old = it.deprecated || it.fields.iter().any(|it| it.deprecated);
            page.items(names.tolerant(old, structs::structure(it, &names)));
            page.raw(&structs::table(it, &names));
            page.raw(&structs::limits(it, &names));
        }
        TypeDef::Choice(it) => {
            page.items(names.tolerant(it.deprecated, choices::choice(it, &names)));
            page.raw(&choices::table(it, &names));
        }
        TypeDef::Union(it) => {
            page.items(names.tolerant(it.deprecated, unions::union(it, &names)));
            page.raw(&unions::table(it, &names));
        }
        TypeDef::Alias(it) => page.items(names.tolerant(false, structs::alias(it, &names))),
    }
    Definition { text: names.told(&page.finish()), names: names.spelled() }
}

/// The headers of an answer.
fn header(api: &Api, header: &HeaderDef) -> String {
    let names = Names::inside(api);
    let mut page = Page::default();
    page.items(names.tolerant(false, vec![errors::header(header, &names)]));
    names.told(&page.finish())
}

/// What an operation becomes.
struct Part {
    text: String,
    /// Whether it names a type of the document.
    names_types: bool,
}

fn operation(operation: &Operation, place: &examples::Place<'_>) -> Part {
    let names = Names::outside(place.api);
    let mut page = Page::default();
    let fields = operation.params.iter().flat_map(|it| &it.fields);
    let old = fields.filter(|it| it.deprecated).count() > 0;
    page.items(names.tolerant(old, endpoints::endpoint(operation, &names, place)));
    let args = operation.args.iter().map(|it| params::args(it, &names)).collect();
    page.items(names.tolerant(false, args));
    let params = operation.params.iter().flat_map(|it| params::params(it, &names)).collect();
    page.items(names.tolerant(old, params));
    let body = operation.body.iter().flat_map(|it| bodies::body(it, &names)).collect();
    page.items(names.tolerant(false, body));
    further(operation, &names, &mut page);
    let reply = operation.reply.iter().flat_map(|it| replies::reply(it, &names)).collect();
    page.items(names.tolerant(false, reply));
    page.items(names.tolerant(false, errors::errors(&operation.errors, &names)));
    Part { text: names.told(&page.finish()), names_types: names.any_named() }
}

fn webhooks(api: &Api) -> String {
    let names = Names::outside(api);
    let read = |it| names.tolerant(false, vec![hooks::hook(it, &names)]);
    let items: Vec<_> = api.hooks.iter().flat_map(read).collect();
    let mut page =
        Page::new("What the service sends by itself: each function reads the body of one such request.");
    page.raw(if names.any_named() { "\nuse super::types;\n" } else { "" });
    page.items(items);
    names.told(&page.finish())
}

/// The functions that an operation has beside its own; they call it, whether or not the document warns against it.
fn further(it: &Operation, names: &Names<'_>, page: &mut Page) {
    let mut switches = it.body.iter().flat_map(|it| &it.variants).filter_map(|it| it.switch.as_ref());
    let old = it.deprecated || switches.any(|it| it.deprecated);
    page.items(names.tolerant(old, streams::stream(it, names)));
    let old = it.deprecated || it.pages.iter().flat_map(|it| &it.path).any(|it| it.deprecated);
    page.items(names.tolerant(old, repeats::pages(it, names)));
    page.items(names.tolerant(it.deprecated, repeats::job(it, names)));
}
