//! Explained matches as a workbook: a sheet of matches, one of reasons, a summary with a chart.
//!
//! It must not know how a score comes about: names, points and reasons arrive in words.

use domain::message::{Lang, Message};

use crate::spreadsheet::{Chart, Column, Table, Value, workbook};

/// Everything a workbook of matches shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MatchBook {
    /// Names of the parts of a score, in the order of [`MatchRow::parts`].
    pub parts: Vec<String>,
    /// Matches, by seeker and rank.
    pub matches: Vec<MatchRow>,
    /// Why, a line a part or condition.
    pub reasons: Vec<ReasonRow>,
    /// Named figures such as the number of seekers.
    pub summary: Vec<(String, i64)>,
    /// Classes of scores and how many matches fall in each; drawn as a chart.
    pub histogram: Vec<(String, i64)>,
}

/// Where a row stands in its file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowAt {
    /// Name of the sheet.
    pub sheet: String,
    /// Row as the spreadsheet shows it.
    pub row: u32,
}

/// One match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchRow {
    /// How the file names the seeker.
    pub seeker: String,
    /// Where the seeker stands.
    pub seeker_at: RowAt,
    /// 1 for the best.
    pub rank: u32,
    /// Title of the opening.
    pub opening: String,
    /// Where the opening stands.
    pub opening_at: RowAt,
    /// Its employer.
    pub employer: String,
    /// 0 to 10,000.
    pub score: i64,
    /// Points of each part; they sum to the score.
    pub parts: Vec<i64>,
    /// What else is to be said, such as facts that are missing.
    pub note: String,
}

/// Why a match has the points of one part, how one condition stands, or why there is no match.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReasonRow {
    /// How the file names the seeker.
    pub seeker: String,
    /// Where the seeker stands.
    pub seeker_at: RowAt,
    /// Title of the opening; empty when it is about none.
    pub opening: String,
    /// Where the opening stands, if it is about one.
    pub opening_at: Option<RowAt>,
    /// Name of the part or condition.
    pub part: String,
    /// How the condition stands; empty for parts.
    pub state: String,
    /// Points and most points, of parts and whole scores.
    pub points: Option<(i64, i64)>,
    /// The reason in words.
    pub reason: String,
}

/// Writes the workbook in a language.
///
/// # Errors
/// `file-not-written`.
pub fn write(book: &MatchBook, lang: Lang) -> Result<Vec<u8>, Message> {
    let words = match lang {
        Lang::Ko => Words {
            sheets: ["추천", "이유", "요약"],
            seeker: ["구직자", "구직자 시트", "구직자 행"],
            opening: ["구인", "구인 시트", "구인 행"],
            matches: ["순위", "사업장", "점수", "비고"],
            reasons: ["항목", "판정", "점수", "만점", "이유"],
            summary: ["항목", "값", "점수대별 추천 수"],
        },
        Lang::En => Words {
            sheets: ["matches", "reasons", "summary"],
            seeker: ["seeker", "seeker sheet", "seeker row"],
            opening: ["opening", "opening sheet", "opening row"],
            matches: ["rank", "employer", "score", "note"],
            reasons: ["part", "state", "points", "of", "reason"],
            summary: ["item", "value", "matches by score"],
        },
    };
    workbook(&[matches(book, &words), reasons(book, &words), summary(book, &words)])
}

struct Words {
    sheets: [&'static str; 3],
    /// Name, sheet and row of a side.
    seeker: [&'static str; 3],
    opening: [&'static str; 3],
    matches: [&'static str; 4],
    reasons: [&'static str; 5],
    summary: [&'static str; 3],
}

fn side(words: [&str; 3], width: f64) -> impl Iterator<Item = Column> {
    words.into_iter().zip([width, 12.0, 8.0]).map(|(header, width)| Column::new(header, width))
}

fn side_cells(name: &str, at: Option<&RowAt>) -> [Value; 3] {
    let (sheet, row) = at.map_or((Value::Empty, Value::Empty), |at| {
        (Value::Text(at.sheet.clone()), Value::Integer(at.row.into()))
    });
    [Value::Text(name.to_owned()), sheet, row]
}

fn matches(book: &MatchBook, words: &Words) -> Table {
    let [rank, employer, score, note] = words.matches;
    let mut columns: Vec<Column> = side(words.seeker, 16.0).collect();
    columns.push(Column::new(rank, 6.0));
    columns.extend(side(words.opening, 36.0));
    columns.extend([Column::new(employer, 22.0), Column::new(score, 9.0)]);
    columns.extend(book.parts.iter().map(|part| Column::new(part.clone(), 10.0)));
    columns.push(Column::new(note, 50.0));
    let rows = book.matches.iter().map(|found| {
        let mut cells = side_cells(&found.seeker, Some(&found.seeker_at)).to_vec();
        cells.push(Value::Integer(found.rank.into()));
        cells.extend(side_cells(&found.opening, Some(&found.opening_at)));
        cells.extend([Value::Text(found.employer.clone()), Value::Integer(found.score)]);
        cells.extend(
            (0..book.parts.len()).map(|i| found.parts.get(i).map_or(Value::Empty, |n| Value::Integer(*n))),
        );
        cells.push(Value::Text(found.note.clone()));
        cells
    });
    Table { name: words.sheets[0].to_owned(), rows: rows.collect(), columns, chart: None }
}

fn reasons(book: &MatchBook, words: &Words) -> Table {
    let widths = [14.0, 10.0, 8.0, 8.0, 70.0];
    let own = words.reasons.into_iter().zip(widths).map(|(header, width)| Column::new(header, width));
    let columns = side(words.seeker, 16.0).chain(side(words.opening, 36.0)).chain(own);
    let rows = book.reasons.iter().map(|reason| {
        let (points, most) = reason.points.map_or((Value::Empty, Value::Empty), |(points, most)| {
            (Value::Integer(points), Value::Integer(most))
        });
        let mut cells = side_cells(&reason.seeker, Some(&reason.seeker_at)).to_vec();
        cells.extend(side_cells(&reason.opening, reason.opening_at.as_ref()));
        cells.extend([Value::Text(reason.part.clone()), Value::Text(reason.state.clone()), points, most]);
        cells.push(Value::Text(reason.reason.clone()));
        cells
    });
    Table { name: words.sheets[1].to_owned(), columns: columns.collect(), rows: rows.collect(), chart: None }
}

fn summary(book: &MatchBook, words: &Words) -> Table {
    let [item, value, title] = words.summary;
    let line = |(name, figure): &(String, i64)| vec![Value::Text(name.clone()), Value::Integer(*figure)];
    let rows: Vec<Vec<Value>> = book.summary.iter().chain(&book.histogram).map(line).collect();
    let first = u32::try_from(book.summary.len()).unwrap_or(0);
    let classes = u32::try_from(book.histogram.len()).unwrap_or(0);
    let chart = (classes > 0).then(|| Chart {
        title: title.to_owned(),
        labels: 0,
        figures: 1,
        first,
        last: first + classes - 1,
    });
    let columns = vec![Column::new(item, 34.0), Column::new(value, 14.0)];
    Table { name: words.sheets[2].to_owned(), columns, rows, chart }
}
