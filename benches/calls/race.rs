//! Two clients in turn, so soon after each other that what else the machine does meets both.

use std::time::Instant;

use crate::Outcome;
use crate::load::each;

/// So many calls in a slice, over all connections together.
const SLICE: i64 = 256;

/// Makes slices of calls by the one and by the other, and prints the requests per second of each: the medians.
pub(crate) async fn run<F, G>(
    connections: i64,
    slices: usize,
    ours: impl Fn(i64) -> F + Clone + Send + 'static,
    by_hand: impl Fn(i64) -> G + Clone + Send + 'static,
) -> Outcome
where
    F: Future<Output = Outcome> + Send + 'static,
    G: Future<Output = Outcome> + Send + 'static,
{
    let count = (SLICE / connections).max(1);
    let mut took = [Vec::new(), Vec::new()];
    for slice in 0..slices {
        for turn in [slice % 2, 1 - slice % 2] {
            let began = Instant::now();
            match turn {
                0 => each(connections, count, &ours).await?,
                _ => each(connections, count, &by_hand).await?,
            }
            took[turn].push(began.elapsed().as_secs_f64());
        }
    }
    let rates = took.map(|mut seconds| {
        seconds.sort_by(f64::total_cmp);
        (connections * count) as f64 / seconds[seconds.len() / 2]
    });
    println!("{} {}", rates[0], rates[1]);
    Ok(())
}
