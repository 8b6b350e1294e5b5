//! Why a text does not decode, and where, without a value of it.

/// What is wrong with a text, and where.
///
/// It holds nothing of the text but the names of keys, and of those only the ones that look like names.
#[derive(Clone)]
pub struct Fault(Box<Inner>);

#[derive(Clone)]
struct Inner {
    reason: String,
    /// The byte at which it was noticed.
    at: usize,
    /// From the innermost step outward: pushed while the readers return.
    path: Vec<Step>,
}

#[derive(Clone)]
enum Step {
    Key(String),
    Index(usize),
}

impl Fault {
    pub(crate) fn new(at: usize, reason: impl Into<String>) -> Self {
        Self(Box::new(Inner { reason: reason.into(), at, path: Vec::new() }))
    }

    pub(crate) fn under(mut self, key: &str) -> Self {
        self.0.path.push(Step::Key(key.to_owned()));
        self
    }

    pub(crate) fn in_item(mut self, index: usize) -> Self {
        self.0.path.push(Step::Index(index));
        self
    }

    /// What is wrong, in words.
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    /// The byte of the text at which it was noticed.
    pub fn offset(&self) -> usize {
        self.0.at
    }

    /// The path in dots and brackets, as in `users[0].id`; `None` at the top. A key that is not a plain name may be
    /// data, and is written `?`.
    pub fn path(&self) -> Option<String> {
        let mut out = String::new();
        for step in self.0.path.iter().rev() {
            match step {
                Step::Index(index) => out.push_str(&format!("[{index}]")),
                Step::Key(key) => {
                    if !out.is_empty() {
                        out.push('.');
                    }
                    out.push_str(if is_plain(key) { key } else { "?" });
                }
            }
        }
        (!out.is_empty()).then_some(out)
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.path() {
            Some(path) => write!(f, "{} at {path}", self.reason()),
            None => f.write_str(self.reason()),
        }
    }
}

/// Says no more than the path does: keys may be data.
impl std::fmt::Debug for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fault")
            .field("reason", &self.reason())
            .field("path", &self.path())
            .field("offset", &self.offset())
            .finish()
    }
}

impl std::error::Error for Fault {}

fn is_plain(name: &str) -> bool {
    let rest = name.strip_prefix(['$', '@']).unwrap_or(name);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    !rest.is_empty() && rest.len() <= 64 && rest.bytes().all(plain)
}
