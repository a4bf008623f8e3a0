//! Markets of packed columns as directories of files: read, written, and rows about them as CSV or JSON.
//! Nothing about people is in them but what `generate market` invents or another program packed.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use matching::engine::{Columns, Refusal};
use rustix::time::ClockId;

use crate::failure::Failure;
use crate::wiring::Place;

/// Reads a market that `generate market` or another program wrote.
pub(crate) fn read(place: &Place, directory: &Path) -> Result<Columns, Failure> {
    let what = format!("read the market in {}", directory.display());
    let read = Columns::read(&mut |name| {
        std::fs::read(directory.join(name))
            .map_err(|error| io::Error::new(error.kind(), format!("{name}: {error}")))
    });
    read.map_err(|error| {
        let refusal = error.get_ref().and_then(|inner| inner.downcast_ref::<Refusal>()).copied();
        let failure = match refusal {
            Some(refusal) => refused(place, what, &refusal),
            None => Failure::new(what).because(&error),
        };
        failure.hint("make one with: iljari generate market --out DIR")
    })
}

/// Writes a market into a directory that is empty or not there yet.
pub(crate) fn write(columns: &Columns, directory: &Path) -> Result<(), Failure> {
    let failed = |error: &io::Error| {
        Failure::new(format!("write the market to {}", directory.display())).because(error)
    };
    std::fs::create_dir_all(directory).map_err(|error| failed(&error))?;
    let taken = std::fs::read_dir(directory).map_err(|error| failed(&error))?.next().is_some();
    if taken {
        let failure = Failure::new(format!("write the market to {}", directory.display()));
        return Err(failure.cause("the directory is not empty").hint("choose another with --out"));
    }
    columns
        .write(&mut |name, bytes| std::fs::write(directory.join(name), bytes))
        .map_err(|error| failed(&error))
}

/// What the engine refused, in words.
pub(crate) fn refused(place: &Place, what: impl Into<String>, refusal: &Refusal) -> Failure {
    Failure::said(what, &place.catalogue(), place.lang, &refusal.message())
}

/// Threads asked for, or as many as there are cores.
pub(crate) fn threads(asked: Option<u16>) -> usize {
    asked.map_or_else(|| std::thread::available_parallelism().map_or(1, |n| n.get()), usize::from)
}

/// What a command takes, from when it begins; for whoever compares programs.
pub(crate) struct Cost {
    cpu: Duration,
    wall: Duration,
}

fn clock(id: ClockId) -> Duration {
    let told = rustix::time::clock_gettime(id);
    let seconds = u64::try_from(told.tv_sec).unwrap_or(0);
    Duration::new(seconds, u32::try_from(told.tv_nsec).unwrap_or(0))
}

impl Cost {
    pub(crate) fn begin() -> Self {
        Self { cpu: clock(ClockId::ProcessCPUTime), wall: clock(ClockId::Monotonic) }
    }

    /// Adds `cpu_s`, `wall_s` and `peak_rss_mib` (null where the system does not tell) to what is printed.
    pub(crate) fn tell(&self, value: &mut serde_json::Value) {
        value["cpu_s"] = (clock(ClockId::ProcessCPUTime).saturating_sub(self.cpu)).as_secs_f64().into();
        value["wall_s"] = (clock(ClockId::Monotonic).saturating_sub(self.wall)).as_secs_f64().into();
        value["peak_rss_mib"] = peak_kib().map(|kib| kib / 1_024).into();
    }
}

/// The most memory this process has held, as Linux tells it.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// A file of rows of whole numbers: CSV with a header, or JSON with an object a line.
pub(crate) struct Rows {
    file: io::BufWriter<std::fs::File>,
    path: PathBuf,
    names: &'static [&'static str],
    json: bool,
}

impl Rows {
    /// Begins a file; its ending tells the format.
    pub(crate) fn begin(path: &Path, names: &'static [&'static str]) -> Result<Self, Failure> {
        let failure = || Failure::new(format!("write {}", path.display()));
        let json = match path.extension().and_then(|extension| extension.to_str()) {
            Some("csv") => false,
            Some("jsonl") => true,
            _ => {
                let failure = failure().cause("the ending tells the format");
                return Err(failure.hint("end the name in .csv or .jsonl"));
            }
        };
        let file = std::fs::File::create(path).map_err(|error| failure().because(&error))?;
        let mut rows = Self { file: io::BufWriter::new(file), path: path.to_owned(), names, json };
        if !json {
            rows.line(&names.join(","))?;
        }
        Ok(rows)
    }

    /// One row, a value a name.
    pub(crate) fn row(&mut self, values: &[i64]) -> Result<(), Failure> {
        let cells: Vec<String> = if self.json {
            self.names.iter().zip(values).map(|(name, value)| format!("\"{name}\":{value}")).collect()
        } else {
            values.iter().map(i64::to_string).collect()
        };
        let cells = cells.join(",");
        self.line(&if self.json { format!("{{{cells}}}") } else { cells })
    }

    fn line(&mut self, line: &str) -> Result<(), Failure> {
        writeln!(self.file, "{line}").map_err(|error| self.failed(&error))
    }

    /// Writes what is left.
    pub(crate) fn end(mut self) -> Result<(), Failure> {
        self.file.flush().map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &io::Error) -> Failure {
        Failure::new(format!("write {}", self.path.display())).because(error)
    }
}
