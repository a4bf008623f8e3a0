//! What every use case over a record of the offices does alike: read it, ask the policy about its body, take the step
//! the noun allows, write it with its entry in the change log. It must not know any noun.

use domain::Ctx;
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use store::record::Record;
use uuid::Uuid;

use crate::{App, Error};

/// How an actor stands to a record: by the body whose it is.
fn relation<R: Record>(record: &R) -> Relation {
    Relation { organisation: record.columns().organisation, ..Relation::default() }
}

/// One record, for whoever may use it so.
///
/// # Errors
/// [`Error::NotFound`] for an unknown one and for one of another body that the actor must not touch.
pub(crate) async fn get<R: Record>(
    ctx: &Ctx,
    app: &App,
    use_case: UseCase,
    id: impl Into<Uuid>,
) -> Result<R, Error> {
    let found = store::record::find::<R>(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let found = found.ok_or(Error::NotFound)?;
    authorise(&ctx.actor, use_case, relation(&found)).map_err(|_| Error::NotFound)?;
    Ok(found)
}

/// A step that was refused, told at the field that mends it where there is one.
pub(crate) fn at(failed: Error, fields: &[(&str, &'static str)]) -> Error {
    let Error::Conflict(message) = failed else { return failed };
    match fields.iter().find(|(code, _)| message.code == *code) {
        Some((_, field)) => Error::field(field, message),
        None => Error::Conflict(message),
    }
}

/// Adds a record.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Conflict`] when what it is known by outside is taken.
pub(crate) async fn add<R: Record>(ctx: &Ctx, app: &App, use_case: UseCase, record: R) -> Result<(), Error> {
    authorise(&ctx.actor, use_case, relation(&record))?;
    app.write(ctx, move |tx, ctx| {
        let record = record.clone();
        Box::pin(async move { store::record::insert(tx, &ctx, &record).await })
    })
    .await
}

/// Takes a step with a record and gives it back as it is then. With the version that was seen, somebody else's
/// change in between is a conflict.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when the step is refused or the record was changed meanwhile.
pub(crate) async fn change<R: Record>(
    ctx: &Ctx,
    app: &App,
    use_case: UseCase,
    (id, seen): (impl Into<Uuid>, Option<i64>),
    verb: &'static str,
    step: impl FnOnce(R) -> Result<R, Message>,
) -> Result<R, Error> {
    let known = get::<R>(ctx, app, use_case, id).await?;
    let version = known.columns().version;
    if seen.is_some_and(|seen| seen != version) {
        return Err(Error::Conflict(Message::new("changed-meanwhile")));
    }
    let changed = step(known).map_err(Error::Conflict)?;
    let written = changed.clone();
    app.write(ctx, move |tx, ctx| {
        let written = written.clone();
        Box::pin(async move { store::record::update(tx, &ctx, verb, &written).await })
    })
    .await?;
    Ok(changed.at_version(version + 1))
}
