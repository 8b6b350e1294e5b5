//! Parameters in normal form: where each travels, and how its value is written there.

use specsmith_source::{Diagnostics, Node};

use crate::graph::{Parameter, ParameterPlace, Style};
use crate::operations::Resolver;
use crate::read;
use crate::shape::Docs;

/// Headers that say what body, answer or security say: the standard has them left out.
const SAID_ELSEWHERE: [&str; 3] = ["accept", "authorization", "content-type"];

/// Headers that are HTTP's own: setting them would redirect a request, or break its framing.
const OF_HTTP: [&str; 6] = ["connection", "content-length", "host", "te", "transfer-encoding", "upgrade"];

impl<'t> Resolver<'t, '_> {
    /// The parameters that a path or an operation declares.
    pub(crate) fn parameters(&mut self, holder: Node<'t>) -> Vec<Parameter<'t>> {
        let mut parameters: Vec<Parameter<'t>> = Vec::new();
        for declared in read::list(holder, "parameters", "`parameters`", self.diagnostics) {
            let node = self.schemas.follower.settle(declared, "the parameter", self.diagnostics);
            let Some(mut parameter) = node.and_then(|node| self.parameter(node)) else { continue };
            parameter.docs.description = self.description(declared).or(parameter.docs.description);
            match parameters.iter().find(|it| is_same(it, &parameter)) {
                Some(first) => {
                    self.diagnostics.duplicate_parameter(declared, first.node.origin(), parameter.name);
                }
                None => parameters.push(parameter),
            }
        }
        parameters
    }

    /// Those of a path where an operation says nothing else, and its own.
    pub(crate) fn inherit(inherited: &[Parameter<'t>], own: Vec<Parameter<'t>>) -> Vec<Parameter<'t>> {
        let kept = inherited.iter().filter(|old| !own.iter().any(|new| is_same(old, new)));
        let mut parameters: Vec<_> = kept.map(Parameter::again).collect();
        parameters.extend(own);
        parameters
    }

    /// Leaves out what has no place in the path, and declares what is missing.
    pub(crate) fn check_template(
        &mut self,
        node: Node<'t>,
        path: &str,
        template: &[&'t str],
        parameters: &mut Vec<Parameter<'t>>,
    ) {
        parameters.retain(|it| {
            let placed = it.place != ParameterPlace::Path || template.contains(&it.name);
            if !placed {
                self.diagnostics.parameter_not_in_template(node, it.node.origin(), it.name, path);
            }
            placed
        });
        for name in template {
            if !parameters.iter().any(|it| it.place == ParameterPlace::Path && it.name == *name) {
                self.diagnostics.undeclared_in_template(node, name, path);
                parameters.push(Parameter {
                    node,
                    name,
                    place: ParameterPlace::Path,
                    required: true,
                    style: Style::Simple,
                    allow_reserved: false,
                    schema: self.schemas.text(node),
                    docs: Docs::default(),
                });
            }
        }
    }

    fn parameter(&mut self, node: Node<'t>) -> Option<Parameter<'t>> {
        for key in ["name", "in"] {
            if node.get(key).is_none() {
                self.diagnostics.missing_key(node, "the parameter", key, "it is left out");
            }
        }
        let name = read::text(node, "name", "the name of the parameter", self.diagnostics)?;
        let place = self.place(node)?;
        if place == ParameterPlace::Header && self.is_header_of_the_client(node, name) {
            return None;
        }
        let required = read::flag(node, "required", "`required`", self.diagnostics);
        let (schema, style) = self.value(node, place);
        let allow_reserved = place == ParameterPlace::Query
            && read::flag(node, "allowReserved", "`allowReserved`", self.diagnostics);
        Some(Parameter {
            node,
            name,
            place,
            required: required || place == ParameterPlace::Path,
            style,
            allow_reserved,
            schema: match schema {
                Some(schema) => self.schemas.schema(schema, self.diagnostics),
                None => self.schemas.any(node),
            },
            docs: Docs {
                title: None,
                description: self.description(node),
                deprecated: read::flag(node, "deprecated", "`deprecated`", self.diagnostics),
                link: None,
            },
        })
    }

    fn place(&mut self, node: Node<'t>) -> Option<ParameterPlace> {
        let text = read::text(node, "in", "`in`", self.diagnostics)?;
        let known = ParameterPlace::ALL.iter().find(|(word, _)| *word == text);
        if let (None, Some(at)) = (known, node.get("in")) {
            let words = ParameterPlace::ALL.map(|(word, _)| word);
            self.diagnostics.unknown_word(at, "place of a parameter", &words, "it is left out");
        }
        known.map(|(_, place)| *place)
    }

    fn is_header_of_the_client(&mut self, node: Node<'_>, name: &str) -> bool {
        let lower = name.to_ascii_lowercase();
        let of_http = OF_HTTP.contains(&lower.as_str());
        let kept = of_http || SAID_ELSEWHERE.contains(&lower.as_str());
        if kept {
            let consequence = if of_http { "it is a part of HTTP" } else { "the client sends it of its own" };
            self.diagnostics.fallback(node, "a parameter for this header", consequence);
        }
        kept
    }

    /// The schema of a parameter, and how its value is written.
    fn value(&mut self, node: Node<'t>, place: ParameterPlace) -> (Option<Node<'t>>, Style) {
        if place == ParameterPlace::QueryString {
            return self.content(node, place).unwrap_or_else(|| {
                let consequence = "its value is any JSON, and makes the fields of the query";
                self.diagnostics.missing_key(node, "the parameter", "content", consequence);
                (node.get("schema"), Style::FormExploded)
            });
        }
        match node.get("schema") {
            Some(schema) => (Some(schema), style(node, place, self.diagnostics)),
            None => self.content(node, place).unwrap_or_else(|| {
                self.diagnostics.missing_key(node, "the parameter", "schema", "its value is any JSON");
                (None, style(node, place, self.diagnostics))
            }),
        }
    }

    /// What `content` says of a value. There may be one media type; of several, JSON counts before the others.
    fn content(&mut self, node: Node<'t>, place: ParameterPlace) -> Option<(Option<Node<'t>>, Style)> {
        let all = read::map(node, "content", "`content`", self.diagnostics);
        let known = |it: &str| it.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_json = |it: &str| it == "application/json" || it.ends_with("+json");
        let mut all: Vec<_> = all.map(|(written, media)| (known(written), media)).collect();
        all.sort_by_key(|(it, _)| (it != "application/json", !is_json(it), it.clone()));
        let mut all = all.into_iter();
        let (known, media) = all.next()?;
        if let Some((_, second)) = all.next() {
            self.diagnostics.fallback(second, "a second content of a parameter", "only one counts");
        }
        let schema = self.schemas.follower.settle(media, "the media type", self.diagnostics);
        let schema = schema.and_then(|it| it.get("schema"));
        let json = is_json(&known);
        let style = match place {
            _ if json => Style::Json,
            ParameterPlace::QueryString if known == "application/x-www-form-urlencoded" => {
                Style::FormExploded
            }
            ParameterPlace::Cookie => Style::PlainExploded,
            ParameterPlace::Query => Style::FormExploded,
            ParameterPlace::Path | ParameterPlace::Header | ParameterPlace::QueryString => Style::Simple,
        };
        // A query reads as text whatever it holds.
        let text = json || known.starts_with("text/") || style != place.usual();
        if !text && place != ParameterPlace::QueryString {
            self.diagnostics.fallback(media, "a parameter of this media type", "its value is sent as text");
        }
        Some((schema, style))
    }
}

/// How a value with a schema is written; what the standard does not define in that place is the usual way there.
fn style(node: Node<'_>, place: ParameterPlace, diagnostics: &mut Diagnostics) -> Style {
    let said = read::text(node, "style", "the style", diagnostics);
    read::flag(node, "explode", "`explode`", diagnostics);
    let explode = node.get("explode").and_then(Node::bool);
    let reserved =
        place == ParameterPlace::Cookie && node.get("allowReserved").and_then(Node::bool) == Some(true);
    let either = |exploded: Option<bool>, usual: bool, yes: Style, no: Style| {
        if exploded.unwrap_or(usual) { yes } else { no }
    };
    match (place, said) {
        (ParameterPlace::Path | ParameterPlace::Header, None | Some("simple")) => {
            either(explode, false, Style::SimpleExploded, Style::Simple)
        }
        (ParameterPlace::Path, Some("label")) => either(explode, false, Style::LabelExploded, Style::Label),
        (ParameterPlace::Path, Some("matrix")) => {
            either(explode, false, Style::MatrixExploded, Style::Matrix)
        }
        (ParameterPlace::Cookie, Some("cookie")) => either(explode, true, Style::PlainExploded, Style::Plain),
        // Without encoding, `form` is what `cookie` is.
        (ParameterPlace::Cookie, None | Some("form")) if reserved => {
            either(explode, true, Style::PlainExploded, Style::Plain)
        }
        (ParameterPlace::Query | ParameterPlace::Cookie, None | Some("form")) => {
            either(explode, true, Style::FormExploded, Style::Form)
        }
        // Exploded, nothing is left for the delimiter to stand between.
        (ParameterPlace::Query, Some("spaceDelimited")) => {
            either(explode, false, Style::FormExploded, Style::SpaceDelimited)
        }
        (ParameterPlace::Query, Some("pipeDelimited")) => {
            either(explode, false, Style::FormExploded, Style::PipeDelimited)
        }
        (ParameterPlace::Query, Some("deepObject")) => Style::DeepObject,
        (place, _) => {
            let allowed: &[&str] = match place {
                ParameterPlace::Path => &["simple", "label", "matrix"],
                ParameterPlace::Query => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
                ParameterPlace::Cookie => &["form", "cookie"],
                ParameterPlace::Header | ParameterPlace::QueryString => &["simple"],
            };
            if let Some(style) = node.get("style") {
                let what = "style of a parameter in this place";
                diagnostics.unknown_word(style, what, allowed, "it is written in the usual one");
            }
            place.usual()
        }
    }
}

/// Names of headers have no case.
fn is_same(one: &Parameter<'_>, other: &Parameter<'_>) -> bool {
    one.place == other.place
        && (one.name == other.name
            || one.place == ParameterPlace::Header && one.name.eq_ignore_ascii_case(other.name))
}

impl Parameter<'_> {
    /// A path's parameter belongs to each of its operations.
    fn again(&self) -> Self {
        let Self { node, name, place, required, style, allow_reserved, schema, docs } = *self;
        Self { node, name, place, required, style, allow_reserved, schema, docs }
    }
}
