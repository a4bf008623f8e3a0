//! Who has read what was shared with them (A56): said by a press of whoever read it, shown beside the thing.

use domain::Ctx;
use domain::comment::Subject;
use domain::policy::{Relation, UseCase, authorise};
use domain::receipt::Receipt;
use uuid::Uuid;

use crate::comment::{Names, may_read};
use crate::{App, Error, record};

/// Who has read a thing.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// Those who have, in order: name, body, word.
    pub by: Vec<(String, String, Receipt)>,
    /// Whether who asks is among them.
    pub mine: bool,
    /// Names of the bodies of the city's own tree of which nobody has.
    pub silent: Vec<String>,
}

/// Who has read a thing.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub async fn of(ctx: &Ctx, app: &App, subject: Subject, about: Uuid) -> Result<Read, Error> {
    may_read(ctx, app, subject, about).await?;
    let all =
        store::record::of_parent::<Receipt>(&app.store, ctx.tenant, about).await.map_err(crate::fault)?;
    let (mut names, mut read) = (Names::default(), Read::default());
    for receipt in all {
        read.mine |= Some(receipt.by) == ctx.actor.person;
        let who = names.person(ctx, app, receipt.by).await?;
        let body = names.body(ctx, app, receipt.organisation).await?;
        read.by.push((who, body, receipt));
    }
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let has = |id| read.by.iter().any(|(_, _, receipt)| receipt.organisation == Some(id));
    let silent = bodies.into_iter().filter(|body| body.active && !has(body.id));
    read.silent = silent.map(|body| body.name).collect();
    Ok(read)
}

/// Says that one has read a thing. Said twice it is said once.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`], also without an account.
pub async fn leave(ctx: &Ctx, app: &App, subject: Subject, about: Uuid) -> Result<(), Error> {
    may_read(ctx, app, subject, about).await?;
    let by = ctx.actor.person.ok_or(Error::NotFound)?;
    if is_left(ctx, app, about).await? {
        return Ok(());
    }
    let organisation = ctx.actor.organisation;
    let receipt = Receipt { id: ctx.id(), subject, about, by, organisation, at: ctx.now };
    match record::add(ctx, app, UseCase::ReadComment, receipt).await {
        // Another window was quicker.
        Err(Error::Conflict(_)) => Ok(()),
        other => other,
    }
}

/// Whether who asks has said that they read a thing.
pub(crate) async fn is_left(ctx: &Ctx, app: &App, about: Uuid) -> Result<bool, Error> {
    authorise(&ctx.actor, UseCase::ReadComment, Relation::default())?;
    let Some(by) = ctx.actor.person else { return Ok(false) };
    let known = Receipt::known_as(about, by);
    let found = store::record::known_as::<Receipt>(&app.store, ctx.tenant, &known).await;
    Ok(found.map_err(crate::fault)?.is_some())
}
