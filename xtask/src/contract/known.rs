//! What is known to be refused, and why: each entry names the documents in which it is needed, and no longer being needed
//! there fails the run.

use std::io;
use std::path::Path;

use serde_json::Value as Json;

use super::Judge;
use super::client::Called;
use super::results::{Explained, Row};

/// One thing that is known.
pub(super) struct Known {
    pub(super) key: String,
    pub(super) judge: Judge,
    pub(super) fault: Fault,
    pub(super) why: String,
    /// Where it is needed.
    pub(super) documents: Vec<String>,
    /// The operations, where it is not any.
    operations: Vec<String>,
    /// What the media type of the body begins with.
    media_type: String,
    /// What is said of the call: all of these.
    says: Vec<String>,
}

/// Whose fault it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    Judge,
    Document,
    /// Ours: the value was made up, and is none that the schema allows.
    Sample,
}

impl Known {
    fn explains(&self, document: &str, call: &Called, complaint: &str) -> bool {
        self.documents.iter().any(|it| it == document)
            && (self.operations.is_empty() || self.operations.contains(&call.operation))
            && call.media_type.starts_with(&self.media_type)
            && self.says.iter().all(|it| complaint.contains(it))
    }
}

/// What is said of a call, complaint by complaint, each with the outcome before it.
fn complaints(call: &Called) -> Vec<String> {
    let said: Json = serde_json::from_str(&call.detail).unwrap_or_default();
    let listed = said.as_array().or(said["validation"].as_array()).filter(|it| !it.is_empty());
    let all: Vec<String> = match listed {
        Some(listed) => {
            let counts = |it: &&Json| it["code"] != "deprecated" && it["location"][0] != "response";
            let wrong = listed.iter().filter(counts);
            wrong.map(|it| format!("{} {} {}", place(&it["location"]), it["code"], it["message"])).collect()
        }
        None => vec![call.detail.clone()],
    };
    all.into_iter().map(|it| format!("{}: {it}", call.outcome)).collect()
}

fn place(location: &Json) -> String {
    let steps = location.as_array().into_iter().flatten().filter_map(Json::as_str);
    steps.collect::<Vec<_>>().join(".")
}

/// Reads the list.
pub(super) fn read(path: &Path) -> io::Result<Vec<Known>> {
    let list: Json = serde_json::from_str(&std::fs::read_to_string(path)?).map_err(io::Error::other)?;
    list.as_array().into_iter().flatten().map(entry).collect()
}

fn entry(it: &Json) -> io::Result<Known> {
    const KEYS: [&str; 8] = ["key", "judge", "fault", "why", "documents", "operations", "media_type", "says"];
    let faulty = |what: &str| io::Error::other(format!("xtask/contract/known.json: {what}: {it}"));
    let keys = it.as_object().ok_or_else(|| faulty("no object"))?.keys();
    if let Some(unknown) = keys.into_iter().find(|it| !KEYS.contains(&it.as_str())) {
        return Err(faulty(&format!("the unknown key `{unknown}`")));
    }
    let text = |key: &str| it[key].as_str().unwrap_or_default().to_owned();
    let texts = |key: &str| -> Vec<String> {
        it[key].as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
    };
    let known = Known {
        key: text("key"),
        judge: match it["judge"].as_str() {
            Some("prism") => Judge::Prism,
            Some("openapi-core") => Judge::OpenapiCore,
            _ => return Err(faulty("no judge")),
        },
        fault: match it["fault"].as_str() {
            Some("judge") => Fault::Judge,
            Some("document") => Fault::Document,
            Some("sample") => Fault::Sample,
            _ => return Err(faulty("no fault")),
        },
        why: text("why"),
        documents: texts("documents"),
        operations: texts("operations"),
        media_type: text("media_type"),
        says: texts("says"),
    };
    if known.key.is_empty() || known.why.is_empty() || known.documents.is_empty() || known.says.is_empty() {
        return Err(faulty("it has no key, no reason, no document or nothing that is said"));
    }
    Ok(known)
}

/// Says of each call that was not accepted what explains it: every complaint must be known.
pub(super) fn explain(row: &mut Row, judge: Judge, known: &[Known]) {
    let document = row.document.clone();
    for it in row.calls.iter_mut().filter(|it| !it.is_accepted()) {
        let by = |complaint: &String| {
            let entry = known.iter().filter(|entry| entry.judge == judge);
            entry.into_iter().find(|entry| entry.explains(&document, &it.called, complaint))
        };
        let entries: Option<Vec<&Known>> = complaints(&it.called).iter().map(by).collect();
        it.explained = entries.map(|entries| Explained {
            keys: entries.iter().map(|it| it.key.clone()).collect(),
            fault: entries.iter().map(|it| it.fault).max().unwrap_or(Fault::Judge),
        });
    }
}
