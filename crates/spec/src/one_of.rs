//! `oneOf` and `anyOf` where nothing is merged into their arms.

use specsmith_source::{Diagnostics, Node};

use crate::alternatives::{Arm, Sort, enumerated};
use crate::leaves::{Texts, unique};
use crate::schemas::{ANY_JSON, Read, Schemas};
use crate::shape::{Choice, ChoiceKind, Derived, Docs, Literal, OneOf, Scalar, Schema, SchemaKind, UnionArm};

impl<'t> Schemas<'t> {
    /// One arm alone is that arm, enumerations become one enumeration, a null arm makes it nullable.
    pub(crate) fn one_of(
        &mut self,
        node: Node<'t>,
        key: &'static str,
        word: &str,
        diagnostics: &mut Diagnostics,
    ) -> Read<'t> {
        let alternatives = self.alternatives(node, key, diagnostics);
        let null = alternatives.null;
        let scalar = matches!(word, "string" | "integer" | "number" | "boolean");
        let read = match &alternatives.sort {
            Sort::Narrowing("") if word.is_empty() => {
                diagnostics.fallback(node, &format!("an `{key}` of nothing but demands"), ANY_JSON);
                SchemaKind::Any.into()
            }
            Sort::Narrowing(implied) if word.is_empty() => self.plain(node, implied, diagnostics),
            Sort::Nothing | Sort::Narrowing(_) => self.plain(node, word, diagnostics),
            Sort::One(arm) => SchemaKind::Same(self.schema(arm.node, diagnostics)).into(),
            Sort::Enumeration(kind, arms) => self.merged_choice(*kind, arms, diagnostics),
            // What is said to be a string stays one, whatever the alternatives demand of it.
            Sort::Union(_) if scalar => self.plain(node, word, diagnostics),
            Sort::Union(arms) => {
                let discriminator = node.get("discriminator");
                let arm = |it: &Arm<'t>| UnionArm {
                    node: it.node,
                    schema: self.schema(it.node, diagnostics),
                    called: None,
                    tags: Vec::new(),
                };
                let arms = arms.iter().map(arm).collect();
                Read { discriminator, ..SchemaKind::OneOf(OneOf { arms, tag: None }).into() }
            }
        };
        Read { null: null || read.null, ..read }
    }

    /// Enumerations that are alternatives, as one.
    pub(crate) fn merged_choice(
        &mut self,
        kind: ChoiceKind,
        arms: &[Arm<'t>],
        diagnostics: &mut Diagnostics,
    ) -> Read<'t> {
        let mut null = false;
        let mut values = Vec::new();
        let mut saying = Vec::new();
        for arm in arms {
            let Some((_, texts)) = enumerated(arm.settled) else { continue };
            null |= texts.null;
            values.extend(titled(*arm, texts));
            if !saying.iter().any(|it: &Arm<'t>| it.settled == arm.settled) {
                saying.push(*arm);
            }
        }
        let kind = match saying.as_slice() {
            [one] if one.node != one.settled => SchemaKind::Same(self.schema(one.node, diagnostics)),
            _ => self.combined_choice(&saying, Choice { kind, values: unique(values) }),
        };
        Read { null, ..kind.into() }
    }

    /// Frameworks write "one of these, or blank" with two components; wherever it stands, it is one type.
    fn combined_choice(&mut self, arms: &[Arm<'t>], choice: Choice<'t>) -> SchemaKind<'t> {
        let [first, rest @ ..] = arms else { return SchemaKind::Choice(choice) };
        let first = first.settled;
        match self.component(first) {
            Some(_) if rest.iter().all(|it| blank(it.settled)) => {
                let key: Vec<_> = arms.iter().map(|it| it.settled.origin()).collect();
                let known = self.by_arms.get(&key).copied();
                let id = known.unwrap_or_else(|| {
                    let docs = Docs {
                        description: first.get("description").and_then(Node::text),
                        ..Docs::default()
                    };
                    let derived = Some(Derived::OrBlank(first));
                    let kind = SchemaKind::Choice(choice);
                    self.add(Schema { derived, docs, kind, ..Schema::any(first) })
                });
                self.by_arms.insert(key, id);
                SchemaKind::Same(id)
            }
            _ => SchemaKind::Choice(choice),
        }
    }
}

fn blank(node: Node<'_>) -> bool {
    enumerated(node).is_some_and(|(_, it)| it.values.iter().all(|it| it.value == Scalar::Text("")))
}

/// The usual way to say more of each value: an alternative of its own with that constant, a title and a description.
fn titled<'t>(arm: Arm<'t>, texts: Texts<'t>) -> Vec<Literal<'t>> {
    let Texts { mut values, null: _ } = texts;
    if let ([only], true) = (values.as_mut_slice(), arm.node == arm.settled) {
        only.name = only.name.or(arm.node.get("title").and_then(Node::text));
        only.description = only.description.or(arm.node.get("description").and_then(Node::text));
    }
    values
}
