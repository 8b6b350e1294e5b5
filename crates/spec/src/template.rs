//! Path templates: which parameters a path holds.

use specsmith_source::{Diagnostics, Node};

/// The names in braces, in order and each once; `None`, with a complaint, where the text is no template.
pub(crate) fn parameters<'t>(
    node: Node<'t>,
    path: &'t str,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<&'t str>> {
    if path.contains('?') {
        diagnostics.fallback(node, "a path with a query of its own", "its operations are left out");
        return None;
    }
    match parse(path) {
        Ok(names) => {
            if !path.starts_with('/') {
                diagnostics.path_without_slash(node);
            }
            let mut once: Vec<&str> = Vec::new();
            for name in names {
                if once.contains(&name) {
                    diagnostics.repeated_in_template(node, name);
                } else {
                    once.push(name);
                }
            }
            Some(once)
        }
        Err(why) => {
            diagnostics.bad_template(node, why);
            None
        }
    }
}

/// The names as they stand, repeated or not.
fn parse(path: &str) -> Result<Vec<&str>, &'static str> {
    if path.contains("://") {
        return Err("it is a URL");
    }
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(open) = rest.find(['{', '}', '?', '#']) {
        let Some(after) = rest[open..].strip_prefix('{') else {
            return Err(match rest.as_bytes()[open] {
                b'}' => "a `}` closes nothing",
                b'?' => "a query belongs into the parameters",
                _ => "a fragment is never sent",
            });
        };
        let Some(close) = after.find('}') else { return Err("a `{` is not closed") };
        let name = &after[..close];
        if name.is_empty() || name.contains(['{', '/']) {
            return Err("a parameter has no name, or one with `{` or `/` in it");
        }
        names.push(name);
        rest = &after[close + 1..];
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_template_is_read_or_refused() {
        for (path, expected) in [
            ("/", Ok(vec![])),
            ("/a/{b}/c", Ok(vec!["b"])),
            ("/{a}{b}", Ok(vec!["a", "b"])),
            ("/{a}.json", Ok(vec!["a"])),
            ("a", Ok(vec![])),
            ("http://a/b", Err("it is a URL")),
            ("/{a", Err("a `{` is not closed")),
            ("/a}", Err("a `}` closes nothing")),
            ("/a?b=1", Err("a query belongs into the parameters")),
            ("/{a}/{a}", Ok(vec!["a", "a"])),
        ] {
            assert_eq!(parse(path), expected, "{path}");
        }
    }
}
