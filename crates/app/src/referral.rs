//! Referring people to openings: suggested with reasons, agreed to, sent with a numbered letter, and ended
//! with an answer that the person is told.
//!
//! What a step means for others (a head taken, referrals that became pointless) happens in the same
//! transaction: see `end.rs`. Reading a referral is a look at the person in it.

mod clock;
mod end;
mod letter;
mod propose;
mod result;
mod show;
mod step;
mod suggest;
mod widen;

pub(crate) use clock::turn;
pub use end::{end_of_opening, withdraw_of_person};
pub use letter::{Found, Recorded, look_up};
pub(crate) use letter::{answer_by_letter, code, code_hash, drawn, of_code};
pub use propose::{agree, apply, justify, propose, propose_because};
pub use result::{Answer, answer};
pub(crate) use result::{Placed, answer_asked, head_left};
pub use show::{HistoryLine, Line, Shortlisted, View, get, list, mine, shortlist};
pub(crate) use show::{lines as lines_of, named, whose};
pub use step::{called, interviewed, schedule, send, undecided};
pub use suggest::{Candidate, Candidates, candidates};
pub use widen::{Wider, widen};

use domain::Ctx;
use domain::actor::Role;
use domain::id::{OpeningId, ReferralId, SeekerId};
use domain::message::Message;
use domain::notice::{About, Kind, Notice, To};
use domain::opening::Opening;
use domain::policy::{Relation, UseCase, authorise};
use domain::referral::{Pair, Referral};
use domain::seeker::{Profile, Seeker};
use store::Tx;

use crate::{App, Error};

/// How the policy sees a referral.
pub(crate) fn relation(referral: &Referral) -> Relation {
    Relation {
        person: Some(referral.person),
        employer: Some(referral.employer),
        organisation: referral.organisation,
        ..Relation::default()
    }
}

/// One referral that the actor may do this with.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists; [`Error::Conflict`] when it is no
/// longer the version that was looked at.
async fn open(
    ctx: &Ctx,
    app: &App,
    use_case: UseCase,
    id: ReferralId,
    version: Option<i64>,
) -> Result<Referral, Error> {
    let found = store::referral::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let referral = found.ok_or(Error::NotFound)?;
    let person = Some(crate::seeker::own_id(ctx, app, referral.person).await?);
    let stands = Relation { person, ..relation(&referral) };
    authorise(&ctx.actor, use_case, stands).map_err(|_| Error::NotFound)?;
    // An employer learns of a referral with its letter, not before.
    if ctx.actor.role == Role::Employer && referral.state.letter().is_none() {
        return Err(Error::NotFound);
    }
    match version {
        Some(version) if version != referral.version => {
            Err(Error::Conflict(Message::new("changed-meanwhile")))
        }
        _ => Ok(referral),
    }
}

/// The two sides of a referral as they are now.
struct Sides {
    seeker: Seeker,
    profile: Option<Profile>,
    opening: Opening,
    taken: u32,
    live: u32,
    again: bool,
}

impl Sides {
    async fn read(ctx: &Ctx, app: &App, seeker: SeekerId, opening: OpeningId) -> Result<Self, Error> {
        let (store, tenant) = (&app.store, ctx.tenant);
        let found = store::seeker::find(store, tenant, seeker).await.map_err(crate::fault)?;
        let (seeker, profile) = found.ok_or(Error::NotFound)?;
        let opening = store::opening::get(store, tenant, opening).await.map_err(crate::fault)?;
        let all = store::referral::of_opening(store, tenant, opening.id).await.map_err(crate::fault)?;
        let live = || all.iter().filter(|referral| referral.state.is_live());
        let again = live().any(|referral| referral.person == seeker.person);
        let live = u32::try_from(live().count()).unwrap_or(u32::MAX);
        let taken = store::referral::taken(store, tenant, opening.id).await.map_err(crate::fault)?;
        Ok(Self { seeker, profile, opening, taken, live, again })
    }

    /// The pair as the policy of referring sees it, with what staff said of words that bar the young.
    fn pair(&self, justification: &str) -> Pair<'_> {
        Pair {
            seeker: &self.seeker,
            profile: self.profile.as_ref(),
            opening: &self.opening,
            taken: self.taken,
            live: self.live,
            again: self.again,
            justified: !justification.is_empty(),
        }
    }
}

/// Refuses with the first reason.
fn unless(why: Vec<Message>) -> Result<(), Error> {
    why.into_iter().next().map_or(Ok(()), |first| Err(Error::Conflict(first)))
}

/// Writes that the person of a referral is to be told something about it.
async fn tell_person(
    tx: &mut Tx,
    ctx: &Ctx,
    referral: &Referral,
    kind: Kind,
    detail: Option<Message>,
) -> Result<(), store::Error> {
    tell(tx, ctx, referral, To::Person(referral.person), kind, detail).await
}

async fn tell(
    tx: &mut Tx,
    ctx: &Ctx,
    referral: &Referral,
    to: To,
    kind: Kind,
    detail: Option<Message>,
) -> Result<(), store::Error> {
    let about = About {
        referral: Some(referral.id),
        opening: Some(referral.opening),
        seeker: Some(referral.seeker),
        ..About::default()
    };
    let notice = Notice { detail, ..Notice::new(ctx, to, kind, about) };
    store::notice::insert(tx, ctx, &notice).await
}
