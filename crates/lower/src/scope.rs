//! A scope in which each name is claimed once.

use std::collections::BTreeMap;

use specsmith_model::Ident;
use specsmith_source::{Diagnostics, Node, Origin};

/// Names given in one scope, and to what.
#[derive(Default)]
pub(crate) struct Scope {
    taken: BTreeMap<String, Option<Origin>>,
    /// The last number that each base was given.
    numbers: BTreeMap<String, u32>,
}

/// Something that wants a name.
pub(crate) struct Claim<'t> {
    pub(crate) node: Node<'t>,
    /// Its place in the order in which names are given, which is not that of the document: reordering a document
    /// renames nothing.
    pub(crate) order: String,
    /// The names that it may have, the best first; the last one gets a number where none is free.
    pub(crate) candidates: Vec<Ident>,
}

impl Scope {
    /// A scope in which some names are taken from the beginning.
    pub(crate) fn with(reserved: &[&str]) -> Self {
        let taken = reserved.iter().map(|it| ((*it).to_owned(), None)).collect();
        Self { taken, numbers: BTreeMap::new() }
    }

    /// Gives one name.
    pub(crate) fn claim(
        &mut self,
        node: Node<'_>,
        candidates: &[Ident],
        diagnostics: &mut Diagnostics,
    ) -> Ident {
        let free = candidates.iter().find(|it| !self.taken.contains_key(it.text())).cloned();
        let given = free.unwrap_or_else(|| self.numbered(candidates.last()));
        let wanted = candidates.first().unwrap_or(&given);
        if let Some(Some(other)) = self.taken.get(wanted.text()) {
            diagnostics.name_clash(node, wanted.text(), given.text(), *other);
        }
        self.taken.insert(given.text().to_owned(), Some(node.origin()));
        given
    }

    /// Gives several names; the answers stand in the order of the claims.
    pub(crate) fn claim_all(&mut self, claims: Vec<Claim<'_>>, diagnostics: &mut Diagnostics) -> Vec<Ident> {
        let mut order: Vec<usize> = (0..claims.len()).collect();
        order.sort_by(|a, b| claims[*a].order.cmp(&claims[*b].order));
        let mut given = BTreeMap::new();
        for index in order {
            let Claim { node, candidates, .. } = &claims[index];
            given.insert(index, self.claim(*node, candidates, diagnostics));
        }
        given.into_values().collect()
    }

    fn numbered(&mut self, base: Option<&Ident>) -> Ident {
        let base = base.cloned().unwrap_or_else(Ident::fallback);
        let camel = base.text().contains(|it: char| it.is_ascii_uppercase());
        let stem = if camel { base.text().trim_end_matches('_') } else { base.text() };
        let separator = if camel { "" } else { "_" };
        let number = self.numbers.entry(base.text().to_owned()).or_insert(1);
        loop {
            *number += 1;
            let candidate = Ident::new(&format!("{stem}{separator}{number}"));
            if let Some(free) = candidate.filter(|it| !self.taken.contains_key(it.text())) {
                return free;
            }
        }
    }
}
