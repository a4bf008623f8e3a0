//! Whom a new registration may already be: two of name, birth and telephone agree. Never decided here.

use domain::Ctx;
use domain::actor::Role;
use domain::handle::HandleKind;
use domain::look::Purpose;
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::seeker::{Profile, Seeker};

use crate::{App, Error};

/// A registration that may be of the same person.
#[derive(Debug, Clone)]
pub struct Alike {
    /// The registration.
    pub seeker: Seeker,
    /// What the person told.
    pub profile: Profile,
    /// What agrees.
    pub grounds: Vec<HandleKind>,
}

/// Registrations that may be of the person about to be registered, for staff to look at before they save.
/// Showing them is a look at each.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn alike(ctx: &Ctx, app: &App, profile: &Profile) -> Result<Vec<Alike>, Error> {
    // Whoever registers themselves must not learn who else is known here.
    if ctx.actor.role == Role::Seeker {
        return Ok(Vec::new());
    }
    authorise(&ctx.actor, UseCase::ReadSeeker, Relation::default())?;
    let mut found = found(ctx, app, profile).await?;
    // Of whom another body has and nobody agreed to show, only the supervisor who reviews the pair learns.
    found.retain(|alike| {
        let stands = super::relation(ctx, &alike.seeker, Some(&alike.profile));
        authorise(&ctx.actor, UseCase::ReadSeeker, stands).is_ok()
    });
    if !found.is_empty() {
        let people = found.iter().map(|alike| alike.seeker.person).collect();
        crate::look::leave(ctx, app, people, Purpose::Duplicate).await?;
    }
    Ok(found)
}

/// Refuses whoever is recorded as deceased: nobody else may work under their name (CR-16). Who only shares a
/// telephone with them, or of whom a supervisor says that it is `another` person, is not refused.
pub(crate) async fn refuse_deceased(
    ctx: &Ctx,
    app: &App,
    profile: &Profile,
    another: bool,
) -> Result<(), Error> {
    if another && ctx.actor.role == Role::Supervisor {
        return Ok(());
    }
    match store::handle::deceased(&app.store, ctx.tenant, profile).await.map_err(crate::fault)? {
        true => Err(Error::Conflict(Message::new("seeker-deceased"))),
        false => Ok(()),
    }
}

async fn found(ctx: &Ctx, app: &App, profile: &Profile) -> Result<Vec<Alike>, Error> {
    let shared = store::handle::alike(&app.store, ctx.tenant, profile).await.map_err(crate::fault)?;
    let mut out: Vec<Alike> = Vec::new();
    for shared in shared {
        match out.iter_mut().find(|alike| alike.seeker.id == shared.seeker) {
            Some(alike) => alike.grounds.push(shared.kind),
            None => {
                let found = store::seeker::find(&app.store, ctx.tenant, shared.seeker).await;
                if let Some((seeker, Some(profile))) = found.map_err(crate::fault)? {
                    out.push(Alike { seeker, profile, grounds: vec![shared.kind] });
                }
            }
        }
    }
    Ok(out)
}
