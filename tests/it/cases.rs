//! Case folders: a small document, the decisions made of it, and how they are spelled; or the complaint it earns.
//!
//! `model.txt` holds the decisions, `expected/` the spelling (compiled by this package), `warnings.txt` and
//! `error.txt` the drawn complaints. `cargo xtask bless` accepts what has changed.

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use specsmith_codegen::{Library, Output, Show, Style, Wishes, generate_as, render};

/// What a case is configured as, unless it brings a `codegen.yaml` of its own.
pub(crate) const CONFIG: &str = "\
client: {name: case-client, version: 0.1.0, service: Case}
output: out
documents: [{spec: spec.yaml, module: api}]
";

/// Cases of more than forty lines, and why.
const LONG_CASES: [(&str, &str); 2] = [
    ("names/obstacle_course", "each obstacle is a line, and they are passed together"),
    ("doors/swagger", "the parts of a whole document that change their places together"),
];

pub(crate) fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

/// Reads from a case's folder, under names that are the same on every machine.
struct CaseFolder(PathBuf);

impl Library for CaseFolder {
    fn read(&self, name: &str) -> Result<(String, Vec<u8>), String> {
        let path = self.0.join(name);
        if name == "codegen.yaml" && !path.exists() {
            return Ok((name.to_owned(), CONFIG.into()));
        }
        fs::read(path).map(|bytes| (name.to_owned(), bytes)).map_err(|_| "there is no such file".to_owned())
    }
}

pub(crate) fn folders() -> Vec<PathBuf> {
    let mut folders = BTreeSet::new();
    for group in fs::read_dir(cases()).expect("tests/cases is there") {
        let group = group.expect("tests/cases can be listed").path();
        for case in fs::read_dir(&group).expect("a group is a folder") {
            folders.insert(case.expect("a group can be listed").path());
        }
    }
    folders.into_iter().filter(|it| it.join("spec.yaml").exists()).collect()
}

fn name_of(folder: &Path) -> String {
    let name = folder.strip_prefix(cases()).expect("a case is below tests/cases");
    name.display().to_string()
}

/// Compares what a case makes with what its folder holds.
fn check(folder: &Path) {
    let wishes = Wishes { show: Show::Model, ..Wishes::default() };
    let output = generate_as(&CaseFolder(folder.to_path_buf()), "codegen.yaml", wishes);
    let complaints = render(&output.tree, &output.diagnostics, Style::Plain);
    if output.diagnostics.has_errors() {
        assert!(output.files.is_empty(), "no file may be made while an error stands");
        expect_file![folder.join("error.txt")].assert_eq(&complaints);
        return;
    }
    assert!(!folder.join("error.txt").exists(), "an error is expected, but there is none");
    if !complaints.is_empty() || folder.join("warnings.txt").exists() {
        expect_file![folder.join("warnings.txt")].assert_eq(&complaints);
    }
    let model: String = output.documents.iter().map(|it| it.shown.as_str()).collect();
    expect_file![folder.join("model.txt")].assert_eq(&model);
    check_spelling(folder, &output);
}

/// The module's files lie in `expected/` as in the module, so that one `#[path]` finds them all.
fn check_spelling(folder: &Path, output: &Output) {
    let expected = folder.join("expected");
    let mut known = BTreeSet::new();
    for file in &output.files {
        // The test of the types stands beside the document, as what it is about.
        if let Some(name) = file.path.strip_prefix("tests/") {
            expect_file![folder.join(name.rsplit('/').next().unwrap_or(name))].assert_eq(&file.text);
            continue;
        }
        let name = match file.path.strip_prefix("src/") {
            Some("lib.rs" | "client.rs") | None => continue,
            Some("api.rs") => "mod.rs",
            Some(inner) => inner.strip_prefix("api/").expect("a case has one module, called api"),
        };
        fs::create_dir_all(expected.join(name).parent().expect("a file is in a folder"))
            .expect("a folder can be made");
        expect_file![expected.join(name)].assert_eq(&file.text);
        known.insert(name.to_owned());
    }
    let mut folders = vec![(expected, String::new())];
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("expected/ is there") {
            let entry = entry.expect("expected/ can be listed");
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                folders.push((entry.path(), format!("{name}/")));
            } else {
                assert!(known.contains(&name), "nothing makes expected/{name}");
            }
        }
    }
}

#[test]
fn every_case_makes_what_its_folder_holds() {
    let folders = folders();
    assert!(folders.len() > 20, "the cases were not found");
    let failed: Vec<String> =
        folders.iter().filter(|it| catch_unwind(|| check(it)).is_err()).map(|it| name_of(it)).collect();
    assert!(failed.is_empty(), "failed: {failed:?}; `cargo xtask bless` accepts what is meant");
}

#[test]
fn every_spelling_is_compiled() {
    let compiled = include_str!("../src/lib.rs");
    for folder in folders().iter().filter(|it| it.join("expected").exists()) {
        let path = format!("../cases/{}/expected/mod.rs", name_of(folder));
        assert!(compiled.contains(&path), "tests/src/lib.rs does not compile {path}");
    }
}

#[test]
fn a_case_shows_one_feature() {
    for folder in folders() {
        let spec = fs::read_to_string(folder.join("spec.yaml")).unwrap_or_default();
        let lines = spec.lines().count();
        let name = name_of(&folder);
        let excused = LONG_CASES.iter().any(|(long, _)| *long == name);
        assert!(lines <= 40 || excused, "{name} has {lines} lines");
    }
}
