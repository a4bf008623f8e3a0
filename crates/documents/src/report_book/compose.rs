//! Facts into a book: cover, foot and the order of the chapters. What stands in them is said in the files beside.

use std::collections::BTreeMap;

use domain::area::AreaCode;
use domain::geometry::Outline;
use domain::message::{Arg, Message};
use domain::report_book::Facts;
use domain::{Lang, report_book};

use super::{Align, Block, Book, Chapter, Column, Value};

/// What a book is composed with beside its facts.
pub struct Ground<'a> {
    /// The language.
    pub lang: Lang,
    /// Says a message in it.
    pub say: &'a (dyn Fn(&Message) -> String + 'a),
    /// Outlines of the dongs.
    pub outlines: &'a BTreeMap<AreaCode, Outline>,
    /// Names of the categories of the disclosure scheme, by their code.
    pub categories: &'a BTreeMap<String, String>,
    /// In a public extract: cells under this are hidden.
    pub least: Option<i64>,
}

impl std::fmt::Debug for Ground<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ground").field("lang", &self.lang).finish_non_exhaustive()
    }
}

impl Ground<'_> {
    /// A wording of the book.
    pub(super) fn t(&self, key: &str) -> String {
        (self.say)(&Message::word("book", key))
    }

    /// A wording with one argument.
    pub(super) fn with(&self, key: &str, name: &'static str, value: impl Into<Arg>) -> String {
        (self.say)(&Message::word("book", key).with(name, value))
    }

    /// A word of a closed list.
    pub(super) fn word(&self, kind: &str, name: impl std::fmt::Display) -> String {
        (self.say)(&Message::word(kind, &name.to_string()))
    }

    /// A category of the disclosure scheme.
    pub(super) fn category(&self, code: &str) -> String {
        match self.categories.get(code) {
            Some(name) => name.clone(),
            None if code.is_empty() => self.t("category-none"),
            None => code.to_owned(),
        }
    }

    pub(super) fn columns(&self, columns: &[(&str, u8, Align)]) -> Vec<Column> {
        let columns = columns.iter();
        columns
            .map(|(key, width, align)| Column { name: self.t(key), width: *width, align: *align })
            .collect()
    }

    pub(super) fn table(&self, caption: &str, columns: &[(&str, u8, Align)], rows: Vec<Vec<Value>>) -> Block {
        let (caption, empty) = (self.t(caption), self.t("none"));
        Block::Table { caption, columns: self.columns(columns), rows, empty }
    }

    pub(super) fn heading(&self, key: &str) -> Block {
        Block::Heading { text: self.t(key) }
    }

    pub(super) fn chapter(&self, id: &str, blocks: Vec<Block>) -> Chapter {
        Chapter { id: id.to_owned(), title: self.t(&format!("chapter-{id}")), blocks }
    }

    /// Won in whole millions, as budgets are read; the facts hold them in full.
    pub(super) fn won(&self, won: i64) -> Value {
        Value::Number(won.div_euclid(1_000_000))
    }
}

/// Puts facts into words. `hash` is that of the book they belong to, which an extract names as its original's.
pub fn compose(facts: &Facts, hash: &str, ground: &Ground<'_>) -> Book {
    let (cover, g) = (&facts.cover, ground);
    // An extract is another text than the book it was taken from: it has a digest of its own.
    let (own, original) = match g.least {
        Some(_) => (facts.hash(), Some(hash)),
        None => (hash.to_owned(), None),
    };
    let short: String = own.chars().take(12).collect();
    let at = exactly(cover.as_of_local);
    let mut named = vec![
        (g.t("cover-meets"), written(cover.meets_at)),
        (g.t("cover-venue"), cover.venue.clone()),
        (g.t("cover-as-of"), at.clone()),
        (g.t("cover-rules"), cover.rule_set.clone()),
        (g.t("cover-seq"), domain::message::thousands(cover.seq)),
        (g.t("cover-ledger"), spaced(&cover.ledger_digest)),
        (g.t("cover-hash"), spaced(&own)),
    ];
    named.extend(original.map(|hash| (g.t("cover-original"), spaced(hash))));
    if let Some(before) = &cover.before {
        let short: String = before.hash.chars().take(12).collect();
        named.push((
            g.t("cover-before"),
            format!("{} · {} · #{short}", before.title, exactly(before.as_of_local)),
        ));
    }
    let (subtitle, note) = match g.least {
        Some(least) => (g.t("subtitle-public"), g.with("note-public", "least", least)),
        None => (g.t("subtitle"), g.t("note")),
    };
    Book {
        lang: match g.lang {
            Lang::Ko => "ko",
            Lang::En => "en",
        },
        city: cover.city.clone(),
        title: cover.title.clone(),
        subtitle,
        cover: named,
        note,
        foot: format!("{} · {} · {} · #{short}", cover.city, cover.title, g.with("as-of", "at", at)),
        hash: own,
        contents: g.t("contents"),
        chapters: chapters(facts, g),
    }
}

fn chapters(facts: &Facts, g: &Ground<'_>) -> Vec<Chapter> {
    let mut all = vec![
        g.points(facts),
        g.plan(facts),
        g.results(facts),
        g.network(&facts.network),
        g.departments(facts),
        g.youth(facts),
        g.sectors(facts),
        g.missing(facts),
    ];
    // Books made before it was counted have no such page.
    all.extend(facts.mismatch.as_ref().map(|told| g.mismatch(told)));
    // What is different would tell hidden cells.
    if g.least.is_none() {
        all.push(g.changes(facts));
    }
    all.push(g.rules(facts));
    all
}

/// An instant as it is written: `2016-05-31 18:00`.
pub(super) fn written(at: jiff::civil::DateTime) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

/// An instant by which a book is known. One that is not a whole minute is written to the second: two books of one minute are two.
pub fn exactly(at: jiff::civil::DateTime) -> String {
    let whole = (at.second(), at.subsec_nanosecond()) == (0, 0);
    at.strftime(if whole { "%Y-%m-%d %H:%M" } else { "%Y-%m-%d %H:%M:%S" }).to_string()
}

/// Digits in groups of eight, so that they can be read out and broken into lines.
pub(super) fn spaced(digits: &str) -> String {
    let digits: Vec<char> = digits.chars().collect();
    digits.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The whole of a class's line that is told of a city or a department.
pub(super) fn class_rows(g: &Ground<'_>, lines: &[report_book::ClassLine]) -> Vec<Vec<Value>> {
    let stay = |line: &report_book::ClassLine, months: u8| {
        let known = line.stays.iter().find(|stay| stay.months == months);
        match known.map(|stay| (stay.kept, stay.asked)) {
            Some((Some(kept), Some(asked))) if asked > 0 => Value::Text(format!("{kept}/{asked}")),
            _ => Value::Hidden,
        }
    };
    lines
        .iter()
        .map(|line| {
            vec![
                g.word("class", line.class).into(),
                line.filled.into(),
                line.persons.into(),
                line.claimed.into(),
                line.days.into(),
                line.fixed_term.into(),
                line.short_week.into(),
                stay(line, 1),
                stay(line, 3),
                stay(line, 6),
                stay(line, 12),
            ]
        })
        .collect()
}

/// What else is known of the filled (A21): a row for each class that has any.
pub(super) fn quality_rows(g: &Ground<'_>, lines: &[report_book::ClassLine]) -> Vec<Vec<Value>> {
    let of = |part: report_book::Cell, whole: report_book::Cell| match (part, whole) {
        (Some(part), Some(whole)) => Value::Text(format!("{part}/{whole}")),
        _ => Value::Hidden,
    };
    let known = lines.iter().filter_map(|line| Some((line, line.quality?)));
    known
        .map(|(line, quality)| {
            vec![
                g.word("class", line.class).into(),
                of(quality.insured, line.filled),
                of(quality.pay_known, line.filled),
                of(quality.at_minimum, quality.pay_known),
                of(quality.at_living, quality.living_known),
            ]
        })
        .collect()
}

/// Columns of [`quality_rows`].
pub(super) const QUALITY_COLUMNS: &[(&str, u8, Align)] = &[
    ("class", 24, Align::Left),
    ("insured", 19, Align::Center),
    ("pay-known", 19, Align::Center),
    ("at-minimum", 19, Align::Center),
    ("at-living", 19, Align::Center),
];

/// Columns of [`class_rows`].
pub(super) const CLASS_COLUMNS: &[(&str, u8, Align)] = &[
    ("class", 15, Align::Left),
    ("filled", 11, Align::Right),
    ("persons", 11, Align::Right),
    ("claimed", 11, Align::Right),
    ("days", 11, Align::Right),
    ("fixed-term", 10, Align::Right),
    ("short-week", 10, Align::Right),
    ("stay-1", 9, Align::Center),
    ("stay-3", 9, Align::Center),
    ("stay-6", 9, Align::Center),
    ("stay-12", 9, Align::Center),
];
