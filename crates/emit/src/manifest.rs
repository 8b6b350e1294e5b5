//! `Cargo.toml`.

use specsmith_model::{Api, Home, Package};

use crate::page::HEADER;

/// The whole manifest.
pub(crate) fn manifest(package: &Package, apis: &[Api]) -> String {
    let Package { name, version, description, home, .. } = package;
    let Home::Workspace = home;
    let features: Vec<String> = apis.iter().map(|it| it.feature.clone()).collect();
    let default = features.iter().map(|it| string(it)).collect::<Vec<_>>().join(", ");
    let lines: String = features.iter().map(|it| format!("{it} = []\n")).collect();
    format!(
        "# {HEADER}\n\
         [package]\n\
         name = {name}\n\
         version = {version}\n\
         description = {description}\n\
         edition.workspace = true\n\
         rust-version.workspace = true\n\
         license.workspace = true\n\
         publish.workspace = true\n\
         \n\
         [features]\n\
         default = [{default}]\n\
         {lines}\
         \n\
         [dependencies]\n\
         serde.workspace = true\n\
         specsmith-runtime.workspace = true\n\
         \n\
         [lints]\n\
         workspace = true\n",
        name = string(name),
        version = string(version),
        description = string(description),
    )
}

/// A basic string of TOML.
fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for it in text.chars() {
        match it {
            '"' | '\\' => quoted.extend(['\\', it]),
            it if it.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(it))),
            it => quoted.push(it),
        }
    }
    quoted.push('"');
    quoted
}
