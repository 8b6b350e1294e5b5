//! What users of the generated crate do in their own tests and programs: a client without a network, one that waits.

use std::sync::Arc;

use paradigm_client::mock::{MockReply, MockTransport};
use paradigm_client::v3::types::InstanceWorkspaceSetMembersV3Request;
use paradigm_client::{BlockingClient, Call, Client, ErrorKind, v3};

const MEMBERS: &str = r#"{"users":[],"groups":[]}"#;

fn replace() -> Call<v3::types::WorkspaceMembersV3Response> {
    v3::workspaces::members_update(7, InstanceWorkspaceSetMembersV3Request::default())
}

#[tokio::test(start_paused = true)]
async fn a_client_without_a_network() {
    let mock = MockTransport::new();
    mock.reply(MockReply::new(502));
    mock.reply(MockReply::json(200, MEMBERS));
    let client = Client::builder().bearer("key").transport(Arc::new(mock.clone())).build().unwrap();
    let members = client.send_full(replace()).await.unwrap();
    assert_eq!((members.attempts, members.value.users.len()), (2, 0));
    let [first, second] = &mock.requests()[..] else { panic!("two requests were sent") };
    assert_eq!((first.path(), &first.body), (second.path(), &second.body));
    assert_eq!(first.path(), "/api/v3/workspaces/7/members");
    assert_eq!(first.header("authorization"), Some("Bearer key"));
    // There is no third reply.
    assert_eq!(client.send(replace()).await.unwrap_err().kind(), ErrorKind::Request);
}

#[test]
fn a_client_that_waits() {
    let mock = MockTransport::new();
    mock.reply(MockReply::json(200, MEMBERS));
    let builder = Client::builder().bearer("key").transport(Arc::new(mock));
    let client: BlockingClient = builder.build_blocking().unwrap();
    assert!(client.send(replace()).unwrap().groups.is_empty());
}
