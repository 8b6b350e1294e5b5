//! Documents that nobody writes in good faith.

use std::fmt::Write;

use crate::{check, graph};

#[test]
fn circles_end() {
    check(
        "A: {allOf: [<A>, {properties: {a: {type: string}}}]}",
        "A A = object {a?: string}
         warning A/allOf/0: the `allOf` contains the schema that it is part of: this part is left out",
    );
    check(
        "A: {allOf: [<B>, {properties: {a: {}}}]}\nB: {allOf: [<A>, {properties: {b: {}}}]}",
        "A A = object {b?: any, a?: any}
         B B = object {a?: any, b?: any}
         warning B/allOf/0: the `allOf` contains the schema that it is part of: this part is left out
         warning A/allOf/0: the `allOf` contains the schema that it is part of: this part is left out",
    );
    check(
        "A: {oneOf: [<A>, {type: string}, {type: integer}]}",
        "A A = one of: string | integer
         warning A/oneOf/0: a schema as an alternative to itself cannot be expressed: it is left out",
    );
    check(
        "A: {oneOf: [<A>]}\nB: {anyOf: [<C>]}\nC: {allOf: [<B>]}",
        "A A = any
         B B = any
         C C = B
         warning A/oneOf/0: a schema as an alternative to itself cannot be expressed: it is left out
         warning B: a schema that consists of itself alone cannot be expressed: it becomes any JSON",
    );
    check(
        "A: {oneOf: [<B>, {type: string}]}\nB: {oneOf: [<A>, {type: integer}]}",
        "A A = one of: B | string
         B B = integer
         warning B/oneOf/0: a schema as an alternative to itself cannot be expressed: it is left out",
    );
    check(
        "A: {properties: {a: {type: string}}, oneOf: [<B>, <C>]}\nB: {oneOf: [<A>, <C>]}\nC: {properties: {c: {}}}",
        "A A = one of: B/oneOf/1 | A/oneOf/1
         A/oneOf/1 = object {a?: string, c?: any}
         B B = one of: A | C
         B/oneOf/1 = object {a?: string, c?: any}
         C C = object {c?: any}
         warning B/oneOf/0: a schema as an alternative to itself cannot be expressed: it is left out",
    );
}

/// A document of 3.1 with these components.
fn document(schemas: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    )
}

fn reference(name: &str) -> String {
    format!("{{$ref: '#/components/schemas/{name}'}}")
}

/// Lines of components, one for each number.
fn many(count: usize, line: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for index in 0..count {
        let _ = writeln!(text, "    {}", line(index));
    }
    text
}

#[test]
fn a_mapping_may_have_a_hundred_thousand_entries() {
    let entries: Vec<String> = (0..100_000).map(|it| format!("t{it}: A")).collect();
    let union = format!(
        "    U: {{oneOf: [{}, {}], discriminator: {{propertyName: k, mapping: {{{}}}}}}}\n",
        reference("A"),
        reference("B"),
        entries.join(", ")
    );
    let text =
        graph(&document(&(union + &many(2, |it| ["A: {type: object}", "B: {type: object}"][it].to_owned()))));
    assert!(text.contains("t99999") && text.contains("| B [B]"), "the end of the mapping is missing");
}

#[test]
fn schemas_inside_schemas_of_other_components_do_not_nest() {
    let deep = many(4_000, |it| {
        let next = reference(&format!("S{}", it + 1));
        format!("S{it}: {{properties: {{p: {{properties: {{x: {{type: string}}}}, allOf: [{next}]}}}}}}")
    });
    assert!(graph(&document(&deep)).contains("S3999"));
}

#[test]
fn unions_of_unions_are_not_multiplied() {
    let doubled = many(40, |it| {
        let next = reference(&format!("S{}", it + 1));
        let arm =
            format!("{{properties: {{a{it}: {{type: string}}}}, oneOf: [{next}, {{allOf: [{next}]}}]}}");
        format!("S{it}: {{properties: {{x{it}: {{type: string}}}}, oneOf: [{arm}, {arm}]}}")
    });
    let text = graph(&document(&doubled));
    assert!(text.len() < 10_000_000, "{} bytes", text.len());
}

#[test]
fn heirs_are_found_once() {
    let base = "    Base: {properties: {k: {type: string}}, discriminator: {propertyName: k}}\n";
    let heirs = many(5_000, |it| {
        format!("H{it}: {{allOf: [{}, {{properties: {{h: {{type: string}}}}}}]}}", reference("Base"))
    });
    let text = graph(&document(&(base.to_owned() + &heirs)));
    assert!(text.contains("| H4999 [H4999]"));
}

#[test]
fn bases_of_bases_are_bounded() {
    let chain = many(1_000, |it| {
        let own = format!("properties: {{p{it}: {{type: string}}}}, discriminator: {{propertyName: k}}");
        match it {
            0 => format!("S0: {{{own}}}"),
            _ => format!("S{it}: {{{own}, allOf: [{}]}}", reference(&format!("S{}", it - 1))),
        }
    });
    assert!(graph(&document(&chain)).contains("error"), "nothing was refused");
}

#[test]
fn alternatives_nest_as_deep_as_a_text_may() {
    let nested =
        format!("    A: {}{{type: string}}{}\n", "{anyOf: [{type: integer}, ".repeat(50), "]}".repeat(50));
    assert!(graph(&document(&nested)).contains("A A = one of: integer | string"));
}

#[test]
fn chains_of_unions_do_not_nest() {
    let chain = many(5_000, |it| {
        format!("S{it}: {{oneOf: [{{type: string}}, {}]}}", reference(&format!("S{}", (it + 1) % 5_000)))
    });
    assert!(graph(&document(&chain)).contains("S4998 S4998 = string"));
}

#[test]
fn many_arms_are_told_apart_in_one_pass() {
    let arms: Vec<String> = (0..3_000).map(|it| reference(&format!("S{it}"))).collect();
    let union = format!("    U: {{oneOf: [{}]}}\n", arms.join(", "));
    let objects = many(3_000, |it| format!("S{it}: {{required: [k], properties: {{k: {{const: v{it}}}}}}}"));
    assert!(graph(&document(&(union + &objects))).contains("one of by k: S0 [v0]"));
}
