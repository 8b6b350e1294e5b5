//! Security requirements as named constants: operations that ask for the same share one.

use std::collections::BTreeMap;

use specsmith_model::{Scheme, SchemeKind, SecurityDef, SecurityUse};
use specsmith_source::Diagnostics;
use specsmith_spec::{Graph, SecuritySchemeKind};

use crate::names;
use crate::scope::Scope;

/// The constants of a document.
pub(crate) struct Securities {
    list: Vec<SecurityDef>,
    by_need: BTreeMap<Vec<Vec<usize>>, usize>,
}

impl Securities {
    pub(crate) fn new(graph: &Graph<'_>, diagnostics: &mut Diagnostics) -> Self {
        let mut securities = Self { list: Vec::new(), by_need: BTreeMap::new() };
        let mut scope = Scope::with(&[]);
        for operation in graph.operations.iter().filter(|it| !it.security.is_empty()) {
            if securities.by_need.contains_key(&operation.security) {
                continue;
            }
            let scheme = |index: &usize| graph.schemes.get(*index);
            let words: Vec<String> = operation
                .security
                .iter()
                .map(|it| match it.as_slice() {
                    [] => "nothing".to_owned(),
                    all => all.iter().filter_map(scheme).map(|it| it.name).collect::<Vec<_>>().join(" and "),
                })
                .collect();
            let alternatives = operation.security.iter().map(|all| {
                all.iter()
                    .filter_map(scheme)
                    .map(|it| Scheme { name: it.name.to_owned(), kind: kind(&it.kind) })
                    .collect()
            });
            let wanted = names::const_name(&words.join(" or "));
            let ident = scope.claim(operation.node, &[wanted], diagnostics);
            securities.by_need.insert(operation.security.clone(), securities.list.len());
            securities.list.push(SecurityDef { ident, alternatives: alternatives.collect() });
        }
        securities
    }

    pub(crate) fn need(&self, security: &[Vec<usize>]) -> SecurityUse {
        match self.by_need.get(security).and_then(|index| self.list.get(*index)) {
            Some(it) => SecurityUse::Const(it.ident.clone()),
            None => SecurityUse::Public,
        }
    }

    pub(crate) fn into_defs(self) -> Vec<SecurityDef> {
        self.list
    }
}

fn kind(kind: &SecuritySchemeKind) -> SchemeKind {
    match kind {
        SecuritySchemeKind::Bearer => SchemeKind::Bearer,
        SecuritySchemeKind::Basic => SchemeKind::Basic,
        SecuritySchemeKind::Header(name) => SchemeKind::Header(name.clone()),
        SecuritySchemeKind::Query(name) => SchemeKind::Query(name.clone()),
        SecuritySchemeKind::Cookie(name) => SchemeKind::Cookie(name.clone()),
    }
}
