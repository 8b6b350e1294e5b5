//! What authors call a schema: the key or the file under which others find it.

use specsmith_source::{Diagnostics, Node};

use crate::follow::Follower;
use crate::schemas::Schemas;
use crate::shape::SchemaId;

impl<'t> Schemas<'t> {
    /// A component that is defined in a file of its own is that definition, under the component's name.
    pub(crate) fn own(&mut self, node: Node<'t>, diagnostics: &mut Diagnostics) -> SchemaId {
        let id = self.later(node);
        let alone = node.entries().count() == 1;
        let reference = Follower::reference(node).filter(|_| alone);
        let target = reference.and_then(|(at, text)| self.follower.step(at, text, diagnostics));
        let elsewhere = target.filter(|it| it.document() != node.document());
        if let Some(target) = elsewhere.filter(|it| !self.by_node.contains_key(&it.origin())) {
            self.by_node.insert(target.origin(), id);
            self.list[id.0 as usize].written = target;
        }
        id
    }
}

/// What a schema is called by the place where it stands: by its key among the components or the definitions of a schema,
/// in another file also by its key at the top, or as the file is called.
pub(crate) fn own_name<'t>(node: Node<'t>, components: Option<Node<'t>>) -> Option<&'t str> {
    /// At the top of a file that is itself a schema, these are parts of it.
    const WORDS: [&str; 5] = ["additionalProperties", "items", "not", "properties", "schema"];
    let file = node.file();
    let Some(parent) = node.parent() else {
        let name = file.rsplit('/').next().filter(|it| !it.is_empty())?;
        return Some(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    };
    let among = match (parent.key(), parent.parent()) {
        (Some("$defs" | "definitions"), Some(above)) => above.key() != Some("properties"),
        (Some("schemas"), Some(above)) => above.key() == Some("components") && !file.is_empty(),
        (None, None) => !file.is_empty() && !node.key().is_some_and(|it| WORDS.contains(&it)),
        _ => false,
    };
    node.key().filter(|_| among || components == Some(parent))
}
