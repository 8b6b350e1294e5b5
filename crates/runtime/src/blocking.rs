//! The same calls for programs that are not async: a client that waits.
//!
//! It is the async [`Client`](crate::Client) with a thread of its own underneath, on which everything happens. It can be
//! used anywhere, also within an async runtime, where it holds up the thread that it is called on, as every call that
//! blocks does.
//!
//! ```no_run
//! use specsmith_runtime::blocking::Client;
//! # use specsmith_runtime::{Call, Json, Service};
//! # struct Acme;
//! # impl Service for Acme {
//! #     const USER_AGENT: &'static str = "acme-client/1.0.0";
//! #     const SERVER: Option<&'static str> = Some("https://acme.example");
//! #     const KEY_VARIABLES: &'static [&'static str] = &["ACME_KEY"];
//! #     const BASE_URL_VARIABLE: Option<&'static str> = None;
//! # }
//! # fn file(id: i64) -> Call<Json> {
//! #     Call::get("/files/{id}", &[]).path("id", id).json()
//! # }
//!
//! fn main() -> Result<(), specsmith_runtime::Error> {
//!     let client = Client::<Acme>::from_env()?;
//!     let one = client.send(file(7))?;
//!     println!("{one}");
//!     // What only the other client has runs on the thread of this one.
//!     let both = client.wait(|client| async move { Ok([client.send(file(8)).await?, client.send(file(9)).await?]) })?;
//!     println!("{both:?}");
//!     Ok(())
//! }
//! ```

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread::{self, ThreadId};

use bytes::Bytes;
use futures_core::Stream;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::builder::ClientBuilder;
use crate::call::Call;
use crate::client::{Client as Async, Service};
use crate::error::{Error, ErrorKind};
use crate::response::Response;
use crate::transport::BoxFuture;

/// Sends calls to one service and waits for their replies. Cloning is cheap; the clones share a thread, connections,
/// pace and budget.
pub struct Client<S> {
    client: Async<S>,
    worker: Arc<Worker>,
}

/// A thread that drives futures. It ends when the last client has gone.
struct Worker {
    jobs: UnboundedSender<BoxFuture<'static, ()>>,
    thread: ThreadId,
}

impl<S: Service> Client<S> {
    /// A client whose key comes from the environment, see [`Client::from_env`](crate::Client::from_env).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] if none of the key variables is set, or if a value cannot be used.
    pub fn from_env() -> Result<Self, Error> {
        Self::new(Async::from_env()?)
    }
}

impl<S: Service> ClientBuilder<S> {
    /// The client, as one that waits.
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build), and [`ErrorKind::Configuration`] if there is no thread to be had.
    pub fn build_blocking(self) -> Result<Client<S>, Error> {
        Client::new(self.build()?)
    }
}

impl<S: 'static> Client<S> {
    /// Makes a client that waits of one that does not; both may be used.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Configuration`] if there is no thread to be had.
    pub fn new(client: Async<S>) -> Result<Self, Error> {
        let worker = Worker::start().map_err(|_| {
            Error::new(ErrorKind::Configuration, "there is no thread for a client that waits")
        })?;
        Ok(Self { client, worker: Arc::new(worker) })
    }

    /// Sends a call and returns its value.
    ///
    /// # Errors
    ///
    /// As [`Client::send`](crate::Client::send); see there also for all else.
    pub fn send<T: Send + 'static>(&self, call: Call<T>) -> Result<T, Error> {
        self.send_full(call).map(Response::into_value)
    }

    /// Sends a call and returns its value with the status, the headers and the like.
    ///
    /// # Errors
    ///
    /// As [`Client::send_full`](crate::Client::send_full).
    pub fn send_full<T: Send + 'static>(&self, call: Call<T>) -> Result<Response<T>, Error> {
        self.wait(|client| async move { client.send_full(call).await })
    }

    /// Sends any call and returns the body of its reply as it is.
    ///
    /// # Errors
    ///
    /// As [`Client::bytes`](crate::Client::bytes).
    pub fn bytes<T: Send + 'static>(&self, call: Call<T>) -> Result<Response<Bytes>, Error> {
        self.send_full(call.raw())
    }

    /// Does something with the async client, on this client's thread, and waits for what it comes to.
    ///
    /// # Errors
    ///
    /// Those of the work; one of kind [`ErrorKind::Request`] if it is called from within such work of the same client.
    pub fn wait<T, F>(&self, work: impl FnOnce(Async<S>) -> F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Future<Output = Result<T, Error>> + Send + 'static,
    {
        self.worker.wait(work(self.client.clone()))
    }

    /// The items of a stream, each waited for when it is asked for. Dropping it ends the stream.
    pub fn iter<T>(&self, stream: T) -> Iter<T> {
        Iter { stream: Some(stream), worker: Arc::clone(&self.worker) }
    }
}

/// A stream, item by item; see [`Client::iter`].
pub struct Iter<T> {
    stream: Option<T>,
    worker: Arc<Worker>,
}

impl<T, I> Iterator for Iter<T>
where
    T: Stream<Item = Result<I, Error>> + Unpin + Send + 'static,
    I: Send + 'static,
{
    type Item = Result<I, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut stream = self.stream.take()?;
        let step = async move {
            let item = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await;
            Ok((stream, item))
        };
        match self.worker.wait(step) {
            Ok((stream, item)) => {
                self.stream = Some(stream);
                item
            }
            // The stream is lost, and there is no more to come.
            Err(error) => Some(Err(error)),
        }
    }
}

/// Prints that there is one.
impl<T> fmt::Debug for Iter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Iter").finish_non_exhaustive()
    }
}

impl Worker {
    fn start() -> std::io::Result<Self> {
        let (jobs, mut queue) = unbounded_channel::<BoxFuture<'static, ()>>();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let work = move || {
            runtime.block_on(async {
                while let Some(job) = queue.recv().await {
                    tokio::spawn(job);
                }
            });
        };
        let thread = thread::Builder::new().name("blocking-client".to_owned()).spawn(work)?;
        Ok(Self { jobs, thread: thread.thread().id() })
    }

    /// Has a future driven and waits for what it comes to.
    fn wait<T: Send + 'static>(
        &self,
        future: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        if thread::current().id() == self.thread {
            let why = "a call that waits was made from within another of the same client, which would wait for ever";
            return Err(Error::new(ErrorKind::Request, why));
        }
        // Only a panic in a transport or a token provider of the caller's own can lose a result.
        let lost = || Error::new(ErrorKind::Transport, "the call was given up").maybe_sent();
        let (give, take) = sync_channel(1);
        let job = Box::pin(async move {
            // Whoever waited may have gone.
            let _ = give.send(future.await);
        });
        self.jobs.send(job).map_err(|_| lost())?;
        take.recv().unwrap_or_else(|_| Err(lost()))
    }
}

impl<S> Clone for Client<S> {
    fn clone(&self) -> Self {
        Self { client: self.client.clone(), worker: Arc::clone(&self.worker) }
    }
}

/// Prints the origin of the base URL.
impl<S> fmt::Debug for Client<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.client.fmt(f)
    }
}
