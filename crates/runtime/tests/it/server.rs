//! A server that records what it is sent and plays back bytes, one exchange per connection.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// What the server does once it has read a request.
#[derive(Clone)]
pub(crate) enum Play {
    /// Writes these bytes and closes.
    Bytes(Vec<u8>),
    /// Writes these bytes and resets the connection.
    Reset(Vec<u8>),
    /// Writes the first bytes at once and the others one at a time.
    Drip(Vec<u8>, Vec<u8>),
    /// Writes these bytes and then nothing, and waits for the other side to hang up.
    Stall(Vec<u8>),
    /// Writes the first bytes, then the others for as long as they are taken.
    Endless(Vec<u8>, Vec<u8>),
}

#[derive(Default)]
struct Seen {
    connections: usize,
    requests: Vec<Vec<u8>>,
}

/// A listening server; it stops with the test's runtime.
pub(crate) struct Server {
    address: SocketAddr,
    seen: Arc<Mutex<Seen>>,
}

impl Server {
    /// Plays one script per connection; the last one again for all that follow.
    pub(crate) async fn start(scripts: Vec<Play>) -> Self {
        Self::listen(scripts, None).await
    }

    /// The same behind TLS; a connection that fails to shake hands has no script.
    pub(crate) async fn start_tls(scripts: Vec<Play>, tls: TlsAcceptor) -> Self {
        Self::listen(scripts, Some(tls)).await
    }

    async fn listen(scripts: Vec<Play>, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::new(Mutex::new(Seen::default()));
        let shared = Arc::clone(&seen);
        tokio::spawn(async move {
            for index in 0.. {
                let (stream, _) = listener.accept().await.unwrap();
                shared.lock().unwrap().connections += 1;
                let script = scripts[index.min(scripts.len() - 1)].clone();
                let (shared, tls) = (Arc::clone(&shared), tls.clone());
                tokio::spawn(async move {
                    let Some(tls) = tls else { return serve(stream, script, shared).await };
                    if let Ok(stream) = tls.accept(stream).await {
                        serve(stream, script, shared).await;
                    }
                });
            }
        });
        Self { address, seen }
    }

    /// Answers every request alike.
    pub(crate) async fn answering(head: &str, body: &str) -> Self {
        Self::start(vec![reply(head, body)]).await
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    pub(crate) fn connections(&self) -> usize {
        self.seen.lock().unwrap().connections
    }

    /// The requests so far, as text.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.seen.lock().unwrap().requests.iter().map(|it| String::from_utf8_lossy(it).into_owned()).collect()
    }

    /// The only request so far.
    pub(crate) fn request(&self) -> String {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.into_iter().next().unwrap()
    }

    /// The target on the first line of the only request.
    pub(crate) fn target(&self) -> String {
        self.request().split(' ').nth(1).unwrap().to_owned()
    }

    /// A header of the only request.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        header(&self.request(), name)
    }

    /// The body of the only request.
    pub(crate) fn body(&self) -> String {
        self.request().split_once("\r\n\r\n").unwrap().1.to_owned()
    }
}

/// A header of a recorded request.
pub(crate) fn header(request: &str, name: &str) -> Option<String> {
    let head = request.split("\r\n\r\n").next().unwrap();
    head.lines().skip(1).find_map(|line| {
        let (key, value) = line.split_once(": ")?;
        key.eq_ignore_ascii_case(name).then(|| value.to_owned())
    })
}

/// A whole reply: `head` is the status and further headers, one per line.
pub(crate) fn reply(head: &str, body: &str) -> Play {
    let head = head.replace('\n', "\r\n");
    let length = body.len();
    Play::Bytes(
        format!("HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}")
            .into_bytes(),
    )
}

/// A connection, plain or not.
trait Wire: AsyncRead + AsyncWrite + Unpin + Send {
    /// Has the operating system end it with a reset.
    fn reset(&self) -> std::io::Result<()>;
}

impl Wire for TcpStream {
    fn reset(&self) -> std::io::Result<()> {
        self.set_zero_linger()
    }
}

impl Wire for TlsStream<TcpStream> {
    fn reset(&self) -> std::io::Result<()> {
        self.get_ref().0.set_zero_linger()
    }
}

async fn serve(mut stream: impl Wire, script: Play, seen: Arc<Mutex<Seen>>) {
    let request = read(&mut stream).await;
    if request.is_empty() {
        return;
    }
    seen.lock().unwrap().requests.push(request);
    // A client may hang up at any point, which is its right.
    let resets = matches!(script, Play::Reset(_));
    let _ = play(&mut stream, script).await;
    if !resets {
        let _ = stream.shutdown().await;
    }
}

async fn play(stream: &mut impl Wire, script: Play) -> std::io::Result<()> {
    match script {
        Play::Bytes(bytes) => stream.write_all(&bytes).await,
        Play::Reset(bytes) => {
            stream.write_all(&bytes).await?;
            stream.flush().await?;
            stream.reset()
        }
        Play::Drip(first, rest) => {
            stream.write_all(&first).await?;
            for byte in rest {
                tokio::time::sleep(Duration::from_millis(50)).await;
                stream.write_all(&[byte]).await?;
            }
            Ok(())
        }
        Play::Stall(bytes) => {
            stream.write_all(&bytes).await?;
            stream.read_exact(&mut [0]).await.map(drop)
        }
        Play::Endless(first, again) => {
            stream.write_all(&first).await?;
            loop {
                stream.write_all(&again).await?;
            }
        }
    }
}

/// Reads one request with its body.
async fn read(stream: &mut impl Wire) -> Vec<u8> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&request);
        if let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") {
            let whole = match header(&text, "content-length") {
                Some(length) => request.len() >= end + 4 + length.parse::<usize>().unwrap(),
                None => header(&text, "transfer-encoding").is_none() || request.ends_with(b"\r\n0\r\n\r\n"),
            };
            if whole {
                return request;
            }
        }
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return request,
            Ok(count) => request.extend_from_slice(&buffer[..count]),
        }
    }
}
