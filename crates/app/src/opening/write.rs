//! Writing and correcting an opening.

use domain::Ctx;
use domain::employer::Employer;
use domain::id::{EmployerId, OpeningId};
use domain::message::Message;
use domain::opening::{Content, FIRST_LOOK_DAYS, Opening, Origin, State};
use domain::person::looks_like_resident_number;
use domain::policy::{Reach, Relation, UseCase, authorise, reach};

use store::Tx;

use super::decide::{change, employer_of, unfit, validity};
use super::law::{self, Reasons};
use crate::{App, Error, FieldError};

/// Records a draft for an employer.
///
/// # Errors
/// [`Error::NotFound`] for an unknown employer, [`Error::Invalid`] for content that cannot be kept.
pub async fn create(
    ctx: &Ctx,
    app: &App,
    employer: EmployerId,
    content: Content,
) -> Result<OpeningId, Error> {
    let employer = store::employer::get(&app.store, ctx.tenant, employer).await.map_err(crate::fault)?;
    let opening = draft(ctx, &employer, content)?;
    crate::project::numbered(ctx, app, &opening.content.project).await?;
    let id = opening.id;
    app.write(ctx, move |tx, ctx| {
        let opening = opening.clone();
        Box::pin(async move { put(tx, &ctx, opening).await })
    })
    .await?;
    Ok(id)
}

/// A draft for an employer that may be known only in this transaction; [`put`] writes it.
pub(crate) fn draft(ctx: &Ctx, employer: &Employer, content: Content) -> Result<Opening, Error> {
    authorise(&ctx.actor, UseCase::WriteOpening, relation(ctx, employer, None))?;
    check(&content)?;
    first_look(ctx, &content)?;
    Ok(Opening {
        id: ctx.id(),
        employer: employer.id,
        content,
        state: State::Draft,
        origin: Origin {
            number: String::new(),
            received_on: ctx.today(),
            channel: ctx.actor.channel,
            received_by: ctx.actor.person,
            organisation: ctx.actor.organisation,
            wanted_auth_no: None,
            info_service: String::new(),
            source: String::new(),
            source_key: String::new(),
            source_digest: String::new(),
            licence: String::new(),
        },
        worsened: Vec::new(),
        reopened: None,
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
        law: None,
    })
}

/// Writes a draft under the next number.
pub(crate) async fn put(tx: &mut Tx, ctx: &Ctx, mut opening: Opening) -> Result<(), store::Error> {
    opening.origin.number = store::opening::next_number(tx, ctx).await?;
    store::opening::insert(tx, ctx, &opening).await
}

/// Records a draft with the content of an earlier opening of the same employer. What was true of that day
/// only, the last day to apply, is left open.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn copy(ctx: &Ctx, app: &App, from: OpeningId) -> Result<OpeningId, Error> {
    let earlier = store::opening::get(&app.store, ctx.tenant, from).await.map_err(crate::fault)?;
    let employer =
        store::employer::get(&app.store, ctx.tenant, earlier.employer).await.map_err(crate::fault)?;
    authorise(&ctx.actor, UseCase::ReadOpening, relation(ctx, &employer, Some(&earlier)))?;
    let content = super::template::fresh(earlier.content);
    create(ctx, app, earlier.employer, content).await
}

/// Replaces the content of an opening that `version` was read of.
///
/// # Errors
/// [`Error::Conflict`] when someone else changed it meanwhile or it has ended; [`Error::Invalid`] for
/// content that cannot be kept, or, of an accepted one, not be shown.
pub async fn update(
    ctx: &Ctx,
    app: &App,
    id: OpeningId,
    version: i64,
    content: Content,
) -> Result<(), Error> {
    update_with(ctx, app, id, version, content, Reasons::new()).await
}

/// The same, with reasons for what the law lets pass only with one. A reason that whoever may not decide gives for
/// an accepted opening is a reason to look at: the opening goes back to staff and leaves the lists until then.
///
/// # Errors
/// Those of [`update`], and [`Error::Invalid`] for a finding that has no reason.
pub async fn update_with(
    ctx: &Ctx,
    app: &App,
    id: OpeningId,
    version: i64,
    content: Content,
    reasons: Reasons,
) -> Result<(), Error> {
    check(&content)?;
    let employer = employer_of(ctx, app, id).await?;
    crate::project::numbered(ctx, app, &content.project).await?;
    change(ctx, app, UseCase::WriteOpening, id, version, "update", move |opening, ctx| {
        if content.first_look_until != opening.content.first_look_until {
            first_look(ctx, &content)?;
            if content.first_look_until.is_some() && opening.state.is_live() && opening.content.is_public() {
                return Err(Error::field("first_look_until", Message::new("first-look-late")));
            }
        }
        if opening.state.is_final() {
            return Err(Message::new("opening-has-ended").into());
        }
        let moved = opening.content.deadline != content.deadline;
        let before = std::mem::replace(&mut opening.content, content);
        super::terms::worsen(ctx, &before, opening);
        if opening.state.is_live() {
            let unfit = unfit(app, ctx, &opening.content, &employer);
            if !unfit.is_empty() {
                let errors = unfit.into_iter().map(|(field, why)| FieldError::new(field, why));
                return Err(Error::Invalid(errors.collect()));
            }
            let accepted = opening.law.clone();
            law::decide(app, ctx, opening, &employer, &reasons)?;
            let decides = reach(ctx.actor.role, UseCase::DecideOpening) != Reach::No;
            if !decides && law::says_more(opening, accepted.as_ref()) {
                opening.state = opening.state.clone().resubmit(ctx.now)?;
            } else if moved {
                opening.state = opening.state.clone().valid_to(validity(app, opening, ctx.today()));
            }
        }
        Ok(())
    })
    .await
}

/// How the actor stands to an opening of `employer`.
pub(super) fn relation(ctx: &Ctx, employer: &Employer, opening: Option<&Opening>) -> Relation {
    let organisation = match opening {
        Some(opening) => opening.origin.organisation,
        // A body may always begin something of its own.
        None => ctx.actor.organisation,
    };
    Relation { employer: Some(employer.id), organisation, ..Relation::default() }
}

/// Bodies of the network look first for some days at most, and never at what everybody has seen.
fn first_look(ctx: &Ctx, content: &Content) -> Result<(), Error> {
    let Some(until) = content.first_look_until else { return Ok(()) };
    let latest = domain::reminder::days_after(ctx.today(), FIRST_LOOK_DAYS);
    if until < ctx.today() || until > latest {
        let why = Message::new("first-look-day").with("latest", latest.to_string());
        return Err(Error::field("first_look_until", why));
    }
    Ok(())
}

/// Refuses what may never be stored.
fn check(content: &Content) -> Result<(), Error> {
    let mut errors = Vec::new();
    for (field, text) in content.texts() {
        if looks_like_resident_number(text) {
            errors.push(FieldError::new(field, Message::new("resident-number-refused")));
        }
        if text.chars().count() > 10_000 {
            errors.push(FieldError::new(field, Message::new("text-too-long").with("most", 10_000)));
        }
    }
    let url = &content.apply_url;
    if !(url.is_empty() || url.starts_with("https://") || url.starts_with("http://")) {
        errors.push(FieldError::new("apply_url", Message::new("url-unreadable").with("text", url.as_str())));
    }
    if content.headcount_disabled > content.headcount && content.headcount > 0 {
        errors.push(FieldError::new("headcount_disabled", Message::new("headcount-disabled-too-many")));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}
