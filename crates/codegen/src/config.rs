//! The configuration: one YAML file that names the documents and says what the client is called.

use specsmith_lower::{
    CallRules, CallSetting, FormatType, Memory, Only, Pin, Settings, Tests, UploadRule, rust_ident, words,
};
use specsmith_model::{CredentialSource, Dependency, Home, Ident};
use specsmith_source::{Diagnostics, Origin};

/// A configuration, read.
#[derive(Debug)]
pub struct Config {
    /// The crate's name.
    pub name: String,
    /// The crate's version.
    pub version: String,
    /// The crate's description, one line.
    pub description: String,
    /// The type that stands for the service.
    pub marker: Ident,
    /// The default base URL, where the documents' own is not wanted.
    pub server: Option<String>,
    /// Environment variables tried in order for the key.
    pub key_variables: Vec<String>,
    /// Environment variables for the credentials of single schemes, and where they are named.
    pub credential_variables: Vec<(Origin, CredentialSource)>,
    /// The environment variable of the base URL.
    pub base_url_variable: Option<String>,
    /// Where the crate is written, relative to the configuration.
    pub folder: String,
    /// The documents, in order.
    pub documents: Vec<DocumentConfig>,
    /// What the types of its formats come from.
    pub dependencies: Vec<Dependency>,
    /// Where the crate lives.
    pub home: Home,
    /// The codes of warnings that forbid writing.
    pub deny: Vec<String>,
}

/// One document of a configuration.
#[derive(Debug)]
pub struct DocumentConfig {
    /// Where a configuration names it, if one does.
    pub at: Option<Origin>,
    /// Its file, relative to the configuration.
    pub spec: String,
    /// Where the files may stand that it refers to.
    pub files: Files,
    /// Its overlays and where they are named, in order.
    pub overlays: Vec<(String, Origin)>,
    /// What is said of it.
    pub settings: Settings,
}

/// Where the files may stand that a document refers to.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Files {
    /// In the folder of the document, and below it.
    #[default]
    Beside,
    /// Anywhere on the disk.
    Anywhere,
}

impl Files {
    /// The words of a configuration for them.
    pub(crate) const WORDS: [(&'static str, Self); 2] =
        [("beside", Self::Beside), ("anywhere", Self::Anywhere)];
}

/// What to make of one document without a configuration.
#[derive(Debug)]
pub struct Single {
    /// The document, as the library names it.
    pub spec: String,
    /// The crate's name.
    pub name: String,
    /// Where the crate finds the runtime.
    pub home: Home,
    /// The file of what is said of the document, as the library names it.
    pub config: Option<String>,
    /// The test that is wanted of the types.
    pub tests: Option<Tests>,
}

/// What a file says of one document.
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub(crate) files: Files,
    pub(crate) overlays: Vec<(String, Origin)>,
    pub(crate) prefix: Option<(Origin, Vec<String>)>,
    pub(crate) names: Vec<Pin>,
    pub(crate) calls: Vec<CallSetting>,
    pub(crate) rules: CallRules,
    pub(crate) formats: Vec<FormatType>,
    pub(crate) uploads: Vec<UploadRule>,
    pub(crate) only: Vec<Only>,
}

/// The configuration of one document; `None`, with a complaint, where no crate can have that name.
pub(crate) fn single(
    single: Single,
    said: (Said, Vec<Dependency>),
    only: &[String],
    diagnostics: &mut Diagnostics,
) -> Option<Config> {
    let Single { spec, name, home, config: _, tests } = single;
    let (said, dependencies) = said;
    let named = rust_ident(&name.replace('-', "_")).is_some();
    let (Some(marker), Some(module), true) = (service_name(&name), rust_ident("api"), named) else {
        diagnostics.bad_crate_name(&name);
        return None;
    };
    let Said { files, overlays, prefix, names, calls, rules, formats, uploads, only: chosen } = said;
    let asked = only.iter().map(|it| Only { at: None, text: it.clone() });
    let only = chosen.into_iter().chain(asked).collect();
    let memory = Memory::default();
    let settings = Settings { module, prefix, names, calls, rules, formats, uploads, only, tests, memory };
    Some(Config {
        version: "0.1.0".to_owned(),
        description: format!("A client of {}.", marker.text()),
        name,
        marker,
        server: None,
        key_variables: Vec::new(),
        credential_variables: Vec::new(),
        base_url_variable: None,
        folder: String::new(),
        documents: vec![DocumentConfig { at: None, spec, files, overlays, settings }],
        dependencies,
        home,
        deny: Vec::new(),
    })
}

/// What stands beside the type of the service: the client, and what every call shares.
pub(crate) const SHARED: [&str; 42] = [
    "BlockingClient",
    "Body",
    "BoxFuture",
    "Bytes",
    "Call",
    "Client",
    "ClientBuilder",
    "ClientCredentials",
    "Credential",
    "CredentialVariables",
    "Date",
    "DateTime",
    "Download",
    "Error",
    "ErrorKind",
    "Event",
    "Events",
    "FilePart",
    "Idempotency",
    "Items",
    "Job",
    "Json",
    "Paged",
    "Pages",
    "Patch",
    "Phase",
    "Polling",
    "RequestBody",
    "Response",
    "Scheme",
    "SecretString",
    "Server",
    "ServerVariable",
    "Service",
    "TimeError",
    "TokenProvider",
    "Transport",
    "TransportBody",
    "TransportError",
    "TransportRequest",
    "TransportResponse",
    "Upload",
];

/// `paradigm-client` is a client of `Paradigm`.
pub(crate) fn service_name(package: &str) -> Option<Ident> {
    let words = words(package.strip_suffix("-client").unwrap_or(package));
    let capital = |word: &String| word[..1].to_uppercase() + &word[1..];
    let name: String = words.iter().filter(|it| it.is_ascii()).map(capital).collect();
    rust_ident(&if SHARED.contains(&name.as_str()) { format!("{name}Api") } else { name })
}
