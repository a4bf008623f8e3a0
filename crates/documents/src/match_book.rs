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
    /// Why, a line a part.
    pub reasons: Vec<ReasonRow>,
    /// Named figures such as the number of seekers.
    pub summary: Vec<(String, i64)>,
    /// Classes of scores and how many matches fall in each; drawn as a chart.
    pub histogram: Vec<(String, i64)>,
}

/// One match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchRow {
    /// How the file names the seeker.
    pub seeker: String,
    /// 1 for the best.
    pub rank: u32,
    /// Title of the opening.
    pub opening: String,
    /// Its employer.
    pub employer: String,
    /// 0 to 10,000.
    pub score: i64,
    /// Points of each part; they sum to the score.
    pub parts: Vec<i64>,
    /// What else is to be said, such as facts that are missing.
    pub note: String,
}

/// Why a match has the points of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReasonRow {
    /// How the file names the seeker.
    pub seeker: String,
    /// Title of the opening.
    pub opening: String,
    /// Name of the part.
    pub part: String,
    /// Points.
    pub points: i64,
    /// Most points of the part.
    pub most: i64,
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
            matches: ["구직자", "순위", "구인", "사업장", "점수", "비고"],
            reasons: ["구직자", "구인", "항목", "점수", "만점", "이유"],
            summary: ["항목", "값", "점수대별 추천 수"],
        },
        Lang::En => Words {
            sheets: ["matches", "reasons", "summary"],
            matches: ["seeker", "rank", "opening", "employer", "score", "note"],
            reasons: ["seeker", "opening", "part", "points", "of", "reason"],
            summary: ["item", "value", "matches by score"],
        },
    };
    workbook(&[matches(book, &words), reasons(book, &words), summary(book, &words)])
}

struct Words {
    sheets: [&'static str; 3],
    matches: [&'static str; 6],
    reasons: [&'static str; 6],
    summary: [&'static str; 3],
}

fn matches(book: &MatchBook, words: &Words) -> Table {
    let [seeker, rank, opening, employer, score, note] = words.matches;
    let mut columns = vec![
        Column::new(seeker, 16.0),
        Column::new(rank, 6.0),
        Column::new(opening, 36.0),
        Column::new(employer, 22.0),
        Column::new(score, 9.0),
    ];
    columns.extend(book.parts.iter().map(|part| Column::new(part.clone(), 10.0)));
    columns.push(Column::new(note, 50.0));
    let rows = book.matches.iter().map(|found| {
        let mut cells = vec![
            Value::Text(found.seeker.clone()),
            Value::Integer(found.rank.into()),
            Value::Text(found.opening.clone()),
            Value::Text(found.employer.clone()),
            Value::Integer(found.score),
        ];
        cells.extend(
            (0..book.parts.len()).map(|i| found.parts.get(i).map_or(Value::Empty, |n| Value::Integer(*n))),
        );
        cells.push(Value::Text(found.note.clone()));
        cells
    });
    Table { name: words.sheets[0].to_owned(), rows: rows.collect(), columns, chart: None }
}

fn reasons(book: &MatchBook, words: &Words) -> Table {
    let widths = [16.0, 36.0, 12.0, 8.0, 8.0, 70.0];
    let columns = words.reasons.into_iter().zip(widths).map(|(header, width)| Column::new(header, width));
    let rows = book.reasons.iter().map(|reason| {
        vec![
            Value::Text(reason.seeker.clone()),
            Value::Text(reason.opening.clone()),
            Value::Text(reason.part.clone()),
            Value::Integer(reason.points),
            Value::Integer(reason.most),
            Value::Text(reason.reason.clone()),
        ]
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
