//! Text with commas, semicolons, tabs or bars between cells, quotes and line breaks within quotes.

use domain::Message;

use super::{Cell, Grid, Limits, Sheet};

/// Signs that may stand between cells; on a tie the earlier wins, a comma being the usual case.
const SIGNS: [char; 4] = [',', '\t', ';', '|'];

/// The delimiter that splits the first rows most often. What stands in quotes, line breaks too, does
/// not count.
pub(super) fn delimiter(text: &str) -> u8 {
    // Rows that have the sign, signs in all, signs in this row.
    let mut found = [(0_usize, 0_usize, 0_usize); 4];
    let (mut quoted, mut rows) = (false, 0);
    for c in text.chars().take(1 << 16).chain(['\n']) {
        quoted ^= c == '"';
        if quoted {
            continue;
        }
        if let Some(i) = SIGNS.iter().position(|sign| *sign == c) {
            found[i].2 += 1;
        } else if matches!(c, '\n' | '\r') {
            for (rows, all, here) in &mut found {
                *rows += usize::from(*here > 0);
                *all += std::mem::take(here);
            }
            rows += 1;
            if rows == 40 {
                break;
            }
        }
    }
    let best = (0..SIGNS.len()).rev().max_by_key(|i| (found[*i].0, found[*i].1)).unwrap_or(0);
    u8::try_from(SIGNS[best]).unwrap_or(b',')
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
