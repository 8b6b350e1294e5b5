//! The table of retries, row by row.

use super::*;

const SECOND: Duration = Duration::from_secs(1);

/// Ample retries, time and patience.
fn state(idempotency: Idempotency, replay: Replay) -> State {
    State {
        idempotency,
        replay,
        retries_left: 3,
        can_refresh: true,
        pause: SECOND,
        patience: 60 * SECOND,
        time_left: None,
    }
}

/// What a row says for an idempotent call, for one that is not, for a single body that is untouched, and for one that
/// has been read from.
#[track_caller]
fn check(outcome: Outcome, asked: Option<u64>, expected: [Verdict; 4]) {
    let failure = Failure { outcome, asked: asked.map(Duration::from_secs) };
    let verdict = |idempotency, replay| verdict(&state(idempotency, replay), &failure);
    for idempotency in [Idempotency::Safe, Idempotency::Idempotent] {
        assert_eq!(verdict(idempotency, Replay::Fresh), expected[0]);
        assert_eq!(verdict(idempotency, Replay::Untouched), expected[2]);
        assert_eq!(verdict(idempotency, Replay::Spent), expected[3]);
    }
    assert_eq!(verdict(Idempotency::NonIdempotent, Replay::Fresh), expected[1]);
}

#[test]
fn the_table() {
    let (stop, retry, refresh) = (Verdict::Stop, Verdict::Retry(SECOND), Verdict::Refresh);
    let after = |seconds| Verdict::Retry(Duration::from_secs(seconds));
    check(Outcome::Unsent, None, [retry, retry, retry, stop]);
    check(Outcome::Throttled, None, [retry, retry, stop, stop]);
    check(Outcome::Throttled, Some(60), [after(60), after(60), stop, stop]);
    check(Outcome::Throttled, Some(61), [stop; 4]);
    check(Outcome::Rejected, Some(0), [retry, retry, stop, stop]);
    check(Outcome::Rejected, Some(5), [after(5), after(5), stop, stop]);
    check(Outcome::Rejected, Some(61), [stop; 4]);
    check(Outcome::Uncertain, None, [retry, stop, stop, stop]);
    check(Outcome::Uncertain, Some(7), [after(7), stop, stop, stop]);
    check(Outcome::Unauthorized, None, [refresh, refresh, stop, stop]);
    check(Outcome::Final, None, [stop; 4]);
}

#[test]
fn limits_end_it() {
    let failure = Failure { outcome: Outcome::Unsent, asked: None };
    let ample = state(Idempotency::Safe, Replay::Fresh);
    assert_eq!(verdict(&State { retries_left: 0, ..ample }, &failure), Verdict::Stop);
    assert_eq!(verdict(&State { time_left: Some(SECOND), ..ample }, &failure), Verdict::Stop);
    assert_eq!(verdict(&State { time_left: Some(2 * SECOND), ..ample }, &failure), Verdict::Retry(SECOND));
    let refused = Failure { outcome: Outcome::Unauthorized, asked: None };
    assert_eq!(verdict(&State { can_refresh: false, ..ample }, &refused), Verdict::Stop);
    // A fresh token is no retry.
    assert_eq!(verdict(&State { retries_left: 0, ..ample }, &refused), Verdict::Refresh);
}

#[test]
fn statuses_are_sorted() {
    let of = |status: u16, asked: Option<u64>| {
        Outcome::of(StatusCode::from_u16(status).unwrap_or_default(), asked.map(Duration::from_secs))
    };
    for status in [408, 500, 502, 503, 504] {
        assert_eq!(of(status, None), Outcome::Uncertain, "{status}");
    }
    assert_eq!(of(503, Some(1)), Outcome::Rejected);
    assert_eq!(of(500, Some(1)), Outcome::Uncertain);
    assert_eq!(of(429, None), Outcome::Throttled);
    assert_eq!(of(401, None), Outcome::Unauthorized);
    for status in [300, 400, 403, 404, 409, 422, 425, 501, 505, 599] {
        assert_eq!(of(status, Some(1)), Outcome::Final, "{status}");
    }
}

#[test]
fn pauses_double_up_to_the_cap() {
    let policy = Policy::default();
    let pauses: Vec<_> = (1..=7).map(|attempts| policy.pause(attempts, 0.0).as_millis()).collect();
    assert_eq!(pauses, [500, 1000, 2000, 4000, 8000, 8000, 8000]);
    assert_eq!(policy.pause(1, 1.0).as_millis(), 1000);
    assert_eq!(policy.pause(u32::MAX, 0.5).as_millis(), 12_000);
    let endless = Policy { first: Duration::MAX, cap: Duration::MAX, ..policy };
    assert!(endless.pause(2, 0.0) >= Duration::from_secs(1));
}

#[test]
fn jitter_is_spread_over_its_range() {
    let drawn: Vec<f64> = (0..1000).map(|_| jitter()).collect();
    assert!(drawn.iter().all(|it| (0.0..1.0).contains(it)));
    for tenth in 0..10 {
        let count = drawn.iter().filter(|it| (**it * 10.0) as u32 == tenth).count();
        assert!((20..300).contains(&count), "{count} of 1000 in tenth {tenth}");
    }
}

#[test]
fn methods_are_sorted() {
    for (method, expected) in [
        (Method::GET, Idempotency::Safe),
        (Method::HEAD, Idempotency::Safe),
        (Method::OPTIONS, Idempotency::Safe),
        (Method::TRACE, Idempotency::Safe),
        (Method::PUT, Idempotency::Idempotent),
        (Method::DELETE, Idempotency::Idempotent),
        (Method::POST, Idempotency::NonIdempotent),
        (Method::PATCH, Idempotency::NonIdempotent),
    ] {
        assert_eq!(Idempotency::of(&method), expected);
    }
}
