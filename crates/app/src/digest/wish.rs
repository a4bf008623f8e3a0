//! How a person wants to hear from us: said on their own page or at the counter, confirmed by whoever reads at the address,
//! taken back with one press by whoever holds what was sent.

use domain::actor::Channel;
use domain::digest::{Basket, CONFIRMS_A_DAY, Delivery, Kind, Way, check_mail};
use domain::id::SeekerId;
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::seeker::{ConsentKind, Profile, Seeker};
use domain::{Ctx, person::normalise_phone};

use super::token::{Purpose, is_same, of_confirm, peek};
use crate::{App, Error, FieldError, seeker};

/// The wish as a form says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// Which way.
    pub by: Option<Way>,
    /// In English.
    pub english: bool,
    /// Whether the person agreed to be sent news.
    pub agreed: bool,
}

/// What follows from a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Nothing more is needed.
    Nothing,
    /// A message with a link was sent to the address: nothing else goes there before it was opened.
    Confirm,
    /// So many were sent there today that none is before tomorrow.
    Enough,
}

/// Keeps a wish, and asks at a new address whether it is the person's.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] without a way, without the consent that it needs, without an address that can be one,
/// or for a way that this city does not send.
pub async fn wish(ctx: &Ctx, app: &App, id: SeekerId, wish: Wish, by: Channel) -> Result<Asked, Error> {
    let (mut seeker, profile) = seeker::read(ctx, app, UseCase::WriteSeeker, id).await?;
    let mut profile = profile.ok_or(Error::NotFound)?;
    let wrong = faults(app, &profile, wish);
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let before = profile.clone();
    if wish.agreed != (profile.consents.news == Some(true)) {
        profile.consents = profile.consents.with(ConsentKind::News, wish.agreed, ctx.today());
        let said = profile.consents.changes(&before.consents, ctx.today(), by);
        seeker.consents.extend(said);
    }
    profile.hearing.by = wish.by;
    profile.hearing.english = wish.english;
    // Whoever says it again knows of what came back.
    profile.hearing.returned_on = None;
    let unconfirmed = profile.heard_next().filter(|_| profile.heard_at().is_none()).map(|(way, _)| way);
    let person = seeker.person;
    if profile != before {
        seeker::save(ctx, app, seeker, profile, "hear").await?;
    }
    match unconfirmed {
        None => Ok(Asked::Nothing),
        Some(way) => ask(ctx, app, Delivery::new(ctx, person, Kind::Confirm, way)).await,
    }
}

fn faults(app: &App, profile: &Profile, wish: Wish) -> Vec<FieldError> {
    let Some(way) = wish.by else {
        return vec![FieldError::new("by", Message::new("digest-way-choose"))];
    };
    let mut wrong = Vec::new();
    if way.is_sent() && !super::ways(app).contains(&way) {
        wrong.push(FieldError::new("by", Message::new("digest-way-off")));
    }
    if way.is_sent() && !wish.agreed {
        wrong.push(FieldError::new("consent_news", Message::new("digest-consent-needed")));
    }
    let address = profile.address(way);
    let right = match way {
        Way::Mail => check_mail(address),
        Way::Text => mobile(address),
        Way::Paper | Way::Phone | Way::None => Ok(()),
    };
    wrong.extend(right.err().map(|why| FieldError::new("by", why)));
    wrong
}

/// Whether a text message can go to a number.
fn mobile(number: &str) -> Result<(), Message> {
    let digits = normalise_phone(number).unwrap_or_default();
    match digits.starts_with("01") && (10..=11).contains(&digits.len()) {
        true => Ok(()),
        false => Err(Message::new("digest-mobile-missing")),
    }
}

/// Puts the question whether an address is the person's into the post.
async fn ask(ctx: &Ctx, app: &App, delivery: Delivery) -> Result<Asked, Error> {
    for n in 1..=CONFIRMS_A_DAY {
        let slot = format!("confirm/{}/{n}", delivery.on);
        let taken = store::digest::has(&app.store, ctx.tenant, delivery.person, &slot).await;
        if taken.map_err(crate::fault)? {
            continue;
        }
        let (delivery, ctx) = (delivery.clone(), ctx.clone());
        let put = app.store.write(move |tx| {
            let (ctx, slot, delivery) = (ctx.clone(), slot.clone(), delivery.clone());
            Box::pin(
                async move { store::digest::insert(tx, &ctx, &slot, &delivery, &Basket::default()).await },
            )
        });
        put.await.map_err(crate::fault)?;
        return Ok(Asked::Confirm);
    }
    Ok(Asked::Enough)
}

/// Whoever reads at the address says that it is theirs.
///
/// # Errors
/// [`Error::NotFound`] for a link of nobody or one that is too old; [`Error::Conflict`] when the address was changed since.
pub async fn confirm(ctx: &Ctx, app: &App, token: &str) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::AnswerQuestion, Relation::default())?;
    let delivery = peek(ctx, app, Purpose::Confirm, token).await?;
    let mut changed = Vec::new();
    let mut known = false;
    for (seeker, mut profile) in super::records(ctx, app, delivery.person).await? {
        let asked = profile.heard_next().map(|(_, address)| address.to_owned());
        let asked = asked.filter(|address| is_same(token, &of_confirm(app, delivery.id, address)));
        let Some(address) = asked else { continue };
        known = true;
        if profile.hearing.confirmed != address || profile.hearing.returned_on.is_some() {
            profile.hearing.confirmed = address;
            profile.hearing.returned_on = None;
            changed.push((seeker, profile));
        }
    }
    match known {
        true => keep(app, changed, "confirm_address").await,
        false => Err(Error::Conflict(Message::new("digest-link-old"))),
    }
}

/// Whoever holds what was sent wants no more of it. It may be said twice.
///
/// # Errors
/// [`Error::NotFound`] for a link of nobody.
pub async fn stop(ctx: &Ctx, app: &App, token: &str) -> Result<(), Error> {
    authorise(&ctx.actor, UseCase::AnswerQuestion, Relation::default())?;
    let delivery = peek(ctx, app, Purpose::Stop, token).await?;
    let mut changed = Vec::new();
    for (mut seeker, mut profile) in super::records(ctx, app, delivery.person).await? {
        if !profile.hearing.by.is_some_and(Way::is_sent) && profile.consents.news != Some(true) {
            continue;
        }
        let before = profile.consents.clone();
        profile.consents = profile.consents.with(ConsentKind::News, false, ctx.today());
        seeker.consents.extend(profile.consents.changes(&before, ctx.today(), Channel::Web));
        profile.hearing.by = Some(Way::None);
        profile.hearing.confirmed.clear();
        changed.push((seeker, profile));
    }
    keep(app, changed, "stop_news").await
}

/// Nobody signed in: the system writes down what the holder of the link said.
pub(super) async fn keep(
    app: &App,
    changed: Vec<(Seeker, Profile)>,
    verb: &'static str,
) -> Result<(), Error> {
    if changed.is_empty() {
        return Ok(());
    }
    seeker::save_all(&app.system_ctx(), app, changed, verb).await
}
