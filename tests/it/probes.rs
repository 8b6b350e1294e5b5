//! Calls with sample values, for judges from outside: each function, in each media type, with the least and with all.

use specsmith_codegen::{Home, Library, Show, Single, Wishes, generate_single};

const DOCUMENT: &str = "
openapi: 3.1.0
info: {title: S, version: '1'}
paths:
  /things/{id}:
    put:
      operationId: put_thing
      tags: [things]
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: tags, in: query, required: true, schema: {type: array, items: {type: string}}}
        - {name: limit, in: query, schema: {type: integer}}
      requestBody:
        content:
          application/json: {schema: {$ref: '#/components/schemas/Thing'}}
          multipart/form-data: {schema: {$ref: '#/components/schemas/Thing'}}
          image/*: {schema: {type: string, format: binary}}
      responses: {'204': {description: Done.}}
  /plain:
    get: {operationId: plain, tags: [things], responses: {'204': {description: Done.}}}
components:
  schemas:
    Thing:
      type: object
      required: [name]
      properties:
        name: {type: string}
        size: {type: integer}
        list: {type: array, maxItems: 0}
        file: {type: string, format: binary}
  securitySchemes: {login: {type: http, scheme: basic}}
";

struct Text;

impl Library for Text {
    fn read(&self, _: &str) -> Result<(String, Vec<u8>), String> {
        Ok(("spec.yaml".to_owned(), DOCUMENT.as_bytes().to_vec()))
    }
}

#[test]
fn every_media_type_is_called_with_the_least_and_with_all() {
    let single = Single {
        spec: "spec.yaml".to_owned(),
        name: "s".to_owned(),
        home: Home::Workspace,
        config: None,
        tests: None,
    };
    let output = generate_single(&Text, single, Wishes { show: Show::Calls, ..Wishes::default() });
    let text = |path: &str| {
        let file = output.calls.iter().find(|it| it.path == path).expect("it is written");
        file.text.clone()
    };
    let calls = text("api.rs");
    let called: Vec<&str> = calls.lines().filter_map(|it| it.trim().strip_prefix("it.call(")).collect();
    let all = "{ let mut it = api::things::PutThingParams::default(); it.limit = read(\"1\"); it }";
    let put = |media_type: &str, amount: &str, body: &str| {
        let params = if amount == "all" { all } else { "api::things::PutThingParams::default()" };
        format!(
            "[\"PUT /things/{{id}}\", \"{media_type}\", \"{amount}\"], \
             || api::things::put_thing(\"text\", &read::<Vec<_>>(\"[\\\"text\\\"]\"), {body}, {params}));"
        )
    };
    let body = |variant: &str, value: &str| format!("api::things::PutThingBody::{variant}({value})");
    let image = "specsmith_runtime::Upload::bytes(\"contents\").content_type(\"image/png\")";
    let least = "read(\"{\\\"name\\\": \\\"text\\\"}\")";
    assert_eq!(
        called,
        [
            put("", "least", "()"),
            put("", "all", "()"),
            put("application/json", "least", &body("Json", least)),
            put(
                "application/json",
                "all",
                &body("Json", "read(\"{\\\"name\\\": \\\"text\\\", \\\"size\\\": 1, \\\"list\\\": []}\")")
            ),
            put("multipart/form-data", "least", &body("Multipart", least)),
            // A form cannot say an empty list, and JSON no file.
            put(
                "multipart/form-data",
                "all",
                &body(
                    "Multipart",
                    "read(\"{\\\"name\\\": \\\"text\\\", \\\"size\\\": 1, \\\"file\\\": \\\"text\\\"}\")"
                )
            ),
            put("image/*", "least", &body("Bytes", image)),
            put("image/*", "all", &body("Bytes", image)),
            "[\"GET /plain\", \"\", \"least\"], || api::things::plain());".to_owned(),
        ]
    );
    assert!(text("documents.rs").contains(".credential(\"login\", specsmith_runtime::Credential::Basic {"));
}
