//! What the client says of its documents: servers, schemes, and where their credentials come from.

use specsmith_codegen::{Library, generate};

/// The files of one run.
struct Files<'a>(&'a [(&'a str, &'a str)]);

impl Library for Files<'_> {
    fn read(&self, name: &str) -> Result<(String, Vec<u8>), String> {
        let found = self.0.iter().find(|(it, _)| *it == name);
        found.map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).ok_or_else(String::new)
    }
}

const CONFIG: &str = "
client:
  name: acme-client
  version: 1.0.0
  environment:
    key: ACME_KEY
    base_url: ACME_URL
    credentials: {admin: ACME_ADMIN_KEY, login: {username: ACME_USER, password: ACME_PASSWORD}}
output: out
documents: [{spec: a.yaml, module: a}, {spec: b.yaml, module: b}]
";

const A: &str = "
openapi: 3.0.3
info: {title: A, version: '1'}
servers:
  - {url: 'https://{region}.acme.org', description: Everywhere., variables: {region: {default: eu, enum: [eu, us]}}}
  - {url: 'https://sandbox.acme.org'}
paths:
  /up:
    post:
      servers: [{url: 'https://uploads.acme.org'}]
      security: [{token: []}]
      responses: {'204': {description: ''}}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
    admin: {type: apiKey, in: header, name: X-Admin}
";

const B: &str = "
openapi: 3.0.3
info: {title: B, version: '1'}
servers: [{url: 'https://{region}.acme.org', variables: {region: {default: eu}}}]
paths: {}
components:
  securitySchemes:
    token: {type: http, scheme: bearer}
    login: {type: http, scheme: basic}
";

#[test]
fn what_the_documents_say_together() {
    let output = generate(&Files(&[("codegen.yaml", CONFIG), ("a.yaml", A), ("b.yaml", B)]), "codegen.yaml");
    assert!(!output.diagnostics.has_errors());
    let client = output.files.iter().find(|it| it.path == "src/client.rs").expect("there is a client");
    // Where lines break, and what that puts behind the last of a list, is the printer's.
    let words = |text: &str| {
        text.split_whitespace().collect::<String>().replace(",]", "]").replace(",}", "}").replace(",)", ")")
    };
    let spelled = words(&client.text);
    for line in [
        r#"const SERVER: Option<&'static str> = Some("https://eu.acme.org");"#,
        r#"const SERVERS: &'static [Server] = &[
            Server::new("https://{region}.acme.org").described("Everywhere.")
                .with(&[ServerVariable::new("region", "eu", &["eu", "us"])]),
            Server::new("https://sandbox.acme.org"),
        ];"#,
        r#"const OPERATION_SERVERS: &'static [Server] = &[Server::new("https://uploads.acme.org")];"#,
        r#"const SCHEMES: &'static [Scheme] =
            &[Scheme::bearer("token"), Scheme::header_key("admin", "X-Admin"), Scheme::basic("login")];"#,
        r#"const KEY_VARIABLES: &'static [&'static str] = &["ACME_KEY"];"#,
        r#"const CREDENTIAL_VARIABLES: &'static [(&'static str, CredentialVariables)] = &[
            ("admin", CredentialVariables::Token("ACME_ADMIN_KEY")),
            ("login", CredentialVariables::Basic { username: "ACME_USER", password: "ACME_PASSWORD", }),
        ];"#,
    ] {
        assert!(spelled.contains(&words(line)), "{line}\n{}", client.text);
    }
}
