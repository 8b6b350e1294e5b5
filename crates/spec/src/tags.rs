//! What tells the arms of a union apart: the property that a discriminator names, or one whose values never overlap.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use specsmith_source::{Diagnostics, Kind, Node, Number, Origin};

use crate::discriminator::{Discriminator, Mapped};
use crate::follow::Follower;
use crate::graph::settle;
use crate::schemas::Schemas;
use crate::shape::{Choice, ChoiceKind, OneOf, Property, Scalar, SchemaId, SchemaKind, UnionArm};

/// The properties of an object whose values are listed, in order.
#[derive(Debug, Default)]
pub(crate) struct Constants<'t> {
    list: Vec<Constant<'t>>,
    places: BTreeMap<&'t str, usize>,
}

#[derive(Debug, Clone)]
struct Constant<'t> {
    name: &'t str,
    required: bool,
    values: Vec<Scalar<'t>>,
}

impl<'t> Constants<'t> {
    fn get(&self, name: &str) -> Option<&Constant<'t>> {
        self.list.get(*self.places.get(name)?)
    }

    fn push(&mut self, constant: Constant<'t>) {
        self.places.insert(constant.name, self.list.len());
        self.list.push(constant);
    }
}

/// What is known of one arm.
struct Facts<'t> {
    node: Node<'t>,
    /// The schemas on the way from where it is written to what it ends in.
    way: Vec<Node<'t>>,
    /// What it ends in.
    target: SchemaId,
    /// Whether it is an object, or may be one.
    object: bool,
    constants: Rc<Constants<'t>>,
}

/// A property, and for each arm the values of it that stand for that arm.
struct Told<'t> {
    property: &'t str,
    tags: Vec<Vec<Scalar<'t>>>,
}

/// A scalar as something to compare by.
fn key(value: &Scalar<'_>) -> (u8, String) {
    let kind = match value {
        Scalar::Text(_) => 0,
        Scalar::Number(_) => 1,
        Scalar::Bool(_) => 2,
    };
    (kind, value.to_string())
}

impl<'t> Schemas<'t> {
    /// Finds the tag of a union, if there is one.
    pub(crate) fn tell_apart(&mut self, id: SchemaId, diagnostics: &mut Diagnostics) {
        let SchemaKind::OneOf(OneOf { arms, tag: None }) = &mut self.list[id.0 as usize].kind else { return };
        let mut arms = std::mem::take(arms);
        let facts: Vec<_> = arms.iter().map(|it| self.facts(it, diagnostics)).collect();
        let said = self.discriminators.get(&id).copied();
        let mut told = None;
        if let Some(at) = said.filter(|_| facts.len() > 1)
            && let Some(discriminator) = Discriminator::read(at, self.root, &mut self.follower, diagnostics)
        {
            told = self.by_discriminator(at, discriminator, &facts, diagnostics);
        }
        let told = told.or_else(|| by_constant(&facts));
        let tag = told.as_ref().map(|it| it.property);
        for (arm, tags) in arms.iter_mut().zip(told.into_iter().flat_map(|it| it.tags)) {
            arm.tags = tags;
        }
        self.list[id.0 as usize].kind = SchemaKind::OneOf(OneOf { arms, tag });
    }

    fn facts(&mut self, arm: &UnionArm<'t>, diagnostics: &mut Diagnostics) -> Facts<'t> {
        let mut way = vec![arm.node];
        let mut node = arm.node;
        while let Some((at, reference)) = Follower::reference(node)
            && let Some(next) = self.follower.step(at, reference, diagnostics)
            && !way.contains(&next)
        {
            way.push(next);
            node = next;
        }
        let mut at = arm.schema;
        while let SchemaKind::Same(next) = self.list[at.0 as usize].kind {
            at = next;
            way.push(self.list[at.0 as usize].node);
        }
        let object = match &self.list[at.0 as usize].kind {
            SchemaKind::Object { .. } | SchemaKind::Map(_) | SchemaKind::Any => true,
            SchemaKind::OneOf(union) => union.tag.is_some() || self.all_objects(union),
            _ => false,
        };
        Facts { node: arm.node, way, target: at, object, constants: self.constants(at) }
    }

    fn all_objects(&self, union: &OneOf<'t>) -> bool {
        let object = |it: &UnionArm<'t>| match &self.list[settle(&self.list, it.schema).0.0 as usize].kind {
            SchemaKind::Object { .. } | SchemaKind::Map(_) => true,
            SchemaKind::OneOf(inner) => inner.tag.is_some(),
            _ => false,
        };
        union.arms.iter().all(object)
    }

    /// The properties of an object that are constants or enumerations, and the tag of a union.
    fn constants(&mut self, id: SchemaId) -> Rc<Constants<'t>> {
        if let Some(known) = self.constants.get(&id) {
            return Rc::clone(known);
        }
        let mut constants = Constants::default();
        match &self.list[id.0 as usize].kind {
            SchemaKind::Object { properties, extra: _ } => {
                for Property { node: _, name, schema, required } in properties {
                    let values = self.only_values(*schema);
                    if !values.is_empty() {
                        constants.push(Constant { name, required: *required, values });
                    }
                }
            }
            SchemaKind::OneOf(OneOf { arms, tag: Some(name) }) => {
                let values = arms.iter().flat_map(|it| it.tags.iter().copied()).collect();
                constants.push(Constant { name, required: true, values });
            }
            _ => {}
        }
        let constants = Rc::new(constants);
        self.constants.insert(id, Rc::clone(&constants));
        constants
    }

    /// The only values of a schema; none where there are others, or null.
    fn only_values(&self, id: SchemaId) -> Vec<Scalar<'t>> {
        let (target, nullable) = settle(&self.list, id);
        let schema = &self.list[target.0 as usize];
        match &schema.kind {
            _ if nullable => Vec::new(),
            SchemaKind::Choice(Choice { kind: _, values }) => values.iter().map(|it| it.value).collect(),
            SchemaKind::Bool | SchemaKind::Integer(_) | SchemaKind::Text(_) => {
                let list = schema.node.get("enum").into_iter().flat_map(Node::items);
                list.chain(schema.node.get("const")).filter_map(scalar).collect()
            }
            _ => Vec::new(),
        }
    }

    fn by_discriminator(
        &mut self,
        at: Node<'t>,
        discriminator: Discriminator<'t>,
        facts: &[Facts<'t>],
        diagnostics: &mut Diagnostics,
    ) -> Option<Told<'t>> {
        let Discriminator { property, mapping } = discriminator;
        if let Some(arm) = facts.iter().find(|it| !it.object) {
            diagnostics.unusable_discriminator(at, arm.node, "that is no object");
            return None;
        }
        let declared: Vec<_> = facts.iter().filter_map(|it| self.declared(it.target, property)).collect();
        if declared.is_empty() {
            diagnostics.undeclared_discriminator(at, property);
        }
        let whole = declared.contains(&ChoiceKind::Whole);
        let mut tags = self.mapped(&mapping, whole, facts, diagnostics);
        let mut count: BTreeMap<_, usize> = BTreeMap::new();
        for value in facts.iter().filter_map(|it| it.constants.get(property)).flat_map(|it| &it.values) {
            *count.entry(key(value)).or_default() += 1;
        }
        for (arm, tags) in facts.iter().zip(&mut tags) {
            let own = arm.constants.get(property).map(|it| it.values.as_slice()).unwrap_or_default();
            let alone = own.iter().all(|it| count.get(&key(it)) == Some(&1));
            if self.union(arm.target).is_some_and(|it| it.tag == Some(property)) {
                // What it tells apart itself comes first: another name for one of its arms does not help it.
                let mapped = std::mem::replace(tags, own.to_vec());
                tags.extend(mapped.into_iter().filter(|it| !own.contains(it)));
            } else if let ([only], false) = (own, tags.is_empty()) {
                // Of several values that stand for an arm, the arm's own is the one to write.
                tags.sort_by_key(|it| key(it) != key(only));
            } else if tags.is_empty() && !own.is_empty() && (alone || own.len() == 1) {
                tags.extend(own);
            } else if tags.is_empty() {
                let target = self.list[arm.target.0 as usize].node;
                let Some(name) = arm.way.iter().chain([&target]).find_map(|it| self.component(*it)) else {
                    diagnostics.unusable_discriminator(at, arm.node, "without a name");
                    return None;
                };
                tags.push(Scalar::Text(name));
            }
        }
        let mut taken = BTreeSet::new();
        for (arm, tags) in facts.iter().zip(&tags) {
            if !tags.iter().all(|it| taken.insert(key(it))) {
                diagnostics.unusable_discriminator(at, arm.node, "whose value stands for another one too");
                return None;
            }
        }
        Some(Told { property, tags })
    }

    /// For each arm the values that a mapping gives it.
    fn mapped(
        &mut self,
        mapping: &[Mapped<'t>],
        whole: bool,
        facts: &[Facts<'t>],
        diagnostics: &mut Diagnostics,
    ) -> Vec<Vec<Scalar<'t>>> {
        let mut arms: BTreeMap<Origin, usize> = BTreeMap::new();
        for (index, arm) in facts.iter().enumerate() {
            for node in &arm.way {
                arms.entry(node.origin()).or_insert(index);
            }
        }
        let known = |arms: &BTreeMap<Origin, usize>, it: &Mapped<'t>| {
            arms.get(&it.target.origin()).or(arms.get(&it.settled.origin())).copied()
        };
        if mapping.iter().any(|it| known(&arms, it).is_none()) {
            self.inner_arms(facts, &mut arms);
        }
        let mut tags = vec![Vec::new(); facts.len()];
        for entry in mapping {
            let number = entry.value.parse().ok().filter(|_| whole);
            let value = number.map_or(Scalar::Text(entry.value), |it| Scalar::Number(Number::Integer(it)));
            match known(&arms, entry).and_then(|it| tags.get_mut(it)) {
                Some(tags) => tags.push(value),
                None => diagnostics.stranger_in_mapping(entry.node),
            }
        }
        tags
    }

    /// A mapping may also name what is an alternative of an alternative.
    fn inner_arms(&mut self, facts: &[Facts<'t>], arms: &mut BTreeMap<Origin, usize>) {
        for (index, arm) in facts.iter().enumerate() {
            let mut seen = BTreeSet::new();
            let mut waiting = vec![arm.target];
            while let Some(id) = waiting.pop() {
                if !seen.insert(id) || !self.affords(1) {
                    continue;
                }
                let schema = &self.list[id.0 as usize];
                arms.entry(schema.node.origin()).or_insert(index);
                match &schema.kind {
                    SchemaKind::OneOf(union) => waiting.extend(union.arms.iter().map(|it| it.schema)),
                    SchemaKind::Same(next) => waiting.push(*next),
                    _ => {}
                }
            }
        }
    }

    /// What kind of values a property has, where a schema declares it.
    fn declared(&self, id: SchemaId, name: &str) -> Option<ChoiceKind> {
        match &self.list[id.0 as usize].kind {
            SchemaKind::Object { properties, extra: _ } => {
                let property = properties.iter().find(|it| it.name == name)?;
                let (target, _) = settle(&self.list, property.schema);
                Some(match &self.list[target.0 as usize].kind {
                    SchemaKind::Integer(_) | SchemaKind::Choice(Choice { kind: ChoiceKind::Whole, .. }) => {
                        ChoiceKind::Whole
                    }
                    _ => ChoiceKind::Text,
                })
            }
            SchemaKind::OneOf(OneOf { arms, tag }) if *tag == Some(name) => {
                let number = arms.iter().flat_map(|it| &it.tags).any(|it| matches!(it, Scalar::Number(_)));
                Some(if number { ChoiceKind::Whole } else { ChoiceKind::Text })
            }
            _ => None,
        }
    }
}

/// The first property of the first arm that every arm demands, with values that no other arm has.
fn by_constant<'t>(facts: &[Facts<'t>]) -> Option<Told<'t>> {
    let [first, _, ..] = facts else { return None };
    let tags = |name: &str| {
        let mut taken = BTreeSet::new();
        let mut tags = Vec::new();
        for arm in facts {
            let constant = arm.constants.get(name).filter(|it| it.required)?;
            if !constant.values.iter().all(|it| taken.insert(key(it))) {
                return None;
            }
            tags.push(constant.values.clone());
        }
        Some(tags)
    };
    first.constants.list.iter().find_map(|it| Some(Told { property: it.name, tags: tags(it.name)? }))
}

fn scalar(node: Node<'_>) -> Option<Scalar<'_>> {
    match node.kind() {
        Kind::Text => node.text().map(Scalar::Text),
        Kind::Bool => node.bool().map(Scalar::Bool),
        Kind::Number => node.number().map(Scalar::Number),
        Kind::Null | Kind::List | Kind::Map => None,
    }
}
