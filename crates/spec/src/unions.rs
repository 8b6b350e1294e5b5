//! Unions as a whole, when everything is read: circles broken, arms made flat and named once.

use std::collections::{BTreeMap, BTreeSet};

use specsmith_source::Diagnostics;

use crate::graph::settle;
use crate::schemas::{ANY_JSON, Schemas};
use crate::shape::{Access, Limits, OneOf, Schema, SchemaId, SchemaKind, TextFormat, UnionArm};

/// How far a walk through the graph has come with a schema.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    Unseen,
    /// We are inside of it.
    Open,
    Done,
}

impl<'t> Schemas<'t> {
    /// A schema that is one nameless schema written inside it is that schema; what is left of the inner one refers to it.
    pub(crate) fn lift(&mut self) {
        // The inner ones come later in the list, and are whole when the outer ones are looked at.
        for outer in (0..self.list.len()).rev() {
            let SchemaKind::Same(SchemaId(inner)) = self.list[outer].kind else { continue };
            let (outer_id, inner) = (SchemaId(u32::try_from(outer).unwrap_or(u32::MAX)), inner as usize);
            if inner <= outer || !self.list[inner].is_nameless() {
                continue;
            }
            let kind = std::mem::replace(&mut self.list[inner].kind, SchemaKind::Same(outer_id));
            let Schema { docs, nullable, format, access, limits, default, examples, .. } =
                &mut self.list[inner];
            let (docs, nullable, format, access) = (*docs, *nullable, *format, *access);
            let (limits, default, examples) = (std::mem::take(limits), *default, std::mem::take(examples));
            let discriminator =
                self.discriminators.remove(&SchemaId(u32::try_from(inner).unwrap_or(u32::MAX)));
            self.discriminators.extend(discriminator.map(|it| (outer_id, it)));
            let schema = &mut self.list[outer];
            schema.kind = kind;
            schema.nullable |= nullable;
            schema.docs.title = schema.docs.title.or(docs.title);
            schema.docs.description = schema.docs.description.or(docs.description);
            schema.docs.deprecated |= docs.deprecated;
            schema.docs.link = schema.docs.link.or(docs.link);
            schema.format = schema.format.or(format);
            if schema.access == Access::Both {
                schema.access = access;
            }
            schema.default = schema.default.or(default);
            if schema.limits == Limits::default() {
                schema.limits = limits;
            }
            if schema.examples.is_empty() {
                schema.examples = examples;
            }
        }
    }

    /// Ends schemas that consist of themselves.
    pub(crate) fn settle_circles(&mut self, diagnostics: &mut Diagnostics) {
        let mut progress = vec![Progress::Unseen; self.list.len()];
        for start in self.by_place(|it| matches!(it, SchemaKind::Same(_))) {
            let mut way = Vec::new();
            let mut at = start;
            while progress[at] == Progress::Unseen {
                progress[at] = Progress::Open;
                way.push(at);
                let SchemaKind::Same(next) = self.list[at].kind else { break };
                at = next.0 as usize;
                if progress[at] == Progress::Open {
                    let what = "a schema that consists of itself alone";
                    diagnostics.fallback(self.list[at].node, what, ANY_JSON);
                    self.list[at].kind = SchemaKind::Any;
                }
            }
            for at in way {
                progress[at] = Progress::Done;
            }
        }
    }

    /// Schemas of a kind by their pointers: where a circle is broken is no matter of the order of the document.
    fn by_place(&self, of_kind: impl Fn(&SchemaKind<'t>) -> bool) -> Vec<usize> {
        let mut places: Vec<usize> =
            (0..self.list.len()).filter(|it| of_kind(&self.list[*it].kind)).collect();
        places.sort_by_cached_key(|it| {
            let node = self.list[*it].node;
            (node.file().to_owned(), node.pointer())
        });
        places
    }

    /// Makes every union flat and tells its arms apart, those that stand inside others first.
    pub(crate) fn settle_unions(&mut self, diagnostics: &mut Diagnostics) {
        for id in self.unions(diagnostics) {
            self.make_flat(id);
            self.tell_apart(id, diagnostics);
            self.join(id);
        }
    }

    pub(crate) fn union(&self, id: SchemaId) -> Option<&OneOf<'t>> {
        match &self.list[id.0 as usize].kind {
            SchemaKind::OneOf(union) => Some(union),
            _ => None,
        }
    }

    /// Every union, those inside others first; an arm that leads back to where it came from is taken out.
    fn unions(&mut self, diagnostics: &mut Diagnostics) -> Vec<SchemaId> {
        let mut progress = vec![Progress::Unseen; self.list.len()];
        let (mut order, mut circular) = (Vec::new(), BTreeSet::new());
        let starts = self.by_place(|it| matches!(it, SchemaKind::OneOf(_)));
        for start in starts.into_iter().map(|it| SchemaId(u32::try_from(it).unwrap_or(u32::MAX))) {
            let mut stack = vec![(start, 0)];
            while let Some((id, next)) = stack.pop() {
                let place = id.0 as usize;
                let Some(union) = self.union(id).filter(|_| next > 0 || progress[place] == Progress::Unseen)
                else {
                    continue;
                };
                progress[place] = Progress::Open;
                let Some(arm) = union.arms.get(next) else {
                    progress[place] = Progress::Done;
                    order.push(id);
                    continue;
                };
                stack.push((id, next + 1));
                let (target, _) = settle(&self.list, arm.schema);
                match progress[target.0 as usize] {
                    Progress::Unseen => stack.push((target, 0)),
                    Progress::Open => drop(circular.insert((id, next))),
                    Progress::Done => {}
                }
            }
        }
        for (id, index) in circular.into_iter().rev() {
            if let SchemaKind::OneOf(OneOf { arms, .. }) = &mut self.list[id.0 as usize].kind {
                let arm = arms.remove(index);
                diagnostics.fallback(arm.node, "a schema as an alternative to itself", "it is left out");
            }
        }
        order
    }

    /// Alternatives of nameless alternatives stand in their place; what is named twice is named once.
    fn make_flat(&mut self, id: SchemaId) {
        let SchemaKind::OneOf(OneOf { arms, tag }) = &mut self.list[id.0 as usize].kind else { return };
        let (arms, tag) = (std::mem::take(arms), *tag);
        let mut null = false;
        let mut flat: Vec<UnionArm<'t>> = Vec::new();
        let mut seen = BTreeSet::new();
        for arm in arms {
            let (target, nullable) = settle(&self.list, arm.schema);
            null |= nullable;
            match &self.list[target.0 as usize] {
                // Its tag may be the tag of the whole; it is made flat later then.
                schema @ Schema { kind: SchemaKind::OneOf(inner), .. }
                    if schema.is_nameless() && tag.is_none() && inner.tag.is_none() =>
                {
                    let again = |it: &UnionArm<'t>| UnionArm { tags: Vec::new(), ..*it };
                    let inner: Vec<_> = inner.arms.iter().map(again).collect();
                    let first = |it: &UnionArm<'t>| seen.insert(settle(&self.list, it.schema).0);
                    flat.extend(inner.into_iter().filter(first));
                }
                _ if tag.is_some() || seen.insert(target) => flat.push(arm),
                _ => {}
            }
        }
        let flat = self.each_leaf_once(flat);
        let schema = &mut self.list[id.0 as usize];
        schema.nullable |= null;
        schema.kind = SchemaKind::OneOf(OneOf { arms: flat, tag });
    }
}

impl<'t> Schemas<'t> {
    /// Two arms that are the same simple type are one, without the format and the limits in which they differ.
    fn each_leaf_once(&mut self, arms: Vec<UnionArm<'t>>) -> Vec<UnionArm<'t>> {
        let mut kept: Vec<UnionArm<'t>> = Vec::new();
        let mut leaves = BTreeMap::new();
        for arm in arms {
            let (target, _) = settle(&self.list, arm.schema);
            let schema = &self.list[target.0 as usize];
            let Some(leaf) = leaf(&schema.kind) else {
                kept.push(arm);
                continue;
            };
            // What is text for people only is text, whatever they see in it.
            let words = matches!(leaf, SchemaKind::Text(TextFormat::Plain | TextFormat::Other(_)));
            let common = if words { SchemaKind::Text(TextFormat::Plain) } else { leaf };
            let Some(place) = leaves.get(&format!("{common:?}")).copied() else {
                leaves.insert(format!("{common:?}"), kept.len());
                kept.push(arm);
                continue;
            };
            let Some(first): Option<&mut UnionArm<'t>> = kept.get_mut(place) else { continue };
            let known = &self.list[settle(&self.list, first.schema).0.0 as usize];
            let alike = format!("{:?}", known.kind) == format!("{:?}", schema.kind);
            if !alike || known.limits != schema.limits {
                first.schema = self.add(Schema { kind: common, ..Schema::any(first.node) });
            }
        }
        kept
    }

    /// What the tag has made plain: nameless alternatives with the same tag join those around them, and a choice of one
    /// is none.
    fn join(&mut self, id: SchemaId) {
        let SchemaKind::OneOf(OneOf { arms, tag }) = &mut self.list[id.0 as usize].kind else { return };
        let (arms, tag) = (std::mem::take(arms), *tag);
        let mut joined: Vec<UnionArm<'t>> = Vec::new();
        for arm in arms {
            match &self.list[settle(&self.list, arm.schema).0.0 as usize] {
                schema @ Schema { kind: SchemaKind::OneOf(inner), .. }
                    if schema.is_nameless() && tag.is_some() && inner.tag == tag =>
                {
                    joined.extend(inner.arms.iter().map(|it| UnionArm { tags: it.tags.clone(), ..*it }));
                }
                _ => joined.push(arm),
            }
        }
        self.list[id.0 as usize].kind = match (joined.as_slice(), tag) {
            ([], _) => SchemaKind::Any,
            ([only], None) => SchemaKind::Same(only.schema),
            _ => SchemaKind::OneOf(OneOf { arms: joined, tag }),
        };
    }
}

/// A simple type once more.
pub(crate) fn leaf<'t>(kind: &SchemaKind<'t>) -> Option<SchemaKind<'t>> {
    Some(match kind {
        SchemaKind::Any => SchemaKind::Any,
        SchemaKind::Bool => SchemaKind::Bool,
        SchemaKind::Integer(format) => SchemaKind::Integer(*format),
        SchemaKind::Number(format) => SchemaKind::Number(*format),
        SchemaKind::Text(format) => SchemaKind::Text(*format),
        SchemaKind::Choice(_)
        | SchemaKind::List(_)
        | SchemaKind::Map(_)
        | SchemaKind::Object { .. }
        | SchemaKind::OneOf(_)
        | SchemaKind::Same(_) => return None,
    })
}
