//! Servers of operations as named constants: operations that have the same one share it.

use std::collections::BTreeMap;

use specsmith_model::{Ident, Server, ServerDef, ServerVariable};
use specsmith_source::Diagnostics;
use specsmith_spec::{self as spec, Graph};

use crate::names;
use crate::scope::{Claim, Scope};
use crate::settings::Ledger;

/// The constants of a document.
pub(crate) struct Servers {
    list: Vec<ServerDef>,
    by_place: BTreeMap<String, usize>,
}

impl Servers {
    /// Names are given in the scope of the module.
    pub(crate) fn new(
        graph: &Graph<'_>,
        scope: &mut Scope,
        ledger: &mut Ledger<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let (mut claims, mut servers, mut by_place) = (Vec::new(), Vec::new(), BTreeMap::new());
        for it in graph.operations.iter().filter_map(|it| own(it, graph)) {
            if by_place.contains_key(&key(it)) {
                continue;
            }
            by_place.insert(key(it), by_place.len());
            let place = it.url.split_once("://").map_or(it.url, |(_, place)| place);
            let name = names::const_name(&format!("{place} server"));
            claims.push(Claim::unlisted(it.node, key(it), vec![name]));
            servers.push(lowered(it));
        }
        let idents = scope.claim_all(claims, ledger, diagnostics);
        let list = idents.into_iter().zip(servers);
        Self { list: list.map(|(ident, server)| ServerDef { ident, server }).collect(), by_place }
    }

    /// The constant of an operation that does not go where the others go.
    pub(crate) fn of(&self, operation: &spec::Operation<'_>, graph: &Graph<'_>) -> Option<Ident> {
        let index = self.by_place.get(&key(own(operation, graph)?))?;
        self.list.get(*index).map(|it| it.ident.clone())
    }

    pub(crate) fn into_defs(self) -> Vec<ServerDef> {
        self.list
    }
}

/// What tells two servers apart: not what is said of them.
fn key(server: &spec::Server<'_>) -> String {
    let variables = server.variables.iter().map(|it| format!(" {}={} {:?}", it.name, it.default, it.values));
    format!("{}{}", server.url, variables.collect::<String>())
}

/// The first of an operation's own servers, where it is not that of the document.
fn own<'g, 't>(operation: &'g spec::Operation<'t>, graph: &Graph<'t>) -> Option<&'g spec::Server<'t>> {
    let server = operation.servers.first()?;
    let usual = graph.servers.first().is_some_and(|it| it.is_same(server));
    (!usual).then_some(server)
}

/// A server in the words of the model.
pub fn lowered(server: &spec::Server<'_>) -> Server {
    let variables = server.variables.iter().map(|it| ServerVariable {
        name: it.name.to_owned(),
        default: it.default.clone(),
        values: it.values.clone(),
    });
    Server {
        url: server.url.to_owned(),
        description: server.description.unwrap_or_default().trim().to_owned(),
        variables: variables.collect(),
    }
}
