//! The gate that every attempt passes: so many requests a minute, evenly spaced, and a pause for all after a 429.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// The gate of a client and its clones.
#[derive(Default)]
pub(crate) struct Pace {
    /// The time between two requests; `None` for no limit.
    interval: Option<Duration>,
    /// Who holds it is next. It serves in the order of asking, and who gives up while waiting has taken nothing.
    turn: tokio::sync::Mutex<()>,
    /// When the next request may go; `None` for now.
    open: Mutex<Option<Instant>>,
}

impl Pace {
    pub(crate) fn new(interval: Option<Duration>) -> Self {
        Self { interval, ..Self::default() }
    }

    /// Waits for the turn of one request.
    pub(crate) async fn pass(&self) {
        // Where nothing is limited there is no queue to stand in.
        if self.interval.is_none() && self.open().is_none() {
            return;
        }
        let _turn = self.turn.lock().await;
        // The gate may be shut further while somebody waits for it.
        while let Some(open) = self.enter() {
            sleep_until(open).await;
        }
    }

    /// Lets nobody pass for a while: the server has had enough.
    pub(crate) fn cool(&self, pause: Duration) {
        let Some(until) = Instant::now().checked_add(pause) else { return };
        let mut open = self.open();
        *open = Some(open.map_or(until, |open| open.max(until)));
    }

    /// Lets a request through, or says until when the gate is shut.
    fn enter(&self) -> Option<Instant> {
        let now = Instant::now();
        let mut open = self.open();
        let shut = open.filter(|open| *open > now);
        if shut.is_none() {
            *open = self.interval.and_then(|interval| now.checked_add(interval));
        }
        shut
    }

    fn open(&self) -> MutexGuard<'_, Option<Instant>> {
        // One word, written at once: a panic elsewhere has not broken it.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    /// When each of so many who ask at once passes, in seconds.
    async fn pass(pace: &Arc<Pace>, count: usize) -> Vec<f64> {
        let start = Instant::now();
        let tasks: Vec<_> = (0..count)
            .map(|_| {
                let pace = Arc::clone(pace);
                tokio::spawn(async move {
                    pace.pass().await;
                    start.elapsed().as_secs_f64()
                })
            })
            .collect();
        let mut times = Vec::new();
        for task in tasks {
            times.extend(task.await.ok().map(f64::round));
        }
        times
    }

    #[tokio::test(start_paused = true)]
    async fn spaces_requests_evenly_and_in_order() {
        let pace = Arc::new(Pace::new(Some(2 * SECOND)));
        assert_eq!(pass(&pace, 4).await, [0.0, 2.0, 4.0, 6.0]);
        // Time in which nobody asked is not saved up.
        tokio::time::advance(60 * SECOND).await;
        assert_eq!(pass(&pace, 2).await, [0.0, 2.0]);
    }

    #[tokio::test(start_paused = true)]
    async fn is_open_without_a_limit_until_it_is_cooled() {
        let pace = Arc::new(Pace::default());
        assert_eq!(pass(&pace, 3).await, [0.0, 0.0, 0.0]);
        pace.cool(5 * SECOND);
        pace.cool(2 * SECOND);
        assert_eq!(pass(&pace, 2).await, [5.0, 5.0]);
        assert_eq!(pass(&pace, 2).await, [0.0, 0.0]);
    }

    #[tokio::test(start_paused = true)]
    async fn who_gives_up_has_taken_nothing() {
        let pace = Arc::new(Pace::new(Some(10 * SECOND)));
        pace.pass().await;
        for _ in 0..5 {
            assert!(tokio::time::timeout(SECOND, pace.pass()).await.is_err());
        }
        assert_eq!(pass(&pace, 2).await, [5.0, 15.0]);
    }

    #[tokio::test(start_paused = true)]
    async fn is_shut_further_while_somebody_waits() {
        let pace = Arc::new(Pace::new(Some(2 * SECOND)));
        pace.pass().await;
        let cooled = Arc::clone(&pace);
        tokio::spawn(async move {
            tokio::time::sleep(SECOND).await;
            cooled.cool(5 * SECOND);
        });
        assert_eq!(pass(&pace, 2).await, [6.0, 8.0]);
    }
}
