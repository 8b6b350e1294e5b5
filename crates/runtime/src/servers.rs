//! The servers that a document names, and which of them a call goes to.

use std::borrow::Cow;

use crate::base::{Base, PlainHttp};
use crate::error::{Error, ErrorKind};

/// A server that a document names: a URL, or a template of one with variables in braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Server {
    url: &'static str,
    description: &'static str,
    variables: &'static [ServerVariable],
}

/// A part of a server's URL that may be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerVariable {
    name: &'static str,
    default: &'static str,
    values: &'static [&'static str],
}

impl Server {
    /// A server at that URL. One that begins with `/` is a path on the host of the client's base URL.
    pub const fn new(url: &'static str) -> Self {
        Self { url, description: "", variables: &[] }
    }

    /// The same with what the document says of it.
    #[must_use]
    pub const fn described(self, description: &'static str) -> Self {
        Self { description, ..self }
    }

    /// The same with its variables.
    #[must_use]
    pub const fn with(self, variables: &'static [ServerVariable]) -> Self {
        Self { variables, ..self }
    }

    /// The URL as the document writes it, with its variables in braces.
    pub fn url(&self) -> &'static str {
        self.url
    }

    /// What the document says of it; empty where it says nothing.
    pub fn description(&self) -> &'static str {
        self.description
    }

    /// The variables.
    pub fn variables(&self) -> &'static [ServerVariable] {
        self.variables
    }

    fn is_relative(&self) -> bool {
        !self.url.contains("://") && !self.url.starts_with('{')
    }

    /// The URL with the values of its variables, or their defaults; the last value of a name counts.
    fn fill(&self, values: &[(String, String)]) -> Result<String, Error> {
        let mut url = String::new();
        let mut rest = self.url;
        while let Some((before, after)) = rest.split_once('{') {
            url.push_str(before);
            let Some((name, behind)) = after.split_once('}') else {
                return Err(refuse("a `{` is not closed"));
            };
            let variable = self.variables.iter().find(|it| it.name == name);
            let variable = variable.ok_or_else(|| refuse(format!("`{name}` is no variable of it")))?;
            let given = values.iter().rev().find(|(it, _)| it == name);
            // What stands behind the host may hold slashes.
            let in_path = url.split_once("://").is_some_and(|(_, it)| it.contains('/')) || self.is_relative();
            url.push_str(&variable.value(given.map(|(_, value)| value.as_str()), in_path)?);
            rest = behind;
        }
        url.push_str(rest);
        Ok(url)
    }
}

impl ServerVariable {
    /// A variable: its name, its default, and the values that the document allows; any, where it lists none.
    pub const fn new(name: &'static str, default: &'static str, values: &'static [&'static str]) -> Self {
        Self { name, default, values }
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What it is unless it is set. An empty one has to be set.
    pub fn default(&self) -> &'static str {
        self.default
    }

    /// What it may be; empty where it may be anything.
    pub fn values(&self) -> &'static [&'static str] {
        self.values
    }

    fn value(&self, given: Option<&str>, in_path: bool) -> Result<String, Error> {
        let Self { name, default, values } = self;
        let Some(value) = given else {
            return if default.is_empty() {
                Err(refuse(format!("its variable `{name}` has no default: set it with `server_variable`")))
            } else {
                Ok((*default).to_owned())
            };
        };
        if !values.is_empty() && !values.contains(&value) {
            return Err(refuse(format!("its variable `{name}` is one of {}", values.join(", "))));
        }
        let breaks = |it: char| "?#@\\{}".contains(it) || it.is_whitespace() || it.is_control();
        if value.is_empty() || value.contains(breaks) || (!in_path && value.contains('/')) {
            return Err(refuse(format!("its variable `{name}` is set to what would make it another URL")));
        }
        Ok(value.to_owned())
    }
}

fn refuse(why: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Configuration, format!("the server that the document names cannot be used: {why}"))
}

/// Which servers a builder was told of.
#[derive(Default)]
pub(crate) struct Choice {
    /// A base URL of the caller's own.
    pub(crate) base_url: Option<String>,
    /// One of those that the documents name.
    pub(crate) server: Option<Server>,
    pub(crate) variables: Vec<(String, String)>,
    /// What goes elsewhere than the documents say.
    pub(crate) routes: Vec<(String, String)>,
}

/// What the documents say.
pub(crate) struct Known {
    /// The base URL unless another is chosen.
    pub(crate) default: Option<&'static str>,
    pub(crate) servers: &'static [Server],
    pub(crate) of_operations: &'static [Server],
}

/// Where calls go.
pub(crate) struct Servers {
    /// Where those go that have no server of their own.
    base: Base,
    /// Whether the others go there too.
    of_operations: OfOperations,
    variables: Vec<(String, String)>,
    routes: Vec<(String, Base)>,
    plain: PlainHttp,
}

/// Where calls go whose operation has a server of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OfOperations {
    /// To that server: the document is trusted for it as it is for the default.
    Theirs,
    /// Where all others go: whoever gave a base URL wants nothing sent elsewhere.
    Base,
}

impl Servers {
    /// Checks a choice against what the documents say.
    pub(crate) fn new(choice: Choice, known: &Known, plain: PlainHttp) -> Result<Self, Error> {
        let Choice { base_url, server, variables, routes } = choice;
        let all = || known.servers.iter().chain(known.of_operations).chain(&server);
        for (name, _) in &variables {
            if !all().flat_map(|it| it.variables).any(|it| it.name == name) {
                return Err(configuration(format!("no server of the document has a variable `{name}`")));
            }
        }
        let of_operations = if base_url.is_some() { OfOperations::Base } else { OfOperations::Theirs };
        let base = match (&base_url, server) {
            (Some(url), _) => Base::parse(url, plain)?,
            (None, Some(server)) => absolute(&server, &variables, plain)?,
            (None, None) => match (known.servers.first(), known.default) {
                // A default of the configuration's own has no variables.
                (Some(first), Some(url)) if first.url == url || !variables.is_empty() => {
                    absolute(first, &variables, plain)?
                }
                (_, Some(url)) => Base::parse(url, plain)?,
                (Some(first), None) => absolute(first, &variables, plain)?,
                (None, None) => {
                    return Err(configuration(
                        "there is no base URL: the document names no server".to_owned(),
                    ));
                }
            },
        };
        let mut checked = Vec::new();
        for (from, to) in routes {
            if !all().any(|it| it.url == from) {
                return Err(configuration("a route begins at a server that no document names".to_owned()));
            }
            checked.push((from, Base::parse(&to, plain)?));
        }
        Ok(Self { base, of_operations, variables, routes: checked, plain })
    }

    /// Where calls go that have no server of their own.
    pub(crate) fn base(&self) -> &Base {
        &self.base
    }

    /// Where a call goes whose operation has that server of its own.
    pub(crate) fn of(&self, server: Option<&Server>) -> Result<Cow<'_, Base>, Error> {
        let Some(server) = server else { return Ok(Cow::Borrowed(&self.base)) };
        if let Some((_, base)) = self.routes.iter().rev().find(|(from, _)| from == server.url) {
            return self.as_safe(Cow::Borrowed(base));
        }
        let parse = |url: &str| Base::parse(url, self.plain).map(Cow::Owned);
        match self.of_operations {
            OfOperations::Base => Ok(Cow::Borrowed(&self.base)),
            OfOperations::Theirs if server.is_relative() => {
                let path = server.fill(&self.variables)?;
                parse(&format!("{}/{}", self.base.origin(), path.trim_start_matches('/')))
            }
            OfOperations::Theirs => self.as_safe(parse(&server.fill(&self.variables)?)?),
        }
    }

    /// A client that speaks TLS speaks nothing else.
    fn as_safe<'a>(&self, base: Cow<'a, Base>) -> Result<Cow<'a, Base>, Error> {
        if self.base.is_https() && !base.is_https() {
            return Err(configuration(
                "the server of this operation is plain http, where the client's base URL is https".to_owned(),
            ));
        }
        Ok(base)
    }
}

fn absolute(server: &Server, values: &[(String, String)], plain: PlainHttp) -> Result<Base, Error> {
    if server.is_relative() {
        return Err(configuration(format!(
            "there is no base URL: the document names the server `{}` without a host; give one that ends in it",
            server.url
        )));
    }
    Base::parse(&server.fill(values)?, plain)
}

fn configuration(why: String) -> Error {
    Error::new(ErrorKind::Configuration, why)
}

#[cfg(test)]
mod tests;
