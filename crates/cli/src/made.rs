//! What a run made, as far as the disk and whoever started it have to do with it.

use specsmith_codegen::{File, Output};

use crate::report::Format;
use crate::words::Words;

/// The files and the words. A run that finds nothing changed gets them from the cache.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Made {
    pub(crate) files: Vec<File>,
    /// The lock of the names, where there is one.
    pub(crate) lock: Option<File>,
    pub(crate) words: Words,
}

impl Made {
    /// Of a run in which no error stands.
    pub(crate) fn of(output: Output, format: Format) -> Self {
        let words = Words::of(&output, format);
        Self { files: output.files, lock: output.lock, words }
    }
}
