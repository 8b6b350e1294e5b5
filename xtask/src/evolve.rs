//! `evolve`: a program that was written against a document compiles against what the document became, and each part of
//! either client without the others.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::{fs, io};

use specsmith::{Common, Exit, GenerateArgs, generate};

/// The two documents, and the program.
const FIXTURE: &str = "tests/evolve";

/// Where the clients and the programs are written.
const SCRATCH: &str = "target/evolve";

/// Fails where the program does not compile against one of the two.
pub(crate) fn evolve() -> ExitCode {
    let mut fine = true;
    for name in ["before", "after"] {
        match compiles(name) {
            Ok(None) => println!("the caller compiles against {FIXTURE}/{name}.yaml"),
            Ok(Some(what)) => {
                eprintln!("error: {what} does not compile against {FIXTURE}/{name}.yaml");
                fine = false;
            }
            Err(error) => {
                eprintln!("error: {name}: {error}");
                fine = false;
            }
        }
    }
    if fine { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What does not compile.
fn compiles(name: &str) -> io::Result<Option<String>> {
    let folder = std::path::absolute(Path::new(SCRATCH).join(name))?;
    let runtime = std::path::absolute("crates/runtime")?;
    let arguments = GenerateArgs {
        spec: Path::new(FIXTURE).join(format!("{name}.yaml")),
        out: folder.join("client"),
        name: Some("kennel-client".to_owned()),
        runtime: Some(runtime.to_string_lossy().into_owned()),
        config: None,
        only: Vec::new(),
        tests: false,
        values: 0,
        no_cache: true,
        common: Common::default(),
    };
    if generate(&arguments) != Exit::Fine {
        return Ok(Some("the client".to_owned()));
    }
    fs::create_dir_all(folder.join("src"))?;
    fs::copy(Path::new(FIXTURE).join("consumer.rs"), folder.join("src/main.rs"))?;
    // Warnings of the caller are broken promises too.
    let manifest = "[package]\nname = \"caller\"\nversion = \"0.1.0\"\nedition = \"2024\"\npublish = false\n\n\
        [workspace]\nresolver = \"3\"\n\n\
        [dependencies]\n\
        kennel-client = { path = \"client\", default-features = false, features = [\"api\"] }\n\
        tokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n\n\
        [lints.rust]\nwarnings = \"deny\"\n";
    fs::write(folder.join("Cargo.toml"), manifest)?;
    // The versions that the repository has: nothing is looked for on the network.
    fs::copy("Cargo.lock", folder.join("Cargo.lock"))?;
    if !checks(&folder, &[])? {
        return Ok(Some("the caller".to_owned()));
    }
    for part in parts(&fs::read_to_string(folder.join("client/Cargo.toml"))?) {
        let alone = ["--package", "kennel-client", "--no-default-features", "--features", &part];
        if !checks(&folder, &alone)? {
            return Ok(Some(format!("the feature `{part}` alone")));
        }
    }
    Ok(None)
}

/// Whether Cargo has nothing to say.
fn checks(folder: &Path, further: &[&str]) -> io::Result<bool> {
    let mut cargo = crate::chores::cargo();
    cargo.args(["check", "--quiet", "--offline"]).args(further).current_dir(folder);
    // What all need is compiled once.
    cargo.env("CARGO_TARGET_DIR", std::path::absolute(SCRATCH)?.join("target"));
    let output = cargo.output()?;
    io::stderr().write_all(&output.stderr)?;
    Ok(output.status.success() && output.stderr.is_empty())
}

/// The features of the tags.
fn parts(manifest: &str) -> Vec<String> {
    let names =
        manifest.lines().filter_map(|it| it.split_once(" = [")).map(|(name, _)| name.trim_matches('"'));
    names.filter(|it| it.starts_with("api-")).map(str::to_owned).collect()
}
