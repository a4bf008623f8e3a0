//! Everything about one person on one page: who they are, what comes next, what was done, where they were
//! referred; for their counsellor, and for themselves.

use domain::Ctx;
use domain::action_plan::{ActionPlan, Words};
use domain::actor::Role;
use domain::attachment::Attachment;
use domain::counting::Rule;
use domain::digest::Delivery;
use domain::id::{PersonId, SeekerId};
use domain::interview::Interview;
use domain::look::{Purpose, Why};
use domain::notice::Notice;
use domain::placement::{Placement, StateName};
use domain::policy::{Relation, UseCase, authorise};
use domain::referral::Referral;
use domain::seeker::{Profile, Seeker};
use domain::service::{Notes, Service};
use domain::suggestion::Suggestion;
use jiff::Timestamp;
use serde::Serialize;

use super::{View, get, read};
use crate::fit::Fit;
use crate::look::leave;
use crate::{App, Error};

/// Latest notices of a person that are read.
const NOTICES: usize = 100;

/// All of them, where everything is asked for.
const EVERY: usize = 1_000_000;

/// A registration with all that belongs to its person.
#[derive(Debug, Clone)]
pub struct File {
    /// The registration and who looked at it.
    pub view: View,
    /// The rest.
    pub record: Record,
}

/// What belongs to a person, under whichever id they stand, latest first.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// Their registrations.
    pub registrations: Vec<Seeker>,
    /// What was done for them; notes for those who may read them.
    pub services: Vec<(Service, Option<Notes>)>,
    /// Their plans.
    pub plans: Vec<(ActionPlan, Option<Words>)>,
    /// Where they were referred.
    pub journeys: Vec<Journey>,
    /// Where they began to work, with the name of the employer.
    pub placements: Vec<(Placement, String)>,
    /// How each of them counts, in the same order.
    pub counted: Vec<(StateName, Option<Rule>)>,
    /// What they are told.
    pub notices: Vec<Notice>,
}

/// A referral with the names of what it leads to.
#[derive(Debug, Clone)]
pub struct Journey {
    /// The referral.
    pub referral: Referral,
    /// Title of the opening.
    pub title: String,
    /// Name of the employer.
    pub employer: String,
}

/// One person's page. The look is written before anything is shown.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that they exist.
pub async fn file(ctx: &Ctx, app: &App, id: SeekerId) -> Result<File, Error> {
    let view = get(ctx, app, id).await?;
    let everyone =
        store::merge::same_as(&app.store, ctx.tenant, view.seeker.person).await.map_err(crate::fault)?;
    let others: Vec<_> = everyone.iter().copied().filter(|person| *person != view.seeker.person).collect();
    if !others.is_empty() {
        leave(ctx, app, others, Purpose::Read).await?;
    }
    // Whoever only checks reads that something was done, not what was said.
    let counsels = view.may_write;
    let mut record = gather(ctx, app, &everyone).await?;
    if !counsels {
        record.services.iter_mut().for_each(|(_, notes)| *notes = None);
        record.plans.iter_mut().for_each(|(_, words)| *words = None);
    }
    Ok(File { view, record })
}

/// The best openings for the person of a file, explained; `None` when they may not be matched today. Reading the
/// file was the look at them. Whoever refused lists that are made by themselves gets none; what fits is looked for when
/// somebody presses.
///
/// # Errors
/// When the projection cannot be asked.
pub async fn suggested(ctx: &Ctx, app: &App, file: &File, k: usize) -> Result<Option<Fit>, Error> {
    let view = &file.view;
    match &view.profile {
        Some(profile)
            if view.may_match && profile.may_be_matched() && view.seeker.state.is_active(ctx.today()) =>
        {
            let fit = crate::fit::few(ctx, app, &view.seeker, profile, k).await?;
            crate::suggestion::keep_list(ctx, app, &view.seeker, &fit).await?;
            Ok(Some(fit))
        }
        _ => Ok(None),
    }
}

/// One's own page: the latest registration that still runs, under whichever id, with everything, if there is one.
///
/// # Errors
/// [`Error::Forbidden`] without an account.
pub async fn mine(ctx: &Ctx, app: &App) -> Result<Option<File>, Error> {
    let own = Relation { person: ctx.actor.person, ..Relation::default() };
    authorise(&ctx.actor, UseCase::ReadOwn, own)?;
    let Some(person) = ctx.actor.person else { return Ok(None) };
    let Some(seeker) = latest(ctx, app, person).await? else { return Ok(None) };
    match file(ctx, app, seeker.id).await {
        Ok(file) => Ok(Some(file)),
        // An account of another role has no registration to show.
        Err(Error::NotFound) => Ok(None),
        Err(failed) => Err(failed),
    }
}

/// The registration of a person, under whichever id, that looks for work today; else one that still runs, else the
/// last one made.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn latest(ctx: &Ctx, app: &App, person: PersonId) -> Result<Option<Seeker>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut all = Vec::new();
    for same in store::merge::same_as(store, tenant, person).await.map_err(crate::fault)? {
        let of = store::seeker::of_person(store, tenant, same).await.map_err(crate::fault)?;
        all.extend(of.into_iter().map(|(seeker, _)| seeker));
    }
    let (today, running) = (ctx.today(), super::running);
    all.sort_by_key(|one| (one.state.is_active(today), running(&one.state), one.created_at, one.id));
    Ok(all.pop())
}

async fn gather(ctx: &Ctx, app: &App, everyone: &[PersonId]) -> Result<Record, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut record = Record::default();
    for person in everyone {
        let found = store::seeker::of_person(store, tenant, *person).await.map_err(crate::fault)?;
        record.registrations.extend(found.into_iter().map(|(seeker, _)| seeker));
        record
            .services
            .extend(store::service::of_person(store, tenant, *person).await.map_err(crate::fault)?);
        record
            .plans
            .extend(store::action_plan::of_person(store, tenant, *person).await.map_err(crate::fault)?);
        for referral in store::referral::of_person(store, tenant, *person).await.map_err(crate::fault)? {
            let opening =
                store::opening::find(store, tenant, referral.opening).await.map_err(crate::fault)?;
            let employer =
                store::employer::find(store, tenant, referral.employer).await.map_err(crate::fault)?;
            let title = opening.map(|opening| opening.content.title).unwrap_or_default();
            let employer = employer.map(|employer| employer.name).unwrap_or_default();
            record.journeys.push(Journey { referral, title, employer });
        }
        for placement in store::placement::of_person(store, tenant, *person).await.map_err(crate::fault)? {
            let employer = store::employer::find(store, tenant, placement.employer).await;
            let employer = employer.map_err(crate::fault)?.map(|employer| employer.name).unwrap_or_default();
            record.counted.push(crate::placement::counted_as(ctx, app, &placement).await?);
            record.placements.push((placement, employer));
        }
        let notices = store::notice::of_person(store, tenant, *person, NOTICES).await;
        record.notices.extend(notices.map_err(crate::fault)?);
    }
    record.registrations.sort_by_key(|seeker| std::cmp::Reverse(seeker.created_at));
    record.services.sort_by_key(|(service, _)| std::cmp::Reverse((service.on, service.created_at)));
    record.journeys.sort_by_key(|journey| std::cmp::Reverse(journey.referral.proposed_at));
    Ok(record)
}

/// Everything kept about a person, to be taken away (개인정보 보호법 §35의2).
#[derive(Debug, Clone, Serialize)]
pub struct Exported {
    /// The registration.
    pub registration: Seeker,
    /// What they told.
    pub told: Option<Profile>,
    /// All their registrations.
    pub registrations: Vec<Seeker>,
    /// What was done for them.
    pub services: Vec<(Service, Option<Notes>)>,
    /// Their plans.
    pub plans: Vec<(ActionPlan, Option<Words>)>,
    /// Where they were referred.
    pub referrals: Vec<Referral>,
    /// Where they began to work.
    pub placements: Vec<Placement>,
    /// In which cohorts of programmes they have a part, with what they told when they applied.
    pub enrolments: Vec<store::enrolment::Record>,
    /// What they offer to be called for.
    pub supporters: Vec<store::supporter::Record>,
    /// For what they were called, with what they said.
    pub supporter_calls: Vec<crate::supporter::Called>,
    /// Searches that they saved.
    pub saved_searches: Vec<store::saved_search::Record>,
    /// What they were asked of how it was, with what they answered.
    pub satisfactions: Vec<store::satisfaction::Record>,
    /// Their agreements of work trials, with what was agreed.
    pub work_trials: Vec<store::work_trial::Record>,
    /// Which talks at hiring events they booked or held.
    pub interviews: Vec<Interview>,
    /// What they were told or are to be told.
    pub notices: Vec<Notice>,
    /// Papers and scans kept of them; each is opened from the person's page.
    pub attachments: Vec<Attachment>,
    /// Who looked, and what for.
    pub looks: Vec<Looked>,
    /// What was suggested about them, to whom and why.
    pub suggestions: Vec<Suggestion>,
    /// What was sent to them or is to be, without its words.
    pub deliveries: Vec<Delivery>,
}

/// A look, to be taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Looked {
    /// When.
    pub at: Timestamp,
    /// In which role.
    pub role: Role,
    /// Who, if still known.
    pub who: String,
    /// Name of the body for which they acted; empty for none.
    pub body: String,
    /// What for.
    pub purpose: Purpose,
    /// The same in words.
    pub meaning: String,
    /// Whether the record was not shown to them.
    pub refused: bool,
    /// Why, where that had to be said.
    pub why: Option<Why>,
    /// What else was said about it.
    pub words: String,
}

/// One's own data, for oneself alone.
///
/// # Errors
/// [`Error::NotFound`] for anybody else's.
pub async fn export(ctx: &Ctx, app: &App, id: SeekerId) -> Result<Exported, Error> {
    let (seeker, _) = read(ctx, app, UseCase::ReadSeeker, id).await?;
    if ctx.actor.person != Some(super::own_id(ctx, app, seeker.person).await?) {
        return Err(Error::NotFound);
    }
    let File { view, record } = file(ctx, app, id).await?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let (mut notices, mut attachments, mut deliveries) = (Vec::new(), Vec::new(), Vec::new());
    let mut satisfactions = Vec::new();
    for person in store::merge::same_as(store, tenant, seeker.person).await.map_err(crate::fault)? {
        let told = store::notice::of_person(store, tenant, person, EVERY).await.map_err(crate::fault)?;
        notices.extend(told);
        let asked = store::satisfaction::of_person(store, tenant, person).await.map_err(crate::fault)?;
        satisfactions.extend(asked);
        let papers = store::attachment::of_person(store, tenant, person).await.map_err(crate::fault)?;
        attachments.extend(papers);
        let sent = store::digest::of_person(store, tenant, person, EVERY).await.map_err(crate::fault)?;
        deliveries.extend(sent.into_iter().map(|(delivery, _)| delivery));
    }
    let supporters = crate::supporter::of_everyone(ctx, app, seeker.person).await?;
    let mut looks = view.looks.items.clone();
    for page in 2..=view.looks.last() {
        looks.extend(super::looked(ctx, app, seeker.person, page).await?.items);
    }
    let looks = looks.into_iter().map(|look| Looked {
        meaning: app.catalogue.word(app.lang(), &format!("purpose-{}", look.purpose)),
        at: look.at,
        role: look.role,
        who: look.who,
        body: look.body,
        purpose: look.purpose,
        refused: look.refused,
        why: look.why,
        words: look.words,
    });
    Ok(Exported {
        registration: view.seeker,
        told: view.profile,
        registrations: record.registrations,
        services: record.services,
        plans: record.plans,
        referrals: record.journeys.into_iter().map(|journey| journey.referral).collect(),
        placements: record.placements.into_iter().map(|(placement, _)| placement).collect(),
        enrolments: crate::enrolment::of_everyone(ctx, app, seeker.person).await?,
        supporter_calls: crate::supporter::calls(ctx, app, &supporters).await?,
        supporters,
        saved_searches: crate::saved_search::of_everyone(ctx, app, seeker.person).await?,
        satisfactions,
        work_trials: crate::work_trial::of_everyone(ctx, app, seeker.person).await?,
        interviews: crate::interview::of_everyone(ctx, app, seeker.person).await?,
        notices,
        attachments,
        looks: looks.collect(),
        suggestions: crate::suggestion::of_everyone(ctx, app, seeker.person).await?,
        deliveries,
    })
}
