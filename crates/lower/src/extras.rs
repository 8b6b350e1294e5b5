//! What operations have beside their own function: found by the rules of the configuration, and by what the document says.

use std::collections::{BTreeMap, BTreeSet};

use specsmith_model::{Group, Ident, Method, Operation};
use specsmith_source::{Diagnostics, Origin};
use specsmith_spec::{self as spec, Graph};

use crate::operations::{key, known_as};
use crate::pattern::Pattern;
use crate::plain::Definitions;
use crate::rules::{NameKind, Rule};
use crate::scope::{Candidate, Claim, Listed, Scope};
use crate::settings::{Settings, operation_key};
use crate::streams::{self, Standing};
use crate::types::Types;
use crate::wanted::{CallRules, PageRule, StreamRule};
use crate::{jobs, names, pages};

/// An operation, as the model knows it.
type Known = (Method, String);

/// The plans of a document's operations, and where each is configured.
pub(crate) struct Extras<'g, 't, 'r> {
    graph: &'g Graph<'t>,
    streams: BTreeMap<Known, streams::Plan<'g, 't, 'r>>,
    pages: BTreeMap<Known, (&'r PageRule, &'r Pattern)>,
    jobs: BTreeMap<Known, (jobs::Plan<'r>, &'r Pattern)>,
}

/// The further functions of one operation.
#[derive(Default)]
pub(crate) struct Functions {
    pub(crate) stream: Option<Ident>,
    pub(crate) pages: Option<Ident>,
    pub(crate) job: Option<Ident>,
}

impl<'g, 't, 'r> Extras<'g, 't, 'r> {
    /// Holds the rules against the document. One that is of no use is complained of.
    pub(crate) fn new(graph: &'g Graph<'t>, settings: &'r Settings, diagnostics: &mut Diagnostics) -> Self {
        let CallRules { streams, pages, jobs } = &settings.rules;
        let mut extras =
            Self { graph, streams: BTreeMap::new(), pages: BTreeMap::new(), jobs: BTreeMap::new() };
        let mut matched = Matched::default();
        for operation in &graph.operations {
            let known = known_as(operation);
            let rule = matched.rule(operation, streams, |it| &it.operations);
            if let Some(plan) = stream(operation, rule, graph, &mut matched) {
                extras.streams.insert(known.clone(), plan);
            }
            if let Some((rule, pattern)) = matched.rule(operation, pages, |it| &it.operations)
                && matched.fits(operation, pattern, pages::fit(operation, rule, graph)).is_some()
            {
                extras.pages.insert(known.clone(), (rule, pattern));
            }
            if let Some((rule, pattern)) = matched.rule(operation, jobs, |it| &it.operations)
                && let Some(plan) = matched.fits(operation, pattern, jobs::plan(operation, rule, graph))
            {
                extras.jobs.insert(known, (plan, pattern));
            }
        }
        let patterns = streams.iter().flat_map(|it| &it.operations);
        let patterns = patterns.chain(pages.iter().flat_map(|it| &it.operations));
        for pattern in patterns.chain(jobs.iter().flat_map(|it| &it.operations)) {
            matched.complain(graph, pattern, diagnostics);
        }
        extras
    }

    /// The stream of an operation.
    pub(crate) fn stream(&self, operation: &spec::Operation<'_>) -> Option<&streams::Plan<'g, 't, 'r>> {
        self.streams.get(&known_as(operation))
    }

    /// How the pages of an operation follow each other.
    pub(crate) fn pages(&self, operation: &spec::Operation<'_>) -> Option<&'r PageRule> {
        self.pages.get(&known_as(operation)).map(|(rule, _)| *rule)
    }

    /// How an operation takes its time.
    pub(crate) fn job(&self, operation: &spec::Operation<'_>) -> Option<&jobs::Plan<'r>> {
        self.jobs.get(&known_as(operation)).map(|(plan, _)| plan)
    }

    /// Names the further functions of a module, once its operations have theirs.
    pub(crate) fn functions(
        &self,
        operations: &[&spec::Operation<'t>],
        idents: &[Ident],
        (scope, path): (&mut Scope, &str),
        types: &mut Types<'_, 't, '_, '_>,
    ) -> Vec<Functions> {
        let mut claims = Vec::new();
        for (operation, ident) in operations.iter().zip(idents) {
            let words = self.words(operation).into_iter().flatten();
            claims.extend(words.map(|word| claim(operation, ident, word, path)));
        }
        let mut given = scope.claim_all(claims, types.ledger, types.diagnostics).into_iter();
        let mut functions = Vec::new();
        for operation in operations {
            let [stream, pages, job] = self.words(operation).map(|word| word.and_then(|_| given.next()));
            functions.push(Functions { stream, pages, job });
        }
        functions
    }

    /// What stands behind the name of an operation in those of its further functions.
    fn words(&self, operation: &spec::Operation<'_>) -> [Option<&'static str>; 3] {
        let beside = self.stream(operation).filter(|it| it.standing == Standing::Beside);
        [
            beside.map(|_| "stream"),
            self.pages(operation).map(|_| "pages"),
            self.job(operation).map(|_| "wait"),
        ]
    }

    /// Settles what depends on what types are, once that is settled.
    pub(crate) fn settle(
        &self,
        groups: &mut [Group],
        definitions: &Definitions<'_, '_>,
        diagnostics: &mut Diagnostics,
    ) {
        let asked: BTreeSet<&Known> =
            self.jobs.values().filter_map(|(plan, _)| Some(&plan.poll.as_ref()?.operation)).collect();
        let mut asking = BTreeMap::new();
        for it in groups.iter().flat_map(|it| &it.operations) {
            let known = (it.method.clone(), it.template.clone());
            if asked.contains(&known) {
                asking.insert(known, (it.security.clone(), it.reading.clone()));
            }
        }
        for operation in groups.iter_mut().flat_map(|it| &mut it.operations) {
            let Operation { method, template, body, stream, pages, job, reading, steps, .. } = operation;
            let known = (method.clone(), template.clone());
            let property = self.streams.get(&known).filter(|_| stream.is_some());
            if let (Some(body), Some(property)) = (body, property.and_then(streams::Plan::switch)) {
                streams::settle_switch(body, property, definitions);
            }
            if let (Some(pages), Some((rule, pattern))) = (pages, self.pages.get(&known))
                && !pages::settle(pages, reading, &rule.items, definitions)
            {
                self.unfit(pattern, &known, "its items have no type of their own", diagnostics);
            }
            let Some((job, (plan, pattern))) = job.as_mut().zip(self.jobs.get(&known)) else { continue };
            let asks = plan.poll.as_ref();
            let polled = asks.and_then(|it| asking.get(&it.operation)).cloned();
            if !jobs::is_plain(polled.as_ref().map_or(reading, |(_, reading)| reading)) {
                self.unfit(pattern, &known, "its answer is no plain JSON", diagnostics);
            } else if let (Some(asks), Some(polled)) = (asks, polled)
                && !jobs::settle(job, steps, asks, polled)
            {
                self.unfit(pattern, &known, "it has too many required parameters", diagnostics);
            }
        }
    }

    fn unfit(&self, pattern: &Pattern, known: &Known, why: &str, diagnostics: &mut Diagnostics) {
        let operation = self.graph.operations.iter().find(|it| known_as(it) == *known);
        let operation = operation.map(operation_key).unwrap_or_default();
        diagnostics.unfit_rule(self.graph.root.tree().node(pattern.at), &pattern.text, &operation, why);
    }
}

fn claim<'t>(operation: &spec::Operation<'t>, ident: &Ident, word: &'static str, path: &str) -> Claim<'t> {
    let name = names::value_name(&format!("{}_{word}", ident.text()));
    Claim {
        node: operation.node,
        key: format!("{}+{word}", key(operation)),
        listed: Some(Listed { kind: NameKind::Operation, path: path.to_owned() }),
        candidates: vec![Candidate::new(name, Rule::Beside(word))],
    }
}

/// The stream of an operation: one that the document has, or one that a rule knows of. A rule that speaks of many means
/// those that have a stream, or that can be asked for one.
fn stream<'g, 't, 'r>(
    operation: &'g spec::Operation<'t>,
    rule: Option<(&'r StreamRule, &'r Pattern)>,
    graph: &Graph<'t>,
    matched: &mut Matched,
) -> Option<streams::Plan<'g, 't, 'r>> {
    let plan = streams::Plan::of(operation, rule.map(|(rule, _)| rule));
    let Some((rule, pattern)) = rule else { return plan };
    let by_rule = || {
        let plan = streams::Plan::by_rule(rule);
        let asks = plan.switch().is_some_and(|it| !streams::properties(operation, graph, it).is_empty());
        (pattern.is_exact() || asks).then_some(plan)
    };
    let plan = plan.or_else(by_rule);
    matched.fits(operation, pattern, plan.ok_or("it has no stream, and nothing that asks for one".to_owned()))
}

/// Which patterns speak of an operation, which of one that the rule fits, and why the first does not.
#[derive(Default)]
struct Matched {
    speaking: BTreeSet<Origin>,
    fitting: BTreeSet<Origin>,
    misfits: BTreeMap<Origin, (String, String)>,
}

impl Matched {
    /// The first rule that speaks of an operation.
    fn rule<'r, R>(
        &mut self,
        operation: &spec::Operation<'_>,
        rules: &'r [R],
        patterns: fn(&R) -> &[Pattern],
    ) -> Option<(&'r R, &'r Pattern)> {
        let speaks = |rule: &'r R| Some((rule, patterns(rule).iter().find(|it| it.fits(operation))?));
        let found = rules.iter().find_map(speaks)?;
        self.speaking.insert(found.1.at);
        Some(found)
    }

    /// Notes whether an operation is as a rule says.
    fn fits<T>(
        &mut self,
        operation: &spec::Operation<'_>,
        pattern: &Pattern,
        found: Result<T, String>,
    ) -> Option<T> {
        match found {
            Ok(it) => {
                self.fitting.insert(pattern.at);
                Some(it)
            }
            Err(why) => {
                self.misfits.entry(pattern.at).or_insert_with(|| (operation_key(operation), why));
                None
            }
        }
    }

    fn complain(&self, graph: &Graph<'_>, pattern: &Pattern, diagnostics: &mut Diagnostics) {
        let Pattern { at, text } = pattern;
        let node = graph.root.tree().node(*at);
        if !self.speaking.contains(at) {
            diagnostics.unmatched_rule(node, text);
        }
        if let Some((operation, why)) = self.misfits.get(at).filter(|_| !self.fitting.contains(at)) {
            diagnostics.unfit_rule(node, text, operation, why);
        }
    }
}
