//! Inheritance: a component with a `discriminator` stands for every component that includes it.

use std::collections::{BTreeMap, BTreeSet};

use specsmith_source::{Diagnostics, Node, Origin};

use crate::alternatives::{KEYS, silent};
use crate::discriminator::{Discriminator, Mapped};
use crate::follow::Follower;
use crate::read;
use crate::schemas::{Read, Schemas};
use crate::shape::{Derived, OneOf, Scalar, Schema, SchemaId, SchemaKind, UnionArm};

/// Who inherits from whom.
pub(crate) struct Families<'t> {
    holder: Option<Node<'t>>,
    /// The components that include each component, in order.
    heirs: BTreeMap<Origin, BTreeMap<Origin, Node<'t>>>,
    /// The components that stand for their heirs.
    bases: BTreeMap<Origin, Discriminator<'t>>,
}

impl<'t> Families<'t> {
    /// Looks at each component once.
    pub(crate) fn new(root: Node<'t>, holder: Option<Node<'t>>) -> Self {
        let mut families = Self { holder, heirs: BTreeMap::new(), bases: BTreeMap::new() };
        // What is at fault is complained of where it is read.
        let (mut follower, mut quiet) = (Follower::default(), Diagnostics::default());
        let components: Vec<_> = holder.into_iter().flat_map(Node::entries).map(|(_, it)| it).collect();
        if components.iter().all(|it| it.get("discriminator").is_none()) {
            return families;
        }
        for component in &components {
            for parent in families.parents(*component, &mut follower, &mut quiet) {
                let heirs = families.heirs.entry(parent.origin()).or_default();
                heirs.insert(component.origin(), *component);
            }
        }
        for base in components.iter().filter(|it| KEYS.iter().all(|key| it.get(key).is_none())) {
            let Some(at) = base.get("discriminator") else { continue };
            let Some(read) = Discriminator::read(at, root, &mut follower, &mut quiet) else { continue };
            if let Some(heirs) = families.heirs.get_mut(&base.origin()) {
                // A component that adds nothing and that no value stands for is another name for the base.
                let mapped: BTreeSet<_> = read.mapping.iter().map(|it| it.settled.origin()).collect();
                heirs.retain(|at, heir| mapped.is_empty() || mapped.contains(at) || adds(*heir));
                if !heirs.is_empty() {
                    families.bases.insert(base.origin(), read);
                }
            }
        }
        families
    }

    /// The components that a component includes.
    fn parents(
        &self,
        component: Node<'t>,
        follower: &mut Follower,
        quiet: &mut Diagnostics,
    ) -> Vec<Node<'t>> {
        let mut parents: Vec<Node<'t>> = Vec::new();
        let mut waiting = vec![component];
        while let Some(node) = waiting.pop() {
            let target = match Follower::reference(node).filter(|_| node != component) {
                Some(_) => follower.settle_schema(node, quiet),
                None => {
                    waiting.extend(node.get("allOf").into_iter().flat_map(Node::items));
                    Follower::base(node)
                        .and_then(|(at, reference)| follower.step(at, reference, quiet))
                        .and_then(|it| follower.settle_schema(it, quiet))
                }
            };
            let component_too =
                target.filter(|it| self.holder.is_some() && it.parent() == self.holder && *it != component);
            parents.extend(component_too.filter(|it| !parents.contains(it)));
        }
        parents
    }

    /// Whether a component inherits from another, for which all heirs stand.
    pub(crate) fn is_heir(&self, node: Node<'t>, base: Node<'t>) -> bool {
        self.bases.contains_key(&base.origin())
            && self.heirs.get(&base.origin()).is_some_and(|it| it.contains_key(&node.origin()))
    }
}

/// Whether an heir says more than what it inherits.
fn adds(node: Node<'_>) -> bool {
    let arms = node.get("allOf").into_iter().flat_map(Node::items);
    let own =
        node.entries().any(|(key, _)| matches!(key, "properties" | "required" | "additionalProperties"));
    own || node.get("$ref").is_some() || arms.filter(|it| !silent(*it)).count() > 1
}

/// The leaves of a family tree: what each tag of it stands for.
struct Heirs<'t> {
    /// In the order of the document.
    concrete: BTreeMap<Origin, Node<'t>>,
    /// What the mappings of the base and of the bases among its heirs say.
    mapping: Vec<Mapped<'t>>,
}

impl<'t> Schemas<'t> {
    /// The union of a component's heirs, where it stands for them.
    pub(crate) fn family(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> Option<Read<'t>> {
        let property = self.families.bases.get(&node.origin())?.property;
        if let Some(at) = node.get("discriminator") {
            // Read once more for the complaints.
            Discriminator::read(at, self.root, &mut self.follower, diagnostics)?;
        }
        let Some(Heirs { concrete, mapping }) = self.heirs(node, property, diagnostics) else {
            diagnostics.too_many_properties(node);
            return Some(SchemaKind::Any.into());
        };
        let mut tags: BTreeMap<Origin, Vec<Scalar<'t>>> = BTreeMap::new();
        let mut taken = BTreeSet::new();
        for Mapped { value, node: _, target: _, settled } in &mapping {
            if taken.insert(*value) {
                tags.entry(settled.origin()).or_default().push(Scalar::Text(value));
            }
        }
        let mut arms = Vec::new();
        for heir in concrete.into_values() {
            let name = self.component(heir).unwrap_or_default();
            let own = tags.remove(&heir.origin());
            if own.is_none() && !taken.insert(name) {
                diagnostics.unreachable_arm(heir, name);
                continue;
            }
            let tags = own.unwrap_or_else(|| vec![Scalar::Text(name)]);
            let based = self.families.bases.contains_key(&heir.origin());
            let schema = if based { self.base_object(heir, diagnostics) } else { self.later(heir) };
            self.follower.links.insert((node.origin(), heir.origin()));
            arms.push(UnionArm { node: heir, schema, called: None, tags });
        }
        (!arms.is_empty()).then(|| SchemaKind::OneOf(OneOf { arms, tag: Some(property) }).into())
    }

    /// Everything that may stand where a base is named; `None` where that multiplies the document.
    fn heirs(&mut self, base: Node<'t>, property: &str, diagnostics: &mut Diagnostics) -> Option<Heirs<'t>> {
        let mut found = Heirs { concrete: BTreeMap::new(), mapping: Vec::new() };
        let mut seen = BTreeSet::new();
        let mut tree = Vec::new();
        let mut waiting = vec![base];
        while let Some(node) = waiting.pop() {
            if !seen.insert(node.origin()) {
                continue;
            }
            tree.push(node);
            waiting.extend(self.families.heirs.get(&node.origin()).into_iter().flat_map(BTreeMap::values));
            let own = self.families.bases.get(&node.origin()).filter(|it| it.property == property);
            let mapping: Vec<_> = own.map(|it| it.mapping.clone()).unwrap_or_default();
            if !self.affords(1 + mapping.len()) {
                return None;
            }
            found.mapping.extend(mapping);
        }
        // A mapping may bring in what does not inherit, as long as it has a name.
        for Mapped { value: _, node, target: _, settled } in &found.mapping {
            match self.component(*settled) {
                Some(_) => drop(found.concrete.insert(settled.origin(), *settled)),
                None => diagnostics.stranger_in_mapping(*node),
            }
        }
        for node in tree {
            // A base whose mapping names others, and not the base itself, is there to be inherited from only.
            let own = self.families.bases.get(&node.origin());
            if own.is_none_or(|it| it.mapping.is_empty()) {
                found.concrete.insert(node.origin(), node);
            }
        }
        Some(found)
    }

    /// What a base itself is, beside its heirs.
    fn base_object(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> SchemaId {
        if let Some(id) = self.by_base.get(&node.origin()) {
            return *id;
        }
        let docs = read::docs(node, "title", diagnostics);
        let id = self.add(Schema { derived: Some(Derived::Base(node)), docs, ..Schema::any(node) });
        self.by_base.insert(node.origin(), id);
        let read = self.described(node, diagnostics);
        self.fill(id, read);
        id
    }
}
