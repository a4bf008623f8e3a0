//! Meetings: called, opened with what is due, written down while they go on, closed with an owner for everything, given to
//! all bodies, and read by them.

mod record;

use std::collections::BTreeMap;

use domain::Ctx;
use domain::action::{Action, State as Done, by_due, by_number};
use domain::agenda_item::AgendaItem;
use domain::council::Council;
use domain::id::{ActionId, AgendaItemId, CouncilId, MeetingId, OrganisationId};
use domain::meeting::{Answer, Attendance, Begin, Meeting, MeetingKind, State, Step};
use domain::message::Message;
use domain::organisation::{Organisation, OrganisationKind};
use domain::policy::{Relation, UseCase, authorise};
use jiff::ToSpan;
use jiff::civil::DateTime;
use strum::IntoEnumIterator;

pub(crate) use record::is_open;
pub use record::{Open, Version, history, open_list, open_record, publish, read};

use crate::action::Judged;
use crate::council::name_of;
use crate::{App, Error, FieldError, agenda_item};

/// A meeting with all that is talked about in it.
#[derive(Debug, Clone)]
pub struct View {
    /// The meeting.
    pub meeting: Meeting,
    /// The council that meets.
    pub council: Option<Council>,
    /// What earlier meetings gave to somebody to do: open first, the longest due of them first, then what was done since.
    pub due: Vec<Action>,
    /// Its agenda in order, items taken off too.
    pub items: Vec<AgendaItem>,
    /// How many files its items have.
    pub papers: BTreeMap<AgendaItemId, usize>,
    /// What it gave to somebody to do, in order.
    pub actions: Vec<Action>,
    /// Who is expected.
    pub seats: Vec<Seat>,
    /// How many must be there for it to decide; none for a report meeting.
    pub needed: usize,
    /// How many are.
    pub there: usize,
    /// What the ledger says of those actions that have a measure.
    pub judged: BTreeMap<ActionId, Judged>,
    /// Every body's name.
    pub names: BTreeMap<OrganisationId, String>,
}

/// Who is expected at a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The body.
    pub organisation: OrganisationId,
    /// Its name.
    pub name: String,
    /// Which seat, such as the chair's.
    pub seat: String,
    /// Whether papers go to it and come from it on paper.
    pub by_paper: bool,
    /// Whether it came.
    pub attendance: Option<Attendance>,
}

/// A meeting as it is keyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// What kind.
    pub kind: MeetingKind,
    /// The council that meets.
    pub council: Option<CouncilId>,
    /// Name; made from the council's when it is empty.
    pub name: String,
    /// When, in the city's time.
    pub at: Option<DateTime>,
    /// Where.
    pub venue: String,
}

impl View {
    /// The first of its actions that keeps it from its end: without an owner or a day.
    pub fn loose(&self) -> Option<&Action> {
        domain::meeting::loose(&self.actions)
    }

    /// The name of a body.
    pub fn name(&self, id: OrganisationId) -> &str {
        self.names.get(&id).map_or("", String::as_str)
    }

    /// Items that are talked about.
    pub fn agenda(&self) -> impl Iterator<Item = &AgendaItem> {
        self.items.iter().filter(|item| item.withdrawn.is_none())
    }

    /// Bodies that have not read its record.
    pub fn unread(&self) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(|seat| !self.meeting.read_by.contains_key(&seat.organisation))
    }
}

/// All meetings, the newest first.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn list(ctx: &Ctx, app: &App) -> Result<Vec<Meeting>, Error> {
    authorise(&ctx.actor, UseCase::ReadCouncil, Relation::default())?;
    let mut all: Vec<Meeting> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    all.sort_by_key(|meeting| std::cmp::Reverse(meeting.at));
    Ok(all)
}

/// One with all that is talked about in it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: MeetingId) -> Result<View, Error> {
    let meeting: Meeting = crate::record::get(ctx, app, UseCase::ReadCouncil, id).await?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let council = council_of(ctx, app, &meeting).await?;
    let items = agenda_item::of(ctx, app, id).await?;
    let mut papers = BTreeMap::new();
    for item in &items {
        papers.insert(item.id, agenda_item::papers(ctx, app, item.id).await?.len());
    }
    let mut actions: Vec<Action> = store::record::of_parent(store, tenant, id).await.map_err(crate::fault)?;
    by_number(&mut actions);
    let due = due(ctx, app, &meeting).await?;
    let mut judged = crate::action::judged(ctx, app, &actions).await?;
    judged.extend(crate::action::judged(ctx, app, &due).await?);
    let bodies = store::organisation::all(store, tenant).await.map_err(crate::fault)?;
    let seats = seats(&meeting, council.as_ref(), &bodies);
    let needed = council.as_ref().map_or(0, |council| council.quorum(meeting.at.date()));
    let names = bodies.into_iter().map(|body| (body.id, body.name)).collect();
    let there = meeting.taking_part();
    Ok(View { meeting, council, due, items, papers, actions, seats, needed, there, judged, names })
}

async fn council_of(ctx: &Ctx, app: &App, meeting: &Meeting) -> Result<Option<Council>, Error> {
    match meeting.council {
        Some(id) => store::record::find(&app.store, ctx.tenant, id).await.map_err(crate::fault),
        None => Ok(None),
    }
}

/// Whom a meeting expects: the seats of its council on its day, or every body of the city's own hierarchy.
fn seats(meeting: &Meeting, council: Option<&Council>, bodies: &[Organisation]) -> Vec<Seat> {
    let seat = |organisation, seat: &str, by_paper| Seat {
        organisation,
        name: name_of(bodies, organisation),
        seat: seat.to_owned(),
        by_paper,
        attendance: meeting.attendance.get(&organisation).copied(),
    };
    match council {
        Some(council) => {
            let sitting = council.sitting(meeting.at.date());
            sitting.map(|member| seat(member.organisation, &member.seat, member.by_paper())).collect()
        }
        None => {
            let own = [OrganisationKind::Department, OrganisationKind::Agency, OrganisationKind::JobCenter];
            let expected = |body: &&Organisation| {
                (body.active && own.contains(&body.kind)) || meeting.attendance.contains_key(&body.id)
            };
            bodies.iter().filter(expected).map(|body| seat(body.id, "", false)).collect()
        }
    }
}

/// What earlier meetings of the same council, or earlier report meetings, gave to somebody to do: what is open, the longest
/// due first; then what was settled since the meeting before.
async fn due(ctx: &Ctx, app: &App, meeting: &Meeting) -> Result<Vec<Action>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut before: Vec<Meeting> = match meeting.council {
        Some(council) => store::record::of_parent(store, tenant, council).await.map_err(crate::fault)?,
        None => store::record::all(store, tenant).await.map_err(crate::fault)?,
    };
    before.retain(|one| one.kind == meeting.kind && one.council == meeting.council && one.at < meeting.at);
    before.sort_by_key(|one| one.at);
    let last = before.last().map(|one| one.at.date());
    let mut found: Vec<Action> = Vec::new();
    for earlier in &before {
        let given: Vec<Action> =
            store::record::of_parent(store, tenant, earlier.id).await.map_err(crate::fault)?;
        found.extend(given.into_iter().filter(|action| match &action.state {
            Done::Open | Done::Done { accepted_on: None, .. } => true,
            Done::Done { on, .. } | Done::Dropped { on, .. } => {
                last.is_some_and(|last| *on >= last) && *on <= meeting.at.date()
            }
        }));
    }
    by_due(&mut found);
    found.sort_by_key(|action| match &action.state {
        Done::Open => 0,
        Done::Done { accepted_on: None, .. } => 1,
        Done::Done { .. } | Done::Dropped { .. } => 2,
    });
    Ok(found)
}

/// Calls a meeting. A report meeting gets its agenda in the five steps.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] for an unknown council; [`Error::Invalid`].
pub async fn call(ctx: &Ctx, app: &App, form: Form) -> Result<MeetingId, Error> {
    authorise(&ctx.actor, UseCase::WriteCouncil, Relation::default())?;
    let council: Option<Council> = match form.council {
        Some(id) => Some(crate::record::get(ctx, app, UseCase::WriteCouncil, id).await?),
        None if form.kind == MeetingKind::Council => {
            return Err(Error::field("council", Message::new("meeting-council")));
        }
        None => None,
    };
    let at = when(ctx, app, &form, council.as_ref())?;
    let name = match (form.name.trim(), &council) {
        ("", Some(council)) => format!("{} 회의", council.name),
        ("", None) => return Err(Error::field("name", Message::new("missing-name"))),
        (name, _) => name.to_owned(),
    };
    let meeting = Meeting {
        id: ctx.id(),
        kind: form.kind,
        council: council.as_ref().map(|council| council.id),
        organisation: council.as_ref().and_then(|c| c.organisation).or(ctx.actor.organisation),
        name,
        at,
        venue: form.venue.trim().to_owned(),
        agenda_closes_on: closes(council.as_ref(), at),
        attendance: BTreeMap::new(),
        answers: BTreeMap::new(),
        informal: false,
        off_day: String::new(),
        minutes: String::new(),
        published: None,
        read_by: BTreeMap::new(),
        state: State::Called,
        version: 1,
        created_at: ctx.now,
    };
    let id = meeting.id;
    let template: Vec<AgendaItem> = match form.kind {
        MeetingKind::Report => {
            Step::iter().zip(1..).map(|(step, place)| of_step(ctx, id, step, place)).collect()
        }
        MeetingKind::Council => Vec::new(),
    };
    app.write(ctx, move |tx, ctx| {
        let (meeting, template) = (meeting.clone(), template.clone());
        Box::pin(async move {
            store::record::insert(tx, &ctx, &meeting).await?;
            for item in &template {
                store::record::insert(tx, &ctx, item).await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(id)
}

/// Days before a report meeting on which its agenda closes.
const REPORT_CLOSES_DAYS: i32 = 3;

fn closes(council: Option<&Council>, at: DateTime) -> jiff::civil::Date {
    match council {
        Some(council) => Meeting::agenda_closes(council, at),
        None => at.date().saturating_sub(REPORT_CLOSES_DAYS.days()),
    }
}

/// The item of a report meeting's agenda that opens a step, in the words in which the city has always held them.
fn of_step(ctx: &Ctx, meeting: MeetingId, step: Step, place: i64) -> AgendaItem {
    let title = match step {
        Step::Plan => "일자리 창출 종합계획",
        Step::Network => "일자리네트워크 활성화 계획",
        Step::Departments => "부서·기관별 추진계획",
        Step::Instructions => "시장 당부",
        Step::Closing => "마무리: 전담 TF, 부서간 협력, 수요자 맞춤형 지원",
    };
    AgendaItem {
        id: ctx.id(),
        meeting,
        organisation: None,
        step: Some(step),
        place,
        title: title.to_owned(),
        paper: String::new(),
        late: false,
        minutes: String::new(),
        withdrawn: None,
        version: 1,
        created_at: ctx.now,
    }
}

/// When a meeting is: not in the past, and while its council is there.
fn when(ctx: &Ctx, app: &App, form: &Form, council: Option<&Council>) -> Result<DateTime, Error> {
    let Some(at) = form.at else { return Err(Error::field("at", Message::new("meeting-at"))) };
    if at < app.city.zone().to_datetime(ctx.now) {
        return Err(Error::field("at", Message::new("meeting-past")));
    }
    let ended = council.and_then(|council| council.ends_on).filter(|end| *end < at.date());
    if let Some(end) = ended {
        return Err(Error::field("at", Message::new("meeting-after-end").with("day", end.to_string())));
    }
    Ok(at)
}

/// Moves a meeting that has not begun, or says its name and place otherwise.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Conflict`] once it began.
pub async fn update(ctx: &Ctx, app: &App, (id, seen): (MeetingId, i64), form: Form) -> Result<(), Error> {
    let known: Meeting = crate::record::get(ctx, app, UseCase::WriteCouncil, id).await?;
    let council = council_of(ctx, app, &known).await?;
    let at = match form.at {
        Some(at) if at == known.at => at,
        _ => when(ctx, app, &form, council.as_ref())?,
    };
    let mut errors = Vec::new();
    if form.name.trim().is_empty() {
        errors.push(FieldError::new("name", Message::new("missing-name")));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let closes = closes(council.as_ref(), at);
    crate::record::change(ctx, app, UseCase::WriteCouncil, (id, Some(seen)), "update", |meeting: Meeting| {
        if !matches!(meeting.state, State::Called) {
            return Err(Message::new("meeting-begun"));
        }
        let (name, venue) = (form.name.trim().to_owned(), form.venue.trim().to_owned());
        Ok(Meeting { name, venue, at, agenda_closes_on: closes, ..meeting })
    })
    .await?;
    Ok(())
}

/// A step of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// It begins, and what is said of how.
    Open(Begin),
    /// It ends.
    Close,
    /// It is not held, and why.
    Cancel(String),
}

/// Takes a step with a meeting.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it cannot be taken: without a quorum, on another day, with something that nobody does,
/// out of turn, or when it was changed meanwhile.
pub async fn go(ctx: &Ctx, app: &App, (id, seen): (MeetingId, i64), step: Move) -> Result<(), Error> {
    let known: Meeting = crate::record::get(ctx, app, UseCase::WriteCouncil, id).await?;
    let council = council_of(ctx, app, &known).await?;
    let actions: Vec<Action> =
        store::record::of_parent(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let verb = match step {
        Move::Open(_) => "open",
        Move::Close => "close",
        Move::Cancel(_) => "cancel",
    };
    crate::record::change(ctx, app, UseCase::WriteCouncil, (id, Some(seen)), verb, |meeting: Meeting| {
        match &step {
            Move::Open(begin) => meeting.open(council.as_ref(), begin, (ctx.today(), ctx.now)),
            Move::Close => meeting.close(council.as_ref(), &actions, ctx.now),
            Move::Cancel(why) => meeting.cancel(why, ctx.now),
        }
    })
    .await?;
    Ok(())
}

/// Writes down who came and what was said as a whole.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when somebody else wrote meanwhile, and once it is over.
pub async fn note(
    ctx: &Ctx,
    app: &App,
    (id, seen): (MeetingId, i64),
    attendance: BTreeMap<OrganisationId, Attendance>,
    minutes: &str,
) -> Result<(), Error> {
    let minutes = minutes.trim().to_owned();
    crate::record::change(ctx, app, UseCase::WriteCouncil, (id, Some(seen)), "note", |meeting: Meeting| {
        meeting.note(attendance, minutes)
    })
    .await?;
    Ok(())
}

/// Keys the slip of a body that does not come.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for a body without a seat; [`Error::Conflict`].
pub async fn answer(
    ctx: &Ctx,
    app: &App,
    (id, seen): (MeetingId, i64),
    body: OrganisationId,
    mut answer: Answer,
) -> Result<(), Error> {
    let view = get(ctx, app, id).await?;
    if !view.seats.iter().any(|seat| seat.organisation == body) {
        return Err(Error::field("organisation", Message::new("answer-no-seat")));
    }
    answer.views.retain(|item, _| view.items.iter().any(|known| known.id == *item));
    crate::record::change(ctx, app, UseCase::WriteCouncil, (id, Some(seen)), "answer", |meeting: Meeting| {
        meeting.answer(body, answer, ctx.today())
    })
    .await?;
    Ok(())
}
