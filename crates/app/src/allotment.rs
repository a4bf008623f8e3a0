//! Who is suggested which openings where heads are few: worked out in the background for everybody at once when the change
//! log has moved, kept in memory, and asked for one person at a time. What was worked out is checked again when it is read,
//! so that a closed opening is never suggested; whoever is new or changed is not in it and is matched at once.
//!
//! Nobody's own search, no public list and no counsellor's look-up of an opening comes through here. It must not know how
//! columns allocate, nor pages.

mod fairness;
mod gather;
mod price;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use domain::id::{OpeningId, SeekerId};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use matching::Candidate;
use matching::allotment::{Allotment, Place, Rules, allot};
use matching::mismatch::board::Cell;

pub use self::fairness::{Fairness, Group, GroupKey, Groups, Span, Trait, TraitName, fairness, groups};
use self::gather::Gathered;
pub use self::price::{Price, Prices, prices};
use crate::{App, Error};

/// One thread: whoever reads pages meanwhile keeps the others. The answer is the same on any number.
const THREADS: usize = 1;

/// The last lists, and the turn to make the next.
#[derive(Default)]
pub(crate) struct Kept {
    last: Mutex<Option<Arc<Plan>>>,
    turn: Arc<tokio::sync::Mutex<()>>,
    begun: Mutex<Option<Timestamp>>,
    /// What the auditor was told of the lists of an entry of the log.
    audited: tokio::sync::Mutex<Option<Arc<Fairness>>>,
}

/// Says nothing of whom it holds.
impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").finish_non_exhaustive()
    }
}

impl Kept {
    pub(crate) fn last(&self) -> Option<Arc<Plan>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, plan: Arc<Plan>) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(plan);
    }
}

/// Lists of everybody at an entry of the log, on a day.
pub struct Plan {
    /// Entry of the change log up to which it is true.
    pub seq: i64,
    /// When it was gathered.
    pub at: Timestamp,
    /// On which day.
    pub on: Date,
    pub(crate) told: Allotment,
    /// What matching read of each person, in the order of the lists.
    marks: Vec<u64>,
    /// Where each person and each opening is counted.
    pub(crate) cells: (Vec<Cell>, Vec<Cell>),
}

/// Says nothing of whom it holds.
impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan").field("seq", &self.seq).finish_non_exhaustive()
    }
}

impl Plan {
    /// A figure of all lists and prices: the same for the same people and openings.
    pub fn hash(&self) -> String {
        format!("{:016x}", self.told.hash())
    }

    /// How many people have a list, how many openings were gathered, and how many suggestions there are.
    pub fn size(&self) -> (usize, usize, usize) {
        let places = self.told.people.iter().map(|one| one.places.len()).sum();
        (self.told.people.len(), self.told.openings.len(), places)
    }

    /// Pairs that were left out because they did not hold by the rules by which pages explain.
    pub fn dropped(&self) -> u32 {
        self.told.dropped
    }

    /// Whether it was carried over from the lists before it.
    pub fn carried(&self) -> bool {
        self.told.carried
    }
}

impl Plan {
    /// The list of somebody who is as they were when it was made, and has anything on it.
    pub(crate) fn listed(&self, seeker: SeekerId, candidate: &Candidate) -> Option<&[Place]> {
        let at = self.told.people.binary_search_by_key(&seeker, |one| one.seeker).ok()?;
        let listed = self.told.people.get(at).filter(|one| !one.places.is_empty())?;
        (self.marks.get(at) == Some(&candidate.mark())).then_some(listed.places.as_slice())
    }
}

/// Makes new lists and waits for them.
///
/// # Errors
/// When nothing can be gathered.
pub async fn renew(app: &App) -> Result<Arc<Plan>, Error> {
    let _turn = app.allotment.turn.lock().await;
    let (gathered, before) = (gather::now(app).await?, app.allotment.last());
    let rules = rules(app);
    let made = tokio::task::spawn_blocking(move || Arc::new(make(gathered, &rules, before.as_deref())));
    let plan = made.await.map_err(Error::internal)?;
    app.allotment.keep(plan.clone());
    Ok(plan)
}

/// Makes new lists as if there had been none.
///
/// # Errors
/// As [`renew`].
pub async fn anew(app: &App) -> Result<Arc<Plan>, Error> {
    *app.allotment.last.lock().unwrap_or_else(PoisonError::into_inner) = None;
    renew(app).await
}

/// Begins new lists on a thread that may wait, if the log has moved, nobody makes any, and the last were not begun just now.
pub(crate) async fn follow(app: &App) -> Result<(), Error> {
    let (kept, now) = (&app.allotment, app.system_ctx());
    let fresh = |plan: &Arc<Plan>| plan.seq >= app.projection.seq() && plan.on == now.today();
    if !app.pool.is_filled() || kept.last().as_ref().is_some_and(fresh) {
        return Ok(());
    }
    let wait = SignedDuration::from_secs(app.city.allotment().renew_seconds);
    let Ok(turn) = kept.turn.clone().try_lock_owned() else { return Ok(()) };
    {
        let mut begun = kept.begun.lock().unwrap_or_else(PoisonError::into_inner);
        if begun.is_some_and(|begun| now.now.duration_since(begun) < wait) {
            return Ok(());
        }
        *begun = Some(now.now);
    }
    let (gathered, rules, kept) = (gather::now(app).await?, rules(app), kept.clone());
    tokio::task::spawn_blocking(move || {
        let before = kept.last();
        kept.keep(Arc::new(make(gathered, &rules, before.as_deref())));
        drop(turn);
    });
    Ok(())
}

fn rules(app: &App) -> Rules {
    let bounds = app.city.allotment();
    Rules { most: bounds.most, least: bounds.least, times_percent: bounds.times_percent, threads: THREADS }
}

/// A pure function of what was gathered and of the lists before. What was made on another day is not gone on from: the
/// dictionaries are made anew once a day.
fn make(gathered: Gathered, rules: &Rules, before: Option<&Plan>) -> Plan {
    let Gathered { seq, at, on, market, people, offered, offered_cells } = gathered;
    let before = before.filter(|before| before.on == on).map(|before| &before.told);
    let sought: Vec<(SeekerId, &Candidate)> = people.iter().map(|one| (one.id, &one.candidate)).collect();
    let told = allot(&market, &offered, &sought, rules, before);
    let marks = people.iter().map(|one| one.candidate.mark()).collect();
    let cells = (people.into_iter().map(|one| one.cell).collect(), offered_cells);
    Plan { seq, at, on, told, marks, cells }
}

/// Referrals that wait for an answer, by opening.
pub(crate) async fn live(app: &App) -> Result<BTreeMap<OpeningId, u32>, Error> {
    let live = store::referral::live(&app.store, app.tenant).await.map_err(crate::fault)?;
    Ok(live.into_iter().map(|(opening, count)| (opening, u32::try_from(count).unwrap_or(u32::MAX))).collect())
}
