//! How long a report book takes and how large it is, against its departments and pages:
//! `cargo bench -p documents --bench report_book [-- FOLDER]`. With a folder the files are put there, to be looked at.
#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods, missing_docs)]

use std::time::Instant;

use documents::report_book::{hwpx, pdf, workbook};
use domain::Lang;
use jiff::Timestamp;

#[path = "../tests/it/report_book_sample.rs"]
mod report_book_sample;

fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1_024
}

fn main() {
    let folder = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let at = Timestamp::from_second(1_464_685_200).unwrap();
    println!(
        "| departments | pages | compose and hash ms | PDF s | PDF kB | HWPX s | HWPX kB | XLSX s | XLSX kB | most memory MiB |\n|---|---|---|---|---|---|---|---|---|---|"
    );
    for departments in [5, 20, 42, 90, 180] {
        let facts = report_book_sample::facts(departments);
        let start = Instant::now();
        let book = report_book_sample::book(&facts, Lang::Ko, None);
        let composed = start.elapsed().as_secs_f64() * 1e3;
        let start = Instant::now();
        let printed = pdf(&book, at).unwrap();
        let pdf_s = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let hwpx = hwpx(&book).unwrap();
        let hwpx_s = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let xlsx = workbook(&book).unwrap();
        let xlsx_s = start.elapsed().as_secs_f64();
        let kb = |bytes: &[u8]| bytes.len().div_ceil(1_000);
        println!(
            "| {departments} | {} | {composed:.0} | {pdf_s:.2} | {} | {hwpx_s:.2} | {} | {xlsx_s:.2} | {} | {} |",
            printed.pages,
            kb(&printed.bytes),
            kb(&hwpx),
            kb(&xlsx),
            peak_mib(),
        );
        if let Some(folder) = &folder {
            std::fs::write(format!("{folder}/book-{departments}.pdf"), &printed.bytes).unwrap();
            std::fs::write(format!("{folder}/book-{departments}.hwpx"), &hwpx).unwrap();
            std::fs::write(format!("{folder}/book-{departments}.xlsx"), &xlsx).unwrap();
        }
    }
}
