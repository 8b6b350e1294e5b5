//! What each stage takes, on a small, a large and the largest document of a folder: `SPECSMITH_BENCH_DOCS`, or the
//! corpus beside the checkout, or what the tests have.
#![expect(clippy::expect_used, reason = "a bench says what it stands on by failing without it")]

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use divan::{Bencher, counter::BytesCount};
use specsmith_codegen::{File, Home, Library, Settings, Single, Wishes, generate_single};
use specsmith_lower::{Memory, lower, rust_ident};
use specsmith_source::{Diagnostics, Origin, Tree};
use specsmith_spec::{load, resolve, upgrade};

fn main() {
    divan::main();
}

/// One document; it is shown by its name.
#[derive(Clone)]
struct Document(PathBuf);

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.file_stem().unwrap_or_default().display())
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Library for Document {
    fn read(&self, _: &str) -> Result<(String, Vec<u8>), String> {
        fs::read(&self.0).map(|it| ("document".to_owned(), it)).map_err(|error| error.to_string())
    }
}

/// Of the documents by their size, one at the first quarter, one at the third, and the last.
fn documents() -> Vec<Document> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let given = std::env::var_os("SPECSMITH_BENCH_DOCS").map(PathBuf::from);
    let folders =
        [given.unwrap_or_else(|| root.join("../shared/corpus")), root.join("tests/cases/names/prelude")];
    let found = folders.iter().map(|it| sized(it)).find(|it| !it.is_empty()).expect("there are documents");
    let last = found.len() - 1;
    let mut places = vec![last / 4, last * 3 / 4, last];
    places.dedup();
    places.into_iter().map(|it| Document(found[it].1.clone())).collect()
}

fn sized(folder: &Path) -> Vec<(u64, PathBuf)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let known = path.extension().is_some_and(|it| it == "json" || it == "yaml" || it == "yml");
        let text = fs::read_to_string(&path).unwrap_or_default();
        if known && (text.contains("openapi") || text.contains("swagger")) {
            found.push((entry.metadata().map_or(0, |it| it.len()), path));
        }
    }
    found.sort();
    found
}

/// The files of the crate.
fn made(document: &Document) -> Vec<File> {
    let single = Single {
        spec: "document".to_owned(),
        name: "bench".to_owned(),
        home: Home::Workspace,
        config: None,
        tests: None,
    };
    generate_single(document, single, Wishes::default()).files
}

fn settings() -> Settings {
    Settings {
        module: rust_ident("api").expect("it is a name"),
        prefix: None,
        names: Vec::new(),
        calls: Vec::new(),
        rules: Default::default(),
        formats: Vec::new(),
        uploads: Vec::new(),
        only: Vec::new(),
        tests: None,
        memory: Memory::default(),
    }
}

fn bytes(document: &Document) -> Vec<u8> {
    fs::read(&document.0).expect("it was found")
}

/// The document in the words of today.
fn parsed(bytes: &[u8]) -> (Tree, Origin) {
    let (mut tree, mut diagnostics) = (Tree::default(), Diagnostics::default());
    let file = tree.add("document", bytes, &mut diagnostics);
    let root = tree.root(file).expect("it is sound").origin();
    upgrade(&mut tree, root, &[], &mut diagnostics);
    (tree, root)
}

#[divan::bench(args = documents(), sample_count = 10, sample_size = 1)]
fn parse(bencher: Bencher<'_, '_>, document: &Document) {
    let bytes = bytes(document);
    bencher.counter(BytesCount::of_slice(&bytes)).bench_local(|| parsed(&bytes));
}

#[divan::bench(name = "resolve", args = documents(), sample_count = 10, sample_size = 1)]
fn normalize(bencher: Bencher<'_, '_>, document: &Document) {
    let (tree, root) = parsed(&bytes(document));
    bencher.bench_local(|| {
        let mut diagnostics = Diagnostics::default();
        let document = load(tree.node(root), &mut diagnostics).expect("it is sound");
        resolve(document, &mut diagnostics)
    });
}

#[divan::bench(name = "lower", args = documents(), sample_count = 10, sample_size = 1)]
fn decide(bencher: Bencher<'_, '_>, document: &Document) {
    let (tree, root) = parsed(&bytes(document));
    let mut diagnostics = Diagnostics::default();
    let document = load(tree.node(root), &mut diagnostics).expect("it is sound");
    let graph = resolve(document, &mut diagnostics);
    let settings = settings();
    bencher.bench_local(|| lower(&graph, &settings, &mut Diagnostics::default()));
}

/// From the bytes to the files; what the other stages do not take, `emit` does.
#[divan::bench(args = documents(), sample_count = 10, sample_size = 1)]
fn whole(bencher: Bencher<'_, '_>, document: &Document) {
    bencher.bench_local(|| made(document));
}

/// The floor, with `parse`: the tokens of the finished files, printed.
#[divan::bench(args = documents(), sample_count = 10, sample_size = 1)]
fn print(bencher: Bencher<'_, '_>, document: &Document) {
    let rust = made(document).into_iter().filter(|it| it.path.ends_with(".rs"));
    let texts: Vec<String> = rust.map(|it| it.text).collect();
    let tokens =
        || texts.iter().map(|it| it.parse().expect("it is Rust")).collect::<Vec<proc_macro2::TokenStream>>();
    bencher.with_inputs(tokens).bench_local_values(|tokens| {
        let printed = tokens.into_iter().map(|it| {
            let file = syn::parse2(it).expect("it is Rust");
            prettyplease::unparse(&file)
        });
        printed.collect::<Vec<String>>()
    });
}
