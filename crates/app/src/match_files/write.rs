//! Matches of two files as a workbook, as CSV or as JSON.

use documents::match_book::{self, MatchBook, MatchRow, ReasonRow};
use domain::message::{Catalogue, Lang, Message};
use matching::{Match, PartKind};
use serde_json::{Value, json};

use super::{Desk, Pair};

/// How matches are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Sheets of matches, reasons and a summary with a chart.
    Workbook,
    /// One match a line.
    Csv,
    /// One object with everything.
    Json,
}

/// Classes of scores in the summary, in points.
const CLASS: i32 = 1_000;

/// The matches in a format, with reasons in one language.
///
/// # Errors
/// A message when the workbook cannot be made.
pub fn write(
    pair: &Pair,
    desk: &Desk<'_>,
    matches: &[Vec<Match>],
    written: Written,
    catalogue: &Catalogue,
    lang: Lang,
) -> Result<Vec<u8>, Message> {
    let book = book(pair, matches, catalogue, lang);
    match written {
        Written::Workbook => match_book::write(&book, lang),
        Written::Csv => Ok(csv(&book, catalogue, lang)),
        Written::Json => Ok(format!("{}\n", json(pair, desk, matches, catalogue, lang)).into_bytes()),
    }
}

/// How a seeker is named: by the name in their own file, else by the row.
fn seeker_name(pair: &Pair, index: usize) -> String {
    let seeker = &pair.seekers[index];
    if seeker.profile.name.is_empty() { format!("#{}", seeker.row) } else { seeker.profile.name.clone() }
}

fn book(pair: &Pair, matches: &[Vec<Match>], catalogue: &Catalogue, lang: Lang) -> MatchBook {
    let part_name = |kind: PartKind| catalogue.word(lang, &format!("match-part-{kind}"));
    let mut book =
        MatchBook { parts: PartKind::ALL.into_iter().map(part_name).collect(), ..MatchBook::default() };
    let mut classes = vec![0i64; (matching::FULL_SCORE / CLASS) as usize];
    for (index, list) in matches.iter().enumerate() {
        let seeker = seeker_name(pair, index);
        let missing: Vec<String> =
            pair.missing(index).iter().map(|message| catalogue.say(lang, message)).collect();
        if list.is_empty() {
            book.reasons.extend(nothing_found(pair, index, &seeker, catalogue, lang));
        }
        for (rank, found) in (1u32..).zip(list) {
            let Some(opening) = pair.openings.get(pair.index(found.opening)) else { continue };
            let title = opening.draft.content.title.clone();
            let class = (found.score / CLASS).clamp(0, matching::FULL_SCORE / CLASS - 1);
            classes[class as usize] += 1;
            book.matches.push(MatchRow {
                seeker: seeker.clone(),
                rank,
                opening: title.clone(),
                employer: opening.draft.employer.name.clone(),
                score: i64::from(found.score),
                parts: found.parts.iter().map(|points| i64::from(*points)).collect(),
                note: missing.join("; "),
            });
            let Some(explanation) = pair.explain(index, pair.index(found.opening)) else { continue };
            book.reasons.extend(explanation.parts.iter().map(|part| ReasonRow {
                seeker: seeker.clone(),
                opening: title.clone(),
                part: part_name(part.kind),
                points: i64::from(part.points),
                most: i64::from(part.max),
                reason: catalogue.say(lang, &part.reason),
            }));
        }
    }
    let found = matches.iter().filter(|list| !list.is_empty()).count();
    book.summary = [
        ("match-summary-seekers", pair.seekers.len()),
        ("match-summary-openings", pair.openings.len()),
        ("match-summary-matches", matches.iter().map(Vec::len).sum()),
        ("match-summary-with-match", found),
        ("match-summary-without-match", pair.seekers.len() - found),
        ("match-summary-rejected", pair.rejected),
    ]
    .into_iter()
    .map(|(code, count)| (catalogue.word(lang, code), count as i64))
    .collect();
    let label = |class: usize| format!("{}–{}", class as i32 * CLASS, (class as i32 + 1) * CLASS - 1);
    book.histogram = classes.into_iter().enumerate().map(|(class, count)| (label(class), count)).collect();
    book
}

/// For someone without a match: the nearest openings, each with the one thing that fails.
fn nothing_found(
    pair: &Pair,
    index: usize,
    seeker: &str,
    catalogue: &Catalogue,
    lang: Lang,
) -> Vec<ReasonRow> {
    let Some(near) = pair.near(index, 3) else { return Vec::new() };
    let rows = near.matches.iter().filter_map(|found| {
        let opening = pair.openings.get(pair.index(found.opening))?;
        Some(ReasonRow {
            seeker: seeker.to_owned(),
            opening: opening.draft.content.title.clone(),
            part: catalogue.word(lang, "match-near"),
            points: i64::from(found.score),
            most: i64::from(matching::FULL_SCORE),
            reason: catalogue.say(lang, &found.failed.reason),
        })
    });
    let mut rows: Vec<ReasonRow> = rows.collect();
    if rows.is_empty() {
        let missing: Vec<String> =
            pair.missing(index).iter().map(|message| catalogue.say(lang, message)).collect();
        rows.push(ReasonRow {
            seeker: seeker.to_owned(),
            opening: String::new(),
            part: catalogue.word(lang, "match-none"),
            points: 0,
            most: i64::from(matching::FULL_SCORE),
            reason: missing.join("; "),
        });
    }
    rows
}

fn csv(book: &MatchBook, catalogue: &Catalogue, lang: Lang) -> Vec<u8> {
    let named = ["match-seeker", "match-rank", "match-opening", "match-employer", "match-score"];
    let mut header: Vec<String> = named.iter().map(|code| catalogue.word(lang, code)).collect();
    header.extend(book.parts.iter().cloned());
    header.push(catalogue.word(lang, "match-note"));
    let rows = book.matches.iter().map(|row| {
        let mut cells = vec![
            row.seeker.clone(),
            row.rank.to_string(),
            row.opening.clone(),
            row.employer.clone(),
            row.score.to_string(),
        ];
        cells.extend(row.parts.iter().map(ToString::to_string));
        cells.push(row.note.clone());
        cells
    });
    documents::delimited::csv(&header, &rows.collect::<Vec<_>>())
}

fn json(pair: &Pair, desk: &Desk<'_>, matches: &[Vec<Match>], catalogue: &Catalogue, lang: Lang) -> Value {
    let say = |message: &Message| catalogue.say(lang, message);
    let one = |seeker: usize, rank: usize, found: &Match| {
        let index = pair.index(found.opening);
        let opening = pair.openings.get(index)?;
        let explanation = pair.explain(seeker, index)?;
        let parts: Vec<Value> = explanation
            .parts
            .iter()
            .map(|part| {
                json!({ "part": part.kind.to_string(), "points": part.points, "max": part.max, "reason": say(&part.reason) })
            })
            .collect();
        let constraints: Vec<Value> = explanation
            .constraints
            .iter()
            .map(|c| json!({ "constraint": c.kind.to_string(), "failed": c.failed(), "reason": say(&c.reason) }))
            .collect();
        Some(json!({
            "rank": rank + 1, "opening_row": opening.row, "opening": opening.draft.content.title,
            "employer": opening.draft.employer.name, "score": found.score, "parts": parts,
            "constraints": constraints, "distance_m": pair.distance_m(desk, seeker, index),
        }))
    };
    let seekers: Vec<Value> = matches
        .iter()
        .enumerate()
        .map(|(seeker, list)| {
            let found: Vec<Value> =
                list.iter().enumerate().filter_map(|(rank, found)| one(seeker, rank, found)).collect();
            let missing: Vec<String> = pair.missing(seeker).iter().map(say).collect();
            json!({ "seeker_row": pair.seekers[seeker].row, "seeker": seeker_name(pair, seeker), "matches": found, "missing": missing })
        })
        .collect();
    json!({ "seekers": seekers, "openings": pair.openings.len(), "rejected": pair.rejected })
}
