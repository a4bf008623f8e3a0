//! Beginning a referral: staff propose, a person applies, and the person agrees.

use domain::actor::{Actor, Channel};
use domain::id::{OpeningId, ReferralId, SeekerId};
use domain::message::Message;
use domain::notice::Kind;
use domain::policy::{Relation, UseCase, authorise};
use domain::referral::{Referral, State};
use domain::{Ctx, Role};

use super::{Sides, open, step, tell_person, unless};
use crate::{App, Error};

/// Suggests an opening to a person. Why it fits is kept as it was seen.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know of the person; [`Error::Conflict`] with the reason when
/// they may not be referred today.
pub async fn propose(
    ctx: &Ctx,
    app: &App,
    seeker: SeekerId,
    opening: OpeningId,
) -> Result<ReferralId, Error> {
    authorise(&ctx.actor, UseCase::WriteReferral, Relation::default())?;
    begin(ctx, app, UseCase::WriteReferral, seeker, opening, State::Proposed).await
}

/// A person asks to be referred to an opening: their agreement is given with it.
///
/// # Errors
/// [`Error::NotFound`] without a registration; [`Error::Conflict`] with the reason when they may not be
/// referred today.
pub async fn apply(ctx: &Ctx, app: &App, opening: OpeningId) -> Result<ReferralId, Error> {
    let own = Relation { person: ctx.actor.person, ..Relation::default() };
    authorise(&ctx.actor, UseCase::AnswerReferral, own)?;
    let person = ctx.actor.person.filter(|_| ctx.actor.role == Role::Seeker).ok_or(Error::NotFound)?;
    let all = store::seeker::of_person(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
    let today = ctx.today();
    let best = all.iter().rev().find(|(seeker, _)| seeker.state.is_active(today)).or(all.last());
    let (seeker, _) = best.ok_or_else(|| Error::Conflict(Message::new("referral-needs-registration")))?;
    let state = State::Consented { at: ctx.now };
    begin(ctx, app, UseCase::AnswerReferral, seeker.id, opening, state).await
}

async fn begin(
    ctx: &Ctx,
    app: &App,
    use_case: UseCase,
    seeker: SeekerId,
    opening: OpeningId,
    state: State,
) -> Result<ReferralId, Error> {
    let sides = Sides::read(ctx, app, seeker, opening).await?;
    // A referral shows its person to the body that makes it: only whom it needs to know.
    let stands = crate::seeker::relation(ctx, &sides.seeker, sides.profile.as_ref());
    authorise(&ctx.actor, use_case, stands).map_err(|_| Error::NotFound)?;
    unless(sides.pair().refusals(app.city.referral_rules(), ctx.today()))?;
    let profile = sides.profile.as_ref().ok_or(Error::NotFound)?;
    let referral = Referral {
        id: ctx.id(),
        opening,
        employer: sides.opening.employer,
        seeker,
        person: sides.seeker.person,
        organisation: ctx.actor.organisation.or(sides.seeker.organisation),
        proposed_by: ctx.actor.person.filter(|_| ctx.actor.role != Role::Seeker),
        proposed_at: ctx.now,
        fit: super::suggest::lines(app, profile, opening),
        state,
        version: 1,
        updated_at: ctx.now,
    };
    let (id, live, city) = (referral.id, sides.live, app.city.clone());
    app.write(ctx, move |tx, ctx| {
        let (referral, city) = (referral.clone(), city.clone());
        Box::pin(async move {
            store::referral::hold_opening(tx, &ctx, referral.opening).await?;
            let now = store::referral::live_of_opening(tx, &ctx, referral.opening).await?;
            // Somebody else referred meanwhile: the crowd and the pair must be looked at again.
            if now.len() != live as usize {
                return Err(store::Error::Conflict("referral.live".to_owned()));
            }
            store::referral::insert(tx, &ctx, city.reminders(), &referral).await?;
            match referral.state {
                State::Proposed => tell_person(tx, &ctx, &referral, Kind::ReferralProposed, None).await,
                _ => Ok(()),
            }
        })
    })
    .await?;
    Ok(id)
}

/// The person agrees to be referred: on their own page, or told to a counsellor through `channel`.
///
/// # Errors
/// [`Error::Conflict`] when there is nothing to agree to, or someone changed it meanwhile.
pub async fn agree(
    ctx: &Ctx,
    app: &App,
    id: ReferralId,
    version: i64,
    channel: Channel,
) -> Result<(), Error> {
    let own = ctx.actor.role == Role::Seeker;
    let use_case = if own { UseCase::AnswerReferral } else { UseCase::WriteReferral };
    let referral = open(ctx, app, use_case, id, Some(version)).await?;
    if own && ctx.actor.person != Some(referral.person) || ctx.actor.role == Role::Employer {
        return Err(Error::NotFound);
    }
    let mut next = referral;
    next.state = next.state.consent(ctx.now).map_err(Error::Conflict)?;
    let channel = if own { Channel::Web } else { channel };
    let ctx = ctx.acting_as(Actor { channel, ..ctx.actor.clone() });
    step::save(&ctx, app, "consent", next, Vec::new(), None).await
}
