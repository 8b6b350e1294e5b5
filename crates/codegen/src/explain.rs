//! Where a name comes from: what has it, where that stands, and which rule gave it.

use std::collections::{BTreeMap, BTreeSet};

use specsmith_lower::NameGiven;
use specsmith_source::printable;

use crate::Output;

/// One name, explained.
#[derive(Debug)]
pub struct Explanation {
    /// The path in Rust behind the crate.
    pub path: String,
    /// What it is the name of, in a word.
    pub kind: &'static str,
    /// What it is known by: its pointer, where items of lists that have names are called by these.
    pub key: String,
    /// `file:line:column`; nothing for what stands in no file.
    pub place: Option<String>,
    /// Why it is called so.
    pub reason: String,
}

/// Every thing that `name` may mean: a path in Rust, or the end of one. Complains where it means nothing.
pub fn explain(output: &mut Output, name: &str) -> Vec<Explanation> {
    let wanted = steps(name);
    let Output { documents, tree, diagnostics, .. } = output;
    let all = || documents.iter().flat_map(|it| &it.names);
    let found: Vec<&NameGiven> = all().filter(|it| steps(&it.path).ends_with(&wanted)).collect();
    if wanted.is_empty() || found.is_empty() {
        let last: BTreeSet<&str> = all().filter_map(|it| steps(&it.path).last().copied()).collect();
        diagnostics.unknown_name(name, wanted.last().copied().unwrap_or_default(), last.into_iter());
        return Vec::new();
    }
    let places = tree.places(&found.iter().map(|it| it.origin).collect());
    let mut holders: BTreeMap<_, &str> = BTreeMap::new();
    for it in all() {
        holders.entry(it.origin).or_insert(&it.key);
    }
    let explained = found.iter().map(|it| {
        let holder = it.reason.lost.as_ref().and_then(|(_, at)| *at).and_then(|at| holders.get(&at));
        let place = places.get(&it.origin);
        Explanation {
            path: it.path.clone(),
            kind: it.kind.word(),
            key: printable(&it.key),
            place: place
                .map(|it| format!("{}:{}:{}", printable(tree.file_name(it.file)), it.line, it.column)),
            reason: printable(&it.reason.sentence(holder.copied())),
        }
    });
    explained.collect()
}

/// The steps of a path, however it is written: `types::User.id`, `types::User::id`, `r#type`.
fn steps(path: &str) -> Vec<&str> {
    let steps = path.split("::").flat_map(|it| it.split('.'));
    steps.map(|it| it.trim().trim_start_matches("r#")).filter(|it| !it.is_empty()).collect()
}
