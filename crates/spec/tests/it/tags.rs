//! What tells alternatives apart.

use crate::check;

#[test]
fn a_discriminator_takes_names_from_components() {
    check(
        "A: {oneOf: [<B>, <C>], discriminator: {propertyName: kind}}
         B: {type: object, properties: {kind: {type: string}, b: {type: string}}}
         C: {type: object, properties: {kind: {type: string}, c: {type: string}}}",
        "A A = one of by kind: B [B] | C [C]
         B B = object {kind?: string, b?: string}
         C C = object {kind?: string, c?: string}",
    );
}

#[test]
fn a_mapping_names_arms_in_three_ways() {
    check(
        "A: {anyOf: [<B>, <C>], discriminator: {propertyName: kind, mapping: {one: B, two: '#/components/schemas/C', three: B}}}
         B: {type: object, properties: {kind: {type: string}, b: {type: string}}}
         C: {type: object, properties: {kind: {type: string}, c: {type: string}}}",
        "A A = one of by kind: B [one, three] | C [two]
         B B = object {kind?: string, b?: string}
         C C = object {kind?: string, c?: string}",
    );
    check(
        "A: {oneOf: [<B>, <C>], discriminator: {propertyName: kind, mapping: {one: '#/components/schemas/B'}}}
         B: {type: object, properties: {kind: {type: string}, b: {type: string}}}
         C: {type: object, properties: {kind: {type: string}, c: {type: string}}}",
        "A A = one of by kind: B [one] | C [C]
         B B = object {kind?: string, b?: string}
         C C = object {kind?: string, c?: string}",
    );
}

#[test]
fn a_mapping_to_no_arm_is_left_out() {
    check(
        "A: {oneOf: [<B>, <C>], discriminator: {propertyName: kind, mapping: {b: B, d: D, x: '#/components/schemas/Bb', y: 7}}}
         B: {type: object, properties: {kind: {type: string}}}
         C: {type: object, properties: {kind: {type: string}, c: {type: string}}}
         D: {type: object, properties: {kind: {type: string}, d: {type: string}}}",
        "A A = one of by kind: B [b] | C [C]
         B B = object {kind?: string}
         C C = object {kind?: string, c?: string}
         D D = object {kind?: string, d?: string}
         warning A/discriminator/mapping/x: the mapping names `Bb`, which is no schema: it is left out
         warning A/discriminator/mapping/y: the name of a schema should be a string, but the number `7` stands here; it is not read
         warning A/discriminator/mapping/d: the mapping names a schema that is no alternative: it is left out",
    );
}

#[test]
fn constants_are_tags_where_no_mapping_says_otherwise() {
    check(
        "A: {oneOf: [<B>, <C>, {properties: {kind: {enum: [d]}}}], discriminator: {propertyName: kind, mapping: {sea: C}}}
         B: {type: object, properties: {kind: {const: b}}}
         C: {type: object, properties: {kind: {const: c}}}
         E: {oneOf: [<B>, {properties: {e: {type: string}}}], discriminator: {propertyName: kind}}
         F: {oneOf: [<C>, <B>], discriminator: {propertyName: kind, mapping: {x: C, c: C}}}",
        "A A = one of by kind: B [b] | C [sea] | A/oneOf/2 [d]
         A/oneOf/2 = object {kind?: A/oneOf/2/properties/kind}
         A/oneOf/2/properties/kind = string of d
         B B = object {kind?: B/properties/kind}
         B/properties/kind = string of b
         C C = object {kind?: C/properties/kind}
         C/properties/kind = string of c
         E E = one of: B | E/oneOf/1
         E/oneOf/1 = object {e?: string}
         F F = one of by kind: C [c, x] | B [b]
         warning E/discriminator: the discriminator cannot tell an alternative without a name from the others: it is not used (see E/oneOf/1)",
    );
}

#[test]
fn a_discriminator_that_cannot_tell_is_not_used() {
    check(
        "A: {oneOf: [<B>, {type: string}], discriminator: {propertyName: kind}}
         B: {type: object, properties: {kind: {const: b}}}
         C: {oneOf: [<B>, <D>], discriminator: {propertyName: kind}}
         D: {type: object, properties: {kind: {const: b}}}
         E: {oneOf: [<B>, <D>], discriminator: {propertyName: art}}",
        "A A = one of: B | string
         B B = object {kind?: B/properties/kind}
         B/properties/kind = string of b
         C C = one of: B | D
         D D = object {kind?: D/properties/kind}
         D/properties/kind = string of b
         E E = one of by art: B [B] | D [D]
         warning A/discriminator: the discriminator cannot tell an alternative that is no object from the others: it is not used (see A/oneOf/1)
         warning C/discriminator: the discriminator cannot tell an alternative whose value stands for another one too from the others: it is not used (see C/oneOf/1)
         warning E/discriminator: no alternative declares the property `art` of the discriminator",
    );
}

#[test]
fn a_broken_discriminator_is_named() {
    check(
        "A: {oneOf: [<X>, <Y>], discriminator: kind}
         B: {oneOf: [<X>, <Y>], discriminator: [kind]}
         C: {oneOf: [<X>, <Y>], discriminator: {mapping: {a: X}}}
         D: {oneOf: [<X>, <Y>], discriminator: {propertyName: kind, mapping: [X]}}
         X: {type: object, properties: {kind: {type: string}}}
         Y: {type: object, properties: {kind: {type: string}}}",
        "A A = one of by kind: X [X] | Y [Y]
         B B = one of: X | Y
         C C = one of: X | Y
         D D = one of by kind: X [X] | Y [Y]
         X X = object {kind?: string}
         Y Y = object {kind?: string}
         warning A/discriminator: the discriminator should be a mapping; the string `kind` was taken as its `propertyName`
         warning B/discriminator: the discriminator should be a mapping, but a list stands here; it is not read
         warning C/discriminator: the discriminator has no `propertyName`: it is not used
         warning D/discriminator/mapping: the mapping should be a mapping, but a list stands here; it is not read",
    );
}

#[test]
fn a_demanded_property_with_values_of_its_own_is_the_tag() {
    check(
        "A: {oneOf: [<B>, <C>]}
         B: {type: object, required: [x, n], properties: {o: {const: 1}, x: {const: same}, n: {type: integer, enum: [1, 2]}}}
         C: {type: object, required: [x, n], properties: {o: {const: 2}, x: {const: same}, n: {type: integer, enum: [3]}}}
         D: {oneOf: [<E>, <F>]}
         E: {type: object, required: [ok], properties: {ok: {type: boolean, enum: [true]}}}
         F: {type: object, required: [ok], properties: {ok: {const: false}}}
         G: {oneOf: [<E>, <F>, {type: string}]}",
        "A A = one of by n: B [1, 2] | C [3]
         B B = object {o?: B/properties/o, x: B/properties/x, n: B/properties/n}
         B/properties/o = integer of 1
         B/properties/x = string of same
         B/properties/n = integer of 1, 2
         C C = object {o?: C/properties/o, x: C/properties/x, n: C/properties/n}
         C/properties/o = integer of 2
         C/properties/x = string of same
         C/properties/n = integer of 3
         D D = one of by ok: E [true] | F [false]
         E E = object {ok: boolean}
         F F = object {ok: boolean}
         G G = one of: E | F | string",
    );
}

#[test]
fn a_union_among_the_arms_lends_its_tags() {
    check(
        "A: {oneOf: [<D>, <U>]}
         U: {oneOf: [<B>, <C>]}
         B: {type: object, required: [t], properties: {t: {const: b}}}
         C: {type: object, required: [t], properties: {t: {const: c}}}
         D: {type: object, required: [t], properties: {t: {const: d}}}
         E: {oneOf: [<D>, {oneOf: [<B>, <C>]}]}
         F: {oneOf: [<D>, <U>], discriminator: {propertyName: t, mapping: {dee: D, bee: B}}}",
        "A A = one of by t: D [d] | U [b, c]
         U U = one of by t: B [b] | C [c]
         B B = object {t: B/properties/t}
         B/properties/t = string of b
         C C = object {t: C/properties/t}
         C/properties/t = string of c
         D D = object {t: D/properties/t}
         D/properties/t = string of d
         E E = one of by t: D [d] | B [b] | C [c]
         E/oneOf/1 = one of by t: B [b] | C [c]
         F F = one of by t: D [dee] | U [b, c, bee]",
    );
}

#[test]
fn a_mapping_of_whole_numbers_is_one() {
    check(
        "A: {oneOf: [<B>, <C>], discriminator: {propertyName: n, mapping: {1: B, 2: C}}}
         B: {type: object, properties: {n: {type: integer}}}
         C: {type: object, properties: {n: {type: integer}, c: {type: string}}}",
        "A A = one of by n: B [1] | C [2]
         B B = object {n?: integer}
         C C = object {n?: integer, c?: string}",
    );
}
