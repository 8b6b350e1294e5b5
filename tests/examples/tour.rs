//! A first run of `paradigm-client`: its four calls, what each of them sends and what comes back.
//!
//! ```text
//! cargo run --example tour
//! ```
//!
//! Without a key in the environment it talks to a little server of its own on this machine. With `LIGHTON_API_KEY` or
//! `PARADIGM_API_KEY` it talks to the real service, at `PARADIGM_BASE_URL` if that is set. All four calls write, so
//! it then also wants the ids of a user and of a workspace to write to, in `PARADIGM_TOUR_USER` and
//! `PARADIGM_TOUR_WORKSPACE`; without them it says what it would do, sends nothing and exits with code 2.

use std::error::Error as StdError;
use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use paradigm_client::{Call, Client, Error, Json, Paradigm, Patch, v2, v3, v3_company};
use serde::Serialize;
use serde_json::json;
use specsmith_runtime::Service as _;

type Outcome<T> = Result<T, Box<dyn StdError>>;

const USER_VARIABLE: &str = "PARADIGM_TOUR_USER";
const WORKSPACE_VARIABLE: &str = "PARADIGM_TOUR_WORKSPACE";

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    run().await.unwrap_or_else(|error| {
        // Not `eprintln!`: it panics if nobody reads, as after `2>&1 | head`.
        let _ = writeln!(io::stderr(), "\nThe tour ends early: {error}");
        ExitCode::FAILURE
    })
}

async fn run() -> Outcome<ExitCode> {
    let key = Paradigm::KEY_VARIABLES.iter().find_map(|name| variable(name));
    let tour = match key {
        None => Tour::on_this_machine()?,
        Some(key) => match Tour::of_the_service(key)? {
            Some(tour) => tour,
            None => return Ok(ExitCode::from(2)),
        },
    };
    let email = tour.put_user_into_workspace().await?;
    tour.set_and_clear_description().await?;
    tour.replace_members(email).await?;
    tour.add_member_as_company().await?;
    if tour.arrivals.is_some() {
        tour.ask_for_what_is_not_there().await?;
    }
    tour.say("\nThat was the whole tour.")?;
    Ok(ExitCode::SUCCESS)
}

/// The calls. Each builds a model, makes a call of it and has it sent.
impl Tour {
    /// A form: a model goes out as JSON unless the body enum says otherwise.
    async fn put_user_into_workspace(&self) -> Outcome<String> {
        let model =
            v2::types::UpdateCompanyMemberWorkspacesRequest::default().workspaces(vec![self.workspace]);
        let body = v2::users::WorkspacesUpdateBody::Form(model.clone());
        let call = v2::users::workspaces_update(self.user, body);
        let title = "v2::users::workspaces_update, as a form";
        let member = self.make(title, self.user, &model, call).await??;
        Ok(member.email)
    }

    /// JSON: the model itself is enough. A [`Patch`] field is left alone unless it is set or cleared; a name that is
    /// never mentioned stays as it is too.
    async fn set_and_clear_description(&self) -> Outcome<()> {
        let text = Patch::Set("Written by the tour".to_owned());
        let model = v3::types::PatchedUpdateWorkspaceV3Request::default().description(text);
        let call = v3::workspaces::partial_update(self.workspace, model.clone());
        let title = "v3::workspaces::partial_update, as JSON, with a `Patch` field that is set";
        self.make(title, self.workspace, &model, call).await??;

        // Only JSON has a null: as a form or as multipart, this call would fail before anything is sent.
        let model = model.description(Patch::Clear);
        let call = v3::workspaces::partial_update(self.workspace, model.clone());
        let title = "v3::workspaces::partial_update, as JSON, with the same field cleared";
        self.make(title, self.workspace, &model, call).await??;
        Ok(())
    }

    /// JSON again, with models within a model.
    async fn replace_members(&self, email: String) -> Outcome<()> {
        // The role is owner so that a real workspace does not end up without one.
        let user = v3::types::UserMember::new(self.user, email, "owner");
        let model = v3::types::InstanceWorkspaceSetMembersV3Request::default().users(vec![user]);
        let call = v3::workspaces::members_update(self.workspace, model.clone());
        self.make("v3::workspaces::members_update, as JSON", self.workspace, &model, call).await??;
        Ok(())
    }

    /// Multipart. The role is a required property, so `new` asks for it.
    async fn add_member_as_company(&self) -> Outcome<()> {
        let role = v3_company::types::RoleEnum::Owner;
        let model = v3_company::types::InstanceWorkspaceAddMemberV3Request::new(role).user_id(self.user);
        let body = v3_company::workspaces::MembersUpdateBody::Multipart(model.clone());
        let call = v3_company::workspaces::members_update(self.workspace, body);
        let title = "v3_company::workspaces::members_update, as multipart";
        self.make(title, self.workspace, &model, call).await??;
        Ok(())
    }

    /// An error is a value with getters; this one is expected, so it is shown and does not end the tour.
    async fn ask_for_what_is_not_there(&self) -> Outcome<()> {
        let nowhere = self.workspace + 1;
        let model = v3::types::PatchedUpdateWorkspaceV3Request::default().name("Atlantis");
        let call = v3::workspaces::partial_update(nowhere, model.clone());
        let title = "v3::workspaces::partial_update, of a workspace that does not exist";
        match self.make(title, nowhere, &model, call).await? {
            Err(_) => Ok(()),
            Ok(_) => Err("there is a workspace that should not exist".into()),
        }
    }
}

/// A client, what it is to write to, and how all of it is shown.
struct Tour {
    client: Client,
    /// Only here to be kept out of what is printed.
    key: String,
    user: i64,
    workspace: i64,
    /// What the server on this machine received; with the real service there is no looking behind the wire.
    arrivals: Option<Receiver<Request>>,
}

impl Tour {
    fn on_this_machine() -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let (sender, arrivals) = mpsc::channel();
        thread::Builder::new().spawn(move || serve(&listener, &sender))?;

        let key = "a-made-up-key".to_owned();
        let client = Client::builder().base_url(base_url).bearer(key.as_str()).build()?;
        let tour = Self { client, key, user: USER, workspace: WORKSPACE, arrivals: Some(arrivals) };
        let (variables, client) = (Paradigm::KEY_VARIABLES.join(" nor "), &tour.client);
        tour.say(&format!("Neither {variables} is set, so this run stays on this machine: {client:?}"))?;
        Ok(tour)
    }

    /// `None` if the environment does not say what to write to.
    fn of_the_service(key: String) -> Outcome<Option<Self>> {
        let client = Client::from_env()?;
        let id = |name| variable(name)?.parse::<i64>().ok();
        let (user, workspace) = (id(USER_VARIABLE), id(WORKSPACE_VARIABLE));
        let shown = |id: Option<i64>, name: &str| id.map_or_else(|| format!("${name}"), |id| id.to_string());
        let (u, w) = (shown(user, USER_VARIABLE), shown(workspace, WORKSPACE_VARIABLE));
        let plan = format!(
            "A key is set, so this run talks to the real service: {client:?}\n\
             It makes five requests, and every one of them WRITES:\n\
             \x20 1. user {u} is put into workspace {w} and taken out of all others;\n\
             \x20 2. the description of workspace {w} is replaced;\n\
             \x20 3. the description of workspace {w} is emptied;\n\
             \x20 4. user {u} becomes the owner of workspace {w}, and everybody else leaves it;\n\
             \x20 5. the same owner is set once more, which takes the key of a company admin."
        );
        writeln!(io::stdout(), "{}", plan.replace(&key, "***"))?;
        // A server on this machine is one for trying things out.
        let local = variable("PARADIGM_BASE_URL")
            .is_some_and(|it| it.contains("://127.0.0.1") || it.contains("://localhost"));
        let (user, workspace) =
            if local { (user.or(Some(USER)), workspace.or(Some(WORKSPACE))) } else { (user, workspace) };
        let (Some(user), Some(workspace)) = (user, workspace) else {
            writeln!(
                io::stderr(),
                "\nNothing was sent. To go ahead, set {USER_VARIABLE} to the id of a user and {WORKSPACE_VARIABLE} \
                 to the id of a workspace, both whole numbers and both such as may be written to."
            )?;
            return Ok(None);
        };
        Ok(Some(Self { client, key, user, workspace, arrivals: None }))
    }

    /// Sends a call and shows both sides of it. The outer error is one of printing, the inner one that of the call.
    async fn make<T: Serialize>(
        &self,
        title: &str,
        id: i64,
        model: &impl Serialize,
        call: Call<T>,
    ) -> Outcome<Result<T, Error>> {
        let path = call.template().replace("{id}", &id.to_string());
        let body = serde_json::to_string_pretty(model)?;
        self.say(&format!("\n=== {title} ===\n"))?;
        self.say(&block("sent", &format!("{} {path}\n{body}", call.method())))?;
        let outcome = self.client.send_full(call).await;
        for request in self.arrivals.iter().flat_map(Receiver::try_iter) {
            self.say(&block("arrived", &request.show()))?;
        }
        let shown = match &outcome {
            Ok(reply) => {
                let (value, elapsed) = (serde_json::to_string_pretty(&reply.value)?, reply.elapsed);
                format!("{}, attempts: {}, after {elapsed:.1?}\n{value}", reply.status, reply.attempts)
            }
            Err(error) => explain(error),
        };
        self.say(&block("came back", &shown))?;
        Ok(outcome.map(|reply| reply.value))
    }

    /// The one way to the screen: whatever a server may have echoed, the key stays behind. It is no `println!`, which
    /// panics if nobody reads.
    fn say(&self, text: &str) -> io::Result<()> {
        writeln!(io::stdout(), "{}", text.replace(&self.key, "***"))
    }
}

/// A variable that is set and not blank, which is also what `from_env` goes by.
fn variable(name: &str) -> Option<String> {
    let value = std::env::var_os(name)?.to_string_lossy().trim().to_owned();
    (!value.is_empty()).then_some(value)
}

fn explain(error: &Error) -> String {
    let status = error.status().map_or_else(|| "none".to_owned(), |status| status.to_string());
    // Quoted as Rust would: the words are the server's, and may hold what a terminal obeys.
    let message = error.message().map_or_else(|| "none".to_owned(), |message| format!("{message:?}"));
    format!("error: {error}\nkind:    {:?}\nstatus:  {status}\nmessage: {message}", error.kind())
}

/// Text beside its label.
fn block(label: &str, text: &str) -> String {
    let labels = std::iter::once(label).chain(std::iter::repeat(""));
    let beside = |(label, line)| format!("{label:<11}{line}").trim_end().to_owned();
    labels.zip(text.lines()).map(beside).collect::<Vec<_>>().join("\n")
}

/// The user and the workspace that the server on this machine knows.
const USER: i64 = 7;
const WORKSPACE: i64 = 42;

/// Serves until the process ends. One thread asks all connections in turn, since the client may open another while
/// one is kept alive.
fn serve(listener: &TcpListener, seen: &Sender<Request>) {
    let mut visitors = Vec::new();
    loop {
        match listener.accept() {
            Ok((stream, _)) if stream.set_nonblocking(true).is_ok() => {
                visitors.push(Visitor { stream, bytes: Vec::new() });
            }
            _ => thread::sleep(Duration::from_millis(1)),
        }
        // An error is the end of a connection, never that of the server.
        visitors.retain_mut(|visitor| visitor.attend(seen).is_ok());
    }
}

/// A connection and what was read from it but not yet answered.
struct Visitor {
    stream: TcpStream,
    bytes: Vec<u8>,
}

impl Visitor {
    fn attend(&mut self, seen: &Sender<Request>) -> io::Result<()> {
        let mut piece = [0; 4096];
        match self.stream.read(&mut piece) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(length) => self.bytes.extend(piece.iter().take(length)),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
            Err(error) => return Err(error),
        }
        while let Some((request, length)) = Request::parse(&self.bytes) {
            self.bytes.drain(..length);
            let (status, value) = answer(&request);
            // On record before it is answered: whoever has the reply finds the request.
            seen.send(request).map_err(io::Error::other)?;
            let body = value.to_string();
            let head = format!("content-type: application/json\r\ncontent-length: {}", body.len());
            self.stream.write_all(format!("HTTP/1.1 {status}\r\n{head}\r\n\r\n{body}").as_bytes())?;
        }
        Ok(())
    }
}

/// A request as it arrived, without the credential.
struct Request {
    line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    /// The first request of the bytes and its length; `None` while it is not whole.
    fn parse(bytes: &[u8]) -> Option<(Self, usize)> {
        let start = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
        let head = String::from_utf8_lossy(bytes.get(..start)?);
        let mut lines = head.lines();
        let line = lines.next()?.to_owned();
        let headers: Vec<_> = lines.filter_map(|line| line.split_once(':')).map(header).collect();
        let length = headers.iter().find(|(name, _)| name == "content-length");
        let length: usize = length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
        let end = start.checked_add(length)?;
        let body = bytes.get(start..end)?.to_vec();
        Some((Self { line, headers, body }, end))
    }

    fn show(&self) -> String {
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
        format!("{}\n{headers}\n{}", self.line, String::from_utf8_lossy(&self.body))
    }
}

/// A header with a lower-case name; of a credential, only the scheme.
fn header((name, value): (&str, &str)) -> (String, String) {
    let (name, value) = (name.to_ascii_lowercase(), value.trim());
    let hidden = || value.split_once(' ').map_or("***".to_owned(), |(scheme, _)| format!("{scheme} ***"));
    let value = if name == "authorization" { hidden() } else { value.to_owned() };
    (name, value)
}

/// The documented replies for user 7 and workspace 42; there is nothing else.
fn answer(request: &Request) -> (&'static str, Json) {
    match request.line.trim_end_matches(" HTTP/1.1") {
        "PUT /api/v2/users/7/workspaces/update/" => ("200 OK", member()),
        "PATCH /api/v3/workspaces/42" => ("200 OK", workspace(&request.body)),
        "PUT /api/v3/workspaces/42/members" | "PUT /api/v3/company/workspaces/42/members" => {
            let user = json!({"id": USER, "email": "ada@example.org", "role": "owner"});
            ("200 OK", json!({"users": [user], "groups": []}))
        }
        _ => ("404 Not Found", json!({"detail": "Not found."})),
    }
}

fn member() -> Json {
    json!({
        "id": USER,
        "username": "ada",
        "first_name": "Ada",
        "last_name": "Lovelace",
        "email": "ada@example.org",
        "is_active": true,
        "date_joined": "2025-01-15T09:30:00Z",
        "account_expiration_date": "2030-12-31T23:59:59Z",
        "last_login": "2025-06-01T08:00:00+02:00",
        "invitation_status": "accepted",
        "language": "en",
        "company": {"id": 1, "name": "Analytical Engines"},
        "roles": [{"id": 3, "name": "member"}],
        "groups": [{
            "id": 5,
            "name": "Readers",
            "description": "Those who read",
            "role": "viewer",
            "category": "custom",
            "created_at": "2025-01-15T09:30:00Z",
        }],
    })
}

/// The workspace with the description that was sent; a null, like one that was never set, is an empty one.
fn workspace(body: &[u8]) -> Json {
    let sent: Json = serde_json::from_slice(body).unwrap_or_default();
    let description = sent.get("description").and_then(Json::as_str).unwrap_or_default();
    json!({
        "id": WORKSPACE,
        "name": "Engine notes",
        "workspace_type": "custom",
        "document_upload_method": "manual",
        "description": description,
        "created_at": "2025-02-01T12:00:00Z",
        "updated_at": "2025-06-01T12:00:00.250Z",
        "used_storage": 12.5,
        "files_count": 3,
        "summaries": [{"language": "en", "summary": "Notes on the engine"}],
        "user_role": "owner",
    })
}
