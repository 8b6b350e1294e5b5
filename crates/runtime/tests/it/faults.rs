//! Every place where bytes cross, cut, reset, stalled and garbled: the right error, the right number of requests, no
//! waiting beyond the limit, and no task left behind.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use specsmith_runtime::{
    Body, Call, Client, ClientBuilder, Error, ErrorKind, Events, Json, Phase, Terminator,
};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, timeout};

use crate::server::header;
use crate::tls::Authority;
use crate::{Acme, PUBLIC};

/// How long a stalled exchange is waited for.
const LIMIT: Duration = Duration::from_secs(2);
/// What nothing may outlast: two attempts, a pause, and a machine that is busy with other things.
const AT_MOST: Duration = Duration::from_secs(60);
const UPLOAD: usize = 256 << 10;
const BODY: usize = 16 << 10;
const EVENT: &[u8] = b"id: 1\nevent: n\ndata: 7\n\n";
const EVENTS: usize = 3;

/// Where the server stops to do as it should.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Place {
    /// Before a byte has gone either way.
    Accept,
    /// When the client has begun to shake hands.
    Handshake,
    /// When so much of the request's body has come.
    Upload(usize),
    /// When so much of the reply's head has gone.
    Head(usize),
    /// When so much of a body of known length has gone.
    Length(usize),
    /// When so much of a body in chunks has gone.
    Chunks(usize),
    /// When so much of a stream of events has gone.
    Events(usize),
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    Cut,
    Reset,
    Stall,
    Garble,
}

/// One fault at one place, and how often the server came to it.
struct Case {
    place: Place,
    fault: Fault,
    seen: AtomicUsize,
}

/// Where tasks run that do not count.
pub(crate) fn elsewhere() -> tokio::runtime::Handle {
    let (give, take) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        give.send(runtime.handle().clone()).unwrap();
        runtime.block_on(std::future::pending::<()>());
    });
    take.recv().unwrap()
}

/// A server that treats a request for `/x/7` by the case of that number; for the first two places there is no request
/// yet, and the only case is the one.
async fn start(cases: &Arc<Vec<Case>>) -> SocketAddr {
    let (give, take) = tokio::sync::oneshot::channel();
    let cases = Arc::clone(cases);
    elsewhere().spawn(async move {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        give.send(listener.local_addr().unwrap()).unwrap();
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let cases = Arc::clone(&cases);
            // A client may hang up at any point, which is its right.
            tokio::spawn(async move { drop(serve(stream, &cases).await) });
        }
    });
    take.await.unwrap()
}

async fn serve(mut stream: TcpStream, cases: &[Case]) -> std::io::Result<()> {
    let early = cases.iter().find(|it| matches!(it.place, Place::Accept | Place::Handshake));
    let (case, sent, length) = match early {
        Some(case) => (case, 0, 0),
        None => read_head(&mut stream, cases).await?,
    };
    case.seen.fetch_add(1, Ordering::SeqCst);
    let whole = match case.place {
        Place::Accept => 0,
        Place::Handshake => 1,
        Place::Upload(count) => count,
        Place::Head(_) | Place::Length(_) | Place::Chunks(_) | Place::Events(_) => length,
    };
    let mut upload = vec![0; whole.saturating_sub(sent)];
    stream.read_exact(&mut upload).await?;
    stream.write_all(&reply(case.place)).await?;
    match case.fault {
        Fault::Cut => {}
        Fault::Reset => return stream.set_zero_linger(),
        Fault::Stall => return drain(&mut stream).await,
        Fault::Garble => stream.write_all(&b"\0\xff garbled \r\n".repeat(2000)).await?,
    }
    stream.shutdown().await?;
    drain(&mut stream).await
}

/// Reads the head of a request; gives its case, how much of its body came along, and how long that is.
async fn read_head<'c>(
    stream: &mut TcpStream,
    cases: &'c [Case],
) -> std::io::Result<(&'c Case, usize, usize)> {
    let mut request = Vec::new();
    let end = loop {
        if let Some(at) = request.windows(4).position(|it| it == b"\r\n\r\n") {
            break at + 4;
        }
        if stream.read_buf(&mut request).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    };
    let text = String::from_utf8_lossy(&request[..end]).into_owned();
    let number: usize = text.split(['/', ' ']).nth(3).unwrap().parse().unwrap();
    let length = header(&text, "content-length").unwrap().parse().unwrap();
    Ok((&cases[number], request.len() - end, length))
}

/// What of the reply goes out before the fault.
fn reply(place: Place) -> Vec<u8> {
    match place {
        Place::Accept | Place::Handshake | Place::Upload(_) => Vec::new(),
        Place::Head(count) => head("content-length: 2")[..count].to_vec(),
        Place::Length(count) => [head(&format!("content-length: {BODY}")), body()[..count].to_vec()].concat(),
        Place::Chunks(count) => in_chunks(head("transfer-encoding: chunked"), &body()[..count], 1 << 10),
        Place::Events(count) => {
            let head =
                "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
            in_chunks(head.as_bytes().to_vec(), &EVENT.repeat(EVENTS)[..count], EVENT.len())
        }
    }
}

fn in_chunks(mut reply: Vec<u8>, body: &[u8], size: usize) -> Vec<u8> {
    for piece in body.chunks(size) {
        reply.extend([format!("{:x}\r\n", piece.len()).as_bytes(), piece, b"\r\n"].concat());
    }
    reply
}

/// The body's JSON text, all of it.
fn body() -> Vec<u8> {
    format!("\"{}\"", "x".repeat(BODY - 2)).into_bytes()
}

fn head(framing: &str) -> Vec<u8> {
    let lines = ["HTTP/1.1 200 OK", "content-type: application/json", "x-request-id: 1", framing, "", ""];
    lines.join("\r\n").into_bytes()
}

/// Reads until the client hangs up, and keeps nothing.
async fn drain(stream: &mut (impl AsyncRead + Unpin)) -> std::io::Result<()> {
    let mut buffer = [0; 4096];
    while stream.read(&mut buffer).await? > 0 {}
    Ok(())
}

/// What must become of a call.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Outcome {
    kind: ErrorKind,
    phase: Option<Phase>,
    sent: bool,
    attempts: u32,
}

fn expected(place: Place, fault: Fault, repeatable: bool) -> Outcome {
    let phase = match place {
        Place::Handshake => Phase::Connect,
        Place::Accept | Place::Upload(_) | Place::Head(_) => Phase::Headers,
        Place::Length(_) | Place::Chunks(_) | Place::Events(_) => Phase::Body,
    };
    let kind = match (fault, place) {
        (Fault::Stall, _) => ErrorKind::Timeout,
        (_, Place::Handshake) => ErrorKind::Connect,
        // Only a codec can see what is wrong with a body of the right length.
        (Fault::Garble, Place::Length(_)) => ErrorKind::Decode,
        _ => ErrorKind::Transport,
    };
    // What has been handed on cannot be taken back by another attempt.
    let begun = matches!(place, Place::Events(_)) || kind == ErrorKind::Decode;
    let again = place == Place::Handshake || (repeatable && !begun);
    Outcome {
        kind,
        phase: (kind == ErrorKind::Timeout).then_some(phase),
        sent: place != Place::Handshake,
        attempts: if again { 2 } else { 1 },
    }
}

async fn check(client: Client<Acme>, cases: Arc<Vec<Case>>, number: usize, repeatable: bool) {
    let Case { place, fault, seen } = &cases[number];
    let call = if repeatable { Call::put("/x/{case}", PUBLIC) } else { Call::post("/x/{case}", PUBLIC) };
    let size = if matches!(place, Place::Upload(_)) { UPLOAD } else { 16 };
    let call = call.path("case", number as u64).body(Body::bytes("a/b", vec![b'x'; size]));
    let call = if *fault == Fault::Stall && *place != Place::Handshake { call.timeout(LIMIT) } else { call };
    let error = match place {
        Place::Events(count) => {
            let call = call.events::<i64>(Terminator::Sentinel("[DONE]"));
            let reached = timeout(AT_MOST, to_the_end(&client, call)).await.unwrap();
            // A reset may overtake what was sent before it.
            let whole = count / EVENT.len();
            let least = if *fault == Fault::Reset { 0 } else { whole };
            assert!((least..=whole).contains(&reached.0), "{fault:?} at {place:?}: {reached:?}");
            reached.1
        }
        _ => timeout(AT_MOST, client.send(call.json::<Json>())).await.unwrap().unwrap_err(),
    };
    let found =
        Outcome { kind: error.kind(), phase: error.phase(), sent: error.sent(), attempts: error.attempts() };
    let expected = expected(*place, *fault, repeatable);
    assert_eq!(found, expected, "{fault:?} at {place:?}: {error:?}");
    let seen = seen.swap(0, Ordering::SeqCst);
    assert_eq!(seen, expected.attempts as usize, "{fault:?} at {place:?}: {error:?}");
}

/// How many events come, and the error behind them.
async fn to_the_end(client: &Client<Acme>, call: Call<Events<i64>>) -> (usize, Error) {
    let mut events = match client.stream(call).await {
        Ok(events) => events,
        Err(error) => return (0, error),
    };
    let mut count = 0;
    loop {
        match events.next().await.unwrap() {
            Ok(event) => assert_eq!(event, 7),
            Err(error) => {
                assert!(events.next().await.is_none(), "there is something behind {error:?}");
                return (count, error);
            }
        }
        count += 1;
    }
}

/// Every case against one server, first with requests that may be sent twice and then with others.
async fn check_all(builder: impl Fn(SocketAddr) -> ClientBuilder<Acme>, cases: Vec<Case>) {
    let cases = Arc::new(cases);
    let pause = Duration::from_millis(1);
    let builder = builder(start(&cases).await).attempt_timeout(AT_MOST).retry_budget(u32::MAX, 1.0);
    let client = builder.retries(1).backoff(pause, pause).idle_timeout(LIMIT).build().unwrap();
    for repeatable in [true, false] {
        let mut checks = tokio::task::JoinSet::new();
        for number in 0..cases.len() {
            checks.spawn(check(client.clone(), Arc::clone(&cases), number, repeatable));
        }
        while let Some(checked) = checks.join_next().await {
            checked.unwrap();
        }
    }
}

/// Each of these places with each fault.
fn cases(places: impl IntoIterator<Item = Place>) -> Vec<Case> {
    let faults = [Fault::Cut, Fault::Reset, Fault::Stall, Fault::Garble];
    let all = places.into_iter().flat_map(|place| faults.map(|fault| (place, fault)));
    all.map(|(place, fault)| Case { place, fault, seen: AtomicUsize::new(0) }).collect()
}

fn plain(address: SocketAddr) -> ClientBuilder<Acme> {
    Client::builder().base_url(format!("http://{address}"))
}

/// Whatever drove a connection has ended with its client.
pub(crate) async fn check_nothing_is_left() {
    let start = Instant::now();
    while tokio::runtime::Handle::current().metrics().num_alive_tasks() > 0 {
        assert!(start.elapsed() < AT_MOST, "tasks are left behind");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn faults_before_a_request() {
    for case in cases([Place::Accept]) {
        // Whether a reset at once is seen before or after the request goes out is chance.
        if case.fault != Fault::Reset {
            check_all(plain, vec![case]).await;
        }
    }
    let authority = Authority::new();
    for case in cases([Place::Handshake]) {
        let limit = if case.fault == Fault::Stall { LIMIT } else { AT_MOST };
        check_all(|address| authority.client(address).connect_timeout(limit), vec![case]).await;
    }
    check_nothing_is_left().await;
}

#[tokio::test]
async fn faults_during_a_request() {
    let places = [0, 1, 1 << 10, 64 << 10, UPLOAD - 1].map(Place::Upload);
    check_all(plain, cases(places)).await;
    check_nothing_is_left().await;
}

#[tokio::test]
async fn faults_within_the_head_of_a_reply() {
    let places = (0..head("content-length: 2").len()).step_by(3).map(Place::Head);
    check_all(plain, cases(places)).await;
    check_nothing_is_left().await;
}

#[tokio::test]
async fn faults_within_the_body_of_a_reply() {
    let lengths = (0..BODY).step_by(1 << 10).map(Place::Length);
    let chunks = (0..=BODY).step_by(1 << 10).map(Place::Chunks);
    check_all(plain, cases(lengths.chain(chunks))).await;
    check_nothing_is_left().await;
}

#[tokio::test]
async fn faults_between_and_within_events() {
    let places = (0..=EVENT.len() * EVENTS).map(Place::Events);
    // A reset may overtake the head too, and then there was no stream yet.
    let (resets, others): (Vec<_>, Vec<_>) =
        cases(places).into_iter().partition(|it| it.fault == Fault::Reset);
    check_all(plain, others).await;
    check_nothing_is_left().await;
    for case in resets {
        let cases = Arc::new(vec![case]);
        let builder = plain(start(&cases).await).attempt_timeout(AT_MOST);
        check(builder.build().unwrap(), cases, 0, false).await;
    }
    check_nothing_is_left().await;
}
