//! The generators that are compared: how each is called, and what else it takes to have a crate.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One generator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tool {
    Specsmith,
    Progenitor,
    OpenapiToRust,
    Oas3Gen,
    OpenapiGenerator,
}

impl Tool {
    pub(crate) const ALL: [Self; 5] =
        [Self::Specsmith, Self::Progenitor, Self::OpenapiToRust, Self::Oas3Gen, Self::OpenapiGenerator];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Specsmith => "specsmith",
            Self::Progenitor => "progenitor",
            Self::OpenapiToRust => "openapi-to-rust",
            Self::Oas3Gen => "oas3-gen",
            Self::OpenapiGenerator => "openapi-generator",
        }
    }

    /// The version that is installed.
    pub(crate) fn version(self) -> &'static str {
        match self {
            Self::Specsmith => env!("CARGO_PKG_VERSION"),
            Self::Progenitor => "0.15.1",
            Self::OpenapiToRust => "0.23.0",
            Self::Oas3Gen => "0.29.0",
            Self::OpenapiGenerator => "7.26.0",
        }
    }

    /// What Cargo installs it from.
    pub(crate) fn package(self) -> Option<&'static str> {
        match self {
            Self::Progenitor => Some("cargo-progenitor"),
            Self::OpenapiToRust => Some("openapi-to-rust"),
            Self::Oas3Gen => Some("oas3-gen"),
            Self::Specsmith | Self::OpenapiGenerator => None,
        }
    }

    /// What runs it; `None` where it is not installed.
    pub(crate) fn program(self, rivals: &Path) -> Option<PathBuf> {
        let program = match self {
            Self::Specsmith => std::path::absolute("target/release/specsmith").ok()?,
            Self::OpenapiGenerator => jar(&rivals.join("venv"))?,
            Self::Progenitor | Self::OpenapiToRust | Self::Oas3Gen => {
                rivals.join("bin").join(self.package().unwrap_or_default())
            }
        };
        let program = if program.extension().is_some() {
            program
        } else {
            program.with_extension(std::env::consts::EXE_EXTENSION)
        };
        program.is_file().then_some(program)
    }

    /// The call that makes a crate of a document, each with what the tool does where nothing is said.
    pub(crate) fn generate(self, program: &Path, document: &Path, out: &Path) -> Command {
        let mut command = Command::new(program);
        match self {
            Self::Specsmith => {
                command.arg("generate").arg(document).arg("--out").arg(out).arg("--runtime");
                command.arg(std::path::absolute("crates/runtime").unwrap_or_default());
                command.args(["--name", CRATE, "--no-cache"]);
            }
            Self::Progenitor => {
                command
                    .args(["progenitor", "-n", CRATE, "-v", "0.1.0", "-i"])
                    .arg(document)
                    .arg("-o")
                    .arg(out);
            }
            Self::OpenapiToRust => {
                command.arg("generate").arg(document).arg("--output-dir").arg(out.join("src/generated"));
            }
            Self::Oas3Gen => {
                command
                    .args(["generate", "client-mod", "--workspace", "-i"])
                    .arg(document)
                    .arg("-o")
                    .arg(out);
            }
            Self::OpenapiGenerator => {
                command = Command::new("java");
                command.arg("-jar").arg(program).args(["generate", "-g", "rust", "-i"]).arg(document);
                command.arg("-o").arg(out).arg(format!("--additional-properties=packageName={CRATE}"));
            }
        }
        command
    }

    /// What the user of a tool does by hand before Cargo takes what it wrote.
    pub(crate) fn finish(self, out: &Path) -> io::Result<()> {
        if self != Self::OpenapiToRust {
            return Ok(());
        }
        let needed = fs::read_to_string(out.join("src/generated/REQUIRED_DEPS.toml"))?;
        let package = format!("[package]\nname = \"{CRATE}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n");
        fs::write(out.join("Cargo.toml"), package + &needed)?;
        fs::write(out.join("src/lib.rs"), "pub mod generated;\n")
    }

    /// What is asked of Cargo beside the crate itself.
    pub(crate) fn features(self) -> &'static [&'static str] {
        match self {
            Self::Specsmith => &["--all-features"],
            _ => &[],
        }
    }

    /// What stands in a line where a function begins that calls an operation.
    pub(crate) fn begins_function(self) -> &'static str {
        match self {
            Self::Specsmith => "-> Call<",
            _ => "pub async fn ",
        }
    }
}

/// The name of every crate: each stands in a workspace of its own.
pub(crate) const CRATE: &str = "measured";

/// The folders of an environment of Python are called after its version.
fn jar(folder: &Path) -> Option<PathBuf> {
    let lib = folder.join("lib");
    let versions = fs::read_dir(lib).ok()?.flatten();
    let jar = |it: fs::DirEntry| it.path().join("site-packages/openapi_generator_cli/openapi-generator.jar");
    versions.map(jar).find(|it| it.is_file())
}
