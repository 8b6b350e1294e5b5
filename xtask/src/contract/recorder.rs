//! A server on loopback that answers nothing of interest and keeps what it was asked.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::{Value as Json, json};

/// A listening recorder. Its thread ends with the program.
pub(super) struct Recorder {
    url: String,
    requests: Arc<Mutex<Vec<Json>>>,
}

impl Recorder {
    pub(super) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let url = format!("http://{}", listener.local_addr()?);
        let requests = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&requests);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // One call is made after the other, each over a connection of its own.
                if let Ok(Some(request)) = one(&stream)
                    && let Ok(mut kept) = kept.lock()
                {
                    kept.push(request);
                }
            }
        });
        Ok(Self { url, requests })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// What was asked since the last time.
    pub(super) fn take(&self) -> Vec<Json> {
        self.requests.lock().map(|mut it| std::mem::take(&mut *it)).unwrap_or_default()
    }
}

fn one(stream: &TcpStream) -> io::Result<Option<Json>> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    if reader.read_line(&mut line)? == 0 {
        return Ok(None);
    }
    let mut words = line.split_ascii_whitespace();
    let (method, target) =
        (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default().to_owned());
    let mut headers: Vec<(String, String)> = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let header = |name: &str| headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let body = match (header("content-length"), header("transfer-encoding")) {
        (Some(length), _) => {
            let mut body = vec![0; length.parse().map_err(io::Error::other)?];
            reader.read_exact(&mut body)?;
            body
        }
        (None, Some(_)) => chunked(&mut reader)?,
        (None, None) => Vec::new(),
    };
    let mut stream = stream;
    stream.write_all(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n")?;
    // Every byte of a body that a client makes of samples is text but for none: Latin-1 keeps them all.
    let body: String = body.into_iter().map(char::from).collect();
    Ok(Some(json!({ "method": method, "target": target, "headers": headers, "body": body })))
}

fn chunked(reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let length = usize::from_str_radix(line.trim(), 16).map_err(io::Error::other)?;
        let begin = body.len();
        body.resize(begin + length, 0);
        reader.read_exact(&mut body[begin..])?;
        reader.read_line(&mut String::new())?;
        if length == 0 {
            return Ok(body);
        }
    }
}
