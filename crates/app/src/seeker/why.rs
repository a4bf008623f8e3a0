//! Before the record of a person whom another body looks after is opened, who opens it says why; the person reads
//! it beside the look. It holds for a working day.

use domain::id::SeekerId;
use domain::look::Why;
use domain::policy::{UseCase, authorise, must_say_why};
use domain::seeker::{Profile, Seeker};
use domain::{Ctx, Message};
use jiff::SignedDuration;

use super::{refused, relation};
use crate::service::free_text;
use crate::{App, Error};

/// How long what was said holds.
const HOLDS: SignedDuration = SignedDuration::from_hours(8);

/// Stops whoever must say why and has not.
pub(super) async fn asked(
    ctx: &Ctx,
    app: &App,
    seeker: &Seeker,
    profile: Option<&Profile>,
) -> Result<(), Error> {
    // Of whoever was erased there is nothing to see.
    if profile.is_none() || !must_say_why(&ctx.actor, relation(ctx, seeker, profile)) {
        return Ok(());
    }
    let actor = ctx.actor.person.ok_or(Error::NotFound)?;
    let said = store::look::was_said(&app.store, ctx.tenant, seeker.person, actor, ctx.now - HOLDS);
    if said.await.map_err(crate::fault)? { Ok(()) } else { Err(Error::WhyNeeded(seeker.id)) }
}

/// The registration that somebody is about to open, and whether they must say why. It names nobody.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists.
pub async fn whose(ctx: &Ctx, app: &App, id: SeekerId) -> Result<(Seeker, bool), Error> {
    let found = store::seeker::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (seeker, profile) = found.ok_or(Error::NotFound)?;
    if authorise(&ctx.actor, UseCase::ReadSeeker, relation(ctx, &seeker, profile.as_ref())).is_err() {
        refused(ctx, app, seeker.person, UseCase::ReadSeeker).await?;
        return Err(Error::NotFound);
    }
    match asked(ctx, app, &seeker, profile.as_ref()).await {
        Ok(()) => Ok((seeker, false)),
        Err(Error::WhyNeeded(_)) => Ok((seeker, true)),
        Err(failed) => Err(failed),
    }
}

/// Says why.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that the person exists; [`Error::Invalid`] for too much
/// text and for resident numbers.
pub async fn say_why(ctx: &Ctx, app: &App, id: SeekerId, why: Why, words: &str) -> Result<(), Error> {
    let (seeker, needed) = whose(ctx, app, id).await?;
    if !Why::RECORD.contains(&why) {
        return Err(Error::field("why", Message::new("field-needed")));
    }
    if let Some(wrong) = free_text("words", words) {
        return Err(Error::Invalid(vec![wrong]));
    }
    if !needed {
        return Ok(());
    }
    let words = words.trim().to_owned();
    app.write(ctx, move |tx, ctx| {
        let words = words.clone();
        Box::pin(async move { store::look::insert_said(tx, &ctx, seeker.person, why, &words).await })
    })
    .await
}
