//! What the public pages read: open openings with their employers, the full-text index and the
//! matching market, all held in memory and rebuilt from the store.
//!
//! It follows the change log by sequence number and is never a source of truth: dropping it loses
//! nothing. Lag is the distance between the log's head and [`State::seq`].

mod abroad;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use domain::area::{AreaCode, Point};
use domain::city::City;
use domain::employer::Employer;
use domain::id::{EmployerId, NeighbourId, OpeningId, TenantId};
use domain::neighbour::Provenance;
use domain::opening::Opening;
use domain::reference::Reference;
use jiff::civil::Date;
use store::Store;
use tokio::sync::{Mutex, Notify, watch};

use crate::Error;

/// Entries of the change log read in one go.
const BATCH: i64 = 1_000;

/// An open opening with everything that lists show of it.
#[derive(Debug)]
pub struct Entry {
    /// The opening.
    pub opening: Arc<Opening>,
    /// Who offers it.
    pub employer: Arc<Employer>,
    /// Least pay per hour in won.
    pub hourly_won: Option<i64>,
    /// Least pay per month in won.
    pub monthly_won: Option<i64>,
    /// Position of the work, or of the middle of its area.
    pub point: Option<Point>,
    /// The dong of this city it is in, for the map.
    pub dong: Option<AreaCode>,
    /// Short name of the area.
    pub area_name: String,
    /// Name of the occupation.
    pub occupation_name: String,
    /// Since when it is open, in milliseconds.
    pub opened_ms: i64,
    /// The neighbouring city whose it is; `None` for our own.
    pub abroad: Option<Arc<Provenance>>,
}

/// The projection's rows.
#[derive(Debug, Default)]
pub struct State {
    /// Change up to which it is true.
    pub seq: i64,
    /// Open public openings.
    pub openings: BTreeMap<OpeningId, Arc<Entry>>,
    /// Their employers.
    pub employers: HashMap<EmployerId, Arc<Employer>>,
    /// The same openings as columns for matching.
    pub market: matching::Market,
    day: Option<Date>,
}

/// Everything that follows the change log.
pub struct Projection {
    state: RwLock<State>,
    index: search::Index,
    abroad: RwLock<State>,
    abroad_index: search::Index,
    revisions: std::sync::Mutex<HashMap<NeighbourId, i64>>,
    wake: Notify,
    /// Whose turn it is to follow the log: two at once would undo each other's place in it.
    turn: Mutex<()>,
    /// The change with which openings last changed, for those who wait for the next.
    moved: watch::Sender<i64>,
    city: Arc<City>,
    reference: &'static Reference,
}

impl std::fmt::Debug for Projection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Projection").finish_non_exhaustive()
    }
}

impl Projection {
    /// An empty projection.
    ///
    /// # Errors
    /// When the index cannot be made.
    pub fn new(city: Arc<City>, reference: &'static Reference) -> Result<Self, Error> {
        let index = || search::Index::new(reference.occupations.synonyms()).map_err(Error::internal);
        Ok(Self {
            state: RwLock::default(),
            index: index()?,
            abroad: RwLock::default(),
            abroad_index: index()?,
            revisions: std::sync::Mutex::default(),
            wake: Notify::new(),
            turn: Mutex::default(),
            moved: watch::Sender::new(0),
            city,
            reference,
        })
    }

    /// Reads the rows. Keep it short: writers wait.
    pub fn with<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Runs a query and tells for which sequence number it is true.
    pub(crate) fn search(&self, query: &search::Query) -> Result<(search::Found, i64), search::Error> {
        let seq = self.with(|state| state.seq);
        Ok((self.index.search(query)?, seq))
    }

    /// Change up to which everything here is true.
    pub fn seq(&self) -> i64 {
        self.with(|state| state.seq)
    }

    /// Tells the follower that there is something new.
    pub fn nudge(&self) {
        self.wake.notify_one();
    }

    /// Tells whenever openings have changed.
    pub(crate) fn moved(&self) -> watch::Receiver<i64> {
        self.moved.subscribe()
    }

    /// Waits for a nudge.
    pub(crate) async fn nudged(&self) {
        self.wake.notified().await;
    }

    /// Reads all open openings afresh.
    ///
    /// # Errors
    /// When the store or the index fails.
    pub async fn rebuild(&self, store: &Store, tenant: TenantId, today: Date) -> Result<(), Error> {
        let _turn = self.turn.lock().await;
        // The head is read first: what is written meanwhile is applied again, which changes nothing.
        let head = store::change::head(store, tenant).await.map_err(crate::fault)?.seq;
        let employers = store::employer::all(store, tenant).await.map_err(crate::fault)?;
        let employers: HashMap<_, _> = employers.into_iter().map(|e| (e.id, Arc::new(e))).collect();
        let openings = store::opening::all_open(store, tenant).await.map_err(crate::fault)?;
        let entries: Vec<_> = openings
            .into_iter()
            .filter(|opening| is_shown(opening, today))
            .filter_map(|opening| {
                let employer = employers.get(&opening.employer)?.clone();
                Some(self.entry(opening, employer))
            })
            .collect();
        self.replace(entries, employers, head, today)
    }

    /// Applies what the change log holds beyond [`State::seq`], and takes off what expired overnight.
    ///
    /// # Errors
    /// When the store or the index fails; the projection stays as it was and may be caught up again.
    pub async fn catch_up(&self, store: &Store, tenant: TenantId, today: Date) -> Result<usize, Error> {
        let _turn = self.turn.lock().await;
        let mut applied = 0;
        loop {
            let changes =
                store::change::after(store, tenant, self.seq(), BATCH).await.map_err(crate::fault)?;
            let Some(last) = changes.last().map(|change| change.seq) else { break };
            applied += changes.len();
            self.apply(store, tenant, today, &changes, last).await?;
        }
        if self.with(|state| state.day != Some(today)) {
            self.sweep(today)?;
        }
        Ok(applied)
    }

    async fn apply(
        &self,
        store: &Store,
        tenant: TenantId,
        today: Date,
        changes: &[store::change::Change],
        last: i64,
    ) -> Result<(), Error> {
        let of = |noun: &'static str| changes.iter().filter(move |c| c.noun == noun).map(|c| c.noun_id);
        let mut openings: Vec<OpeningId> = of("opening").map(OpeningId).collect();
        let employers: Vec<EmployerId> = of("employer").map(EmployerId).collect();
        let mut fresh = HashMap::new();
        for id in employers {
            if let Some(employer) = store::employer::find(store, tenant, id).await.map_err(crate::fault)? {
                fresh.insert(id, Arc::new(employer));
            }
        }
        // An employer's new name or address shows on all of its openings.
        self.with(|state| {
            openings.extend(
                state.openings.values().filter(|e| fresh.contains_key(&e.employer.id)).map(|e| e.opening.id),
            );
        });
        openings.sort_unstable();
        openings.dedup();

        let mut upserts = Vec::new();
        let mut removals = Vec::new();
        for id in openings {
            let found = store::opening::find(store, tenant, id).await.map_err(crate::fault)?;
            let Some(opening) = found.filter(|opening| is_shown(opening, today)) else {
                removals.push(id);
                continue;
            };
            let known = fresh.get(&opening.employer).cloned();
            let known = known.or_else(|| self.with(|state| state.employers.get(&opening.employer).cloned()));
            let employer = match known {
                Some(employer) => employer,
                None => match store::employer::find(store, tenant, opening.employer)
                    .await
                    .map_err(crate::fault)?
                {
                    Some(employer) => Arc::new(employer),
                    None => continue,
                },
            };
            fresh.insert(opening.employer, employer.clone());
            upserts.push(Arc::new(self.entry(opening, employer)));
        }
        self.commit(upserts, &removals, fresh, last)
    }

    /// Takes off what was valid until yesterday.
    fn sweep(&self, today: Date) -> Result<(), Error> {
        let expired: Vec<_> = self.with(|state| {
            state.openings.values().filter(|e| !is_shown(&e.opening, today)).map(|e| e.opening.id).collect()
        });
        let seq = self.seq();
        self.commit(Vec::new(), &expired, HashMap::new(), seq)?;
        self.state.write().unwrap_or_else(PoisonError::into_inner).day = Some(today);
        Ok(())
    }

    fn commit(
        &self,
        upserts: Vec<Arc<Entry>>,
        removals: &[OpeningId],
        employers: HashMap<EmployerId, Arc<Employer>>,
        seq: i64,
    ) -> Result<(), Error> {
        let documents: Vec<_> = upserts.iter().map(|entry| self.document(entry)).collect();
        self.index.apply(&documents, removals).map_err(Error::internal)?;
        let touched = !(upserts.is_empty() && removals.is_empty());
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        for id in removals {
            state.openings.remove(id);
            state.market.remove(*id);
        }
        for entry in upserts {
            state.market.upsert(self.job(&entry));
            state.openings.insert(entry.opening.id, entry);
        }
        state.employers.extend(employers);
        state.seq = seq;
        drop(state);
        if touched {
            self.moved.send_replace(seq);
        }
        Ok(())
    }

    fn replace(
        &self,
        entries: Vec<Entry>,
        employers: HashMap<EmployerId, Arc<Employer>>,
        seq: i64,
        today: Date,
    ) -> Result<(), Error> {
        let old: Vec<_> = self.with(|state| state.openings.keys().copied().collect());
        let documents: Vec<_> = entries.iter().map(|entry| self.document(entry)).collect();
        self.index.apply(&documents, &old).map_err(Error::internal)?;
        let market = matching::Market::build(entries.iter().map(|entry| self.job(entry)).collect());
        let openings = entries.into_iter().map(|entry| (entry.opening.id, Arc::new(entry))).collect();
        *self.state.write().unwrap_or_else(PoisonError::into_inner) =
            State { seq, openings, employers, market, day: Some(today) };
        self.moved.send_replace(seq);
        Ok(())
    }
}

/// Whether an opening stands on public lists today.
pub(crate) fn is_shown(opening: &Opening, today: Date) -> bool {
    opening.content.is_public() && opening.state.is_listed(today)
}

impl Projection {
    fn entry(&self, opening: Opening, employer: Arc<Employer>) -> Entry {
        let content = &opening.content;
        let week = content.work_time.weekly_minutes();
        let days = content.work_time.weekdays.map(|days| days.count());
        let areas = self.city.areas();
        let area = content.workplace.areas.first().and_then(|code| areas.get(code));
        let point = content.workplace.point.or_else(|| area.map(|area| area.centroid));
        let dong = content.workplace.areas.first().filter(|code| self.city.is_dong(code)).cloned();
        let dong = dong.or_else(|| content.workplace.point.and_then(|point| self.city.dong_at(point)));
        let opened_ms = match &opening.state {
            domain::opening::State::Open { since, .. } => since.as_millisecond(),
            _ => opening.created_at.as_millisecond(),
        };
        Entry {
            hourly_won: content.wage.and_then(|wage| wage.hourly_won(week, days)),
            monthly_won: content.wage.and_then(|wage| wage.monthly_won(week, days)),
            point,
            dong,
            area_name: area.map(|area| area.name.clone()).unwrap_or_default(),
            occupation_name: content
                .occupation
                .as_ref()
                .map(|code| self.reference.occupations.name(code).to_owned())
                .unwrap_or_default(),
            opened_ms,
            opening: Arc::new(opening),
            employer,
            abroad: None,
        }
    }

    fn document(&self, entry: &Entry) -> search::Document {
        let content = &entry.opening.content;
        let areas = self.city.areas();
        let confirmed_ms = match &entry.opening.state {
            domain::opening::State::Open { confirmed_at, .. } => confirmed_at.map(|at| at.as_millisecond()),
            _ => None,
        };
        let mut with_ancestors: Vec<AreaCode> =
            content.workplace.areas.iter().flat_map(|code| areas.with_ancestors(code)).collect();
        with_ancestors.sort_unstable();
        with_ancestors.dedup();
        let body = [
            content.duties.as_str(),
            &entry.occupation_name,
            &entry.area_name,
            &content.workplace.address,
            &content.workplace.station,
            &content.preference_note,
            &content.welfare_note,
            // Whoever types the word means openings that say so in a box, too.
            if content.workplace.remote { "재택근무" } else { "" },
        ];
        let lists = [&content.licences, &content.skills, &content.majors];
        let body: Vec<&str> =
            body.into_iter().chain(lists.into_iter().flatten().map(String::as_str)).collect();
        search::Document {
            id: entry.opening.id,
            title: content.title.clone(),
            employer: entry.employer.name.clone(),
            body: body.join("\n"),
            occupation: content.occupation.clone(),
            areas: with_ancestors,
            monthly_won: entry.monthly_won,
            hourly_won: entry.hourly_won,
            weekly_min: content.work_time.weekly_minutes(),
            weekdays: content.work_time.weekdays,
            point: entry.point,
            opened_ms: entry.opened_ms,
            confirmed_ms,
            doubted: entry.opening.state.doubted_since().is_some(),
            last_day: content.deadline.last_day(),
        }
    }

    fn job(&self, entry: &Entry) -> matching::Job {
        matching::Job::from_opening(&entry.opening, entry.point, self.city.areas(), self.city.stations())
    }
}
