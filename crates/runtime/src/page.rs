//! Pages one after the other, and the items in them.

use std::collections::{BTreeSet, VecDeque};
use std::fmt;
use std::future::poll_fn;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::auth::Scheme;
use crate::call::{Call, Parts};
use crate::client::{Client, Inner};
use crate::error::{Error, ErrorKind};
use crate::follow::Paging;
use crate::percent::decode_once;
use crate::reply::{Reader, Reply};
use crate::transport::BoxFuture;

/// A call that has pages: `P` is a page, `I` an item of one. [`Client::pages`] reads them.
#[must_use = "a call does nothing until a client sends it"]
pub struct Paged<P, I> {
    call: Call<P>,
    paging: Paging,
    items: fn(P) -> Vec<I>,
}

impl<T> Call<T> {
    /// Says how the pages of this operation follow each other, and what items a page has.
    pub fn paged<I>(self, paging: Paging, items: fn(T) -> Vec<I>) -> Paged<T, I> {
        Paged { call: self, paging, items }
    }
}

impl<P, I> Paged<P, I> {
    /// Changes the call that asks for each page: a header, a time limit.
    pub fn with(mut self, change: impl FnOnce(Call<P>) -> Call<P>) -> Self {
        self.call = change(self.call);
        self
    }

    /// The call for the first page alone.
    pub fn into_first(self) -> Call<P> {
        self.call
    }
}

impl<P, I> Clone for Paged<P, I> {
    fn clone(&self) -> Self {
        Self { call: self.call.clone(), paging: self.paging, items: self.items }
    }
}

/// Prints the method and the path template.
impl<P, I> fmt::Debug for Paged<P, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Paged")
            .field("call", &self.call)
            .field("paging", &self.paging)
            .finish_non_exhaustive()
    }
}

impl<S> Client<S> {
    /// The pages of a call, one after the other; [`Pages::items`] are the items in them.
    ///
    /// Nothing is sent before the first is asked for. Each page is a call of its own, with all that this means for
    /// limits, retries and pace.
    pub fn pages<P, I>(&self, paged: Paged<P, I>) -> Pages<P, I> {
        let Paged { call, paging, items } = paged;
        let (parts, reader) = call.split();
        let seen = BTreeSet::from([mark(&parts.query)]);
        let walk = Walk { inner: Arc::clone(&self.inner), paging, seen, state: State::Next(parts) };
        Pages { walk, reader, items }
    }
}

/// The pages of a call: a stream. It ends behind the last page, or with the first error.
///
/// It goes on through pages without items. A page that leads to one that was read before is an error of kind
/// [`ErrorKind::Decode`], behind that page. It implements [`futures_core::Stream`]; [`next`](Self::next) may be dropped
/// at any point without losing a page.
pub struct Pages<P, I> {
    walk: Walk,
    reader: Reader<P>,
    items: fn(P) -> Vec<I>,
}

impl<P, I> Pages<P, I> {
    /// The next page; `None` behind the last.
    ///
    /// # Errors
    ///
    /// Everything that [`ErrorKind`] lists.
    pub async fn next(&mut self) -> Option<Result<P, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    /// The items of the pages.
    pub fn items(self) -> Items<P, I> {
        Items { pages: self, waiting: VecDeque::new() }
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<P, Error>>> {
        let page = match ready!(self.walk.poll(cx)) {
            Some(Ok(reply)) => self.reader.read(reply),
            Some(Err(error)) => Err(error),
            None => return Poll::Ready(None),
        };
        if page.is_err() {
            self.walk.state = State::End;
        }
        Poll::Ready(Some(page))
    }
}

impl<P, I> Stream for Pages<P, I> {
    type Item = Result<P, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

impl<P, I> fmt::Debug for Pages<P, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("paging", &self.walk.paging).finish_non_exhaustive()
    }
}

/// The items of pages: a stream as [`Pages`] is one.
pub struct Items<P, I> {
    pages: Pages<P, I>,
    waiting: VecDeque<I>,
}

impl<P, I> Items<P, I> {
    /// The next item; `None` behind the last.
    ///
    /// # Errors
    ///
    /// Everything that [`ErrorKind`] lists.
    pub async fn next(&mut self) -> Option<Result<I, Error>> {
        poll_fn(|cx| self.poll(cx)).await
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<I, Error>>> {
        loop {
            if let Some(item) = self.waiting.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll(cx)) {
                Some(Ok(page)) => self.waiting = (self.pages.items)(page).into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

// Items are moved out whole; nothing in here is ever pinned.
impl<P, I> Unpin for Items<P, I> {}

impl<P, I> Stream for Items<P, I> {
    type Item = Result<I, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(cx)
    }
}

impl<P, I> fmt::Debug for Items<P, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("waiting", &self.waiting.len()).finish_non_exhaustive()
    }
}

/// The way from page to page, without their type, so that its code is compiled once.
struct Walk {
    inner: Arc<Inner>,
    paging: Paging,
    /// Fingerprints of the queries that were asked for.
    seen: BTreeSet<u64>,
    state: State,
}

enum State {
    Next(Box<Parts>),
    Waiting(Box<Parts>, BoxFuture<'static, Result<Reply, Error>>),
    Stuck(Error),
    End,
}

impl Walk {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Reply, Error>>> {
        let (parts, mut waiting) = match std::mem::replace(&mut self.state, State::End) {
            State::Next(parts) => {
                let waiting = self.send(parts.clone());
                (parts, waiting)
            }
            State::Waiting(parts, waiting) => (parts, waiting),
            State::Stuck(error) => return Poll::Ready(Some(Err(error))),
            State::End => return Poll::Ready(None),
        };
        let Poll::Ready(reply) = waiting.as_mut().poll(cx) else {
            self.state = State::Waiting(parts, waiting);
            return Poll::Pending;
        };
        if let Ok(reply) = &reply {
            self.state = self.after(parts, reply);
        }
        Poll::Ready(Some(reply))
    }

    fn send(&self, parts: Box<Parts>) -> BoxFuture<'static, Result<Reply, Error>> {
        let inner = Arc::clone(&self.inner);
        Box::pin(async move { inner.whole(parts).await })
    }

    fn after(&mut self, mut parts: Box<Parts>, reply: &Reply) -> State {
        let stuck = |why| State::Stuck(reply.complete(Error::new(ErrorKind::Decode, why)));
        match self.paging.next(&parts.query, &reply.body, &reply.headers) {
            Ok(None) => State::End,
            Ok(Some(mut query)) => {
                query.retain(|pair| !is_given(&parts, pair));
                if !self.seen.insert(mark(&query)) {
                    return stuck("the next page is one that was read before");
                }
                parts.query = query;
                State::Next(parts)
            }
            Err(why) => stuck(why),
        }
    }
}

/// Whether a pair is sent anyway, as a credential or by the template: the URLs of servers repeat what they were given.
fn is_given(parts: &Parts, pair: &str) -> bool {
    let name = |pair: &str| decode_once(pair.split('=').next().unwrap_or_default().as_bytes());
    let schemes = parts.security.iter().flat_map(|all| all.iter());
    let fixed = parts.name.template.split_once('?').map_or("", |(_, query)| query).split('&');
    let own = name(pair);
    schemes.filter_map(Scheme::query_parameter).any(|key| key.as_bytes() == own)
        || fixed.into_iter().any(|pair| name(pair) == own)
}

/// What a query is known by: queries may be long, and there may be many.
fn mark(query: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    query.hash(&mut hasher);
    hasher.finish()
}
