//! Keywords that shape lists, or that no type shows.

use crate::check;

#[test]
fn places_of_a_list_that_agree_are_its_items() {
    check(
        "A: {type: array, prefixItems: [{type: number}, {type: number}], items: false}
         B: {prefixItems: [<C>, <C>], items: <C>}
         C: {type: object, properties: {c: {type: string}}}
         D: {type: array, prefixItems: [{type: number}, {type: string}]}",
        "A A = list of number
         B B = list of C
         C C = object {c?: string}
         D D = list of any
         warning D/prefixItems: a list whose items differ by place cannot be expressed: each item becomes any JSON",
    );
}

#[test]
fn what_is_not_checked_is_said() {
    check(
        "A: {type: string, not: {enum: [a]}}
         B: {not: {type: string}}
         C: {type: object, properties: {c: {type: string}}, if: {required: [c]}, then: {required: [d]}}
         D: {type: array, items: {type: string}, contains: {const: a}}
         E: {type: object, properties: {e: {type: string}}, dependentSchemas: {e: {required: [f]}}, dependentRequired: {e: [f]}}
         F: {allOf: [{properties: {f: {type: string}}, not: {required: [g]}}]}
         G: {type: object, propertyNames: {pattern: '^g'}, additionalProperties: {type: integer}}",
        "A A = string
         B B = any
         C C = object {c?: string}
         D D = list of string
         E E = object {e?: string}
         F F = object {f?: string}
         G G = map of integer
         warning A/not: `not` cannot be expressed: it is not checked
         warning B/not: `not` cannot be expressed: it becomes any JSON
         warning C/if: `if` cannot be expressed: it is not checked
         warning D/contains: `contains` cannot be expressed: it is not checked
         warning E/dependentSchemas: `dependentSchemas` cannot be expressed: it is not checked
         warning F/allOf/0/not: `not` cannot be expressed: it is not checked",
    );
}
