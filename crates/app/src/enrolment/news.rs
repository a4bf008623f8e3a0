//! What people hear of their parts in cohorts, written with the step of which it tells, once. Why somebody was refused stands on
//! their own page and in no message.
//!
//! It must not know how people are chosen, nor how the telling looks.

use domain::Ctx;
use domain::cohort::{Cohort, Session};
use domain::enrolment::{Enrolment, State};
use domain::message::Message;
use domain::notice::{About, Kind, Notice, To};
use domain::reference::Reference;
use store::Tx;

use crate::satisfaction::named;

/// Within a transaction: tells somebody where a step that decided about their application brought them.
///
/// # Errors
/// When the store cannot be written.
pub(crate) async fn moved(
    tx: &mut Tx,
    ctx: &Ctx,
    reference: &Reference,
    cohort: &Cohort,
    (before, now): (&State, &Enrolment),
) -> Result<(), store::Error> {
    let which = named(reference, Some(cohort));
    let (kind, detail) = match (before, &now.state) {
        (State::Applied, State::Selected { .. }) => (Kind::CohortChosen, which),
        (State::Applied, State::Waiting { place, .. }) => {
            let place = Message::new("notice-cohort-place").with("place", *place).with("cohort", which);
            (Kind::CohortWaiting, place)
        }
        (State::Applied, State::Refused { .. }) => (Kind::CohortRefused, which),
        _ => return Ok(()),
    };
    tell(tx, ctx, now, kind, detail).await
}

/// Within a transaction: tells everybody who attends a session that it does not take place, while it is not over.
///
/// # Errors
/// When the store cannot be read or written.
pub(crate) async fn session_cancelled(
    tx: &mut Tx,
    ctx: &Ctx,
    reference: &Reference,
    cohort: &Cohort,
    session: &Session,
) -> Result<(), store::Error> {
    if session.on < ctx.today() {
        return Ok(());
    }
    let detail = Message::new("notice-cohort-session")
        .with("day", session.on.to_string())
        .with("cohort", named(reference, Some(cohort)));
    for (one, _) in store::enrolment::of_cohort_in(tx, ctx, cohort.id).await? {
        if matches!(one.state, State::Selected { .. } | State::Enrolled { .. }) {
            tell(tx, ctx, &one, Kind::CohortSessionCancelled, detail.clone()).await?;
        }
    }
    Ok(())
}

/// Within a transaction: tells everybody to whom something was still to come of a cohort that it does not take place.
///
/// # Errors
/// When the store cannot be read or written.
pub(crate) async fn cancelled(
    tx: &mut Tx,
    ctx: &Ctx,
    reference: &Reference,
    cohort: &Cohort,
) -> Result<(), store::Error> {
    for (one, _) in store::enrolment::of_cohort_in(tx, ctx, cohort.id).await? {
        if one.state.is_live() || matches!(one.state, State::Waiting { .. }) {
            over(tx, ctx, reference, cohort, (&one, Kind::CohortCancelled)).await?;
        }
    }
    Ok(())
}

/// Within a transaction: tells somebody that nothing comes of it any more. What waits to be told of it is pointless by that.
///
/// # Errors
/// When the store cannot be read or written.
pub(crate) async fn over(
    tx: &mut Tx,
    ctx: &Ctx,
    reference: &Reference,
    cohort: &Cohort,
    (one, kind): (&Enrolment, Kind),
) -> Result<(), store::Error> {
    let Some(person) = one.person() else { return Ok(()) };
    store::notice::close(tx, ctx, person, |told| told.about.enrolment == Some(one.id)).await?;
    tell(tx, ctx, one, kind, named(reference, Some(cohort))).await
}

/// Within a transaction: tells the person of a part one thing about it, unless they did it themselves or were erased.
///
/// # Errors
/// When the store cannot be written.
pub(crate) async fn tell(
    tx: &mut Tx,
    ctx: &Ctx,
    one: &Enrolment,
    kind: Kind,
    detail: Message,
) -> Result<(), store::Error> {
    let Some(person) = one.person().filter(|person| Some(*person) != ctx.actor.person) else {
        return Ok(());
    };
    let about = About { enrolment: Some(one.id), ..About::default() };
    let notice = Notice::new(ctx, To::Person(person), kind, about).saying(detail);
    store::notice::insert(tx, ctx, &notice).await
}
