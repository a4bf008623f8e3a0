//! Rows as comma-separated text and as JSON lines.

use serde::Serialize;

/// Comma-separated text that a Korean spreadsheet program opens rightly: UTF-8 with byte order mark,
/// CRLF, and no cell that would run as a formula.
pub fn csv(header: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    {
        let mut writer = csv::WriterBuilder::new()
            .flexible(true)
            .terminator(csv::Terminator::CRLF)
            .from_writer(&mut bytes);
        for row in std::iter::once(header).chain(rows.iter().map(Vec::as_slice)) {
            // Writing to memory cannot fail.
            let _ = writer.write_record(row.iter().map(|cell| inert(cell)));
        }
        let _ = writer.flush();
    }
    bytes
}

/// One JSON object a line. Values that JSON cannot hold are left out.
pub fn json_lines<T: Serialize>(rows: &[T]) -> Vec<u8> {
    let lines = rows.iter().filter_map(|row| serde_json::to_string(row).ok());
    lines.flat_map(|line| format!("{line}\n").into_bytes()).collect()
}

/// Whether a spreadsheet program would take the text for a formula (OWASP: `=`, `+`, `-`, `@`, tab,
/// carriage return). A plain number is none.
pub(crate) fn runs_as_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err()
}

/// The text with an apostrophe before what would run; the reader takes it off again.
fn inert(cell: &str) -> String {
    if runs_as_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}
