//! Sample values: the example of the document where it is one of the values, else the least that meets all demands.

use specsmith_codegen::{Home, Library, Output, Show, Single, Wishes, generate_single};

struct Text(String);

impl Library for Text {
    fn read(&self, _: &str) -> Result<(String, Vec<u8>), String> {
        Ok(("spec.yaml".to_owned(), self.0.clone().into_bytes()))
    }
}

/// What is shown of the component `A`, the lines joined.
fn samples(schemas: &str) -> String {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: S, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    );
    let single = Single {
        spec: "spec.yaml".to_owned(),
        name: "s".to_owned(),
        home: Home::Workspace,
        config: None,
        tests: None,
    };
    let show = Show::Samples(None);
    let output: Output = generate_single(&Text(text), single, Wishes { show, ..Wishes::default() });
    let shown = output.documents.into_iter().map(|it| it.shown).collect::<String>();
    let mut blocks = shown.split("#/components/schemas/");
    let block = blocks.find_map(|it| it.strip_prefix("A\n")).unwrap_or_default();
    block.lines().map(str::trim).collect::<Vec<_>>().join("; ")
}

fn check(schemas: &str, expected: &str) {
    let indented: String = schemas.lines().map(|it| format!("    {}\n", it.trim())).collect();
    assert_eq!(samples(&indented), expected, "{schemas}");
}

#[test]
fn numbers_lie_within_their_bounds() {
    for (schema, expected) in [
        ("{type: integer}", "1"),
        ("{type: integer, minimum: 5}", "5"),
        ("{type: integer, exclusiveMinimum: 5}", "6"),
        ("{type: integer, maximum: -3}", "-3"),
        ("{type: integer, minimum: 0.5}", "1"),
        ("{type: integer, minimum: 2, multipleOf: 7}", "7"),
        ("{type: integer, minimum: 8, maximum: 9, multipleOf: 7}", "none"),
        ("{type: integer, maximum: 0, multipleOf: 7}", "0"),
        (
            "{type: integer, minimum: 9223372036854775808, maximum: 18446744073709551615}",
            "9223372036854775808",
        ),
        ("{type: integer, minimum: 3, maximum: 2}", "none"),
        ("{type: integer, example: 9223372036854775807}", "9223372036854775807"),
        ("{type: integer, example: 9223372036854776000}", "1"),
        ("{type: number}", "1.5"),
        ("{type: number, minimum: 1.25, maximum: 1.5, exclusiveMaximum: 1.5}", "1.375"),
        ("{type: number, multipleOf: 0.25, exclusiveMinimum: 1}", "1.25"),
        ("{type: number, enum: [2.5, 1.5]}", "2.5"),
    ] {
        check(&format!("A: {schema}"), &format!("least {expected}"));
    }
}

#[test]
fn texts_have_their_format_length_and_pattern() {
    for (schema, expected) in [
        ("{type: string}", r#""text""#),
        ("{type: string, minLength: 6}", r#""textxx""#),
        ("{type: string, maxLength: 2}", r#""te""#),
        ("{type: string, minLength: 3, maxLength: 2}", "none"),
        ("{type: string, format: date-time}", r#""2024-01-31T12:00:00Z""#),
        ("{type: string, format: uuid}", r#""3fa85f64-5717-4562-b3fc-2c963f66afa6""#),
        ("{oneOf: [{type: string, format: email}, {type: string, maxLength: 0}]}", r#""user@example.com""#),
        (r"{type: string, pattern: '^\d{3}-[A-Z]+$'}", r#""111-A""#),
        ("{type: string, pattern: '^[a-z]+$', minLength: 4}", r#""aaaa""#),
        ("{type: string, pattern: '^(?!no)(a|b)c?$'}", r#""a""#),
        ("{type: string, pattern: '^(((){1000}){1000}){1000}$'}", r#""""#),
        ("{type: string, pattern: '^.*$'}", r#""a""#),
        (r"{type: string, pattern: '\p{Nonsense}'}", r#""text""#),
        ("{type: string, enum: [b, a]}", r#""b""#),
        ("{const: 3}", "3"),
        ("{type: 'null'}", "null"),
        ("{type: boolean}", "true"),
    ] {
        check(&format!("A: {schema}"), &format!("least {expected}"));
    }
}

#[test]
fn an_example_comes_first_where_it_is_a_value() {
    for (schema, expected) in [
        ("{type: string, example: seen}", r#""seen""#),
        ("{type: string, examples: [1, seen]}", r#""seen""#),
        ("{type: string, format: date, example: yesterday}", r#""2024-01-31""#),
        (
            "{type: string, format: date-time, example: '2020-02-03T04:05:06.7+02:00'}",
            r#""2020-02-03T04:05:06.7+02:00""#,
        ),
        ("{type: string, format: uri, example: 'not a page'}", r#""https://example.com/page""#),
        ("{type: integer, example: 7.5}", "1"),
        ("{type: integer, maximum: 5, example: 7}", "1"),
        ("{type: integer, default: 4}", "4"),
        ("{type: array, items: {type: boolean}, default: []}", "[true]"),
        ("{type: string, enum: [a, b], example: c}", r#""a""#),
    ] {
        check(&format!("A: {schema}"), &format!("least {expected}"));
    }
    check(
        "A: {type: object, properties: {a: {type: string}}, example: {a: seen, b: 1}}",
        r#"least {}; whole {"a": "seen", "b": 1}"#,
    );
    check(
        "A: {type: object, additionalProperties: false, properties: {a: {type: string}}, example: {a: seen, b: 1}}",
        r#"least {}; whole {"a": "text"}"#,
    );
}

#[test]
fn objects_hold_what_they_must_or_may() {
    check(
        "A: {type: object, required: [a], properties: {a: {type: string}, b: {type: integer}}}",
        r#"least {"a": "text"}; whole {"a": "text", "b": 1}"#,
    );
    check(
        "A: {properties: {id: {type: integer, readOnly: true}, key: {type: string, writeOnly: true}}, required: [id, key]}",
        r#"least {"key": "text"}; answer {"id": 1}"#,
    );
    check(
        "A: {type: object, minProperties: 2, properties: {a: {type: string}}}",
        r#"least {"a": "text", "key1": "any"}"#,
    );
    check(
        "A: {type: object, maxProperties: 2, required: [c], properties: {a: {type: string}, b: {type: string}, c: {type: string}}}",
        r#"least {"c": "text"}; whole {"a": "text", "c": "text"}"#,
    );
    check(
        "A: {type: object, not: {required: [a, b]}, anyOf: [{required: [b]}, {required: [a]}], properties: {a: {type: string}, b: {type: string}}}",
        r#"least {"b": "text"}"#,
    );
    check(
        "A: {type: object, minProperties: 2, additionalProperties: {type: integer}}",
        r#"least {"key": 1, "key2": 1}"#,
    );
    check("A: {type: array, items: {type: boolean}}", "least [true]");
    check(
        "A: {type: array, minItems: 3, uniqueItems: true, items: {type: string}}",
        r#"least ["text", "text2", "text3"]"#,
    );
    check("A: {type: array, minItems: 3, uniqueItems: true, items: {type: boolean}}", "least none");
    check("A: {type: array, minItems: 100000000, items: {type: boolean}}", "least none");
    check(
        "A: {oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}], discriminator: {propertyName: kind, mapping: {b: '#/components/schemas/B', c: '#/components/schemas/C'}}}
         B: {type: object, required: [kind], properties: {kind: {type: string}}}
         C: {type: object}",
        r#"least {"kind": "b"}"#,
    );
}

#[test]
fn objects_hold_what_is_demanded_beside_their_properties() {
    let properties = "properties: {a: {type: string}, b: {type: integer}}";
    for (schema, least, whole) in [
        (
            "{type: object, required: [c], PROPERTIES}",
            r#"{"c": "any"}"#,
            r#"{"a": "text", "b": 1, "c": "any"}"#,
        ),
        (
            "{type: object, required: [c], additionalProperties: false, PROPERTIES}",
            "{}",
            r#"{"a": "text", "b": 1}"#,
        ),
        (
            "{type: object, required: [c], additionalProperties: {type: boolean}, PROPERTIES}",
            r#"{"c": true}"#,
            r#"{"a": "text", "b": 1, "c": true}"#,
        ),
        (
            "{allOf: [{type: object, PROPERTIES}, {$ref: '#/components/schemas/D'}]}",
            r#"{"c": "any"}"#,
            r#"{"a": "text", "b": 1, "c": "any"}"#,
        ),
        (
            "{type: object, PROPERTIES, anyOf: [{required: [b]}, {required: [a]}]}",
            r#"{"b": 1}"#,
            r#"{"a": "text", "b": 1}"#,
        ),
        ("{type: object, PROPERTIES, oneOf: [{required: [b]}, {required: [a]}]}", r#"{"b": 1}"#, ""),
        (
            "{type: object, additionalProperties: false, PROPERTIES, anyOf: [{required: [c]}, {required: [a]}]}",
            r#"{"a": "text"}"#,
            r#"{"a": "text", "b": 1}"#,
        ),
        (
            "{type: object, PROPERTIES, anyOf: [{required: [b]}], example: {a: seen}}",
            r#"{"b": 1}"#,
            r#"{"a": "text", "b": 1}"#,
        ),
    ] {
        let whole = if whole.is_empty() { String::new() } else { format!("; whole {whole}") };
        let schema = schema.replace("PROPERTIES", properties);
        check(&format!("A: {schema}\nD: {{required: [c]}}"), &format!("least {least}{whole}"));
    }
    check("A: {type: object, required: [c]}", r#"least {"c": "any"}"#);
}

#[test]
fn what_contains_itself_comes_to_an_end() {
    check(
        "A: {type: object, required: [next], properties: {next: {type: [object, 'null'], properties: {a: {$ref: '#/components/schemas/A'}}}}}",
        r#"least {"next": {}}"#,
    );
    check("A: {type: array, items: {$ref: '#/components/schemas/A'}}", "least []");
    check(
        "A: {type: object, properties: {a: {$ref: '#/components/schemas/A'}, b: {type: string}}}",
        r#"least {}; whole {"b": "text"}"#,
    );
    // Each level holds the next ten times over.
    let levels = (0..60).map(|level| {
        let properties: Vec<_> =
            (0..10).map(|it| format!("p{it}: {{$ref: '#/components/schemas/L{}'}}", level + 1)).collect();
        let required: Vec<_> = (0..10).map(|it| format!("p{it}")).collect();
        format!(
            "L{level}: {{type: object, required: [{}], properties: {{{}}}}}\n",
            required.join(", "),
            properties.join(", ")
        )
    });
    let levels: String = levels.collect();
    check(&format!("A: {{$ref: '#/components/schemas/L0'}}\n{levels}L60: {{type: string}}"), "least none");
}
