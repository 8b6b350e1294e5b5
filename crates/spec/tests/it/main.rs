//! Documents in, graphs out: each rule of composition as the schemas that show it and the text of what they become.

mod all_of;
mod hostile;
mod inherit;
mod keywords;
mod leaves;
mod one_of;
mod tags;

use specsmith_source::{Diagnostics, Node, Spot, Tree};

/// A graph as text, and the complaints below it. Places are told from `components/schemas` on.
fn graph(text: &str) -> String {
    let (mut tree, mut diagnostics) = (Tree::default(), Diagnostics::default());
    let file = tree.add("spec.yaml", text.as_bytes(), &mut diagnostics);
    let Some(root) = tree.root(file).map(Node::origin) else { return String::new() };
    specsmith_spec::upgrade(&mut tree, root, &[], &mut diagnostics);
    let mut lines = String::new();
    if let Some(document) = specsmith_spec::load(tree.node(root), &mut diagnostics) {
        let graph = specsmith_spec::resolve(document, &mut diagnostics);
        lines = specsmith_spec::dump(&graph, Some("#/components"));
    }
    for complaint in diagnostics.list() {
        let place = match complaint.spot {
            Spot::Node(origin) => tree.node(origin).pointer(),
            _ => String::new(),
        };
        let related = complaint.related.as_ref().map(|it| format!(" (see {})", tree.node(it.at).pointer()));
        let related = related.unwrap_or_default();
        lines += &format!("{} {place}: {}{related}\n", complaint.severity.word(), complaint.message);
    }
    lines.replace("#/components/schemas/", "")
}

/// What the schemas of a document become. `schemas` is one line of YAML for each, where `<A>` refers to one.
#[track_caller]
fn check(schemas: &str, expected: &str) {
    let indented: String = lines(schemas).map(|it| format!("    {it}\n")).collect();
    let head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n";
    let schemas = indented.replace('<', "{$ref: '#/components/schemas/").replace('>', "'}");
    let found = graph(&format!("{head}{schemas}"));
    let expected: String = lines(expected).map(|it| format!("{it}\n")).collect();
    assert!(found == expected, "of\n{indented}came\n{found}in place of\n{expected}");
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|it| !it.is_empty())
}
