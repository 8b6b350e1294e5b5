//! Enumerations and constants: the values, what the document calls them, and the kind of type that they make.

use std::collections::{BTreeMap, BTreeSet};

use specsmith_source::{Diagnostics, FileId, Kind, Node, Number, Origin};

use crate::formats;
use crate::leaves::unique;
use crate::shape::{Choice, ChoiceKind, Literal, NumberFormat, Scalar, SchemaKind};
use crate::words::SEVERAL;

/// The values that a schema allows.
pub(crate) struct Values<'t> {
    /// Where they are written.
    at: Node<'t>,
    /// In order, as often as they are written.
    list: Vec<Literal<'t>>,
    /// Whether null is one of them.
    pub(crate) null: bool,
    /// The first that is an object or a list.
    compound: Option<Node<'t>>,
}

/// The values of `enum`, or the one of `const`; `None` where neither stands.
pub(crate) fn values<'t>(node: Node<'t>, diagnostics: &mut Diagnostics) -> Option<Values<'t>> {
    let listed = node.get("enum").filter(|it| it.kind() != Kind::Null);
    if let Some(at) = listed.filter(|it| it.kind() != Kind::List) {
        diagnostics.ignored_value(at, "`enum`", Kind::List.noun());
    }
    let listed = listed.filter(|it| it.kind() == Kind::List);
    let at = listed.or(node.get("const"))?;
    let words = listed.map(|it| Words::read(node, it.items().count(), diagnostics)).unwrap_or_default();
    let mut values = Values { at, list: Vec::new(), null: false, compound: None };
    let items = listed.map(Node::items).into_iter().flatten().chain(listed.is_none().then_some(at));
    for (index, item) in items.enumerate() {
        match (item.kind(), scalar(item)) {
            (Kind::Null, _) => values.null = true,
            (_, Some(value)) => values.list.push(words.literal(index, item, value)),
            (_, None) => values.compound = values.compound.or(Some(item)),
        }
    }
    Some(values)
}

/// The values of a schema that is a number, for people; empty where it has none or others.
pub(crate) fn numbers(node: Node<'_>) -> Vec<Scalar<'_>> {
    let items = node.get("enum").map(Node::items).into_iter().flatten();
    let items = items.chain(node.get("const").filter(|_| node.get("enum").is_none()));
    let items = items.filter(|it| it.kind() != Kind::Null);
    let numbers: Option<Vec<_>> =
        items.map(|it| scalar(it).filter(|it| matches!(it, Scalar::Number(_)))).collect();
    let literals = numbers.unwrap_or_default().into_iter();
    unique(literals.map(|value| Literal { node, value, name: None, description: None }).collect())
        .into_iter()
        .map(|it| it.value)
        .collect()
}

fn scalar(node: Node<'_>) -> Option<Scalar<'_>> {
    let number = node.number().map(|it| match it {
        // Without a fraction it is whole, however it is written.
        Number::Float(it) if it.fract() == 0.0 && it.abs() < i64::MAX as f64 => Number::Integer(it as i128),
        it => it,
    });
    let number = number.filter(|it| !matches!(it, Number::Float(it) if !it.is_finite()));
    node.text().map(Scalar::Text).or(node.bool().map(Scalar::Bool)).or(number.map(Scalar::Number))
}

/// What the document says of each value, beside the list of them.
#[derive(Default)]
struct Words<'t> {
    names: Vec<Option<&'t str>>,
    descriptions: Vec<Option<&'t str>>,
    /// Descriptions under the values themselves.
    by_value: Option<Node<'t>>,
}

impl<'t> Words<'t> {
    fn read(node: Node<'t>, count: usize, diagnostics: &mut Diagnostics) -> Self {
        let mut words = Self::default();
        for key in ["x-enum-varnames", "x-enumNames"] {
            if let Some(at) = node.get(key).filter(|_| words.names.is_empty()) {
                words.names = one_for_each(at, key, count, diagnostics);
            }
        }
        for key in ["x-enum-descriptions", "x-enumDescriptions"] {
            match node.get(key) {
                Some(at) if at.kind() == Kind::Map => words.by_value = words.by_value.or(Some(at)),
                Some(at) if words.descriptions.is_empty() => {
                    words.descriptions = one_for_each(at, key, count, diagnostics);
                }
                _ => {}
            }
        }
        words
    }

    fn literal(&self, index: usize, node: Node<'t>, value: Scalar<'t>) -> Literal<'t> {
        let by_value = || self.by_value?.get(&value.to_string())?.text();
        let description = self.descriptions.get(index).copied().flatten().or_else(by_value);
        Literal { node, value, name: self.names.get(index).copied().flatten(), description }
    }
}

/// A list with a word for each value. One of another length would give them to the wrong ones.
fn one_for_each<'t>(
    at: Node<'t>,
    key: &str,
    count: usize,
    diagnostics: &mut Diagnostics,
) -> Vec<Option<&'t str>> {
    let found = at.items().count();
    match at.kind() {
        Kind::List if found == count => return at.items().map(Node::text).collect(),
        Kind::List => {
            diagnostics.ignored_keyword(at, &format!("`{key}` has {found} items for {count} values"))
        }
        Kind::Null => {}
        _ => diagnostics.ignored_value(at, &format!("`{key}`"), Kind::List.noun()),
    }
    Vec::new()
}

/// What the values make of a schema whose type is that word; `None` where the type says more than they do.
pub(crate) fn kind<'t>(
    node: Node<'t>,
    word: &str,
    values: Values<'t>,
    spellings: &mut Spellings<'t>,
    diagnostics: &mut Diagnostics,
) -> Option<SchemaKind<'t>> {
    let Values { at, list, null, compound } = values;
    if let Some(compound) = compound {
        return if word.is_empty() { Some(any(compound, diagnostics)) } else { None };
    }
    if list.is_empty() && !null {
        diagnostics.ignored_keyword(at, "an `enum` without values allows nothing");
    }
    match list.iter().find(|it| !allows(word, it.value)) {
        _ if list.is_empty() => None,
        None => Some(by_values(node, list)),
        Some(wrong) if word == "string" => {
            let texts = list.iter().map(|it| spellings.text(*it)).collect::<Option<Vec<_>>>();
            let consequence = match texts {
                Some(_) => "the text as it is written is taken",
                None => "it may be any string",
            };
            diagnostics.enum_against_type(wrong.node, word, consequence);
            texts.map(|it| by_values(node, it))
        }
        Some(wrong) => {
            diagnostics.enum_against_type(wrong.node, word, "the values decide");
            Some(by_values(node, list))
        }
    }
}

fn any<'t>(compound: Node<'t>, diagnostics: &mut Diagnostics) -> SchemaKind<'t> {
    diagnostics.fallback(compound, "an `enum` or a `const` of an object or a list", "it becomes any JSON");
    SchemaKind::Any
}

fn allows(word: &str, value: Scalar<'_>) -> bool {
    match value {
        Scalar::Text(_) => matches!(word, "string" | "" | SEVERAL),
        Scalar::Number(Number::Integer(_)) => matches!(word, "integer" | "number" | "" | SEVERAL),
        Scalar::Number(Number::Float(_)) => matches!(word, "number" | "" | SEVERAL),
        Scalar::Bool(_) => matches!(word, "boolean" | "" | SEVERAL),
    }
}

/// The kind that holds all the values: a boolean is not limited by any of them, and numbers with fractions are no names.
fn by_values<'t>(node: Node<'t>, list: Vec<Literal<'t>>) -> SchemaKind<'t> {
    let all = |is: fn(&Scalar<'_>) -> bool| list.iter().all(|it| is(&it.value));
    let kind = if all(|it| matches!(it, Scalar::Text(_))) {
        ChoiceKind::Text
    } else if all(|it| matches!(it, Scalar::Bool(_))) {
        return SchemaKind::Bool;
    } else if all(|it| matches!(it, Scalar::Number(Number::Integer(it)) if i64::try_from(*it).is_ok())) {
        ChoiceKind::Whole
    } else if all(|it| matches!(it, Scalar::Number(Number::Integer(_)))) {
        let numbers = list.iter().filter_map(|it| match it.value {
            Scalar::Number(Number::Integer(it)) => Some(it),
            Scalar::Text(_) | Scalar::Number(Number::Float(_)) | Scalar::Bool(_) => None,
        });
        return SchemaKind::Integer(formats::holding(numbers));
    } else if all(|it| matches!(it, Scalar::Number(_))) {
        return match formats::number(node) {
            SchemaKind::Number(format) => SchemaKind::Number(format),
            _ => SchemaKind::Number(NumberFormat::Double),
        };
    } else {
        ChoiceKind::Mixed
    };
    SchemaKind::Choice(Choice { kind, values: unique(list) })
}

/// How texts spell the values of enumerations that YAML took for numbers or booleans. Looked up once for each file, and
/// only where a document has need of it.
#[derive(Default)]
pub(crate) struct Spellings<'t>(BTreeMap<FileId, BTreeMap<Origin, &'t str>>);

impl<'t> Spellings<'t> {
    /// The value as text.
    fn text(&mut self, literal: Literal<'t>) -> Option<Literal<'t>> {
        let node = literal.node;
        let text = match literal.value {
            Scalar::Text(it) => it,
            Scalar::Number(_) | Scalar::Bool(_) => {
                let file = node.document();
                let known = self.0.entry(file).or_insert_with(|| spellings(node, file));
                known.get(&node.origin())?
            }
        };
        Some(Literal { value: Scalar::Text(text), ..literal })
    }
}

fn spellings(node: Node<'_>, file: FileId) -> BTreeMap<Origin, &str> {
    let tree = node.tree();
    let mut wanted = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut waiting: Vec<Node<'_>> = tree.root(file).into_iter().collect();
    while let Some(node) = waiting.pop() {
        if !seen.insert(node.origin()) {
            continue;
        }
        waiting.extend(node.entries().map(|(_, it)| it).chain(node.items()));
        let value = node.key() == Some("const") || node.parent().and_then(Node::key) == Some("enum");
        if value && matches!(node.kind(), Kind::Number | Kind::Bool) {
            wanted.insert(node.origin());
        }
    }
    tree.spellings(&wanted)
}
