//! The same questions asked of a market of packed columns: the four parts, the index by occupation and by zone beside
//! chance, what each easing would bring.
//!
//! Columns tell no hires, so the ease of a cell is taken from how many could be placed there at once. A zone stands
//! where its openings are, and a seeker in the nearest. It must not know where columns come from.

use std::collections::BTreeMap;

use domain::id::OpeningId;
use uuid::Uuid;

use super::edges::{Edges, Hindrances, MOST_PAIRS, Pair, TooMuch};
use super::flow::Network;
use super::index::{Alpha, Heterogeneous, Stock, Weighted, heterogeneous};
use super::lever::{Levers, levers};
use super::nested::{Level, aggregated, nested};
use super::null::{Null, null};
use super::seed::SplitMix64;
use super::split::{Split, Standing, split};
use crate::constraint::ConstraintKind as C;
use crate::engine::{
    CAREER_EXPERIENCED, Columns, NO_SKILL, NO_WISH, OpeningRow, SeekerRow, UNKNOWN_PLACE, UNKNOWN_ZONE,
    WISHES_MOST, ZONES_MOST, judge,
};
use crate::score::ACCEPTABLE;

/// Blind deals beside which the index is told.
const DEALS: u32 = 199;
/// Bits of the requirement mask; all others are licences.
const MASK: [(u64, C); 4] = [
    (0x7f << 24, C::Days),
    (0x7f << 31, C::Education),
    (0xff << 38, C::EmploymentType),
    (0xff << 46, C::Hours),
];

/// Levels of the occupation tree, the broadest first.
pub const OCCUPATION_LEVELS: [&str; 4] = ["major", "sub_major", "minor", "unit"];

/// The index of one way to cut the market.
#[derive(Debug, Clone, PartialEq)]
pub struct Cut {
    /// The cells and what they add to the coarser cut.
    pub level: Level,
    /// Beside chance.
    pub null: Null,
    /// With the cells' pay as worth and their ease as efficiency.
    pub weighted: Option<Heterogeneous>,
    /// With their ease alone.
    pub eased: Option<Heterogeneous>,
}

/// What is told of a market of columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Packed {
    /// Everybody's part.
    pub split: Split,
    /// Relevant pairs.
    pub pairs: usize,
    /// By [`OCCUPATION_LEVELS`] of the first wish; empty without seekers or seats.
    pub occupations: Vec<Cut>,
    /// By unit group and zone; none where zones cannot be told apart.
    pub places: Option<Cut>,
    /// By zone alone.
    pub zones: Option<Cut>,
    /// What each easing would bring.
    pub levers: Levers,
}

/// Counts a market.
///
/// # Errors
/// [`TooMuch`] beyond the limits.
pub fn packed(columns: &Columns, threads: usize, seed: u64) -> Result<Packed, TooMuch> {
    let edges = edges(columns, threads)?;
    let network = Network::new(&edges);
    let split = split(&network);
    let ground = Ground::of(columns, &split);
    let mut seed = SplitMix64::new(seed);
    // Whoever named no work stands in no cell of work.
    let by_work = |unit: &Unit| unit.groups.map(|groups| groups.to_vec());
    let by_place = |unit: &Unit| {
        let mut path = unit.groups?.to_vec();
        path.push(unit.zone?);
        Some(path)
    };
    Ok(Packed {
        pairs: edges.pairs(),
        levers: levers(&network),
        occupations: ground.cuts(&by_work, &mut seed),
        places: ground.cuts(&by_place, &mut seed).pop(),
        zones: ground.cuts(&|unit| Some(vec![unit.zone?]), &mut seed).pop(),
        split,
    })
}

/// The relevant pairs, with what keeps them apart.
///
/// # Errors
/// [`TooMuch`] beyond the limits.
pub fn edges(columns: &Columns, threads: usize) -> Result<Edges, TooMuch> {
    let reach = Reach::of(columns);
    if reach.by_work(columns) > MOST_PAIRS as u64 {
        return Err(TooMuch::Pairs);
    }
    let id = |row: usize| OpeningId(Uuid::from_u128(row as u128));
    let heads = columns.openings.seats.iter().enumerate().map(|(row, seats)| (id(row), u32::from(*seats)));
    let can_match = |row: usize| {
        let person = columns.seekers.row(row);
        let skills = person.skills.iter().filter(|skill| **skill != NO_SKILL).count();
        skills >= 2 || person.wishes.iter().any(|wish| *wish != NO_WISH)
    };
    let can_match = (0..columns.seekers.len()).map(can_match).collect();
    let scratch = || vec![0u8; columns.openings.len()];
    let row = |met: &mut Vec<u8>, seeker: usize, pairs: &mut Vec<Pair>| {
        reach.pairs(columns, &columns.seekers.row(seeker), met, pairs);
    };
    Edges::of_rows(heads.collect(), can_match, threads, &scratch, &row)
}

/// What keeps a pair apart, whatever the score. Nothing does where and only where [`judge`] finds that it fits.
pub fn hindrances(seeker: &SeekerRow, opening: &OpeningRow) -> Hindrances {
    let lacking = opening.requires & !seeker.has;
    let licences = !MASK.iter().fold(0, |all, (bits, _)| all | bits);
    let of = |failed: bool, kind: C| if failed { Hindrances::of(&[kind]) } else { Hindrances::NONE };
    let known = seeker.x != UNKNOWN_PLACE && opening.x != UNKNOWN_PLACE;
    let away = |a: i16, b: i16| (i64::from(a) - i64::from(b)).pow(2);
    let far = seeker.radius > 0
        && known
        && away(seeker.x, opening.x) + away(seeker.y, opening.y) > i64::from(seeker.radius).pow(2);
    let zone = opening.zone == UNKNOWN_ZONE || seeker.zones >> opening.zone & 1 == 1;
    let experienced = opening.career != CAREER_EXPERIENCED || seeker.career >= opening.career_min.max(1);
    let masked =
        MASK.iter().fold(Hindrances::NONE, |set, (bits, kind)| set.and(of(lacking & bits != 0, *kind)));
    masked
        .and(of(lacking & licences != 0, C::Licence))
        .and(of(far || !zone, C::Commute))
        .and(of(seeker.pay > 0 && opening.pay > 0 && opening.pay < seeker.pay, C::Wage))
        .and(of(seeker.weekly > 0 && opening.weekly > seeker.weekly, C::WeeklyHours))
        .and(of(!experienced, C::Experience))
}

/// Openings as they are looked for: by leaf, and by skill.
struct Reach {
    rows: Vec<OpeningRow>,
    /// Opening of each place in the order of leaves, and where each leaf begins.
    by_leaf: Vec<u32>,
    leaves: Vec<u32>,
    by_skill: Vec<Vec<u32>>,
}

impl Reach {
    fn of(columns: &Columns) -> Self {
        let rows: Vec<OpeningRow> = (0..columns.openings.len()).map(|at| columns.openings.row(at)).collect();
        let mut by_leaf: Vec<u32> = (0..rows.len() as u32).collect();
        by_leaf.sort_by_key(|at| rows[*at as usize].occupation);
        let mut leaves = vec![0u32; columns.tree.len() + 1];
        rows.iter().for_each(|row| leaves[usize::from(row.occupation) + 1] += 1);
        (1..leaves.len()).for_each(|leaf| leaves[leaf] += leaves[leaf - 1]);
        let mut by_skill = vec![Vec::new(); usize::from(columns.skills)];
        for (at, row) in rows.iter().enumerate() {
            for skill in row.skills.iter().filter(|skill| **skill != NO_SKILL) {
                by_skill[usize::from(*skill)].push(at as u32);
            }
        }
        Self { rows, by_leaf, leaves, by_skill }
    }

    /// How many pairs there are by kind of work alone: so many at least.
    fn by_work(&self, columns: &Columns) -> u64 {
        let group = |wish: &u16| columns.tree.range(*wish, 2);
        let of = |range: &std::ops::Range<u16>| {
            u64::from(self.leaves[usize::from(range.end)] - self.leaves[usize::from(range.start)])
        };
        let person = |wishes: &[u16; WISHES_MOST]| {
            let mut groups: Vec<_> = wishes.iter().filter(|wish| **wish != NO_WISH).map(group).collect();
            groups.sort_by_key(|range| range.start);
            groups.dedup();
            groups.iter().map(of).sum::<u64>()
        };
        columns.seekers.wishes.iter().map(person).sum()
    }

    /// A person's pairs. `met` is nought everywhere before and after: two skills are needed, or one group.
    fn pairs(&self, columns: &Columns, person: &SeekerRow, met: &mut [u8], pairs: &mut Vec<Pair>) {
        let mut touched: Vec<u32> = Vec::new();
        let mut meet = |at: u32, weight: u8| {
            let count = &mut met[at as usize];
            if *count == 0 {
                touched.push(at);
            }
            *count = (*count + weight).min(2);
        };
        for wish in person.wishes.iter().filter(|wish| **wish != NO_WISH) {
            let range = columns.tree.range(*wish, 2);
            let (from, to) = (self.leaves[usize::from(range.start)], self.leaves[usize::from(range.end)]);
            self.by_leaf[from as usize..to as usize].iter().for_each(|at| meet(*at, 2));
        }
        for skill in person.skills.iter().filter(|skill| **skill != NO_SKILL) {
            self.by_skill[usize::from(*skill)].iter().for_each(|at| meet(*at, 1));
        }
        for at in touched {
            if std::mem::take(&mut met[at as usize]) < 2 {
                continue;
            }
            let row = &self.rows[at as usize];
            let set = hindrances(person, row);
            let suited = judge(&columns.tree, person, row).score() >= ACCEPTABLE;
            pairs.push((if suited { set } else { set.and(Hindrances::UNSUITED) }, at));
        }
    }
}

/// Seekers, or the heads of an opening, as they are counted.
struct Unit {
    /// Major, sub-major, minor and unit group.
    groups: Option<[u16; 4]>,
    zone: Option<u16>,
    stock: Stock,
    /// Won a month for all of its heads that tell it, and these heads.
    pay: (u64, u64),
    placeable: u64,
}

/// Both sides of the market.
struct Ground(Vec<Unit>);

impl Ground {
    fn of(columns: &Columns, split: &Split) -> Self {
        let tree = columns.tree.groups();
        let groups = |leaf: u16| {
            let [major, middle, minor] = *tree.get(usize::from(leaf))?;
            Some([major, middle, minor, leaf])
        };
        let zones = zones(columns);
        let offered = (0..columns.openings.len()).map(|at| {
            let row = columns.openings.row(at);
            let heads = u64::from(row.seats);
            let paid = if row.pay > 0 { (u64::from(row.pay) * heads, heads) } else { (0, 0) };
            let zone = Some(u16::from(row.zone)).filter(|_| row.zone != UNKNOWN_ZONE);
            let stock = Stock { seekers: 0, heads };
            Unit { groups: groups(row.occupation), zone, stock, pay: paid, placeable: 0 }
        });
        let sought = split.standing.iter().enumerate().map(|(at, standing)| {
            let (wish, place) =
                (columns.seekers.wishes[at][0], (columns.seekers.x[at], columns.seekers.y[at]));
            let placeable = u64::from(*standing == Standing::Placeable);
            let stock = Stock { seekers: 1, heads: 0 };
            Unit { groups: groups(wish), zone: nearest(&zones, place), stock, pay: (0, 0), placeable }
        });
        Self(offered.chain(sought).collect())
    }

    /// The index along paths, the broadest first; nothing where one side is lacking.
    fn cuts(&self, path: &dyn Fn(&Unit) -> Option<Vec<u16>>, seed: &mut SplitMix64) -> Vec<Cut> {
        let paths: Vec<(Vec<u16>, &Unit)> =
            self.0.iter().filter_map(|unit| Some((path(unit)?, unit))).collect();
        let cells: Vec<(Vec<u16>, Stock)> =
            paths.iter().map(|(path, unit)| (path.clone(), unit.stock)).collect();
        let Some(taken) = nested(&cells, Alpha::HALF) else { return Vec::new() };
        let cuts = taken.levels.into_iter().enumerate().filter_map(|(nth, level)| {
            let null = null(&aggregated(&cells, nth + 1), Alpha::HALF, DEALS, seed)?;
            let cells = weighted(&paths, nth + 1);
            let alike: Vec<Weighted> = cells.iter().map(|cell| Weighted { worth: 1, ..*cell }).collect();
            Some(Cut {
                level,
                null,
                weighted: heterogeneous(&cells, Alpha::HALF),
                eased: heterogeneous(&alike, Alpha::HALF),
            })
        });
        cuts.collect()
    }
}

/// What a cell comes to.
#[derive(Default)]
struct Tally {
    stock: Stock,
    won: u64,
    /// Heads that tell what they pay.
    paid: u64,
    placeable: u64,
}

/// The cells told up to so many keys, with their mean pay and the ease with which people are placed there.
fn weighted(paths: &[(Vec<u16>, &Unit)], keys: usize) -> Vec<Weighted> {
    let mut cells: BTreeMap<&[u16], Tally> = BTreeMap::new();
    for (path, unit) in paths {
        let cell = cells.entry(&path[..keys.min(path.len())]).or_default();
        cell.stock.seekers += unit.stock.seekers;
        cell.stock.heads += unit.stock.heads;
        cell.won += unit.pay.0;
        cell.paid += unit.pay.1;
        cell.placeable += unit.placeable;
    }
    let weigh = |cell: Tally| {
        let meet = (cell.stock.seekers as f64 * cell.stock.heads as f64).sqrt();
        let ease = if meet > 0.0 { cell.placeable as f64 / meet * 1e6 } else { 0.0 };
        let worth = cell.won.checked_div(cell.paid).unwrap_or(0);
        Weighted { stock: cell.stock, efficiency: ease.round() as u32, worth }
    };
    cells.into_values().map(weigh).collect()
}

/// Where each zone's openings lie on average, in ten metres; none where it has none that tell.
fn zones(columns: &Columns) -> Vec<Option<(i64, i64)>> {
    let mut sums = vec![(0i64, 0i64, 0i64); ZONES_MOST as usize];
    let places = columns.openings.x.iter().zip(&columns.openings.y).zip(&columns.openings.zone);
    for ((x, y), zone) in places.filter(|((x, _), zone)| **x != UNKNOWN_PLACE && **zone != UNKNOWN_ZONE) {
        let sum = &mut sums[usize::from(*zone)];
        *sum = (sum.0 + i64::from(*x), sum.1 + i64::from(*y), sum.2 + 1);
    }
    sums.into_iter().map(|(x, y, n)| (n > 0).then(|| (x / n, y / n))).collect()
}

/// The nearest zone; none where two are as near.
fn nearest(zones: &[Option<(i64, i64)>], (x, y): (i16, i16)) -> Option<u16> {
    if x == UNKNOWN_PLACE {
        return None;
    }
    let away = |(a, b): (i64, i64)| (a - i64::from(x)).pow(2) + (b - i64::from(y)).pow(2);
    let all = || zones.iter().enumerate().filter_map(|(at, zone)| Some((away((*zone)?), at)));
    let (least, at) = all().min()?;
    (all().filter(|(away, _)| *away == least).count() == 1).then_some(at as u16)
}
