//! Rows of a list of projects: money in the unit that the file tells.

use documents::Vocabulary;
use documents::header::{Noun, recognise};
use documents::project::{ProjectDraft, read};
use documents::row::Row;
use documents::table::{Cell, Sheet};
use domain::project::{FundSource, ProjectKind, Stage};

fn read_rows(rows: &[&[&str]]) -> Vec<Row<ProjectDraft>> {
    let rows =
        rows.iter().map(|row| row.iter().map(|text| Cell::Text((*text).to_owned())).collect()).collect();
    let sheets = [Sheet { name: "예산".to_owned(), rows, ..Sheet::default() }];
    let mappings = recognise(&sheets, Noun::Projects).unwrap();
    read(&sheets, &mappings, &Vocabulary::without_words(jiff::civil::date(2016, 3, 2)))
}

#[test]
fn a_budget_export_tells_its_unit_above_the_header() {
    let rows = read_rows(&[
        &["2016년 세부사업 현황", "", "", "", "(단위: 천원)"],
        &[
            "세부사업코드",
            "세부사업명",
            "부서명",
            "국비",
            "시비",
            "예산액",
            "추진상황",
            "착수일",
            "준공예정일",
        ],
        &[
            "2016-0101",
            "꽃박람회 개최",
            "농업정책과",
            "100,000",
            "762,000",
            "862,000",
            "추진중",
            "2016.3.2",
            "2016.12.31",
        ],
        &["2016-0102", "하천 정비", "건설과", "", "", "1,200,000", "보류", "2016-03", "2016-11"],
        &["2016-0103", "조사", "건설과", "", "많이", "", "", "", ""],
        &["합계", "", "", "", "", "", "", "", ""],
        &["2016-0104", "", "건설과", "1", "", "", "", "", ""],
    ]);
    let first = rows[0].outcome.as_ref().unwrap();
    assert_eq!(
        first.content.funds,
        [(FundSource::National, 100_000_000), (FundSource::City, 762_000_000)].into()
    );
    assert_eq!((first.number.as_str(), first.stage), ("2016-0101", Some(Stage::Underway)));
    assert_eq!(rows[0].warnings, []);
    let second = rows[1].outcome.as_ref().unwrap();
    assert_eq!(second.content.funds, [(FundSource::City, 1_200_000_000)].into());
    assert_eq!(second.content.until, Some(jiff::civil::date(2016, 11, 30)));
    let codes: Vec<&str> =
        rows[2..].iter().map(|row| row.outcome.as_ref().unwrap_err()[0].message.code.as_ref()).collect();
    assert_eq!(codes, ["project-money-unreadable", "row-is-sum", "row-no-project"]);
}

#[test]
fn parts_that_do_not_add_up_to_the_whole_are_told() {
    let rows = read_rows(&[
        &["사업명", "사업코드", "국비(백만원)", "시비(백만원)", "총사업비(백만원)"],
        &["전시관 조성", "P-1", "3,000", "2,000", "6,000"],
    ]);
    assert_eq!(rows[0].warnings[0].message.code, "project-funds-differ");
    assert_eq!(rows[0].outcome.as_ref().unwrap().content.kind, ProjectKind::Budgeted);
    assert_eq!(rows[0].outcome.as_ref().unwrap().content.funds_won(), 5_000_000_000);
}
