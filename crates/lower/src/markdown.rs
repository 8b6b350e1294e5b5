//! Markdown of others in the one normal form that rustdoc takes without a warning: read as CommonMark, made harmless,
//! written back.

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream};

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

/// Longer descriptions belong on a page of their own; a document may repeat one for every operation.
const LONGEST: usize = 16_000;

/// Lists and quotes nested deeper than this are no text for people.
const DEEPEST: usize = 16;

/// The normal form.
pub(crate) fn normalize(markdown: &str) -> String {
    match markdown.char_indices().nth(LONGEST) {
        // Behind the form, since what was cut may be in the middle of a block.
        Some((at, _)) => {
            format!("{}\n\n(The description goes on in the document.)", normal(&markdown[..at]).trim_end())
        }
        None => normal(markdown),
    }
}

fn normal(markdown: &str) -> String {
    if is_plain(markdown) { markdown.to_owned() } else { rewritten(markdown) }
}

/// Whether it is one line of words in which nothing can mean anything in Markdown: most descriptions are, and are in
/// their normal form already.
fn is_plain(markdown: &str) -> bool {
    let fits = |it: u8| it.is_ascii_alphanumeric() || b" ,.;:'()/?-".contains(&it);
    markdown.starts_with(|it: char| it.is_ascii_alphabetic())
        && !markdown.ends_with(' ')
        && markdown.bytes().all(fits)
        && !markdown.contains("http")
}

fn rewritten(markdown: &str) -> String {
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
        // A list that cannot be said plainly is said with definitions that nobody refers to.
        Ok(_) if !page.contains("[cmark-loose-") => page,
        _ => as_it_is(&clean),
    }
}

/// What cannot be written as Markdown is shown as it is.
fn as_it_is(text: &str) -> String {
    format!("```text\n{}\n```", text.replace("```", "'''"))
}

/// Controls, and the marks that turn the direction of text: the compiler refuses them in comments.
pub(crate) fn unprintable(it: char) -> bool {
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
                line_break(Event::HardBreak, events);
            } else {
                // Each line of a block comes by itself, with its end.
                for (index, line) in html.split('\n').enumerate() {
                    if index > 0 {
                        line_break(Event::SoftBreak, events);
                    }
                    words(line.trim(), in_link, events);
                }
            }
        }
        Event::Start(Tag::HtmlBlock) => events.push(Event::Start(Tag::Paragraph)),
        Event::End(TagEnd::HtmlBlock) => {
            events.pop_if(|it| matches!(it, Event::SoftBreak | Event::HardBreak));
            events.push(Event::End(TagEnd::Paragraph));
        }
        Event::Start(Tag::CodeBlock(kind)) => {
            let language = match &kind {
                CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or_default(),
                CodeBlockKind::Indented => "",
            };
            let language = LANGUAGES.iter().find(|it| **it == language).copied().unwrap_or("text");
            events.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language.into()))));
        }
        Event::Start(
            Tag::Link { link_type, dest_url, title, id } | Tag::Image { link_type, dest_url, title, id },
        ) => {
            let (dest_url, title) = (CowStr::from(printable(&dest_url)), CowStr::from(printable(&title)));
            // Links do not nest; what is inside one keeps its words.
            links.push(is_url(&dest_url) && !in_link);
            if links.last() == Some(&true) {
                let plain = link_type == LinkType::Autolink;
                let link_type = if plain { LinkType::Autolink } else { LinkType::Inline };
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
        Event::Text(text) => words(&text, in_link, events),
        Event::Code(words) => {
            // What stood between two spans may have been nothing to print; their marks must not touch.
            let apart = matches!(events.last(), Some(Event::Code(_))).then_some(Event::Text(" ".into()));
            events.extend(apart);
            events.push(Event::Code(printable(&words).into()));
        }
        Event::SoftBreak | Event::HardBreak => line_break(event, events),
        other => events.push(other),
    }
}

/// A line break where there is a line to break: two of them would end the paragraph, in the middle of a link perhaps.
fn line_break<'e>(event: Event<'e>, events: &mut Vec<Event<'e>>) {
    if !matches!(events.last(), None | Some(Event::SoftBreak | Event::HardBreak | Event::Start(_))) {
        events.push(event);
    }
}

/// Entities such as `&#x202e;` become characters only when the text is read.
fn printable(text: &str) -> String {
    text.chars().filter(|it| !unprintable(*it)).collect()
}

fn in_code(events: &[Event<'_>]) -> bool {
    matches!(events.last(), Some(Event::Start(Tag::CodeBlock(_))))
}

pub(crate) fn is_url(text: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|it| text.starts_with(it))
}

/// Text; outside of links its bare URLs become some.
fn words<'e>(text: &str, in_link: bool, events: &mut Vec<Event<'e>>) {
    let text = printable(text);
    if in_link { plain(&text, events) } else { linked(&text, events) }
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
        plain(&words[told..start], events);
        told = start + url.len();
        let dest_url = CowStr::from(url.to_owned());
        let link = Tag::Link { link_type: LinkType::Autolink, dest_url, title: "".into(), id: "".into() };
        events.push(Event::Start(link));
        events.push(Event::Text(url.to_owned().into()));
        events.push(Event::End(TagEnd::Link));
    }
    plain(&words[told..], events);
}

fn plain<'e>(words: &str, events: &mut Vec<Event<'e>>) {
    if !words.is_empty() {
        events.push(Event::Text(words.to_owned().into()));
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, Options, Parser, Tag};

    use super::{LANGUAGES, is_plain, is_url, normalize, rewritten};

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
            harmless(markdown);
        }
    }

    /// Reads the normal form as rustdoc does, and looks for all that it complains of or compiles.
    fn harmless(markdown: &str) {
        let page = normalize(markdown);
        let syntax = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_SMART_PUNCTUATION;
        let looked_up = Cell::new(false);
        let callback = |_: BrokenLink<'_>| {
            looked_up.set(true);
            None
        };
        let (mut linked, mut code) = (0, false);
        let parser = Parser::new_with_broken_link_callback(&page, syntax, Some(callback));
        let defined = parser.reference_definitions().iter().count();
        assert_eq!(defined, 0, "a definition of {markdown:?} in {page:?}");
        for event in parser {
            let fine = match &event {
                Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => false,
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    code = true;
                    &**info == "text" || LANGUAGES.contains(&&**info)
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => false,
                Event::End(pulldown_cmark::TagEnd::CodeBlock) => {
                    code = false;
                    true
                }
                Event::Start(Tag::Link { dest_url, .. }) => {
                    linked += 1;
                    is_url(dest_url)
                }
                Event::End(pulldown_cmark::TagEnd::Link) => {
                    linked -= 1;
                    true
                }
                Event::Start(Tag::Image { .. }) => false,
                Event::Text(words) => code || linked > 0 || !has_url(words),
                _ => true,
            };
            assert!(fine, "{event:?} of {markdown:?} in {page:?}");
        }
        assert!(!looked_up.get(), "a link into the code of {markdown:?} in {page:?}");
        assert!(page.chars().all(|it| it == '\n' || !super::unprintable(it)), "{markdown:?}");
    }

    #[test]
    fn what_is_plain_is_in_its_normal_form() {
        const SCRAPS: &str = "word¦Two words¦ ¦  ¦, ¦. ¦.¦;¦: ¦:¦'¦(¦) ¦(a)¦/¦//¦?¦-¦--¦ - ¦ -- ¦---¦1. ¦ 1) ¦2¦a. ¦www.example.org¦\
            mailto:¦ftp://¦e.g.¦it's¦''";
        let scraps: Vec<&str> = SCRAPS.split('¦').collect();
        let mut dice = Dice(0x00c0_ffee);
        let mut plain = 0;
        for _ in 0..20_000 {
            let mixture: String = (0..=dice.roll(9)).map(|_| scraps[dice.roll(scraps.len())]).collect();
            if is_plain(&mixture) {
                plain += 1;
                assert_eq!(rewritten(&mixture).trim_matches('\n'), mixture);
            }
        }
        assert!(plain > 1_000, "{plain} of the mixtures are plain");
    }

    /// As rustdoc looks for bare URLs.
    fn has_url(words: &str) -> bool {
        words.match_indices("http").any(|(at, _)| {
            let rest = words[at..].strip_prefix("https://").or(words[at..].strip_prefix("http://"));
            rest.is_some_and(|it| {
                let host: String =
                    it.chars().take_while(|it| it.is_alphanumeric() || "-.@:%_+~#=".contains(*it)).collect();
                host.len() >= 2 && host.contains('.')
            })
        })
    }

    /// Small, seeded, and the same on every machine.
    struct Dice(u64);

    impl Dice {
        fn roll(&mut self, sides: usize) -> usize {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            (self.0 % sides as u64) as usize
        }
    }

    /// What people write into descriptions, and what nobody should.
    const SCRAPS: &str = "word¦ ¦  ¦    ¦\n¦\n\n¦\r\n¦\r¦\t¦<user_id>¦<b>¦</b>¦<br>¦<!-- c -->¦<!--¦-->¦<script>¦\
        <![CDATA[x]]>¦<?php ?>¦<!DOCTYPE x>¦<https://example.org>¦<a@b.org>¦<a href=\"https://example.org\">¦[text]¦\
        [text][ref]¦[text](url)¦[text](https://example.org)¦[`code`]¦[x]: https://example.org¦[x]: y¦[^1]¦[^1]: note¦\
        [ ] task¦- [x] task¦![alt](https://example.org/a.png)¦![alt][x]¦[[wiki]]¦[a](¦](https://example.org)¦[¦]¦(¦)¦```¦\
        ```rust¦```rust,no_run¦```should_panic¦```compile_fail¦```ignore¦```{.rust}¦```E0308¦```text¦~~~¦~~~rust¦`¦``¦\
        `code`¦`unclosed¦fn main() { panic!() }¦#[test]¦# ¦## h¦{#id}¦!¦//¦///¦*/¦/*¦\"#¦\"¦'¦\\¦\\`¦* ¦- ¦1. ¦+ ¦> ¦>¦*¦\
        **¦_¦__¦~~¦$x$¦^a^¦: def¦|¦|---|¦| a | b |\n|---|---|\n¦===¦---¦http¦http://¦https://a.b¦www.example.org¦\
        https://example.org/a_(b)*c*¦https://example.org/[x]¦mailto:a@b.org¦&lt;b&gt;¦&#x202e;¦&#10;¦&#91;x&#93;¦&nbsp;¦⚠️¦\
        \u{202e}¦\u{0}¦\u{85}¦\u{a0}¦\u{200b}¦\u{feff}¦\u{2028}¦é";

    #[test]
    fn mixtures_of_anything_are_harmless() {
        let scraps: Vec<&str> = SCRAPS.split('¦').collect();
        let mut dice = Dice(0x5eed_5eed_5eed_5eed);
        for _ in 0..3_000 {
            let count = 1 + dice.roll(24);
            let mixture: String = (0..count).map(|_| scraps[dice.roll(scraps.len())]).collect();
            harmless(&mixture);
        }
    }

    #[test]
    fn what_is_repeated_without_end_is_harmless() {
        for scrap in SCRAPS.split('¦') {
            harmless(&scrap.repeat(10_000));
        }
    }
}
