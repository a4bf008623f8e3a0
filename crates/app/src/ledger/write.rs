//! What is done to a claim: each step reads it, lets `domain` decide, and writes row and log entry in one
//! transaction. There is no deleting (CR-17).

use domain::area::AreaCode;
use domain::id::{AttachmentId, EmployerId, PersonId, PlacementId, SeekerId};
use domain::placement::{
    AmendReason, CancelReason, Contribution, Contributor, DisputeReason, EndReason, Evidence, EvidenceGrade,
    EvidenceKind, ExemptReason, How, Placement, Retention, State, Steps, Terms,
};
use domain::policy::{Reach, Relation, UseCase, authorise, reach};
use domain::referral::{Referral, StateName};
use domain::seeker::Profile;
use domain::{Ctx, Message};
use jiff::ToSpan;
use jiff::civil::Date;

use super::read::stands;
use crate::referral::{Placed, head_left};
use crate::{App, Error};

/// Wrong days of birth for one registration before the brake holds.
const MOST_WRONG: usize = 10;

/// A hire as staff key it.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Of which registration.
    pub seeker: SeekerId,
    /// At which employer.
    pub employer: EmployerId,
    /// How it was found.
    pub how: How,
    /// Number of the letter of ours by which the person was referred; empty for none.
    pub letter: String,
    /// The person's day of birth, from those who do not counsel them: a guessed number alone names nobody.
    pub born_on: Option<Date>,
    /// Day of the referral letter, if another body referred the person.
    pub referred_on: Option<Date>,
    /// First day of work.
    pub start_on: Date,
    /// What was agreed.
    pub terms: Terms,
    /// Where the work is; the employer's place if nothing is said.
    pub work_area: Option<AreaCode>,
    /// The project it belongs to.
    pub project: String,
}

/// Claims a hire for the actor's body. One that is out of order in time is kept, rejected with its rule, so
/// that nothing keyed is lost; [`super::get`] tells so.
///
/// # Errors
/// [`Error::NotFound`] for an unknown registration or employer; [`Error::Invalid`].
pub async fn claim(ctx: &Ctx, app: &App, wanted: Claim) -> Result<PlacementId, Error> {
    let own = Relation { organisation: ctx.actor.organisation, ..Relation::default() };
    authorise(&ctx.actor, UseCase::WritePlacement, own)?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let found = store::seeker::find(store, tenant, wanted.seeker).await.map_err(crate::fault)?;
    let (seeker, profile) = found.ok_or(Error::NotFound)?;
    // Whoever counsels claims for whom they need to know; an officer claims for their own body.
    if reach(ctx.actor.role, UseCase::WritePlacement) == Reach::Need {
        let stands = crate::seeker::relation(ctx, &seeker, profile.as_ref());
        authorise(&ctx.actor, UseCase::WritePlacement, stands).map_err(|_| Error::NotFound)?;
    } else {
        born(ctx, app, &wanted, profile.as_ref())?;
    }
    let employer = store::employer::get(store, tenant, wanted.employer).await.map_err(crate::fault)?;
    if wanted.start_on > ctx.today().saturating_add(1.month()) {
        return Err(Error::field("start_on", Message::new("placement-start-far")));
    }
    let letter = letter(ctx, app, &wanted, seeker.person).await?;
    let (own, referring) = (ctx.actor.organisation, letter.as_ref().and_then(|letter| letter.organisation));
    let referred = |organisation| Contributor { organisation, what: Contribution::Referred };
    let placement = Placement {
        id: ctx.id(),
        person: seeker.person,
        seeker: Some(seeker.id),
        employer: employer.id,
        opening: letter.as_ref().map(|referral| referral.opening),
        referral: letter.as_ref().map(|referral| referral.id),
        how: wanted.how,
        start_on: wanted.start_on,
        steps: Steps {
            registered_on: Some(seeker.registered_on),
            referred_on: match &letter {
                Some(referral) => referral.state.letter().map(|letter| letter.sent_on),
                None => wanted.referred_on,
            },
            interviewed_on: letter.as_ref().and_then(|referral| {
                referral.state.held_interview().map(|held| ctx.zone.to_datetime(held.at).date())
            }),
        },
        terms: wanted.terms,
        residence: profile.as_ref().and_then(|profile| profile.area.clone()),
        work_area: wanted.work_area.or(employer.area),
        owner: ctx.actor.organisation,
        contributors: referring.filter(|body| Some(*body) != own).map(referred).into_iter().collect(),
        amended: Vec::new(),
        project: wanted.project.trim().to_owned(),
        evidence: Vec::new(),
        confirmed_by_person: None,
        retention: Vec::new(),
        state: State::Claimed,
        dispute: None,
        version: 1,
        created_by: ctx.actor.person,
        created_at: ctx.now,
        updated_at: ctx.now,
    };
    placement.check().map_err(|message| Error::field(field_of(&message), message))?;
    let placement = placement.judged(ctx.now);
    let id = placement.id;
    // By a letter of ours it takes a head, as if the referral had been answered.
    let placed = match letter {
        Some(letter) => {
            let everyone = store::merge::same_as(store, tenant, seeker.person).await.map_err(crate::fault)?;
            Some(Placed { referral: letter.id, opening: letter.opening, everyone, seeker, profile })
        }
        None => None,
    };
    let city = app.city.clone();
    app.write(ctx, move |tx, ctx| {
        let (placement, placed, city) = (placement.clone(), placed.clone(), city.clone());
        Box::pin(async move {
            match placed {
                Some(placed) => placed.write(tx, &ctx, city.reminders(), &placement).await,
                None => store::placement::insert(tx, &ctx, &placement).await,
            }
        })
    })
    .await?;
    Ok(id)
}

/// Who does not counsel the person shows that they know whom they mean.
fn born(ctx: &Ctx, app: &App, wanted: &Claim, profile: Option<&Profile>) -> Result<(), Error> {
    let key = format!("claim-born|{}", wanted.seeker);
    if app.brake.held(&key, MOST_WRONG, ctx.now) {
        return Err(Error::TooMany(Message::new("answer-code-too-many")));
    }
    let known = profile.and_then(|profile| profile.born_on);
    if known.is_some() && known == wanted.born_on {
        return Ok(());
    }
    if wanted.born_on.is_some() {
        app.brake.failed(key, ctx.now);
    }
    Err(Error::field("born_on", Message::new("claim-born-on-wrong")))
}

/// The referral of the letter that a claim names: this person's, to this employer.
async fn letter(ctx: &Ctx, app: &App, wanted: &Claim, person: PersonId) -> Result<Option<Referral>, Error> {
    let number = wanted.letter.trim().to_uppercase();
    if wanted.how != How::Referral || number.is_empty() {
        return Ok(None);
    }
    let found = store::referral::by_letter(&app.store, ctx.tenant, &number).await.map_err(crate::fault)?;
    let theirs = found.filter(|known| known.person == person && known.employer == wanted.employer);
    let unknown = || Error::field("letter", Message::new("placement-letter-unknown"));
    let referral = theirs.ok_or_else(unknown)?;
    // Silence may turn out to have been a hire; a no was said, and what is awaited is answered where it is.
    match referral.state.name() {
        StateName::Rejected | StateName::Declined | StateName::NoShow | StateName::Withdrawn => {
            Err(Error::field("letter", Message::new("letter-answered")))
        }
        _ if referral.state.is_live() => Err(Error::field("letter", Message::new("letter-awaits-answer"))),
        _ => head_left(ctx, app, &referral).await.map(|()| Some(referral)),
    }
}

fn field_of(message: &Message) -> &'static str {
    match message.code.as_ref() {
        "placement-referral-missing" => "letter",
        "person-days-needed" => "person_days",
        _ => "project",
    }
}

/// A piece of evidence as staff key it.
#[derive(Debug, Clone)]
pub struct Proof {
    /// What it is.
    pub kind: EvidenceKind,
    /// The day it speaks of.
    pub on: Date,
    /// Why there is no insurance record.
    pub exempt: Option<ExemptReason>,
    /// The paper, among those kept of the person.
    pub paper: Option<AttachmentId>,
    /// Number of the look-up, for an insurance record that an officer looked up.
    pub reference: String,
}

/// Attaches evidence. An officer's look-up of the insurance record is E1 and confirms at once: only those who
/// counsel have the authority for one, and it has a number. What the account that entered the claim keys without
/// a paper waits for a second person.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`]; [`Error::Invalid`] at `paper` for one of another person, at `kind`
/// without authority, at `reference` without its number.
pub async fn attach(ctx: &Ctx, app: &App, id: PlacementId, version: i64, proof: Proof) -> Result<(), Error> {
    if proof.kind == EvidenceKind::InsuranceLookup {
        if reach(ctx.actor.role, UseCase::WritePlacement) != Reach::Need {
            return Err(Error::field("kind", Message::new("evidence-authority-needed")));
        }
        if proof.reference.trim().is_empty() {
            return Err(Error::field("reference", Message::new("evidence-reference-needed")));
        }
    }
    if let Some(paper) = proof.paper {
        let known = store::placement::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
        let theirs = store::attachment::of_person(&app.store, ctx.tenant, known.person).await;
        if !theirs.map_err(crate::fault)?.iter().any(|kept| kept.id == paper) {
            return Err(Error::field("paper", Message::new("evidence-paper-unknown")));
        }
    }
    change(ctx, app, UseCase::WritePlacement, id, Some(version), "attach", move |placement, ctx| {
        let mut evidence = Evidence::new(proof.kind, proof.on, ctx.actor.person).shown_by(proof.paper);
        if proof.kind == EvidenceKind::InsuranceLookup {
            evidence = evidence.referring_to(&proof.reference);
        }
        evidence.exempt = proof.exempt;
        placement.attach(evidence, ctx.now, ctx.today())
    })
    .await
}

/// Names one more body that helped, with the reason (CR-01).
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `organisation` for an unknown body; [`Error::Conflict`].
pub async fn contribute(
    ctx: &Ctx,
    app: &App,
    id: PlacementId,
    version: i64,
    new: Contributor,
    why: AmendReason,
) -> Result<(), Error> {
    let known = store::organisation::find(&app.store, ctx.tenant, new.organisation).await;
    if known.map_err(crate::fault)?.is_none() {
        return Err(Error::field("organisation", Message::new("organisation-unknown")));
    }
    change(ctx, app, UseCase::WritePlacement, id, Some(version), "contribute", move |placement, ctx| {
        placement.contribute(new, why, ctx.actor.person, ctx.now)
    })
    .await
}

/// Takes a body out that did not help after all, with the reason.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`].
pub async fn withdraw(
    ctx: &Ctx,
    app: &App,
    id: PlacementId,
    version: i64,
    old: Contributor,
    why: AmendReason,
) -> Result<(), Error> {
    change(ctx, app, UseCase::WritePlacement, id, Some(version), "withdraw", move |placement, ctx| {
        placement.withdraw(old, why, ctx.actor.person, ctx.now)
    })
    .await
}

/// Takes a claim back, with a reason. It stays.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`].
pub async fn cancel(
    ctx: &Ctx,
    app: &App,
    id: PlacementId,
    version: i64,
    reason: CancelReason,
) -> Result<(), Error> {
    change(ctx, app, UseCase::WritePlacement, id, Some(version), "cancel", move |placement, ctx| {
        placement.cancel(reason, ctx.actor.person, ctx.now)
    })
    .await
}

/// Notes whether the person still works there after 1, 3, 6 or 12 months (CR-22).
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`].
pub async fn check_retention(
    ctx: &Ctx,
    app: &App,
    id: PlacementId,
    version: i64,
    look: (u8, bool, Date, EvidenceGrade),
) -> Result<(), Error> {
    let (months, still_employed, on, grade) = look;
    change(ctx, app, UseCase::WritePlacement, id, Some(version), "retain", move |placement, ctx| {
        placement.check_retention(Retention { months, still_employed, on, grade }, ctx.now, ctx.today())
    })
    .await
}

/// Notes that the person left.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Conflict`].
pub async fn end(
    ctx: &Ctx,
    app: &App,
    id: PlacementId,
    version: i64,
    on: Date,
    reason: EndReason,
) -> Result<(), Error> {
    change(ctx, app, UseCase::WritePlacement, id, Some(version), "end", move |placement, ctx| {
        placement.end(on, reason, ctx.now, ctx.today())
    })
    .await
}

/// The person confirms a result of their own with a tap (CR-05).
///
/// # Errors
/// [`Error::NotFound`] for anybody else's.
pub async fn confirm_mine(ctx: &Ctx, app: &App, id: PlacementId) -> Result<(), Error> {
    change(ctx, app, UseCase::DisputePlacement, id, None, "confirm", |placement, ctx| {
        placement.confirm_by_person(ctx.now)
    })
    .await
}

/// The person says that a result credited to them is wrong (CR-18). It does not count until it is settled.
///
/// # Errors
/// [`Error::NotFound`] for anybody else's; [`Error::Conflict`] while one waits.
pub async fn dispute(ctx: &Ctx, app: &App, id: PlacementId, reason: DisputeReason) -> Result<(), Error> {
    change(ctx, app, UseCase::DisputePlacement, id, None, "dispute", move |placement, ctx| {
        placement.disputed(reason, ctx.now)
    })
    .await
}

pub(super) async fn change<F>(
    ctx: &Ctx,
    app: &App,
    use_case: UseCase,
    id: PlacementId,
    version: Option<i64>,
    verb: &'static str,
    step: F,
) -> Result<(), Error>
where
    F: FnOnce(Placement, &Ctx) -> Result<Placement, Message>,
{
    let known = store::placement::get(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let stands = stands(ctx, app, &known).await?;
    authorise(&ctx.actor, use_case, stands).map_err(|_| Error::NotFound)?;
    if version.is_some_and(|version| version != known.version) {
        return Err(Error::Conflict(Message::new("changed-meanwhile")));
    }
    let changed = step(known, ctx).map_err(Error::Conflict)?;
    app.write(ctx, move |tx, ctx| {
        let changed = changed.clone();
        Box::pin(async move { store::placement::update(tx, &ctx, verb, &changed).await })
    })
    .await
}
