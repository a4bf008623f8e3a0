//! Why one opening suits somebody, or not: every condition with its margin, and for each that fails the smallest change by
//! which it would hold. For any pair, whether or not it would be suggested.

use domain::id::{OpeningId, PersonId, SeekerId};
use domain::look::Purpose;
use domain::message::Message;
use domain::opening::Opening;
use domain::policy::{Reach, Relation, UseCase, authorise, reach};
use domain::seeker::{Profile, Seeker};
use domain::{Ctx, Role};
use matching::{Candidate, Explanation, Flip, Job, Market};

use crate::fit::{Form, Stands};
use crate::{App, Error};

/// Lists in which is looked whether a person was shown an opening that is open no more.
const SHOWN: usize = 200;

/// A pair with why and why not.
#[derive(Debug, Clone)]
pub struct Judged {
    /// The opening.
    pub opening: Opening,
    /// Name of the employer.
    pub employer: String,
    /// Points, conditions and what is not known.
    pub explanation: Explanation,
    /// For each condition that fails the smallest change on either side by which it would hold, in the same order.
    pub flips: Vec<Flip>,
    /// How many want it, and whether somebody may be referred.
    pub stands: Stands,
}

/// A registration and the opening that was asked about, if it was found.
#[derive(Debug, Clone)]
pub struct Considered {
    /// Whose.
    pub seeker: Seeker,
    /// Their name.
    pub name: String,
    /// The pair; `None` when there is no such opening, or none that who asks may see.
    pub found: Option<Judged>,
}

/// Why an opening, named by its number or id, suits a registered person or not. The look is written before.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that the person exists.
pub async fn consider(ctx: &Ctx, app: &App, id: SeekerId, wanted: &str) -> Result<Considered, Error> {
    let (seeker, profile) = crate::seeker::read(ctx, app, UseCase::ReadMatch, id).await?;
    let profile = profile.ok_or(Error::NotFound)?;
    crate::look::leave(ctx, app, vec![seeker.person], Purpose::Match).await?;
    let found = match opening(ctx, app, seeker.person, wanted).await? {
        Some(opening) => Some(judge(ctx, app, opening, Some(&seeker), &profile).await?),
        None => None,
    };
    Ok(Considered { name: profile.name.clone(), seeker, found })
}

/// The same for the short form, of which nothing is kept.
///
/// # Errors
/// [`Error::Invalid`] for numbers that cannot be meant, and for an opening that is not there.
pub async fn of_form(ctx: &Ctx, app: &App, form: &Form, wanted: &str) -> Result<Judged, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let profile = crate::fit::profile(app, form)?;
    let unknown = || Error::field("opening_number", Message::new("opening-number-unknown"));
    let opening = public(app, wanted).ok_or_else(unknown)?;
    judge(ctx, app, opening, None, &profile).await
}

/// An opening of the public lists.
fn public(app: &App, wanted: &str) -> Option<Opening> {
    let (wanted, id) = (wanted.trim(), wanted.trim().parse::<OpeningId>().ok());
    app.projection.with(|state| {
        let entry = match id {
            Some(id) => state.openings.get(&id),
            None => state.openings.values().find(|entry| entry.opening.origin.number == wanted),
        };
        entry.map(|entry| entry.opening.as_ref().clone())
    })
}

/// Staff also ask about an opening that is closed or not public; a person about one that was suggested to them.
async fn opening(ctx: &Ctx, app: &App, person: PersonId, wanted: &str) -> Result<Option<Opening>, Error> {
    let (wanted, store) = (wanted.trim(), &app.store);
    let listed = public(app, wanted);
    if listed.is_some() || wanted.is_empty() {
        return Ok(listed);
    }
    let found = match wanted.parse::<OpeningId>() {
        Ok(id) => store::opening::find(store, ctx.tenant, id).await,
        Err(_) => store::opening::by_number(store, ctx.tenant, wanted).await,
    };
    let found = found.map_err(crate::fault)?;
    if reach(ctx.actor.role, UseCase::ReadOpening) == Reach::All {
        return Ok(found);
    }
    let Some(opening) = found else { return Ok(None) };
    let shown = store::suggestion::of_person(store, ctx.tenant, person, SHOWN).await.map_err(crate::fault)?;
    Ok(shown.iter().any(|list| list.openings().any(|id| id == opening.id)).then_some(opening))
}

async fn judge(
    ctx: &Ctx,
    app: &App,
    opening: Opening,
    seeker: Option<&Seeker>,
    profile: &Profile,
) -> Result<Judged, Error> {
    let (store, tenant, city) = (&app.store, ctx.tenant, &app.city);
    let candidate = Candidate::from_profile(profile, city.areas(), city.stations());
    // The opening alone is market enough: it is judged as it stands, also when it is on no list.
    let market = Market::build(vec![Job::from_opening(&opening, None, city.areas(), city.stations())]);
    let explanation = market.explain(&candidate, opening.id).ok_or(Error::NotFound)?;
    let employer = store::employer::get(store, tenant, opening.employer).await.map_err(crate::fault)?;
    let own = match seeker {
        Some(seeker) => store::referral::of_person(store, tenant, seeker.person).await,
        None => Ok(Vec::new()),
    };
    let (own, who) = (own.map_err(crate::fault)?, seeker.map(|seeker| (seeker, profile)));
    let stands = crate::fit::stands(ctx, app, &opening, who, &own).await?;
    let flips = market.flips(&candidate, opening.id, city.areas()).unwrap_or_default();
    Ok(Judged { opening, employer: employer.name, explanation, flips, stands })
}

/// The registration of whoever asks about an opening for themselves.
///
/// # Errors
/// [`Error::NotFound`] without one.
pub async fn own(ctx: &Ctx, app: &App) -> Result<SeekerId, Error> {
    let relation = Relation { person: ctx.actor.person, ..Relation::default() };
    authorise(&ctx.actor, UseCase::ReadOwn, relation)?;
    let person = ctx.actor.person.filter(|_| ctx.actor.role == Role::Seeker).ok_or(Error::NotFound)?;
    Ok(crate::seeker::latest(ctx, app, person).await?.ok_or(Error::NotFound)?.id)
}
