//! Jobs that are asked after until they are done: on a scripted transport, in paused time.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use specsmith_runtime::{
    BoxFuture, Call, Client, Error, ErrorKind, Handle, Pending, Polling, Transport, TransportError,
    TransportRequest, TransportResponse,
};
use tokio::time::Instant;

use crate::{Acme, PUBLIC};

#[derive(Debug, PartialEq)]
struct Status {
    status: Option<String>,
    answer: Option<i64>,
}

specsmith_runtime::model! {
    Status {
        0 status optional "status",
        _ answer optional "answer",
    }
}

type Answer = (u16, &'static [(&'static str, &'static str)], &'static str);

/// Plays back answers, the last one again and again, and remembers what was asked and when.
struct Script {
    answers: Mutex<VecDeque<Answer>>,
    started: Instant,
    asked: Mutex<Vec<(f64, String)>>,
}

impl Transport for Script {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let target = format!("{} {}", request.method, request.url.path());
        self.asked.lock().unwrap().push((self.started.elapsed().as_secs_f64(), target));
        let mut answers = self.answers.lock().unwrap();
        let (status, headers, body) = answers[0];
        if answers.len() > 1 {
            answers.pop_front();
        }
        let headers: HeaderMap = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        let reply = TransportResponse::whole(StatusCode::from_u16(status).unwrap(), headers, body);
        Box::pin(std::future::ready(Ok(reply)))
    }
}

struct Bench {
    script: Arc<Script>,
    client: Client<Acme>,
}

impl Bench {
    fn new(answers: &[Answer]) -> Self {
        let answers = Mutex::new(answers.iter().copied().collect());
        let script = Arc::new(Script { answers, started: Instant::now(), asked: Mutex::default() });
        let client = Client::builder().transport(script.clone()).retries(0).build().unwrap();
        Self { script, client }
    }

    fn times(&self) -> Vec<f64> {
        self.script.asked.lock().unwrap().iter().map(|(time, _)| *time).collect()
    }

    fn targets(&self) -> Vec<String> {
        self.script.asked.lock().unwrap().iter().map(|(_, target)| target.clone()).collect()
    }
}

const QUEUED: Answer = (200, &[], r#"{"status":"queued"}"#);
const DONE: Answer = (200, &[], r#"{"status":"done","answer":42}"#);
const PENDING: Pending = Pending::While("/status", &["queued", "running"]);

fn poll() -> Call<Status> {
    Call::get("/jobs/{id}", PUBLIC).path("id", 7).json()
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_up_to_the_longest() {
    let bench = Bench::new(&[&[QUEUED; 10][..], &[DONE]].concat());
    let done = bench.client.wait(poll().job(PENDING)).await.unwrap();
    assert_eq!(done.answer, Some(42));
    let times = bench.times();
    let pauses: Vec<f64> = times.windows(2).map(|it| it[1] - it[0]).collect();
    let expected = [1.0, 1.5, 2.25, 3.375, 5.0625, 7.59375, 11.390_625, 15.0, 15.0, 15.0];
    for (pause, expected) in pauses.iter().zip(expected) {
        // A timer is exact to the millisecond.
        assert!((pause - expected).abs() < 0.01, "{pauses:?}");
    }
    assert_eq!((times.len(), bench.targets()[0].as_str()), (11, "GET /jobs/7"));
}

#[tokio::test(start_paused = true)]
async fn the_time_for_all_of_it_ends() {
    let bench = Bench::new(&[QUEUED]);
    let error = bench.client.wait(poll().job(PENDING)).await.unwrap_err();
    assert_eq!((error.kind(), error.phase()), (ErrorKind::Timeout, None));
    assert_eq!(error.to_string(), "GET /jobs/{id}: the job is not done after 300 s");
    assert!(bench.script.started.elapsed() <= Duration::from_secs(300));
    assert!(bench.times().len() > 20);
    // Another time, other pauses.
    let bench = Bench::new(&[QUEUED]);
    let polling = Polling::default().first(Duration::from_secs(10)).longest(Duration::from_secs(10));
    let job = poll().job(PENDING).polling(polling.limit(Duration::from_secs(35)));
    assert!(bench.client.wait(job).await.unwrap_err().is_timeout());
    assert_eq!(bench.times().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn the_server_may_ask_for_more_time() {
    let slow: Answer = (200, &[("retry-after", "20")], r#"{"status":"running"}"#);
    let bench = Bench::new(&[slow, DONE]);
    bench.client.wait(poll().job(PENDING)).await.unwrap();
    assert!((bench.times()[1] - 20.0).abs() < 0.01);
    let never: Answer = (200, &[("retry-after", "1000000000000")], r#"{"status":"running"}"#);
    let bench = Bench::new(&[never, DONE]);
    assert!(bench.client.wait(poll().job(PENDING)).await.unwrap_err().is_timeout());
    assert_eq!(bench.times(), [0.0]);
}

#[tokio::test(start_paused = true)]
async fn failures_that_may_pass_are_borne_five_times_in_a_row() {
    const DOWN: Answer = (503, &[], "");
    let bench = Bench::new(&[&[DOWN; 5][..], &[QUEUED], &[DOWN; 5], &[DONE]].concat());
    assert_eq!(bench.client.wait(poll().job(PENDING)).await.unwrap().answer, Some(42));
    let bench = Bench::new(&[DOWN]);
    let error = bench.client.wait(poll().job(PENDING)).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), bench.times().len()), (503, 6));
    let bench = Bench::new(&[(404, &[], "")]);
    assert_eq!(bench.client.wait(poll().job(PENDING)).await.unwrap_err().kind(), ErrorKind::Status);
    assert_eq!(bench.times().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_closure_may_judge() {
    let bench = Bench::new(&[QUEUED, QUEUED, DONE]);
    let done = bench.client.poll_until(poll(), Polling::default(), |it| it.answer.is_some()).await.unwrap();
    assert_eq!((done.answer, bench.times().len()), (Some(42), 3));
}

#[tokio::test(start_paused = true)]
async fn what_is_pending_is_a_rule() {
    for (pending, answers, looks) in [
        (Pending::Until("/status", &["done", "failed"]), &[QUEUED, (200, &[], "{}"), DONE][..], 3),
        (Pending::Until("/status", &["done", "failed"]), &[(200, &[], r#"{"status":"failed"}"#)], 1),
        (PENDING, &[QUEUED, (200, &[], r#"{"status":"unheard of"}"#)], 2),
        (Pending::Accepted, &[(202, &[], "{}"), (202, &[], ""), DONE], 3),
    ] {
        let bench = Bench::new(answers);
        bench.client.wait(poll().job(pending)).await.unwrap();
        assert_eq!(bench.times().len(), looks, "{pending:?}");
    }
}

async fn started(
    answers: &[Answer],
    handles: &'static [(&'static str, Handle)],
) -> (Result<Status, Error>, Vec<String>) {
    let bench = Bench::new(answers);
    let poll = Call::get("/v1/jobs/{id}", PUBLIC).json::<Status>();
    let job = poll.job(PENDING).started_by(Call::post("/v1/jobs", PUBLIC).json::<Status>(), handles);
    (bench.client.wait(job).await, bench.targets())
}

#[tokio::test(start_paused = true)]
async fn a_job_is_started_and_then_asked_after() {
    const BY_ID: &[(&str, Handle)] = &[("id", Handle::Json("/job/id"))];
    let accepted: Answer = (202, &[], r#"{"job":{"id":7}}"#);
    let (done, targets) = started(&[accepted, QUEUED, DONE], BY_ID).await;
    assert_eq!(done.unwrap().answer, Some(42));
    assert_eq!(targets, ["POST /v1/jobs", "GET /v1/jobs/7", "GET /v1/jobs/7"]);
    // Created, and it says that it is not done.
    let created: Answer = (201, &[], r#"{"job":{"id":7},"status":"queued"}"#);
    let (done, targets) = started(&[created, DONE], BY_ID).await;
    assert_eq!((done.unwrap().answer, targets.len()), (Some(42), 2));
    // A result that tells of no status may still be asked after.
    let (done, targets) = started(&[(200, &[], r#"{"job":{"id":7},"answer":1}"#), DONE], BY_ID).await;
    assert_eq!((done.unwrap().answer, targets.len()), (Some(42), 2));
    // Done at once.
    for answer in [(200, &[][..], r#"{"answer":42}"#), DONE, (201, &[], r#"{"answer":42,"status":"done"}"#)] {
        let (done, targets) = started(&[answer], BY_ID).await;
        assert_eq!((done.unwrap().answer, targets.len()), (Some(42), 1), "{answer:?}");
    }
    // The first answer may ask for time as well.
    let bench = Bench::new(&[(202, &[("retry-after", "9")], r#"{"job":{"id":"a"}}"#), DONE]);
    let job = Call::get("/v1/jobs/{id}", PUBLIC).json::<Status>().job(PENDING);
    bench.client.wait(job.started_by(Call::post("/v1/jobs", PUBLIC), BY_ID)).await.unwrap();
    assert!((bench.times()[1] - 9.0).abs() < 0.01);
}

#[tokio::test(start_paused = true)]
async fn a_location_gives_its_values_and_nothing_else() {
    const BY_LOCATION: &[(&str, Handle)] = &[("id", Handle::Location)];
    for location in ["/v1/jobs/7", "https://evil.example/prefix/v1/jobs/7/?key=1#x"] {
        let accepted: Answer = (202, Box::leak(Box::new([("location", location)])), "");
        let (done, targets) = started(&[accepted, DONE], BY_LOCATION).await;
        assert_eq!(done.unwrap().answer, Some(42));
        assert_eq!(targets, ["POST /v1/jobs", "GET /v1/jobs/7"]);
    }
    for location in ["/v1/tasks/7", "https://evil.example", "/v1/jobs/%2e%2e", "/v1/jobs/"] {
        let accepted: Answer = (202, Box::leak(Box::new([("location", location)])), "");
        let (error, targets) = started(&[accepted, DONE], BY_LOCATION).await;
        let error = error.unwrap_err();
        assert_eq!((error.kind(), targets.len()), (ErrorKind::Decode, 1), "{location}");
        assert_eq!(error.status().unwrap().as_u16(), 202);
    }
    let (error, _) = started(&[(202, &[], "{}"), DONE], &[("id", Handle::Json("/id"))]).await;
    assert_eq!(
        error.unwrap_err().to_string(),
        "POST /v1/jobs: the answer does not say `id`, by which the job is asked after"
    );
}
