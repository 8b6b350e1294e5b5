//! What the types are tried with, once somebody else has said which values are of their schemas.

use specsmith_judge::{Direction, Judge, Verdict};
use specsmith_lower::{Draw, DrawKind, Draws, Lowered, View};
use specsmith_model::{Refusal, Trial, TrialOrigin, Trials};
use specsmith_spec::Graph;

/// What became of the examples of a document, and of the values that were made.
#[derive(Debug, Default)]
pub struct Tried {
    /// How many examples it has.
    pub found: usize,
    /// How many of them their schemas allow.
    pub valid: usize,
    /// Those that they refuse.
    pub refused: Vec<Refusal>,
    /// Those that nothing is said of.
    pub untried: Vec<Refusal>,
    /// How many values were made that their schemas allow.
    pub made: usize,
    /// Values that were made by what we read in a schema, and that it refuses.
    pub made_refused: Vec<Refusal>,
    /// How many values were made that their schemas refuse.
    pub broken: usize,
    /// What of the schemas nothing was held against.
    pub left_aside: Vec<Refusal>,
}

/// Holds every value against its schema, and keeps those that the types must do justice to.
pub(crate) fn judged(graph: &Graph<'_>, lowered: &mut Lowered) -> Tried {
    let Draws { values, untried } = std::mem::take(&mut lowered.draws);
    let tree = graph.root.tree();
    let schemas = values.iter().map(|it| (tree.node(it.schema), direction(it.view)));
    let mut judge = Judge::new(graph.root, schemas);
    let mut tried = Tried::default();
    tried.found += untried.len();
    tried.untried.extend(untried.into_iter().map(|it| Refusal { place: it.place, why: it.why.to_owned() }));
    let mut trials = Vec::new();
    for draw in values {
        let verdict = judge.judge(draw.schema, direction(draw.view), &draw.value);
        tried.found += usize::from(draw.kind == DrawKind::Example);
        trials.extend(tried.add(draw, verdict));
    }
    let aside = |(at, why): &(_, String)| Refusal { place: tree.pointer(*at), why: why.clone() };
    tried.left_aside = judge.left_aside.iter().map(aside).collect();
    lowered.api.trials =
        Trials { values: trials, refused: tried.refused.clone(), untried: tried.untried.clone() };
    tried
}

impl Tried {
    fn add(&mut self, draw: Draw, verdict: Verdict) -> Option<Trial> {
        let Draw { place, kind, schema: _, view: _, ty, value, mut forgotten, passed_over, filled_in } = draw;
        let origin = match (kind, verdict) {
            (DrawKind::Example, Verdict::Fits) => {
                self.valid += 1;
                TrialOrigin::Example
            }
            (DrawKind::Example, Verdict::Refused(why)) => {
                self.refused.push(Refusal { place, why });
                return None;
            }
            (DrawKind::Example, Verdict::Unjudged(why)) => {
                self.untried.push(Refusal { place, why });
                return None;
            }
            // What was broken may be another value that is allowed.
            (DrawKind::Made | DrawKind::Broken, Verdict::Fits) => {
                self.made += 1;
                TrialOrigin::Made
            }
            (DrawKind::Made, Verdict::Refused(why) | Verdict::Unjudged(why)) => {
                self.made_refused.push(Refusal { place, why: format!("{why}, of {value}") });
                return None;
            }
            (DrawKind::Broken, Verdict::Refused(_)) => {
                self.broken += 1;
                TrialOrigin::Broken
            }
            (DrawKind::Broken, Verdict::Unjudged(_)) => return None,
        };
        let mut may_come = Vec::new();
        if origin == TrialOrigin::Broken {
            forgotten.extend(passed_over);
            may_come = filled_in;
        }
        Some(Trial { place, origin, ty, value, may_go: forgotten, may_come })
    }
}

fn direction(view: View) -> Direction {
    match view {
        View::Answer => Direction::Answer,
        View::Request => Direction::Request,
    }
}
