//! `bench`: this generator beside others, on the same documents, in turn: what each takes, and what comes of it.

mod calls;
mod growth;
mod install;
mod page;
mod process;
mod table;
mod tools;
mod work;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use process::{Cost, median};
use tools::Tool;
use work::{Mode, Size, Work};

/// The documents that are compared where none are named.
const DOCUMENTS: [&str; 5] =
    ["oxide-nexus.json", "github.json", "openai.yaml", "jira.json", "kubernetes.json"];

/// What `bench` is asked to do.
#[derive(Debug, Args)]
pub(crate) struct BenchArgs {
    /// What is measured.
    #[arg(value_enum, default_value_t)]
    what: What,
    /// The folder of the documents.
    #[arg(long, default_value = "../shared/corpus")]
    dir: PathBuf,
    /// Where the rivals are installed and everything is made: some gigabytes.
    #[arg(long, default_value = "target/bench")]
    scratch: PathBuf,
    /// Only this document, by its name without the ending; may be repeated.
    #[arg(long, value_name = "DOC")]
    only: Vec<String>,
    /// Only this rival, or `specsmith` for none; may be repeated.
    #[arg(long, value_name = "NAME")]
    rival: Vec<String>,
    /// How often each thing is done; the figures are medians.
    #[arg(long, value_name = "N", default_value_t = 3)]
    runs: usize,
    /// Generate, but compile nothing.
    #[arg(long)]
    skip_compile: bool,
    /// Compile nothing for release.
    #[arg(long)]
    skip_release: bool,
    /// Write the tables into docs/performance.md.
    #[arg(long)]
    write: bool,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum What {
    /// Each document by each generator.
    #[default]
    Generators,
    /// Nothing yet: the rivals are installed.
    Rivals,
    /// This generator, on one document from a thousand bytes of it to forty million.
    Growth,
    /// A call, long lists and a stream, beside the same by hand and by another generator's client.
    Calls,
    /// Nothing: its documents are written.
    #[value(hide = true)]
    Documents,
}

impl BenchArgs {
    /// Those that are told from where the command was called.
    pub(crate) fn paths(&mut self) -> impl Iterator<Item = &mut PathBuf> {
        [(&mut self.dir, "../shared/corpus"), (&mut self.scratch, "target/bench")]
            .into_iter()
            .filter(|(path, default)| path.as_path() != Path::new(default))
            .map(|(path, _)| path)
    }

    fn tools(&self) -> io::Result<Vec<Tool>> {
        let chosen = |tool: &Tool| {
            *tool == Tool::Specsmith || self.rival.is_empty() || self.rival.iter().any(|it| it == tool.name())
        };
        if let Some(stranger) = self.rival.iter().find(|it| Tool::ALL.iter().all(|tool| tool.name() != **it))
        {
            let names = Tool::ALL.map(Tool::name).join(", ");
            return Err(io::Error::other(format!("`{stranger}` is none of {names}")));
        }
        Ok(Tool::ALL.into_iter().filter(chosen).collect())
    }

    fn documents(&self) -> io::Result<Vec<PathBuf>> {
        let named = |name: &str| {
            self.only.is_empty() || self.only.iter().any(|it| name.starts_with(&format!("{it}.")))
        };
        let mut documents: Vec<PathBuf> = DOCUMENTS
            .iter()
            .filter(|it| named(it))
            .map(|it| self.dir.join(it))
            .filter(|it| it.is_file())
            .collect();
        for name in &self.only {
            let beside = |it: &PathBuf| it.file_stem().is_some_and(|stem| stem == name.as_str());
            if documents.iter().any(beside) {
                continue;
            }
            let endings = ["json", "yaml", "yml"].map(|it| self.dir.join(format!("{name}.{it}")));
            documents.extend(endings.into_iter().find(|it| it.is_file()));
        }
        if documents.is_empty() {
            return Err(io::Error::other(format!("`{}` holds no such document", self.dir.display())));
        }
        documents.into_iter().map(std::path::absolute).collect()
    }
}

/// Everything that was found out about one document and one tool.
pub(crate) struct Found {
    tool: Tool,
    /// Why there is nothing, or nothing further.
    fault: Option<String>,
    generation: Vec<Cost>,
    size: Size,
    compiled: Vec<(Mode, Vec<Cost>)>,
    consumed: Vec<(Mode, Vec<Cost>)>,
    library: Option<u64>,
    consumer: Option<u64>,
}

impl Found {
    fn of(costs: &[(Mode, Vec<Cost>)], mode: Mode) -> Option<Cost> {
        costs.iter().find(|(it, _)| *it == mode).and_then(|(_, costs)| median(costs))
    }
}

/// Measures, prints, and writes where that is wanted.
pub(crate) fn bench(arguments: &BenchArgs) -> ExitCode {
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &BenchArgs) -> io::Result<()> {
    let tools = arguments.tools()?;
    let scratch = std::path::absolute(&arguments.scratch)?;
    if arguments.what == What::Documents {
        return growth::write(&arguments.documents()?.swap_remove(0), &scratch);
    }
    if arguments.what == What::Growth {
        crate::corpus::build()?;
        let document = arguments.documents()?.swap_remove(0);
        let table = growth::table(&document, &scratch, arguments.runs)?;
        print!("{table}");
        let written = || {
            page::write("growth", &format!("{}\n{table}", page::machine(&[Tool::Specsmith], arguments.runs)))
        };
        return if arguments.write { written() } else { Ok(()) };
    }
    if arguments.what == What::Calls {
        let with_rival = tools.contains(&Tool::OpenapiToRust);
        let table = calls::tables(&scratch, with_rival, arguments.runs)?;
        print!("{table}");
        let shown: Vec<Tool> =
            tools.into_iter().filter(|it| matches!(it, Tool::Specsmith | Tool::OpenapiToRust)).collect();
        let written = || page::write("calls", &format!("{}\n{table}", page::machine(&shown, arguments.runs)));
        return if arguments.write { written() } else { Ok(()) };
    }
    let rivals = scratch.join("rivals");
    install::install(&rivals, &tools)?;
    if arguments.what == What::Rivals {
        return Ok(());
    }
    crate::corpus::build()?;
    let kept = scratch.join("tables");
    fs::create_dir_all(&kept)?;
    for document in arguments.documents()? {
        let works = tools.iter().filter_map(|tool| {
            let program = tool.program(&rivals)?;
            Some(Work::new(*tool, program, &document, &scratch))
        });
        let found = compare(&works.collect::<io::Result<Vec<_>>>()?, arguments)?;
        let table = table::draw(&document, &found)?;
        print!("{table}");
        let stem = document.file_stem().unwrap_or_default();
        fs::write(kept.join(stem).with_extension("md"), &table)?;
    }
    if arguments.write {
        // A document takes up to an hour: each stands as it was measured last.
        let last =
            DOCUMENTS.iter().filter_map(|it| fs::read_to_string(kept.join(it).with_extension("md")).ok());
        let text = last.collect::<String>();
        page::write("side by side", &format!("{}\n{text}", page::machine(&tools, arguments.runs)))?;
    }
    Ok(())
}

/// One document by every tool, in turn.
fn compare(works: &[Work], arguments: &BenchArgs) -> io::Result<Vec<Found>> {
    let mut found: Vec<Found> = works
        .iter()
        .map(|work| Found {
            tool: work.tool,
            fault: None,
            generation: Vec::new(),
            size: Size::default(),
            compiled: Vec::new(),
            consumed: Vec::new(),
            library: None,
            consumer: None,
        })
        .collect();
    for _ in 0..arguments.runs {
        for (work, found) in works.iter().zip(&mut found).filter(|(_, it)| it.fault.is_none()) {
            match work.generate()? {
                Ok(cost) => found.generation.push(cost),
                Err(fault) => found.fault = Some(format!("does not generate: {fault}")),
            }
        }
    }
    for (work, found) in works.iter().zip(&mut found).filter(|(_, it)| it.fault.is_none()) {
        found.size = work.finish()?;
    }
    let modes: &[Mode] = match (arguments.skip_compile, arguments.skip_release) {
        (true, _) => &[],
        (false, true) => &[Mode::Check, Mode::Dev],
        (false, false) => &[Mode::Check, Mode::Dev, Mode::Release],
    };
    for mode in modes {
        compile(works, &mut found, *mode, arguments.runs)?;
    }
    Ok(found)
}

fn compile(works: &[Work], found: &mut [Found], mode: Mode, runs: usize) -> io::Result<()> {
    for (work, found) in works.iter().zip(&mut *found).filter(|(_, it)| it.fault.is_none()) {
        if let Err(fault) = work.prepare(mode)? {
            found.fault = Some(format!("its dependencies do not compile: {fault}"));
        }
        found.compiled.push((mode, Vec::new()));
        found.consumed.push((mode, Vec::new()));
    }
    for run in 0..runs {
        for (work, found) in works.iter().zip(&mut *found).filter(|(_, it)| it.fault.is_none()) {
            match work.compile(mode)? {
                Ok(cost) => found.compiled.last_mut().into_iter().for_each(|(_, costs)| costs.push(cost)),
                Err(fault) => found.fault = Some(format!("does not compile: {fault}")),
            }
            if mode == Mode::Check || found.fault.is_some() || !work.has_consumer() {
                continue;
            }
            if run == 0 {
                // It takes the crate with other features than all, which is no part of what is measured.
                work.consume(mode)?.ok();
            }
            match work.consume(mode)? {
                Ok(cost) => found.consumed.last_mut().into_iter().for_each(|(_, costs)| costs.push(cost)),
                Err(fault) => found.fault = Some(format!("what uses it does not compile: {fault}")),
            }
        }
    }
    for (work, found) in works.iter().zip(found).filter(|(_, it)| it.fault.is_none()) {
        if mode != Mode::Check {
            found.library = work.made(mode, false);
            found.consumer = work.made(mode, true).filter(|_| work.has_consumer());
        }
    }
    Ok(())
}
