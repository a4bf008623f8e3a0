//! A PostgreSQL 15 that the tests start themselves and that stops by itself when no test uses it, with a database of its
//! own for whoever asks. The tests of other crates take it from here, too.
//!
//! It must not know what is kept in it.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};

/// Where Debian puts the server's programs.
const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";
/// Directory of the server that all test processes share. Short: a socket's path has at most 107 bytes.
const CLUSTER: &str = "/tmp/iljari-store-pg15";

/// Stops the server once no test has touched `used` for two minutes; under the lock, so that no test
/// can be starting meanwhile.
const WATCH: &str = r#"
while sleep 5; do
  flock "$1.lock" sh -c '
    [ -e "$1/used" ] || exit 1
    [ $(($(date +%s) - $(stat -c %Y "$1/used"))) -lt 120 ] && exit 0
    $3 "$2/pg_ctl" -D "$1/data" -m immediate stop; rm -rf "$1"; exit 1' sh "$1" "$2" "$3" || exit 0
done"#;

/// A fresh database on the shared server, which is started if it does not run.
pub(crate) fn database() -> String {
    let lock = File::create(format!("{CLUSTER}.lock")).unwrap();
    lock.lock().unwrap();
    let cluster = PathBuf::from(CLUSTER);
    if run(&mut as_postgres("pg_ctl"), &["-D", &format!("{CLUSTER}/data"), "status"]).is_err() {
        start(&cluster);
    }
    File::create(cluster.join("used")).unwrap();
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let name = format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
    let mut psql = as_postgres("psql");
    for sql in
        [format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name} TEMPLATE template0")]
    {
        psql.args(["-c", &sql]);
    }
    run(&mut psql, &["-q", "-h", CLUSTER, "-U", "postgres"]).unwrap();
    format!("postgres://postgres@localhost/{name}?host={CLUSTER}")
}

#[expect(clippy::zombie_processes, reason = "the watchdog outlives the tests on purpose")]
fn start(cluster: &Path) {
    assert!(
        Path::new(PROGRAMS).join("initdb").exists(),
        "PostgreSQL 15 is missing; install it with: apt-get install -y postgresql-15"
    );
    // Left by a machine that was switched off: nothing in it is worth keeping.
    let _ = std::fs::remove_dir_all(cluster);
    std::fs::create_dir(cluster).unwrap();
    if is_root() {
        run(&mut Command::new("chown"), &["postgres", CLUSTER]).unwrap();
    }
    let data = format!("{CLUSTER}/data");
    run(
        &mut as_postgres("initdb"),
        &["-D", &data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"],
    )
    .unwrap();
    let options = format!("-k {CLUSTER} -c listen_addresses='' -c max_connections=300 -c fsync=off");
    let log = format!("{CLUSTER}/log");
    run(&mut as_postgres("pg_ctl"), &["-D", &data, "-l", &log, "-o", &options, "-w", "start"]).unwrap();
    File::create(cluster.join("used")).unwrap();
    let runner = if is_root() { "runuser -u postgres --" } else { "" };
    let mut watch = Command::new("setsid");
    watch.args(["sh", "-c", WATCH, "sh", CLUSTER, PROGRAMS, runner]);
    watch.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
}

/// A server program; the server refuses to run as root.
pub(crate) fn as_postgres(program: &str) -> Command {
    let path = format!("{PROGRAMS}/{program}");
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", &path]);
        command
    } else {
        Command::new(path)
    };
    command.current_dir("/");
    command
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}

/// Runs to the end. Output goes to a file, not a pipe: the server inherits it and would hold a pipe open.
fn run(command: &mut Command, args: &[&str]) -> Result<(), String> {
    let mut said = tempfile::tempfile().map_err(|e| e.to_string())?;
    let status = command
        .args(args)
        .stdin(Stdio::null())
        .stdout(said.try_clone().map_err(|e| e.to_string())?)
        .stderr(said.try_clone().map_err(|e| e.to_string())?)
        .status()
        .map_err(|e| e.to_string())?;
    if status.success() {
        return Ok(());
    }
    use std::io::{Read, Seek};
    let mut text = String::new();
    said.rewind().and_then(|()| said.read_to_string(&mut text)).map_err(|e| e.to_string())?;
    Err(text)
}
