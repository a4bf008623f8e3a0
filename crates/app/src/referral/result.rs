//! The answer that ends a referral. A hire takes a head, begins a claim in the ledger, makes the person's
//! other referrals pointless and, with the last head, fills the opening: all in one transaction.

use domain::Ctx;
use domain::actor::Role;
use domain::answer::Question;
use domain::counting::cr_04_order;
use domain::id::{OpeningId, PersonId, PlacementId, ReferralId};
use domain::message::Message;
use domain::notice::Kind;
use domain::opening::Opening;
use domain::placement::{
    self, Contribution, Contributor, Evidence, EvidenceGrade, EvidenceKind, Placement, Steps, Terms,
};
use domain::policy::UseCase;
use domain::project::Project;
use domain::referral::{DeclineReason, Outcome, Referral, RejectReason};
use domain::reminder::Reminders;
use domain::seeker::{Profile, Seeker};
use jiff::civil::Date;
use store::Tx;

use super::{end, open, tell_person};
use crate::{App, Error};

/// Days ahead within which a first day of work must lie.
const START_WITHIN: i32 = 183;

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Hired, from this day on.
    Hired(Date),
    /// The employer said no.
    Rejected(RejectReason),
    /// The person said no.
    Declined(DeclineReason),
    /// The person did not come.
    NoShow,
}

/// Records the answer: staff any of them, an employer theirs, a person only their own no.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it was answered before, somebody changed it meanwhile or no
/// head is left; [`Error::Invalid`] at `start_on`.
pub async fn answer(ctx: &Ctx, app: &App, id: ReferralId, version: i64, answer: Answer) -> Result<(), Error> {
    answer_asked(ctx, app, id, version, answer, None).await
}

/// The same to a question, which takes the answer in the same transaction.
pub(crate) async fn answer_asked(
    ctx: &Ctx,
    app: &App,
    id: ReferralId,
    version: i64,
    answer: Answer,
    question: Option<Question>,
) -> Result<(), Error> {
    let referral = open(ctx, app, use_case(ctx), id, Some(version)).await?;
    let declines = matches!(answer, Answer::Declined(_));
    match ctx.actor.role {
        Role::Seeker if !declines => return Err(Error::NotFound),
        Role::Employer if declines => return Err(Error::NotFound),
        _ => {}
    }
    let word = match ctx.actor.role {
        Role::Employer => EvidenceKind::EmployerNotice,
        _ => EvidenceKind::Phone,
    };
    record(ctx, app, referral, answer, word, question).await
}

/// What whoever answers does.
pub(super) fn use_case(ctx: &Ctx) -> UseCase {
    match ctx.actor.role {
        Role::Employer | Role::Seeker => UseCase::AnswerReferral,
        _ => UseCase::WriteReferral,
    }
}

/// Writes the answer. `word` is what the answer is evidence of, should it be a hire.
pub(super) async fn record(
    ctx: &Ctx,
    app: &App,
    referral: Referral,
    answer: Answer,
    word: EvidenceKind,
    question: Option<Question>,
) -> Result<(), Error> {
    let how = match answer {
        Answer::Hired(start_on) => return hire(ctx, app, referral, start_on, word, question).await,
        Answer::Rejected(reason) => Outcome::Rejected { reason },
        Answer::Declined(reason) => Outcome::Declined { reason },
        Answer::NoShow => Outcome::NoShow,
    };
    let told = match answer {
        Answer::Rejected(reason) => {
            let code = format!("reject-reason-{reason}").into();
            vec![(Kind::ReferralRejected, Some(Message { code, args: Default::default() }))]
        }
        Answer::NoShow => vec![(Kind::ReferralNoShow, None)],
        _ => Vec::new(),
    };
    let mut ended = referral;
    ended.state = ended.state.end(ctx.now, how).map_err(Error::Conflict)?;
    let verb = match answer {
        Answer::Rejected(_) => "reject",
        Answer::Declined(_) => "decline",
        _ => "no_show",
    };
    super::step::save(ctx, app, verb, ended, told, question).await
}

async fn hire(
    ctx: &Ctx,
    app: &App,
    referral: Referral,
    start_on: Date,
    word: EvidenceKind,
    question: Option<Question>,
) -> Result<(), Error> {
    if start_on > domain::reminder::days_after(ctx.today(), START_WITHIN) {
        return Err(Error::field("start_on", Message::new("start-too-far")));
    }
    let (store, tenant) = (&app.store, ctx.tenant);
    let opening = store::opening::get(store, tenant, referral.opening).await.map_err(crate::fault)?;
    let found = store::seeker::find(store, tenant, referral.seeker).await.map_err(crate::fault)?;
    let (seeker, profile) = found.ok_or(Error::NotFound)?;
    let taken = store::referral::taken(store, tenant, opening.id).await.map_err(crate::fault)?;
    if taken >= opening.content.headcount {
        return Err(Error::Conflict(Message::new("referral-no-heads")));
    }
    let lent = store::escrow::of(store, tenant, crate::escrow::OPENING, opening.id.0).await;
    let out: u32 = lent.map_err(crate::fault)?.iter().map(|(_, lent)| lent.left()).sum();
    if store.outpost().is_none() && taken + out >= opening.content.headcount {
        return Err(Error::Conflict(Message::new("escrow-none-left").with("out", out)));
    }
    let placement: PlacementId = ctx.id();
    let mut hired = referral;
    hired.state =
        hired.state.end(ctx.now, Outcome::Hired { start_on, placement }).map_err(super::step::refused)?;
    let everyone = store::merge::same_as(store, tenant, hired.person).await.map_err(crate::fault)?;
    let placed = Placed { referral: hired.id, opening: opening.id, everyone, seeker, profile };
    let project =
        store::record::known_as(store, tenant, &opening.content.project).await.map_err(crate::fault)?;
    let body = hired.organisation;
    let served = crate::service::helpers(ctx, app, &placed.everyone, start_on, body).await?;
    let work = Hire { hired, placed, placement, opening, start_on, word, question, project, served };
    // A day that contradicts what is known is asked about again: the answer would be final, and not count.
    if let Some(reason) = cr_04_order(&work.claim(ctx).steps, start_on) {
        let message = Message { code: "start-contradicts".into(), args: reason.message.args };
        return Err(Error::field("start_on", message));
    }
    // What the ledger would refuse is refused before anything is written.
    work.claim(ctx).check().map_err(Error::Conflict)?;
    let city = app.city.clone();
    app.write(ctx, move |tx, ctx| {
        let (work, city) = (work.clone(), city.clone());
        Box::pin(async move { work.write(tx, &ctx, &city).await })
    })
    .await
}

/// Everything a hire changes.
#[derive(Debug, Clone)]
struct Hire {
    hired: Referral,
    placed: Placed,
    placement: PlacementId,
    opening: Opening,
    start_on: Date,
    word: EvidenceKind,
    question: Option<Question>,
    project: Option<Project>,
    served: Vec<Contributor>,
}

impl Hire {
    async fn write(&self, tx: &mut Tx, ctx: &Ctx, city: &domain::city::City) -> Result<(), store::Error> {
        let reminders = city.reminders();
        // Held before it is written to, so that two who hire at once wait for each other.
        store::referral::hold_opening(tx, ctx, self.opening.id).await?;
        store::referral::update(tx, ctx, reminders, "hire", &self.hired).await?;
        self.placed.write(tx, ctx, reminders, &self.claim(ctx).judged(ctx.now)).await?;
        tell_person(tx, ctx, &self.hired, Kind::ReferralHired, None).await?;
        match &self.question {
            Some(question) => store::answer::update(tx, ctx, question).await,
            None => Ok(()),
        }
    }

    /// The body that found the opening, where another one referred the person (CR-01).
    fn found_by(&self) -> Option<Contributor> {
        let found = self.opening.origin.organisation.filter(|body| Some(*body) != self.hired.organisation);
        found.map(|organisation| Contributor { organisation, what: Contribution::FoundOpening })
    }

    /// All that helped: also the body that runs the project which the opening is of, and those that trained the person or
    /// had them at a fair.
    fn helpers(&self) -> Vec<Contributor> {
        let ran = |project| crate::project::helper(project, self.hired.organisation);
        let mut helpers: Vec<Contributor> =
            self.found_by().into_iter().chain(self.project.as_ref().and_then(ran)).collect();
        helpers.extend(&self.served);
        helpers.sort_unstable();
        helpers.dedup();
        helpers
    }

    /// The claim in the ledger, with the word by which it was told as evidence.
    fn claim(&self, ctx: &Ctx) -> Placement {
        let (referral, content) = (&self.hired, &self.opening.content);
        // An interview that was only planned is none: whoever is hired before it is hired without it (CR-04).
        let interview = referral.state.held_interview();
        // Staff who put a question hold its link too: what comes back by it is their word until a second person
        // says so. Employers speak for themselves by their own account (CR-06).
        let by = ctx.actor.person.or_else(|| self.question.as_ref().and_then(|question| question.made_by));
        let first_hand = self.word == EvidenceKind::EmployerNotice && by == ctx.actor.person;
        let mut claim = Placement {
            id: self.placement,
            person: referral.person,
            seeker: Some(referral.seeker),
            employer: referral.employer,
            opening: Some(referral.opening),
            referral: Some(referral.id),
            how: placement::How::Referral,
            start_on: self.start_on,
            steps: Steps {
                registered_on: Some(self.placed.seeker.registered_on),
                referred_on: referral.state.letter().map(|letter| letter.sent_on),
                interviewed_on: interview.map(|interview| ctx.zone.to_datetime(interview.at).date()),
            },
            terms: Terms {
                employment_type: content.employment_type,
                contract_months: content.contract_months.and_then(|months| u16::try_from(months).ok()),
                weekly_minutes: content.work_time.weekly_minutes(),
                day_labour: content.work_days.is_some(),
                person_days: content.work_days,
            },
            residence: self.placed.profile.as_ref().and_then(|profile| profile.area.clone()),
            age: domain::counting::age_at_start(
                self.placed.profile.as_ref().and_then(|profile| profile.born_on),
                self.start_on,
            ),
            work_area: content.workplace.areas.first().cloned(),
            owner: referral.organisation,
            contributors: self.helpers(),
            amended: Vec::new(),
            moved: Vec::new(),
            project: content.project.clone(),
            evidence: vec![Evidence {
                grade: self.word.grade(),
                kind: self.word,
                on: ctx.today(),
                by,
                exempt: None,
                attachment: None,
                reference: String::new(),
                at: Some(ctx.now),
                first_hand,
            }],
            handed: None,
            confirmed_by_person: None,
            retention: Vec::new(),
            state: placement::State::Claimed,
            dispute: None,
            version: 1,
            created_by: by,
            created_at: ctx.now,
            updated_at: ctx.now,
        };
        // The employer's own word is evidence (CR-06); what was told by telephone waits for some.
        if claim.grade().is_some_and(EvidenceGrade::confirms) {
            claim.state = placement::State::Confirmed { at: ctx.now, by };
        }
        claim
    }
}

/// What a hire through one of our letters changes beside its claim, however it became known.
#[derive(Debug, Clone)]
pub(crate) struct Placed {
    /// Through which referral.
    pub(crate) referral: ReferralId,
    /// To which opening.
    pub(crate) opening: OpeningId,
    /// Whoever is the person hired, under each of their ids.
    pub(crate) everyone: Vec<PersonId>,
    /// Their registration.
    pub(crate) seeker: Seeker,
    /// Its profile, unless it was erased.
    pub(crate) profile: Option<Profile>,
}

impl Placed {
    /// Writes the claim: it takes a head unless its referral has one already, ends the person's other referrals and
    /// the registration, and fills the opening with the last head.
    ///
    /// # Errors
    /// [`store::Error::Conflict`] when no head is left.
    pub(crate) async fn write(
        &self,
        tx: &mut Tx,
        ctx: &Ctx,
        reminders: &Reminders,
        claim: &Placement,
    ) -> Result<(), store::Error> {
        store::referral::hold_opening(tx, ctx, self.opening).await?;
        let before = store::referral::taken_in(tx, ctx, self.opening).await?;
        let most = crate::escrow::most(tx, ctx, self.opening, before).await?;
        store::placement::insert(tx, ctx, claim).await?;
        let taken = store::referral::taken_in(tx, ctx, self.opening).await?;
        if taken > before.max(most) {
            return Err(store::Error::Conflict("opening.headcount".to_owned()));
        }
        for person in &self.everyone {
            for other in store::referral::live_of_person(tx, ctx, *person).await? {
                end::end(tx, ctx, reminders, &other, Outcome::PlacedElsewhere { by: self.referral }).await?;
            }
        }
        self.place_seeker(tx, ctx, reminders).await?;
        crate::opening::fill_if_taken(tx, ctx, reminders, self.opening).await
    }

    /// The registration has done its work; what is erased or has ended stays as it is.
    async fn place_seeker(&self, tx: &mut Tx, ctx: &Ctx, reminders: &Reminders) -> Result<(), store::Error> {
        let Some(profile) = &self.profile else { return Ok(()) };
        let Ok(state) = self.seeker.state.clone().place(ctx.now) else { return Ok(()) };
        let mut seeker = Seeker { state, updated_at: ctx.now, ..self.seeker.clone() };
        seeker.due = seeker.next_due(reminders);
        store::seeker::update(tx, ctx, "place", &seeker, profile).await
    }
}

/// Refuses a letter whose opening has no head left for it; the one that its referral took already stays its own.
///
/// # Errors
/// [`Error::Invalid`] at `letter`.
pub(crate) async fn head_left(ctx: &Ctx, app: &App, letter: &Referral) -> Result<(), Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let of = store::placement::of_referral(store, tenant, letter.id).await.map_err(crate::fault)?;
    if of.iter().any(|claim| claim.state.name() != placement::StateName::Cancelled) {
        return Ok(());
    }
    let opening = store::opening::get(store, tenant, letter.opening).await.map_err(crate::fault)?;
    let taken = store::referral::taken(store, tenant, opening.id).await.map_err(crate::fault)?;
    match taken >= opening.content.headcount {
        true => Err(Error::field("letter", Message::new("referral-no-heads"))),
        false => Ok(()),
    }
}
