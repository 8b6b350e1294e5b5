//! The call as a careful person writes it on reqwest and serde.

use std::hint::black_box;
use std::time::Duration;

use reqwest::redirect::Policy;
use serde::{Deserialize, Serialize};

use crate::Outcome;

#[derive(Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) id: i64,
    pub(crate) email: String,
    pub(crate) role: String,
}

#[derive(Serialize)]
struct SetMembers {
    users: Vec<User>,
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Members<U> {
    pub(crate) users: Vec<U>,
    pub(crate) groups: Vec<U>,
}

#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    base: String,
    key: String,
}

impl Client {
    pub(crate) fn new(address: &str) -> Outcome<Self> {
        let http = reqwest::Client::builder()
            .user_agent("by-hand/0.1.0")
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_secs(120))
            .redirect(Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self { http, base: format!("http://{address}"), key: "key".to_owned() })
    }

    async fn members_update(&self, id: i64, body: &SetMembers) -> reqwest::Result<Members<User>> {
        let url = format!("{}/api/v3/workspaces/{id}/members", self.base);
        let request = self.http.put(url).bearer_auth(&self.key).json(body);
        request.send().await?.error_for_status()?.json().await
    }

    /// The events of a stream, the answer to come.
    pub(crate) async fn events(&self, count: usize) -> reqwest::Result<reqwest::Response> {
        let request = self.http.get(format!("{}/events/{count}", self.base)).bearer_auth(&self.key);
        request.header("accept", "text/event-stream").send().await?.error_for_status()
    }
}

pub(crate) async fn call(client: Client, id: i64) -> Outcome {
    let user = User { id: 1, email: "user1@example.com".to_owned(), role: "member".to_owned() };
    black_box(client.members_update(id, &SetMembers { users: vec![user] }).await?);
    Ok(())
}
