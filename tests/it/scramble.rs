//! Documents put in another order, or with parts taken out: the same words for a machine, or fewer of them.

use specsmith_codegen::Output;

/// A document as plain data, keys in order.
#[derive(Debug, Clone)]
pub(crate) enum Doc {
    /// A scalar, as JSON writes it.
    Leaf(String),
    List(Vec<Doc>),
    Map(Vec<(String, Doc)>),
}

/// Random numbers that are the same everywhere (splitmix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((it ^ (it >> 31)) % u64::try_from(sides.max(1)).unwrap_or(1)).unwrap_or_default()
    }
}

/// Reads YAML or JSON; nothing where it is neither.
pub(crate) fn read(bytes: &[u8]) -> Option<Doc> {
    let mut output = Output::default();
    let file = output.tree.add("document", bytes, &mut output.diagnostics);
    // The node's type belongs to a room that tests do not enter: a stack of what was and what is to be read does without.
    let root = output.tree.root(file)?;
    let mut waiting = vec![(root, Vec::new())];
    let mut leaves = Vec::new();
    while let Some((node, path)) = waiting.pop() {
        let (is_map, is_list) = (node.kind().noun() == "a mapping", node.kind().noun() == "a list");
        let step = |step: Step| path.iter().cloned().chain([step]).collect::<Vec<_>>();
        let children: Vec<_> = if is_map {
            node.entries().map(|(key, child)| (child, step(Step::Key(key.to_owned())))).collect()
        } else {
            node.items().map(|child| (child, step(Step::Item))).collect()
        };
        let shape = match (is_map, is_list) {
            (true, _) => Doc::Map(Vec::new()),
            (_, true) => Doc::List(Vec::new()),
            _ => Doc::Leaf(scalar(node.text(), node.bool(), node.number().map(|it| it.to_string()))),
        };
        leaves.push((path, shape));
        waiting.extend(children.into_iter().rev());
    }
    let mut leaves = leaves.into_iter();
    let mut doc = leaves.next()?.1;
    for (path, shape) in leaves {
        doc.put(&path, shape);
    }
    Some(doc)
}

#[derive(Debug, Clone)]
enum Step {
    Key(String),
    Item,
}

fn scalar(text: Option<&str>, flag: Option<bool>, number: Option<String>) -> String {
    match (text, flag, number) {
        (Some(text), _, _) => serde_json::to_string(text).expect("a string is JSON"),
        (_, Some(flag), _) => flag.to_string(),
        (_, _, Some(number)) if number.parse::<f64>().is_ok_and(f64::is_finite) => number,
        _ => "null".to_owned(),
    }
}

impl Doc {
    /// Puts something behind what was put before: each path continues the one that came last.
    fn put(&mut self, path: &[Step], shape: Doc) {
        let mut at = self;
        for step in &path[..path.len().saturating_sub(1)] {
            let next = match (at, step) {
                (Doc::Map(entries), Step::Key(_)) => entries.last_mut().map(|(_, it)| it),
                (Doc::List(items), Step::Item) => items.last_mut(),
                _ => None,
            };
            at = next.expect("what holds it was put before");
        }
        match (at, path.last()) {
            (Doc::Map(entries), Some(Step::Key(key))) => entries.push((key.clone(), shape)),
            (Doc::List(items), Some(Step::Item)) => items.push(shape),
            _ => assert!(path.is_empty(), "what holds it is of another kind"),
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Doc> {
        let Doc::Map(entries) = self else { return None };
        entries.iter().find(|(name, _)| name == key).map(|(_, it)| it)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Doc> {
        let Doc::Map(entries) = self else { return None };
        entries.iter_mut().find(|(name, _)| name == key).map(|(_, it)| it)
    }

    /// The same keys in another order, in every mapping. Lists keep theirs, which has a meaning.
    pub(crate) fn shuffle(&mut self, dice: &mut Dice) {
        match self {
            Doc::Leaf(_) => {}
            Doc::List(items) => items.iter_mut().for_each(|it| it.shuffle(dice)),
            Doc::Map(entries) => {
                for at in (1..entries.len()).rev() {
                    entries.swap(at, dice.roll(at + 1));
                }
                entries.iter_mut().for_each(|(_, it)| it.shuffle(dice));
            }
        }
    }

    /// Takes out entries of a mapping: one in so many.
    pub(crate) fn thin(&mut self, one_in: usize, dice: &mut Dice, may_go: &dyn Fn(&str) -> bool) {
        if let Doc::Map(entries) = self {
            entries.retain(|(key, _)| !may_go(key) || dice.roll(one_in) != 0);
        }
    }

    /// Every mapping of the document, the outer ones first.
    pub(crate) fn each_map(&mut self, visit: &mut dyn FnMut(&mut Doc)) {
        visit(self);
        match self {
            Doc::Leaf(_) => {}
            Doc::List(items) => items.iter_mut().for_each(|it| it.each_map(visit)),
            Doc::Map(entries) => entries.iter_mut().for_each(|(_, it)| it.each_map(visit)),
        }
    }

    /// As JSON, which YAML's readers read as well.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) {
        match self {
            Doc::Leaf(leaf) => text.push_str(leaf),
            Doc::List(items) => {
                text.push('[');
                for (at, item) in items.iter().enumerate() {
                    text.push_str(if at == 0 { "" } else { "," });
                    item.write(text);
                }
                text.push(']');
            }
            Doc::Map(entries) => {
                text.push('{');
                for (at, (key, item)) in entries.iter().enumerate() {
                    text.push_str(if at == 0 { "" } else { "," });
                    text.push_str(&serde_json::to_string(key).expect("a string is JSON"));
                    text.push(':');
                    item.write(text);
                }
                text.push('}');
            }
        }
    }
}
