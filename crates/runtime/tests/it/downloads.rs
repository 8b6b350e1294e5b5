//! Bodies as streams of bytes, and into files.

use std::path::{Path, PathBuf};
use std::time::Duration;

use specsmith_runtime::{Call, Error, ErrorKind};

use crate::server::{Play, Server};
use crate::{PUBLIC, builder, client};

/// A folder that is gone with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("specsmith-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        entries.map(|it| it.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn save(script: Play, path: &Path) -> Result<u64, Error> {
    let server = Server::start(vec![script]).await;
    let client = builder(&server).idle_timeout(Duration::from_millis(300)).build().unwrap();
    client.download(Call::get("/file", PUBLIC)).await?.save_to(path).await
}

fn head(length: usize) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n")
}

#[tokio::test]
async fn a_body_is_read_piece_by_piece() {
    let content = "x".repeat(3 << 20);
    let server = Server::start(vec![Play::Bytes(format!("{}{content}", head(content.len())).into())]).await;
    // The limit of what is held in memory is none for what is not.
    let client = builder(&server).bytes_limit(1000).json_limit(1000).build().unwrap();
    let mut download = client.download(Call::get("/file", PUBLIC).json::<Vec<i64>>()).await.unwrap();
    assert_eq!((download.status().as_u16(), download.length()), (200, Some(3 << 20)));
    assert_eq!(server.header("accept").as_deref(), Some("*/*"));
    let mut length = 0;
    while let Some(piece) = download.next().await {
        length += piece.unwrap().len();
    }
    assert_eq!(length, 3 << 20);
    assert!(download.next().await.is_none());
    assert!(!format!("{download:?}").contains("xxx"));
}

#[tokio::test]
async fn a_file_is_there_whole() {
    let folder = Folder::new("whole");
    let path = folder.0.join("a file");
    std::fs::write(&path, "old").unwrap();
    let content = "0123456789".repeat(100_000);
    let script = Play::Bytes(format!("{}{content}", head(content.len())).into());
    assert_eq!(save(script, &path).await.unwrap(), 1_000_000);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), content);
    assert_eq!(folder.files(), ["a file"]);
}

#[tokio::test]
async fn a_file_is_there_whole_or_not_at_all() {
    let folder = Folder::new("broken");
    let path = folder.0.join("file");
    let cut = Play::Bytes(format!("{}begun", head(100)).into());
    let error = save(cut, &path).await.unwrap_err();
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Transport, 200));
    // The server goes on sending the head byte by byte, and then nothing but silence would be left.
    let error = save(Play::Stall(format!("{}begun", head(100)).into()), &path).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(folder.files(), [""; 0]);

    std::fs::write(&path, "old").unwrap();
    let refused = Play::Bytes(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_vec());
    assert_eq!(save(refused, &path).await.unwrap_err().kind(), ErrorKind::Status);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(folder.files(), ["file"]);
}

#[tokio::test]
async fn a_call_that_is_dropped_leaves_nothing_behind() {
    let folder = Folder::new("dropped");
    let server = Server::start(vec![Play::Stall(format!("{}begun", head(100)).into())]).await;
    let download = client(&server).download(Call::get("/file", PUBLIC)).await.unwrap();
    let saving = download.save_to(folder.0.join("file"));
    assert!(tokio::time::timeout(Duration::from_millis(300), saving).await.is_err());
    assert_eq!(folder.files(), [""; 0]);
}

#[tokio::test]
async fn a_place_that_cannot_be_written_is_an_error() {
    let folder = Folder::new("place");
    let script = || Play::Bytes(format!("{}x", head(1)).into());
    for path in [folder.0.join("missing/CANARY"), PathBuf::from("/"), PathBuf::from("..")] {
        let error = save(script(), &path).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::File, "{error}");
        assert!(error.to_string().starts_with("GET /file: the file cannot be written: "), "{error}");
        assert!(!format!("{error} {error:?}").contains("CANARY"));
    }
    // A folder stands where the file should.
    let error = save(script(), &folder.0).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::File, "{error}");
}
