//! What a document demands of a field's value, for the checks that a client may be built with.

use specsmith_model::Limit;
use specsmith_spec::{Bound, Graph, Limits, Scalar, SchemaId};

use crate::choices::wire;

/// The limits of a property: its own, and those of what it refers to.
pub(crate) fn of(graph: &Graph<'_>, id: SchemaId) -> Vec<Limit> {
    let (settled, _) = graph.settle(id);
    let mut limits = listed(&graph.schema(id).limits);
    if settled != id {
        for limit in listed(&graph.schema(settled).limits) {
            if !limits.contains(&limit) {
                limits.push(limit);
            }
        }
    }
    limits
}

fn listed(limits: &Limits<'_>) -> Vec<Limit> {
    let Limits {
        values: _,
        minimum,
        maximum,
        multiple_of,
        min_length,
        max_length,
        pattern,
        min_items,
        max_items,
        unique_items,
        min_properties,
        max_properties,
    } = limits;
    let text = |number| wire(&Scalar::Number(number)).to_string();
    let minimum = minimum.map(|(it, bound)| match bound {
        Bound::Inclusive => Limit::Minimum(text(it)),
        Bound::Exclusive => Limit::Above(text(it)),
    });
    let maximum = maximum.map(|(it, bound)| match bound {
        Bound::Inclusive => Limit::Maximum(text(it)),
        Bound::Exclusive => Limit::Below(text(it)),
    });
    let all = [
        minimum,
        maximum,
        multiple_of.map(|it| Limit::MultipleOf(text(it))),
        min_length.filter(|it| *it > 0).map(Limit::MinLength),
        max_length.map(Limit::MaxLength),
        pattern.map(|it| Limit::Pattern(it.to_owned())),
        min_items.filter(|it| *it > 0).map(Limit::MinItems),
        max_items.map(Limit::MaxItems),
        unique_items.then_some(Limit::UniqueItems),
        min_properties.filter(|it| *it > 0).map(Limit::MinProperties),
        max_properties.map(Limit::MaxProperties),
    ];
    all.into_iter().flatten().collect()
}
