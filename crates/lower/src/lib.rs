//! What the document means in Rust: from the resolved graph and the settings to the model, every decision made here.
#![forbid(unsafe_code)]

mod answers;
mod bodies;
mod choices;
mod details;
mod docs;
mod encodings;
mod errors;
mod examples;
mod extras;
mod fields;
mod file_names;
mod function_names;
mod headers;
mod hooks;
mod jobs;
mod json;
mod keys;
mod leaves;
mod limits;
mod markdown;
mod media;
mod memory;
mod names;
mod only;
mod operations;
mod pages;
mod parameters;
mod pattern;
mod places;
mod plain;
mod probes;
mod recursion;
mod rules;
mod samples;
mod sayable;
mod scope;
mod security;
mod servers;
mod settings;
mod streams;
mod styles;
mod trials;
mod types;
mod unions;
mod uploads;
mod views;
mod wanted;
mod waves;

use std::collections::BTreeSet;

use specsmith_model::{Api, Parts, Trials, part, prune};
use specsmith_source::{Diagnostics, Origin};
use specsmith_spec::{Graph, Outgoing};

pub use keys::lock_key;
pub use memory::{Memory, Remembered, Renames, Shelf};
pub use names::{rust_ident, words};
pub use only::Only;
pub use pattern::Pattern;
pub use probes::probes;
pub use rules::{Dropped, NameGiven, NameKind, Reason, Rule};
pub use samples::{Fill, dump as dump_samples};
pub use security::lowered as scheme;
pub use servers::lowered as server;
pub use settings::{CallSetting, FormatType, MOST_VALUES, Pin, Settings, Tests, UploadRule};
pub use trials::{Draw, DrawKind, Draws, Untried};
pub use views::View;
pub use wanted::{CallRules, Handle, JobRule, PageRule, Payload, PayloadKind, Poll, StreamRule, SwitchRule};

/// What one document becomes.
#[derive(Debug)]
pub struct Lowered {
    /// All that will be written.
    pub api: Api,
    /// Where its names come from.
    pub names: Vec<NameGiven>,
    /// The nodes of the operations that it has; `None` where it has all.
    pub chosen: Option<BTreeSet<Origin>>,
    /// What its types may be tried with, where that is wanted.
    pub draws: Draws,
}

/// Decides what one document becomes.
pub fn lower(graph: &Graph<'_>, settings: &Settings, diagnostics: &mut Diagnostics) -> Lowered {
    let mut ledger = settings::Ledger::new(settings, graph);
    let extras = extras::Extras::new(graph, settings, diagnostics);
    let mut constants = scope::Scope::with(&[]);
    let security = security::Securities::new(graph, &mut constants, &mut ledger, diagnostics);
    let servers = servers::Servers::new(graph, &mut constants, &mut ledger, diagnostics);
    let mut types = types::Types::new(graph, &mut ledger, diagnostics);
    types.define_components();
    let headers = headers::Headers::new(&mut types);
    let mut groups = operations::groups(graph, (&security, &servers, &extras, &headers), &mut types);
    let hooks = hooks::hooks(&mut types);
    let (definitions, sites) = types.finish();
    plain::settle_bodies(&mut groups, &definitions);
    errors::settle(&mut groups, &plain::Definitions(&definitions), graph.root, (&mut ledger, diagnostics));
    extras.settle(&mut groups, &plain::Definitions(&definitions), diagnostics);
    ledger.complain(diagnostics);
    for it in
        graph.unknown_formats.iter().filter(|it| settings.formats.iter().all(|own| own.format != it.format))
    {
        diagnostics.unknown_format(it.first, it.format, it.times);
    }
    let mut api = Api {
        module: settings.module.clone(),
        feature: settings.module.text().to_owned(),
        docs: docs::module(graph),
        securities: security.into_defs(),
        servers: servers.into_defs(),
        types: definitions.into_iter().map(|it| it.definition).collect(),
        groups,
        hooks: Vec::new(),
        headers: headers.into_defs(),
        parts: Parts::default(),
        trials: Trials::default(),
    };
    let mut drawn = match settings.tests {
        Some(Tests { values }) => trials::draw(graph, &api.types, &sites, (settings, values)),
        None => Draws::default(),
    };
    // By the whole document, so that leaving out an operation leaves the types of the others as they are.
    let chosen = only::chosen(graph, &settings.only, diagnostics);
    let asked_for = |from: &Outgoing<'_>, chosen: &BTreeSet<Origin>| match from {
        Outgoing::Webhook => false,
        Outgoing::Callback { operation, .. } => {
            graph.operations.get(*operation).is_some_and(|it| chosen.contains(&it.node.origin()))
        }
    };
    let kept = hooks.into_iter().filter(|(from, _)| chosen.as_ref().is_none_or(|it| asked_for(from, it)));
    api.hooks = kept.map(|(_, hook)| hook).collect();
    if let Some(chosen) = &chosen {
        // After all names are given: leaving something out renames nothing.
        let kept = operations::keys(graph.operations.iter().filter(|it| chosen.contains(&it.node.origin())));
        let numbers = prune(&mut api, |it| kept.contains(&(it.method.clone(), it.template.clone())));
        drawn.values.retain_mut(|it| it.ty.renumber(&numbers));
    }
    part(&mut api, &names::value_name(hooks::MODULE), &names::value_name(operations::UNREACHED));
    errors::share(&mut api.groups);
    examples::add(graph, &mut api);
    Lowered { api, names: ledger.into_names(), chosen, draws: drawn }
}
