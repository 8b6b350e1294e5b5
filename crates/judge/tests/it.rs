//! What is said of values by schemas in the words of each version.
#![expect(clippy::expect_used, reason = "a test says what it stands on by failing without it")]

use specsmith_judge::{Direction, Judge, Verdict};
use specsmith_source::{Diagnostics, Tree};

/// The verdict on a value of the component `A`, without the words of a refusal.
fn verdict(version: &str, schemas: &str, direction: Direction, value: &str) -> Verdict {
    let text = format!("openapi: {version}\ncomponents: {{schemas: {{{schemas}}}}}\n");
    let (mut tree, mut diagnostics) = (Tree::default(), Diagnostics::default());
    let file = tree.add("spec.yaml", text.as_bytes(), &mut diagnostics);
    let root = tree.root(file).expect("it is YAML");
    let schema = root.get("components").and_then(|it| it.get("schemas")?.get("A")).expect("there is an A");
    let mut judge = Judge::new(root, [(schema, direction)]);
    match judge.judge(schema.origin(), direction, value) {
        Verdict::Refused(_) => Verdict::Refused(String::new()),
        other => other,
    }
}

fn check(version: &str, schemas: &str, fitting: &[&str], refused: &[&str]) {
    for value in fitting {
        let said = verdict(version, schemas, Direction::Answer, value);
        assert_eq!(said, Verdict::Fits, "{version}: {schemas}: {value}");
    }
    for value in refused {
        let said = verdict(version, schemas, Direction::Answer, value);
        assert_eq!(said, Verdict::Refused(String::new()), "{version}: {schemas}: {value}");
    }
}

#[test]
fn the_words_of_each_version_mean_the_same() {
    for (version, schemas, fitting, refused) in [
        ("3.0.3", "A: {type: string, nullable: true}", &["null", "\"a\""][..], &["1"][..]),
        ("3.1.0", "A: {type: [string, 'null']}", &["null", "\"a\""], &["1"]),
        ("3.0.3", "A: {type: string, nullable: true, enum: [a]}", &["null", "\"a\""], &["\"b\""]),
        ("3.0.3", "A: {type: integer, minimum: 3, exclusiveMinimum: true}", &["4"], &["3", "4.5"]),
        ("3.1.0", "A: {type: integer, exclusiveMinimum: 3}", &["4", "4.0"], &["3"]),
        ("3.0.3", "A: {anyOf: [{type: string}, {nullable: true}]}", &["null", "\"a\""], &["1", "{}"]),
        ("3.0.3", "A: {type: integer, format: int32}", &["2147483647"], &["2147483648"]),
        ("3.0.3", "A: {type: number, format: int64}", &["9007199254740993"], &["0.5"]),
        ("3.0.3", "A: {type: string, format: date-time}", &["\"2024-01-31T12:00:00Z\""], &["\"2024-01-31\""]),
        ("3.0.3", "A: {type: string, format: byte}", &["\"AA==\"", "\"\""], &["\"A\"", "\"not base64!\""]),
        ("3.0.3", "A: {type: string, format: email}", &["\"nobody\""], &["1"]),
        ("3.0.3", "A: {properties: {a: {type: integer}}}", &["{}"], &["[]", "1"]),
        ("3.0.3", "A: {type: file}", &["\"a\"", "1"], &[]),
        ("3.0.3", "A: {required: true, minLength: x, enum: [], type: string}", &["\"\""], &["1"]),
        // Beside a reference nothing is read in 3.0, and all of it later.
        (
            "3.0.3",
            "A: {$ref: '#/components/schemas/B', maxLength: 1}, B: {type: string}",
            &["\"ab\""],
            &["1"],
        ),
        (
            "3.1.0",
            "A: {$ref: '#/components/schemas/B', maxLength: 1}, B: {type: string}",
            &["\"a\""],
            &["\"ab\""],
        ),
        ("3.1.0", "A: {prefixItems: [{type: string}], items: {type: integer}}", &["[\"a\", 1]"], &["[1]"]),
        ("3.1.0", "A: {$ref: '#/components/schemas/Nowhere'}", &["1"], &[]),
    ] {
        check(version, schemas, fitting, refused);
    }
}

#[test]
fn a_pattern_that_is_none_is_left_aside() {
    check("3.0.3", "A: {type: string, pattern: '(?'}", &["\"a\""], &["1"]);
    check("3.0.3", "A: {type: string, pattern: '^(?!no)\\w+$'}", &["\"yes\""], &["\"no\""]);
}

#[test]
fn a_schema_may_hold_itself() {
    let list = "A: {properties: {next: {$ref: '#/components/schemas/A'}, value: {type: integer}}}";
    check(
        "3.0.3",
        list,
        &["{\"next\": {\"next\": {\"value\": 1}}}"],
        &["{\"next\": {\"next\": {\"value\": \"a\"}}}"],
    );
    check("3.0.3", "A: {$ref: '#/components/schemas/A'}", &[], &[]);
}

#[test]
fn a_tag_says_which_alternative_is_meant() {
    let union = "A: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], \
                 discriminator: {propertyName: kind, mapping: {hound: Dog}}}, \
                 Cat: {properties: {kind: {type: string}, lives: {type: integer}}}, \
                 Dog: {properties: {kind: {type: string}, legs: {type: integer}}}";
    let fitting =
        ["{\"kind\": \"Cat\", \"lives\": 9}", "{\"kind\": \"hound\", \"legs\": 4}", "{\"kind\": \"Cat\"}"];
    check("3.0.3", union, &fitting, &["{\"kind\": \"hound\", \"legs\": \"four\"}"]);
}

#[test]
fn what_does_not_travel_need_not_be_there() {
    let schemas = "A: {allOf: [{$ref: '#/components/schemas/B'}], required: [id, key]}, \
                   B: {properties: {id: {type: integer, readOnly: true}, key: {type: string, writeOnly: true}}}";
    for (direction, value, fits) in [
        (Direction::Answer, "{\"id\": 1}", true),
        (Direction::Answer, "{\"key\": \"a\"}", false),
        (Direction::Request, "{\"key\": \"a\"}", true),
        (Direction::Request, "{\"id\": 1}", false),
    ] {
        let said = verdict("3.0.3", schemas, direction, value);
        assert_eq!(said == Verdict::Fits, fits, "{direction:?} {value}: {said:?}");
    }
}
