//! Where calls go, as a table of what is set and what the document says.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

const REGION: ServerVariable = ServerVariable::new("region", "eu", &["eu", "us"]);
const DEFAULT: Server = Server::new("https://{region}.acme.org/v1").with(&[REGION]);
const SANDBOX: Server = Server::new("https://sandbox.acme.org").described("For trying.");
const UPLOADS: Server = Server::new("https://uploads.{region}.acme.org/{path}")
    .with(&[REGION, ServerVariable::new("path", "up", &[])]);
const ANY: Server = Server::new("{protocol}://{host}:{port}").with(&[
    ServerVariable::new("protocol", "https", &["http", "https"]),
    ServerVariable::new("host", "", &[]),
    ServerVariable::new("port", "443", &[]),
]);
const KNOWN: Known =
    Known { default: Some(DEFAULT.url), servers: &[DEFAULT, SANDBOX, ANY], of_operations: &[UPLOADS] };

fn choose(set: impl FnOnce(&mut Choice)) -> Result<Servers, Error> {
    let mut choice = Choice::default();
    set(&mut choice);
    Servers::new(choice, &KNOWN, PlainHttp::LoopbackOnly)
}

/// A base as its URL.
fn url(base: &Base) -> String {
    base.join(&format!("{}/", base.prefix()), &[]).unwrap().to_string()
}

fn variable(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[track_caller]
fn check(set: impl FnOnce(&mut Choice), base: &str, uploads: &str) {
    let servers = choose(set).unwrap();
    assert_eq!((url(servers.base()), url(&servers.of(None).unwrap())), (base.to_owned(), base.to_owned()));
    assert_eq!(url(&servers.of(Some(&UPLOADS)).unwrap()), uploads);
}

#[track_caller]
fn refused(set: impl FnOnce(&mut Choice), why: &str) {
    let error = choose(set).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains(why), "{error}");
}

#[test]
fn an_operation_keeps_its_server_unless_there_is_a_base_url() {
    check(|_| {}, "https://eu.acme.org/v1/", "https://uploads.eu.acme.org/up/");
    check(|it| it.server = Some(SANDBOX), "https://sandbox.acme.org/", "https://uploads.eu.acme.org/up/");
    check(
        |it| it.variables = vec![variable("region", "us"), variable("path", "a/b")],
        "https://us.acme.org/v1/",
        "https://uploads.us.acme.org/a/b/",
    );
    let own = |it: &mut Choice| it.base_url = Some("https://acme.example.org/x".to_owned());
    check(own, "https://acme.example.org/x/", "https://acme.example.org/x/");
    // The server that the document names, given as a base URL, is one of the caller's own.
    let same = |it: &mut Choice| it.base_url = Some("https://eu.acme.org/v1".to_owned());
    check(same, "https://eu.acme.org/v1/", "https://eu.acme.org/v1/");
    check(
        |it| {
            own(it);
            it.routes = vec![variable(UPLOADS.url, "https://files.example.org/")];
        },
        "https://acme.example.org/x/",
        "https://files.example.org/",
    );
}

#[test]
fn relative_servers_stand_on_the_host_of_the_base() {
    let servers = choose(|_| {}).unwrap();
    for (relative, expected) in [
        ("/v2", "https://eu.acme.org/v2/"),
        ("v3/", "https://eu.acme.org/v3/"),
        ("/", "https://eu.acme.org/"),
    ] {
        assert_eq!(url(&servers.of(Some(&Server::new(relative))).unwrap()), expected);
    }
    const RELATIVE: &[Server] = &[Server::new("/api")];
    let known = Known { default: None, servers: RELATIVE, of_operations: &[] };
    let error = Servers::new(Choice::default(), &known, PlainHttp::LoopbackOnly).err().unwrap();
    assert!(error.to_string().contains("`/api` without a host"), "{error}");
}

#[test]
fn variables_cannot_make_another_url() {
    let any = |host: &str| {
        let host = variable("host", host);
        choose(|it| (it.server, it.variables) = (Some(ANY), vec![host]))
    };
    assert_eq!(url(any("acme.org").unwrap().base()), "https://acme.org/");
    for bad in ["", "a/b", "a@b", "a?b", "a#b", "a\\b", "a b", "a\n", "{port}"] {
        assert!(any(bad).is_err(), "{bad:?}");
    }
    refused(|it| it.server = Some(ANY), "`host` has no default");
    refused(|it| it.variables = vec![variable("region", "cn")], "`region` is one of eu, us");
    refused(
        |it| it.variables = vec![variable("zone", "a")],
        "no server of the document has a variable `zone`",
    );
    refused(|it| it.routes = vec![variable("https://else", "https://x")], "no document names");
    refused(|it| it.server = Some(Server::new("https://{x}.org")), "`x` is no variable");
    refused(|it| it.server = Some(Server::new("http://acme.org")), "plain http");
}

#[test]
fn a_server_of_an_operation_is_no_way_around_tls() {
    let servers = choose(|_| {}).unwrap();
    for plain in ["http://acme.org", "http://localhost:1"] {
        let error = servers.of(Some(&Server::new(plain))).err().unwrap();
        assert_eq!(error.kind(), ErrorKind::Configuration);
    }
    let local = choose(|it| it.server = Some(Server::new("http://localhost:1"))).unwrap();
    assert_eq!(url(&local.of(Some(&Server::new("http://127.0.0.1:2/x"))).unwrap()), "http://127.0.0.1:2/x/");
}

#[test]
fn without_servers_there_is_no_base() {
    let known = Known { default: None, servers: &[], of_operations: &[] };
    let error = Servers::new(Choice::default(), &known, PlainHttp::LoopbackOnly).err().unwrap();
    assert_eq!(error.to_string(), "there is no base URL: the document names no server");
    // The configuration's own default comes before the servers of the documents.
    let known = Known { default: Some("https://own.acme.org"), servers: &[DEFAULT], of_operations: &[] };
    let servers = Servers::new(Choice::default(), &known, PlainHttp::LoopbackOnly).unwrap();
    assert_eq!(url(servers.base()), "https://own.acme.org/");
}
