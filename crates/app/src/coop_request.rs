//! Requests between bodies (협조요청): asked, answered yes or no or with something else, taken back; and what the days bring to
//! those that nobody answers: a reminder, the body above, giving up.

use domain::Ctx;
use domain::comment::Subject;
use domain::coop_request::{CoopRequest, State, Urgency};
use domain::id::{CoopRequestId, OrganisationId};
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use jiff::civil::Date;
use uuid::Uuid;

use crate::comment::{Names, may_read};
use crate::lead::relation;
use crate::{App, Error, FieldError, record};

/// Most letters of a request.
const MOST_LETTERS: usize = 2_000;

/// A request as a row.
#[derive(Debug, Clone)]
pub struct Row {
    /// The request.
    pub request: CoopRequest,
    /// Name of who asks.
    pub from: String,
    /// Name of who is asked.
    pub to: String,
    /// How far its clock has run; `None` once it is over.
    pub urgency: Option<Urgency>,
    /// Whether who looks may answer it now.
    pub may_answer: bool,
    /// Whether who looks asked it, and may take it back or settle what was offered instead.
    pub asked_by_me: bool,
}

/// All requests as somebody sees them.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    /// What waits for an answer of one's own body, or for its word on what was offered instead.
    pub for_me: Vec<Row>,
    /// What a body below one's own has not answered in time.
    pub below_me: Vec<Row>,
    /// What one's own body asked and waits for.
    pub mine: Vec<Row>,
    /// What is over, the latest first.
    pub over: Vec<Row>,
    /// What others asked of others.
    pub others: Vec<Row>,
}

/// A request as it is keyed.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// Who is asked.
    pub to: Option<OrganisationId>,
    /// What it is about.
    pub about: Option<(Subject, Uuid)>,
    /// What is asked.
    pub text: String,
    /// By when an answer is wanted.
    pub answer_by: Option<Date>,
}

/// What is done with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'a> {
    /// Yes, and how.
    Accept(&'a str),
    /// No, and why.
    Decline(&'a str),
    /// Not that, but something else.
    Offer(&'a str),
    /// Who asked takes what was offered instead.
    Take,
    /// Who asked does not, and waits on.
    Insist,
    /// Who asked takes the request back.
    Withdraw,
}

/// Everything, sorted by who has to see to it.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn desk(ctx: &Ctx, app: &App) -> Result<Desk, Error> {
    authorise(&ctx.actor, UseCase::ReadNetwork, Relation::default())?;
    let all = store::record::all::<CoopRequest>(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let mine = ctx.actor.organisation;
    let parent = |id| bodies.iter().find(|body| body.id == id).and_then(|body| body.parent);
    let (mut names, mut desk) = (Names::default(), Desk::default());
    for request in all.into_iter().rev() {
        let row = row(ctx, app, &mut names, request).await?;
        let (asks, asked) = (Some(row.request.from) == mine, Some(row.request.to) == mine);
        let list = match &row.request.state {
            State::Asked if asked => &mut desk.for_me,
            State::Offered { .. } if asks => &mut desk.for_me,
            State::Asked
                if row.urgency == Some(Urgency::Escalated)
                    && mine.is_some()
                    && parent(row.request.to) == mine =>
            {
                &mut desk.below_me
            }
            State::Asked | State::Offered { .. } if asks => &mut desk.mine,
            State::Asked | State::Offered { .. } => &mut desk.others,
            _ => &mut desk.over,
        };
        list.push(row);
    }
    for list in [&mut desk.for_me, &mut desk.below_me, &mut desk.mine, &mut desk.others] {
        list.sort_by_key(|row| (row.request.answer_by, row.request.id));
    }
    Ok(desk)
}

/// What is to be seen to, each list apart: what one's own body must answer is not what one below it has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waiting {
    /// As many as [`Desk::for_me`] holds.
    pub for_me: usize,
    /// As many as [`Desk::below_me`] holds.
    pub below_me: usize,
}

impl Desk {
    /// How many of it are to be seen to.
    pub fn waiting(&self) -> Waiting {
        Waiting { for_me: self.for_me.len(), below_me: self.below_me.len() }
    }
}

/// How many are to be seen to by the body of who asks; nothing for those who read none.
///
/// # Errors
/// When the store cannot be read.
pub async fn waiting(ctx: &Ctx, app: &App) -> Result<Waiting, Error> {
    match desk(ctx, app).await {
        Ok(desk) => Ok(desk.waiting()),
        Err(Error::Forbidden(_)) => Ok(Waiting::default()),
        Err(failed) => Err(failed),
    }
}

async fn row(ctx: &Ctx, app: &App, names: &mut Names, request: CoopRequest) -> Result<Row, Error> {
    let may = |body| authorise(&ctx.actor, UseCase::WriteNetwork, relation(Some(body))).is_ok();
    Ok(Row {
        from: names.body(ctx, app, Some(request.from)).await?,
        to: names.body(ctx, app, Some(request.to)).await?,
        urgency: request.urgency(app.city.coop_request(), ctx.today()),
        may_answer: may(request.to) && request.state == State::Asked,
        asked_by_me: may(request.from),
        request,
    })
}

/// One request.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: CoopRequestId) -> Result<Row, Error> {
    let request = record::get(ctx, app, UseCase::ReadNetwork, id).await?;
    row(ctx, app, &mut Names::default(), request).await
}

/// What was asked about a thing.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn about(ctx: &Ctx, app: &App, subject: Subject, id: Uuid) -> Result<Vec<Row>, Error> {
    authorise(&ctx.actor, UseCase::ReadNetwork, Relation::default())?;
    let all = store::record::all::<CoopRequest>(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let (mut names, mut rows) = (Names::default(), Vec::new());
    let of = Some((subject.to_string(), id));
    for request in all.into_iter().filter(|request| request.about == of) {
        rows.push(row(ctx, app, &mut names, request).await?);
    }
    Ok(rows)
}

/// Asks another body for something, in the name of one's own.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] with every field that is wrong.
pub async fn create(ctx: &Ctx, app: &App, form: Form) -> Result<CoopRequestId, Error> {
    let from = ctx.actor.organisation;
    authorise(&ctx.actor, UseCase::WriteNetwork, relation(from))?;
    if let Some((subject, id)) = form.about {
        may_read(ctx, app, subject, id).await?;
    }
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let mut errors = Vec::new();
    let to = form.to.filter(|to| bodies.iter().any(|body| body.id == *to && body.active));
    if to.is_none() {
        errors.push(FieldError::new("to", Message::new("organisation-unknown")));
    }
    if from.is_none() {
        errors.push(FieldError::new("to", Message::new("coop-request-from")));
    }
    if form.answer_by.is_none() {
        errors.push(FieldError::new("answer_by", Message::new("coop-request-day-needed")));
    }
    if form.text.chars().count() > MOST_LETTERS {
        errors.push(FieldError::new("text", Message::new("text-too-long").with("most", MOST_LETTERS)));
    }
    let (Some(to), Some(from), Some(answer_by), true) = (to, from, form.answer_by, errors.is_empty()) else {
        return Err(Error::Invalid(errors));
    };
    let request = CoopRequest {
        id: ctx.id(),
        from,
        to,
        about: form.about.map(|(subject, id)| (subject.to_string(), id)),
        text: form.text.trim().to_owned(),
        asked_on: ctx.today(),
        answer_by,
        state: State::Asked,
        urged: None,
        version: 1,
        created_at: ctx.now,
    };
    let faults = request.check();
    if !faults.is_empty() {
        return Err(Error::Invalid(
            faults.into_iter().map(|(field, why)| FieldError::new(field, why)).collect(),
        ));
    }
    let id = request.id;
    app.write(ctx, move |tx, ctx| {
        let request = request.clone();
        Box::pin(async move { store::record::insert(tx, &ctx, &request).await })
    })
    .await?;
    Ok(id)
}

/// Takes a step with a request: those of the one asked for its body, the others for the one that asks.
///
/// # Errors
/// [`Error::NotFound`] for a body whose step it is not; [`Error::Conflict`] when it is refused or too late.
pub async fn step(
    ctx: &Ctx,
    app: &App,
    (id, seen): (CoopRequestId, i64),
    step: Step<'_>,
) -> Result<(), Error> {
    let request: CoopRequest = record::get(ctx, app, UseCase::ReadNetwork, id).await?;
    let (body, verb) = match step {
        Step::Accept(_) => (request.to, "accept"),
        Step::Decline(_) => (request.to, "decline"),
        Step::Offer(_) => (request.to, "offer"),
        Step::Take => (request.from, "take"),
        Step::Insist => (request.from, "insist"),
        Step::Withdraw => (request.from, "withdraw"),
    };
    authorise(&ctx.actor, UseCase::WriteNetwork, relation(Some(body))).map_err(|_| Error::NotFound)?;
    if request.version != seen {
        return Err(Error::Conflict(Message::new("changed-meanwhile")));
    }
    let today = ctx.today();
    let changed = match step {
        Step::Accept(words) => request.answer(true, words, today),
        Step::Decline(words) => request.answer(false, words, today),
        Step::Offer(words) => request.offer(words, today),
        Step::Take => request.take(today),
        Step::Insist => request.insist(),
        Step::Withdraw => request.withdraw(today),
    };
    put(ctx, app, verb, changed.map_err(Error::Conflict)?).await
}

async fn put(ctx: &Ctx, app: &App, verb: &'static str, request: CoopRequest) -> Result<(), Error> {
    app.write(ctx, move |tx, ctx| {
        let request = request.clone();
        Box::pin(async move { store::record::update(tx, &ctx, verb, &request).await })
    })
    .await
}

/// What a day brings to unanswered requests: each is reminded of once, told to the body above once, given up at last. Gives
/// how many changed.
///
/// # Errors
/// When the store fails; what was done stays done.
pub(crate) async fn turn(ctx: &Ctx, app: &App) -> Result<usize, Error> {
    let today = ctx.today();
    let due = store::record::due::<CoopRequest>(&app.store, ctx.tenant, today).await.map_err(crate::fault)?;
    let mut changed = 0;
    for request in due {
        let Some(far) = request.urgency(app.city.coop_request(), today) else { continue };
        if request.urged.unwrap_or(Urgency::Waiting) >= far {
            continue;
        }
        let done = match far {
            Urgency::Waiting => continue,
            Urgency::Abandoned => match request.abandon(today) {
                Ok(request) => put(ctx, app, "abandon", request).await,
                Err(_) => continue,
            },
            Urgency::Reminded => put(ctx, app, "remind", CoopRequest { urged: Some(far), ..request }).await,
            Urgency::Escalated => {
                put(ctx, app, "escalate", CoopRequest { urged: Some(far), ..request }).await
            }
        };
        match done {
            Ok(()) => changed += 1,
            // Somebody answered at this moment: the next run looks again.
            Err(Error::Conflict(_)) => {}
            Err(failed) => return Err(failed),
        }
    }
    Ok(changed)
}
