//! A temporary folder, and the command in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value as Json;
use tempfile::TempDir;

pub(crate) const CONFIG: &str = "\
client: {name: case-client, version: 0.1.0, service: Case}
output: out
documents: [{spec: spec.yaml, module: api}]
";

/// A folder with a configuration and a document.
pub(crate) struct Folder(pub(crate) TempDir);

impl Folder {
    pub(crate) fn new(spec: &str) -> Self {
        let folder = Self(TempDir::new().expect("a temporary folder can be made"));
        folder.write("codegen.yaml", CONFIG);
        folder.write("spec.yaml", spec);
        folder
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.0.path().join(name), text).expect("a file can be written");
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_specsmith"));
        command.current_dir(self.0.path()).args(["codegen", "--config", "codegen.yaml"]).args(arguments);
        command
    }

    /// Any of the commands.
    pub(crate) fn specsmith(&self, arguments: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_specsmith"));
        command.current_dir(self.0.path()).args(arguments).output().expect("the command can be run").into()
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).output().expect("the command can be run").into()
    }

    pub(crate) fn files(&self) -> BTreeMap<PathBuf, String> {
        let mut files = BTreeMap::new();
        collect(&self.0.path().join("out"), &mut files);
        files
    }
}

pub(crate) fn collect(folder: &Path, files: &mut BTreeMap<PathBuf, String>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("the folder can be listed").path();
        if path.ends_with("target") {
            // What is remembered of the last run is no part of the crate.
        } else if path.is_dir() {
            collect(&path, files);
        } else {
            let text = fs::read_to_string(&path).expect("a generated file is text");
            files.insert(path, text);
        }
    }
}

/// How a run of the command ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("it prints text");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }
}

impl Ran {
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.out).expect("it prints JSON")
    }
}
