//! A scope in which each name is claimed once.

use std::collections::BTreeMap;

use specsmith_model::Ident;
use specsmith_source::{Diagnostics, Node, Origin};

use crate::memory::Memorized;
use crate::rules::{NameGiven, NameKind, Reason, Rule};
use crate::settings::Ledger;

/// Names given in one scope, and to what.
#[derive(Default)]
pub(crate) struct Scope {
    taken: BTreeMap<String, Holder>,
    /// The last number that each base was given.
    numbers: BTreeMap<String, u32>,
}

enum Holder {
    /// Nothing of the document may have it.
    Reserved,
    Given(Origin),
    /// It belongs to what has that key, which was not met yet.
    Promised(String, Origin),
}

/// Something that wants a name.
pub(crate) struct Claim<'t> {
    pub(crate) node: Node<'t>,
    /// What it is known by. Names are given in the order of the keys, which is not that of the document: reordering a
    /// document renames nothing.
    pub(crate) key: String,
    /// What the name will be the name of; nothing for one that is not seen from outside.
    pub(crate) listed: Option<Listed>,
    /// The names that it may have, the best first; the last one gets a number where none is free.
    pub(crate) candidates: Vec<Candidate>,
}

/// How a name appears to whoever uses the client.
pub(crate) struct Listed {
    pub(crate) kind: NameKind,
    /// Its path up to the name itself: `v3::types::User.`.
    pub(crate) path: String,
}

/// A name that a thing may have, and the rule that made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) ident: Ident,
    pub(crate) rule: Rule,
}

impl Candidate {
    pub(crate) fn new(ident: Ident, rule: Rule) -> Self {
        Self { ident, rule }
    }
}

impl<'t> Claim<'t> {
    /// For a name that nobody sees.
    pub(crate) fn unlisted(node: Node<'t>, key: String, names: Vec<Ident>) -> Self {
        let candidates = names.into_iter().map(|ident| Candidate::new(ident, Rule::Key)).collect();
        Self { node, key, listed: None, candidates }
    }
}

impl Scope {
    /// A scope in which some names are taken from the beginning.
    pub(crate) fn with(reserved: &[&str]) -> Self {
        let taken = reserved.iter().map(|it| ((*it).to_owned(), Holder::Reserved)).collect();
        Self { taken, numbers: BTreeMap::new() }
    }

    /// Keeps a name for what was called so before.
    pub(crate) fn promise(&mut self, name: &Ident, key: String, at: Origin) {
        self.taken.entry(name.text().to_owned()).or_insert(Holder::Promised(key, at));
    }

    /// Gives several names; the answers stand in the order of the claims. What had a name before keeps it, whatever else
    /// wants it now.
    pub(crate) fn claim_all(
        &mut self,
        claims: Vec<Claim<'_>>,
        ledger: &mut Ledger<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Ident> {
        let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
        for best in claims.iter().filter_map(|it| it.candidates.first()) {
            *wanted.entry(best.ident.text().to_owned()).or_default() += 1;
        }
        let contested = |it: &Ident| {
            self.taken.contains_key(it.text()) || wanted.get(it.text()).is_some_and(|it| *it > 1)
        };
        let wishes: Vec<_> = claims.into_iter().map(|it| ledger.wish(it, &contested, diagnostics)).collect();
        let mut order: Vec<usize> = (0..wishes.len()).collect();
        order.sort_by(|a, b| rank(&wishes[*a]).cmp(&rank(&wishes[*b])));
        let mut given = BTreeMap::new();
        for index in order {
            given.insert(index, self.claim(&wishes[index], ledger, diagnostics));
        }
        given.into_values().collect()
    }

    /// Gives one name.
    fn claim(
        &mut self,
        wish: &(Claim<'_>, Memorized),
        ledger: &mut Ledger<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Ident {
        let (Claim { node, key, listed, candidates }, _) = wish;
        let free = candidates.iter().find(|it| self.is_free(&it.ident, key)).cloned();
        let given = free.unwrap_or_else(|| self.numbered(candidates.last()));
        let wanted = candidates.first().map_or(&given.ident, |it| &it.ident);
        let mut lost = None;
        if *wanted != given.ident {
            let other = self.holder(wanted);
            if let Some(other) = other {
                diagnostics.name_clash(*node, wanted.text(), given.ident.text(), other);
            }
            lost = Some((wanted.clone(), other));
        }
        self.taken.insert(given.ident.text().to_owned(), Holder::Given(node.origin()));
        let Candidate { ident, rule } = given;
        if let Some(Listed { kind, path }) = listed {
            let path = format!("{path}{}", ident.text());
            ledger.hold(wish, &ident, diagnostics);
            let reason = Reason { rule, lost };
            let name = ident.clone();
            ledger.record(NameGiven {
                kind: *kind,
                name,
                path,
                key: key.clone(),
                origin: node.origin(),
                reason,
            });
        }
        ident
    }

    fn is_free(&self, name: &Ident, key: &str) -> bool {
        match self.taken.get(name.text()) {
            None => true,
            Some(Holder::Promised(owner, _)) => owner == key,
            Some(Holder::Reserved | Holder::Given(_)) => false,
        }
    }

    fn holder(&self, name: &Ident) -> Option<Origin> {
        match self.taken.get(name.text())? {
            Holder::Given(at) | Holder::Promised(_, at) => Some(*at),
            Holder::Reserved => None,
        }
    }

    fn numbered(&mut self, base: Option<&Candidate>) -> Candidate {
        let base = base.map_or_else(Ident::fallback, |it| it.ident.clone());
        let number = self.numbers.entry(base.text().to_owned()).or_insert(1);
        loop {
            *number += 1;
            let candidate = Ident::new(&format!("{}{number}", stem(&base)));
            if let Some(free) = candidate.filter(|it| !self.taken.contains_key(it.text())) {
                return Candidate::new(free, Rule::Numbered);
            }
        }
    }
}

/// What a number is put behind.
fn stem(base: &Ident) -> String {
    if base.text().contains(|it: char| it.is_ascii_uppercase()) {
        base.text().trim_end_matches('_').to_owned()
    } else {
        format!("{}_", base.text())
    }
}

/// The place of a name among those that [`Scope`] might have made of candidates: behind all of them where it has a number.
pub(crate) fn place_among(name: &Ident, candidates: &[Candidate]) -> Option<usize> {
    candidates.iter().position(|it| it.ident == *name).or_else(|| {
        let last = candidates.last()?;
        let number = name.text().strip_prefix(&stem(&last.ident))?;
        let numbered = !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit());
        numbered.then_some(candidates.len())
    })
}

/// First what has a name already.
fn rank<'w>((claim, memorized): &'w (Claim<'_>, Memorized)) -> (bool, &'w str) {
    (!matches!(memorized, Memorized::Keeps(_)), claim.key.as_str())
}
