//! Edits of a tree: what an overlay may do to a document. Nodes brought in keep the place where the overlay wrote them.

use std::collections::BTreeSet;

use crate::tree::{Entry, Key, Node, Origin, Tree, Value, index};

impl Tree {
    /// Takes nodes out of the mappings and lists that hold them. Roots stay.
    pub fn remove(&mut self, nodes: &BTreeSet<Origin>) {
        let parents: BTreeSet<Origin> = nodes.iter().filter_map(|at| self.entry(*at).parent).collect();
        for parent in parents {
            if let Value::Map(children) | Value::List(children) = &mut self.entries[parent.0 as usize].value {
                children.retain(|it| !nodes.contains(it));
            }
            self.reindex(parent);
        }
    }

    /// Merges `update` into `target` as the Overlay Specification says: mappings are merged key by key, an item is
    /// appended to a list, anything else is replaced.
    pub fn merge(&mut self, target: Origin, update: Origin) {
        enum Step {
            Entries(Vec<Origin>),
            Append,
            Replace,
        }
        let step = match (&self.entry(target).value, &self.entry(update).value) {
            (Value::Map(_), Value::Map(children)) => Step::Entries(children.clone()),
            (Value::List(_), _) => Step::Append,
            _ => Step::Replace,
        };
        match step {
            Step::Entries(children) => {
                for child in children {
                    self.merge_entry(target, child);
                }
                self.reindex(target);
            }
            Step::Append => match &self.entry(update).value {
                Value::List(items) => {
                    for item in items.clone() {
                        self.adopt(target, item);
                    }
                }
                _ => self.adopt(target, update),
            },
            Step::Replace => self.replace(target, update),
        }
    }

    fn merge_entry(&mut self, target: Origin, child: Origin) {
        let name = match &self.entry(child).key {
            Key::Name(name) => name.to_string(),
            Key::Root(_) | Key::Index(_) => return,
        };
        match (Node { tree: self, at: target }).get(&name).map(Node::origin) {
            Some(existing) => self.merge(existing, child),
            None => self.adopt(target, child),
        }
    }

    /// Each place gets a copy of its own: a later action may change what an earlier one brought in.
    fn adopt(&mut self, parent: Origin, child: Origin) {
        let copy = self.graft(parent, child);
        let index = match &mut self.entries[parent.0 as usize].value {
            Value::Map(children) | Value::List(children) => {
                children.push(copy);
                children.len() - 1
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => return,
        };
        if let key @ Key::Index(_) = &mut self.entries[copy.0 as usize].key {
            *key = Key::Index(u32::try_from(index).unwrap_or(u32::MAX));
        }
    }

    fn replace(&mut self, target: Origin, update: Origin) {
        let Some(parent) = self.entry(target).parent else { return };
        let copy = self.graft(parent, update);
        self.entries[copy.0 as usize].key = self.entry(target).key.clone();
        if let Value::Map(children) | Value::List(children) = &mut self.entries[parent.0 as usize].value {
            for child in children.iter_mut().filter(|it| **it == target) {
                *child = copy;
            }
        }
        self.reindex(parent);
    }

    fn reindex(&mut self, map: Origin) {
        self.wide.remove(&map);
        if let Value::Map(children) = &self.entries[map.0 as usize].value {
            index(&self.entries, &mut self.wide, map, children);
        }
    }

    fn graft(&mut self, parent: Origin, original: Origin) -> Origin {
        let id = Origin(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        let key = self.entry(original).key.clone();
        let written = Some(self.written(original));
        self.entries.push(Entry { parent: Some(parent), key, value: Value::Null, written });
        let value = match &self.entry(original).value {
            Value::Null => Value::Null,
            Value::Bool(it) => Value::Bool(*it),
            Value::Number(it) => Value::Number(*it),
            Value::Text(it) => Value::Text(it.clone()),
            Value::List(children) => Value::List(self.graft_all(id, &children.clone())),
            Value::Map(children) => Value::Map(self.graft_all(id, &children.clone())),
        };
        self.entries[id.0 as usize].value = value;
        self.reindex(id);
        id
    }

    fn graft_all(&mut self, parent: Origin, children: &[Origin]) -> Vec<Origin> {
        children.iter().map(|child| self.graft(parent, *child)).collect()
    }

    /// How many levels of mappings and lists stand inside a node.
    pub fn height(&self, at: Origin) -> usize {
        match &self.entry(at).value {
            Value::Map(children) | Value::List(children) => {
                1 + children.iter().map(|child| self.height(*child)).max().unwrap_or_default()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => 0,
        }
    }

    /// How many mappings and lists stand around a node.
    pub fn depth(&self, at: Origin) -> usize {
        std::iter::successors(self.entry(at).parent, |it| self.entry(*it).parent).count()
    }
}
