//! The call by the client that openapi-to-rust makes of `members.yaml`. `cargo xtask bench calls` puts this file, that
//! client and `../calls/load.rs` into a crate: `ADDRESS CONNECTIONS COUNT` are its arguments.
#![forbid(unsafe_code)]

mod generated;
mod load;

use std::error::Error;
use std::hint::black_box;

use generated::client::HttpClient;
use generated::types::{SetMembers, User};

type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

async fn call(client: HttpClient, id: i64) -> Outcome {
    let user = User { id: 1, email: "user1@example.com".to_owned(), role: "member".to_owned() };
    let answer = client.members_update(id, SetMembers { users: Some(vec![user]) }).await;
    black_box(answer.map_err(|it| it.to_string())?);
    Ok(())
}

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [address, connections, count] = arguments.as_slice() else { return Err("three arguments".into()) };
    let http = reqwest::Client::builder().no_proxy().build()?;
    let base = format!("http://{address}");
    let client = HttpClient::with_client(http).with_base_url(base).with_api_key("key");
    let call = move |id| call(client.clone(), id);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(load::run(connections.parse()?, count.parse()?, call))
}
