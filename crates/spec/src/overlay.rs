//! OpenAPI Overlay 1.0: changes to a document that belong to somebody else.

use serde_json::Value as Json;
use serde_json_path::{JsonPath, PathElement};
use specsmith_source::{Diagnostics, Kind, Node, Origin, Tree};

use crate::read;

/// Overlays may not make a document deeper than the parsers would read one.
const DEEPEST: usize = 128;

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
    let actions = read_actions(tree.node(overlay), diagnostics);
    if diagnostics.has_errors() || actions.is_empty() {
        return;
    }
    let mut json = tree.node(root).to_json();
    for (done, action) in actions.iter().enumerate() {
        if done > 0 {
            json = tree.node(root).to_json();
        }
        let targets = targets(tree.node(root), &json, &action.path);
        if targets.is_empty() {
            diagnostics.target_matches_nothing(tree.node(action.target));
        }
        for target in targets {
            carry_out(tree, root, action, target, diagnostics);
        }
    }
}

fn carry_out(tree: &mut Tree, root: Origin, action: &Action, target: Origin, diagnostics: &mut Diagnostics) {
    if let Some(update) = action.update {
        if tree.depth(target) > DEEPEST {
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
    if action.remove {
        if target == root {
            return diagnostics
                .impossible_action(tree.node(action.node), "it would remove the whole document");
        }
        tree.remove(target);
    }
}

fn read_actions(overlay: Node<'_>, diagnostics: &mut Diagnostics) -> Vec<Action> {
    if !read::is_kind(overlay, "the overlay", Kind::Map, diagnostics) {
        return Vec::new();
    }
    for key in ["overlay", "info", "actions"] {
        if overlay.get(key).is_none() {
            diagnostics.missing_key(overlay, "the overlay", key);
        }
    }
    let version = overlay.get("overlay");
    if let Some(version) = version.filter(|it| !it.text().is_some_and(|it| it.starts_with("1."))) {
        diagnostics.wrong_type(version, "the overlay's version", "`1.0.0`");
    }
    let mut actions = Vec::new();
    for node in read::list(overlay, "actions", "`actions`", diagnostics) {
        let remove = read::flag(node, "remove", "`remove`", diagnostics);
        let update = node.get("update").map(Node::origin);
        let Some(target) = node.get("target") else {
            diagnostics.missing_key(node, "the action", "target");
            continue;
        };
        if !remove && update.is_none() {
            diagnostics.missing_key(node, "the action", "update");
        }
        match JsonPath::parse(target.text().unwrap_or_default()) {
            Ok(path) => {
                actions.push(Action { node: node.origin(), target: target.origin(), path, update, remove });
            }
            Err(error) => diagnostics.bad_target(target, &error.to_string()),
        }
    }
    actions
}

/// The nodes that a path selects. The path is asked of the JSON form; its answers are walked back to nodes.
fn targets(root: Node<'_>, json: &Json, path: &JsonPath) -> Vec<Origin> {
    let mut targets = Vec::new();
    for located in path.query_located(json) {
        let node = located.location().iter().try_fold(root, |node, step| match step {
            PathElement::Name(name) => node.get(name),
            PathElement::Index(index) => node.items().nth(*index),
        });
        targets.extend(node.map(Node::origin));
    }
    targets
}
