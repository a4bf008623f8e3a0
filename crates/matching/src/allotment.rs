//! Who is suggested which openings where heads are few: the market of rich profiles put into the engine's columns, allocated,
//! shown by the city's rules, and every pair judged again by the rich rules before it is told. Nobody's own search is asked here.
//!
//! Rows come in the order of their ids; the answer is the same on any number of threads. It must not know people beyond their
//! wishes and abilities, the store or the clock.

mod coding;

use domain::id::{OpeningId, SeekerId};

use crate::candidate::Candidate;
use crate::engine::{
    Allocation, Columns, NONE, OpeningIndex, Origin, Path, SeekerIndex, Showing, Shown, Terms, allocate,
    reallocate, show,
};
use crate::job::Job;
use crate::market::Market;

pub use coding::Coding;

/// How lists are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Most openings a person is shown.
    pub most: usize,
    /// Fewest, for whoever has as many.
    pub least: usize,
    /// Times its free heads that an opening is shown, in hundredths.
    pub times_percent: u32,
    /// Threads.
    pub threads: usize,
}

/// An opening to be shown.
#[derive(Debug, Clone)]
pub struct Offered {
    /// What it offers.
    pub job: Job,
    /// Free heads.
    pub heads: u32,
    /// Share of applications its employer answers, 1 to 100.
    pub answered_percent: u8,
    /// Referrals to it that wait for an answer.
    pub under_way: u32,
}

/// An opening on a person's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub opening: OpeningId,
    /// 0 to 10,000, by the rich rules.
    pub score: i32,
    /// Whether a head of it is meant for this person.
    pub meant: bool,
}

/// What an opening's heads are worth, and to how many it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Priced {
    /// Which.
    pub opening: OpeningId,
    /// Free heads.
    pub heads: u32,
    /// Points by which one more head would raise the sum of all scores.
    pub price: i32,
    /// To how many it is shown, referrals under way included.
    pub shown: u32,
}

/// What somebody gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Who.
    pub seeker: SeekerId,
    /// What they are shown, in order.
    pub places: Vec<Place>,
    /// Points by which one more person like them would raise the sum of all scores.
    pub worth: i32,
    /// How many openings fit them, as far as they were looked up: no fewer than the longest list where there are as many.
    pub choice: u16,
}

/// All lists.
#[derive(Debug, Clone, Default)]
pub struct Allotment {
    /// By person, in the order of ids.
    pub people: Vec<Listed>,
    /// By opening, in the order of ids.
    pub openings: Vec<Priced>,
    /// Pairs that fitted in columns and not by the rich rules, left out.
    pub dropped: u32,
    /// Whether it was carried over from one before.
    pub carried: bool,
    before: Before,
}

/// What a later allotment begins from.
#[derive(Debug, Clone, Default)]
struct Before {
    coding: Option<Coding>,
    columns: Columns,
    allocation: Allocation,
}

/// Share of rows that may be new before all is made afresh, in hundredths.
const NEW_PERCENT: usize = 20;

/// Makes lists of everybody. Both sides come in rising order of ids, and the market holds the same openings. `before` is
/// begun from where it is still much the same market; without it everything is made afresh.
pub fn allot(
    market: &Market,
    offered: &[Offered],
    people: &[(SeekerId, &Candidate)],
    rules: &Rules,
    before: Option<&Allotment>,
) -> Allotment {
    if offered.is_empty() || people.is_empty() {
        return Allotment {
            people: people.iter().map(|(id, _)| nobody(*id)).collect(),
            ..Allotment::default()
        };
    }
    let kept = before.and_then(|before| carried(offered, people, before));
    let (coding, columns, origin) = kept.unwrap_or_else(|| {
        let candidates: Vec<Candidate> = people.iter().map(|(_, one)| (*one).clone()).collect();
        let coding = Coding::new(offered.iter().map(|one| &one.job), &candidates);
        let columns = columns(&coding, offered, people);
        (coding, columns, None)
    });
    let (openings, seekers) = (OpeningIndex::build(&columns), SeekerIndex::build(&columns));
    let terms = Terms { threads: rules.threads, ..Terms::default() };
    let allocation = match (&origin, before) {
        // Nothing moved: what was found stands, to the point.
        (Some(origin), Some(before)) if unmoved(origin, &before.before) => before.before.allocation.clone(),
        (Some(origin), Some(before)) => {
            reallocate(&columns, &openings, &seekers, &before.before.allocation, origin, &terms)
        }
        _ => allocate(&columns, &openings, &seekers, &terms),
    };
    let answered: Vec<u8> = offered.iter().map(|one| one.answered_percent).collect();
    let under_way: Vec<u32> = offered.iter().map(|one| one.under_way).collect();
    let showing = Showing {
        most: rules.most,
        least: rules.least,
        times_percent: rules.times_percent,
        answered_percent: &answered,
        under_way: &under_way,
        threads: rules.threads,
        path: Path::Best,
    };
    let shown = show(&columns, &openings, &allocation, &showing);
    let mut told = verified(market, offered, people, &allocation, &shown);
    told.carried = origin.is_some();
    told.before = Before { coding: Some(coding), columns, allocation };
    told
}

/// The columns of a market.
pub fn columns(coding: &Coding, offered: &[Offered], people: &[(SeekerId, &Candidate)]) -> Columns {
    let mut columns = Columns { tree: coding.tree().clone(), skills: coding.skills(), ..Columns::default() };
    offered.iter().for_each(|one| columns.openings.push(coding.opening(&one.job, one.heads)));
    people.iter().for_each(|(_, one)| columns.seekers.push(coding.seeker(one)));
    columns
}

/// The columns of now by the dictionaries of before, and where each row comes from; nothing when too much is new.
fn carried(
    offered: &[Offered],
    people: &[(SeekerId, &Candidate)],
    before: &Allotment,
) -> Option<(Coding, Columns, Option<Origin>)> {
    let coding = before.before.coding.as_ref()?;
    let (old, now) = (&before.before.columns, columns(coding, offered, people));
    let origin = Origin {
        openings: origins(
            &mut before.openings.iter().map(|one| one.opening),
            &mut offered.iter().map(|one| one.job.id),
            &|was, is| old.openings.row(was) == now.openings.row(is),
        ),
        seekers: origins(
            &mut before.people.iter().map(|one| one.seeker),
            &mut people.iter().map(|(id, _)| *id),
            &|was, is| old.seekers.row(was) == now.seekers.row(is),
        ),
    };
    let new = |rows: &[u32]| rows.iter().filter(|row| **row == NONE).count() * 100 > rows.len() * NEW_PERCENT;
    if new(&origin.openings) || new(&origin.seekers) {
        return None;
    }
    Some((coding.clone(), now, Some(origin)))
}

/// Whether every row is where it was.
fn unmoved(origin: &Origin, before: &Before) -> bool {
    let still =
        |rows: &[u32], old: usize| rows.len() == old && rows.iter().zip(0..).all(|(row, at)| *row == at);
    still(&origin.openings, before.columns.openings.len())
        && still(&origin.seekers, before.columns.seekers.len())
}

/// The row before of each row now, by rising ids; none where it is new or not the same.
fn origins<I: Ord>(
    old: &mut dyn Iterator<Item = I>,
    now: &mut dyn Iterator<Item = I>,
    same: &dyn Fn(usize, usize) -> bool,
) -> Vec<u32> {
    let mut old = old.enumerate().peekable();
    let row = |(at, id): (usize, I)| {
        while old.next_if(|(_, known)| *known < id).is_some() {}
        let was = old.next_if(|(_, known)| *known == id).filter(|(was, _)| same(*was, at));
        was.and_then(|(was, _)| u32::try_from(was).ok()).unwrap_or(NONE)
    };
    now.enumerate().map(row).collect()
}

fn nobody(seeker: SeekerId) -> Listed {
    Listed { seeker, places: Vec::new(), worth: 0, choice: 0 }
}

/// Only what the rich rules call a match, with their score.
fn verified(
    market: &Market,
    offered: &[Offered],
    people: &[(SeekerId, &Candidate)],
    allocation: &Allocation,
    shown: &Shown,
) -> Allotment {
    let mut dropped = 0;
    let mut counted = vec![0u32; offered.len()];
    let mut told = Vec::with_capacity(people.len());
    for (at, (id, candidate)) in people.iter().enumerate() {
        let mut places = Vec::with_capacity(shown.lists[at].len());
        for (row, _) in &shown.lists[at] {
            let opening = offered[*row as usize].job.id;
            match market.matched(candidate, opening) {
                Some(found) => {
                    let meant = allocation.opening_of[at] == *row;
                    places.push(Place { opening, score: found.score, meant });
                    counted[*row as usize] += 1;
                }
                None => dropped += 1,
            }
        }
        let (worth, choice) = (allocation.seeker_prices[at], shown.choice[at]);
        told.push(Listed { seeker: *id, places, worth, choice });
    }
    let priced = |(at, one): (usize, &Offered)| Priced {
        opening: one.job.id,
        heads: one.heads,
        price: allocation.opening_prices[at],
        shown: counted[at] + one.under_way,
    };
    Allotment {
        people: told,
        openings: offered.iter().enumerate().map(priced).collect(),
        dropped,
        ..Allotment::default()
    }
}

impl Allotment {
    /// What somebody is shown, if they are known.
    pub fn of(&self, seeker: SeekerId) -> Option<&Listed> {
        let at = self.people.binary_search_by_key(&seeker, |one| one.seeker).ok()?;
        self.people.get(at)
    }

    /// What is known of an opening.
    pub fn priced(&self, opening: OpeningId) -> Option<&Priced> {
        let at = self.openings.binary_search_by_key(&opening, |one| one.opening).ok()?;
        self.openings.get(at)
    }

    /// FNV-1a over all lists and prices.
    pub fn hash(&self) -> u64 {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        let mut add = |bytes: &[u8]| {
            for byte in bytes {
                hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        };
        for one in &self.people {
            add(one.seeker.0.as_bytes());
            add(&one.worth.to_le_bytes());
            for place in &one.places {
                add(place.opening.0.as_bytes());
                add(&place.score.to_le_bytes());
                add(&[u8::from(place.meant)]);
            }
        }
        for one in &self.openings {
            add(one.opening.0.as_bytes());
            add(&one.price.to_le_bytes());
        }
        hash
    }
}
