//! What a thing is known by: its pointer, in which items of a list that have a name of their own are called by it.

use specsmith_source::Node;
use specsmith_spec::{Derived, Schema, SchemaKind, UnionArm};

/// The pointer of a node. A list may be put in another order, or get a further item, without any of the others becoming
/// something else: a parameter is known by its place and its name, an alternative by what it refers to.
pub(crate) fn key(node: Node<'_>) -> String {
    let mut steps = Vec::new();
    let mut at = node;
    while let Some(parent) = at.parent() {
        steps.push(step(at, parent));
        at = parent;
    }
    let mut key = at.pointer();
    for step in steps.iter().rev() {
        key.push('/');
        key.push_str(&escape(step));
    }
    key
}

/// The node of a key.
pub(crate) fn find<'t>(root: Node<'t>, key: &str) -> Option<Node<'t>> {
    let (file, pointer) = key.split_once('#')?;
    let mut node = if file.is_empty() { root } else { root.tree().called(file)? };
    for known in pointer.split('/').skip(1) {
        let known = known.replace("~1", "/").replace("~0", "~");
        node = match node.get(&known) {
            Some(next) => next,
            None => node.items().find(|it| step(*it, node) == known)?,
        };
    }
    Some(node)
}

/// A key as a lock writes it: YAML takes no key of more than 1,024 characters.
pub fn lock_key(key: &str) -> String {
    const LONGEST: usize = 800;
    const CUT: usize = 64;
    let escaped: usize = key.chars().map(|it| if it.is_ascii_graphic() { 1 } else { 10 }).sum();
    if escaped <= LONGEST {
        return key.to_owned();
    }
    let beginning: String = key.chars().take(CUT).collect();
    format!("{beginning}+{:016x}", fingerprint(key))
}

/// Tells texts apart by all that they hold (FNV-1a).
pub(crate) fn fingerprint(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

/// What a type is known by. One that is made of a component has no place of its own.
pub(crate) fn type_key(schema: &Schema<'_>) -> String {
    match schema.derived {
        Some(Derived::OrBlank(component)) => format!("{}+blank", key(component)),
        Some(Derived::Base(component)) => format!("{}+base", key(component)),
        Some(Derived::Arm(union)) if union == schema.node => format!("{}+{}", key(union), kind(&schema.kind)),
        Some(Derived::Arm(union)) => format!("{}+{}", key(union), key(schema.node)),
        None => key(schema.node),
    }
}

/// What an alternative of a union is known by. Those of a list of types have no place of their own.
pub(crate) fn arm_key(arm: &UnionArm<'_>, schema: &Schema<'_>) -> String {
    match schema.derived {
        Some(Derived::Arm(union)) if union == arm.node => kind(&schema.kind).to_owned(),
        _ => escape(&key(arm.node)),
    }
}

fn kind(kind: &SchemaKind<'_>) -> &'static str {
    match kind {
        SchemaKind::Any => "any",
        SchemaKind::Bool => "boolean",
        SchemaKind::Integer(_) => "integer",
        SchemaKind::Number(_) => "number",
        SchemaKind::Text(_) => "string",
        SchemaKind::Choice(_) => "enum",
        SchemaKind::List(_) => "array",
        SchemaKind::Map(_) | SchemaKind::Object { .. } => "object",
        SchemaKind::OneOf(_) => "oneOf",
        SchemaKind::Same(_) => "same",
    }
}

/// A step of a key.
pub(crate) fn escape(step: &str) -> String {
    step.replace('~', "~0").replace('/', "~1")
}

fn step(node: Node<'_>, parent: Node<'_>) -> String {
    if let Some(key) = node.key() {
        return key.to_owned();
    }
    let text = |key: &str| node.get(key).and_then(Node::text);
    let index = node.index().unwrap_or_default().to_string();
    match (parent.key(), text("$ref"), text("in"), text("name")) {
        (_, Some(reference), _, _) => reference.rsplit('/').next().unwrap_or(reference).to_owned(),
        (Some("parameters"), None, Some(place), Some(name)) => format!("{place}:{name}"),
        _ => index,
    }
}

/// Whether a node is another one, or stands below it.
pub(crate) fn stands_in(node: Node<'_>, owner: Node<'_>) -> bool {
    std::iter::successors(Some(node), |it| it.parent()).any(|it| it == owner)
}
