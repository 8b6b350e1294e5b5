//! What the stages make of a document, and what a file says of one.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::folder::Folder;

const SPEC: &str = "\
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets: {get: {operationId: list_pets, tags: [pets], responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}}
  /shops: {get: {operationId: list_shops, tags: [shops], responses: {'204': {description: ''}}}}
components:
  schemas:
    Pet: {type: object, properties: {id: {type: string, format: number-plate}, toy: {$ref: '#/components/schemas/Toy'}}}
    Toy: {type: object, properties: {name: {type: string}}}
";

#[test]
fn a_stage_is_shown_whole_or_in_part() {
    let folder = Folder::new(SPEC);
    let shown = |arguments: &[&str]| {
        let run = folder.specsmith(&[&["dump", "spec.yaml"], arguments].concat());
        assert_eq!(run.code, Some(0), "{run:?}");
        run.out
    };
    let api = shown(&["--stage", "api"]);
    assert!(api.contains("struct Pet (default)") && api.contains("fn list_shops = GET /shops"), "{api}");
    let part = shown(&["--stage", "api", "--at", "#/components/schemas/Toy"]);
    assert!(part.starts_with("struct Toy (default)\n") && !part.contains("Pet"), "{part}");
    let chosen = shown(&["--stage", "api", "--only", "tag:shops"]);
    assert!(
        chosen.contains("GET /shops") && !chosen.contains("/pets") && !chosen.contains("struct"),
        "{chosen}"
    );
    let graph = shown(&["--stage", "graph"]);
    assert!(graph.contains("#/components/schemas/Pet") && graph.contains("toy"), "{graph}");
    let part = shown(&["--stage", "graph", "--at", "#/components/schemas/Toy"]);
    assert!(part.contains("Toy") && !part.contains("Pet"), "{part}");
    let none = folder.specsmith(&["dump", "spec.yaml", "--stage", "api", "--at", "#/components/schemas/Cat"]);
    assert_eq!(none.code, Some(2));
    assert!(none.err.contains("nothing is made of what stands at `#/components/schemas/Cat`"), "{none:?}");
}

#[test]
fn one_document_may_have_a_file_of_its_own_about_it() {
    let folder = Folder::new(SPEC);
    std::fs::create_dir(folder.0.path().join("about")).expect("a folder can be made");
    folder.write(
        "about/pets.yaml",
        "names: {'#/components/schemas/Pet': Animal}\nformats: {number-plate: plates::Plate}\n\
         dependencies: {plates: {version: '1.2', features: [serde]}}\noverlays: overlay.yaml\n",
    );
    folder.write(
        "about/overlay.yaml",
        "overlay: 1.0.0\ninfo: {title: o, version: '1'}\nactions: [{target: '$.paths[\"/shops\"]', remove: true}]\n",
    );
    let run = folder.specsmith(&["generate", "spec.yaml", "--out", "out", "--config", "about/pets.yaml"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let files = folder.files();
    let text = |name: &str| &files[&folder.0.path().join("out").join(name)];
    assert!(text("Cargo.toml").contains("plates = { version = \"1.2\", features = [\"serde\"] }"));
    assert!(text("src/api/types.rs").contains("pub struct Animal"));
    assert!(text("src/api/types.rs").contains("pub id: Option<specsmith_runtime::Serde<plates::Plate>>"));
    assert!(!files.keys().any(|it| it.ends_with("src/api/shops.rs")));
    folder.write("about/pets.yaml", "modul: api\nformats: {number-plate: 'a; b'}\n");
    let wrong = folder.specsmith(&["generate", "spec.yaml", "--out", "out", "--config", "about/pets.yaml"]);
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.err.contains("unknown-key") && wrong.err.contains("the path of a Rust type"), "{wrong:?}");
}

#[test]
fn what_a_document_is_shows_in_it_and_not_in_its_name() {
    let folder = Folder::new(SPEC);
    folder.write("yaml.json", SPEC);
    folder.write("json", r#"{"openapi": "3.0.3", "info": {"title": "J", "version": "1"}, "paths": {}}"#);
    for (name, operations) in [("yaml.json", 2), ("json", 0)] {
        let run = folder.specsmith(&["check", name]);
        assert!(run.out.contains(&format!("{operations} operations")), "{run:?}");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_specsmith"));
    command.args(["check", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the command can be run");
    let mut input = child.stdin.take().expect("it reads");
    input.write_all(SPEC.as_bytes()).expect("it takes what it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(String::from_utf8_lossy(&output.stdout).contains("2 operations"));
}

#[test]
fn what_cargo_leaves_in_the_folder_of_a_crate_is_not_touched() {
    let folder = Folder::new(SPEC);
    let generate = || folder.specsmith(&["generate", "spec.yaml", "--out", "out"]);
    assert_eq!(generate().code, Some(0));
    for others in ["target/debug", ".git"] {
        std::fs::create_dir_all(folder.0.path().join("out").join(others)).expect("a folder can be made");
    }
    for others in ["target/debug/a", ".git/config", "Cargo.lock", "src/stray.rs"] {
        folder.write(&format!("out/{others}"), "");
    }
    let again = generate();
    assert_eq!(again.code, Some(0), "{again:?}");
    assert!(again.out.contains("removed out/src/stray.rs"), "{again:?}");
    for others in ["target/debug/a", ".git/config", "Cargo.lock"] {
        assert!(folder.0.path().join("out").join(others).exists(), "{others}");
    }
}
