//! So many calls over so many connections.

use std::time::Instant;

use tokio::task::JoinSet;

use crate::Outcome;

/// Makes the calls, each connection one after the other, and prints the seconds that they took. What is measured begins
/// when every connection has carried a call.
pub(crate) async fn run<F>(
    connections: i64,
    count: i64,
    call: impl Fn(i64) -> F + Clone + Send + 'static,
) -> Outcome
where
    F: Future<Output = Outcome> + Send + 'static,
{
    each(connections, 1, &call).await?;
    let began = Instant::now();
    each(connections, count / connections, &call).await?;
    println!("{}", began.elapsed().as_secs_f64());
    Ok(())
}

/// So many calls over each connection.
pub(crate) async fn each<F>(
    connections: i64,
    count: i64,
    call: &(impl Fn(i64) -> F + Clone + Send + 'static),
) -> Outcome
where
    F: Future<Output = Outcome> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    for _ in 0..connections {
        let call = call.clone();
        tasks.spawn(async move {
            for id in 0..count {
                call(id).await?;
            }
            Outcome::Ok(())
        });
    }
    while let Some(ended) = tasks.join_next().await {
        ended??;
    }
    Ok(())
}
