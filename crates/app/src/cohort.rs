//! Cohorts of programmes (기수): planned, published, filled by the published criteria, held and closed. Each step holds the
//! head of the log and reads there what it rests on, so that no seat is given out twice.
//!
//! It must not know who may apply: that is [`crate::enrolment`].

mod cancel;
mod outcome;
mod public;

use std::cmp::Reverse;

pub use cancel::{cancel, cancel_session};
use domain::Ctx;
use domain::cohort::{
    Applicant, Cohort, Completion, Criterion, Seed, Selection, Session, State, select as choose,
};
use domain::enrolment::{self, Enrolment, Tally};
use domain::escrow::Pool;
use domain::id::{CohortId, OrganisationId};
use domain::message::Message;
use domain::notice::Kind;
use domain::policy::{Relation, UseCase, authorise};
use domain::reference::Reference;
use domain::reminder::Due;
use domain::support_program::{ProgramId, Target, VersionId};
use domain::work_time::DailyHours;
use jiff::civil::Date;
pub use public::{Counts, Published, of_program, public, published, recruiting};
use store::Tx;

pub(crate) use self::outcome::outcome_of;
pub use self::outcome::{Hired, Outcome, Shown, hired, outcome};
use crate::enrolment::news;
use crate::error::Stop;
use crate::{App, Error, FieldError, record};

mod desk;
mod edit;

pub(crate) use desk::waiting;
pub use desk::{Filter, Row, asked, csv, desk, supervisors};
pub use edit::edit;

/// A cohort as it is planned.
#[derive(Debug, Clone)]
pub struct Form {
    /// Of which programme.
    pub program: ProgramId,
    /// By which version of its rules; `None` for the one that holds today, else the next.
    pub version: Option<VersionId>,
    /// Which body runs it; `None` for one's own.
    pub organisation: Option<OrganisationId>,
    /// Its seats.
    pub seats: u32,
    /// Last day on which people may apply; `None` for as long as it recruits.
    pub apply_until: Option<Date>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// What happens when and where.
    pub sessions: Vec<Session>,
    /// By what people are chosen, the weightiest first.
    pub criteria: Vec<Criterion>,
    /// When somebody has completed it.
    pub completion: Completion,
}

/// A cohort with how many came to what.
#[derive(Debug, Clone)]
pub struct View {
    /// The cohort.
    pub cohort: Cohort,
    /// Its people as sums; whoever was erased among them.
    pub tally: Tally,
    /// What waits for somebody, the longest first.
    pub due: Vec<Due>,
    /// Whether who asks may take steps with it.
    pub may_mind: bool,
}

/// All cohorts, the latest to begin first.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn list(ctx: &Ctx, app: &App) -> Result<Vec<Cohort>, Error> {
    authorise(&ctx.actor, UseCase::ReadCohort, Relation::default())?;
    let mut all: Vec<Cohort> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    all.sort_by_key(|cohort| Reverse((cohort.from, cohort.id)));
    Ok(all)
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: CohortId) -> Result<View, Error> {
    let cohort: Cohort = record::get(ctx, app, UseCase::ReadCohort, id).await?;
    let all = store::enrolment::of_cohort(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let all: Vec<Enrolment> = all.into_iter().map(|(one, _)| one).collect();
    let relation = Relation { organisation: cohort.organisation, ..Relation::default() };
    let may_mind = authorise(&ctx.actor, UseCase::MindCohort, relation).is_ok();
    let due = cohort.due(&all, ctx.zone.to_datetime(ctx.now));
    Ok(View { cohort, tally: Tally::of(&all), due, may_mind })
}

/// A cohort as a form plans it, without its number.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] for a programme or version that there is not.
fn planned(ctx: &Ctx, app: &App, form: Form) -> Result<Cohort, Error> {
    let organisation = form.organisation.or(ctx.actor.organisation);
    authorise(&ctx.actor, UseCase::MindCohort, Relation { organisation, ..Relation::default() })?;
    at_home(app)?;
    let offered = app
        .reference
        .support_programs
        .get(&form.program)
        .filter(|program| program.target() == Target::Person && program.is_offered_in(app.city.root()));
    let program = offered.ok_or_else(|| Error::field("program", Message::new("cohort-program-unknown")))?;
    let version = match &form.version {
        Some(id) => program.version(id),
        None => program.nearest(ctx.today()),
    };
    let version = version.ok_or_else(|| Error::field("version", Message::new("cohort-version-unknown")))?;
    Ok(Cohort {
        id: ctx.id(),
        program: program.id.clone(),
        program_version: version.id.clone(),
        organisation,
        number: 0,
        seats: Pool::of(form.seats),
        apply_until: form.apply_until,
        from: form.from,
        until: form.until,
        sessions: form.sessions,
        criteria: form.criteria,
        completion: form.completion,
        state: State::Planned,
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    })
}

/// Plans one under the next number of its programme.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] with every field that is wrong.
pub async fn plan(ctx: &Ctx, app: &App, form: Form) -> Result<CohortId, Error> {
    let cohort = planned(ctx, app, form)?;
    check(app.reference, &cohort)?;
    let id = cohort.id;
    app.decide(ctx, move |tx, ctx| {
        let cohort = cohort.clone();
        Box::pin(async move {
            store::change::hold(tx, &ctx).await?;
            let number = next_number(tx, &ctx, &cohort.program).await?;
            store::record::insert(tx, &ctx, &Cohort { number, ..cohort }).await?;
            Ok(())
        })
    })
    .await?;
    Ok(id)
}

/// Within a transaction that holds the head of the log: the number of a programme's next cohort.
async fn next_number(tx: &mut Tx, ctx: &Ctx, program: &ProgramId) -> Result<u32, store::Error> {
    let known: Vec<Cohort> = store::record::all_in(tx, ctx).await?;
    let same = known.iter().filter(|one| one.program == *program);
    Ok(same.map(|one| one.number).max().unwrap_or(0) + 1)
}

/// Everything that is wrong with a cohort, at the field that mends it.
fn check(reference: &Reference, cohort: &Cohort) -> Result<(), Error> {
    let mut errors: Vec<FieldError> =
        cohort.faults().into_iter().map(|what| FieldError::new(field(&what), what)).collect();
    let groups = cohort.criteria.iter().filter_map(|criterion| match criterion {
        Criterion::Priority { of } => Some(of),
        Criterion::Score | Criterion::FirstCome | Criterion::Draw => None,
    });
    for code in groups.flatten().filter(|code| reference.segments.get(code).is_none()) {
        let what = Message::new("cohort-segment-unknown").with("code", code.as_str());
        errors.push(FieldError::new("criteria", what));
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

fn field(fault: &Message) -> &'static str {
    match &*fault.code {
        "cohort-no-seats" => "seats",
        "cohort-no-criteria" => "criteria",
        "cohort-days-turned" => "until",
        "cohort-apply-late" => "apply_until",
        "cohort-percent-outside" => "completion",
        _ => "sessions",
    }
}

/// Publishes it with its criteria: people may apply.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Conflict`] when it was published before.
pub async fn publish(ctx: &Ctx, app: &App, id: CohortId) -> Result<(), Error> {
    let reference = app.reference;
    change(ctx, app, id, "publish", move |cohort, ctx| {
        check(reference, cohort)?;
        cohort.state = cohort.state.clone().recruit(ctx.now)?;
        Ok(())
    })
    .await
}

/// Changes how many seats there are.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for none and for fewer than are taken; [`Error::Conflict`] once it is over.
pub async fn resize(ctx: &Ctx, app: &App, id: CohortId, seats: u32) -> Result<(), Error> {
    if seats == 0 {
        return Err(Error::field("seats", Message::new("cohort-no-seats")));
    }
    change(ctx, app, id, "resize", move |cohort, _| {
        let resized = cohort.resize(seats);
        resized.map_err(|why| record::at(Error::Conflict(why), &[("cohort-seats-below-enrolled", "seats")]))
    })
    .await
}

/// Adds a session under the next number.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for one outside its days or at the time of another; [`Error::Conflict`] once it
/// is over.
pub async fn add_session(
    ctx: &Ctx,
    app: &App,
    id: CohortId,
    (on, hours, room): (Date, DailyHours, String),
) -> Result<(), Error> {
    change(ctx, app, id, "add_session", move |cohort, _| {
        let added = cohort.add_session(on, hours, room.clone()).map(|_| ());
        let fields = [("cohort-session-outside", "on"), ("cohort-session-overlaps", "hours")];
        added.map_err(|why| record::at(Error::Conflict(why), &fields))
    })
    .await
}

/// It begins.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] unless people were chosen.
pub async fn start(ctx: &Ctx, app: &App, id: CohortId) -> Result<(), Error> {
    change(ctx, app, id, "start", |cohort, ctx| {
        cohort.state = cohort.state.clone().start(ctx.now)?;
        Ok(())
    })
    .await
}

/// Chooses who takes part, by the published criteria and a seed that is published with them; the others wait, each with
/// place and reason. Whoever is not known to be eligible by now is refused. Each is told.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] unless people may apply, and while points are missing that decide.
pub async fn select(ctx: &Ctx, app: &App, id: CohortId) -> Result<Selection, Error> {
    minded(ctx, app, id).await?;
    at_home(app)?;
    let (seed, reference) = (Seed::of(ctx.random()), app.reference);
    app.decide(ctx, move |tx, ctx| {
        let seed = seed.clone();
        Box::pin(async move {
            let mut cohort = held(tx, &ctx, id).await?;
            let mut all = store::enrolment::of_cohort_in(tx, &ctx, id).await?;
            all.retain(|(one, _)| matches!(one.state, enrolment::State::Applied));
            let told = all.iter().filter_map(|(one, told)| Some(told.as_ref()?.applicant(one)));
            let applicants: Vec<Applicant> = told.collect();
            let chosen = choose(&applicants, cohort.seats.free(), &cohort.criteria, &seed)?;
            cohort.state = cohort.state.clone().chosen(ctx.now, seed)?;
            for (one, _) in all {
                let (verb, next) = placed(&ctx, &chosen, one.clone())?;
                cohort.seat(&one.state, &next.state)?;
                store::enrolment::update(tx, &ctx, verb, &next).await?;
                news::moved(tx, &ctx, reference, &cohort, (&one.state, &next)).await?;
            }
            save(tx, &ctx, "select", cohort).await?;
            Ok(chosen)
        })
    })
    .await
}

/// What a selection makes of an applicant. Why somebody cannot take part stands in what is sealed: it tells of them.
fn placed(ctx: &Ctx, chosen: &Selection, one: Enrolment) -> Result<(&'static str, Enrolment), Message> {
    let by = ctx.actor.person;
    Ok(match chosen.waiting.iter().find(|queued| queued.enrolment == one.id) {
        Some(queued) => ("wait", one.wait(*queued, ctx.now, by)?),
        None if chosen.selected.contains(&one.id) => ("select", one.select(ctx.now, by)?),
        None => ("refuse", one.refuse(Vec::new(), ctx.now, by)?),
    })
}

/// Closes it: whoever takes part has completed it or attended too few hours, by its rule. Whoever still waits is told that.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] before its last day, while attendance is not noted, and while somebody who was
/// chosen neither came nor was said not to have come.
pub async fn complete(ctx: &Ctx, app: &App, id: CohortId) -> Result<(), Error> {
    let cohort = minded(ctx, app, id).await?;
    at_home(app)?;
    if ctx.today() < cohort.until {
        let early = Message::new("cohort-ends-later").with("day", cohort.until.to_string());
        return Err(Error::Conflict(early));
    }
    let reference = app.reference;
    app.decide(ctx, move |tx, ctx| {
        Box::pin(async move {
            let mut cohort = held(tx, &ctx, id).await?;
            let mut ended = Vec::new();
            for (one, _) in store::enrolment::of_cohort_in(tx, &ctx, id).await? {
                if !matches!(one.state, enrolment::State::Enrolled { .. }) {
                    if matches!(one.state, enrolment::State::Waiting { .. }) {
                        news::over(tx, &ctx, reference, &cohort, (&one, Kind::CohortOver)).await?;
                    }
                    ended.push(one);
                    continue;
                }
                let next = one.clone().finish(&cohort, ctx.now, ctx.actor.person)?;
                cohort.seat(&one.state, &next.state)?;
                store::enrolment::update(tx, &ctx, "finish", &next).await?;
                ended.push(next);
            }
            cohort.state = cohort.complete(ctx.now, &ended)?;
            save(tx, &ctx, "complete", cohort).await?;
            Ok(())
        })
    })
    .await
}

/// A cohort, for whoever may take steps with it.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn minded(ctx: &Ctx, app: &App, id: CohortId) -> Result<Cohort, Error> {
    record::get(ctx, app, UseCase::MindCohort, id).await
}

/// Within a transaction: a cohort as it is now, behind the head of the log, so that nobody changes it meanwhile.
///
/// # Errors
/// When there is none or the store cannot be read.
pub(crate) async fn held(tx: &mut Tx, ctx: &Ctx, id: CohortId) -> Result<Cohort, Stop> {
    store::change::hold(tx, ctx).await?;
    let found = store::record::find_in(tx, ctx, id).await?;
    Ok(found.ok_or(store::Error::NotFound)?)
}

/// Within a transaction: writes a cohort; once in each.
///
/// # Errors
/// When the store cannot be written.
pub(crate) async fn save(tx: &mut Tx, ctx: &Ctx, verb: &str, cohort: Cohort) -> Result<(), store::Error> {
    store::record::update(tx, ctx, verb, &Cohort { updated_at: ctx.now, ..cohort }).await
}

/// Refuses once a cohort is over.
///
/// # Errors
/// `cohort-over`.
pub(crate) fn running(cohort: &Cohort) -> Result<(), Message> {
    if cohort.state.is_over() { Err(Message::new("cohort-over")) } else { Ok(()) }
}

/// What concerns all of a cohort is decided at home, where all of it is known.
///
/// # Errors
/// `cohort-only-at-home` on a machine away from it.
pub(crate) fn at_home(app: &App) -> Result<(), Error> {
    match crate::outpost::is_away(app) {
        true => Err(Error::Conflict(Message::new("cohort-only-at-home"))),
        false => Ok(()),
    }
}

/// Takes a step with a cohort as it is then.
async fn change<F>(ctx: &Ctx, app: &App, id: CohortId, verb: &'static str, step: F) -> Result<(), Error>
where
    F: Fn(&mut Cohort, &Ctx) -> Result<(), Error> + Clone + Send + Sync + 'static,
{
    minded(ctx, app, id).await?;
    at_home(app)?;
    app.decide(ctx, move |tx, ctx| {
        let step = step.clone();
        Box::pin(async move {
            let mut cohort = held(tx, &ctx, id).await?;
            step(&mut cohort, &ctx)?;
            save(tx, &ctx, verb, cohort).await?;
            Ok(())
        })
    })
    .await
}
