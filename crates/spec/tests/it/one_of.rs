//! `oneOf`, `anyOf` and lists of types.

use crate::check;

#[test]
fn alternatives_are_arms_in_order() {
    check(
        "A: {oneOf: [<B>, {type: string}, {type: array, items: {type: integer}}]}
         B: {type: object, properties: {b: {type: string}}}",
        "A A = one of: B | string | A/oneOf/2
         A/oneOf/2 = list of integer
         B B = object {b?: string}",
    );
    check(
        "A: {anyOf: [{type: boolean}, {type: number, format: float}]}",
        "A A = one of: boolean | number (float)",
    );
}

#[test]
fn null_is_no_arm() {
    check(
        "A: {oneOf: [{type: integer}, {type: string}, {type: 'null'}]}",
        "A A = one of: integer | string, or null",
    );
    check(
        "A: {anyOf: [{type: integer, nullable: true}, {type: string}]}",
        "A A = one of: integer or null | string, or null",
    );
}

#[test]
fn one_arm_is_that_arm() {
    check(
        "A: {oneOf: [<B>]}
         B: {type: string, maxLength: 3}
         C: {anyOf: [<B>, {type: 'null'}]}
         D: {anyOf: [{type: object, properties: {d: <B>}}, {nullable: true}]}
         E: {oneOf: []}",
        "A A = B
         B B = string, at most 3 characters
         C C = B, or null
         D D = object {d?: B}, or null
         E E = any",
    );
}

#[test]
fn enumerations_are_one_enumeration() {
    check(
        "A: {oneOf: [{enum: [a, b]}, {const: c}, {type: string, enum: [a, null]}]}
         B: {anyOf: [{type: string}, {type: string, enum: [x]}, {type: string, enum: [y]}]}
         C: {anyOf: [<D>, {type: string}]}
         D: {type: string, enum: [d]}
         E: {oneOf: [<D>, <F>, {enum: [null]}]}
         F: {enum: ['']}
         G: {type: integer, oneOf: [{const: 1, title: One, description: d}, {const: 2}]}
         H: {oneOf: [{enum: [h]}, {enum: [1]}]}",
        "A A = string of a, b, c, or null
         B B = string of x, y
         C C = D
         D D = string of d
         D (2) DOrBlank = string of d, \"\"
         E E = DOrBlank, or null
         F F = string of \"\"
         G G = integer of 1 called One, 2
         H H = one of: H/oneOf/0 | H/oneOf/1
         H/oneOf/0 = string of h
         H/oneOf/1 = integer of 1",
    );
}

#[test]
fn what_is_said_to_be_a_scalar_stays_one() {
    check("A: {type: string, oneOf: [{format: uri}, {pattern: '^x'}, {enum: [a]}]}", "A A = string");
}

#[test]
fn alternatives_of_nameless_alternatives_are_alternatives() {
    check(
        "A: {oneOf: [{anyOf: [{type: integer}, <B>]}, <C>]}
         B: {type: object, properties: {b: {type: string}}}
         C: {oneOf: [{type: boolean}, <B>]}
         D: {oneOf: [{oneOf: [{type: integer}, {type: boolean}, {type: 'null'}]}, {type: integer}]}",
        "A A = one of: integer | B | C
         A/oneOf/0 = one of: integer | B
         B B = object {b?: string}
         C C = one of: boolean | B
         D D = one of: integer | boolean, or null
         D/oneOf/0 = one of: integer | boolean, or null",
    );
}

#[test]
fn what_stands_there_twice_is_one_arm() {
    check(
        "A: {oneOf: [<B>, <B>, {type: string}]}
         B: {type: object, properties: {b: {type: string}}}
         C: {oneOf: [<B>, <B>]}
         D: {anyOf: [{type: string, maxLength: 3}, {type: string, minLength: 9}]}
         E: {anyOf: [{type: string}, {type: integer}, {type: string, minLength: 9}]}",
        "A A = one of: B | string
         B B = object {b?: string}
         C C = B
         D D = string
         D/anyOf/0 = string, at most 3 characters
         D/anyOf/1 = string, at least 9 characters
         E E = one of: string | integer
         E/anyOf/2 = string, at least 9 characters",
    );
}

#[test]
fn of_two_choices_the_first_is_read() {
    check(
        "A: {oneOf: [{type: string}, {type: integer}], anyOf: [{type: boolean}, {type: array, items: {}}]}
         B: {allOf: [{oneOf: [<C>, <D>]}, {anyOf: [<D>, <C>]}]}
         C: {type: object, properties: {c: {type: string}}}
         D: {type: object, properties: {d: {type: string}}}",
        "A A = one of: string | integer
         B B = one of: C | D
         C C = object {c?: string}
         D D = object {d?: string}
         warning A/anyOf: a second choice, this `anyOf`, cannot be expressed: it is not read
         warning B/allOf/1/anyOf: a second choice, this `anyOf`, cannot be expressed: it is not read",
    );
}

#[test]
fn several_types_are_an_arm_each() {
    check(
        "A: {type: [string, integer, 'null', string]}
         B: {type: [array, object, string], items: {type: integer}, properties: {b: {type: boolean}}}
         C: {type: [integer, number]}
         D: {type: [string, integer, number]}
         E: {type: ['null', string]}",
        "A A = one of: string | integer, or null
         B B = one of: B (2) | B (3) | string
         B (2) = list of integer
         B (3) = object {b?: boolean}
         C C = number
         D D = one of: string | number
         E E = string, or null",
    );
}

#[test]
fn alternatives_that_only_demand_are_none() {
    check(
        "A: {type: object, properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}
         B: {properties: {a: {type: string}}, oneOf: [{required: [a]}, {not: {required: [a]}}]}
         C: {anyOf: [{required: [a]}, {required: [b]}]}
         D: {type: object, anyOf: [{required: [a]}, {required: [b]}]}
         E: {properties: {a: {type: string}}, anyOf: [{required: [a]}]}
         F: {oneOf: [{type: object}, {type: object, required: [a]}]}",
        "A A = object {a?: string, b?: string}
         B B = object {a?: string}
         C C = any
         D D = map of any
         E E = object {a: string}
         F F = map of any
         warning C: an `anyOf` of nothing but demands cannot be expressed: it becomes any JSON",
    );
}

#[test]
fn alternatives_beside_properties_each_have_them() {
    check(
        "A: {properties: {a: {type: string}}, required: [a], oneOf: [<B>, {properties: {c: {type: integer}}}, {type: 'null'}]}
         B: {type: object, properties: {b: {type: string}}}",
        "A A = one of: A/oneOf/0 | A/oneOf/1, or null
         A/oneOf/0 = object {a: string, b?: string}
         A/oneOf/1 = object {a: string, c?: integer}
         B B = object {b?: string}",
    );
    check(
        "A: {properties: {a: {type: string}}, anyOf: [<B>, {type: string}, <C>, <D>]}
         B: {type: object, properties: {b: {type: string}}}
         C: {type: object, properties: {a: {type: string, enum: [x]}, c: {type: string}}}
         D: {anyOf: [<B>, {properties: {d: {type: string}}, required: [a]}]}",
        "A A = one of: A/anyOf/0 | C | D/anyOf/0 | D/anyOf/1
         A/anyOf/0 = object {a?: string, b?: string}
         B B = object {b?: string}
         C C = object {a?: C/properties/a, c?: string}
         C/properties/a = string of x
         D D = one of: B | D/anyOf/1 (2)
         D/anyOf/0 = object {a?: string, b?: string}
         D/anyOf/1 = object {a: string, d?: string}
         D/anyOf/1 (2) = object {d?: string}
         warning A/anyOf/1: an alternative that is no object, beside properties, cannot be expressed: it is left out
         warning D/anyOf/1/required/0: `a` is required, but no property is called so",
    );
}
