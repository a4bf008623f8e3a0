//! The steps of an opening's life: each reads it, lets the state machine of `domain` decide, and
//! writes row and log entry in one transaction.

use domain::Ctx;
use domain::employer::Employer;
use domain::id::OpeningId;
use domain::message::Message;
use domain::opening::{
    CancelReason, CloseReason, Content, Opening, PauseReason, ReopenReason, ReturnReason, State, valid_until,
};
use domain::policy::{UseCase, authorise};
use domain::reminder::Reminders;

use super::law::{self, Reasons};
use super::write::relation;
use crate::{App, Error};

/// Hands a draft in.
///
/// # Errors
/// [`Error::Conflict`] with what is missing or why the step is refused.
pub async fn submit(ctx: &Ctx, app: &App, id: OpeningId, version: i64) -> Result<(), Error> {
    let employer = employer_of(ctx, app, id).await?;
    change(ctx, app, UseCase::WriteOpening, id, version, "submit", move |opening, ctx| {
        let missing = opening.content.missing(&employer);
        opening.state = opening.state.clone().submit(ctx.now, &missing)?;
        Ok(())
    })
    .await
}

/// Accepts and shows it, if the law lets it.
///
/// # Errors
/// [`Error::Conflict`], also when something is missing or against the law.
pub async fn accept(ctx: &Ctx, app: &App, id: OpeningId, version: i64) -> Result<(), Error> {
    accept_with(ctx, app, id, version, Reasons::new()).await
}

/// The same, with reasons for what the law lets pass only with one.
///
/// # Errors
/// Those of [`accept`], and [`Error::Conflict`] for a finding that has no reason.
pub async fn accept_with(
    ctx: &Ctx,
    app: &App,
    id: OpeningId,
    version: i64,
    reasons: Reasons,
) -> Result<(), Error> {
    let employer = employer_of(ctx, app, id).await?;
    change(ctx, app, UseCase::DecideOpening, id, version, "accept", move |opening, ctx| {
        judged(ctx, app, opening, &employer, &reasons)?;
        let today = ctx.today();
        opening.state = opening.state.clone().open(ctx.now, today, validity(app, opening, today))?;
        Ok(())
    })
    .await
}

/// Why an opening of this content may not be shown: each with the field of the form that mends it.
pub(crate) fn unfit(
    app: &App,
    ctx: &Ctx,
    content: &Content,
    employer: &Employer,
) -> Vec<(&'static str, Message)> {
    let today = ctx.today();
    let missing = content.missing(employer).into_iter().map(|missing| (missing.field(), missing.message()));
    let passed = content.deadline.last_day().filter(|day| *day < today);
    let passed =
        passed.map(|day| ("deadline_on", Message::new("deadline-passed").with("day", day.to_string())));
    missing.chain(passed).chain(law::blocked(app, ctx, content, employer)).collect()
}

/// The city's months of validity (직업안정법 시행규칙 §2), or the last day to apply if that comes first.
pub(crate) fn validity(app: &App, opening: &Opening, today: jiff::civil::Date) -> jiff::civil::Date {
    let by_rule = valid_until(today, app.city.reminders().opening_validity_months);
    opening.content.deadline.last_day().map_or(by_rule, |day| day.min(by_rule))
}

/// Does not accept it, on one of the four statutory grounds.
///
/// # Errors
/// [`Error::Conflict`]; [`Error::Invalid`] for an explanation that holds a resident number.
pub async fn return_to_employer(
    ctx: &Ctx,
    app: &App,
    id: OpeningId,
    version: i64,
    reason: ReturnReason,
    explanation: String,
) -> Result<(), Error> {
    if let Some(refusal) = crate::resident::refusal(&[("explanation", &explanation)]) {
        return Err(refusal);
    }
    change(ctx, app, UseCase::DecideOpening, id, version, "return", move |opening, ctx| {
        opening.state = opening.state.clone().return_to_employer(ctx.now, reason, explanation.clone())?;
        Ok(())
    })
    .await
}

/// Takes it off the lists for a while.
///
/// # Errors
/// [`Error::Conflict`].
pub async fn pause(ctx: &Ctx, app: &App, id: OpeningId, version: i64) -> Result<(), Error> {
    change(ctx, app, UseCase::DecideOpening, id, version, "pause", |opening, ctx| {
        opening.state = opening.state.clone().pause(ctx.now, PauseReason::Wanted)?;
        Ok(())
    })
    .await
}

/// Records that the employer said it still holds.
///
/// # Errors
/// [`Error::Conflict`], also when it left the lists meanwhile and may not be shown again.
pub async fn confirm(ctx: &Ctx, app: &App, id: OpeningId, version: i64) -> Result<(), Error> {
    let employer = employer_of(ctx, app, id).await?;
    change(ctx, app, UseCase::WriteOpening, id, version, "confirm", move |opening, ctx| {
        confirmed(ctx, app, opening, &employer)
    })
    .await
}

/// What only waited for a word is back on the lists by it, if the law still lets it be shown.
fn confirmed(ctx: &Ctx, app: &App, opening: &mut Opening, employer: &Employer) -> Result<(), Error> {
    let state = opening.state.clone().confirm(ctx.now)?;
    if matches!(opening.state, State::Paused { .. }) {
        judged(ctx, app, opening, employer, &Reasons::new())?;
    }
    opening.state = state;
    Ok(())
}

/// Makes it valid anew from today, if the law still lets it be shown.
///
/// # Errors
/// [`Error::Conflict`], also when something is missing or pay is under the minimum wage.
pub async fn renew(ctx: &Ctx, app: &App, id: OpeningId, version: i64) -> Result<(), Error> {
    renew_with(ctx, app, id, version, Reasons::new()).await
}

/// The same, with reasons for what the law lets pass only with one.
///
/// # Errors
/// Those of [`renew`], and [`Error::Conflict`] for a finding that has no reason.
pub async fn renew_with(
    ctx: &Ctx,
    app: &App,
    id: OpeningId,
    version: i64,
    reasons: Reasons,
) -> Result<(), Error> {
    let employer = employer_of(ctx, app, id).await?;
    change(ctx, app, UseCase::WriteOpening, id, version, "renew", move |opening, ctx| {
        renewed(ctx, app, opening, &employer, &reasons)
    })
    .await
}

fn renewed(
    ctx: &Ctx,
    app: &App,
    opening: &mut Opening,
    employer: &Employer,
    reasons: &Reasons,
) -> Result<(), Error> {
    judged(ctx, app, opening, employer, reasons)?;
    let today = ctx.today();
    opening.state = opening.state.clone().renew(ctx.now, today, validity(app, opening, today))?;
    Ok(())
}

/// Shows one again to the end of its validity, if a head is free and the law still lets it be shown: a filled one
/// because a hire was undone, which the cancelled claim explains, a closed one for a reason. Those whose referrals
/// ended with it were told so; they are asked anew.
///
/// # Errors
/// [`Error::Conflict`], also when no head is free, it is no longer valid, or a reason is missing.
pub async fn reopen(
    ctx: &Ctx,
    app: &App,
    id: OpeningId,
    version: i64,
    why: Option<ReopenReason>,
    reasons: Reasons,
) -> Result<(), Error> {
    let employer = employer_of(ctx, app, id).await?;
    let taken = store::referral::taken(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    change(ctx, app, UseCase::DecideOpening, id, version, "reopen", move |opening, ctx| {
        if taken >= opening.content.headcount {
            return Err(Message::new("referral-no-heads").into());
        }
        judged(ctx, app, opening, &employer, &reasons)?;
        opening.reopen(ctx.now, ctx.today(), why)?;
        Ok(())
    })
    .await
}

/// Judges one that is to be shown again by the rules of today, which may have changed since it was accepted, and
/// keeps what they found; the reasons given before still hold.
fn judged(
    ctx: &Ctx,
    app: &App,
    opening: &mut Opening,
    employer: &Employer,
    reasons: &Reasons,
) -> Result<(), Error> {
    let unfit = unfit(app, ctx, &opening.content, employer).into_iter().map(|(_, why)| why);
    if let Some(why) = law::together(unfit.collect()) {
        return Err(why.into());
    }
    law::decide(app, ctx, opening, employer, reasons).map_err(law::one_conflict)
}

/// Fills it when no head is free any more, whether one was taken or fewer are wanted, and ends what ends with it,
/// as part of a transaction.
///
/// # Errors
/// When the store cannot be written.
pub(crate) async fn fill_if_taken(
    tx: &mut store::Tx,
    ctx: &Ctx,
    reminders: &Reminders,
    id: OpeningId,
) -> Result<(), store::Error> {
    store::referral::hold_opening(tx, ctx, id).await?;
    let taken = store::referral::taken_in(tx, ctx, id).await?;
    let mut opening = store::opening::get_in(tx, ctx, id).await?;
    if !opening.fill_if_taken(ctx.now, taken) {
        return Ok(());
    }
    opening.updated_at = ctx.now;
    store::opening::update(tx, ctx, "fill", &opening).await?;
    crate::referral::end_of_opening(tx, ctx, reminders, id).await.map(|_| ())
}

/// Marks that it needs confirmation, as part of a transaction: the result of an interview was not told.
/// What is no longer open stays as it is.
///
/// # Errors
/// When the store cannot be written.
pub(crate) async fn doubt(tx: &mut store::Tx, ctx: &Ctx, mut opening: Opening) -> Result<bool, store::Error> {
    let before = opening.state.doubted_since();
    let Ok(state) = opening.state.clone().doubt(ctx.today()) else { return Ok(false) };
    if before.is_some() {
        return Ok(false);
    }
    opening.state = state;
    opening.updated_at = ctx.now;
    store::opening::update(tx, ctx, "doubt", &opening).await?;
    Ok(true)
}

/// What an employer answered about the opening itself, with the question that took the answer, in one
/// transaction. Nothing changes of an opening that has ended.
///
/// # Errors
/// [`Error::Conflict`], also when it may not be shown again as it is.
pub(crate) async fn answered(
    ctx: &Ctx,
    app: &App,
    question: domain::answer::Question,
    reply: domain::answer::Reply,
) -> Result<(), Error> {
    use domain::answer::Reply;
    let id = question.opening;
    let mut opening = store::opening::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let employer = employer_of(ctx, app, id).await?;
    authorise(&ctx.actor, UseCase::WriteOpening, relation(ctx, &employer, Some(&opening)))?;
    let state = opening.state.clone();
    let verb = match reply {
        Reply::StillOpen => {
            confirmed(ctx, app, &mut opening, &employer)?;
            "confirm"
        }
        Reply::Renew => {
            renewed(ctx, app, &mut opening, &employer, &Reasons::new())?;
            "renew"
        }
        Reply::FoundOtherwise => {
            opening.state = state.close(ctx.now, CloseReason::FoundOtherwise)?;
            "close"
        }
        Reply::NotNeeded => {
            opening.state = state.close(ctx.now, CloseReason::NotNeeded)?;
            "close"
        }
        Reply::Hired { .. } | Reply::Rejected { .. } | Reply::NoShow { .. } | Reply::Undecided { .. } => {
            return Err(Error::Conflict(Message::new("answer-not-asked")));
        }
    };
    opening.updated_at = ctx.now;
    let city = app.city.clone();
    app.write(ctx, move |tx, ctx| {
        let (opening, question, city) = (opening.clone(), question.clone(), city.clone());
        Box::pin(async move {
            store::opening::update(tx, &ctx, verb, &opening).await?;
            if opening.state.is_final() {
                crate::referral::end_of_opening(tx, &ctx, city.reminders(), opening.id).await?;
            }
            store::answer::update(tx, &ctx, &question).await
        })
    })
    .await
}

/// Ends it at the employer's wish, by staff or by the employer.
///
/// # Errors
/// [`Error::Conflict`], also for a reason that is not the employer's to give.
pub async fn stop(
    ctx: &Ctx,
    app: &App,
    id: OpeningId,
    version: i64,
    reason: CloseReason,
) -> Result<(), Error> {
    let theirs =
        [CloseReason::EmployerRequest, CloseReason::FoundOtherwise, CloseReason::NotNeeded].contains(&reason);
    change(ctx, app, UseCase::WriteOpening, id, version, "close", move |opening, ctx| {
        if !theirs {
            return Err(Message::new("close-reason-not-yours").into());
        }
        opening.state = opening.state.clone().close(ctx.now, reason)?;
        Ok(())
    })
    .await
}

/// Ends it before every head was found.
///
/// # Errors
/// [`Error::Conflict`].
pub async fn close(
    ctx: &Ctx,
    app: &App,
    id: OpeningId,
    version: i64,
    reason: CloseReason,
) -> Result<(), Error> {
    change(ctx, app, UseCase::DecideOpening, id, version, "close", move |opening, ctx| {
        opening.state = opening.state.clone().close(ctx.now, reason)?;
        Ok(())
    })
    .await
}

/// Declares that it never was one. Nothing is deleted.
///
/// # Errors
/// [`Error::Conflict`].
pub async fn cancel(
    ctx: &Ctx,
    app: &App,
    id: OpeningId,
    version: i64,
    reason: CancelReason,
) -> Result<(), Error> {
    change(ctx, app, UseCase::DecideOpening, id, version, "cancel", move |opening, ctx| {
        opening.state = opening.state.clone().cancel(ctx.now, reason)?;
        Ok(())
    })
    .await
}

pub(super) async fn employer_of(ctx: &Ctx, app: &App, id: OpeningId) -> Result<Employer, Error> {
    let opening = store::opening::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    store::employer::get(&app.store, ctx.tenant, opening.employer).await.map_err(crate::fault)
}

/// Reads the opening, asks the policy, lets `step` change it, and writes it if `version` still holds.
pub(super) async fn change(
    ctx: &Ctx,
    app: &App,
    use_case: UseCase,
    id: OpeningId,
    version: i64,
    verb: &'static str,
    step: impl FnOnce(&mut Opening, &Ctx) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut opening = store::opening::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let employer =
        store::employer::get(&app.store, ctx.tenant, opening.employer).await.map_err(crate::fault)?;
    authorise(&ctx.actor, use_case, relation(ctx, &employer, Some(&opening)))?;
    if opening.version != version {
        return Err(Error::Conflict(Message::new("changed-meanwhile")));
    }
    let worsened = opening.worsened.len();
    step(&mut opening, ctx)?;
    opening.updated_at = ctx.now;
    let worse = opening.worsened.len() > worsened;
    let city = app.city.clone();
    app.write(ctx, move |tx, ctx| {
        let (opening, city) = (opening.clone(), city.clone());
        Box::pin(async move {
            store::opening::update(tx, &ctx, verb, &opening).await?;
            if opening.state.is_final() {
                crate::referral::end_of_opening(tx, &ctx, city.reminders(), opening.id).await?;
            }
            fill_if_taken(tx, &ctx, city.reminders(), opening.id).await?;
            if worse { super::terms::tell_worse(tx, &ctx, &opening).await } else { Ok(()) }
        })
    })
    .await
}
