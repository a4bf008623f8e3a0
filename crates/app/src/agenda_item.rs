//! Items of an agenda: brought by members until it closes, taken off with a reason, and what was said of each.

use domain::Ctx;
use domain::agenda_item::AgendaItem;
use domain::attachment::{Attachment, Format, Paper, accept, file_name, sized};
use domain::council::Council;
use domain::id::{AgendaItemId, AttachmentId, MeetingId, OrganisationId, PersonId};
use domain::meeting::{Meeting, Step};
use domain::message::Message;
use domain::policy::{Reach, Relation, UseCase, authorise, reach};

use crate::{App, Error, FieldError, record};

/// Most files of one item.
const MOST_PAPERS: usize = 10;

/// An item as it is keyed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// Who brings it; the actor's own body when nothing is said.
    pub organisation: Option<OrganisationId>,
    /// The step of a report meeting it belongs to.
    pub step: Option<Step>,
    /// What about.
    pub title: String,
    /// The paper for it.
    pub paper: String,
}

/// Those of a meeting in their order, those taken off too.
pub(crate) async fn of(ctx: &Ctx, app: &App, meeting: MeetingId) -> Result<Vec<AgendaItem>, Error> {
    let found = store::record::of_parent(&app.store, ctx.tenant, meeting).await;
    let mut items: Vec<AgendaItem> = found.map_err(crate::fault)?;
    items.sort_by_key(|item| (item.step, item.place));
    Ok(items)
}

/// Brings an item to a meeting. The secretariat brings it for any body, a member for its own.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`] for another body's; [`Error::Conflict`] once the agenda is closed, for the secretariat
/// once the meeting began, or for a body without a seat; [`Error::Invalid`].
pub async fn bring(ctx: &Ctx, app: &App, id: MeetingId, form: Form) -> Result<AgendaItemId, Error> {
    let meeting: Meeting = record::get(ctx, app, UseCase::ReadCouncil, id).await?;
    let organisation = form.organisation.or(ctx.actor.organisation);
    authorise(&ctx.actor, UseCase::TakePart, Relation { organisation, ..Relation::default() })?;
    let late = takes(ctx, &meeting).map_err(Error::Conflict)?;
    if reach(ctx.actor.role, UseCase::TakePart) == Reach::Own
        && let Some(council) = meeting.council
    {
        let council: Option<Council> =
            store::record::find(&app.store, ctx.tenant, council).await.map_err(crate::fault)?;
        let day = meeting.at.date();
        let sits =
            |council: Council| council.sitting(day).any(|seat| Some(seat.organisation) == organisation);
        if !council.is_some_and(sits) {
            return Err(Error::Conflict(Message::new("agenda-not-member")));
        }
    }
    let items = of(ctx, app, id).await?;
    let item = AgendaItem {
        id: ctx.id(),
        meeting: id,
        organisation,
        step: form.step,
        place: items.iter().map(|item| item.place).max().unwrap_or(0) + 1,
        title: form.title.trim().to_owned(),
        paper: form.paper.trim().to_owned(),
        late,
        minutes: String::new(),
        withdrawn: None,
        version: 1,
        created_at: ctx.now,
    };
    let faults: Vec<FieldError> =
        item.check().into_iter().map(|(field, why)| FieldError::new(field, why)).collect();
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let made = item.id;
    record::add(ctx, app, UseCase::TakePart, item).await?;
    Ok(made)
}

/// Whether a meeting takes an item of whoever asks now, and whether that comes after the others were asked for theirs: a member
/// until the agenda closes, the secretariat until the meeting begins.
///
/// # Errors
/// As [`Meeting::takes_from_secretariat`].
pub fn takes(ctx: &Ctx, meeting: &Meeting) -> Result<bool, Message> {
    match reach(ctx.actor.role, UseCase::TakePart) {
        Reach::All => meeting.takes_from_secretariat(ctx.today()),
        _ => meeting.takes_items(ctx.today()).map(|()| false),
    }
}

/// Takes an item off the agenda, with a reason. Its body may until the agenda closes, the secretariat until the meeting
/// is over.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`].
pub async fn withdraw(
    ctx: &Ctx,
    app: &App,
    (id, seen): (AgendaItemId, i64),
    why: &str,
) -> Result<MeetingId, Error> {
    let item: AgendaItem = record::get(ctx, app, UseCase::TakePart, id).await?;
    let meeting: Meeting = record::get(ctx, app, UseCase::ReadCouncil, item.meeting).await?;
    if reach(ctx.actor.role, UseCase::TakePart) == Reach::Own {
        meeting.takes_items(ctx.today()).map_err(Error::Conflict)?;
    } else if !meeting.is_ahead() {
        return Err(Error::Conflict(Message::new("agenda-over")));
    }
    record::change(ctx, app, UseCase::TakePart, (id, Some(seen)), "withdraw", |item: AgendaItem| {
        item.withdraw(why, ctx.now)
    })
    .await?;
    Ok(item.meeting)
}

/// Writes down what was said of an item.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when somebody else wrote meanwhile, and once the meeting is over.
pub async fn note(
    ctx: &Ctx,
    app: &App,
    (id, seen): (AgendaItemId, i64),
    minutes: &str,
) -> Result<AgendaItem, Error> {
    authorise(&ctx.actor, UseCase::WriteCouncil, Relation::default())?;
    let item: AgendaItem = record::get(ctx, app, UseCase::WriteCouncil, id).await?;
    let meeting: Meeting = record::get(ctx, app, UseCase::WriteCouncil, item.meeting).await?;
    if !meeting.is_ahead() {
        return Err(Error::Conflict(Message::new("agenda-over")));
    }
    record::change(ctx, app, UseCase::WriteCouncil, (id, Some(seen)), "note", |item: AgendaItem| {
        item.note(minutes)
    })
    .await
}

/// One item.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: AgendaItemId) -> Result<AgendaItem, Error> {
    record::get(ctx, app, UseCase::ReadCouncil, id).await
}

/// A file is sealed under a key that bears the id of its item: nobody's record is meant by it.
fn key_of(item: AgendaItemId) -> PersonId {
    PersonId(item.0)
}

/// Adds a file to an item's papers: its body until the agenda closes, the secretariat until the meeting is over.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] once it is too late; [`Error::Invalid`] at the field `file` for one that may
/// not be kept, and for one too many.
pub async fn attach(
    ctx: &Ctx,
    app: &App,
    id: AgendaItemId,
    (name, bytes): (&str, &[u8]),
) -> Result<AttachmentId, Error> {
    let item: AgendaItem = record::get(ctx, app, UseCase::TakePart, id).await?;
    let meeting: Meeting = record::get(ctx, app, UseCase::ReadCouncil, item.meeting).await?;
    if item.withdrawn.is_some() {
        return Err(Error::Conflict(Message::new("agenda-withdrawn")));
    }
    if reach(ctx.actor.role, UseCase::TakePart) == Reach::Own {
        meeting.takes_items(ctx.today()).map_err(Error::Conflict)?;
    } else if !meeting.is_ahead() {
        return Err(Error::Conflict(Message::new("agenda-over")));
    }
    if papers(ctx, app, id).await?.len() >= MOST_PAPERS {
        return Err(Error::field("file", Message::new("agenda-papers-most").with("most", MOST_PAPERS)));
    }
    let (format, kept) = acceptable(bytes).map_err(|why| Error::field("file", why))?;
    let name = file_name(name, format).map_err(|why| Error::field("file", why))?;
    let attachment = Attachment {
        id: ctx.id(),
        person: key_of(id),
        format,
        paper: Paper::Other,
        name,
        bytes: kept.len() as u64,
        by: ctx.actor.person,
        at: ctx.now,
    };
    let made = attachment.id;
    app.write(ctx, move |tx, ctx| {
        let (attachment, kept) = (attachment.clone(), kept.clone());
        Box::pin(async move { store::attachment::insert(tx, &ctx, &attachment, &kept).await })
    })
    .await?;
    Ok(made)
}

/// The file as it may be kept: what a person's paper may be, and what offices write in.
fn acceptable(bytes: &[u8]) -> Result<(Format, Vec<u8>), Message> {
    sized(bytes)?;
    if let Some(format) = documents::office::office(bytes)? {
        return Ok((format, bytes.to_vec()));
    }
    accept(bytes).map_err(|why| match why.code.as_ref() {
        "attachment-unknown" => Message::new("agenda-paper-unknown"),
        _ => why,
    })
}

/// An item's files, the oldest first, without what is in them.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn papers(ctx: &Ctx, app: &App, id: AgendaItemId) -> Result<Vec<Attachment>, Error> {
    get(ctx, app, id).await?;
    store::attachment::of_person(&app.store, ctx.tenant, key_of(id)).await.map_err(crate::fault)
}

/// One file of an item with its bytes.
///
/// # Errors
/// [`Error::NotFound`], also for a file that is no item's.
pub async fn paper(ctx: &Ctx, app: &App, id: AttachmentId) -> Result<(Attachment, Vec<u8>), Error> {
    let found = store::attachment::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (attachment, bytes) = found.ok_or(Error::NotFound)?;
    get(ctx, app, AgendaItemId(attachment.person.0)).await?;
    Ok((attachment, bytes.ok_or(Error::NotFound)?))
}
