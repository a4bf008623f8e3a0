//! Matches of two files as a workbook, as CSV or as JSON.

use documents::match_book::{self, MatchBook, MatchRow, ReasonRow, RowAt};
use domain::message::{Catalogue, Lang, Message};
use matching::{Constraint, ConstraintState, Match, Miss, PartKind};

use super::json::json;
use super::{Desk, Pair};

/// How matches are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Sheets of matches, reasons and a summary with a chart.
    Workbook,
    /// One match a line; for whoever has none the nearest openings, without a rank.
    Csv,
    /// One object with everything.
    Json,
}

/// Classes of scores in the summary, in points.
const CLASS: i32 = 1_000;
/// Nearest openings told of each person.
pub(super) const NEAREST: usize = 3;

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
    let told = Told { pair, matches, catalogue, lang };
    match written {
        Written::Workbook => match_book::write(&told.book(), lang),
        Written::Csv => Ok(told.csv()),
        Written::Json => Ok(format!("{}\n", json(&told, desk)).into_bytes()),
    }
}

/// Both files and their matches, in the words of one language.
pub(super) struct Told<'a> {
    pub(super) pair: &'a Pair,
    pub(super) matches: &'a [Vec<Match>],
    catalogue: &'a Catalogue,
    lang: Lang,
}

impl Told<'_> {
    pub(super) fn say(&self, message: &Message) -> String {
        self.catalogue.say(self.lang, message)
    }

    fn say_all(&self, messages: &[Message]) -> String {
        messages.iter().map(|message| self.say(message)).collect::<Vec<_>>().join("; ")
    }

    fn word(&self, code: &str) -> String {
        self.catalogue.word(self.lang, code)
    }

    /// How a seeker is named: by the name in their own file, else by the row.
    pub(super) fn seeker_name(&self, index: usize) -> String {
        let seeker = &self.pair.seekers[index];
        if seeker.profile.name.is_empty() { format!("#{}", seeker.row) } else { seeker.profile.name.clone() }
    }

    fn seeker_at(&self, index: usize) -> RowAt {
        let seeker = &self.pair.seekers[index];
        RowAt { sheet: seeker.sheet.clone(), row: seeker.row }
    }

    fn opening_at(&self, index: usize) -> RowAt {
        let opening = &self.pair.openings[index];
        RowAt { sheet: opening.sheet.clone(), row: opening.row }
    }

    /// Why nothing at all comes near: too little is known of the person, or no opening is of their kind.
    pub(super) fn nothing(&self, seeker: usize) -> Vec<Message> {
        let missing = self.pair.missing(seeker);
        if self.pair.can_match(seeker) { vec![Message::new("match-none-relevant")] } else { missing }
    }

    fn book(&self) -> MatchBook {
        let mut book = MatchBook {
            parts: PartKind::ALL.into_iter().map(|kind| self.word(&format!("match-part-{kind}"))).collect(),
            ..MatchBook::default()
        };
        let mut classes = vec![0i64; (matching::FULL_SCORE / CLASS) as usize];
        for (seeker, list) in self.matches.iter().enumerate() {
            if list.is_empty() {
                book.reasons.extend(self.why_none(seeker));
            }
            for (rank, found) in (1u32..).zip(list) {
                let Some(row) = self.match_row(seeker, rank, found) else { continue };
                let class = (found.score / CLASS).clamp(0, matching::FULL_SCORE / CLASS - 1);
                classes[class as usize] += 1;
                book.matches.push(row);
                book.reasons.extend(self.why(seeker, self.pair.index(found.opening)));
            }
        }
        let found = self.matches.iter().filter(|list| !list.is_empty()).count();
        book.summary = [
            ("match-summary-seekers", self.pair.seekers.len()),
            ("match-summary-openings", self.pair.openings.len()),
            ("match-summary-matches", self.matches.iter().map(Vec::len).sum()),
            ("match-summary-with-match", found),
            ("match-summary-without-match", self.pair.seekers.len() - found),
            ("match-summary-rejected", self.pair.rejected),
        ]
        .into_iter()
        .map(|(code, count)| (self.word(code), count as i64))
        .collect();
        let label = |class: usize| format!("{}–{}", class as i32 * CLASS, (class as i32 + 1) * CLASS - 1);
        book.histogram =
            classes.into_iter().enumerate().map(|(class, count)| (label(class), count)).collect();
        book
    }

    fn match_row(&self, seeker: usize, rank: u32, found: &Match) -> Option<MatchRow> {
        let index = self.pair.index(found.opening);
        let opening = self.pair.openings.get(index)?;
        Some(MatchRow {
            seeker: self.seeker_name(seeker),
            seeker_at: self.seeker_at(seeker),
            rank,
            opening: opening.draft.content.title.clone(),
            opening_at: self.opening_at(index),
            employer: opening.draft.employer.name.clone(),
            score: i64::from(found.score),
            parts: found.parts.iter().map(|points| i64::from(*points)).collect(),
            note: self.say_all(&self.pair.missing(seeker)),
        })
    }

    /// A line of the sheet of reasons about a seeker, and an opening if one is given.
    fn reason_row(&self, seeker: usize, opening: Option<usize>) -> ReasonRow {
        let title = opening.and_then(|index| self.pair.openings.get(index));
        ReasonRow {
            seeker: self.seeker_name(seeker),
            seeker_at: self.seeker_at(seeker),
            opening: title.map_or(String::new(), |opening| opening.draft.content.title.clone()),
            opening_at: opening.map(|index| self.opening_at(index)),
            ..ReasonRow::default()
        }
    }

    fn condition_row(&self, seeker: usize, opening: usize, condition: &Constraint) -> ReasonRow {
        let state = match condition.state {
            ConstraintState::Met { .. } => "match-state-met",
            ConstraintState::Failed { .. } => "match-state-failed",
            ConstraintState::Unknown => "match-state-unknown",
        };
        ReasonRow {
            part: self.word(&format!("match-condition-{}", condition.kind)),
            state: self.word(state),
            reason: self.reason(condition),
            ..self.reason_row(seeker, Some(opening))
        }
    }

    /// The reason of a condition; where it cannot be told, with what would have to be known.
    fn reason(&self, condition: &Constraint) -> String {
        let mut said = self.say(&condition.reason);
        if !condition.missing.is_empty() {
            said = format!("{said} ({})", self.say_all(&condition.missing));
        }
        said
    }

    /// The parts of a match and how each condition stands.
    fn why(&self, seeker: usize, opening: usize) -> Vec<ReasonRow> {
        let Some(explanation) = self.pair.explain(seeker, opening) else { return Vec::new() };
        let parts = explanation.parts().iter().map(|part| ReasonRow {
            part: self.word(&format!("match-part-{}", part.kind)),
            points: Some((i64::from(part.points), i64::from(part.max))),
            reason: self.say(&part.reason),
            ..self.reason_row(seeker, Some(opening))
        });
        let conditions = explanation.constraints.iter().map(|c| self.condition_row(seeker, opening, c));
        parts.chain(conditions).collect()
    }

    /// For someone without a match: the nearest openings with everything that fails, or why there is none.
    fn why_none(&self, seeker: usize) -> Vec<ReasonRow> {
        let misses = self.pair.misses(seeker, NEAREST);
        if misses.is_empty() {
            return vec![ReasonRow {
                part: self.word("match-none"),
                reason: self.say_all(&self.nothing(seeker)),
                ..self.reason_row(seeker, None)
            }];
        }
        let mut rows = Vec::new();
        for miss in &misses {
            let opening = self.pair.index(miss.opening);
            rows.push(ReasonRow {
                part: self.word("match-near"),
                points: Some((i64::from(miss.score), i64::from(matching::FULL_SCORE))),
                reason: self.failed(miss),
                ..self.reason_row(seeker, Some(opening))
            });
            rows.extend(miss.failed.iter().map(|condition| self.condition_row(seeker, opening, condition)));
        }
        rows
    }

    /// Everything that keeps an opening from being a match, in one line.
    pub(super) fn failed(&self, miss: &Miss) -> String {
        if miss.failed.is_empty() {
            return self.say(&below(miss));
        }
        miss.failed.iter().map(|failed| self.say(&failed.reason)).collect::<Vec<_>>().join("; ")
    }

    fn csv(&self) -> Vec<u8> {
        let at = ["sheet", "row"];
        let side = |side: &str| at.map(|at| self.word(&format!("match-{side}-{at}")));
        let mut header = vec![self.word("match-seeker")];
        header.extend(side("seeker"));
        header.extend([self.word("match-rank"), self.word("match-opening")]);
        header.extend(side("opening"));
        header.extend([self.word("match-employer"), self.word("match-score")]);
        header.extend(PartKind::ALL.into_iter().map(|kind| self.word(&format!("match-part-{kind}"))));
        header.extend([self.word("match-failed"), self.word("match-note")]);
        let mut lines = Vec::new();
        for (seeker, list) in self.matches.iter().enumerate() {
            let rows = (1u32..).zip(list).filter_map(|(rank, found)| self.match_row(seeker, rank, found));
            lines.extend(rows.map(|row| csv_line(&row, &row.rank.to_string(), "")));
            if list.is_empty() {
                lines.extend(self.csv_none(seeker));
            }
        }
        documents::delimited::csv(&header, &lines)
    }

    fn csv_none(&self, seeker: usize) -> Vec<Vec<String>> {
        let misses = self.pair.misses(seeker, NEAREST);
        if misses.is_empty() {
            let at = self.seeker_at(seeker);
            let mut line = vec![self.seeker_name(seeker), at.sheet, at.row.to_string()];
            line.resize(9 + PartKind::ALL.len(), String::new());
            line.extend([self.word("match-none"), self.say_all(&self.nothing(seeker))]);
            return vec![line];
        }
        let rows = misses.iter().filter_map(|miss| {
            let explanation = self.pair.explain(seeker, self.pair.index(miss.opening))?;
            let mut parts = [0; PartKind::ALL.len()];
            parts.iter_mut().zip(explanation.parts()).for_each(|(points, part)| *points = part.points);
            let found = Match { opening: miss.opening, score: miss.score, parts };
            Some(csv_line(&self.match_row(seeker, 0, &found)?, "", &self.failed(miss)))
        });
        rows.collect()
    }
}

/// That nothing fails and yet too little speaks for it.
pub(super) fn below(miss: &Miss) -> Message {
    Message::new("match-score-below").with("score", miss.score).with("least", matching::ACCEPTABLE)
}

fn csv_line(row: &MatchRow, rank: &str, failed: &str) -> Vec<String> {
    let mut line = vec![row.seeker.clone(), row.seeker_at.sheet.clone(), row.seeker_at.row.to_string()];
    line.extend([rank.to_owned(), row.opening.clone()]);
    line.extend([row.opening_at.sheet.clone(), row.opening_at.row.to_string()]);
    line.extend([row.employer.clone(), row.score.to_string()]);
    line.extend(row.parts.iter().map(ToString::to_string));
    line.extend([failed.to_owned(), row.note.clone()]);
    line
}
