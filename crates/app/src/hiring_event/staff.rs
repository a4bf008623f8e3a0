//! Who works at an event: the shifts of supporters that name it, and the rosters of those who did, people and days apart. It must not
//! know its visitors.

use domain::Ctx;
use domain::hiring_event::{HiringEvent, State};
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::roster::Roster;
use domain::supporter_shift::{Shift, State as Stage};
use store::Tx;

use crate::error::Stop;
use crate::roster::Board;
use crate::{App, Error};

/// Who works at an event.
#[derive(Debug, Clone)]
pub struct Staffing {
    /// Shifts of supporters that name it, in order of opening.
    pub shifts: Vec<Shift>,
    /// Rosters of its project and of its shifts, and what they add up to.
    pub board: Board,
}

/// Who works at an event, for whoever reads projects.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn staffing(ctx: &Ctx, app: &App, event: &HiringEvent) -> Result<Staffing, Error> {
    authorise(&ctx.actor, UseCase::ReadProject, Relation::default())?;
    of(ctx, app, event).await
}

/// The same for sums of it, which everybody may read.
pub(super) async fn of(ctx: &Ctx, app: &App, event: &HiringEvent) -> Result<Staffing, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut shifts: Vec<Shift> = store::record::all(store, tenant).await.map_err(crate::fault)?;
    shifts.retain(|shift| shift.content.event == Some(event.id));
    let mut rosters: Vec<Roster> = match event.project {
        Some(project) => store::record::of_parent(store, tenant, project).await.map_err(crate::fault)?,
        None => Vec::new(),
    };
    for shift in &shifts {
        // A shift that was opened before the event had a project may belong to another.
        let Stage::Held { roster: Some(id), .. } = shift.state else { continue };
        if !rosters.iter().any(|sheet| sheet.id == id) {
            let sheet: Option<Roster> = store::record::find(store, tenant, id).await.map_err(crate::fault)?;
            rosters.extend(sheet);
        }
    }
    Ok(Staffing { shifts, board: Board::of(app, rosters) })
}

/// Within a transaction: shifts that people are called for follow their event. They bear its title and place, and end with it.
///
/// # Errors
/// At `on` when the day is another: people said yes to the old one.
pub(super) async fn follow(tx: &mut Tx, ctx: &Ctx, event: &HiringEvent) -> Result<(), Stop> {
    let mut shifts: Vec<Shift> = store::record::all_in(tx, ctx).await?;
    shifts.retain(|shift| shift.content.event == Some(event.id) && shift.state == Stage::Open);
    for mut shift in shifts {
        if matches!(event.state, State::Cancelled { .. }) {
            shift.cancel(ctx.now)?;
            store::record::update(tx, ctx, "cancel", &shift).await?;
            continue;
        }
        if shift.content.day != event.on {
            return Err(Error::field("on", Message::new("hiring-event-day-shifts")).into());
        }
        let known = (&shift.content.title, &shift.content.place);
        if known != (&event.title, &event.place) {
            (shift.content.title, shift.content.place) = (event.title.clone(), event.place.clone());
            shift.updated_at = ctx.now;
            store::record::update(tx, ctx, "edit", &shift).await?;
        }
    }
    Ok(())
}
