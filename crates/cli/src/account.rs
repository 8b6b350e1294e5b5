//! What became of each document: one sentence for people, `--report` for machines.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use specsmith_codegen::{Account, Fate, Origin, Output, Place, Refusal, Tree, Tried};

/// `412 of 415 operations whole, 3 with a fallback`
pub(crate) fn sentence(account: &Account) -> String {
    let whole = account.count(Fate::Whole);
    let mut sentence = format!("{whole} of {} operations whole", account.operations.len());
    for (fate, words) in [(Fate::Fallback, "with a fallback"), (Fate::LeftOut, "left out")] {
        match account.count(fate) {
            0 => {}
            number => sentence.push_str(&format!(", {number} {words}")),
        }
    }
    sentence
}

/// How many operations had which fate.
pub(crate) fn counts(account: &Account) -> Json {
    json!({
        "all": account.operations.len(),
        "whole": account.count(Fate::Whole),
        "fallback": account.count(Fate::Fallback),
        "left_out": account.count(Fate::LeftOut),
    })
}

/// The whole account, document by document.
pub(crate) fn report(output: &Output) -> Json {
    let tree = &output.tree;
    let accounts = output.documents.iter().map(|it| &it.account);
    let wanted = accounts.flat_map(|it| {
        let operations = it.operations.iter().filter(|it| it.fate != Fate::Whole).map(|it| it.at);
        operations.chain(it.untyped.iter().map(|it| it.at))
    });
    let places = tree.places(&wanted.collect());
    let documents: Vec<Json> = output
        .documents
        .iter()
        .map(|it| {
            json!({
                "document": it.name,
                "module": it.module,
                "summary": sentence(&it.account),
                "operations": counts(&it.account),
                "fallback": operations(tree, &places, &it.account, Fate::Fallback),
                "left_out": operations(tree, &places, &it.account, Fate::LeftOut),
                "untyped": untyped(tree, &places, &it.account),
                "unknown_formats": it.account.unknown_formats,
                "codes": it.account.codes,
                "tests": it.tried.as_ref().map(tried),
            })
        })
        .collect();
    json!({ "documents": documents })
}

/// What became of the examples, and of the values that were made.
fn tried(it: &Tried) -> Json {
    let Tried { found, valid, refused, untried, made, made_refused, broken, left_aside } = it;
    let list = |all: &[Refusal]| -> Json {
        all.iter().map(|Refusal { place, why }| json!({ "pointer": place, "reason": why })).collect()
    };
    json!({
        "examples": found,
        "valid": valid,
        "refused": list(refused),
        "untried": list(untried),
        "made": made,
        "made_refused": list(made_refused),
        "broken": broken,
        "left_aside": list(left_aside),
    })
}

fn operations(tree: &Tree, places: &BTreeMap<Origin, Place>, account: &Account, fate: Fate) -> Vec<Json> {
    let of_fate = account.operations.iter().filter(|it| it.fate == fate);
    of_fate.map(|it| placed(tree, places, it.at, "operation", &it.name)).collect()
}

fn untyped(tree: &Tree, places: &BTreeMap<Origin, Place>, account: &Account) -> Vec<Json> {
    account.untyped.iter().map(|it| placed(tree, places, it.at, "reason", &it.reason)).collect()
}

/// A place and one thing said of it.
fn placed(tree: &Tree, places: &BTreeMap<Origin, Place>, at: Origin, key: &str, words: &str) -> Json {
    let place = places.get(&at);
    json!({
        key: words,
        "pointer": tree.pointer(at),
        "file": place.map(|it| tree.file_name(it.file)),
        "line": place.map(|it| it.line),
        "column": place.map(|it| it.column),
    })
}
