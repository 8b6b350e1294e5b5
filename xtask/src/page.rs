//! Pages of the documentation that commands write parts of: what stands between two markers is theirs, and all around
//! it is written by hand.

use std::path::Path;
use std::{fs, io};

/// Puts `text` between `<!-- NAME -->` and `<!-- /NAME -->` of a page on the disk. The page is there already, with both.
pub(crate) fn fill(path: &Path, name: &str, text: &str) -> io::Result<()> {
    let page = fs::read_to_string(path)?;
    let filled = filled(&page, name, text).ok_or_else(|| {
        io::Error::other(format!(
            "`{}` has no place between `{}` and `{}`",
            path.display(),
            begin(name),
            end(name)
        ))
    })?;
    if filled == page { Ok(()) } else { fs::write(path, filled) }
}

/// The page with that text in that place; `None` where it has no such place.
fn filled(page: &str, name: &str, text: &str) -> Option<String> {
    let (begin, end) = (begin(name), end(name));
    let (before, rest) = page.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}\n{}\n{end}{after}", text.trim_matches('\n')))
}

fn begin(name: &str) -> String {
    format!("<!-- {name} -->")
}

fn end(name: &str) -> String {
    format!("<!-- /{name} -->")
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn what_stands_between_the_markers_is_replaced() {
        for (page, text, expected) in [
            ("a\n<!-- x -->\n<!-- /x -->\nb\n", "new\n", Some("a\n<!-- x -->\nnew\n<!-- /x -->\nb\n")),
            ("<!-- x -->\nold\nolder\n<!-- /x -->", "new", Some("<!-- x -->\nnew\n<!-- /x -->")),
            ("<!-- y -->\nold\n<!-- /y -->", "new", None),
            ("<!-- x -->\nold", "new", None),
        ] {
            assert_eq!(filled(page, "x", text).as_deref(), expected, "{page}");
        }
    }
}
