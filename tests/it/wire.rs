//! Every model through the door that replies come in by: what it reads, what it writes back, what it refuses.
#![expect(clippy::unwrap_used, reason = "a test ends at the first thing that is not as it should be")]

use std::fmt::Debug;
use std::sync::Arc;

use paradigm_client::{Client, DateTime, Error, ErrorKind, Patch, v2, v3, v3_company};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use specsmith_runtime::codec::Model;
use specsmith_runtime::{BoxFuture, Call, Transport, TransportError, TransportRequest, TransportResponse};

/// Answers 200 with one body, so that a model is read as the client reads it and errors are those of the client.
struct Canned(String);

impl Transport for Canned {
    fn send(&self, _: TransportRequest) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let reply = TransportResponse::whole(Default::default(), Default::default(), self.0.clone());
        Box::pin(async { Ok(reply) })
    }
}

pub(crate) async fn decode<T: Model>(text: &str) -> Result<T, Error> {
    let client = Client::builder().transport(Arc::new(Canned(text.to_owned()))).build()?;
    client.send(Call::get("/", &[]).json()).await
}

/// A sample with every property of a model.
struct Sample<'a> {
    value: Value,
    required: &'a [&'a str],
    /// Properties that are always there and may be null.
    nullable: &'a [&'a str],
    /// Properties whose type the document leaves open.
    untyped: &'a [&'a str],
}

/// Holds a model to its document: the sample survives, and each of its properties is optional, required and typed as
/// the document has it.
async fn check<T>(sample: Sample<'_>)
where
    T: Model + DeserializeOwned + Serialize + PartialEq + Debug,
{
    let Sample { value, required, nullable, untyped } = sample;
    let whole = round_trip::<T>(&value).await;
    let unknown = with(&value, "a_property_of_next_year", json!({"x": [1]}));
    let kept = decode::<T>(&unknown.to_string()).await.unwrap();
    assert_ne!(kept, whole);
    assert_eq!(serde_json::to_value(&kept).unwrap(), unknown, "an unknown property is kept");

    let names: Vec<_> = value.as_object().unwrap().keys().collect();
    assert!(
        required.iter().chain(nullable).all(|name| names.iter().any(|it| it == name)),
        "the sample lacks a property"
    );
    for name in names {
        let is_required = required.contains(&name.as_str());
        let absent = without(&value, name);
        if is_required {
            let error = decode::<T>(&absent.to_string()).await.unwrap_err();
            assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, None), "{name} is missing");
            assert!(error.to_string().contains(&format!("`{name}` is missing")), "{error}");
        } else if !nullable.contains(&name.as_str()) {
            round_trip::<T>(&absent).await;
        }

        let null = with(&value, name, Value::Null);
        if nullable.contains(&name.as_str()) {
            let model = round_trip::<T>(&null).await;
            assert_eq!(decode::<T>(&absent.to_string()).await.unwrap(), model, "a reply may lack {name}");
        }
        let null = decode::<T>(&null.to_string()).await;
        assert_eq!(null.is_err(), is_required, "{name} is null: {null:?}");

        let wrong = with(&value, name, misfit(&value[name]));
        if untyped.contains(&name.as_str()) {
            round_trip::<T>(&wrong).await;
        } else {
            let error = decode::<T>(&wrong.to_string()).await.unwrap_err();
            let found = (error.kind(), error.json_path());
            assert_eq!(found, (ErrorKind::Decode, Some(name.as_str())), "{error}");
            assert!(error.to_string().contains(&format!(" at `{name}` ")), "{error}");
            assert!(!format!("{error} {error:?}").contains(MISFIT), "the value is quoted: {error:?}");
        }
    }
}

const MISFIT: &str = "misfit-51f0";

/// A value that no property of the sample value's type takes.
fn misfit(value: &Value) -> Value {
    if value.is_string() { json!([MISFIT]) } else { json!(MISFIT) }
}

async fn round_trip<T>(value: &Value) -> T
where
    T: DeserializeOwned + Serialize + Model,
{
    let model: T = decode(&value.to_string()).await.unwrap();
    assert_eq!(&serde_json::to_value(&model).unwrap(), value);
    model
}

fn with(value: &Value, name: &str, property: Value) -> Value {
    let mut value = value.clone();
    value[name] = property;
    value
}

fn without(value: &Value, name: &str) -> Value {
    let mut value = value.clone();
    value.as_object_mut().unwrap().remove(name);
    value
}

fn user() -> Value {
    json!({"id": 7, "email": "ada@example.org", "role": "owner"})
}

fn group() -> Value {
    json!({"id": 8, "name": "Équipe 🚀", "role": "viewer"})
}

fn company_group() -> Value {
    json!({
        "id": 5,
        "name": "Research",
        "description": "",
        "role": "editor",
        "category": "CUSTOM",
        "created_at": "2024-02-29T23:59:59.000001Z",
    })
}

fn member() -> Value {
    json!({
        "id": 42,
        "username": "ada",
        "first_name": "Ada",
        "last_name": "Lovelace",
        "email": "ada@example.org",
        "is_active": true,
        "date_joined": "2023-11-07T05:31:56Z",
        "account_expiration_date": "2030-01-01T00:00:00+01:00",
        "last_login": "2025-06-30T12:00:00.123456Z",
        "invitation_status": "accepted",
        "language": "fr",
        "company": {"id": 3, "name": "Analytical Engines"},
        "roles": [{"id": 1, "name": "Admin"}, {"id": 2, "name": "User"}],
        "groups": [company_group()],
    })
}

fn sync() -> Value {
    json!({
        "datasource_type": "sharepoint",
        "source_name": "Contracts",
        "last_status": "success",
        "updated_at": "2025-06-30T12:00:00Z",
        "failed_files_count": 0,
        "next_import_date": "2025-07-01T00:00:00+02:00",
        "editable": false,
        "name": "Legal",
        "instance_url": "https://example.org/sites/legal",
        "tenant_id": "t-1",
        "site_name": "legal",
        "client_id": "c-1",
        "filter_criteria": {"folders": ["a", null, {"depth": 2}]},
    })
}

fn api_key() -> Value {
    json!({
        "id": "6f1c",
        "name": "Importer",
        "prefix": "pk_abc",
        "role": "editor",
        "created_at": "2025-01-31T08:00:00.500Z",
        "created_by": "ada@example.org",
    })
}

/// What the older server sends.
fn old_workspace() -> Value {
    json!({
        "id": 123,
        "name": "Contracts",
        "workspace_type": "CUSTOM",
        "document_upload_method": "manual",
        "description": "",
        "created_at": "2023-11-07T05:31:56Z",
        "updated_at": "2023-11-07T05:31:56.789-03:30",
        "used_storage": 1024.5,
        "files_count": 12,
        "summaries": [{"language": "en", "summary": "Contracts."}],
        "user_role": "owner",
    })
}

fn new_workspace() -> Value {
    let workspace = with(&old_workspace(), "sync", sync());
    with(&workspace, "scoped_api_keys", json!([api_key()]))
}

const WORKSPACE: &[&str] = &[
    "id",
    "name",
    "workspace_type",
    "document_upload_method",
    "description",
    "created_at",
    "updated_at",
    "used_storage",
    "files_count",
    "summaries",
    "user_role",
];

/// `check` for a model whose properties all have a type.
async fn typed<T>(value: Value, required: &[&str])
where
    T: Model + DeserializeOwned + Serialize + PartialEq + Debug,
{
    check::<T>(Sample { value, required, nullable: &[], untyped: &[] }).await;
}

#[tokio::test]
async fn models_of_v2() {
    use v2::types::*;
    let required = [
        "id",
        "username",
        "first_name",
        "last_name",
        "email",
        "is_active",
        "date_joined",
        "invitation_status",
        "language",
        "company",
        "roles",
        "groups",
    ];
    typed::<UpdateCompanyMemberWorkspacesRequest>(json!({"workspaces": [1, 2]}), &[]).await;
    let nullable = ["account_expiration_date", "last_login"];
    check::<CompanyMemberResponse>(Sample {
        value: member(),
        required: &required,
        nullable: &nullable,
        untyped: &[],
    })
    .await;
    typed::<CompanyMemberCompany>(json!({"id": 3, "name": "Analytical Engines"}), &["id", "name"]).await;
    typed::<TenantUserRole>(json!({"id": 1, "name": "Admin"}), &["id", "name"]).await;
    let required = ["id", "name", "description", "role", "category", "created_at"];
    typed::<CompanyMemberGroups>(company_group(), &required).await;
}

#[tokio::test]
async fn models_of_v3() {
    use v3::types::*;
    let patch = json!({
        "name": "Contracts",
        "description": "All of them",
        "members": {"users": [{"id": 1, "role": "owner"}], "groups": []},
        "datasource": {"type": "sharepoint", "options": {"depth": 2, "since": null}},
    });
    check::<PatchedUpdateWorkspaceV3Request>(Sample {
        value: patch,
        required: &[],
        nullable: &[],
        untyped: &["members"],
    })
    .await;
    typed::<StandardWorkspaceV3DetailsResponse>(old_workspace(), WORKSPACE).await;
    typed::<StandardWorkspaceV3DetailsResponse>(new_workspace(), WORKSPACE).await;
    typed::<WorkspaceSummary>(json!({"language": "en", "summary": ""}), &["language", "summary"]).await;
    let members = json!({"users": [user(), user()], "groups": [group()]});
    typed::<InstanceWorkspaceSetMembersV3Request>(members.clone(), &[]).await;
    typed::<WorkspaceMembersV3Response>(members, &["users", "groups"]).await;
    typed::<UserMember>(user(), &["id", "email", "role"]).await;
    typed::<GroupMember>(group(), &["id", "name", "role"]).await;
    check::<WorkspaceSync>(Sample {
        value: sync(),
        required: &[],
        nullable: &[],
        untyped: &["filter_criteria"],
    })
    .await;
    typed::<ScopedApiKey>(api_key(), &[]).await;
}

#[tokio::test]
async fn models_of_v3_company() {
    use v3_company::types::*;
    let add = json!({"user_id": 7, "group_id": 8, "role": "editor"});
    typed::<InstanceWorkspaceAddMemberV3Request>(add, &["role"]).await;
    let members = json!({"users": [user()], "groups": [group(), group()]});
    typed::<WorkspaceMembersV3Response>(members, &["users", "groups"]).await;
    typed::<UserMember>(user(), &["id", "email", "role"]).await;
    typed::<GroupMember>(group(), &["id", "name", "role"]).await;
}

/// Text to variant and back to the same text.
async fn choice<T>(text: &str, expected: T)
where
    T: Model + DeserializeOwned + Serialize + PartialEq + Debug + for<'a> From<&'a str> + ToString,
{
    assert_eq!(round_trip::<T>(&json!(text)).await, expected);
    assert_eq!(T::from(text), expected);
    assert_eq!(expected.to_string(), text);
}

#[tokio::test]
async fn enumerations_keep_what_they_do_not_know() {
    use v3::types::{BlankEnum, UserRoleEnum, UserRoleEnumOrBlank};
    use v3_company::types::RoleEnum;
    choice("owner", RoleEnum::Owner).await;
    choice("editor", RoleEnum::Editor).await;
    choice("viewer", RoleEnum::Viewer).await;
    choice("auditor", RoleEnum::Unknown("auditor".into())).await;
    choice("Owner", RoleEnum::Unknown("Owner".into())).await;
    choice("", RoleEnum::Unknown(String::new())).await;
    choice("é\"\n", RoleEnum::Unknown("é\"\n".into())).await;

    choice("owner", UserRoleEnum::Owner).await;
    choice("editor", UserRoleEnum::Editor).await;
    choice("viewer", UserRoleEnum::Viewer).await;
    choice("auditor", UserRoleEnum::Unknown("auditor".into())).await;

    choice("", BlankEnum::Empty).await;
    choice("-", BlankEnum::Unknown("-".into())).await;

    choice("owner", UserRoleEnumOrBlank::Owner).await;
    choice("editor", UserRoleEnumOrBlank::Editor).await;
    choice("viewer", UserRoleEnumOrBlank::Viewer).await;
    choice("", UserRoleEnumOrBlank::Empty).await;
    choice("auditor", UserRoleEnumOrBlank::Unknown("auditor".into())).await;
}

#[tokio::test]
async fn workspaces_of_both_servers() {
    use v3::types::{StandardWorkspaceV3DetailsResponse as Workspace, UserRoleEnumOrBlank as Role};
    let old: Workspace = round_trip(&old_workspace()).await;
    assert_eq!((&old.user_role, &old.sync, &old.scoped_api_keys), (&Role::Owner, &None, &None));

    let new: Workspace = round_trip(&new_workspace()).await;
    let keys = new.scoped_api_keys.unwrap();
    assert_eq!(keys[0].prefix.as_deref(), Some("pk_abc"));
    assert_eq!(new.sync.unwrap().failed_files_count, Some(0));

    let blank: Workspace = round_trip(&with(&new_workspace(), "user_role", json!(""))).await;
    assert_eq!(blank.user_role, Role::Empty);
    let unknown: Workspace = round_trip(&with(&old_workspace(), "user_role", json!("auditor"))).await;
    assert_eq!(unknown.user_role, Role::Unknown("auditor".into()));
    let unsynced: Workspace = decode(&with(&new_workspace(), "sync", Value::Null).to_string()).await.unwrap();
    assert_eq!(unsynced.sync, None);
    let empty: Workspace = round_trip(&with(&new_workspace(), "scoped_api_keys", json!([]))).await;
    assert_eq!(empty.scoped_api_keys, Some(Vec::new()));
    // A whole number of bytes is written without a fraction by some servers.
    let whole: Workspace =
        decode(&with(&old_workspace(), "used_storage", json!(7)).to_string()).await.unwrap();
    assert!((whole.used_storage - 7.0).abs() < f64::EPSILON);
}

#[tokio::test]
async fn patches_tell_absent_from_null() {
    use v3::types::PatchedUpdateWorkspaceV3Request as Request;
    for (text, expected) in [
        ("{}", Patch::Keep),
        (r#"{"description":null}"#, Patch::Clear),
        (r#"{"description":""}"#, Patch::Set(String::new())),
        (r#"{"description":"x"}"#, Patch::Set("x".to_owned())),
    ] {
        let request: Request = decode(text).await.unwrap();
        assert_eq!(request.description, expected, "{text}");
        assert_eq!(serde_json::to_string(&request).unwrap(), text);
    }
}

/// An instant by text, and what of it must survive: seconds since 1970, nanoseconds, offset in seconds.
async fn instant(text: &str, expected: (i64, u32, i32), written: &str) {
    use v3::types::ScopedApiKey;
    let parts = |time: DateTime| (time.unix_timestamp(), time.subsec_nanos(), time.offset_seconds());
    let key: ScopedApiKey = decode(&json!({"created_at": text}).to_string()).await.unwrap();
    assert_eq!(key.created_at.map(parts), Some(expected), "{text}");
    assert_eq!(serde_json::to_value(&key).unwrap(), json!({"created_at": written}));
}

#[tokio::test]
async fn date_times_keep_offset_and_sub_seconds() {
    const T: i64 = 1_718_454_645;
    instant("2024-06-15T12:30:45Z", (T, 0, 0), "2024-06-15T12:30:45Z").await;
    instant("2024-06-15T12:30:45+00:00", (T, 0, 0), "2024-06-15T12:30:45Z").await;
    instant("2024-06-15T14:30:45+02:00", (T, 0, 7200), "2024-06-15T14:30:45+02:00").await;
    instant("2024-06-15T09:00:45-03:30", (T, 0, -12_600), "2024-06-15T09:00:45-03:30").await;
    instant("2024-06-16T02:30:45.000001+14:00", (T, 1_000, 50_400), "2024-06-16T02:30:45.000001+14:00").await;
    instant("2024-06-15T12:30:45.5Z", (T, 500_000_000, 0), "2024-06-15T12:30:45.500Z").await;
    instant("2024-06-15T12:30:45.123456Z", (T, 123_456_000, 0), "2024-06-15T12:30:45.123456Z").await;
    instant("2024-06-15T12:30:45.123456789Z", (T, 123_456_789, 0), "2024-06-15T12:30:45.123456789Z").await;
    instant("1969-12-31T23:59:59.25Z", (-1, 250_000_000, 0), "1969-12-31T23:59:59.250Z").await;
}

#[tokio::test]
async fn ids_keep_their_value() {
    use v2::types::{TenantUserRole, UpdateCompanyMemberWorkspacesRequest};
    // The first is the least whole number that a double cannot hold.
    for id in [9_007_199_254_740_993, i64::MAX, i64::MIN, 0] {
        let role: TenantUserRole = decode(&format!(r#"{{"id":{id},"name":""}}"#)).await.unwrap();
        assert_eq!(role.id, id);
        assert_eq!(serde_json::to_string(&role).unwrap(), format!(r#"{{"id":{id},"name":""}}"#));
        let text = format!(r#"{{"workspaces":[{id},{id}]}}"#);
        let request: UpdateCompanyMemberWorkspacesRequest = decode(&text).await.unwrap();
        assert_eq!(serde_json::to_string(&request).unwrap(), text);
    }
    // Free-form parts too.
    let text = r#"{"filter_criteria":{"ids":[9007199254740993,18446744073709551615]}}"#;
    let sync: v3::types::WorkspaceSync = decode(text).await.unwrap();
    assert_eq!(serde_json::to_string(&sync).unwrap(), text);
}

/// A reply that is not a member of a company, and the place that the error names.
async fn misread(value: Value, place: &str, why: &str) {
    let error = decode::<v2::types::CompanyMemberResponse>(&value.to_string()).await.unwrap_err();
    let text = error.to_string();
    assert_eq!((error.kind(), error.json_path()), (ErrorKind::Decode, Some(place)), "{text}");
    assert!(text.contains(&format!(" at `{place}` ")) && text.ends_with(why), "{text}");
}

#[tokio::test]
async fn errors_name_the_place() {
    let role = |role: Value| with(&member(), "roles", json!([{"id": 1, "name": "Admin"}, role]));
    misread(
        role(json!({"id": "2", "name": "User"})),
        "roles[1].id",
        "expected a whole number of 64 bits, found a string",
    )
    .await;
    misread(
        role(json!({"id": 2.5, "name": "User"})),
        "roles[1].id",
        "expected a whole number of 64 bits, found another number",
    )
    .await;
    misread(
        role(json!({"id": u64::MAX, "name": "User"})),
        "roles[1].id",
        "expected a whole number of 64 bits, found another number",
    )
    .await;
    misread(role(json!({"id": 2})), "roles[1]", "the field `name` is missing").await;
    misread(role(Value::Null), "roles[1]", "expected an object, found null").await;
    let company = json!({"id": 3, "name": null});
    misread(with(&member(), "company", company), "company.name", "expected a string, found null").await;
    let time = |text: &str| with(&member(), "date_joined", json!(text));
    let why = "expected a date and time of the form 2024-12-31T23:59:59Z";
    for bad in ["", "yesterday", "2024-06-15", "2024-02-30T00:00:00Z", "2024-06-15T25:00:00Z"] {
        misread(time(bad), "date_joined", &format!("{why}, found another text")).await;
    }
    let why = "expected a date and time of the form 2024-12-31T23:59:59Z, found null";
    misread(with(&member(), "date_joined", Value::Null), "date_joined", why).await;
}
