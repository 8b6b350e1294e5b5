//! The `specsmith` command and everything that touches the disk: read, plan, write, check, report.
#![forbid(unsafe_code)]

mod account;
mod codegen;
mod common;
mod disk;
mod dump;
mod explain;
mod generate;
mod plan;
mod report;

pub use codegen::{CodegenArgs, DEFAULT_CONFIG, Exit, Invocation, run};
pub use common::Common;
pub use disk::Folder;
pub use dump::{DumpArgs, Stage, dump};
pub use explain::{ExplainArgs, explain};
pub use generate::{CheckArgs, GenerateArgs, check, generate};
pub use report::Format;
