//! Path templates: which parameters a path holds.

use specsmith_source::{Diagnostics, Node};

/// The names in braces, in order; `None`, with a complaint, where the text is no template.
pub(crate) fn parameters<'t>(
    node: Node<'t>,
    path: &'t str,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<&'t str>> {
    if path.starts_with('/') && path.contains('?') {
        diagnostics.fallback(node, "a path with a query of its own", "its operations are left out");
        return None;
    }
    match parse(path) {
        Ok(names) => Some(names),
        Err(why) => {
            diagnostics.bad_template(node, why);
            None
        }
    }
}

fn parse(path: &str) -> Result<Vec<&str>, &'static str> {
    if !path.starts_with('/') {
        return Err("it does not begin with `/`");
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
        if names.contains(&name) {
            return Err("a parameter stands in it twice");
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
            ("a", Err("it does not begin with `/`")),
            ("/{a", Err("a `{` is not closed")),
            ("/a}", Err("a `}` closes nothing")),
            ("/a?b=1", Err("a query belongs into the parameters")),
            ("/{a}/{a}", Err("a parameter stands in it twice")),
        ] {
            assert_eq!(parse(path), expected, "{path}");
        }
    }
}
