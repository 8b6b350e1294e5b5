//! `Cargo.toml`.

use specsmith_model::{Api, Dependency, Home, Package};

use crate::page::HEADER;
use crate::trials;

/// The whole manifest.
pub(crate) fn manifest(package: &Package, apis: &[Api]) -> String {
    let Package { name, version, description, dependencies: further, home, .. } = package;
    let further: String = further.iter().map(dependency).collect();
    let features: Vec<String> = apis.iter().map(|it| it.feature.clone()).collect();
    let default = features.iter().map(|it| string(it)).collect::<Vec<_>>().join(", ");
    let all = apis.iter().flat_map(|it| std::iter::once(&it.feature).chain(it.parts.features()));
    let lines: String = all.map(|it| format!("{it} = []\n")).collect();
    let Origin { package, dependencies, lints } = origin(home);
    let tests = if trials::any(apis) { tests(home) } else { String::new() };
    format!(
        "# {HEADER}\n\
         [package]\n\
         name = {name}\n\
         version = {version}\n\
         description = {description}\n\
         {package}\
         \n\
         [features]\n\
         default = [\"rustls\", \"tracing\", {default}]\n\
         {lines}\
         # How the runtime speaks; see its own documentation.\n\
         rustls = [\"specsmith-runtime/rustls\"]\n\
         native-tls = [\"specsmith-runtime/native-tls\"]\n\
         system-proxy = [\"specsmith-runtime/system-proxy\"]\n\
         gzip = [\"specsmith-runtime/gzip\"]\n\
         # Spans and events for `tracing`.\n\
         tracing = [\"specsmith-runtime/tracing\"]\n\
         # `BlockingClient`, which waits.\n\
         blocking = [\"specsmith-runtime/blocking\"]\n\
         # `mock`: a transport that records calls and plays back replies, for tests.\n\
         mock = [\"specsmith-runtime/mock\"]\n\
         chrono = [\"specsmith-runtime/chrono\"]\n\
         # `checked` on what requests are made of: limits of the document, held before anything is sent.\n\
         checks = [\"specsmith-runtime/checks\"]\n\
         \n\
         [dependencies]\n\
         {dependencies}\
         {further}\
         {tests}\
         {lints}",
        name = string(name),
        version = string(version),
        description = string(description),
    )
}

fn dependency(it: &Dependency) -> String {
    let Dependency { name, version, features } = it;
    let features: Vec<String> = features.iter().map(|it| string(it)).collect();
    format!("{name} = {{ version = {}, features = [{}] }}\n", string(version), features.join(", "))
}

/// The parts of a manifest that depend on where the crate lives.
struct Origin {
    package: &'static str,
    dependencies: String,
    lints: &'static str,
}

fn origin(home: &Home) -> Origin {
    let alone = |runtime: String| Origin {
        package: "edition = \"2024\"\nrust-version = \"1.95\"\n",
        dependencies: format!("specsmith-runtime = {runtime}\n"),
        lints: "",
    };
    match home {
        Home::Workspace => Origin {
            package: "edition.workspace = true\n\
                      rust-version.workspace = true\n\
                      license.workspace = true\n\
                      publish.workspace = true\n",
            dependencies: "specsmith-runtime.workspace = true\n".to_owned(),
            lints: "\n[lints]\nworkspace = true\n",
        },
        Home::Path(path) => alone(format!("{{ path = {}, default-features = false }}", string(path))),
        Home::Version(version) => {
            alone(format!("{{ version = {}, default-features = false }}", string(version)))
        }
    }
}

/// What the test of the types needs: the runtime once more, with a feature for it.
fn tests(home: &Home) -> String {
    let runtime = match home {
        Home::Workspace => "workspace = true".to_owned(),
        Home::Path(path) => format!("path = {}, default-features = false", string(path)),
        Home::Version(version) => format!("version = {}, default-features = false", string(version)),
    };
    format!("\n[dev-dependencies]\nspecsmith-runtime = {{ {runtime}, features = [\"testing\"] }}\n")
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
