//! The environment variables that a client reads its base URL and its credentials from.

use specsmith_model::{CredentialSource, CredentialVariables};
use specsmith_source::{Kind, Node, Origin};

use super::Reader;

const ENVIRONMENT: [&str; 3] = ["key", "base_url", "credentials"];

/// The environment variables of a client.
#[derive(Default)]
pub(super) struct Environment {
    pub(super) key_variables: Vec<String>,
    pub(super) credential_variables: Vec<(Origin, CredentialSource)>,
    pub(super) base_url_variable: Option<String>,
}

impl Reader<'_> {
    /// What `environment` names.
    pub(super) fn environment(&mut self, client: Node<'_>) -> Environment {
        let Some(environment) = client.get("environment") else { return Environment::default() };
        if !self.is(environment, "`environment`", Kind::Map) {
            return Environment::default();
        }
        self.known_keys(environment, &ENVIRONMENT);
        Environment {
            key_variables: self.texts(environment, "key").into_iter().map(|(name, _)| name).collect(),
            credential_variables: self.credentials(environment),
            base_url_variable: self.text(environment, "base_url"),
        }
    }

    /// By scheme: one variable, or two for HTTP basic.
    fn credentials(&mut self, environment: Node<'_>) -> Vec<(Origin, CredentialSource)> {
        let mut credentials = Vec::new();
        for (scheme, node) in self.map(environment, "credentials") {
            let what = "the credential";
            let variables = match (node.kind(), node.text()) {
                (_, Some(name)) => Some(CredentialVariables::Token(name.to_owned())),
                (Kind::Map, None) => {
                    self.known_keys(node, &["username", "password"]);
                    let username = self.required_text(node, what, "username");
                    let password = self.required_text(node, what, "password");
                    username
                        .zip(password)
                        .map(|(username, password)| CredentialVariables::Basic { username, password })
                }
                (_, None) => {
                    let expected = "the name of a variable, or a `username` and a `password`";
                    self.diagnostics.wrong_setting(node, what, expected);
                    None
                }
            };
            let source = variables.map(|variables| CredentialSource { scheme: scheme.to_owned(), variables });
            credentials.extend(source.map(|it| (node.origin(), it)));
        }
        credentials
    }
}
