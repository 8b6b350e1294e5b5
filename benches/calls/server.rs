//! A server that costs little: it reads as much of HTTP as the clients here send.

use std::io::{Write as _, stdout};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::Outcome;

/// So many members as the service writes them.
pub(crate) fn members(users: usize) -> String {
    format!(r#"{{"users":[{}],"groups":[]}}"#, (0..users).map(user).collect::<Vec<_>>().join(","))
}

fn user(id: usize) -> String {
    format!(r#"{{"id":{id},"email":"user{id}@example.com","role":"member"}}"#)
}

/// Until whoever started it lets go of its standard input, or dies.
pub(crate) async fn serve() -> Outcome {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    stdout().flush()?;
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(answer(connection));
        }
    });
    let waits = tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()));
    waits.await??;
    Ok(())
}

async fn answer(mut connection: TcpStream) -> Outcome {
    connection.set_nodelay(true)?;
    let body = members(2);
    let reply = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         date: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\n{body}",
        body.len(),
    );
    let mut buffer = Vec::new();
    loop {
        let Some(end) = buffer.windows(4).position(|it| it == b"\r\n\r\n") else {
            if connection.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
            continue;
        };
        let head = String::from_utf8_lossy(&buffer[..end]).to_ascii_lowercase();
        let length = head.lines().find_map(|it| it.strip_prefix("content-length: "));
        let whole = end + 4 + length.map_or(Ok(0), str::parse::<usize>)?;
        while buffer.len() < whole {
            if connection.read_buf(&mut buffer).await? == 0 {
                return Ok(());
            }
        }
        buffer.drain(..whole);
        let path = head.split(' ').nth(1).unwrap_or_default();
        match path.strip_prefix("/events/") {
            Some(count) => stream(&mut connection, count.parse()?).await?,
            None => connection.write_all(reply.as_bytes()).await?,
        }
    }
}

/// So many events, a hundred in a piece.
async fn stream(connection: &mut TcpStream, count: usize) -> Outcome {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
    connection.write_all(head.as_bytes()).await?;
    let mut from = 0;
    while from < count {
        let to = count.min(from + 100);
        let events: String = (from..to).map(|id| format!("data: {}\n\n", user(id))).collect();
        connection.write_all(format!("{:x}\r\n{events}\r\n", events.len()).as_bytes()).await?;
        from = to;
    }
    connection.write_all(b"e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n").await?;
    Ok(())
}
