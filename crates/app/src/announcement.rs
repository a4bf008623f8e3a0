//! What other bodies announce, for everybody to read: hiring events beside our own calendar, policies for the young.

use domain::Ctx;
use domain::announcement::{Announcement, Kind};
use domain::policy::{Relation, UseCase, authorise};

use crate::{App, Error};

/// Those of a kind that are not over, the first to end first; those without a last day at the end.
///
/// # Errors
/// When the store cannot be read.
pub async fn current(ctx: &Ctx, app: &App, kind: Kind) -> Result<Vec<Announcement>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let found = store::announcement::current(&app.store, ctx.tenant, kind, ctx.today()).await;
    let mut found = found.map_err(crate::fault)?;
    found.sort_by_key(|one| (one.until.is_none(), one.until, one.from, one.id));
    Ok(found)
}
