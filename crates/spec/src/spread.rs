//! Alternatives beside properties: each arm becomes an object of its own that has what all of them share.

use std::collections::BTreeSet;

use specsmith_source::{Diagnostics, Node, Origin};

use crate::all_of::{Merge, Union};
use crate::alternatives::{Arm, Sort};
use crate::called::own_name;
use crate::objects::Parts;
use crate::read;
use crate::schemas::{Read, Schemas};
use crate::shape::{Derived, OneOf, Schema, SchemaKind, UnionArm};

/// Alternatives inside alternatives deeper than this are a mistake, or an attack.
const DEEPEST: usize = 32;

struct Spread<'t> {
    /// The schema that has both.
    owner: Node<'t>,
    arms: Vec<UnionArm<'t>>,
    null: bool,
    /// The schemas whose alternatives we are inside of.
    inside: Vec<Origin>,
}

impl<'t> Schemas<'t> {
    /// The union whose arms each have the common parts too.
    pub(crate) fn spread(
        &mut self,
        node: Node<'t>,
        union: Union<'t>,
        common: Parts<'t>,
        diagnostics: &mut Diagnostics,
    ) -> Read<'t> {
        let mut spread = Spread { owner: node, arms: Vec::new(), null: false, inside: Vec::new() };
        self.spread_into(&union, &common, &mut spread, diagnostics);
        let Spread { owner: _, arms, null, inside: _ } = spread;
        let discriminator = union.settled.get("discriminator").or(node.get("discriminator"));
        let read = match arms.as_slice() {
            [] => self.assemble(common, node, diagnostics),
            [only] => SchemaKind::Same(only.schema).into(),
            _ => Read { discriminator, ..SchemaKind::OneOf(OneOf { arms, tag: None }).into() },
        };
        Read { null: null || read.null, ..read }
    }

    fn spread_into(
        &mut self,
        union: &Union<'t>,
        common: &Parts<'t>,
        spread: &mut Spread<'t>,
        diagnostics: &mut Diagnostics,
    ) {
        if spread.inside.len() >= DEEPEST || spread.inside.contains(&union.settled.origin()) {
            let what = "a schema as an alternative to itself";
            return diagnostics.fallback(union.node, what, "it is left out");
        }
        let Sort::Union(arms) = &union.alternatives.sort else { return };
        spread.inside.push(union.settled.origin());
        spread.null |= union.alternatives.null;
        let mut seen = BTreeSet::new();
        for arm in arms.iter().filter(|it| seen.insert(it.settled.origin())) {
            // Before anything is copied: unions of unions could multiply what they share.
            if !self.affords(1 + common.len()) {
                diagnostics.too_many_properties(arm.node);
                break;
            }
            self.spread_arm(*arm, common, spread, diagnostics);
        }
        spread.inside.pop();
    }

    fn spread_arm(
        &mut self,
        arm: Arm<'t>,
        common: &Parts<'t>,
        spread: &mut Spread<'t>,
        diagnostics: &mut Diagnostics,
    ) {
        let mut own = Merge::default();
        self.flatten(arm.node, &mut own, diagnostics);
        let Merge { parts, others, union, .. } = own;
        if !others.is_empty() {
            let what = "an alternative that is no object, beside properties,";
            return diagnostics.fallback(arm.node, what, "it is left out");
        }
        let schema = if union.is_none() && parts.cover(common) {
            self.schema(arm.node, diagnostics)
        } else {
            let mut merged = common.clone();
            self.absorb(&mut merged, parts, diagnostics);
            if let Some(union) = union {
                return self.spread_into(&union, &merged, spread, diagnostics);
            }
            let docs = read::docs(arm.settled, "title", diagnostics);
            let derived = Some(Derived::Arm(spread.owner));
            let schema = self.add(Schema { derived, docs, ..Schema::any(arm.node) });
            let read = self.assemble(merged, arm.settled, diagnostics);
            self.fill(schema, read);
            schema
        };
        let called = own_name(arm.settled, self.holder);
        spread.arms.push(UnionArm { node: arm.node, schema, called, tags: Vec::new() });
    }
}
