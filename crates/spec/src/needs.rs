//! Which files a document needs: those that a reference names where OpenAPI reads one, in the document or in them.

use std::collections::{BTreeSet, VecDeque};

use specsmith_source::{Lookup, Node, Origin, Tree, Wanted};

/// Where a look through a document is: files are asked for one by one, and looked through when they are there.
///
/// No node is looked at twice in one way, so the time is that of the documents' length.
#[derive(Debug)]
pub struct Needs {
    waiting: VecDeque<(Origin, Stands)>,
    seen: BTreeSet<(Origin, Stands)>,
}

/// What stands at a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stands {
    /// Something whose keys are words of OpenAPI.
    Thing,
    /// Things by names that the author chose: there a key such as `default` means nothing.
    Named,
    /// References by names, written as plain texts.
    Mapping,
    /// One of those.
    Reference,
}

/// Keys under which things stand by name.
const NAMED: [&str; 20] = [
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "dependentSchemas",
    "encoding",
    "headers",
    "links",
    "mediaTypes",
    "parameters",
    "pathItems",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securityDefinitions",
    "securitySchemes",
    "webhooks",
];

/// Keys under which stand plain values.
const UNREAD: [&str; 5] = ["const", "default", "enum", "example", "examples"];

impl Needs {
    /// Begins at the root of a document.
    pub fn of(root: Origin) -> Self {
        Self { waiting: [(root, Stands::Thing)].into(), seen: BTreeSet::new() }
    }

    /// The next file that is needed and that nobody has looked for. Once that has been done, the look goes on from
    /// there.
    pub fn next(&mut self, tree: &Tree) -> Option<Wanted> {
        while let Some((at, stands)) = self.waiting.pop_front() {
            if self.seen.contains(&(at, stands)) {
                continue;
            }
            let node = tree.node(at);
            let reference = match stands {
                Stands::Thing | Stands::Named => node.get("$ref"),
                Stands::Reference => Some(node),
                Stands::Mapping => None,
            };
            if let Some((at, reference)) = reference.and_then(|it| Some((it, it.text()?))) {
                if let Some(wanted) = at.wants(reference) {
                    self.waiting.push_front((node.origin(), stands));
                    return Some(wanted);
                }
                if let Lookup::Found(target) = at.locate(reference) {
                    let stands = if stands == Stands::Named { stands } else { Stands::Thing };
                    self.waiting.push_back((target.origin(), stands));
                }
            }
            self.seen.insert((at, stands));
            self.look_inside(node, stands);
        }
        None
    }

    fn look_inside(&mut self, node: Node<'_>, stands: Stands) {
        self.waiting.extend(node.items().map(|it| (it.origin(), Stands::Thing)));
        for (key, child) in node.entries() {
            let inside = match stands {
                Stands::Named => Some(Stands::Thing),
                Stands::Mapping => child.text().filter(|it| names_a_file(it)).map(|_| Stands::Reference),
                Stands::Thing => stands_under(key),
                Stands::Reference => None,
            };
            self.waiting.extend(inside.map(|inside| (child.origin(), inside)));
        }
    }
}

fn stands_under(key: &str) -> Option<Stands> {
    match key {
        _ if UNREAD.contains(&key) || key.starts_with("x-") => None,
        "mapping" => Some(Stands::Mapping),
        _ if NAMED.contains(&key) => Some(Stands::Named),
        _ => Some(Stands::Thing),
    }
}

/// A discriminator maps to the name of a component or to a reference.
fn names_a_file(text: &str) -> bool {
    text.contains(['#', '/', '.'])
}
