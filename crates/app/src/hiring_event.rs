//! Hiring events (채용행사): planned with real openings, published, opened, and closed once every interview has a result. Each step
//! holds the head of the log and reads there what it rests on.
//!
//! It must not know how a talk goes: that is [`crate::interview`].

mod outcome;
mod public;
mod staff;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use domain::Ctx;
use domain::area::AreaCode;
use domain::hiring_event::{Booth, CancelReason, HiringEvent, Kind, Slots, State};
use domain::id::{EmployerId, HiringEventId, OpeningId, OrganisationId};
use domain::interview::{Interview, Outcome as End, stranded};
use domain::message::Message;
use domain::notice::{About, Kind as NoticeKind, Notice, To};
use domain::opening::Opening;
use domain::policy::{Relation, UseCase, authorise};
use domain::project::Project;
use futures::future::BoxFuture;
use jiff::civil::Date;
use store::Tx;

use crate::error::Stop;
use crate::{App, Error, FieldError, record};

pub use outcome::Outcome;
pub(crate) use public::event;
pub use public::{Figures, Page, Stand, page, past, upcoming};
pub use staff::{Staffing, staffing};

/// An event as it is planned.
#[derive(Debug, Clone)]
pub struct Form {
    /// What it is.
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// On which day.
    pub on: Date,
    /// From when until when, in slots.
    pub slots: Slots,
    /// Where, in words.
    pub place: String,
    /// In which dong.
    pub area: Option<AreaCode>,
    /// How to come.
    pub directions: String,
    /// Whom to ask.
    pub phone: String,
    /// The body that holds it; `None` for one's own.
    pub host: Option<OrganisationId>,
    /// Bodies that help.
    pub supporters: Vec<OrganisationId>,
    /// Number of the project whose rosters tell who worked at it; empty for none.
    pub project: String,
    /// Who comes with which openings.
    pub booths: Vec<Brought>,
}

/// What stands at a booth: openings of one employer, by their receipt numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// Number of the booth.
    pub number: u16,
    /// Receipt numbers.
    pub openings: Vec<String>,
    /// How many talk to visitors at one time.
    pub interviewers: u16,
}

/// An event as the offices see it.
#[derive(Debug, Clone)]
pub struct View {
    /// The event.
    pub event: HiringEvent,
    /// Names of the employers.
    pub employers: BTreeMap<EmployerId, String>,
    /// The openings that they bring.
    pub openings: BTreeMap<OpeningId, Opening>,
    /// The project whose rosters are shown.
    pub project: Option<Project>,
    /// What it came to by now.
    pub outcome: Outcome,
}

/// All events that who asks may read, the latest first.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn list(ctx: &Ctx, app: &App) -> Result<Vec<HiringEvent>, Error> {
    authorise(&ctx.actor, UseCase::ReadEvent, own(ctx))?;
    let mut all: Vec<HiringEvent> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    all.retain(|event| authorise(&ctx.actor, UseCase::ReadEvent, relation(event)).is_ok());
    all.sort_by_key(|event| Reverse((event.on, event.slots.from_min, event.id)));
    Ok(all)
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: HiringEventId) -> Result<View, Error> {
    let event: HiringEvent = record::get(ctx, app, UseCase::ReadEvent, id).await?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let (mut employers, mut openings) = (BTreeMap::new(), BTreeMap::new());
    for booth in &event.booths {
        let employer = store::employer::get(store, tenant, booth.employer).await.map_err(crate::fault)?;
        employers.insert(employer.id, employer.name);
        for id in &booth.openings {
            let opening = store::opening::get(store, tenant, *id).await.map_err(crate::fault)?;
            openings.insert(*id, opening);
        }
    }
    let project = match event.project {
        Some(id) => store::record::find(store, tenant, id).await.map_err(crate::fault)?,
        None => None,
    };
    let outcome = outcome::of(ctx, app, &event).await?;
    Ok(View { event, employers, openings, project, outcome })
}

/// Plans one.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] with every field that is wrong.
pub async fn plan(ctx: &Ctx, app: &App, form: Form) -> Result<HiringEventId, Error> {
    let host = form.host.or(ctx.actor.organisation);
    authorise(&ctx.actor, UseCase::MindEvent, Relation { organisation: host, ..Relation::default() })?;
    let bare = HiringEvent {
        id: ctx.id(),
        kind: form.kind,
        title: String::new(),
        on: form.on,
        slots: form.slots,
        place: String::new(),
        area: None,
        directions: String::new(),
        phone: String::new(),
        host,
        supporters: Vec::new(),
        project: None,
        booths: Vec::new(),
        state: State::Planned,
        version: 1,
        created_at: ctx.now,
        updated_at: ctx.now,
    };
    let past = form.on < ctx.today();
    let event = match written(ctx, app, bare, form).await {
        Ok(event) if !past => event,
        Err(Error::Invalid(mut wrong)) if past => {
            wrong.insert(0, FieldError::new("on", Message::new("hiring-event-day-past")));
            return Err(Error::Invalid(wrong));
        }
        Ok(_) => return Err(Error::field("on", Message::new("hiring-event-day-past"))),
        Err(failed) => return Err(failed),
    };
    let id = event.id;
    record::add(ctx, app, UseCase::MindEvent, event).await?;
    Ok(id)
}

/// Writes another plan over one. Whoever has booked keeps day, booth and time, and supporters who are called keep the day.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] with every field that is wrong, also where somebody would lose what they booked;
/// [`Error::Conflict`] once it is over or when somebody changed it meanwhile.
pub async fn edit(ctx: &Ctx, app: &App, (id, seen): (HiringEventId, i64), form: Form) -> Result<(), Error> {
    let known = minded(ctx, app, id).await?;
    if known.version != seen {
        return Err(Error::Conflict(Message::new("changed-meanwhile")));
    }
    if known.state.is_over() {
        return Err(Error::Conflict(known.state.refused("edit")));
    }
    let planned = HiringEvent { host: form.host.or(known.host), ..known };
    authorise(&ctx.actor, UseCase::MindEvent, relation(&planned))?;
    let event = written(ctx, app, planned, form).await?;
    app.decide(ctx, move |tx, ctx| {
        let event = event.clone();
        Box::pin(async move {
            let before = held(tx, &ctx, event.id).await?;
            if before.version != seen {
                return Err(Message::new("changed-meanwhile").into());
            }
            let all = store::interview::of_event_in(tx, &ctx, event.id).await?;
            if before.on != event.on && all.iter().any(|one| !one.state.has_result()) {
                return Err(Error::field("on", Message::new("hiring-event-day-booked")).into());
            }
            let many = stranded(&event, &all);
            if many > 0 {
                let why = Message::new("hiring-event-strands").with("many", many);
                return Err(Error::field("booths", why).into());
            }
            staff::follow(tx, &ctx, &event).await?;
            Ok(save(tx, &ctx, "edit", event).await?)
        })
    })
    .await
}

/// An event with what a form says, checked.
async fn written(ctx: &Ctx, app: &App, bare: HiringEvent, form: Form) -> Result<HiringEvent, Error> {
    let booths = booths(ctx, app, &form.booths).await?;
    let project = crate::project::numbered(ctx, app, &form.project).await?;
    let event = HiringEvent {
        kind: form.kind,
        title: form.title.trim().to_owned(),
        on: form.on,
        slots: form.slots,
        place: form.place.trim().to_owned(),
        area: form.area,
        directions: form.directions.trim().to_owned(),
        phone: form.phone.trim().to_owned(),
        supporters: form.supporters,
        project: project.map(|project| project.id),
        booths,
        ..bare
    };
    let faults = event.faults();
    if faults.is_empty() {
        return Ok(event);
    }
    Err(Error::Invalid(faults.into_iter().map(|what| FieldError::new(field(&what), what)).collect()))
}

fn field(fault: &Message) -> &'static str {
    match &*fault.code {
        "hiring-event-no-title" => "title",
        "hiring-event-no-place" => "place",
        "hiring-event-hours-turned" => "until",
        "hiring-event-slot-length" => "length",
        _ => "booths",
    }
}

/// The booths of receipt numbers: all openings of one are of one employer, whose booth it is.
async fn booths(ctx: &Ctx, app: &App, brought: &[Brought]) -> Result<Vec<Booth>, Error> {
    let (mut booths, mut errors) = (Vec::new(), Vec::new());
    for one in brought {
        let said = |what: &'static str| Message::new(what).with("booth", one.number);
        let (mut openings, mut employer) = (Vec::new(), None::<EmployerId>);
        for number in &one.openings {
            let found = store::opening::by_number(&app.store, ctx.tenant, number.trim()).await;
            match found.map_err(crate::fault)? {
                Some(opening) if employer.is_none_or(|known| known == opening.employer) => {
                    employer = Some(opening.employer);
                    openings.push(opening.id);
                }
                Some(_) => errors.push(said("hiring-event-opening-other").with("number", number.as_str())),
                None => errors.push(said("hiring-event-opening-unknown").with("number", number.as_str())),
            }
        }
        match employer {
            Some(employer) => {
                let (number, interviewers) = (one.number, one.interviewers);
                booths.push(Booth { number, employer, openings, interviewers });
            }
            None if one.openings.is_empty() => errors.push(said("hiring-event-booth-empty")),
            None => {}
        }
    }
    if errors.is_empty() {
        booths.sort_by_key(|booth| booth.number);
        return Ok(booths);
    }
    Err(Error::Invalid(errors.into_iter().map(|what| FieldError::new("booths", what)).collect()))
}

/// Publishes it: everybody reads of it and books.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for a day that is over and booths without an opening that is open;
/// [`Error::Conflict`] when it was published before.
pub async fn publish(ctx: &Ctx, app: &App, id: HiringEventId) -> Result<(), Error> {
    change(ctx, app, id, "publish", |tx, ctx, mut event| {
        Box::pin(async move {
            if event.on < ctx.today() {
                return Err(Error::field("on", Message::new("hiring-event-day-past")).into());
            }
            let mut open = BTreeSet::new();
            for id in event.booths.iter().flat_map(|booth| &booth.openings) {
                let opening = store::opening::get_in(tx, &ctx, *id).await?;
                open.extend(opening.state.is_listed(ctx.today()).then_some(*id));
            }
            event.state = event.publish(ctx.now, &open).map_err(|why| {
                let fields =
                    [("hiring-event-no-openings", "booths"), ("hiring-event-booth-closed", "booths")];
                record::at(Error::Conflict(why), &fields)
            })?;
            Ok(event)
        })
    })
    .await
}

/// Opens its doors: numbers are given out.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] before its day and unless it was published.
pub async fn open(ctx: &Ctx, app: &App, id: HiringEventId) -> Result<(), Error> {
    change(ctx, app, id, "open", |_, ctx, mut event| {
        Box::pin(async move {
            if ctx.today() < event.on {
                return Err(Message::new("hiring-event-opens-on").with("day", event.on.to_string()).into());
            }
            event.state = event.state.open(ctx.now)?;
            Ok(event)
        })
    })
    .await
}

/// Closes it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] unless its doors were opened, and while an interview has no result.
pub async fn close(ctx: &Ctx, app: &App, id: HiringEventId) -> Result<(), Error> {
    change(ctx, app, id, "close", |tx, ctx, mut event| {
        Box::pin(async move {
            let all = store::interview::of_event_in(tx, &ctx, event.id).await?;
            let unsettled = all.iter().filter(|one| !one.state.has_result()).count();
            event.state = event.state.close(ctx.now, unsettled)?;
            Ok(event)
        })
    })
    .await
}

/// Says that it does not take place. Whoever has booked is told so, and shifts of supporters at it end.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] once its doors were opened.
pub async fn cancel(ctx: &Ctx, app: &App, id: HiringEventId, reason: CancelReason) -> Result<(), Error> {
    change(ctx, app, id, "cancel", move |tx, ctx, mut event| {
        Box::pin(async move {
            event.state = event.state.cancel(ctx.now, reason)?;
            for one in store::interview::of_event_in(tx, &ctx, event.id).await? {
                if !one.state.has_result() {
                    call_off(tx, &ctx, &event, one).await?;
                }
            }
            staff::follow(tx, &ctx, &event).await?;
            Ok(event)
        })
    })
    .await
}

async fn call_off(tx: &mut Tx, ctx: &Ctx, event: &HiringEvent, one: Interview) -> Result<(), Stop> {
    let told = one.person().zip(one.seeker());
    let ended = one.step(ctx.now, |state| state.end(ctx.now, End::Withdrawn))?;
    store::interview::update(tx, ctx, "call_off", &ended).await?;
    let Some((person, seeker)) = told else { return Ok(()) };
    let detail = Message::new("notice-event-cancelled")
        .with("event", event.title.as_str())
        .with("day", event.on.to_string());
    let about = About { seeker: Some(seeker), ..About::default() };
    let notice = Notice::new(ctx, To::Person(person), NoticeKind::EventCancelled, about).saying(detail);
    Ok(store::notice::insert(tx, ctx, &notice).await?)
}

/// How an actor stands to an event: by the body that holds it.
pub(crate) fn relation(event: &HiringEvent) -> Relation {
    Relation { organisation: event.host, ..Relation::default() }
}

fn own(ctx: &Ctx) -> Relation {
    Relation { organisation: ctx.actor.organisation, ..Relation::default() }
}

/// An event, for whoever minds it.
///
/// # Errors
/// [`Error::NotFound`].
pub(crate) async fn minded(ctx: &Ctx, app: &App, id: HiringEventId) -> Result<HiringEvent, Error> {
    record::get(ctx, app, UseCase::MindEvent, id).await
}

/// Within a transaction: an event as it is now, behind the head of the log, so that nobody changes it meanwhile.
///
/// # Errors
/// When there is none or the store cannot be read.
pub(crate) async fn held(tx: &mut Tx, ctx: &Ctx, id: HiringEventId) -> Result<HiringEvent, Stop> {
    store::change::hold(tx, ctx).await?;
    let found = store::record::find_in(tx, ctx, id).await?;
    Ok(found.ok_or(store::Error::NotFound)?)
}

async fn save(tx: &mut Tx, ctx: &Ctx, verb: &str, event: HiringEvent) -> Result<(), store::Error> {
    store::record::update(tx, ctx, verb, &HiringEvent { updated_at: ctx.now, ..event }).await
}

/// Takes a step with an event as it is then.
async fn change<F>(ctx: &Ctx, app: &App, id: HiringEventId, verb: &'static str, step: F) -> Result<(), Error>
where
    F: for<'t> Fn(&'t mut Tx, Ctx, HiringEvent) -> BoxFuture<'t, Result<HiringEvent, Stop>>
        + Clone
        + Send
        + Sync
        + 'static,
{
    minded(ctx, app, id).await?;
    app.decide(ctx, move |tx, ctx| {
        let step = step.clone();
        Box::pin(async move {
            let event = held(tx, &ctx, id).await?;
            let event = step(&mut *tx, ctx.clone(), event).await?;
            save(tx, &ctx, verb, event).await?;
            Ok(())
        })
    })
    .await
}
