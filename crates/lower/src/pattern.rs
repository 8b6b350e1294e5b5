//! Which operations a rule of the configuration speaks of.

use specsmith_source::Origin;
use specsmith_spec::Operation;

/// `tag:NAME`, `METHOD /path` or an operationId, where a `*` stands for anything.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// Where it is configured.
    pub at: Origin,
    /// The pattern.
    pub text: String,
}

impl Pattern {
    /// Whether it speaks of an operation.
    pub(crate) fn fits(&self, operation: &Operation<'_>) -> bool {
        let text = self.text.trim();
        if let Some(tag) = text.strip_prefix("tag:") {
            return operation.tags.iter().any(|it| is_like(it, tag.trim()));
        }
        let by_path = |(method, path): (&str, &str)| {
            is_like(operation.method.key(), &method.to_ascii_lowercase())
                && is_like(operation.path, path.trim())
        };
        match text.split_once(' ') {
            Some(both) => by_path(both),
            None => text == "*" || operation.id.is_some_and(|it| is_like(it, text)),
        }
    }

    /// Whether it names one operation, which then is meant whatever it looks like.
    pub(crate) fn is_exact(&self) -> bool {
        !self.text.contains('*') && !self.text.trim().starts_with("tag:")
    }
}

/// Whether a text is what a pattern says.
pub(crate) fn is_like(text: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        // The earliest place leaves most for what follows.
        match rest.find(part).and_then(|at| rest.get(at + part.len()..)) {
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn a_star_stands_for_anything() {
        for (text, pattern, expected) in [
            ("/a/b", "/a/b", true),
            ("/a/b", "/a", false),
            ("/a/b/c", "/a/*", true),
            ("/a/b/c", "*/c", true),
            ("/a/b/c", "/a*b*c", true),
            ("/a/b/c", "*", true),
            ("", "*", true),
            ("/a", "/a*", true),
            ("/a", "/a*a", false),
            ("ab", "ab*ab", false),
            ("abab", "ab*ab", true),
            ("/a/b/c", "*x*", false),
            ("a**b", "a*b", true),
        ] {
            assert_eq!(is_like(text, pattern), expected, "{text} {pattern}");
        }
    }
}
