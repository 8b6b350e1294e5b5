//! Descriptions as Markdown that rustdoc takes without a warning: read as CommonMark, written back in one normal form.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream};
use specsmith_model::Docs;
use specsmith_spec::{Graph, Operation, Status};

/// Fences that rustdoc leaves alone. Every other one becomes `text`: rustdoc would compile an unknown block as Rust.
const LANGUAGES: [&str; 18] = [
    "bash",
    "c",
    "console",
    "css",
    "csv",
    "go",
    "graphql",
    "html",
    "http",
    "java",
    "javascript",
    "json",
    "python",
    "ruby",
    "sh",
    "sql",
    "xml",
    "yaml",
];

/// Paragraphs, each of its own Markdown, as the lines of one comment.
pub(crate) fn paragraphs<'p>(paragraphs: impl IntoIterator<Item = &'p str>) -> Docs {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        let normal = normalize(paragraph);
        if normal.trim().is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(normal.trim_matches('\n').lines().map(|it| it.trim_end().to_owned()));
    }
    Docs(lines)
}

/// The first of some words that says anything, or the fallback: what stands elsewhere in full.
pub(crate) fn first_paragraph<'p>(words: impl IntoIterator<Item = &'p str>, fallback: &str) -> Docs {
    let said = words.into_iter().map(|it| paragraphs([it])).find(|it| !it.0.is_empty());
    let Docs(lines) = said.unwrap_or_else(|| paragraphs([fallback]));
    // A fence that is opened must be closed.
    let fenced = lines.iter().any(|it| it.trim_start().starts_with("```"));
    Docs(lines.into_iter().take_while(|it| fenced || !it.is_empty()).collect())
}

/// As [`paragraphs`], or the fallback where nothing is left of them.
pub(crate) fn paragraphs_or<'p>(words: impl IntoIterator<Item = &'p str>, fallback: &'p str) -> Docs {
    match paragraphs(words) {
        Docs(lines) if lines.is_empty() => paragraphs([fallback]),
        said => said,
    }
}

/// The document as a module.
pub(crate) fn module(graph: &Graph<'_>) -> Docs {
    let title = match graph.info.version.as_str() {
        "" => format!("{}.", graph.info.title),
        version => format!("{}, version {version}.", graph.info.title),
    };
    paragraphs([title.as_str(), graph.info.description.unwrap_or_default()])
}

/// The function of an operation.
pub(crate) fn operation(operation: &Operation<'_>) -> Docs {
    let method = operation.method.key().to_uppercase();
    let request = format!("`{method} {}`", code(operation.path));
    let id = operation.id.map(|it| format!("operationId `{}`", code(it))).unwrap_or_default();
    let mut answers = String::new();
    for response in &operation.responses {
        let status = match response.status {
            Status::Code(_) | Status::Range(_) => format!("`{}`", response.status),
            Status::Default => "any other status".to_owned(),
        };
        let words = response.description.unwrap_or_default().trim();
        let words = words.lines().next().unwrap_or_default();
        let words = if words.is_empty() { String::new() } else { format!(": {words}") };
        answers.push_str(&format!("- {status}{words}\n"));
    }
    let mut arguments = String::new();
    for parameter in operation.parameters.iter().filter(|it| it.required) {
        arguments.extend(argument(parameter.name, parameter.docs.description));
    }
    let body = operation.body.as_ref().and_then(|it| argument("body", it.description));
    arguments.extend(body);
    let arguments = if arguments.is_empty() { arguments } else { format!("# Arguments\n\n{arguments}") };
    let answers = if answers.is_empty() { answers } else { format!("# Documented answers\n\n{answers}") };
    let title = operation.docs.title.unwrap_or_default();
    let fallback = if title.trim().is_empty() { request.as_str() } else { "" };
    let again = if fallback.is_empty() { request.as_str() } else { "" };
    let description = operation.docs.description.unwrap_or_default();
    paragraphs([title, fallback, description, again, &id, &arguments, &answers])
}

/// One line of a list of arguments; nothing where nothing is said of it.
fn argument(name: &str, description: Option<&str>) -> Option<String> {
    let words = description?.trim().lines().next()?.trim();
    (!words.is_empty()).then(|| format!("- `{}`: {words}\n", code(name)))
}

/// Text for a code span.
pub(crate) fn code(text: &str) -> String {
    text.chars().map(|it| if it == '`' || unprintable(it) { ' ' } else { it }).collect()
}

/// Longer descriptions belong on a page of their own; a document may repeat one for every operation.
const LONGEST: usize = 16_000;

/// Lists and quotes nested deeper than this are no text for people.
const DEEPEST: usize = 16;

fn normalize(markdown: &str) -> String {
    let cut = markdown.char_indices().nth(LONGEST).map(|(at, _)| &markdown[..at]);
    let cut = cut.map(|it| format!("{it}…\n\n(The description goes on in the document.)"));
    let markdown = cut.as_deref().unwrap_or(markdown);
    let clean: String = markdown.replace("\r\n", "\n").replace('\r', "\n").replace('\t', "    ");
    let clean: String = clean.chars().filter(|it| *it == '\n' || !unprintable(*it)).collect();
    let syntax = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut events = Vec::new();
    let mut links = Vec::new();
    let mut depth = 0_usize;
    for event in TextMergeStream::new(Parser::new_ext(&clean, syntax)) {
        match &event {
            Event::Start(Tag::BlockQuote(_) | Tag::List(_) | Tag::Item) => depth += 1,
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item) => depth -= 1,
            _ => {}
        }
        if depth > DEEPEST {
            return as_it_is(&clean);
        }
        harmless(event, &mut links, &mut events);
    }
    let tokens = pulldown_cmark_to_cmark::calculate_code_block_token_count(events.iter()).unwrap_or(3);
    let options = pulldown_cmark_to_cmark::Options {
        code_block_token_count: tokens.max(3),
        ..pulldown_cmark_to_cmark::Options::default()
    };
    let mut page = String::new();
    match pulldown_cmark_to_cmark::cmark_with_options(events.iter(), &mut page, syntax, options) {
        Ok(_) => page,
        Err(_) => as_it_is(&clean),
    }
}

/// What cannot be written as Markdown is shown as it is.
fn as_it_is(text: &str) -> String {
    format!("```text\n{}\n```", text.replace("```", "'''"))
}

/// Controls, and the marks that turn the direction of text: the compiler refuses them in comments.
fn unprintable(it: char) -> bool {
    it.is_control()
        || matches!(it, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Replaces what rustdoc would read as HTML, as a link into the code, or as a test.
/// `links` holds, for each link or image that is open, whether it is written as a link.
fn harmless<'e>(event: Event<'e>, links: &mut Vec<bool>, events: &mut Vec<Event<'e>>) {
    let in_link = links.contains(&true);
    match event {
        Event::Html(html) | Event::InlineHtml(html) => {
            if ["<br>", "<br/>", "<br />"].contains(&html.trim()) {
                events.push(Event::HardBreak);
            } else {
                text(html.into_string(), events);
            }
        }
        Event::Start(Tag::HtmlBlock) => events.push(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => events.push(Event::End(TagEnd::Paragraph)),
        Event::Start(Tag::CodeBlock(kind)) => {
            let language = match &kind {
                CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or_default(),
                CodeBlockKind::Indented => "",
            };
            let language = LANGUAGES.iter().find(|it| **it == language).copied().unwrap_or("text");
            events.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language.into()))));
        }
        Event::Start(Tag::Link { dest_url, title, id, .. } | Tag::Image { dest_url, title, id, .. }) => {
            let (dest_url, title) = (printable(dest_url), printable(title));
            // Links do not nest; what is inside one keeps its words.
            links.push(is_url(&dest_url) && !in_link);
            if links.last() == Some(&true) {
                let link_type = LinkType::Inline;
                events.push(Event::Start(Tag::Link { link_type, dest_url, title, id }));
            }
        }
        Event::End(TagEnd::Link | TagEnd::Image) => {
            if links.pop() == Some(true) {
                events.push(Event::End(TagEnd::Link));
            }
        }
        // Without its last line break the block would not be closed.
        Event::Text(words) if in_code(events) => {
            events.push(Event::Text(format!("{}\n", words.trim_end_matches('\n')).into()));
        }
        Event::Text(words) if in_link => events.push(Event::Text(printable(words))),
        Event::Text(words) => linked(&printable(words), events),
        Event::Code(words) => events.push(Event::Code(printable(words))),
        other => events.push(other),
    }
}

/// Entities such as `&#x202e;` become characters only when the text is read.
fn printable(text: CowStr<'_>) -> CowStr<'_> {
    if !text.contains(unprintable) {
        return text;
    }
    text.chars().filter(|it| !unprintable(*it)).collect::<String>().into()
}

fn in_code(events: &[Event<'_>]) -> bool {
    matches!(events.last(), Some(Event::Start(Tag::CodeBlock(_))))
}

fn is_url(text: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|it| text.starts_with(it))
}

fn text(words: String, events: &mut Vec<Event<'_>>) {
    for (index, line) in words.trim_end_matches('\n').split('\n').enumerate() {
        if index > 0 {
            events.push(Event::SoftBreak);
        }
        events.push(Event::Text(CowStr::from(line.trim().to_owned())));
    }
}

/// Makes links of bare URLs.
fn linked<'e>(words: &str, events: &mut Vec<Event<'e>>) {
    let mut told = 0;
    for (start, _) in words.match_indices("http") {
        if start < told || !is_url(&words[start..]) {
            continue;
        }
        let url = &words[start..];
        let stops = |it: char| it.is_whitespace() || !it.is_ascii() || "<>\"'`()[]{}|\\^*".contains(it);
        let url = &url[..url.find(stops).unwrap_or(url.len())];
        let url = url.trim_end_matches(['.', ',', ';', ':', '!', '?']);
        events.push(Event::Text(words[told..start].to_owned().into()));
        told = start + url.len();
        let dest_url = CowStr::from(url.to_owned());
        let link = Tag::Link { link_type: LinkType::Autolink, dest_url, title: "".into(), id: "".into() };
        events.push(Event::Start(link));
        events.push(Event::Text(url.to_owned().into()));
        events.push(Event::End(TagEnd::Link));
    }
    events.push(Event::Text(words[told..].to_owned().into()));
}

#[cfg(test)]
mod tests {
    use super::normalize;

    #[test]
    fn rustdoc_finds_nothing_to_read_into_it() {
        for (markdown, expected) in [
            ("plain", "plain"),
            ("the <user_id> of", "the \\<user_id> of"),
            ("see https://example.org/a_b.", "see <https://example.org/a_b>."),
            ("[text](https://example.org)", "[text](https://example.org)"),
            ("[text](#anchor)", "text"),
            ("a [list] of", "a \\[list\\] of"),
            ("    code", "```text\ncode\n```"),
            ("```rust\nfn f() {}\n```", "```text\nfn f() {}\n```"),
            ("```json\n{}\n```", "```json\n{}\n```"),
            ("a\r\nb\u{1b}c\u{202e}", "a\nbc"),
            ("a &#x202e; b", "a  b"),
            ("[![alt](http://b.com/c)](http://d.com)", "[alt](http://d.com)"),
            ("⚠️ **bold**\n- one\ntwo", "⚠️ **bold**\n\n* one\n  two"),
        ] {
            assert_eq!(normalize(markdown).trim(), expected, "{markdown:?}");
        }
    }
}
