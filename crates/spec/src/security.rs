//! Security schemes, and which of them an operation asks for.

use openapiv3::{APIKeyLocation, SecurityScheme as RawScheme};
use specsmith_source::{Diagnostics, Kind, Node};

use crate::follow::value;
use crate::graph::{SecurityScheme, SecuritySchemeKind};
use crate::read;

/// `components/securitySchemes`.
pub(crate) fn schemes<'t>(root: Node<'t>, diagnostics: &mut Diagnostics) -> Vec<SecurityScheme<'t>> {
    let Some(components) = root.get("components") else { return Vec::new() };
    let mut schemes = Vec::new();
    for (name, declared) in read::map(components, "securitySchemes", "`securitySchemes`", diagnostics) {
        let Some(node) = value(declared, diagnostics) else { continue };
        if by_connection(node) {
            let what = "a certificate that the connection shows";
            diagnostics.fallback(node, what, "give it to the client by `configure_http`");
            continue;
        }
        match node.decode::<RawScheme>() {
            Ok(raw) => schemes.push(SecurityScheme {
                name,
                kind: kind(node, raw, diagnostics),
                description: read::prose(node, "description", "the description", diagnostics),
                sources: sources(node),
            }),
            Err(misfit) => diagnostics.malformed(&misfit, "the security scheme"),
        }
    }
    schemes
}

/// Whether nothing of a credential travels in the request.
fn by_connection(scheme: Node<'_>) -> bool {
    scheme.get("type").and_then(Node::text) == Some("mutualTLS")
}

fn declared<'t>(root: Node<'t>, name: &str) -> Option<Node<'t>> {
    root.get("components")?.get("securitySchemes")?.get(name)
}

fn kind(node: Node<'_>, raw: RawScheme, diagnostics: &mut Diagnostics) -> SecuritySchemeKind {
    match raw {
        RawScheme::APIKey { location, name, .. } => match location {
            APIKeyLocation::Header => SecuritySchemeKind::Header(name),
            APIKeyLocation::Query => SecuritySchemeKind::Query(name),
            APIKeyLocation::Cookie => SecuritySchemeKind::Cookie(name),
        },
        RawScheme::HTTP { scheme, .. } => match scheme.to_ascii_lowercase().as_str() {
            "bearer" => SecuritySchemeKind::Bearer,
            "basic" => SecuritySchemeKind::Basic,
            word if is_word(word) => {
                let consequence = "the credential is sent behind its name, as it is given";
                diagnostics.fallback(node, "this HTTP scheme", consequence);
                SecuritySchemeKind::Http(scheme)
            }
            _ => {
                diagnostics.fallback(node, "this HTTP scheme", "the credential is sent as a bearer token");
                SecuritySchemeKind::Bearer
            }
        },
        RawScheme::OAuth2 { .. } | RawScheme::OpenIDConnect { .. } => SecuritySchemeKind::Bearer,
    }
}

/// Whether it can stand before a credential.
fn is_word(scheme: &str) -> bool {
    !scheme.is_empty() && scheme.bytes().all(|it| it.is_ascii_alphanumeric() || b"-._~+".contains(&it))
}

/// Where a scheme says that tokens come from.
fn sources<'t>(scheme: Node<'t>) -> Vec<(&'static str, Vec<&'t str>)> {
    const FLOWS: [(&str, &str); 5] = [
        ("clientCredentials", "client credentials"),
        ("authorizationCode", "an authorization code"),
        ("deviceAuthorization", "a code for a device"),
        ("password", "a password"),
        ("implicit", "an implicit grant"),
    ];
    let text = |node: Node<'t>, key: &str| node.get(key).and_then(Node::text);
    let mut sources = Vec::new();
    for (key, word) in FLOWS {
        let Some(flow) = scheme.get("flows").and_then(|it| it.get(key)) else { continue };
        let urls = ["authorizationUrl", "deviceAuthorizationUrl", "tokenUrl"].map(|it| text(flow, it));
        sources.push((word, urls.into_iter().flatten().collect()));
    }
    let connect = text(scheme, "openIdConnectUrl");
    sources.extend(connect.map(|url| ("OpenID Connect", vec![url])));
    sources
}

/// The requirements at a node (an operation or the document's root), `None` where it says nothing. One that names what
/// is not declared is left out: credentials are never guessed.
pub(crate) fn requirements<'t>(
    node: Node<'t>,
    root: Node<'t>,
    schemes: &[SecurityScheme<'t>],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Vec<usize>>> {
    let at = node.get("security")?;
    let mut alternatives = Vec::new();
    for requirement in read::list(node, "security", "`security`", diagnostics) {
        // What is no mapping must not pass for "no credential".
        if !read::is_kind(requirement, "the security requirement", Kind::Map, diagnostics) {
            continue;
        }
        let mut combination = Vec::new();
        let mut whole = true;
        for (name, node) in requirement.entries() {
            match schemes.iter().position(|it| it.name == name) {
                Some(index) => combination.push(index),
                None if declared(root, name)
                    .and_then(|it| value(it, diagnostics))
                    .is_some_and(by_connection) => {}
                None => {
                    let names: Vec<&str> = schemes.iter().map(|it| it.name).collect();
                    diagnostics.unknown_scheme(node, &names);
                    whole = false;
                }
            }
        }
        if whole {
            alternatives.push(combination);
        }
    }
    let public = at.kind() == Kind::List && at.items().next().is_none();
    if alternatives.is_empty() && !public {
        diagnostics.no_credential(at);
    }
    Some(alternatives)
}
