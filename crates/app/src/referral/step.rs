//! The steps between agreement and answer: the letter, the interview, and calls that got no answer.

use domain::Ctx;
use domain::actor::Role;
use domain::answer::Question;
use domain::id::{PersonId, ReferralId};
use domain::message::Message;
use domain::notice::Kind;
use domain::policy::UseCase;
use domain::referral::{Interview, Letter, Referral, State};
use jiff::Timestamp;

use super::{Sides, letter, open, result, tell_person, unless};
use crate::{App, Error};

/// The verb of an answer that decides nothing yet.
const UNDECIDED: &str = "undecided";

/// Furthest ahead an interview may lie.
const FURTHEST: jiff::SignedDuration = jiff::SignedDuration::from_hours(24 * 183);

/// Issues the letter, after both sides were looked at again (직업안정법 시행규칙 §5). The code on it is never
/// stored: only its keyed hash.
///
/// # Errors
/// [`Error::Conflict`] with the reason when no letter may be issued today.
pub async fn send(ctx: &Ctx, app: &App, id: ReferralId, version: i64) -> Result<(), Error> {
    let referral = open(ctx, app, UseCase::WriteReferral, id, Some(version)).await?;
    let sides = Sides::read(ctx, app, referral.seeker, referral.opening).await?;
    unless(sides.pair(&referral.justification).send_refusals(ctx.today()))?;
    // Whether the step is allowed is asked before a number is taken.
    let trial = Letter::new(String::new(), ctx.today());
    referral.state.clone().send(trial).map_err(Error::Conflict)?;
    let hash = letter::hash(app, &letter::code(app, id));
    let city = app.city.clone();
    app.write(ctx, move |tx, ctx| {
        let (mut referral, hash, city) = (referral.clone(), hash.clone(), city.clone());
        Box::pin(async move {
            crate::escrow::hold_for_letter(tx, &ctx, referral.opening).await?;
            let number = store::referral::next_letter(tx, &ctx).await?;
            referral.state = State::Sent { letter: Letter::new(number, ctx.today()) };
            store::referral::update(tx, &ctx, city.reminders(), "send", &referral).await?;
            store::referral::set_code(tx, &ctx, referral.id, &hash).await
        })
    })
    .await
}

/// Arranges an interview, or moves it; the person is told.
///
/// # Errors
/// [`Error::Invalid`] for a day that cannot be meant; [`Error::Conflict`] when the step is refused.
pub async fn schedule(
    ctx: &Ctx,
    app: &App,
    id: ReferralId,
    version: i64,
    at: Timestamp,
    accompanied_by: Option<PersonId>,
) -> Result<(), Error> {
    let mut referral = open(ctx, app, UseCase::WriteReferral, id, Some(version)).await?;
    if at > ctx.now + FURTHEST {
        return Err(Error::field("at", Message::new("interview-too-far")));
    }
    referral.state = referral.state.schedule(Interview { at, accompanied_by }, &ctx.zone).map_err(refused)?;
    let detail = domain::notice::interview_at(at, &ctx.zone);
    save(ctx, app, "schedule", referral, vec![(Kind::InterviewScheduled, Some(detail))], None).await
}

/// A step that the state refuses, or a day that cannot be meant, said at its field.
pub(super) fn refused(why: Message) -> Error {
    match why.code.as_ref() {
        "interview-before-letter" => Error::field("at", why),
        "start-before-letter" => Error::field("start_on", why),
        _ => Error::Conflict(why),
    }
}

/// The interview was held; from now on the result is asked for.
///
/// # Errors
/// [`Error::Conflict`] when it lies ahead or was never arranged.
pub async fn interviewed(ctx: &Ctx, app: &App, id: ReferralId, version: i64) -> Result<(), Error> {
    let mut referral = open(ctx, app, UseCase::WriteReferral, id, Some(version)).await?;
    referral.state = referral.state.interviewed(ctx.now).map_err(Error::Conflict)?;
    save(ctx, app, "interview", referral, Vec::new(), None).await
}

/// The employer was asked and had no answer yet: the next call is due in the next round.
///
/// # Errors
/// [`Error::Conflict`] when there is no letter that waits for an answer.
pub async fn called(ctx: &Ctx, app: &App, id: ReferralId, version: i64) -> Result<(), Error> {
    let referral = open(ctx, app, UseCase::WriteReferral, id, Some(version)).await?;
    if !matches!(referral.state, State::Sent { .. } | State::Interviewed { .. }) {
        return Err(Error::Conflict(Message::new("referral-needs-letter")));
    }
    save(ctx, app, "call", referral.called(), Vec::new(), None).await
}

/// The employer said that it is not decided yet.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when there is no letter that waits for an answer.
pub async fn undecided(ctx: &Ctx, app: &App, id: ReferralId, version: i64) -> Result<(), Error> {
    let referral = open(ctx, app, result::use_case(ctx), id, Some(version)).await?;
    if ctx.actor.role == Role::Seeker {
        return Err(Error::NotFound);
    }
    keep_undecided(ctx, app, referral).await
}

/// Writes down that it is not decided yet. No day of asking moves: whoever holds a letter could silence the
/// chase otherwise. Said again and again it is one entry.
pub(super) async fn keep_undecided(ctx: &Ctx, app: &App, referral: Referral) -> Result<(), Error> {
    if !referral.state.is_live() || referral.state.letter().is_none() {
        return Err(Error::Conflict(Message::new("referral-needs-letter")));
    }
    let last =
        store::change::of_noun(&app.store, ctx.tenant, referral.id.0, 1).await.map_err(crate::fault)?;
    if last.first().is_some_and(|last| last.verb == UNDECIDED) {
        return Ok(());
    }
    save(ctx, app, UNDECIDED, referral, Vec::new(), None).await
}

/// Writes a changed referral, what the person is told of it, and the question that took the answer.
pub(super) async fn save(
    ctx: &Ctx,
    app: &App,
    verb: &'static str,
    referral: Referral,
    told: Vec<(Kind, Option<Message>)>,
    question: Option<Question>,
) -> Result<(), Error> {
    let city = app.city.clone();
    app.write(ctx, move |tx, ctx| {
        let (referral, told, city) = (referral.clone(), told.clone(), city.clone());
        let question = question.clone();
        Box::pin(async move {
            store::referral::update(tx, &ctx, city.reminders(), verb, &referral).await?;
            for (kind, detail) in told {
                tell_person(tx, &ctx, &referral, kind, detail).await?;
            }
            match question {
                Some(question) => store::answer::update(tx, &ctx, &question).await,
                None => Ok(()),
            }
        })
    })
    .await
}
