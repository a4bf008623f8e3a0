//! Files as sheets: kinds, encodings, cells.

use documents::table::{Cell, Kind, Limits, column_letters, read, sniff};
use encoding_rs::EUC_KR;
use jiff::civil::date;

use crate::archive::{ods, xlsx};
use crate::words::sheets;

const TEXT: &str = "구인제목,사업장명\n똠방각하 조리원,펲시식당\n";

fn grid(bytes: &[u8]) -> Vec<Vec<String>> {
    sheets("a.csv", bytes)[0].rows.iter().map(|row| row.iter().map(Cell::text).collect()).collect()
}

#[test]
fn encodings() {
    let expected = [["구인제목", "사업장명"], ["똠방각하 조리원", "펲시식당"]];
    let utf16 = |bytes: fn(u16) -> [u8; 2], mark: [u8; 2]| {
        [mark.to_vec(), TEXT.encode_utf16().flat_map(bytes).collect()].concat()
    };
    for bytes in [
        TEXT.as_bytes().to_vec(),
        ["\u{feff}".as_bytes(), TEXT.as_bytes()].concat(),
        EUC_KR.encode(TEXT).0.into_owned(),
        utf16(u16::to_le_bytes, [0xFF, 0xFE]),
        utf16(u16::to_be_bytes, [0xFE, 0xFF]),
    ] {
        assert_eq!(grid(&bytes), expected);
    }
}

#[test]
fn delimiters_quotes_and_rows_as_shown() {
    assert_eq!(grid("가\t나,다\n1\t2\n".as_bytes()), [["가", "나,다"], ["1", "2"]]);
    assert_eq!(grid("가;나\n1;2\n".as_bytes()), [["가", "나"], ["1", "2"]]);
    let tricky = "제목,회사\r\n\"두 줄\r\n제목\",가\r\n\r\n\"따옴표 \"\"안\"\"\",나\r\n";
    let rows = grid(tricky.as_bytes());
    // The empty line is row 3, so that the last stands in row 4 as a spreadsheet shows it.
    assert_eq!(rows[1], ["두 줄\n제목", "가"]);
    assert!(rows[2].is_empty());
    assert_eq!(rows[3], ["따옴표 \"안\"", "나"]);
}

#[test]
fn an_xlsx_keeps_kinds_merges_and_cached_formulas() {
    let sheet = concat!(
        r#"<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>합친 제목</t></is></c></row>"#,
        r#"<row r="2"><c r="A2"><v>2.5</v></c><c r="B2" t="b"><v>1</v></c><c r="C2" t="e"><v>#REF!</v></c>"#,
        r#"<c r="D2"><f>A2*2</f><v>5</v></c></row></sheetData><mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells>"#,
    );
    let sheet = &sheets("a.xlsx", &xlsx(sheet))[0];
    assert_eq!(
        sheet.rows[1],
        [Cell::Number(2.5), Cell::Bool(true), Cell::Error("#REF!".into()), Cell::Number(5.0)]
    );
    assert_eq!(sheet.formulas, [(1, 3)]);
    assert_eq!((sheet.merges[0].left, sheet.merges[0].right), (0, 3));
}

#[test]
fn an_ods_is_read() {
    let rows = concat!(
        r#"<table:table-row><table:table-cell office:value-type="string"><text:p>제목</text:p></table:table-cell>"#,
        r#"<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>"#,
        r#"<table:table-cell office:value-type="date" office:date-value="2026-01-05"><text:p>x</text:p></table:table-cell></table:table-row>"#,
    );
    let sheet = &sheets("a.ods", &ods(rows))[0];
    assert_eq!(sheet.rows[0], [Cell::Text("제목".into()), Cell::Number(3.0), Cell::Date(date(2026, 1, 5))]);
}

#[test]
fn json_objects_become_rows() {
    let json = r#"{"jobs":[{"title":"가","salary":{"text":"월급 250만원"}},{"title":"나","skills":["a",{"name":"b"}]}]}"#;
    let sheet = &sheets("a.json", json.as_bytes())[0];
    let texts: Vec<Vec<String>> = sheet.rows.iter().map(|row| row.iter().map(Cell::text).collect()).collect();
    assert_eq!(
        texts,
        [vec!["salary.text", "title", "skills"], vec!["월급 250만원", "가"], vec!["", "나", "a\nb"]]
    );
    assert_eq!(grid(b"{\"a\":\"1\"}\n{\"a\":\"2\"}\n"), [["a"], ["1"], ["2"]]);
}

#[test]
fn the_kind_is_told_from_bytes_not_from_the_name() {
    assert_eq!(sniff(&xlsx("<sheetData/>")), Ok(Kind::Xlsx));
    assert_eq!(sniff(&ods("")), Ok(Kind::Ods));
    assert_eq!(sniff("a,b".as_bytes()), Ok(Kind::Csv));
    assert_eq!(sniff("a\tb".as_bytes()), Ok(Kind::Tsv));
    assert_eq!(sniff(b"<wantedRoot/>"), Ok(Kind::Xml));
    assert_eq!(sniff(b"[{}]"), Ok(Kind::Json));
    assert_eq!(sniff("[가구] 목록,b".as_bytes()), Ok(Kind::Csv));
    // A CSV called .xlsx is read all the same.
    assert_eq!(read("목록.xlsx", TEXT.as_bytes(), &Limits::default()).unwrap()[0].name, "목록");
}

#[test]
fn cells_survive_the_way_from_the_child() {
    let cells = vec![
        Cell::Empty,
        Cell::Text("가".into()),
        Cell::Number(2.5),
        Cell::Number(3.0),
        Cell::Bool(false),
        Cell::Date(date(2026, 1, 5)),
        Cell::DateTime(date(2026, 1, 5).at(9, 30, 0, 0)),
        Cell::Error("#N/A".into()),
    ];
    let json = serde_json::to_string(&cells).unwrap();
    assert_eq!(serde_json::from_str::<Vec<Cell>>(&json).unwrap(), cells);
}

#[test]
fn columns_are_lettered() {
    let letters: Vec<String> = [0, 25, 26, 701, 702, 16_383].into_iter().map(column_letters).collect();
    assert_eq!(letters, ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
}
