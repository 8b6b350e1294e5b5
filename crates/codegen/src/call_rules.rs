//! Reading the rules of a configuration that speak of many operations at once.

use specsmith_lower::{
    CallRules, Handle, JobRule, PageRule, Pattern, Payload, PayloadKind, Poll, StreamRule, SwitchRule,
};
use specsmith_model::{HandleFrom, More, Paging, Pending, Terminator};
use specsmith_source::{Kind, Node};

use crate::reader::Reader;

const STREAM: [&str; 5] = ["operations", "switch", "terminator", "item", "events"];
const SHAPES: [&str; 5] = ["next_url", "link", "cursor", "number", "offset"];
const PAGE: [&str; 7] = ["operations", "items", "next_url", "link", "cursor", "number", "offset"];
const MORE: [&str; 3] = ["more", "total", "next"];
const JOB: [&str; 5] = ["operations", "while", "until", "poll", "path"];

impl Reader<'_> {
    /// What is said of many operations at once.
    pub(crate) fn call_rules(&mut self, node: Node<'_>) -> CallRules {
        CallRules { streams: self.streams(node), pages: self.pages(node), jobs: self.jobs(node) }
    }

    /// The entries of a list of rules.
    fn rules<'t>(&mut self, node: Node<'t>, key: &str, known: &[&str]) -> Vec<Node<'t>> {
        let Some(list) = node.get(key) else { return Vec::new() };
        self.is(list, &format!("`{key}`"), Kind::List);
        let mut rules: Vec<Node<'_>> = Vec::new();
        for rule in list.items() {
            if self.is(rule, &format!("each of `{key}`"), Kind::Map) {
                self.known_keys(rule, known);
                rules.push(rule);
            }
        }
        rules
    }

    /// Which operations a rule speaks of.
    fn patterns(&mut self, rule: Node<'_>) -> Option<Vec<Pattern>> {
        self.required(rule, "the rule", "operations")?;
        let texts = self.texts(rule, "operations").into_iter();
        let patterns: Vec<Pattern> = texts.map(|(text, at)| Pattern { at, text }).collect();
        (!patterns.is_empty()).then_some(patterns)
    }

    /// How operations stream.
    fn streams(&mut self, node: Node<'_>) -> Vec<StreamRule> {
        let mut streams = Vec::new();
        for rule in self.rules(node, "streams", &STREAM) {
            let Some(operations) = self.patterns(rule) else { continue };
            let switch = rule.get("switch");
            let switch = match switch.and_then(Node::bool) {
                Some(false) => SwitchRule::Never,
                _ => SwitchRule::Property(self.text(rule, "switch").unwrap_or_else(|| "stream".to_owned())),
            };
            let item = rule.get("item").and_then(|it| self.payload(it));
            let mut events = Vec::new();
            for (name, node) in self.map(rule, "events") {
                events.extend(self.payload(node).map(|payload| (name.to_owned(), payload)));
            }
            let terminator = rule.get("terminator").and_then(|it| self.terminator(it));
            streams.push(StreamRule { operations, switch, terminator, item, events });
        }
        streams
    }

    /// The data that ends a stream, or `event:` and a name, or `end`.
    fn terminator(&mut self, node: Node<'_>) -> Option<Terminator> {
        match (node.kind(), node.text()) {
            (_, Some("end")) => Some(Terminator::Eof),
            (_, Some(data)) => Some(Terminator::Sentinel(data.to_owned())),
            (Kind::Map, None) => {
                self.known_keys(node, &["event"]);
                self.required_text(node, "the terminator", "event").map(Terminator::Event)
            }
            _ => {
                let expected = "data such as `[DONE]`, `end`, or `event:` and a name";
                self.diagnostics.wrong_setting(node, "the terminator", expected);
                None
            }
        }
    }

    /// What the data of an event is.
    fn payload(&mut self, node: Node<'_>) -> Option<Payload> {
        let kind = match node.text() {
            Some("text") => PayloadKind::Text,
            Some("json") => PayloadKind::Json,
            Some(pointer) if pointer.starts_with("#/") => PayloadKind::Schema(pointer.to_owned()),
            _ => {
                let expected = "`text`, `json`, or a component such as '#/components/schemas/Pet'";
                self.diagnostics.wrong_setting(node, "the data of an event", expected);
                return None;
            }
        };
        Some(Payload { at: node.origin(), kind })
    }

    /// How pages follow each other.
    fn pages(&mut self, node: Node<'_>) -> Vec<PageRule> {
        let mut pages = Vec::new();
        for rule in self.rules(node, "pages", &PAGE) {
            let operations = self.patterns(rule);
            let items = self.required(rule, "the rule", "items").and_then(|it| self.pointer(it));
            let shapes: Vec<Node<'_>> = SHAPES.iter().filter_map(|it| rule.get(it)).collect();
            let [shape] = shapes.as_slice() else {
                let shapes = SHAPES.map(|it| format!("`{it}`")).join(", ");
                self.diagnostics.wrong_setting(rule, "the rule", &format!("one that has one of {shapes}"));
                continue;
            };
            let paging = items.as_deref().and_then(|items| self.paging(*shape, items));
            if let (Some(operations), Some(paging), Some(items)) = (operations, paging, items) {
                pages.push(PageRule { operations, paging, items });
            }
        }
        pages
    }

    fn paging(&mut self, shape: Node<'_>, items: &str) -> Option<Paging> {
        match shape.key() {
            Some("next_url") => return self.pointer(shape).map(Paging::NextUrl),
            Some("link") => {
                self.is(shape, "`link`", Kind::Bool);
                return shape.bool().filter(|it| *it).map(|_| Paging::Link);
            }
            _ => {}
        }
        if !self.is(shape, "how pages follow each other", Kind::Map) {
            return None;
        }
        if shape.key() == Some("cursor") {
            self.known_keys(shape, &["parameter", "at", "more"]);
            let at = self.required(shape, "the cursor", "at").and_then(|it| self.pointer(it));
            let more = shape.get("more").and_then(|it| self.pointer(it));
            let parameter = self.required_text(shape, "the cursor", "parameter")?;
            return Some(Paging::Cursor { parameter, at: at?, more });
        }
        let known: Vec<&str> = ["parameter", "first"].into_iter().chain(MORE).collect();
        self.known_keys(shape, &known);
        let parameter = self.required_text(shape, "the rule", "parameter")?;
        let first = self.first(shape);
        let more = self.more(shape, items)?;
        if shape.key() == Some("number") {
            return Some(Paging::Number { parameter, first: first.unwrap_or(1), more });
        }
        let first = first.unwrap_or(0);
        Some(Paging::Offset { parameter, first, items: items.to_owned(), more })
    }

    /// What the first page, or the first item, counts as.
    fn first(&mut self, shape: Node<'_>) -> Option<u64> {
        let node = shape.get("first")?;
        let first = node.number().and_then(|it| it.to_string().parse().ok());
        if first.is_none() {
            self.diagnostics.wrong_setting(node, "`first`", "a whole number that is not negative");
        }
        first
    }

    /// What says whether another page follows: where nothing does, a page without items is the last.
    fn more(&mut self, shape: Node<'_>, items: &str) -> Option<More> {
        let said: Vec<Node<'_>> = MORE.iter().filter_map(|it| shape.get(it)).collect();
        match said.as_slice() {
            [] => Some(More::Items(items.to_owned())),
            [one] => {
                let place = self.pointer(*one)?;
                Some(match one.key() {
                    Some("more") => More::Flag(place),
                    Some("total") => More::Total(place),
                    _ => More::Present(place),
                })
            }
            [_, other, ..] => {
                self.diagnostics.unknown_setting(*other, &["parameter", "first"]);
                None
            }
        }
    }

    /// A place in an answer.
    fn pointer(&mut self, node: Node<'_>) -> Option<String> {
        let pointer = node.text().filter(|it| it.is_empty() || it.starts_with('/'));
        if pointer.is_none() {
            let expected = "a JSON pointer such as '/meta/next', or '' for the whole answer";
            self.diagnostics.wrong_setting(node, "the place", expected);
        }
        pointer.map(str::to_owned)
    }

    /// How operations take their time.
    fn jobs(&mut self, node: Node<'_>) -> Vec<JobRule> {
        let mut jobs = Vec::new();
        for rule in self.rules(node, "jobs", &JOB) {
            let operations = self.patterns(rule);
            let poll = rule.get("poll").and_then(|it| self.poll(rule, it));
            let (Some(operations), Some(pending)) = (operations, self.pending(rule)) else { continue };
            jobs.push(JobRule { operations, pending, poll });
        }
        jobs
    }

    fn poll(&mut self, rule: Node<'_>, node: Node<'_>) -> Option<Poll> {
        let text = self.text(rule, "poll").filter(|it| it.contains(' '));
        if text.is_none() {
            self.diagnostics.wrong_setting(node, "`poll`", "a method and a path, as in 'GET */{id}'");
        }
        let mut path = Vec::new();
        for (name, node) in self.map(rule, "path") {
            let from = match node.text() {
                Some("location") => Some(HandleFrom::Location),
                _ => self.pointer(node).map(HandleFrom::Json),
            };
            path.extend(from.map(|from| Handle { name: name.to_owned(), from }));
        }
        Some(Poll { operation: Pattern { at: node.origin(), text: text? }, path })
    }

    /// `while:` or `until:` a place has one of some values; `while: accepted` for the status 202.
    fn pending(&mut self, rule: Node<'_>) -> Option<Pending> {
        let (node, pending): (_, fn(String, Vec<String>) -> Pending) =
            match (rule.get("while"), rule.get("until")) {
                (Some(node), None) if node.text() == Some("accepted") => return Some(Pending::Accepted),
                (Some(node), None) => (node, Pending::While),
                (None, Some(node)) => (node, Pending::Until),
                _ => {
                    self.diagnostics.wrong_setting(rule, "the rule", "one that has one of `while`, `until`");
                    return None;
                }
            };
        let entries =
            if self.is(node, "what is pending", Kind::Map) { node.entries().collect() } else { Vec::new() };
        let [(place, values)] = entries.as_slice() else {
            let expected = "a place and its values, as in `/status: [queued, running]`";
            self.diagnostics.wrong_setting(node, "what is pending", expected);
            return None;
        };
        if !place.starts_with('/') {
            self.diagnostics.wrong_setting(*values, "the key", "a JSON pointer such as '/status'");
            return None;
        }
        let texts = self.texts(node, place).into_iter().map(|(text, _)| text).collect();
        Some(pending((*place).to_owned(), texts))
    }
}
