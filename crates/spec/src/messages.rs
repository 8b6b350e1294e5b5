//! Bodies and answers in normal form: their media types, their statuses, their headers.

use openapiv3::StatusCode;
use specsmith_source::{Node, Origin};

use crate::bodies::{Body, Encoding, Header, Media, Response, Status};
use crate::follow::Follower;
use crate::graph::Style;
use crate::operations::Resolver;
use crate::read;
use crate::shape::Docs;

/// The media types whose properties may be written in different ways.
const FORMS: [&str; 2] = ["application/x-www-form-urlencoded", "multipart/form-data"];

impl<'t> Resolver<'t, '_> {
    pub(crate) fn body(&mut self, declared: Node<'t>) -> Option<Body<'t>> {
        let node = self.schemas.follower.settle(declared, "the request body", self.diagnostics)?;
        if node.get("content").is_none() {
            self.diagnostics.missing_key(node, "the request body", "content", "nothing is sent");
        }
        Some(Body {
            node,
            description: self.description(declared).or_else(|| self.description(node)),
            required: read::flag(node, "required", "`required`", self.diagnostics),
            media: self.media(node),
        })
    }

    fn media(&mut self, holder: Node<'t>) -> Vec<Media<'t>> {
        let mut media: Vec<Media<'t>> = Vec::new();
        for (written, node) in read::map(holder, "content", "`content`", self.diagnostics) {
            let media_type = written.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            if !is_media_type(&media_type) {
                self.diagnostics.bad_media_type(node);
                continue;
            }
            let meant = match Follower::reference(node) {
                Some(_) => self.schemas.follower.settle(node, "the media type", self.diagnostics),
                None => Some(node),
            };
            if let Some(first) = media.iter().find(|it| it.media_type == media_type).map(|it| it.node) {
                // What differs in parameters alone is one type to whoever sends or reads it.
                if self.schema_of(first) != meant.and_then(|it| self.schema_of(it)) {
                    self.diagnostics.duplicate_media_type(node, first.origin());
                }
                continue;
            }
            let mut schema =
                |key| meant.and_then(|it| it.get(key)).map(|it| self.schemas.schema(it, self.diagnostics));
            let (schema, item) = (schema("schema"), schema("itemSchema"));
            let encodings = meant.map(|it| self.encodings(it, &media_type)).unwrap_or_default();
            media.push(Media { node, media_type, schema, item, encodings });
        }
        media
    }

    /// What the schema under a media type refers to, or it itself.
    fn schema_of(&mut self, media: Node<'t>) -> Option<Origin> {
        let schema = media.get("schema")?;
        self.schemas.follower.settle_schema(schema, self.diagnostics).map(Node::origin)
    }

    fn encodings(&mut self, media: Node<'t>, media_type: &str) -> Vec<Encoding<'t>> {
        let Some(encoding) = media.get("encoding") else { return Vec::new() };
        if !FORMS.contains(&media_type) {
            self.diagnostics.fallback(encoding, "an encoding of what is no form", "it is ignored");
            return Vec::new();
        }
        let mut encodings = Vec::new();
        for (property, declared) in read::map(media, "encoding", "`encoding`", self.diagnostics) {
            let Some(node) = self.schemas.follower.settle(declared, "the encoding", self.diagnostics) else {
                continue;
            };
            encodings.push(Encoding {
                node: declared,
                property,
                content_type: read::text(node, "contentType", "the content type", self.diagnostics),
                style: self.form_style(node),
                allow_reserved: read::flag(node, "allowReserved", "`allowReserved`", self.diagnostics),
                headers: self.headers(node),
            });
        }
        encodings
    }

    /// How a property is written as a query parameter is; `None` where nothing is said of that.
    fn form_style(&mut self, node: Node<'t>) -> Option<Style> {
        let said = read::text(node, "style", "the style", self.diagnostics);
        let explode =
            node.get("explode").is_some().then(|| read::flag(node, "explode", "`explode`", self.diagnostics));
        Some(match (said, explode) {
            (None, None) => return None,
            (None | Some("form"), exploded) if exploded.unwrap_or(true) => Style::FormExploded,
            (None | Some("form"), _) => Style::Form,
            (Some("deepObject"), _) => Style::DeepObject,
            (Some("spaceDelimited" | "pipeDelimited"), Some(true)) => Style::FormExploded,
            (Some("spaceDelimited"), _) => Style::SpaceDelimited,
            (Some("pipeDelimited"), _) => Style::PipeDelimited,
            (Some(_), _) => {
                let allowed = ["form", "spaceDelimited", "pipeDelimited", "deepObject"];
                let style = node.get("style").unwrap_or(node);
                let what = "style of a property of a form";
                self.diagnostics.unknown_word(style, what, &allowed, "it is written in the usual one");
                return None;
            }
        })
    }

    pub(crate) fn responses(&mut self, operation: Node<'t>) -> Vec<Response<'t>> {
        if operation.get("responses").is_none() {
            self.diagnostics.missing_key(operation, "the operation", "responses", "no answer is read");
        }
        let (mut responses, mut seen) = (Vec::new(), Vec::new());
        for (key, declared) in read::map(operation, "responses", "`responses`", self.diagnostics) {
            if key.starts_with("x-") {
                continue;
            }
            let Some(status) = status(key) else {
                self.diagnostics.bad_status(declared);
                continue;
            };
            if matches!(status, Status::Range(_)) && key.ends_with('x') {
                self.diagnostics.range_in_lower_case(declared);
            }
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == status) {
                self.diagnostics.duplicate_status(declared, *first);
                continue;
            }
            seen.push((status, declared.origin()));
            // Of an answer that cannot be read the status is known: another's type must not be read in its place.
            let settled = self.schemas.follower.settle(declared, "the response", self.diagnostics);
            responses.push(Response {
                node: settled.unwrap_or(declared),
                status,
                description: self
                    .description(declared)
                    .or_else(|| settled.and_then(|it| self.description(it))),
                media: settled.map(|it| self.media(it)).unwrap_or_default(),
                headers: settled.map(|it| self.headers(it)).unwrap_or_default(),
            });
        }
        responses
    }

    /// The headers of a response or a part. `Content-Type` is said by the media type: the standard has it left out.
    fn headers(&mut self, holder: Node<'t>) -> Vec<Header<'t>> {
        let mut headers: Vec<Header<'t>> = Vec::new();
        for (name, declared) in read::map(holder, "headers", "`headers`", self.diagnostics) {
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            if !is_token(name) {
                self.diagnostics.bad_header(declared);
                continue;
            }
            let Some(node) = self.schemas.follower.settle(declared, "the header", self.diagnostics) else {
                continue;
            };
            let content = read::map(node, "content", "`content`", self.diagnostics).next();
            let (schema, json) = match (node.get("schema"), content) {
                (Some(schema), _) => (Some(schema), false),
                (None, Some((media_type, media))) => (media.get("schema"), media_type.contains("json")),
                (None, None) => (None, false),
            };
            headers.push(Header {
                node: declared,
                name,
                schema: match schema {
                    Some(schema) => self.schemas.schema(schema, self.diagnostics),
                    None => self.schemas.text(node),
                },
                json,
                docs: Docs {
                    title: None,
                    description: self.description(declared).or_else(|| self.description(node)),
                    deprecated: read::flag(node, "deprecated", "`deprecated`", self.diagnostics),
                    link: None,
                },
            });
        }
        headers
    }
}

fn status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    match serde_json::from_value(key.into()).ok()? {
        StatusCode::Code(code @ 100..=599) => Some(Status::Code(code)),
        StatusCode::Range(hundreds @ 1..=5) => Some(Status::Range(hundreds)),
        StatusCode::Code(_) | StatusCode::Range(_) => None,
    }
}

/// Whether a text is one media type or a range of them.
fn is_media_type(text: &str) -> bool {
    text.split_once('/').is_some_and(|(kind, rest)| is_token(kind) && is_token(rest))
}

/// A token of HTTP: what names of headers and the halves of media types are made of.
fn is_token(text: &str) -> bool {
    let plain = |it: u8| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it);
    !text.is_empty() && text.bytes().all(plain)
}
