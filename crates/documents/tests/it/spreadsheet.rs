//! Spreadsheets that go out and come back.

use documents::header::{Noun, recognise};
use documents::match_book::{MatchBook, MatchRow, ReasonRow, RowAt, write};
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
    let text = "제목,회사명,임금(만원),마감일\n가,나,250,2026-02-30\n,,-5,\n,,250,2026-02-28\n합계,,,\n";
    let sheets_in = sheets("구인.csv", text.as_bytes());
    let mappings = recognise(&sheets_in, Noun::Openings).unwrap();
    let rows = opening::read(&sheets_in, &mappings, &vocabulary());
    let catalogue = Catalogue::new(documents::MESSAGES);
    let bytes = rejected(&sheets_in, &mappings, &rows, &catalogue, Lang::Ko).unwrap();

    let mut back = sheets("다시.xlsx", &bytes);
    let shown: Vec<Vec<String>> =
        back[0].rows.iter().map(|row| row.iter().map(Cell::text).collect()).collect();
    assert_eq!(shown[0], ["제목", "회사명", "임금(만원)", "마감일", "고칠 점"]);
    assert_eq!(shown.len(), 3, "the draft and the sum are left out");
    assert_eq!(
        shown[1][4],
        "구인 3: 구인제목, 사업장명, 직무내용이 모두 비어 있어 구인으로 볼 수 없습니다. 하나라도 적어 주세요."
    );
    assert!(shown[2][4].starts_with("구인 4: "));

    for (row, title) in [(1, "다"), (2, "마")] {
        back[0].rows[row][0] = Cell::Text(title.into());
        back[0].rows[row][1] = Cell::Text("라".into());
    }
    back[0].rows[1][2] = Cell::Text("260".into());
    let mappings = recognise(&back, Noun::Openings).unwrap();
    assert_eq!((mappings[0].unknown.len(), mappings[0].columns.len()), (0, 5));
    let rows = opening::read(&back, &mappings, &vocabulary());
    assert!(rows.iter().all(|row| row.outcome.is_ok()), "{rows:#?}");
    assert_eq!(rows[0].outcome.as_ref().unwrap().content.wage.unwrap().min_won, 2_600_000);
}

#[test]
fn a_book_of_matches() {
    let at = |row| RowAt { sheet: "명부".into(), row };
    let book = MatchBook {
        parts: vec!["직종".into(), "임금".into()],
        matches: vec![MatchRow {
            seeker: "2".into(),
            seeker_at: at(2),
            rank: 1,
            opening: "가구 조립원".into(),
            opening_at: at(9),
            employer: "나무공방".into(),
            score: 7_500,
            parts: vec![4_000, 3_500],
            note: String::new(),
        }],
        reasons: vec![ReasonRow {
            seeker: "2".into(),
            seeker_at: at(2),
            opening: "가구 조립원".into(),
            opening_at: Some(at(9)),
            part: "직종".into(),
            state: String::new(),
            points: Some((4_000, 4_000)),
            reason: "희망직종과 같음".into(),
        }],
        summary: vec![("구직자".into(), 1)],
        histogram: vec![("7000~8000".into(), 1)],
    };
    for (lang, names) in [(Lang::Ko, ["추천", "이유", "요약"]), (Lang::En, ["matches", "reasons", "summary"])]
    {
        let sheets = sheets("m.xlsx", &write(&book, lang).unwrap());
        assert_eq!(sheets.iter().map(|sheet| sheet.name.as_str()).collect::<Vec<_>>(), names);
        assert_eq!(sheets[0].cell(1, 8), &Cell::Number(7_500.0));
        assert_eq!(sheets[1].cell(1, 10).text(), "희망직종과 같음");
        for sheet in &sheets[..2] {
            let told: Vec<String> = sheet.rows[1].iter().map(Cell::text).collect();
            assert_eq!((told[1].as_str(), told[2].as_str()), ("명부", "2"), "{told:?}");
            assert!(told.windows(2).any(|pair| pair == ["명부", "9"]), "{told:?}");
        }
        assert_eq!(sheets[2].rows.len(), 3);
    }
}
