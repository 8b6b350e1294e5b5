//! What the document means in Rust: from the resolved graph and the settings to the model, every decision made here.
#![forbid(unsafe_code)]

mod answers;
mod choices;
mod docs;
mod fields;
mod file_names;
mod function_names;
mod keys;
mod leaves;
mod memory;
mod names;
mod operations;
mod parameters;
mod plain;
mod recursion;
mod rules;
mod scope;
mod security;
mod settings;
mod types;
mod unions;
mod views;
mod waves;

use specsmith_model::Api;
use specsmith_source::Diagnostics;
use specsmith_spec::Graph;

pub use keys::lock_key;
pub use memory::{Memory, Remembered, Renames, Shelf};
pub use names::{rust_ident, words};
pub use rules::{Dropped, NameGiven, NameKind, Reason, Rule};
pub use settings::{FormatType, LongCall, Pin, Settings};

/// What one document becomes.
#[derive(Debug)]
pub struct Lowered {
    /// All that will be written.
    pub api: Api,
    /// Where its names come from.
    pub names: Vec<NameGiven>,
}

/// Decides what one document becomes.
pub fn lower(graph: &Graph<'_>, settings: &Settings, diagnostics: &mut Diagnostics) -> Lowered {
    let mut ledger = settings::Ledger::new(settings, graph);
    let security = security::Securities::new(graph, &mut ledger, diagnostics);
    let mut types = types::Types::new(graph, &mut ledger, diagnostics);
    types.define_components();
    let mut groups = operations::groups(graph, &security, &mut types);
    let definitions = types.finish();
    plain::settle_bodies(&mut groups, &definitions);
    ledger.complain(diagnostics);
    let api = Api {
        module: settings.module.clone(),
        feature: settings.module.text().to_owned(),
        docs: docs::module(graph),
        securities: security.into_defs(),
        types: definitions.into_iter().map(|it| it.definition).collect(),
        groups,
    };
    Lowered { api, names: ledger.into_names() }
}
