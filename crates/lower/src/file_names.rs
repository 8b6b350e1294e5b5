//! The names of what stands in a file that the document refers to, where its own name is taken.

use crate::names::type_name;
use crate::rules::Rule;
use crate::scope::Candidate;

/// The last folders stand before the name, or all of them.
pub(crate) fn longer_names(key: &str) -> Vec<Candidate> {
    const NEAREST: usize = 3;
    const HOLDERS: [&str; 5] = ["", "$defs", "components", "definitions", "schemas"];
    let Some((file, pointer)) = key.split_once('#').filter(|(file, _)| !file.is_empty()) else {
        return Vec::new();
    };
    let steps = pointer.split('/').filter(|it| !HOLDERS.contains(it));
    let path: Vec<&str> = without_format(file).split('/').chain(steps).collect();
    let near = path.len().saturating_sub(NEAREST);
    let names = [near, 0].into_iter().filter_map(|from| path.get(from..));
    names.map(|it| Candidate::new(type_name(&it.join(" ")), Rule::Qualified("its folders"))).collect()
}

/// What a file is called without its folders and its format.
pub(crate) fn stem(file: &str) -> &str {
    without_format(file.rsplit('/').next().unwrap_or_default())
}

fn without_format(file: &str) -> &str {
    file.rsplit_once('.').filter(|(_, format)| !format.contains('/')).map_or(file, |(stem, _)| stem)
}
