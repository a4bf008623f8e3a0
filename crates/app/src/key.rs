//! Changing the master key: a new one is written beside the old, every person's key is sealed under it, and then
//! the old one is forgotten. It may be broken off anywhere and goes on where it stopped.

use domain::Ctx;
use domain::policy::{Relation, UseCase, authorise};
use serde::Serialize;

use crate::{App, Error};

/// Keys sealed in one transaction: few, so that others get their turn.
const BATCH: usize = 500;

/// What a change of the master key did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Changed {
    /// Whether it went on with a change that had been broken off.
    pub resumed: bool,
    /// Keys sealed under the new one.
    pub resealed: usize,
    /// Whether the old one is forgotten; it is not while another tenant of the store needs it.
    pub forgotten: bool,
}

/// Changes the master key.
///
/// # Errors
/// [`Error::Forbidden`] for anyone but the operator; when store or key file cannot be written.
pub async fn change(ctx: &Ctx, app: &App) -> Result<Changed, Error> {
    authorise(&ctx.actor, UseCase::OperateSystem, Relation::default())?;
    let mut done = Changed { resumed: app.store.keys().is_changing(), ..Changed::default() };
    if !done.resumed {
        app.store.keys().add(ctx.random()).map_err(Error::internal)?;
    }
    // Once more until a whole round finds nothing: somebody may be registered meanwhile.
    loop {
        let (mut from, mut round) = (String::new(), 0);
        while let Some((count, last)) =
            store::key::reseal(&app.store, ctx, &from, BATCH).await.map_err(crate::fault)?
        {
            (from, round) = (last, round + count);
        }
        done.resealed += round;
        if round == 0 {
            break;
        }
    }
    done.forgotten = store::key::forget_old(&app.store, ctx).await.map_err(crate::fault)?;
    Ok(done)
}
