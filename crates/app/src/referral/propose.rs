//! Beginning a referral: staff propose, a person applies, and the person agrees.

use domain::actor::{Actor, Channel};
use domain::id::{OpeningId, ReferralId, SeekerId};
use domain::law::read_from_words;
use domain::message::Message;
use domain::notice::Kind;
use domain::policy::{Relation, UseCase, authorise};
use domain::priority::Facts;
use domain::referral::{FitLine, Referral, State};
use domain::{Ctx, Role};

use super::{Sides, open, step, tell_person, unless};
use crate::priority::Prior;
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
    propose_because(ctx, app, seeker, opening, "").await
}

/// The same, with a reason where only words of the opening bar the young ([`domain::law::read_from_words`]): it is
/// kept with the referral. A reason that nothing asks for is not kept.
///
/// # Errors
/// As [`propose`]; [`Error::Invalid`] at `justification`.
pub async fn propose_because(
    ctx: &Ctx,
    app: &App,
    seeker: SeekerId,
    opening: OpeningId,
    reason: &str,
) -> Result<ReferralId, Error> {
    authorise(&ctx.actor, UseCase::WriteReferral, Relation::default())?;
    begin(ctx, app, UseCase::WriteReferral, (seeker, opening), State::Proposed, reason).await
}

/// The reason as it is kept.
fn justification(reason: &str) -> Result<String, Error> {
    match crate::resident::refusal(&[("justification", reason)]) {
        Some(refused) => Err(refused),
        None => Ok(reason.trim().chars().take(2_000).collect()),
    }
}

/// Says why words that bar the young do not mean what they say, when an opening came to hold them after the person
/// had been proposed.
///
/// # Errors
/// [`Error::Invalid`] at `justification` without a reason; [`Error::Conflict`] when nothing asks for one, or someone
/// changed it meanwhile.
pub async fn justify(ctx: &Ctx, app: &App, id: ReferralId, version: i64, reason: &str) -> Result<(), Error> {
    let mut referral = open(ctx, app, UseCase::WriteReferral, id, Some(version)).await?;
    let sides = Sides::read(ctx, app, referral.seeker, referral.opening).await?;
    if !referral.state.is_live() || !sides.pair("").send_refusals(ctx.today()).iter().any(read_from_words) {
        return Err(Error::Conflict(Message::new("referral-justify-nothing")));
    }
    referral.justification = justification(reason)?;
    if referral.justification.is_empty() {
        return Err(Error::field("justification", Message::new("referral-justify-first")));
    }
    step::save(ctx, app, "justify", referral, Vec::new(), None).await
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
    let own = crate::seeker::latest(ctx, app, person).await?;
    let seeker = own.ok_or_else(|| Error::Conflict(Message::new("referral-needs-registration")))?;
    let state = State::Consented { at: ctx.now };
    begin(ctx, app, UseCase::AnswerReferral, (seeker.id, opening), state, "").await
}

async fn begin(
    ctx: &Ctx,
    app: &App,
    use_case: UseCase,
    (seeker, opening): (SeekerId, OpeningId),
    state: State,
    reason: &str,
) -> Result<ReferralId, Error> {
    let sides = Sides::read(ctx, app, seeker, opening).await?;
    // A referral shows its person to the body that makes it: only whom it needs to know.
    let stands = crate::seeker::relation_of_one(ctx, app, &sides.seeker, sides.profile.as_ref()).await?;
    authorise(&ctx.actor, use_case, stands).map_err(|_| Error::NotFound)?;
    let (rules, today) = (app.city.referral_rules(), ctx.today());
    let asked = sides.pair("").refusals(rules, today).iter().any(read_from_words);
    let reason = if asked { justification(reason)? } else { String::new() };
    unless(sides.pair(&reason).refusals(rules, today))?;
    let profile = sides.profile.as_ref().ok_or(Error::NotFound)?;
    let prior = Prior::of(app, &sides.opening, today).await?.says(&Facts::of(profile));
    let mut fit = super::suggest::lines(app, profile, opening);
    fit.extend(prior.map(|message| FitLine { message, points: None, held: Some(true) }));
    let referral = Referral {
        id: ctx.id(),
        opening,
        employer: sides.opening.employer,
        seeker,
        person: sides.seeker.person,
        organisation: ctx.actor.organisation.or(sides.seeker.organisation),
        proposed_by: ctx.actor.person.filter(|_| ctx.actor.role != Role::Seeker),
        proposed_at: ctx.now,
        justification: reason,
        fit,
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
    if ctx.actor.role == Role::Employer {
        return Err(Error::NotFound);
    }
    let mut next = referral;
    next.state = next.state.consent(ctx.now).map_err(Error::Conflict)?;
    let channel = if own { Channel::Web } else { channel };
    let ctx = ctx.acting_as(Actor { channel, ..ctx.actor.clone() });
    step::save(&ctx, app, "consent", next, Vec::new(), None).await
}
