//! Spreadsheets that go out and come back.

use documents::header::{Noun, recognise};
use documents::match_book::{MatchBook, MatchRow, ReasonRow, write};
use documents::opening;
use documents::spreadsheet::{Chart, Column, Table, Value, rejected, workbook};
use documents::table::Cell;
use domain::Lang;
use domain::message::Catalogue;
use jiff::civil::date;

use crate::words::{sheets, vocabulary};

#[test]
fn what_is_written_is_read_back() {
    let table = Table {
        name: "목록: 1/2".into(),
        columns: vec![Column::new("제목", 20.0), Column::new("임금", 12.0), Column::new("마감", 12.0)],
        rows: vec![
            vec![
                Value::Text("=HYPERLINK(\"x\")".into()),
                Value::Won(2_500_000),
                Value::Date(date(2026, 1, 5)),
            ],
            vec![Value::Text("둘".into()), Value::Empty, Value::Empty],
        ],
        chart: Some(Chart { title: "임금".into(), labels: 0, figures: 1, first: 0, last: 1 }),
    };
    let sheet = &sheets("a.xlsx", &workbook(&[table.clone(), table]).unwrap())[0];
    assert_eq!(sheet.name, "목록 12");
    assert_eq!(
        sheet.rows[1],
        [Cell::Text("=HYPERLINK(\"x\")".into()), Cell::Number(2_500_000.0), Cell::Date(date(2026, 1, 5))]
    );
    assert_eq!((sheet.rows[2].len(), sheet.formulas.len()), (1, 0));
}

#[test]
fn rejected_rows_come_back_corrected() {
    let text = "제목,회사명,임금(만원),마감일\n가,나,250,2026-02-30\n다,라,-5,\n마,바,250,\n합계,,,\n";
    let sheets_in = sheets("구인.csv", text.as_bytes());
    let mappings = recognise(&sheets_in, Noun::Openings).unwrap();
    let rows = opening::read(&sheets_in, &mappings, &vocabulary());
    let catalogue = Catalogue::new(documents::MESSAGES);
    let bytes = rejected(&sheets_in, &mappings, &rows, &catalogue, Lang::Ko).unwrap();

    let mut back = sheets("다시.xlsx", &bytes);
    let shown: Vec<Vec<String>> =
        back[0].rows.iter().map(|row| row.iter().map(Cell::text).collect()).collect();
    assert_eq!(shown[0], ["제목", "회사명", "임금(만원)", "마감일", "고칠 점"]);
    assert_eq!(shown.len(), 3, "the good row and the sum are left out");
    assert_eq!(
        shown[1][4],
        "구인 2: D 마감일: 달력에 없는 날입니다: 2026-02-30. 날짜를 고쳐 주세요. 예: 2026-01-05"
    );
    assert!(shown[2][4].contains("임금이 0보다 작습니다"));

    back[0].rows[1][3] = Cell::Text("2026-02-28".into());
    back[0].rows[2][2] = Cell::Text("260".into());
    let mappings = recognise(&back, Noun::Openings).unwrap();
    assert_eq!((mappings[0].unknown.len(), mappings[0].columns.len()), (0, 5));
    let rows = opening::read(&back, &mappings, &vocabulary());
    assert!(rows.iter().all(|row| row.outcome.is_ok()), "{rows:#?}");
    assert_eq!(rows[1].outcome.as_ref().unwrap().content.wage.unwrap().min_won, 2_600_000);
}

#[test]
fn a_book_of_matches() {
    let book = MatchBook {
        parts: vec!["직종".into(), "임금".into()],
        matches: vec![MatchRow {
            seeker: "2".into(),
            rank: 1,
            opening: "가구 조립원".into(),
            employer: "나무공방".into(),
            score: 7_500,
            parts: vec![4_000, 3_500],
            note: String::new(),
        }],
        reasons: vec![ReasonRow {
            seeker: "2".into(),
            opening: "가구 조립원".into(),
            part: "직종".into(),
            points: 4_000,
            most: 4_000,
            reason: "희망직종과 같음".into(),
        }],
        summary: vec![("구직자".into(), 1)],
        histogram: vec![("7000~8000".into(), 1)],
    };
    for (lang, names) in [(Lang::Ko, ["추천", "이유", "요약"]), (Lang::En, ["matches", "reasons", "summary"])]
    {
        let sheets = sheets("m.xlsx", &write(&book, lang).unwrap());
        assert_eq!(sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), names);
        assert_eq!(sheets[0].cell(1, 4), &Cell::Number(7_500.0));
        assert_eq!(sheets[1].cell(1, 5).text(), "희망직종과 같음");
        assert_eq!(sheets[2].rows.len(), 3);
    }
}
