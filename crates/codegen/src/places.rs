//! Where the calls of all documents go, and what their credentials are called.

use std::collections::BTreeSet;

use specsmith_model::{Scheme, Server};
use specsmith_source::{Diagnostics, Tree};
use specsmith_spec::Graph;

use crate::config::Config;

/// What the documents of a client say of its servers and schemes.
#[derive(Debug, Default)]
pub(crate) struct Places {
    /// The base URL unless another is set.
    pub(crate) default: Option<String>,
    /// The servers of whole documents.
    pub(crate) servers: Vec<Server>,
    /// Those of some operations.
    pub(crate) of_operations: Vec<Server>,
    pub(crate) schemes: Vec<Scheme>,
}

impl Places {
    /// Takes in what a document names. Documents of one client live in one place, so that one base URL is enough.
    pub(crate) fn meet(&mut self, graph: &Graph<'_>, diagnostics: &mut Diagnostics) {
        if let Some(own) = graph.servers.first() {
            match own.filled() {
                _ if own.is_relative() => {
                    let consequence = format!(
                        "the client has no base URL of its own; give it one that ends in `{}`",
                        own.url
                    );
                    diagnostics.fallback(own.node, "a server without a host", &consequence);
                }
                Some(url) => {
                    let known = self.default.get_or_insert_with(|| url.clone());
                    if *known != url {
                        diagnostics.other_server(own.node, &url, known);
                    }
                }
                None => {}
            }
        }
        add(&mut self.servers, graph.servers.iter());
        let usual: BTreeSet<&str> = self.servers.iter().map(|it| it.url.as_str()).collect();
        let all = graph.operations.iter().flat_map(|it| &it.servers);
        add(&mut self.of_operations, all.filter(|it| !usual.contains(it.url)));
        let key = |it: &Scheme| format!("{it:?}");
        let mut known: BTreeSet<String> = self.schemes.iter().map(key).collect();
        let schemes = graph.schemes.iter().map(specsmith_lower::scheme);
        self.schemes.extend(schemes.filter(|it| known.insert(key(it))));
    }

    /// Complains of variables for the credential of a scheme that no document has.
    pub(crate) fn complain_of_strangers(&self, config: &Config, tree: &Tree, diagnostics: &mut Diagnostics) {
        for (at, source) in &config.credential_variables {
            if !self.schemes.iter().any(|it| it.name == source.scheme) {
                diagnostics.unused_entry(tree.node(*at), "security scheme of the documents");
            }
        }
    }
}

/// Each once, in order.
fn add<'g, 't: 'g>(list: &mut Vec<Server>, servers: impl Iterator<Item = &'g specsmith_spec::Server<'t>>) {
    let mut known: BTreeSet<String> = list.iter().map(|it| it.url.clone()).collect();
    for server in servers {
        if known.insert(server.url.to_owned()) {
            list.push(specsmith_lower::server(server));
        }
    }
}
