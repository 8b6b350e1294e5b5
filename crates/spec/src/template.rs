//! Path templates: which parameters a path holds.

use specsmith_source::{Diagnostics, Node};

/// The names in braces, in order and each once; `None`, with a complaint, where the text is no template.
pub(crate) fn parameters<'t>(
    node: Node<'t>,
    path: &'t str,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<&'t str>> {
    match parse(path) {
        Ok(names) => {
            if !path.starts_with('/') {
                diagnostics.path_without_slash(node);
            }
            if has_fragment(path) {
                diagnostics.path_with_fragment(node);
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

fn has_fragment(path: &str) -> bool {
    path.split('{').any(|it| it.rsplit('}').next().is_some_and(|literal| literal.contains('#')))
}

/// The names as they stand, repeated or not: in the path, and in the query that some paths bring along. What stands
/// behind `#` only tells paths apart.
fn parse(path: &str) -> Result<Vec<&str>, &'static str> {
    if path.contains("://") {
        return Err("it is a URL");
    }
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(open) = rest.find(['{', '}', '#']) {
        let after = match &rest[open..] {
            it if it.starts_with('#') => break,
            it => it.strip_prefix('{').ok_or("a `}` closes nothing")?,
        };
        let close = after.find('}').ok_or("a `{` is not closed")?;
        let name = &after[..close];
        if name.is_empty() || name.contains(['{', '/']) {
            return Err("a parameter has no name, or one with `{` or `/` in it");
        }
        // An expression of RFC 6570, which OpenAPI does not have.
        if name.starts_with(['?', '&', ';', '+', '#']) {
            return Err("a parameter is more than a name");
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
            ("/a}{b}", Err("a `}` closes nothing")),
            ("/{}", Err("a parameter has no name, or one with `{` or `/` in it")),
            ("/{a/b}", Err("a parameter has no name, or one with `{` or `/` in it")),
            ("/{{a}}", Err("a parameter has no name, or one with `{` or `/` in it")),
            ("/a?b=1", Ok(vec![])),
            ("/{a}?b={b}&c", Ok(vec!["a", "b"])),
            ("/{a}{?b}", Err("a parameter is more than a name")),
            ("/{\"#}/{a?}", Ok(vec!["\"#", "a?"])),
            ("/{a}#{b", Ok(vec!["a"])),
            ("/{a}/{a}", Ok(vec!["a", "a"])),
        ] {
            assert_eq!(parse(path), expected, "{path}");
        }
    }
}
