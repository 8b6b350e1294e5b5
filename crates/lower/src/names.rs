//! The making of names: from the words of a document to candidates that Rust takes. The one room that spells them.

use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};
use specsmith_model::Ident;
use specsmith_source::Node;
use specsmith_spec::{Derived, Schema};

use crate::file_names::stem;
use crate::function_names::{path_words, version_prefix};
use crate::keys;
use crate::rules::Rule;
use crate::scope::{Candidate, Claim, Scope};
use crate::views::View;

/// Types that generated modules name without a path: a definition of that name would be taken for them.
const PRELUDE: [&str; 8] = ["Box", "From", "Into", "Option", "Result", "Self", "String", "Vec"];

/// A name that a configuration gives, as it stands.
pub fn rust_ident(text: &str) -> Option<Ident> {
    Ident::new(text)
}

/// A type: the document's own spelling where it is one that Rust uses for types.
pub(crate) fn type_name(text: &str) -> Ident {
    component_name(text).ident
}

/// As [`type_name`], with what became of the spelling.
pub(crate) fn component_name(text: &str) -> Candidate {
    let spoken = speak(text);
    let as_is = spoken.starts_with(|it: char| it.is_ascii_uppercase())
        && spoken.chars().all(|it| it.is_ascii_alphanumeric());
    let name = if as_is { spoken } else { spoken.to_upper_camel_case() };
    if PRELUDE.contains(&name.as_str()) {
        return Candidate::new(ident(&format!("{name}Model")), Rule::BesidePrelude);
    }
    let name = ident(&name);
    let rule = if name.text() == text { Rule::Spelling } else { Rule::Spelled };
    Candidate::new(name, rule)
}

/// The name that a schema has of its own.
pub(crate) fn own_name(schema: &Schema<'_>) -> Option<Candidate> {
    let (component, words, rule) = match schema.derived {
        Some(Derived::OrBlank(component)) => (component, "OrBlank", Rule::OrBlank),
        Some(Derived::Base(component)) => (component, "Base", Rule::Base),
        Some(Derived::Arm(_)) | None => {
            let own = schema.name.as_deref().map(component_name)?;
            let rule = if schema.node.file().is_empty() { own.rule } else { Rule::File };
            return Some(Candidate::new(own.ident, rule));
        }
    };
    let name = inner_type_name(&type_name(component.key()?), words);
    Some(Candidate::new(name, rule))
}

/// The names of a type that stands in another, or in a file, the best first.
pub(crate) fn inner_names(name: Candidate, longer: Vec<Candidate>) -> Vec<Candidate> {
    let inline = inner_type_name(&name.ident, "Inline");
    let inline = Candidate::new(inline, Rule::Qualified("a word"));
    std::iter::once(name).chain(longer).chain([inline]).collect()
}

/// What requests hold of a type that answers hold otherwise.
pub(crate) fn request_view(name: Candidate) -> Candidate {
    Candidate::new(inner_type_name(&name.ident, "Request"), Rule::RequestView)
}

/// What the types in a view of a type are called after: those that are the same in both views have one name, whichever
/// view is met.
pub(crate) fn view_stem(name: &Ident, view: View) -> Ident {
    match view {
        View::Answer => name.clone(),
        View::Request => name.text().strip_suffix("Request").map_or_else(|| name.clone(), ident),
    }
}

/// A type that stands in another: the parent's name and its own words.
pub(crate) fn inner_type_name(parent: &Ident, words: &str) -> Ident {
    ident(&format!("{}{}", parent.text(), speak(words).to_upper_camel_case()))
}

/// The names of a type that is known only by the place where it stands, the best first: without the media type, and with it.
pub(crate) fn place_names(key: &str) -> Vec<Candidate> {
    /// Words that say what the step behind them is, and nothing of what stands there.
    const NOISE: [&str; 15] = [
        "$defs",
        "allOf",
        "anyOf",
        "components",
        "content",
        "definitions",
        "oneOf",
        "parameters",
        "paths",
        "properties",
        "requestBodies",
        "responses",
        "schema",
        "schemas",
        "headers",
    ];
    let (file, pointer) = key.split_once('#').unwrap_or(("", key));
    let file = if file.is_empty() { String::new() } else { type_name(stem(file)).text().to_owned() };
    let (mut short, mut long) = (file.clone(), file);
    let mut before = "";
    for step in pointer.split('/').skip(1) {
        let holder = std::mem::replace(&mut before, step);
        let index =
            matches!(holder, "allOf" | "anyOf" | "oneOf") && step.bytes().all(|it| it.is_ascii_digit());
        if NOISE.contains(&step) || index {
            continue;
        }
        let (text, behind) = match (holder, step) {
            ("parameters", step) => step.split_once(':').map_or((step, "Parameter"), |(_, name)| (name, "")),
            ("responses", step) => (step, "Response"),
            ("requestBodies", step) => (step, "Request"),
            (_, "requestBody") => ("Request", ""),
            (_, "items") => ("Item", ""),
            (_, "additionalProperties") => ("Value", ""),
            (_, step) => (step, ""),
        };
        let text = text.replace("~1", "/").replace("~0", "~");
        let text = if holder == "paths" {
            path_words(&text, &version_prefix(&text).unwrap_or_default()).join(" ")
        } else {
            text
        };
        let spoken = speak(&text);
        let as_is = spoken.starts_with(|it: char| it.is_ascii_uppercase());
        let word = if as_is { spoken.replace(' ', "") } else { spoken.to_upper_camel_case() };
        let behind = if word.ends_with(behind) { "" } else { behind };
        if holder != "content" {
            short.push_str(&word);
            short.push_str(behind);
        }
        long.push_str(&word);
        long.push_str(behind);
    }
    vec![
        Candidate::new(ident(&short), Rule::Place),
        Candidate::new(ident(&long), Rule::Qualified("the media type")),
    ]
}

/// A type that belongs to a function.
pub(crate) fn companion_name(function: &Ident, kind: &str) -> Ident {
    ident(&format!("{}{kind}", function.text().to_upper_camel_case()))
}

/// A variant of an enumeration.
pub(crate) fn variant_name(text: &str) -> Ident {
    ident(&speak(text).to_upper_camel_case())
}

/// The names of one member of a scope, the best first: the plain one, then one that tells apart what differs by case
/// alone. What would take a reserved name says that it is the document's.
pub(crate) fn member_names(
    text: &str,
    reserved: &str,
    name: fn(&str) -> Ident,
    rule: Rule,
) -> Vec<Candidate> {
    let plain = name(text);
    if plain.text() == reserved {
        let by = Rule::Qualified("a word, for the plain name has another meaning in each type");
        return vec![Candidate::new(name(&format!("{text} value")), by)];
    }
    let lower = text.chars().all(|it| !it.is_uppercase());
    let upper = text.chars().all(|it| !it.is_lowercase());
    let case = match (lower, upper) {
        (true, false) => "lower case",
        (false, true) => "upper case",
        (false, false) => "mixed case",
        (true, true) => "value",
    };
    let by_case = Rule::Qualified("the case of its letters");
    vec![Candidate::new(plain, rule), Candidate::new(name(&format!("{text} {case}")), by_case)]
}

/// A field, an argument, a module or a function.
pub(crate) fn value_name(text: &str) -> Ident {
    let leading = text.chars().take_while(|it| *it == '_').count();
    let snake = speak(text).to_snake_case();
    // Nobody can read an argument that is called `_1`.
    if snake.chars().all(|it| it == '_' || it.is_ascii_digit()) {
        return ident(&format!("value_{snake}"));
    }
    // `_id` and `id` often stand side by side and are told apart by the underscore alone.
    let underscores = if snake.is_empty() || leading == 0 { "" } else { "_" };
    ident(&format!("{underscores}{snake}"))
}

/// Methods that every model has, or that people would take for those of a standard trait: a setter of that name would
/// hide or mock them.
const METHODS: [&str; 36] = [
    "add",
    "as_mut",
    "as_ref",
    "bitand",
    "bitor",
    "bitxor",
    "borrow",
    "borrow_mut",
    "checked",
    "clone",
    "clone_from",
    "cmp",
    "default",
    "deref",
    "deref_mut",
    "div",
    "drop",
    "eq",
    "fmt",
    "from_iter",
    "from_str",
    "hash",
    "index",
    "index_mut",
    "into_iter",
    "mul",
    "ne",
    "neg",
    "new",
    "next",
    "not",
    "rem",
    "serialize",
    "shl",
    "shr",
    "sub",
];

/// The scope of a struct's setters.
pub(crate) fn setters() -> Scope {
    Scope::with(&METHODS)
}

/// What the method that sets a field may be called: as the field is.
pub(crate) fn setter_claim<'t>(node: Node<'t>, field: &Ident) -> Claim<'t> {
    let names = vec![field.clone(), ident(&format!("set_{}", field.text()))];
    Claim::unlisted(node, field.text().to_owned(), names)
}

/// A constant.
pub(crate) fn const_name(text: &str) -> Ident {
    ident(&speak(text).to_shouty_snake_case())
}

/// The words of a text, in lower case.
pub fn words(text: &str) -> Vec<String> {
    speak(text).to_snake_case().split('_').filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// Longer names are cut: some file systems end at 255 bytes, and readers before that.
const LONGEST: usize = 100;
const CUT: usize = 80;

/// Makes a name of any text by the least change. All text is ASCII here.
fn ident(text: &str) -> Ident {
    if text.len() > LONGEST {
        let camel = text.contains(|it: char| it.is_ascii_uppercase());
        let tail = fingerprint(text);
        return ident(&format!("{}{}{tail:08x}", &text[..CUT], if camel { "H" } else { "_h" }));
    }
    let first =
        if text.starts_with(|it: char| it.is_ascii_digit()) { format!("_{text}") } else { text.to_owned() };
    Ident::new(&first).or_else(|| Ident::new(&format!("{first}_"))).unwrap_or_else(Ident::fallback)
}

/// Tells long names apart by all that was cut.
fn fingerprint(text: &str) -> u32 {
    let hash = keys::fingerprint(text);
    (hash ^ (hash >> 32)) as u32
}

/// Writes out what is no letter or digit, where leaving it out would leave nothing or hide a difference.
fn speak(text: &str) -> String {
    if text.is_empty() {
        return "empty".to_owned();
    }
    let mut spoken = String::new();
    for (at, it) in text.char_indices() {
        let word = match it {
            '+' => "plus",
            '-' if at == 0 => "minus",
            '@' => "at",
            '$' => "dollar",
            '#' => "hash",
            '*' => "star",
            '&' => "and",
            '%' => "percent",
            '=' => "eq",
            '<' => "lt",
            '>' => "gt",
            '!' => "not",
            '~' => "tilde",
            '^' => "caret",
            '|' => "or",
            _ => "",
        };
        match (word, it) {
            ("", it) if it.is_ascii_alphanumeric() => spoken.push(it),
            ("", it) if it.is_ascii() => spoken.push(' '),
            ("", it) => spoken.push_str(&format!(" u{:x} ", u32::from(it))),
            (word, _) => spoken.push_str(&format!(" {word} ")),
        }
    }
    let spoken = spoken.trim();
    if spoken.is_empty() {
        // Only separators: name each.
        return text.chars().map(separator).collect::<Vec<_>>().join(" ");
    }
    spoken.to_owned()
}

fn separator(it: char) -> String {
    match it {
        ' ' => "space".to_owned(),
        '_' => "underscore".to_owned(),
        '.' => "dot".to_owned(),
        ',' => "comma".to_owned(),
        '/' => "slash".to_owned(),
        ':' => "colon".to_owned(),
        it => format!("x{:x}", u32::from(it)),
    }
}

#[cfg(test)]
mod tests {
    use super::{type_name, value_name, variant_name};

    #[test]
    fn any_text_becomes_a_name() {
        for (text, ty, value, variant) in [
            ("UserMember", "UserMember", "user_member", "UserMember"),
            ("MCPServer", "MCPServer", "mcp_server", "McpServer"),
            ("Option", "OptionModel", "option", "Option"),
            ("Self", "SelfModel", "self_", "Self_"),
            ("type", "Type", "r#type", "Type"),
            ("$ref", "DollarRef", "dollar_ref", "DollarRef"),
            ("@id", "AtId", "at_id", "AtId"),
            ("1", "_1", "value_1", "_1"),
            ("_id", "Id", "_id", "Id"),
            ("", "Empty", "empty", "Empty"),
            ("-", "Minus", "minus", "Minus"),
            ("-1", "Minus1", "minus_1", "Minus1"),
            ("+1", "Plus1", "plus_1", "Plus1"),
            ("1st", "_1st", "_1st", "_1st"),
            ("_", "Underscore", "_underscore", "Underscore"),
            ("filter[name]", "FilterName", "filter_name", "FilterName"),
            ("é", "Ue9", "ue9", "Ue9"),
        ] {
            let made = [type_name(text), value_name(text), variant_name(text)].map(|it| it.to_string());
            let expected = [ty, value, variant].map(str::to_owned);
            assert_eq!(made, expected, "{text:?}");
        }
    }
}
