//! Which files of a folder are documents, and what each is called.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// One document.
pub(crate) struct Document {
    /// Its name, and that of its crate.
    pub(crate) name: String,
    /// Its file, or the first of them.
    pub(crate) path: PathBuf,
    /// The version that it says it has.
    pub(crate) version: String,
}

/// The documents of a folder in the order of their names; only those named, where any are.
pub(crate) fn find(dir: &Path, only: &[String]) -> io::Result<Vec<Document>> {
    let mut documents = in_folder(dir, "")?;
    for folder in sorted(&dir.join("multi-file")).unwrap_or_default() {
        if folder.is_dir() {
            documents.extend(in_folder(&folder, "multi-file ")?);
        }
    }
    documents.retain(|it| only.is_empty() || only.iter().any(|name| named(it, name)));
    Ok(documents)
}

/// One file, whatever it is.
pub(crate) fn of_file(path: &Path) -> io::Result<Document> {
    let text = String::from_utf8_lossy(&fs::read(path)?).into_owned();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let version = version(&text).unwrap_or_default();
    Ok(Document { name: crate_name(&stem), path: path.to_owned(), version })
}

fn named(document: &Document, name: &str) -> bool {
    document.name == name || document.path.file_name().is_some_and(|it| it == name)
}

fn in_folder(folder: &Path, prefix: &str) -> io::Result<Vec<Document>> {
    let mut documents = Vec::new();
    for path in sorted(folder)? {
        let known = path.extension().is_some_and(|it| it == "json" || it == "yaml" || it == "yml");
        if !known || !path.is_file() {
            continue;
        }
        // What is no text is a document that is refused, and the table says so.
        let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
        if let Some(version) = version(&text) {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            documents.push(Document { name: crate_name(&format!("{prefix}{stem}")), path, version });
        }
    }
    Ok(documents)
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|it| it.map(|it| it.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// A name that Cargo takes.
fn crate_name(text: &str) -> String {
    let name: String = text
        .chars()
        .map(|it| if it.is_ascii_alphanumeric() { it.to_ascii_lowercase() } else { '-' })
        .collect();
    let name = name.trim_matches('-');
    if name.starts_with(|it: char| it.is_ascii_alphabetic()) {
        name.to_owned()
    } else {
        format!("api-{name}")
    }
}

/// What stands behind the first `openapi:` or `swagger:`, where that is a number: a part of a document has neither.
fn version(text: &str) -> Option<String> {
    let quote = |it: char| it == '"' || it == '\'';
    ["openapi", "swagger"].into_iter().find_map(|key| {
        text.match_indices(key).find_map(|(at, _)| {
            let before = text[..at].trim_end_matches(quote);
            let begins = before.is_empty() || before.ends_with(['\n', '{', ',', ' ', '\t', '\u{feff}']);
            let after = text[at + key.len()..].trim_start_matches(quote).trim_start().strip_prefix(':')?;
            let after = after.trim_start().trim_start_matches(quote);
            let version: String = after.chars().take_while(|it| it.is_ascii_digit() || *it == '.').collect();
            (begins && !version.is_empty()).then_some(version)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{crate_name, version};

    #[test]
    fn a_document_says_its_version() {
        for (text, expected) in [
            ("openapi: 3.0.3\ninfo: {}\n", Some("3.0.3")),
            ("# a word\nopenapi: '3.1.0'\n", Some("3.1.0")),
            ("'openapi': '3.2.0'\n", Some("3.2.0")),
            ("swagger: \"2.0\"", Some("2.0")),
            ("{\"info\":{},\"openapi\":\"3.2.0\"}", Some("3.2.0")),
            ("{\n  \"swagger\" : \"2.0\"\n}", Some("2.0")),
            ("type: object\ndescription: see openapi\n", None),
            ("paths: {}\n", None),
            ("", None),
        ] {
            assert_eq!(version(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn a_file_becomes_a_crate() {
        for (text, expected) in [
            ("twilio-api_v2010", "twilio-api-v2010"),
            ("multi-file A.public.v2", "multi-file-a-public-v2"),
            ("2checkout", "api-2checkout"),
        ] {
            assert_eq!(crate_name(text), expected);
        }
    }
}
