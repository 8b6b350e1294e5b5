//! `allOf`.

use crate::check;

#[test]
fn objects_are_merged() {
    check(
        "A: {allOf: [<B>, {allOf: [<C>, {required: [c]}]}], properties: {a: {type: integer}}}
         B: {type: object, required: [b], properties: {b: {type: string}}}
         C: {type: object, properties: {c: {type: string}, b: {type: string, maxLength: 3}}}",
        "A A = object {b: string, c: string, a?: integer}
         B B = object {b: string}
         C C = object {c?: string, b?: string}
         C/properties/b = string, at most 3 characters",
    );
}

#[test]
fn the_only_arm_that_says_something_keeps_its_name() {
    check(
        "A: {allOf: [<B>]}
         B: {type: object, properties: {b: {type: string}}}
         C: {allOf: [<B>, {description: words}], nullable: true}
         D: {type: object, properties: {d: {allOf: [<E>], readOnly: true, description: words}}}
         E: {type: string, enum: [e]}
         F: {allOf: [<B>, {type: object}]}
         G: {allOf: [<B>], required: [b]}
         H: {type: array, items: {type: string}, allOf: [{description: words}]}",
        "A A = B
         B B = object {b?: string}
         C C = B, or null
         D D = object {d?: E}
         D/properties/d = E, read only
         E E = string of e
         F F = B
         G G = object {b: string}
         H H = list of string",
    );
}

#[test]
fn scalars_and_lists_that_agree_are_the_one_that_says_most() {
    check(
        "A: {allOf: [{type: string, enum: [a]}, {type: string}, {description: words}]}
         B: {allOf: [{type: string}, {type: string, format: date}]}
         C: {allOf: [{type: number}, {type: integer}]}
         D: {allOf: [<E>, {minItems: 2}, {type: array}]}
         E: {type: array, items: {type: string}}
         F: {allOf: [{type: string, maxLength: 3}], type: string, enum: [f]}
         G: {allOf: [<E>, {type: array, items: {type: integer}}]}",
        "A A = string of a
         B B = string (date)
         C C = integer
         D D = E
         E E = list of string
         F F = string of f
         G G = list of integer
         warning G: an `allOf` of several lists cannot be expressed: the items are those of the last",
    );
}

#[test]
fn a_contradiction_is_named_with_both_places() {
    check(
        "A: {allOf: [{type: string}, {type: object, properties: {a: {}}}]}
         B: {allOf: [{type: string}, {type: array, items: {}}]}
         C: {allOf: [{properties: {c: {type: string}}}, {properties: {c: {type: boolean}}}]}
         D: {allOf: [{properties: {d: {type: number}}}, {properties: {d: {type: integer}}}]}
         E: {allOf: [{properties: {e: {type: string}}}, {properties: {e: {description: words}}}]}",
        "A A = any
         B B = any
         C C = object {c?: boolean}
         D D = object {d?: integer}
         E E = object {e?: string}
         warning A/allOf/0: nothing is both a string and an object: it becomes any JSON (see A/allOf/1)
         warning B/allOf/1: nothing is both an array and a string: it becomes any JSON (see B/allOf/0)
         warning C/allOf/1/properties/c: the property `c` is a string in one part and a boolean in a later: it becomes a boolean (see C/allOf/0/properties/c)",
    );
}

#[test]
fn a_choice_among_all_of_it_is_a_choice_of_merged_objects() {
    check(
        "A: {allOf: [<Base>, {oneOf: [<B>, <C>]}]}
         Base: {type: object, required: [id], properties: {id: {type: integer}}}
         B: {type: object, properties: {b: {type: string}}}
         C: {allOf: [<Base>, {properties: {c: {type: string}}}]}
         D: {allOf: [<E>, {description: words}]}
         E: {oneOf: [<B>, <C>]}
         F: {allOf: [<E>, {properties: {f: {type: boolean}}}]}",
        "A A = one of: A/allOf/1/oneOf/0 | C
         A/allOf/1/oneOf/0 = object {id: integer, b?: string}
         Base Base = object {id: integer}
         B B = object {b?: string}
         C C = object {id: integer, c?: string}
         D D = E
         E E = one of: B | C
         E/oneOf/0 (2) = object {f?: boolean, b?: string}
         E/oneOf/1 (2) = object {f?: boolean, id: integer, c?: string}
         F F = one of: E/oneOf/0 (2) | E/oneOf/1 (2)",
    );
}

#[test]
fn further_keys_are_what_all_parts_say_of_them() {
    check(
        "A: {type: object, properties: {a: {type: string}}, additionalProperties: false}
         B: {allOf: [<A>, {properties: {b: {type: string}}}]}
         C: {allOf: [<A>, {properties: {c: {type: string}}, additionalProperties: false}]}
         D: {allOf: [<A>, {properties: {c: {type: string}}}], unevaluatedProperties: false}
         E: {type: object, properties: {e: {type: string}}, additionalProperties: {type: integer}}
         F: {type: object, properties: {f: {type: string}}, additionalProperties: true}
         G: {type: object, properties: {g: {type: string}}, additionalProperties: {}}",
        "A A = object {a?: string} and nothing else
         B B = object {a?: string, b?: string}
         C C = object {a?: string, c?: string} and nothing else
         D D = object {a?: string, c?: string} and nothing else
         E E = object {e?: string} and more of integer
         F F = object {f?: string} and more of any
         G G = object {g?: string} and more of any",
    );
}

#[test]
fn a_reference_with_more_beside_it_is_merged() {
    check(
        "A: {$ref: '#/components/schemas/B', properties: {a: {type: string}}}
         B: {type: object, properties: {b: {type: string}}}",
        "A A = object {b?: string, a?: string}
         B B = object {b?: string}",
    );
}
