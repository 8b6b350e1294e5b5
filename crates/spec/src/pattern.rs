//! `pattern`: whether it can be a regular expression at all.
//!
//! JSON Schema means those of ECMA-262, documents hold those of every language. What is looked at is what none of them
//! takes: a bracket or a parenthesis without its other half, an escape of nothing, a repetition of nothing.

use specsmith_source::{Diagnostics, Node};

/// The pattern, or a complaint. One that fits everything is none.
pub(crate) fn read<'t>(node: Node<'t>, diagnostics: &mut Diagnostics) -> Option<&'t str> {
    let pattern = node.text().filter(|it| !it.is_empty())?;
    match fault(pattern) {
        Some(why) => {
            diagnostics.bad_pattern(node, why);
            None
        }
        None => Some(pattern),
    }
}

fn fault(pattern: &str) -> Option<&'static str> {
    let mut open = 0_usize;
    let mut in_class = false;
    // Whether something stands before that can be repeated.
    let mut repeatable = false;
    let mut rest = pattern.chars().peekable();
    while let Some(it) = rest.next() {
        if it == '\\' && rest.next().is_none() {
            return Some("a `\\` at its end escapes nothing");
        }
        match it {
            ']' if in_class => (in_class, repeatable) = (false, true),
            _ if in_class => {}
            '[' => in_class = true,
            '(' => {
                open += 1;
                repeatable = false;
                // What follows `(?` says what the group is for.
                rest.next_if_eq(&'?');
            }
            ')' => match open.checked_sub(1) {
                Some(left) => (open, repeatable) = (left, true),
                None => return Some("a `)` closes nothing"),
            },
            '|' => repeatable = false,
            '*' | '+' | '?' if !repeatable => return Some("a `*`, `+` or `?` repeats nothing"),
            _ => repeatable = true,
        }
    }
    match (in_class, open) {
        (true, _) => Some("a `[` is not closed"),
        (false, 1..) => Some("a `(` is not closed"),
        (false, 0) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn what_no_language_takes_is_a_fault() {
        for sound in [
            "^a$",
            "(a|b)*",
            "[(]",
            "[^[]]",
            r"\(",
            r"[\]]",
            r"a\\",
            "(?i)a",
            "(?P<n>a+)",
            "a{2,}",
            "{a}",
            "]",
            "(?:)?",
            r"^\d{4}(-\d{2}){2}$",
            "a+?",
            "a*+",
            "()*",
            "|a",
            "[]",
            "é*",
        ] {
            assert_eq!(fault(sound), None, "{sound}");
        }
        for (faulty, why) in [
            ("(a", "`(`"),
            ("a)", "`)`"),
            ("[a", "`[`"),
            ("a\\", "escapes nothing"),
            ("[\\]", "`[`"),
            ("*.txt", "repeats"),
            ("(+a)", "repeats"),
            ("a|?", "repeats"),
        ] {
            assert!(fault(faulty).is_some_and(|it| it.contains(why)), "{faulty}");
        }
        assert_eq!(fault(&"(".repeat(100_000)), Some("a `(` is not closed"));
    }
}
