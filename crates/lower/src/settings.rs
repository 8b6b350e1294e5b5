//! What a configuration says of one document, and the ledger of which of its entries were used.

use std::collections::{BTreeMap, BTreeSet};

use specsmith_model::{Ident, Repetition};
use specsmith_source::{Diagnostics, Node, Origin, Tree};
use specsmith_spec::{Graph, Method, Operation};

use crate::keys::lock_key;
use crate::memory::{Memorized, Memory, Remembered, Renames, Shelf};
use crate::only::Only;
use crate::operations::ADDITIONAL;
use crate::rules::{NameGiven, NameKind, Rule};
use crate::scope::{Candidate, Claim, Listed, place_among};
use crate::wanted::CallRules;

/// The settings of one document.
#[derive(Debug)]
pub struct Settings {
    /// The module that it becomes.
    pub module: Ident,
    /// The words dropped from the front of each operationId, and where they are configured.
    pub prefix: Option<(Origin, Vec<String>)>,
    /// Names given by hand.
    pub names: Vec<Pin>,
    /// What is said of operations.
    pub calls: Vec<CallSetting>,
    /// What is said of many operations at once.
    pub rules: CallRules,
    /// Rust types for formats.
    pub formats: Vec<FormatType>,
    /// Strings of multipart bodies that are files.
    pub uploads: Vec<UploadRule>,
    /// The operations that are wanted; all, where none is named.
    pub only: Vec<Only>,
    /// The test that is wanted of the types; `None` for none.
    pub tests: Option<Tests>,
    /// What earlier runs called things.
    pub memory: Memory,
}

/// More values of a type try nothing new, and a slip of the keyboard should not fill a disk.
pub const MOST_VALUES: u64 = 1_000;

/// A test of the types: with every example of the document, and with values of our own making.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tests {
    /// How many values are made of each type, at most [`MOST_VALUES`].
    pub values: u64,
}

/// The Rust type of a format.
#[derive(Debug)]
pub struct FormatType {
    /// Where it is configured.
    pub at: Origin,
    /// The format.
    pub format: String,
    /// The path of the type.
    pub path: String,
}

/// Strings of multipart bodies that are files, whatever their schemas say.
#[derive(Debug)]
pub struct UploadRule {
    /// Where it is configured.
    pub at: Origin,
    /// The name of the property; `*` stands for any characters.
    pub property: String,
}

/// A name given by hand.
#[derive(Debug)]
pub struct Pin {
    /// Where it is configured.
    pub at: Origin,
    /// `#/...` pointer of what has the name, or `METHOD /path` of an operation.
    pub key: String,
    /// The name.
    pub name: Ident,
}

/// What is said of an operation.
#[derive(Debug)]
pub struct CallSetting {
    /// Where it is configured.
    pub at: Origin,
    /// `METHOD /path`.
    pub key: String,
    /// Whether it may take long.
    pub long: bool,
    /// What sending it twice does, where it is not what its method says.
    pub repetition: Option<Repetition>,
}

/// `METHOD /path`, as a configuration names an operation.
pub(crate) fn operation_key(operation: &Operation<'_>) -> String {
    match operation.method {
        Method::Other(name) => format!("{name} {}", operation.path),
        known => format!("{} {}", known.key().to_uppercase(), operation.path),
    }
}

/// Answers from the settings, and the list of the names given; an entry that answered nothing is complained of.
pub(crate) struct Ledger<'s> {
    settings: &'s Settings,
    tree: &'s Tree,
    pins: BTreeMap<&'s str, &'s Pin>,
    used: BTreeSet<Origin>,
    /// Every name that something had, among what it stands.
    had: BTreeSet<(Shelf, &'s str, &'s str)>,
    names: Vec<NameGiven>,
}

impl<'s> Ledger<'s> {
    pub(crate) fn new<'t: 's>(settings: &'s Settings, graph: &Graph<'t>) -> Self {
        let pins = settings.names.iter().map(|it| (it.key.as_str(), it)).collect();
        let memory = settings.memory.names.iter();
        let had = memory.map(|((shelf, key), it)| (*shelf, family(*shelf, key, it), it.name.text()));
        Self {
            settings,
            tree: graph.root.tree(),
            pins,
            used: BTreeSet::new(),
            had: had.collect(),
            names: Vec::new(),
        }
    }

    /// The document's module.
    pub(crate) fn module(&self) -> &'s Ident {
        &self.settings.module
    }

    /// What earlier runs called types, in the order of their keys.
    pub(crate) fn remembered_types(&self) -> impl Iterator<Item = (&'s str, &'s Remembered)> + use<'s> {
        let all = self.settings.memory.names.iter();
        all.filter(|((shelf, _), _)| *shelf == Shelf::Types).map(|((_, key), it)| (key.as_str(), it))
    }

    /// Puts before what a thing may be called what it is pinned to, and what it was called before. A pin wins; where a
    /// name would change, it is kept for the rest of a run that fails, so that what is named after it is not complained
    /// of as well. `contested` says of a name whether something else has or wants it.
    pub(crate) fn wish<'t>(
        &mut self,
        mut claim: Claim<'t>,
        contested: &dyn Fn(&Ident) -> bool,
        diagnostics: &mut Diagnostics,
    ) -> (Claim<'t>, Memorized) {
        let Some(Listed { kind, path }) = &claim.listed else { return (claim, Memorized::New) };
        let pinned = self.pin(*kind, &claim.key, claim.node);
        let known = self.remembered(*kind, &claim.key);
        let kept = known.as_ref().filter(|it| self.is_kept(it, pinned.as_ref(), &claim, contested)).cloned();
        if let Some(name) = pinned {
            claim.candidates.insert(0, Candidate::new(name, Rule::Pinned));
        }
        let memorized = match (known, kept, self.settings.memory.renames) {
            (None, _, _) => Memorized::New,
            (Some(_), Some(known), _) => {
                if claim.candidates.first().is_none_or(|it| it.ident != known.name) {
                    claim.candidates.insert(0, Candidate::new(known.name.clone(), Rule::Remembered));
                }
                Memorized::Keeps(known)
            }
            (Some(_), None, Renames::Accepted) => Memorized::Settled,
            (Some(known), None, Renames::Refused) => {
                let wanted =
                    claim.candidates.first().map(|it| it.ident.clone()).unwrap_or_else(Ident::fallback);
                complain_of_rename(claim.node, &claim.key, path, &known, &wanted, diagnostics);
                claim.candidates.insert(0, Candidate::new(known.name, Rule::Remembered));
                Memorized::Settled
            }
        };
        (claim, memorized)
    }

    /// Whether the rules would still give a thing the name that it had: as its best, or because something else had or
    /// has each better one.
    fn is_kept(
        &self,
        known: &Remembered,
        pinned: Option<&Ident>,
        claim: &Claim<'_>,
        contested: &dyn Fn(&Ident) -> bool,
    ) -> bool {
        let Some(Listed { kind, path }) = &claim.listed else { return false };
        if known.module.as_ref().is_some_and(|it| !path.ends_with(&format!("::{}::", it.text()))) {
            return false;
        }
        if let Some(pinned) = pinned {
            return *pinned == known.name;
        }
        let Some(place) = place_among(&known.name, &claim.candidates) else { return false };
        let Some(shelf) = Shelf::of(*kind) else { return false };
        let family = family(shelf, &claim.key, known);
        let had = |it: &Ident| self.had.contains(&(shelf, family, it.text()));
        claim.candidates.iter().take(place).all(|it| contested(&it.ident) || had(&it.ident))
    }

    /// Complains where what should have kept its name did not get it.
    pub(crate) fn hold(
        &self,
        (claim, memorized): &(Claim<'_>, Memorized),
        given: &Ident,
        diagnostics: &mut Diagnostics,
    ) {
        let (Some(Listed { path, .. }), Memorized::Keeps(known)) = (&claim.listed, memorized) else { return };
        if known.name != *given && self.settings.memory.renames == Renames::Refused {
            complain_of_rename(claim.node, &claim.key, path, known, given, diagnostics);
        }
    }

    pub(crate) fn record(&mut self, name: NameGiven) {
        self.names.push(name);
    }

    pub(crate) fn into_names(self) -> Vec<NameGiven> {
        self.names
    }

    fn remembered(&self, kind: NameKind, key: &str) -> Option<Remembered> {
        if self.settings.memory.names.is_empty() {
            return None;
        }
        self.settings.memory.names.get(&(Shelf::of(kind)?, lock_key(key))).cloned()
    }

    /// The name pinned for a thing, by its key or by its pointer. A property and the type that stands in it share a
    /// pointer; there a name that begins with a capital letter is the type's.
    fn pin(&mut self, kind: NameKind, key: &str, node: Node<'_>) -> Option<Ident> {
        if self.pins.is_empty() {
            return None;
        }
        let spoken = (kind == NameKind::Operation).then(|| spoken_key(key)).flatten();
        let pointer = node.pointer();
        // What is more than stands at its pointer has a key of its own, and is not meant by the pointer.
        let shared = key.len() > pointer.len() && key.starts_with(&pointer);
        let at = (!shared).then_some(pointer.as_str());
        let keys = spoken.as_deref().into_iter().chain([key]).chain(at);
        let pin = keys.filter_map(|it| self.pins.get(it)).next()?;
        let capital = pin.name.text().starts_with(|it: char| it.is_ascii_uppercase());
        let property = pointer.rsplit('/').nth(1) == Some("properties");
        let meant = match kind {
            NameKind::Field => !capital,
            NameKind::Type => capital || !property,
            // These stand for parts of an operation, and have keys of their own.
            NameKind::Module | NameKind::Operation | NameKind::Argument => true,
            NameKind::Args
            | NameKind::Params
            | NameKind::Body
            | NameKind::Reply
            | NameKind::Error
            | NameKind::Header
            | NameKind::Events
            | NameKind::Variant => pin.key == key,
        };
        self.used.extend(meant.then_some(pin.at));
        meant.then(|| pin.name.clone())
    }

    /// Whether a format has a Rust type by configuration.
    pub(crate) fn has_format(&self, format: &str) -> bool {
        self.settings.formats.iter().any(|it| it.format == format)
    }

    /// The Rust type that a format has by configuration.
    pub(crate) fn format(&mut self, format: &str) -> Option<String> {
        let entry = self.settings.formats.iter().find(|it| it.format == format)?;
        self.used.insert(entry.at);
        Some(entry.path.clone())
    }

    /// Whether a string of a multipart body is a file by configuration.
    pub(crate) fn is_upload(&mut self, property: &str) -> bool {
        let mut any = false;
        for rule in self.settings.uploads.iter().filter(|it| matches(&it.property, property)) {
            self.used.insert(rule.at);
            any = true;
        }
        any
    }

    /// What is said of an operation.
    pub(crate) fn call(&mut self, operation: &Operation<'_>) -> Option<&'s CallSetting> {
        let key = operation_key(operation);
        let entry = self.settings.calls.iter().find(|it| it.key == key);
        self.used.extend(entry.map(|it| it.at));
        entry
    }

    pub(crate) fn prefix(&self) -> Option<&'s [String]> {
        self.settings.prefix.as_ref().map(|(_, words)| words.as_slice())
    }

    pub(crate) fn prefix_used(&mut self) {
        self.used.extend(self.settings.prefix.as_ref().map(|(at, _)| *at));
    }

    pub(crate) fn complain(&self, diagnostics: &mut Diagnostics) {
        let unused = |at: &Origin| !self.used.contains(at);
        for pin in self.settings.names.iter().filter(|it| unused(&it.at)) {
            diagnostics.unused_entry(self.tree.node(pin.at), "schema, property or operation of the document");
        }
        for entry in self.settings.formats.iter().filter(|it| unused(&it.at)) {
            diagnostics.unused_entry(self.tree.node(entry.at), "format of the document");
        }
        for entry in self.settings.calls.iter().filter(|it| unused(&it.at)) {
            diagnostics.unused_entry(self.tree.node(entry.at), "operation of the document");
        }
        for rule in self.settings.uploads.iter().filter(|it| unused(&it.at)) {
            let what = "string property of a multipart body";
            diagnostics.unused_rule(self.tree.node(rule.at), &rule.property, what);
        }
        if let Some((at, _)) = self.settings.prefix.as_ref().filter(|(at, _)| unused(at)) {
            diagnostics.unused_entry(self.tree.node(*at), "operationId of the document, at its beginning");
        }
    }
}

/// Whether a word is one that a pattern means, in which `*` stands for any characters.
fn matches(pattern: &str, word: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == word };
    let Some(mut word) = word.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        let Some((_, behind)) = word.split_once(part) else { return false };
        word = behind;
    }
    word.ends_with(last)
}

/// What a name stands among, where names must differ: the module of an operation, the owner of a member.
fn family<'k>(shelf: Shelf, key: &'k str, known: &'k Remembered) -> &'k str {
    match shelf {
        Shelf::Modules | Shelf::Types | Shelf::OperationTypes | Shelf::Headers => "",
        Shelf::Operations => known.module.as_ref().map_or("", Ident::text),
        Shelf::Fields | Shelf::Variants => key.rsplit_once('/').map_or("", |(owner, _)| owner),
    }
}

/// `METHOD /path` for the key of an operation.
fn spoken_key(key: &str) -> Option<String> {
    let (path, method) = key.strip_prefix("#/paths/")?.rsplit_once('/')?;
    let plain = |it: &str| it.replace("~1", "/").replace("~0", "~");
    Some(match path.strip_suffix(ADDITIONAL).and_then(|it| it.strip_suffix('/')) {
        Some(path) => format!("{} {}", plain(method), plain(path)),
        None => format!("{} {}", method.to_uppercase(), plain(path)),
    })
}

fn complain_of_rename(
    node: Node<'_>,
    key: &str,
    path: &str,
    known: &Remembered,
    wanted: &Ident,
    diagnostics: &mut Diagnostics,
) {
    let Remembered { module, name, at } = known;
    let old = match module {
        Some(module) => format!("{}::{}", module.text(), name.text()),
        None => name.text().to_owned(),
    };
    let new = match (module, path.trim_end_matches("::").rsplit_once("::")) {
        (Some(_), Some((_, module))) => format!("{module}::{}", wanted.text()),
        _ => wanted.text().to_owned(),
    };
    diagnostics.renamed(node, key, &old, &new, *at);
}
