//! Additions to a tree: what a rewrite into a newer format says in other words. Each names the place that it stands for.

use crate::tree::{Entry, Key, Origin, Tree, Value, index};

impl Tree {
    /// An empty mapping under a key of a mapping, or at the end of a list. It takes the place of what stood there.
    pub fn add_map(&mut self, parent: Origin, key: &str, written: Origin) -> Origin {
        self.put(parent, key, Value::Map(Vec::new()), written)
    }

    /// As [`Tree::add_map`], for an empty list.
    pub fn add_list(&mut self, parent: Origin, key: &str, written: Origin) -> Origin {
        self.put(parent, key, Value::List(Vec::new()), written)
    }

    /// As [`Tree::add_map`], for a string.
    pub fn add_text(&mut self, parent: Origin, key: &str, text: &str, written: Origin) {
        self.put(parent, key, Value::Text(text.into()), written);
    }

    /// As [`Tree::add_map`], for a boolean.
    pub fn add_bool(&mut self, parent: Origin, key: &str, value: bool, written: Origin) {
        self.put(parent, key, Value::Bool(value), written);
    }

    /// Lets a child of one mapping stand in a second one too, under the key that it has. It keeps its pointer.
    pub fn share(&mut self, parent: Origin, child: Origin) {
        if let Value::Map(children) = &mut self.entries[parent.0 as usize].value {
            children.push(child);
        }
        self.note(parent, child);
    }

    /// Keeps the index of a large mapping true.
    fn note(&mut self, parent: Origin, child: Origin) {
        match (self.wide.get_mut(&parent), &self.entries[child.0 as usize].key) {
            (Some(known), Key::Name(name)) => drop(known.insert(name.clone(), child)),
            (Some(_), Key::Root(_) | Key::Index(_)) => {}
            (None, _) => {
                if let Value::Map(children) = &self.entries[parent.0 as usize].value {
                    index(&self.entries, &mut self.wide, parent, children);
                }
            }
        }
    }

    fn put(&mut self, parent: Origin, key: &str, value: Value, written: Origin) -> Origin {
        let id = Origin(u32::try_from(self.entries.len()).unwrap_or(u32::MAX));
        let known = self.node(parent).get(key).map(|it| it.at);
        let key = match &mut self.entries[parent.0 as usize].value {
            Value::Map(children) => {
                children.retain(|it| Some(*it) != known);
                children.push(id);
                Key::Name(key.into())
            }
            Value::List(children) => {
                children.push(id);
                Key::Index(u32::try_from(children.len() - 1).unwrap_or(u32::MAX))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => Key::Name(key.into()),
        };
        let written = Some(self.written(written));
        self.entries.push(Entry { parent: Some(parent), key, value, written });
        self.note(parent, id);
        id
    }
}
