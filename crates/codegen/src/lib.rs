//! The whole generator on one screen: configuration and documents in, files and complaints out.
#![forbid(unsafe_code)]

mod account;
mod call_rules;
mod config;
mod explain;
mod files;
mod lock;
mod places;
mod reader;
mod trials;

use specsmith_lower::Lowered;
use specsmith_model::{Client, Dependency, Package, Probe};
use specsmith_source::{FileId, Node, names_warnings};

use crate::config::Said;
use crate::places::Places;

pub use account::{Account, Fate, OperationAccount, Untyped};
pub use config::{Config, DocumentConfig, Files, Single};
pub use explain::{Explanation, explain};
pub use specsmith_emit::File;
pub use specsmith_lower::{MOST_VALUES, NameGiven, NameKind, Reason, Renames, Rule, Settings, Tests};
pub use specsmith_model::{Home, Refusal, dump};
pub use specsmith_source::{
    Diagnostic, Diagnostics, Origin, Place, Severity, Style, Tree, render, summary_json,
};
pub use trials::Tried;

/// The way to the files that a configuration names. The generator itself touches no disk.
pub trait Library {
    /// The bytes of a file and the name to call it by; `name` is relative to the configuration. The error says why
    /// the file cannot be read.
    fn read(&self, name: &str) -> Result<(String, Vec<u8>), String>;

    /// Whether there is such a file, readable or not: what need not be there is read only then. A library of the files
    /// of one run has none.
    fn has(&self, _name: &str) -> bool {
        false
    }

    /// The one path that all names of a file have in common, with `/` between its steps, once the links of the file
    /// system are followed; `None` where nothing stands or names have no detours.
    fn real(&self, _name: &str) -> Option<String> {
        None
    }
}

/// What a run is asked for beside its configuration.
#[derive(Debug, Default)]
pub struct Wishes {
    /// The codes of warnings that forbid writing; `warnings` stands for all.
    pub deny: Vec<String>,
    /// What is done where a name would change that `names.lock` remembers.
    pub renames: Renames,
    /// The operations that are wanted of a single document: `tag:NAME`, `METHOD /path` or an operationId. All, where none
    /// is named.
    pub only: Vec<String>,
    /// What is shown of the stages.
    pub show: Show,
    /// Where the files may stand that documents refer to, where a configuration does not allow more.
    pub files: Files,
    /// Whether nobody wants the files: then none are spelled.
    pub unspelled: bool,
}

/// What a run shows of its stages.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub enum Show {
    /// Nothing.
    #[default]
    Nothing,
    /// The model of each document.
    Model,
    /// The resolved graph of each document: all of it, or what stands at a pointer and below.
    Graph(Option<String>),
    /// Calls of every function with sample values, as the sources of a program that makes them.
    Calls,
    /// A value for each component of each document, the least and the fullest one, or for those at a pointer and below.
    Samples(Option<String>),
}

/// Everything that a run makes.
#[derive(Debug, Default)]
pub struct Output {
    /// The files of the crate; to be written only where no error stands.
    pub files: Vec<File>,
    /// Where they belong, relative to the configuration.
    pub folder: String,
    /// The sources of a program that calls everything; none where they were not asked for.
    pub calls: Vec<File>,
    /// The lock of the names; it stands beside the configuration, and without one there is none.
    pub lock: Option<File>,
    /// A word on each document.
    pub documents: Vec<Summary>,
    /// Every complaint.
    pub diagnostics: Diagnostics,
    /// What the complaints point into.
    pub tree: Tree,
}

/// What became of one document.
#[derive(Debug)]
pub struct Summary {
    /// Its file.
    pub name: String,
    /// Its module.
    pub module: String,
    /// How many endpoint functions it has.
    pub operations: usize,
    /// How many types.
    pub types: usize,
    /// How many warnings.
    pub warnings: usize,
    /// What became of everything in it.
    pub account: Account,
    /// The stage that was asked for, as text.
    pub shown: String,
    /// Where its names come from.
    pub names: Vec<NameGiven>,
    /// What became of its examples, where a test with them was wanted.
    pub tried: Option<Tried>,
}

/// Makes a client from the configuration called `name`.
pub fn generate(library: &dyn Library, name: &str) -> Output {
    generate_as(library, name, Wishes::default())
}

/// As [`generate`], with wishes of the moment.
pub fn generate_as(library: &dyn Library, name: &str, wishes: Wishes) -> Output {
    let mut output = Output::default();
    let Some(mut config) = configuration(library, name, &mut output) else { return output };
    let lock = lock::recall(library, &mut config, wishes.renames, &mut output);
    let mut output = make(library, config, wishes, output);
    if !output.diagnostics.has_errors() {
        output.lock = Some(lock.written(&output));
    }
    output
}

/// Makes a client from one document.
pub fn generate_single(library: &dyn Library, single: Single, wishes: Wishes) -> Output {
    let mut output = Output::default();
    let said = said(library, &single, &mut output);
    match config::single(single, said, &wishes.only, &mut output.diagnostics) {
        Some(config) => make(library, config, wishes, output),
        None => output,
    }
}

fn make(library: &dyn Library, config: Config, wishes: Wishes, mut output: Output) -> Output {
    output.folder.clone_from(&config.folder);
    let (mut apis, mut calls) = (Vec::new(), Vec::new());
    let mut places = Places { default: config.server.clone(), ..Places::default() };
    for document in &config.documents {
        let before = output.diagnostics.list().len();
        let Some(root) = read_document(library, document, wishes.files, &mut output) else { continue };
        let made = lowered(root, &document.settings, (before, &wishes.show), &mut places, &mut output);
        let Some(Made { lowered, account, shown, tried, probes }) = made else {
            continue;
        };
        let Lowered { api, names, chosen: _, draws: _ } = lowered;
        calls.push((api.module.clone(), probes));
        output.documents.push(Summary {
            name: document.spec.clone(),
            module: api.module.text().to_owned(),
            operations: api.operation_count(),
            types: api.types.len(),
            warnings: output
                .diagnostics
                .list()
                .iter()
                .skip(before)
                .filter(|it| it.severity == Severity::Warning)
                .count(),
            account,
            shown,
            names,
            tried,
        });
        apis.push(api);
    }
    places.complain_of_strangers(&config, &output.tree, &mut output.diagnostics);
    deny(config.deny.iter().chain(&wishes.deny), &mut output.diagnostics);
    if !output.diagnostics.has_errors() && !wishes.unspelled {
        let package = package(config, places);
        if wishes.show == Show::Calls {
            output.calls = specsmith_emit::probes(&package, &calls);
        }
        output.files = specsmith_emit::emit(&Client { package, apis });
    }
    output
}

/// At the end, when everything has been complained of.
fn deny<'c>(codes: impl Iterator<Item = &'c String>, diagnostics: &mut Diagnostics) {
    for code in codes {
        if names_warnings(code) {
            diagnostics.deny(code);
        } else {
            diagnostics.unknown_code(code);
        }
    }
}

/// What became of one document in every stage but the last.
struct Made {
    lowered: Lowered,
    account: Account,
    shown: String,
    probes: Vec<Probe>,
    tried: Option<Tried>,
}

/// One document through every stage but the last. What was said of it begins at that complaint.
fn lowered(
    root: Origin,
    settings: &Settings,
    (said, show): (usize, &Show),
    places: &mut Places,
    output: &mut Output,
) -> Option<Made> {
    let Output { tree, diagnostics, .. } = output;
    let document = specsmith_spec::load(tree.node(root), diagnostics)?;
    let graph = specsmith_spec::resolve(document, diagnostics);
    places.meet(&graph, diagnostics);
    let mut lowered = specsmith_lower::lower(&graph, settings, diagnostics);
    let account =
        Account::of(&graph, lowered.chosen.as_ref(), diagnostics.list().get(said..).unwrap_or_default());
    let probes = match show {
        Show::Calls => specsmith_lower::probes(&graph, &lowered.api),
        Show::Nothing | Show::Model | Show::Graph(_) | Show::Samples(_) => Vec::new(),
    };
    let tried = settings.tests.map(|_| trials::judged(&graph, &mut lowered));
    let shown = match show {
        Show::Nothing | Show::Calls => String::new(),
        Show::Model => dump(&lowered.api),
        Show::Graph(at) => specsmith_spec::dump(&graph, at.as_deref()),
        Show::Samples(at) => specsmith_lower::dump_samples(&graph, at.as_deref()),
    };
    Some(Made { lowered, account, shown, tried, probes })
}

/// What a file says of a single document. Overlays are named relative to that file.
fn said(library: &dyn Library, single: &Single, output: &mut Output) -> (Said, Vec<Dependency>) {
    let Some(name) = &single.config else { return Default::default() };
    let Some(root) = read(library, name, None, output) else { return Default::default() };
    let (mut said, dependencies) = reader::one(output.tree.node(root), &mut output.diagnostics);
    if let Some((folder, _)) = name.rsplit_once('/') {
        for (overlay, _) in &mut said.overlays {
            *overlay = format!("{folder}/{overlay}");
        }
    }
    (said, dependencies)
}

/// The folder that a configuration names for the crate, relative to it; `None` where it is faulty.
pub fn output_folder(library: &dyn Library, name: &str) -> Option<String> {
    configuration(library, name, &mut Output::default()).map(|it| it.folder)
}

fn configuration(library: &dyn Library, name: &str, output: &mut Output) -> Option<Config> {
    let file = match library.read(name) {
        Ok((shown, bytes)) => output.tree.add(&shown, &bytes, &mut output.diagnostics),
        Err(reason) => {
            output.diagnostics.unreadable(name, &reason);
            return None;
        }
    };
    let root = output.tree.root(file)?;
    reader::read(root, &mut output.diagnostics)
}

/// Reads a document, applies its overlays, which speak of it as it was written, reads the files that it refers to, and
/// brings it up to date.
fn read_document(
    library: &dyn Library,
    document: &DocumentConfig,
    files: Files,
    output: &mut Output,
) -> Option<Origin> {
    let root = read(library, &document.spec, document.at, output)?;
    for (overlay, at) in &document.overlays {
        let overlay = read(library, overlay, Some(*at), output)?;
        specsmith_spec::apply_overlay(&mut output.tree, root, overlay, &mut output.diagnostics);
    }
    let files = files::load(library, &document.spec, document.files.max(files), root, output);
    specsmith_spec::upgrade(&mut output.tree, root, &files, &mut output.diagnostics);
    Some(root)
}

fn read(library: &dyn Library, name: &str, at: Option<Origin>, output: &mut Output) -> Option<Origin> {
    match library.read(name) {
        Ok((shown, bytes)) => {
            let file: FileId = output.tree.add(&shown, &bytes, &mut output.diagnostics);
            output.tree.root(file).map(Node::origin)
        }
        Err(reason) => {
            match at {
                Some(at) => output.diagnostics.unreadable_at(output.tree.node(at), name, &reason),
                None => output.diagnostics.unreadable(name, &reason),
            }
            None
        }
    }
}

fn package(config: Config, places: Places) -> Package {
    let Places { default: server, servers, of_operations: operation_servers, schemes } = places;
    let Config {
        name,
        version,
        description,
        marker,
        key_variables,
        credential_variables,
        base_url_variable,
        dependencies,
        home,
        ..
    } = config;
    Package {
        name,
        version,
        description,
        marker,
        server,
        servers,
        operation_servers,
        schemes,
        credential_variables: credential_variables.into_iter().map(|(_, it)| it).collect(),
        key_variables,
        base_url_variable,
        dependencies,
        home,
    }
}
