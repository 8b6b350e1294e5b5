//! The clients, and beside each the program that makes its calls.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value as Json;
use specsmith::Folder;
use specsmith_codegen::{
    File, Home, Output, Show, Single, Style, Wishes, generate_as, generate_single, render,
};

use crate::corpus::documents;

/// The program, written once for all.
const HARNESS: &str = "xtask/contract/harness.rs";

/// With what the program ends where it wants another server.
const ANOTHER: i32 = 4;

/// A client and its documents.
pub(super) struct Client {
    /// The package.
    package: String,
    /// Where it stands.
    home: PathBuf,
    /// The sources of its calls.
    calls: Vec<File>,
    pub(super) documents: Vec<Document>,
}

/// A document, as it was written.
pub(super) struct Document {
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// The module of the client that is made of it.
    pub(super) module: String,
}

/// What came of one call.
#[derive(Debug, Clone)]
pub(super) struct Called {
    pub(super) operation: String,
    pub(super) media_type: String,
    pub(super) amount: String,
    pub(super) outcome: String,
    pub(super) detail: String,
}

/// The clients of those documents; without any, the repository's own.
pub(super) fn all(specs: &[PathBuf], only: &[String], scratch: &Path) -> io::Result<Vec<Client>> {
    if specs.is_empty() {
        return Ok(vec![of_the_repository()?]);
    }
    let mut clients = Vec::new();
    for spec in specs {
        let found =
            if spec.is_dir() { documents::find(spec, only)? } else { vec![documents::of_file(spec)?] };
        for it in found {
            // What cannot be made is the corpus command's affair, but it must not go unseen here.
            match single(&it.name, &it.path, scratch) {
                Ok(client) => clients.push(client),
                Err(error) => eprintln!("{} is left out: {error}", it.name),
            }
        }
    }
    Ok(clients)
}

fn of_the_repository() -> io::Result<Client> {
    let config = Path::new(specsmith::DEFAULT_CONFIG);
    let library = Folder::of(config);
    let wishes = Wishes { show: Show::Calls, ..Wishes::default() };
    let output = generate_as(&library, &library.name_of(config), wishes);
    sound(&output)?;
    let document = |name: &str, module: &str| {
        let path = library.path(name);
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Document { name: stem, path: std::path::absolute(path)?, module: module.to_owned() })
    };
    let documents = output.documents.iter().map(|it| document(&it.name, &it.module));
    Ok(Client {
        package: "paradigm-client".to_owned(),
        home: std::path::absolute("generated")?,
        documents: documents.collect::<io::Result<_>>()?,
        calls: output.calls,
    })
}

fn single(name: &str, path: &Path, scratch: &Path) -> io::Result<Client> {
    let library = Folder::of(path);
    let package = format!("{name}-client");
    let runtime = std::path::absolute("crates/runtime")?.to_string_lossy().into_owned();
    let single = Single {
        spec: library.name_of(path),
        name: package.clone(),
        home: Home::Path(runtime),
        config: None,
        tests: None,
    };
    let output = generate_single(&library, single, Wishes { show: Show::Calls, ..Wishes::default() });
    sound(&output)?;
    let home = scratch.join(&package);
    put_all(&home, &output.files)?;
    let of =
        |module: &str| Document { name: name.to_owned(), path: path.to_owned(), module: module.to_owned() };
    let documents = output.documents.iter().map(|it| of(&it.module)).collect();
    Ok(Client { package, home, documents, calls: output.calls })
}

fn sound(output: &Output) -> io::Result<()> {
    if output.diagnostics.has_errors() {
        return Err(io::Error::other(render(&output.tree, &output.diagnostics, Style::Plain)));
    }
    Ok(())
}

/// Writes the programs of all clients, in one workspace, so that what they need is compiled once.
pub(super) fn write(clients: &[Client], scratch: &Path) -> io::Result<()> {
    let runtime = std::path::absolute("crates/runtime")?;
    for Client { package, home, calls, documents: _ } in clients {
        let folder = scratch.join(format!("{package}-calls"));
        let features: Vec<String> = calls
            .iter()
            .filter_map(|it| it.path.strip_suffix(".rs").filter(|it| *it != "documents"))
            .map(|it| format!("{it:?}"))
            .collect();
        let manifest = format!(
            "[package]\nname = \"{package}-calls\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\n\
             {package} = {{ path = {home:?}, default-features = false, features = [{}] }}\n\
             specsmith-runtime = {{ path = {runtime:?}, default-features = false }}\n\
             http = \"1\"\nserde_json = \"1\"\n\
             tokio = {{ version = \"1\", features = [\"macros\", \"rt\", \"net\", \"time\"] }}\n\n\
             [lints.rust]\ndeprecated = \"allow\"\n",
            features.join(", ")
        );
        put(&folder.join("Cargo.toml"), &manifest)?;
        put(&folder.join("src/main.rs"), &std::fs::read_to_string(HARNESS)?)?;
        put_all(&folder.join("src/calls"), calls)?;
    }
    // Whatever was written before stays in it, so that no run takes another's away.
    let manifest = "[workspace]\nresolver = \"3\"\nmembers = [\"*-calls\"]\n\n\
        [profile.dev]\ndebug = 0\nincremental = false\n";
    put(&scratch.join("Cargo.toml"), manifest)?;
    // The versions that the repository has: nothing is looked for on the network.
    std::fs::copy("Cargo.lock", scratch.join("Cargo.lock")).map(drop)
}

impl Client {
    /// Compiles the program.
    pub(super) fn build(&self, scratch: &Path) -> io::Result<()> {
        let mut cargo = crate::chores::cargo();
        cargo.args(["build", "--offline", "--quiet", "--package", &format!("{}-calls", self.package)]);
        cargo.current_dir(scratch).env("CARGO_TARGET_DIR", scratch.join("target"));
        let built = cargo.env("CARGO_INCREMENTAL", "0").status()?.success();
        if built { Ok(()) } else { Err(io::Error::other("the calls do not compile")) }
    }

    /// How much there is to call.
    pub(super) fn size(&self) -> usize {
        self.calls.iter().map(|it| it.text.len()).sum()
    }

    /// Makes the calls of a document at that server, without those that are done, and so many of them only to be judged;
    /// says too whether the rest want another server.
    pub(super) fn harness(
        &self,
        scratch: &Path,
        url: &str,
        module: &str,
        done: usize,
        verdicts: usize,
    ) -> io::Result<(Vec<Called>, bool)> {
        let program = scratch.join("target/debug").join(format!("{}-calls", self.package));
        let program = program.with_extension(std::env::consts::EXE_EXTENSION);
        let arguments = [url, module, &done.to_string(), &verdicts.to_string()];
        let output = Command::new(program).args(arguments).stderr(Stdio::inherit()).output()?;
        let another = output.status.code() == Some(ANOTHER);
        if !another && !output.status.success() {
            return Err(io::Error::other(format!("the calls ended with {}", output.status)));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        let line = |line: &str| Ok(called(&serde_json::from_str(line).map_err(io::Error::other)?));
        Ok((text.lines().map(line).collect::<io::Result<_>>()?, another))
    }
}

/// As the program writes it, and as results are kept.
pub(super) fn called(line: &Json) -> Called {
    let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
    Called {
        operation: text("operation"),
        media_type: text("media_type"),
        amount: text("amount"),
        outcome: text("outcome"),
        detail: text("detail"),
    }
}

fn put_all(folder: &Path, files: &[File]) -> io::Result<()> {
    files.iter().try_for_each(|it| put(&folder.join(&it.path), &it.text))
}

/// Writes a file unless it is so already, so that nothing is compiled again for nothing.
fn put(path: &Path, text: &str) -> io::Result<()> {
    if std::fs::read_to_string(path).is_ok_and(|it| it == text) {
        return Ok(());
    }
    path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    std::fs::write(path, text)
}
