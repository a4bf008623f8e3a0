//! What stays of a meeting: every version of its minutes, its record for all bodies with who has read it, and the part that
//! everybody may read.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::action::{Action, by_number};
use domain::agenda_item::AgendaItem;
use domain::id::{MeetingId, OrganisationId};
use domain::meeting::{Meeting, State};
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use jiff::Timestamp;

use crate::{App, Error, agenda_item};

/// Versions that are shown of one text.
const VERSIONS: i64 = 200;

/// How often a receipt is tried when others give theirs in the same moment.
const TRIES: usize = 5;

/// What the minutes said after somebody had written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// When it was written.
    pub at: Timestamp,
    /// In which role.
    pub role: String,
    /// The item it is about; `None` for the minutes as a whole.
    pub item: Option<String>,
    /// What it said then.
    pub text: String,
    /// How many bodies took part as it was known then.
    pub there: Option<usize>,
}

/// Every version of the minutes of a meeting and its items, the newest first.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn history(ctx: &Ctx, app: &App, id: MeetingId) -> Result<(Meeting, Vec<Version>), Error> {
    let meeting: Meeting = crate::record::get(ctx, app, UseCase::ReadCouncil, id).await?;
    let mut versions = Vec::new();
    let log = store::change::of_noun(&app.store, ctx.tenant, id.0, VERSIONS).await;
    for change in log.map_err(crate::fault)?.into_iter().filter(|change| change.verb == "note") {
        let Ok(then) = serde_json::from_value::<Meeting>(change.body) else { continue };
        let there = Some(then.taking_part());
        versions.push(Version { at: change.at, role: change.role, item: None, text: then.minutes, there });
    }
    for item in agenda_item::of(ctx, app, id).await? {
        let log = store::change::of_noun(&app.store, ctx.tenant, item.id.0, VERSIONS).await;
        for change in log.map_err(crate::fault)?.into_iter().filter(|change| change.verb == "note") {
            let Ok(then) = serde_json::from_value::<AgendaItem>(change.body) else { continue };
            let (item, there) = (Some(then.title), None);
            versions.push(Version { at: change.at, role: change.role, item, text: then.minutes, there });
        }
    }
    versions.sort_by_key(|version| std::cmp::Reverse(version.at));
    Ok((meeting, versions))
}

/// Gives the record of a closed meeting to all bodies; `openly` its public part to everybody, too.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] before it is closed.
pub async fn publish(ctx: &Ctx, app: &App, (id, seen): (MeetingId, i64), openly: bool) -> Result<(), Error> {
    crate::record::change(
        ctx,
        app,
        UseCase::WriteCouncil,
        (id, Some(seen)),
        "publish",
        |meeting: Meeting| meeting.publish(openly, ctx.now),
    )
    .await?;
    Ok(())
}

/// Says that the actor's body has read the record of a meeting.
///
/// # Errors
/// [`Error::NotFound`] for somebody without a body; [`Error::Conflict`] before it was given to all.
pub async fn read(ctx: &Ctx, app: &App, id: MeetingId) -> Result<(), Error> {
    let organisation = ctx.actor.organisation;
    authorise(&ctx.actor, UseCase::TakePart, Relation { organisation, ..Relation::default() })?;
    let body = organisation.ok_or(Error::NotFound)?;
    for _ in 0..TRIES {
        let meeting: Meeting = crate::record::get(ctx, app, UseCase::ReadCouncil, id).await?;
        if meeting.read_by.contains_key(&body) {
            return Ok(());
        }
        let seen = meeting.version;
        // Of its own accord a body says nothing about whose meeting it was: the relation is asked above.
        let read = meeting.read(body, ctx.now).map_err(Error::Conflict)?;
        let written = app.write(ctx, move |tx, ctx| {
            let read = Meeting { version: seen, ..read.clone() };
            Box::pin(async move { store::record::update(tx, &ctx, "read", &read).await })
        });
        match written.await {
            // Another body said so in the same moment.
            Err(Error::Conflict(_)) => {}
            done => return done,
        }
    }
    Err(Error::Conflict(Message::new("changed-meanwhile")))
}

/// The public part of a meeting: agenda, decisions and how they stand.
#[derive(Debug, Clone)]
pub struct Open {
    /// The meeting; of it only name, day and place are for everybody.
    pub meeting: Meeting,
    /// Titles of its items in order, without their papers.
    pub items: Vec<String>,
    /// What it gave to somebody to do.
    pub actions: Vec<Action>,
    /// Names of the bodies that do it.
    pub names: BTreeMap<OrganisationId, String>,
}

/// Whether everybody may read its public part.
pub(crate) fn is_open(meeting: &Meeting) -> bool {
    matches!(meeting.state, State::Closed { .. }) && meeting.published.is_some_and(|given| given.openly)
}

/// Meetings with a public part, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub async fn open_list(ctx: &Ctx, app: &App) -> Result<Vec<Meeting>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let mut all: Vec<Meeting> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    all.retain(is_open);
    all.sort_by_key(|meeting| std::cmp::Reverse(meeting.at));
    Ok(all)
}

/// The public part of one.
///
/// # Errors
/// [`Error::NotFound`], also for one whose record is not for everybody.
pub async fn open_record(ctx: &Ctx, app: &App, id: MeetingId) -> Result<Open, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let found: Option<Meeting> =
        store::record::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let meeting = found.filter(is_open).ok_or(Error::NotFound)?;
    let items = agenda_item::of(ctx, app, id).await?;
    let items = items.into_iter().filter(|item| item.withdrawn.is_none()).map(|item| item.title).collect();
    let mut actions: Vec<Action> =
        store::record::of_parent(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    by_number(&mut actions);
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let names = bodies.into_iter().map(|body| (body.id, body.name)).collect();
    Ok(Open { meeting, items, actions, names })
}
