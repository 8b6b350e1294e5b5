//! Calls of every function, for the program that shows them to judges from outside. Spelled as text: it is a few lines
//! over and over.

use std::fmt::Write as _;

use specsmith_model::{Amount, ArgumentPass, Content, Given, Ident, Package, Probe, Scheme, SchemeKind};

use crate::File;
use crate::page::HEADER;
use crate::tokens::string;

/// One file for each document, and one of the client with a credential for everything.
pub fn probes(package: &Package, of: &[(Ident, Vec<Probe>)]) -> Vec<File> {
    let name = package.name.replace('-', "_");
    let documents: Vec<Ident> = of.iter().map(|(module, _)| module.clone()).collect();
    let mut files = vec![File { path: "documents.rs".to_owned(), text: root(&name, package, &documents) }];
    for (module, probes) in of {
        files.push(File { path: format!("{}.rs", module.text()), text: calls(&name, module, probes) });
    }
    files
}

fn root(name: &str, package: &Package, documents: &[Ident]) -> String {
    let mut text = format!(
        "// {HEADER}\npub type Client = {name}::Client;\n\n\
         pub fn client(url: &str) -> Result<Client, specsmith_runtime::Error> {{\n    \
         Client::builder()\n        .base_url(url)\n        .bearer(\"secret\")\n"
    );
    for Scheme { name, kind } in &package.schemes {
        let credential = match kind {
            SchemeKind::Basic => {
                "specsmith_runtime::Credential::Basic { username: \"user\".into(), password: \"secret\".into() }"
            }
            _ => "specsmith_runtime::Credential::Token(\"secret\".into())",
        };
        push(&mut text, format_args!("        .credential({}, {credential})\n", string(name)));
    }
    text.push_str("        .retries(0)\n        .build()\n}\n\npub fn probe(module: &str, probes: &mut crate::Probes) {\n    match module {\n");
    for module in documents {
        push(
            &mut text,
            format_args!("        {} => calls_{}::all(probes),\n", string(module.text()), module.text()),
        );
    }
    text.push_str("        _ => {}\n    }\n}\n");
    for module in documents {
        push(
            &mut text,
            format_args!(
                "\n#[path = {}]\nmod calls_{};\n",
                string(&format!("{}.rs", module.text())),
                module.text()
            ),
        );
    }
    text
}

fn calls(name: &str, module: &Ident, probes: &[Probe]) -> String {
    let mut text = format!(
        "// {HEADER}\nuse {name}::{module} as api;\n\nuse crate::{{Probes, read}};\n\npub fn all(it: &mut Probes) {{\n"
    );
    for number in 0..probes.len() {
        push(&mut text, format_args!("    call_{number}(it);\n"));
    }
    text.push_str("}\n");
    for (number, it) in probes.iter().enumerate() {
        let Probe { group, function, operation, media_type, amount, arguments } = it;
        let amount = match amount {
            Amount::Least => "least",
            Amount::All => "all",
        };
        let said =
            [string(operation), string(media_type.as_deref().unwrap_or_default()), string(amount)].join(", ");
        let said = format!("[{said}]");
        push(&mut text, format_args!("\nfn call_{number}(it: &mut Probes) {{\n"));
        match arguments {
            Some(given) => {
                let given: Vec<String> = given.iter().map(|it| argument(it, group)).collect();
                push(
                    &mut text,
                    format_args!("    it.call({said}, || api::{group}::{function}({}));\n", given.join(", ")),
                );
            }
            None => push(&mut text, format_args!("    it.without({said});\n")),
        }
        text.push_str("}\n");
    }
    text
}

fn argument(it: &Given, group: &Ident) -> String {
    let set = |fields: &[(Ident, String)]| -> String {
        fields.iter().map(|(field, value)| format!("it.{field} = {}; ", read(value))).collect()
    };
    match it {
        Given::Text(text) => string(text),
        Given::List(value) => format!("&read::<Vec<_>>({})", string(value)),
        Given::Value(ArgumentPass::Value, value) => read(value),
        Given::Value(ArgumentPass::Reference, value) => format!("&{}", read(value)),
        Given::Args(name, fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(field, value)| format!("{field}: {}", read(value))).collect();
            format!("api::{group}::{name} {{ {} }}", fields.join(", "))
        }
        Given::NoBody => "()".to_owned(),
        Given::Body(name, variant, content) => {
            let content = match content {
                Content::Value(value) => read(value),
                Content::Text(text) => format!("{}.to_owned()", string(text)),
                Content::Bytes { text, media_type } => format!(
                    "specsmith_runtime::Upload::bytes({}).content_type({})",
                    string(text),
                    string(media_type)
                ),
            };
            format!("api::{group}::{name}::{variant}({content})")
        }
        Given::Params(name, fields) if fields.is_empty() => format!("api::{group}::{name}::default()"),
        Given::Params(name, fields) => {
            format!("{{ let mut it = api::{group}::{name}::default(); {}it }}", set(fields))
        }
    }
}

fn read(json: &str) -> String {
    format!("read({})", string(json))
}

fn push(text: &mut String, more: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(more);
}
