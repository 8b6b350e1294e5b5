//! The test of the types that a configuration wants.

use specsmith_lower::Tests;
use specsmith_source::{Node, Number};

use super::Reader;

impl Reader<'_> {
    /// Whether a test of the types is wanted, and with how many values of our own making.
    pub(super) fn tests(&mut self, root: Node<'_>) -> Option<Tests> {
        let node = root.get("tests")?;
        if let Some(wanted) = node.bool() {
            return wanted.then_some(Tests { values: 0 });
        }
        self.known_keys(node, &["values"]);
        let values = node.get("values").and_then(Node::number).map(|it| match it {
            Number::Integer(it) => u64::try_from(it).unwrap_or_default(),
            Number::Float(_) => 0,
        });
        if values.is_none() {
            self.diagnostics.wrong_setting(node, "`tests`", "`true`, `false`, or `{values: 3}`");
        }
        values.map(|values| Tests { values })
    }
}
