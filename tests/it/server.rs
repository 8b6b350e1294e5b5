//! A loopback server that answers by script and keeps every request byte for byte.

use std::io;
use std::net::SocketAddr;
use std::sync::mpsc::{self, Receiver, Sender};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server answers to one request.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn new(status: u16, content_type: &str, body: &str) -> Self {
        let headers = vec![("content-type", content_type.to_owned())];
        Self { status, headers, body: body.to_owned() }
    }

    pub(crate) fn json(status: u16, body: &str) -> Self {
        Self::new(status, "application/json", body)
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// One connection carries one exchange, so the script needs no order among connections that are kept open.
    fn bytes(&self) -> Vec<u8> {
        let Self { status, headers, body } = self;
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let length = body.len();
        format!(
            "HTTP/1.1 {status} Scripted\r\n{headers}connection: close\r\ncontent-length: {length}\r\n\r\n{body}"
        )
        .into_bytes()
    }
}

/// A request as it was read off the wire.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// The path and, after a question mark, the query.
    pub(crate) target: String,
    /// In the order sent, with lower-case names.
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// Every value of a header: a header that is there twice must not pass for one.
    pub(crate) fn header(&self, name: &str) -> Vec<&str> {
        self.headers.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    async fn read(stream: &mut TcpStream) -> io::Result<Self> {
        let mut bytes = Vec::new();
        let end = loop {
            if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break at;
            }
            more(stream, &mut bytes).await?;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines();
        let mut first = lines.next().unwrap_or_default().split(' ').map(str::to_owned);
        let (method, target) = (first.next().unwrap_or_default(), first.next().unwrap_or_default());
        let headers = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let mut request = Self { method, target, headers, body: bytes.split_off(end + 4) };
        let length = request.header("content-length").first().map_or(Ok(0), |length| length.parse());
        let length: usize = length.map_err(io::Error::other)?;
        while request.body.len() < length {
            more(stream, &mut request.body).await?;
        }
        Ok(request)
    }
}

/// Reads what is there; the end of the stream is an error, as the request is not whole.
async fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> io::Result<()> {
    match stream.read_buf(bytes).await? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(()),
    }
}

/// A server that stops listening once its script is played out.
pub(crate) struct Server {
    address: SocketAddr,
    requests: Receiver<Request>,
}

impl Server {
    pub(crate) async fn start(script: Vec<Reply>) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (sender, requests) = mpsc::channel();
        tokio::spawn(play(listener, script, sender));
        Ok(Self { address, requests })
    }

    /// A base URL with the given path prefix.
    pub(crate) fn url(&self, prefix: &str) -> String {
        format!("http://{}{prefix}", self.address)
    }

    pub(crate) fn host(&self) -> String {
        self.address.to_string()
    }

    /// The requests that were answered; each is on record before its answer goes out, so there is nothing to wait
    /// for.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.try_iter().collect()
    }
}

async fn play(listener: TcpListener, script: Vec<Reply>, seen: Sender<Request>) -> io::Result<()> {
    for reply in script {
        let (mut stream, _) = listener.accept().await?;
        let request = Request::read(&mut stream).await?;
        seen.send(request).map_err(io::Error::other)?;
        stream.write_all(&reply.bytes()).await?;
        stream.shutdown().await?;
    }
    Ok(())
}

/// An address where nobody may call.
pub(crate) struct Quiet(TcpListener);

impl Quiet {
    pub(crate) async fn start() -> io::Result<Self> {
        TcpListener::bind("127.0.0.1:0").await.map(Self)
    }

    pub(crate) fn url(&self) -> io::Result<String> {
        Ok(format!("http://{}", self.0.local_addr()?))
    }

    /// Whether nobody has connected. Connections queue in the order in which they were made, so if one that is made
    /// now is the first in the queue, there was none before.
    pub(crate) async fn heard_nobody(self) -> io::Result<bool> {
        let own = TcpStream::connect(self.0.local_addr()?).await?;
        let (_, first) = self.0.accept().await?;
        Ok(first == own.local_addr()?)
    }
}

#[tokio::test]
async fn a_caller_is_noticed() -> io::Result<()> {
    let called = Quiet::start().await?;
    let caller = TcpStream::connect(called.0.local_addr()?).await?;
    assert!(!called.heard_nobody().await?);
    drop(caller);
    assert!(Quiet::start().await?.heard_nobody().await?);
    Ok(())
}
