//! Every complaint there is: its code, its severity and its words, in one place.

use crate::codes::{ALL_WARNINGS, WARNINGS};
use crate::decode::Misfit;
use crate::diagnostics::{Cost, Diagnostic, Diagnostics, Related, Severity, Spot};
use crate::parse::{SyntaxFault, TOO_MANY_NODES};
use crate::tree::{FileId, Kind, Node, Origin};

/// The one of `candidates` that somebody who wrote `word` most likely meant.
fn did_you_mean<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    /// Longer words are not typed by hand, and comparing takes the product of the lengths.
    const LONGEST: usize = 64;
    /// Enough for any vocabulary; a document may have more components than there is time to compare.
    const MOST: usize = 2_000;
    let allowed = 1 + word.len() / 4;
    candidates
        .filter(|it| it.len() <= LONGEST && word.len() <= LONGEST && it.len().abs_diff(word.len()) <= allowed)
        .take(MOST)
        .map(|it| (strsim::damerau_levenshtein(word, it), it))
        .filter(|(distance, it)| *distance <= 1 + it.chars().count() / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, it)| it)
}

fn complaint(severity: Severity, code: &'static str, spot: Spot, message: String) -> Diagnostic {
    let cost = Cost::Something;
    Diagnostic {
        code,
        severity,
        cost,
        message,
        spot,
        label: String::new(),
        related: None,
        help: String::new(),
    }
}

fn error(code: &'static str, node: Node<'_>, message: String) -> Diagnostic {
    complaint(Severity::Error, code, Spot::Node(node.origin()), message)
}

fn warning(code: &'static str, node: Node<'_>, message: String) -> Diagnostic {
    complaint(Severity::Warning, code, Spot::Node(node.origin()), message)
}

impl Diagnostic {
    fn label(self, label: impl Into<String>) -> Self {
        Self { label: label.into(), ..self }
    }

    fn costs(self, cost: Cost) -> Self {
        Self { cost, ..self }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: help.into(), ..self }
    }

    fn related(self, at: Origin, label: impl Into<String>) -> Self {
        Self { related: Some(Related { at, label: label.into() }), ..self }
    }
}

/// A document may hold a string of any length; a message shows its beginning.
fn short(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut cut: String = text.chars().take(LONGEST).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

/// A type by its word, with an article.
fn a_type(word: &str) -> String {
    match word {
        "object" | "array" | "integer" => format!("an {word}"),
        "string" | "number" | "boolean" => format!("a {word}"),
        _ => "a value of several types".to_owned(),
    }
}

/// What stands at a node, in words.
fn found(node: Node<'_>) -> String {
    match (node.kind(), node.text(), node.bool(), node.number()) {
        (Kind::Text, Some(text), _, _) => format!("the string `{}`", short(text)),
        (Kind::Bool, _, Some(it), _) => format!("the boolean `{it}`"),
        (Kind::Number, _, _, Some(it)) => format!("the number `{it}`"),
        (kind, _, _, _) => kind.noun().to_owned(),
    }
}

fn mistyped(severity: Severity, node: Node<'_>, what: &str, expected: &str, consequence: &str) -> Diagnostic {
    let message = format!("{what} should be {expected}, but {} stands here{consequence}", found(node));
    let scalar = matches!(node.kind(), Kind::Bool | Kind::Number);
    let help = if expected == Kind::Text.noun() && scalar { "put it in quotes" } else { "" };
    let spot = Spot::Node(node.origin());
    complaint(severity, "wrong-type", spot, message).label(format!("expected {expected}")).help(help)
}

fn lacking(severity: Severity, node: Node<'_>, what: &str, key: &str, consequence: &str) -> Diagnostic {
    let spot = Spot::Node(node.origin());
    complaint(severity, "missing-key", spot, format!("{what} has no `{key}`{consequence}"))
        .label(format!("`{key}` is required here"))
        .help(format!("add `{key}:`"))
}

fn unknown(severity: Severity, node: Node<'_>, allowed: &[&str], consequence: &str) -> Diagnostic {
    let key = node.key().unwrap_or_default();
    let help = match did_you_mean(key, allowed.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the keys are {}", allowed.join(", ")),
    };
    let message = format!("the key `{}` means nothing here{consequence}", short(key));
    complaint(severity, "unknown-key", Spot::Node(node.origin()), message).label("unknown").help(help)
}

/// What becomes of a reference that leads nowhere.
const LOST: &str = ": a schema becomes any JSON, anything else is left out";

/// Reading files and text.
impl Diagnostics {
    /// A file that could not be read.
    pub fn unreadable(&mut self, name: &str, reason: &str) {
        let message = format!("cannot read `{name}`: {reason}");
        let help = "check the path; `--config` names a configuration in another place";
        self.push(complaint(Severity::Error, "unreadable-file", Spot::Nowhere, message).help(help));
    }

    /// As [`Diagnostics::unreadable`], where a configuration names the file.
    pub fn unreadable_at(&mut self, node: Node<'_>, name: &str, reason: &str) {
        let message = format!("cannot read `{}`: {reason}", short(name));
        let help = "paths are relative to the file that names them";
        self.push(error("unreadable-file", node, message).label("named here").help(help));
    }

    pub(crate) fn not_utf8(&mut self, file: FileId, offset: usize) {
        let message = format!("the file is not UTF-8: the bytes at offset {offset} are no character");
        let help = "save the file as UTF-8";
        self.push(
            complaint(Severity::Error, "not-utf8", Spot::Byte(file, offset), message)
                .label("here")
                .help(help),
        );
    }

    pub(crate) fn syntax(&mut self, file: FileId, text: &str, fault: &SyntaxFault) {
        let SyntaxFault { line, column, reason } = fault;
        let spot =
            if *line == 0 { Spot::File(file) } else { Spot::At { file, line: *line, column: *column } };
        if text.trim().is_empty() {
            return self.empty(file);
        }
        if let Some(at) = text.lines().position(|it| it.starts_with("<<<<<<< ")) {
            let message = "the text is neither JSON nor YAML: it holds the marks of a merge".to_owned();
            let spot = Spot::At { file, line: at + 1, column: 1 };
            let help = "a merge was left unfinished: choose what is to stand here, and take the marks out";
            return self.push(complaint(Severity::Error, "syntax", spot, message).label("here").help(help));
        }
        let (code, message, help) = if reason.contains("recursion limit") {
            let message = "the document nests deeper than 128 levels".to_owned();
            (
                "too-deep",
                message,
                "no real API does; flatten it, or move parts into `components` and refer to them",
            )
        } else if reason.contains(TOO_MANY_NODES) || reason.contains("repetition limit") {
            let message = "the YAML aliases of the document expand without bound".to_owned();
            ("alias-bomb", message, "replace aliases (`*name`) by `$ref`")
        } else {
            let line = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
            let tabs = line.chars().take_while(|it| it.is_whitespace()).any(|it| it == '\t');
            let help = if tabs {
                "the line is indented with a tab, which YAML forbids: indent with spaces"
            } else {
                "the text before this place may be at fault: a quote, a bracket or an indent that is not closed"
            };
            ("syntax", format!("the text is neither JSON nor YAML: {}", short(reason)), help)
        };
        self.push(
            complaint(Severity::Error, code, spot, message).label("the parser stopped here").help(help),
        );
    }

    /// A file with nothing in it.
    pub fn empty(&mut self, file: FileId) {
        let message = "the file is empty".to_owned();
        let help = "put an OpenAPI document here, or take the entry out of the configuration";
        self.push(complaint(Severity::Error, "empty-file", Spot::File(file), message).help(help));
    }

    pub(crate) fn duplicate_key(&mut self, second: Node<'_>, first: Origin) {
        let key = short(second.key().unwrap_or_default());
        self.push(
            error("duplicate-key", second, format!("the key `{key}` stands twice in one mapping"))
                .label("the second")
                .related(first, "the first")
                .help("keep one of the two; parsers disagree on which counts"),
        );
    }
}

/// The shape of a document.
impl Diagnostics {
    /// A document that does not say what it is.
    pub fn no_version(&mut self, root: Node<'_>) {
        self.push(
            error("no-version", root, "the document has no `openapi` version".to_owned())
                .label("this is no OpenAPI document")
                .help("begin it with `openapi: 3.0.3`"),
        );
    }

    /// A version that is not read.
    pub fn unknown_version(&mut self, node: Node<'_>) {
        let message = format!("{} is no OpenAPI version that is read here", found(node));
        self.push(
            error("unknown-version", node, message)
                .label("2.0, 3.0, 3.1 and 3.2 are read")
                .help("convert the document to one of these"),
        );
    }

    /// A file that is no mapping, where a document should be.
    pub fn no_document(&mut self, root: Node<'_>) {
        self.push(mistyped(Severity::Error, root, "the document", Kind::Map.noun(), ""));
    }

    /// A document in which nothing could be generated.
    pub fn no_parts(&mut self, root: Node<'_>) {
        let message = "the document has no `paths`, no `webhooks` and no `components`".to_owned();
        self.push(
            error("missing-key", root, message).label("nothing can be made of it").help("add `paths:`"),
        );
    }

    /// More properties than a document of this size has any use for.
    pub fn too_many_properties(&mut self, node: Node<'_>) {
        let message = "the `allOf`s of the document repeat its properties without bound".to_owned();
        self.push(
            error("too-many-properties", node, message)
                .label("here at the latest")
                .help("refer to the schema with the many properties by a property of its own"),
        );
    }
}

/// What is wrong in one place of a document: that place costs what it must, and everything else is generated.
impl Diagnostics {
    /// A value of the wrong type: it is as if it were not there. `what` is the thing with its article: `the summary`.
    pub fn wrong_type(&mut self, node: Node<'_>, what: &str, expected: &str) {
        self.push(mistyped(Severity::Warning, node, what, expected, "; it is not read"));
    }

    /// A required key that is absent. `consequence` is what became of the thing.
    pub fn missing_key(&mut self, node: Node<'_>, what: &str, key: &str, consequence: &str) {
        self.push(lacking(Severity::Warning, node, what, key, &format!(": {consequence}")));
    }

    /// A small object that does not have the form that OpenAPI gives it.
    pub fn malformed(&mut self, misfit: &Misfit<'_>, what: &str) {
        let message = format!("{what} is malformed, and left out: {}", short(&misfit.reason));
        self.push(warning("malformed", misfit.node, message).label("does not fit"));
    }

    /// A word that is none of those allowed. `consequence` is what became of the thing.
    pub fn unknown_word(&mut self, node: Node<'_>, what: &str, allowed: &[&str], consequence: &str) {
        let word = node.text().unwrap_or_default();
        let message = format!("{} is no {what}: {consequence}", found(node));
        let help = match did_you_mean(word, allowed.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => String::new(),
        };
        let label = format!("one of {}", allowed.join(", "));
        self.push(warning("unknown-word", node, message).label(label).help(help));
    }

    /// A key of a path that is no method.
    pub fn unknown_method(&mut self, node: Node<'_>, allowed: &[&str]) {
        self.push(unknown(Severity::Warning, node, allowed, "; it is left out"));
    }

    /// Two operations that claim one identifier.
    pub fn duplicate_operation_id(&mut self, second: Node<'_>, first: Origin) {
        let message = format!(
            "two operations have the operationId `{}`: in one module, other words tell them apart",
            short(second.text().unwrap_or_default())
        );
        self.push(
            warning("duplicate-operation-id", second, message)
                .costs(Cost::Nothing)
                .label("the second")
                .related(first, "the first")
                .help("an operationId names one operation: change one of them, by an overlay if the document is not yours"),
        );
    }

    /// A path parameter that the template of its operation does not have.
    pub fn parameter_not_in_template(
        &mut self,
        operation: Node<'_>,
        declared: Origin,
        name: &str,
        path: &str,
    ) {
        let message = format!(
            "the path `{}` has no `{{{}}}`, but a path parameter of that name is declared: it is left out",
            short(path),
            short(name)
        );
        self.push(
            warning("parameter-not-in-path", operation, message)
                .label("for this operation")
                .related(declared, "there is no place to put it")
                .help("correct the name, or the `in:` of the parameter, by an overlay if the document is not yours"),
        );
    }

    /// A `{name}` of a template that no parameter declares.
    pub fn undeclared_in_template(&mut self, operation: Node<'_>, name: &str, path: &str) {
        let message = format!(
            "the path `{}` holds `{{{}}}`, but no path parameter of that name is declared: it becomes a string",
            short(path),
            short(name)
        );
        let help = format!(
            "declare it: `{{in: path, name: {}, required: true, schema: {{type: string}}}}`",
            short(name)
        );
        self.push(
            warning("undeclared-path-parameter", operation, message).label("for this operation").help(help),
        );
    }

    /// A `{name}` that stands twice in a template.
    pub fn repeated_in_template(&mut self, node: Node<'_>, name: &str) {
        let message = format!(
            "the path `{}` holds `{{{name}}}` twice: one argument fills both places",
            short(node.key().unwrap_or_default()),
            name = short(name)
        );
        self.push(
            warning("repeated-path-parameter", node, message).label("this path").help(
                "where the two differ, give them two names, by an overlay if the document is not yours",
            ),
        );
    }

    /// A path that should begin with a slash.
    pub fn path_without_slash(&mut self, node: Node<'_>) {
        let message = format!(
            "the path `{}` does not begin with `/`: one is put before it",
            short(node.key().unwrap_or_default())
        );
        self.push(warning("bad-path", node, message).label("this path").costs(Cost::Nothing));
    }

    /// A `{name}` in the URL of a server that no variable declares.
    pub fn undeclared_in_server(&mut self, node: Node<'_>, name: &str) {
        let message = format!(
            "the URL of the server holds `{{{name}}}`, but no variable of that name is declared: it has to be set",
            name = short(name)
        );
        self.push(
            warning("missing-key", node, message).label("this server").help("declare it under `variables:`"),
        );
    }

    /// A path with a fragment.
    pub fn path_with_fragment(&mut self, node: Node<'_>) {
        let message = format!(
            "the path `{}` has a fragment, which is never sent: calls go to what stands before it",
            short(node.key().unwrap_or_default())
        );
        self.push(warning("bad-path", node, message).label("this path").costs(Cost::Nothing));
    }

    /// A key of `additionalOperations` that is no further method.
    pub fn not_an_additional_method(&mut self, node: Node<'_>) {
        let message = format!(
            "`{}` is no further method: its operation is left out",
            short(node.key().unwrap_or_default())
        );
        self.push(
            warning("unknown-key", node, message)
                .label("unknown")
                .help("`additionalOperations` holds methods that a path has no key of its own for"),
        );
    }

    /// A template whose braces or characters make no path.
    pub fn bad_template(&mut self, node: Node<'_>, why: &str) {
        let message = format!(
            "the path `{}` is no path template, and its operations are left out: {why}",
            short(node.key().unwrap_or_default())
        );
        self.push(
            warning("bad-path", node, message)
                .label("this path")
                .help("a path begins with `/`; each parameter is one `{name}`"),
        );
    }

    /// A response key that is no status.
    pub fn bad_status(&mut self, node: Node<'_>) {
        let message =
            format!("`{}` is no status of a response: it is left out", short(node.key().unwrap_or_default()));
        self.push(
            warning("bad-status", node, message)
                .label("here")
                .help("write a status such as '200', a range such as '2XX', or `default`"),
        );
    }

    /// A body where HTTP gives none a meaning.
    pub fn unusual_body(&mut self, node: Node<'_>, method: &str) {
        let message = format!("a body of a {method}: it is sent, but HTTP gives it no meaning");
        self.push(
            warning("unusual-body", node, message)
                .label("here")
                .help("servers and what stands before them may drop it, or refuse the request")
                .costs(Cost::Nothing),
        );
    }

    /// A range of statuses in lower case.
    pub fn range_in_lower_case(&mut self, node: Node<'_>) {
        let key = short(node.key().unwrap_or_default());
        let message = format!("the range of statuses `{key}` is written in lower case: it is read as meant");
        self.push(
            warning("bad-status", node, message)
                .label("here")
                .help(format!("write `{}`", key.to_uppercase()))
                .costs(Cost::Nothing),
        );
    }

    /// A key under `content` that is no media type.
    pub fn bad_media_type(&mut self, node: Node<'_>) {
        let message = format!("`{}` is no media type: it is left out", short(node.key().unwrap_or_default()));
        self.push(
            warning("bad-media-type", node, message)
                .label("here")
                .help("write a media type such as `application/json`, or a range such as `image/*`"),
        );
    }

    /// A media type that differs from another in its parameters and in its schema.
    pub fn duplicate_media_type(&mut self, second: Node<'_>, first: Origin) {
        let message = format!(
            "the media type of `{}` is there twice with different schemas: the first counts",
            short(second.key().unwrap_or_default())
        );
        self.push(warning("bad-media-type", second, message).label("the second").related(first, "the first"));
    }

    /// A key under `headers` that is no name of a header.
    pub fn bad_header(&mut self, node: Node<'_>) {
        let message =
            format!("`{}` is no name of a header: it is left out", short(node.key().unwrap_or_default()));
        self.push(warning("bad-header", node, message).label("here"));
    }

    /// An `encoding` of something that the schema does not have.
    pub fn unknown_property<'n>(&mut self, node: Node<'_>, known: impl Iterator<Item = &'n str>) {
        let key = node.key().unwrap_or_default();
        let message = format!("`{}` is no property of the body: this is ignored", short(key));
        let help = did_you_mean(key, known).map(|meant| format!("did you mean `{meant}`?"));
        self.push(warning("unknown-property", node, message).label("here").help(help.unwrap_or_default()));
    }

    /// A status documented twice, spelled in two ways.
    pub fn duplicate_status(&mut self, second: Node<'_>, first: Origin) {
        let message = format!(
            "the status `{}` is documented twice: the first counts",
            short(second.key().unwrap_or_default())
        );
        self.push(
            warning("duplicate-status", second, message)
                .label("the second")
                .related(first, "the first")
                .help("keep one of them"),
        );
    }

    /// A parameter declared twice in one list.
    pub fn duplicate_parameter(&mut self, second: Node<'_>, first: Origin, name: &str) {
        let message =
            format!("the parameter `{}` is declared twice in one place: the first counts", short(name));
        self.push(
            warning("duplicate-parameter", second, message)
                .label("the second")
                .related(first, "the first")
                .help("take one of them out"),
        );
    }

    /// A parameter of Swagger 2.0 that would be the body of a request that has one.
    pub fn second_body(&mut self, second: Node<'_>, first: Origin) {
        let message = "an operation has two bodies: this one is left out".to_owned();
        self.push(
            warning("second-body", second, message)
                .label("left out")
                .related(first, "the one that counts")
                .help("keep one `in: body` parameter, or parameters that are all `in: formData`"),
        );
    }

    /// A `security` requirement without a scheme of that name.
    pub fn unknown_scheme(&mut self, node: Node<'_>, candidates: &[&str]) {
        let name = node.key().unwrap_or_default();
        let message = format!("no security scheme is called `{}`: the requirement is left out", short(name));
        let help = match did_you_mean(name, candidates.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "declare it under `components/securitySchemes`".to_owned(),
        };
        self.push(warning("unknown-scheme", node, message).label("required here").help(help));
    }

    /// `security` of which no requirement can be met.
    pub fn no_credential(&mut self, node: Node<'_>) {
        let message = "no requirement is left of this `security`: the calls send no credential".to_owned();
        self.push(
            warning("no-credential", node, message)
                .label("here")
                .help("declare the schemes that it names, by an overlay if the document is not yours"),
        );
    }
}

/// References. What each stands for falls away: a schema is then any JSON, anything else is left out.
impl Diagnostics {
    /// A reference to nothing.
    pub fn dangling_ref(&mut self, node: Node<'_>, reference: &str, nearest: Node<'_>) {
        /// Whoever has more of them has another problem than spelling.
        const SUGGESTIONS: usize = 50;
        let last = reference.rsplit('/').next().unwrap_or_default();
        let candidates = nearest.entries().map(|(key, _)| key);
        let suggestion = if self.list().len() < SUGGESTIONS { did_you_mean(last, candidates) } else { None };
        let help = match suggestion {
            Some(meant) => format!("did you mean `{}/{meant}`?", short(&nearest.pointer())),
            None => format!("`{}` exists, but does not hold the rest", short(&nearest.pointer())),
        };
        let message = format!("`{}` refers to nothing{LOST}", short(reference));
        let complaint = warning("dangling-ref", node, message).label("nothing stands there").help(help);
        let elsewhere = nearest.document() != node.document();
        self.push(if elsewhere {
            complaint.related(nearest.origin(), "this far it leads")
        } else {
            complaint
        });
    }

    /// A reference to what is no file.
    pub fn remote_ref(&mut self, node: Node<'_>, reference: &str) {
        let message = format!("`{}` refers to another place than the disk{LOST}", short(reference));
        self.push(
            warning("remote-ref", node, message).label("only files are read").help(
                "put the document into a file beside this one; nothing is ever fetched from the network",
            ),
        );
    }

    /// A reference to a file outside the folder of the document.
    pub fn outside_ref(&mut self, node: Node<'_>, reference: &str) {
        let message = format!("`{}` leads out of the folder of the document", short(reference));
        self.push(error("outside-ref", node, message).label("not read").help(
            "if you trust the document, allow it: `--allow-files-outside`, or `files: anywhere` in the configuration",
        ));
    }

    /// A reference that is neither a pointer nor an anchor.
    pub fn bad_ref(&mut self, node: Node<'_>, reference: &str) {
        let message = format!("`{}` is no reference{LOST}", short(reference));
        let help =
            "write it as `#/components/schemas/Name` or `file.yaml#/Name`; a `#name` needs an `$anchor`";
        self.push(warning("bad-ref", node, message).label("here").help(help));
    }

    /// A reference to a component of another kind than belongs here.
    pub fn other_kind(&mut self, node: Node<'_>, reference: &str, what: &str, among: &str) {
        let message =
            format!("`{}` is one of the `{}`, where {what} is meant{LOST}", short(reference), short(among));
        self.push(warning("bad-ref", node, message).label("here"));
    }

    /// References that lead back to where they began.
    pub fn cyclic_ref(&mut self, node: Node<'_>, reference: &str) {
        let message = format!("`{}` leads back to itself and never to a value{LOST}", short(reference));
        self.push(
            warning("cyclic-ref", node, message)
                .label("the circle begins here")
                .help("one of the references on the way must be a real definition"),
        );
    }

    /// Schemas that are each made of the other.
    pub fn cyclic_all_of(&mut self, node: Node<'_>) {
        let message = "the `allOf` contains the schema that it is part of: this part is left out".to_owned();
        self.push(
            warning("cyclic-all-of", node, message).label("here").help("a schema cannot be made of itself"),
        );
    }
}

/// What is read, but not as it was meant.
impl Diagnostics {
    /// A construct that falls back to something weaker. `what` is the construct, `consequence` what became of it.
    pub fn fallback(&mut self, node: Node<'_>, what: &str, consequence: &str) {
        let cost = if consequence.contains("any JSON") { Cost::Type } else { Cost::Something };
        let message = format!("{what} cannot be expressed: {consequence}");
        self.push(warning("fallback", node, message).label("here").costs(cost));
    }

    /// Two parts of one schema that no value can be both of. `this` and `that` are words for types.
    pub fn contradicting_types(&mut self, second: Node<'_>, this: &str, first: Origin, that: &str) {
        let message = format!("nothing is both {} and {}: it becomes any JSON", a_type(this), a_type(that));
        self.push(
            warning("contradicting-types", second, message)
                .label(a_type(this))
                .related(first, a_type(that))
                .help("correct one of the two, by an overlay if the document is not yours")
                .costs(Cost::Type),
        );
    }

    /// A property that two parts of one schema describe as different things.
    pub fn contradicting_properties(&mut self, second: Node<'_>, this: &str, first: Origin, that: &str) {
        let name = short(second.key().unwrap_or_default());
        let (this, that) = (a_type(this), a_type(that));
        let message =
            format!("the property `{name}` is {that} in one part and {this} in a later: it becomes {this}");
        self.push(
            warning("contradicting-types", second, message)
                .label("the later")
                .related(first, "the earlier")
                .help("correct one of the two, by an overlay if the document is not yours"),
        );
    }

    /// A name in a mapping that no schema has.
    pub fn dangling_mapping<'c>(
        &mut self,
        node: Node<'_>,
        name: &str,
        components: impl Iterator<Item = (&'c str, Node<'c>)>,
    ) {
        let last = name.rsplit('/').next().unwrap_or_default();
        let help = match did_you_mean(last, components.map(|(key, _)| key)) {
            Some(meant) => format!("did you mean `{}`?", short(meant)),
            None => "name a schema of this document".to_owned(),
        };
        let message = format!("the mapping names `{}`, which is no schema: it is left out", short(name));
        self.push(warning("bad-discriminator", node, message).label("nothing is called this").help(help));
    }

    /// A schema in a mapping that is none of the alternatives.
    pub fn stranger_in_mapping(&mut self, node: Node<'_>) {
        let message = "the mapping names a schema that is no alternative: it is left out".to_owned();
        self.push(
            warning("bad-discriminator", node, message)
                .label("none of the alternatives")
                .help("add it to the alternatives, or take it out of the mapping"),
        );
    }

    /// A discriminator in the words of Swagger 2.0.
    pub fn text_as_discriminator(&mut self, node: Node<'_>) {
        let message =
            format!("the discriminator should be a mapping; {} was taken as its `propertyName`", found(node));
        self.push(
            warning("bad-discriminator", node, message)
                .label("write `{propertyName: ...}`")
                .costs(Cost::Nothing),
        );
    }

    /// A discriminator whose values cannot tell all alternatives apart. `arm` is the one that it cannot tell.
    pub fn unusable_discriminator(&mut self, node: Node<'_>, arm: Node<'_>, why: &str) {
        let message =
            format!("the discriminator cannot tell an alternative {why} from the others: it is not used");
        self.push(
            warning("bad-discriminator", node, message)
                .label("here")
                .related(arm.origin(), "this alternative"),
        );
    }

    /// A discriminator whose property nothing declares.
    pub fn undeclared_discriminator(&mut self, node: Node<'_>, property: &str) {
        let message =
            format!("no alternative declares the property `{}` of the discriminator", short(property));
        self.push(
            warning("bad-discriminator", node, message)
                .label("it is looked for all the same")
                .help("declare it in every alternative")
                .costs(Cost::Nothing),
        );
    }

    /// An alternative whose every tag stands for another one.
    pub fn unreachable_arm(&mut self, node: Node<'_>, tag: &str) {
        let message =
            format!("the tag `{}` stands for another alternative: this one is left out", short(tag));
        self.push(warning("bad-discriminator", node, message).label("never reached"));
    }

    /// A version text that YAML made a number of.
    pub fn number_as_text(&mut self, node: Node<'_>, what: &str) {
        let message = format!("{what} should be a string; {} was taken as text", found(node));
        self.push(warning("number-as-text", node, message).label("put it in quotes").costs(Cost::Nothing));
    }

    /// One value where a list of them belongs.
    pub fn one_as_list(&mut self, node: Node<'_>, what: &str) {
        let message = format!("{what} should be a list; {} was taken as its only item", found(node));
        self.push(warning("one-as-list", node, message).label("put it in brackets").costs(Cost::Nothing));
    }

    /// A `format` that no registry knows, and how often it is written.
    pub fn unknown_format(&mut self, node: Node<'_>, format: &str, times: usize) {
        let format = short(format);
        let often = if times == 1 { "once".to_owned() } else { format!("{times} times") };
        let message = format!("the format `{format}`, written {often}, is not known; it changes no type");
        self.push(
            warning("unknown-format", node, message)
                .label("the first of them")
                .help(format!("`formats:` in the configuration can give `{format}` a type"))
                .costs(Cost::Nothing),
        );
    }

    /// A value of an enumeration that its own `type` does not allow.
    pub fn enum_against_type(&mut self, node: Node<'_>, word: &str, consequence: &str) {
        let message = format!("{} is no {word}, though `type` says so: {consequence}", found(node));
        self.push(
            warning("enum-against-type", node, message)
                .label("the first of them")
                .help("correct the value or the `type`, by an overlay if the document is not yours")
                .costs(Cost::Nothing),
        );
    }

    /// A `pattern` that cannot be a regular expression.
    pub fn bad_pattern(&mut self, node: Node<'_>, why: &str) {
        let message = format!("{} is no regular expression: {why}; it is ignored", found(node));
        self.push(warning("bad-pattern", node, message).label("ignored").costs(Cost::Nothing));
    }

    /// A keyword that only limits or describes, and whose value is not what it should be.
    pub fn ignored_value(&mut self, node: Node<'_>, what: &str, expected: &str) {
        let message = format!("{what} should be {expected}, but {} stands here; it is ignored", found(node));
        self.push(warning("ignored-keyword", node, message).label("ignored").costs(Cost::Nothing));
    }

    /// A property that is demanded and described nowhere.
    pub fn undeclared_required(&mut self, node: Node<'_>) {
        let name = short(node.text().unwrap_or_default());
        let message = format!("`{name}` is required, but no property is called so");
        self.push(
            warning("undeclared-required", node, message)
                .label("what it is, nobody knows")
                .help("describe it under `properties`; until then it is one of the additional properties")
                .costs(Cost::Nothing),
        );
    }

    /// A lower bound above the upper one, which stands at the node.
    pub fn empty_range(&mut self, node: Node<'_>) {
        self.push(
            warning("empty-range", node, "no value is between these bounds".to_owned())
                .label("below the lower bound")
                .help("correct one of the two, by an overlay if the document is not yours")
                .costs(Cost::Nothing),
        );
    }

    /// A default that its own schema does not allow.
    pub fn wrong_default(&mut self, node: Node<'_>) {
        let message = format!("{} is no value of the schema whose default it is", found(node));
        self.push(
            warning("wrong-default", node, message)
                .label("only said in the documentation")
                .help("correct the default or the type, by an overlay if the document is not yours")
                .costs(Cost::Nothing),
        );
    }

    /// A keyword that cannot be meant where it stands.
    pub fn ignored_keyword(&mut self, node: Node<'_>, why: &str) {
        let message = format!("{why}; it is ignored");
        self.push(warning("ignored-keyword", node, message).label("ignored").costs(Cost::Nothing));
    }

    /// Two things that would have one name.
    pub fn name_clash(&mut self, node: Node<'_>, wanted: &str, given: &str, other: Origin) {
        let message = format!("the name `{wanted}` is already taken, so this one is called `{given}`");
        self.push(
            warning("name-clash", node, message)
                .costs(Cost::Nothing)
                .label(format!("becomes `{given}`"))
                .related(other, format!("`{wanted}`"))
                .help("pin a name of your choice under `names:` in the configuration"),
        );
    }

    /// A name in Rust that nothing has. `last` is its last step, `candidates` those of all names.
    pub fn unknown_name<'c>(&mut self, name: &str, last: &str, candidates: impl Iterator<Item = &'c str>) {
        let message = format!("nothing of the document is called `{}`", short(name));
        let help = match did_you_mean(last, candidates) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => {
                "give a name in Rust, or the end of its path: `User`, `User.id`, `users::list`".to_owned()
            }
        };
        self.push(complaint(Severity::Error, "unknown-name", Spot::Nowhere, message).help(help));
    }

    /// A JSON pointer at which nothing was made of the document.
    pub fn nothing_at(&mut self, pointer: &str) {
        let message = format!("nothing is made of what stands at `{}`", short(pointer));
        let help = "give a pointer of the document, as in `#/components/schemas/User`";
        self.push(complaint(Severity::Error, "nothing-there", Spot::Nowhere, message).help(help));
    }

    /// A name that users of the client know, and that would change.
    pub fn renamed(&mut self, node: Node<'_>, key: &str, old: &str, new: &str, lock: Origin) {
        let message = format!("`{old}` would now be called `{new}`");
        /// The key is there to be copied.
        const LONGEST: usize = 400;
        let pin = old.rsplit("::").next().unwrap_or(old);
        let key = if key.len() <= LONGEST { key.to_owned() } else { short(key) };
        self.push(
            error("renamed", node, message)
                .label(format!("becomes `{new}`"))
                .related(lock, "known by this name")
                .help(format!(
                    "keep the name: pin it under `names:` in the configuration (`'{key}': {pin}`), or let it change: `--accept-renames`"
                )),
        );
    }

    /// Documents of one client with different servers.
    pub fn other_server(&mut self, node: Node<'_>, url: &str, first: &str) {
        let message =
            format!("the server `{}` is not the client's default, which is `{}`", short(url), short(first));
        self.push(
            warning("other-server", node, message)
                .costs(Cost::Nothing)
                .label("calls go to the client's base URL")
                .help("set the base URL when the client is built"),
        );
    }
}

/// What a run is asked for.
impl Diagnostics {
    /// A word that names no warning, on the command line.
    pub fn unknown_code(&mut self, code: &str) {
        let (message, help) = no_warning(code);
        self.push(complaint(Severity::Error, "unknown-code", Spot::Nowhere, message).help(help));
    }

    /// As [`Diagnostics::unknown_code`], in a configuration.
    pub fn unknown_code_at(&mut self, node: Node<'_>, code: &str) {
        let (message, help) = no_warning(code);
        self.push(error("unknown-code", node, message).label("here").help(help));
    }
}

/// Choices of operations.
impl Diagnostics {
    /// A choice that chooses nothing; `node` is where a configuration makes it. `candidates` are what it may have meant.
    pub fn unmatched_only(&mut self, node: Option<Node<'_>>, choice: &str, candidates: &[String]) {
        let message = format!("`{}` chooses no operation of the document", short(choice));
        let tag = candidates.iter().map(String::as_str).find(|it| it.strip_prefix("tag:") == Some(choice));
        let help = match tag.or_else(|| did_you_mean(choice, candidates.iter().map(String::as_str))) {
            Some(near) => format!("did you mean `{}`?", short(near)),
            None => {
                "choose by `tag:NAME`, by method and path as in 'GET /pets', or by operationId".to_owned()
            }
        };
        let spot = node.map_or(Spot::Nowhere, |it| Spot::Node(it.origin()));
        self.push(
            complaint(Severity::Error, "unmatched-only", spot, message).label("it fits none").help(help),
        );
    }
}

fn no_warning(code: &str) -> (String, String) {
    let help = match did_you_mean(code, WARNINGS.into_iter().chain([ALL_WARNINGS])) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("`{ALL_WARNINGS}` stands for all; docs/diagnostics.md has the others"),
    };
    (format!("`{}` is no code of a warning", short(code)), help)
}

/// Configuration and overlays.
impl Diagnostics {
    /// A key that means nothing.
    pub fn unknown_setting(&mut self, node: Node<'_>, allowed: &[&str]) {
        self.push(unknown(Severity::Error, node, allowed, ""));
    }

    /// As [`Diagnostics::wrong_type`], where what is written is ours to correct.
    pub fn wrong_setting(&mut self, node: Node<'_>, what: &str, expected: &str) {
        self.push(mistyped(Severity::Error, node, what, expected, ""));
    }

    /// A required key that is absent.
    pub fn missing_setting(&mut self, node: Node<'_>, what: &str, key: &str) {
        self.push(lacking(Severity::Error, node, what, key, ""));
    }

    /// A configuration entry that nothing used.
    pub fn unused_entry(&mut self, node: Node<'_>, what: &str) {
        let key = short(node.key().unwrap_or_default());
        self.push(
            error("unused-entry", node, format!("`{key}` matches no {what}"))
                .label("nothing used this")
                .help("correct it, or take it out if the document no longer holds it"),
        );
    }

    /// A rule of the configuration that did nothing.
    pub fn unused_rule(&mut self, node: Node<'_>, rule: &str, what: &str) {
        self.push(
            error("unused-entry", node, format!("`{}` matches no {what}", short(rule)))
                .label("nothing used this")
                .help("correct it, or take it out if the document no longer holds it"),
        );
    }

    /// A pattern of the configuration that fits no operation, or none that an earlier rule has not taken.
    pub fn unmatched_rule(&mut self, node: Node<'_>, pattern: &str) {
        let message = format!("`{}` speaks of no operation that no earlier rule speaks of", short(pattern));
        let help = "choose by `tag:NAME`, by method and path as in 'GET /pets/*', or by operationId; `*` stands for anything";
        self.push(error("unmatched-rule", node, message).label("it fits none").help(help));
    }

    /// A pattern of the configuration that speaks of operations, none of which is as its rule says: not even the first, and
    /// why.
    pub fn unfit_rule(&mut self, node: Node<'_>, pattern: &str, operation: &str, why: &str) {
        let message = format!("no operation that `{}` speaks of is as the rule says", short(pattern));
        let help = format!("the first is `{}`: {}", short(operation), short(why));
        self.push(error("unfit-rule", node, message).label("it is of no use").help(help));
    }

    /// A schema of the configuration that the document does not have.
    pub fn unknown_schema(&mut self, node: Node<'_>, pointer: &str) {
        let message = format!("`{}` is no component of the document", short(pointer));
        let help = "name one as in '#/components/schemas/Pet', or say `json` or `text`";
        self.push(error("unknown-schema", node, message).label("there is none").help(help));
    }

    /// A configured name that Rust would not take.
    pub fn bad_name(&mut self, node: Node<'_>, what: &str) {
        self.push(
            error("bad-name", node, format!("{} cannot be {what}", found(node)))
                .label("not a name that is free in Rust"),
        );
    }

    /// A name that Cargo would not take for a crate.
    pub fn bad_crate_name(&mut self, name: &str) {
        let message = format!("`{}` cannot be the name of a crate", short(name));
        let help = "give it letters, digits, `-` and `_`, a letter first: `--name my-client`";
        self.push(complaint(Severity::Error, "bad-name", Spot::Nowhere, message).help(help));
    }

    /// Two documents for one module.
    pub fn duplicate_module(&mut self, node: Node<'_>, first: Origin) {
        let message =
            format!("two documents would become the module `{}`", short(node.text().unwrap_or_default()));
        self.push(
            error("duplicate-module", node, message)
                .label("the second")
                .related(first, "the first")
                .help("give one of them another `module:`"),
        );
    }

    /// A JSONPath that cannot be read.
    pub fn bad_target(&mut self, node: Node<'_>, reason: &str) {
        let message = format!(
            "the target `{}` is no JSONPath: {}",
            short(node.text().unwrap_or_default()),
            short(reason)
        );
        self.push(
            error("bad-target", node, message)
                .label("here")
                .help("see RFC 9535; a target looks like `$.paths['/pets'].get`"),
        );
    }

    /// An overlay action without effect.
    pub fn target_matches_nothing(&mut self, node: Node<'_>) {
        let message = format!(
            "the target `{}` matches nothing in the document",
            short(node.text().unwrap_or_default())
        );
        self.push(
            error("unmatched-target", node, message)
                .label("no effect")
                .help("the document may have changed: correct the target or remove the action"),
        );
    }

    /// An overlay action that would nest too deep, or would take away the whole document.
    pub fn impossible_action(&mut self, node: Node<'_>, why: &str) {
        self.push(
            error("impossible-action", node, format!("the action cannot be carried out: {why}"))
                .label("this action"),
        );
    }
}
