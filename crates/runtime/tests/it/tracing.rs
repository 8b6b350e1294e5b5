//! What a call looks like to `tracing`.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use specsmith_runtime::mock::{MockReply, MockTransport};
use specsmith_runtime::{Call, Client, Json};
use tracing_subscriber::fmt::format::FmtSpan;

use crate::{Acme, PUBLIC};

/// Where a subscriber writes to.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a call tells at a level, each span when it is over.
async fn told(level: tracing::Level, replies: Vec<MockReply>) -> Vec<String> {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(level)
        .with_span_events(FmtSpan::CLOSE)
        .without_time()
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let mock = MockTransport::new();
    replies.into_iter().for_each(|reply| mock.reply(reply));
    let pause = Duration::from_secs(1);
    let client = Client::<Acme>::builder().transport(Arc::new(mock)).retries(1);
    let client = client.backoff(pause, pause).build().unwrap();
    let guard = tracing::subscriber::set_default(subscriber);
    let call = Call::get("/files/{id}", PUBLIC).path("id", 7).query("secret", 1).json::<Json>();
    let _ = client.send(call).await;
    drop(guard);
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    // Times and pauses differ from run to run.
    let without = |line: &str| {
        let words = line.split(' ').filter(|it| !it.starts_with("time.") && !it.starts_with("delay_ms="));
        words.collect::<Vec<_>>().join(" ").trim_start().to_owned()
    };
    text.lines().map(without).collect()
}

const CALL: &str = "call{otel.name=GET /files/{id} otel.kind=\"client\" http.request.method=GET \
                    url.template=\"/files/{id}\" server.address=\"acme.invalid\"";

#[tokio::test(start_paused = true)]
async fn a_call_is_a_span_and_so_is_each_attempt() {
    let replies = || vec![MockReply::new(503), MockReply::json(200, "{}")];
    assert_eq!(
        told(tracing::Level::DEBUG, replies()).await,
        [
            format!(
                "DEBUG {CALL}}}:attempt{{http.request.resend_count=0 http.response.status_code=503 error.type=503}}: \
                 specsmith_runtime: close"
            ),
            format!("INFO {CALL}}}: specsmith_runtime: trying again attempt=2 error.type=503"),
            format!(
                "DEBUG {CALL}}}:attempt{{http.request.resend_count=1 http.response.status_code=200}}: \
                 specsmith_runtime: close"
            ),
            format!("INFO {CALL} http.response.status_code=200}}: specsmith_runtime: close"),
        ]
    );
    let told = told(tracing::Level::INFO, replies()).await;
    assert_eq!(told.len(), 2, "{told:?}");
}

#[tokio::test(start_paused = true)]
async fn a_failure_says_its_kind() {
    for (reply, expected) in [
        (MockReply::new(404), "http.response.status_code=404 error.type=404"),
        (MockReply::json(200, "["), "http.response.status_code=200 error.type=Decode"),
        (
            MockReply::new(200).header("content-type", "a/b"),
            "http.response.status_code=200 error.type=UnexpectedContentType",
        ),
    ] {
        let told = told(tracing::Level::INFO, vec![reply]).await;
        assert_eq!(told, [format!("INFO {CALL} {expected}}}: specsmith_runtime: close")]);
    }
    let told = told(tracing::Level::INFO, vec![MockReply::silence(), MockReply::silence()]).await;
    let last = told.last().unwrap();
    assert_eq!(*last, format!("INFO {CALL} error.type=Timeout}}: specsmith_runtime: close"));
}
