//! `allOf`, and whatever else stands beside a composition: what all of it says together, in one schema.

use std::collections::BTreeSet;
use std::rc::Rc;

use specsmith_source::{Diagnostics, Node, Origin};

use crate::alternatives::{Alternatives, KEYS, Sort, silent};
use crate::follow::Follower;
use crate::objects::Parts;
use crate::read;
use crate::schemas::{Read, Schemas, unchecked};
use crate::shape::SchemaKind;
use crate::words::agree;

/// Deeper inheritance than this is a mistake, or an attack.
const DEEPEST: usize = 64;

/// What is gathered from a schema and all that it includes.
#[derive(Default)]
pub(crate) struct Merge<'t> {
    pub(crate) parts: Parts<'t>,
    /// What is no object.
    pub(crate) others: Vec<Node<'t>>,
    /// The alternatives among it.
    pub(crate) union: Option<Union<'t>>,
    /// The schemas that we are inside of.
    inside: Vec<Origin>,
    /// Every schema seen: what is reached by two ways is merged once.
    done: BTreeSet<Origin>,
}

/// Alternatives that other things stand beside.
#[derive(Clone)]
pub(crate) struct Union<'t> {
    /// As it is included.
    pub(crate) node: Node<'t>,
    /// The schema that has them.
    pub(crate) settled: Node<'t>,
    pub(crate) alternatives: Rc<Alternatives<'t>>,
}

impl<'t> Schemas<'t> {
    /// A schema with `allOf`, `oneOf`, `anyOf`, or a reference beside other keywords.
    pub(crate) fn composed(&mut self, node: Node<'t>, word: &str, diagnostics: &mut Diagnostics) -> Read<'t> {
        let based = Follower::base(node).is_some() || node.get("allOf").is_some();
        let beside = KEYS.into_iter().filter(|key| node.get(key).is_some());
        match beside.collect::<Vec<_>>().as_slice() {
            [key] if !based && node.get("properties").is_none() => {
                return self.one_of(node, key, word, diagnostics);
            }
            [] => {
                if let Some(only) = self.only_arm(node, diagnostics) {
                    return SchemaKind::Same(self.schema(only, diagnostics)).into();
                }
            }
            _ => {}
        }
        let mut merge = Merge::default();
        self.flatten(node, &mut merge, diagnostics);
        let null = KEYS
            .iter()
            .any(|key| node.get(key).is_some() && !based && self.alternatives(node, key, diagnostics).null);
        let read = self.merged(node, word, merge, diagnostics);
        Read { null: null || read.null, ..read }
    }

    /// The one arm of an `allOf` that says anything, if nothing beside it does: what it says keeps its name.
    fn only_arm(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> Option<Node<'t>> {
        let beside = ["properties", "patternProperties", "items", "prefixItems", "enum", "const"];
        let adds = Follower::base(node).is_some() || beside.iter().any(|key| node.get(key).is_some());
        if adds || node.get("required").is_some_and(|it| it.items().next().is_some()) {
            return None;
        }
        let mut saying = Vec::new();
        for arm in read::list(node, "allOf", "`allOf`", diagnostics) {
            let settled = self.follower.settle_schema(arm, diagnostics)?;
            if !silent(settled) || settled.get("required").is_some() {
                saying.push((arm, settled));
            }
        }
        if saying.iter().all(|(_, settled)| *settled != node) && saying.len() > 1 {
            // Beside something that says more, `type: object` goes without saying.
            let bare = |it: Node<'t>| {
                it.get("type").and_then(Node::text) == Some("object") && it.entries().count() == 1
            };
            saying.retain(|(_, settled)| !bare(*settled));
        }
        match saying.as_slice() {
            [(arm, settled)] if !self.families.is_heir(node, *settled) => Some(*arm),
            _ => None,
        }
    }

    /// Gathers what a schema and all that it includes say.
    pub(crate) fn flatten(&mut self, node: Node<'t>, merge: &mut Merge<'t>, diagnostics: &mut Diagnostics) {
        let Some(settled) = self.follower.settle_schema(node, diagnostics) else { return };
        if merge.inside.len() > DEEPEST || merge.inside.contains(&settled.origin()) {
            return diagnostics.cyclic_all_of(node);
        }
        if !merge.done.insert(settled.origin()) {
            return;
        }
        merge.inside.push(settled.origin());
        if let Some((at, reference)) = Follower::base(settled)
            && let Some(base) = self.follower.step(at, reference, diagnostics)
        {
            self.flatten(base, merge, diagnostics);
        }
        for arm in read::list(settled, "allOf", "`allOf`", diagnostics) {
            self.flatten(arm, merge, diagnostics);
        }
        self.flatten_alternatives(node, settled, merge, diagnostics);
        merge.inside.pop();
        let word = self.word(settled, diagnostics);
        let single = settled.get("enum").is_some() || settled.get("const").is_some();
        if matches!(word, "" | "object") && (!single || word == "object") {
            self.gather(settled, &mut merge.parts, diagnostics);
            if word == "object" {
                merge.parts.place = merge.parts.place.or(Some(node));
            }
        } else {
            merge.others.push(node);
        }
        unchecked(settled, "it is not checked", diagnostics);
    }

    fn flatten_alternatives(
        &mut self,
        node: Node<'t>,
        settled: Node<'t>,
        merge: &mut Merge<'t>,
        diagnostics: &mut Diagnostics,
    ) {
        for key in KEYS {
            let Some(at) = settled.get(key) else { continue };
            let alternatives = self.alternatives(settled, key, diagnostics);
            match &alternatives.sort {
                Sort::Nothing | Sort::Narrowing(_) | Sort::Enumeration(..) => {}
                Sort::One(arm) => self.flatten(arm.node, merge, diagnostics),
                // Whoever includes the schema that lists it as an alternative inherits from it, and is no choice itself.
                Sort::Union(_) if merge.inside.iter().any(|it| alternatives.ends.contains(it)) => {}
                Sort::Union(_) if merge.union.is_some() => {
                    diagnostics.fallback(at, &format!("a second choice, this `{key}`,"), "it is not read");
                }
                Sort::Union(_) => merge.union = Some(Union { node, settled, alternatives }),
            }
        }
    }

    /// The one schema that says all that was gathered.
    pub(crate) fn merged(
        &mut self,
        node: Node<'t>,
        word: &str,
        merge: Merge<'t>,
        diagnostics: &mut Diagnostics,
    ) -> Read<'t> {
        let Merge { parts, others, union, inside: _, done: _ } = merge;
        let object = parts.place;
        match (union, others.as_slice(), object) {
            (None, [], None) => self.plain(node, word, diagnostics),
            (None, [], Some(_)) => self.assemble(parts, node, diagnostics),
            (None, [first, ..], Some(object)) => self.contradiction(*first, object, diagnostics),
            (None, _, None) => self.agreed(node, word, &others, diagnostics),
            (Some(union), _, _) => {
                for other in others.iter().filter(|it| **it != union.settled) {
                    diagnostics.fallback(
                        *other,
                        "a type beside alternatives",
                        "only the alternatives are read",
                    );
                }
                if parts.len() > 0 {
                    return self.spread(node, union, parts, diagnostics);
                }
                if union.settled != node {
                    return SchemaKind::Same(self.schema(union.node, diagnostics)).into();
                }
                let key = KEYS.into_iter().find(|key| {
                    let found = self.alternatives(node, key, diagnostics);
                    Rc::ptr_eq(&found, &union.alternatives)
                });
                self.one_of(node, key.unwrap_or("oneOf"), word, diagnostics)
            }
        }
    }

    /// What several strings, numbers or lists are together: the one that says most, the last of equals.
    fn agreed(
        &mut self,
        node: Node<'t>,
        word: &str,
        others: &[Node<'t>],
        diagnostics: &mut Diagnostics,
    ) -> Read<'t> {
        let mut found = Vec::new();
        for other in others {
            let settled = self.follower.settle_schema(*other, diagnostics).unwrap_or(*other);
            found.push((*other, settled, self.word(settled, diagnostics)));
        }
        let Some((first, _, kind)) = found.first().copied() else { return SchemaKind::Any.into() };
        if let Some((second, _, _)) = found.iter().find(|(_, _, it)| !agree(it, kind)) {
            return self.contradiction(*second, first, diagnostics);
        }
        if found.iter().any(|(_, _, it)| *it == "integer") {
            found.retain(|(_, _, it)| *it == "integer");
        }
        let items: BTreeSet<_> =
            found.iter().filter_map(|(_, it, _)| Some(it.get("items")?.origin())).collect();
        if items.len() > 1 {
            diagnostics.fallback(node, "an `allOf` of several lists", "the items are those of the last");
        }
        let weight = |node: Node<'t>| {
            let has = |keys: &[&str]| keys.iter().any(|key| node.get(key).is_some());
            (has(&["enum", "const", "oneOf", "anyOf"]), has(&["format", "items", "prefixItems"]))
        };
        match found.into_iter().max_by_key(|(_, settled, _)| weight(*settled)) {
            Some((other, settled, _)) if settled != node => {
                SchemaKind::Same(self.schema(other, diagnostics)).into()
            }
            _ => self.own_leaf(node, word, diagnostics),
        }
    }

    /// What a schema that is no object says by itself, of which an `allOf` says no more.
    fn own_leaf(&mut self, node: Node<'t>, word: &str, diagnostics: &mut Diagnostics) -> Read<'t> {
        for key in KEYS.into_iter().filter(|key| node.get(key).is_some()) {
            if let Sort::Enumeration(kind, arms) = &self.alternatives(node, key, diagnostics).sort {
                return self.merged_choice(*kind, arms, diagnostics);
            }
        }
        self.plain(node, word, diagnostics)
    }

    fn contradiction(
        &mut self,
        second: Node<'t>,
        first: Node<'t>,
        diagnostics: &mut Diagnostics,
    ) -> Read<'t> {
        let (this, that) = (self.end_word(second, diagnostics), self.end_word(first, diagnostics));
        diagnostics.contradicting_types(second, this, first.origin(), that);
        SchemaKind::Any.into()
    }
}
