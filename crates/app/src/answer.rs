//! Questions to employers: put by staff, answered by whoever holds the link or keys the code, also over the
//! telephone. The link speaks for the employer and for nothing else. The code on a letter asks the same about
//! the one person who carries it.
//!
//! Link and code are drawn from the master key and the question's id, so that a notice may be printed again
//! though only their hashes are stored; without the key neither tells anything.

use domain::actor::{Channel, Role};
use domain::answer::{ANSWERED_WITHIN_DAYS, Given, Kind, Question, Reply};
use domain::employer::Employer;
use domain::id::{AnswerId, OpeningId, ReferralId};
use domain::look::Purpose;
use domain::message::Message;
use domain::opening::{Opening, remaining_heads};
use domain::policy::{Forbidden, Relation, UseCase, authorise};
use domain::referral::{Referral, StateName, read_code, spaced_code};
use domain::{Actor, Ctx};
use jiff::SignedDuration;

use crate::referral::Answer;
use crate::session::{CODES_FROM_ADDRESS, token_hash, too_many};
use crate::{App, Error};

/// A question with its secrets.
#[derive(Debug, Clone)]
pub struct Put {
    /// The question.
    pub question: Question,
    /// The secret of the link.
    pub token: String,
    /// The code for the telephone, in groups.
    pub code: String,
}

/// A question as the one who answers it sees it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The question.
    pub question: Question,
    /// About which opening.
    pub opening: Opening,
    /// Whose.
    pub employer: Employer,
    /// Heads still free.
    pub remaining: u32,
    /// Those sent with a letter, whose answer is awaited or was given.
    pub people: Vec<Sent>,
}

/// A person sent with a letter.
#[derive(Debug, Clone)]
pub struct Sent {
    /// The referral.
    pub referral: Referral,
    /// The name on the letter; empty once the person was erased.
    pub name: String,
}

/// The two ways to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secret<'a> {
    /// The link's.
    Token(&'a str),
    /// The code on a notice or a letter, keyed by staff or by whoever holds the paper; and from which address.
    Code(&'a str, &'a str),
}

/// Puts a question about an opening. Who asks hands the link or the paper with the code over.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when the opening is not one to ask that about.
pub async fn put(ctx: &Ctx, app: &App, opening: OpeningId, kind: Kind) -> Result<Put, Error> {
    authorise(&ctx.actor, UseCase::WriteReferral, Relation::default())?;
    let opening = store::opening::get(&app.store, ctx.tenant, opening).await.map_err(crate::fault)?;
    let (employer, organisation) = (Some(opening.employer), opening.origin.organisation);
    let relation = Relation { employer, organisation, ..Relation::default() };
    authorise(&ctx.actor, UseCase::WriteOpening, relation)?;
    if kind != Kind::Result && !opening.state.is_live() {
        return Err(Error::Conflict(Message::new("answer-opening-ended")));
    }
    let question = Question {
        id: ctx.id(),
        employer: opening.employer,
        opening: opening.id,
        kind,
        made_at: ctx.now,
        made_by: ctx.actor.person,
        organisation: ctx.actor.organisation,
        until: ctx.now + SignedDuration::from_hours(24 * ANSWERED_WITHIN_DAYS),
        given: Vec::new(),
        version: 1,
    };
    let put = drawn(app, question.clone());
    let (token_hash, code_hash) = (token_hash(&put.token), hash_of_code(app, &code_of(app, question.id)));
    app.write(ctx, move |tx, ctx| {
        let (question, token, code) = (question.clone(), token_hash.clone(), code_hash.clone());
        Box::pin(async move { store::answer::insert(tx, &ctx, &question, &token, &code).await })
    })
    .await?;
    Ok(put)
}

/// A question put before, to be printed again by whoever put it: what comes back by its secrets is their word and
/// nobody else's (CR-06). Who saw them is written down.
///
/// # Errors
/// [`Error::NotFound`], also for anybody else's and one whose secrets an earlier release drew by chance.
pub async fn again(ctx: &Ctx, app: &App, id: AnswerId) -> Result<Put, Error> {
    authorise(&ctx.actor, UseCase::WriteReferral, Relation::default())?;
    let hash = hash_of_code(app, &code_of(app, id));
    let found = store::answer::by_code(&app.store, ctx.tenant, &hash).await.map_err(crate::fault)?;
    let question = found.filter(|found| found.made_by == ctx.actor.person).ok_or(Error::NotFound)?;
    // Its link shows whom a body sent: it is the body's own, as they are.
    let relation = Relation {
        person: question.made_by,
        organisation: question.organisation,
        assigned: question.made_by,
        ..Relation::default()
    };
    authorise(&ctx.actor, UseCase::WriteReferral, relation).map_err(|_| Error::NotFound)?;
    let seen = question.clone();
    app.write(ctx, move |tx, ctx| {
        let seen = seen.clone();
        Box::pin(async move { store::answer::shown(tx, &ctx, &seen).await })
    })
    .await?;
    Ok(drawn(app, question))
}

/// The question of a link or a code.
///
/// # Errors
/// [`Error::NotFound`] for an unknown link; [`Error::Invalid`] at `code` for one that is mistyped or
/// unknown; [`Error::TooMany`] after too many unknown codes.
pub async fn asked(ctx: &Ctx, app: &App, secret: Secret<'_>) -> Result<Asked, Error> {
    let (question, letter) = question(ctx, app, secret).await?;
    let speaker = &speaker(ctx, &question)?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let opening = store::opening::get(store, tenant, question.opening).await.map_err(crate::fault)?;
    let employer = store::employer::get(store, tenant, question.employer).await.map_err(crate::fault)?;
    let taken = store::referral::taken(store, tenant, opening.id).await.map_err(crate::fault)?;
    let mut people = Vec::new();
    if question.kind == Kind::Result && !question.is_late(ctx.now) {
        let referrals = match letter {
            Some(letter) => vec![letter],
            None => store::referral::of_opening(store, tenant, opening.id).await.map_err(crate::fault)?,
        };
        let sent = |referral: &Referral| {
            referral.state.letter().is_some()
                && referral.state.name() != StateName::Withdrawn
                && question.asks_about(referral)
                && may_know(speaker, referral)
        };
        for referral in referrals.into_iter().filter(sent) {
            let known = store::seeker::find(store, tenant, referral.seeker).await.map_err(crate::fault)?;
            // Whose answer was given needs no name any more.
            let profile = known.and_then(|(_, profile)| profile).filter(|_| referral.state.is_live());
            let name = profile.map(|profile| profile.name).unwrap_or_default();
            people.push(Sent { referral, name });
        }
    }
    leave_looks(speaker, app, &people).await?;
    Ok(Asked {
        remaining: remaining_heads(opening.content.headcount, taken),
        question,
        opening,
        employer,
        people,
    })
}

/// Showing a name leaves a trace with the person it belongs to.
async fn leave_looks(ctx: &Ctx, app: &App, people: &[Sent]) -> Result<(), Error> {
    let seen: Vec<_> =
        people.iter().filter(|sent| !sent.name.is_empty()).map(|sent| sent.referral.person).collect();
    crate::look::leave(ctx, app, seen, Purpose::Answer).await
}

/// Records an answer and what follows from it.
///
/// # Errors
/// As [`asked`]; [`Error::Conflict`] for an answer that is late, was given before, or cannot be followed.
pub async fn answer(ctx: &Ctx, app: &App, secret: Secret<'_>, reply: Reply) -> Result<Question, Error> {
    let (question, letter) = question(ctx, app, secret).await?;
    let ctx = &speaker(ctx, &question)?;
    let given = Given { at: ctx.now, keyed_by: ctx.actor.person, reply };
    let question = question.take(given).map_err(Error::Conflict)?;
    match (letter, reply.referral()) {
        (Some(letter), _) => of_letter(ctx, app, letter, reply).await?,
        (None, None) => crate::opening::answered(ctx, app, question.clone(), reply).await?,
        (None, Some(referral)) => result(ctx, app, question.clone(), referral, reply).await?,
    }
    Ok(question)
}

/// The question of a link or code, with the referral if the code stands on its letter.
async fn question(ctx: &Ctx, app: &App, secret: Secret<'_>) -> Result<(Question, Option<Referral>), Error> {
    authorise(&ctx.actor, UseCase::AnswerQuestion, Relation::default())?;
    match secret {
        Secret::Token(token) => {
            let found = store::answer::by_token(&app.store, ctx.tenant, &token_hash(token)).await;
            Ok((found.map_err(crate::fault)?.ok_or(Error::NotFound)?, None))
        }
        Secret::Code(text, from) => {
            let brake = brake(ctx, app, from)?;
            let code = read_code(text).map_err(|why| Error::field("code", why))?;
            let found = store::answer::by_code(&app.store, ctx.tenant, &hash_of_code(app, &code)).await;
            if let Some(question) = found.map_err(crate::fault)? {
                return Ok((question, None));
            }
            let letter = crate::referral::of_code(ctx, app, &code).await?;
            match letter.filter(|letter| may_know(ctx, letter)) {
                Some(letter) => Ok((asked_by_letter(ctx, &letter), Some(letter))),
                None => {
                    app.brake.failed(brake, ctx.now);
                    Err(Error::field("code", Message::new("answer-code-unknown")))
                }
            }
        }
    }
}

/// The brake on guessing codes: what it counts under, or that it holds. A mistyped code is no guess. An unknown code is
/// nobody's, so that only who keys is counted; of all that can be typed one in a few thousand million is somebody's.
///
/// # Errors
/// [`Error::TooMany`].
pub(crate) fn brake(ctx: &Ctx, app: &App, from: &str) -> Result<String, Error> {
    let key = match ctx.actor.person {
        Some(person) => format!("answer-code|{person}"),
        None => format!("answer-code|{from}"),
    };
    if app.brake.held(&key, CODES_FROM_ADDRESS, ctx.now) {
        return Err(too_many("answer-code-too-many"));
    }
    Ok(key)
}

/// What a letter asks of its employer. It is kept nowhere: the referral itself keeps the answer.
fn asked_by_letter(ctx: &Ctx, letter: &Referral) -> Question {
    Question {
        id: ctx.id(),
        employer: letter.employer,
        opening: letter.opening,
        kind: Kind::Result,
        made_at: letter.proposed_at,
        made_by: letter.proposed_by,
        organisation: letter.organisation,
        until: ctx.now,
        given: Vec::new(),
        version: 0,
    }
}

/// The answer that was given by the code of a letter. Staff who key it are written down as themselves;
/// whoever else holds the letter has no name, and may be the person who carries it.
async fn of_letter(ctx: &Ctx, app: &App, letter: Referral, reply: Reply) -> Result<(), Error> {
    if !letter.state.is_live() {
        return Err(Error::Conflict(Message::new("letter-answered")));
    }
    if reply.referral() != Some(letter.id) {
        return Err(Error::NotFound);
    }
    match (ctx.actor.role.is_staff(), answer_of(reply)) {
        (true, Some(answer)) => {
            crate::referral::answer_asked(ctx, app, letter.id, letter.version, answer, None).await
        }
        (true, None) => crate::referral::undecided(ctx, app, letter.id, letter.version).await,
        (false, answer) => {
            let holder = &ctx.acting_as(Actor { channel: Channel::LetterCode, ..Actor::citizen() });
            crate::referral::answer_by_letter(holder, app, letter, answer).await
        }
    }
}

/// Who answers. Whoever is not signed in holds the link or the paper and speaks for the employer; whoever is signed
/// in for this employer speaks for it as themselves. Staff who may say what became of people told it over the telephone and stay themselves. Anybody else
/// who is signed in has nothing to answer: a jobseeker least of all, who would speak for the employer of their own
/// letter.
///
/// # Errors
/// [`Error::Forbidden`].
fn speaker(ctx: &Ctx, question: &Question) -> Result<Ctx, Error> {
    match ctx.actor.role {
        Role::Citizen => {}
        Role::Employer if ctx.actor.employer == Some(question.employer) => return Ok(ctx.clone()),
        role if role.is_staff() => {
            authorise(&ctx.actor, UseCase::WriteReferral, Relation::default())?;
            return Ok(ctx.acting_as(Actor { channel: Channel::Phone, ..ctx.actor.clone() }));
        }
        role => return Err(Forbidden { role, use_case: UseCase::AnswerQuestion }.into()),
    }
    let employer = Some(question.employer);
    Ok(ctx.acting_as(Actor { role: Role::Employer, employer, ..Actor::citizen() }))
}

/// Whether who asks may learn of a person who was sent: staff only of those whom they need to know, the employer of
/// everybody who brought it a letter.
fn may_know(ctx: &Ctx, referral: &Referral) -> bool {
    !ctx.actor.role.is_staff()
        || authorise(&ctx.actor, UseCase::WriteReferral, crate::referral::relation(referral)).is_ok()
}

fn hash_of_code(app: &App, code: &str) -> String {
    app.store.blind(app.tenant, "answer-code", code)
}

fn code_of(app: &App, id: AnswerId) -> String {
    crate::referral::drawn(app, "answer-code-drawn", &id.to_string())
}

fn drawn(app: &App, question: Question) -> Put {
    let token = app.store.blind(app.tenant, "answer-token", &question.id.to_string());
    let code = spaced_code(&code_of(app, question.id));
    Put { question, token, code }
}

/// What became of one who was referred.
async fn result(
    ctx: &Ctx,
    app: &App,
    question: Question,
    referral: ReferralId,
    reply: Reply,
) -> Result<(), Error> {
    let found = store::referral::find(&app.store, ctx.tenant, referral).await.map_err(crate::fault)?;
    let found = found.filter(|found| question.asks_about(found)).ok_or(Error::NotFound)?;
    match answer_of(reply) {
        Some(answer) => {
            crate::referral::answer_asked(ctx, app, found.id, found.version, answer, Some(question)).await
        }
        // Nothing becomes of the person yet; the question alone keeps it.
        None => {
            if !may_know(ctx, &found) {
                return Err(Error::NotFound);
            }
            app.write(ctx, move |tx, ctx| {
                let question = question.clone();
                Box::pin(async move { store::answer::update(tx, &ctx, &question).await })
            })
            .await
        }
    }
}

/// The end of a referral that a reply means, if it means one.
fn answer_of(reply: Reply) -> Option<Answer> {
    match reply {
        Reply::Hired { start_on, .. } => Some(Answer::Hired(start_on)),
        Reply::Rejected { reason, .. } => Some(Answer::Rejected(reason)),
        Reply::NoShow { .. } => Some(Answer::NoShow),
        Reply::StillOpen
        | Reply::FoundOtherwise
        | Reply::NotNeeded
        | Reply::Renew
        | Reply::Undecided { .. } => None,
    }
}
