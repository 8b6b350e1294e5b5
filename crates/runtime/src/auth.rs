//! Credentials: what a scheme needs, what the client has, and how one is put on a request.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};

use crate::error::{Error, ErrorKind};
use crate::percent::encode;
use crate::secret::SecretString;
use crate::transport::BoxFuture;

/// A source of tokens that change: OAuth flows, a vault, a file that is rotated.
pub trait TokenProvider: Send + Sync {
    /// The token to use now. It is asked for each attempt, so it should keep what it fetched.
    ///
    /// # Errors
    ///
    /// Whatever went wrong; it becomes the [`source`](std::error::Error::source) of an error of kind
    /// [`ErrorKind::Credential`]. [`Error::credential`] makes one from text.
    fn token(&self) -> BoxFuture<'_, Result<SecretString, Error>>;

    /// Forgets the token that [`token`](Self::token) gave: the server answered 401 to it. The call is then sent once
    /// more with a fresh one.
    fn invalidate(&self) -> BoxFuture<'_, ()>;
}

/// What a client has for a scheme.
#[derive(Clone)]
#[non_exhaustive]
pub enum Credential {
    /// A fixed token or key.
    Token(SecretString),
    /// A user name and a password, for HTTP basic.
    Basic {
        /// The user name; it must not hold a colon.
        username: String,
        /// The password; it may be empty.
        password: SecretString,
    },
    /// A token that is asked for before each attempt.
    Provider(Arc<dyn TokenProvider>),
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token(_) => "Token(..)",
            Self::Basic { .. } => "Basic(..)",
            Self::Provider(_) => "Provider(..)",
        })
    }
}

impl Credential {
    /// The credential trimmed and checked; the complaint holds nothing of it.
    fn tidy(&self, spaces: Spaces) -> Result<Self, &'static str> {
        match self {
            Self::Token(token) => spaces.tidy(token).map(|it| Self::Token(it.into())),
            Self::Provider(provider) => Ok(Self::Provider(Arc::clone(provider))),
            Self::Basic { username, password } => {
                let (username, password) = (username.trim(), password.expose().trim());
                if username.contains(':') {
                    return Err("has a colon in its user name");
                }
                if username.chars().chain(password.chars()).any(char::is_control) {
                    return Err("holds a control character");
                }
                Ok(Self::Basic { username: username.to_owned(), password: SecretString::new(password) })
            }
        }
    }
}

/// Whether a token may hold spaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spaces {
    Refused,
    Allowed,
}

impl Spaces {
    fn tidy(self, token: &SecretString) -> Result<&str, &'static str> {
        match self {
            Self::Refused => token.tidy(),
            Self::Allowed => token.tidy_words(),
        }
    }
}

/// How a scheme puts its credential on a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    name: &'static str,
    place: Place,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Bearer,
    Basic,
    /// `Authorization` with that word before the token.
    Http(&'static str),
    Header(&'static str),
    Query(&'static str),
    Cookie(&'static str),
}

impl Scheme {
    /// The query parameter that is its own.
    pub(crate) fn query_parameter(&self) -> Option<&'static str> {
        match self.place {
            Place::Query(parameter) => Some(parameter),
            Place::Bearer | Place::Basic | Place::Http(_) | Place::Header(_) | Place::Cookie(_) => None,
        }
    }

    /// `Authorization: Bearer <token>`: HTTP bearer, OAuth 2 and OpenID Connect.
    pub const fn bearer(name: &'static str) -> Self {
        Self { name, place: Place::Bearer }
    }

    /// `Authorization: Basic <user name and password>`.
    pub const fn basic(name: &'static str) -> Self {
        Self { name, place: Place::Basic }
    }

    /// `Authorization: <word> <token>`, for other schemes of HTTP.
    pub const fn http(name: &'static str, word: &'static str) -> Self {
        Self { name, place: Place::Http(word) }
    }

    /// A key in a header of its own: the whole value, where the service wants a word before it.
    pub const fn header_key(name: &'static str, header: &'static str) -> Self {
        Self { name, place: Place::Header(header) }
    }

    /// A key in the query string.
    pub const fn query_key(name: &'static str, parameter: &'static str) -> Self {
        Self { name, place: Place::Query(parameter) }
    }

    /// A key in a cookie.
    pub const fn cookie_key(name: &'static str, cookie: &'static str) -> Self {
        Self { name, place: Place::Cookie(cookie) }
    }

    fn accepts(&self, credential: &Credential) -> bool {
        matches!(self.place, Place::Basic) == matches!(credential, Credential::Basic { .. })
    }

    /// A whole header is the caller's to fill; elsewhere a space would end what is meant.
    fn spaces(&self) -> Spaces {
        if matches!(self.place, Place::Header(_) | Place::Http(_)) {
            Spaces::Allowed
        } else {
            Spaces::Refused
        }
    }
}

/// The environment variables that hold the credential of one scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CredentialVariables {
    /// One with a token or key.
    Token(&'static str),
    /// Two, for HTTP basic.
    Basic {
        /// The one with the user name.
        username: &'static str,
        /// The one with the password.
        password: &'static str,
    },
}

impl CredentialVariables {
    /// The credential, where the variables are set.
    pub(crate) fn read(self, variable: impl Fn(&str) -> Option<String>) -> Option<Credential> {
        match self {
            Self::Token(name) => Some(Credential::Token(variable(name)?.into())),
            Self::Basic { username, password } => Some(Credential::Basic {
                username: variable(username)?,
                password: variable(password)?.into(),
            }),
        }
    }

    /// Their names.
    fn names(self) -> String {
        match self {
            Self::Token(name) => name.to_owned(),
            Self::Basic { username, password } => format!("{username} and {password}"),
        }
    }
}

/// What an operation asks for: alternatives, each a combination of schemes that go together. No alternative at all
/// means that the operation is public; an empty combination is the alternative "no credential".
pub type Security = &'static [&'static [Scheme]];

/// The part of a request that credentials go into.
#[derive(Default)]
pub(crate) struct Dress {
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) query: Vec<String>,
    pub(crate) cookies: Vec<String>,
}

/// The client's credentials.
#[derive(Default)]
pub(crate) struct Keyring {
    /// For every scheme of kind bearer that has none of its own.
    pub(crate) bearer: Option<Credential>,
    /// By the name of the scheme.
    pub(crate) named: Vec<(String, Credential)>,
    /// The environment variables that `from_env` reads, for complaints.
    pub(crate) variables: &'static [&'static str],
    /// Those of single schemes.
    pub(crate) by_scheme: &'static [(&'static str, CredentialVariables)],
}

impl Keyring {
    /// Trims and checks every credential against the schemes of the documents, where they are known.
    pub(crate) fn tidy(self, known: &[Scheme]) -> Result<Self, Error> {
        let refuse = |what: &str, why: &str| Error::new(ErrorKind::Configuration, format!("{what} {why}"));
        let bearer = match self.bearer {
            Some(credential) => {
                Some(credential.tidy(Spaces::Refused).map_err(|why| refuse("the bearer token", why))?)
            }
            None => None,
        };
        let mut named = Vec::new();
        for (name, credential) in self.named {
            let refuse = |why: &str| refuse(&format!("the credential for `{name}`"), why);
            let of_name = || known.iter().filter(|it| it.name == name);
            if !known.is_empty() && of_name().next().is_none() {
                let mut names: Vec<&str> = known.iter().map(|it| it.name).collect();
                names.dedup();
                return Err(refuse(&format!(
                    "is for no scheme of the document: those are {}",
                    names.join(", ")
                )));
            }
            if !known.is_empty() && !of_name().any(|it| it.accepts(&credential)) {
                return Err(refuse(
                    "is of another kind than its scheme: HTTP basic takes a user name and a password, all else a token",
                ));
            }
            let allowed = known.is_empty() || of_name().any(|it| it.spaces() == Spaces::Allowed);
            let spaces = if allowed { Spaces::Allowed } else { Spaces::Refused };
            let tidy = credential.tidy(spaces).map_err(refuse)?;
            named.push((name, tidy));
        }
        Ok(Self { bearer, named, variables: self.variables, by_scheme: self.by_scheme })
    }

    /// The first alternative for which every credential is there. "Nothing" is an alternative too, but whoever gave the
    /// client a key wants it used.
    pub(crate) fn choose(&self, security: Security) -> Result<&'static [Scheme], Error> {
        if security.is_empty() {
            return Ok(&[]);
        }
        let has = |schemes: &[Scheme]| schemes.iter().all(|scheme| self.find(scheme).is_some());
        let satisfied = || security.iter().filter(|schemes| has(schemes));
        let with_key = satisfied().find(|schemes| !schemes.is_empty());
        with_key
            .or_else(|| satisfied().next())
            .copied()
            .ok_or_else(|| Error::new(ErrorKind::Configuration, self.missing(security)))
    }

    fn find(&self, scheme: &Scheme) -> Option<&Credential> {
        let own = self.named.iter().rev().find(|(name, _)| name == scheme.name).map(|(_, it)| it);
        let default = self.bearer.as_ref().filter(|_| scheme.place == Place::Bearer);
        own.or(default).filter(|credential| scheme.accepts(credential))
    }

    /// What to do about a missing credential.
    fn missing(&self, security: Security) -> String {
        let mut ways = Vec::new();
        for schemes in security {
            let lacking: Vec<_> =
                schemes.iter().filter(|it| self.find(it).is_none()).map(|it| self.how(it)).collect();
            ways.push(lacking.join(" and "));
        }
        format!("a credential is missing: {}", ways.join(", or "))
    }

    fn how(&self, scheme: &Scheme) -> String {
        let how = self.setter(scheme);
        match self.by_scheme.iter().find(|(name, _)| *name == scheme.name) {
            Some((_, variables)) => {
                format!("{how} or, for `Client::from_env`, the environment variable {}", variables.names())
            }
            None => how,
        }
    }

    fn setter(&self, scheme: &Scheme) -> String {
        let name = scheme.name;
        match scheme.place {
            Place::Bearer if self.variables.is_empty() => {
                format!("`{name}`, set with `ClientBuilder::bearer`")
            }
            Place::Bearer => format!(
                "`{name}`, set with `ClientBuilder::bearer` or, for `Client::from_env`, the environment variable {}",
                self.variables.join(" or ")
            ),
            Place::Basic => {
                format!(
                    "`{name}`, set with `ClientBuilder::credential(\"{name}\", Credential::Basic {{ .. }})`"
                )
            }
            Place::Http(_) | Place::Header(_) | Place::Query(_) | Place::Cookie(_) => {
                format!("`{name}`, set with `ClientBuilder::credential(\"{name}\", Credential::Token(..))`")
            }
        }
    }

    /// Gets the credentials of one attempt.
    pub(crate) async fn dress(&self, schemes: &[Scheme]) -> Result<Dress, Error> {
        let mut dress = Dress::default();
        for scheme in schemes {
            match self.find(scheme) {
                Some(Credential::Token(token)) => {
                    let token = scheme.spaces().tidy(token).map_err(|_| unusable(scheme))?;
                    put(&mut dress, scheme, token)?;
                }
                Some(Credential::Provider(provider)) => {
                    let token = provider.token().await.map_err(Error::from_provider)?;
                    let token = scheme.spaces().tidy(&token).map_err(|why| {
                        Error::new(ErrorKind::Credential, format!("the token for `{}` {why}", scheme.name))
                    })?;
                    put(&mut dress, scheme, token)?;
                }
                Some(Credential::Basic { username, password }) => {
                    let text = STANDARD.encode(format!("{username}:{}", password.expose()));
                    insert(&mut dress, AUTHORIZATION, format!("Basic {text}"), scheme)?;
                }
                None => {}
            }
        }
        Ok(dress)
    }

    /// The providers that the schemes use.
    pub(crate) fn providers<'a>(
        &'a self,
        schemes: &'a [Scheme],
    ) -> impl Iterator<Item = &'a Arc<dyn TokenProvider>> {
        schemes.iter().filter_map(|scheme| match self.find(scheme) {
            Some(Credential::Provider(provider)) => Some(provider),
            _ => None,
        })
    }
}

fn put(dress: &mut Dress, scheme: &Scheme, token: &str) -> Result<(), Error> {
    match scheme.place {
        Place::Bearer => insert(dress, AUTHORIZATION, ["Bearer ", token].concat(), scheme)?,
        Place::Http(word) => insert(dress, AUTHORIZATION, [word, " ", token].concat(), scheme)?,
        Place::Header(name) => {
            let name = HeaderName::try_from(name).map_err(|_| unusable(scheme))?;
            insert(dress, name, token.to_owned(), scheme)?;
        }
        Place::Query(name) => dress.query.push(format!("{}={}", encode(name), encode(token))),
        Place::Cookie(name) => dress.cookies.push(format!("{}={}", encode(name), encode(token))),
        // `Scheme::accepts` lets no token get this far.
        Place::Basic => return Err(unusable(scheme)),
    }
    Ok(())
}

/// Takes the text over as it is.
fn insert(dress: &mut Dress, name: HeaderName, text: String, scheme: &Scheme) -> Result<(), Error> {
    let mut value = HeaderValue::try_from(text).map_err(|_| unusable(scheme))?;
    value.set_sensitive(true);
    dress.headers.push((name, value));
    Ok(())
}

fn unusable(scheme: &Scheme) -> Error {
    Error::new(
        ErrorKind::Configuration,
        format!("the credential for `{}` cannot be put on the request", scheme.name),
    )
}
