//! The ledger in memory: claims as columns, kept true by the change log like every projection, and what
//! people did lately, for the finder of conspicuous patterns.
//!
//! It begins with the rows, which hold the last of every body, and goes on with the log's entries alone; it needs
//! nothing of nouns it does not count. The records of the centre's statistics are kept beside it, so that both
//! are true at the same entry.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use domain::anomaly::{Bounds, Deed, Finding, What};
use domain::counting::{Counted, EmployerKey, Filter, Given, Ledger, Month, Standing};
use domain::employer::Employer;
use domain::id::{MergeId, PersonId, PlacementId, ServiceId, TenantId};
use domain::merge::MergeName;
use domain::organisation::Organisation;
use domain::placement::Placement;
use domain::policy::Scope;
use domain::seeker::State as Life;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use store::Store;
use store::change::Change;

use super::close::Closes;
use super::read::Cutting;
use crate::statistics::Records;
use crate::{App, Error};

/// Cuts whose figures are kept until something changes.
const CUTTINGS: usize = 32;
/// Rows, or entries of the change log, read in one go.
pub(super) const BATCH: i64 = 2_000;
/// From so many entries behind on, the rows are read anew: they come in the order in which they are kept, while each
/// entry of the log would push aside half of what is there.
const FAR: i64 = 50_000;
/// How far back patterns are looked for: the whole of a month that is over, for two weeks after it.
const DEEDS: SignedDuration = SignedDuration::from_hours(45 * 24);

/// The projection.
#[derive(Debug, Default)]
pub(crate) struct Books {
    state: RwLock<State>,
    pub(crate) turn: tokio::sync::Mutex<()>,
    counting: Mutex<()>,
}

/// What the books hold, and up to where.
#[derive(Debug, Default)]
pub(super) struct State {
    /// Whether it began with the rows.
    filled: bool,
    seq: i64,
    /// The day of which `counted` tells: work begins as days go by.
    today: Date,
    ledger: Ledger,
    counted: Option<Arc<Counted>>,
    /// What was drawn up of these events, by cut and day.
    cuttings: Vec<(Filter, Date, Arc<Cutting>)>,
    /// The closed months as they stood at an entry of the log, on a day.
    closes: Option<(i64, Date, Arc<Closes>)>,
    records: Records,
    deeds: Vec<Deed>,
    noted: Vec<Finding>,
}

/// Of a service, what counting asks.
#[derive(Deserialize)]
struct Service {
    person: PersonId,
    on: Date,
    created_at: Timestamp,
    cancelled_at: Option<Timestamp>,
}

/// Of a pair of records, what counting asks.
#[derive(Deserialize)]
struct Pair {
    first: PersonId,
    second: PersonId,
    state: Named,
}

/// Of a registration, what counting asks.
#[derive(Deserialize)]
struct Registration {
    person: PersonId,
    state: Named,
}

#[derive(Deserialize)]
struct Named {
    state: String,
    on: Option<Date>,
}

impl Books {
    /// As at a start, before anything was gathered.
    #[cfg(feature = "testing")]
    pub(crate) fn forget(&self) {
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = State::default();
    }

    /// Applies what the change log holds beyond what is known.
    ///
    /// # Errors
    /// When the store cannot be read; then everything stays as it was.
    pub(crate) async fn catch_up(&self, app: &App) -> Result<usize, Error> {
        let local = |at: Timestamp| app.city.zone().to_datetime(at).date();
        self.turn_to(app.system_ctx().today());
        // One at a time: two that read the same entries would both apply them.
        let empty = !self.is_filled();
        let _turn = crate::follow::turn(&self.turn, empty).await?;
        let mut applied = 0;
        let head = store::change::head(&app.store, app.tenant).await.map_err(crate::fault)?.seq;
        if !self.is_filled() || head - self.seq() > FAR {
            applied = self.fill(app).await?;
        }
        loop {
            let from = self.read(|state| state.seq);
            let changes =
                store::change::after(&app.store, app.tenant, from, BATCH).await.map_err(crate::fault)?;
            let Some(last) = changes.last().map(|change| change.seq) else { return Ok(applied) };
            applied += changes.len();
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            for change in &changes {
                state.apply(change, local)?;
            }
            state.seq = last;
            state.forget_old_deeds();
        }
    }

    /// Whether it holds what the rows say, so that nobody who looks must wait.
    pub(crate) fn is_filled(&self) -> bool {
        self.read(|state| state.filled)
    }

    /// The entry of the log up to which it is kept.
    pub(super) fn seq(&self) -> i64 {
        self.read(|state| state.seq)
    }

    /// The day of which it tells.
    pub(super) fn today(&self) -> Date {
        self.read(|state| state.today)
    }

    /// On another day other work has begun.
    fn turn_to(&self, today: Date) {
        if self.read(|state| state.today) != today {
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            (state.today, state.counted) = (today, None);
        }
    }

    /// Begins with the rows; gives the number of entries of the log that they stand for.
    async fn fill(&self, app: &App) -> Result<usize, Error> {
        let (store, tenant) = (&app.store, app.tenant);
        let grace = app.city.reminders().service_recorded_days;
        // The head is read first: what is written meanwhile is applied again, which changes nothing.
        let head = store::change::head(store, tenant).await.map_err(crate::fault)?.seq;
        let today = app.system_ctx().today();
        let mut state =
            State { filled: true, seq: head, today, ledger: Ledger::with_grace(grace), ..State::default() };
        for employer in store::employer::all(store, tenant).await.map_err(crate::fault)? {
            state.ledger.employer(employer.id, EmployerKey::of(&employer));
        }
        for body in store::organisation::all(store, tenant).await.map_err(crate::fault)? {
            if body.successor.is_some() {
                state.ledger.succeed(body.id, body.successor);
            }
        }
        let mut last = None;
        loop {
            let rows = store::placement::after(store, tenant, last, BATCH).await.map_err(crate::fault)?;
            let Some(end) = rows.last() else { break };
            last = Some(end.id);
            rows.iter().for_each(|placement| state.ledger.put(placement));
        }
        let mut last = None;
        loop {
            let rows = store::service::after(store, tenant, last, BATCH).await.map_err(crate::fault)?;
            let Some(end) = rows.last() else { break };
            last = Some(end.id);
            for service in &rows {
                let recorded_on = app.city.zone().to_datetime(service.created_at).date();
                state.ledger.service(service.id, service.person, Some(Given { on: service.on, recorded_on }));
            }
        }
        let mut known = 0;
        loop {
            let merged =
                store::merge::list(store, tenant, Scope::Everyone, MergeName::Merged, BATCH as usize, known)
                    .await;
            let (pairs, _) = merged.map_err(crate::fault)?;
            if pairs.is_empty() {
                break;
            }
            known += pairs.len();
            pairs.iter().for_each(|pair| state.ledger.merge(pair.id, (pair.first, pair.second), true));
        }
        for (person, at) in store::erasure::all(store, tenant).await.map_err(crate::fault)? {
            state.ledger.erased(person, app.city.zone().to_datetime(at).date());
        }
        for gone in store::seeker::deceased(store, tenant).await.map_err(crate::fault)? {
            if let Life::Deceased { on, .. } = gone.state {
                state.ledger.died(gone.person, Some(on));
            }
        }
        state.records.fill(app).await?;
        state.fill_deeds(store, tenant).await?;
        *self.state.write().unwrap_or_else(PoisonError::into_inner) = state;
        usize::try_from(head).map_err(Error::internal)
    }

    /// Catches up and counts, for whoever is about to read. Counting takes most of a second in a large city: it does so
    /// on a thread that may wait.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub(crate) async fn ready(self: &Arc<Self>, app: &App) -> Result<(), Error> {
        self.catch_up(app).await?;
        if self.read(|state| state.counted.is_some()) {
            return Ok(());
        }
        let books = self.clone();
        tokio::task::spawn_blocking(move || books.count()).await.map_err(Error::internal)
    }

    /// Reads the ledger with its events; they are counted again only after a change.
    pub(crate) fn with<T>(&self, read: impl FnOnce(&Ledger, &Counted, i64) -> T) -> T {
        self.with_records(|ledger, counted, _, seq| read(ledger, counted, seq))
    }

    /// The same with the records of the centre's work, as of the same entry.
    pub(crate) fn with_records<T>(&self, read: impl FnOnce(&Ledger, &Counted, &Records, i64) -> T) -> T {
        self.count();
        self.read(|state| match &state.counted {
            Some(counted) => read(&state.ledger, counted, &state.records, state.seq),
            // A change came in between: count for this reader alone.
            None => read(&state.ledger, &state.ledger.count_on(state.today), &state.records, state.seq),
        })
    }

    /// Counts once after a change, however many wait for it, and while others read.
    fn count(&self) {
        let _one = self.counting.lock().unwrap_or_else(PoisonError::into_inner);
        if self.read(|state| state.counted.is_some()) {
            return;
        }
        let (seq, today, counted) =
            self.read(|state| (state.seq, state.today, Arc::new(state.ledger.count_on(state.today))));
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if (state.seq, state.today) == (seq, today) {
            state.counted = Some(counted);
        }
    }

    /// The figures of a cut on a day and the change up to which they are true; drawn up once after a change.
    pub(super) fn cutting(&self, filter: &Filter, today: Date) -> (Arc<Cutting>, i64) {
        let known = self.read(|state| {
            let mut all = state.cuttings.iter();
            let one = all.find(|(of, on, _)| of == filter && *on == today)?;
            Some((one.2.clone(), state.seq))
        });
        if let Some(known) = known {
            return known;
        }
        let (fresh, seq) =
            self.with(|ledger, counted, seq| (Arc::new(Cutting::of(ledger, counted, filter, today)), seq));
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if state.seq == seq && state.counted.is_some() {
            let surplus = (state.cuttings.len() + 1).saturating_sub(CUTTINGS);
            state.cuttings.drain(..surplus);
            state.cuttings.push((filter.clone(), today, fresh.clone()));
        }
        (fresh, seq)
    }

    /// The closed months, if nothing has changed since they were read.
    pub(super) fn closes(&self, today: Date) -> Option<Arc<Closes>> {
        self.read(|state| match &state.closes {
            Some((seq, on, closes)) if (*seq, *on) == (state.seq, today) => Some(closes.clone()),
            _ => None,
        })
    }

    /// Remembers them.
    pub(super) fn keep_closes(&self, seq: i64, today: Date, closes: &Arc<Closes>) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        state.closes = Some((seq, today, closes.clone()));
    }

    /// Patterns that were not put on the list yet; `noted` tells when they were.
    pub(crate) fn findings(
        &self,
        now: Timestamp,
        zone: &jiff::tz::TimeZone,
        bounds: &Bounds,
    ) -> Vec<Finding> {
        let found = self.read(|state| {
            let lately: Vec<Deed> =
                state.deeds.iter().filter(|deed| deed.at >= now - DEEDS).copied().collect();
            domain::anomaly::patterns(&lately, zone, bounds)
        });
        self.unnoted(found)
    }

    /// Who took back conspicuously much in the last month that is over, while all of it is remembered.
    pub(crate) fn cancel_rates(
        &self,
        now: Timestamp,
        zone: &jiff::tz::TimeZone,
        bounds: &Bounds,
    ) -> Vec<Finding> {
        let this = zone.to_datetime(now).date().first_of_month();
        let month = Month::of(this.saturating_sub(jiff::Span::new().days(1)));
        match zone.to_timestamp(month.first().at(0, 0, 0, 0)) {
            Ok(begins) if begins >= now - DEEDS => {
                self.read(|state| domain::anomaly::cancel_rates(month, &state.deeds, zone, bounds))
            }
            _ => Vec::new(),
        }
    }

    /// Of these findings those that were not put on the list yet.
    pub(crate) fn unnoted(&self, mut found: Vec<Finding>) -> Vec<Finding> {
        self.read(|state| found.retain(|finding| !state.noted.contains(finding)));
        found
    }

    /// Months and channels of which conspicuously many registrations were placed, of those that began within a
    /// year.
    pub(crate) fn rates(&self, today: Date, zone: &jiff::tz::TimeZone, bounds: &Bounds) -> Vec<Finding> {
        let filter = Filter { standing: Some(Standing::Confirmed), ..Filter::default() };
        let placed: BTreeMap<PersonId, PlacementId> =
            self.with(|ledger, counted, _| ledger.people(counted, &filter).into_iter().collect());
        let now = Month::of(today);
        let since = Month::of(today.saturating_sub(jiff::Span::new().months(12)));
        self.read(|state| {
            let cohorts = state.records.registrations();
            let ended = cohorts.into_iter().filter(|((month, _), _)| (since..now).contains(month));
            ended
                .filter_map(|((month, channel), people)| {
                    let people: BTreeSet<PersonId> = people.into_iter().collect();
                    let rows = people.iter().filter_map(|person| placed.get(person)).map(|id| id.0).collect();
                    let registered = i64::try_from(people.len()).ok()?;
                    domain::anomaly::unusual_rate(month, channel, registered, rows, zone, bounds)
                })
                .collect()
        })
    }

    /// Reads the records of the centre's work.
    pub(crate) fn records<T>(&self, read: impl FnOnce(&Records) -> T) -> T {
        self.read(|state| read(&state.records))
    }

    /// Remembers what is on the list.
    pub(crate) fn noted(&self, findings: Vec<Finding>) {
        self.state.write().unwrap_or_else(PoisonError::into_inner).noted.extend(findings);
    }

    fn read<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    /// Empty books in which a service counts if it is on record so many days after the start.
    pub(super) fn with_grace(days: i32) -> Self {
        Self { ledger: Ledger::with_grace(days), ..Self::default() }
    }

    /// What was kept.
    pub(super) fn into_kept(self) -> (Ledger, Records) {
        (self.ledger, self.records)
    }

    /// Follows an entry of the log.
    pub(super) fn apply(&mut self, change: &Change, local: impl Fn(Timestamp) -> Date) -> Result<(), Error> {
        self.records.apply(&change.noun, change.noun_id, &change.body, &local)?;
        self.note_deed(change);
        match change.noun.as_str() {
            "placement" => self.ledger.put(&body::<Placement>(change)?),
            "person_key" => self.ledger.erased(PersonId(change.noun_id), local(change.at)),
            "employer" => {
                let employer: Employer = body(change)?;
                self.ledger.employer(employer.id, EmployerKey::of(&employer));
            }
            "organisation" => {
                let known: Organisation = body(change)?;
                self.ledger.succeed(known.id, known.successor);
            }
            "service" => {
                let service: Service = body(change)?;
                let given = Given { on: service.on, recorded_on: local(service.created_at) };
                let given = service.cancelled_at.is_none().then_some(given);
                self.ledger.service(ServiceId(change.noun_id), service.person, given);
            }
            "merge" => {
                let pair: Pair = body(change)?;
                let merged = pair.state.state == "merged";
                self.ledger.merge(MergeId(change.noun_id), (pair.first, pair.second), merged);
            }
            "seeker" => {
                // Most changes of a registration say nothing of a death; only taking the notice back clears what is known.
                let registration: Registration = body(change)?;
                if registration.state.state == "deceased" {
                    self.ledger.died(registration.person, registration.state.on);
                } else if change.verb == "revive" {
                    self.ledger.died(registration.person, None);
                }
            }
            _ => return Ok(()),
        }
        self.counted = None;
        self.cuttings.clear();
        Ok(())
    }

    /// Patterns are looked for in what was done lately; the rest is not kept.
    fn forget_old_deeds(&mut self) {
        if let Some(latest) = self.deeds.iter().map(|deed| deed.at).max() {
            self.deeds.retain(|deed| deed.at >= latest - DEEDS);
        }
    }

    /// Reads the log backwards as far as patterns are looked for.
    async fn fill_deeds(&mut self, store: &Store, tenant: TenantId) -> Result<(), Error> {
        let (mut from, mut since) = (self.seq, None);
        while from > 0 {
            let changes = store::change::until(store, tenant, from, BATCH).await.map_err(crate::fault)?;
            let (Some(newest), Some(oldest)) = (changes.first(), changes.last()) else { break };
            from = oldest.seq - 1;
            changes.iter().for_each(|change| self.note_deed(change));
            if oldest.at < *since.get_or_insert(newest.at - DEEDS) {
                break;
            }
        }
        self.deeds.sort_unstable_by_key(|deed| deed.at);
        Ok(())
    }

    /// Keeps what a person keyed one by one; files are imported in bulk by their nature.
    fn note_deed(&mut self, change: &Change) {
        let keyed = matches!(change.noun.as_str(), "seeker" | "placement" | "opening" | "service");
        let what = match (change.noun.as_str(), change.verb.as_str()) {
            (_, "cancel") => What::Cancelled,
            (_, "insert") => What::Entered,
            ("placement", "attach") => What::Proved,
            ("placement", "confirm") => What::HeardOf,
            _ => return,
        };
        // The word of the person is about what an account entered: that account is looked at, never the person.
        let by = match what {
            What::HeardOf => change.body["created_by"].as_str().and_then(|by| by.parse().ok()),
            _ => change.actor,
        };
        if let (true, Some(by)) = (keyed && change.channel != "import", by) {
            self.deeds.push(Deed { by, at: change.at, subject: change.noun_id, what });
        }
    }
}

/// What the log says of a noun after a change.
fn body<T: DeserializeOwned>(change: &Change) -> Result<T, Error> {
    serde_json::from_value(change.body.clone()).map_err(Error::internal)
}
