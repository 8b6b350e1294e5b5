//! Headers that answers declare: a constant for each name, whichever operations declare it.

use std::collections::BTreeMap;

use specsmith_model::{Docs, HeaderDef, HeaderForm, Ident, TypeRef};
use specsmith_spec::{ChoiceKind, Header, Operation, SchemaId, SchemaKind};

use crate::rules::{NameKind, Rule};
use crate::scope::{Candidate, Claim, Listed, Scope};
use crate::types::Types;
use crate::views::View;
use crate::{docs, keys, names};

/// The constants of a document.
pub(crate) struct Headers {
    list: Vec<HeaderDef>,
    by_name: BTreeMap<String, usize>,
}

impl Headers {
    pub(crate) fn new(types: &mut Types<'_, '_, '_, '_>) -> Self {
        let graph = types.graph;
        let all = graph.operations.iter().flat_map(|it| &it.responses).flat_map(|it| &it.headers);
        let (mut by_name, mut groups) = (BTreeMap::new(), Vec::<Vec<&Header<'_>>>::new());
        for header in all {
            let place = *by_name.entry(header.name.to_ascii_lowercase()).or_insert(groups.len());
            match groups.get_mut(place) {
                Some(group) => group.push(header),
                None => groups.push(vec![header]),
            }
        }
        for group in &mut groups {
            // Which of them comes first in the document decides on nothing.
            group.sort_by_cached_key(|it| (it.name, it.node.pointer()));
        }
        let path = types.path("");
        let claims = groups.iter().filter_map(|it| it.first()).map(|it| Claim {
            node: it.node,
            key: format!("#/headers/{}", keys::escape(&it.name.to_ascii_lowercase())),
            listed: Some(Listed { kind: NameKind::Header, path: path.clone() }),
            candidates: vec![Candidate::new(names::const_name(it.name), Rule::Header)],
        });
        let idents = Scope::with(&[]).claim_all(claims.collect(), types.ledger, types.diagnostics);
        let mut list = Vec::new();
        for (group, ident) in groups.iter().zip(idents) {
            let (ty, form) = value(group, types);
            let wire = group.first().map(|it| it.name.to_owned()).unwrap_or_default();
            list.push(HeaderDef { ident, docs: words(&wire, group), wire, ty, form });
        }
        Self { list, by_name }
    }

    /// The constants of the headers that an operation's answers declare, each once, in the order of their names.
    pub(crate) fn of(&self, operation: &Operation<'_>) -> Vec<Ident> {
        let declared = operation.responses.iter().flat_map(|it| &it.headers);
        let places = declared.filter_map(|it| self.by_name.get(&it.name.to_ascii_lowercase()));
        let idents = places.filter_map(|it| self.list.get(*it)).map(|it| &it.ident);
        let by_name: BTreeMap<&str, &Ident> = idents.map(|it| (it.text(), it)).collect();
        by_name.into_values().cloned().collect()
    }

    pub(crate) fn into_defs(self) -> Vec<HeaderDef> {
        self.list
    }
}

fn words(name: &str, group: &[&Header<'_>]) -> Docs {
    let said = group.iter().filter_map(|it| it.docs.description);
    docs::first_paragraph(said, &format!("The header {name}."))
}

/// The type that all declarations give a header; text where they do not agree.
fn value(group: &[&Header<'_>], types: &mut Types<'_, '_, '_, '_>) -> (TypeRef, HeaderForm) {
    types.travel(View::Answer);
    let mut agreed: Option<(TypeRef, HeaderForm)> = None;
    for header in group {
        let own = own_value(header, types);
        match &agreed {
            None => agreed = Some(own),
            Some(known) if *known == own => {}
            Some(_) => return (TypeRef::String, HeaderForm::Single),
        }
    }
    agreed.unwrap_or((TypeRef::String, HeaderForm::Single))
}

fn own_value(header: &Header<'_>, types: &mut Types<'_, '_, '_, '_>) -> (TypeRef, HeaderForm) {
    let graph = types.graph;
    let schema = graph.schema(graph.settle(header.schema).0);
    if header.json {
        let named = schema.name.is_some();
        let ty = if named { types.type_of(header.schema, &Ident::fallback()) } else { TypeRef::Json };
        return (ty, HeaderForm::Json);
    }
    match schema.kind {
        SchemaKind::List(items) => match single(items, types) {
            Some(item) => (TypeRef::List(Box::new(item)), HeaderForm::List),
            None => (TypeRef::String, HeaderForm::Single),
        },
        _ => (single(header.schema, types).unwrap_or(TypeRef::String), HeaderForm::Single),
    }
}

/// The type of a single value. An enumeration that has no name of its own is not worth a type.
fn single(id: SchemaId, types: &mut Types<'_, '_, '_, '_>) -> Option<TypeRef> {
    let graph = types.graph;
    let schema = graph.schema(graph.settle(id).0);
    match &schema.kind {
        SchemaKind::Bool | SchemaKind::Integer(_) | SchemaKind::Number(_) | SchemaKind::Text(_) => {
            Some(types.type_of(id, &Ident::fallback()))
        }
        SchemaKind::Choice(_) if schema.name.is_some() => Some(types.type_of(id, &Ident::fallback())),
        SchemaKind::Choice(choice) => match choice.kind {
            ChoiceKind::Whole => Some(TypeRef::I64),
            ChoiceKind::Text | ChoiceKind::Mixed => Some(TypeRef::String),
        },
        _ => None,
    }
}
