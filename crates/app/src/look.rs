//! Looks at people's records: left before anything is shown, in one transaction for everybody on a page; and whom a
//! leak concerns.

use domain::Ctx;
use domain::id::PersonId;
use domain::look::{Purpose, Why};
use domain::policy::{Relation, UseCase, authorise};
use jiff::Timestamp;

use crate::{App, Error};

/// Most looks listed in one go.
const MOST: i64 = 1_000_000;

/// Writes down that these people's records are about to be shown. A look at oneself leaves none.
pub(crate) async fn leave(
    ctx: &Ctx,
    app: &App,
    subjects: Vec<PersonId>,
    purpose: Purpose,
) -> Result<(), Error> {
    leave_saying(ctx, app, subjects, purpose, None).await
}

/// The same with the reason that was asked for.
pub(crate) async fn leave_saying(
    ctx: &Ctx,
    app: &App,
    subjects: Vec<PersonId>,
    purpose: Purpose,
    why: Option<Why>,
) -> Result<(), Error> {
    if subjects.is_empty() {
        return Ok(());
    }
    app.write(ctx, move |tx, ctx| {
        let subjects = subjects.clone();
        Box::pin(async move { store::look::insert(tx, &ctx, &subjects, purpose, why).await })
    })
    .await
}

/// Whose records an account has looked at since an instant, and when, in order.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] for an unknown sign-in name.
pub async fn by_login(
    ctx: &Ctx,
    app: &App,
    login: &str,
    since: Timestamp,
) -> Result<Vec<(PersonId, Timestamp)>, Error> {
    authorise(&ctx.actor, UseCase::ReadChange, Relation::default())?;
    let login = login.trim().to_lowercase();
    let found = store::person::by_login(&app.store, ctx.tenant, &login).await.map_err(crate::fault)?;
    let person = found.ok_or(Error::NotFound)?;
    store::look::by_actor(&app.store, ctx.tenant, person.id, since, MOST).await.map_err(crate::fault)
}
