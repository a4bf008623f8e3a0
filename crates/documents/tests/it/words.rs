//! A small vocabulary for tests and the ways from text to rows that they share.

use documents::header::{Noun, recognise};
use documents::opening::OpeningDraft;
use documents::result::ResultDraft;
use documents::row::Row;
use documents::seeker::SeekerDraft;
use documents::table::{Limits, Sheet};
use documents::{Vocabulary, opening, result, seeker, table};
use domain::area::AreaCode;
use domain::occupation::OccupationCode;
use jiff::civil::{Date, date};

/// The day on which tests read.
pub(crate) fn today() -> Date {
    date(2026, 1, 20)
}

fn occupations(text: &str) -> Vec<OccupationCode> {
    let known = [("가구", "8832"), ("요양보호사", "5501"), ("간호조무사", "3075"), ("8831", "8831")];
    known
        .iter()
        .filter(|(word, _)| text.contains(word))
        .filter_map(|(_, code)| OccupationCode::parse(code))
        .collect()
}

fn areas(text: &str) -> Vec<AreaCode> {
    let known = [
        ("덕양구", "41281"),
        ("일산동구", "41285"),
        ("파주", "41480"),
        ("41285", "41285"),
        ("서울 중구", "11140"),
        ("마포구", "11440"),
        ("고양", "41280"),
    ];
    known
        .iter()
        .filter(|(word, _)| text.contains(word))
        .filter_map(|(_, code)| AreaCode::parse(code))
        .collect()
}

/// The names of the classification, in whole.
fn occupation_named(text: &str) -> Option<OccupationCode> {
    domain::reference::Reference::embedded().unwrap().occupations.named(text).cloned()
}

/// A city of a few words.
pub(crate) fn vocabulary() -> Vocabulary<'static> {
    Vocabulary {
        occupations: &occupations,
        occupation_named: &occupation_named,
        areas: &areas,
        ..Vocabulary::without_words(today())
    }
}

pub(crate) fn sheets(name: &str, bytes: &[u8]) -> Vec<Sheet> {
    table::read(name, bytes, &Limits::default()).unwrap()
}

pub(crate) fn openings(text: &str) -> Vec<Row<OpeningDraft>> {
    let sheets = sheets("구인.csv", text.as_bytes());
    opening::read(&sheets, &recognise(&sheets, Noun::Openings).unwrap(), &vocabulary())
}

pub(crate) fn seekers(text: &str) -> Vec<Row<SeekerDraft>> {
    let sheets = sheets("구직.csv", text.as_bytes());
    seeker::read(&sheets, &recognise(&sheets, Noun::Seekers).unwrap(), &vocabulary())
}

pub(crate) fn results(text: &str) -> Vec<Row<ResultDraft>> {
    let sheets = sheets("실적.csv", text.as_bytes());
    result::read(&sheets, &recognise(&sheets, Noun::Results).unwrap(), &vocabulary())
}

/// The draft of the only row.
pub(crate) fn opening_of(text: &str) -> OpeningDraft {
    let rows = openings(text);
    assert_eq!(rows.len(), 1, "{rows:#?}");
    rows.into_iter().next().unwrap().outcome.unwrap()
}

pub(crate) fn codes<T>(row: &Row<T>) -> Vec<String> {
    row.warnings.iter().map(|problem| problem.message.code.to_string()).collect()
}
