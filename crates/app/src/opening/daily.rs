//! What the days bring to openings by themselves, and the calls they make necessary.

use domain::Ctx;
use domain::notice::{About, Kind, Notice, To};
use domain::opening::{Opening, PauseReason, Step};
use domain::policy::{Relation, UseCase, authorise};
use domain::reminder::{Due, days_after};

use super::law;
use crate::{App, Error};

/// Openings read in one go.
const BATCH: usize = 500;

/// Lets run out what ran out, asks about, doubts and takes off the lists what nobody gave word of or what pays
/// less than the law of today allows; tells how many it changed. A second run on the same day finds nothing to do.
///
/// # Errors
/// When the store fails; what was changed stays.
pub async fn daily(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let today = ctx.today();
    let silent = days_after(today, -app.city.reminders().opening_asked_days[0]);
    let mut changed = 0;
    let mut after = None;
    loop {
        let batch = store::opening::ended_before(&app.store, ctx.tenant, today, after, BATCH).await;
        let batch = batch.map_err(crate::fault)?;
        let Some(last) = batch.last() else { break };
        after = Some(last.id);
        changed += walk(ctx, app, batch).await?;
    }
    // Those that a referral without a result put into doubt have a fresh word, and are read as well.
    after = None;
    let silent = silent.max(days_after(today, -app.city.reminders().opening_paused_days));
    loop {
        let batch = store::opening::silent_since(&app.store, ctx.tenant, silent, after, BATCH).await;
        let batch = batch.map_err(crate::fault)?;
        let Some(last) = batch.last() else { break };
        after = Some(last.id);
        changed += walk(ctx, app, batch).await?;
    }
    Ok(changed + published(ctx, app).await? + underpaid(ctx, app).await?)
}

/// Shows to everybody what only bodies of the network saw until yesterday.
async fn published(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let over = store::opening::first_looks_over(&app.store, ctx.tenant, ctx.today()).await;
    let mut changed = 0;
    for mut opening in over.map_err(crate::fault)? {
        opening.content.first_look_until = None;
        opening.updated_at = ctx.now;
        let written = app
            .write(ctx, move |tx, ctx| {
                let opening = opening.clone();
                Box::pin(async move { store::opening::update(tx, &ctx, "publish", &opening).await })
            })
            .await;
        changed += went(written)?;
    }
    Ok(changed)
}

/// Takes off the lists what pays less than the floor of this year, which it may not have when it was accepted, and
/// has the employer told why. Whether the year is a new one is not asked: the sums are.
async fn underpaid(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let shown: Vec<_> = app.projection.with(|state| {
        state.openings.values().map(|entry| (entry.opening.clone(), entry.employer.clone())).collect()
    });
    let mut changed = 0;
    for (opening, employer) in shown {
        let Some(why) = law::underpaid(app, ctx, &opening, &employer) else { continue };
        let Ok(state) = opening.state.clone().pause(ctx.now, PauseReason::Unfit) else { continue };
        let opening = Opening { state, updated_at: ctx.now, ..Opening::clone(&opening) };
        let about = About { opening: Some(opening.id), ..About::default() };
        let notice = Notice::new(ctx, To::Employer(employer.id), Kind::OpeningUnfit, about).saying(why);
        let written = app
            .write(ctx, move |tx, ctx| {
                let (opening, notice) = (opening.clone(), notice.clone());
                Box::pin(async move {
                    store::opening::update(tx, &ctx, "pause", &opening).await?;
                    store::notice::insert(tx, &ctx, &notice).await
                })
            })
            .await;
        changed += went(written)?;
    }
    Ok(changed)
}

/// One that was changed; none when somebody changed it meanwhile, and the next run looks at it again.
fn went(written: Result<(), Error>) -> Result<usize, Error> {
    match written {
        Ok(()) => Ok(1),
        Err(Error::Conflict(_)) => Ok(0),
        Err(error) => Err(error),
    }
}

async fn walk(ctx: &Ctx, app: &App, openings: Vec<Opening>) -> Result<usize, Error> {
    let mut changed = 0;
    for mut opening in openings {
        let Some(step) = opening.step(ctx.today(), app.city.reminders(), &ctx.zone) else { continue };
        let state = opening.state.clone();
        let next = match step {
            Step::Expire => state.expire(ctx.now, ctx.today()),
            Step::Ask => state.ask(ctx.today()),
            Step::Doubt => state.doubt(ctx.today()),
            Step::Pause => state.pause(ctx.now, PauseReason::Unconfirmed),
        };
        // A step that the state refuses concerns this one only.
        let Ok(next) = next else { continue };
        opening.state = next;
        opening.updated_at = ctx.now;
        let verb = step.to_string();
        let written = app
            .write(ctx, move |tx, ctx| {
                let (opening, verb) = (opening.clone(), verb.clone());
                Box::pin(async move { store::opening::update(tx, &ctx, &verb, &opening).await })
            })
            .await;
        changed += went(written)?;
    }
    Ok(changed)
}

/// A call to an employer that is due.
#[derive(Debug, Clone)]
pub struct Call {
    /// About which opening.
    pub opening: Opening,
    /// What to ask, and since when.
    pub due: Due,
}

/// The calls about openings that are due today, those that wait longest first: whether one still holds,
/// and whether one is to be renewed.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn calls(ctx: &Ctx, app: &App, limit: usize) -> Result<Vec<Call>, Error> {
    authorise(&ctx.actor, UseCase::ReadDay, Relation::default())?;
    let (clocks, today) = (app.city.reminders(), ctx.today());
    let silent = days_after(today, -clocks.opening_asked_days[0]);
    let ending = days_after(today, clocks.renewal_asked_days + 1);
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut found =
        store::opening::longest_silent(store, tenant, silent, BATCH).await.map_err(crate::fault)?;
    found.extend(store::opening::first_ending(store, tenant, ending, BATCH).await.map_err(crate::fault)?);
    found.sort_by_key(|opening| opening.id);
    found.dedup_by_key(|opening| opening.id);
    let mut calls: Vec<Call> = found
        .into_iter()
        .filter_map(|opening| {
            let due = opening.due(clocks, &ctx.zone).filter(|due| due.on <= today)?;
            Some(Call { opening, due })
        })
        .collect();
    calls.sort_by_key(|call| (call.due.on, call.opening.id));
    calls.truncate(limit);
    Ok(calls)
}
