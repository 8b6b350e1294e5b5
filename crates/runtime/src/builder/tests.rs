//! What a builder takes from the environment.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

use crate::auth::CredentialVariables;

struct Acme;

impl Service for Acme {
    const USER_AGENT: &'static str = "acme/1";
    const SERVER: Option<&'static str> = Some("https://acme.invalid");
    const KEY_VARIABLES: &'static [&'static str] = &["FIRST_KEY", "SECOND_KEY"];
    const BASE_URL_VARIABLE: Option<&'static str> = Some("BASE");
}

#[track_caller]
fn check(variables: &[(&str, &str)], expected: Result<(&str, &str), &str>) {
    let find =
        |name: &str| variables.iter().find(|(it, _)| *it == name).map(|(_, value)| (*value).to_owned());
    let builder = ClientBuilder::<Acme>::from_variables(find);
    let found = builder.map(|builder| {
        let Some(Credential::Token(token)) = builder.keyring.bearer.clone() else {
            return Default::default();
        };
        let url = builder.build().map(|client| format!("{client:?}")).unwrap_or_default();
        (token.expose().to_owned(), url)
    });
    match (found, expected) {
        (Ok((key, shown)), Ok((expected, origin))) => {
            assert_eq!((key.as_str(), shown), (expected, format!("Client {{ origin: {origin}, .. }}")));
        }
        (found, expected) => assert_eq!(found.unwrap_err().to_string(), expected.unwrap_err()),
    }
}

#[test]
fn the_environment_gives_the_first_key_that_is_filled() {
    check(&[("SECOND_KEY", "b")], Ok(("b", "https://acme.invalid")));
    check(&[("SECOND_KEY", "b"), ("FIRST_KEY", "a")], Ok(("a", "https://acme.invalid")));
    check(&[("SECOND_KEY", "b"), ("FIRST_KEY", " ")], Ok(("b", "https://acme.invalid")));
    check(&[("FIRST_KEY", "a"), ("BASE", "http://[::1]:8000/p")], Ok(("a", "http://[::1]:8000")));
    check(&[("BASE", "https://x")], Err("no key in the environment: set FIRST_KEY or SECOND_KEY"));
}

struct Several;

impl Service for Several {
    const USER_AGENT: &'static str = "several/1";
    const SERVER: Option<&'static str> = Some("https://several.invalid");
    const KEY_VARIABLES: &'static [&'static str] = &["KEY"];
    const BASE_URL_VARIABLE: Option<&'static str> = None;
    const CREDENTIAL_VARIABLES: &'static [(&'static str, CredentialVariables)] = &[
        ("admin", CredentialVariables::Token("ADMIN_KEY")),
        ("login", CredentialVariables::Basic { username: "USER", password: "PASSWORD" }),
    ];
}

#[test]
fn the_environment_may_hold_a_credential_for_each_scheme() {
    let names = |variables: &[&str]| {
        let find = |name: &str| variables.contains(&name).then(|| "x".to_owned());
        let builder = ClientBuilder::<Several>::from_variables(find)?;
        let keyring = builder.keyring;
        let bearer = keyring.bearer.iter().map(|_| "bearer".to_owned());
        Ok::<_, Error>(bearer.chain(keyring.named.into_iter().map(|(name, _)| name)).collect::<Vec<_>>())
    };
    assert_eq!(names(&["KEY", "ADMIN_KEY", "USER", "PASSWORD"]).unwrap(), ["bearer", "admin", "login"]);
    assert_eq!(names(&["ADMIN_KEY", "USER"]).unwrap(), ["admin"]);
    assert!(names(&["USER"]).is_err());
}
