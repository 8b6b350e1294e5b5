//! The program of a contract run: makes every call of one document, and writes one line of JSON for each.
//!
//! It stands beside what the generator writes for it: `calls/documents.rs` makes the client and the calls.

#[path = "calls/documents.rs"]
mod documents;

use std::future::Future;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::time::Duration;

use documents::Client;
use specsmith_runtime::codec::{Model, decode};
use specsmith_runtime::{Call, Error, ErrorKind, Json};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The exit code of a program that wants another server: this one is gone, or answers no more.
const ANOTHER: i32 = 4;

/// A status that no document declares: to ask for it is to be told of nothing but the request.
const UNDECLARED: &str = "code=599";

type Sending = Box<dyn FnOnce(Client, Wanted) -> Pin<Box<dyn Future<Output = Outcome>>>>;

/// What a server is asked to answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// What the document says.
    Answer,
    /// Whether the request is right, and no more.
    Verdict,
}

/// What came of a call.
struct Outcome {
    word: &'static str,
    status: Option<u16>,
    detail: String,
}

/// The calls, before any is made.
pub struct Probes {
    all: Vec<([&'static str; 3], Sending)>,
}

impl Probes {
    fn call<T: 'static>(&mut self, said: [&'static str; 3], build: impl FnOnce() -> Call<T> + 'static) {
        let sending: Sending = Box::new(move |client, wanted| match catch_unwind(AssertUnwindSafe(build)) {
            Ok(call) => Box::pin(async move {
                let call = call.timeout(PATIENCE);
                // Made of the schemas, where the examples of the document are no values of them.
                let again = call.clone().header("prefer", "dynamic=true");
                if wanted == Wanted::Verdict {
                    return made(&client, call.header("prefer", UNDECLARED)).await;
                }
                let first = made(&client, call).await;
                if first.word != "unanswered" {
                    return first;
                }
                let second = made(&client, again).await;
                if second.word == "accepted" { second } else { first }
            }),
            Err(_) => Box::pin(async { Outcome::of("unmade", "a sample value does not decode") }),
        });
        self.all.push((said, sending));
    }

    #[allow(dead_code, reason = "most documents have a value for everything")]
    fn without(&mut self, said: [&'static str; 3]) {
        let sending: Sending =
            Box::new(|_, _| Box::pin(async { Outcome::of("unmade", "no value was found that it allows") }));
        self.all.push((said, sending));
    }
}

impl Outcome {
    fn of(word: &'static str, detail: &str) -> Self {
        Self { word, status: None, detail: detail.to_owned() }
    }
}

async fn made<T>(client: &Client, call: Call<T>) -> Outcome {
    let sent = client.send_full(call).await;
    outcome(sent.map(|it| (it.status.as_u16(), violations(&it.headers))))
}

fn violations(headers: &http::HeaderMap) -> Option<String> {
    headers.get("sl-violations").map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned())
}

fn outcome(sent: Result<(u16, Option<String>), Error>) -> Outcome {
    let (status, violations, error) = match sent {
        Ok((status, violations)) => (Some(status), violations, None),
        Err(error) => (error.status().map(|it| it.as_u16()), violations(error.headers()), Some(error)),
    };
    let read = |text: &str| serde_json::from_str::<Json>(text).unwrap_or_default();
    let listed = violations.as_deref().map(read).unwrap_or_default();
    let of = |word, detail| Outcome { word, status, detail };
    if about(&listed, "request") {
        return of("violates", listed.to_string());
    }
    let Some(error) = error else {
        let word = if about(&listed, "response") { "unanswered" } else { "accepted" };
        return of(word, String::new());
    };
    let body = String::from_utf8_lossy(error.body()).into_owned();
    if body.contains("stoplight.io/prism/errors") {
        let problem = read(&body);
        let kind = problem["type"].as_str().unwrap_or_default();
        // A request is looked at before its reply is made.
        const REPLIES: [&str; 5] = [
            "NO_COMPLEX_OBJECT_TEXT",
            "NO_RESPONSE_DEFINED",
            "NO_SUCCESS_RESPONSE_DEFINED",
            "SCHEMA_TOO_COMPLEX",
            "VIOLATIONS",
        ];
        let undeclared = problem["detail"].as_str().is_some_and(|it| it.starts_with("Requested status code 599"));
        let reply = undeclared
            || REPLIES.iter().any(|it| kind.ends_with(it)) && !about(&problem["validation"], "request");
        return of(if reply { "unanswered" } else { "refused" }, body);
    }
    match error.kind() {
        // What the document documents need not be a success.
        ErrorKind::Status | ErrorKind::Redirect => of("accepted", String::new()),
        ErrorKind::Request => of("unsendable", error.to_string()),
        ErrorKind::Connect | ErrorKind::Transport => of("crashed", error.to_string()),
        ErrorKind::Timeout => of("late", error.to_string()),
        _ => of("undecodable", format!("{error}: {}", &body[..body.floor_char_boundary(600)])),
    }
}

/// Whether something of that side is wrong. To use what is deprecated is not.
fn about(violations: &Json, side: &str) -> bool {
    let wrong = |it: &Json| it["location"][0] == side && it["code"] != "deprecated";
    violations.as_array().is_some_and(|all| all.iter().any(wrong))
}

/// Reads a sample value into its type.
pub fn read<T: Model>(json: &str) -> T {
    match decode(json.as_bytes()) {
        Ok(value) => value,
        Err(fault) => panic!("{}: {json}", fault.reason()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let given: Vec<String> = std::env::args().collect();
    let [_, url, module, done, verdicts] = given.as_slice() else {
        return Err("usage: harness URL MODULE DONE VERDICTS".into());
    };
    let (done, verdicts): (usize, usize) = (done.parse()?, verdicts.parse()?);
    let client = documents::client(url)?;
    let mut probes = Probes { all: Vec::new() };
    documents::probe(module, &mut probes);
    std::panic::set_hook(Box::new(|it| eprintln!("{it}")));
    let mut out = std::io::stdout().lock();
    for (number, ([operation, media_type, amount], send)) in probes.all.into_iter().skip(done).enumerate() {
        let wanted = if number < verdicts { Wanted::Verdict } else { Wanted::Answer };
        let Outcome { word, status, detail } = send(client.clone(), wanted).await;
        let text = |it: &str| Json::from(it);
        let line = Json::Object(
            [
                ("operation", text(operation)),
                ("media_type", text(media_type)),
                ("amount", text(amount)),
                ("outcome", text(word)),
                ("status", status.map_or(Json::Null, Json::from)),
                ("detail", Json::from(detail)),
            ]
            .map(|(key, value)| (key.to_owned(), value))
            .into_iter()
            .collect(),
        );
        writeln!(out, "{line}")?;
        if matches!(word, "late" | "crashed") {
            std::process::exit(ANOTHER);
        }
    }
    Ok(())
}
