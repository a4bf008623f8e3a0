//! Shifts of supporters: opened by a body that writes projects, asked in a fair order, answered, held. Each step holds the head
//! of the log and reads there what it rests on: no place is given twice, and nobody is bound to two shifts at once.
//!
//! Who came stands on a roster of the project as people and days, never as jobs.

use std::collections::{BTreeMap, BTreeSet};

use domain::Ctx;
use domain::hiring_event::HiringEvent;
use domain::id::{HiringEventId, OrganisationId, RosterId, SupporterId, SupporterShiftId};
use domain::look::Purpose;
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::project::Project;
use domain::roster::{Roster, Taken, Worker};
use domain::supporter::CallBy;
use domain::supporter_shift::{Call, Candidate, Content, Shift, State, bound, order};
use store::Tx;
use store::supporter::Record;

use crate::error::Stop;
use crate::supporter::registration;
use crate::{App, Error, FieldError, record};

/// A shift with what belongs to it.
#[derive(Debug, Clone)]
pub struct View {
    /// The shift.
    pub shift: Shift,
    /// Name of the body that calls.
    pub organisation: String,
    /// Name of the project to whose rosters its days belong.
    pub project: Option<String>,
    /// How many fit who were not asked yet; nought for whoever may not ask.
    pub waiting: usize,
    /// Whether who asks may take steps with it.
    pub may_mind: bool,
}

/// Somebody who was called, as those who call see them.
#[derive(Debug, Clone)]
pub struct Row {
    /// The call.
    pub call: Call,
    /// Their name; empty once they were erased, and for whoever may not know it.
    pub name: String,
    /// Their telephone.
    pub phone: String,
    /// How they want to be called.
    pub call_by: Option<CallBy>,
}

/// All shifts, the latest day first.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn list(ctx: &Ctx, app: &App) -> Result<Vec<Shift>, Error> {
    authorise(&ctx.actor, UseCase::ReadProject, Relation::default())?;
    let mut all: Vec<Shift> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    all.sort_by_key(|shift| std::cmp::Reverse((shift.content.day, shift.id)));
    Ok(all)
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: SupporterShiftId) -> Result<View, Error> {
    let shift: Shift = record::get(ctx, app, UseCase::ReadProject, id).await?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let relation = Relation { organisation: Some(shift.organisation), ..Relation::default() };
    let may_mind = authorise(&ctx.actor, UseCase::WriteProject, relation).is_ok();
    let waiting = if may_mind {
        let others: Vec<Shift> = store::record::all(store, tenant).await.map_err(crate::fault)?;
        let pool = store::supporter::offered(store, tenant).await.map_err(crate::fault)?;
        candidates(&shift, &others, &pool).len()
    } else {
        0
    };
    let body = store::organisation::find(store, tenant, shift.organisation).await.map_err(crate::fault)?;
    let project: Option<Project> = match shift.content.project {
        Some(project) => store::record::find(store, tenant, project).await.map_err(crate::fault)?,
        None => None,
    };
    Ok(View {
        organisation: body.map(|body| body.name).unwrap_or_default(),
        project: project.map(|project| project.content.name),
        waiting,
        may_mind,
        shift,
    })
}

/// Everybody who was called, in the order in which they were asked. Whoever opened the shift calls them, and knows them
/// for that: they agreed to be called.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn called(ctx: &Ctx, app: &App, id: SupporterShiftId) -> Result<Vec<Row>, Error> {
    let shift: Shift = record::get(ctx, app, UseCase::ReadProject, id).await?;
    let body = Relation { organisation: Some(shift.organisation), ..Relation::default() };
    let minds = authorise(&ctx.actor, UseCase::WriteProject, body).is_ok();
    let (mut rows, mut people) = (Vec::with_capacity(shift.calls.len()), Vec::new());
    for call in shift.calls {
        let mut row = Row { call, name: String::new(), phone: String::new(), call_by: None };
        let found = store::supporter::find(&app.store, ctx.tenant, call.supporter).await;
        let found = found.map_err(crate::fault)?.and_then(|(one, offer)| Some((one.person()?, offer?)));
        if let Some((person, offer)) = found
            && let Some((seeker, profile)) = registration(ctx, app, person).await?
        {
            let stands = crate::seeker::relation(ctx, &seeker, Some(&profile));
            if minds || authorise(&ctx.actor, UseCase::ReadSupporter, stands).is_ok() {
                people.push(person);
                row.phone = profile.telephone().to_owned();
                (row.name, row.call_by) = (profile.name, Some(offer.call_by));
            }
        }
        rows.push(row);
    }
    crate::look::leave(ctx, app, people, Purpose::List).await?;
    Ok(rows)
}

/// Opens a shift for one's own body or another that one may write for. At a hiring event it takes title, day, place and project
/// from there.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] with every field that is wrong, `project` for a number that is nobody's or
/// another body's among them, and `event` for one that is over or another body's.
pub async fn open(
    ctx: &Ctx,
    app: &App,
    organisation: Option<OrganisationId>,
    project: &str,
    content: Content,
) -> Result<SupporterShiftId, Error> {
    let organisation = organisation.or(ctx.actor.organisation);
    authorise(&ctx.actor, UseCase::WriteProject, Relation { organisation, ..Relation::default() })?;
    let organisation = organisation.ok_or(Error::NotFound)?;
    let event = match content.event {
        Some(id) => Some(staffed(ctx, app, id).await?),
        None => None,
    };
    let project = match event.as_ref().and_then(|event| event.project) {
        Some(id) => store::record::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?,
        None => crate::project::numbered(ctx, app, project).await?,
    };
    if let Some(known) = &project {
        let relation = Relation { organisation: Some(known.owner), ..Relation::default() };
        authorise(&ctx.actor, UseCase::WriteProject, relation)
            .map_err(|_| Error::field("project", Message::new("supporter-shift-project")))?;
    }
    let content = Content { project: project.map(|project| project.id), ..content };
    let content = match &event {
        Some(event) => content.at(event),
        None => content,
    };
    let mut wrong: Vec<FieldError> = content
        .faults(ctx.today(), &app.reference.minimum_wages)
        .into_iter()
        .map(|(field, what)| FieldError::new(field, what))
        .collect();
    wrong.extend(crate::resident::found(&[("title", &content.title), ("place", &content.place)]));
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let shift = Shift::open(ctx, organisation, content);
    let id = shift.id;
    record::add(ctx, app, UseCase::WriteProject, shift).await?;
    Ok(id)
}

/// A hiring event that who asks minds and that is not over.
async fn staffed(ctx: &Ctx, app: &App, id: HiringEventId) -> Result<HiringEvent, Error> {
    match crate::hiring_event::minded(ctx, app, id).await {
        Ok(event) if !event.is_past(ctx.today()) => Ok(event),
        Ok(_) | Err(Error::NotFound) => {
            Err(Error::field("event", Message::new("supporter-shift-event-over")))
        }
        Err(failed) => Err(failed),
    }
}

/// Who may be asked, in the order in which they are: longest without a shift first, then by the shift's lot. Nobody who is
/// bound elsewhere at that time, or would work too long.
fn candidates(shift: &Shift, others: &[Shift], pool: &[Record]) -> Vec<SupporterId> {
    let fitting = pool.iter().filter_map(|(one, offer)| {
        let fits = offer.as_ref().is_some_and(|offer| shift.content.fits(offer));
        let (bound, last_on) = bound(others, one.id, Some(shift.id));
        let free = fits && shift.call(one.id).is_none() && shift.content.free_beside(&bound).is_ok();
        free.then_some(Candidate { supporter: one.id, last_on })
    });
    order(fitting.collect(), &shift.seed)
}

/// Asks the next so many. How many were asked.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when there is nobody to ask, and once it is over.
pub async fn ask(ctx: &Ctx, app: &App, id: SupporterShiftId, count: u32) -> Result<usize, Error> {
    minded(ctx, app, id).await?;
    app.decide(ctx, move |tx, ctx| {
        Box::pin(async move {
            let mut shift = held(tx, &ctx, id).await?;
            let others: Vec<Shift> = store::record::all_in(tx, &ctx).await?;
            let pool = store::supporter::offered_in(tx, &ctx).await?;
            let mut next = candidates(&shift, &others, &pool);
            next.truncate(usize::try_from(count).unwrap_or(usize::MAX));
            let asked = shift.ask(&next, ctx.today(), ctx.now)?;
            store::record::update(tx, &ctx, "ask", &shift).await?;
            Ok(asked)
        })
    })
    .await
}

/// Somebody who was called says yes or no, by themselves or through whoever called or counsels them.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when all places are taken, when they are bound elsewhere, and once it is over.
pub async fn answer(
    ctx: &Ctx,
    app: &App,
    id: SupporterShiftId,
    supporter: SupporterId,
    yes: bool,
) -> Result<(), Error> {
    theirs(ctx, app, id, supporter).await?;
    app.decide(ctx, move |tx, ctx| {
        Box::pin(async move {
            let mut shift = held(tx, &ctx, id).await?;
            let others: Vec<Shift> = store::record::all_in(tx, &ctx).await?;
            let (elsewhere, _) = bound(&others, supporter, Some(id));
            shift.answer(supporter, yes, &elsewhere, (ctx.today(), ctx.now))?;
            store::record::update(tx, &ctx, if yes { "accept" } else { "decline" }, &shift).await?;
            Ok(())
        })
    })
    .await
}

/// Whoever may answer for a supporter: themselves, who counsels them, and who called.
async fn theirs(ctx: &Ctx, app: &App, id: SupporterShiftId, supporter: SupporterId) -> Result<(), Error> {
    let found = store::supporter::find(&app.store, ctx.tenant, supporter).await.map_err(crate::fault)?;
    let person = found.and_then(|(one, _)| one.person()).ok_or(Error::NotFound)?;
    match minded(ctx, app, id).await {
        Ok(shift) if shift.call(supporter).is_some() => {
            return crate::look::leave(ctx, app, vec![person], Purpose::Change).await;
        }
        Ok(_) | Err(Error::NotFound) => {}
        Err(failed) => return Err(failed),
    }
    let (seeker, profile) = registration(ctx, app, person).await?.ok_or(Error::NotFound)?;
    let stands = crate::seeker::relation_of_one(ctx, app, &seeker, Some(&profile)).await?;
    authorise(&ctx.actor, UseCase::WriteSupporter, stands).map_err(|_| Error::NotFound)?;
    crate::look::leave(ctx, app, vec![person], Purpose::Change).await
}

/// Notes who came and for how many minutes; whoever else had said yes did not come. Their days go to a roster of the
/// project. A second note replaces the first: the rosters of that day are taken back and handed in anew, since whoever came
/// twice on a day stands on one of them only.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] before its day, once cancelled, of whoever had not said yes, for hours that
/// cannot be, and when somebody noted another shift of that day meanwhile.
pub async fn attend(
    ctx: &Ctx,
    app: &App,
    id: SupporterShiftId,
    came: BTreeMap<SupporterId, u32>,
    taken: Taken,
) -> Result<(), Error> {
    let shift = minded(ctx, app, id).await?;
    let others: Vec<Shift> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let elsewhere = others.iter().filter(|other| beside(other, &shift)).flat_map(Shift::came);
    let workers = workers(ctx, app, came.keys().copied().chain(elsewhere).collect()).await?;
    let corrected = app.catalogue.word(app.lang(), "supporter-roster-corrected");
    app.decide(ctx, move |tx, ctx| {
        let (came, workers, corrected) = (came.clone(), workers.clone(), corrected.clone());
        Box::pin(async move {
            let mut shift = held(tx, &ctx, id).await?;
            let again = matches!(shift.state, State::Held { .. });
            shift.attend(&came, taken, (ctx.today(), ctx.now))?;
            let mut of_day: Vec<Shift> = Vec::new();
            if again {
                let all: Vec<Shift> = store::record::all_in(tx, &ctx).await?;
                of_day.extend(all.into_iter().filter(|other| beside(other, &shift)));
            }
            of_day.push(shift);
            for one in &of_day {
                take_back(tx, &ctx, one, &corrected).await?;
            }
            for mut one in of_day {
                let sheet = hand_in(tx, &ctx, &one, &workers).await?;
                if let State::Held { roster, .. } = &mut one.state {
                    *roster = sheet;
                }
                store::record::update(tx, &ctx, "attend", &one).await?;
            }
            Ok(())
        })
    })
    .await
}

/// Whether another shift that took place shares project and day with one.
fn beside(other: &Shift, shift: &Shift) -> bool {
    let (of, than) = (&other.content, &shift.content);
    let held = matches!(other.state, State::Held { .. });
    held && other.id != shift.id && of.project.is_some() && (of.project, of.day) == (than.project, than.day)
}

/// As which worker with a day each of these stands on a roster. Whoever was erased stays one person.
async fn workers(
    ctx: &Ctx,
    app: &App,
    of: BTreeSet<SupporterId>,
) -> Result<BTreeMap<SupporterId, Worker>, Error> {
    let mut workers = BTreeMap::new();
    for supporter in of {
        let found = store::supporter::find(&app.store, ctx.tenant, supporter).await.map_err(crate::fault)?;
        let told = match found.and_then(|(one, _)| one.person()) {
            Some(person) => registration(ctx, app, person).await?,
            None => None,
        };
        let (key, resident) = match told {
            Some((_, told)) => {
                let (home, areas) = (app.city.root(), app.city.areas());
                let resident = told.area.as_ref().is_some_and(|area| areas.contains(home, area));
                (crate::roster::key(ctx, app, &told.name, told.born_on, told.telephone()), resident)
            }
            None => (app.store.blind(ctx.tenant, "roster-worker", &supporter.to_string()), false),
        };
        workers.insert(supporter, Worker { key, resident, days: 1 });
    }
    Ok(workers)
}

/// Within a transaction: takes the sheet of a shift back, unless somebody has.
async fn take_back(tx: &mut Tx, ctx: &Ctx, shift: &Shift, why: &str) -> Result<(), Stop> {
    let State::Held { roster: Some(id), .. } = shift.state else { return Ok(()) };
    let sheet: Option<Roster> = store::record::find_in(tx, ctx, id).await?;
    if let Some(sheet) = sheet.filter(|sheet| sheet.withdrawn.is_none()) {
        store::record::update(tx, ctx, "withdraw", &sheet.withdraw(why, ctx.now)?).await?;
    }
    Ok(())
}

/// Within a transaction: hands those who came in with a day each, without those who have that day already.
async fn hand_in(
    tx: &mut Tx,
    ctx: &Ctx,
    shift: &Shift,
    workers: &BTreeMap<SupporterId, Worker>,
) -> Result<Option<RosterId>, Stop> {
    let (content, State::Held { taken, .. }) = (&shift.content, shift.state) else { return Ok(None) };
    let Some(project) = content.project else { return Ok(None) };
    let Some(known): Option<Project> = store::record::find_in(tx, ctx, project).await? else {
        return Ok(None);
    };
    let sheets: Vec<Roster> = store::record::of_parent_in(tx, ctx, project).await?;
    let mut fresh: BTreeMap<&str, &Worker> = BTreeMap::new();
    for supporter in shift.came() {
        let worker = workers.get(&supporter).ok_or_else(|| Message::new("changed-meanwhile"))?;
        if !sheets.iter().any(|sheet| sheet.tells_of(&worker.key, content.day, taken)) {
            fresh.insert(&worker.key, worker);
        }
    }
    if fresh.is_empty() {
        return Ok(None);
    }
    let sheet = Roster {
        id: ctx.id(),
        project,
        organisation: Some(known.owner),
        employer: content.title.clone(),
        from: content.day,
        until: content.day,
        attendance: taken,
        workers: fresh.into_values().cloned().collect(),
        withdrawn: None,
        version: 1,
        created_at: ctx.now,
    };
    store::record::insert(tx, ctx, &sheet).await?;
    Ok(Some(sheet.id))
}

/// Says that it does not take place.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] once it took place or was cancelled.
pub async fn cancel(ctx: &Ctx, app: &App, id: SupporterShiftId) -> Result<(), Error> {
    minded(ctx, app, id).await?;
    app.decide(ctx, move |tx, ctx| {
        Box::pin(async move {
            let mut shift = held(tx, &ctx, id).await?;
            shift.cancel(ctx.now)?;
            store::record::update(tx, &ctx, "cancel", &shift).await?;
            Ok(())
        })
    })
    .await
}

/// A shift, for whoever may take steps with it.
async fn minded(ctx: &Ctx, app: &App, id: SupporterShiftId) -> Result<Shift, Error> {
    record::get(ctx, app, UseCase::WriteProject, id).await
}

/// Within a transaction: a shift as it is now, behind the head of the log, so that nobody changes it meanwhile.
async fn held(tx: &mut Tx, ctx: &Ctx, id: SupporterShiftId) -> Result<Shift, Stop> {
    store::change::hold(tx, ctx).await?;
    let found = store::record::find_in(tx, ctx, id).await?;
    Ok(found.ok_or(store::Error::NotFound)?)
}
