//! The two views of a schema: what answers hold of it, and what requests do.
//!
//! A schema has two views where something in it, however deep, is `readOnly` or `writeOnly`, or a file in requests alone. What differs in nothing is
//! one type, whichever way it travels. Which of the two it is does not depend on who uses it, so that a further operation
//! renames nothing.

use std::collections::BTreeSet;

use specsmith_spec::{Access, Extra, Graph, SchemaId, SchemaKind};

/// In which direction a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum View {
    /// In an answer, or either way where it makes no difference.
    Answer,
    /// In a request, without what is `readOnly`.
    Request,
}

impl View {
    /// Whether a property is there.
    pub(crate) fn shows(self, access: Access) -> bool {
        match (self, access) {
            (_, Access::Both) | (Self::Answer, Access::ReadOnly) | (Self::Request, Access::WriteOnly) => true,
            (Self::Answer, Access::WriteOnly) | (Self::Request, Access::ReadOnly) => false,
        }
    }
}

/// Which schemas have two views, and which travel in requests.
pub(crate) struct Views {
    split: BTreeSet<SchemaId>,
    /// What a request body reaches: there, null and absent are two different wishes.
    sent: BTreeSet<SchemaId>,
    /// What a caller makes: that, and what parameters reach.
    made: BTreeSet<SchemaId>,
    /// Strings that are files in requests.
    uploads: BTreeSet<SchemaId>,
}

impl Views {
    pub(crate) fn new(graph: &Graph<'_>, uploads: BTreeSet<SchemaId>) -> Self {
        let bodies = graph.operations.iter().filter_map(|it| it.body.as_ref());
        let bodies = bodies.flat_map(|it| &it.media).filter_map(|it| it.schema);
        let bodies: Vec<SchemaId> = bodies.collect();
        let parameters = graph.operations.iter().flat_map(|it| &it.parameters).map(|it| it.schema);
        let all = parameters.chain(bodies.iter().copied()).collect();
        let down = |id: SchemaId| parts(graph, id, View::Request);
        Self { split: split(graph, &uploads), sent: reached(bodies, down), made: reached(all, down), uploads }
    }

    /// Whether a string is a file in requests, though it says that it is none.
    pub(crate) fn is_upload(&self, id: SchemaId) -> bool {
        self.uploads.contains(&id)
    }

    /// The view of a schema that is meant when it stands in another.
    pub(crate) fn of(&self, id: SchemaId, view: View) -> View {
        if self.split.contains(&id) { view } else { View::Answer }
    }

    /// Whether a view of a schema travels in the bodies of requests.
    pub(crate) fn is_sent(&self, id: SchemaId, view: View) -> bool {
        self.sent.contains(&id) && self.is_request(id, view)
    }

    /// Whether a view of a schema is one that callers make values of.
    pub(crate) fn is_made(&self, id: SchemaId, view: View) -> bool {
        self.made.contains(&id) && self.is_request(id, view)
    }

    fn is_request(&self, id: SchemaId, view: View) -> bool {
        view == View::Request || !self.split.contains(&id)
    }
}

/// Whether a property of that schema is there in a view.
pub(crate) fn shows(graph: &Graph<'_>, property: SchemaId, view: View) -> bool {
    view.shows(access(graph, property))
}

/// What a schema, or one that it refers to, says of its direction.
fn access(graph: &Graph<'_>, id: SchemaId) -> Access {
    /// Longer chains of references than this are no doing of people.
    const LONGEST: usize = 64;
    let mut id = id;
    for _ in 0..LONGEST {
        let schema = graph.schema(id);
        match schema.kind {
            SchemaKind::Same(next) if schema.access == Access::Both => id = next,
            _ => return schema.access,
        }
    }
    Access::Both
}

/// What stands in a schema.
fn parts(graph: &Graph<'_>, id: SchemaId, view: View) -> Vec<SchemaId> {
    match &graph.schema(id).kind {
        SchemaKind::List(inner) | SchemaKind::Map(inner) | SchemaKind::Same(inner) => vec![*inner],
        SchemaKind::Object { properties, extra } => {
            let shown = properties.iter().map(|it| it.schema).filter(|it| shows(graph, *it, view));
            let kept = match extra {
                Extra::Kept(values) => Some(*values),
                Extra::Unsaid | Extra::Closed => None,
            };
            shown.chain(kept).collect()
        }
        SchemaKind::OneOf(it) => it.arms.iter().map(|it| it.schema).collect(),
        SchemaKind::Any
        | SchemaKind::Bool
        | SchemaKind::Integer(_)
        | SchemaKind::Number(_)
        | SchemaKind::Text(_)
        | SchemaKind::Choice(_) => Vec::new(),
    }
}

/// Every schema with a difference in it: from where one is written, upward.
fn split(graph: &Graph<'_>, uploads: &BTreeSet<SchemaId>) -> BTreeSet<SchemaId> {
    let mut above: Vec<Vec<SchemaId>> = graph.ids().map(|_| Vec::new()).collect();
    let mut differing: Vec<SchemaId> = uploads.iter().copied().collect();
    for id in graph.ids() {
        if let SchemaKind::Object { properties, .. } = &graph.schema(id).kind
            && properties.iter().any(|it| access(graph, it.schema) != Access::Both)
        {
            differing.push(id);
        }
        for part in parts(graph, id, View::Answer).into_iter().chain(parts(graph, id, View::Request)) {
            if let Some(above) = above.get_mut(part.index()) {
                above.push(id);
            }
        }
    }
    reached(differing, |id| above.get(id.index()).cloned().unwrap_or_default())
}

fn reached(mut waiting: Vec<SchemaId>, next: impl Fn(SchemaId) -> Vec<SchemaId>) -> BTreeSet<SchemaId> {
    let mut reached = BTreeSet::new();
    while let Some(id) = waiting.pop() {
        if reached.insert(id) {
            waiting.extend(next(id));
        }
    }
    reached
}
