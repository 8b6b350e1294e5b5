//! Which keys of an object must be there, beyond what its properties say of themselves.

use std::collections::BTreeSet;

use specsmith_source::Node;

/// Where parts are looked for in `allOf`, it is so deep.
const DEEPEST: usize = 16;

/// The keys that a schema and its parts demand.
#[derive(Default)]
pub(super) struct Demands<'t> {
    /// `required`, also of keys that no property declares.
    pub(super) always: BTreeSet<&'t str>,
    /// Alternatives that say nothing but which keys must be there.
    choices: Vec<Choice<'t>>,
    /// Keys that must not all be there: `not` around such an alternative.
    never: Vec<BTreeSet<&'t str>>,
}

struct Choice<'t> {
    arms: Vec<BTreeSet<&'t str>>,
    /// Whether no more than one of them may be met.
    only_one: bool,
}

/// What to do about the keys that are not always demanded.
#[derive(Default)]
pub(super) struct Chosen<'t> {
    /// They must be there.
    pub(super) with: BTreeSet<&'t str>,
    /// They must not.
    pub(super) without: BTreeSet<&'t str>,
}

impl<'t> Demands<'t> {
    pub(super) fn of(node: Node<'t>) -> Self {
        let mut demands = Self::default();
        demands.gather(node, DEEPEST);
        demands
    }

    fn gather(&mut self, node: Node<'t>, levels: usize) {
        let Some(levels) = levels.checked_sub(1) else { return };
        self.always.extend(required(node));
        for key in ["anyOf", "oneOf"] {
            let arms: Option<Vec<_>> = node.get(key).into_iter().flat_map(Node::items).map(bare).collect();
            if let Some(arms) = arms.filter(|it| !it.is_empty()) {
                self.choices.push(Choice { arms, only_one: key == "oneOf" });
            }
        }
        self.never.extend(node.get("not").and_then(bare));
        let end = node.end();
        if end != node {
            self.gather(end, levels);
        }
        for part in node.get("allOf").into_iter().flat_map(Node::items) {
            self.gather(part, levels);
        }
    }

    /// For each choice the first alternative of which all keys can be there.
    pub(super) fn chosen(&self, can: impl Fn(&str) -> bool) -> Chosen<'t> {
        let mut chosen = Chosen::default();
        for choice in &self.choices {
            let Some(arm) = choice.arms.iter().find(|arm| arm.iter().all(|it| can(it))) else { continue };
            chosen.with.extend(arm);
            if choice.only_one {
                // One key of each of the others is enough to miss it.
                let others = choice.arms.iter().filter(|it| *it != arm);
                let missing =
                    others.filter_map(|it| it.difference(arm).find(|it| !self.always.contains(*it)));
                chosen.without.extend(missing);
            }
        }
        for keys in &self.never {
            let free = |it: &&&str| !self.always.contains(**it) && !chosen.with.contains(**it);
            let missing = keys.iter().rfind(free).copied();
            chosen.without.extend(missing);
        }
        chosen
    }

    /// Whether keys that are there meet each choice.
    pub(super) fn met(&self, has: impl Fn(&str) -> bool) -> bool {
        self.choices.iter().all(|choice| {
            let met = choice.arms.iter().filter(|arm| arm.iter().all(|it| has(it))).count();
            met == 1 || met > 1 && !choice.only_one
        }) && !self.never.iter().any(|keys| keys.iter().all(|it| has(it)))
    }
}

fn required<'t>(node: Node<'t>) -> impl Iterator<Item = &'t str> {
    node.get("required").into_iter().flat_map(Node::items).filter_map(Node::text)
}

/// The keys that an alternative demands that says nothing else.
fn bare<'t>(arm: Node<'t>) -> Option<BTreeSet<&'t str>> {
    let words = ["required", "title", "description"];
    let nothing_else = arm.entries().all(|(key, it)| {
        words.contains(&key) || key.starts_with("x-") || (key == "type" && it.text() == Some("object"))
    });
    let keys: BTreeSet<&str> = required(arm).collect();
    (nothing_else && !keys.is_empty()).then_some(keys)
}
