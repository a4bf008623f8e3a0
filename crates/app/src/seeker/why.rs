//! Before the record of a person whom another body looks after is opened, who opens it says why; the person reads
//! it beside the look. It holds for a working day.

use domain::id::{MergeId, PlacementId, ReferralId, SeekerId};
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

/// What somebody is about to open, where it must be said why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Door {
    /// A registration.
    Seeker(SeekerId),
    /// A result in the ledger.
    Placement(PlacementId),
    /// A referral.
    Referral(ReferralId),
    /// Two records that may be one person.
    Merge(MergeId),
}

/// Stops whoever must say why before they see the person behind a page of another kind.
pub(crate) async fn before(ctx: &Ctx, app: &App, seeker: SeekerId) -> Result<(), Error> {
    let found = store::seeker::find(&app.store, ctx.tenant, seeker).await.map_err(crate::fault)?;
    let Some((seeker, profile)) = found else { return Ok(()) };
    asked(ctx, app, &seeker, profile.as_ref()).await
}

/// The registrations behind a door, and whether it must be said why of any. They name nobody.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists.
pub async fn whose(ctx: &Ctx, app: &App, door: Door) -> Result<(Vec<Seeker>, bool), Error> {
    let ids = match door {
        Door::Seeker(id) => vec![id],
        Door::Placement(id) => crate::placement::whose(ctx, app, id).await?.into_iter().collect(),
        Door::Referral(id) => vec![crate::referral::whose(ctx, app, id).await?],
        Door::Merge(id) => crate::merge::whose(ctx, app, id).await?,
    };
    let (mut seekers, mut needed) = (Vec::new(), false);
    for id in ids {
        let found = store::seeker::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
        let (seeker, profile) = found.ok_or(Error::NotFound)?;
        let stands = relation(ctx, &seeker, profile.as_ref());
        let own = matches!(door, Door::Seeker(_));
        if own && authorise(&ctx.actor, UseCase::ReadSeeker, stands).is_err() {
            refused(ctx, app, seeker.person, UseCase::ReadSeeker).await?;
            return Err(Error::NotFound);
        }
        match asked(ctx, app, &seeker, profile.as_ref()).await {
            Ok(()) => {}
            Err(Error::WhyNeeded(_)) => needed = true,
            Err(failed) => return Err(failed),
        }
        seekers.push(seeker);
    }
    Ok((seekers, needed))
}

/// Says why, to everybody behind the door.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that the person exists; [`Error::Invalid`] for too much
/// text and for resident numbers.
pub async fn say_why(ctx: &Ctx, app: &App, door: Door, why: Why, words: &str) -> Result<(), Error> {
    let (seekers, needed) = whose(ctx, app, door).await?;
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
        let (words, people) = (words.clone(), seekers.iter().map(|seeker| seeker.person).collect::<Vec<_>>());
        Box::pin(async move {
            for person in people {
                store::look::insert_said(tx, &ctx, person, why, &words).await?;
            }
            Ok(())
        })
    })
    .await
}
