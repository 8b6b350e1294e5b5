//! Documents broken at random: whatever becomes of one, it comes to an end, and no stage panics.
//!
//! `cargo xtask mutate DIR --seconds N --seed S` runs it longer, on documents of one's own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

use serde_json::{Value as Json, json};
use specsmith_codegen::{Diagnostics, Library, Tree, generate};

use crate::cases::{CONFIG, cases};
use crate::scramble::Dice;

/// A document of a page or two takes no longer, even where the machine is busy.
const LONGEST: Duration = Duration::from_secs(10);

/// Mutants of a run that nobody gave a time: as many on every machine.
const MUTANTS: usize = 1_000;

fn one<'i, T>(items: &'i [T], dice: &mut Dice) -> &'i T {
    &items[dice.roll(items.len())]
}

/// What is put in the place of something else: each has been somebody's trouble.
fn oddities() -> Vec<Json> {
    let words = [
        "",
        " ",
        "\u{0}",
        "null",
        "object",
        "array",
        "string",
        "integer",
        "self",
        "Self",
        "r#type",
        "\"#",
        "*/",
        "`",
        "{",
        "{id}",
        "/{id}/{id}",
        "#",
        "#/",
        "#/paths",
        "../x.yaml",
        "http://x.example/",
        "a\r\nb",
        "😀",
        "é",
        "$ref",
        "-1",
        "1e999",
        "$",
        "application/json; charset=x",
    ];
    let mut odd: Vec<Json> = words.into_iter().map(Json::from).collect();
    odd.push("x".repeat(5_000).into());
    odd.extend([
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(u64::MAX),
        json!(1e300),
        json!([]),
        json!({}),
    ]);
    odd.extend([json!([[]]), json!([null]), json!({"": null}), json!({"type": ["null", "string", "array"]})]);
    odd
}

/// The pointers of every node below the root.
fn pointers(node: &Json, at: &str, found: &mut Vec<String>) {
    let entries: Vec<(String, &Json)> = match node {
        Json::Object(map) => {
            map.iter().map(|(key, it)| (key.replace('~', "~0").replace('/', "~1"), it)).collect()
        }
        Json::Array(list) => list.iter().enumerate().map(|(index, it)| (index.to_string(), it)).collect(),
        _ => Vec::new(),
    };
    for (step, child) in entries {
        let at = format!("{at}/{step}");
        pointers(child, &at, found);
        found.push(at);
    }
}

/// One change at a random place. What cannot be done leaves the document as it is.
fn mutate(document: &mut Json, dice: &mut Dice) {
    let mut places = Vec::new();
    pointers(document, "", &mut places);
    if places.is_empty() {
        return;
    }
    let (at, other) = (one(&places, dice).clone(), one(&places, dice).clone());
    let there = document.pointer(&other).cloned().unwrap_or_default();
    let Some((parent, step)) = at.rsplit_once('/') else { return };
    let step = step.replace("~1", "/").replace("~0", "~");
    let choice = dice.roll(9);
    if choice < 3 {
        match (choice, document.pointer_mut(parent)) {
            (0, Some(Json::Object(map))) => drop(map.remove(&step)),
            (0, Some(Json::Array(list))) => drop(list.pop()),
            (1, Some(Json::Object(map))) => drop(map.insert(format!("{step}2"), there)),
            (_, Some(Json::Array(list))) => list.push(there),
            (_, Some(Json::Object(map))) => {
                let key = one(&oddities(), dice).as_str().unwrap_or("x").to_owned();
                drop(map.insert(key, there));
            }
            _ => {}
        }
        return;
    }
    let Some(node) = document.pointer_mut(&at) else { return };
    let old = node.take();
    *node = match choice {
        3 => there,
        4 => json!({"$ref": format!("#{other}")}),
        5 => {
            json!({one(&["allOf", "oneOf", "anyOf"], dice).to_string(): [old, {"$ref": format!("#{other}")}]})
        }
        6 => json!([old]),
        7 => json!({"type": "array", "items": old}),
        _ => one(&oddities(), dice).clone(),
    };
}

/// The text itself: broken off, or with a byte or a line changed.
fn scratch(text: &mut Vec<u8>, dice: &mut Dice) {
    let at = dice.roll(text.len());
    match dice.roll(4) {
        0 => text.truncate(at),
        1 => text.iter_mut().skip(at).take(1).for_each(|it| *it = it.wrapping_add(1)),
        2 => drop(text.drain(at..(at + dice.roll(40)).min(text.len()))),
        _ => {
            let piece = text[at..(at + dice.roll(80)).min(text.len())].to_vec();
            let to = dice.roll(text.len());
            drop(text.splice(to..to, piece));
        }
    }
}

/// A mutant under the configuration of every case.
struct Mutant<'m>(&'m [u8]);

impl Library for Mutant<'_> {
    fn read(&self, name: &str) -> Result<(String, Vec<u8>), String> {
        match name {
            "codegen.yaml" => Ok((name.to_owned(), CONFIG.into())),
            "spec.yaml" => Ok((name.to_owned(), self.0.to_vec())),
            _ => Err("there is no such file".to_owned()),
        }
    }
}

/// The document is kept while it is being read: a stack that overflows takes the whole process with it.
fn survives(mutant: &[u8], from: &Path, number: usize) {
    let kept = env::temp_dir().join(format!("specsmith-mutant-{}", std::process::id()));
    fs::write(&kept, mutant).expect("a temporary file can be written");
    let began = Instant::now();
    let output = catch_unwind(AssertUnwindSafe(|| generate(&Mutant(mutant), "codegen.yaml")));
    let name = || format!("mutant {number}, of {}; it is kept in {}", from.display(), kept.display());
    assert!(output.is_ok(), "a stage panicked: {}", name());
    let output = output.unwrap_or_default();
    assert_eq!(output.files.is_empty(), output.diagnostics.has_errors(), "{}", name());
    assert!(began.elapsed() < LONGEST, "it took {:?}: {}", began.elapsed(), name());
    fs::remove_file(&kept).expect("it was just written");
}

/// The documents of the folder that `SPECSMITH_MUTATE` names, or those of all cases.
fn originals() -> Vec<PathBuf> {
    let folder = env::var_os("SPECSMITH_MUTATE").map_or_else(cases, PathBuf::from);
    let mut found = Vec::new();
    collect(&folder, &mut found);
    found.sort();
    assert!(!found.is_empty(), "{} holds no document", folder.display());
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be listed").path();
        let known = path.extension().is_some_and(|it| it == "yaml" || it == "yml" || it == "json");
        if path.is_dir() {
            collect(&path, found);
        } else if known && path.file_name().is_some_and(|it| it != "codegen.yaml" && it != "overlay.yaml") {
            found.push(path);
        }
    }
}

fn number(variable: &str) -> Option<u64> {
    env::var(variable).ok()?.parse().ok()
}

#[test]
fn no_mutant_panics_or_goes_on_without_end() {
    let originals = originals();
    let seconds = number("SPECSMITH_MUTATE_SECONDS").map(Duration::from_secs);
    let mut dice = Dice(number("SPECSMITH_MUTATE_SEED").unwrap_or(1));
    let began = Instant::now();
    let mut made = 0;
    while seconds.map_or(made < MUTANTS, |it| began.elapsed() < it) {
        let path = one(&originals, &mut dice);
        let text = fs::read(path).expect("a document can be read");
        let mut tree = Tree::default();
        let file = tree.add("spec.yaml", &text, &mut Diagnostics::default());
        let mutant = match tree.root(file).map(|it| it.to_json()) {
            Some(mut document) if dice.roll(5) > 0 => {
                for _ in 0..=dice.roll(3) {
                    mutate(&mut document, &mut dice);
                }
                document.to_string().into_bytes()
            }
            _ => {
                let mut text = text;
                scratch(&mut text, &mut dice);
                text
            }
        };
        made += 1;
        survives(&mutant, path, made);
    }
    println!("{made} mutants of {} documents in {:?}", originals.len(), began.elapsed());
}
