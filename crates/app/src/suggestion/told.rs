//! Of which openings people were told, as far as a list they saw was kept: in memory, read on from where it was read last.
//! It must not know what is made of it, and says nothing of whom it holds.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use domain::id::{OpeningId, PersonId};
use jiff::{SignedDuration, Timestamp};
use store::suggestion::Shown;

use crate::{App, Error};

/// Days after which nobody is taken to know any more what they were shown.
pub(crate) const DAYS: i64 = 90;

/// Rows written meanwhile may be a little older than the last that was read.
const LATE: SignedDuration = SignedDuration::from_mins(1);

/// People of whom it is known what they were told, with the openings: none where a list was empty.
pub type Told = BTreeMap<PersonId, BTreeSet<OpeningId>>;

/// What was read so far.
#[derive(Default)]
pub(crate) struct Kept(tokio::sync::Mutex<Option<Read>>);

struct Read {
    to: Timestamp,
    /// Change up to which whoever was erased is forgotten.
    seq: i64,
    /// When each person was last shown a list, and each opening.
    people: BTreeMap<PersonId, (Timestamp, BTreeMap<OpeningId, Timestamp>)>,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").finish_non_exhaustive()
    }
}

impl Read {
    fn new(from: Timestamp, seq: i64) -> Self {
        Self { to: from, seq, people: BTreeMap::new() }
    }

    fn add(&mut self, shown: Shown) {
        if !shown.audience.tells() {
            return;
        }
        let (last, openings) = self.people.entry(shown.person).or_insert_with(|| (shown.at, BTreeMap::new()));
        *last = shown.at.max(*last);
        for opening in shown.openings {
            let known = openings.entry(opening).or_insert(shown.at);
            *known = shown.at.max(*known);
        }
    }

    fn forget_before(&mut self, from: Timestamp) {
        self.people.retain(|_, (last, openings)| {
            openings.retain(|_, at| *at >= from);
            *last >= from
        });
    }

    fn told(&self) -> Told {
        let people = self.people.iter();
        people.map(|(person, (_, openings))| (*person, openings.keys().copied().collect())).collect()
    }
}

/// Of which openings people were told in the last [`DAYS`] days. Who does not stand there saw no list that was kept.
///
/// # Errors
/// When the store cannot be read.
pub async fn told(app: &App) -> Result<Told, Error> {
    let (store, tenant, now) = (&app.store, app.tenant, app.system_ctx().now);
    let from = since(now);
    let mut kept = app.told.0.lock().await;
    let head = store::change::head(store, tenant).await.map_err(crate::fault)?.seq;
    let read = kept.get_or_insert_with(|| Read::new(from, head));
    let start = (read.to - LATE).max(from);
    for shown in store::suggestion::shown(store, tenant, start, now).await.map_err(crate::fault)? {
        read.add(shown);
    }
    let erased = store::change::touched(store, tenant, (read.seq, head), "person_key").await;
    for person in erased.map_err(crate::fault)? {
        read.people.remove(&PersonId(person));
    }
    (read.to, read.seq) = (now, head);
    read.forget_before(from);
    Ok(read.told())
}

/// The same as it was at an instant.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn told_by(app: &App, at: Timestamp) -> Result<Told, Error> {
    let mut read = Read::new(at, 0);
    let shown = store::suggestion::shown(&app.store, app.tenant, since(at), at).await;
    shown.map_err(crate::fault)?.into_iter().for_each(|shown| read.add(shown));
    Ok(read.told())
}

fn since(at: Timestamp) -> Timestamp {
    at - SignedDuration::from_hours(24 * DAYS)
}
