//! Whom an opening may suit: of every active registration what matching reads, in memory, so that the best for
//! an opening are found without opening everybody's record.
//!
//! It holds wishes and abilities, never a name, a telephone or a day of birth; it follows the change log like
//! every projection, and forgets a person with their key.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{PoisonError, RwLock};

use domain::Ctx;
use domain::city::City;
use domain::id::{OpeningId, OrganisationId, PersonId, SeekerId, TenantId};
use domain::policy::{Relation, UseCase, authorise, kind_of};
use domain::seeker::{Consents, MediationWish, State};
use jiff::civil::Date;
use matching::{ACCEPTABLE, Candidate, Job, Market, Widened};
use store::Store;
use store::seeker::Record;

use crate::Error;

/// Entries of the change log read in one go.
const BATCH: i64 = 2_000;

/// The projection.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    people: RwLock<People>,
    pub(crate) turn: tokio::sync::Mutex<()>,
}

#[derive(Debug, Default)]
struct People {
    /// Change up to which it is true; `None` before the first look.
    seq: Option<i64>,
    wishes: BTreeMap<SeekerId, Wish>,
}

#[derive(Debug)]
struct Wish {
    person: PersonId,
    organisation: Option<OrganisationId>,
    assigned: Option<PersonId>,
    consents: Consents,
    state: State,
    /// Agreed to be registered, and did not refuse to be referred.
    referable: bool,
    candidate: Candidate,
}

impl Wish {
    fn relation(&self, ctx: &Ctx) -> Relation {
        Relation {
            person: Some(self.person),
            organisation: self.organisation,
            assigned: self.assigned,
            shared: self.consents.shared_with(kind_of(&ctx.actor)),
            ..Relation::default()
        }
    }
}

impl Pool {
    /// Applies what the change log holds beyond what is known; the first time it opens every active record once.
    ///
    /// # Errors
    /// When the store cannot be read; then everything stays as it was.
    pub(crate) async fn catch_up(&self, store: &Store, tenant: TenantId, city: &City) -> Result<(), Error> {
        let empty = !self.is_filled();
        let _turn = crate::follow::turn(&self.turn, empty).await?;
        let Some(mut seq) = self.read(|people| people.seq) else {
            return self.fill(store, tenant, city).await;
        };
        loop {
            let changes = store::change::after(store, tenant, seq, BATCH).await.map_err(crate::fault)?;
            let Some(last) = changes.last() else { return Ok(()) };
            seq = last.seq;
            let of = |noun: &'static str| changes.iter().filter(move |c| c.noun == noun).map(|c| c.noun_id);
            let touched: BTreeSet<SeekerId> = of("seeker").map(SeekerId).collect();
            let erased: BTreeSet<PersonId> = of("person_key").map(PersonId).collect();
            let mut records = Vec::with_capacity(touched.len());
            for id in touched {
                let found = store::seeker::find(store, tenant, id).await.map_err(crate::fault)?;
                records.push((id, found));
            }
            let mut people = self.people.write().unwrap_or_else(PoisonError::into_inner);
            for (id, record) in records {
                people.wishes.remove(&id);
                people.wishes.extend(record.and_then(|record| wish(city, record)));
            }
            if !erased.is_empty() {
                people.wishes.retain(|_, wish| !erased.contains(&wish.person));
            }
            people.seq = Some(seq);
        }
    }

    /// Whether it holds everybody, so that nobody who looks must wait.
    pub(crate) fn is_filled(&self) -> bool {
        self.read(|people| people.seq.is_some())
    }

    async fn fill(&self, store: &Store, tenant: TenantId, city: &City) -> Result<(), Error> {
        // The head is read first: what is written meanwhile is applied again, which changes nothing.
        let head = store::change::head(store, tenant).await.map_err(crate::fault)?.seq;
        let (mut wishes, mut last) = (BTreeMap::new(), None);
        loop {
            let records = store::seeker::active_after(store, tenant, last).await.map_err(crate::fault)?;
            let Some((end, _)) = records.last() else { break };
            last = Some(end.id);
            wishes.extend(records.into_iter().filter_map(|record| wish(city, record)));
        }
        *self.people.write().unwrap_or_else(PoisonError::into_inner) = People { seq: Some(head), wishes };
        Ok(())
    }

    /// The best for an opening among those whom who asks needs to know: at most `most` who meet every condition,
    /// then as many who fail one. Of equal points who registered first is referred first (직업안정법 시행규칙 §5).
    pub(crate) fn best(&self, ctx: &Ctx, market: &Market, opening: OpeningId, most: usize) -> Vec<SeekerId> {
        let today = ctx.today();
        let known = |wish: &Wish| authorise(&ctx.actor, UseCase::ReadMatch, wish.relation(ctx)).is_ok();
        let mut ranked: Vec<(usize, i32, SeekerId)> = self.read(|people| {
            let active = people.wishes.iter().filter(|(_, wish)| wish.state.is_active(today) && known(wish));
            let ranked = active.filter_map(|(id, wish)| {
                let (failed, score) = market.rank(&wish.candidate, opening)?;
                (failed <= 1 && score >= ACCEPTABLE).then_some((failed, -score, *id))
            });
            ranked.collect()
        });
        ranked.sort_unstable();
        let of = |failed: usize| ranked.iter().filter(move |one| one.0 == failed).take(most);
        of(0).chain(of(1)).map(|(_, _, id)| *id).collect()
    }

    /// How many who look for work fit a job, and how many more would with one condition eased.
    pub(crate) fn widen(&self, today: Date, job: &Job) -> Widened {
        self.read(|people| {
            let looking = people.wishes.values().filter(|wish| wish.referable && wish.state.is_active(today));
            matching::widen(job, &looking.map(|wish| &wish.candidate).collect::<Vec<_>>())
        })
    }

    fn read<T>(&self, read: impl FnOnce(&People) -> T) -> T {
        read(&self.people.read().unwrap_or_else(PoisonError::into_inner))
    }
}

fn wish(city: &City, (seeker, profile): Record) -> Option<(SeekerId, Wish)> {
    let (State::Active { .. }, Some(profile)) = (&seeker.state, profile) else { return None };
    let candidate = Candidate::from_profile(&profile, city.areas(), city.stations());
    let wish = Wish {
        person: seeker.person,
        organisation: seeker.organisation,
        assigned: seeker.assigned,
        state: seeker.state,
        referable: profile.consents.registration.is_some()
            && profile.mediation != Some(MediationWish::Refused),
        consents: profile.consents,
        candidate,
    };
    Some((seeker.id, wish))
}
