//! Another city's or a ministry's server on a real socket, which answers as a test tells it: well, wrongly or with malice.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// One answer.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Body,
}

#[derive(Debug, Clone)]
enum Body {
    Whole(Vec<u8>),
    /// Goes on until the other side has had enough.
    Endless,
    /// Never comes.
    Silent,
    /// Less than was announced.
    Cut,
}

impl Reply {
    pub(crate) fn ok(text: &str) -> Self {
        Self::bytes(text.as_bytes().to_vec())
    }

    pub(crate) fn bytes(bytes: Vec<u8>) -> Self {
        Self { status: 200, headers: Vec::new(), body: Body::Whole(bytes) }
    }

    pub(crate) fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Body::Whole(Vec::new()) }
    }

    pub(crate) fn endless() -> Self {
        Self { status: 200, headers: Vec::new(), body: Body::Endless }
    }

    pub(crate) fn silent() -> Self {
        Self { status: 200, headers: Vec::new(), body: Body::Silent }
    }

    pub(crate) fn cut() -> Self {
        Self { status: 200, headers: Vec::new(), body: Body::Cut }
    }

    /// So many zeros, packed: a thousandth of it on the way.
    pub(crate) fn zeros_in_gzip(bytes: usize) -> Self {
        Self::bytes(zeros(bytes)).with("content-encoding", "gzip")
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

type Answers = Arc<dyn Fn(&str) -> Reply + Send + Sync>;

/// A server that lives as long as the test.
pub(crate) struct Foreign {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
    answers: Arc<Mutex<Answers>>,
}

impl Foreign {
    /// Answers each path, with its question, as it is told.
    pub(crate) async fn start(answer: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let first: Answers = Arc::new(answer);
        let answers = Arc::new(Mutex::new(first));
        let (told, heard) = (answers.clone(), asked.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, told.clone(), heard.clone()));
            }
        });
        Self { port, asked, answers }
    }

    /// From now on it answers otherwise.
    pub(crate) fn now(&self, answer: impl Fn(&str) -> Reply + Send + Sync + 'static) {
        *self.answers.lock().unwrap() = Arc::new(answer);
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// `host:port`, as an operator lists it.
    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address())
    }

    /// What was asked so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

async fn serve(mut stream: TcpStream, answers: Arc<Mutex<Answers>>, asked: Arc<Mutex<Vec<String>>>) {
    let mut request = Vec::new();
    let mut piece = [0; 4_096];
    while !request.windows(4).any(|four| four == b"\r\n\r\n") {
        match stream.read(&mut piece).await {
            Ok(read) if read > 0 => request.extend_from_slice(&piece[..read]),
            _ => return,
        }
    }
    let text = String::from_utf8_lossy(&request).into_owned();
    let path = text.split(' ').nth(1).unwrap_or_default().to_owned();
    asked.lock().unwrap().push(path.clone());
    let answer = answers.lock().unwrap().clone();
    let reply = answer(&path);
    let length = match &reply.body {
        Body::Whole(bytes) => Some(bytes.len()),
        Body::Cut => Some(1_000),
        Body::Endless | Body::Silent => None,
    };
    let mut head = format!("HTTP/1.1 {} x\r\nconnection: close\r\n", reply.status);
    if let Some(length) = length {
        head.push_str(&format!("content-length: {length}\r\n"));
    }
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    if matches!(reply.body, Body::Silent) {
        tokio::time::sleep(Duration::from_secs(60)).await;
        return;
    }
    let _ = stream.write_all(head.as_bytes()).await;
    match reply.body {
        Body::Whole(bytes) => {
            let _ = stream.write_all(&bytes).await;
        }
        Body::Cut => {
            let _ = stream.write_all(b"half").await;
        }
        Body::Endless => while stream.write_all(&[b'x'; 65_536]).await.is_ok() {},
        Body::Silent => {}
    }
    let _ = stream.shutdown().await;
}

/// A gzip stream of zeros, made of stored and repeated blocks by hand: a fixed Huffman block that repeats one distance.
fn zeros(bytes: usize) -> Vec<u8> {
    let mut bits = Bits::default();
    // One last block with fixed codes: a literal zero, then runs of 258 at distance one.
    bits.put(1, 1);
    bits.put(1, 2);
    bits.code(0x30, 8);
    for _ in 0..bytes / 258 {
        // Length 258 is code 285, eight bits from 0xC0 on; distance one is code 0, five bits.
        bits.code(0xc5, 8);
        bits.code(0, 5);
    }
    bits.code(0, 7);
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    out.extend(bits.done());
    out.extend([0; 8]);
    out
}

#[derive(Default)]
struct Bits {
    out: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    /// Bits of a number, lowest first.
    fn put(&mut self, value: u32, count: u32) {
        self.held |= value << self.count;
        self.count += count;
        while self.count >= 8 {
            self.out.push((self.held & 0xff) as u8);
            self.held >>= 8;
            self.count -= 8;
        }
    }

    /// A code, highest bit first.
    fn code(&mut self, code: u32, count: u32) {
        for bit in (0..count).rev() {
            self.put((code >> bit) & 1, 1);
        }
    }

    fn done(mut self) -> Vec<u8> {
        if self.count > 0 {
            self.out.push((self.held & 0xff) as u8);
        }
        self.out
    }
}
