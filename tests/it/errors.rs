//! Bytes that are no document: each is complained of with its place, and nothing is made of it.

use std::fs;

use expect_test::expect_file;
use specsmith_codegen::{Library, Output, Style, generate, render};

use crate::cases::{CONFIG, cases};

/// The configuration of every case, and one document of any bytes.
struct Document(Result<Vec<u8>, String>);

impl Library for Document {
    fn read(&self, name: &str) -> Result<(String, Vec<u8>), String> {
        match name {
            "codegen.yaml" => Ok((name.to_owned(), CONFIG.into())),
            _ => self.0.clone().map(|bytes| (name.to_owned(), bytes)),
        }
    }
}

fn make(bytes: impl Into<Vec<u8>>) -> Output {
    generate(&Document(Ok(bytes.into())), "codegen.yaml")
}

/// The complaint stands in the folder of that name, beside those of the documents that are files.
fn check(bytes: impl Into<Vec<u8>>, name: &str) {
    compare(&make(bytes), name);
}

fn compare(output: &Output, name: &str) {
    assert!(output.files.is_empty(), "files were made of a faulty document");
    assert!(output.diagnostics.has_errors(), "nothing was complained of");
    let complaints = render(&output.tree, &output.diagnostics, Style::Plain);
    let folder = cases().join("errors").join(name);
    fs::create_dir_all(&folder).expect("the folder of a case can be made");
    expect_file![folder.join("error.txt")].assert_eq(&complaints);
}

const SMALL: &str = "openapi: 3.0.3\ninfo: {title: Small, version: '1'}\npaths: {}\n";

#[test]
fn an_empty_file() {
    check("", "empty_file");
    check(" \n\n", "blank_file");
}

#[test]
fn bytes_that_are_no_text() {
    check(b"openapi: 3.0.3\ninfo: {title: \xFF\xFE}\n", "not_utf8");
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_fine() {
    let windows = format!("\u{feff}{}", SMALL.replace('\n', "\r\n"));
    let (plain, windows) = (make(SMALL), make(windows));
    assert!(windows.diagnostics.list().is_empty());
    assert!(!windows.files.is_empty());
    assert_eq!(windows.files, plain.files);
}

#[test]
fn json_is_read_as_json_whatever_the_file_is_called() {
    let json = r#"{"openapi": "3.0.3", "info": {"title": "Small", "version": "1"}, "paths": {}}"#;
    assert_eq!(make(json).files, make(SMALL).files);
}

#[test]
fn json_that_breaks_off() {
    check(r#"{"openapi": "3.0.3", "info": {"title": "Smal"#, "truncated_json");
}

#[test]
fn faults_in_json_have_places_too() {
    let json = "{\n  \"openapi\": \"3.0.3\",\n  \"info\": {\"title\": 1, \"version\": \"1\"},\n  \"paths\": {\"a\": {}}\n}\n";
    check(json, "json_places");
}

#[test]
fn a_document_on_one_long_line_names_the_place_alone() {
    let filler = "x".repeat(1_000);
    let json = format!(
        r#"{{"openapi": "3.0.3", "x-filler": "{filler}", "info": {{"version": "1"}}, "paths": {{}}}}"#
    );
    check(json, "long_line");
}

#[test]
fn nesting_of_five_thousand_levels() {
    let deep = format!("{SMALL}x-deep: {}{}", "[".repeat(5_000), "]".repeat(5_000));
    check(deep, "deep_yaml");
    let deep = format!(r#"{{"x-deep": {}{}}}"#, "[".repeat(5_000), "]".repeat(5_000));
    check(deep, "deep_json");
}

#[test]
fn aliases_that_multiply() {
    let mut bomb = String::from("x-0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let previous = format!("*a{}, ", level - 1).repeat(10);
        bomb.push_str(&format!("x-{level}: &a{level} [{previous}]\n"));
    }
    check(format!("{SMALL}{bomb}"), "alias_bomb");
}

#[test]
fn aliases_of_one_long_list() {
    let long = "x, ".repeat(20_000);
    let uses = "*long, ".repeat(20_000);
    check(format!("{SMALL}x-long: &long [{long}]\nx-uses: [{uses}]\n"), "alias_list");
}

#[test]
fn words_of_a_document_cannot_move_the_cursor() {
    let output = make("openapi: 3.0.3\ninfo: {title: Small, version: '1'}\npaths: {\"/a\\e[2J\\n{\": {}}\n");
    let page = render(&output.tree, &output.diagnostics, Style::Plain);
    assert!(output.diagnostics.has_errors());
    assert!(!page.contains('\u{1b}'), "{page}");
}

#[test]
fn a_file_that_is_not_there() {
    let output = generate(&Document(Err("there is no file `spec.yaml`".to_owned())), "codegen.yaml");
    compare(&output, "missing_file");
}
