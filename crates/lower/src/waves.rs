//! Types that have a number, but no name yet: one wave of them is named at a time, whatever the order of the document.

use std::collections::{BTreeMap, BTreeSet};

use specsmith_model::TypeId;
use specsmith_spec::Graph;

use crate::scope::Candidate;
use crate::types::Site;
use crate::views::View;
use crate::{keys, names};

/// What was declared and waits for its name.
#[derive(Default)]
pub(crate) struct Waves {
    waiting: BTreeMap<TypeId, Waiting>,
}

/// A type without a name.
pub(crate) struct Waiting {
    pub(crate) site: Site,
    pub(crate) id: TypeId,
    /// How many definitions stand around it.
    pub(crate) depth: usize,
    /// What it may be called, the best first. Empty while it was only mentioned, and what it stands in was not met.
    pub(crate) candidates: Vec<Candidate>,
}

impl Waves {
    pub(crate) fn declare(&mut self, site: Site, id: TypeId, depth: usize) {
        self.waiting.insert(id, Waiting { site, id, depth, candidates: Vec::new() });
    }

    /// What a type may be called. Where two things share what stands in them, the shorter name counts.
    pub(crate) fn wish(&mut self, id: TypeId, candidates: Vec<Candidate>) {
        let Some(it) = self.waiting.get_mut(&id) else { return };
        let order = |all: &[Candidate]| all.first().map(|it| (it.ident.text().len(), it.ident.clone()));
        if it.candidates.is_empty() || order(&candidates) < order(&it.candidates) {
            it.candidates = candidates;
        }
    }

    /// Everything that can be named now.
    pub(crate) fn next(&mut self) -> Vec<Waiting> {
        let waiting = std::mem::take(&mut self.waiting);
        let (ready, mentioned) = waiting.into_iter().partition(|(_, it)| !it.candidates.is_empty());
        self.waiting = mentioned;
        let ready: BTreeMap<TypeId, Waiting> = ready;
        ready.into_values().collect()
    }

    /// Names what nothing that was made contains after the place where it is written; whether there was any. What
    /// stands in one of these is left for its definition.
    pub(crate) fn adopt(&mut self, graph: &Graph<'_>) -> bool {
        let node = |it: &Waiting| graph.schema(it.site.schema).node;
        let all: BTreeSet<_> = self.waiting.values().map(|it| node(it).origin()).collect();
        let mut adopted = false;
        for it in self.waiting.values_mut() {
            let mut above = std::iter::successors(node(it).parent(), |it| it.parent());
            if above.all(|it| !all.contains(&it.origin())) {
                let names = names::place_names(&keys::key(node(it)));
                it.candidates = match it.site.view {
                    View::Answer => names,
                    View::Request => names.into_iter().map(names::request_view).collect(),
                };
                adopted = true;
            }
        }
        adopted
    }
}
