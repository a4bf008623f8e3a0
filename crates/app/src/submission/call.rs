//! Calling for the reports of a month, and reminding those who are late. It must not know what a report holds.

use domain::Ctx;
use domain::counting::Month;
use domain::message::Message;
use domain::organisation::{Organisation, OrganisationKind};
use domain::policy::{Relation, UseCase, authorise};
use domain::submission::Submission;
use jiff::civil::Date;

use super::Bodies;
use crate::{App, Error, FieldError};

/// The day by which the bodies report on a month, by the city's own figure.
pub fn deadline(app: &App, month: Month) -> Date {
    let nth = usize::try_from(app.city.ledger().report_working_day).unwrap_or(1);
    app.reference.holidays.working_day(month.next().first(), nth)
}

/// What is wrong with a call for a month by a day, every field at once: it must be over, and the day must come after it.
pub fn check_call(ctx: &Ctx, month: Month, due_on: Option<Date>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if ctx.today() <= month.last() {
        let why = Message::new("submission-month-not-over").with("month", month.to_string());
        errors.push(FieldError::new("month", why.with("from", month.next().first().to_string())));
    }
    if due_on.is_some_and(|due_on| due_on <= month.last()) {
        let why = Message::new("submission-due-within").with("month", month.to_string());
        errors.push(FieldError::new("due_on", why));
    }
    errors
}

/// Calls every department and agency for its report of a month, by a day of the manager's or the city's usual one. Those
/// that were called before are left as they are. Gives how many were called.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] at `month` for one that is not over or for which all were called, at `due_on` for a
/// day within it.
pub async fn call(ctx: &Ctx, app: &App, month: Month, due_on: Option<Date>) -> Result<usize, Error> {
    authorise(&ctx.actor, UseCase::DecideSubmission, Relation::default())?;
    let errors = check_call(ctx, month, due_on);
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let due_on = due_on.unwrap_or_else(|| deadline(app, month));
    let called = all(ctx, app, month, due_on).await?;
    if called == 0 {
        let closes = store::month_close::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
        let closed = closes.iter().any(|close| close.frozen.month == month);
        let code = if closed { "submission-called-closed" } else { "submission-called-already" };
        return Err(Error::field("month", Message::new(code).with("month", month.to_string())));
    }
    Ok(called)
}

/// Who reports on a month: those that stood after it began. What one that is gone owes is handed in by its heir.
fn reports(body: &Organisation, month: Month) -> bool {
    body.stood_after(month.first())
        && matches!(body.kind, OrganisationKind::Department | OrganisationKind::Agency)
}

async fn all(ctx: &Ctx, app: &App, month: Month, due_on: Date) -> Result<usize, Error> {
    let known: Vec<Submission> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let bodies = Bodies::read(ctx, app).await?;
    let mut calls = Vec::new();
    for body in bodies.0.iter().filter(|body| reports(body, month)) {
        let theirs = || known.iter().filter(|submission| submission.organisation == body.id);
        if theirs().any(|submission| submission.month == month) {
            continue;
        }
        // The note goes on to the next month, and with the work to the body that takes it over.
        let left = known.iter().filter(|submission| {
            submission.month < month && bodies.heir(ctx, submission.organisation) == body.id
        });
        let left = left.max_by_key(|submission| (submission.month, submission.organisation == body.id));
        let left = left.map_or("", |submission| submission.hand_over.as_str());
        calls.push(Submission::call(ctx, body.id, month, due_on, left));
    }
    let count = calls.len();
    if count == 0 {
        return Ok(0);
    }
    app.write(ctx, move |tx, ctx| {
        let calls = calls.clone();
        Box::pin(async move {
            for call in &calls {
                store::record::insert(tx, &ctx, call).await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(count)
}

/// The day's part of it: the month that is over is called for, as soon as months are called for at all, and whoever is
/// late is reminded. Gives how many reports it touched.
///
/// # Errors
/// When the store fails.
pub(crate) async fn turn(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let known: Vec<Submission> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let over = Month::of(ctx.today()).previous();
    let mut touched = 0;
    // The first month is called for by the plan manager: before, nobody knows of the reports.
    if known.iter().any(|submission| submission.month < over)
        && !known.iter().any(|submission| submission.month == over)
    {
        touched += all(ctx, app, over, deadline(app, over)).await?;
    }
    let late = store::record::due::<Submission>(&app.store, ctx.tenant, ctx.today()).await;
    let reminded: Vec<Submission> =
        late.map_err(crate::fault)?.iter().filter_map(|submission| submission.remind(ctx)).collect();
    touched += reminded.len();
    if !reminded.is_empty() {
        let wrote = app.write(ctx, move |tx, ctx| {
            let reminded = reminded.clone();
            Box::pin(async move {
                for submission in &reminded {
                    store::record::update(tx, &ctx, "remind", submission).await?;
                }
                Ok(())
            })
        });
        match wrote.await {
            // Somebody handed in at this very moment; the rest is reminded the next time round.
            Err(Error::Conflict(_)) => {}
            other => other?,
        }
    }
    Ok(touched)
}
