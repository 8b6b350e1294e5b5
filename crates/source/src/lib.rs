//! Where things are: YAML or JSON text becomes a [`Tree`] whose nodes know their place, and [`Diagnostics`] point at them.
#![forbid(unsafe_code)]

mod codes;
mod complaints;
mod decode;
mod diagnostics;
mod json_tokens;
mod links;
mod locate;
mod overlay_edit;
mod parse;
mod pointer;
mod render;
mod rewrite_edit;
mod spelling;
mod tree;

pub use codes::names_warnings;
pub use decode::Misfit;
pub use diagnostics::{Cost, Diagnostic, Diagnostics, Related, Severity, Spot};
pub use links::{Link, Wanted, percent_decoded};
pub use locate::Place;
pub use pointer::Lookup;
pub use render::{Style, printable, render, summary_json};
pub use tree::{FileId, Kind, Node, Number, Origin, Tree};
