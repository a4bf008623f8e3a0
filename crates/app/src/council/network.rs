//! What councils know of the network: which bodies sat together or do something for one another, and when each was last
//! seen to do anything. The map of the network reads it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::Ctx;
use domain::action::{Action, State as Done};
use domain::agenda_item::AgendaItem;
use domain::id::{AgendaItemId, MeetingId, OrganisationId};
use domain::meeting::{Attendance, Meeting, State};
use domain::policy::{Relation, UseCase, authorise};
use jiff::civil::Date;

use crate::{App, Error};

/// Days without anything after which somebody should ask whether a member is still with us.
pub const QUIET_DAYS: i32 = 180;

/// Two bodies that have to do with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// One of them.
    pub one: OrganisationId,
    /// The other, of the greater id.
    pub other: OrganisationId,
    /// The day on which they last did.
    pub on: Date,
    /// Whether one does what the other brought up; else they only sat at one table.
    pub works: bool,
}

/// Whether a body was silent for too long: since what it did last, or since it took its seat.
pub fn is_quiet(last: Option<Date>, since: Date, today: Date) -> bool {
    let from = last.unwrap_or(since).max(since);
    (today - from).get_days() > QUIET_DAYS
}

/// What is read for both questions.
struct Rows {
    meetings: HashMap<MeetingId, Meeting>,
    items: HashMap<AgendaItemId, AgendaItem>,
    actions: Vec<Action>,
}

async fn read(ctx: &Ctx, app: &App) -> Result<Rows, Error> {
    authorise(&ctx.actor, UseCase::ReadCouncil, Relation::default())?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let meetings: Vec<Meeting> = store::record::all(store, tenant).await.map_err(crate::fault)?;
    let items: Vec<AgendaItem> = store::record::all(store, tenant).await.map_err(crate::fault)?;
    let held = |meeting: &Meeting| matches!(meeting.state, State::Open { .. } | State::Closed { .. });
    Ok(Rows {
        meetings: meetings.into_iter().filter(held).map(|meeting| (meeting.id, meeting)).collect(),
        items: items.into_iter().map(|item| (item.id, item)).collect(),
        actions: store::record::all(store, tenant).await.map_err(crate::fault)?,
    })
}

/// Bodies that were there, in person or by slip.
fn there(meeting: &Meeting) -> BTreeSet<OrganisationId> {
    let there = |attendance: &Attendance| matches!(attendance, Attendance::Present | Attendance::Paper);
    meeting.attendance.iter().filter(|(_, how)| there(how)).map(|(body, _)| *body).collect()
}

/// Every pair of bodies that sat in one meeting of a council, or of which one does what the other brought up, with the
/// last day. Report meetings, where everybody sits, tell nothing of anybody.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn links(ctx: &Ctx, app: &App) -> Result<Vec<Link>, Error> {
    let rows = read(ctx, app).await?;
    let mut found = BTreeMap::new();
    let mut add = |a: OrganisationId, b: OrganisationId, on: Date, works: bool| {
        let link = found.entry((a.min(b), a.max(b))).or_insert((on, works));
        *link = (link.0.max(on), link.1 || works);
    };
    for meeting in rows.meetings.values().filter(|meeting| meeting.council.is_some()) {
        let there: Vec<OrganisationId> = there(meeting).into_iter().collect();
        for (nth, one) in there.iter().enumerate() {
            there.iter().skip(nth + 1).for_each(|other| add(*one, *other, meeting.at.date(), false));
        }
    }
    for action in &rows.actions {
        let Some(owner) = action.owner else { continue };
        let item = action.item.and_then(|item| rows.items.get(&item));
        let Some(brought) = item.and_then(|item| item.organisation).filter(|by| *by != owner) else {
            continue;
        };
        let meeting = action.meeting.and_then(|id| rows.meetings.get(&id));
        let Some(on) = deeds(action).max().or(meeting.map(|meeting| meeting.at.date())) else { continue };
        add(owner, brought, on, true);
    }
    Ok(found.into_iter().map(|((one, other), (on, works))| Link { one, other, on, works }).collect())
}

/// Days on which an action's owner said or did something.
fn deeds(action: &Action) -> impl Iterator<Item = Date> {
    let done = match &action.state {
        Done::Done { on, .. } => Some(*on),
        Done::Open | Done::Dropped { .. } => None,
    };
    action.reports.iter().map(|report| report.on).chain(done)
}

/// The day on which each body last sat in a meeting, brought an item or told of what it has to do.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn last_activity(ctx: &Ctx, app: &App) -> Result<BTreeMap<OrganisationId, Date>, Error> {
    let rows = read(ctx, app).await?;
    let mut last: BTreeMap<OrganisationId, Date> = BTreeMap::new();
    let mut saw = |body: OrganisationId, on: Date| {
        let known = last.entry(body).or_insert(on);
        *known = (*known).max(on);
    };
    for meeting in rows.meetings.values() {
        there(meeting).into_iter().for_each(|body| saw(body, meeting.at.date()));
    }
    for item in rows.items.values() {
        if let Some(body) = item.organisation {
            saw(body, app.city.zone().to_datetime(item.created_at).date());
        }
    }
    for action in &rows.actions {
        if let Some(owner) = action.owner {
            deeds(action).for_each(|on| saw(owner, on));
        }
    }
    Ok(last)
}
