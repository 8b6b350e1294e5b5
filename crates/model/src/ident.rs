//! Names that Rust takes.

/// Words that are names only with `r#` before them.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Words that are no name in any form.
const NEVER: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// A valid Rust identifier.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ident(String);

impl Ident {
    /// `None` where Rust would not take the text as a name.
    pub fn new(text: &str) -> Option<Self> {
        let begins = text.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_');
        let goes_on = text.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
        (begins && goes_on && !NEVER.contains(&text)).then(|| Self(text.to_owned()))
    }

    /// A name for what has no words at all.
    pub fn fallback() -> Self {
        Self("unnamed".to_owned())
    }

    /// The name without `r#`.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether it must be written with `r#`.
    pub fn is_raw(&self) -> bool {
        KEYWORDS.contains(&self.text())
    }
}

impl std::fmt::Display for Ident {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_raw() { "r#" } else { "" })?;
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Ident;

    #[test]
    fn a_name_is_taken_made_raw_or_refused() {
        for (text, expected) in [
            ("id", Some("id")),
            ("type", Some("r#type")),
            ("_1st", Some("_1st")),
            ("self", None),
            ("Self", None),
            ("", None),
            ("_", None),
            ("1st", None),
            ("a b", None),
            ("é", None),
        ] {
            assert_eq!(Ident::new(text).map(|it| it.to_string()).as_deref(), expected, "{text:?}");
        }
    }
}
