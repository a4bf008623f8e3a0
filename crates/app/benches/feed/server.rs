//! A PostgreSQL server of the benchmark's own, stopped and removed at the end. It must not know what is measured.

use std::path::Path;
use std::process::Command;

const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";

/// The server; its directory is its socket's.
pub(crate) struct Server(tempfile::TempDir);

impl Server {
    /// A fresh one; none where its programs are not installed.
    pub(crate) fn start() -> Option<Self> {
        if !Path::new(PROGRAMS).join("initdb").exists() {
            return None;
        }
        let server = Self(tempfile::Builder::new().prefix("iljari-feed-").tempdir().unwrap());
        let at = server.0.path().display().to_string();
        if is_root() {
            run(Command::new("chown").args(["postgres", &at]));
        }
        let data = format!("{at}/data");
        run(program("initdb").args([
            "-D",
            &data,
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--locale=C",
        ]));
        let options = format!("-k {at} -c listen_addresses='' -c shared_buffers=512MB");
        run(program("pg_ctl").args(["-D", &data, "-l", &format!("{at}/log"), "-o", &options, "-w", "start"]));
        Some(server)
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.0.path().display())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        run(program("pg_ctl").arg("-D").arg(self.0.path().join("data")).args(["-m", "immediate", "stop"]));
    }
}

/// A program of the server; it refuses to run as root.
fn program(name: &str) -> Command {
    let path = format!("{PROGRAMS}/{name}");
    if !is_root() {
        return Command::new(path);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--", &path]).current_dir("/");
    command
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().unwrap().stdout.trim_ascii() == b"0"
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
