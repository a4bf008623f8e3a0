//! The code on a letter, and finding a referral by it or by the letter's number.
//!
//! A code is drawn from the master key and the referral's id, so that a letter may be printed again though
//! only a keyed hash of the code is stored; without the key neither tells anything.

use domain::Ctx;
use domain::actor::Role;
use domain::id::ReferralId;
use domain::message::Message;
use domain::placement::EvidenceKind;
use domain::policy::{Relation, UseCase, authorise};
use domain::referral::{Outcome, Referral, State, code_from, read_code};
use jiff::Timestamp;

use super::result::{self, Answer};
use super::step;
use crate::{App, Error};

/// The referral of a letter, and what was recorded if it has ended.
#[derive(Debug, Clone)]
pub struct Found {
    /// The referral.
    pub referral: Referral,
    /// What was recorded before; `None` while an answer is awaited.
    pub recorded: Option<Recorded>,
}

/// An answer that was recorded before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// What.
    pub how: Outcome,
    /// When.
    pub at: Timestamp,
    /// In which role.
    pub role: String,
    /// Through which channel.
    pub channel: String,
    /// By whom, if still known.
    pub who: String,
}

pub(crate) fn code(app: &App, id: ReferralId) -> String {
    drawn(app, "letter-code", &id.to_string())
}

/// By what the code of a referral's letter is found.
pub(crate) fn code_hash(app: &App, id: ReferralId) -> String {
    hash(app, &code(app, id))
}

/// A code drawn from the master key for one purpose.
pub(crate) fn drawn(app: &App, purpose: &str, id: &str) -> String {
    let drawn = app.store.blind(app.tenant, purpose, id);
    let mut bytes = [0u8; 8];
    for (at, byte) in drawn.bytes().enumerate() {
        let place = &mut bytes[at % 8];
        *place = place.wrapping_mul(31).wrapping_add(byte);
    }
    code_from(bytes)
}

pub(super) fn hash(app: &App, code: &str) -> String {
    app.store.blind(app.tenant, "letter-code-hash", code)
}

/// The referral of a letter by its number or its code, as a counsellor keys it.
///
/// # Errors
/// [`Error::Invalid`] at `code` when it is mistyped, or no letter that one needs to know has it;
/// [`Error::TooMany`] after too many that are unknown.
pub async fn look_up(ctx: &Ctx, app: &App, text: &str) -> Result<Found, Error> {
    authorise(&ctx.actor, UseCase::ReadReferral, Relation::default())?;
    let typed = text.trim().to_uppercase();
    let number = typed.strip_prefix('L').is_some_and(|rest| rest.contains('-') && rest.len() > 6);
    let brake = crate::answer::brake(ctx, app, "")?;
    let found = if number {
        let number = typed.replace(' ', "");
        store::referral::by_letter(&app.store, ctx.tenant, &number).await.map_err(crate::fault)?
    } else {
        let code = read_code(text).map_err(|why| Error::field("code", why))?;
        of_code(ctx, app, &code).await?
    };
    // Whoever need not know of a letter is told what they are told of none.
    let known =
        |letter: &Referral| authorise(&ctx.actor, UseCase::ReadReferral, super::relation(letter)).is_ok();
    match found.filter(known) {
        Some(referral) => told(ctx, app, referral).await,
        None => {
            app.brake.failed(brake, ctx.now);
            Err(Error::field("code", Message::new("letter-unknown")))
        }
    }
}

/// The referral of a code that was read before. Whoever asks holds the brake.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn of_code(ctx: &Ctx, app: &App, code: &str) -> Result<Option<Referral>, Error> {
    store::referral::by_code(&app.store, ctx.tenant, &hash(app, code)).await.map_err(crate::fault)
}

/// The employer's answer by the code alone, from whoever holds the letter. The person carried it, so a hire told
/// so is no more than a word until there is better evidence.
///
/// # Errors
/// As [`answer`](super::answer).
pub(crate) async fn answer_by_letter(
    ctx: &Ctx,
    app: &App,
    letter: Referral,
    answer: Option<Answer>,
) -> Result<(), Error> {
    match answer {
        Some(answer) => result::record(ctx, app, letter, answer, EvidenceKind::LetterCode, None).await,
        None => step::keep_undecided(ctx, app, letter).await,
    }
}

async fn told(ctx: &Ctx, app: &App, referral: Referral) -> Result<Found, Error> {
    let State::Ended { at, how, .. } = &referral.state else {
        return Ok(Found { referral, recorded: None });
    };
    let last =
        store::change::of_noun(&app.store, ctx.tenant, referral.id.0, 1).await.map_err(crate::fault)?;
    let last = last.into_iter().next().ok_or(Error::NotFound)?;
    // A jobseeker's name stands on their record only, where a look at it is written down.
    let staff = last.actor.filter(|_| last.role != Role::Seeker.to_string());
    let who = super::show::named(ctx, app, staff).await?;
    let recorded = Recorded { how: how.clone(), at: *at, role: last.role, channel: last.channel, who };
    Ok(Found { referral, recorded: Some(recorded) })
}
