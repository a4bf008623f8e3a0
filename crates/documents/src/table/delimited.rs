//! Text with commas, semicolons, tabs or bars between cells, quotes and line breaks within quotes.

use domain::Message;

use super::{Cell, Grid, Limits, Sheet};

/// The delimiter that splits the first lines most often and most evenly.
pub(super) fn delimiter(text: &str) -> u8 {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let outside_quotes = |line: &str, wanted: char| {
        let mut quoted = false;
        line.chars()
            .filter(|c| {
                quoted ^= *c == '"';
                !quoted && *c == wanted
            })
            .count()
    };
    let score = |wanted: char| {
        let counts: Vec<usize> = lines.iter().map(|line| outside_quotes(line, wanted)).collect();
        let lines_with = counts.iter().filter(|count| **count > 0).count();
        (lines_with, counts.iter().sum::<usize>())
    };
    // On a tie the earlier wins: a comma is the usual case.
    let mut best = (b',', score(','));
    for (byte, wanted) in [(b'\t', '\t'), (b';', ';'), (b'|', '|')] {
        let found = score(wanted);
        if found > best.1 {
            best = (byte, found);
        }
    }
    best.0
}

/// Reads the text into one sheet. Rows count as a spreadsheet would show them: an empty line is a row
/// and a line break inside quotes is not.
///
/// # Errors
/// Beyond `limits`.
pub(super) fn read(name: &str, text: &str, limits: &Limits) -> Result<Sheet, Message> {
    let delimiter = delimiter(text);
    // One kind of line break keeps the count of rows exact.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut grid = Grid::new(name, 0, limits);
    let mut record = csv::StringRecord::new();
    let mut row = 0_u64;
    loop {
        let line_before = reader.position().line();
        let more = reader.read_record(&mut record).map_err(|_| Message::new("file-unreadable"))?;
        if !more {
            break;
        }
        let breaks_within: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        let lines = (reader.position().line() - line_before).saturating_sub(breaks_within as u64);
        row += lines.saturating_sub(1);
        let shown = u32::try_from(row).unwrap_or(u32::MAX);
        for (column, cell) in record.iter().enumerate() {
            let column = u32::try_from(column).unwrap_or(u32::MAX);
            grid.set(shown, column, Cell::Text(unquoted(cell).to_owned()))?;
        }
        row += 1;
    }
    Ok(grid.sheet)
}

/// The cell without the apostrophe that keeps a text from running as a formula.
fn unquoted(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@', '\t'])).unwrap_or(cell)
}
