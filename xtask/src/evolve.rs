//! `evolve`: a program that was written against a document compiles against what the document became.

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
            Ok(true) => println!("the caller compiles against {FIXTURE}/{name}.yaml"),
            Ok(false) => {
                eprintln!("error: the caller does not compile against {FIXTURE}/{name}.yaml");
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

fn compiles(name: &str) -> io::Result<bool> {
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
        return Ok(false);
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
    let mut cargo = crate::chores::cargo();
    cargo.args(["check", "--quiet", "--offline"]).current_dir(folder);
    // What both need is compiled once.
    cargo.env("CARGO_TARGET_DIR", std::path::absolute(SCRATCH)?.join("target"));
    Ok(cargo.status()?.success())
}
