//! Everybody registered, in memory: by what part of a name or telephone they are looked for, and, of whoever looks
//! for work, what matching reads. So nobody's record is opened to find out that it is not the one.
//!
//! What it holds is nowhere on disk but sealed. It follows the change log like every projection, and forgets a
//! person with their key. It must not know pages or what a search looks like.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{PoisonError, RwLock};

use domain::Ctx;
use domain::area::AreaTable;
use domain::city::City;
use domain::id::{OpeningId, OrganisationId, PersonId, SeekerId, TenantId};
use domain::policy::{Relation, UseCase, authorise, kind_of};
use domain::priority::Facts;
use domain::seeker::{Consents, MediationWish, State, StateName};
use jiff::Timestamp;
use jiff::civil::Date;
use matching::mismatch::board::{Cell, Fineness};
use matching::{ACCEPTABLE, Candidate, Job, Market, Widened};
use store::Store;
use store::seeker::Record;

use crate::Error;

/// Entries of the change log read in one go.
const BATCH: i64 = 2_000;
/// The level of the classification at which work is counted: the finest.
pub(crate) const UNIT_GROUP: u8 = 4;

/// The projection.
#[derive(Default)]
pub(crate) struct Pool {
    people: RwLock<People>,
    pub(crate) turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct People {
    /// Change up to which it is true; `None` before the first look.
    seq: Option<i64>,
    known: BTreeMap<SeekerId, Known>,
}

struct Known {
    called: Called,
    person: PersonId,
    organisation: Option<OrganisationId>,
    assigned: Option<PersonId>,
    consents: Consents,
    state: State,
    updated_at: Timestamp,
    /// Of whoever looks for work.
    wish: Option<Wish>,
}

/// By what a registration is asked for, in the forms in which that is compared.
pub(crate) struct Called {
    /// Registration number.
    pub(crate) number: String,
    /// Name, as [`domain::handle::name`] writes it.
    pub(crate) name: String,
    /// Telephones, digits only, with a space between two.
    pub(crate) phones: String,
}

struct Wish {
    /// Agreed to be registered, and did not refuse to be referred.
    referable: bool,
    /// Did not refuse lists that are made by themselves.
    listed: bool,
    candidate: Candidate,
    /// For which work, by unit group, and from which dong.
    cell: Cell,
    /// On what coming first for some work by law may rest; no score reads it.
    facts: Facts,
}

/// Somebody who looks for work and may be referred: wishes and abilities, and where they are counted.
pub(crate) struct Looking {
    /// Whether lists may be made for them; who refuses is counted all the same.
    pub(crate) listed: bool,
    pub(crate) id: SeekerId,
    pub(crate) person: PersonId,
    pub(crate) candidate: Candidate,
    pub(crate) cell: Cell,
}

impl Known {
    fn looking(&self, today: Date) -> Option<&Wish> {
        self.wish.as_ref().filter(|_| self.state.is_active(today))
    }

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

/// Says nothing of whom it holds: what is written for a developer ends up in logs.
impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").finish_non_exhaustive()
    }
}

impl Pool {
    /// As at a start, before anybody was read.
    #[cfg(feature = "testing")]
    pub(crate) fn forget(&self) {
        *self.people.write().unwrap_or_else(PoisonError::into_inner) = People::default();
    }

    /// Applies what the change log holds beyond what is known; the first time it opens every record once.
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
                people.known.remove(&id);
                people.known.extend(record.and_then(|record| known(city, record)));
            }
            if !erased.is_empty() {
                people.known.retain(|_, one| !erased.contains(&one.person));
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
        let (mut all, mut last) = (BTreeMap::new(), None);
        loop {
            let records = store::seeker::after(store, tenant, None, last).await.map_err(crate::fault)?;
            let Some((end, _)) = records.last() else { break };
            last = Some(end.id);
            all.extend(records.into_iter().filter_map(|record| known(city, record)));
        }
        *self.people.write().unwrap_or_else(PoisonError::into_inner) = People { seq: Some(head), known: all };
        Ok(())
    }

    /// Whom who asks needs to know among those that `wanted` picks, in one state or in all, last changed first.
    pub(crate) fn search(
        &self,
        ctx: &Ctx,
        state: Option<StateName>,
        wanted: impl Fn(&Called) -> bool,
    ) -> Vec<SeekerId> {
        let mut found: Vec<(Timestamp, SeekerId)> = self.read(|people| {
            let picked = people.known.iter().filter(|(_, one)| {
                state.is_none_or(|state| one.state.name() == state)
                    && wanted(&one.called)
                    && authorise(&ctx.actor, UseCase::ReadSeeker, one.relation(ctx)).is_ok()
            });
            picked.map(|(id, one)| (one.updated_at, *id)).collect()
        });
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// The best for an opening among those whom who asks needs to know: at most `most` who meet every condition,
    /// then as many who fail one. In each, whoever comes `first` by law stands before the others, whatever the points; of
    /// equal points who registered first is referred first (직업안정법 시행규칙 §5). Whoever refused such lists is not in it: a
    /// counsellor finds them by name.
    pub(crate) fn best(
        &self,
        ctx: &Ctx,
        market: &Market,
        opening: OpeningId,
        most: usize,
        first: impl Fn(&Facts) -> bool,
    ) -> Vec<SeekerId> {
        let today = ctx.today();
        let needed = |one: &Known| authorise(&ctx.actor, UseCase::ReadMatch, one.relation(ctx)).is_ok();
        let mut ranked: Vec<(usize, bool, i32, SeekerId)> = self.read(|people| {
            let ranked = people.known.iter().filter_map(|(id, one)| {
                let wish = one.looking(today).filter(|wish| wish.listed && needed(one))?;
                let (failed, score) = market.rank(&wish.candidate, opening)?;
                (failed <= 1 && score >= ACCEPTABLE).then(|| (failed, !first(&wish.facts), -score, *id))
            });
            ranked.collect()
        });
        ranked.sort_unstable();
        let of = |failed: usize| ranked.iter().filter(move |one| one.0 == failed).take(most);
        of(0).chain(of(1)).map(|(.., id)| *id).collect()
    }

    /// How many may be referred and meet every condition of an opening, and the best of them. Nobody is named, so nobody
    /// need be known.
    pub(crate) fn unnamed(
        &self,
        today: Date,
        market: &Market,
        opening: OpeningId,
        most: usize,
    ) -> (usize, Vec<SeekerId>) {
        let mut ranked: Vec<(i32, SeekerId)> = self.read(|people| {
            let looking = people.known.iter().filter_map(|(id, one)| Some((id, one.looking(today)?)));
            let ranked =
                looking.filter(|(_, wish)| wish.referable && wish.listed).filter_map(|(id, wish)| {
                    let (failed, score) = market.rank(&wish.candidate, opening)?;
                    (failed == 0 && score >= ACCEPTABLE).then_some((-score, *id))
                });
            ranked.collect()
        });
        ranked.sort_unstable();
        (ranked.len(), ranked.into_iter().take(most).map(|(_, id)| id).collect())
    }

    /// How many who look for work fit a job, and how many more would with one condition eased so far that it reaches `reach`.
    pub(crate) fn widen(&self, today: Date, job: &Job, reach: usize, areas: &AreaTable) -> Widened {
        self.read(|people| {
            let looking = people.known.values().filter_map(|one| one.looking(today));
            let referable = looking.filter(|wish| wish.referable).map(|wish| &wish.candidate);
            matching::widen(job, &referable.collect::<Vec<_>>(), reach, areas)
        })
    }

    /// Everybody who looks for work on a day and may be referred, in order of ids.
    pub(crate) fn looking(&self, today: Date) -> Vec<Looking> {
        self.read(|people| {
            let all = people.known.iter().filter_map(|(id, one)| looking(*id, one, today));
            all.collect()
        })
    }

    /// The numbers of these registrations, as far as who asks needs to know the people.
    pub(crate) fn needed<'a>(
        &self,
        ctx: &Ctx,
        ids: impl Iterator<Item = &'a SeekerId>,
    ) -> Vec<Option<String>> {
        let may = |one: &&Known| authorise(&ctx.actor, UseCase::ReadMatch, one.relation(ctx)).is_ok();
        self.read(|people| {
            let known = ids.map(|id| people.known.get(id).filter(may).map(|one| one.called.number.clone()));
            known.collect()
        })
    }

    fn read<T>(&self, read: impl FnOnce(&People) -> T) -> T {
        read(&self.people.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What a record says of somebody who looked for work on a day and might be referred.
pub(crate) fn looked(city: &City, record: Record, on: Date) -> Option<Looking> {
    let (id, one) = known(city, record)?;
    looking(id, &one, on)
}

fn looking(id: SeekerId, one: &Known, on: Date) -> Option<Looking> {
    let wish = one.looking(on).filter(|wish| wish.referable)?;
    let (candidate, cell) = (wish.candidate.clone(), wish.cell.clone());
    Some(Looking { id, person: one.person, candidate, cell, listed: wish.listed })
}

fn known(city: &City, (seeker, profile): Record) -> Option<(SeekerId, Known)> {
    let profile = profile?;
    let wish = matches!(seeker.state, State::Active { .. }).then(|| Wish {
        referable: profile.consents.registration.is_some()
            && profile.mediation != Some(MediationWish::Refused),
        listed: profile.may_be_matched(),
        candidate: Candidate::from_profile(&profile, city.areas(), city.stations()),
        cell: Cell::of_profile(&profile, UNIT_GROUP, Fineness::Dong),
        facts: Facts::of(&profile),
    });
    let phones = [profile.mobile, profile.phone, profile.proxy_phone].join(" ");
    let known = Known {
        called: Called { number: seeker.number, name: domain::handle::name(&profile.name), phones },
        person: seeker.person,
        organisation: seeker.organisation,
        assigned: seeker.assigned,
        consents: profile.consents,
        state: seeker.state,
        updated_at: seeker.updated_at,
        wish,
    };
    Some((seeker.id, known))
}
