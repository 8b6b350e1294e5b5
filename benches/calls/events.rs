//! A stream of events to its end.

use std::fs;
use std::hint::black_box;

use paradigm_client::Call;
use paradigm_client::v3::types::UserMember;
use specsmith_runtime::Terminator;

use crate::by_hand::{Client, User};
use crate::{Outcome, ours as our};

/// After so many events everything has been allocated that is kept.
const WARM: usize = 1_000;

pub(crate) async fn ours(address: &str, count: usize) -> Outcome {
    let client = our::client(address)?;
    let call = Call::get("/events/{count}", &[]).path("count", i64::try_from(count)?);
    let done = Terminator::Sentinel("[DONE]");
    let mut events = client.stream(call.events::<UserMember>(done)).await?;
    let mut memory = Memory::default();
    while let Some(event) = events.next().await {
        black_box(event?);
        memory.count();
    }
    memory.say(count)
}

pub(crate) async fn by_hand(address: &str, count: usize) -> Outcome {
    let mut reply = Client::new(address)?.events(count).await?;
    let mut memory = Memory::default();
    let mut buffer = Vec::new();
    while let Some(piece) = reply.chunk().await? {
        buffer.extend_from_slice(&piece);
        let mut read = 0;
        while let Some(length) = buffer[read..].windows(2).position(|it| it == b"\n\n") {
            for line in std::str::from_utf8(&buffer[read..read + length])?.lines() {
                match line.strip_prefix("data: ") {
                    Some("[DONE]") => return memory.say(count),
                    Some(data) => {
                        black_box(serde_json::from_str::<User>(data)?);
                        memory.count();
                    }
                    None => {}
                }
            }
            read += length + 2;
        }
        buffer.drain(..read);
    }
    Err("the stream ended early".into())
}

/// What the process holds.
#[derive(Default)]
struct Memory {
    events: usize,
    warm: u64,
}

impl Memory {
    fn count(&mut self) {
        self.events += 1;
        if self.events == WARM {
            self.warm = resident();
        }
    }

    fn say(&self, expected: usize) -> Outcome {
        if self.events != expected {
            return Err(format!("{} events rather than {expected}", self.events).into());
        }
        println!("{}", resident().saturating_sub(self.warm));
        Ok(())
    }
}

/// In bytes; nothing where the system does not say.
fn resident() -> u64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|it| it.strip_prefix("VmRSS:"));
    line.and_then(|it| it.trim().strip_suffix(" kB")?.parse::<u64>().ok()).unwrap_or_default() * 1024
}
