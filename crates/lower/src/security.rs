//! Security requirements as named constants: operations that ask for the same share one.

use std::collections::BTreeMap;

use specsmith_model::{Scheme, SchemeKind, SecurityDef, SecurityUse};
use specsmith_source::Diagnostics;
use specsmith_spec::{Graph, SecurityScheme, SecuritySchemeKind};

use crate::names;
use crate::scope::{Claim, Scope};
use crate::settings::Ledger;

/// The constants of a document.
pub(crate) struct Securities {
    list: Vec<SecurityDef>,
    by_need: BTreeMap<Vec<Vec<usize>>, usize>,
}

impl Securities {
    pub(crate) fn new(
        graph: &Graph<'_>,
        scope: &mut Scope,
        ledger: &mut Ledger<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut claims: Vec<Claim<'_>> = Vec::new();
        let (mut defs, mut by_need) = (Vec::new(), BTreeMap::new());
        for operation in graph.operations.iter().filter(|it| !it.security.is_empty()) {
            let need = canonical(&operation.security, graph);
            if by_need.contains_key(&need) {
                continue;
            }
            let scheme = |index: &usize| graph.schemes.get(*index);
            let words: Vec<String> = need
                .iter()
                .map(|it| match it.as_slice() {
                    [] => "nothing".to_owned(),
                    all => all.iter().filter_map(scheme).map(|it| it.name).collect::<Vec<_>>().join(" and "),
                })
                .collect();
            let alternatives = need.iter().map(|all| all.iter().filter_map(scheme).map(lowered).collect());
            defs.push(alternatives.collect());
            let words = words.join(" or ");
            let names = vec![names::const_name(&words)];
            claims.push(Claim::unlisted(operation.node, words, names));
            by_need.insert(need, by_need.len());
        }
        let idents = scope.claim_all(claims, ledger, diagnostics);
        let list = idents.into_iter().zip(defs);
        Self {
            list: list.map(|(ident, alternatives)| SecurityDef { ident, alternatives }).collect(),
            by_need,
        }
    }

    pub(crate) fn need(&self, security: &[Vec<usize>], graph: &Graph<'_>) -> SecurityUse {
        match self.by_need.get(&canonical(security, graph)).and_then(|index| self.list.get(*index)) {
            Some(it) => SecurityUse::Const(it.ident.clone()),
            None => SecurityUse::Public,
        }
    }

    pub(crate) fn into_defs(self) -> Vec<SecurityDef> {
        self.list
    }
}

/// What is needed together is so in any order. Alternatives have one: the first that can be met is taken.
fn canonical(security: &[Vec<usize>], graph: &Graph<'_>) -> Vec<Vec<usize>> {
    let mut security = security.to_vec();
    for together in &mut security {
        together.sort_by_key(|index| graph.schemes.get(*index).map(|it| it.name));
    }
    security
}

/// A scheme in the words of the model.
pub fn lowered(scheme: &SecurityScheme<'_>) -> Scheme {
    Scheme { name: scheme.name.to_owned(), kind: kind(&scheme.kind) }
}

fn kind(kind: &SecuritySchemeKind) -> SchemeKind {
    match kind {
        SecuritySchemeKind::Bearer => SchemeKind::Bearer,
        SecuritySchemeKind::Basic => SchemeKind::Basic,
        SecuritySchemeKind::Http(word) => SchemeKind::Http(word.clone()),
        SecuritySchemeKind::Header(name) => SchemeKind::Header(name.clone()),
        SecuritySchemeKind::Query(name) => SchemeKind::Query(name.clone()),
        SecuritySchemeKind::Cookie(name) => SchemeKind::Cookie(name.clone()),
    }
}
