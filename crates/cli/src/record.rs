//! What a run asked of the disk, and what it was told: the run would be the same wherever it is told the same.

use std::cell::RefCell;

use blake3::Hash;
use specsmith_codegen::Library;

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Question {
    /// The bytes of a file, and what to call it.
    Read(String),
    /// Whether there is such a file.
    Has(String),
    /// What path it really has.
    Real(String),
}

impl Question {
    /// The answer of today.
    pub(crate) fn ask(&self, library: &dyn Library) -> Hash {
        match self {
            Self::Read(name) => of_read(&library.read(name)),
            Self::Has(name) => of_has(library.has(name)),
            Self::Real(name) => of_real(library.real(name).as_deref()),
        }
    }
}

fn of_read(answer: &Result<(String, Vec<u8>), String>) -> Hash {
    let (kind, first, rest) = match answer {
        Ok((shown, bytes)) => (b"file", shown, bytes.as_slice()),
        Err(reason) => (b"none", reason, [].as_slice()),
    };
    let mut hasher = blake3::Hasher::new();
    hasher.update(kind).update(&first.len().to_le_bytes()).update(first.as_bytes()).update(rest);
    hasher.finalize()
}

fn of_has(answer: bool) -> Hash {
    blake3::hash(&[u8::from(answer)])
}

fn of_real(answer: Option<&str>) -> Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[u8::from(answer.is_some())]).update(answer.unwrap_or_default().as_bytes());
    hasher.finalize()
}

/// A library that remembers what it was asked.
pub(crate) struct Recorder<'l> {
    library: &'l dyn Library,
    asked: RefCell<Vec<(Question, Hash)>>,
}

impl<'l> Recorder<'l> {
    pub(crate) fn new(library: &'l dyn Library) -> Self {
        Self { library, asked: RefCell::default() }
    }

    /// Everything that it was asked, with the answers.
    pub(crate) fn asked(self) -> Vec<(Question, Hash)> {
        self.asked.into_inner()
    }

    fn remember(&self, question: Question, answer: Hash) {
        self.asked.borrow_mut().push((question, answer));
    }
}

impl Library for Recorder<'_> {
    fn read(&self, name: &str) -> Result<(String, Vec<u8>), String> {
        let answer = self.library.read(name);
        self.remember(Question::Read(name.to_owned()), of_read(&answer));
        answer
    }

    fn has(&self, name: &str) -> bool {
        let answer = self.library.has(name);
        self.remember(Question::Has(name.to_owned()), of_has(answer));
        answer
    }

    fn real(&self, name: &str) -> Option<String> {
        let answer = self.library.real(name);
        self.remember(Question::Real(name.to_owned()), of_real(answer.as_deref()));
        answer
    }
}
