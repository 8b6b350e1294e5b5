//! `dump`: what a stage makes of a document, as text.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use specsmith_codegen::{NameGiven, NameKind, Show, Summary, Wishes};

use crate::codegen::Exit;
use crate::common::Common;
use crate::generate::look_at;
use crate::report::{Report, print};

const EXAMPLES: &str = "\
Examples:
  specsmith dump petstore.yaml --stage graph
  specsmith dump petstore.yaml --stage graph --at '#/components/schemas/Pet'
  specsmith dump petstore.yaml --stage api --only tag:pets

Exit codes:
  0  shown
  2  the document or an argument is faulty, or nothing stands at the pointer";

/// What `dump` is asked to do.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct DumpArgs {
    /// The OpenAPI document, YAML or JSON; `-` reads it from standard input.
    pub spec: PathBuf,
    /// Which stage: the resolved schemas, the decisions made of them, or sample values.
    #[arg(long, value_enum)]
    pub stage: Stage,
    /// Only what stands at this JSON pointer, and below it.
    #[arg(long, value_name = "POINTER")]
    pub at: Option<String>,
    /// Only these operations, and what they need: `tag:NAME`, `'GET /path'` or an operationId. May be repeated.
    #[arg(long, value_name = "CHOICE")]
    pub only: Vec<String>,
    /// What all commands may be asked for.
    #[command(flatten)]
    pub common: Common,
}

/// A stage that can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Stage {
    /// What the document says, resolved and in normal form.
    Graph,
    /// What will be written.
    Api,
    /// Values for each component: the least that a request may hold, all of it, and all that an answer holds.
    Samples,
}

/// Shows what a stage makes.
pub fn dump(arguments: &DumpArgs) -> Exit {
    let show = match arguments.stage {
        Stage::Graph => Show::Graph(arguments.at.clone()),
        Stage::Samples => Show::Samples(arguments.at.clone()),
        Stage::Api => Show::Model,
    };
    let wishes = Wishes { only: arguments.only.clone(), show, ..arguments.common.wishes() };
    let mut output = look_at(&arguments.spec, wishes);
    let shown = output.documents.iter().map(|it| match (arguments.stage, arguments.at.as_deref()) {
        (Stage::Api, Some(at)) => part(it, at),
        (Stage::Graph | Stage::Samples | Stage::Api, _) => it.shown.clone(),
    });
    let shown: String = shown.collect();
    if let Some(at) = arguments.at.as_deref().filter(|_| shown.is_empty() && !output.diagnostics.has_errors())
    {
        output.diagnostics.nothing_at(at);
    }
    if output.diagnostics.has_errors() {
        Report::new(arguments.common.format, "").faulty(&output);
        return Exit::Faulty;
    }
    print(&shown);
    Exit::Fine
}

/// The blocks of the model that were made of what stands at a pointer.
fn part(summary: &Summary, at: &str) -> String {
    let inside =
        |it: &&NameGiven| it.key == at || it.key.strip_prefix(at).is_some_and(|it| it.starts_with('/'));
    let of_kind = |kind: NameKind| summary.names.iter().filter(inside).filter(move |it| it.kind == kind);
    let last = |it: &NameGiven| it.path.rsplit("::").next().unwrap_or_default().to_owned();
    let types: Vec<String> = of_kind(NameKind::Type).map(last).collect();
    let functions: Vec<String> = of_kind(NameKind::Operation).map(last).collect();
    let mut shown = String::new();
    let mut open = None;
    for line in summary.shown.lines() {
        let indent = line.len() - line.trim_start().len();
        let mut words = line.split_whitespace();
        let (word, name) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if open.is_some_and(|it| indent <= it) {
            open = None;
        }
        let begins = match word {
            "struct" | "enum" | "union" | "type" => indent == 0 && types.iter().any(|it| it == name),
            "fn" => functions.iter().any(|it| it == name),
            _ => false,
        };
        if begins {
            open = Some(indent);
        }
        if open.is_some() {
            shown.push_str(line);
            shown.push('\n');
        }
    }
    shown
}
