//! Steps of a registration: accepting, renewing, handing over, striking out, recording a death. What the
//! person may do themselves is renewing alone; everything else is for those who counsel.

use domain::Ctx;
use domain::actor::Role;
use domain::id::{OrganisationId, PersonId, SeekerId};
use domain::message::Message;
use domain::person::Account;
use domain::policy::{Relation, UseCase, authorise};
use domain::seeker::{CancelReason, Profile, Seeker, State};
use jiff::civil::Date;

use super::{read, save, valid_until};
use crate::{App, Error};

/// Accepts what was handed in.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when something is missing or the state does not allow it.
pub async fn accept(ctx: &Ctx, app: &App, id: SeekerId) -> Result<(), Error> {
    step(ctx, app, id, "accept", |state, profile| match state {
        State::Draft => {
            state.submit(ctx.now, &profile.missing())?.accept(ctx.now, ctx.today(), valid_until(ctx, app))
        }
        state => state.accept(ctx.now, ctx.today(), valid_until(ctx, app)),
    })
    .await
}

/// Goes on looking: one tap by the person, or by staff at their word.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`].
pub async fn renew(ctx: &Ctx, app: &App, id: SeekerId) -> Result<(), Error> {
    let (mut seeker, profile) = read(ctx, app, UseCase::WriteSeeker, id).await?;
    let profile = profile.ok_or(Error::NotFound)?;
    let renewed = seeker.state.renew(ctx.now, ctx.today(), valid_until(ctx, app));
    seeker.state = renewed.map_err(Error::Conflict)?;
    save(ctx, app, seeker, profile, "renew").await
}

/// Looks again after a job that ended.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`].
pub async fn reactivate(ctx: &Ctx, app: &App, id: SeekerId) -> Result<(), Error> {
    let until = valid_until(ctx, app);
    step(ctx, app, id, "reactivate", |state, _| state.reactivate(ctx.now, ctx.today(), until)).await
}

/// Strikes a registration out. There is no deleting.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`].
pub async fn cancel(ctx: &Ctx, app: &App, id: SeekerId, reason: CancelReason) -> Result<(), Error> {
    step(ctx, app, id, "cancel", |state, _| state.cancel(ctx.now, reason)).await
}

/// Hands a registration over to another body.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for a body that is not there; [`Error::Conflict`].
pub async fn transfer(ctx: &Ctx, app: &App, id: SeekerId, to: OrganisationId) -> Result<(), Error> {
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    if !bodies.iter().any(|body| body.id == to && body.active) {
        return Err(Error::field("to", Message::new("transfer-to-choose")));
    }
    step(ctx, app, id, "transfer", |state, _| state.transfer(ctx.now, to)).await
}

/// Records a dated notice of death, on every registration of the person, whichever id they stand under.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for a day to come or a death that is recorded already.
pub async fn decease(ctx: &Ctx, app: &App, id: SeekerId, on: Date) -> Result<(), Error> {
    let (seeker, _) = staff(ctx, app, id).await?;
    let everyone =
        store::merge::same_as(&app.store, ctx.tenant, seeker.person).await.map_err(crate::fault)?;
    step(ctx, app, id, "decease", |state, _| state.decease(ctx.now, ctx.today(), on)).await?;
    for person in everyone {
        let all = store::seeker::of_person(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
        for (mut other, profile) in all.into_iter().filter(|(other, _)| other.id != id) {
            let state = other.state.clone().decease(ctx.now, ctx.today(), on);
            if let (Ok(state), Some(profile)) = (state, profile) {
                other.state = state;
                save(ctx, app, other, profile, "decease").await?;
            }
        }
    }
    Ok(())
}

/// Gives a registration to a counsellor, or to nobody.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for somebody who counsels nobody.
pub async fn assign(ctx: &Ctx, app: &App, id: SeekerId, to: Option<PersonId>) -> Result<(), Error> {
    if let Some(to) = to {
        let known = store::person::find(&app.store, ctx.tenant, to).await.map_err(crate::fault)?;
        if !known.is_some_and(|(person, _)| counsels(&person)) {
            return Err(Error::field("to", Message::new("assign-choose")));
        }
    }
    let (mut seeker, profile) = staff(ctx, app, id).await?;
    seeker.assigned = to;
    save(ctx, app, seeker, profile, "assign").await
}

/// Everybody a registration may be given to, by name.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn counselors(ctx: &Ctx, app: &App) -> Result<Vec<(PersonId, String)>, Error> {
    authorise(&ctx.actor, UseCase::WriteService, Relation::default())?;
    let accounts = store::person::accounts(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let counsel = accounts.into_iter().filter(|(person, _)| counsels(person));
    let mut names: Vec<_> = counsel.map(|(person, identity)| (person.id, identity.name)).collect();
    names.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(names)
}

fn counsels(person: &domain::person::Person) -> bool {
    let role = |role| matches!(role, Role::Counselor | Role::Supervisor);
    !matches!(person.account, Account::Suspended { .. }) && person.grants.iter().any(|g| role(g.role))
}

/// A record as those who counsel may change it.
async fn staff(ctx: &Ctx, app: &App, id: SeekerId) -> Result<(Seeker, Profile), Error> {
    let (seeker, profile) = read(ctx, app, UseCase::WriteService, id).await?;
    Ok((seeker, profile.ok_or(Error::NotFound)?))
}

async fn step(
    ctx: &Ctx,
    app: &App,
    id: SeekerId,
    verb: &'static str,
    next: impl FnOnce(State, &Profile) -> Result<State, Message>,
) -> Result<(), Error> {
    let (mut seeker, profile) = staff(ctx, app, id).await?;
    seeker.state = next(seeker.state, &profile).map_err(Error::Conflict)?;
    save(ctx, app, seeker, profile, verb).await
}
