//! Whether a value is one of a schema, as a program says that we did not write: the schemas of a document as it stands,
//! in the words of JSON Schema 2020-12, before the `jsonschema` crate.
#![forbid(unsafe_code)]

mod tags;
mod words;

use std::collections::BTreeMap;

use jsonschema::{Draft, PatternOptions, Registry, Validator};
use serde_json::{Value as Json, json};
use specsmith_source::{Node, Origin};

use words::Words;

/// In which direction a value travels: what is `readOnly` need not be in requests, what is `writeOnly` not in answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// In an answer.
    Answer,
    /// In a request.
    Request,
}

/// What is said of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is one of the schema.
    Fits,
    /// It is none, and why.
    Refused(String),
    /// The schema cannot be held against it, and why.
    Unjudged(String),
}

/// How the one document is called that all schemas of a run stand in.
const NAME: &str = "urn:specsmith:schemas";

/// How often a pattern may be gone back in before it is given up.
const BACKTRACKS: usize = 100_000;

/// A complaint is cut behind so many characters: values are in it.
const LONGEST: usize = 300;

/// The schemas of a document, ready to be held against values.
pub struct Judge {
    registry: Result<Registry<'static>, String>,
    /// What each schema is called in that one document.
    names: BTreeMap<(Origin, Direction), usize>,
    /// Compiled when first asked for.
    validators: BTreeMap<usize, Result<Validator, String>>,
    /// What of the schemas was left aside, and why.
    pub left_aside: Vec<(Origin, String)>,
}

impl Judge {
    /// Takes the schemas that values will be held against, and what they refer to. `root` is the document.
    pub fn new<'t>(root: Node<'t>, schemas: impl IntoIterator<Item = (Node<'t>, Direction)>) -> Self {
        let mut words = Words::new(root);
        for (node, direction) in schemas {
            words.want(node, direction);
        }
        let (definitions, names, left_aside) = words.spelled();
        let document = json!({ "$defs": definitions });
        let registry = Registry::new()
            .draft(Draft::Draft202012)
            .add(NAME, document)
            .and_then(|it| it.prepare())
            .map_err(|error| error.to_string());
        Self { registry, names, validators: BTreeMap::new(), left_aside }
    }

    /// Holds a value, as JSON, against a schema that was taken.
    pub fn judge(&mut self, schema: Origin, direction: Direction, value: &str) -> Verdict {
        let Some(name) = self.names.get(&(schema, direction)).copied() else {
            return Verdict::Unjudged("the schema is not known".to_owned());
        };
        let value: Json = match serde_json::from_str(value) {
            Ok(value) => value,
            Err(error) => return Verdict::Refused(format!("it is no JSON: {error}")),
        };
        let registry = match &self.registry {
            Ok(registry) => registry,
            Err(why) => return Verdict::Unjudged(why.clone()),
        };
        let validator = self.validators.entry(name).or_insert_with(|| compile(registry, name));
        match validator {
            Ok(validator) => match validator.validate(&value) {
                Ok(()) => Verdict::Fits,
                Err(error) => {
                    let at = error.instance_path().to_string();
                    let said = cut(&error.to_string());
                    Verdict::Refused(if at.is_empty() { said } else { format!("at {at}: {said}") })
                }
            },
            Err(why) => Verdict::Unjudged(why.clone()),
        }
    }
}

fn compile(registry: &Registry<'static>, name: usize) -> Result<Validator, String> {
    jsonschema::options()
        .with_draft(Draft::Draft202012)
        .with_registry(registry)
        .with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(BACKTRACKS))
        .with_format(words::BASE64, words::is_base64)
        .should_validate_formats(true)
        .should_ignore_unknown_formats(true)
        .build(&json!({ "$ref": format!("{NAME}#/$defs/{name}") }))
        .map_err(|error| cut(&error.to_string()))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}...", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
