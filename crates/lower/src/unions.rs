//! Unions: what their arms are called, what each holds, and how it is told apart.

use std::collections::{BTreeMap, BTreeSet};

use specsmith_model::{Arm, Ident, JsonKind, Told, TypeDef, TypeRef, Union, Wire};
use specsmith_spec::{self as spec, ChoiceKind, NumberFormat, OneOf, Scalar, SchemaId, SchemaKind};

use crate::choices::{OTHER, wire};
use crate::fields::Head;
use crate::plain::Definitions;
use crate::rules::{NameKind, Rule};
use crate::scope::{Candidate, Claim, Listed, Scope};
use crate::types::{Defined, Site, Types};
use crate::{docs, keys, names, views};

/// Unions within unions are looked through so deep.
const DEEPEST: usize = 8;

impl<'t> Types<'_, 't, '_, '_> {
    pub(crate) fn union(&mut self, site: Site, head: Head, one_of: &OneOf<'t>) -> Union {
        let Head { ident, stem, docs, deprecated, key } = head;
        let idents = self.arm_names(&ident, &key, one_of);
        let mut arms = Vec::new();
        for (arm, variant) in one_of.arms.iter().zip(idents) {
            let ty = self.type_of(arm.schema, &names::inner_type_name(&stem, variant.text()));
            let schema = self.graph.schema(arm.schema);
            let said = [schema.docs.title, schema.docs.description].into_iter().flatten();
            let fallback = docs::span(variant.text());
            let made = Arm {
                docs: docs::first_paragraph(said, &fallback),
                ident: variant,
                ty: if self.is_large(arm.schema) { TypeRef::Boxed(Box::new(ty)) } else { ty },
                told: self.told(site, one_of, arm),
                from: false,
            };
            arms.push((self.floats(arm.schema, DEEPEST), made));
        }
        // The first that decodes is it, and whole numbers decode as fractions too, but not to the last digit.
        if arms.iter().any(|(floats, _)| *floats == Some(false)) {
            arms.sort_by_key(|(floats, _)| *floats == Some(true));
        }
        let arms = arms.into_iter().map(|(_, it)| it).collect();
        let tag = one_of.tag.map(str::to_owned);
        Union { ident, docs, deprecated, tag, arms, other: other_variant() }
    }

    fn arm_names(&mut self, owner: &Ident, key: &str, one_of: &OneOf<'t>) -> Vec<Ident> {
        let path = self.path(owner.text()) + "::";
        let titles = unique_titles(self.graph, one_of);
        let claims = one_of.arms.iter().map(|it| Claim {
            node: it.node,
            key: format!("{key}/oneOf/{}", keys::arm_key(it, self.graph.schema(it.schema))),
            listed: Some(Listed { kind: NameKind::Variant, path: path.clone() }),
            candidates: self.arm_candidates(it, &titles),
        });
        let claims = claims.collect();
        Scope::with(&[OTHER]).claim_all(claims, self.ledger, self.diagnostics)
    }

    /// What an arm is called: as what it refers to, else by its tag, its title, or the kind of its value. Of two objects
    /// that nothing else names, one is told apart by what it demands.
    fn arm_candidates(&self, arm: &spec::UnionArm<'t>, titles: &BTreeSet<&str>) -> Vec<Candidate> {
        let said = self.arm_words(arm, titles);
        let words = said.clone().unwrap_or_else(|| self.kind_words(arm.schema, DEEPEST));
        let mut candidates = names::member_names(&words, OTHER, names::variant_name, Rule::Arm);
        let (settled, _) = self.graph.settle(arm.schema);
        if let (None, SchemaKind::Object { properties, .. }) = (said, &self.graph.schema(settled).kind)
            // Not the first one: the order of the document decides on no name.
            && let Some(property) = properties.iter().min_by_key(|it| (!it.required, it.name))
        {
            let longer = names::variant_name(&format!("{words} with {}", property.name));
            candidates.insert(1, Candidate::new(longer, Rule::Qualified("a property of it")));
        }
        candidates
    }

    fn arm_words(&self, arm: &spec::UnionArm<'t>, titles: &BTreeSet<&str>) -> Option<String> {
        let schema = self.graph.schema(arm.schema);
        let (settled, _) = self.graph.settle(arm.schema);
        let settled = self.graph.schema(settled);
        if let Some(name) = schema.name.as_deref().or(settled.name.as_deref()).or(arm.called) {
            return Some(name.to_owned());
        }
        match arm.tags.first() {
            Some(Scalar::Text(text)) => Some((*text).to_owned()),
            Some(value) => Some(format!("value {value}")),
            None => schema.docs.title.filter(|it| titles.contains(it)).map(str::to_owned),
        }
    }

    fn kind_words(&self, id: SchemaId, levels: usize) -> String {
        let (settled, _) = self.graph.settle(id);
        let schema = self.graph.schema(settled);
        let inner = |id: SchemaId, words: &str| {
            let name = self.graph.schema(self.graph.settle(id).0).name.clone();
            let item = match levels.checked_sub(1) {
                Some(levels) => name.unwrap_or_else(|| self.kind_words(id, levels)),
                None => String::new(),
            };
            format!("{item} {words}")
        };
        match &schema.kind {
            SchemaKind::Any => "any".to_owned(),
            SchemaKind::Bool => "bool".to_owned(),
            SchemaKind::Integer(_) => "integer".to_owned(),
            SchemaKind::Number(_) => "number".to_owned(),
            SchemaKind::Text(spec::TextFormat::Other(format)) => (*format).to_owned(),
            SchemaKind::Text(spec::TextFormat::DateTime) => "date time".to_owned(),
            SchemaKind::Text(spec::TextFormat::Date) => "date".to_owned(),
            SchemaKind::Text(_) => "text".to_owned(),
            SchemaKind::Choice(choice) => match choice.kind {
                ChoiceKind::Text => "choice".to_owned(),
                ChoiceKind::Whole => "integer choice".to_owned(),
                ChoiceKind::Mixed => "mixed choice".to_owned(),
            },
            SchemaKind::List(items) => inner(*items, "list"),
            SchemaKind::Map(values) => inner(*values, "map"),
            SchemaKind::Object { .. } => "object".to_owned(),
            SchemaKind::OneOf(_) => "union".to_owned(),
            SchemaKind::Same(_) => "value".to_owned(),
        }
    }

    /// Whether it stands on the heap.
    fn is_large(&self, id: SchemaId) -> bool {
        let (settled, _) = self.graph.settle(id);
        matches!(self.graph.schema(settled).kind, SchemaKind::Object { .. } | SchemaKind::OneOf(_))
    }

    /// Whether the numbers that it consists of are floating; `None` where it does not.
    fn floats(&self, id: SchemaId, levels: usize) -> Option<bool> {
        let (settled, _) = self.graph.settle(id);
        match (&self.graph.schema(settled).kind, levels.checked_sub(1)) {
            (SchemaKind::Number(format), _) => Some(*format != NumberFormat::Decimal),
            (SchemaKind::Integer(_), _) => Some(false),
            (SchemaKind::List(it) | SchemaKind::Map(it), Some(levels)) => self.floats(*it, levels),
            _ => None,
        }
    }

    fn told(&self, site: Site, one_of: &OneOf<'t>, arm: &spec::UnionArm<'t>) -> Told {
        let (settled, _) = self.graph.settle(arm.schema);
        let kind = &self.graph.schema(settled).kind;
        if let Some(tag) = one_of.tag {
            let name =
                self.graph.schema(arm.schema).name.as_deref().or(self.graph.schema(settled).name.as_deref());
            let mut values: Vec<_> = arm.tags.iter().map(wire).collect();
            // The first one is written: the arm's own name where it is one of them, and else not one that an order chose.
            values.sort_by_key(|it| {
                (!matches!(it, Wire::Text(text) if Some(text.as_str()) == name), it.clone())
            });
            let shown =
                |it: &spec::Property<'_>| it.name == tag && views::shows(self.graph, it.schema, site.view);
            return match kind {
                SchemaKind::Object { properties, .. } if !properties.iter().any(shown) => {
                    Told::TagBeside(values)
                }
                // Its values are of one type, which the tag need not be of.
                SchemaKind::Map(_) => Told::TagBeside(values),
                _ => Told::Tag(values),
            };
        }
        match kind {
            SchemaKind::Object { .. } => Told::Fields,
            _ => Told::Kinds(self.kinds(arm.schema, DEEPEST).into_iter().collect()),
        }
    }

    fn kinds(&self, id: SchemaId, levels: usize) -> BTreeSet<JsonKind> {
        use JsonKind::{Bool, List, Null, Number, Object, Text};
        let (settled, nullable) = self.graph.settle(id);
        let mut kinds = match (&self.graph.schema(settled).kind, levels.checked_sub(1)) {
            (SchemaKind::Any | SchemaKind::Same(_), _) | (SchemaKind::OneOf(_), None) => {
                BTreeSet::from([Null, Bool, Number, Text, List, Object])
            }
            (SchemaKind::Bool, _) => BTreeSet::from([Bool]),
            (SchemaKind::Integer(_) | SchemaKind::Number(_), _) => BTreeSet::from([Number]),
            (SchemaKind::Text(_), _) => BTreeSet::from([Text]),
            (SchemaKind::Choice(choice), _) => match choice.kind {
                ChoiceKind::Text => BTreeSet::from([Text]),
                ChoiceKind::Whole => BTreeSet::from([Number]),
                ChoiceKind::Mixed => BTreeSet::from([Text, Number, Bool]),
            },
            (SchemaKind::List(_), _) => BTreeSet::from([List]),
            (SchemaKind::Map(_) | SchemaKind::Object { .. }, _) => BTreeSet::from([Object]),
            (SchemaKind::OneOf(it), Some(levels)) => {
                it.arms.iter().flat_map(|it| self.kinds(it.schema, levels)).collect()
            }
        };
        kinds.extend(nullable.then_some(Null));
        kinds
    }
}

/// The variant that keeps what is of none of the types.
pub(crate) fn other_variant() -> Ident {
    names::variant_name(OTHER)
}

/// The variant of what is nothing but a list of itself.
pub(crate) fn list_variant() -> Ident {
    names::variant_name("list")
}

/// A title names an arm only where no other has the same.
fn unique_titles<'t>(graph: &spec::Graph<'t>, one_of: &OneOf<'t>) -> BTreeSet<&'t str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for title in one_of.arms.iter().filter_map(|it| graph.schema(it.schema).docs.title) {
        *counts.entry(title).or_default() += 1;
    }
    counts.into_iter().filter(|(_, count)| *count == 1).map(|(title, _)| title).collect()
}

/// The first arm of a type takes its plain value. Any JSON is for the variant that keeps the rest.
pub(crate) fn settle_plain_values(definitions: &mut [Defined<'_>]) {
    let mut plain: Vec<(usize, Vec<bool>)> = Vec::new();
    let all = Definitions(definitions);
    for (index, defined) in definitions.iter().enumerate() {
        let TypeDef::Union(it) = &defined.definition else { continue };
        let mut known = vec![TypeRef::Json];
        let from = it.arms.iter().map(|arm| {
            let ty = match all.unaliased(&arm.ty) {
                TypeRef::Boxed(inner) => *inner,
                other => other,
            };
            // Of itself it can be made already, and of a foreign type nobody knows what it is.
            let open = ty != TypeRef::Named(specsmith_model::TypeId(index)) && !holds_foreign(&ty);
            let first = open && !known.contains(&ty);
            known.push(ty);
            first
        });
        plain.push((index, from.collect()));
    }
    for (index, from) in plain {
        if let Some(TypeDef::Union(it)) = definitions.get_mut(index).map(|it| &mut it.definition) {
            for (arm, from) in it.arms.iter_mut().zip(from) {
                arm.from = from;
            }
        }
    }
}

fn holds_foreign(ty: &TypeRef) -> bool {
    match ty {
        TypeRef::Foreign(_) => true,
        TypeRef::List(it)
        | TypeRef::Map(it)
        | TypeRef::Option(it)
        | TypeRef::Patch(it)
        | TypeRef::Boxed(it) => holds_foreign(it),
        _ => false,
    }
}
