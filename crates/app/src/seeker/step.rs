//! Steps of a registration: accepting, renewing, handing over, striking out, recording a death. What the
//! person may do themselves is renewing alone; everything else is for those who counsel.

use domain::Ctx;
use domain::actor::{Channel, Role};
use domain::id::{OrganisationId, PersonId, SeekerId};
use domain::message::Message;
use domain::organisation::{Organisation, OrganisationKind};
use domain::person::{Account, Grant, Person};
use domain::policy::{Relation, UseCase, authorise};
use domain::seeker::{
    CancelReason, DatedNotice, Move, Profile, Revival, ReviveReason, Seeker, State, StateName,
};
use jiff::civil::Date;

use super::{accepted, of_age, read, save, save_all, valid_until};
use crate::{App, Error};

/// Accepts what was handed in.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when something is missing or the state does not allow it.
pub async fn accept(ctx: &Ctx, app: &App, id: SeekerId) -> Result<(), Error> {
    step(ctx, app, id, "accept", |state, profile| match state {
        State::Draft => accepted(ctx, app, state, profile),
        state => {
            of_age(ctx, profile).and_then(|()| state.accept(ctx.now, ctx.today(), valid_until(ctx, app)))
        }
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

/// Gives a registration to another body, as the person said it by `channel`. It goes on there as it stands, with
/// nobody in charge yet; the body it leaves sees it only by consent from now on.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for a body that is not there or has it already; [`Error::Conflict`].
pub async fn transfer(
    ctx: &Ctx,
    app: &App,
    id: SeekerId,
    to: OrganisationId,
    channel: Channel,
) -> Result<(), Error> {
    let (mut seeker, profile) = staff(ctx, app, id).await?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    if !bodies.iter().any(|body| body.id == to && body.active) || seeker.organisation == Some(to) {
        return Err(Error::field("to", Message::new("transfer-to-choose")));
    }
    seeker.state = seeker.state.transfer().map_err(Error::Conflict)?;
    seeker.moves.push(Move { from: seeker.organisation, to, at: ctx.now, by: ctx.actor.person, channel });
    (seeker.organisation, seeker.assigned) = (Some(to), None);
    save(ctx, app, seeker, profile, "transfer").await
}

/// Records a dated notice of death, on every registration of the person, whichever id they stand under, in one go.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for a day to come or a death that is recorded already.
pub async fn decease(ctx: &Ctx, app: &App, id: SeekerId, on: Date) -> Result<(), Error> {
    note(ctx, app, id, on, DatedNotice::Death).await
}

/// Records a dated notice: of a death, or that the identity was struck from the register (CR-16). What is later than
/// it does not count.
///
/// # Errors
/// As [`decease`].
pub async fn note(ctx: &Ctx, app: &App, id: SeekerId, on: Date, notice: DatedNotice) -> Result<(), Error> {
    let (seeker, _) = staff(ctx, app, id).await?;
    let mut changed = Vec::new();
    for (mut one, profile) in of_everyone(ctx, app, &seeker).await? {
        let through = (one.id != id).then_some(id);
        let born_on = profile.as_ref().and_then(|profile| profile.born_on);
        let (state, by) = (one.state.clone(), ctx.actor.person);
        match (state.decease(ctx.now, ctx.today(), on, born_on, by, through), profile) {
            (Ok(state), Some(profile)) => {
                one.state = state.noticed(notice);
                changed.push((one, profile));
            }
            (Err(why), _) if one.id == id => return Err(Error::Conflict(why)),
            // Struck out, recorded before or erased: there is nothing to record.
            _ => {}
        }
    }
    save_all(ctx, app, changed, "decease").await
}

/// Takes a notice of death back that was wrong, as a supervisor who did not record it: every registration of the
/// person stands where it stood before. Referrals and plans that it ended stay ended.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] for whoever recorded it, and for nobody dead.
pub async fn revive(ctx: &Ctx, app: &App, id: SeekerId, reason: ReviveReason) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::DecideReview, Relation::default())?;
    let (seeker, _) = staff(ctx, app, id).await?;
    let mut changed = Vec::new();
    for (mut one, profile) in of_everyone(ctx, app, &seeker).await? {
        let Some(profile) = profile else { continue };
        if one.id == id || one.state.name() == StateName::Deceased {
            one.state = one.state.revive(ctx.now, ctx.actor.person).map_err(Error::Conflict)?;
            one.revived.push(Revival { at: ctx.now, by: ctx.actor.person, reason });
            changed.push((one, profile));
        }
    }
    save_all(ctx, app, changed, "revive").await
}

/// Every registration of a person, under whichever id.
async fn of_everyone(ctx: &Ctx, app: &App, seeker: &Seeker) -> Result<Vec<(Seeker, Option<Profile>)>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut all = Vec::new();
    for person in store::merge::same_as(store, tenant, seeker.person).await.map_err(crate::fault)? {
        all.extend(store::seeker::of_person(store, tenant, person).await.map_err(crate::fault)?);
    }
    Ok(all)
}

/// Gives a registration to a counsellor, or to nobody. Whoever is in charge may open the record, so it goes only
/// to the body that keeps it or to one that the person agreed to.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for somebody who counsels nobody, or not this person.
pub async fn assign(ctx: &Ctx, app: &App, id: SeekerId, to: Option<PersonId>) -> Result<(), Error> {
    let (mut seeker, profile) = staff(ctx, app, id).await?;
    seeker.assigned = to;
    if let Some(to) = to {
        let known = store::person::find(&app.store, ctx.tenant, to).await.map_err(crate::fault)?;
        let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
        let may = |person: &Person| works(person) && counsels(person, &seeker, &profile, &bodies);
        if !known.is_some_and(|(person, _)| may(&person)) {
            return Err(Error::field("to", Message::new("assign-choose")));
        }
    }
    save(ctx, app, seeker, profile, "assign").await
}

/// Takes a registration off whoever was in charge of it by a consent that was taken back: the record closes to them
/// at once.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn drop_stranger(
    ctx: &Ctx,
    app: &App,
    seeker: &mut Seeker,
    profile: &Profile,
) -> Result<(), Error> {
    let (Some(to), Some(_)) = (seeker.assigned, seeker.organisation) else { return Ok(()) };
    let known = store::person::find(&app.store, ctx.tenant, to).await.map_err(crate::fault)?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    if known.is_some_and(|(person, _)| !counsels(&person, seeker, profile, &bodies)) {
        seeker.assigned = None;
    }
    Ok(())
}

/// Everybody a registration may be given to, by name.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn counselors(
    ctx: &Ctx,
    app: &App,
    seeker: &Seeker,
    profile: &Profile,
) -> Result<Vec<(PersonId, String)>, Error> {
    authorise(&ctx.actor, UseCase::WriteService, Relation::default())?;
    let accounts = store::person::accounts(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let counsel = accounts
        .into_iter()
        .filter(|(person, _)| works(person) && counsels(person, seeker, profile, &bodies));
    let mut names: Vec<_> = counsel.map(|(person, identity)| (person.id, identity.name)).collect();
    names.sort_by(|a, b| a.1.cmp(&b.1));
    Ok(names)
}

/// Whether somebody counsels this person, in any of their roles. Whoever counsels without a body does so for the city.
fn counsels(person: &Person, seeker: &Seeker, profile: &Profile, bodies: &[Organisation]) -> bool {
    let of = |grant: &Grant| {
        let kind = bodies.iter().find(|body| Some(body.id) == grant.organisation).map(|body| body.kind);
        let kind = kind.unwrap_or(OrganisationKind::City);
        matches!(grant.role, Role::Counselor | Role::Supervisor)
            && seeker.may_be_given_to(&profile.consents, grant.organisation, kind)
    };
    person.grants.iter().any(of)
}

fn works(person: &Person) -> bool {
    !matches!(person.account, Account::Suspended { .. })
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
