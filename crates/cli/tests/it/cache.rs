//! The last run, remembered: a run that finds nothing changed gives the same, and one that finds something does not.

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use crate::folder::{CONFIG, Folder};

const SPEC: &str = "\
openapi: 3.0.3
info: {title: Small, version: '1'}
paths:
  /things: {get: {operationId: things, responses: {'200': {description: '', content: {application/json: {schema: {$ref: thing.yaml}}}}}}}
  /lossy: {post: {operationId: lossy}}
";

const THING: &str = "type: object\nproperties: {name: {type: string}}\n";

const OVERLAY: &str = "\
overlay: 1.0.0
info: {title: Words, version: '1'}
actions: [{target: \"$.paths['/things'].get\", update: {summary: Every thing}}]
";

/// A document that is written in two files, has an overlay, and is warned about. It is generated, and once more, for
/// the lock of names is read, too.
fn folder() -> Folder {
    let folder = Folder::new(SPEC);
    folder.write("thing.yaml", THING);
    folder.write("overlay.yaml", OVERLAY);
    let entry = "{spec: spec.yaml, module: api, overlays: [overlay.yaml]}";
    folder.write("codegen.yaml", &CONFIG.replace("{spec: spec.yaml, module: api}", entry));
    for _ in 0..2 {
        let ran = folder.run(&[]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
    }
    folder
}

/// What is remembered, and since when.
fn remembered(folder: &Folder) -> Vec<(PathBuf, SystemTime)> {
    let entries = fs::read_dir(folder.0.path().join("out/target/specsmith")).into_iter().flatten();
    let paths = entries.map(|it| it.expect("the folder can be listed").path());
    let mut kept: Vec<_> = paths.filter(|it| !it.ends_with(".gitignore")).collect();
    kept.sort();
    let since = |it: &PathBuf| fs::metadata(it).and_then(|it| it.modified()).expect("it is there");
    kept.into_iter().map(|it| (it.clone(), since(&it))).collect()
}

#[test]
fn what_has_not_changed_is_not_generated_again_and_says_the_same() {
    let folder = folder();
    let before = remembered(&folder);
    assert_eq!(before.len(), 1, "{before:?}");
    let remembering = folder.run(&[]);
    assert_eq!(remembered(&folder), before, "a run that generates remembers anew");
    let generating = folder.run(&["--no-cache"]);
    assert!(remembering.err.contains("warning[missing-key]"), "{remembering:?}");
    assert_eq!((&remembering.out, &remembering.err), (&generating.out, &generating.err));
    let (remembering, generating) =
        (folder.run(&["--format", "json"]), folder.run(&["--format", "json", "--no-cache"]));
    assert_eq!(remembering.out, generating.out);
    assert_eq!(folder.run(&["--check"]).code, Some(0));
    assert_eq!(remembered(&folder).len(), 1, "an entry for each way to ask, not to print");
    let denied = folder.run(&["--deny", "warnings"]);
    assert_eq!(denied.code, Some(2), "{denied:?}");
}

#[test]
fn a_change_of_anything_that_was_read_is_noticed() {
    let folder = folder();
    let has = |path: &str, text: &str| {
        fs::read_to_string(folder.0.path().join(path)).expect("it is there").contains(text)
    };
    folder.write("spec.yaml", &SPEC.replace("operationId: lossy", "operationId: lossy, summary: Some of it"));
    folder.run(&[]);
    assert!(has("out/src/api/untagged.rs", "/// Some of it"));
    folder.write("thing.yaml", &THING.replace("name:", "title:"));
    folder.run(&["--accept-renames"]);
    assert!(has("out/src/api/types.rs", "pub title:"));
    folder.write("overlay.yaml", &OVERLAY.replace("Every thing", "Each thing"));
    folder.run(&[]);
    assert!(has("out/src/api/untagged.rs", "/// Each thing"));
    let config = fs::read_to_string(folder.0.path().join("codegen.yaml")).expect("it is there");
    folder.write("codegen.yaml", &config.replace("version: 0.1.0", "version: 0.2.0"));
    folder.run(&[]);
    assert!(has("out/Cargo.toml", "version = \"0.2.0\""));
    folder.write("names.lock", "not a lock");
    assert_eq!(folder.run(&[]).code, Some(2));
    fs::remove_file(folder.0.path().join("names.lock")).expect("it is there");
    assert_eq!(folder.run(&["--check"]).code, Some(1));
    fs::remove_file(folder.0.path().join("thing.yaml")).expect("it is there");
    assert!(folder.run(&[]).err.contains("thing.yaml"), "a file that is gone is missed");
}

#[test]
fn a_generated_file_that_somebody_edited_is_mended() {
    let folder = folder();
    let before = (folder.files(), remembered(&folder));
    let file = "out/src/api/types.rs";
    folder.write(file, "// mine\n");
    folder.write("out/src/api/more.rs", "// mine, too\n");
    let stale = folder.run(&["--check"]);
    assert_eq!(stale.code, Some(1));
    assert!(stale.out.contains("stale   out/src/api/types.rs\n"), "{stale:?}");
    assert!(stale.out.contains("orphan  out/src/api/more.rs\n"), "{stale:?}");
    let mended = folder.run(&[]);
    assert!(mended.out.contains("changed out/src/api/types.rs\nremoved out/src/api/more.rs\n"), "{mended:?}");
    assert!((folder.files(), remembered(&folder)) == before, "the files are as they were");
}

#[test]
fn an_entry_that_is_damaged_is_not_used() {
    let folder = folder();
    let files = folder.files();
    let (entry, _) = remembered(&folder).swap_remove(0);
    let whole = fs::read(&entry).expect("it is there");
    let flipped = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        bytes
    };
    let places = (0..10).map(|it| it * (whole.len() - 1) / 9);
    let shortened = [0, 31, 32, whole.len() / 2, whole.len() - 1].map(|it| whole[..it].to_vec());
    for bytes in places.map(flipped).chain(shortened) {
        fs::write(&entry, &bytes).expect("it can be written");
        let ran = folder.run(&[]);
        assert_eq!(ran.out.lines().last(), Some("all 7 files fresh"), "{ran:?}");
        assert!(folder.files() == files);
        assert!(fs::read(&entry).expect("it is there") == whole, "it is written anew");
    }
    fs::remove_dir_all(folder.0.path().join("out/target")).expect("it is there");
    assert_eq!(folder.run(&["--check"]).code, Some(0));
    assert!(!folder.0.path().join("out/target").exists(), "a check writes nothing");
}

#[test]
fn a_single_document_is_remembered_too() {
    let folder = folder();
    let generate = |arguments: &[&str]| {
        folder.specsmith(&[&["generate", "spec.yaml", "--out", "out/single"], arguments].concat())
    };
    assert_eq!(generate(&[]).code, Some(0));
    assert_eq!(generate(&["--name", "other"]).code, Some(0));
    let entries =
        || fs::read_dir(folder.0.path().join("out/single/target/specsmith")).expect("it is there").count();
    assert_eq!(entries(), 3, "two ways to ask, and what keeps them from git");
    let again = generate(&[]);
    assert!(again.out.contains("changed out/single/Cargo.toml\n"), "{again:?}");
    assert_eq!(generate(&[]).out.lines().last(), Some("all 6 files fresh"));
    assert_eq!(entries(), 3);
}
