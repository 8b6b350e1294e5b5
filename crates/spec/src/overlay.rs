//! OpenAPI Overlay 1.0: changes to a document that belong to somebody else.

use std::collections::BTreeSet;

use serde_json::Value as Json;
use serde_json_path::{JsonPath, PathElement};
use specsmith_source::{Diagnostics, Kind, Node, Origin, Severity, Tree};

/// Overlays may not make a document deeper than the parsers would read one.
const DEEPEST: usize = 128;

/// Nor larger than they would let aliases make it.
const GROWTH: usize = 10;
const FREE: usize = 100_000;

/// A target that nests or goes on longer than this is no path that a person wrote.
const LONGEST_TARGET: usize = 2_000;
const DEEPEST_TARGET: usize = 32;

/// One action, read.
struct Action {
    node: Origin,
    target: Origin,
    path: JsonPath,
    update: Option<Origin>,
    remove: bool,
}

/// Carries out the actions of the overlay document at `overlay`, in order, on the document at `root`.
///
/// Each action sees what the earlier ones did. One that matches nothing is complained of.
pub fn apply(tree: &mut Tree, root: Origin, overlay: Origin, diagnostics: &mut Diagnostics) {
    let before = diagnostics.count(Severity::Error);
    let actions = read_actions(tree.node(overlay), diagnostics);
    if diagnostics.count(Severity::Error) > before {
        return;
    }
    let limit = FREE + tree.size().saturating_mul(GROWTH);
    for action in &actions {
        let targets = targets(tree.node(root), &tree.node(root).to_json(), &action.path);
        if targets.is_empty() {
            diagnostics.target_matches_nothing(tree.node(action.target));
        }
        for target in &targets {
            update(tree, root, action, *target, diagnostics);
            if tree.size() > limit {
                return diagnostics
                    .impossible_action(tree.node(action.node), "the document would grow without bound");
            }
        }
        if action.remove && targets.contains(&root) {
            diagnostics.impossible_action(tree.node(action.node), "it would remove the whole document");
        } else if action.remove {
            tree.remove(&targets);
        }
    }
}

fn update(tree: &mut Tree, root: Origin, action: &Action, target: Origin, diagnostics: &mut Diagnostics) {
    if let Some(update) = action.update {
        if tree.depth(target) + tree.height(update) > DEEPEST {
            return diagnostics
                .impossible_action(tree.node(action.node), "it would nest the document too deep");
        }
        let (old, new) = (tree.node(target).kind(), tree.node(update).kind());
        let fits = old == Kind::List || (old == Kind::Map) == (new == Kind::Map);
        if !fits || (target == root && new != Kind::Map) {
            return diagnostics.impossible_action(
                tree.node(action.node),
                "a mapping is updated by a mapping, anything else by something else",
            );
        }
        tree.merge(target, update);
    }
}

fn read_actions(overlay: Node<'_>, diagnostics: &mut Diagnostics) -> Vec<Action> {
    if !is_kind(overlay, "the overlay", Kind::Map, diagnostics) {
        return Vec::new();
    }
    for key in ["overlay", "info", "actions"] {
        if overlay.get(key).is_none() {
            diagnostics.missing_setting(overlay, "the overlay", key);
        }
    }
    let version = overlay.get("overlay");
    if let Some(version) = version.filter(|it| !it.text().is_some_and(|it| it.starts_with("1."))) {
        diagnostics.wrong_setting(version, "the overlay's version", "`1.0.0`");
    }
    let mut actions = Vec::new();
    let list = overlay.get("actions").filter(|it| is_kind(*it, "`actions`", Kind::List, diagnostics));
    for node in list.into_iter().flat_map(Node::items) {
        let remove = node.get("remove").filter(|it| is_kind(*it, "`remove`", Kind::Bool, diagnostics));
        let remove = remove.and_then(Node::bool).unwrap_or_default();
        let update = node.get("update").map(Node::origin);
        let Some(target) = node.get("target") else {
            diagnostics.missing_setting(node, "the action", "target");
            continue;
        };
        if !remove && update.is_none() {
            diagnostics.missing_setting(node, "the action", "update");
        }
        let path = target.text().unwrap_or_default();
        if path.len() > LONGEST_TARGET || nesting(path) > DEEPEST_TARGET {
            diagnostics.bad_target(target, "it is too long, or its brackets nest too deep");
            continue;
        }
        match JsonPath::parse(path) {
            Ok(path) => {
                actions.push(Action { node: node.origin(), target: target.origin(), path, update, remove });
            }
            Err(error) => diagnostics.bad_target(target, &error.to_string()),
        }
    }
    actions
}

/// Whether a node is what it should be: an overlay is ours to correct, so that nothing in it is forgiven.
fn is_kind(node: Node<'_>, what: &str, kind: Kind, diagnostics: &mut Diagnostics) -> bool {
    if node.kind() != kind {
        diagnostics.wrong_setting(node, what, kind.noun());
    }
    node.kind() == kind
}

/// How deep the brackets of a path nest at most.
fn nesting(path: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for it in path.bytes() {
        match it {
            b'(' | b'[' => open += 1,
            b')' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

/// The nodes that a path selects. The path is asked of the JSON form; its answers are walked back to nodes.
fn targets(root: Node<'_>, json: &Json, path: &JsonPath) -> BTreeSet<Origin> {
    let mut targets = BTreeSet::new();
    for located in path.query_located(json) {
        let node = located.location().iter().try_fold(root, |node, step| match step {
            PathElement::Name(name) => node.get(name),
            PathElement::Index(index) => node.item(*index),
        });
        targets.extend(node.map(Node::origin));
    }
    targets
}
