//! How time and memory grow with a document: one document thinned, or repeated under new names.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value as Json, json};

use super::process::{Cost, measure, median};
use super::tools::Tool;

/// Sizes in bytes, from the least to the largest that anybody has shown.
const SIZES: [usize; 9] =
    [1_000, 10_000, 100_000, 400_000, 1_000_000, 4_000_000, 10_000_000, 20_000_000, 40_000_000];

/// Where the documents stand.
fn folder(scratch: &Path) -> PathBuf {
    scratch.join("growth")
}

/// Writes the documents, each with the number of its operations in its name.
pub(crate) fn write(document: &Path, scratch: &Path) -> io::Result<()> {
    let base: Json = serde_json::from_str(&fs::read_to_string(document)?)
        .map_err(|error| io::Error::other(format!("{}: {error}; it must be JSON", document.display())))?;
    fs::create_dir_all(folder(scratch))?;
    let whole = base.to_string().len();
    for size in SIZES {
        let made = of_size(&base, whole, size);
        let name = format!("{}.json", operations(&made));
        fs::write(folder(scratch).join(name), made.to_string())?;
    }
    Ok(())
}

/// The table.
pub(crate) fn table(document: &Path, scratch: &Path, runs: usize) -> io::Result<String> {
    let folder = folder(scratch);
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    // By another process: what this one holds while it starts the generator would be taken for the generator's.
    let mut writer = Command::new(std::env::current_exe()?);
    writer.args(["bench", "documents", "--dir"]).arg(document.parent().unwrap_or(document));
    writer.arg("--only").arg(document.file_stem().unwrap_or_default()).arg("--scratch").arg(scratch);
    if !writer.status()?.success() {
        return Err(io::Error::other("the documents were not written"));
    }
    let program =
        Tool::Specsmith.program(scratch).ok_or_else(|| io::Error::other("the command is not built"))?;
    let mut page =
        "| Document | Operations | Wall | Processor | for each MB | Peak memory | of the document |\n\
                    |---|---|---|---|---|---|---|\n"
            .to_owned();
    let mut grown: Vec<(PathBuf, u64, usize)> = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        let operations =
            path.file_stem().and_then(|it| it.to_string_lossy().parse().ok()).unwrap_or_default();
        grown.push((path.clone(), fs::metadata(&path)?.len(), operations));
    }
    grown.sort_by_key(|(_, size, _)| *size);
    let mut costs: Vec<Vec<Cost>> = vec![Vec::new(); grown.len()];
    for _ in 0..runs {
        for ((path, _, _), costs) in grown.iter().zip(&mut costs) {
            let out = folder.join("out");
            if out.exists() {
                fs::remove_dir_all(&out)?;
            }
            let mut command = Tool::Specsmith.generate(&program, path, &out);
            costs.push(measure(&mut command, &folder.join("generate.log"))?.map_err(io::Error::other)?);
        }
    }
    for ((_, size, operations), costs) in grown.iter().zip(&costs) {
        let Some(cost) = median(costs) else { continue };
        #[expect(clippy::cast_precision_loss, reason = "shown with a few digits")]
        let (size, peak) = (*size as f64 / 1e6, cost.peak as f64 / 1e6);
        let (wall, cpu) = (cost.wall.as_secs_f64(), cost.cpu.as_secs_f64());
        page.push_str(&format!(
            "| {size:.3} MB | {operations} | {wall:.3} s | {cpu:.3} s | {:.2} s | {peak:.0} MB | {:.1} times |\n",
            cpu / size,
            peak / size,
        ));
    }
    fs::remove_dir_all(&folder)?;
    Ok(page)
}

fn operations(document: &Json) -> usize {
    let paths = document["paths"].as_object().into_iter().flat_map(Map::values);
    let keys = paths.filter_map(Json::as_object).flat_map(Map::keys);
    keys.filter(|it| ["get", "put", "post", "delete", "patch", "head", "options"].contains(&it.as_str()))
        .count()
}

/// A document of about that size. `whole` is the base's.
fn of_size(base: &Json, whole: usize, size: usize) -> Json {
    if size < whole { thinned(base, size) } else { repeated(base, size.div_ceil(whole)) }
}

/// The most of the paths that fit, and what they need; first those that need least.
fn thinned(base: &Json, size: usize) -> Json {
    let paths = base["paths"].as_object().cloned().unwrap_or_default();
    let mut paths: Vec<_> = paths.iter().collect();
    paths.sort_by_cached_key(|it| with_paths(base, std::iter::once(*it)).to_string().len());
    let mut made = base.clone();
    let mut few = 1;
    let mut count = paths.len();
    // The size grows with the number of paths.
    while few < count {
        let middle = few + (count - few).div_ceil(2);
        if with_paths(base, paths.iter().copied().take(middle)).to_string().len() <= size {
            few = middle;
        } else {
            count = middle - 1;
        }
        made = with_paths(base, paths.iter().copied().take(few));
    }
    made
}

fn with_paths<'j>(base: &'j Json, paths: impl Iterator<Item = (&'j String, &'j Json)>) -> Json {
    let paths: Map<String, Json> = paths.map(|(path, item)| (path.clone(), item.clone())).collect();
    let paths = Json::Object(paths);
    let (mut wanted, mut known) = (Vec::new(), BTreeSet::new());
    references(&paths, &mut wanted);
    let mut components = json!({ "securitySchemes": base["components"]["securitySchemes"] });
    while let Some(reference) = wanted.pop() {
        let mut steps = reference.trim_start_matches("#/components/").splitn(2, '/');
        let (Some(kind), Some(name)) = (steps.next(), steps.next()) else { continue };
        if known.insert(reference.clone()) {
            let component = &base["components"][kind][name];
            references(component, &mut wanted);
            components[kind][name] = component.clone();
        }
    }
    let keys =
        base.as_object().into_iter().flatten().filter(|(key, _)| *key != "paths" && *key != "components");
    let mut made: Map<String, Json> = keys.map(|(key, value)| (key.clone(), value.clone())).collect();
    made.insert("paths".to_owned(), paths);
    made.insert("components".to_owned(), components);
    Json::Object(made)
}

fn references(value: &Json, found: &mut Vec<String>) {
    match value {
        Json::Object(map) => {
            found.extend(map.get("$ref").and_then(Json::as_str).map(str::to_owned));
            map.values().for_each(|it| references(it, found));
        }
        Json::Array(items) => items.iter().for_each(|it| references(it, found)),
        _ => {}
    }
}

/// The document so many times in one.
fn repeated(base: &Json, times: usize) -> Json {
    let mut made = base.clone();
    for copy in 1..times {
        let of = renamed(base, copy);
        for (path, item) in of["paths"].as_object().into_iter().flatten() {
            made["paths"][format!("/copy{copy}{path}")] = item.clone();
        }
        for (kind, entries) in of["components"].as_object().into_iter().flatten() {
            if kind == "securitySchemes" {
                continue;
            }
            for (name, component) in entries.as_object().into_iter().flatten() {
                made["components"][kind][format!("Copy{copy}{name}")] = component.clone();
            }
        }
    }
    made
}

/// With the references and operationIds of a copy.
fn renamed(value: &Json, copy: usize) -> Json {
    match value {
        Json::Object(map) => {
            let entry = |(key, value): (&String, &Json)| {
                let value = match (key.as_str(), value) {
                    ("operationId", Json::String(id)) => format!("copy{copy}_{id}").into(),
                    (_, other) => renamed(other, copy),
                };
                (key.clone(), value)
            };
            Json::Object(map.iter().map(entry).collect())
        }
        Json::Array(items) => items.iter().map(|it| renamed(it, copy)).collect(),
        Json::String(text) => match text.strip_prefix("#/components/").and_then(|it| it.split_once('/')) {
            Some((kind, name)) => format!("#/components/{kind}/Copy{copy}{name}").into(),
            None => text.clone().into(),
        },
        other => other.clone(),
    }
}
