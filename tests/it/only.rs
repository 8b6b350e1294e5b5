//! A part of a document is what it is in the whole: choosing operations renames nothing, and leaves nothing dangling.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use specsmith_codegen::{Fate, Home, Library, Output, Show, Single, Wishes, generate_single};

use crate::cases::folders;

/// So many operations of one document are tried alone.
const MOST: usize = 3;

/// One case in so many is tried: each costs several runs.
const EACH: usize = 3;

struct Alone(PathBuf);

impl Library for Alone {
    fn read(&self, _: &str) -> Result<(String, Vec<u8>), String> {
        fs::read(&self.0).map(|it| ("spec.yaml".to_owned(), it)).map_err(|error| error.to_string())
    }
}

fn make(spec: PathBuf, only: Vec<String>) -> Output {
    let single = Single {
        spec: "spec.yaml".to_owned(),
        name: "part".to_owned(),
        home: Home::Workspace,
        config: None,
        tests: None,
    };
    generate_single(&Alone(spec), single, Wishes { only, show: Show::Model, ..Wishes::default() })
}

/// The blocks of a model: a line and those that are indented below it.
fn blocks(output: &Output) -> BTreeSet<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut group = String::new();
    for line in output.documents.iter().flat_map(|it| it.shown.lines()) {
        if line.starts_with("group ") {
            group = line.to_owned();
        } else if line.starts_with("  fn ") {
            blocks.push(format!("{group}\n{line}"));
        } else if let (true, Some(last)) = (line.starts_with("  "), blocks.last_mut()) {
            last.push('\n');
            last.push_str(line);
        } else {
            blocks.push(line.to_owned());
        }
    }
    blocks.into_iter().collect()
}

#[test]
fn a_part_is_what_it_is_in_the_whole() {
    let mut tried = 0;
    for folder in folders().into_iter().step_by(EACH) {
        let spec = folder.join("spec.yaml");
        let whole = make(spec.clone(), Vec::new());
        if whole.diagnostics.has_errors() {
            continue;
        }
        let known = blocks(&whole);
        let operations = whole.documents.iter().flat_map(|it| &it.account.operations);
        for operation in operations.filter(|it| it.fate != Fate::LeftOut).take(MOST) {
            let part = make(spec.clone(), vec![operation.name.clone()]);
            let name = format!("{} of {}", operation.name, spec.display());
            assert!(!part.diagnostics.has_errors(), "{name}");
            assert_eq!(part.documents[0].operations, 1, "{name}");
            let strange: Vec<_> = blocks(&part).difference(&known).cloned().collect();
            assert!(strange.is_empty(), "{name} has {strange:#?}");
            let account = &part.documents[0].account;
            assert_eq!(account.operations.len(), 1, "{name}");
            assert_eq!(account.operations[0].fate, operation.fate, "{name}");
            tried += 1;
        }
    }
    assert!(tried > 20, "only {tried} operations were found");
}
