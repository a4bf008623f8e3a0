//! Keeping people for their time only: the day's run tells whoever will be removed, removes whoever was told
//! in time, and forgets what has its own period. It may run twice; the figures are the city's own.

use domain::Ctx;
use domain::Role;
use domain::id::{EmployerId, PersonId};
use domain::notice::{About, Kind, Notice, To};
use domain::person::ErasureReason;
use domain::policy::{Relation, UseCase, authorise};
use domain::retention::{IMPORT_DAYS, Stopped, plan};
use jiff::SignedDuration;
use jiff::civil::Date;
use serde::Serialize;

use crate::{App, Error};

/// Longest a session runs, in hours.
const SESSION_HOURS: i64 = 24 * 7;

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Done {
    /// People told that they will be removed.
    pub told: usize,
    /// People removed.
    pub removed: usize,
    /// Contacts of employers removed.
    pub contacts: usize,
    /// Looks forgotten.
    pub looks: u64,
    /// Kept files whose key was destroyed.
    pub imports: usize,
    /// Why nobody was told or removed, and somebody must look.
    pub stopped: Option<Stopped>,
}

/// The run of a day. `agreed` says that somebody looked at a run that stopped.
///
/// # Errors
/// [`Error::Forbidden`] for anyone but the system and its operator; when the store fails.
pub async fn daily(ctx: &Ctx, app: &App, agreed: bool) -> Result<Done, Error> {
    authorise(&ctx.actor, UseCase::OperateSystem, Relation::default())?;
    let (clocks, today) = (app.city.reminders(), ctx.today());
    let people = store::retention::people(&app.store, ctx.tenant, &ctx.zone).await.map_err(crate::fault)?;
    let last = store::retention::last_run(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let contacts =
        store::retention::contacts(&app.store, ctx.tenant, &ctx.zone).await.map_err(crate::fault)?;
    let kept: Vec<_> = contacts.iter().map(|(_, kept)| *kept).collect();
    let of_contacts = plan(&kept, clocks, today, last.map(day_of), agreed);
    let plan = plan(&people, clocks, today, last.map(day_of), agreed);
    if let Some(stopped) = plan.stopped.or(of_contacts.stopped) {
        tracing::warn!(?stopped, "retention stopped and asks");
        return Ok(Done { stopped: Some(stopped), ..Done::default() });
    }
    let mut done = Done::default();
    for person in plan.tell {
        tell(ctx, app, To::Person(person)).await?;
        done.told += 1;
    }
    for (employer, kept) in contacts {
        if of_contacts.tell.contains(&kept.person) {
            tell(ctx, app, To::Employer(employer)).await?;
            done.told += 1;
        } else if of_contacts.remove.contains(&kept.person) {
            remove_contact(ctx, app, employer).await?;
            done.contacts += 1;
        }
    }
    for person in plan.remove {
        let everyone = store::merge::same_as(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
        if works_here(ctx, app, &everyone).await? {
            continue;
        }
        match remove(ctx, app, everyone).await {
            Ok(()) => done.removed += 1,
            // Erased at their own wish in this moment.
            Err(Error::NotFound) => {}
            Err(failed) => return Err(failed),
        }
    }
    done.imports = forget_files(ctx, app).await?;
    done.looks = forget(ctx, app, today).await?;
    Ok(done)
}

/// The run of a day, once a day, as the system's own work; gives how many people it told or removed.
///
/// # Errors
/// When the store fails.
pub(crate) async fn turn(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let last = store::retention::last_run(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    if last.map(day_of) == Some(ctx.today()) {
        return Ok(0);
    }
    daily(ctx, app, false).await.map(|done| done.told + done.removed)
}

async fn tell(ctx: &Ctx, app: &App, to: To) -> Result<(), Error> {
    app.write(ctx, move |tx, ctx| {
        Box::pin(async move {
            let notice = Notice {
                id: ctx.id(),
                to,
                kind: Kind::RemovalAhead,
                about: About::default(),
                detail: None,
                at: ctx.now,
                told: None,
            };
            store::notice::insert(tx, &ctx, &notice).await
        })
    })
    .await
}

/// Whether the person is staff or speaks for an employer: then the account ends first, by hand.
async fn works_here(ctx: &Ctx, app: &App, everyone: &[PersonId]) -> Result<bool, Error> {
    for person in everyone {
        let found = store::person::find(&app.store, ctx.tenant, *person).await.map_err(crate::fault)?;
        if found.is_some_and(|(known, _)| known.grants.iter().any(|grant| grant.role != Role::Seeker)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Under every id they stand under.
async fn remove(ctx: &Ctx, app: &App, everyone: Vec<PersonId>) -> Result<(), Error> {
    app.write(ctx, move |tx, ctx| {
        let (everyone, reason) = (everyone.clone(), ErasureReason::Retention.to_string());
        Box::pin(async move { store::key::destroy_all(tx, &ctx, &everyone, &reason).await })
    })
    .await
}

/// The employer stays; whom to talk to there is forgotten.
async fn remove_contact(ctx: &Ctx, app: &App, id: EmployerId) -> Result<(), Error> {
    let mut employer = store::employer::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let Some(person) = employer.contact.take() else { return Ok(()) };
    app.write(ctx, move |tx, ctx| {
        let (employer, reason) = (employer.clone(), ErasureReason::Retention.to_string());
        Box::pin(async move {
            store::employer::update(tx, &ctx, &employer, None).await?;
            store::key::destroy(tx, &ctx, person, &reason).await
        })
    })
    .await
}

async fn forget_files(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let before = ctx.now - SignedDuration::from_hours(24 * i64::from(IMPORT_DAYS));
    let old = store::retention::imports_before(&app.store, ctx.tenant, before).await.map_err(crate::fault)?;
    let count = old.len();
    for id in old {
        app.write(ctx, move |tx, ctx| {
            Box::pin(async move { store::import::forget(tx, &ctx, id, "retention").await })
        })
        .await?;
    }
    Ok(count)
}

async fn forget(ctx: &Ctx, app: &App, today: Date) -> Result<u64, Error> {
    let looks = ctx.now - SignedDuration::from_hours(24 * i64::from(app.city.reminders().looks_days));
    let sessions = ctx.now - SignedDuration::from_hours(SESSION_HOURS);
    let ctx = ctx.clone();
    let forgotten = app.store.write(move |tx| {
        let ctx = ctx.clone();
        Box::pin(async move {
            let forgotten = store::look::forget_before(tx, &ctx, looks).await?;
            store::retention::forget_entrances(tx, &ctx, sessions).await?;
            store::retention::set_run(tx, &ctx, number_of(today)).await?;
            Ok(forgotten)
        })
    });
    forgotten.await.map_err(crate::fault)
}

/// Days since 1970.
fn number_of(day: Date) -> i64 {
    Date::constant(1970, 1, 1).until(day).map_or(0, |span| i64::from(span.get_days()))
}

fn day_of(number: i64) -> Date {
    domain::reminder::days_after(Date::constant(1970, 1, 1), i32::try_from(number).unwrap_or(0))
}
