//! `explain`: where a name in a client comes from.

use std::path::{Path, PathBuf};

use clap::Args;
use specsmith_codegen::{Explanation, Output, Wishes, explain as look_up, generate};

use crate::codegen::Exit;
use crate::disk::Folder;
use crate::generate::look_at;
use crate::report::{Format, Report};

const EXAMPLES: &str = "\
Examples:
  specsmith explain petstore.yaml Pet
  specsmith explain petstore.yaml Pet.name
  specsmith explain specs/openapi-v3.yaml members_update --config specs/codegen.yaml";

/// What `explain` is asked to do.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ExplainArgs {
    /// The OpenAPI document, YAML or JSON.
    pub spec: PathBuf,
    /// A name in Rust, or the end of its path: `User`, `User.id`, `users::list`.
    pub name: String,
    /// The configuration that names the document: its pins, its prefix, its lock.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// For whom to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Says what has a name, where that stands, and why it is called so.
pub fn explain(arguments: &ExplainArgs) -> Exit {
    let report = Report::new(arguments.format, "");
    let mut output = match &arguments.config {
        Some(config) => configured(config, &arguments.spec),
        None => look_at(&arguments.spec, Wishes::default()),
    };
    let found: Vec<Explanation> =
        if output.diagnostics.has_errors() { Vec::new() } else { look_up(&mut output, &arguments.name) };
    if output.diagnostics.has_errors() {
        report.faulty(&output);
        return Exit::Faulty;
    }
    report.explained(&found);
    Exit::Fine
}

/// What a configuration makes of one of its documents.
fn configured(config: &Path, spec: &Path) -> Output {
    let library = Folder::of(config);
    let mut output = generate(&library, &library.name_of(config));
    let same = |name: &str| {
        let path = library.path(name);
        path == spec || path.canonicalize().is_ok_and(|path| spec.canonicalize().is_ok_and(|it| it == path))
    };
    output.documents.retain(|it| same(&it.name));
    if output.documents.is_empty() && !output.diagnostics.has_errors() {
        let why = format!("`{}` names no such document", config.display());
        output.diagnostics.unreadable(&spec.display().to_string(), &why);
    }
    output
}
