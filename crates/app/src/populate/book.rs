//! The frozen books of the demo city's report meetings: the last one's, held for its eve and published, and the coming one's,
//! which tells what became of the last one's instructions and what is different since.

use domain::meeting::Meeting;
use domain::{Actor, Ctx, Role};

use crate::{App, Error, report_book};

/// Freezes the book of the only meeting there is, as of the instant of the context, and publishes its extract.
pub(super) async fn of_the_last(ctx: &Ctx, app: &App) -> Result<(), Error> {
    let ctx = manager(ctx);
    let meetings = report_book::meetings(&ctx, app).await?;
    let Some(id) = freeze(&ctx, app, meetings.first()).await? else { return Ok(()) };
    report_book::publish(&ctx, app, id, 1).await
}

/// Freezes a book of the next report meeting, as of now. Without such a meeting there is none. Its extract is published when
/// it has been held.
///
/// # Errors
/// When the store fails.
pub async fn book(app: &App) -> Result<(), Error> {
    let ctx = manager(&app.system_ctx());
    let meetings = report_book::meetings(&ctx, app).await?;
    let now = ctx.zone.to_datetime(ctx.now);
    freeze(&ctx, app, meetings.iter().rfind(|meeting| meeting.at > now)).await?;
    Ok(())
}

fn manager(ctx: &Ctx) -> Ctx {
    ctx.acting_as(Actor { role: Role::PlanManager, ..Actor::system() })
}

async fn freeze(
    ctx: &Ctx,
    app: &App,
    meeting: Option<&Meeting>,
) -> Result<Option<domain::id::ReportBookId>, Error> {
    let Some(meeting) = meeting else { return Ok(None) };
    let form = report_book::Form { meeting: Some(meeting.id), as_of: None };
    report_book::freeze(ctx, app, &form).await.map(Some)
}
