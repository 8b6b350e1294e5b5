//! Pages one after the other.

use specsmith_runtime::{Call, Error, ErrorKind, Items, More, Paged, Paging, Scheme, Security};

use crate::server::{Server, reply};
use crate::{PUBLIC, builder, client};

#[derive(Debug, PartialEq)]
struct Page {
    results: Vec<i64>,
}

specsmith_runtime::model! {
    Page {
        _ results required "results",
    }
}

const NEXT: Paging = Paging::NextUrl { at: "/next" };

async fn serve(bodies: &[&str]) -> Server {
    Server::start(bodies.iter().map(|body| reply("200 OK\ncontent-type: application/json", body)).collect())
        .await
}

fn paged(call: Call<()>, paging: Paging) -> Paged<Page, i64> {
    call.json::<Page>().paged(paging, |page| page.results)
}

async fn all(mut items: Items<Page, i64>) -> (Vec<i64>, Option<Error>) {
    let (mut found, mut last) = (Vec::new(), None);
    while let Some(item) = items.next().await {
        assert!(last.is_none(), "there is something behind an error");
        match item {
            Ok(item) => found.push(item),
            Err(error) => last = Some(error),
        }
    }
    assert!(items.next().await.is_none());
    (found, last)
}

fn targets(server: &Server) -> Vec<String> {
    server.requests().iter().map(|it| it.split(' ').nth(1).unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_next_url_leads_on_through_empty_pages() {
    let server = serve(&[
        r#"{"results":[1,2],"next":"http://elsewhere.example/steal?page=2&size=2"}"#,
        r#"{"results":[],"next":"?page=3&size=2"}"#,
        r#"{"results":[3],"next":null}"#,
    ])
    .await;
    let call = Call::get("/things/{id}", PUBLIC).path("id", 7).query("size", 2);
    let client = client(&server);
    let (items, error) = all(client.pages(paged(call.clone(), NEXT)).items()).await;
    assert_eq!((items, error.is_none()), (vec![1, 2, 3], true));
    assert_eq!(targets(&server), ["/things/7?size=2", "/things/7?page=2&size=2", "/things/7?page=3&size=2"]);

    let server = serve(&[r#"{"results":[1],"next":"/x?page=2"}"#, r#"{"results":[2]}"#]).await;
    let mut pages = builder(&server).build().unwrap().pages(paged(call, NEXT));
    assert_eq!(server.connections(), 0);
    assert_eq!(pages.next().await.unwrap().unwrap().results, [1]);
    assert_eq!(server.connections(), 1);
    assert_eq!(pages.next().await.unwrap().unwrap().results, [2]);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn the_key_goes_to_the_configured_origin_alone() {
    const KEYS: Security = &[&[Scheme::bearer("token"), Scheme::query_key("key", "api_key")]];
    let other = Server::answering("200 OK", "{}").await;
    let next = other.url("/steal?page=2&api_key=forged");
    let server =
        serve(&[&format!(r#"{{"results":[1],"next":"{next}"}}"#), r#"{"results":[2],"next":null}"#]).await;
    let client = builder(&server)
        .bearer("secret")
        .credential("key", specsmith_runtime::Credential::Token("own".into()))
        .build()
        .unwrap();
    let (items, error) = all(client.pages(paged(Call::get("/x", KEYS), NEXT)).items()).await;
    assert_eq!((items, error.is_none(), other.connections()), (vec![1, 2], true, 0));
    // What a URL of the server's says of a key is not sent beside the key itself.
    assert_eq!(targets(&server), ["/x?api_key=own", "/x?page=2&api_key=own"]);
}

#[tokio::test]
async fn what_a_template_fixes_is_sent_once() {
    let server =
        serve(&[r#"{"results":[1],"next":"?page=2&kind=a"}"#, r#"{"results":[2],"next":null}"#]).await;
    let call = Call::get("/x?kind=a", PUBLIC);
    let (items, _) = all(builder(&server).build().unwrap().pages(paged(call, NEXT)).items()).await;
    assert_eq!(
        (items, targets(&server)),
        (vec![1, 2], vec!["/x?kind=a".to_owned(), "/x?kind=a&page=2".into()])
    );
}

#[tokio::test]
async fn a_page_that_leads_back_is_an_error_behind_it() {
    let server = serve(&[
        r#"{"results":[1],"next":"?page=2"}"#,
        r#"{"results":[2],"next":"?page=3"}"#,
        r#"{"results":[3],"next":"?page=2"}"#,
    ])
    .await;
    let (items, error) = all(client(&server).pages(paged(Call::get("/x", PUBLIC), NEXT)).items()).await;
    let error = error.unwrap();
    assert_eq!((items, error.kind()), (vec![1, 2, 3], ErrorKind::Decode));
    assert_eq!(error.to_string(), "GET /x: the next page is one that was read before");
    assert_eq!((error.status().unwrap().as_u16(), server.connections()), (200, 3));
    // The first page counts too.
    let server = serve(&[r#"{"results":[1],"next":"?page=1"}"#]).await;
    let call = Call::get("/x", PUBLIC).query("page", 1);
    let (items, error) = all(client(&server).pages(paged(call, NEXT)).items()).await;
    assert_eq!((items, error.unwrap().kind()), (vec![1], ErrorKind::Decode));
}

#[tokio::test]
async fn the_other_shapes() {
    let cursor = Paging::Cursor { parameter: "after", at: "/last", more: Some("/more") };
    let server =
        serve(&[r#"{"results":[1],"last":"a b","more":true}"#, r#"{"results":[2],"last":"c","more":false}"#])
            .await;
    let call = || Call::get("/x", PUBLIC).query("limit", 1);
    let (items, _) = all(client(&server).pages(paged(call(), cursor)).items()).await;
    assert_eq!(
        (items, targets(&server)),
        (vec![1, 2], vec!["/x?limit=1".to_owned(), "/x?limit=1&after=a%20b".into()])
    );

    let number = Paging::Number { parameter: "page", first: 1, more: More::Flag("/pagination/has_next") };
    let server = serve(&[
        r#"{"results":[1],"pagination":{"has_next":true}}"#,
        r#"{"results":[2],"pagination":{"has_next":false}}"#,
    ])
    .await;
    let (items, _) = all(client(&server).pages(paged(call(), number)).items()).await;
    assert_eq!(
        (items, targets(&server)),
        (vec![1, 2], vec!["/x?limit=1".to_owned(), "/x?limit=1&page=2".into()])
    );

    let offset =
        Paging::Offset { parameter: "startIndex", first: 1, items: "/results", more: More::Total("/total") };
    let server = serve(&[r#"{"results":[1,2],"total":3}"#, r#"{"results":[3],"total":3}"#]).await;
    let (items, _) = all(client(&server).pages(paged(call(), offset)).items()).await;
    assert_eq!(items, [1, 2, 3]);
    assert_eq!(targets(&server), ["/x?limit=1", "/x?limit=1&startIndex=3"]);
    // A page without items leads nowhere where places are counted.
    let server = serve(&[r#"{"results":[1],"total":3}"#, r#"{"results":[],"total":3}"#]).await;
    let (items, error) = all(client(&server).pages(paged(call(), offset)).items()).await;
    assert_eq!((items, error.unwrap().kind()), (vec![1], ErrorKind::Decode));

    let head = "200 OK\ncontent-type: application/json\nlink: </x?page=2>; rel=\"next\"";
    let server = Server::start(vec![
        reply(head, r#"{"results":[1]}"#),
        reply("200 OK\ncontent-type: application/json", r#"{"results":[2]}"#),
    ])
    .await;
    let (items, error) = all(client(&server).pages(paged(call(), Paging::Link)).items()).await;
    assert_eq!((items, error.is_none()), (vec![1, 2], true));
}

#[tokio::test]
async fn a_page_that_fails_ends_it() {
    for body in ["{\"results\":1,\"next\":\"?page=2\"}", "{"] {
        let server = serve(&[r#"{"results":[1],"next":"?page=2"}"#, body]).await;
        let (items, error) = all(client(&server).pages(paged(Call::get("/x", PUBLIC), NEXT)).items()).await;
        assert_eq!((items, error.unwrap().kind()), (vec![1], ErrorKind::Decode), "{body}");
        assert_eq!(server.connections(), 2);
    }
    let server = serve(&[r#"{"results":[1],"next":"https://x.example/page/2"}"#]).await;
    let paged = paged(Call::get("/x", PUBLIC), NEXT).with(|call| call.header("x-own", "1"));
    let (items, error) = all(client(&server).pages(paged).items()).await;
    assert_eq!(items, [1]);
    assert_eq!(
        error.unwrap().to_string(),
        "GET /x: the URL of the next page has no query, and nothing else of it is followed"
    );
    assert_eq!(server.header("x-own").as_deref(), Some("1"));
}
