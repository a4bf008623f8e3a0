//! How long each paper takes to print and how large it is: `cargo bench -p documents --bench paper [-- FOLDER]`.
//! With a folder the files are put there, to be looked at.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, missing_docs)]

use std::time::Instant;

use documents::paper::press;
use jiff::Timestamp;

#[path = "../tests/it/paper_sample.rs"]
mod paper_sample;

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let at = Timestamp::from_second(1_457_913_600).unwrap();
    println!("| paper | pages | ms | kB |\n|---|---|---|---|");
    for (name, sheet) in paper_sample::all() {
        press(&sheet, at).unwrap();
        let start = Instant::now();
        let printed = press(&sheet, at).unwrap();
        let ms = start.elapsed().as_secs_f64() * 1e3;
        println!("| {name} | {} | {ms:.0} | {} |", printed.pages, printed.bytes.len().div_ceil(1_000));
        if let Some(folder) = &folder {
            std::fs::write(format!("{folder}/{name}.pdf"), &printed.bytes).unwrap();
        }
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    println!("\npeak memory {peak}");
}
