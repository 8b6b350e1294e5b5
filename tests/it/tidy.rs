//! The rules of style that no compiler knows, held over every file that we write.

use std::fs;
use std::path::{Path, PathBuf};

/// A file longer than this has a second reason to exist, or a place here.
const LONGEST_FILE: usize = 400;

/// Longer files, and why.
const LONG_FILES: [(&str, &str); 2] = [
    ("crates/source/src/complaints.rs", "the words of every complaint stand in one place"),
    ("tests/src/lib.rs", "each compiled case is a module"),
];

/// Our own sources: what is generated has its own tests.
fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut sources = Vec::new();
    for folder in ["crates", "xtask", "tests"] {
        collect(&root.join(folder), &mut sources);
    }
    assert!(sources.len() > 50, "the sources were not found");
    sources
}

fn collect(folder: &Path, sources: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be listed").path();
        if path.is_dir() {
            if path.file_name().is_some_and(|it| it != "cases" && it != "target") {
                collect(&path, sources);
            }
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = fs::read_to_string(&path).expect("a source is text");
            sources.push((path, text));
        }
    }
}

/// Names each file and line at fault.
fn check(rule: &str, fault: impl Fn(&str) -> Option<usize>) {
    let faults: Vec<String> = sources()
        .iter()
        .filter_map(|(path, text)| fault(text).map(|line| format!("{}:{line}", path.display())))
        .collect();
    assert!(faults.is_empty(), "{rule}: {faults:#?}");
}

fn first_line_with(text: &str, fault: impl Fn(&str) -> bool) -> Option<usize> {
    text.lines().position(fault).map(|index| index + 1)
}

#[test]
fn every_file_opens_with_its_reason() {
    check("a file opens with `//!` and one sentence", |text| (!text.starts_with("//! ")).then_some(1));
}

#[test]
fn no_file_has_a_second_reason() {
    let long = |path: &Path, text: &str| {
        let excused = LONG_FILES.iter().any(|(name, _)| path.ends_with(name));
        text.lines().count() > LONGEST_FILE && !excused && !path.components().any(|it| it.as_os_str() == "it")
    };
    let faults: Vec<PathBuf> =
        sources().into_iter().filter(|(path, text)| long(path, text)).map(|(path, _)| path).collect();
    assert!(faults.is_empty(), "a file this long has more than one reason: {faults:#?}");
}

#[test]
fn nothing_is_left_for_later_or_switched_off() {
    // Put together here, so that this file does not find itself.
    let marks = [["TO", "DO"], ["FIX", "ME"], ["XX", "X"]].map(|it| it.concat());
    let ignored = ["#[", "ignore"].concat();
    check("finish it, or take it out", |text| {
        first_line_with(text, |line| {
            marks.iter().any(|mark| line.contains(mark)) || line.trim_start().starts_with(&ignored)
        })
    });
}

#[test]
fn no_comment_is_a_banner() {
    check("a comment says why, it draws no lines", |text| {
        let banner = |line: &str| {
            let comment = line.trim_start().trim_start_matches('/').trim();
            line.trim_start().starts_with("//")
                && comment.len() > 3
                && comment.chars().all(|it| "-=*#~_".contains(it))
        };
        first_line_with(text, banner)
    });
}

#[test]
fn every_code_of_a_complaint_is_documented() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |name: &str| fs::read_to_string(root.join(name)).expect("the file is there");
    let (words, page) = (read("crates/source/src/complaints.rs"), read("docs/diagnostics.md"));
    let is_code = |it: &&str| {
        !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase() || it == b'-' || it == b'8')
    };
    let calls = ["error(\"", "warning(\"", "everity, \"", "Severity::Error, \""]
        .into_iter()
        .flat_map(|it| words.split(it).skip(1));
    let mut codes: Vec<&str> = calls.filter_map(|it| it.split('"').next()).filter(is_code).collect();
    codes.extend(
        words
            .split("(\"")
            .filter_map(|it| it.split_once("\", message, "))
            .map(|(code, _)| code)
            .filter(is_code),
    );
    codes.sort_unstable();
    codes.dedup();
    assert!(codes.len() > 30, "the codes were not found: {codes:?}");
    let warned: Vec<&str> = ["warning(\"", "everity, \""]
        .into_iter()
        .flat_map(|it| words.split(it).skip(1))
        .filter_map(|it| it.split('"').next())
        .collect();
    let named = read("crates/source/src/codes.rs");
    let unnamed: Vec<_> = warned.iter().filter(|it| !named.contains(&format!("\"{it}\""))).collect();
    assert!(unnamed.is_empty(), "nobody can deny {unnamed:?}");
    let missing: Vec<_> = codes.into_iter().filter(|it| !page.contains(&format!("`{it}`"))).collect();
    assert!(missing.is_empty(), "docs/diagnostics.md does not know {missing:?}");
}

#[test]
fn one_file_names_the_http_crate() {
    // Put together here, so that this file does not find itself.
    let crate_path = ["reqwest", "::"].concat();
    // The runtime's own tests name it as users do, for `configure_http`.
    let tests = |path: &Path| path.components().any(|it| it.as_os_str() == "it");
    let sources = sources().into_iter().filter(|(path, _)| !tests(path));
    let naming = sources.filter(|(_, text)| text.contains(&crate_path));
    let naming: Vec<PathBuf> = naming.map(|(path, _)| path).collect();
    assert!(matches!(naming.as_slice(), [one] if one.ends_with("crates/runtime/src/http.rs")), "{naming:#?}");
}

#[test]
fn generated_code_holds_no_decision() {
    let mut generated = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/src"), &mut generated);
    assert!(generated.len() > 5, "the client was not found");
    let decides = |line: &str| {
        let code = line.trim_start();
        !code.starts_with("//") && ["if ", "for ", "while ", "loop "].iter().any(|it| code.starts_with(it))
    };
    for (path, text) in generated {
        assert_eq!(first_line_with(&text, decides), None, "{}", path.display());
    }
}
