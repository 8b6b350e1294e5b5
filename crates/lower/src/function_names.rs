//! Names of functions: from the words of an operationId, or of a method and a path.

use specsmith_spec::Operation;

use crate::names::{value_name, words};
use crate::rules::{Dropped, Rule};
use crate::scope::Candidate;

/// The names that an operation may have, the best first.
///
/// Each looks at the operation alone: drop what frameworks put at the end, the words of the path and the method; drop the
/// configured prefix, or the words that its own path begins with up to a version segment; drop the tag's own words at
/// the front; collapse a word repeated at the end.
pub(crate) fn operation_names(operation: &Operation<'_>, prefix: Option<&[String]>) -> Names {
    // An identifier without a letter or a digit says nothing.
    let id = operation.id.filter(|it| it.chars().any(char::is_alphanumeric));
    let long = match id {
        Some(id) => words(id),
        None => method_and_path(operation, &version_prefix(operation.path).unwrap_or_default()),
    };
    let own_prefix = version_prefix(operation.path);
    let configured = prefix.filter(|it| long.starts_with(it));
    let prefix_used = configured.is_some();
    let prefix = configured.or(own_prefix.as_deref()).unwrap_or_default();
    let told = if id.is_some() { without_end(&long, operation) } else { &long };
    let middle = without_prefix(told, prefix);
    let tag = operation.tags.first().map(|it| words(it)).unwrap_or_default();
    let mut short = without_prefix(middle, &tag).to_vec();
    let mut dropped = Vec::new();
    dropped.extend((told.len() < long.len()).then_some(Dropped::End));
    if middle.len() < told.len() {
        dropped.push(if prefix_used { Dropped::ConfiguredPrefix } else { Dropped::PathPrefix });
    }
    let middle_dropped = dropped.clone();
    dropped.extend((short.len() < middle.len()).then_some(Dropped::Tag));
    if matches!(short.as_slice(), [.., before, last] if before == last) {
        short.pop();
        dropped.push(Dropped::Repetition);
    }
    let rule = |dropped| if id.is_some() { Rule::OperationId(dropped) } else { Rule::MethodAndPath };
    let candidates = [
        (short, rule(dropped)),
        (middle.to_vec(), rule(middle_dropped)),
        (long.clone(), rule(Vec::new())),
        (method_and_path(operation, &[]), Rule::MethodAndPath),
    ];
    let candidates = candidates.into_iter().map(|(it, rule)| Candidate::new(value_name(&it.join("_")), rule));
    Names { candidates: candidates.collect(), prefix_used }
}

/// What an operation may be called.
pub(crate) struct Names {
    pub(crate) candidates: Vec<Candidate>,
    /// Whether the configured prefix was dropped.
    pub(crate) prefix_used: bool,
}

/// All words of an operation's id, or of its method and path.
pub(crate) fn long_name(operation: &Operation<'_>) -> String {
    match operation.id {
        Some(id) => words(id),
        None => method_and_path(operation, &version_prefix(operation.path).unwrap_or_default()),
    }
    .join(" ")
}

/// A name must have a word left.
fn without_prefix<'w>(words: &'w [String], prefix: &[String]) -> &'w [String] {
    match words.strip_prefix(prefix) {
        Some(rest) if !rest.is_empty() => rest,
        _ => words,
    }
}

/// Without the words of the path and the method (`read_items_items__item_id__get`), or `using` and the method
/// (`getItemUsingGET_1`), where a name is left.
fn without_end<'w>(words: &'w [String], operation: &Operation<'_>) -> &'w [String] {
    let method = self::words(operation.method.key());
    let path = self::words(&operation.path.replace(['{', '}', '/'], " "));
    let whole: Vec<String> = path.into_iter().chain(method.iter().cloned()).collect();
    let using: Vec<String> = std::iter::once("using".to_owned()).chain(method).collect();
    // What is told apart by a number has it behind these.
    let unnumbered = match words {
        [rest @ .., last] if last.bytes().all(|it| it.is_ascii_digit()) => rest,
        all => all,
    };
    let shorter = words.strip_suffix(whole.as_slice()).or(unnumbered.strip_suffix(using.as_slice()));
    shorter.filter(|it| !it.is_empty()).unwrap_or(words)
}

/// The path's words up to a segment such as `v3`.
pub(crate) fn version_prefix(path: &str) -> Option<Vec<String>> {
    let segments: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    let version = segments.iter().position(|it| {
        it.strip_prefix(['v', 'V'])
            .is_some_and(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()))
    })?;
    Some(segments[..=version].iter().flat_map(|it| words(it)).collect())
}

/// The method and the words of the path behind a prefix.
fn method_and_path(operation: &Operation<'_>, prefix: &[String]) -> Vec<String> {
    let mut words = vec![operation.method.key().to_owned()];
    words.extend(path_words(operation.path, prefix));
    words
}

/// The words of a path behind a prefix, where any are left.
pub(crate) fn path_words(path: &str, prefix: &[String]) -> Vec<String> {
    let mut said = Vec::new();
    for segment in path.split('/').filter(|it| !it.is_empty()) {
        if segment.contains('{') {
            said.push("by".to_owned());
        }
        said.extend(words(&segment.replace(['{', '}'], " ")));
    }
    without_prefix(&said, prefix).to_vec()
}

#[cfg(test)]
mod tests {
    use super::version_prefix;

    #[test]
    fn a_version_segment_ends_the_prefix() {
        let words = |it: &[&str]| Some(it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
        for (path, expected) in [
            ("/api/v3/workspaces/{id}", words(&["api", "v3"])),
            ("/v1/chat", words(&["v1"])),
            ("/pets/{id}", None),
            ("/vault/v", None),
        ] {
            assert_eq!(version_prefix(path), expected, "{path}");
        }
    }
}
