//! The last report meeting of the demo city, as it was called; what was said there is told by the weeks of work.

use domain::meeting::MeetingKind;
use domain::reminder::days_after;
use domain::{Actor, Ctx, Role};

use crate::{App, Error, meeting};

/// Days ago on which it was held.
pub(super) const REPORTED: i32 = 75;
/// Days before on which it was called.
const AHEAD: i32 = 20;
/// The hour at which report meetings begin.
pub(super) const HOUR: i8 = 14;
/// Where they are held.
pub(super) const VENUE: &str = "시정연수원";

/// Calls it, some weeks before its eve.
pub(super) async fn call(eve: &Ctx, app: &App) -> Result<(), Error> {
    let held = days_after(eve.today(), 1);
    let at = eve.zone.to_timestamp(days_after(held, -AHEAD).at(10, 0, 0, 0)).unwrap_or(eve.now);
    let manager = Actor { role: Role::PlanManager, ..eve.actor.clone() };
    let ctx = Ctx::new(eve.tenant, manager, at, eve.zone.clone(), eve.random());
    let form = meeting::Form {
        kind: MeetingKind::Report,
        council: None,
        name: "일자리 창출 추진전략 보고회".to_owned(),
        at: Some(held.at(HOUR, 0, 0, 0)),
        venue: VENUE.to_owned(),
    };
    meeting::call(&ctx, app, form).await?;
    Ok(())
}
