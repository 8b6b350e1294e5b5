//! Does one thing so many times, to be counted from outside: `calls SCENARIO COUNT`, under callgrind.
//! The instructions of one are the difference of two runs over the difference of their counts.
#![forbid(unsafe_code)]

use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;

use paradigm_client::v3::types::{
    InstanceWorkspaceSetMembersV3Request, UserMember, WorkspaceMembersV3Response,
};
use paradigm_client::{
    BoxFuture, Client, Transport, TransportError, TransportRequest, TransportResponse, v3,
};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};
use specsmith_runtime::codec;

type Outcome = Result<(), Box<dyn Error>>;

#[derive(Serialize, Deserialize)]
struct User {
    id: i64,
    email: String,
    role: String,
    /// The generated types keep unknown keys, so these do.
    #[serde(flatten)]
    rest: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize, Deserialize)]
struct PlainUser {
    id: i64,
    email: String,
    role: String,
}

#[derive(Serialize)]
struct Request<U> {
    users: Vec<U>,
}

#[derive(Serialize, Deserialize)]
struct Members<U> {
    users: Vec<U>,
    groups: Vec<U>,
}

fn reply(users: usize) -> String {
    let user = |id| format!(r#"{{"id":{id},"email":"user{id}@example.com","role":"member"}}"#);
    format!(r#"{{"users":[{}],"groups":[]}}"#, (0..users).map(user).collect::<Vec<_>>().join(","))
}

/// Answers every request with the same reply.
struct Scripted(String);

impl Transport for Scripted {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            black_box(request.body.collect().await?);
            let headers =
                HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
            Ok(TransportResponse::whole(reqwest::StatusCode::OK, headers, self.0.clone()))
        })
    }
}

async fn generated(count: usize) -> Outcome {
    let client = Client::builder().bearer("key").transport(Arc::new(Scripted(reply(2)))).build()?;
    for _ in 0..count {
        let users = vec![UserMember::new(1, "user1@example.com", "member")];
        let body = InstanceWorkspaceSetMembersV3Request::default().users(users);
        black_box(client.send(v3::workspaces::members_update(7, body)).await?);
    }
    Ok(())
}

fn by_hand(count: usize) -> Outcome {
    let client = reqwest::Client::new();
    let reply = reply(2);
    for _ in 0..count {
        let user = PlainUser { id: 1, email: "user1@example.com".to_owned(), role: "member".to_owned() };
        let url = format!("https://paradigm.lighton.ai/api/v3/workspaces/{}/members", 7);
        let body = Request { users: vec![user] };
        black_box(client.put(url).bearer_auth("key").json(&body).build()?);
        let bytes = black_box(reply.clone());
        black_box(serde_json::from_slice::<Members<PlainUser>>(bytes.as_bytes())?);
    }
    Ok(())
}

/// A list of some ten million bytes.
fn long() -> String {
    reply(170_000)
}

fn main() -> Outcome {
    let mut arguments = std::env::args().skip(1).filter(|it| !it.starts_with('-'));
    // Among the other benches of the workspace there is nothing to count.
    let Some(scenario) = arguments.next() else { return Ok(()) };
    let count: usize = arguments.next().ok_or("how often?")?.parse()?;
    let text = if scenario.starts_with("call") { String::new() } else { long() };
    let bytes = text.as_bytes();
    match scenario.as_str() {
        "call" => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
            runtime.block_on(generated(count))?;
        }
        "call-by-hand" => by_hand(count)?,
        "decode" => {
            for _ in 0..count {
                black_box(
                    codec::decode::<WorkspaceMembersV3Response>(bytes)
                        .map_err(|it| it.reason().to_owned())?,
                );
            }
        }
        "decode-by-hand" => {
            for _ in 0..count {
                black_box(serde_json::from_slice::<Members<PlainUser>>(bytes)?);
            }
        }
        "decode-by-hand-keeping" => {
            for _ in 0..count {
                black_box(serde_json::from_slice::<Members<User>>(bytes)?);
            }
        }
        "encode" => {
            let value =
                codec::decode::<WorkspaceMembersV3Response>(bytes).map_err(|it| it.reason().to_owned())?;
            for _ in 0..count {
                black_box(codec::encode(&value)?);
            }
        }
        "encode-by-hand" => {
            let value = serde_json::from_slice::<Members<PlainUser>>(bytes)?;
            for _ in 0..count {
                black_box(serde_json::to_vec(&value)?);
            }
        }
        other => return Err(format!("`{other}` is no scenario").into()),
    }
    Ok(())
}
