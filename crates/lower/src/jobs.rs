//! Jobs: which operations take their time, and which ask after them.

use specsmith_model::{HandleFrom, JobFn, Method, Pending, PollCall, Reading, SecurityUse, Source, Step};
use specsmith_spec::{self as spec, Graph, ParameterPlace};

use crate::operations::known_as;
use crate::places;
use crate::wanted::{JobRule, Poll};

/// The job of an operation.
pub(crate) struct Plan<'r> {
    pub(crate) rule: &'r JobRule,
    /// The operation that asks after it, where it is another.
    pub(crate) poll: Option<Asks>,
}

/// An operation that asks after the job of another.
pub(crate) struct Asks {
    pub(crate) operation: (Method, String),
    /// Parameters of its path that come out of the first answer.
    handles: Vec<(String, HandleFrom)>,
    /// Those that the operation which starts the job has as well.
    shared: Vec<String>,
}

/// Whether an operation is a job of which a rule speaks, and what asks after it; the error says why not.
pub(crate) fn plan<'r>(
    operation: &spec::Operation<'_>,
    rule: &'r JobRule,
    graph: &Graph<'_>,
) -> Result<Plan<'r>, String> {
    let asking = match &rule.poll {
        None => operation,
        Some(poll) => asking(operation, poll, graph)?,
    };
    match (&rule.pending, places::answer(asking)) {
        (Pending::While(at, _) | Pending::Until(at, _), Some(answer)) => places::demand(graph, answer, at)?,
        (Pending::While(..) | Pending::Until(..), None) => return Err("its answer is no JSON".to_owned()),
        (Pending::Accepted, _) => {}
    }
    let poll = rule.poll.as_ref().map(|poll| asks(operation, asking, poll, graph)).transpose()?;
    Ok(Plan { rule, poll })
}

/// The operation that asks after what another one starts.
fn asking<'g, 't>(
    operation: &spec::Operation<'_>,
    poll: &Poll,
    graph: &'g Graph<'t>,
) -> Result<&'g spec::Operation<'t>, String> {
    let (method, path) = poll.operation.text.split_once(' ').unwrap_or(("get", &poll.operation.text));
    let path = blank(&path.trim().replacen('*', operation.path, 1));
    let mut all = graph.operations.iter();
    let found = all.find(|it| it.method.key().eq_ignore_ascii_case(method) && blank(it.path) == path);
    found.ok_or_else(|| format!("there is no operation `{} {path}`", method.to_uppercase()))
}

/// A path without the names of its parameters.
fn blank(path: &str) -> String {
    let mut parts = path.split('{');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |path, part| path + "{}" + part.split_once('}').map_or("", |(_, behind)| behind))
}

/// The names of a path's parameters.
fn parameters(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|it| it.split_once('}')).map(|(name, _)| name).collect()
}

fn asks(
    operation: &spec::Operation<'_>,
    asking: &spec::Operation<'_>,
    poll: &Poll,
    graph: &Graph<'_>,
) -> Result<Asks, String> {
    // The rule calls a parameter as it likes: it is known by its place.
    let spoken = poll.operation.text.replacen('*', operation.path, 1);
    let mut asks = Asks { operation: known_as(asking), handles: Vec::new(), shared: Vec::new() };
    for (name, spoken) in parameters(asking.path).into_iter().zip(parameters(&spoken)) {
        let handle = poll.path.iter().find(|it| it.name == spoken || it.name == name);
        match handle {
            Some(handle) => {
                if let (HandleFrom::Json(at), Some(answer)) = (&handle.from, places::answer(operation)) {
                    places::demand(graph, answer, at)?;
                }
                asks.handles.push((name.to_owned(), handle.from.clone()));
            }
            None if operation.template.contains(&name) => asks.shared.push(name.to_owned()),
            None => return Err(format!("nothing says what `{name}` of `{}` is", asking.path)),
        }
    }
    let demands = |it: &&spec::Parameter<'_>| it.required && it.place != ParameterPlace::Path;
    match asking.parameters.iter().find(demands) {
        Some(more) => Err(format!("nothing says what `{}` of `{}` is", more.name, asking.path)),
        None => Ok(asks),
    }
}

/// Whether an answer can be asked for again and again.
pub(crate) fn is_plain(reading: &Reading) -> bool {
    matches!(reading, Reading::Json(_) | Reading::JsonAs(..))
}

/// Fills in the call that asks after a job, once all operations are made; false where a value that both calls need could
/// only be handed to one. `steps` are those of the operation that starts the job.
pub(crate) fn settle(
    job: &mut JobFn,
    steps: &[Step],
    asks: &Asks,
    (security, reading): (SecurityUse, Reading),
) -> bool {
    let Asks { operation: (method, template), handles, shared } = asks;
    let own: Vec<Step> = steps
        .iter()
        .filter(|it| matches!(it, Step::Path { wire, .. } if shared.contains(wire)))
        .cloned()
        .collect();
    let alone = |it: &Step| matches!(it, Step::Path { value: Source::Argument(_), .. });
    if !own.iter().all(alone) {
        return false;
    }
    let (method, template, handles) = (method.clone(), template.clone(), handles.clone());
    job.poll = Some(PollCall { method, template, security, steps: own, reading, handles });
    true
}
