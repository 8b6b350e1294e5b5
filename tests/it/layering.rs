//! The walls between the rooms: who may import whom, and which room is home to which package.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

/// What each of our packages may import of ours.
const ROOMS: [(&str, &[&str]); 13] = [
    ("specsmith-source", &[]),
    ("specsmith-spec", &["specsmith-source"]),
    ("specsmith-model", &[]),
    ("specsmith-lower", &["specsmith-source", "specsmith-spec", "specsmith-model"]),
    ("specsmith-emit", &["specsmith-model"]),
    ("specsmith-judge", &["specsmith-source"]),
    (
        "specsmith-codegen",
        &[
            "specsmith-source",
            "specsmith-spec",
            "specsmith-model",
            "specsmith-lower",
            "specsmith-emit",
            "specsmith-judge",
        ],
    ),
    ("specsmith", &["specsmith-codegen"]),
    ("specsmith-runtime", &[]),
    ("paradigm-client", &["specsmith-runtime"]),
    ("specsmith-benches", &[]),
    ("xtask", &["specsmith", "specsmith-codegen"]),
    ("specsmith-tests", &["specsmith-codegen", "specsmith", "paradigm-client", "specsmith-runtime"]),
];

/// The one room in which a package is used; everything else asks that room.
const HOMES: [(&str, &str); 17] = [
    ("serde_yaml", "specsmith-source"),
    ("annotate-snippets", "specsmith-source"),
    ("openapiv3", "specsmith-spec"),
    ("serde_json_path", "specsmith-spec"),
    ("heck", "specsmith-lower"),
    ("pulldown-cmark", "specsmith-lower"),
    ("jsonschema", "specsmith-judge"),
    ("quote", "specsmith-emit"),
    ("proc-macro2", "specsmith-emit"),
    ("syn", "specsmith-emit"),
    ("prettyplease", "specsmith-emit"),
    ("reqwest", "specsmith-runtime"),
    ("http", "specsmith-runtime"),
    ("url", "specsmith-runtime"),
    ("similar", "specsmith"),
    ("blake3", "specsmith"),
    ("mimalloc", "specsmith"),
];

/// Packages that speak HTTP, by whatever name.
const HTTP: [&str; 8] = ["reqwest", "hyper", "hyper-util", "ureq", "isahc", "curl", "attohttpc", "surf"];

fn metadata() -> Metadata {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml");
    MetadataCommand::new()
        .manifest_path(manifest)
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec()
        .expect("the workspace has metadata")
}

/// What each package of the workspace names in its manifest, tests aside.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = metadata();
    let named = |package: &cargo_metadata::Package| {
        let mut names = BTreeSet::new();
        for dependency in &package.dependencies {
            if dependency.kind != DependencyKind::Development {
                names.insert(dependency.name.clone());
            }
        }
        (package.name.to_string(), names)
    };
    metadata.workspace_packages().into_iter().map(named).collect()
}

#[test]
fn every_room_imports_what_it_may_and_no_more() {
    let dependencies = dependencies();
    let rooms: BTreeMap<&str, &[&str]> = ROOMS.into_iter().collect();
    let known: BTreeSet<&str> = dependencies.keys().map(String::as_str).collect();
    assert_eq!(
        known,
        rooms.keys().copied().collect(),
        "a package has no line in the table, or a line no package"
    );
    for (package, imports) in &dependencies {
        let ours: BTreeSet<&str> =
            imports.iter().map(String::as_str).filter(|it| rooms.contains_key(it)).collect();
        let may: BTreeSet<&str> = rooms[package.as_str()].iter().copied().collect();
        assert!(ours.is_subset(&may), "{package} imports {ours:?}, but may import {may:?}");
    }
}

#[test]
fn every_package_has_one_home() {
    for (package, imports) in dependencies() {
        for (dependency, home) in HOMES {
            assert!(
                package == home || !imports.contains(dependency),
                "{package} uses {dependency}, which is at home in {home}"
            );
        }
    }
}

#[test]
fn only_the_runtime_speaks_http() {
    for (package, imports) in dependencies() {
        let http: Vec<&str> = HTTP.into_iter().filter(|it| imports.contains(*it)).collect();
        assert!(package == "specsmith-runtime" || http.is_empty(), "{package} depends on {http:?}");
    }
}
