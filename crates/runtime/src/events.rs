//! Streams of events and of JSON values: from the pieces of a live body to typed items, and when such a stream is over.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http::{HeaderMap, StatusCode};

use crate::call::{Call, Expect};
use crate::codec::Model;
use crate::error::{Error, ErrorKind};
use crate::event::{Event, EventCase, Last, Oversize};
use crate::flow::{About, Flow, Opened};
use crate::headers::{Printable, media_type, request_id};
use crate::lines::{Split, Splitter};

use crate::reply::Reader;
use crate::sse::Parser;

/// What says that a stream is complete. No peer reports that one was cut: a stream that ends before is an error of kind
/// [`ErrorKind::Truncated`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Terminator {
    /// An event with that data, as in `data: [DONE]`. It is no item of the stream.
    Sentinel(&'static str),
    /// An event of that name. It is an item of the stream only where its name is among those that the operation lists.
    Event(&'static str),
    /// The end of the connection. `[DONE]`, which is no JSON, ends the stream too.
    Eof,
}

impl Terminator {
    fn is(self, event: &Event) -> bool {
        match self {
            Self::Sentinel(data) => event.data.trim() == data,
            Self::Event(name) => event.name == name,
            Self::Eof => event.data.trim() == "[DONE]",
        }
    }
}

/// How an event becomes an item.
enum Item<T: 'static> {
    Every(fn(&Event) -> Result<T, Error>),
    Named(&'static [EventCase<T>], fn(Event) -> T),
}

impl<T> Item<T> {
    fn read(&self, event: Event) -> Result<T, Error> {
        let read = match self {
            Self::Every(read) => read,
            Self::Named(cases, other) => match cases.iter().find(|case| case.name == event.name) {
                Some(EventCase { name: _, read }) => read,
                None => return Ok(other(event)),
            },
        };
        // What it was made of goes with the error.
        read(&event).map_err(|error| error.reply(None, &HeaderMap::new(), &event.data.into()))
    }

    fn names(&self, name: &str) -> bool {
        matches!(self, Self::Named(cases, _) if cases.iter().any(|case| case.name == name))
    }
}

impl<T> Clone for Item<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Item<T> {}

/// A stream of typed items, read as they come: server-sent events, or JSON values one after the other.
///
/// It is pulled: nothing is read ahead of what [`next`](Self::next) asks for. It ends with what the operation ends its
/// streams with, or with the first error; after that there is nothing more. Dropping it closes the connection. A stream
/// that breaks is not taken up again: only the caller knows whether asking twice does harm.
///
/// A time limit holds between complete lines (120 s unless it was set otherwise), so that a stream may last for days as
/// long as the server shows that it is there; comments do.
///
/// It implements [`futures_core::Stream`]. `next` may be dropped at any point without losing an item.
pub struct Events<T: 'static> {
    source: Source,
    item: Item<T>,
}

impl<T> Events<T> {
    /// The next item; `None` once the stream is complete.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Truncated`] where the stream ends too early, [`ErrorKind::Failure`] where the server tells of a
    /// failure, [`ErrorKind::Decode`] where an item is not a `T`, [`ErrorKind::EventTooLarge`],
    /// [`ErrorKind::Timeout`], [`ErrorKind::Transport`]. The item that it is about is the error's
    /// [`body`](Error::body).
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// The status of the reply.
    pub fn status(&self) -> StatusCode {
        self.source.about.status
    }

    /// The headers of the reply.
    pub fn headers(&self) -> &HeaderMap {
        &self.source.about.headers
    }

    /// The server's name for this exchange (`x-request-id` and the like).
    pub fn request_id(&self) -> Option<String> {
        request_id(self.headers())
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let event = match ready!(self.source.poll(cx)) {
            Some(Ok(event)) => event,
            Some(Err(error)) => return Poll::Ready(Some(Err(error))),
            None => return Poll::Ready(None),
        };
        Poll::Ready(Some(self.item.read(event).map_err(|error| self.source.fail(error))))
    }
}

impl<T> Stream for Events<T> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

/// Prints the status and the headers on the allow-list.
impl<T> fmt::Debug for Events<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("status", &self.status())
            .field("headers", &Printable(self.headers()))
            .finish_non_exhaustive()
    }
}

/// A stream without the type of its items, so that its code is compiled once.
struct Source {
    about: About,
    body: Flow,
    frames: Frames,
    terminator: Terminator,
    /// Whether the terminator is an item too.
    shown: bool,
    state: State,
}

enum State {
    Open,
    /// Nothing more comes but this.
    Ending(Option<Error>),
}

enum Frames {
    Events(Parser),
    Values(Splitter),
}

impl Frames {
    fn feed(&mut self, piece: Bytes) {
        match self {
            Self::Events(it) => it.feed(piece),
            Self::Values(it) => it.feed(piece),
        }
    }

    fn next(&mut self) -> Result<Option<Event>, Oversize> {
        match self {
            Self::Events(it) => it.next(),
            Self::Values(it) => it.next(),
        }
    }

    fn finish(&mut self) -> Result<Last, Oversize> {
        match self {
            Self::Events(it) => it.finish(),
            Self::Values(it) => Ok(it.finish()),
        }
    }

    fn lines(&self) -> u64 {
        match self {
            Self::Events(it) => it.lines(),
            Self::Values(it) => it.lines(),
        }
    }
}

impl Source {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Event, Error>>> {
        loop {
            if let State::Ending(error) = &mut self.state {
                let error = error.take().map(|error| Err(self.fail(error)));
                return Poll::Ready(error);
            }
            let lines = self.frames.lines();
            let event = self.frames.next();
            if self.frames.lines() != lines {
                self.body.is_alive();
            }
            match event {
                Ok(Some(event)) => match self.judge(event) {
                    Some(event) => return Poll::Ready(Some(event)),
                    None => continue,
                },
                Ok(None) => {}
                Err(oversize) => return Poll::Ready(Some(Err(self.oversize(&oversize)))),
            }
            match ready!(self.body.poll_piece(cx)) {
                Ok(Some(piece)) => self.frames.feed(piece),
                Ok(None) => match self.finish() {
                    Some(event) => return Poll::Ready(Some(event)),
                    None => continue,
                },
                Err(error) => return Poll::Ready(Some(Err(self.fail(error)))),
            }
        }
    }

    /// What an event is to whoever reads the stream.
    fn judge(&mut self, event: Event) -> Option<Result<Event, Error>> {
        if self.terminator.is(&event) {
            self.end(None);
            return self.shown.then_some(Ok(event));
        }
        if event.is_failure() {
            let error = Error::new(ErrorKind::Failure, "the server reports an error in the stream");
            return Some(Err(self.fail(error.reply(None, &HeaderMap::new(), &event.data.into()))));
        }
        Some(Ok(event))
    }

    /// The connection is at its end.
    fn finish(&mut self) -> Option<Result<Event, Error>> {
        let last = match self.frames.finish() {
            Ok(last) => last,
            Err(oversize) => return Some(Err(self.oversize(&oversize))),
        };
        let early = (self.terminator != Terminator::Eof)
            .then(|| Error::new(ErrorKind::Truncated, "the stream ends before it is complete"));
        match last {
            Last::Nothing => self.end(early),
            Last::Whole(event) => {
                self.end(early);
                return self.judge(event);
            }
            // What ends a stream says so even where nothing ends it itself.
            Last::Part(event) if self.terminator.is(&event) => self.end(None),
            Last::Part(_) => {
                let truncated = Error::new(ErrorKind::Truncated, "the stream ends within an event");
                return Some(Err(self.fail(truncated)));
            }
        }
        None
    }

    fn oversize(&mut self, Oversize { limit }: &Oversize) -> Error {
        let reason = format!("an event is larger than the limit of {limit} bytes");
        self.fail(Error::new(ErrorKind::EventTooLarge, reason))
    }

    fn end(&mut self, error: Option<Error>) {
        self.state = State::Ending(error);
        self.body.close();
    }

    /// Ends the stream with an error.
    fn fail(&mut self, error: Error) -> Error {
        self.end(None);
        let body = error.body().clone();
        self.about.complete(error, &body)
    }
}

const EVENT_STREAM: &str = "text/event-stream";

/// Media types of JSON values one after the other, and how they follow each other.
const VALUES: [(&str, Split); 8] = [
    ("application/jsonl", Split::Lines),
    ("application/jsonlines", Split::Lines),
    ("application/json-lines", Split::Lines),
    ("application/x-jsonlines", Split::Lines),
    ("application/x-ndjson", Split::Lines),
    ("application/ndjson", Split::Lines),
    ("application/json-seq", Split::Records),
    ("application/geo+json-seq", Split::Records),
];

/// How the frames of a media type follow each other; `None` for server-sent events.
fn split(media_type: &str) -> Option<Split> {
    let known = VALUES.iter().find(|(it, _)| *it == media_type);
    match known {
        Some((_, split)) => Some(*split),
        None if media_type == EVENT_STREAM => None,
        None => Some(if media_type.ends_with("json-seq") { Split::Records } else { Split::Lines }),
    }
}

/// Replies that are streams.
impl<T> Call<T> {
    /// Reads the reply as server-sent events whose data is JSON.
    pub fn events<U: Model + 'static>(self, terminator: Terminator) -> Call<Events<U>> {
        self.streamed(EVENT_STREAM, terminator, Item::Every(Event::json))
    }

    /// Reads the reply as server-sent events, each as an object with the keys `event`, `data` and `id`; the data is JSON
    /// where it reads as such, and else text.
    pub fn whole_events<U: Model + 'static>(self, terminator: Terminator) -> Call<Events<U>> {
        self.streamed(EVENT_STREAM, terminator, Item::Every(Event::whole))
    }

    /// Reads the reply as server-sent events that are told apart by their names; those that no case names become items
    /// by `other`.
    pub fn named_events<U: 'static>(
        self,
        terminator: Terminator,
        cases: &'static [EventCase<U>],
        other: fn(Event) -> U,
    ) -> Call<Events<U>> {
        self.streamed(EVENT_STREAM, terminator, Item::Named(cases, other))
    }

    /// Reads the reply as server-sent events as they come.
    pub fn raw_events(self, terminator: Terminator) -> Call<Events<Event>> {
        self.streamed(EVENT_STREAM, terminator, Item::Named(&[], |event| event))
    }

    /// Reads the reply as JSON values one after the other, under a media type such as `application/jsonl`,
    /// `application/x-ndjson` or `application/json-seq`.
    pub fn json_lines<U: Model + 'static>(
        self,
        media_type: &'static str,
        terminator: Terminator,
    ) -> Call<Events<U>> {
        self.streamed(media_type, terminator, Item::Every(Event::json))
    }

    fn streamed<U>(self, media_type: &'static str, terminator: Terminator, item: Item<U>) -> Call<Events<U>> {
        let open = move |reply| open(reply, media_type, terminator, item);
        self.read_as(Expect::Live(media_type), Reader::Live(Arc::new(open)))
    }
}

fn open<U>(
    reply: Opened,
    wanted: &'static str,
    terminator: Terminator,
    item: Item<U>,
) -> Result<Events<U>, Error> {
    let Opened { about, body, event_limit } = reply;
    let found = media_type(&about.headers);
    // Lines of JSON often travel as plain JSON; events have a type that tells them from it.
    let fits = |found: &str| {
        found == wanted
            || split(wanted).is_some()
                && (VALUES.iter().any(|(it, _)| *it == found) || found == "application/json")
    };
    if found.as_deref().is_some_and(|found| !fits(found)) {
        let reason = format!("the reply is not the stream that was asked for, {wanted}");
        return Err(about.complete(Error::new(ErrorKind::UnexpectedContentType, reason), &Bytes::new()));
    }
    let frames = match split(found.as_deref().filter(|it| *it != "application/json").unwrap_or(wanted)) {
        None => Frames::Events(Parser::new(event_limit)),
        Some(split) => Frames::Values(Splitter::new(split, event_limit)),
    };
    let shown = matches!(terminator, Terminator::Event(name) if item.names(name));
    Ok(Events { source: Source { about, body, frames, terminator, shown, state: State::Open }, item })
}
