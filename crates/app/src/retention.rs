//! Keeping people for their time only: the day's run tells whoever will be removed, removes whoever was told
//! in time, and forgets what has its own period. It may run twice; the figures are the city's own.

use domain::Ctx;
use domain::Role;
use domain::contact::Contact;
use domain::id::{EmployerId, PersonId};
use domain::notice::{About, Kind, Notice, To};
use domain::person::ErasureReason;
use domain::policy::{Relation, UseCase, authorise};
use domain::reminder::Reminders;
use domain::retention::{IMPORT_DAYS, Kept, Stopped, plan};
use jiff::SignedDuration;
use jiff::civil::Date;
use serde::Serialize;

use crate::{App, Error};

/// Longest a session runs, in hours.
const SESSION_HOURS: i64 = 24 * 7;

/// Contacts of the network forgotten on one day: a clock that is wrong empties no list at once.
const CONTACTS_A_DAY: usize = 20;

/// What a run did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Done {
    /// People told that they will be removed.
    pub told: usize,
    /// People removed.
    pub removed: usize,
    /// Contacts of employers removed.
    pub contacts: usize,
    /// Contacts of the network forgotten.
    pub network: usize,
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
    let of_contacts = plan(&kept, clocks, today, last, agreed);
    let plan = plan(&people, clocks, today, last, agreed);
    let stopped = plan.stopped.or(of_contacts.stopped);
    // What has its own period waits for nobody; the run itself is not done while it stops.
    let mut done = Done {
        imports: forget_files(ctx, app).await?,
        looks: forget(ctx, app, today, stopped.is_none()).await?,
        stopped,
        ..Done::default()
    };
    if let Some(stopped) = stopped {
        tracing::warn!(?stopped, "retention stopped and asks");
        return Ok(done);
    }
    for person in plan.tell {
        tell(ctx, app, To::Person(person)).await?;
        done.told += 1;
    }
    for (employer, kept) in contacts {
        if of_contacts.tell.contains(&kept.person) {
            tell(ctx, app, To::Employer(employer)).await?;
            done.told += 1;
        } else if of_contacts.remove.contains(&kept.person) {
            done.contacts += usize::from(went(remove_contact(ctx, app, employer).await)?);
        }
    }
    let network = store::contact::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let over = network
        .into_iter()
        .map(|(contact, _)| contact)
        .filter(|contact| !contact.erased && contact.goes_after(clocks.kept_days, &ctx.zone) < today);
    for contact in over.take(CONTACTS_A_DAY) {
        done.network += usize::from(went(forget_contact(ctx, app, contact).await)?);
    }
    for person in plan.remove {
        let everyone = store::merge::same_as(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
        done.removed += usize::from(went(remove(ctx, app, everyone).await)?);
    }
    Ok(done)
}

/// Whether somebody was removed: not whoever was erased at their own wish in this moment, nor with whom something
/// happened since the day was planned. Those the next run looks at again.
fn went(removed: Result<(), Error>) -> Result<bool, Error> {
    match removed {
        Ok(()) => Ok(true),
        Err(Error::NotFound | Error::Conflict(_)) => Ok(false),
        Err(failed) => Err(failed),
    }
}

/// The run of a day, once a day, as the system's own work; gives how many people it told or removed.
///
/// # Errors
/// When the store fails.
pub(crate) async fn turn(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let last = store::retention::last_run(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    if last == Some(ctx.today()) {
        return Ok(0);
    }
    daily(ctx, app, false).await.map(|done| done.told + done.removed)
}

async fn tell(ctx: &Ctx, app: &App, to: To) -> Result<(), Error> {
    app.write(ctx, move |tx, ctx| {
        Box::pin(async move {
            let notice = Notice::new(&ctx, to, Kind::RemovalAhead, About::default());
            store::notice::insert(tx, &ctx, &notice).await
        })
    })
    .await
}

/// Under every id they stand under, if nothing happened under any since the day was planned.
async fn remove(ctx: &Ctx, app: &App, everyone: Vec<PersonId>) -> Result<(), Error> {
    let city = app.city.clone();
    app.write(ctx, move |tx, ctx| {
        let (city, everyone) = (city.clone(), everyone.clone());
        Box::pin(async move {
            let mut whole: Option<Kept> = None;
            for person in &everyone {
                // Whoever is staff or speaks for an employer: the account ends first, by hand.
                let known = store::person::find_in(tx, &ctx, *person).await?;
                if known.is_some_and(|known| known.grants.iter().any(|grant| grant.role != Role::Seeker)) {
                    return Err(store::Error::NotFound);
                }
                match (&mut whole, store::retention::person(tx, &ctx, *person).await?) {
                    (Some(whole), Some(kept)) => whole.join(&kept),
                    (None, kept) => whole = kept,
                    (Some(_), None) => {}
                }
            }
            still_due(whole, city.reminders(), &ctx)?;
            store::key::destroy_all(tx, &ctx, &everyone, &ErasureReason::Retention.to_string()).await
        })
    })
    .await
}

/// The employer stays; whom to talk to there is forgotten.
async fn remove_contact(ctx: &Ctx, app: &App, id: EmployerId) -> Result<(), Error> {
    let city = app.city.clone();
    app.write(ctx, move |tx, ctx| {
        let city = city.clone();
        Box::pin(async move {
            let kept = store::retention::contact(tx, &ctx, id).await?;
            still_due(kept, city.reminders(), &ctx)?;
            let mut employer = store::employer::get_in(tx, &ctx, id).await?;
            let person = employer.contact.take().ok_or(store::Error::NotFound)?;
            store::employer::update(tx, &ctx, &employer, None).await?;
            store::key::destroy(tx, &ctx, person, &ErasureReason::Retention.to_string()).await
        })
    })
    .await
}

/// The firm stays; who it was there is forgotten.
async fn forget_contact(ctx: &Ctx, app: &App, contact: Contact) -> Result<(), Error> {
    app.write(ctx, move |tx, ctx| {
        let contact = contact.clone();
        Box::pin(async move { store::contact::erase(tx, &ctx, &contact).await })
    })
    .await
}

/// Refuses to remove whoever did something, or of whom something runs, since the day was planned.
fn still_due(kept: Option<Kept>, clocks: &Reminders, ctx: &Ctx) -> Result<(), store::Error> {
    let kept = kept.ok_or(store::Error::NotFound)?;
    match plan(&[kept], clocks, ctx.today(), None, true).remove.is_empty() {
        true => Err(store::Error::Conflict("retention".to_owned())),
        false => Ok(()),
    }
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

/// Forgets looks, lists that were shown, what was sent, links and sessions, and notes the day of a run that is `done`.
async fn forget(ctx: &Ctx, app: &App, today: Date, done: bool) -> Result<u64, Error> {
    let looks = ctx.now - SignedDuration::from_hours(24 * i64::from(app.city.reminders().looks_days));
    let sessions = ctx.now - SignedDuration::from_hours(SESSION_HOURS);
    let sent = ctx.now - SignedDuration::from_hours(24 * i64::from(app.city.digest().kept_days));
    let ctx = ctx.clone();
    let forgotten = app.store.write(move |tx| {
        let ctx = ctx.clone();
        Box::pin(async move {
            let forgotten = store::look::forget_before(tx, &ctx, looks).await?;
            store::suggestion::forget_before(tx, &ctx, looks).await?;
            store::digest::forget_before(tx, &ctx, sent).await?;
            store::retention::forget_entrances(tx, &ctx, sessions).await?;
            if done {
                store::retention::set_run(tx, &ctx, today).await?;
            }
            Ok(forgotten)
        })
    });
    forgotten.await.map_err(crate::fault)
}
