//! Reading: the folder of a configuration, and what files it names.

use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use specsmith_codegen::Library;

/// The name of what is no file.
pub(crate) const STANDARD_INPUT: &str = "-";

/// The folder in which a configuration stands; its files are named relative to it.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The folder of a configuration file.
    pub fn of(config: &Path) -> Self {
        Self { root: config.parent().map(Path::to_path_buf).unwrap_or_default() }
    }

    /// The configuration's own name in its folder.
    pub fn name_of(&self, config: &Path) -> String {
        config.file_name().unwrap_or(config.as_os_str()).to_string_lossy().into_owned()
    }

    /// The name of a file that is named from where the command runs.
    pub fn name_beside(&self, file: &Path) -> String {
        let path = std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf());
        path.to_string_lossy().into_owned()
    }

    /// A path for people: relative as it was given, without detours.
    pub fn path(&self, name: &str) -> PathBuf {
        let mut path = PathBuf::new();
        for part in self.root.join(name).components() {
            match part {
                std::path::Component::CurDir => {}
                std::path::Component::ParentDir if path.file_name().is_some() => drop(path.pop()),
                other => path.push(other),
            }
        }
        if path.as_os_str().is_empty() { PathBuf::from(".") } else { path }
    }
}

impl Library for Folder {
    fn has(&self, name: &str) -> bool {
        self.path(name).symlink_metadata().is_ok()
    }

    fn read(&self, name: &str) -> Result<(String, Vec<u8>), String> {
        if name == STANDARD_INPUT {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes).map_err(|error| error.to_string())?;
            return Ok(("standard input".to_owned(), bytes));
        }
        let path = self.path(name);
        let shown = path.display().to_string();
        if path.is_dir() {
            return Err("it is a folder, not a file".to_owned());
        }
        match std::fs::read(&path) {
            Ok(bytes) => Ok((shown, bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Err(format!("there is no file `{shown}`")),
            Err(error) => Err(error.to_string()),
        }
    }
    fn real(&self, name: &str) -> Option<String> {
        let real = std::fs::canonicalize(self.path(name)).ok()?;
        Some(real.to_str()?.replace(std::path::MAIN_SEPARATOR, "/"))
    }
}
