//! Text that never prints itself.

use std::fmt;

/// A key, token or password. It has no `Display`, no serialisation and no equality, and its `Debug` says nothing of
/// the text.
#[derive(Clone)]
pub struct SecretString(Box<str>);

impl SecretString {
    /// Wraps a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().into_boxed_str())
    }

    /// The text itself. Keep it out of logs and error messages.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The secret as it can stand in a header of its own: as [`tidy`](Self::tidy), and with spaces inside, as in
    /// `Token abc`.
    pub(crate) fn tidy_words(&self) -> Result<&str, &'static str> {
        let text = self.0.trim();
        if text.split(' ').all(|it| tidy(it).is_ok()) {
            return Ok(text);
        }
        Err(self.tidy().err().unwrap_or("holds two spaces in a row"))
    }

    /// The secret as it can stand in a header: trimmed, then visible ASCII only and not empty.
    ///
    /// A trailing newline, from a key read out of a file, is the commonest bad key; it is cut off. The complaint
    /// never quotes the secret.
    pub(crate) fn tidy(&self) -> Result<&str, &'static str> {
        tidy(&self.0)
    }
}

fn tidy(text: &str) -> Result<&str, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Err("is empty");
    }
    if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("holds a character other than visible ASCII");
    }
    Ok(text)
}

impl From<String> for SecretString {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for SecretString {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Debug for SecretString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretString(..)")
    }
}
