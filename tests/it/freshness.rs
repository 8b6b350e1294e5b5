//! `cargo xtask codegen` as people run it: the committed client is what the specifications make, and a run changes
//! what must change and nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use specsmith::{CodegenArgs, Common, Exit, Invocation, run};
use tempfile::TempDir;

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A copy of `specs/`, with an empty place for what is made of it.
struct Workshop(TempDir);

impl Workshop {
    fn new() -> Self {
        let workshop = Self(TempDir::new().expect("a temporary folder can be made"));
        copy(&repository().join("specs"), &workshop.path("specs"));
        workshop
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn codegen(&self) -> Exit {
        self.run(false)
    }

    fn check(&self) -> Exit {
        self.run(true)
    }

    fn run(&self, check: bool) -> Exit {
        let arguments = CodegenArgs {
            config: self.path("specs/codegen.yaml"),
            check,
            accept_renames: false,
            no_cache: true,
            common: Common::default(),
        };
        run(&arguments, &Invocation { mend: "mend".to_owned() })
    }

    /// Every generated file, what it holds and when it was written.
    fn files(&self) -> BTreeMap<PathBuf, (String, SystemTime)> {
        let mut files = BTreeMap::new();
        collect(&self.path("generated"), &mut files);
        files
    }

    fn edit(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(name)).expect("the file is there");
        assert!(text.contains(from), "{name} does not hold {from:?}");
        fs::write(self.path(name), text.replace(from, to)).expect("the file can be written");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let entry = entry.expect("the folder can be listed");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file can be copied");
        }
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, (String, SystemTime)>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("the folder can be listed").path();
        if path.ends_with("target") {
            // What is remembered of the last run is no part of the crate.
        } else if path.is_dir() {
            collect(&path, files);
        } else {
            let text = fs::read_to_string(&path).expect("a generated file is text");
            let written = fs::metadata(&path).and_then(|it| it.modified()).expect("a file has a time");
            files.insert(path, (text, written));
        }
    }
}

fn texts(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    collect(folder, &mut files);
    let relative = |path: PathBuf| path.strip_prefix(folder).expect("it is below the folder").to_path_buf();
    files.into_iter().map(|(path, (text, _))| (relative(path), text)).collect()
}

#[test]
fn the_committed_client_is_what_the_specifications_make() {
    let workshop = Workshop::new();
    assert_eq!(workshop.codegen(), Exit::Fine);
    assert_eq!(texts(&workshop.path("generated")), texts(&repository().join("generated")));
}

#[test]
fn a_second_run_touches_no_file() {
    let workshop = Workshop::new();
    assert_eq!(workshop.codegen(), Exit::Fine);
    let first = workshop.files();
    assert!(!first.is_empty());
    assert_eq!(workshop.codegen(), Exit::Fine);
    assert_eq!(workshop.files(), first);
}

#[test]
fn check_writes_nothing_and_says_what_is_stale_missing_or_left_over() {
    let workshop = Workshop::new();
    assert_eq!(workshop.check(), Exit::Stale);
    assert!(workshop.files().is_empty(), "--check wrote something");
    assert_eq!(workshop.codegen(), Exit::Fine);
    assert_eq!(workshop.check(), Exit::Fine);

    workshop.edit("specs/openapi-v2.yaml", "Update workspaces of a company member", "Update them");
    let before = workshop.files();
    assert_eq!(workshop.check(), Exit::Stale);
    assert_eq!(workshop.files(), before, "--check wrote something");
    assert_eq!(workshop.codegen(), Exit::Fine);
    let after = workshop.files();
    let changed: Vec<_> = after.keys().filter(|it| before.get(*it) != after.get(*it)).collect();
    assert_eq!(changed, [&workshop.path("generated/src/v2/users.rs")]);
}

#[test]
fn a_file_that_nothing_makes_is_an_orphan_and_goes() {
    let workshop = Workshop::new();
    assert_eq!(workshop.codegen(), Exit::Fine);
    let orphan = workshop.path("generated/src/old/orphan.rs");
    fs::create_dir_all(orphan.parent().expect("it has a folder")).expect("a folder can be made");
    fs::write(&orphan, "").expect("a file can be written");
    assert_eq!(workshop.check(), Exit::Stale);
    assert!(orphan.exists());
    assert_eq!(workshop.codegen(), Exit::Fine);
    assert!(!orphan.exists());
    assert!(!workshop.path("generated/src/old").exists(), "an empty folder was left");
}

#[test]
fn an_interrupted_run_is_repaired_by_the_next() {
    let workshop = Workshop::new();
    assert_eq!(workshop.codegen(), Exit::Fine);
    let whole = texts(&workshop.path("generated"));
    // What a killed run leaves: a file not yet written, one still old, and a temporary one.
    fs::remove_file(workshop.path("generated/src/v3.rs")).expect("it is there");
    fs::write(workshop.path("generated/src/v2.rs"), "old").expect("it can be written");
    fs::write(workshop.path("generated/src/.specsmith-x1y2"), "half a fi").expect("it can be written");
    assert_eq!(workshop.check(), Exit::Stale);
    assert_eq!(workshop.codegen(), Exit::Fine);
    assert_eq!(texts(&workshop.path("generated")), whole);
}

#[test]
fn a_faulty_document_leaves_everything_as_it_was() {
    let workshop = Workshop::new();
    assert_eq!(workshop.codegen(), Exit::Fine);
    let before = workshop.files();
    workshop.edit("specs/openapi-v3.yaml", "schemas/WorkspaceSummary'", "schemas/Gone'");
    workshop.edit("specs/openapi-v2.yaml", "Update workspaces of a company member", "Update them");
    assert_eq!(workshop.codegen(), Exit::Faulty);
    assert_eq!(workshop.check(), Exit::Faulty);
    assert_eq!(workshop.files(), before);
}

#[test]
fn a_further_document_is_one_file_and_one_entry() {
    let workshop = Workshop::new();
    fs::copy(workshop.path("specs/openapi-v3-company.yaml"), workshop.path("specs/openapi-v3-instance.yaml"))
        .expect("a file can be copied");
    let entry = "\n  - spec: openapi-v3-instance.yaml\n    module: v3_instance\n    prefix: api_v3_company\n";
    let config = fs::read_to_string(workshop.path("specs/codegen.yaml")).expect("it is there");
    fs::write(workshop.path("specs/codegen.yaml"), config + entry).expect("it can be written");
    assert_eq!(workshop.codegen(), Exit::Fine);
    let files = texts(&workshop.path("generated"));
    assert!(files[Path::new("src/v3_instance/workspaces.rs")].contains("pub fn members_update("));
    assert!(files[Path::new("src/lib.rs")].contains("pub mod v3_instance;"));
    assert!(files[Path::new("Cargo.toml")].contains("v3_instance = []"));
}

#[test]
fn a_folder_of_somebody_else_is_never_written_to() {
    let workshop = Workshop::new();
    let theirs = workshop.path("generated/notes.txt");
    fs::create_dir_all(workshop.path("generated")).expect("a folder can be made");
    fs::write(&theirs, "mine").expect("a file can be written");
    assert_eq!(workshop.codegen(), Exit::Disk);
    assert_eq!(workshop.files().len(), 1);
}
