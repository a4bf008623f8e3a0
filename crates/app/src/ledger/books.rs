//! The ledger in memory: claims as columns, kept true by the change log like every projection, and what
//! people did lately, for the finder of conspicuous patterns.
//!
//! It reads the bodies of the log's entries alone, so that it can be rebuilt by reading the log again and
//! needs nothing of nouns it does not count.

use std::sync::{Arc, PoisonError, RwLock};

use domain::anomaly::{Deed, Finding};
use domain::counting::{Counted, EmployerKey, Ledger};
use domain::employer::Employer;
use domain::id::{MergeId, PersonId, ServiceId, TenantId};
use domain::placement::Placement;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use store::Store;
use store::change::Change;

use crate::Error;

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
    pub(crate) async fn catch_up(&self, store: &Store, tenant: TenantId) -> Result<usize, Error> {
        // One at a time: two that read the same entries would both apply them.
        let _turn = self.turn.lock().await;
        let mut applied = 0;
        loop {
            let from = self.read(|state| state.seq);
            let changes = store::change::after(store, tenant, from, BATCH).await.map_err(crate::fault)?;
            let Some(last) = changes.last().map(|change| change.seq) else { return Ok(applied) };
            applied += changes.len();
            let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
            for change in &changes {
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

    /// Change up to which it is true.
    pub(crate) fn seq(&self) -> i64 {
        self.read(|state| state.seq)
    }

    /// Patterns that were not put on the list yet; `noted` tells when they were.
    pub(crate) fn findings(&self, now: Timestamp, zone: &jiff::tz::TimeZone) -> Vec<Finding> {
        let since = now.as_millisecond() - DEEDS_DAYS * 86_400_000;
        self.read(|state| {
            let lately: Vec<Deed> =
                state.deeds.iter().filter(|deed| deed.at.as_millisecond() >= since).copied().collect();
            let mut found = domain::anomaly::patterns(&lately, zone);
            found.retain(|finding| !state.noted.contains(finding));
            found
        })
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

fn body<T: DeserializeOwned>(change: &Change) -> Result<T, Error> {
    serde_json::from_value(change.body.clone()).map_err(Error::internal)
}
