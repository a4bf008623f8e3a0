//! The ledger in memory: claims as columns, kept true by the change log like every projection, and what
//! people did lately, for the finder of conspicuous patterns.
//!
//! It reads the bodies of the log's entries alone, so that it can be rebuilt by reading the log again and
//! needs nothing of nouns it does not count. The records of the centre's statistics are kept beside it, so that
//! the log is read once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};

use domain::anomaly::{Deed, Finding};
use domain::counting::{Counted, EmployerKey, Filter, Ledger, Month, Standing};
use domain::employer::Employer;
use domain::id::{MergeId, PersonId, PlacementId, ServiceId};
use domain::placement::Placement;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use store::change::Change;

use crate::statistics::Records;
use crate::{App, Error};

/// Entries of the change log read in one go.
const BATCH: i64 = 2_000;
/// Days of deeds in which patterns are looked for.
const DEEDS_DAYS: i64 = 35;

/// The projection.
#[derive(Debug, Default)]
pub(crate) struct Books {
    state: RwLock<State>,
    turn: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct State {
    seq: i64,
    ledger: Ledger,
    counted: Option<Arc<Counted>>,
    records: Records,
    deeds: Vec<Deed>,
    noted: Vec<Finding>,
}

/// Of a service, what counting asks.
#[derive(Deserialize)]
struct Service {
    person: PersonId,
    on: Date,
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
    /// Applies what the change log holds beyond what is known.
    ///
    /// # Errors
    /// When the store cannot be read; then everything stays as it was.
    pub(crate) async fn catch_up(&self, app: &App) -> Result<usize, Error> {
        let local = |at: Timestamp| app.city.zone().to_datetime(at).date();
        // One at a time: two that read the same entries would both apply them.
        let _turn = self.turn.lock().await;
        let mut applied = 0;
        loop {
            let from = self.read(|state| state.seq);
            let changes =
                store::change::after(&app.store, app.tenant, from, BATCH).await.map_err(crate::fault)?;
            let Some(last) = changes.last().map(|change| change.seq) else { return Ok(applied) };
            applied += changes.len();
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            for change in &changes {
                state.records.apply(change, local)?;
                state.apply(change)?;
            }
            state.seq = last;
        }
    }

    /// Reads the ledger with its events; they are counted again only after a change.
    pub(crate) fn with<T>(&self, read: impl FnOnce(&Ledger, &Counted, i64) -> T) -> T {
        if self.read(|state| state.counted.is_none()) {
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            if state.counted.is_none() {
                state.counted = Some(Arc::new(state.ledger.count()));
            }
        }
        self.read(|state| match &state.counted {
            Some(counted) => read(&state.ledger, counted, state.seq),
            // A change came in between: count for this reader alone.
            None => read(&state.ledger, &state.ledger.count(), state.seq),
        })
    }

    /// Patterns that were not put on the list yet; `noted` tells when they were.
    pub(crate) fn findings(&self, now: Timestamp, zone: &jiff::tz::TimeZone) -> Vec<Finding> {
        let since = now.as_millisecond() - DEEDS_DAYS * 86_400_000;
        let found = self.read(|state| {
            let lately: Vec<Deed> =
                state.deeds.iter().filter(|deed| deed.at.as_millisecond() >= since).copied().collect();
            domain::anomaly::patterns(&lately, zone)
        });
        self.unnoted(found)
    }

    /// Of these findings those that were not put on the list yet.
    pub(crate) fn unnoted(&self, mut found: Vec<Finding>) -> Vec<Finding> {
        self.read(|state| found.retain(|finding| !state.noted.contains(finding)));
        found
    }

    /// Months and channels of which conspicuously many registrations were placed, of those that began within a
    /// year.
    pub(crate) fn rates(&self, today: Date, zone: &jiff::tz::TimeZone) -> Vec<Finding> {
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
                    domain::anomaly::unusual_rate(month, channel, registered, rows, zone)
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
    fn apply(&mut self, change: &Change) -> Result<(), Error> {
        self.note_deed(change);
        match change.noun.as_str() {
            "placement" => self.ledger.put(&body::<Placement>(change)?),
            "employer" => {
                let employer: Employer = body(change)?;
                self.ledger.employer(employer.id, EmployerKey::of(&employer));
            }
            "service" => {
                let service: Service = body(change)?;
                let on = service.cancelled_at.is_none().then_some(service.on);
                self.ledger.service(ServiceId(change.noun_id), service.person, on);
            }
            "merge" => {
                let pair: Pair = body(change)?;
                let merged = pair.state.state == "merged";
                self.ledger.merge(MergeId(change.noun_id), (pair.first, pair.second), merged);
            }
            "seeker" => {
                // Most changes of a registration say nothing of a death; only that clears nothing known.
                let registration: Registration = body(change)?;
                if registration.state.state == "deceased" {
                    self.ledger.died(registration.person, registration.state.on);
                }
            }
            _ => return Ok(()),
        }
        self.counted = None;
        Ok(())
    }

    /// Keeps what a person keyed one by one; files are imported in bulk by their nature.
    fn note_deed(&mut self, change: &Change) {
        let cancel = change.verb == "cancel";
        let keyed = matches!(change.noun.as_str(), "seeker" | "placement" | "opening" | "service")
            && (cancel || change.verb == "insert")
            && change.channel != "import";
        if let (true, Some(by)) = (keyed, change.actor) {
            self.deeds.push(Deed { by, at: change.at, subject: change.noun_id, cancel });
        }
    }
}

/// What the log says of a noun after a change.
pub(crate) fn body<T: DeserializeOwned>(change: &Change) -> Result<T, Error> {
    serde_json::from_value(change.body.clone()).map_err(Error::internal)
}
