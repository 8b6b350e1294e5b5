//! The `specsmith` command and everything that touches the disk: read, plan, write, check, report.
#![forbid(unsafe_code)]

mod account;
mod cache;
mod codegen;
mod common;
mod disk;
mod dump;
mod explain;
mod generate;
mod made;
mod plan;
mod record;
mod report;
mod words;

pub use codegen::{CodegenArgs, DEFAULT_CONFIG, Exit, Invocation, run};
pub use common::Common;
pub use disk::Folder;
pub use dump::{DumpArgs, Stage, dump};
pub use explain::{ExplainArgs, explain};
pub use generate::{CheckArgs, GenerateArgs, check, generate};
pub use report::Format;
