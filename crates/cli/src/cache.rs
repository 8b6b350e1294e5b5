//! The last run, for a run that finds nothing changed. It can be deleted at any time, and what does not fit is not used.

use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use blake3::Hash;
use specsmith_codegen::{File, Library};

use crate::made::Made;
use crate::record::Question;
use crate::report::Format;
use crate::words::Words;

/// Below the folder of the crate, where Cargo and git expect what can be made again.
const FOLDER: &str = "target/specsmith";

/// Changes with the form of an entry.
const FORM: &str = "specsmith run 1";

/// Where runs of one kind are remembered.
#[derive(Debug)]
pub(crate) struct Cache {
    folder: PathBuf,
    file: PathBuf,
    generator: Hash,
}

impl Cache {
    /// Of a crate's folder. `asked` is all that the run is told beside what it reads. `None` where this program cannot
    /// be told from others.
    pub(crate) fn of(root: &Path, asked: &str) -> Option<Self> {
        let folder = root.join(FOLDER);
        let file = folder.join(blake3::hash(asked.as_bytes()).to_hex().as_str());
        Some(Self { folder, file, generator: generator().ok()? })
    }

    /// What the last run made, if this one would make the same.
    pub(crate) fn recall(&self, library: &dyn Library, format: Format) -> Option<Made> {
        let bytes = fs::read(&self.file).ok()?;
        let (content, sum) = bytes.split_at_checked(bytes.len().checked_sub(blake3::OUT_LEN)?)?;
        if blake3::hash(content).as_bytes() != sum {
            return None;
        }
        let mut reader = Reader(content);
        if reader.text()? != FORM || reader.hash()? != self.generator {
            return None;
        }
        for _ in 0..reader.number()? {
            let (kind, name, answer) = (reader.number()?, reader.text()?, reader.hash()?);
            let question = match kind {
                0 => Question::Read(name),
                1 => Question::Has(name),
                2 => Question::Real(name),
                _ => return None,
            };
            if question.ask(library) != answer {
                return None;
            }
        }
        let words = Words {
            documents: reader.text()?,
            list: reader.text()?,
            plain: reader.option(Reader::text)?,
            coloured: reader.option(Reader::text)?,
            diagnostics: reader.option(Reader::text)?,
        };
        if !words.suffice(format) {
            return None;
        }
        let lock = reader.option(Reader::file)?;
        let files = (0..reader.number()?).map(|_| reader.file()).collect::<Option<_>>()?;
        reader.0.is_empty().then_some(Made { files, lock, words })
    }

    /// Remembers a run. A disk that refuses costs the next run its time, and nothing else.
    pub(crate) fn remember(&self, asked: &[(Question, Hash)], made: &Made) {
        drop(self.write(&self.entry(asked, made)));
    }

    fn entry(&self, asked: &[(Question, Hash)], made: &Made) -> Vec<u8> {
        let mut writer = Writer(Vec::new());
        writer.text(FORM);
        writer.hash(&self.generator);
        writer.number(asked.len());
        for (question, answer) in asked {
            let (kind, name) = match question {
                Question::Read(name) => (0, name),
                Question::Has(name) => (1, name),
                Question::Real(name) => (2, name),
            };
            writer.number(kind);
            writer.text(name);
            writer.hash(answer);
        }
        let Made { files, lock, words: Words { documents, list, plain, coloured, diagnostics } } = made;
        writer.text(documents);
        writer.text(list);
        for words in [plain, coloured, diagnostics] {
            writer.number(usize::from(words.is_some()));
            words.iter().for_each(|it| writer.text(it));
        }
        writer.number(usize::from(lock.is_some()));
        lock.iter().for_each(|it| writer.file(it));
        writer.number(files.len());
        files.iter().for_each(|it| writer.file(it));
        let sum = blake3::hash(&writer.0);
        writer.hash(&sum);
        writer.0
    }

    fn write(&self, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        // Whoever has no rule for `target` in a `.gitignore` gets one here.
        fs::write(self.folder.join(".gitignore"), "*\n")?;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(bytes)?;
        file.persist(&self.file)?;
        Ok(())
    }
}

/// This program: another build of it has another file, or has it from another moment, which nobody can set.
fn generator() -> io::Result<Hash> {
    let path = std::env::current_exe()?;
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes()).update(path.as_os_str().as_encoded_bytes());
    identify(&path, &path.metadata()?, &mut hasher)?;
    Ok(hasher.finalize())
}

#[cfg(unix)]
fn identify(_: &Path, it: &Metadata, hasher: &mut blake3::Hasher) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;
    for number in [it.mtime(), it.mtime_nsec(), it.ctime(), it.ctime_nsec()] {
        hasher.update(&number.to_le_bytes());
    }
    for number in [it.dev(), it.ino(), it.size()] {
        hasher.update(&number.to_le_bytes());
    }
    Ok(())
}

#[cfg(not(unix))]
fn identify(path: &Path, _: &Metadata, hasher: &mut blake3::Hasher) -> io::Result<()> {
    hasher.update(&fs::read(path)?);
    Ok(())
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, number: usize) {
        self.0.extend((number as u64).to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    fn hash(&mut self, hash: &Hash) {
        self.0.extend_from_slice(hash.as_bytes());
    }

    fn file(&mut self, file: &File) {
        self.text(&file.path);
        self.text(&file.text);
    }
}

struct Reader<'b>(&'b [u8]);

impl Reader<'_> {
    fn number(&mut self) -> Option<usize> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        usize::try_from(u64::from_le_bytes(*bytes)).ok()
    }

    fn text(&mut self) -> Option<String> {
        let length = self.number()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(bytes.to_vec()).ok()
    }

    fn hash(&mut self) -> Option<Hash> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(Hash::from_bytes(*bytes))
    }

    fn file(&mut self) -> Option<File> {
        Some(File { path: self.text()?, text: self.text()? })
    }

    /// Something that may be missing: the outer answer says whether the entry is well formed.
    fn option<T>(&mut self, read: impl Fn(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.number()? {
            0 => Some(None),
            1 => read(self).map(Some),
            _ => None,
        }
    }
}
