//! The codes of warnings, for whoever names one to forbid it.

/// The word that stands for all of them.
pub(crate) const ALL_WARNINGS: &str = "warnings";

/// Every code that a warning may have; `docs/diagnostics.md` says what each means.
pub(crate) const WARNINGS: [&str; 39] = [
    "bad-discriminator",
    "bad-header",
    "bad-media-type",
    "bad-path",
    "bad-pattern",
    "bad-ref",
    "bad-status",
    "contradicting-types",
    "cyclic-all-of",
    "cyclic-ref",
    "dangling-ref",
    "duplicate-operation-id",
    "duplicate-parameter",
    "duplicate-status",
    "empty-range",
    "enum-against-type",
    "fallback",
    "ignored-keyword",
    "malformed",
    "missing-key",
    "name-clash",
    "no-credential",
    "number-as-text",
    "one-as-list",
    "other-server",
    "parameter-not-in-path",
    "remote-ref",
    "repeated-path-parameter",
    "second-body",
    "undeclared-path-parameter",
    "undeclared-required",
    "unknown-format",
    "unknown-key",
    "unknown-property",
    "unknown-scheme",
    "unknown-word",
    "unusual-body",
    "wrong-default",
    "wrong-type",
];

/// Whether a word names a warning, or all of them.
pub fn names_warnings(word: &str) -> bool {
    word == ALL_WARNINGS || WARNINGS.contains(&word)
}
