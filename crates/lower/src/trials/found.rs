//! The examples of a document: where they stand, and which schema each is one of.

use specsmith_source::{Kind, Node};
use specsmith_spec::{Graph, Header, Media, SchemaId, SchemaKind};

use super::Untried;
use crate::types::Sites;
use crate::views::View;

/// One example.
pub(crate) struct Example<'t> {
    /// Where the value stands.
    pub(crate) at: Node<'t>,
    /// Its schema.
    pub(crate) schema: SchemaId,
    /// Where that is written.
    pub(crate) schema_node: Node<'t>,
    /// In which direction it travels.
    pub(crate) view: View,
}

/// All examples of a document.
#[derive(Default)]
pub(crate) struct Found<'t> {
    pub(crate) examples: Vec<Example<'t>>,
    pub(crate) untried: Vec<Untried>,
}

/// Looks for them in operations, in what the service sends by itself, and in schemas.
pub(crate) fn found<'t>(graph: &Graph<'t>, sites: &Sites) -> Found<'t> {
    let mut finder = Finder { graph, found: Found::default() };
    for it in &graph.operations {
        for parameter in &it.parameters {
            finder.parameter(parameter.node, parameter.schema, View::Request);
        }
        for media in it.body.iter().flat_map(|it| &it.media) {
            finder.media(media, View::Request);
        }
        for response in &it.responses {
            let old = response.node.get("examples").filter(|it| it.kind() == Kind::Map);
            for media in &response.media {
                finder.media(media, View::Answer);
                // Swagger 2.0 has them beside the schema, by their media types.
                for (key, at) in old.into_iter().flat_map(Node::entries) {
                    if graph.root.get("swagger").is_some() && plain(key) == media.media_type {
                        finder.of_media(media, at, View::Answer);
                    }
                }
            }
            for header in &response.headers {
                finder.header(header);
            }
        }
    }
    for media in graph.hooks.iter().filter_map(|it| it.body.as_ref()).flat_map(|it| &it.media) {
        finder.media(media, View::Answer);
    }
    finder.schemas(sites);
    finder.found
}

struct Finder<'g, 't> {
    graph: &'g Graph<'t>,
    found: Found<'t>,
}

impl<'t> Finder<'_, 't> {
    fn parameter(&mut self, declared: Node<'t>, schema: SchemaId, view: View) {
        let node = declared.end();
        let content = node.get("content").and_then(|it| it.entries().next()).map(|(_, it)| it.end());
        for holder in [Some(node), content].into_iter().flatten() {
            let Some(schema_node) = holder.get("schema") else { continue };
            for at in self.examples_of(holder) {
                self.found.examples.push(Example { at, schema, schema_node, view });
            }
        }
    }

    fn header(&mut self, header: &Header<'t>) {
        self.parameter(header.node, header.schema, View::Answer);
    }

    fn media(&mut self, media: &Media<'t>, view: View) {
        for at in self.examples_of(media.node.end()) {
            self.of_media(media, at, view);
        }
    }

    fn of_media(&mut self, media: &Media<'t>, at: Node<'t>, view: View) {
        let (Some(schema), Some(schema_node)) = (media.schema, media.node.end().get("schema")) else {
            self.untried(at, "nothing says what it is an example of");
            return;
        };
        let (settled, _) = self.graph.settle(schema);
        let is_text = matches!(self.graph.schema(settled).kind, SchemaKind::Text(_) | SchemaKind::Choice(_));
        if at.text().is_some() && !is_text && !media.media_type.contains("json") {
            self.untried(at, "it is a text of another format than JSON");
            return;
        }
        self.found.examples.push(Example { at, schema, schema_node, view });
    }

    /// `example` and `examples` of a parameter, a header or a media type.
    fn examples_of(&mut self, holder: Node<'t>) -> Vec<Node<'t>> {
        let mut all: Vec<Node<'t>> = holder.get("example").into_iter().collect();
        let several = holder.get("examples");
        all.extend(several.into_iter().flat_map(Node::items));
        for (key, declared) in several.into_iter().flat_map(Node::entries) {
            let entry = declared.end();
            match entry.get("value").or(entry.get("dataValue")) {
                _ if key.starts_with("x-") => {}
                Some(value) => all.push(value),
                None if entry.get("externalValue").is_some() => {
                    self.untried(entry, "it stands elsewhere, and nothing is fetched");
                }
                None => self.untried(entry, "it has no `value`"),
            }
        }
        all
    }

    /// What schemas and properties say of themselves, each in the views that have a type.
    fn schemas(&mut self, sites: &Sites) {
        for id in self.graph.ids() {
            let schema = self.graph.schema(id);
            if schema.derived.is_some() {
                continue;
            }
            let several = schema.node.get("examples").filter(|it| it.kind() == Kind::List);
            let all = schema.node.get("example").into_iter().chain(several.into_iter().flat_map(Node::items));
            for at in all {
                for view in [View::Answer, View::Request] {
                    if sites.views.of(id, view) == view {
                        let schema_node = schema.node;
                        self.found.examples.push(Example { at, schema: id, schema_node, view });
                    }
                }
            }
        }
    }

    fn untried(&mut self, at: Node<'t>, why: &'static str) {
        self.found.untried.push(Untried { place: at.pointer(), why });
    }
}

/// A media type without its parameters.
fn plain(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
