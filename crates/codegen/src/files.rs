//! The files that a document refers to, and those that they refer to: each is read once, before anything is resolved.

use std::collections::BTreeMap;

use specsmith_source::{FileId, Link, Node, Origin, Wanted, percent_decoded};
use specsmith_spec::Needs;

use crate::{Files, Library, Output};

/// More files than this are no document, but links of a file system that lead in circles.
const MOST: usize = 20_000;

/// Reads every file that a document needs and lets its references lead there; gives the roots of those files. What
/// cannot be read is complained of where something needs it.
pub(crate) fn load(
    library: &dyn Library,
    spec: &str,
    files: Files,
    root: Origin,
    output: &mut Output,
) -> Vec<Origin> {
    let own = output.tree.node(root).document();
    let name = normal(spec);
    let folder = folder_of(&name).to_owned();
    let mut loader = Loader {
        library,
        real_folder: library.real(&folder).map(|it| format!("{}/", it.trim_end_matches('/'))),
        folder,
        files,
        known: [(library.real(&name).unwrap_or_else(|| name.clone()), Link::File(own))].into(),
        names: [(own, name)].into(),
    };
    let mut needs = Needs::of(root);
    while let Some(wanted) = needs.next(&output.tree) {
        let link = loader.look_for(&wanted, output);
        output.tree.link(wanted, link);
    }
    let others = loader.names.keys().filter(|it| **it != own);
    others.filter_map(|it| output.tree.root(*it)).map(Node::origin).collect()
}

struct Loader<'l> {
    library: &'l dyn Library,
    /// The folder of the document: nothing, or with a `/` behind it.
    folder: String,
    /// The path that it really has.
    real_folder: Option<String>,
    files: Files,
    /// What has been looked for, by each of its names and by the path that it really has.
    known: BTreeMap<String, Link>,
    /// What the library calls each file.
    names: BTreeMap<FileId, String>,
}

impl Loader<'_> {
    fn look_for(&mut self, wanted: &Wanted, output: &mut Output) -> Link {
        let base = self.names.get(&wanted.from).map(|it| folder_of(it)).unwrap_or_default();
        let path = percent_decoded(&wanted.path);
        let name = normal(&if path.starts_with('/') { path } else { format!("{base}{path}") });
        if let Some(known) = self.known.get(&name) {
            return known.clone();
        }
        let real = self.library.real(&name);
        let link = match real.as_ref().and_then(|it| self.known.get(it)) {
            Some(known) => known.clone(),
            None => self.read(&name, real.as_deref(), output),
        };
        self.known.extend(real.into_iter().chain([name]).map(|it| (it, link.clone())));
        link
    }

    fn read(&mut self, name: &str, real: Option<&str>, output: &mut Output) -> Link {
        let inside = match (real, &self.real_folder) {
            (Some(real), Some(folder)) => below(folder, real),
            (None, _) | (_, None) => below(&self.folder, name),
        };
        if self.files == Files::Beside && inside.is_none() {
            return Link::Outside;
        }
        if self.names.len() >= MOST {
            return Link::Unreadable(format!("the document has {MOST} files already"));
        }
        // A detour may lead out of the folder and back.
        let name = match inside.filter(|_| below(&self.folder, name).is_none()) {
            Some(inside) => format!("{}{inside}", self.folder),
            None => name.to_owned(),
        };
        match self.library.read(&name) {
            Ok((shown, bytes)) => {
                let file = output.tree.add(&shown, &bytes, &mut output.diagnostics);
                output.tree.call(file, below(&self.folder, &name).unwrap_or(&name));
                self.names.insert(file, name);
                Link::File(file)
            }
            Err(reason) => Link::Unreadable(reason),
        }
    }
}

/// A name without detours. Steps that lead up from where it begins stay.
fn normal(name: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in name.split('/') {
        match (step, steps.last()) {
            ("" | ".", _) => {}
            ("..", None | Some(&"..")) => steps.push(step),
            ("..", Some(_)) => drop(steps.pop()),
            _ => steps.push(step),
        }
    }
    let top = if name.starts_with('/') { "/" } else { "" };
    format!("{top}{}", steps.join("/"))
}

/// The folder in which a file stands: nothing, or with a `/` behind it.
fn folder_of(name: &str) -> &str {
    name.rfind('/').map_or("", |at| &name[..=at])
}

/// A name as seen from a folder, where it stands below it. Both have no detours.
fn below<'n>(folder: &str, name: &'n str) -> Option<&'n str> {
    let inside = name.strip_prefix(folder)?;
    (!inside.starts_with('/') && inside != ".." && !inside.starts_with("../")).then_some(inside)
}

#[cfg(test)]
mod tests {
    use super::{below, folder_of, normal};

    #[test]
    fn names_lose_their_detours() {
        for (name, expected) in [
            ("pet.yaml", "pet.yaml"),
            ("./a/./b/../pet.yaml", "a/pet.yaml"),
            ("a//pet.yaml", "a/pet.yaml"),
            ("../../pet.yaml", "../../pet.yaml"),
            ("a/../../pet.yaml", "../pet.yaml"),
            ("/a/../pet.yaml", "/pet.yaml"),
            ("", ""),
        ] {
            assert_eq!(normal(name), expected, "{name}");
        }
    }

    #[test]
    fn a_folder_holds_what_is_below_it() {
        for (spec, name, expected) in [
            ("spec.yaml", "pet.yaml", Some("pet.yaml")),
            ("spec.yaml", "../pet.yaml", None),
            ("spec.yaml", "..", None),
            ("spec.yaml", "/pet.yaml", None),
            ("specs/spec.yaml", "specs/models/pet.yaml", Some("models/pet.yaml")),
            ("specs/spec.yaml", "pet.yaml", None),
            ("specs/spec.yaml", "specs2/pet.yaml", None),
            ("../spec.yaml", "../pet.yaml", Some("pet.yaml")),
            ("../spec.yaml", "../../pet.yaml", None),
            ("/a/spec.yaml", "/a/pet.yaml", Some("pet.yaml")),
            ("/spec.yaml", "/pet.yaml", Some("pet.yaml")),
        ] {
            assert_eq!(below(folder_of(spec), name), expected, "{spec} {name}");
        }
    }
}
