//! A long list from its bytes and to its bytes.

use std::hint::black_box;

use paradigm_client::v3::types::WorkspaceMembersV3Response;
use serde::{Deserialize, Serialize};
use specsmith_runtime::codec;

use crate::by_hand::{Members, User};
use crate::{Outcome, server};

/// The generated types keep unknown keys, so these do.
#[derive(Serialize, Deserialize)]
struct KeepingUser {
    id: i64,
    email: String,
    role: String,
    #[serde(flatten)]
    rest: serde_json::Map<String, serde_json::Value>,
}

/// Some ten million bytes.
const USERS: usize = 170_000;

pub(crate) fn run(what: &str, by: &str, count: usize) -> Outcome {
    let text = server::members(USERS);
    let bytes = text.as_bytes();
    match (what, by) {
        ("decode", "ours") => repeat(count, || ours(bytes)),
        ("decode", "by-hand") => repeat(count, || Ok(serde_json::from_slice::<Members<User>>(bytes)?)),
        ("decode", "by-hand-keeping") => {
            repeat(count, || Ok(serde_json::from_slice::<Members<KeepingUser>>(bytes)?))
        }
        ("encode", "ours") => {
            let value = ours(bytes)?;
            repeat(count, || Ok(codec::encode(&value)?))
        }
        ("encode", "by-hand") => {
            let value = serde_json::from_slice::<Members<User>>(bytes)?;
            repeat(count, || Ok(serde_json::to_vec(&value)?))
        }
        _ => Err(format!("`{what} {by}` is nothing that is done with lists").into()),
    }
}

fn ours(bytes: &[u8]) -> Outcome<WorkspaceMembersV3Response> {
    Ok(codec::decode(bytes).map_err(|it| it.reason().to_owned())?)
}

fn repeat<T>(count: usize, once: impl Fn() -> Outcome<T>) -> Outcome {
    for _ in 0..count {
        black_box(once()?);
    }
    Ok(())
}
