//! `contract`: every operation of a client is called, and a judge that others wrote says whether the document allows it.

mod client;
mod judge;
mod known;
mod page;
mod prism;
mod process;
mod recorder;
mod results;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use client::{Called, Client, Document};
use known::Known;
use prism::Prism;
pub(crate) use prism::is_possible;
use results::{Results, Row};

/// Where everything is written, below the repository and out of its sight.
const SCRATCH: &str = "target/contract";

/// The page that holds the table.
const PAGE: &str = "docs/conformance.md";

/// What `contract` is asked to do.
#[derive(Debug, Args)]
pub(crate) struct ContractArgs {
    /// Documents, or folders of documents. Without any, the documents of `specs/codegen.yaml` and the client that is
    /// made of them.
    pub(crate) specs: Vec<PathBuf>,
    /// Only the document of this name; may be repeated.
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Who judges.
    #[arg(long, default_value = "prism")]
    judge: Judge,
    /// Looks at what the runs before this one kept of their calls, and makes none.
    #[arg(long)]
    kept: bool,
    /// Prints what became of each call that was not accepted, also where that is known.
    #[arg(long)]
    all: bool,
    /// Writes the table of the operations in docs/conformance.md, from this run and from those of other documents or
    /// judges before it.
    #[arg(long)]
    write: bool,
}

/// Who judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Judge {
    /// Stoplight Prism, a server that answers by a document; it takes Node and, once, the npm registry.
    Prism,
    /// The Python package openapi-core, which looks at recorded requests; it takes Python and, once, its registry.
    OpenapiCore,
}

/// Runs it; fails where something was not accepted that nobody has explained.
pub(crate) fn contract(arguments: &ContractArgs) -> ExitCode {
    match run(arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &ContractArgs) -> io::Result<bool> {
    let ContractArgs { specs, only, judge, kept, all, write } = arguments;
    let scratch = std::path::absolute(SCRATCH)?;
    let results = Results { folder: scratch.join("results") };
    let known = known::read(Path::new("xtask/contract/known.json"))?;
    let mut rows = if *kept {
        results.all(*judge)?
    } else {
        let mut clients = client::all(specs, only, &scratch)?;
        // What takes a moment says first what is wrong.
        clients.sort_by_key(Client::size);
        client::write(&clients, &scratch)?;
        called(&clients, *judge, &scratch, &results)?
    };
    if rows.is_empty() {
        return Err(io::Error::other("there is no document of that name"));
    }
    for row in &mut rows {
        known::explain(row, *judge, &known);
    }
    for row in &rows {
        print!("{}", results::failures(row, *all));
    }
    print!("{}", results::draw(&rows));
    let needless = needless(&rows, *judge, &known);
    for it in &needless {
        println!("no longer needed in xtask/contract/known.json: {it}");
    }
    if *write {
        crate::page::fill(Path::new(PAGE), "operations", &page::page(&results, &known)?)?;
    }
    Ok(needless.is_empty() && rows.iter().all(Row::is_fine))
}

fn called(clients: &[Client], judge: Judge, scratch: &Path, results: &Results) -> io::Result<Vec<Row>> {
    let judging = match judge {
        Judge::Prism => Judging::Prism(prism::install(&scratch.join("prism"))?),
        Judge::OpenapiCore => Judging::OpenapiCore(judge::Judge::install(&scratch.join("python"))?),
    };
    let mut rows = Vec::new();
    for client in clients {
        let built = client.build(scratch);
        for document in &client.documents {
            let row = match (&built, &judging) {
                (Err(error), _) => Row::failed(&document.name, error.to_string()),
                (Ok(()), Judging::Prism(prism)) => by_prism(prism, client, document, scratch)?,
                (Ok(()), Judging::OpenapiCore(judge)) => judge.row(client, document, scratch)?,
            };
            results.keep(&row, judge)?;
            rows.push(row);
        }
    }
    Ok(rows)
}

/// A judge that is ready.
enum Judging {
    Prism(Prism),
    OpenapiCore(judge::Judge),
}

/// A server that is gone, or does not answer in time, is replaced by another that goes on: to some schemas it makes answers
/// without end. So the call is made again for the verdict alone; and where that goes on, all that are left.
fn by_prism(prism: &Prism, client: &Client, document: &Document, scratch: &Path) -> io::Result<Row> {
    const SERVERS: usize = 12;
    const WITH_ANSWERS: usize = 5;
    let mut calls: Vec<Called> = Vec::new();
    let mut verdicts = 0;
    for number in 0..SERVERS {
        let mock = match prism.mock(&document.path)? {
            Ok(mock) => mock,
            Err(reason) => return Ok(Row::refused(&document.name, reason)),
        };
        match client.harness(scratch, mock.url(), &document.module, calls.len(), verdicts) {
            Ok((more, another)) => {
                // Whoever has not even a verdict on the first is not asked again.
                let judged = more.len() > 1 || verdicts == 0;
                calls.extend(more);
                if !another {
                    return Ok(Row::new(&document.name, calls));
                }
                verdicts = match judged {
                    _ if number >= WITH_ANSWERS => usize::MAX,
                    true => 1,
                    false => 0,
                };
                if judged {
                    calls.pop();
                }
            }
            Err(error) => return Ok(Row::failed(&document.name, error.to_string())),
        }
    }
    Ok(Row::refused(&document.name, "it ends or falls silent over too many requests".to_owned()))
}

/// What an entry explains in a document must be there whenever that document is run.
fn needless(rows: &[Row], judge: Judge, known: &[Known]) -> Vec<String> {
    let mut needless = Vec::new();
    for it in known.iter().filter(|it| it.judge == judge) {
        for document in &it.documents {
            let of = rows.iter().find(|row| row.document == *document);
            if of.is_some_and(|row| row.refused.is_none() && !row.explained_by(&it.key)) {
                needless.push(format!("`{}` in {document}", it.key));
            }
        }
    }
    needless
}
