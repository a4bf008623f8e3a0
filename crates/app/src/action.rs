//! What bodies have to do: written down at a meeting or by a task force, given to an owner with a day, told of by the owner,
//! looked at by the secretariat; and the basket that reminds everybody of theirs once a week.

mod basket;
mod judged;

use domain::Ctx;
use domain::action::{Action, Source, State, by_due};
use domain::council::Council;
use domain::id::{ActionId, AgendaItemId, CouncilId, MeasureId, MeetingId, OrganisationId};
use domain::measure::Measure;
use domain::meeting::Meeting;
use domain::message::Message;
use domain::policy::{Reach, Relation, UseCase, authorise, reach};
use jiff::civil::Date;

pub use basket::mine;
pub(crate) use basket::{Filled, weekly};
pub use judged::{Judged, judged};

use crate::{App, Error, FieldError, record};

/// An action with where it comes from.
#[derive(Debug, Clone)]
pub struct View {
    /// The action.
    pub action: Action,
    /// The meeting that gave it.
    pub meeting: Option<Meeting>,
    /// The task force that sees to it.
    pub task_force: Option<Council>,
    /// The name of its owner; empty without one.
    pub owner: String,
    /// The measure whose figures tell whether it worked.
    pub measure: Option<Measure>,
    /// What the ledger says of that measure, for those who may read the plan.
    pub judged: Option<Judged>,
    /// Whether the actor may tell of it.
    pub may_report: bool,
}

/// An action as it is keyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// What it comes from.
    pub source: Source,
    /// The item under which it was said.
    pub item: Option<AgendaItemId>,
    /// What is to be done.
    pub title: String,
    /// Who does it.
    pub owner: Option<OrganisationId>,
    /// By when.
    pub due_on: Option<Date>,
    /// The measure whose figures tell whether it worked.
    pub measure: Option<MeasureId>,
}

/// Whose actions are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    /// Of one body.
    pub owner: Option<OrganisationId>,
    /// Those settled, too.
    pub settled: bool,
}

/// Actions, what is due longest first.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn list(ctx: &Ctx, app: &App, filter: Filter) -> Result<Vec<Action>, Error> {
    authorise(&ctx.actor, UseCase::ReadCouncil, Relation::default())?;
    let mut actions: Vec<Action> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    actions.retain(|action| {
        (filter.owner.is_none() || action.owner == filter.owner)
            && (filter.settled || action.state_name() == "open")
    });
    by_due(&mut actions);
    Ok(actions)
}

/// One action with where it comes from.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: ActionId) -> Result<View, Error> {
    let action: Action = record::get(ctx, app, UseCase::ReadCouncil, id).await?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let meeting = match action.meeting {
        Some(id) => store::record::find(store, tenant, id).await.map_err(crate::fault)?,
        None => None,
    };
    let task_force = match action.task_force {
        Some(id) => store::record::find(store, tenant, id).await.map_err(crate::fault)?,
        None => None,
    };
    let measure = match action.measure {
        Some(id) => store::record::find(store, tenant, id).await.map_err(crate::fault)?,
        None => None,
    };
    let bodies = store::organisation::all(store, tenant).await.map_err(crate::fault)?;
    let owner = action.owner.map(|id| crate::council::name_of(&bodies, id)).unwrap_or_default();
    let relation = Relation { organisation: action.owner, ..Relation::default() };
    let judged = judged(ctx, app, std::slice::from_ref(&action)).await?.remove(&action.id);
    let may_report = authorise(&ctx.actor, UseCase::TakePart, relation).is_ok();
    Ok(View { action, meeting, task_force, owner, measure, judged, may_report })
}

/// Writes an action down while a meeting goes on. Its owner and day may follow, but before the meeting is closed.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Conflict`] when the meeting is not going on.
pub async fn decide(ctx: &Ctx, app: &App, id: MeetingId, form: Form) -> Result<ActionId, Error> {
    let meeting: Meeting = record::get(ctx, app, UseCase::WriteCouncil, id).await?;
    let known: Vec<Action> =
        store::record::of_parent(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let action = written(ctx, &form, &known, (Some(id), None));
    let items = crate::agenda_item::of(ctx, app, id).await?;
    let item = action.item.filter(|item| items.iter().any(|known| known.id == *item));
    let action = Action { item, ..action };
    fit(ctx, app, &action).await?;
    match meeting.takes_action(&action) {
        Ok(()) => {}
        Err(why) if why.code == "action-due-before" => return Err(Error::field("due_on", why)),
        Err(why) => return Err(Error::Conflict(why)),
    }
    add(ctx, app, action).await
}

/// Writes a task of a task force down.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`].
pub async fn task(ctx: &Ctx, app: &App, id: CouncilId, form: Form) -> Result<ActionId, Error> {
    let council: Council = record::get(ctx, app, UseCase::WriteCouncil, id).await?;
    let known: Vec<Action> =
        store::record::of_parent(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let action = written(ctx, &Form { source: Source::Task, ..form }, &known, (None, Some(id)));
    fit(ctx, app, &action).await?;
    owned(action.owner, action.due_on)?;
    if council.ends_on.zip(action.due_on).is_some_and(|(end, due)| due > end) {
        let end = council.ends_on.map(|end| end.to_string()).unwrap_or_default();
        return Err(Error::field("due_on", Message::new("task-after-end").with("day", end)));
    }
    add(ctx, app, action).await
}

/// Whether somebody does it by a day.
fn owned(owner: Option<OrganisationId>, due_on: Option<Date>) -> Result<(), Error> {
    match (owner, due_on) {
        (None, _) => Err(Error::field("owner", Message::new("task-owner"))),
        (_, None) => Err(Error::field("due_on", Message::new("task-due"))),
        _ => Ok(()),
    }
}

async fn add(ctx: &Ctx, app: &App, action: Action) -> Result<ActionId, Error> {
    let id = action.id;
    // The secretariat writes for every body, so that the owner's relation is nothing to ask about.
    record::add(ctx, app, UseCase::WriteCouncil, action).await?;
    Ok(id)
}

fn written(
    ctx: &Ctx,
    form: &Form,
    known: &[Action],
    (meeting, task_force): (Option<MeetingId>, Option<CouncilId>),
) -> Action {
    let nth = known.iter().filter(|action| action.source == form.source).count() + 1;
    let number = match form.source {
        Source::Decision => format!("D{nth}"),
        Source::Instruction => format!("지시 {nth}"),
        Source::Improvement => format!("개선 {nth}"),
        Source::Task => format!("과제 {nth}"),
    };
    Action {
        id: ctx.id(),
        meeting,
        task_force,
        item: form.item,
        source: form.source,
        number,
        title: form.title.trim().to_owned(),
        owner: form.owner,
        due_on: form.due_on,
        measure: form.measure,
        reports: Vec::new(),
        state: State::Open,
        version: 1,
        created_at: ctx.now,
    }
}

/// Whether what it names is there and what it says can be.
async fn fit(ctx: &Ctx, app: &App, action: &Action) -> Result<(), Error> {
    let mut errors: Vec<FieldError> =
        action.check().into_iter().map(|(field, why)| FieldError::new(field, why)).collect();
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    if action.owner.is_some_and(|id| !bodies.iter().any(|body| body.id == id && body.active)) {
        errors.push(FieldError::new("owner", Message::new("organisation-unknown")));
    }
    if let Some(measure) = action.measure {
        let found: Option<Measure> =
            store::record::find(&app.store, ctx.tenant, measure).await.map_err(crate::fault)?;
        if found.is_none() {
            errors.push(FieldError::new("measure", Message::new("action-measure-unknown")));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// Says who does it by when, and by which figures it is judged.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Conflict`].
pub async fn assign(
    ctx: &Ctx,
    app: &App,
    (id, seen): (ActionId, i64),
    (owner, due_on, measure): (Option<OrganisationId>, Option<Date>, Option<MeasureId>),
) -> Result<(), Error> {
    let known: Action = record::get(ctx, app, UseCase::WriteCouncil, id).await?;
    fit(ctx, app, &Action { owner, measure, ..known.clone() }).await?;
    let meeting: Option<Meeting> = match known.meeting {
        Some(id) => store::record::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?,
        None => None,
    };
    if let Some(meeting) = &meeting {
        let day = meeting.at.date();
        if due_on.is_some_and(|due| due < day) {
            let why = Message::new("action-due-before").with("day", day.to_string());
            return Err(Error::field("due_on", why));
        }
    }
    // After the meeting nobody makes an action ownerless or endless again; a task never is.
    if meeting.is_none_or(|meeting| !meeting.is_ahead()) {
        owned(owner, due_on)?;
    }
    record::change(ctx, app, UseCase::WriteCouncil, (id, Some(seen)), "assign", |action: Action| {
        action.assign(owner, due_on, measure)
    })
    .await?;
    Ok(())
}

/// What somebody says of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// How it goes.
    Report,
    /// It is done, and what shows that.
    Done,
    /// What shows it is enough.
    Accept,
    /// It is not, and why.
    SendBack,
    /// It is let go, and why.
    Drop,
}

/// Says something of an action: its owner how it goes and that it is done, the secretariat the rest.
///
/// # Errors
/// [`Error::NotFound`] for another body's; [`Error::Conflict`] when the step is refused or it was changed meanwhile.
pub async fn say(
    ctx: &Ctx,
    app: &App,
    (id, seen): (ActionId, i64),
    word: Word,
    text: &str,
) -> Result<(), Error> {
    let (today, by) = (ctx.today(), ctx.actor.person);
    let (use_case, verb) = match word {
        Word::Report => (UseCase::TakePart, "report"),
        Word::Done => (UseCase::TakePart, "done"),
        Word::Accept => (UseCase::WriteCouncil, "accept"),
        Word::SendBack => (UseCase::WriteCouncil, "send_back"),
        Word::Drop => (UseCase::WriteCouncil, "drop"),
    };
    record::change(ctx, app, use_case, (id, Some(seen)), verb, |action: Action| match word {
        Word::Report => action.report(today, by, text),
        Word::Done => action.done(today, text),
        Word::Accept => action.accept(today),
        Word::SendBack => action.send_back(today, by, text),
        Word::Drop => action.drop_it(today, text),
    })
    .await?;
    Ok(())
}

/// Whether the actor sees to everybody's actions rather than to their body's own.
pub fn sees_to_all(ctx: &Ctx) -> bool {
    reach(ctx.actor.role, UseCase::TakePart) != Reach::Own
}

/// How an action stands on a day: `지연 3일`, `마침 05-02`.
pub fn standing(action: &Action, today: Date) -> Message {
    match (&action.state, action.late_days(today)) {
        (State::Open, Some(days)) => Message::new("action-late").with("days", days),
        (State::Open, None) => Message::new("action-open"),
        (State::Done { on, accepted_on: None, .. }, _) => {
            Message::new("action-done").with("day", on.to_string())
        }
        (State::Done { on, accepted_on: Some(_), .. }, _) => {
            Message::new("action-accepted").with("day", on.to_string())
        }
        (State::Dropped { on, .. }, _) => Message::new("action-dropped").with("day", on.to_string()),
    }
}
