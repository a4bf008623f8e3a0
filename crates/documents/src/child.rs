//! Reading a file in a child process that cannot take more than its share.
//!
//! The parent starts a program whose hidden command calls [`main`], sends the file on its standard
//! input and reads sheets as JSON from its standard output. The child limits its own memory,
//! processor time and core size before it reads the first byte; the parent limits time and the size
//! of the answer. Whatever ends the child is a refused file, never an outage.

use std::ffi::OsString;
use std::io::{BufRead, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use domain::Message;
use rustix::process::{Resource, Rlimit, setrlimit};
use serde::{Deserialize, Serialize};

use crate::table::{self, Limits, Sheet};

/// Address space of the child beyond what its program has mapped before it reads: the program itself may be larger than
/// this, above all when it was built to be debugged.
const MEMORY_BYTES: u64 = 256 << 20;
/// Processor seconds of the child.
const CPU_S: u64 = 10;
/// Longest answer a parent takes.
const ANSWER_BYTES: u64 = 160 << 20;

/// The program that reads files for us.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Path of the program; usually our own executable.
    pub program: PathBuf,
    /// Arguments that make it call [`main`].
    pub args: Vec<OsString>,
    /// Longest time it may take.
    pub wall: Duration,
    /// What a file may hold.
    pub limits: Limits,
}

/// What the parent tells the child before the file itself, on one line.
#[derive(Serialize, Deserialize)]
struct Request {
    file_name: String,
    limits: Limits,
}

impl Reader {
    /// A reader with the usual limits and twenty seconds.
    pub fn new(program: impl Into<PathBuf>, args: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        Self {
            program: program.into(),
            args: args.into_iter().map(Into::into).collect(),
            wall: Duration::from_secs(20),
            limits: Limits::default(),
        }
    }

    /// Reads every sheet of a file, as [`table::read`] does, in a child process. Blocks.
    ///
    /// # Errors
    /// As [`table::read`]; `file-too-heavy` when the child ran out of memory or time;
    /// `file-reader-missing` when the program could not be started.
    pub fn read(&self, file_name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, Message> {
        if bytes.len() > self.limits.bytes {
            return Err(table::too_big(bytes.len(), &self.limits));
        }
        let mut child = Command::new(&self.program)
            .args(&self.args)
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| Message::new("file-reader-missing").with("why", error.to_string()))?;
        let answer = self.converse(&mut child, file_name, bytes);
        // A child that has answered is ending; one that has not must not outlive the call.
        if answer.is_none() {
            let _ = child.kill();
        }
        let ended = child.wait();
        match answer {
            Some(answer) if ended.as_ref().is_ok_and(ExitStatus::success) => {
                serde_json::from_slice::<Result<Vec<Sheet>, Message>>(&answer)
                    .unwrap_or_else(|_| Err(Message::new("file-too-heavy")))
            }
            _ => Err(Message::new("file-too-heavy")),
        }
    }

    /// The child's whole answer, or `None` when it took too long or said too much.
    fn converse(&self, child: &mut Child, file_name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
        let (mut input, output) = (child.stdin.take()?, child.stdout.take()?);
        let request = Request { file_name: file_name.to_owned(), limits: self.limits };
        let mut head = serde_json::to_vec(&request).ok()?;
        head.push(b'\n');
        std::thread::scope(|scope| {
            let (sender, receiver) = mpsc::channel();
            scope.spawn(move || {
                // A child that refuses early closes its end; its answer says why.
                let _ = input.write_all(&head).and_then(|()| input.write_all(bytes));
            });
            scope.spawn(move || {
                let mut answer = Vec::new();
                let read = output.take(ANSWER_BYTES).read_to_end(&mut answer);
                let _ = sender.send(read.ok().filter(|n| (*n as u64) < ANSWER_BYTES).map(|_| answer));
            });
            let answer = receiver.recv_timeout(self.wall).ok().flatten();
            if answer.is_none() {
                // Both threads end once the child's pipes close.
                let _ = child.kill();
            }
            answer
        })
    }
}

/// What the hidden command does: limits itself, reads standard input, answers on standard output.
/// Exits with failure only when it could not answer.
pub fn main() -> ExitCode {
    let memory = mapped_bytes().saturating_add(MEMORY_BYTES);
    for (resource, most) in [(Resource::As, memory), (Resource::Cpu, CPU_S), (Resource::Core, 0)] {
        let limit = Rlimit { current: Some(most), maximum: Some(most) };
        if setrlimit(resource, limit).is_err() {
            return ExitCode::FAILURE;
        }
    }
    match answer() {
        Some(()) => ExitCode::SUCCESS,
        None => ExitCode::FAILURE,
    }
}

/// Address space that this process has already; nothing where the system does not tell, which leaves the limit tighter.
fn mapped_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let size = status.lines().find_map(|line| line.strip_prefix("VmSize:"));
    let kib = size.and_then(|size| size.trim().trim_end_matches("kB").trim_end().parse::<u64>().ok());
    kib.unwrap_or(0).saturating_mul(1024)
}

fn answer() -> Option<()> {
    let mut input = std::io::stdin().lock();
    let mut head = String::new();
    input.by_ref().take(64 << 10).read_line(&mut head).ok()?;
    let request: Request = serde_json::from_str(&head).ok()?;
    let mut bytes = Vec::new();
    input.take(request.limits.bytes as u64 + 1).read_to_end(&mut bytes).ok()?;
    let sheets = table::read(&request.file_name, &bytes, &request.limits);
    drop(bytes);
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer(&mut output, &sheets).ok()?;
    output.flush().ok()
}
