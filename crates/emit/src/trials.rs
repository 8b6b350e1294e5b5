//! The test of the types: a table of them, and the values that each must do justice to as data beside it.

use specsmith_model::{Api, Package, Refusal, Trial, TrialOrigin, Trials, TypeRef, Wire};

use crate::File;
use crate::page::Page;
use crate::tokens::{LEAVE, Names};

/// Whether there is anything to try.
pub(crate) fn any(apis: &[Api]) -> bool {
    apis.iter().any(|it| !it.trials.values.is_empty())
}

/// The test and its data.
pub(crate) fn trials(package: &Package, apis: &[Api], files: &mut Vec<File>) {
    if !any(apis) {
        return;
    }
    let mut page = Page::new(
        "Examples of the documents, and values made of their schemas: each is read as its type, and written as it was.",
    );
    for api in apis.iter().filter(|it| !it.trials.values.is_empty()) {
        let mut types: Vec<&TypeRef> = Vec::new();
        let mut data = Vec::new();
        for trial in &api.trials.values {
            let at = types.iter().position(|it| **it == trial.ty).unwrap_or(types.len());
            if at == types.len() {
                types.push(&trial.ty);
            }
            data.push(line(trial, at));
        }
        page.raw(&module(package, api, &types));
        let Trials { values: _, refused, untried } = &api.trials;
        let text = format!(
            "{{\n\"trials\": {},\n\"refused\": {},\n\"untried\": {}\n}}\n",
            lines(data),
            lines(refused.iter().map(refusal).collect()),
            lines(untried.iter().map(refusal).collect()),
        );
        files.push(File { path: format!("tests/examples/{}.json", api.module.text()), text });
    }
    files.push(File { path: "tests/examples.rs".to_owned(), text: page.finish() });
}

fn module(package: &Package, api: &Api, types: &[&TypeRef]) -> String {
    let names = Names::outside(api);
    // No type of these has a space that means anything.
    let spelled =
        |ty: &&TypeRef| format!("        round_trip::<{}>,\n", names.ty(ty).to_string().replace(' ', ""));
    let rows: String = types.iter().map(spelled).collect();
    let module = api.module.to_string();
    let import = if names.any_named() {
        format!("    use {}::{module}::types;\n", package.name.replace('-', "_"))
    } else {
        String::new()
    };
    let leave = if names.any_old() { format!("    {LEAVE}\n") } else { String::new() };
    format!(
        "\n#[cfg(feature = {feature:?})]\n\
         #[rustfmt::skip]\n\
         mod {module} {{\n\
         {import}    use specsmith_runtime::testing::{{Failures, RoundTrip, check, round_trip}};\n\
         \n\
         {leave}    const TYPES: &[RoundTrip] = &[\n{rows}    ];\n\
         \n    #[test]\n    \
         fn values_come_back_as_they_were() -> Result<(), Failures> {{\n        \
         check(include_str!(\"examples/{file}.json\"), TYPES)\n    }}\n}}\n",
        feature = api.feature,
        file = api.module.text(),
    )
}

fn lines(all: Vec<String>) -> String {
    if all.is_empty() { "[]".to_owned() } else { format!("[\n{}\n]", all.join(",\n")) }
}

fn line(it: &Trial, at: usize) -> String {
    let Trial { place, origin, ty: _, value, may_go, may_come } = it;
    let origin = match origin {
        TrialOrigin::Example => "example",
        TrialOrigin::Made => "made",
        TrialOrigin::Broken => "broken",
    };
    let mut line = format!("{{\"at\": {}, \"of\": \"{origin}\", \"type\": {at}", json(place));
    if !may_go.is_empty() {
        let places: Vec<String> = may_go.iter().map(|it| json(it)).collect();
        line.push_str(&format!(", \"may_go\": [{}]", places.join(", ")));
    }
    if !may_come.is_empty() {
        let places = may_come.iter().map(|(at, value)| format!("[{}, {}]", json(at), json(value)));
        line.push_str(&format!(", \"may_come\": [{}]", places.collect::<Vec<_>>().join(", ")));
    }
    // As text, so that every digit of it stays.
    line.push_str(&format!(", \"value\": {}}}", json(value)));
    line
}

fn refusal(it: &Refusal) -> String {
    let Refusal { place, why } = it;
    format!("{{\"at\": {}, \"why\": {}}}", json(place), json(why))
}

fn json(text: &str) -> String {
    Wire::Text(text.to_owned()).to_string()
}
