//! People's parts in cohorts: applying under the pinned version of the rules, waiting, taking part, attendance, and how it
//! ended. Each step holds the head of the log and reads there what it rests on: nobody applies twice, no seat is given
//! out twice, and what somebody took part in elsewhere is seen.
//!
//! It must not know how people are chosen: that is [`crate::cohort`].

mod certificate;
pub(crate) mod news;
mod own;
mod rules;
mod show;
mod waiting;

use std::borrow::Cow;

pub use certificate::{Genuine, genuine};
pub(crate) use certificate::{code, completed_on};
use domain::Ctx;
use domain::cohort::{Cohort, State as Stage};
use domain::enrolment::{Application, DropReason, Enrolment, Mark, Presence, Shown, State};
use domain::id::{CohortId, EnrolmentId, PersonId, SeekerId};
use domain::look::Purpose;
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise, authorise_whoever, may_ask};
use domain::seeker::Profile;
use domain::support_program::{Facts, Past, Verdict};
use jiff::civil::Date;
pub(crate) use own::readable;
pub use own::{Part, mine};
use store::Tx;
use store::enrolment::Record;

use crate::cohort::{at_home, held, minded, running, save};
use crate::error::Stop;
use crate::{App, Error, FieldError};

pub use show::{View, get};
pub(crate) use waiting::freed;
pub use waiting::promote;

/// What came of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its id.
    pub id: EnrolmentId,
    /// Eligible; not, and then refused with these reasons; or taken, with what must still be known.
    pub verdict: Verdict,
}

/// Somebody's part as those who run the cohort see it.
#[derive(Debug, Clone)]
pub struct Row {
    /// The part.
    pub enrolment: Enrolment,
    /// What they told; `None` once they were erased.
    pub application: Option<Application>,
    /// Their name; empty once they were erased.
    pub name: String,
}

/// Everybody of a cohort whom who asks may see, in order of applying. Whoever was erased is among them, without a name.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn of_cohort(ctx: &Ctx, app: &App, id: CohortId) -> Result<Vec<Row>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let found: Option<Cohort> = store::record::find(store, tenant, id).await.map_err(crate::fault)?;
    let cohort = found.filter(|_| may_ask(&ctx.actor, UseCase::ReadEnrolment)).ok_or(Error::NotFound)?;
    let mut all = store::enrolment::of_cohort(store, tenant, id).await.map_err(crate::fault)?;
    let (everybody, organisation) = (may_know_all(ctx, &cohort).is_ok(), cohort.organisation);
    let own = |person| {
        let stands = Relation { person: Some(person), organisation, ..Relation::default() };
        authorise(&ctx.actor, UseCase::ReadEnrolment, stands).is_ok()
    };
    all.retain(|(one, _)| everybody || one.person().is_some_and(own));
    let people = all.iter().filter_map(|(one, _)| one.person()).collect();
    crate::look::leave(ctx, app, people, Purpose::List).await?;
    let mut rows = Vec::with_capacity(all.len());
    for (enrolment, application) in all {
        let name = match enrolment.person() {
            Some(person) => name(ctx, app, person).await?,
            None => String::new(),
        };
        rows.push(Row { enrolment, application, name });
    }
    Ok(rows)
}

/// Whether who asks may know everybody who takes part in a cohort: by the body that runs it, or because they read everything.
/// A counsellor of another body comes to the door of such lists, and no further.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) fn may_know_all(ctx: &Ctx, cohort: &Cohort) -> Result<(), Error> {
    authorise_whoever(&ctx.actor, UseCase::ReadEnrolment, cohort.organisation).map_err(|_| Error::NotFound)
}

pub(crate) async fn name(ctx: &Ctx, app: &App, person: PersonId) -> Result<String, Error> {
    let of = store::seeker::of_person(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
    if let Some(told) = of.into_iter().filter_map(|(_, profile)| profile).next_back() {
        return Ok(told.name);
    }
    // A machine has the name of whom it only meets in the room beside their part.
    let parts = store::enrolment::of_person(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
    Ok(parts.into_iter().find_map(|(_, told)| told?.name).unwrap_or_default())
}

/// All parts of a person under whichever of their ids: where each stands, and for whoever waits place and reason.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn of_seeker(ctx: &Ctx, app: &App, id: SeekerId) -> Result<Vec<Record>, Error> {
    let (seeker, _) = crate::seeker::read(ctx, app, UseCase::ReadEnrolment, id).await?;
    crate::look::leave(ctx, app, vec![seeker.person], Purpose::Read).await?;
    of_everyone(ctx, app, seeker.person).await
}

pub(crate) async fn of_everyone(ctx: &Ctx, app: &App, person: PersonId) -> Result<Vec<Record>, Error> {
    let (store, tenant, mut all) = (&app.store, ctx.tenant, Vec::new());
    for same in store::merge::same_as(store, tenant, person).await.map_err(crate::fault)? {
        all.extend(store::enrolment::of_person(store, tenant, same).await.map_err(crate::fault)?);
    }
    Ok(all)
}

/// What a person took part in here, under whichever of their ids.
pub(crate) async fn past(ctx: &Ctx, app: &App, person: PersonId) -> Result<Vec<Past>, Error> {
    let mut past = Vec::new();
    for (one, _) in of_everyone(ctx, app, person).await? {
        let cohort: Option<Cohort> =
            store::record::find(&app.store, ctx.tenant, one.cohort).await.map_err(crate::fault)?;
        let of = app.reference.support_programs.get(&one.program);
        past.extend(cohort.zip(of).and_then(|(cohort, of)| one.past(&cohort, of)));
    }
    Ok(past)
}

/// Applies for somebody, or for oneself. Whoever is eligible, or may be, is taken; whoever is not is refused.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] with the field of each thing that cannot be so; [`Error::Conflict`] while nobody
/// may apply, and for whoever applied before under any of their ids.
pub async fn apply(
    ctx: &Ctx,
    app: &App,
    cohort: CohortId,
    seeker: SeekerId,
    facts: Facts,
) -> Result<Applied, Error> {
    let (seeker, profile) = crate::seeker::read(ctx, app, UseCase::WriteEnrolment, seeker).await?;
    let facts = registered(ctx, facts, &profile.ok_or(Error::NotFound)?)?;
    let (person, reference) = (seeker.person, app.reference);
    app.decide(ctx, move |tx, ctx| {
        let facts = facts.clone();
        Box::pin(async move {
            let cohort = held(tx, &ctx, cohort).await?;
            let node = store::command::outpost(tx);
            let one = Enrolment::apply_at(&ctx, &cohort, person, ctx.actor.person, node)?;
            let known = store::enrolment::of_everyone_in(tx, &ctx, person).await?;
            if known.iter().any(|other| other.cohort == one.cohort) {
                return Err(Message::new("enrolment-twice").into());
            }
            let application = rules::assess(tx, &ctx, reference, &one, &facts, &known).await?;
            let one = judged(&ctx, one, &application)?;
            store::enrolment::insert(tx, &ctx, &one, &application).await?;
            news::moved(tx, &ctx, reference, &cohort, (&State::Applied, &one)).await?;
            Ok(Applied { id: one.id, verdict: application.verdict })
        })
    })
    .await
}

/// What was told, with the day of birth of the registration: nobody is judged by another.
///
/// # Errors
/// [`Error::Invalid`] at `born_on` for whoever tells another.
fn registered(ctx: &Ctx, facts: Facts, profile: &Profile) -> Result<Facts, Error> {
    match (profile.born_on, facts.born_on) {
        // A day that has not come is told to be no day of birth.
        (Some(known), Some(told)) if known != told && told <= ctx.today() => {
            let why = Message::new("enrolment-born-otherwise").with("day", known.to_string());
            Err(Error::field("born_on", why))
        }
        (known, told) => Ok(Facts { born_on: told.or(known), ..facts }),
    }
}

/// Whoever is not eligible is refused. Why stands in what is sealed: it tells of them.
fn judged(ctx: &Ctx, one: Enrolment, application: &Application) -> Result<Enrolment, Message> {
    match application.verdict {
        Verdict::NotEligible { .. } => one.refuse(Vec::new(), ctx.now, ctx.actor.person),
        Verdict::Eligible | Verdict::Unknown { .. } => Ok(one),
    }
}

/// Judges an applicant anew by everything that is known now, as of the day on which they applied. Until people are chosen whoever
/// was refused for what was told, too.
///
/// # Errors
/// As [`apply`]; [`Error::Conflict`] once people were chosen.
pub async fn tell(ctx: &Ctx, app: &App, id: EnrolmentId, facts: Facts) -> Result<Verdict, Error> {
    let (one, reference) = (theirs(ctx, app, id).await?, app.reference);
    let cohort = one.cohort;
    let person = one.person().ok_or(Error::NotFound)?;
    let of = store::seeker::of_person(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
    let profile = of.into_iter().filter_map(|(_, profile)| profile).next_back().ok_or(Error::NotFound)?;
    let facts = registered(ctx, facts, &profile)?;
    app.decide(ctx, move |tx, ctx| {
        let facts = facts.clone();
        Box::pin(async move {
            let cohort = held(tx, &ctx, cohort).await?;
            let (mut one, told) = now(tx, &ctx, id).await?;
            if matches!(cohort.state, Stage::Recruiting { .. }) {
                one = one.reconsider(ctx.now, ctx.actor.person);
            }
            let (one, told) = undecided(one, told)?;
            let person = one.person().ok_or(store::Error::NotFound)?;
            let known = store::enrolment::of_everyone_in(tx, &ctx, person).await?;
            let answer = rules::assess(tx, &ctx, reference, &one, &facts, &known).await?;
            let application = Application { score: told.score, ..answer };
            let one = Enrolment { updated_at: ctx.now, ..judged(&ctx, one, &application)? };
            store::enrolment::tell(tx, &ctx, "tell", &one, &application).await?;
            news::moved(tx, &ctx, reference, &cohort, (&State::Applied, &one)).await?;
            Ok(application.verdict)
        })
    })
    .await
}

/// Gives an applicant points, where points decide.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] once people were chosen.
pub async fn score(ctx: &Ctx, app: &App, id: EnrolmentId, points: u32) -> Result<(), Error> {
    let cohort = of_minded(ctx, app, id).await?;
    app.decide(ctx, move |tx, ctx| {
        Box::pin(async move {
            held(tx, &ctx, cohort).await?;
            let (one, told) = open(tx, &ctx, id).await?;
            let application = Application { score: Some(points), ..told };
            let one = Enrolment { updated_at: ctx.now, ..one };
            store::enrolment::tell(tx, &ctx, "score", &one, &application).await?;
            Ok(())
        })
    })
    .await
}

/// Within a transaction: an application about which nothing was decided yet.
async fn open(tx: &mut Tx, ctx: &Ctx, id: EnrolmentId) -> Result<(Enrolment, Application), Stop> {
    let (one, told) = now(tx, ctx, id).await?;
    undecided(one, told)
}

fn undecided(one: Enrolment, told: Option<Application>) -> Result<(Enrolment, Application), Stop> {
    if !matches!(one.state, State::Applied) {
        return Err(Message::new("enrolment-decided").into());
    }
    Ok((one, told.ok_or(store::Error::NotFound)?))
}

/// Within a transaction: an enrolment as it is now.
async fn now(tx: &mut Tx, ctx: &Ctx, id: EnrolmentId) -> Result<Record, Stop> {
    Ok(store::enrolment::find_in(tx, ctx, id).await?.ok_or(store::Error::NotFound)?)
}

/// Takes an application back. A seat that this frees before the cohort begins goes to whoever waits longest, at once.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] once they take part.
pub async fn withdraw(ctx: &Ctx, app: &App, id: EnrolmentId) -> Result<(), Error> {
    let (cohort, reference) = (theirs(ctx, app, id).await?.cohort, app.reference);
    app.decide(ctx, move |tx, ctx| {
        Box::pin(async move {
            let mut cohort = held(tx, &ctx, cohort).await?;
            let (one, _) = now(tx, &ctx, id).await?;
            let gone = one.clone().withdraw(ctx.now, ctx.actor.person)?;
            store::enrolment::update(tx, &ctx, "withdraw", &gone).await?;
            if !one.state.holds_seat() {
                return Ok(());
            }
            cohort.seat(&one.state, &gone.state)?;
            freed(tx, &ctx, reference, &mut cohort).await?;
            save(tx, &ctx, "seat", cohort).await?;
            Ok(())
        })
    })
    .await
}

/// On a machine: gives somebody who applied a seat of those that it was lent, on the spot. At home people are chosen by what was
/// published.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] at home, when none is left here, for whoever is not known to be eligible, and once
/// they were decided about.
pub async fn seat(ctx: &Ctx, app: &App, id: EnrolmentId) -> Result<(), Error> {
    let cohort = of_minded(ctx, app, id).await?;
    app.decide(ctx, move |tx, ctx| {
        Box::pin(async move {
            let node = store::command::outpost(tx).ok_or_else(|| Message::new("enrolment-seat-at-home"))?;
            let mut cohort = held(tx, &ctx, cohort).await?;
            let (one, told) = open(tx, &ctx, id).await?;
            let seated = cohort.seat_here(node, (one, &told.verdict), ctx.now, ctx.actor.person)?;
            store::enrolment::update(tx, &ctx, SEAT, &seated).await?;
            save(tx, &ctx, "seat", cohort).await?;
            Ok(())
        })
    })
    .await
}

/// How the log calls it that somebody was given a seat that had been lent.
pub(crate) const SEAT: &str = "seat";

/// Somebody who was chosen came and takes part.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] unless they were chosen.
pub async fn enrol(ctx: &Ctx, app: &App, id: EnrolmentId) -> Result<(), Error> {
    step(ctx, app, id, "enrol", |one, _, ctx| Ok(one.enrol(ctx.now, ctx.actor.person)?)).await
}

/// Somebody who was chosen did not come. Their seat is free; before the cohort begins it goes to whoever waits longest, at once.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] unless they were chosen.
pub async fn no_show(ctx: &Ctx, app: &App, id: EnrolmentId) -> Result<(), Error> {
    step(ctx, app, id, "no_show", |one, _, ctx| Ok(one.no_show(ctx.now, ctx.actor.person)?)).await
}

/// Somebody leaves before the end, with the reason; their seat is free.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for a day before the cohort began or to come; [`Error::Conflict`] unless they
/// take part.
pub async fn drop_out(
    ctx: &Ctx,
    app: &App,
    id: EnrolmentId,
    (on, reason): (Date, DropReason),
) -> Result<(), Error> {
    step(ctx, app, id, "drop_out", move |one, cohort, ctx| {
        if on < cohort.from || on > ctx.today() {
            return Err(Error::field("on", Message::new("enrolment-day-outside")));
        }
        Ok(one.drop_out(on, reason, ctx.now, ctx.actor.person)?)
    })
    .await
}

/// Brings one person's part to its end by the cohort's rule; [`crate::cohort::complete`] does it for everybody.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] before the last day, unless they take part, and while attendance is not noted.
pub async fn finish(ctx: &Ctx, app: &App, id: EnrolmentId) -> Result<(), Error> {
    at_home(app)?;
    step(ctx, app, id, "finish", |one, cohort, ctx| {
        if ctx.today() < cohort.until {
            let early = Message::new("cohort-ends-later").with("day", cohort.until.to_string());
            return Err(Error::Conflict(early));
        }
        Ok(one.finish(cohort, ctx.now, ctx.actor.person)?)
    })
    .await
}

/// Notes how people attended a session, all or none; a second note replaces the first. Who notes it stands in the log.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for a session that was cancelled or is to come, without evidence (CR-19), for more
/// minutes than the session has, and of whoever does not take part; [`Error::Conflict`] once the cohort is over.
pub async fn mark(
    ctx: &Ctx,
    app: &App,
    (id, nth): (CohortId, u32),
    marks: Vec<(EnrolmentId, Presence)>,
    shown: Shown,
) -> Result<(), Error> {
    minded(ctx, app, id).await?;
    app.decide(ctx, move |tx, ctx| {
        let marks = marks.clone();
        Box::pin(async move {
            let cohort = held(tx, &ctx, id).await?;
            running(&cohort)?;
            for (id, presence) in marks {
                let (one, _) = now(tx, &ctx, id).await?;
                if one.cohort != cohort.id {
                    return Err(store::Error::NotFound.into());
                }
                let marked = one.mark(&cohort, nth, Mark { presence, shown, at: ctx.now }, ctx.today());
                let one = marked.map_err(|why| not_marked(why, id))?;
                store::enrolment::update(tx, &ctx, "mark", &one).await?;
            }
            Ok(())
        })
    })
    .await
}

/// Why attendance was not noted, at the input that mends it.
fn not_marked(why: Message, id: EnrolmentId) -> Error {
    let field: Cow<'static, str> = match &*why.code {
        "attendance-unsupported" => "shown".into(),
        "enrolment-late-too-long" => format!("late-{id}").into(),
        "enrolment-step-refused" => format!("presence-{id}").into(),
        _ => "session".into(),
    };
    Error::Invalid(vec![FieldError { field, message: why }])
}

/// Takes a step with somebody's part while the cohort goes on; a seat that it takes or frees goes with it.
async fn step<F>(ctx: &Ctx, app: &App, id: EnrolmentId, verb: &'static str, step: F) -> Result<(), Error>
where
    F: Fn(Enrolment, &Cohort, &Ctx) -> Result<Enrolment, Error> + Clone + Send + Sync + 'static,
{
    let (cohort, reference) = (of_minded(ctx, app, id).await?, app.reference);
    app.decide(ctx, move |tx, ctx| {
        let step = step.clone();
        Box::pin(async move {
            let mut cohort = held(tx, &ctx, cohort).await?;
            running(&cohort)?;
            let (one, _) = now(tx, &ctx, id).await?;
            let next = step(one.clone(), &cohort, &ctx)?;
            store::enrolment::update(tx, &ctx, verb, &next).await?;
            if one.state.holds_seat() != next.state.holds_seat() {
                cohort.seat(&one.state, &next.state)?;
                freed(tx, &ctx, reference, &mut cohort).await?;
                save(tx, &ctx, "seat", cohort).await?;
            }
            Ok(())
        })
    })
    .await
}

/// The cohort of an enrolment, for whoever may take steps with it.
async fn of_minded(ctx: &Ctx, app: &App, id: EnrolmentId) -> Result<CohortId, Error> {
    let found = store::enrolment::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (one, _) = found.ok_or(Error::NotFound)?;
    Ok(minded(ctx, app, one.cohort).await?.id)
}

/// An enrolment, for whoever runs the cohort, looks after the person or is the person.
async fn theirs(ctx: &Ctx, app: &App, id: EnrolmentId) -> Result<Enrolment, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let found = store::enrolment::find(store, tenant, id).await.map_err(crate::fault)?;
    let (one, _) = found.ok_or(Error::NotFound)?;
    match minded(ctx, app, one.cohort).await {
        Ok(_) => return Ok(one),
        Err(Error::NotFound) => {}
        Err(failed) => return Err(failed),
    }
    let person = one.person().ok_or(Error::NotFound)?;
    for (seeker, profile) in store::seeker::of_person(store, tenant, person).await.map_err(crate::fault)? {
        let stands = crate::seeker::relation_of_one(ctx, app, &seeker, profile.as_ref()).await?;
        if authorise(&ctx.actor, UseCase::WriteEnrolment, stands).is_ok() {
            return Ok(one);
        }
    }
    Err(Error::NotFound)
}
