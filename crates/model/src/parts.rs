//! The parts of a client that may be built without the others: the operations of a tag and the types that they reach.

use std::collections::{BTreeMap, BTreeSet};

use crate::prune::{closure, hook, named, operation};
use crate::{Api, Ident, Operation, SecurityUse, Step, TypeId};

/// The features of one document beside its own, which brings all. Empty where its operations have one tag.
#[derive(Debug, Default)]
pub struct Parts {
    /// The feature of each group, in their order.
    pub groups: Vec<String>,
    /// That of the webhooks, where there are any.
    pub hooks: Option<String>,
    /// Types that stand apart from what several groups share.
    pub shelves: Vec<Shelf>,
    /// Constants that not every group uses, by name, and the features that do.
    pub constants: BTreeMap<String, Vec<String>>,
}

impl Parts {
    /// Every feature.
    pub fn features(&self) -> impl Iterator<Item = &String> {
        self.groups.iter().chain(&self.hooks)
    }
}

/// Types of one group alone, or of none.
#[derive(Debug)]
pub struct Shelf {
    /// The file.
    pub ident: Ident,
    /// The feature that brings them beside the document's; none where no operation reaches them.
    pub feature: Option<String>,
    /// Which.
    pub types: BTreeSet<TypeId>,
}

/// Features of the same name in every client.
const GIVEN: [&str; 2] = ["native-tls", "system-proxy"];

/// Divides a document by its groups; `webhooks` and `unreached` are the files of what is in none.
pub fn part(api: &mut Api, webhooks: &Ident, unreached: &Ident) {
    let units = api.groups.len() + usize::from(!api.hooks.is_empty());
    if units < 2 {
        return;
    }
    let feature = |ident: &Ident| {
        // A module's name has no hyphen, so that the first one parts the two.
        let name = format!("{}-{}", api.feature, ident.text());
        if GIVEN.contains(&name.as_str()) { format!("{name}-api") } else { name }
    };
    let mut parts = Parts {
        groups: api.groups.iter().map(|it| feature(&it.ident)).collect(),
        hooks: (!api.hooks.is_empty()).then(|| feature(webhooks)),
        ..Parts::default()
    };
    parts.constants = constants(api, &parts);
    let mut files: Vec<&Ident> = api.groups.iter().map(|it| &it.ident).collect();
    files.push(webhooks);
    let files: Vec<Ident> = files.into_iter().cloned().collect();
    let reached = reached(api);
    for (place, ident) in files.into_iter().enumerate() {
        let feature = parts.groups.get(place).or(parts.hooks.as_ref()).cloned();
        let alone = |by: &BTreeSet<usize>| by.len() == 1 && by.contains(&place);
        parts.shelves.push(Shelf { ident, feature, types: those(&reached, alone) });
    }
    let types = those(&reached, BTreeSet::is_empty);
    parts.shelves.push(Shelf { ident: unreached.clone(), feature: None, types });
    parts.shelves.retain(|it| !it.types.is_empty());
    api.parts = parts;
}

fn those(reached: &[BTreeSet<usize>], wanted: impl Fn(&BTreeSet<usize>) -> bool) -> BTreeSet<TypeId> {
    reached.iter().enumerate().filter(|(_, by)| wanted(by)).map(|(place, _)| TypeId(place)).collect()
}

/// For each type the groups that reach it, by their places; the webhooks are behind the last one, and the headers, whose
/// constants all share, count as two.
fn reached(api: &mut Api) -> Vec<BTreeSet<usize>> {
    let mut reached = vec![BTreeSet::new(); api.types.len()];
    let hooks = api.groups.len();
    for place in 0..=hooks + 2 {
        let operations = api.groups.get_mut(place).into_iter().flat_map(|it| &mut it.operations);
        let mut from: Vec<TypeId> = operations.flat_map(operation).filter_map(named).map(|it| *it).collect();
        if place == hooks {
            from.extend(api.hooks.iter_mut().filter_map(hook).filter_map(named).map(|it| *it));
        } else if place > hooks {
            from.extend(api.headers.iter_mut().map(|it| &mut it.ty).filter_map(named).map(|it| *it));
        }
        for id in closure(&mut api.types, from) {
            if let Some(it) = reached.get_mut(id.0) {
                it.insert(place);
            }
        }
    }
    reached
}

/// The constants that not every part uses.
fn constants(api: &Api, parts: &Parts) -> BTreeMap<String, Vec<String>> {
    let mut users: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (group, feature) in api.groups.iter().zip(&parts.groups) {
        let used: BTreeSet<&str> = group.operations.iter().flat_map(used).collect();
        for it in used {
            users.entry(it.to_owned()).or_default().push(feature.clone());
        }
    }
    users.retain(|_, it| it.len() < parts.features().count());
    users
}

fn used(it: &Operation) -> Vec<&str> {
    let poll = it.job.iter().filter_map(|it| it.poll.as_ref());
    let securities = std::iter::once(&it.security).chain(poll.clone().map(|it| &it.security));
    let securities = securities.filter_map(|it| match it {
        SecurityUse::Public => None,
        SecurityUse::Const(it) => Some(it.text()),
    });
    let steps = it.steps.iter().chain(poll.flat_map(|it| &it.steps));
    let servers = steps.filter_map(|it| if let Step::Server(it) = it { Some(it.text()) } else { None });
    securities.chain(servers).collect()
}
