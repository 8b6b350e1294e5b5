//! What every command that looks at a document may be asked for.

use clap::Args;
use specsmith_codegen::Wishes;

use crate::report::Format;

/// What the commands have in common.
#[derive(Debug, Default, Args)]
pub struct Common {
    /// Makes errors of the warnings of this code, or of all: `--deny warnings`. May be repeated.
    #[arg(long, value_name = "CODE")]
    pub deny: Vec<String>,
    /// For whom to print.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

impl Common {
    pub(crate) fn wishes(&self) -> Wishes {
        Wishes { deny: self.deny.clone() }
    }
}
