//! The test of the types that a configuration wants.

use specsmith_lower::{MOST_VALUES, Tests};
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
        let Some(values) = node.get("values") else {
            self.diagnostics.wrong_setting(node, "`tests`", "`true`, `false`, or `{values: 3}`");
            return None;
        };
        let number = match values.number() {
            Some(Number::Integer(it)) => u64::try_from(it).ok().filter(|it| *it <= MOST_VALUES),
            _ => None,
        };
        if number.is_none() {
            let expected = format!("a whole number from 0 to {MOST_VALUES}");
            self.diagnostics.wrong_setting(values, "`values`", &expected);
        }
        number.map(|values| Tests { values })
    }
}
