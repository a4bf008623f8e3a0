//! Comma-separated text that goes out.

use documents::delimited::{csv, json_lines};
use documents::table::Cell;

use crate::words::sheets;

#[test]
fn no_cell_runs_as_a_formula_and_all_come_back() {
    let header = ["제목".to_owned(), "값".to_owned()];
    let cells = ["=1+1", "+82", "-1", "@x", "-합계", "여러\n줄", "쉼,표", "따\"옴", "'=남의 것"];
    let rows: Vec<Vec<String>> = cells.iter().map(|cell| vec![(*cell).to_owned(), "1".to_owned()]).collect();
    let bytes = csv(&header, &rows);
    assert!(bytes.starts_with(b"\xEF\xBB\xBF"));
    let text = String::from_utf8(bytes.clone()).unwrap();
    for line in text.trim_start_matches('\u{feff}').split("\r\n") {
        let first = line.trim_start_matches('"');
        let runs = first.starts_with(['=', '@']) || first.starts_with("-합");
        assert!(!runs, "{line}");
    }
    let back: Vec<String> = sheets("a.csv", &bytes)[0].rows[1..].iter().map(|row| row[0].text()).collect();
    assert_eq!(back[..8], cells[..8]);
    assert!(matches!(sheets("a.csv", &bytes)[0].rows[0][0], Cell::Text(_)));
}

#[test]
fn json_lines_hold_one_object_each() {
    assert_eq!(json_lines(&[("a", 1), ("b", 2)]), b"[\"a\",1]\n[\"b\",2]\n");
}
