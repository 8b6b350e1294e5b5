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
            "spec.yaml" => self.0.clone().map(|bytes| (name.to_owned(), bytes)),
            _ => Err("there is no such file".to_owned()),
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
    let json = "{\n  \"openapi\": \"3.0.3\",\n  \"info\": {\"title\": \"a\", \"title\": \"b\"},\n  \"paths\": {\"a\": {}, \"a\": 1}\n}\n";
    check(json, "json_places");
}

#[test]
fn a_document_on_one_long_line_names_the_place_alone() {
    let filler = "x".repeat(1_000);
    let json = format!(
        r#"{{"x-filler": "{filler}", "info": {{"title": "Long", "version": "1"}}, "openapi": "4.0.0", "paths": {{}}}}"#
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
fn an_alias_of_one_long_text() {
    let uses = "*long, ".repeat(20_000);
    check(format!("{SMALL}x-long: &long {}\nx-uses: [{uses}]\n", "x".repeat(100_000)), "alias_text");
}

/// A document made of a head and many lines, that must be made or refused without trouble.
fn survives(head: &str, lines: impl Iterator<Item = String>) -> Output {
    let mut text = head.to_owned();
    text.extend(lines);
    make(text)
}

const SCHEMAS: &str =
    "openapi: 3.0.3\ninfo: {title: Many, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n";

#[test]
fn long_chains_and_wide_layers_come_to_an_end() {
    let chain = (0..3_000).map(|it| format!("    A{it}: {{$ref: '#/components/schemas/A{}'}}\n", it + 1));
    let dangling = survives(SCHEMAS, chain);
    assert!(dangling.diagnostics.list().iter().any(|it| it.code == "dangling-ref"), "the last one dangles");
    let inner = (0..2_000).map(|it| {
        let next = format!("'#/components/schemas/A/properties/p{}'", it + 1);
        format!("        p{it}: {{type: object, properties: {{x: {{$ref: {next}}}}}}}\n")
    });
    let end = std::iter::once("        p2000: {type: string}\n".to_owned());
    let head = format!("{SCHEMAS}    A:\n      type: object\n      properties:\n");
    assert!(!survives(&head, inner.chain(end)).files.is_empty());
    let layers = (0..8).flat_map(|layer| {
        (0..20).map(move |it| {
            let arm = |of: usize| format!("{{$ref: '#/components/schemas/L{}N{of}'}}", layer + 1);
            let arms: Vec<String> = (0..20).map(arm).collect();
            format!("    L{layer}N{it}: {{allOf: [{}]}}\n", arms.join(", "))
        })
    });
    let last =
        (0..20).map(|it| format!("    L8N{it}: {{type: object, properties: {{p{it}: {{type: string}}}}}}\n"));
    assert!(!survives(SCHEMAS, layers.chain(last)).files.is_empty());
}

#[test]
fn properties_may_stand_elsewhere_and_hold_themselves() {
    let head = SCHEMAS.replace("schemas:", "x-more:");
    let within = |it: usize, next: usize| {
        format!("    P{it}: {{x: {{type: object, properties: {{$ref: '#/components/x-more/P{next}'}}}}}}\n")
    };
    let deep = (0..5_000).map(|it| within(it, it + 1)).chain([within(5_000, 5_000)]);
    let schemas = "  schemas: {A: {type: object, properties: {$ref: '#/components/x-more/P0'}}}\n".to_owned();
    assert!(!survives(&head, deep.chain([schemas])).files.is_empty());
    let arms = "{$ref: '#/components/x-more/arms'}";
    let itself = format!("    arms: [{{oneOf: {arms}}}]\n  schemas: {{A: {{oneOf: {arms}}}}}\n");
    let output = survives(&head, std::iter::once(itself));
    assert!(output.diagnostics.list().iter().any(|it| it.code == "wrong-type"));
}

#[test]
fn properties_cannot_be_multiplied_without_bound() {
    let many: String = (0..1_000).map(|it| format!("p{it}: {{}}, ")).collect();
    let base = std::iter::once(format!("    B: {{type: object, properties: {{{many}}}}}\n"));
    let users = (0..1_000).map(|it| {
        format!("    C{it}: {{allOf: [{{$ref: '#/components/schemas/B'}}, {{required: [p{it}]}}]}}\n")
    });
    let output = survives(SCHEMAS, base.chain(users));
    assert!(output.diagnostics.list().iter().any(|it| it.code == "too-many-properties"));
}

#[test]
fn server_variables_are_put_in_once() {
    let variables: Vec<String> =
        (0..40).map(|it| format!("v{it}: {{default: '{{v{0}}}{{v{0}}}'}}", it + 1)).collect();
    let servers = format!("servers: [{{url: 'http://{{v0}}', variables: {{{}}}}}]\n", variables.join(", "));
    let output = make(format!("{SMALL}{servers}"));
    let client = output.files.iter().find(|it| it.path == "src/client.rs").expect("there is a client");
    assert!(client.text.contains("http://{v1}{v1}"), "{}", client.text);
}

#[test]
fn names_of_any_length_fit_a_file_system() {
    let long = "t".repeat(10_000);
    let output = make(format!(
        "openapi: 3.0.3\ninfo: {{title: Long, version: '1'}}\npaths:\n  /a: {{get: {{tags: [{long}, x], operationId: {long}1, \
         responses: {{'204': {{description: ''}}}}}}}}\n"
    ));
    assert!(!output.files.is_empty());
    assert!(output.files.iter().all(|it| it.path.len() < 200), "a path is too long");
}

#[test]
fn descriptions_of_any_shape_become_comments() {
    let shapes = [
        ">".repeat(100_000) + " a",
        "- ".repeat(20_000),
        "http:// ".repeat(50_000),
        "[a](http://x ".repeat(20_000),
    ];
    for shape in shapes {
        let output = make(format!(
            "{SMALL}tags: []\ncomponents: {{schemas: {{A: {{type: string, description: '{shape}'}}}}}}\n"
        ));
        assert!(!output.files.is_empty());
        assert!(output.files.iter().all(|it| it.text.len() < 1_000_000), "a description grew");
    }
}

#[test]
fn targets_of_overlays_nest_as_people_nest_them() {
    let overlay = format!(
        "overlay: 1.0.0\ninfo: {{title: Deep, version: '1'}}\nactions: [{{target: '$[?{}@.a{}]', remove: true}}]\n",
        "(".repeat(20_000),
        ")".repeat(20_000)
    );
    let output = generate(&Overlaid(overlay), "codegen.yaml");
    assert!(output.diagnostics.list().iter().any(|it| it.code == "bad-target"));
}

/// A small document under an overlay of any text.
struct Overlaid(String);

impl Library for Overlaid {
    fn read(&self, name: &str) -> Result<(String, Vec<u8>), String> {
        let config = CONFIG.replace("module: api", "module: api, overlays: overlay.yaml");
        let bytes = match name {
            "codegen.yaml" => config.into_bytes(),
            "overlay.yaml" => self.0.clone().into_bytes(),
            _ => SMALL.into(),
        };
        Ok((name.to_owned(), bytes))
    }
}

/// A document of files without end: each refers to a further one, and to one in a folder deeper down.
struct Endless;

impl Library for Endless {
    fn read(&self, name: &str) -> Result<(String, Vec<u8>), String> {
        let text = match name {
            "codegen.yaml" => CONFIG.to_owned(),
            "spec.yaml" => format!("{SCHEMAS}    A: {{$ref: a.yaml}}\n"),
            "names.lock" => return Err("there is no such file".to_owned()),
            _ => "{type: object, properties: {a: {$ref: a/a.yaml}, b: {$ref: b/a.yaml}}}".to_owned(),
        };
        Ok((name.to_owned(), text.into_bytes()))
    }
}

#[test]
fn files_without_end_come_to_an_end() {
    let output = generate(&Endless, "codegen.yaml");
    assert!(output.diagnostics.list().iter().any(|it| it.code == "unreadable-file"));
}

#[test]
fn words_of_a_document_cannot_move_the_cursor() {
    let output = make("openapi: 3.0.3\ninfo: {title: Small, version: '1'}\npaths: {\"/a\\e[2J\\n{\": {}}\n");
    let page = render(&output.tree, &output.diagnostics, Style::Plain);
    assert!(!output.diagnostics.list().is_empty());
    assert!(!page.contains('\u{1b}'), "{page}");
}

#[test]
fn a_file_that_is_not_there() {
    let output = generate(&Document(Err("there is no file `spec.yaml`".to_owned())), "codegen.yaml");
    compare(&output, "missing_file");
}
