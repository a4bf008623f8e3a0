//! Whom a leak concerns: the looks of one account.

use domain::Ctx;
use domain::id::PersonId;
use domain::policy::{Relation, UseCase, authorise};
use jiff::Timestamp;

use crate::{App, Error};

/// Most looks listed in one go.
const MOST: i64 = 1_000_000;

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
