//! The command as a process: what it prints where, how it exits, and what a kill leaves behind.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value as Json;
use tempfile::TempDir;

use crate::folder::{CONFIG, Folder, Ran};

const SPEC: &str = "\
openapi: 3.0.3
info: {title: Small, version: '1'}
paths:
  /things: {get: {operationId: things, responses: {'204': {description: ''}}}}
";

#[test]
fn a_run_says_what_it_did() {
    let folder = Folder::new(SPEC);
    let first = folder.run(&[]);
    assert_eq!(first.code, Some(0), "{first:?}");
    let lines: Vec<&str> = first.out.lines().collect();
    assert_eq!(lines[0], "spec.yaml -> api: 1 operation, 0 types, 0 warnings");
    assert_eq!(lines[1], "1 of 1 operations whole");
    assert_eq!(lines[2], "added   out/Cargo.toml");
    assert_eq!(folder.run(&[]).out.lines().last(), Some("all 7 files fresh"));
    folder.write("spec.yaml", &SPEC.replace("operationId: things", "operationId: all_things"));
    let stopped = folder.run(&[]);
    assert_eq!(stopped.code, Some(2));
    assert!(
        stopped.err.contains("`untagged::things` would now be called `untagged::all_things`"),
        "{stopped:?}"
    );
    let changed = folder.run(&["--accept-renames"]);
    let files = "changed out/src/api/untagged.rs\nchanged names.lock\n5 files fresh besides\n";
    assert!(changed.out.contains(files), "{changed:?}");
    let tagged = SPEC.replace("operationId: things", "operationId: things, tags: [Things]");
    folder.write("spec.yaml", &tagged);
    let moved = folder.run(&["--accept-renames"]);
    assert!(moved.out.contains("added   out/src/api/things.rs\n"), "{moved:?}");
    assert!(moved.out.contains("removed out/src/api/untagged.rs\n"), "{moved:?}");
}

#[test]
fn check_names_the_file_the_difference_and_the_cure() {
    let folder = Folder::new(SPEC);
    assert_eq!(folder.run(&["--check"]).code, Some(1));
    assert_eq!(folder.run(&[]).code, Some(0));
    assert_eq!(folder.run(&["--check"]).code, Some(0));
    folder.write("spec.yaml", &SPEC.replace("operationId: things", "operationId: all_things"));
    let stale = folder.run(&["--check", "--accept-renames"]);
    assert_eq!(stale.code, Some(1));
    assert!(stale.out.contains("stale   out/src/api/untagged.rs\n"), "{stale:?}");
    assert!(stale.out.contains("stale   names.lock\n"), "{stale:?}");
    assert!(
        stale.out.contains("  -pub fn things() -> Call<()> {\n  +pub fn all_things() -> Call<()> {\n"),
        "{stale:?}"
    );
    assert!(stale.out.ends_with("run `specsmith codegen --config codegen.yaml` to mend this\n"), "{stale:?}");
}

#[test]
fn machines_get_json() {
    let folder = Folder::new(SPEC);
    let report = folder.run(&["--format", "json"]).json();
    assert_eq!(report["status"], "written");
    assert_eq!(report["documents"][0]["operations"], 1);
    assert_eq!(report["files"][0]["path"], "out/Cargo.toml");
    assert_eq!(folder.run(&["--format", "json"]).json()["status"], "fresh");
    folder.write("spec.yaml", &SPEC.replace("get:", "get: {}, get:"));
    let faulty = folder.run(&["--format", "json", "--check"]);
    assert_eq!(faulty.code, Some(2));
    let fault = &faulty.json()["diagnostics"][0];
    let found = (&fault["code"], &fault["file"], &fault["line"], &fault["column"], &fault["pointer"]);
    let pointer = Json::from("#/paths/~1things/get");
    assert_eq!(found, (&"duplicate-key".into(), &"spec.yaml".into(), &4.into(), &22.into(), &pointer));
}

#[test]
fn faults_are_drawn_and_nothing_is_written() {
    let folder = Folder::new(&SPEC.replace("3.0.3", "4.0.0"));
    let faulty = folder.run(&[]);
    assert_eq!(faulty.code, Some(2));
    assert!(
        faulty.err.contains("error[unknown-version]: the string `4.0.0` is no OpenAPI version that is read here\n --> spec.yaml:1:10\n"),
        "{faulty:?}"
    );
    assert!(faulty.err.ends_with("1 error; nothing was written\n"), "{faulty:?}");
    assert!(!faulty.err.contains('\u{1b}'), "colours go to terminals only");
    assert!(folder.files().is_empty());
}

const LOSSY: &str = "\
openapi: 3.0.3
info: {title: Lossy, version: '1'}
paths:
  /whole: {get: {responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Whole'}}}}}}}
  /reached: {get: {responses: {'200': {$ref: '#/components/responses/Reached'}}}}
  /inherited:
    parameters: [{name: a, in: nowhere, schema: {type: string}}]
    get: {responses: {'204': {description: ''}}}
  /own:
    get: {responses: {'204': {description: ''}}}
    put: {responses: {'204': {description: '', content: {text/plain: {schema: {type: strnig}}}}}}
  /left{out: {get: {}, put: {}}
components:
  responses:
    Reached: {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Outer'}}}}
  schemas:
    Whole: {type: object, additionalProperties: true, properties: {free: {}, id: {type: string, format: snowflake}, at: {type: string, format: date}}}
    Outer: {allOf: [{$ref: '#/components/schemas/Base'}, {type: object, properties: {more: {type: string}}}]}
    Base: {type: object, properties: {inner: {$ref: '#/components/schemas/Inner'}}}
    Inner: {type: object, properties: {lost: {$ref: '#/components/schemas/Gone'}}}
";

#[test]
fn the_report_says_what_became_of_everything() {
    let folder = Folder::new(LOSSY);
    let run = folder.specsmith(&["check", "spec.yaml", "--report", "report.json"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(run.out.lines().last(), Some("2 of 7 operations whole, 3 with a fallback, 2 left out"));
    let read = || fs::read_to_string(folder.0.path().join("report.json")).expect("there is a report");
    let report: Json = serde_json::from_str(&read()).expect("it is JSON");
    let document = &report["documents"][0];
    assert_eq!(
        document["operations"],
        serde_json::json!({"all": 7, "whole": 2, "fallback": 3, "left_out": 2})
    );
    let names = |key: &str, what: &str| -> Vec<String> {
        let list = document[key].as_array().expect("it is a list");
        list.iter().map(|it| it[what].as_str().expect("it is a string").to_owned()).collect()
    };
    assert_eq!(names("fallback", "operation"), ["GET /reached", "GET /inherited", "PUT /own"]);
    assert_eq!(names("left_out", "operation"), ["GET /left{out", "PUT /left{out"]);
    let untyped = names("untyped", "pointer");
    let expected = [
        "#/paths/~1own/put/responses/204/content/text~1plain/schema",
        "#/components/schemas/Whole/properties/free",
        "#/components/schemas/Inner/properties/lost",
    ];
    assert_eq!(untyped, expected);
    let reasons = names("untyped", "reason");
    assert!(reasons[0].starts_with("the string `strnig` is no type of a schema"), "{reasons:?}");
    assert_eq!(reasons[1], "the document does not say what it is");
    assert!(reasons[2].starts_with("`#/components/schemas/Gone` refers to nothing"), "{reasons:?}");
    assert_eq!(
        (&document["untyped"][2]["line"], &document["untyped"][2]["column"]),
        (&20.into(), &40.into())
    );
    assert_eq!(document["unknown_formats"], serde_json::json!({"snowflake": 1}));
    assert_eq!(document["codes"]["dangling-ref"], 1);
    assert_eq!(folder.run(&["--report", "report.json"]).code, Some(0));
    assert_eq!(read(), format!("{report:#}\n"), "the same document gives the same report");
    assert_eq!(folder.run(&["--report", "none/report.json"]).code, Some(3));
}

#[test]
fn a_part_of_a_document_can_be_chosen() {
    let folder = Folder::new(LOSSY);
    let part = folder.specsmith(&["check", "spec.yaml", "--only", "GET /whole", "--report", "report.json"]);
    assert_eq!(part.out, "spec.yaml -> api: 1 operation, 1 type, 5 warnings\n1 of 1 operations whole\n");
    let report = fs::read_to_string(folder.0.path().join("report.json")).expect("there is a report");
    let report: Json = serde_json::from_str(&report).expect("it is JSON");
    let untyped = report["documents"][0]["untyped"].as_array().expect("it is a list");
    assert_eq!(untyped.len(), 1, "what is not reached is not listed: {untyped:?}");
    let made = folder.specsmith(&[
        "generate",
        "spec.yaml",
        "--out",
        "part",
        "--only",
        "PUT /own",
        "--only",
        "get /own",
    ]);
    assert_eq!(made.code, Some(0), "{made:?}");
    assert!(made.out.contains("spec.yaml -> api: 2 operations, 0 types"), "{made:?}");
    let mistyped = folder.specsmith(&["generate", "spec.yaml", "--out", "none", "--only", "GET /while"]);
    assert_eq!(mistyped.code, Some(2));
    assert!(mistyped.err.contains("did you mean `GET /whole`?"), "{mistyped:?}");
}

#[test]
fn warnings_can_be_denied() {
    let folder = Folder::new(&SPEC.replace("responses", "response"));
    for (arguments, code) in [
        (&[][..], 0),
        (&["--deny", "fallback"], 0),
        (&["--deny", "missing-key"], 2),
        (&["--deny", "fallback", "--deny", "warnings"], 2),
        (&["--deny", "missing-kye"], 2),
    ] {
        let run = folder.run(arguments);
        assert_eq!(run.code, Some(code), "{arguments:?}: {run:?}");
        let alone = folder.specsmith(&[&["check", "spec.yaml"], arguments].concat());
        assert_eq!(alone.code, Some(code), "{arguments:?}: {alone:?}");
    }
    let denied = folder.run(&["--deny", "warnings"]);
    assert!(denied.err.contains("error[missing-key]: the operation has no `responses`"), "{denied:?}");
    let mistyped = folder.run(&["--deny", "missing-kye"]);
    assert!(mistyped.err.contains("did you mean `missing-key`?"), "{mistyped:?}");
    folder.write("codegen.yaml", &format!("{CONFIG}deny: warnings\n"));
    assert_eq!(folder.run(&[]).code, Some(2));
}

#[test]
fn files_that_cannot_be_read_are_named() {
    let folder = Folder::new(SPEC);
    folder.write("codegen.yaml", &CONFIG.replace("spec.yaml", "gone.yaml"));
    let gone = folder.run(&[]);
    assert_eq!(gone.code, Some(2));
    assert!(gone.err.contains("there is no file `gone.yaml`"), "{gone:?}");
    folder.write("codegen.yaml", &CONFIG.replace("spec.yaml", "."));
    let is_folder = folder.run(&[]);
    assert_eq!(is_folder.code, Some(2));
    assert!(is_folder.err.contains("it is a folder, not a file"), "{is_folder:?}");
    fs::remove_file(folder.0.path().join("codegen.yaml")).expect("it is there");
    let unconfigured = folder.run(&[]);
    assert_eq!(unconfigured.code, Some(2));
    assert!(unconfigured.err.contains("cannot read `codegen.yaml`"), "{unconfigured:?}");
}

#[test]
fn a_disk_that_refuses_has_an_exit_code_of_its_own() {
    let folder = Folder::new(SPEC);
    folder.write("out", "a file, where a folder should be");
    let refused = folder.run(&[]);
    assert_eq!(refused.code, Some(3), "{refused:?}");
    assert!(refused.err.contains("out"), "{refused:?}");
}

#[test]
fn help_has_examples_and_exit_codes() {
    let help = Ran::from(
        Command::new(env!("CARGO_BIN_EXE_specsmith")).args(["codegen", "--help"]).output().expect("it runs"),
    );
    assert_eq!(help.code, Some(0));
    for words in ["Examples:", "codegen --check", "Exit codes:", "--format"] {
        assert!(help.out.contains(words), "{help:?}");
    }
}

/// Many files, so that there is time to be killed between two of them.
fn many_files(description: &str) -> String {
    let mut spec =
        format!("openapi: 3.0.3\ninfo: {{title: Many, version: '1', description: {description}}}\npaths:\n");
    for number in 0..200 {
        spec.push_str(&format!(
            "  /t{number}: {{get: {{tags: [t{number}], summary: {description}, responses: {{'204': {{description: ''}}}}}}}}\n"
        ));
    }
    spec
}

#[test]
fn a_killed_run_leaves_each_file_whole() {
    let folder = Folder::new(&many_files("old"));
    assert_eq!(folder.run(&[]).code, Some(0));
    let old = folder.files();
    let other = Folder::new(&many_files("new"));
    assert_eq!(other.run(&[]).code, Some(0));
    let new: BTreeMap<PathBuf, String> = other
        .files()
        .into_iter()
        .map(|(path, text)| {
            (folder.0.path().join(path.strip_prefix(other.0.path()).expect("it is inside")), text)
        })
        .collect();
    folder.write("spec.yaml", &many_files("new"));
    let mut run = folder.command(&[]).stdout(Stdio::null()).spawn().expect("the command can be run");
    while folder.files() == old && run.try_wait().expect("it can be asked").is_none() {}
    run.kill().expect("it can be killed");
    run.wait().expect("it can be waited for");
    for (path, text) in folder.files() {
        let temporary = path.file_name().is_some_and(|it| it.to_string_lossy().starts_with(".specsmith-"));
        let whole = old.get(&path) == Some(&text) || new.get(&path) == Some(&text);
        assert!(whole || temporary, "{} is neither the old nor the new one", path.display());
    }
    assert_eq!(folder.run(&[]).code, Some(0));
    assert_eq!(folder.files(), new);
}

#[test]
fn one_document_becomes_a_crate_without_a_configuration() {
    let folder = Folder::new(SPEC);
    let run = |arguments: &[&str]| folder.specsmith(arguments);
    let made = run(&["generate", "spec.yaml", "--out", "small-client", "--runtime", "../runtime"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    let manifest =
        fs::read_to_string(folder.0.path().join("small-client/Cargo.toml")).expect("there is a manifest");
    assert!(manifest.contains("name = \"small-client\"\n"), "{manifest}");
    assert!(
        manifest.contains("specsmith-runtime = { path = \"../runtime\", default-features = false }\n"),
        "{manifest}"
    );
    assert!(!manifest.contains("workspace"), "{manifest}");
    let published = run(&["generate", "spec.yaml", "--out", "small-client", "--name", "other"]);
    assert!(published.out.contains("changed small-client/Cargo.toml\n"), "{published:?}");
    let named = run(&["generate", "spec.yaml", "--out", "error-client"]);
    assert_eq!(named.code, Some(0), "{named:?}");
    let client =
        fs::read_to_string(folder.0.path().join("error-client/src/client.rs")).expect("there is a client");
    assert!(client.contains("pub enum ErrorApi {}"), "{client}");
    assert_eq!(run(&["generate", "spec.yaml", "--out", "x", "--name", "1 2"]).code, Some(2));
    assert_eq!(run(&["generate", "gone.yaml", "--out", "x"]).code, Some(2));
    assert!(!folder.0.path().join("x").exists());
}

#[test]
fn a_document_can_be_checked_alone() {
    let folder = Folder::new(SPEC);
    let run = || folder.specsmith(&["check", "spec.yaml"]);
    let sound = run();
    assert_eq!(
        (sound.code, sound.out.as_str()),
        (Some(0), "spec.yaml -> api: 1 operation, 0 types, 0 warnings\n1 of 1 operations whole\n")
    );
    folder.write("spec.yaml", &SPEC.replace("3.0.3", "4.0.0"));
    assert_eq!(run().code, Some(2));
    assert!(folder.files().is_empty());
}

#[test]
fn files_stay_in_the_folder_of_the_document() {
    const PETS: &str = "get: {operationId: pets, responses: {'204': {description: ''}}}\n";
    let folder = Folder::new(SPEC);
    let outer = TempDir::new().expect("a temporary folder can be made");
    let outside = outer.path().join("pets.yaml");
    fs::write(&outside, PETS).expect("a file can be written");
    fs::create_dir(folder.0.path().join("specs")).expect("a folder can be made");
    folder.write("pets.yaml", PETS);
    folder.write("specs/inside.yaml", PETS);
    let check = |reference: &str, arguments: &[&str]| {
        folder.write(
            "specs/spec.yaml",
            &SPEC.replace("{get:", "{$ref: 'REF', x-was:").replace("REF", reference),
        );
        let mut command = Command::new(env!("CARGO_BIN_EXE_specsmith"));
        let command = command.current_dir(folder.0.path()).args(["check", "specs/spec.yaml"]).args(arguments);
        Ran::from(command.output().expect("it runs"))
    };
    assert_eq!(check("inside.yaml", &[]).code, Some(0));
    assert_eq!(check("../specs/inside.yaml", &[]).code, Some(0), "a detour leads nowhere else");
    let absolute = outside.display().to_string();
    for reference in ["../pets.yaml", "%2E%2E/pets.yaml", absolute.as_str()] {
        let refused = check(reference, &[]);
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.err.contains("error[outside-ref]"), "{refused:?}");
        assert_eq!(check(reference, &["--allow-files-outside"]).code, Some(0), "{reference}");
    }
    let gone = check("gone.yaml", &[]);
    assert!(gone.err.contains("there is no file `specs/gone.yaml`"), "{gone:?}");
    folder.write("codegen.yaml", &CONFIG.replace("spec.yaml", "specs/spec.yaml"));
    check("../pets.yaml", &[]);
    assert_eq!(folder.run(&[]).code, Some(2));
    folder.write("codegen.yaml", &CONFIG.replace("spec.yaml", "specs/spec.yaml, files: anywhere"));
    assert_eq!(folder.run(&[]).code, Some(0));
    folder.write("codegen.yaml", &CONFIG.replace("spec.yaml", "specs/spec.yaml, files: anywhre"));
    assert!(folder.run(&[]).err.contains("should be `beside` or `anywhere`"));
}

#[cfg(unix)]
#[test]
fn a_link_leads_out_of_the_folder_no_more_than_a_path_does() {
    let folder = Folder::new(&SPEC.replace("{get:", "{$ref: linked/pets.yaml, x-was:"));
    let outer = TempDir::new().expect("a temporary folder can be made");
    fs::write(outer.path().join("pets.yaml"), "get: {responses: {'204': {description: ''}}}\n")
        .expect("a file can be written");
    std::os::unix::fs::symlink(outer.path(), folder.0.path().join("linked")).expect("a link can be made");
    let refused = folder.run(&[]);
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.err.contains("error[outside-ref]"), "{refused:?}");
    folder.write("codegen.yaml", &CONFIG.replace("spec.yaml", "spec.yaml, files: anywhere"));
    assert_eq!(folder.run(&[]).code, Some(0));
}
