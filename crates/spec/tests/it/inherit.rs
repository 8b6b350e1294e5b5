//! Inheritance: a discriminator in a schema that others include.

use crate::check;

#[test]
fn a_base_stands_for_its_heirs_and_itself() {
    check(
        "Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
         Cat: {allOf: [<Pet>, {properties: {lives: {type: integer}}}]}
         Dog: {allOf: [<Pet>]}
         Home: {type: object, properties: {pet: <Pet>, described: {allOf: [<Pet>], description: words}}}",
        "Pet Pet = one of by kind: PetBase [Pet] | Cat [Cat] | Dog [Dog]
         Pet (2) PetBase = object {kind: string}
         Cat Cat = object {kind: string, lives?: integer}
         Dog Dog = object {kind: string}
         Home Home = object {pet?: Pet, described?: Pet}",
    );
}

#[test]
fn a_mapping_names_heirs_and_makes_the_base_abstract() {
    check(
        "Pet: {properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {cat: Cat, kitty: '#/components/schemas/Cat', fish: Fish, gone: Ghost}}}
         Cat: {allOf: [<Pet>, {properties: {lives: {type: integer}}}]}
         Dog: {allOf: [<Pet>, {properties: {bark: {type: integer}}}]}
         Fish: {type: object, properties: {fins: {type: integer}}}
         Alias: {allOf: [<Pet>], description: another name}",
        "Pet Pet = one of by kind: Cat [cat, kitty] | Dog [Dog] | Fish [fish]
         Cat Cat = object {kind?: string, lives?: integer}
         Dog Dog = object {kind?: string, bark?: integer}
         Fish Fish = object {fins?: integer}
         Alias Alias = Pet
         warning Pet/discriminator/mapping/gone: the mapping names `Ghost`, which is no schema: it is left out",
    );
    check(
        "Pet: {properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {pet: Pet, cat: Cat}}}
         Cat: {allOf: [<Pet>, {properties: {lives: {type: integer}}}]}",
        "Pet Pet = one of by kind: PetBase [pet] | Cat [cat]
         Pet (2) PetBase = object {kind?: string}
         Cat Cat = object {kind?: string, lives?: integer}",
    );
}

#[test]
fn heirs_of_heirs_are_heirs() {
    check(
        "Animal: {properties: {kind: {type: string}}, discriminator: {propertyName: kind}}
         Mammal: {allOf: [<Animal>, {properties: {fur: {type: boolean}}}]}
         Dog: {allOf: [<Mammal>, {properties: {bark: {type: boolean}}}], discriminator: {propertyName: kind, mapping: {puppy: Puppy, dog: Dog}}}
         Puppy: {allOf: [<Dog>, {properties: {age: {type: integer}}}]}",
        "Animal Animal = one of by kind: AnimalBase [Animal] | Mammal [Mammal] | DogBase [dog] | Puppy [puppy]
         Animal (2) AnimalBase = object {kind?: string}
         Mammal Mammal = object {kind?: string, fur?: boolean}
         Dog Dog = one of by kind: DogBase [dog] | Puppy [puppy]
         Dog (2) DogBase = object {kind?: string, fur?: boolean, bark?: boolean}
         Puppy Puppy = object {kind?: string, fur?: boolean, bark?: boolean, age?: integer}",
    );
}

#[test]
fn a_discriminator_without_heirs_is_nothing() {
    check(
        "Pet: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind}}",
        "Pet Pet = object {kind?: string}",
    );
}

#[test]
fn a_union_that_its_arms_include_lends_them_its_properties() {
    check(
        "Pet: {properties: {kind: {type: string}}, oneOf: [<Cat>, <Dog>], discriminator: {propertyName: kind}}
         Cat: {allOf: [<Pet>, {properties: {lives: {type: integer}}}]}
         Dog: {allOf: [<Pet>, {properties: {bark: {type: boolean}}}]}",
        "Pet Pet = one of by kind: Cat [Cat] | Dog [Dog]
         Cat Cat = object {kind?: string, lives?: integer}
         Dog Dog = object {kind?: string, bark?: boolean}",
    );
}

#[test]
fn two_heirs_of_one_tag_are_told() {
    check(
        "Pet: {properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {Dog: Cat}}}
         Cat: {allOf: [<Pet>, {properties: {lives: {type: integer}}}]}
         Dog: {allOf: [<Pet>, {properties: {bark: {type: boolean}}}]}",
        "Pet Pet = one of by kind: Cat [Dog]
         Cat Cat = object {kind?: string, lives?: integer}
         Dog Dog = object {kind?: string, bark?: boolean}
         warning Dog: the tag `Dog` stands for another alternative: this one is left out",
    );
}
