//! Replies that are made to fill the memory, each held against what the process has taken by then.
#![cfg(target_os = "linux")]

use flate2::{Compress, Compression, FlushCompress};
use specsmith_runtime::{Call, ErrorKind, Json};

use crate::server::{Play, Server};
use crate::{PUBLIC, alone, builder};

const MIB: usize = 1 << 20;
const LIMIT: usize = 16 * MIB;

/// The most that this process has held so far, in bytes.
pub(crate) fn peak() -> usize {
    field("VmHWM:")
}

/// What this process holds now, in bytes.
pub(crate) fn resident() -> usize {
    field("VmRSS:")
}

fn field(name: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 1024
}

/// How a call against such a server fails, and how much the peak grows meanwhile.
fn growth(script: Play) -> (ErrorKind, usize) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let server = Server::start(vec![script]).await;
        let client = builder(&server).json_limit(LIMIT).build().unwrap();
        // What is set up once does not count.
        let _ = client.send(Call::get("/x", PUBLIC)).await;
        let before = peak();
        let error = client.send(Call::get("/x", PUBLIC).json::<Json>()).await.unwrap_err();
        (error.kind(), peak() - before)
    })
}

#[test]
fn a_small_reply_that_inflates_to_a_gigabyte() {
    if !alone("memory::a_small_reply_that_inflates_to_a_gigabyte", &[]) {
        return;
    }
    // What follows a full flush does not look back, so that one block is as good as a thousand.
    let mut block = Vec::with_capacity(MIB);
    let mut compress = Compress::new(Compression::best(), false);
    compress.compress_vec(&vec![b' '; MIB], &mut block, FlushCompress::Full).unwrap();
    let bomb = [b"\x1f\x8b\x08\0\0\0\0\0\0\xff".to_vec(), block.repeat(1024)].concat();
    assert!(bomb.len() < 2 * MIB, "{}", bomb.len());
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
        bomb.len()
    );
    let (kind, growth) = growth(Play::Bytes([head.into_bytes(), bomb].concat()));
    assert_eq!(kind, ErrorKind::TooLarge);
    assert!(growth < 2 * LIMIT, "{growth}");
}

#[test]
fn a_reply_without_end() {
    if !alone("memory::a_reply_without_end", &[]) {
        return;
    }
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    let (kind, growth) = growth(Play::Endless(head.to_vec(), chunk.into_bytes()));
    assert_eq!(kind, ErrorKind::TooLarge);
    assert!(growth < 2 * LIMIT, "{growth}");
}

#[test]
fn a_head_without_end() {
    if !alone("memory::a_head_without_end", &[]) {
        return;
    }
    for line in ["x: y\r\n".to_owned(), format!("x: {}\r\n", "y".repeat(0x10000))] {
        let (kind, growth) = growth(Play::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), line.into_bytes()));
        assert_eq!(kind, ErrorKind::Transport);
        assert!(growth < LIMIT, "{growth}");
    }
}
