//! Names that hold: neither the order of a document nor what else it holds decides what a thing is called.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use specsmith_codegen::{Library, NameGiven, NameKind, Show, Wishes, generate_as};

use crate::cases::{CONFIG, cases};
use crate::scramble::{Dice, Doc, read};

/// Larger documents take more time than a test has; a build for speed takes them all (`cargo xtask names`).
const LARGEST: u64 = if cfg!(debug_assertions) { 100_000 } else { u64::MAX };

/// How often each document is put in another order, and thinned.
const ROUNDS: u64 = 2;

/// A document, and the lock of an earlier run.
struct Folder {
    document: String,
    lock: Option<String>,
}

impl Library for Folder {
    fn has(&self, name: &str) -> bool {
        name != "names.lock" || self.lock.is_some()
    }

    fn read(&self, name: &str) -> Result<(String, Vec<u8>), String> {
        let text = match name {
            "codegen.yaml" => Some(CONFIG.replace("spec.yaml", "spec.json")),
            "names.lock" => self.lock.clone(),
            "spec.json" => Some(self.document.clone()),
            _ => None,
        };
        Ok((name.to_owned(), text.ok_or("there is no such file")?.into_bytes()))
    }
}

/// What a document makes.
struct Made {
    names: Vec<NameGiven>,
    /// The model, one thing for each line or block, without regard to order.
    model: BTreeSet<String>,
    /// The lines of the lock.
    lock: String,
}

fn make(document: &Doc) -> Option<Made> {
    make_with(document, None)
}

fn make_with(document: &Doc, lock: Option<String>) -> Option<Made> {
    let mut output = generate_as(
        &Folder { document: document.text(), lock },
        "codegen.yaml",
        Wishes { show: Show::Model, ..Wishes::default() },
    );
    let renamed: Vec<_> = output.diagnostics.list().iter().filter(|it| it.code == "renamed").collect();
    assert!(renamed.is_empty(), "names would change: {renamed:#?}");
    if output.diagnostics.has_errors() {
        return None;
    }
    let lock = output.lock.take().expect("a configuration has a lock").text;
    let summary = output.documents.pop()?;
    let mut model = BTreeSet::new();
    let mut owner = String::new();
    for line in summary.shown.lines() {
        if !line.starts_with(' ') {
            owner = line.to_owned();
        }
        // A group's operations stand two levels deep: each line is told apart by what it says.
        model.insert(format!("{owner} / {}", line.trim()));
    }
    Some(Made { names: summary.names, model, lock })
}

/// The name of each thing.
fn by_key(names: &[NameGiven]) -> BTreeMap<(NameKind, &str), &str> {
    names.iter().map(|it| ((it.kind, it.key.as_str()), it.path.as_str())).collect()
}

/// Things that did not get the name that they would have alone.
fn clashing(names: &[NameGiven]) -> BTreeSet<String> {
    names.iter().filter(|it| it.reason.lost.is_some()).map(|it| it.key.clone()).collect()
}

/// Every document there is to try: those of the cases, and a corpus beside the repository where there is one.
fn documents() -> Vec<(String, Doc)> {
    let mut files = Vec::new();
    list(&cases(), &mut files);
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    if corpus.is_dir() {
        list(&corpus, &mut files);
    } else {
        println!("there is no {}; the cases alone are tried", corpus.display());
    }
    files.sort();
    let small = |it: &PathBuf| fs::metadata(it).is_ok_and(|it| it.len() <= LARGEST);
    let read = |it: PathBuf| Some((it.display().to_string(), read(&fs::read(&it).ok()?)?));
    files.into_iter().filter(small).filter_map(read).collect()
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be listed").path();
        let document =
            path.extension().is_some_and(|it| ["yaml", "yml", "json"].iter().any(|known| it == *known));
        if path.is_dir() {
            list(&path, files);
        } else if document {
            files.push(path);
        }
    }
}

#[test]
fn the_order_of_keys_decides_on_order_alone() {
    let mut tried = 0;
    for (name, document) in documents() {
        let Some(plain) = make(&document) else { continue };
        assert_eq!(by_key(&plain.names).len(), plain.names.len(), "{name}: two things have one key");
        for round in 0..ROUNDS {
            let mut shuffled = document.clone();
            shuffled.shuffle(&mut Dice(round));
            let other = make(&shuffled);
            assert!(other.is_some(), "{name}: an error in another order");
            let Some(other) = other else { continue };
            let (before, after) = (by_key(&plain.names), by_key(&other.names));
            let changed: Vec<_> =
                before.iter().filter(|(key, path)| after.get(*key) != Some(*path)).collect();
            assert!(changed.is_empty(), "{name}: in another order {changed:#?}");
            assert_eq!(before.len(), after.len(), "{name}: further names in another order");
            let changed: Vec<_> = plain.model.difference(&other.model).collect();
            assert!(changed.is_empty(), "{name}: in another order {changed:#?}");
            tried += 1;
        }
    }
    assert!(tried > 40, "the documents were not found");
}

/// Takes out operations, components that nothing names, and properties.
fn thin(document: &mut Doc, dice: &mut Dice) {
    const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];
    if let Some(Doc::Map(paths)) = document.get_mut("paths") {
        for (_, item) in paths.iter_mut() {
            item.thin(3, dice, &|key| METHODS.contains(&key));
        }
    }
    document.each_map(&mut |it| {
        // A property of few values may be what tells an alternative apart, or else what is demanded, or the least of all:
        // it is then called after that. And an object without any is another kind of thing.
        let demanded = it.get("required").map(Doc::text).unwrap_or_default();
        if let Some(Doc::Map(properties)) = it.get_mut("properties") {
            let least = properties.iter().map(|(name, _)| name.clone()).min();
            let keeps = |name: &String, it: &Doc| {
                least.as_ref() == Some(name)
                    || demanded.contains(&format!("\"{name}\""))
                    || it.get("enum").or(it.get("const")).is_some()
            };
            properties.retain(|(name, it)| keeps(name, it) || dice.roll(6) != 0);
        }
    });
    let text = document.text();
    let unnamed = |key: &str| !text.contains(&format!("/{key}\"")) && !text.contains(&format!("\"{key}\""));
    for holder in [&["components", "schemas"][..], &["definitions"]] {
        let found = holder.iter().try_fold(&mut *document, |at, key| at.get_mut(key));
        if let Some(schemas) = found {
            schemas.thin(2, dice, &unnamed);
        }
    }
}

#[test]
fn what_else_a_document_holds_decides_on_no_name() {
    let mut tried = 0;
    for (name, document) in documents() {
        let Some(whole) = make(&document) else { continue };
        for round in 0..ROUNDS {
            let mut thinned = document.clone();
            thin(&mut thinned, &mut Dice(round));
            // Some of what went may have been needed: then nothing is made, and nothing is called anything.
            let Some(fewer) = make(&thinned) else { continue };
            let clashes: BTreeSet<_> =
                clashing(&whole.names).union(&clashing(&fewer.names)).cloned().collect();
            let free = |key: &str| !clashes.iter().any(|it| key.starts_with(it.as_str()));
            let (before, after) = (by_key(&whole.names), by_key(&fewer.names));
            let changed: Vec<_> = after
                .iter()
                .filter(|((_, key), _)| free(key))
                .filter_map(|(key, path)| Some((key, before.get(key)?, path)))
                .filter(|(_, old, new)| old != new)
                .collect();
            assert!(changed.is_empty(), "{name}: with less around it {changed:#?}");
            tried += 1;
        }
    }
    assert!(tried > 40, "the documents were not found");
}

#[test]
fn a_lock_holds_names_against_what_comes_and_goes() {
    for (name, document) in documents() {
        let Some(whole) = make(&document) else { continue };
        let mut thinned = document.clone();
        thin(&mut thinned, &mut Dice(7));
        let Some(fewer) = make(&thinned) else { continue };
        for (changed, lock) in [(&thinned, &whole.lock), (&document, &fewer.lock)] {
            let Some(after) = make_with(changed, Some(lock.clone())) else { continue };
            let lines: BTreeSet<&str> = after.lock.lines().collect();
            let lost: Vec<&str> = lock.lines().filter(|it| !lines.contains(it)).collect();
            assert!(lost.is_empty(), "{name}: the lock lost {lost:#?}");
        }
    }
}
