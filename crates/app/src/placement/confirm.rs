//! A person says of a result credited to them that it is true, or not: by the link or the code on a letter sent
//! to them, without an account (CR-05, CR-18). Most people here have none.
//!
//! Link and code are drawn from the master key and the result's id, so that a letter may be printed again and
//! nothing of it is stored. Whoever holds one speaks for the person and for nothing else.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use domain::actor::{Actor, Channel, Role};
use domain::id::{PersonId, PlacementId};
use domain::placement::DisputeReason;
use domain::policy::{Relation, UseCase, authorise};
use domain::referral::{read_code, spaced_code};
use domain::{Ctx, Message};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::show::{View, barred, relation, view};
use crate::session::{CODES_FROM_ADDRESS, too_many};
use crate::{App, Error};

/// Signs of the secret part of a link.
const SECRET: usize = 32;
/// Days after a claim within which its letter may be answered.
const LINK_DAYS: i64 = 90;
/// Wrong codes for one registration number before the brake holds.
const MOST_WRONG: usize = 10;

/// How long it is remembered from where a result was confirmed.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);
/// Addresses remembered before the old ones are forgotten.
const MOST_ADDRESSES: usize = 100_000;

/// From which addresses results were confirmed lately, in memory alone: an address is written down nowhere, and a
/// restart forgets it.
#[derive(Debug, Default)]
pub(crate) struct Sources(Mutex<HashMap<String, Vec<(Timestamp, Uuid)>>>);

impl Sources {
    /// Remembers one more, and gives those of the same address.
    fn note(&self, from: &str, at: Timestamp, subject: Uuid) -> Vec<(Timestamp, Uuid)> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lately = |(when, _): &(Timestamp, Uuid)| at.duration_since(*when) < REMEMBERED;
        if known.len() >= MOST_ADDRESSES {
            known.retain(|_, confirmed| confirmed.iter().any(lately));
        }
        let confirmed = known.entry(from.to_owned()).or_default();
        confirmed.retain(lately);
        confirmed.push((at, subject));
        confirmed.clone()
    }
}

/// A result as the one it is credited to sees it by link or code: nothing that names them.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The result, and whether it counts.
    pub seen: View,
    /// The secret of the link.
    pub token: String,
}

/// The code to print on the letter, in groups, and the registration number to key with it.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that the result exists.
pub async fn code(ctx: &Ctx, app: &App, id: PlacementId) -> Result<(String, String), Error> {
    let placement = store::placement::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    authorise(&ctx.actor, UseCase::WritePlacement, relation(&placement)).map_err(|_| Error::NotFound)?;
    let seeker = placement.seeker.ok_or(Error::NotFound)?;
    let found = store::seeker::find(&app.store, ctx.tenant, seeker).await.map_err(crate::fault)?;
    let (seeker, _) = found.ok_or(Error::NotFound)?;
    Ok((seeker.number, spaced_code(&drawn_code(app, id))))
}

/// The secret of the link to print on the letter.
pub fn link(app: &App, id: PlacementId) -> String {
    let drawn = app.store.blind(app.tenant, "result-link", &id.to_string());
    format!("{}{}", id.0.simple(), &drawn[..SECRET])
}

/// The result of a link.
///
/// # Errors
/// [`Error::NotFound`] for one that nobody was sent or that is too old.
pub async fn by_link(ctx: &Ctx, app: &App, token: &str) -> Result<Asked, Error> {
    authorise(&ctx.actor, UseCase::AnswerQuestion, Relation::default())?;
    let id = token.get(..32).and_then(|id| Uuid::try_parse(id).ok()).map(PlacementId);
    let id = id.filter(|id| link(app, *id) == token).ok_or(Error::NotFound)?;
    let placement = store::placement::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    if ctx.now > placement.created_at + SignedDuration::from_hours(24 * LINK_DAYS) {
        return Err(Error::NotFound);
    }
    let barred = barred(app, id).await?;
    // Whoever opens it, also signed in, sees what the letter is about and no name.
    let stands = relation(&placement);
    let seen = view(&ctx.acting_as(Actor::citizen()), app, placement, barred, stands).await?;
    Ok(Asked { seen, token: token.to_owned() })
}

/// The result of a code, with the registration number that stands beside it on the letter; and from which address.
///
/// # Errors
/// [`Error::Invalid`] at `code` when it is mistyped or no result has it; [`Error::TooMany`].
pub async fn by_code(ctx: &Ctx, app: &App, number: &str, code: &str, from: &str) -> Result<Asked, Error> {
    authorise(&ctx.actor, UseCase::AnswerQuestion, Relation::default())?;
    let number = number.trim().to_uppercase();
    // Of one number from many addresses, and of many numbers from one address.
    let keys = [format!("result-code|{number}"), format!("result-code-from|{from}")];
    let limits = [MOST_WRONG, CODES_FROM_ADDRESS];
    if keys.iter().zip(limits).any(|(key, most)| app.brake.held(key, most, ctx.now)) {
        return Err(too_many("answer-code-too-many"));
    }
    let code = read_code(code).map_err(|why| Error::field("code", why))?;
    for person in people(ctx, app, &number).await? {
        let of = store::placement::of_person(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
        if let Some(found) = of.into_iter().find(|placement| drawn_code(app, placement.id) == code) {
            return by_link(ctx, app, &link(app, found.id)).await;
        }
    }
    for key in keys {
        app.brake.failed(key, ctx.now);
    }
    Err(Error::field("code", Message::new("result-code-unknown")))
}

/// The person says that it is true.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for what was taken back, and from the account of another.
pub async fn confirm(ctx: &Ctx, app: &App, token: &str, from: &str) -> Result<(), Error> {
    let asked = by_link(ctx, app, token).await?;
    confirm_mine(&speaker(ctx, &asked)?, app, asked.seen.placement.id, from).await
}

/// The person confirms a result of their own with a tap (CR-05); from which address. Many from one in a short time
/// go to a second person (CR-17).
///
/// # Errors
/// [`Error::NotFound`] for anybody else's.
pub async fn confirm_mine(ctx: &Ctx, app: &App, id: PlacementId, from: &str) -> Result<(), Error> {
    // A letter was sent to them; an account was put into their hand by somebody.
    let hands = match ctx.actor.channel {
        Channel::Paper => Vec::new(),
        _ => hands(ctx, app).await?,
    };
    super::change(ctx, app, UseCase::DisputePlacement, id, None, "confirm", |placement, ctx| {
        let first = placement.confirmed_by_person.is_none();
        let said = placement.confirm_by_person(ctx.now)?;
        Ok(if first { said.handed_by(&hands) } else { said })
    })
    .await?;
    let claim = store::placement::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    if let Some(handed) = claim.handed.filter(|handed| handed.seconded.is_none()) {
        let found = app.ledger.unnoted(vec![domain::anomaly::same_hand(handed.by, id.0)]);
        crate::anomaly::note(app, &app.system_ctx(), found).await?;
    }
    let near = app.sources.note(from, ctx.now, id.0);
    let found = app.ledger.unnoted(domain::anomaly::one_address(near, app.city.anomaly()));
    crate::anomaly::note(app, &app.system_ctx(), found).await?;
    Ok(())
}

/// Entries of the log about a person that are read to find who gave them their account.
const ENTRIES: i64 = 500;

/// Who gave the person who acts the link to their account, under each of their ids, as the log tells it.
async fn hands(ctx: &Ctx, app: &App) -> Result<Vec<PersonId>, Error> {
    let (store, tenant, mut hands) = (&app.store, ctx.tenant, Vec::new());
    let Some(person) = ctx.actor.person else { return Ok(hands) };
    for id in store::merge::same_as(store, tenant, person).await.map_err(crate::fault)? {
        let told = store::change::of_noun(store, tenant, id.0, ENTRIES).await.map_err(crate::fault)?;
        let links = told
            .into_iter()
            .filter(|entry| (entry.noun.as_str(), entry.verb.as_str()) == ("link", "make_link"));
        hands.extend(links.filter_map(|entry| entry.actor).filter(|by| *by != id));
    }
    Ok(hands)
}

/// The person says that it is wrong; it does not count until a second person has settled it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] while one waits, and from the account of another.
pub async fn deny(ctx: &Ctx, app: &App, token: &str, reason: DisputeReason) -> Result<(), Error> {
    let asked = by_link(ctx, app, token).await?;
    super::dispute(&speaker(ctx, &asked)?, app, asked.seen.placement.id, reason).await
}

/// Whoever holds the letter speaks for the person it was sent to, through paper; never from the account of
/// somebody else, such as the one who printed it.
fn speaker(ctx: &Ctx, asked: &Asked) -> Result<Ctx, Error> {
    let person = Some(asked.seen.placement.person);
    if ctx.actor.person.is_some() && ctx.actor.person != person {
        return Err(Error::Conflict(Message::new("result-of-another")));
    }
    let speaks = Actor { role: Role::Seeker, person, channel: Channel::Paper, ..Actor::citizen() };
    Ok(ctx.acting_as(speaks))
}

/// Whose registration has exactly this number.
async fn people(ctx: &Ctx, app: &App, number: &str) -> Result<Vec<PersonId>, Error> {
    if number.is_empty() {
        return Ok(Vec::new());
    }
    let within = domain::policy::Scope::Everyone;
    let found = store::seeker::numbered(&app.store, ctx.tenant, within, number, None, 10, 0).await;
    let (found, _) = found.map_err(crate::fault)?;
    Ok(found.into_iter().filter(|(seeker, _)| seeker.number == number).map(|(one, _)| one.person).collect())
}

fn drawn_code(app: &App, id: PlacementId) -> String {
    crate::referral::drawn(app, "result-code", &id.to_string())
}
