//! The count as somebody may see it: small cells hidden as everywhere (CR-23), except those all of whose people the one
//! who asks needs to know anyway. It must not know how anything was counted.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use domain::Message;
use domain::area::AreaCode;
use domain::counting::cr_23_suppress;
use domain::occupation::OccupationCode;
use jiff::Timestamp;
use jiff::civil::Date;
use matching::mismatch::board::Line as Counts;
use matching::mismatch::lever::Family;
use matching::mismatch::null::Null;
use matching::mismatch::printed::Index;
use matching::mismatch::publish::{KINDS, Published, PublishedLine};
use matching::mismatch::split::{MismatchKind, Standing};
use serde::{Deserialize, Serialize};

use super::count::Counted;
use super::words::{word, word_if_any};
use crate::App;

/// What one person asked for may see of the count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Board {
    /// When it was counted.
    pub as_of: Timestamp,
    /// Change of the log up to which it is true.
    pub seq: i64,
    /// Counts of fewer people are hidden.
    pub least: i64,
    /// Everybody who looks for work and may be referred.
    pub seekers: Option<u64>,
    /// Openings with free heads, and these.
    pub openings: u64,
    /// Free heads.
    pub heads: u64,
    /// The parts of the whole, in order; they sum to all seekers.
    pub parts: Vec<Part>,
    /// By work and place.
    pub lines: Vec<Line>,
    /// By dong of the city: for the map.
    pub dongs: Vec<Dong>,
    /// The index by work, by place within it and by wage band within these, beside chance; none where too few seek to say
    /// anything. Cells whose seekers are hidden count as one.
    pub levels: Vec<Level>,
    /// The index by work with the pay and the ease of each; none where no pay is told.
    pub differing: Option<Differing>,
    /// What easing each family of conditions would bring.
    pub levers: Vec<Lever>,
    /// What easing all of them would.
    pub together: Option<u64>,
}

impl Board {
    /// The lines of which a change is told, those first whose best brings most.
    pub fn eased(&self) -> Vec<&Line> {
        let best = |line: &Line| line.changes.first().map(|(_, more)| *more);
        let mut lines: Vec<&Line> = self.lines.iter().filter(|line| best(line).is_some()).collect();
        lines.sort_by_key(|line| Reverse(best(line)));
        lines
    }
}

/// The mark of a class: never colour alone.
pub fn mark(kind: MismatchKind) -> &'static str {
    match kind {
        MismatchKind::Placeable => "○",
        MismatchKind::Frictional => "△",
        MismatchKind::Structural => "◆",
        MismatchKind::DemandShortage => "✕",
        MismatchKind::TooLittleKnown => "?",
    }
}

/// A part of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which.
    #[serde(with = "word")]
    pub kind: MismatchKind,
    /// How many people.
    pub persons: Option<u64>,
}

/// A kind of work at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Unit group; none where no work was named.
    pub occupation: Option<OccupationCode>,
    /// Its name.
    pub occupation_name: String,
    /// District; none where no place was named.
    pub area: Option<AreaCode>,
    /// Its name.
    pub area_name: String,
    /// The part most of its people fall to.
    #[serde(with = "word_if_any")]
    pub class: Option<MismatchKind>,
    /// Of this part, what most lack; told only where all of its people may be seen.
    #[serde(with = "word_if_any")]
    pub reason: Option<Standing>,
    /// Who seeks.
    pub seekers: Option<u64>,
    /// Of these, by part, in the order of the parts.
    pub kinds: [Option<u64>; KINDS.len()],
    /// Openings with free heads.
    pub openings: u64,
    /// Free heads.
    pub heads: u64,
    /// How many seek for each free head, in tenths; none where either is not known or there is no head.
    pub per_head_tenths: Option<u64>,
    /// What the best single changes would bring, and how many more people each places; most first.
    #[serde(skip)]
    pub changes: Vec<(Message, u64)>,
    /// Whether who asks needs to know all of its people.
    #[serde(skip)]
    pub known: bool,
}

/// A dong of the city.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dong {
    /// Which.
    pub area: AreaCode,
    /// Its name.
    pub name: String,
    /// The part most of its people fall to. Of how many is not told: the board is another table of the same people.
    #[serde(with = "word_if_any")]
    pub class: Option<MismatchKind>,
    /// Who seeks; told only where all of them may be seen.
    pub seekers: Option<u64>,
    /// Free heads.
    pub heads: u64,
}

/// The index at one fineness, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// Cells that hold anybody or anything.
    pub cells: u64,
    /// The index.
    pub index: u32,
    /// What this fineness adds to the one above.
    pub added: u32,
    /// What mere chance would make of the same cells, on average.
    pub chance: u32,
    /// The span in which nine of ten blind deals lie.
    pub span: (u32, u32),
    /// What is left of it beyond chance.
    pub beyond: u32,
}

/// What is lost where kinds of work differ in pay and in how easily people are hired, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Differing {
    /// Of the worth of all hires.
    pub worth: i32,
    /// Of hires; under 0 where fewer dear ones would be worth more.
    pub hires: i32,
    /// Kinds of work whose ease is known from the hires of the year before.
    pub own_ease: u64,
    /// Kinds of work.
    pub works: u64,
}

/// A family of conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lever {
    /// Which.
    #[serde(with = "word")]
    pub family: Family,
    /// How many more easing it alone would place.
    pub alone: Option<u64>,
    /// Its share of what easing all would bring (Shapley), in tenths of a person.
    pub share_tenths: Option<i64>,
}

/// Whose needs to be known by the one who asks, in the order of the count's people.
pub(super) struct Seen(Vec<bool>);

impl Seen {
    pub(super) fn of(known: Vec<bool>) -> Self {
        Self(known)
    }

    pub(super) fn nobody(counted: &Counted) -> Self {
        Self(vec![false; counted.people.len()])
    }

    fn everybody(&self) -> bool {
        !self.0.is_empty() && self.0.iter().all(|seen| *seen)
    }
}

/// The board as somebody may see it who needs to know `seen`.
pub(super) fn board(app: &App, counted: &Counted, seen: &Seen) -> Board {
    let least = app.city.ledger().least_shown;
    let floor = u64::try_from(least).unwrap_or(0);
    let (lines, table) = &counted.public;
    let everybody = seen.everybody();
    let seekers = if everybody { Some(counted.people.len() as u64) } else { table.total };
    let told = |n: u64| everybody || n == 0 || n >= floor;
    let (hidden, hidden_dongs) = hidden(counted, seen);
    let known = |at: usize| counted.lines[at].all_seekers() > 0 && !hidden.contains(&at);
    let mut lines: Vec<Line> = lines
        .iter()
        .cloned()
        .enumerate()
        .map(|(at, told)| line(app, counted, (at, told), known(at), floor))
        .collect();
    lines.sort_by_key(|line| (Reverse(line.seekers), line.occupation.clone(), line.area.clone()));
    let parts = parts(counted, table, everybody);
    // Whoever easing would place is frictional or structural: beside a hidden part such a count would bound it.
    let bounds = parts.iter().any(|part| part.persons.is_none());
    if bounds {
        lines.iter_mut().filter(|line| !line.known).for_each(|line| line.changes.clear());
    }
    Board {
        as_of: counted.at,
        seq: counted.seq,
        least,
        seekers,
        openings: counted.openings,
        heads: counted.heads,
        levers: if bounds { hidden_levers() } else { levers(counted, least, &told) },
        together: Some(counted.together()).filter(|n| !bounds && told(*n)),
        parts,
        lines,
        dongs: dongs(app, counted, &hidden_dongs),
        levels: levels(&counted.index),
        differing: counted.index.differing.map(differing),
    }
}

fn hidden_levers() -> Vec<Lever> {
    Family::all().map(|family| Lever { family, alone: None, share_tenths: None }).collect()
}

/// The places of lines, and of dongs, that hold somebody whom the one who asks need not know.
fn hidden(counted: &Counted, seen: &Seen) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let strangers = || counted.people.iter().zip(&seen.0).filter(|(_, seen)| !**seen).map(|(one, _)| one);
    (strangers().map(|one| one.line).collect(), strangers().filter_map(|one| one.dong).collect())
}

fn parts(counted: &Counted, table: &Published, everybody: bool) -> Vec<Part> {
    let exact = |kind: MismatchKind| counted.lines.iter().map(|line| line.of(kind)).sum();
    let parts = KINDS.iter().zip(&table.columns);
    parts
        .map(|(kind, told)| Part { kind: *kind, persons: if everybody { Some(exact(*kind)) } else { *told } })
        .collect()
}

fn line(app: &App, counted: &Counted, (at, told): (usize, PublishedLine), known: bool, floor: u64) -> Line {
    let counts = &counted.lines[at];
    let (class, kinds, seekers) = match known {
        true => (counts.class(), KINDS.map(|kind| Some(counts.of(kind))), Some(counts.all_seekers())),
        false => (told.class, told.kinds, told.seekers),
    };
    let areas = app.city.areas();
    let changes = counted.changes.get(&at).into_iter().flatten();
    let changes = changes.filter(|change| known || (class.is_some() && change.more >= floor));
    Line {
        occupation_name: told.cell.occupation.as_ref().map(|code| name(app, code)).unwrap_or_default(),
        area_name: told.cell.area.as_ref().map(|code| areas.name(code).to_owned()).unwrap_or_default(),
        occupation: told.cell.occupation,
        area: told.cell.area,
        class,
        reason: counts.reason().filter(|_| known),
        seekers,
        kinds,
        openings: told.openings,
        heads: told.heads,
        per_head_tenths: seekers.filter(|_| told.heads > 0).map(|n| (n * 20 / told.heads).div_ceil(2)),
        changes: changes.map(|change| (change.message.clone(), change.more)).collect(),
        known,
    }
}

fn name(app: &App, code: &OccupationCode) -> String {
    app.reference.occupations.name(code).to_owned()
}

fn dongs(app: &App, counted: &Counted, hidden: &BTreeSet<usize>) -> Vec<Dong> {
    let dong = |(at, told): (usize, &PublishedLine)| {
        let counts: &Counts = &counted.dongs[at];
        let known = counts.all_seekers() > 0 && !hidden.contains(&at);
        let area = told.cell.area.clone()?;
        Some(Dong {
            name: app.city.areas().name(&area).to_owned(),
            area,
            class: if known { counts.class() } else { told.class },
            seekers: known.then(|| counts.all_seekers()),
            heads: told.heads,
        })
    };
    counted.public_dongs.iter().enumerate().filter_map(dong).collect()
}

fn thousandths(share: f64) -> i32 {
    (share * 1_000.0).round() as i32
}

/// What each fineness adds is told as the difference of what is told, so that the bars add up.
fn levels(index: &Index) -> Vec<Level> {
    let told = |share: f64| thousandths(share.clamp(0.0, 1.0)).unsigned_abs();
    let mut above = 0;
    let level = |(cells, null): &(usize, Null)| {
        let index = told(null.level);
        Level {
            cells: *cells as u64,
            index,
            added: index.saturating_sub(std::mem::replace(&mut above, index)),
            chance: told(null.mean),
            span: (told(null.quantiles[0]), told(null.quantiles[2])),
            beyond: told(null.beyond_chance()),
        }
    };
    index.levels.iter().map(level).collect()
}

fn differing(found: matching::mismatch::printed::Differing) -> Differing {
    Differing {
        worth: thousandths(found.lost.worth),
        hires: thousandths(found.lost.hires.max(-100.0)),
        own_ease: found.own_ease as u64,
        works: found.works as u64,
    }
}

/// Shares add up to what all bring together: they are hidden like any line with a sum.
fn levers(counted: &Counted, least: i64, told: &dyn Fn(u64) -> bool) -> Vec<Lever> {
    // Tenths of a person, as the values are 5,040ths.
    let shares: Vec<i64> = counted.levers.shapley.iter().map(|value| (value + 252).div_euclid(504)).collect();
    let shown: Vec<Option<i64>> = match told(1) {
        true => shares.iter().copied().map(Some).collect(),
        false if told(counted.together()) => cr_23_suppress(&shares, least.saturating_mul(10)),
        false => vec![None; shares.len()],
    };
    // A count that alone is hidden would be known to be small: another goes with it.
    let alone = counted.alone().map(|n| i64::try_from(n).unwrap_or(i64::MAX));
    let alone = match told(1) {
        true => alone.map(Some).to_vec(),
        false => cr_23_suppress(&alone, least),
    };
    let levers = Family::all().zip(alone).zip(shown);
    levers
        .map(|((family, alone), share_tenths)| Lever {
            family,
            alone: alone.and_then(|n| u64::try_from(n).ok()),
            share_tenths,
        })
        .collect()
}

/// Who stands in a cell, by the number of the registration, with what keeps each out; only of those whom the one who asks
/// needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Their registration.
    pub id: domain::id::SeekerId,
    /// Its number.
    pub number: String,
    /// Their part.
    pub standing: Standing,
}

/// People of a cell, and as of when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Members {
    /// As of when.
    pub as_of: Timestamp,
    /// On which day.
    pub on: Date,
    /// Who, in order of their numbers.
    pub people: Vec<Member>,
}
