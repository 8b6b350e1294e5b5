//! TLS: whom the client trusts, and what a proxy learns.

use std::net::SocketAddr;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use specsmith_runtime::{Call, Client, ClientBuilder, Error, ErrorKind, Scheme, Security};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

use crate::server::{Play, Server, header, reply};
use crate::{Acme, alone};

const BEARER: Security = &[&[Scheme::bearer("token")]];

/// An authority of the test's own.
pub(crate) struct Authority {
    issuer: Issuer<'static, KeyPair>,
    root: Vec<u8>,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        // A certificate that is named as its issuer is passes for its own.
        params.distinguished_name.push(DnType::CommonName, "The test's own authority");
        let key = KeyPair::generate().unwrap();
        let root = params.self_signed(&key).unwrap().der().to_vec();
        Self { issuer: Issuer::new(params, key), root }
    }

    /// A server's side of TLS with a certificate for that name.
    pub(crate) fn acceptor(&self, name: &str, protocol: &str) -> TlsAcceptor {
        self.acceptor_of(CertificateParams::new(vec![name.to_owned()]).unwrap(), protocol)
    }

    fn acceptor_of(&self, params: CertificateParams, protocol: &str) -> TlsAcceptor {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap().der().clone();
        let key = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
        let mut config =
            ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate], key).unwrap();
        config.alpn_protocols = vec![protocol.as_bytes().to_vec()];
        TlsAcceptor::from(Arc::new(config))
    }

    /// A client that trusts it.
    pub(crate) fn client(&self, address: SocketAddr) -> ClientBuilder<Acme> {
        let root = reqwest::Certificate::from_der(&self.root).unwrap();
        stranger(address).configure_http(|http| http.tls_certs_merge([root]))
    }
}

/// A client that trusts whom the machine trusts.
fn stranger(address: SocketAddr) -> ClientBuilder<Acme> {
    Client::builder().bearer("hunter2").base_url(format!("https://localhost:{}", address.port())).retries(0)
}

fn address(server: &Server) -> SocketAddr {
    ([127, 0, 0, 1], server.port()).into()
}

fn call() -> Call<String> {
    Call::get("/x", BEARER).text()
}

async fn answering(tls: TlsAcceptor) -> Server {
    Server::start_tls(vec![reply("200 OK", "hello")], tls).await
}

#[tokio::test]
async fn a_root_of_ones_own_is_trusted_where_it_is_given() {
    let authority = Authority::new();
    let server = answering(authority.acceptor("localhost", "http/1.1")).await;
    let client = authority.client(address(&server)).build().unwrap();
    assert_eq!(client.send(call()).await.unwrap(), "hello");
    assert_eq!(server.header("authorization").as_deref(), Some("Bearer hunter2"));
}

/// Fails before a request could have been sent, and tells nothing.
async fn check_refused(server: &Server, builder: ClientBuilder<Acme>) -> Error {
    let error = builder.build().unwrap().send(call()).await.unwrap_err();
    assert_eq!((error.kind(), error.sent(), error.attempts()), (ErrorKind::Connect, false, 1));
    assert!(server.requests().is_empty() && server.connections() > 0);
    assert!(error.to_string().starts_with("GET /x: no connection: "), "{error}");
    error
}

/// The operating system's library is used where both are there, and says less.
fn check_says(error: &Error, reason: &str) {
    let reason = if cfg!(feature = "native-tls") { "certificate" } else { reason };
    assert!(error.to_string().contains(reason), "{error}");
}

#[tokio::test]
async fn whoever_is_not_who_he_says_gets_nothing() {
    let authority = Authority::new();
    let server = answering(authority.acceptor("localhost", "http/1.1")).await;
    check_refused(&server, stranger(address(&server))).await;
    check_refused(&server, Authority::new().client(address(&server))).await;
    // Nor can the caller's own settings undo it.
    let careless = stranger(address(&server)).configure_http(|http| {
        http.tls_danger_accept_invalid_certs(true).tls_danger_accept_invalid_hostnames(true)
    });
    check_refused(&server, careless).await;

    let other = answering(authority.acceptor("other.example", "http/1.1")).await;
    let error = check_refused(&other, authority.client(address(&other))).await;
    check_says(&error, "not valid for name");

    let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    (params.not_before, params.not_after) =
        (rcgen::date_time_ymd(2000, 1, 1), rcgen::date_time_ymd(2001, 1, 1));
    let expired = answering(authority.acceptor_of(params, "http/1.1")).await;
    let error = check_refused(&expired, authority.client(address(&expired))).await;
    check_says(&error, "expired");
}

#[tokio::test]
async fn a_connection_that_breaks_within_tls_is_a_transport_error() {
    let authority = Authority::new();
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhel".to_vec();
    for script in [Play::Bytes(cut.clone()), Play::Reset(cut), Play::Reset(Vec::new())] {
        let server = Server::start_tls(vec![script], authority.acceptor("localhost", "http/1.1")).await;
        let client = authority.client(address(&server)).build().unwrap();
        let error = client.send(call()).await.unwrap_err();
        assert_eq!((error.kind(), error.sent(), server.requests().len()), (ErrorKind::Transport, true, 1));
    }
}

#[tokio::test]
async fn a_proxy_is_used_where_it_is_given() {
    // Plain http goes through it whole.
    let proxy = Server::answering("200 OK", "hello").await;
    let url = proxy.url("");
    let client = Client::<Acme>::builder().bearer("hunter2").base_url("http://localhost:1");
    let client = client.configure_http(move |http| http.proxy(reqwest::Proxy::all(url).unwrap()));
    assert_eq!(client.build().unwrap().send(call()).await.unwrap(), "hello");
    assert_eq!(proxy.target(), "http://localhost:1/x");

    // Of https it learns the host alone, and what it answers is no reply.
    let proxy = Server::answering("403 Forbidden", "no").await;
    let url = proxy.url("");
    let client =
        Client::<Acme>::builder().bearer("hunter2").base_url("https://acme.invalid/secret").retries(0);
    let client = client.configure_http(move |http| http.proxy(reqwest::Proxy::all(url).unwrap()));
    let error = client.build().unwrap().send(call()).await.unwrap_err();
    assert_eq!((error.kind(), error.sent(), error.status()), (ErrorKind::Connect, false, None));
    let request = proxy.request();
    assert!(request.starts_with("CONNECT acme.invalid:443 HTTP/1.1\r\n"), "{request}");
    assert_eq!(header(&request, "authorization"), None);
    assert!(!request.contains("secret") && !request.contains("hunter2"), "{request}");
}

/// Passes on what comes in both directions; gives its address and what it was asked for.
async fn tunnel(to: SocketAddr) -> (SocketAddr, tokio::sync::mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"\r\n\r\n") {
            request.push(client.read_u8().await.unwrap());
        }
        tell.send(String::from_utf8(request).unwrap()).unwrap();
        client.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
        let mut server = TcpStream::connect(to).await.unwrap();
        let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
    });
    (address, told)
}

#[tokio::test]
async fn a_tunnel_carries_what_only_the_ends_can_read() {
    let authority = Authority::new();
    let server = answering(authority.acceptor("acme.invalid", "http/1.1")).await;
    let (proxy, mut told) = tunnel(address(&server)).await;
    let root = reqwest::Certificate::from_der(&authority.root).unwrap();
    let proxy = reqwest::Proxy::all(format!("http://user:password@{proxy}")).unwrap();
    let client = Client::<Acme>::builder().bearer("hunter2").base_url("https://acme.invalid/prefix");
    let client = client.configure_http(|http| http.tls_certs_only([root]).proxy(proxy)).build().unwrap();
    assert_eq!(client.send(call()).await.unwrap(), "hello");
    assert_eq!(server.target(), "/prefix/x");
    assert_eq!(server.header("authorization").as_deref(), Some("Bearer hunter2"));
    assert_eq!(server.header("proxy-authorization"), None);
    let asked = told.recv().await.unwrap();
    assert!(asked.starts_with("CONNECT acme.invalid:443 "), "{asked}");
    assert_eq!(header(&asked, "proxy-authorization").as_deref(), Some("Basic dXNlcjpwYXNzd29yZA=="));
}

#[cfg(not(feature = "system-proxy"))]
#[test]
fn the_environment_names_no_proxy_without_the_feature() {
    let nowhere = "http://127.0.0.1:1";
    let variables =
        ["http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"].map(|it| (it, nowhere));
    if !alone("tls::the_environment_names_no_proxy_without_the_feature", &variables) {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let server = Server::answering("200 OK", "hello").await;
        let client = Client::<Acme>::builder().bearer("hunter2").base_url(server.url("")).build().unwrap();
        assert_eq!(client.send(call()).await.unwrap(), "hello");
    });
}
