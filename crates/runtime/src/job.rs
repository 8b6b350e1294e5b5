//! Jobs that take their time: asking again and again until one is done.

use std::fmt;
use std::time::Duration;

use http::StatusCode;
use http::header::LOCATION;
use tokio::time::{Instant, sleep_until};

use crate::call::{Call, Parts};
use crate::client::{Client, Inner};
use crate::error::{Error, ErrorKind};
use crate::param::{self, PathStyle};
use crate::percent::decode_once;
use crate::pointer::{self, Found};
use crate::reply::{Reader, Reply};
use crate::retry_after;
use crate::tree::Tree;

/// How often a job is asked after, and for how long.
#[derive(Debug, Clone, Copy)]
pub struct Polling {
    first: Duration,
    factor: f64,
    longest: Duration,
    limit: Duration,
    failures: u32,
}

impl Default for Polling {
    fn default() -> Self {
        Self {
            first: Duration::from_secs(1),
            factor: 1.5,
            longest: Duration::from_secs(15),
            limit: Duration::from_secs(300),
            failures: 5,
        }
    }
}

impl Polling {
    /// The pause before the second look, 1 s by default; each further one is half as long again.
    #[must_use]
    pub fn first(mut self, pause: Duration) -> Self {
        self.first = pause;
        self
    }

    /// The longest pause, 15 s by default. Where the server asks for a longer one (`Retry-After`), it gets it.
    #[must_use]
    pub fn longest(mut self, pause: Duration) -> Self {
        self.longest = pause;
        self
    }

    /// The time for all of it, 300 s by default. Behind it the wait is an error of kind [`ErrorKind::Timeout`]; the job
    /// goes on without us.
    #[must_use]
    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    /// How many looks in a row may fail in a way that may pass, 5 by default. Each of them has been tried again already, as
    /// every call is.
    #[must_use]
    pub fn failures(mut self, failures: u32) -> Self {
        self.failures = failures;
        self
    }
}

/// Which answers say that a job is not done. Places are JSON pointers, such as `/status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pending {
    /// Those with one of these values there; every other value is the end.
    While(&'static str, &'static [&'static str]),
    /// Those with another value there than one of these.
    Until(&'static str, &'static [&'static str]),
    /// Those with the status 202.
    Accepted,
}

impl Pending {
    fn holds(self, reply: &Reply) -> bool {
        let value = |place| pointer::at(&reply.body, place).and_then(Found::text);
        match self {
            Self::While(place, values) => value(place).is_some_and(|it| values.contains(&it.as_str())),
            Self::Until(place, values) => value(place).is_none_or(|it| !values.contains(&it.as_str())),
            Self::Accepted => reply.status == StatusCode::ACCEPTED,
        }
    }

    /// What the answer to the request that starts a job says of it.
    fn said(self, reply: &Reply) -> Said {
        let told = match self {
            Self::While(place, _) | Self::Until(place, _) => {
                pointer::at(&reply.body, place).and_then(Found::text).is_some()
            }
            Self::Accepted => false,
        };
        match reply.status {
            StatusCode::ACCEPTED => Said::Pending,
            _ if told && self.holds(reply) => Said::Pending,
            _ if told => Said::Done,
            _ => Said::Nothing,
        }
    }
}

/// What an answer says of a job.
enum Said {
    Pending,
    Done,
    Nothing,
}

/// Where a value of the path that asks after a job comes from: out of the answer to the request that started it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Handle {
    /// It stands there, by a JSON pointer.
    Json(&'static str),
    /// It stands in the path of the header `Location`, where the path that asks has it. Nothing else of that URL is
    /// followed: one on another host must not get the credential.
    Location,
}

/// A job: what starts it, if anything does, and the call that asks after it. [`Client::wait`] waits for it.
#[must_use = "a job does nothing until a client waits for it"]
pub struct Job<T> {
    start: Option<Box<Parts>>,
    handles: &'static [(&'static str, Handle)],
    call: Call<T>,
    pending: Pending,
    polling: Polling,
}

impl<T> Call<T> {
    /// Waits for what this call asks after.
    pub fn job(self, pending: Pending) -> Job<T> {
        Job { start: None, handles: &[], call: self, pending, polling: Polling::default() }
    }
}

impl<T> Job<T> {
    /// Has the job started by another call, whose answer gives values of the path that asks after it.
    ///
    /// Where that answer is the result already, nobody asks: any answer but a 202 that says that the job is done, or a 200
    /// that says nothing of it and gives nothing to ask by.
    pub fn started_by<S>(mut self, start: Call<S>, handles: &'static [(&'static str, Handle)]) -> Self {
        self.start = Some(start.split().0);
        self.handles = handles;
        self
    }

    /// How often it is asked after, and for how long.
    pub fn polling(mut self, polling: Polling) -> Self {
        self.polling = polling;
        self
    }
}

/// Prints the call that asks after it.
impl<T> fmt::Debug for Job<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("call", &self.call)
            .field("pending", &self.pending)
            .finish_non_exhaustive()
    }
}

impl<S> Client<S> {
    /// Waits for a job and returns what it came to, well or not: what a status means is for the caller to say.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Timeout`] where its time is up, and everything else that [`ErrorKind`] lists.
    pub async fn wait<T>(&self, job: Job<T>) -> Result<T, Error> {
        let Job { start, handles, call, pending, polling } = job;
        let (mut parts, reader) = call.split();
        let mut watch = Watch::new(polling);
        if let Some(start) = start {
            let reply = self.inner.whole(start).await?;
            match (pending.said(&reply), fill(&mut parts, handles, &reply)) {
                (Said::Done, _) => return reader.read(reply),
                (Said::Nothing, Err(_)) if reply.status == StatusCode::OK => return reader.read(reply),
                (_, filled) => filled?,
            }
            watch.pause(retry_after::delay(&reply.headers));
            watch.sleep(&parts).await?;
        }
        watch.follow(&self.inner, &parts, |reply| read(&reader, pending, reply)).await
    }

    /// Sends a call again and again until `is_done` says so of its value: at first after 1 s, then less and less often.
    ///
    /// # Errors
    ///
    /// As [`wait`](Self::wait).
    pub async fn poll_until<T>(
        &self,
        call: Call<T>,
        polling: Polling,
        mut is_done: impl FnMut(&T) -> bool,
    ) -> Result<T, Error> {
        let (parts, reader) = call.split();
        let judge = |reply| reader.read(reply).map(|value| is_done(&value).then_some(value));
        Watch::new(polling).follow(&self.inner, &parts, judge).await
    }
}

fn read<T>(reader: &Reader<T>, pending: Pending, reply: Reply) -> Result<Option<T>, Error> {
    if pending.holds(&reply) { Ok(None) } else { reader.read(reply).map(Some) }
}

/// The time that a job is given.
struct Watch {
    polling: Polling,
    started: Instant,
    pause: Duration,
    /// When it is asked after next.
    next: Instant,
    failures: u32,
}

impl Watch {
    fn new(polling: Polling) -> Self {
        let now = Instant::now();
        Self { polling, started: now, pause: polling.first, next: now, failures: 0 }
    }

    async fn follow<T>(
        mut self,
        inner: &Inner,
        parts: &Parts,
        mut judge: impl FnMut(Reply) -> Result<Option<T>, Error>,
    ) -> Result<T, Error> {
        loop {
            let asked = match inner.whole(Box::new(parts.clone())).await {
                Ok(reply) => {
                    self.failures = 0;
                    let asked = retry_after::delay(&reply.headers);
                    if let Some(value) = judge(reply)? {
                        return Ok(value);
                    }
                    asked
                }
                Err(error) if error.is_retryable() && self.failures < self.polling.failures => {
                    self.failures += 1;
                    error.retry_after()
                }
                Err(error) => return Err(error),
            };
            self.pause(asked);
            self.sleep(parts).await?;
        }
    }

    /// Settles when the next look is: after our own pause, or after what the server asks for if that is longer.
    fn pause(&mut self, asked: Option<Duration>) {
        const YEAR: Duration = Duration::from_secs(365 * 86_400);
        let pause = asked.unwrap_or_default().max(self.pause).min(YEAR);
        self.next = Instant::now() + pause;
        let longer = Duration::try_from_secs_f64(self.pause.as_secs_f64() * self.polling.factor);
        self.pause = longer.unwrap_or(self.polling.longest).min(self.polling.longest);
    }

    /// Sleeps until the next look, unless the time is up before.
    async fn sleep(&self, parts: &Parts) -> Result<(), Error> {
        let Self { polling, started, next, .. } = self;
        if next.duration_since(*started) > polling.limit {
            let reason = format!("the job is not done after {} s", polling.limit.as_secs_f64());
            return Err(Error::new(ErrorKind::Timeout, reason).at(&parts.name).maybe_sent());
        }
        sleep_until(*next).await;
        Ok(())
    }
}

/// Puts what the answer to the first request gives into the path of those that follow.
fn fill(parts: &mut Parts, handles: &'static [(&'static str, Handle)], reply: &Reply) -> Result<(), Error> {
    let template = parts.name.template;
    for (name, handle) in handles {
        let value = match handle {
            Handle::Json(place) => pointer::at(&reply.body, place).and_then(Found::text),
            Handle::Location => location(reply).and_then(|it| in_path(template, &it, name)),
        };
        let value =
            value.ok_or_else(|| format!("the answer does not say `{name}`, by which the job is asked after"));
        let encoded = value.and_then(|value| param::path(name, PathStyle::Simple, &Tree::Text(value)));
        let encoded = encoded.map_err(|why| reply.complete(Error::new(ErrorKind::Decode, why)))?;
        parts.path.push((name, encoded));
    }
    Ok(())
}

/// The path of the header `Location`, whatever host it names.
fn location(reply: &Reply) -> Option<String> {
    let text = reply.headers.get(LOCATION)?.to_str().ok()?;
    let text = text.split(['?', '#']).next().unwrap_or_default();
    let path = match text.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..))?,
        None => text,
    };
    Some(path.to_owned())
}

/// The segment of a path that stands where a template has that parameter. The template is looked for at the end of the
/// path: what stands before it may be the prefix of the base URL.
fn in_path(template: &str, path: &str, name: &str) -> Option<String> {
    let template = template.split(['?', '#']).next().unwrap_or_default();
    let template: Vec<&str> = template.trim_end_matches('/').split('/').skip(1).collect();
    let path: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let path = path.get(path.len().checked_sub(template.len())?..)?;
    let parameter = format!("{{{name}}}");
    let fits = |(step, found): (&&str, &&str)| step.contains('{') || step == found;
    if !template.iter().zip(path).all(fits) {
        return None;
    }
    let (_, found) = template.iter().zip(path).find(|(step, _)| **step == parameter)?;
    String::from_utf8(decode_once(found.as_bytes())).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_the_path_is_found_where_the_template_has_it() {
        for (path, expected) in [
            ("/v1/jobs/7", Some("7")),
            ("/prefix/v1/jobs/7/", Some("7")),
            ("v1/jobs/a%20b", Some("a b")),
            ("/v1/tasks/7", None),
            ("/jobs/7", None),
            ("", None),
        ] {
            assert_eq!(in_path("/v1/jobs/{id}", path, "id").as_deref(), expected, "{path}");
        }
        assert_eq!(in_path("/v1/jobs/{id}", "/v1/jobs/7", "other"), None);
    }
}
