//! The same call by the generated client.

use std::hint::black_box;
use std::sync::Arc;

use paradigm_client::v3::types::{InstanceWorkspaceSetMembersV3Request, UserMember};
use paradigm_client::{
    BoxFuture, Client, Transport, TransportError, TransportRequest, TransportResponse, v3,
};
use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};

use crate::{Outcome, server};

pub(crate) fn client(address: &str) -> Outcome<Client> {
    Ok(Client::builder().bearer("key").base_url(format!("http://{address}")).build()?)
}

pub(crate) async fn call(client: Client, id: i64) -> Outcome {
    let users = vec![UserMember::new(1, "user1@example.com", "member")];
    let body = InstanceWorkspaceSetMembersV3Request::default().users(users);
    black_box(client.send(v3::workspaces::members_update(id, body)).await?);
    Ok(())
}

/// Answers every request with the same reply.
struct Scripted(String);

impl Transport for Scripted {
    fn send(&self, request: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        Box::pin(async move {
            black_box(request.body.as_bytes());
            let json = HeaderValue::from_static("application/json");
            let headers = HeaderMap::from_iter([(CONTENT_TYPE, json)]);
            Ok(TransportResponse::whole(StatusCode::OK, headers, self.0.clone()))
        })
    }
}

/// What is left of a call without a network: what the runtime itself does.
pub(crate) async fn scripted(count: i64) -> Outcome {
    let transport = Scripted(server::members(2));
    let client = Client::builder().bearer("key").transport(Arc::new(transport)).build()?;
    for id in 0..count {
        call(client.clone(), id).await?;
    }
    Ok(())
}
