//! Enumerations: what each of their values is called.

use specsmith_model::{Choice, ChoiceKind, ChoiceVariant, Wire};
use specsmith_source::Number;
use specsmith_spec::{self as spec, Scalar};

use crate::fields::Head;
use crate::rules::{NameKind, Rule};
use crate::scope::{Candidate, Claim, Listed, Scope};
use crate::types::Types;
use crate::{docs, keys, names};

/// The name of the variant that holds what the document does not name.
pub(crate) const OTHER: &str = "Unknown";

impl<'t> Types<'_, 't, '_, '_> {
    pub(crate) fn choice(&mut self, head: Head, choice: &spec::Choice<'t>) -> Choice {
        let Head { ident, stem: _, docs, deprecated, key } = head;
        let path = self.path(ident.text()) + "::";
        let claims = choice.values.iter().map(|it| Claim {
            node: it.node,
            key: format!("{key}/enum/{}", keys::escape(&member_key(choice.kind, &it.value))),
            listed: Some(Listed { kind: NameKind::Variant, path: path.clone() }),
            candidates: candidates(it),
        });
        let idents = Scope::with(&[OTHER]).claim_all(claims.collect(), self.ledger, self.diagnostics);
        let variants = choice.values.iter().zip(idents).map(|(value, ident)| ChoiceVariant {
            ident,
            wire: wire(&value.value),
            docs: docs::paragraphs(value.description),
        });
        let variants: Vec<_> = variants.collect();
        let kind = match choice.kind {
            spec::ChoiceKind::Text => ChoiceKind::Text,
            spec::ChoiceKind::Whole if variants.iter().all(|it| matches!(it.wire, Wire::Whole(_))) => {
                ChoiceKind::Whole
            }
            spec::ChoiceKind::Whole | spec::ChoiceKind::Mixed => ChoiceKind::Mixed,
        };
        Choice { ident, docs, deprecated, kind, variants, other: names::variant_name(OTHER) }
    }
}

/// What a value is known by; among mixed ones a number may look like a string.
fn member_key(kind: spec::ChoiceKind, value: &Scalar<'_>) -> String {
    match (kind, value) {
        (spec::ChoiceKind::Mixed, Scalar::Number(it)) => format!("number:{it}"),
        (spec::ChoiceKind::Mixed, Scalar::Bool(it)) => format!("bool:{it}"),
        (_, it) => it.to_string(),
    }
}

fn candidates(literal: &spec::Literal<'_>) -> Vec<Candidate> {
    let said = literal.name.filter(|it| it.chars().any(char::is_alphanumeric));
    let said = said.map(|it| names::member_names(it, OTHER, names::variant_name, Rule::Value));
    let text = match literal.value {
        Scalar::Text(text) => text.to_owned(),
        // A digit alone is no name.
        Scalar::Number(number) => format!("value {number}").replace('-', "minus ").replace('.', " point "),
        Scalar::Bool(value) => value.to_string(),
    };
    let plain = names::member_names(&text, OTHER, names::variant_name, Rule::Value);
    said.into_iter().flatten().chain(plain).collect()
}

/// A value as the runtime meets it.
pub(crate) fn wire(value: &Scalar<'_>) -> Wire {
    match value {
        Scalar::Text(text) => Wire::Text((*text).to_owned()),
        Scalar::Bool(value) => Wire::Bool(*value),
        Scalar::Number(Number::Integer(value)) => match i64::try_from(*value) {
            Ok(value) => Wire::Whole(value),
            Err(_) => Wire::Number(value.to_string()),
        },
        Scalar::Number(Number::Float(value)) => Wire::Number(json_number(*value)),
    }
}

/// Spelled as JSON does: `1.0` rather than `1`.
fn json_number(value: f64) -> String {
    let text = value.to_string();
    if text.contains(['.', 'e', 'E']) { text } else { format!("{text}.0") }
}
