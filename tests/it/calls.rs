//! The four calls over a real socket: the bytes that go out, and what is made of the bytes that come back.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it should be")]

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::Duration;

use paradigm_client::v2::types::*;
use paradigm_client::v2::users::{self, WorkspacesUpdateBody};
use paradigm_client::v3::types::{
    InstanceWorkspaceSetMembersV3Request, PatchedUpdateWorkspaceV3Request,
    StandardWorkspaceV3DetailsResponse, UserRoleEnumOrBlank, WorkspaceSummary,
};
use paradigm_client::v3::workspaces::{self, MembersUpdateBody, PartialUpdateBody};
use paradigm_client::v3_company::types::{InstanceWorkspaceAddMemberV3Request, RoleEnum};
use paradigm_client::v3_company::workspaces as company;
use paradigm_client::{Call, Client, DateTime, Error, ErrorKind, Json, Patch, v3, v3_company};
use serde_json::json;

use crate::server::{Quiet, Reply, Server};

const KEY: &str = "sk-canary-77aa";

/// Retries are the runtime's to test.
fn client(base_url: &str) -> Client {
    Client::builder().base_url(base_url).bearer(KEY).retries(0).build().unwrap()
}

/// A body as it must be on the wire.
enum Wire<'a> {
    Json(&'a str),
    Form(&'a str),
    /// The parts without the boundaries around them.
    Multipart(&'a [&'a str]),
}

impl Wire<'_> {
    /// Whether these are the bytes under that content type, which names the boundary of a multipart body.
    fn check(&self, content_type: &str, body: &str) {
        let (expected_type, expected) = match self {
            Self::Json(text) => ("application/json".to_owned(), (*text).to_owned()),
            Self::Form(text) => ("application/x-www-form-urlencoded".to_owned(), (*text).to_owned()),
            Self::Multipart(parts) => {
                let boundary = content_type.split_once("boundary=").unwrap().1;
                assert!(!boundary.is_empty() && parts.iter().all(|part| !part.contains(boundary)));
                let parts: String = parts.iter().map(|part| format!("--{boundary}\r\n{part}\r\n")).collect();
                (format!("multipart/form-data; boundary={boundary}"), format!("{parts}--{boundary}--\r\n"))
            }
        };
        assert_eq!((content_type, body), (&*expected_type, &*expected));
    }
}

/// Sends a call and compares the whole of what went out and the value that came back.
async fn check<T: PartialEq + Debug>(call: Call<T>, line: &str, body: Wire<'_>, reply: &str, value: T) {
    let server = Server::start(vec![Reply::json(200, reply)]).await.unwrap();
    let got = client(&server.url("")).send_full(call).await.unwrap();
    assert_eq!((got.status.as_u16(), got.attempts), (200, 1));
    assert_eq!(got.value, value);

    let requests = server.requests();
    let request = only(&requests);
    assert_eq!(format!("{} {}", request.method, request.target), line);
    assert_eq!(request.header("authorization"), [format!("Bearer {KEY}")]);
    assert_eq!(request.header("accept"), ["application/json"]);
    assert_eq!(request.header("host"), [server.host()]);
    assert_eq!(request.header("content-length"), [request.body.len().to_string()]);
    for absent in ["cookie", "referer", "transfer-encoding", "expect"] {
        assert!(request.header(absent).is_empty(), "{absent}");
    }
    let agent = *only(&request.header("user-agent"));
    assert!(agent.starts_with("paradigm-client/"), "{agent}");
    let content_type = *only(&request.header("content-type"));
    body.check(content_type, std::str::from_utf8(&request.body).unwrap());
}

fn only<T: Debug>(items: &[T]) -> &T {
    assert_eq!(items.len(), 1, "{items:?}");
    &items[0]
}

fn time(text: &str) -> DateTime {
    text.parse().unwrap()
}

const MEMBER: &str = r#"{"id":42,"username":"ada","first_name":"Ada","last_name":"Lovelace",
    "email":"ada@example.org","is_active":true,"date_joined":"2023-11-07T05:31:56Z",
    "account_expiration_date":"2030-01-01T00:00:00+01:00","last_login":null,
    "invitation_status":"accepted","language":"fr","company":{"id":3,"name":"Analytical Engines"},
    "roles":[{"id":1,"name":"Admin"}],"groups":[{"id":5,"name":"Research","description":"","role":"editor",
    "category":"CUSTOM","created_at":"2024-02-29T23:59:59Z"}]}"#;

fn member() -> CompanyMemberResponse {
    let group = CompanyMemberGroups::new(5, "Research", "", "editor", "CUSTOM", time("2024-02-29T23:59:59Z"));
    CompanyMemberResponse::new(
        42,
        "ada",
        "Ada",
        "Lovelace",
        "ada@example.org",
        true,
        time("2023-11-07T05:31:56Z"),
        Some(time("2030-01-01T00:00:00+01:00")),
        None,
        "accepted",
        "fr",
        CompanyMemberCompany::new(3, "Analytical Engines"),
        vec![TenantUserRole::new(1, "Admin")],
        vec![group],
    )
}

#[tokio::test]
async fn v2_users_workspaces_update() {
    // An id that a double cannot hold, in the path and in the body.
    let sends = async |body: WorkspacesUpdateBody, wire: Wire<'_>| {
        let line = "PUT /api/v2/users/9007199254740993/workspaces/update/";
        check(users::workspaces_update(9_007_199_254_740_993, body), line, wire, MEMBER, member()).await;
    };
    let request = UpdateCompanyMemberWorkspacesRequest::default().workspaces(vec![3, 9_007_199_254_740_993]);
    sends(request.clone().into(), Wire::Json(r#"{"workspaces":[3,9007199254740993]}"#)).await;
    let form = Wire::Form("workspaces=3&workspaces=9007199254740993");
    sends(WorkspacesUpdateBody::Form(request.clone()), form).await;
    let parts = [
        "Content-Disposition: form-data; name=\"workspaces\"\r\n\r\n3",
        "Content-Disposition: form-data; name=\"workspaces\"\r\n\r\n9007199254740993",
    ];
    sends(WorkspacesUpdateBody::Multipart(request), Wire::Multipart(&parts)).await;

    // An empty list, which takes every workspace away, is not the same as no list.
    let none = UpdateCompanyMemberWorkspacesRequest::default();
    sends(none.clone().workspaces(Vec::new()).into(), Wire::Json(r#"{"workspaces":[]}"#)).await;
    sends(none.into(), Wire::Json("{}")).await;
}

const WORKSPACE: &str = r#"{"id":123,"name":"R&D","workspace_type":"CUSTOM","document_upload_method":"manual",
    "description":"","created_at":"2023-11-07T05:31:56Z","updated_at":"2023-11-07T05:31:57Z","used_storage":1.5,
    "files_count":12,"summaries":[{"language":"en","summary":"Contracts."}],"user_role":""}"#;

fn workspace() -> StandardWorkspaceV3DetailsResponse {
    StandardWorkspaceV3DetailsResponse::new(
        123,
        "R&D",
        "CUSTOM",
        "manual",
        "",
        time("2023-11-07T05:31:56Z"),
        time("2023-11-07T05:31:57Z"),
        1.5,
        12,
        vec![WorkspaceSummary::new("en", "Contracts.")],
        UserRoleEnumOrBlank::Empty,
    )
}

async fn patch_sends(body: PartialUpdateBody, wire: Wire<'_>) {
    let line = "PATCH /api/v3/workspaces/123";
    check(workspaces::partial_update(123, body), line, wire, WORKSPACE, workspace()).await;
}

#[tokio::test]
async fn v3_workspaces_partial_update() {
    let request = PatchedUpdateWorkspaceV3Request::default()
        .name("R&D = 100% \u{e9}")
        .description("two\r\n\"lines\"".to_owned())
        .members(json!({"users": [{"id": 1, "role": "owner"}]}))
        .datasource(BTreeMap::from([("type".to_owned(), json!("sharepoint"))]));
    let text = r#"{"name":"R&D = 100% é","description":"two\r\n\"lines\"","members":{"users":[{"id":1,"role":"owner"}]},"datasource":{"type":"sharepoint"}}"#;
    patch_sends(request.clone().into(), Wire::Json(text)).await;
    let form = "name=R%26D+%3D+100%25+%C3%A9&description=two%0D%0A%22lines%22\
        &members=%7B%22users%22%3A%5B%7B%22id%22%3A1%2C%22role%22%3A%22owner%22%7D%5D%7D\
        &datasource=%7B%22type%22%3A%22sharepoint%22%7D";
    patch_sends(PartialUpdateBody::Form(request.clone()), Wire::Form(form)).await;
    let parts = [
        "Content-Disposition: form-data; name=\"name\"\r\n\r\nR&D = 100% \u{e9}",
        "Content-Disposition: form-data; name=\"description\"\r\n\r\ntwo\r\n\"lines\"",
        "Content-Disposition: form-data; name=\"members\"\r\nContent-Type: application/json\r\n\r\n\
            {\"users\":[{\"id\":1,\"role\":\"owner\"}]}",
        "Content-Disposition: form-data; name=\"datasource\"\r\nContent-Type: application/json\r\n\r\n\
            {\"type\":\"sharepoint\"}",
    ];
    patch_sends(PartialUpdateBody::Multipart(request), Wire::Multipart(&parts)).await;
}

#[tokio::test]
async fn a_patch_sends_what_was_touched() {
    let patch = PatchedUpdateWorkspaceV3Request::default;
    for (request, text) in [
        (patch(), "{}"),
        (patch().name("x"), r#"{"name":"x"}"#),
        (patch().description("x".to_owned()), r#"{"description":"x"}"#),
        (patch().description(String::new()), r#"{"description":""}"#),
        (patch().description(Patch::Clear), r#"{"description":null}"#),
        (patch().description("set"), r#"{"description":"set"}"#),
        (patch().description(Patch::Keep), "{}"),
        (patch().description(Patch::Clear).description(Patch::Keep), "{}"),
        (patch().members(Json::Null), r#"{"members":null}"#),
    ] {
        patch_sends(request.into(), Wire::Json(text)).await;
    }
    for (request, form, parts) in [
        (patch(), "", &[][..]),
        (patch().description(Patch::Keep), "", &[]),
        (
            patch().description(String::new()),
            "description=",
            &["Content-Disposition: form-data; name=\"description\"\r\n\r\n"],
        ),
    ] {
        patch_sends(PartialUpdateBody::Form(request.clone()), Wire::Form(form)).await;
        patch_sends(PartialUpdateBody::Multipart(request), Wire::Multipart(parts)).await;
    }
}

const MEMBERS: &str = r#"{"users":[{"id":7,"email":"ada@example.org","role":"owner"}],
    "groups":[{"id":8,"name":"Équipe","role":"viewer"}]}"#;

#[tokio::test]
async fn v3_workspaces_members_update() {
    use v3::types::{GroupMember, UserMember, WorkspaceMembersV3Response};
    let users =
        vec![UserMember::new(7, "ada@example.org", "owner"), UserMember::new(9, "b+c@d.fr", "editor")];
    let groups = vec![GroupMember::new(8, "\u{c9}quipe", "viewer")];
    let sends = async |body: MembersUpdateBody, wire: Wire<'_>| {
        let value = WorkspaceMembersV3Response::new(
            vec![UserMember::new(7, "ada@example.org", "owner")],
            vec![GroupMember::new(8, "\u{c9}quipe", "viewer")],
        );
        let line = "PUT /api/v3/workspaces/123/members";
        check(workspaces::members_update(123, body), line, wire, MEMBERS, value).await;
    };
    let request = InstanceWorkspaceSetMembersV3Request::default().users(users).groups(groups);
    let text = r#"{"users":[{"id":7,"email":"ada@example.org","role":"owner"},{"id":9,"email":"b+c@d.fr","role":"editor"}],"groups":[{"id":8,"name":"Équipe","role":"viewer"}]}"#;
    sends(request.clone().into(), Wire::Json(text)).await;
    let form = "users=%7B%22id%22%3A7%2C%22email%22%3A%22ada%40example.org%22%2C%22role%22%3A%22owner%22%7D\
        &users=%7B%22id%22%3A9%2C%22email%22%3A%22b%2Bc%40d.fr%22%2C%22role%22%3A%22editor%22%7D\
        &groups=%7B%22id%22%3A8%2C%22name%22%3A%22%C3%89quipe%22%2C%22role%22%3A%22viewer%22%7D";
    sends(MembersUpdateBody::Form(request.clone()), Wire::Form(form)).await;
    let parts = [
        "Content-Disposition: form-data; name=\"users\"\r\nContent-Type: application/json\r\n\r\n\
            {\"id\":7,\"email\":\"ada@example.org\",\"role\":\"owner\"}",
        "Content-Disposition: form-data; name=\"users\"\r\nContent-Type: application/json\r\n\r\n\
            {\"id\":9,\"email\":\"b+c@d.fr\",\"role\":\"editor\"}",
        "Content-Disposition: form-data; name=\"groups\"\r\nContent-Type: application/json\r\n\r\n\
            {\"id\":8,\"name\":\"\u{c9}quipe\",\"role\":\"viewer\"}",
    ];
    sends(MembersUpdateBody::Multipart(request), Wire::Multipart(&parts)).await;

    let nobody = InstanceWorkspaceSetMembersV3Request::default().users(Vec::new()).groups(Vec::new());
    sends(nobody.into(), Wire::Json(r#"{"users":[],"groups":[]}"#)).await;
    sends(InstanceWorkspaceSetMembersV3Request::default().into(), Wire::Json("{}")).await;
}

#[tokio::test]
async fn v3_company_workspaces_members_update() {
    use v3_company::types::{GroupMember, UserMember, WorkspaceMembersV3Response};
    let sends = async |body: company::MembersUpdateBody, wire: Wire<'_>| {
        let value = WorkspaceMembersV3Response::new(
            vec![UserMember::new(7, "ada@example.org", "owner")],
            vec![GroupMember::new(8, "\u{c9}quipe", "viewer")],
        );
        let line = "PUT /api/v3/company/workspaces/123/members";
        check(company::members_update(123, body), line, wire, MEMBERS, value).await;
    };
    let request = InstanceWorkspaceAddMemberV3Request::new(RoleEnum::Editor).user_id(7);
    sends(request.clone().into(), Wire::Json(r#"{"user_id":7,"role":"editor"}"#)).await;
    sends(company::MembersUpdateBody::Form(request.clone()), Wire::Form("user_id=7&role=editor")).await;
    let parts = [
        "Content-Disposition: form-data; name=\"user_id\"\r\n\r\n7",
        "Content-Disposition: form-data; name=\"role\"\r\n\r\neditor",
    ];
    sends(company::MembersUpdateBody::Multipart(request), Wire::Multipart(&parts)).await;

    let group = InstanceWorkspaceAddMemberV3Request::new("a role of next year".into()).group_id(8);
    sends(group.clone().into(), Wire::Json(r#"{"group_id":8,"role":"a role of next year"}"#)).await;
    sends(company::MembersUpdateBody::Form(group), Wire::Form("group_id=8&role=a+role+of+next+year")).await;
}

/// The target that a call has under a base URL with a path.
async fn target<T: Debug>(call: Call<T>, reply: &str, prefix: &str) -> String {
    let server = Server::start(vec![Reply::json(200, reply)]).await.unwrap();
    client(&server.url(prefix)).send(call).await.unwrap();
    only(&server.requests()).target.clone()
}

#[tokio::test]
async fn the_prefix_of_an_on_premise_host_is_kept() {
    for (prefix, kept) in [("", ""), ("/", ""), ("/paradigm", "/paradigm"), ("/a%20b/c.d/", "/a%20b/c.d")] {
        let request = UpdateCompanyMemberWorkspacesRequest::default();
        let target_of_v2 = target(users::workspaces_update(1, request), MEMBER, prefix).await;
        assert_eq!(target_of_v2, format!("{kept}/api/v2/users/1/workspaces/update/"));
        let request = PatchedUpdateWorkspaceV3Request::default();
        let target_of_v3 = target(workspaces::partial_update(-1, request), WORKSPACE, prefix).await;
        assert_eq!(target_of_v3, format!("{kept}/api/v3/workspaces/-1"));
    }
}

fn update() -> Call<StandardWorkspaceV3DetailsResponse> {
    workspaces::partial_update(123, PatchedUpdateWorkspaceV3Request::default().name(BODY))
}

/// Marks the request body: no error may print it.
const BODY: &str = "body-canary-19c4";
/// Marks values in replies: no error may print them either.
const REPLY: &str = "reply-canary-e02d";
/// Marks the part of a base URL that may name a customer.
const PREFIX: &str = "/prefix-canary-5b1f";

/// What `Display`, `Debug` and the chain of sources print.
fn printed(error: &Error) -> String {
    let chain = std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source());
    chain.map(|error| format!("{error}\n{error:?}\n{error:#?}\n")).collect()
}

/// The error that a reply becomes; what must never be printed is not, and the body is kept to the byte.
async fn error_of<T: Debug>(call: Call<T>, reply: Reply) -> Error {
    let body = reply.body.clone();
    let server = Server::start(vec![reply.header("set-cookie", REPLY)]).await.unwrap();
    let error = client(&server.url(PREFIX)).send(call).await.unwrap_err();
    assert_eq!((server.requests().len(), error.attempts(), error.sent()), (1, 1, true));
    assert_eq!(error.body(), body.as_bytes());
    let printed = printed(&error);
    for canary in [KEY, BODY, REPLY, PREFIX, &server.host()] {
        assert!(!printed.contains(canary), "{canary} is printed: {printed}");
    }
    error
}

/// An error body under its own status and under 404 and 500, which proxies and frameworks turn others into.
async fn refused(status: u16, content_type: &str, body: &str, message: Option<&str>) {
    for status in [status, 404, 500] {
        let error = error_of(update(), Reply::new(status, content_type, body)).await;
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Status, status));
        assert_eq!(error.message().as_deref(), message, "{body}");
        assert!(error.to_string().starts_with(&format!("PATCH /api/v3/workspaces/{{id}} answered {status}")));
        assert_eq!(error.is_retryable(), [429, 500, 502, 503].contains(&status), "{status}");
        assert_eq!(error.json_path(), None);
        let (typed, expected) = (error.body_as::<Json>(), serde_json::from_str::<Json>(body));
        assert_eq!(typed.as_ref().ok(), expected.as_ref().ok());
        if let Err(untyped) = typed {
            let found = (untyped.kind(), untyped.status().unwrap().as_u16(), &untyped.body()[..]);
            assert_eq!(found, (ErrorKind::Decode, status, body.as_bytes()));
            assert!(!printed(&untyped).contains(REPLY), "{untyped:?}");
        }
    }
}

const JSON: &str = "application/json";

#[tokio::test]
async fn errors_in_paradigms_own_shape() {
    let body = r#"{"id":"req_1","code":"not_found","error":"Not Found","detail":"No such workspace reply-canary-e02d.",
        "doc_url":"https://docs.lighton.ai/errors"}"#;
    refused(404, JSON, body, Some("No such workspace reply-canary-e02d.")).await;
    refused(403, "application/json; charset=utf-8", r#"{"code":"x","error":"Forbidden"}"#, Some("Forbidden"))
        .await;
    let fields = r#"{"code":"invalid","error":"Invalid","detail":"Check it.","fields":{
        "name":[{"error":"max_length","detail":"reply-canary-e02d"}]}}"#;
    refused(422, JSON, fields, Some("Check it.; name[0]: reply-canary-e02d")).await;
    let batch =
        r#"[{"index":3,"code":"x","error":"Invalid","detail":"Taken."},{"index":5,"error":"Invalid"}]"#;
    refused(422, JSON, batch, Some("[3]: Taken.; [5]: Invalid")).await;
}

#[tokio::test]
async fn errors_of_the_framework() {
    refused(
        401,
        JSON,
        r#"{"detail":"Invalid token reply-canary-e02d."}"#,
        Some("Invalid token reply-canary-e02d."),
    )
    .await;
    refused(400, JSON, r#"{"name":["Too long.","Blank."]}"#, Some("name: Too long.; name: Blank.")).await;
    let both = r#"{"description":["Blank."],"name":["Too long."]}"#;
    refused(400, JSON, both, Some("description: Blank.; name: Too long.")).await;
    let nested = r#"{"users":[{},{"role":["reply-canary-e02d"]}]}"#;
    refused(400, JSON, nested, Some("users[1].role: reply-canary-e02d")).await;
    refused(
        400,
        JSON,
        r#"{"non_field_errors":["Give a user or a group."]}"#,
        Some("Give a user or a group."),
    )
    .await;
    refused(400, JSON, r#"["Only custom workspaces.","No."]"#, Some("Only custom workspaces.; No.")).await;
}

#[tokio::test]
async fn errors_of_other_dialects() {
    let openai = r#"{"error":{"message":"Bad role reply-canary-e02d","type":"invalid_request_error","code":null,"param":"role"}}"#;
    refused(400, JSON, openai, Some("Bad role reply-canary-e02d")).await;
    let scim = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409","scimType":"uniqueness","detail":"Taken."}"#;
    refused(409, "application/scim+json", scim, Some("Taken.")).await;
    refused(503, JSON, r#"{"error":"service_maintenance"}"#, Some("service_maintenance")).await;
    let told = r#"{"error":"service_maintenance","message":"Back at noon."}"#;
    refused(503, JSON, told, Some("Back at noon.")).await;
    let html = "<!DOCTYPE html>\n<html><head><TITLE>\n 502 Bad\n Gateway </TITLE></head><body>reply-canary-e02d</body></html>";
    refused(502, "text/html", html, Some("502 Bad Gateway")).await;
    refused(502, "text/html", "<html><body>reply-canary-e02d</body></html>", None).await;
    refused(502, "text/plain", "upstream reset\nreply-canary-e02d", Some("upstream reset")).await;
    refused(500, JSON, "", None).await;
    refused(500, JSON, "{}", None).await;
    // What says it is JSON and is not.
    refused(500, JSON, "<html><title>Oops</title>", Some("Oops")).await;
}

#[derive(Debug, PartialEq)]
struct Invalid {
    code: String,
    fields: BTreeMap<String, Vec<FieldError>>,
}

specsmith_runtime::model! {
    Invalid {
        0 code required "code",
        _ fields required "fields",
    }
}

#[derive(Debug, PartialEq)]
struct FieldError {
    error: String,
    detail: String,
}

specsmith_runtime::model! {
    FieldError {
        0 error required "error",
        _ detail required "detail",
    }
}

#[tokio::test]
async fn an_error_body_is_read_as_the_type_that_is_asked_for() {
    let body = r#"{"id":"req_1","code":"invalid","error":"Invalid","detail":"Check the fields.","doc_url":null,
        "fields":{"name":[{"error":"max_length","detail":"Too long."}]}}"#;
    let error = error_of(update(), Reply::json(422, body)).await;
    let name = FieldError { error: "max_length".to_owned(), detail: "Too long.".to_owned() };
    let fields = BTreeMap::from([("name".to_owned(), vec![name])]);
    assert_eq!(error.body_as::<Invalid>().unwrap(), Invalid { code: "invalid".to_owned(), fields });

    let body =
        r#"{"code":"invalid","fields":{"name":[{"error":["reply-canary-e02d"],"detail":"Too long."}]}}"#;
    let error = error_of(update(), Reply::json(422, body)).await.body_as::<Invalid>().unwrap_err();
    assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some("fields.name[0].error")));
    assert!(!printed(&error).contains(REPLY), "{error:?}");
}

#[tokio::test]
async fn what_the_headers_of_an_error_say() {
    let reply = Reply::json(429, "{}").header("retry-after", "7").header("x-request-id", "req-1");
    let error = error_of(update(), reply).await;
    assert_eq!(
        (error.retry_after(), error.request_id()),
        (Some(Duration::from_secs(7)), Some("req-1".into()))
    );
    assert_eq!(error.headers()["set-cookie"], REPLY);

    let reply = Reply::json(302, "").header("location", "https://elsewhere.example/reply-canary-e02d?x=1");
    let error = error_of(update(), reply).await;
    assert_eq!((error.kind(), error.retry_after()), (ErrorKind::Redirect, None));
    assert!(error.to_string().contains("elsewhere.example"), "{error}");
}

/// A 200 that is not what the document says, and where the error says so.
async fn misread(content_type: &str, body: &str, kind: ErrorKind, place: Option<&str>, why: &str) {
    let request = InstanceWorkspaceSetMembersV3Request::default();
    let call = workspaces::members_update(123, request);
    let error = error_of(call, Reply::new(200, content_type, body)).await;
    assert_eq!((error.kind(), error.json_path()), (kind, place), "{error}");
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert!(!error.is_retryable());
    let text = error.to_string();
    assert!(text.starts_with("PUT /api/v3/workspaces/{id}/members: ") && text.contains(why), "{text}");
    assert!(text.contains(place.unwrap_or_default()), "{text}");
}

#[tokio::test]
async fn a_reply_that_does_not_decode() {
    use ErrorKind::{Decode, UnexpectedContentType};
    for (body, place, why) in [
        (
            r#"{"users":[{"id":"reply-canary-e02d","email":"","role":""}],"groups":[]}"#,
            Some("users[0].id"),
            "expected a whole number of 64 bits, found a string",
        ),
        (
            r#"{"users":[{"id":1,"email":"reply-canary-e02d"}],"groups":[]}"#,
            Some("users[0]"),
            "`role` is missing",
        ),
        (
            r#"{"users":[],"groups":[{"id":1,"name":{"reply-canary-e02d":1},"role":""}]}"#,
            Some("groups[0].name"),
            "expected a string, found an object",
        ),
        (r#"{"users":"reply-canary-e02d","groups":[]}"#, Some("users"), "expected a list, found a string"),
        (r#"{"users":[]}"#, None, "`groups` is missing"),
        (r#"{"users":[],"users":[],"groups":[]}"#, None, "`users` is there twice"),
        (r#""reply-canary-e02d""#, None, "expected an object, found a string"),
        ("null", None, "found null"),
        (r#"{"users":[],"groups":[]} reply-canary-e02d"#, None, "something follows the value"),
        (
            r#"{"users":[{"id":1,"email":"reply-canary-e02d"#,
            Some("users[0].email"),
            "the text ends within a string",
        ),
        ("", None, "the text ends too early"),
    ] {
        misread(JSON, body, Decode, place, why).await;
    }
    let html = "<html><title>Log in</title>reply-canary-e02d</html>";
    misread("text/html; charset=utf-8", html, UnexpectedContentType, None, "text/html").await;
}

/// A call that must fail before any connection is made, and what the error says.
async fn unsent<T: Debug>(key: Option<&str>, call: Call<T>, kind: ErrorKind, words: &[&str]) {
    let quiet = Quiet::start().await.unwrap();
    let builder = Client::builder().base_url(quiet.url().unwrap());
    let builder = key.into_iter().fold(builder, |builder, key| builder.bearer(key));
    let error = match builder.build() {
        Ok(client) => client.send(call).await.unwrap_err(),
        Err(error) => error,
    };
    assert_eq!((error.kind(), error.sent(), error.attempts(), error.status()), (kind, false, 0, None));
    let printed = printed(&error);
    assert!(words.iter().all(|word| printed.contains(word)), "{printed}");
    for canary in [KEY, BODY] {
        assert!(!printed.contains(canary), "{canary} is printed: {printed}");
    }
    assert!(quiet.heard_nobody().await.unwrap());
}

#[tokio::test]
async fn without_a_key_nobody_is_called() {
    let words = ["bearerAuth", "ClientBuilder::bearer", "LIGHTON_API_KEY", "PARADIGM_API_KEY"];
    let missing = ErrorKind::Configuration;
    let request = UpdateCompanyMemberWorkspacesRequest::default();
    unsent(None, users::workspaces_update(1, request), missing, &words).await;
    unsent(None, update(), missing, &words).await;
    let request = InstanceWorkspaceSetMembersV3Request::default();
    unsent(None, workspaces::members_update(1, request), missing, &words).await;
    let request = InstanceWorkspaceAddMemberV3Request::new(RoleEnum::Viewer);
    unsent(None, company::members_update(1, request), missing, &words).await;

    for bad in ["", " \n", "sk-canary-77aa\r\nX-Evil: 1", "sk-canary-77aa é", "sk canary-77aa"] {
        unsent(Some(bad), update(), missing, &["the bearer token"]).await;
    }
}

#[tokio::test]
async fn a_cleared_field_has_no_form() {
    let request = PatchedUpdateWorkspaceV3Request::default().name(BODY).description(Patch::Clear);
    for body in [PartialUpdateBody::Form(request.clone()), PartialUpdateBody::Multipart(request.clone())] {
        let call = workspaces::partial_update(1, body);
        unsent(Some(KEY), call, ErrorKind::Request, &["`description`", "null"]).await;
    }
    let null = PatchedUpdateWorkspaceV3Request::default().name(BODY).members(Json::Null);
    let call = workspaces::partial_update(1, PartialUpdateBody::Form(null));
    unsent(Some(KEY), call, ErrorKind::Request, &["`members`", "null"]).await;
}

#[tokio::test]
async fn secrets_and_bodies_print_nowhere() {
    let server = Server::start(vec![Reply::json(200, WORKSPACE).header("set-cookie", REPLY)]).await.unwrap();
    // White space around a key is what a file or a shell adds.
    let builder = Client::builder().base_url(server.url(PREFIX)).bearer(format!(" {KEY}\n"));
    let shown = format!("{builder:?}{builder:#?}");
    let client = builder.build().unwrap();
    let call = update();
    let shown = format!("{shown}{client:?}{client:#?}{call:?}{call:#?}");
    let response = client.send_full(call).await.unwrap();
    let shown = format!("{shown}{response:?}{response:#?}");
    for canary in [KEY, BODY, REPLY, PREFIX, "R&D"] {
        assert!(!shown.contains(canary), "{canary} is printed: {shown}");
    }
    assert!(shown.contains("PATCH /api/v3/workspaces/{id}") && shown.contains(&server.url("")), "{shown}");
    assert_eq!(only(&server.requests()).header("authorization"), [format!("Bearer {KEY}")]);
    assert_eq!(response.headers["set-cookie"], REPLY);
}
