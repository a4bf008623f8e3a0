//! What neighbouring cities share, held as our own openings are and apart from them: lists of our own, the feed, figures and
//! plans read [`State::openings`](super::State::openings) of our own and never meet these.
//!
//! It follows the revision of each neighbour, not the change log, and may be dropped and read again at any time.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError};

use domain::employer::{BusinessNumber, Employer};
use domain::id::{EmployerId, NeighbourId, OpeningId, TenantId};
use domain::opening::{Opening, Origin, State as Standing};
use jiff::Timestamp;
use store::Store;
use store::neighbour::Foreign;

use super::{Entry, Projection, State};
use crate::Error;

impl Projection {
    /// Reads the neighbours' openings. Keep it short: writers wait.
    pub fn abroad<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.abroad.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// One opening of a neighbour, unless it has expired.
    pub fn abroad_one(&self, id: OpeningId, now: Timestamp) -> Option<Arc<Entry>> {
        let found = self.abroad(|state| state.openings.get(&id).cloned());
        found.filter(|entry| entry.is_fresh(now))
    }

    /// Runs a query over the neighbours' openings.
    pub(crate) fn search_abroad(&self, query: &search::Query) -> Result<search::Found, search::Error> {
        self.abroad_index.search(query)
    }

    /// Takes over what was taken of any neighbour since, by whichever process, and lets go of what expired.
    ///
    /// # Errors
    /// When the store or the index fails; what is here stays.
    pub async fn catch_up_abroad(
        &self,
        store: &Store,
        tenant: TenantId,
        now: Timestamp,
    ) -> Result<usize, Error> {
        let mut changed = 0;
        for (neighbour, revision, _) in store::neighbour::pulls(store, tenant).await.map_err(crate::fault)? {
            let known = self.revision(neighbour);
            if known == revision {
                continue;
            }
            // Set back by a restored copy: everything is read again.
            let after = if known > revision { 0 } else { known };
            let rows = store::neighbour::changed(store, tenant, neighbour, after).await;
            let rows = rows.map_err(crate::fault)?;
            let ids = store::neighbour::ids(store, tenant, neighbour).await.map_err(crate::fault)?;
            let ids: BTreeSet<OpeningId> = ids.into_iter().collect();
            let gone: Vec<OpeningId> = self.abroad(|state| {
                let own = state.openings.values().filter(|entry| entry.is_of(neighbour));
                own.map(|entry| entry.opening.id).filter(|id| !ids.contains(id)).collect()
            });
            let fresh: Vec<Arc<Entry>> =
                rows.into_iter().map(|(id, foreign)| Arc::new(self.foreign(id, foreign))).collect();
            changed += fresh.len() + gone.len();
            self.commit_abroad(fresh, &gone)?;
            let mut revisions = self.revisions.lock().unwrap_or_else(PoisonError::into_inner);
            revisions.insert(neighbour, revision);
        }
        let expired: Vec<OpeningId> = self.abroad(|state| {
            let old = state.openings.values().filter(|entry| !entry.is_fresh(now));
            old.map(|entry| entry.opening.id).collect()
        });
        if !expired.is_empty() {
            changed += expired.len();
            self.commit_abroad(Vec::new(), &expired)?;
        }
        Ok(changed)
    }

    fn revision(&self, neighbour: NeighbourId) -> i64 {
        let revisions: &HashMap<NeighbourId, i64> =
            &self.revisions.lock().unwrap_or_else(PoisonError::into_inner);
        revisions.get(&neighbour).copied().unwrap_or(0)
    }

    fn commit_abroad(&self, fresh: Vec<Arc<Entry>>, gone: &[OpeningId]) -> Result<(), Error> {
        let documents: Vec<_> = fresh.iter().map(|entry| self.document(entry)).collect();
        self.abroad_index.apply(&documents, gone).map_err(Error::internal)?;
        let mut state = self.abroad.write().unwrap_or_else(PoisonError::into_inner);
        for id in gone {
            state.openings.remove(id);
            state.market.remove(*id);
        }
        for entry in fresh {
            state.market.upsert(self.job(&entry));
            state.openings.insert(entry.opening.id, entry);
        }
        Ok(())
    }

    /// What a neighbour told, as an entry of a list. Its id is ours, and its employer is nobody on record here.
    fn foreign(&self, id: OpeningId, foreign: Foreign) -> Entry {
        let Foreign { shown, provenance } = foreign;
        let number = shown.business_number.as_deref().and_then(|text| BusinessNumber::parse(text).ok());
        let employer = Employer {
            business_number: number,
            address: shown.content.workplace.address.clone(),
            area: shown.content.workplace.areas.first().cloned(),
            ..Employer::named(EmployerId(id.0), shown.employer.as_str())
        };
        let since = match &shown.state {
            Standing::Open { since, .. } => *since,
            _ => provenance.received_at,
        };
        let opening = Opening {
            id,
            employer: employer.id,
            content: shown.content,
            state: shown.state,
            origin: Origin {
                number: shown.number,
                received_on: self.city.zone().to_datetime(since).date(),
                channel: domain::actor::Channel::Connector,
                received_by: None,
                organisation: None,
                wanted_auth_no: None,
                info_service: String::new(),
                source: provenance.city.clone(),
                source_key: shown.id.to_string(),
                source_digest: String::new(),
                licence: provenance.licence.clone(),
            },
            worsened: Vec::new(),
            reopened: None,
            version: 1,
            created_at: since,
            updated_at: shown.updated_at,
            law: None,
        };
        let mut entry = self.entry(opening, Arc::new(employer));
        // A place or a work that our tables do not know is told in the neighbour's own words.
        let own = |known: String, told: String| if known.is_empty() { told } else { known };
        entry.area_name = own(entry.area_name, shown.area_name);
        entry.occupation_name = own(entry.occupation_name, shown.occupation_name);
        entry.abroad = Some(Arc::new(provenance));
        entry
    }
}

impl Entry {
    fn is_of(&self, neighbour: NeighbourId) -> bool {
        self.abroad.as_ref().is_some_and(|from| from.neighbour == neighbour)
    }

    /// Whether it may still be shown: what is our own is judged by its day.
    pub(crate) fn is_fresh(&self, now: Timestamp) -> bool {
        self.abroad.as_ref().is_none_or(|from| from.expires_at > now)
    }
}
