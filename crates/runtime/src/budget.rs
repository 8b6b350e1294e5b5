//! How many retries a client allows itself, so that a service that is down is not pressed by all who call it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Retries of the last ten seconds, held to a share of the calls of the same time.
///
/// The larger of `floor` retries and `share` of the calls: with a floor of ten and a share of a fifth, 50 calls that all
/// fail make 10 retries, 100 make 20. (`tower`'s budget adds the two up, so that 50 calls make 20.)
pub(crate) struct Budget {
    /// In retries per second.
    floor: u32,
    /// In retries per call.
    share: f64,
    window: Mutex<Window>,
}

const SLOTS: usize = 10;
const SLOT: Duration = Duration::from_secs(1);

#[derive(Default)]
struct Window {
    /// When the current slot began; `None` before the first call.
    began: Option<Instant>,
    current: usize,
    slots: [Slot; SLOTS],
}

#[derive(Default, Clone, Copy)]
struct Slot {
    calls: u32,
    retries: u32,
}

/// A retry that is allowed. Dropped before it is [`spent`](Self::spent), it goes back to the budget.
#[must_use = "a retry that is not made goes back to the budget"]
pub(crate) struct Allowance<'a> {
    /// Where it came from and when; `None` for one that nobody counts.
    from: Option<(&'a Budget, Instant)>,
}

impl Budget {
    pub(crate) fn new(floor: u32, share: f64) -> Self {
        Self { floor, share, window: Mutex::default() }
    }

    /// Counts a call that began at that time.
    pub(crate) fn call(&self, began: Instant) {
        let mut window = self.window();
        let slot = window.slot(began);
        slot.calls = slot.calls.saturating_add(1);
    }

    /// Allows a retry, or does not.
    pub(crate) fn retry(&self) -> Option<Allowance<'_>> {
        let mut window = self.window();
        window.slot(Instant::now());
        let sum = |of: fn(&Slot) -> u32| window.slots.iter().map(|slot| u64::from(of(slot))).sum::<u64>();
        let (calls, retries) = (sum(|slot| slot.calls), sum(|slot| slot.retries));
        let floor = u64::from(self.floor).saturating_mul(SLOTS as u64);
        // Rounded down; a float becomes the nearest number that there is.
        let share = (calls as f64 * self.share) as u64;
        if retries >= floor.max(share) {
            return None;
        }
        let slot = window.slot(Instant::now());
        slot.retries = slot.retries.saturating_add(1);
        Some(Allowance { from: Some((self, Instant::now())) })
    }

    fn window(&self) -> MutexGuard<'_, Window> {
        // Counts are whole at every point, so a panic elsewhere has not broken them.
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Window {
    /// The slot of a moment, which is now or was just now; those that have become too old are emptied.
    fn slot(&mut self, now: Instant) -> &mut Slot {
        let mut began = *self.began.get_or_insert(now);
        if now.saturating_duration_since(began) >= SLOT * SLOTS as u32 {
            self.slots = Default::default();
            began = now;
        }
        while now.saturating_duration_since(began) >= SLOT {
            began += SLOT;
            self.current = (self.current + 1) % SLOTS;
            self.slots[self.current] = Slot::default();
        }
        self.began = Some(began);
        &mut self.slots[self.current]
    }
}

impl Allowance<'_> {
    /// A retry that is not counted.
    pub(crate) fn free() -> Self {
        Self { from: None }
    }

    /// Notes that the retry is made.
    pub(crate) fn spent(mut self) {
        self.from = None;
    }
}

impl Drop for Allowance<'_> {
    fn drop(&mut self) {
        let Some((budget, since)) = self.from else { return };
        // After ten seconds it no longer counts anyway.
        if since.elapsed() >= SLOT * SLOTS as u32 {
            return;
        }
        let mut window = budget.window();
        let slot = window.slots.iter_mut().rev().find(|slot| slot.retries > 0);
        if let Some(slot) = slot {
            slot.retries -= 1;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    /// How many retries are allowed in a row.
    fn spend(budget: &Budget) -> usize {
        std::iter::from_fn(|| budget.retry().map(Allowance::spent)).take(1000).count()
    }

    #[tokio::test(start_paused = true)]
    async fn is_the_larger_of_the_floor_and_the_share() {
        for (calls, expected) in [(0, 10), (1, 10), (50, 10), (54, 10), (55, 11), (100, 20)] {
            let budget = Budget::new(1, 0.2);
            (0..calls).for_each(|_| budget.call(Instant::now()));
            assert_eq!(spend(&budget), expected, "{calls} calls");
        }
        assert_eq!(spend(&Budget::new(0, 0.0)), 0);
        assert_eq!(spend(&Budget::new(u32::MAX, f64::NAN)), 1000);
    }

    #[tokio::test(start_paused = true)]
    async fn comes_back_after_ten_seconds() {
        let budget = Budget::new(1, 0.2);
        assert_eq!(spend(&budget), 10);
        tokio::time::advance(Duration::from_millis(9_999)).await;
        assert_eq!(spend(&budget), 0);
        tokio::time::advance(Duration::from_millis(1)).await;
        assert_eq!(spend(&budget), 10);
        tokio::time::advance(Duration::from_secs(1_000_000)).await;
        assert_eq!(spend(&budget), 10);
    }

    #[tokio::test(start_paused = true)]
    async fn slides() {
        let budget = Budget::new(1, 0.0);
        for _ in 0..5 {
            budget.retry().unwrap().spent();
        }
        tokio::time::advance(Duration::from_secs(5)).await;
        assert_eq!(spend(&budget), 5);
        tokio::time::advance(Duration::from_secs(5)).await;
        assert_eq!(spend(&budget), 5);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_not_spent_goes_back() {
        let budget = Budget::new(1, 0.2);
        let held: Vec<_> = std::iter::from_fn(|| budget.retry()).collect();
        assert_eq!((held.len(), spend(&budget)), (10, 0));
        drop(held);
        assert_eq!(spend(&budget), 10);
    }
}
