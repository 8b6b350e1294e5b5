//! Which operations are wanted: all, or those that somebody chose.

use std::collections::BTreeSet;

use specsmith_source::{Diagnostics, Origin};
use specsmith_spec::{Graph, Operation};

use crate::settings::operation_key;

/// A choice of operations: `tag:NAME`, `METHOD /path` or an operationId.
#[derive(Debug, Clone)]
pub struct Only {
    /// Where it is configured, if it is.
    pub at: Option<Origin>,
    /// The choice.
    pub text: String,
}

/// The nodes of the chosen operations; `None` where nothing is chosen and all are wanted. A choice of nothing is
/// complained of.
pub(crate) fn chosen(
    graph: &Graph<'_>,
    choices: &[Only],
    diagnostics: &mut Diagnostics,
) -> Option<BTreeSet<Origin>> {
    if choices.is_empty() {
        return None;
    }
    let mut chosen = BTreeSet::new();
    for Only { at, text } in choices {
        let found = graph.operations.iter().filter(|it| is_meant(it, text)).map(|it| it.node.origin());
        let before = chosen.len();
        let known = found.filter(|it| !chosen.insert(*it)).count();
        if known == 0 && chosen.len() == before {
            complain(graph, *at, text, diagnostics);
        }
    }
    Some(chosen)
}

fn is_meant(operation: &Operation<'_>, choice: &str) -> bool {
    let by_path = |(method, path): (&str, &str)| {
        operation.method.key().eq_ignore_ascii_case(method) && operation.path == path.trim()
    };
    match choice.strip_prefix("tag:") {
        Some(tag) => operation.tags.iter().any(|it| *it == tag.trim()),
        None => operation.id == Some(choice) || choice.split_once(' ').is_some_and(by_path),
    }
}

fn complain(graph: &Graph<'_>, at: Option<Origin>, choice: &str, diagnostics: &mut Diagnostics) {
    let tags: BTreeSet<&str> = graph.operations.iter().flat_map(|it| it.tags.iter().copied()).collect();
    let candidates: Vec<String> = match (choice.starts_with("tag:"), choice.contains('/')) {
        (true, _) => tags.into_iter().map(|it| format!("tag:{it}")).collect(),
        (false, true) => graph.operations.iter().map(operation_key).collect(),
        (false, false) if tags.contains(choice) => vec![format!("tag:{choice}")],
        (false, false) => graph.operations.iter().filter_map(|it| it.id).map(str::to_owned).collect(),
    };
    diagnostics.unmatched_only(at.map(|it| graph.root.tree().node(it)), choice, &candidates);
}
