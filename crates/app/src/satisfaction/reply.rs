//! What comes back: by the link, from whoever holds it, without an account; or keyed by a counsellor who called, or who holds
//! the slip of a letter. Whether somebody still works there is noted with the claim in the same transaction.

use domain::Ctx;
use domain::actor::{Actor, Channel, Role};
use domain::id::{PersonId, SatisfactionId};
use domain::look::Purpose;
use domain::message::Message;
use domain::placement::{EvidenceGrade, Placement, Retention};
use domain::policy::{Relation, UseCase, authorise};
use domain::satisfaction::{About, Answer, Satisfaction};
use domain::seeker::Profile;
use uuid::Uuid;

use crate::{App, Error, FieldError};

/// A question as whoever holds its link sees it: nothing that names them.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The question.
    pub question: Satisfaction,
    /// What it is about, in words.
    pub what: Message,
}

/// A question as a counsellor sees it.
#[derive(Debug, Clone)]
pub struct Open {
    /// The question.
    pub question: Satisfaction,
    /// What it is about, in words.
    pub what: Message,
    /// Whom to call.
    pub name: String,
    /// Telephones, digits only.
    pub phones: Vec<String>,
    /// The secret of its link, for the letter.
    pub token: String,
}

/// What a counsellor notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Noted {
    /// They answered.
    Answered(Answer),
    /// They do not want to answer; `always`: nor anything of the kind again.
    Refused {
        /// Nor anything of the kind again.
        always: bool,
    },
    /// Nobody reached them.
    Unreachable,
}

/// The question of a link. Looking changes nothing.
///
/// # Errors
/// [`Error::NotFound`] for a link of nobody, or of somebody who was erased.
pub async fn asked(ctx: &Ctx, app: &App, token: &str) -> Result<Asked, Error> {
    authorise(&ctx.actor, UseCase::AnswerQuestion, Relation::default())?;
    let id = token.split('-').next().and_then(|id| Uuid::try_parse(id).ok()).map(SatisfactionId);
    let id = id.filter(|id| is_same(token, &super::token(app, *id))).ok_or(Error::NotFound)?;
    let found = store::satisfaction::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (question, _) = found.filter(|(one, _)| one.person.is_some()).ok_or(Error::NotFound)?;
    let what = super::what(ctx, app, &question.about).await?;
    Ok(Asked { question, what })
}

/// Whether two secrets are the same, in a time that does not tell where they differ.
fn is_same(given: &str, drawn: &str) -> bool {
    let differs = given.bytes().zip(drawn.bytes()).fold(0, |all, (a, b)| all | (a ^ b));
    given.len() == drawn.len() && differs == 0
}

/// The person answers.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] with what is missing; [`Error::Conflict`] when it was answered before or is too late,
/// and from the account of staff: they key what they were told.
pub async fn answer(ctx: &Ctx, app: &App, token: &str, given: Answer) -> Result<(), Error> {
    let asked = asked(ctx, app, token).await?;
    save(&speaker(ctx, app, &asked).await?, app, &asked.question, Noted::Answered(given)).await
}

/// The person does not want to answer.
///
/// # Errors
/// As [`answer`].
pub async fn refuse(ctx: &Ctx, app: &App, token: &str, always: bool) -> Result<(), Error> {
    let asked = asked(ctx, app, token).await?;
    save(&speaker(ctx, app, &asked).await?, app, &asked.question, Noted::Refused { always }).await
}

/// Whoever holds the link speaks for the person it was sent to.
async fn speaker(ctx: &Ctx, app: &App, asked: &Asked) -> Result<Ctx, Error> {
    let known = asked.question.person.ok_or(Error::NotFound)?;
    let person = Some(crate::seeker::own_id(ctx, app, known).await?);
    if ctx.actor.person.is_some() && ctx.actor.person != person {
        return Err(Error::Conflict(Message::new("satisfaction-of-another")));
    }
    let speaks = Actor { role: Role::Seeker, person, channel: Channel::Web, ..Actor::citizen() };
    Ok(ctx.acting_as(speaks))
}

/// A question with whom to call, for whoever counsels the person. The look is left before anything is shown.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that the person exists.
pub async fn open(ctx: &Ctx, app: &App, id: SatisfactionId) -> Result<Open, Error> {
    let (question, profile) = theirs(ctx, app, id).await?;
    let person = question.person.ok_or(Error::NotFound)?;
    crate::look::leave(ctx, app, vec![person], Purpose::Counsel).await?;
    let what = super::what(ctx, app, &question.about).await?;
    let phones = [profile.mobile, profile.phone, profile.proxy_phone];
    let phones = phones.into_iter().filter(|phone| !phone.is_empty()).collect();
    Ok(Open { what, name: profile.name, phones, token: super::token(app, id), question })
}

/// Notes what came of a call, or what stands on a slip.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] with what is missing; [`Error::Conflict`] when it is over.
pub async fn note(ctx: &Ctx, app: &App, id: SatisfactionId, noted: Noted) -> Result<(), Error> {
    let (question, _) = theirs(ctx, app, id).await?;
    save(ctx, app, &question, noted).await
}

/// A question of somebody whom who asks counsels, with what they told.
async fn theirs(ctx: &Ctx, app: &App, id: SatisfactionId) -> Result<(Satisfaction, Profile), Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let found = store::satisfaction::find(store, tenant, id).await.map_err(crate::fault)?;
    let (question, _) = found.ok_or(Error::NotFound)?;
    let person = question.person.ok_or(Error::NotFound)?;
    let records = store::seeker::of_person(store, tenant, person).await.map_err(crate::fault)?;
    let counsels = records.into_iter().rev().find_map(|(seeker, profile)| {
        let profile = profile?;
        let stands = crate::seeker::relation(ctx, &seeker, Some(&profile));
        authorise(&ctx.actor, UseCase::WriteService, stands).is_ok().then_some(profile)
    });
    Ok((question, counsels.ok_or(Error::NotFound)?))
}

/// Writes what was answered: once.
async fn save(ctx: &Ctx, app: &App, question: &Satisfaction, noted: Noted) -> Result<(), Error> {
    let mut looked = None;
    if let Noted::Answered(given) = &noted {
        let faults = given.check(&question.about);
        if question.is_open() && !faults.is_empty() {
            return Err(Error::Invalid(
                faults.into_iter().map(|(field, why)| FieldError::new(field, why)).collect(),
            ));
        }
        looked = look(ctx, app, &question.about, given.still).await?;
    }
    let everyone = match question.person {
        Some(person) => store::merge::same_as(&app.store, ctx.tenant, person).await.map_err(crate::fault)?,
        None => Vec::new(),
    };
    let id = question.id;
    // Whoever speaks for themselves is named by the question alone.
    let by = ctx.actor.person.filter(|by| !everyone.contains(by));
    app.decide(ctx, move |tx, ctx| {
        let (noted, looked, everyone) = (noted.clone(), looked.clone(), everyone.clone());
        Box::pin(async move {
            let found = store::satisfaction::find_in(tx, &ctx, id).await?;
            let (one, _) = found.ok_or(store::Error::NotFound)?;
            match noted {
                Noted::Answered(given) => {
                    let next = one.answer(ctx.today(), ctx.now, by)?;
                    store::satisfaction::answer(tx, &ctx, &next, &given).await?;
                    if let Some(placement) = &looked {
                        store::placement::update(tx, &ctx, "retain", placement).await?;
                    }
                }
                Noted::Refused { always } => {
                    let next = one.refuse(ctx.now, by, always)?;
                    store::satisfaction::update(tx, &ctx, "refuse", &next).await?;
                    if always {
                        refuse_others(tx, &ctx, &everyone, by).await?;
                    }
                }
                Noted::Unreachable => {
                    let next = one.unreachable(ctx.now, by)?;
                    store::satisfaction::update(tx, &ctx, "unreachable", &next).await?;
                }
            }
            Ok(())
        })
    })
    .await
}

/// Within a transaction: whoever wants nothing of the kind is asked nothing that still waits.
async fn refuse_others(
    tx: &mut store::Tx,
    ctx: &Ctx,
    everyone: &[PersonId],
    by: Option<PersonId>,
) -> Result<(), crate::error::Stop> {
    for person in everyone {
        let waiting = store::satisfaction::of_person_in(tx, ctx, *person).await?;
        for other in waiting.into_iter().filter(Satisfaction::is_open) {
            let next = other.refuse(ctx.now, by, true)?;
            store::satisfaction::update(tx, ctx, "refuse", &next).await?;
        }
    }
    Ok(())
}

/// The claim with what the person says of whether they still work there, by their word (E3); `None` where it is known
/// already, or where what is known says otherwise.
async fn look(ctx: &Ctx, app: &App, about: &About, still: Option<bool>) -> Result<Option<Placement>, Error> {
    let (About::Placement { placement, months, .. }, Some(still_employed)) = (*about, still) else {
        return Ok(None);
    };
    let found = store::placement::find(&app.store, ctx.tenant, placement).await.map_err(crate::fault)?;
    let Some(placement) = found.filter(|known| !super::is_settled(known, months)) else { return Ok(None) };
    let look = Retention { months, still_employed, on: ctx.today(), grade: EvidenceGrade::E3 };
    Ok(placement.check_retention(look, ctx.actor.person, ctx.now, ctx.today()).ok())
}
