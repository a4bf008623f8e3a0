//! The frozen book of the demo city's report meetings, so that the next reader sees one.

use domain::{Actor, Role};

use crate::{App, Error, report_book};

/// Freezes a book of the last report meeting that was called for a day gone by, and publishes its extract. Without such
/// a meeting there is none.
///
/// # Errors
/// When the store fails.
pub async fn book(app: &App) -> Result<(), Error> {
    let ctx = app.ctx(Actor { role: Role::PlanManager, ..Actor::system() });
    let meetings = report_book::meetings(&ctx, app).await?;
    let now = ctx.zone.to_datetime(ctx.now);
    let Some(last) = meetings.iter().find(|meeting| meeting.at <= now) else { return Ok(()) };
    let form = report_book::Form { meeting: Some(last.id), as_of: None };
    let id = report_book::freeze(&ctx, app, &form).await?;
    report_book::publish(&ctx, app, id, 1).await
}
