//! What an operation and a type may come to in emitted code, so that it cannot creep: whoever uses a client compiles it.

use std::fs;
use std::path::{Path, PathBuf};

use specsmith_codegen::{Library, Output, Wishes, generate_as};

use crate::cases::{CONFIG, folders};

/// Emitted code: what is neither blank nor a comment.
#[derive(Debug, Default, Clone, Copy)]
struct Size {
    count: usize,
    lines: usize,
    bytes: usize,
}

impl Size {
    fn add(&mut self, text: &str) {
        for line in text.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with("//")) {
            self.lines += 1;
            self.bytes += line.len();
        }
    }

    /// Lines and bytes of one, on average.
    fn each(&self) -> (usize, usize) {
        (self.lines / self.count.max(1), self.bytes / self.count.max(1))
    }
}

/// Operations and types of several documents.
#[derive(Debug, Default)]
struct Sizes {
    operations: Size,
    types: Size,
}

impl Sizes {
    fn add(&mut self, output: &Output) {
        self.operations.count += output.documents.iter().map(|it| it.operations).sum::<usize>();
        self.types.count += output.documents.iter().map(|it| it.types).sum::<usize>();
        for file in &output.files {
            let Some((_, inner)) = file.path.strip_prefix("src/").and_then(|it| it.split_once('/')) else {
                continue;
            };
            let is_types = inner == "types.rs" || inner.starts_with("types/");
            let size = if is_types { &mut self.types } else { &mut self.operations };
            size.add(&file.text);
        }
    }
}

struct Folder(PathBuf);

impl Library for Folder {
    fn read(&self, name: &str) -> Result<(String, Vec<u8>), String> {
        let path = self.0.join(name);
        if name == "codegen.yaml" && !path.exists() {
            return Ok((name.to_owned(), CONFIG.into()));
        }
        fs::read(path).map(|bytes| (name.to_owned(), bytes)).map_err(|error| error.to_string())
    }
}

fn sizes(folders: impl IntoIterator<Item = PathBuf>) -> Sizes {
    let mut sizes = Sizes::default();
    for folder in folders {
        sizes.add(&generate_as(&Folder(folder), "codegen.yaml", Wishes::default()));
    }
    assert!(sizes.operations.count > 0 && sizes.types.count > 0, "nothing was made");
    sizes
}

fn check(found: (usize, usize), budget: (usize, usize), what: &str) {
    assert!(found.0 <= budget.0, "{what}: {} lines of code on average, at most {}", found.0, budget.0);
    assert!(found.1 <= budget.1, "{what}: {} bytes of code on average, at most {}", found.1, budget.1);
}

// Each budget is a tenth above what there was when it was set.

#[test]
fn the_paradigm_client_keeps_to_its_budget() {
    let Sizes { operations, types } = sizes([Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")]);
    check(operations.each(), (42, 1200), "an operation with its bodies and its errors");
    check(types.each(), (35, 830), "a type");
}

#[test]
fn the_cases_keep_to_their_budget() {
    let Sizes { operations, types } = sizes(folders());
    check(operations.each(), (17, 430), "an operation with what belongs to it");
    check(types.each(), (20, 440), "a type");
}
