//! Schemas of one value: widths and formats, enumerations, limits.

use specsmith_source::{Diagnostics, Tree};
use specsmith_spec::{dump, load, resolve};

/// The first line of the graph without its place, and the codes of what is complained of.
fn read(document: &str) -> (String, Vec<&'static str>) {
    let (mut tree, mut diagnostics) = (Tree::default(), Diagnostics::default());
    let file = tree.add("spec.yaml", document.as_bytes(), &mut diagnostics);
    let mut line = String::new();
    if let Some(document) = tree.root(file).and_then(|root| load(root, &mut diagnostics)) {
        let graph = resolve(document, &mut diagnostics);
        for it in &graph.unknown_formats {
            diagnostics.unknown_format(it.first, it.format, it.times);
        }
        let lines = dump(&graph, Some("#/components/schemas"));
        line = lines
            .lines()
            .next()
            .and_then(|it| it.split_once(" = "))
            .map_or(String::new(), |(_, it)| it.to_owned());
    }
    (line, diagnostics.list().iter().map(|it| it.code).collect())
}

fn document(schema: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: Leaves, version: '1'}}\npaths: {{}}\n\
         components: {{schemas: {{A: {{{schema}}}}}}}\n"
    )
}

/// What one schema becomes without a complaint.
fn check(schema: &str, expected: &str) {
    complains(schema, expected, &[]);
}

fn complains(schema: &str, expected: &str, codes: &[&str]) {
    assert_eq!(read(&document(schema)), (expected.to_owned(), codes.to_vec()), "{schema}");
}

#[test]
fn whole_numbers_have_the_width_of_their_format() {
    for (format, width) in [
        ("int8", "int32"),
        ("int16", "int32"),
        ("int32", "int32"),
        ("int64", "int64"),
        ("int", "int64"),
        ("long", "int64"),
        ("uint8", "uint32"),
        ("uint16", "uint32"),
        ("uint32", "uint32"),
        ("uint", "uint64"),
        ("uint64", "uint64"),
    ] {
        check(&format!("type: integer, format: {format}"), &format!("integer ({width})"));
        check(&format!("type: number, format: {format}"), &format!("integer ({width})"));
    }
    check("type: integer", "integer");
    check("type: integer, format: unixtime", "integer");
    check("type: integer, format: double", "integer");
}

#[test]
fn bounds_that_need_more_room_get_it() {
    for (schema, width) in [
        ("maximum: 9223372036854775807", ""),
        ("minimum: -9223372036854775808", ""),
        ("minimum: 0, maximum: 9223372036854775808.0", ""),
        ("exclusiveMaximum: 9223372036854775808", ""),
        // What JavaScript makes of the greatest and the least that 64 bits hold.
        ("minimum: -9223372036854776000, maximum: 9223372036854776000", ""),
        ("minimum: 0, maximum: 18446744073709551615", " (uint64)"),
        ("minimum: 0, maximum: 18446744073709552000", " (uint64)"),
        ("exclusiveMinimum: -1, maximum: 18446744073709551615", " (uint64)"),
        ("minimum: 0, exclusiveMaximum: 18446744073709551616", " (uint64)"),
        ("minimum: -1, maximum: 18446744073709551615", " (128 bits)"),
        ("maximum: 18446744073709551615", " (128 bits)"),
        ("minimum: 0, maximum: 18446744073709551617", " (128 bits)"),
        ("minimum: -1e400, maximum: 0", ""),
        ("minimum: -1.0e+300, maximum: 0", " (128 bits)"),
        ("format: int32, maximum: 2147483647", " (int32)"),
        ("format: int32, maximum: 2147483648", " (int64)"),
        ("format: int32, exclusiveMaximum: 2147483648", " (int32)"),
        ("format: int32, exclusiveMaximum: true, maximum: 2147483648", " (int32)"),
        ("format: int64, minimum: 0, maximum: 9223372036854775809", " (uint64)"),
        ("format: uint32, maximum: 4294967296", " (int64)"),
        ("format: uint32, minimum: -1", " (int64)"),
        ("format: uint64, minimum: -1", " (128 bits)"),
    ] {
        let (line, _) = read(&document(&format!("type: integer, {schema}")));
        let kind = line.split(", ").next().unwrap_or_default();
        assert_eq!(kind, format!("integer{width}"), "{schema}");
    }
}

#[test]
fn numbers_and_texts_have_their_formats() {
    for (schema, expected) in [
        ("type: number", "number"),
        ("type: number, format: double", "number"),
        ("type: number, format: float", "number (float)"),
        ("type: number, format: decimal", "number (decimal)"),
        ("type: string", "string"),
        ("type: string, format: date-time", "string (date-time)"),
        ("type: string, format: date", "string (date)"),
        ("type: string, format: binary", "string (binary)"),
        ("type: string, format: byte", "string (base64)"),
        ("type: string, format: base64", "string (base64)"),
        ("type: string, format: base64url", "string (base64url)"),
        ("type: string, contentEncoding: base64", "string (base64)"),
        ("type: string, contentEncoding: base64url", "string (base64url)"),
        ("type: string, contentEncoding: binary", "string (binary)"),
        ("type: string, contentEncoding: 8bit", "string"),
        ("type: string, contentMediaType: application/octet-stream", "string (binary)"),
        ("type: string, contentMediaType: application/json", "string"),
        ("type: string, contentMediaType: image/png, contentEncoding: base64", "string (base64)"),
        ("type: string, format: uuid", "string (uuid)"),
        ("type: string, format: int64", "string (int64)"),
        ("type: string, format: decimal", "string (decimal)"),
        ("type: [string, 'null'], format: email", "string (email), or null"),
    ] {
        check(schema, expected);
    }
}

#[test]
fn a_format_that_nobody_knows_is_listed_once() {
    let several =
        "type: object, properties: {a: {type: string, format: rfc9999}, b: {type: integer, format: rfc9999}}";
    let (_, codes) = read(&document(several));
    assert_eq!(codes, ["unknown-format"]);
    let (_, codes) = read(&document("type: array, format: x, items: {type: string, format: y, enum: [a]}"));
    assert!(codes.is_empty(), "{codes:?}");
}

#[test]
fn enumerations_are_of_what_their_values_are() {
    for (schema, expected) in [
        ("type: string, enum: [a, b, a, A]", "string of a, b, A"),
        ("enum: [a]", "string of a"),
        ("type: string, enum: [a, null]", "string of a, or null"),
        ("type: integer, enum: [1, 2.0, 1, -3]", "integer of 1, 2, -3"),
        ("type: number, enum: [0, 1]", "integer of 0, 1"),
        ("enum: [1, 2, null]", "integer of 1, 2, or null"),
        ("type: number, enum: [1, 1.5]", "number, one of 1 1.5"),
        ("type: number, format: float, enum: [0.5]", "number (float), one of 0.5"),
        ("enum: [18446744073709551615, 0]", "integer (uint64), one of 18446744073709551615 0"),
        ("type: boolean, enum: [true]", "boolean"),
        ("enum: [true, false, null]", "boolean, or null"),
        ("enum: [1, '1', true, 1.5]", "value of 1, 1, true, 1.5"),
        ("type: [string, integer], enum: [auto, 1]", "value of auto, 1"),
        ("const: a", "string of a"),
        ("const: 1", "integer of 1"),
        ("type: integer, const: 1", "integer of 1"),
        ("const: true", "boolean"),
        ("const: 1.5", "number, one of 1.5"),
        ("type: object, const: {a: 1}", "map of any"),
        ("type: array, items: {type: integer}, enum: [[1], [2]]", "list of integer"),
    ] {
        check(schema, expected);
    }
    complains("const: {a: 1}", "any", &["fallback"]);
    complains("enum: [a, [1]]", "any", &["fallback"]);
    complains("type: string, enum: []", "string", &["ignored-keyword"]);
    complains("type: string, enum: a", "string", &["ignored-keyword"]);
}

#[test]
fn where_type_and_values_contradict_each_other_it_is_said() {
    for (schema, expected) in [
        ("type: integer, enum: [a, b]", "string of a, b"),
        ("type: integer, enum: [1, a]", "value of 1, a"),
        ("type: integer, enum: [1, 1.5]", "number, one of 1 1.5"),
        ("type: boolean, enum: ['true']", "string of \"true\""),
        // Unquoted in YAML: what is written is meant.
        ("type: string, enum: [1.0, 1.10, 007, true, 'b']", "string of 1.0, 1.10, 007, true, b"),
        ("type: string, const: 2.50", "string of 2.50"),
        ("type: string, enum: [1, null]", "string of 1, or null"),
    ] {
        complains(schema, &expected.replace("\"true\"", "true"), &["enum-against-type"]);
    }
}

#[test]
fn values_may_have_names_and_descriptions() {
    let described = "type: integer, enum: [1, 2, null], x-enum-varnames: [ONE, TWO, NONE]";
    check(described, "integer of 1 called ONE, 2 called TWO, or null");
    check("enum: [a, b], x-enumNames: [A, null], x-enumDescriptions: {a: first}", "string of a called A, b");
    complains("enum: [a, b], x-enum-varnames: [A]", "string of a, b", &["ignored-keyword"]);
    complains("enum: [a, b], x-enum-descriptions: a, b", "string of a, b", &["ignored-keyword"]);
}

#[test]
fn limits_are_read_in_both_spellings() {
    for (schema, expected) in [
        ("type: integer, minimum: 1, maximum: 5", "integer, at least 1, at most 5"),
        ("type: integer, minimum: 1, exclusiveMinimum: true", "integer, more than 1"),
        ("type: integer, minimum: 1, exclusiveMinimum: false", "integer, at least 1"),
        ("type: number, exclusiveMinimum: 0, exclusiveMaximum: 1.5", "number, more than 0, less than 1.5"),
        ("type: number, minimum: 1, exclusiveMinimum: 0", "number, at least 1"),
        ("type: number, minimum: 0, exclusiveMinimum: 0", "number, more than 0"),
        ("type: number, maximum: 5, exclusiveMaximum: 4", "number, less than 4"),
        ("type: number, multipleOf: 0.5", "number, multiple of 0.5"),
        ("type: string, minLength: 1, maxLength: 2.0", "string, at least 1 characters, at most 2 characters"),
        ("type: string, pattern: '^a$'", "string, pattern \"^a$\""),
        ("type: string, pattern: ''", "string"),
        (
            "type: array, items: {}, maxItems: 3, uniqueItems: true",
            "list of any, at most 3 items, unique items",
        ),
        ("type: object, minProperties: 1", "map of any, at least 1 properties"),
        // Of another type these say nothing.
        ("type: integer, maxLength: 3, pattern: '('", "integer"),
        ("type: string, minimum: 1, maxItems: 2", "string"),
        ("type: string, maxLength: null, pattern: null", "string"),
    ] {
        check(schema, expected);
    }
    for (schema, kind, code) in [
        ("type: integer, minimum: '1'", "integer", "ignored-keyword"),
        ("type: integer, minimum: .inf", "integer", "ignored-keyword"),
        ("type: integer, exclusiveMinimum: yes please", "integer", "ignored-keyword"),
        ("type: string, minLength: -1", "string", "ignored-keyword"),
        ("type: string, maxLength: 1.5", "string", "ignored-keyword"),
        ("type: number, multipleOf: 0", "number", "ignored-keyword"),
        ("type: string, pattern: 1", "string", "ignored-keyword"),
        ("type: string, pattern: '(a'", "string", "bad-pattern"),
        ("type: string, readOnly: maybe", "string", "ignored-keyword"),
        ("type: string, readOnly: true, writeOnly: true", "string", "ignored-keyword"),
        ("type: string, examples: {a: {value: b}}", "string", "ignored-keyword"),
        ("type: string, externalDocs: {}", "string", "ignored-keyword"),
    ] {
        complains(schema, kind, &[code]);
    }
}

#[test]
fn what_travels_one_way_and_what_stands_for_the_absent_is_known() {
    check("type: string, readOnly: true", "string, read only");
    check("type: string, writeOnly: true, readOnly: false", "string, write only");
    check("type: string, default: a", "string, default at #/components/schemas/A/default");
    check("type: string, example: a, examples: [b, c]", "string, 3 examples");
    check("type: string, externalDocs: {url: 'https://example.org'}", "string, with a link");
}

#[test]
fn so_many_values_are_read_in_little_time() {
    let texts: String = (0..100_000).map(|it| format!("v{it}, ")).collect();
    let (line, codes) = read(&document(&format!("type: string, enum: [{texts}]")));
    assert!(line.ends_with("v99999") && codes.is_empty());
    // All on one line, and none of them in quotes.
    let numbers: String = (0..20_000).map(|it| format!("{it}.50, ")).collect();
    let (line, codes) = read(&document(&format!("type: string, enum: [{numbers}]")));
    assert!(line.ends_with("19999.50") && codes == ["enum-against-type"]);
}
