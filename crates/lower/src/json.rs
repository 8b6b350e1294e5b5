//! Values of the document as JSON for people, given up where they are long.

use specsmith_source::{Kind, Node, Number};

use crate::markdown::unprintable;

/// On one line; `None` where it would have more characters than these, or is no JSON.
pub(crate) fn compact(node: Node<'_>, longest: usize) -> Option<String> {
    write(node, longest, Layout::Compact)
}

/// An entry or an item on each line.
pub(crate) fn pretty(node: Node<'_>, longest: usize) -> Option<String> {
    write(node, longest, Layout::Pretty)
}

#[derive(Clone, Copy)]
enum Layout {
    Compact,
    Pretty,
}

fn write(node: Node<'_>, longest: usize, layout: Layout) -> Option<String> {
    let mut writer = Writer { text: String::new(), longest, layout };
    writer.value(node, 0)?;
    Some(writer.text)
}

struct Writer {
    text: String,
    longest: usize,
    layout: Layout,
}

impl Writer {
    /// Adds text, as long as there is room for it.
    fn put(&mut self, text: &str) -> Option<()> {
        self.text.push_str(text);
        (self.text.len() <= self.longest).then_some(())
    }

    fn value(&mut self, node: Node<'_>, depth: usize) -> Option<()> {
        match node.kind() {
            Kind::Null => self.put("null"),
            Kind::Bool => self.put(if node.bool()? { "true" } else { "false" }),
            Kind::Number => match node.number()? {
                Number::Integer(it) => self.put(&it.to_string()),
                Number::Float(it) if it.is_finite() => self.put(&format!("{it:?}")),
                // YAML has words for numbers that are none.
                Number::Float(_) => None,
            },
            Kind::Text => self.string(node.text()?),
            Kind::List => self.group(["[", "]"], node.items().map(|it| (None, it)), depth),
            Kind::Map => self.group(["{", "}"], node.entries().map(|(key, it)| (Some(key), it)), depth),
        }
    }

    fn group<'t>(
        &mut self,
        brackets: [&str; 2],
        mut inside: impl Iterator<Item = (Option<&'t str>, Node<'t>)>,
        depth: usize,
    ) -> Option<()> {
        let [open, close] = brackets;
        let (wide, between, end) = match self.layout {
            Layout::Compact => (String::new(), ", ".to_owned(), String::new()),
            Layout::Pretty => {
                let line = |depth: usize| format!("\n{}", "  ".repeat(depth));
                (line(depth + 1), format!(",{}", line(depth + 1)), line(depth))
            }
        };
        self.put(open)?;
        let Some(first) = inside.next() else { return self.put(close) };
        self.put(&wide)?;
        for (index, (key, node)) in std::iter::once(first).chain(inside).enumerate() {
            if index > 0 {
                self.put(&between)?;
            }
            if let Some(key) = key {
                self.string(key)?;
                self.put(": ")?;
            }
            self.value(node, depth + 1)?;
        }
        self.put(&end)?;
        self.put(close)
    }

    fn string(&mut self, text: &str) -> Option<()> {
        self.put("\"")?;
        for it in text.chars() {
            match it {
                '"' => self.put("\\\"")?,
                '\\' => self.put("\\\\")?,
                '\n' => self.put("\\n")?,
                '\r' => self.put("\\r")?,
                '\t' => self.put("\\t")?,
                it if unprintable(it) => self.put(&format!("\\u{:04x}", u32::from(it)))?,
                it => self.put(it.encode_utf8(&mut [0; 4]))?,
            }
        }
        self.put("\"")
    }
}
