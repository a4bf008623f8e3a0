//! Rows of a roster: people with their days.

use documents::Vocabulary;
use documents::header::{Noun, recognise};
use documents::roster::read;
use documents::table::{Cell, Sheet};

fn read_rows(rows: &[&[&str]]) -> Vec<Result<(i64, Option<bool>), String>> {
    let rows =
        rows.iter().map(|row| row.iter().map(|text| Cell::Text((*text).to_owned())).collect()).collect();
    let sheets = [Sheet { name: "출역".to_owned(), rows, ..Sheet::default() }];
    let mappings = recognise(&sheets, Noun::Rosters).unwrap();
    let words = Vocabulary::without_words(jiff::civil::date(2016, 6, 1));
    let rows = read(&sheets, &mappings, &words).into_iter();
    rows.map(|row| match row.outcome {
        Ok(worker) => Ok((worker.days, worker.resident)),
        Err(problems) => Err(problems[0].message.code.to_string()),
    })
    .collect()
}

#[test]
fn cr_12_a_row_is_one_person_with_days_and_never_days_as_people() {
    let rows = read_rows(&[
        &["성명", "생년월일", "연락처", "관내여부", "출역일수"],
        &["가○나", "1980-01-02", "", "관내", "12일"],
        &["다○라", "", "010-0000-0001", "관외", "3"],
        &["연인원", "", "", "", "480"],
        &["마○바 외 3명", "1980-01-02", "", "", "12"],
        &["사○아", "", "", "", "5"],
        &["자○차", "1980-13-02", "", "", "5"],
        &["카○타", "1980-01-02", "", "", "반"],
    ]);
    let told: Vec<Result<(i64, Option<bool>), &str>> =
        rows.iter().map(|row| row.as_ref().map(|row| *row).map_err(String::as_str)).collect();
    assert_eq!(
        told,
        [
            Ok((12, Some(true))),
            Ok((3, Some(false))),
            Err("roster-several"),
            Err("roster-several"),
            Err("roster-who"),
            Err("born-unreadable"),
            Err("roster-days-unreadable"),
        ]
    );
}
