//! The functions of cases that stand for several calls, over a real socket: pages, and jobs.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it should be")]

use paradigm_client::{Client, Paged};
use specsmith_tests::jobs_pairs::{types::TurnsCreateRequest, untagged as pairs};
use specsmith_tests::jobs_polls::files as polls;
use specsmith_tests::pages_shapes::untagged::{self as shapes, BareParams, CursorsParams, NumbersParams};
use specsmith_tests::pages_shapes::untagged::{OffsetsParams, UrlsParams};

use crate::server::{Reply, Server};

fn client(server: &Server) -> Client {
    Client::builder().base_url(server.url("")).bearer("key").retries(0).build().unwrap()
}

/// Every item of the pages that a server has, and what it was asked for.
async fn all<P, I>(paged: Paged<P, I>, replies: Vec<Reply>) -> (Vec<I>, Vec<String>) {
    let count = replies.len();
    let server = Server::start(replies).await.unwrap();
    let mut items = client(&server).pages(paged).items();
    let mut found = Vec::new();
    while let Some(item) = items.next().await {
        found.push(item.unwrap());
    }
    let targets: Vec<_> = server.requests().into_iter().map(|it| it.target).collect();
    assert_eq!(targets.len(), count);
    (found, targets)
}

fn pages(bodies: &[&str]) -> Vec<Reply> {
    bodies.iter().map(|it| Reply::json(200, it)).collect()
}

#[tokio::test]
async fn each_shape_of_pages_is_followed_to_its_end() {
    let bodies = [
        r#"{"results":[{"id":1}],"next":"http://x.example/?page=2"}"#,
        r#"{"results":[{"id":2}],"next":null}"#,
    ];
    let (found, targets) = all(shapes::urls_pages(UrlsParams::default().size(1)), pages(&bodies)).await;
    assert_eq!(found.iter().map(|it| it.id).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(targets, ["/urls?size=1", "/urls?page=2"]);

    let first = Reply::json(200, "[{\"id\":1}]").header("link", "</owners/a/links?p=2>; rel=\"next\"");
    let (found, targets) = all(shapes::links_pages("a"), vec![first, Reply::json(200, "[{\"id\":2}]")]).await;
    assert_eq!((found.len(), targets), (2, vec!["/owners/a/links".to_owned(), "/owners/a/links?p=2".into()]));

    let bodies = [r#"{"data":["a"],"last":"a","more":true}"#, r#"{"last":"a","more":false}"#];
    let (found, targets) = all(shapes::cursors_pages(CursorsParams::default()), pages(&bodies)).await;
    assert_eq!((found, targets[1].as_str()), (vec!["a".to_owned()], "/cursors?after=a"));

    let bodies = [
        r#"{"body":{"users":[{"id":1}]},"pagination":{"has_next":true}}"#,
        r#"{"body":null,"pagination":{"has_next":true}}"#,
        r#"{"body":{"users":[{"id":2}]},"pagination":{"has_next":false}}"#,
    ];
    let (found, targets) = all(shapes::numbers_pages(NumbersParams::default()), pages(&bodies)).await;
    assert_eq!(
        (found.len(), targets),
        (2, ["/numbers", "/numbers?page=2", "/numbers?page=3"].map(str::to_owned).to_vec())
    );

    let params = BareParams::default().page(4).size(2);
    let (found, targets) = all(shapes::bare_pages(params), pages(&["[\"a\",null]", "[]"])).await;
    assert_eq!((found, targets[1].as_str()), (vec![Some("a".to_owned()), None], "/bare?size=2&page=5"));

    let bodies = [
        r#"{"inner":{"Resources":[1,2]},"totalResults":3}"#,
        r#"{"inner":{"Resources":[3]},"totalResults":3}"#,
    ];
    let (found, targets) = all(shapes::offsets_pages(OffsetsParams::default()), pages(&bodies)).await;
    assert_eq!((found.len(), targets[1].as_str()), (3, "/offsets?startIndex=3"));
}

#[tokio::test]
async fn a_pair_of_operations_is_one_job() {
    let turn =
        |status: &str| Reply::json(200, &format!(r#"{{"id":"t 7","status":"{status}","answer":"so"}}"#));
    let server = Server::start(vec![Reply::json(202, r#"{"id":"t 7"}"#), turn("completed")]).await.unwrap();
    let job = pairs::turns_create_wait("a", TurnsCreateRequest::default().text("why"));
    let done = client(&server).wait(job).await.unwrap();
    assert_eq!(done.answer.as_deref(), Some("so"));
    let requests = server.requests();
    let lines: Vec<_> = requests.iter().map(|it| format!("{} {}", it.method, it.target)).collect();
    assert_eq!(lines, ["POST /threads/a/turns", "GET /threads/a/turns/t%207"]);
    assert_eq!(requests[0].body, br#"{"text":"why"}"#);
    // Each of the two carries what it asks for itself.
    assert_eq!(
        (requests[0].header("authorization").len(), requests[1].header("authorization").len()),
        (0, 1)
    );

    // Done at once.
    let server = Server::start(vec![turn("completed")]).await.unwrap();
    client(&server).wait(pairs::turns_create_wait("a", TurnsCreateRequest::default())).await.unwrap();

    let begun = Reply::json(202, "").header("location", "https://elsewhere.example/exports/7?key=1");
    let server = Server::start(vec![begun, Reply::json(200, "[\"a\"]")]).await.unwrap();
    assert_eq!(client(&server).wait(pairs::exports_create_wait()).await.unwrap(), ["a"]);
    assert_eq!(server.requests()[1].target, "/exports/7");
}

#[tokio::test]
async fn an_operation_is_asked_until_it_is_done() {
    let server = Server::start(pages(&[r#"{"status":"pending"}"#, r#"{"status":"ready"}"#])).await.unwrap();
    let file = client(&server).wait(polls::get_wait(7)).await.unwrap();
    assert_eq!((file.status.unwrap().to_string().as_str(), server.requests().len()), ("ready", 2));
}
