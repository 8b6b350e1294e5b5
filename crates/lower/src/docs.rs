//! The words of the document as the lines of doc comments.

use specsmith_model::Docs;
use specsmith_spec::{Graph, Link, Operation, OperationLink, SecurityScheme, SecuritySchemeKind, Status};

use crate::answers::others;
use crate::details;
use crate::markdown::{is_url, normalize, unprintable};

/// Paragraphs, each of its own Markdown, as the lines of one comment.
pub(crate) fn paragraphs<'p>(paragraphs: impl IntoIterator<Item = &'p str>) -> Docs {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        let normal = normalize(paragraph);
        if normal.trim().is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(normal.trim_matches('\n').lines().map(|it| it.trim_end().to_owned()));
    }
    Docs(lines)
}

/// The first of some words that says anything, or the fallback: what stands elsewhere in full.
pub(crate) fn first_paragraph<'p>(words: impl IntoIterator<Item = &'p str>, fallback: &str) -> Docs {
    let said = words.into_iter().map(|it| paragraphs([it])).find(|it| !it.0.is_empty());
    let Docs(lines) = said.unwrap_or_else(|| paragraphs([fallback]));
    // A fence that is opened must be closed.
    let fenced = lines.iter().any(|it| it.trim_start().starts_with("```"));
    Docs(lines.into_iter().take_while(|it| fenced || !it.is_empty()).collect())
}

/// Adds paragraphs that are Markdown of our own.
pub(crate) fn add(docs: &mut Docs, paragraphs: impl IntoIterator<Item = Vec<String>>) {
    for paragraph in paragraphs.into_iter().filter(|it| !it.is_empty()) {
        if !docs.0.is_empty() {
            docs.0.push(String::new());
        }
        docs.0.extend(paragraph);
    }
}

/// As [`paragraphs`], or the fallback, which is Markdown of our own, where nothing is left of them.
pub(crate) fn paragraphs_or<'p>(words: impl IntoIterator<Item = &'p str>, fallback: &str) -> Docs {
    match paragraphs(words) {
        Docs(lines) if lines.is_empty() => Docs(vec![fallback.to_owned()]),
        said => said,
    }
}

/// The document as a module.
pub(crate) fn module(graph: &Graph<'_>) -> Docs {
    let title = match graph.info.version.as_str() {
        "" => format!("{}.", graph.info.title),
        version => format!("{}, version {version}.", graph.info.title),
    };
    let mut said = paragraphs([title.as_str(), graph.info.description.unwrap_or_default()]);
    add(&mut said, link(graph.info.link));
    let bearers = graph.schemes.iter().filter(|it| it.kind == SecuritySchemeKind::Bearer).count();
    let schemes: Vec<String> = graph.schemes.iter().map(|it| credential(it, bearers)).collect();
    if !schemes.is_empty() {
        add(&mut said, [vec!["# Credentials".to_owned()], schemes]);
    }
    said
}

/// One line of a list: what a scheme is, and how it is given to a client.
fn credential(scheme: &SecurityScheme<'_>, bearers: usize) -> String {
    const BUILDER: &str = "specsmith_runtime::ClientBuilder";
    let named = format!("[`credential`]({BUILDER}::credential)");
    let (what, how) = match &scheme.kind {
        SecuritySchemeKind::Bearer => {
            let bearer = format!("[`bearer`]({BUILDER}::bearer)");
            let how = if bearers > 1 { format!("{named}, or {bearer} for all of its kind") } else { bearer };
            ("a bearer token".to_owned(), how)
        }
        SecuritySchemeKind::Basic => ("a user name and a password".to_owned(), named),
        SecuritySchemeKind::Http(word) => (format!("a credential of the scheme {}", span(word)), named),
        SecuritySchemeKind::Header(name) => (format!("a key in the header {}", span(name)), named),
        SecuritySchemeKind::Query(name) => (format!("a key in the query, as {}", span(name)), named),
        SecuritySchemeKind::Cookie(name) => (format!("a key in the cookie {}", span(name)), named),
    };
    let mut line = format!("- {}: {what}, by {how}", span(scheme.name));
    for (way, urls) in &scheme.sources {
        let urls: Vec<String> = urls.iter().map(|it| span(it)).collect();
        let provider = if *way == "client credentials" {
            " ([`ClientCredentials`](specsmith_runtime::ClientCredentials))"
        } else {
            ""
        };
        line.push_str(&format!("; tokens by {way}{provider}: {}", urls.join(", ")));
    }
    let words = normalize(first_line(scheme.description)).replace('\n', " ");
    let words = words.trim();
    if words.is_empty() { line } else { format!("{line}. {words}") }
}

/// The function of an operation.
pub(crate) fn operation(operation: &Operation<'_>, graph: &Graph<'_>) -> Docs {
    let method = operation.method.key().to_uppercase();
    let request = span(&format!("{method} {}", operation.path));
    let id = operation.id.map(|it| format!("operationId {}", span(it))).unwrap_or_default();
    let mut answers = String::new();
    for response in &operation.responses {
        let status = match response.status {
            Status::Code(_) | Status::Range(_) => format!("`{}`", response.status),
            Status::Default => "any other status".to_owned(),
        };
        let words = first_line(response.description);
        let words = if words.is_empty() { String::new() } else { format!(": {words}") };
        let others: Vec<String> = others(response, graph).into_iter().map(span).collect();
        let others =
            if others.is_empty() || matches!(response.status, Status::Code(300..) | Status::Range(3..)) {
                String::new()
            } else {
                let stop = if words.ends_with(char::is_alphanumeric) { "." } else { "" };
                format!(
                    "{stop} Also as {}: by `Client::bytes`, asked for with the header `accept`.",
                    others.join(", ")
                )
            };
        answers.push_str(&format!("- {status}{words}{others}\n"));
    }
    let mut arguments = String::new();
    for parameter in operation.parameters.iter().filter(|it| it.required) {
        let limits = details::limits_line(graph.schema(parameter.schema));
        arguments.extend(argument(parameter.name, parameter.docs.description, &limits));
    }
    let body = operation.body.as_ref().and_then(|it| argument("body", it.description, ""));
    arguments.extend(body);
    let arguments = if arguments.is_empty() { arguments } else { format!("# Arguments\n\n{arguments}") };
    let answers = if answers.is_empty() { answers } else { format!("# Documented answers\n\n{answers}") };
    let links: String = operation.links.iter().map(following).collect();
    let links = if links.is_empty() { links } else { format!("# What may follow\n\n{links}") };
    let title = operation.docs.title.unwrap_or_default();
    let fallback = if title.trim().is_empty() { request.as_str() } else { "" };
    let again = if fallback.is_empty() { request.as_str() } else { "" };
    let mut said = paragraphs([title, fallback, operation.docs.description.unwrap_or_default()]);
    add(&mut said, link(operation.docs.link));
    add(&mut said, [paragraphs([again, &id, &arguments, &answers, &links]).0]);
    said
}

/// A link to another operation, as a line of a list.
fn following(link: &OperationLink<'_>) -> String {
    let OperationLink { name, target, description } = link;
    let target = target.map(|it| format!(", {}", span(it))).unwrap_or_default();
    let words = first_line(*description);
    let words = if words.is_empty() { String::new() } else { format!(": {words}") };
    format!("- {}{target}{words}\n", span(name))
}

/// One line of a list of arguments; nothing where nothing is said of it.
fn argument(name: &str, description: Option<&str>, limits: &str) -> Option<String> {
    let words = first_line(description);
    let stop = if !limits.is_empty() && words.ends_with(char::is_alphanumeric) { "." } else { "" };
    let words = format!("{words}{stop} {limits}");
    (!words.trim().is_empty()).then(|| format!("- {}: {}\n", span(name), words.trim()))
}

fn first_line(words: Option<&str>) -> &str {
    words.unwrap_or_default().trim().split(['\n', '\r']).next().unwrap_or_default().trim()
}

/// `externalDocs` in one line.
pub(crate) fn link(link: Option<Link<'_>>) -> Option<Vec<String>> {
    let Link { url, description } = link?;
    let plain = |it: char| it.is_ascii_graphic() && !matches!(it, '<' | '>' | '\\' | '`');
    let url = if is_url(url) && url.chars().all(plain) { format!("<{url}>") } else { span(url) };
    let words = paragraphs([first_line(description)]);
    match words.0.as_slice() {
        [words] => Some(vec![format!("{}: {url}", words.trim_end_matches(['.', ':']))]),
        _ => Some(vec![format!("See {url}.")]),
    }
}

/// Text of the document in a code span.
pub(crate) fn span(text: &str) -> String {
    let plain: String = text.chars().map(|it| if unprintable(it) { ' ' } else { it }).collect();
    if plain.trim().is_empty() {
        return "(blank)".to_owned();
    }
    let longest = plain.split(|it| it != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // A space at both ends is not shown; one at one end is.
    let edge = |it: char| matches!(it, '`' | ' ');
    let room = if plain.starts_with(edge) || plain.ends_with(edge) { " " } else { "" };
    format!("{fence}{room}{plain}{room}{fence}")
}
