//! A document and a generator: the folder of their crate, and each thing that is measured of it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use super::process::{Cost, measure};
use super::tools::{CRATE, Tool};

/// How a crate is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mode {
    Check,
    Dev,
    Release,
}

impl Mode {
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Dev => &["build"],
            Self::Release => &["build", "--release"],
        }
    }

    fn folder(self) -> &'static str {
        if self == Self::Release { "release" } else { "debug" }
    }
}

/// What a crate consists of.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) lines: usize,
    pub(crate) bytes: usize,
    pub(crate) types: usize,
    pub(crate) functions: usize,
}

pub(crate) struct Work {
    pub(crate) tool: Tool,
    program: PathBuf,
    document: PathBuf,
    /// A workspace of this crate and of those that use it.
    folder: PathBuf,
    /// The versions of dependencies that the last crate of this tool was compiled with: the next one finds them built.
    lock: PathBuf,
    target: PathBuf,
}

impl Work {
    pub(crate) fn new(tool: Tool, program: PathBuf, document: &Path, scratch: &Path) -> io::Result<Self> {
        let stem = document.file_stem().unwrap_or_default();
        let own = scratch.join(tool.name());
        let folder = own.join(stem);
        fs::create_dir_all(&folder)?;
        Ok(Self {
            tool,
            program,
            document: document.to_path_buf(),
            folder,
            lock: own.join("Cargo.lock"),
            target: own.join("target"),
        })
    }

    fn out(&self) -> PathBuf {
        self.folder.join(CRATE)
    }

    /// Makes the crate where there is none.
    pub(crate) fn generate(&self) -> io::Result<Result<Cost, String>> {
        let out = self.out();
        if out.exists() {
            fs::remove_dir_all(&out)?;
        }
        let mut command = self.tool.generate(&self.program, &self.document, &out);
        measure(&mut command, &self.folder.join("generate.log"))
    }

    /// What was made, and a workspace around it.
    pub(crate) fn finish(&self) -> io::Result<Size> {
        let mut size = Size::default();
        count(&self.out().join("src"), self.tool, &mut size)?;
        self.tool.finish(&self.out())?;
        let mut members = vec![CRATE];
        if let Some(text) = self.consumer() {
            members.push("consumer");
            let folder = self.folder.join("consumer");
            fs::create_dir_all(folder.join("src"))?;
            fs::write(folder.join("src/main.rs"), text)?;
            fs::write(folder.join("Cargo.toml"), CONSUMER)?;
        }
        let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members:?}\n");
        fs::write(self.folder.join("Cargo.toml"), manifest)?;
        let known = if self.tool == Tool::Specsmith { Path::new("Cargo.lock") } else { &self.lock };
        if known.is_file() {
            fs::copy(known, self.folder.join("Cargo.lock"))?;
        }
        Ok(size)
    }

    /// A small program that calls ten operations, where somebody wrote one for this document and tool.
    fn consumer(&self) -> Option<String> {
        let document = self.document.file_stem()?;
        let file = Path::new("benches/consumers").join(document).join(self.tool.name()).with_extension("rs");
        fs::read_to_string(file).ok()
    }

    pub(crate) fn has_consumer(&self) -> bool {
        self.consumer().is_some()
    }

    /// Compiles everything but the crate itself: an empty one stands in its place.
    pub(crate) fn prepare(&self, mode: Mode) -> io::Result<Result<(), String>> {
        let root = self.out().join("src/lib.rs");
        let text = fs::read(&root)?;
        fs::write(&root, "")?;
        let prepared = measure(&mut self.cargo(mode, CRATE), &self.folder.join("prepare.log"));
        fs::write(&root, text)?;
        fs::copy(self.folder.join("Cargo.lock"), &self.lock)?;
        Ok(prepared?.map(|_| ()))
    }

    /// Compiles the crate alone.
    pub(crate) fn compile(&self, mode: Mode) -> io::Result<Result<Cost, String>> {
        touch(&self.out().join("src/lib.rs"))?;
        measure(&mut self.cargo(mode, CRATE), &self.folder.join("compile.log"))
    }

    /// Compiles and links the program that uses it.
    pub(crate) fn consume(&self, mode: Mode) -> io::Result<Result<Cost, String>> {
        touch(&self.folder.join("consumer/src/main.rs"))?;
        measure(&mut self.cargo(mode, "consumer"), &self.folder.join("consume.log"))
    }

    fn cargo(&self, mode: Mode, package: &str) -> Command {
        let mut cargo = crate::chores::cargo();
        cargo.args(mode.arguments()).args(["--package", package]).current_dir(&self.folder);
        if package == CRATE {
            cargo.args(self.tool.features());
        }
        cargo.env("CARGO_TARGET_DIR", &self.target).env("CARGO_INCREMENTAL", "0");
        cargo
    }

    /// How large what Cargo made is: the library, or the program that uses it.
    pub(crate) fn made(&self, mode: Mode, consumer: bool) -> Option<u64> {
        let name = if consumer { "consumer".to_owned() } else { format!("lib{CRATE}.rlib") };
        Some(fs::metadata(self.target.join(mode.folder()).join(name)).ok()?.len())
    }
}

/// What the program needs beside the crate.
const CONSUMER: &str = r#"[package]
name = "consumer"
version = "0.1.0"
edition = "2024"

[dependencies]
measured.path = "../measured"
tokio = { version = "1", features = ["rt", "macros"] }
"#;

fn touch(file: &Path) -> io::Result<()> {
    File::options().append(true).open(file)?.set_modified(SystemTime::now())
}

fn count(folder: &Path, tool: Tool, size: &mut Size) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            count(&path, tool, size)?;
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = fs::read_to_string(&path)?;
            size.bytes += text.len();
            size.lines += text.lines().count();
            for line in text.lines().map(str::trim_start) {
                let defines = ["pub struct ", "pub enum ", "pub type "];
                size.types += usize::from(defines.iter().any(|it| line.starts_with(it)));
                size.functions += usize::from(line.contains(tool.begins_function()));
            }
        }
    }
    Ok(())
}
