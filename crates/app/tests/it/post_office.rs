//! A real mail server in a process of its own, and an independent reader of what it kept.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use app::digest::{MailSettings, Post, Tls};
use serde_json::Value;

/// The environment that `./dev test` makes.
fn python() -> PathBuf {
    let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/mail/bin/python");
    assert!(python.exists(), "no mail server to test against: ./dev test installs it into target/mail");
    python
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail/server.py")
}

/// The server, and what it kept.
pub(crate) struct PostOffice {
    server: Option<Child>,
    port: u16,
    folder: tempfile::TempDir,
}

impl PostOffice {
    pub(crate) fn open() -> Self {
        let mut office = Self { server: None, port: 0, folder: tempfile::tempdir().unwrap() };
        office.start();
        office
    }

    /// Starts it, again on the same port once it had one.
    pub(crate) fn start(&mut self) {
        let mut server = Command::new(python())
            .arg(script())
            .args(["serve", &self.port.to_string()])
            .arg(self.folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
        self.port = line.trim().parse().expect("the port of the mail server");
        self.server = Some(server);
    }

    pub(crate) fn stop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }

    /// From now on every recipient gets this answer; none takes everything again.
    pub(crate) fn answers(&self, answer: Option<&str>) {
        let file = self.folder.path().join("answer");
        match answer {
            Some(answer) => std::fs::write(file, answer).unwrap(),
            None => std::fs::remove_file(file).unwrap(),
        }
    }

    /// The city's way to it.
    pub(crate) fn post(&self, outbox: Option<PathBuf>) -> Post {
        let mail = MailSettings {
            server: "127.0.0.1".to_owned(),
            port: Some(self.port),
            tls: Tls::None,
            account: None,
            from: "하늘시 일자리센터 <jobs@haneul.example>".to_owned(),
        };
        Post::new("https://jobs.haneul.example", Some(&mail), outbox).unwrap()
    }

    /// Everything it took, in order.
    pub(crate) fn kept(&self) -> Vec<Value> {
        let file = |n: usize| self.folder.path().join(format!("{n}.eml"));
        let read = |path: PathBuf| {
            let read = Command::new(python()).arg(script()).arg("read").arg(path).output().unwrap();
            assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
            serde_json::from_slice(&read.stdout).unwrap()
        };
        (0..).map(file).take_while(|path| path.exists()).map(read).collect()
    }
}

impl Drop for PostOffice {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The secret of the link of a message.
pub(crate) fn token(text: &str, link: &str) -> String {
    let start = format!("https://jobs.haneul.example/digest/{link}/");
    let rest = text.split_once(&start).unwrap_or_else(|| panic!("no {link} in {text}")).1;
    rest.chars().take_while(|c| c.is_ascii_hexdigit() || *c == '-').collect()
}
