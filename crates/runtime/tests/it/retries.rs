//! Retries, pace, budget and deadlines, on a scripted transport with time that does not pass by itself.

use std::sync::Arc;
use std::time::Duration;

use specsmith_runtime::mock::{MockReply, MockTransport};
use specsmith_runtime::{
    BoxFuture, Call, Client, ClientBuilder, Error, ErrorKind, Idempotency, Json, Phase, Scheme, SecretString,
    Security, TokenProvider, TransportError,
};
use tokio::time::Instant;

use crate::{Acme, PUBLIC};

const SECOND: Duration = Duration::from_secs(1);

fn builder(mock: &MockTransport) -> ClientBuilder<Acme> {
    Client::builder().transport(Arc::new(mock.clone()))
}

/// A transport that plays these replies and then always the last.
fn playing(replies: Vec<MockReply>) -> MockTransport {
    let mock = MockTransport::new();
    let last = replies.last().cloned().unwrap();
    replies.into_iter().for_each(|reply| mock.reply(reply));
    mock.answer(move |_| last.clone());
    mock
}

/// Sends a call against a script; gives the result, the number of requests and the seconds that it took.
async fn sent<T>(replies: Vec<MockReply>, call: Call<T>) -> (Result<T, Error>, usize, f64) {
    let mock = playing(replies);
    let client = builder(&mock).build().unwrap();
    let start = Instant::now();
    let result = client.send(call).await;
    (result, mock.requests().len(), start.elapsed().as_secs_f64())
}

fn get() -> Call<()> {
    Call::get("/x", PUBLIC)
}

fn put() -> Call<()> {
    Call::put("/x", PUBLIC)
}

fn post() -> Call<()> {
    Call::post("/x", PUBLIC)
}

fn status(status: u16) -> MockReply {
    MockReply::new(status)
}

fn failing(error: TransportError) -> MockReply {
    MockReply::failure(error)
}

fn cut() -> MockReply {
    MockReply::json(200, "[1,").cut()
}

/// How many requests a `GET`, a `PUT` and a `POST` make where every attempt ends like this.
#[track_caller]
fn check_counts(reply: MockReply, expected: [usize; 3]) -> impl Future<Output = ()> {
    let place = std::panic::Location::caller();
    async move {
        let mut counts = [0; 3];
        for (count, call) in counts.iter_mut().zip([get(), put(), post()]) {
            let (result, requests, _) = sent(vec![reply.clone()], call.json::<Json>()).await;
            let error = result.unwrap_err();
            assert_eq!(error.attempts() as usize, requests, "{place}");
            *count = requests;
        }
        assert_eq!(counts, expected, "{place}");
    }
}

#[tokio::test(start_paused = true)]
async fn every_row_of_the_table() {
    check_counts(failing(TransportError::connect("refused")), [4, 4, 4]).await;
    check_counts(failing(TransportError::timeout(Phase::Connect)), [4, 4, 4]).await;
    check_counts(failing(TransportError::unprocessed("refused")), [4, 4, 4]).await;
    check_counts(status(429), [4, 4, 4]).await;
    check_counts(status(429).header("retry-after", "60"), [4, 4, 4]).await;
    check_counts(status(429).header("retry-after", "61"), [1, 1, 1]).await;
    check_counts(status(503).header("retry-after", "1"), [4, 4, 4]).await;
    check_counts(status(503).header("retry-after", "1e9"), [1, 1, 1]).await;
    for uncertain in [408, 500, 502, 503, 504] {
        check_counts(status(uncertain), [4, 4, 1]).await;
    }
    check_counts(failing(TransportError::broken("reset")), [4, 4, 1]).await;
    check_counts(failing(TransportError::timeout(Phase::Headers)), [4, 4, 1]).await;
    check_counts(MockReply::silence(), [4, 4, 1]).await;
    check_counts(cut(), [4, 4, 1]).await;
    check_counts(MockReply::json(200, "[1,").stalled(), [4, 4, 1]).await;
    for last in [301, 400, 401, 403, 404, 409, 422, 501] {
        check_counts(status(last).header("retry-after", "1"), [1, 1, 1]).await;
    }
    // What is wrong with the reply itself is so the next time too.
    check_counts(MockReply::json(200, "[1,"), [1, 1, 1]).await;
    check_counts(status(200).header("content-type", "text/html"), [1, 1, 1]).await;
    check_counts(MockReply::json(200, "").header("content-length", "1000000000000"), [1, 1, 1]).await;
    check_counts(failing(TransportError::refused("no")), [1, 1, 1]).await;
}

#[tokio::test(start_paused = true)]
async fn a_success_ends_it() {
    let replies =
        vec![status(500), cut(), failing(TransportError::broken("reset")), MockReply::json(200, "[1]")];
    let mock = playing(replies);
    let client = builder(&mock).build().unwrap();
    let response = client.send_full(get().json::<Vec<i32>>()).await.unwrap();
    assert_eq!((response.value, response.attempts, mock.requests().len()), (vec![1], 4, 4));
    // 0.5 s, 1 s and 2 s, each longer by up to as much again.
    let elapsed = response.elapsed.as_secs_f64();
    assert!((3.5..7.1).contains(&elapsed), "{elapsed}");
}

#[tokio::test(start_paused = true)]
async fn the_server_says_how_long_to_wait() {
    let (result, requests, seconds) =
        sent(vec![status(503).header("retry-after", "20"), status(204)], post()).await;
    assert!(result.is_ok() && requests == 2 && (20.0..20.1).contains(&seconds), "{seconds}");
    // The own pause is the longer one.
    let (.., seconds) = sent(vec![status(429).header("retry-after-ms", "20"), status(204)], post()).await;
    assert!((0.5..1.1).contains(&seconds), "{seconds}");
    let date = status(503)
        .header("date", "Sun, 06 Nov 1994 08:49:07 GMT")
        .header("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT");
    let (.., seconds) = sent(vec![date, status(204)], get()).await;
    assert!((30.0..30.1).contains(&seconds), "{seconds}");

    let (result, requests, seconds) = sent(vec![status(503).header("retry-after", "61")], get()).await;
    let error = result.unwrap_err();
    assert_eq!((error.retry_after(), requests, seconds), (Some(61 * SECOND), 1, 0.0));
    assert!(error.is_retryable());

    let mock = playing(vec![status(503).header("retry-after", "61"), status(204)]);
    builder(&mock).patience(100 * SECOND).build().unwrap().send(get()).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_call_has_its_own_settings() {
    for (retries, expected) in [(0, 1), (1, 2), (5, 6)] {
        let (.., requests, _) = sent(vec![status(500)], get().retries(retries)).await;
        assert_eq!(requests, expected);
    }
    let (.., requests, _) = sent(vec![status(500)], post().idempotency(Idempotency::Idempotent)).await;
    assert_eq!(requests, 4);
    let (.., requests, _) = sent(vec![status(500)], get().idempotency(Idempotency::NonIdempotent)).await;
    assert_eq!(requests, 1);
    let (result, requests, seconds) =
        sent(vec![MockReply::silence()], get().timeout(2 * SECOND).retries(1)).await;
    let error = result.unwrap_err();
    assert_eq!((error.phase(), error.attempts(), requests), (Some(Phase::Headers), 2, 2));
    assert!((4.5..5.1).contains(&seconds), "{seconds}");

    let mock = playing(vec![status(500)]);
    let client = builder(&mock).retries(2).backoff(10 * SECOND, 15 * SECOND).build().unwrap();
    let start = Instant::now();
    client.send(get()).await.unwrap_err();
    let seconds = start.elapsed().as_secs_f64();
    assert!((25.0..50.1).contains(&seconds) && mock.requests().len() == 3, "{seconds}");
}

#[tokio::test(start_paused = true)]
async fn nothing_outlives_the_deadline() {
    // The last error is at hand before the time is up.
    let (result, requests, seconds) = sent(vec![status(503)], get().deadline(3 * SECOND)).await;
    let error = result.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, 503));
    assert!((2..=3).contains(&requests) && seconds < 3.0, "{requests} in {seconds}");
    // An attempt is cut off, and pauses count.
    for (replies, attempts) in [
        (vec![MockReply::silence()], 1),
        (vec![MockReply::json(200, "[").stalled()], 1),
        (vec![MockReply::new(500).stalled()], 1),
        (vec![status(500), MockReply::silence()], 2),
    ] {
        let (result, requests, seconds) = sent(replies, get().deadline(3 * SECOND).json::<Json>()).await;
        assert_eq!((result.unwrap_err().attempts(), requests), (attempts, attempts as usize));
        assert!((3.0..3.1).contains(&seconds), "{seconds}");
    }
    // So does the wait for a turn.
    let mock = playing(vec![status(204)]);
    let client = builder(&mock).requests_per_minute(1).deadline(5 * SECOND).build().unwrap();
    client.send(get()).await.unwrap();
    let start = Instant::now();
    let error = client.send(get()).await.unwrap_err();
    assert_eq!((error.phase(), error.sent(), error.attempts()), (Some(Phase::Turn), false, 0));
    assert_eq!(error.to_string(), "GET /x: timed out while waiting for its turn");
    assert_eq!((start.elapsed().as_secs(), mock.requests().len()), (5, 1));
    client.send(get().deadline(60 * SECOND)).await.unwrap();
    let error = builder(&mock).deadline(Duration::ZERO).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

/// Gives tokens, or hangs.
#[derive(Default)]
struct Vault {
    stuck: bool,
}

impl TokenProvider for Vault {
    fn token(&self) -> BoxFuture<'_, Result<SecretString, Error>> {
        if self.stuck { Box::pin(std::future::pending()) } else { Box::pin(async { Ok("token".into()) }) }
    }

    fn invalidate(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn a_provider_that_hangs_is_a_timeout() {
    const BEARER: Security = &[&[Scheme::bearer("token")]];
    let mock = playing(vec![status(401)]);
    let start = Instant::now();
    let client = builder(&mock).token_provider(Arc::new(Vault { stuck: true })).retries(0).build().unwrap();
    let error = client.send(Call::get("/x", BEARER)).await.unwrap_err();
    assert_eq!((error.phase(), error.sent(), error.attempts()), (Some(Phase::Credential), false, 0));
    assert_eq!(error.to_string(), "GET /x: timed out while waiting for a token");
    // One that hangs while it forgets leaves the server's answer.
    let client = builder(&mock).token_provider(Arc::new(Vault::default())).build().unwrap();
    let error = client.send(Call::get("/x", BEARER)).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (401, 1));
    assert_eq!(start.elapsed().as_secs(), 240);
}

#[tokio::test(start_paused = true)]
async fn what_was_sent_once_stays_sent() {
    let unsent = || failing(TransportError::connect("refused"));
    let (result, ..) = sent(vec![unsent()], put()).await;
    assert_eq!(result.map_err(|error| (error.kind(), error.sent())), Err((ErrorKind::Connect, false)));
    let (result, ..) = sent(vec![failing(TransportError::broken("reset")), unsent()], put()).await;
    assert_eq!(result.map_err(|error| (error.kind(), error.sent())), Err((ErrorKind::Connect, true)));
}

/// Sends so many calls at once; gives the seconds after which each had ended, in order.
async fn at_once(client: &Client<Acme>, calls: usize) -> Vec<f64> {
    let start = Instant::now();
    let tasks: Vec<_> = (0..calls)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                let _ = client.send(get()).await;
                start.elapsed().as_secs_f64().round()
            })
        })
        .collect();
    let mut ends = Vec::new();
    for task in tasks {
        ends.push(task.await.unwrap());
    }
    ends
}

#[tokio::test(start_paused = true)]
async fn fifty_tasks_do_not_press_a_server_that_is_down() {
    let mock = playing(vec![status(503)]);
    let client = builder(&mock).retries(1000).build().unwrap();
    let calls = at_once(&client, 50);
    tokio::time::timeout(10 * SECOND, calls).await.ok();
    assert_eq!(mock.requests().len(), 60);
    // More calls may make more retries, and so may who asks for it.
    let mock = playing(vec![status(503)]);
    at_once(&builder(&mock).build().unwrap(), 100).await;
    assert_eq!(mock.requests().len(), 120);
    let mock = playing(vec![status(503)]);
    at_once(&builder(&mock).retry_budget(0, 1.0).build().unwrap(), 100).await;
    assert_eq!(mock.requests().len(), 200);
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_a_429_costs_no_budget() {
    let mock = playing(vec![status(429)]);
    let client = builder(&mock).retry_budget(0, 0.0).build().unwrap();
    at_once(&client, 50).await;
    assert_eq!(mock.requests().len(), 200);
}

#[tokio::test(start_paused = true)]
async fn a_429_cools_the_whole_client() {
    let mock = playing(vec![status(429).header("retry-after", "30"), status(204)]);
    let client = builder(&mock).build().unwrap();
    let error = client.send(post().retries(0)).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(30 * SECOND));
    assert_eq!(at_once(&client.clone(), 3).await, [30.0, 30.0, 30.0]);
    assert_eq!(at_once(&client, 1).await, [0.0]);
    // Nobody is kept waiting for longer than anybody would wait.
    let mock = playing(vec![status(429).header("retry-after", "3600"), status(204)]);
    let client = builder(&mock).build().unwrap();
    client.send(get()).await.unwrap_err();
    assert_eq!(at_once(&client, 1).await, [0.0]);
}

#[tokio::test(start_paused = true)]
async fn requests_are_spaced_evenly_and_retries_are_requests() {
    let mock = playing(vec![status(204), status(500), status(204)]);
    let client = builder(&mock).requests_per_minute(6).build().unwrap();
    // The second is tried again when the others have gone.
    assert_eq!(at_once(&client, 4).await, [0.0, 40.0, 20.0, 30.0]);
    assert_eq!(mock.requests().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_leaves_nothing_taken() {
    let mock = playing(vec![status(500)]);
    let client = builder(&mock).requests_per_minute(60).build().unwrap();
    for _ in 0..100 {
        // It has its answer and waits to be tried again.
        let waited = tokio::time::timeout(Duration::from_millis(400), client.send(get())).await;
        assert!(waited.is_err());
        // It waits for its turn.
        let waited = tokio::time::timeout(Duration::from_millis(100), client.send(get())).await;
        assert!(waited.is_err());
        tokio::time::sleep(SECOND).await;
    }
    assert_eq!(mock.requests().len(), 100);
    client.send(get().deadline(20 * SECOND)).await.unwrap_err();
    assert_eq!(mock.requests().len(), 104);
}
