//! Papers and scans of a jobseeker: checked by their bytes, kept sealed, shown only with a trace.

use domain::Ctx;
use domain::attachment::{Attachment, Paper, accept};
use domain::id::{AttachmentId, SeekerId};
use domain::look::Purpose;
use domain::policy::{UseCase, authorise};

use crate::look::leave;
use crate::seeker::{read, relation};
use crate::{App, Error};

/// Keeps a file about the person of a registration.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know of the person; [`Error::Invalid`] at the field `file`
/// for one that may not be kept.
pub async fn attach(
    ctx: &Ctx,
    app: &App,
    seeker: SeekerId,
    paper: Paper,
    bytes: &[u8],
) -> Result<AttachmentId, Error> {
    let found = store::seeker::find(&app.store, ctx.tenant, seeker).await.map_err(crate::fault)?;
    let (seeker, profile) = found.ok_or(Error::NotFound)?;
    let stands = relation(ctx, &seeker, profile.as_ref());
    authorise(&ctx.actor, UseCase::WriteSeeker, stands).map_err(|_| Error::NotFound)?;
    let (format, kept) = accept(bytes).map_err(|why| Error::field("file", why))?;
    let attachment = Attachment {
        id: ctx.id(),
        person: seeker.person,
        format,
        paper,
        name: String::new(),
        bytes: kept.len() as u64,
        by: ctx.actor.person,
        at: ctx.now,
    };
    let id = attachment.id;
    app.write(ctx, move |tx, ctx| {
        let (attachment, kept) = (attachment.clone(), kept.clone());
        Box::pin(async move { store::attachment::insert(tx, &ctx, &attachment, &kept).await })
    })
    .await?;
    Ok(id)
}

/// One file with its bytes. The look is written before it is given out.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know of the person and once they were erased.
pub async fn get(ctx: &Ctx, app: &App, id: AttachmentId) -> Result<(Attachment, Vec<u8>), Error> {
    let found = store::attachment::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (attachment, bytes) = found.ok_or(Error::NotFound)?;
    let person = attachment.person;
    let records = store::seeker::of_person(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
    let known = records.iter().find(|(seeker, profile)| {
        authorise(&ctx.actor, UseCase::ReadSeeker, relation(ctx, seeker, profile.as_ref())).is_ok()
    });
    let (Some((seeker, _)), Some(bytes)) = (known, bytes) else { return Err(Error::NotFound) };
    read(ctx, app, UseCase::ReadSeeker, seeker.id).await?;
    leave(ctx, app, vec![person], Purpose::Attachment).await?;
    Ok((attachment, bytes))
}

/// The files of a registration's person, the oldest first, without what is on them. The look is written
/// before the list is shown.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know of the person.
pub async fn list(ctx: &Ctx, app: &App, seeker: SeekerId) -> Result<Vec<Attachment>, Error> {
    let (seeker, _) = read(ctx, app, UseCase::ReadSeeker, seeker).await?;
    leave(ctx, app, vec![seeker.person], Purpose::Attachment).await?;
    store::attachment::of_person(&app.store, ctx.tenant, seeker.person).await.map_err(crate::fault)
}
