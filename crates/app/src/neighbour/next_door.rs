//! What a counsellor does with an opening next door: nobody is referred there by a letter of ours. The person is told how that
//! city takes applications, and a note says so; whoever is then hired is claimed at that employer, by the usual rules.

use domain::Ctx;
use domain::actor::Channel;
use domain::employer::{Employer, written};
use domain::id::{EmployerId, OpeningId, SeekerId, ServiceId};
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::service::{Notes, ServiceKind};

use crate::projection::Entry;
use crate::{App, Error};

fn entry(ctx: &Ctx, app: &App, opening: OpeningId) -> Result<std::sync::Arc<Entry>, Error> {
    app.projection.abroad_one(opening, ctx.now).ok_or(Error::NotFound)
}

/// Writes down that a person was told of an opening next door.
///
/// # Errors
/// [`Error::NotFound`] for an opening that is shown no longer or a person whom the actor need not know.
pub async fn hand_on(
    ctx: &Ctx,
    app: &App,
    seeker: SeekerId,
    opening: OpeningId,
    channel: Channel,
) -> Result<ServiceId, Error> {
    let entry = entry(ctx, app, opening)?;
    let Some(from) = &entry.abroad else { return Err(Error::NotFound) };
    let told = Message::new("neighbour-handed-on")
        .with("city", from.city.as_str())
        .with("number", entry.opening.origin.number.as_str())
        .with("title", entry.opening.content.title.as_str())
        .with("employer", entry.employer.name.as_str())
        .with("url", from.url.as_str());
    let text = app.catalogue.say(app.lang(), &told);
    let form = crate::service::Form {
        kind: ServiceKind::HandOver,
        on: ctx.today(),
        project: String::new(),
        channel,
        notes: Notes { text, ..Notes::default() },
    };
    crate::service::record(ctx, app, seeker, form).await
}

/// The employer of an opening next door, on record here so that a hire can be claimed: the known one, else a new one with the
/// place of the work, which tells the region of the work in every figure (CR-20).
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub async fn employer(ctx: &Ctx, app: &App, opening: OpeningId) -> Result<EmployerId, Error> {
    authorise(&ctx.actor, UseCase::WriteEmployer, Relation::default())?;
    let entry = entry(ctx, app, opening)?;
    let Some(from) = &entry.abroad else { return Err(Error::NotFound) };
    let told = &entry.employer;
    let known = store::employer::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let same = |one: &&Employer| match (&one.business_number, &told.business_number) {
        (Some(known), Some(told)) => known == told,
        _ => written(&one.name, &one.address) == written(&told.name, &told.address),
    };
    if let Some(known) = known.iter().find(same) {
        return Ok(known.id);
    }
    let district = told.area.as_ref().and_then(|area| area.district()).unwrap_or(&from.source);
    let area = domain::area::AreaCode::parse(district);
    crate::employer::create(ctx, app, Employer { area, ..Employer::clone(told) }, None).await
}
