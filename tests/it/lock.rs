//! `names.lock`: names that were given once are kept, and a change of one is seen before anything is written.

use std::collections::BTreeMap;

use specsmith_codegen::{Library, Output, Renames, Style, Wishes, explain, generate_as, render};

const CONFIG: &str = "\
client: {name: case-client, version: 0.1.0, service: Case}
output: out
documents: [{spec: spec.yaml, module: api}]
";

/// Files in memory.
#[derive(Default)]
struct Files(BTreeMap<String, String>);

impl Library for Files {
    fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    fn read(&self, name: &str) -> Result<(String, Vec<u8>), String> {
        let text = self.0.get(name).ok_or("there is no such file")?;
        Ok((name.to_owned(), text.clone().into_bytes()))
    }
}

/// A document of these components and operations, one a line.
fn spec(components: &[&str], operations: &[&str]) -> String {
    let list = |items: &[&str]| items.iter().map(|it| format!("    {it}\n")).collect::<String>();
    let (components, operations) = (list(components), list(operations));
    format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n    x-none: true\n{operations}components:\n  schemas:\n{components}    none: {{type: string}}\n"
    )
}

fn files(spec: String) -> Files {
    Files([("spec.yaml".to_owned(), spec), ("codegen.yaml".to_owned(), CONFIG.to_owned())].into())
}

impl Files {
    fn with(mut self, name: &str, text: String) -> Self {
        self.0.insert(name.to_owned(), text);
        self
    }

    fn make(&self, renames: Renames) -> Output {
        generate_as(self, "codegen.yaml", Wishes { renames, ..Wishes::default() })
    }

    /// The lock that a run without errors writes.
    fn lock(&self) -> String {
        self.lock_with(Renames::Refused)
    }

    fn lock_with(&self, renames: Renames) -> String {
        let output = self.make(renames);
        let complaints = render(&output.tree, &output.diagnostics, Style::Plain);
        assert!(output.lock.is_some(), "{complaints}");
        output.lock.expect("it is there").text
    }

    fn complaints(&self) -> String {
        let output = self.make(Renames::Refused);
        let complaints = render(&output.tree, &output.diagnostics, Style::Plain);
        assert!(output.files.is_empty() && output.lock.is_none(), "something would be written: {complaints}");
        complaints
    }
}

const USER: &str = "user: {type: object, properties: {id: {type: string}}}";
const LIST: &str = "/pets: {get: {operationId: acme_pets_list, tags: [pets], parameters: [{name: of, in: query, schema: {type: string, enum: [a]}}], responses: {'204': {description: ''}}}}";

fn check(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.contains(line), "there is no {line:?} in\n{text}");
    }
}

#[test]
fn what_had_a_name_keeps_it() {
    let first = files(spec(&[USER], &[])).lock();
    check(
        &first,
        &["\"#/components/schemas/user\": User\n", "\"#/components/schemas/user/properties/id\": id\n"],
    );

    // Without the lock, the newcomer would take the name: its key comes first.
    let newcomer = "User: {type: object, properties: {ID: {type: string}}}";
    let both = || files(spec(&[newcomer, USER], &[]));
    check(&both().lock(), &["schemas/User\": User\n", "schemas/user\": User2\n"]);
    let with = both().with("names.lock", first.clone()).lock();
    check(&with, &["schemas/User\": User2\n", "schemas/user\": User\n"]);

    // So too where what has the name is met long after the newcomer.
    let inline = "/a: {get: {operationId: read, responses: {'200': {description: '', content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}}}}}";
    let first = files(spec(&[], &[inline])).lock();
    let key = "#/paths/~1a/get/responses/200/content/application~1json/schema\": ";
    check(&first, &[&format!("{key}ReadResponse\n")]);
    let newcomer = "ReadResponse: {type: object, properties: {b: {type: string}}}";
    let with = files(spec(&[newcomer], &[inline])).with("names.lock", first).lock();
    check(&with, &[&format!("{key}ReadResponse\n"), "schemas/ReadResponse\": ReadResponse2\n"]);
}

#[test]
fn what_is_gone_gets_its_name_back() {
    let both = ["User: {type: object}", USER];
    let first = files(spec(&both, &[])).lock();
    check(&first, &["schemas/user\": User2\n"]);
    let without = files(spec(&both[..1], &[])).with("names.lock", first.clone()).lock();
    assert_eq!(without, first, "a line was lost");
    let again = files(spec(&both, &[])).with("names.lock", without).lock();
    assert_eq!(again, first);
}

#[test]
fn a_name_that_would_change_stops_the_run() {
    let first = files(spec(&[], &[LIST])).lock();
    check(
        &first,
        &["\"#/paths/~1pets/get\": pets::acme_pets_list\n", "/get/parameters\": AcmePetsListParams\n"],
    );
    let prefix = |rest: &str| CONFIG.replace("module: api", &format!("module: api, prefix: acme{rest}"));
    let changed = |rest: &str| {
        files(spec(&[], &[LIST])).with("names.lock", first.clone()).with("codegen.yaml", prefix(rest))
    };
    let complaints = changed("").complaints();
    check(
        &complaints,
        &[
            "error[renamed]: `pets::acme_pets_list` would now be called `pets::list`",
            "spec.yaml:5:13",
            "names.lock:",
            "(`'#/paths/~1pets/get': acme_pets_list`)",
            "`--accept-renames`",
            "1 error;",
        ][..5],
    );
    // What is named after it is not complained of as well.
    assert_eq!(complaints.matches("error[").count(), 1, "{complaints}");

    let pinned = changed(", names: {'#/paths/~1pets/get': acme_pets_list}").lock();
    assert_eq!(pinned, first);
    let accepted = changed("").lock_with(Renames::Accepted);
    check(
        &accepted,
        &["/get\": pets::list\n", "/get/parameters\": ListParams\n", "query:of/schema\": PetsListOf\n"],
    );
    assert_eq!(changed("").with("names.lock", accepted.clone()).lock(), accepted);

    // A pin against the lock is a rename too.
    let pin = CONFIG.replace("module: api", "module: api, names: {'#/components/schemas/user': Person}");
    let lock = files(spec(&[USER], &[])).lock();
    let pinned = files(spec(&[USER], &[])).with("names.lock", lock).with("codegen.yaml", pin);
    check(&pinned.complaints(), &["`User` would now be called `Person`"]);
    check(&pinned.lock_with(Renames::Accepted), &["schemas/user\": Person\n"]);
}

#[test]
fn a_lock_that_was_tampered_with_is_refused_with_its_place() {
    for (lock, expected) in [
        ("api: {types: {'#/components/schemas/user': self}}", "error[bad-name]: the string `self` cannot be"),
        ("api: {types: {'#/components/schemas/user': [User]}}", "error[bad-name]: a list cannot be a name"),
        ("api: {operations: {'#/paths/~1a/get': read}}", "error[bad-name]: the string `read`"),
        ("api: {typs: {}}", "did you mean `types`?"),
        ("api: [types]", "error[wrong-type]: what a module holds should be a mapping"),
        ("- api", "error[wrong-type]: the lock should be a mapping"),
        ("api:\n  types:\n    a: A\n    a: B\n", "error[duplicate-key]"),
        ("<<<<<<< ours\napi:\n=======\nb:\n>>>>>>> theirs\n", "a merge was left unfinished"),
        ("api: {types: {a: A}", "error[syntax]"),
    ] {
        let complaints = files(spec(&[USER], &[])).with("names.lock", lock.to_owned()).complaints();
        check(&complaints, &[expected, "names.lock:"]);
    }
    // Two things that claim one name: the one that does not get it is said to change.
    let lock = "api: {types: {'#/components/schemas/User': User, '#/components/schemas/user': User}}";
    let both = files(spec(&["User: {type: object}", USER], &[])).with("names.lock", lock.to_owned());
    check(&both.complaints(), &["error[renamed]: `User` would now be called"]);
}

#[test]
fn any_text_can_stand_in_a_lock() {
    let long = "Long".repeat(2_500);
    let odd = [
        "\"",
        "'",
        "\\",
        ": ",
        "# a",
        "- b",
        "\u{202e}x",
        "\u{7f}",
        "\u{feff}",
        "日本",
        "true",
        "~/",
        "\n",
        &long,
    ];
    let schemas: BTreeMap<&str, serde_json::Value> = odd
        .into_iter()
        .map(|it| {
            let choice = serde_json::json!({ "type": "string", "enum": [it] });
            (it, serde_json::json!({ "type": "object", "properties": { it: { "type": "string" }, "choice": choice } }))
        })
        .collect();
    let spec = serde_json::json!({
        "openapi": "3.0.3",
        "info": { "title": "t", "version": "1" },
        "paths": {},
        "components": { "schemas": schemas },
    });
    let first = files(spec.to_string()).lock();
    assert!(first.lines().all(|it| it.chars().count() < 1_000), "YAML takes no longer key");
    let second = files(spec.to_string()).with("names.lock", first.clone()).lock();
    assert_eq!(first, second);
}

#[test]
fn a_name_is_explained() {
    let pin = CONFIG
        .replace("module: api", "module: api, prefix: acme, names: {'#/components/schemas/user': Person}");
    let lock = "api: {types: {'#/components/schemas/User': User7}}\n".to_owned();
    let users = [
        "User: {type: object, properties: {a: {enum: [b]}}}",
        USER,
        "Box: {type: object}",
        "pet_food: {type: string}",
    ];
    let files = files(spec(&users, &[LIST])).with("codegen.yaml", pin).with("names.lock", lock);
    for (name, expected) in [
        (
            "Person",
            "api::types::Person type #/components/schemas/user spec.yaml:9:5 pinned under `names:` in the configuration",
        ),
        (
            "types::Person::id",
            "api::types::Person.id field #/components/schemas/user/properties/id spec.yaml:9:39 from its key in JSON",
        ),
        ("User7", "api::types::User7 type #/components/schemas/User spec.yaml:8:5 remembered by names.lock"),
        (
            "User7A.B",
            "api::types::User7A::B variant #/components/schemas/User/properties/a/enum/b spec.yaml:8:50 from its value",
        ),
        (
            "BoxModel",
            "api::types::BoxModel type #/components/schemas/Box spec.yaml:10:5 the component's name with `Model` behind it, for the plain one is Rust's own",
        ),
        (
            "PetFood",
            "api::types::PetFood type #/components/schemas/pet_food spec.yaml:11:5 the component's name, spelled as a type",
        ),
        (
            "pets::list",
            "api::pets::list operation #/paths/~1pets/get spec.yaml:5:13 from the operationId, without the configured prefix and the words of its tag",
        ),
        (
            "ListParams.of",
            "api::pets::ListParams.of field #/paths/~1pets/get/parameters/query:of spec.yaml:5:76 from the name of the parameter",
        ),
    ] {
        let mut output = files.make(Renames::Refused);
        let found = explain(&mut output, name);
        let lines: Vec<String> = found
            .iter()
            .map(|it| {
                format!(
                    "{} {} {} {} {}",
                    it.path,
                    it.kind,
                    it.key,
                    it.place.as_deref().unwrap_or("-"),
                    it.reason
                )
            })
            .collect();
        assert_eq!(lines, [expected], "{name}");
    }
    let mut output = files.make(Renames::Refused);
    assert!(explain(&mut output, "Persn").is_empty());
    check(
        &render(&output.tree, &output.diagnostics, Style::Plain),
        &["error[unknown-name]", "did you mean `Person`?"],
    );
    assert!(explain(&mut files.make(Renames::Refused), "").is_empty());
}
