//! Councils, committees, working groups and task forces: who sits on them and since when, what they have to do, and which
//! bodies met which.

mod network;

use domain::Ctx;
use domain::action::{Action, by_due};
use domain::council::{Council, CouncilKind, Member};
use domain::id::{CouncilId, MeetingId, OrganisationId};
use domain::meeting::Meeting;
use domain::message::Message;
use domain::organisation::Organisation;
use domain::policy::{Relation, UseCase, authorise};
use jiff::civil::Date;
pub use network::{Link, QUIET_DAYS, is_quiet, last_activity, links};

use crate::{App, Error, FieldError, record};

/// A council with all that hangs on it.
#[derive(Debug, Clone)]
pub struct View {
    /// The council.
    pub council: Council,
    /// Its seats, taken and given up, with what is known of the bodies.
    pub seats: Vec<Seat>,
    /// How many sit today.
    pub sitting: usize,
    /// How many must be there today for it to decide.
    pub quorum: usize,
    /// Its meetings, the newest first.
    pub meetings: Vec<Meeting>,
    /// Working groups and task forces that are a part of it.
    pub parts: Vec<Council>,
    /// What its meetings gave to somebody to do and its own tasks; what is due longest first.
    pub actions: Vec<Action>,
    /// Members of which one does what the other brought up, with the last day; the latest first.
    pub links: Vec<Link>,
}

/// A seat as it is shown.
#[derive(Debug, Clone)]
pub struct Seat {
    /// The seat.
    pub member: Member,
    /// The body's name.
    pub name: String,
    /// Whether it is taken today.
    pub sits: bool,
    /// The day on which the body last did something in the network.
    pub last_activity: Option<Date>,
    /// Whether that is so long ago that somebody should ask.
    pub quiet: bool,
}

/// A council as it is keyed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// What it is.
    pub kind: CouncilKind,
    /// The body that is its secretariat; the actor's own when nothing is said.
    pub organisation: Option<OrganisationId>,
    /// Name.
    pub name: String,
    /// What it is for.
    pub mission: String,
    /// Of a hundred members, how many must be there.
    pub quorum_percent: i64,
    /// Days before a meeting on which its agenda closes.
    pub agenda_closes_days: i32,
    /// Since when.
    pub from: Date,
    /// Until when.
    pub ends_on: Option<Date>,
    /// The council it is a part of.
    pub part_of: Option<CouncilId>,
    /// The meeting that set it up.
    pub set_up_by: Option<MeetingId>,
}

/// A seat as it is keyed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeatForm {
    /// The body.
    pub organisation: Option<OrganisationId>,
    /// Which seat.
    pub seat: String,
    /// Sign-in name of whoever sits for it; empty for a seat that is served on paper.
    pub login: String,
    /// Since when; today when nothing is said.
    pub from: Option<Date>,
    /// Until when.
    pub until: Option<Date>,
}

/// All of them, in order of making.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn list(ctx: &Ctx, app: &App) -> Result<Vec<Council>, Error> {
    authorise(&ctx.actor, UseCase::ReadCouncil, Relation::default())?;
    store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)
}

/// One with all that hangs on it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: CouncilId) -> Result<View, Error> {
    let council: Council = record::get(ctx, app, UseCase::ReadCouncil, id).await?;
    let (store, tenant, today) = (&app.store, ctx.tenant, ctx.today());
    let mut meetings: Vec<Meeting> =
        store::record::of_parent(store, tenant, id).await.map_err(crate::fault)?;
    meetings.sort_by_key(|meeting| std::cmp::Reverse(meeting.at));
    let parts = store::record::of_parent(store, tenant, id).await.map_err(crate::fault)?;
    let mut actions: Vec<Action> = store::record::of_parent(store, tenant, id).await.map_err(crate::fault)?;
    for meeting in &meetings {
        let given: Vec<Action> =
            store::record::of_parent(store, tenant, meeting.id).await.map_err(crate::fault)?;
        actions.extend(given);
    }
    by_due(&mut actions);
    let bodies = store::organisation::all(store, tenant).await.map_err(crate::fault)?;
    let active = last_activity(ctx, app).await?;
    let seats = council.members.iter().map(|member| {
        let last = active.get(&member.organisation).copied();
        let sits = member.sits(today);
        Seat {
            member: member.clone(),
            name: name_of(&bodies, member.organisation),
            sits,
            last_activity: last,
            quiet: sits && is_quiet(last, member.from, today),
        }
    });
    let mut seats: Vec<Seat> = seats.collect();
    seats.sort_by_key(|seat| !seat.sits);
    let sits = |body: &OrganisationId| council.members.iter().any(|member| member.organisation == *body);
    let mut links = links(ctx, app).await?;
    links.retain(|link| link.works && sits(&link.one) && sits(&link.other));
    links.sort_by_key(|link| std::cmp::Reverse(link.on));
    let (sitting, quorum) = (council.sitting(today).count(), council.quorum(today));
    Ok(View { council, seats, sitting, quorum, meetings, parts, actions, links })
}

/// The name of a body.
pub(crate) fn name_of(bodies: &[Organisation], id: OrganisationId) -> String {
    bodies.iter().find(|body| body.id == id).map(|body| body.name.clone()).unwrap_or_default()
}

/// Sets one up.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] with every field that is wrong.
pub async fn create(ctx: &Ctx, app: &App, form: Form) -> Result<CouncilId, Error> {
    let council = Council {
        id: ctx.id(),
        kind: form.kind,
        organisation: form.organisation.or(ctx.actor.organisation),
        name: form.name.trim().to_owned(),
        mission: form.mission.trim().to_owned(),
        members: Vec::new(),
        quorum_percent: form.quorum_percent,
        agenda_closes_days: form.agenda_closes_days,
        from: form.from,
        ends_on: form.ends_on,
        part_of: form.part_of,
        set_up_by: form.set_up_by,
        version: 1,
        created_at: ctx.now,
    };
    authorise(&ctx.actor, UseCase::WriteCouncil, Relation::default())?;
    fit(ctx, app, &council).await?;
    let id = council.id;
    record::add(ctx, app, UseCase::WriteCouncil, council).await?;
    Ok(id)
}

/// Corrects what is said of one.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`]; [`Error::Conflict`] when it was changed meanwhile.
pub async fn update(ctx: &Ctx, app: &App, (id, seen): (CouncilId, i64), form: Form) -> Result<(), Error> {
    let known: Council = record::get(ctx, app, UseCase::WriteCouncil, id).await?;
    let changed = Council {
        kind: form.kind,
        organisation: form.organisation.or(known.organisation),
        name: form.name.trim().to_owned(),
        mission: form.mission.trim().to_owned(),
        quorum_percent: form.quorum_percent,
        agenda_closes_days: form.agenda_closes_days,
        from: form.from,
        ends_on: form.ends_on,
        part_of: form.part_of.filter(|above| *above != id),
        set_up_by: form.set_up_by.or(known.set_up_by),
        ..known
    };
    fit(ctx, app, &changed).await?;
    record::change(ctx, app, UseCase::WriteCouncil, (id, Some(seen)), "update", |now: Council| {
        Ok(Council { members: now.members, ..changed })
    })
    .await?;
    Ok(())
}

/// Whether everything that it names is there and everything that is said of it can be.
async fn fit(ctx: &Ctx, app: &App, council: &Council) -> Result<(), Error> {
    let mut errors: Vec<FieldError> =
        council.check().into_iter().map(|(field, why)| FieldError::new(field, why)).collect();
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    if council.organisation.is_some_and(|id| !bodies.iter().any(|body| body.id == id)) {
        errors.push(FieldError::new("organisation", Message::new("organisation-unknown")));
    }
    if let Some(above) = council.part_of {
        let above: Option<Council> =
            store::record::find(&app.store, ctx.tenant, above).await.map_err(crate::fault)?;
        // One step is enough: a part of a part would be nobody's to look after.
        if above.is_none_or(|above| above.part_of.is_some()) {
            errors.push(FieldError::new("part_of", Message::new("council-part-unknown")));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// Gives a seat to a body.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for a body or sign-in name that is not known, and for a second seat;
/// [`Error::Conflict`].
pub async fn seat(ctx: &Ctx, app: &App, (id, seen): (CouncilId, i64), form: SeatForm) -> Result<(), Error> {
    let known: Council = record::get(ctx, app, UseCase::WriteCouncil, id).await?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let organisation = form
        .organisation
        .filter(|id| bodies.iter().any(|body| body.id == *id && body.active))
        .ok_or_else(|| Error::field("member", Message::new("organisation-unknown")))?;
    let from = form.from.unwrap_or_else(|| ctx.today().max(known.from));
    if form.until.is_some_and(|until| until < from) {
        let day = from.to_string();
        return Err(Error::field("until", Message::new("council-end").with("day", day)));
    }
    let person = match form.login.trim() {
        "" => None,
        login => {
            let found = store::person::by_login(&app.store, ctx.tenant, login).await.map_err(crate::fault)?;
            let of_body = found
                .filter(|person| person.grants.iter().any(|grant| grant.organisation == Some(organisation)));
            let unknown = || Error::field("login", Message::new("council-login-unknown"));
            Some(of_body.ok_or_else(unknown)?.id)
        }
    };
    let member = Member { organisation, seat: form.seat.trim().to_owned(), person, from, until: form.until };
    let mut members = known.members.clone();
    members.push(member);
    let with = Council { members, ..known };
    if let Some((_, why)) = with.check().into_iter().find(|(field, _)| *field == "members") {
        return Err(Error::field("member", why));
    }
    let members = with.members;
    record::change(ctx, app, UseCase::WriteCouncil, (id, Some(seen)), "seat", |now: Council| {
        Ok(Council { members, ..now })
    })
    .await?;
    Ok(())
}

/// A body gives its seat up after a day.
///
/// # Errors
/// [`Error::NotFound`] for a body without a seat; [`Error::Conflict`].
pub async fn unseat(
    ctx: &Ctx,
    app: &App,
    (id, seen): (CouncilId, i64),
    organisation: OrganisationId,
    until: Date,
) -> Result<(), Error> {
    let known: Council = record::get(ctx, app, UseCase::WriteCouncil, id).await?;
    let sits =
        |member: &Member| member.organisation == organisation && member.until.is_none_or(|end| until < end);
    let taken = known.members.iter().find(|member| sits(member)).ok_or(Error::NotFound)?;
    if until < taken.from {
        let day = taken.from.to_string();
        return Err(Error::Conflict(Message::new("council-end").with("day", day)));
    }
    record::change(ctx, app, UseCase::WriteCouncil, (id, Some(seen)), "unseat", |mut now: Council| {
        for member in now.members.iter_mut().filter(|member| sits(member)) {
            member.until = Some(until);
        }
        Ok(now)
    })
    .await?;
    Ok(())
}
