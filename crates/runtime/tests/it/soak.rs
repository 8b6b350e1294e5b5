//! Many tasks against a server that answers at random, for a moment; `cargo xtask soak` does it for longer.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use specsmith_runtime::{Call, Client, Error, ErrorKind, Phase};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep, timeout};

use crate::faults::{check_nothing_is_left, elsewhere};
use crate::memory::resident;
use crate::server::header;
use crate::{Acme, PUBLIC, alone};

const TASKS: u64 = 200;
const ATTEMPT: Duration = Duration::from_millis(800);

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// How often the server has acted on each request, by its number.
type Acted = Arc<Mutex<BTreeMap<u64, u32>>>;

async fn server(acted: Acted) -> SocketAddr {
    let (give, take) = tokio::sync::oneshot::channel();
    elsewhere().spawn(async move {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        give.send(listener.local_addr().unwrap()).unwrap();
        for seed in 0.. {
            let (stream, _) = listener.accept().await.unwrap();
            let acted = Arc::clone(&acted);
            // A client may hang up at any point, which is its right.
            tokio::spawn(async move { drop(serve(stream, Dice(seed), &acted).await) });
        }
    });
    take.await.unwrap()
}

/// Serves one connection, which is kept open until it has had enough; it does not say when.
async fn serve(
    mut stream: TcpStream,
    mut dice: Dice,
    acted: &Mutex<BTreeMap<u64, u32>>,
) -> std::io::Result<()> {
    let mut request = Vec::new();
    loop {
        let end = loop {
            if let Some(at) = request.windows(4).position(|it| it == b"\r\n\r\n") {
                break at + 4;
            }
            if stream.read_buf(&mut request).await? == 0 {
                return Ok(());
            }
        };
        let number: u64 =
            header(&String::from_utf8_lossy(&request[..end]), "x-number").unwrap().parse().unwrap();
        request.drain(..end);
        let rejected = match dice.roll(20) {
            0 => Some("429 Too Many Requests\r\nretry-after-ms: 3"),
            1 => Some("503 Service Unavailable\r\nretry-after-ms: 3"),
            _ => None,
        };
        if let Some(head) = rejected {
            stream.write_all(format!("HTTP/1.1 {head}\r\ncontent-length: 2\r\n\r\nno").as_bytes()).await?;
            continue;
        }
        *acted.lock().unwrap().entry(number).or_default() += 1;
        let body = number.to_string();
        let head =
            format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}", body.len());
        match dice.roll(20) {
            0 => {
                stream.write_all(b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 2\r\n\r\nno").await?
            }
            1 => return stream.set_zero_linger(),
            2 => {
                stream.write_all(format!("{head}\r\n\r\n{}", &body[..body.len() / 2]).as_bytes()).await?;
                return stream.set_zero_linger();
            }
            3 => {
                stream.write_all(format!("{head}\r\n\r\n").as_bytes()).await?;
                for byte in body.as_bytes() {
                    sleep(Duration::from_millis(5)).await;
                    stream.write_all(&[*byte]).await?;
                }
            }
            4 if dice.roll(10) == 0 => sleep(2 * ATTEMPT).await,
            _ => stream.write_all(format!("{head}\r\n\r\n{body}").as_bytes()).await?,
        }
        if dice.roll(10) == 0 {
            return Ok(());
        }
    }
}

#[derive(Default)]
struct Counts {
    begun: AtomicUsize,
    succeeded: AtomicUsize,
    failed: AtomicUsize,
    dropped: AtomicUsize,
}

/// Makes calls until the time is up, and drops some of them half-way.
async fn work(client: Client<Acme>, task: u64, until: Instant, number: Arc<AtomicU64>, counts: Arc<Counts>) {
    let mut dice = Dice(task ^ 0x9e37_79b9_7f4a_7c15);
    while Instant::now() < until {
        // Even numbers may be sent twice, odd ones may not.
        let number = number.fetch_add(1, Ordering::SeqCst);
        let call = if number.is_multiple_of(2) { Call::get("/x", PUBLIC) } else { Call::post("/x", PUBLIC) };
        let call = call.header("x-number", number.to_string()).json::<u64>();
        counts.begun.fetch_add(1, Ordering::SeqCst);
        let patience = if dice.roll(10) == 0 { Duration::from_millis(dice.roll(20)) } else { 60 * ATTEMPT };
        let count = match timeout(patience, client.send(call)).await {
            Ok(Ok(value)) => {
                assert_eq!(value, number, "the reply is another call's");
                &counts.succeeded
            }
            Ok(Err(error)) => {
                check_error(&error);
                &counts.failed
            }
            Err(_) => {
                assert!(patience < 60 * ATTEMPT, "a call outlasts its attempts");
                &counts.dropped
            }
        };
        count.fetch_add(1, Ordering::SeqCst);
    }
}

fn check_error(error: &Error) {
    let status = error.status().map_or(0, |it| it.as_u16());
    let known = match error.kind() {
        ErrorKind::Status => matches!(status, 429 | 500 | 503),
        ErrorKind::Timeout => error.phase() != Some(Phase::Connect) && error.sent(),
        ErrorKind::Transport => error.sent(),
        _ => false,
    };
    assert!(known, "{error:?}");
}

#[test]
fn every_call_ends_once_and_nothing_is_left() {
    if !alone("soak::every_call_ends_once_and_nothing_is_left", &[]) {
        return;
    }
    let seconds = std::env::var("SPECSMITH_SOAK_SECONDS").ok().and_then(|it| it.parse().ok()).unwrap_or(3);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(soak(Duration::from_secs(seconds)));
}

async fn soak(time: Duration) {
    let acted = Acted::default();
    let base = format!("http://{}", server(Arc::clone(&acted)).await);
    let (first, cap) = (Duration::from_millis(1), Duration::from_millis(10));
    let builder = Client::<Acme>::builder().base_url(base).attempt_timeout(ATTEMPT).backoff(first, cap);
    let client = builder.retry_budget(u32::MAX, 1.0).build().unwrap();
    let (number, counts) = (Arc::new(AtomicU64::new(0)), Arc::new(Counts::default()));
    let until = Instant::now() + time;
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| tokio::spawn(work(client.clone(), task, until, Arc::clone(&number), Arc::clone(&counts))))
        .collect();
    sleep(time / 3).await;
    let warm = resident();
    // What the server remembers of each number grows, and is not the client's.
    let remembered = number.load(Ordering::SeqCst);
    for task in tasks {
        task.await.unwrap();
    }
    let entries = number.load(Ordering::SeqCst) - remembered;
    let growth = resident().saturating_sub(warm).saturating_sub(entries as usize * 32);
    let [begun, succeeded, failed, dropped] =
        [&counts.begun, &counts.succeeded, &counts.failed, &counts.dropped]
            .map(|it| it.load(Ordering::SeqCst));
    println!("{begun} calls: {succeeded} succeeded, {failed} failed, {dropped} dropped; {growth} bytes more");
    assert_eq!(begun, succeeded + failed + dropped);
    assert!(succeeded > failed && failed > 0 && dropped > 0);
    assert!(growth < 16 << 20, "{growth}");
    let acted = acted.lock().unwrap().clone();
    let twice: Vec<_> =
        acted.iter().filter(|(number, times)| !number.is_multiple_of(2) && **times > 1).collect();
    assert!(twice.is_empty(), "{twice:?}");
    assert!(acted.values().any(|times| *times > 1), "nothing was ever tried again");
    // The gate is open and the budget whole.
    client.send(Call::get("/x", PUBLIC).header("x-number", "0").retries(100)).await.unwrap();
    drop(client);
    check_nothing_is_left().await;
}
