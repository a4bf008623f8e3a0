//! Monthly reports of the bodies: called for with a deadline, filled in from the ledger before anybody types, handed in,
//! returned with a remark, accepted. What a report says are rows of the ledger; nobody types a number here.

use std::collections::BTreeMap;

use domain::counting::{Basis, Figures, Filter, Month, Reported};
use domain::id::{OrganisationId, PersonId, PlacementId, SubmissionId};
use domain::message::Message;
use domain::organisation::{Organisation, heir};
use domain::policy::{Reach, Relation, UseCase, authorise, reach};
use domain::submission::Submission;
use domain::{Ctx, Role};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::{App, Error};

mod board;
mod call;
mod check;
mod home;

pub use board::{Board, Cell, Line, board};
pub(crate) use call::turn;
pub use call::{call, check_call, deadline};
pub use check::{Checklist, checklist};
pub use home::{Home, home};

/// A report as it is shown.
#[derive(Debug, Clone)]
pub struct View {
    /// The report.
    pub submission: Submission,
    /// Name of the body.
    pub body: String,
    /// The body that answers for it today, if that is another.
    pub heir: Option<String>,
    /// What the ledger already holds of the body in the month.
    pub told: Reported,
    /// The same by class and grade.
    pub figures: Figures,
    /// Rows that were entered in this month for closed ones before it: corrections (정정), by the month they belong to.
    pub corrections: Vec<(Month, Vec<PlacementId>)>,
    /// When the month was closed.
    pub closed_at: Option<Timestamp>,
    /// Names of the staff who did something with it.
    pub hands: BTreeMap<PersonId, String>,
    /// Notes that earlier officers left, the latest first.
    pub notes: Vec<(Month, String)>,
    /// Whether who asks may hand it in.
    pub may_write: bool,
    /// Whether who asks may return or accept it.
    pub may_decide: bool,
    /// As of when.
    pub as_of: Timestamp,
}

/// The bodies, and who answers today for which.
pub(crate) struct Bodies(Vec<Organisation>);

impl Bodies {
    /// # Errors
    /// When the store cannot be read.
    pub(crate) async fn read(ctx: &Ctx, app: &App) -> Result<Self, Error> {
        store::organisation::all(&app.store, ctx.tenant).await.map(Self).map_err(crate::fault)
    }

    fn network_confirmed_on(&self, id: OrganisationId) -> Option<Date> {
        self.0.iter().find(|body| body.id == id).and_then(|body| body.profile.network_confirmed_on)
    }

    fn name(&self, id: OrganisationId) -> String {
        self.0.iter().find(|body| body.id == id).map(|body| body.name.clone()).unwrap_or_default()
    }

    /// The body that answers today for another.
    fn heir(&self, ctx: &Ctx, id: OrganisationId) -> OrganisationId {
        heir(&self.0, id, ctx.today())
    }

    /// Whose a report is for whoever asks: its own body's, and its successor's.
    fn relation(&self, ctx: &Ctx, id: OrganisationId) -> Relation {
        let heir = self.heir(ctx, id);
        let organisation = if Some(heir) == ctx.actor.organisation { heir } else { id };
        Relation { organisation: Some(organisation), ..Relation::default() }
    }
}

/// One report.
///
/// # Errors
/// [`Error::NotFound`], also for those of other bodies.
pub async fn get(ctx: &Ctx, app: &App, id: SubmissionId) -> Result<View, Error> {
    let (submission, bodies) = find(ctx, app, UseCase::ReadSubmission, id).await?;
    view(ctx, app, submission, &bodies).await
}

async fn find(
    ctx: &Ctx,
    app: &App,
    use_case: UseCase,
    id: SubmissionId,
) -> Result<(Submission, Bodies), Error> {
    let found = store::record::find::<Submission>(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let bodies = Bodies::read(ctx, app).await?;
    let found = found.ok_or(Error::NotFound)?;
    authorise(&ctx.actor, use_case, bodies.relation(ctx, found.organisation)).map_err(|_| Error::NotFound)?;
    Ok((found, bodies))
}

async fn view(ctx: &Ctx, app: &App, submission: Submission, bodies: &Bodies) -> Result<View, Error> {
    let body = submission.organisation;
    let told = reported(app, &submission).await?;
    let filter = Filter {
        from: Some(submission.month.first()),
        to: Some(submission.month.last()),
        basis: Basis::Everyone,
        owner: Some(body),
        ..Filter::default()
    };
    let figures = app.ledger.with(|ledger, counted, _| ledger.figures(counted, &filter, ctx.today()));
    let closes = store::month_close::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let closed = |month: Month| closes.iter().find(|close| close.frozen.month == month);
    let closed_at = closed(submission.month).map(|close| close.closed_at);
    let mut corrections = Vec::new();
    for close in closes.iter().filter(|close| close.frozen.month < submission.month) {
        let span = (close.frozen.month.first(), close.frozen.month.last());
        let rows = app.ledger.with(|ledger, counted, _| ledger.reported(counted, body, span));
        let ids = rows.own.into_iter().chain(rows.left_out.into_iter().map(|(id, _)| id));
        let late: Vec<PlacementId> = ids
            .filter(|id| {
                entered(*id).is_some_and(|at| {
                    at > close.closed_at && Month::of(ctx.zone.to_datetime(at).date()) == submission.month
                })
            })
            .collect();
        if !late.is_empty() {
            corrections.push((close.frozen.month, late));
        }
    }
    let stands = bodies.relation(ctx, body);
    let may = |use_case| authorise(&ctx.actor, use_case, stands).is_ok();
    let heir = bodies.heir(ctx, body);
    Ok(View {
        body: bodies.name(body),
        heir: (heir != body).then(|| bodies.name(heir)),
        told,
        figures,
        corrections,
        closed_at,
        hands: hands(ctx, app, &submission).await?,
        notes: notes(ctx, app, &submission).await?,
        may_write: may(UseCase::WriteSubmission),
        may_decide: may(UseCase::DecideSubmission),
        as_of: ctx.now,
        submission,
    })
}

/// Who handed a report in, returned and accepted it: people of the staff, named to staff.
async fn hands(ctx: &Ctx, app: &App, submission: &Submission) -> Result<BTreeMap<PersonId, String>, Error> {
    let mut names = BTreeMap::new();
    for by in submission.history.iter().filter_map(|event| event.by) {
        if let std::collections::btree_map::Entry::Vacant(place) = names.entry(by) {
            let found = store::person::find(&app.store, ctx.tenant, by).await.map_err(crate::fault)?;
            place.insert(found.map(|(_, identity)| identity.name).unwrap_or_default());
        }
    }
    Ok(names)
}

/// When a row was entered: its id is dated then.
fn entered(id: PlacementId) -> Option<Timestamp> {
    let (seconds, _) = id.0.get_timestamp()?.to_unix();
    Timestamp::from_second(i64::try_from(seconds).ok()?).ok()
}

/// What earlier officers of the body left, each wording once.
async fn notes(ctx: &Ctx, app: &App, submission: &Submission) -> Result<Vec<(Month, String)>, Error> {
    let mut all: Vec<Submission> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    all.retain(|known| {
        known.organisation == submission.organisation
            && known.month < submission.month
            && !known.hand_over.is_empty()
            && known.hand_over != submission.hand_over
    });
    all.sort_by_key(|known| known.month);
    all.dedup_by(|later, known| later.hand_over == known.hand_over);
    Ok(all.into_iter().rev().map(|known| (known.month, known.hand_over)).collect())
}

/// What the ledger holds of a report's body in its month.
async fn reported(app: &App, submission: &Submission) -> Result<Reported, Error> {
    app.ledger.ready(app).await?;
    let span = (submission.month.first(), submission.month.last());
    Ok(app.ledger.with(|ledger, counted, _| ledger.reported(counted, submission.organisation, span)))
}

/// Hands in what the ledger holds of the body in the month.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when there is no row, when it was accepted, or when somebody else did
/// something with it meanwhile, with what they did.
pub async fn submit(ctx: &Ctx, app: &App, id: SubmissionId, seen: Option<i64>) -> Result<(), Error> {
    let (submission, _) = find(ctx, app, UseCase::WriteSubmission, id).await?;
    let rows = count(reported(app, &submission).await?.rows());
    change(ctx, app, UseCase::WriteSubmission, (id, seen), "submit", |known| known.submit(rows, ctx)).await
}

/// Says that there was nothing to report, and why. What the ledger holds speaks against it.
///
/// # Errors
/// As [`submit`]; [`Error::Invalid`] at `why` without a reason.
pub async fn nothing(
    ctx: &Ctx,
    app: &App,
    id: SubmissionId,
    seen: Option<i64>,
    why: &str,
) -> Result<(), Error> {
    let (submission, _) = find(ctx, app, UseCase::WriteSubmission, id).await?;
    let rows = reported(app, &submission).await?.rows();
    if rows > 0 {
        return Err(Error::Conflict(Message::new("submission-not-nothing").with("count", rows)));
    }
    let step = |known: Submission| known.nothing(why, ctx);
    change(ctx, app, UseCase::WriteSubmission, (id, seen), "nothing", step).await.map_err(|e| at("why", e))
}

/// Sends a report back with what is to be mended.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `remark` without one; [`Error::Conflict`].
pub async fn return_with(
    ctx: &Ctx,
    app: &App,
    id: SubmissionId,
    seen: Option<i64>,
    remark: &str,
) -> Result<(), Error> {
    let step = |known: Submission| known.return_with(remark, ctx);
    change(ctx, app, UseCase::DecideSubmission, (id, seen), "return", step).await.map_err(|e| at("remark", e))
}

/// Accepts a report.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`], also while rows want mending.
pub async fn accept(ctx: &Ctx, app: &App, id: SubmissionId, seen: Option<i64>) -> Result<(), Error> {
    change(ctx, app, UseCase::DecideSubmission, (id, seen), "accept", |known| known.accept(ctx)).await
}

/// Leaves a note for the next officer; every wording stays in the change log.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at `note`; [`Error::Conflict`].
pub async fn hand_over(
    ctx: &Ctx,
    app: &App,
    id: SubmissionId,
    seen: Option<i64>,
    note: &str,
) -> Result<(), Error> {
    let step = |known: Submission| known.hand_over(note);
    change(ctx, app, UseCase::WriteSubmission, (id, seen), "hand_over", step).await.map_err(|e| at("note", e))
}

/// What was said is wrong at its field; anything else came too late.
fn at(field: &'static str, failed: Error) -> Error {
    match failed {
        Error::Conflict(why)
            if matches!(why.code.as_ref(), "submission-words" | "resident-number-refused") =>
        {
            Error::field(field, why)
        }
        other => other,
    }
}

async fn change(
    ctx: &Ctx,
    app: &App,
    use_case: UseCase,
    (id, seen): (SubmissionId, Option<i64>),
    verb: &'static str,
    step: impl FnOnce(Submission) -> Result<Submission, Message>,
) -> Result<(), Error> {
    let (known, _) = find(ctx, app, use_case, id).await?;
    unchanged(app, &known, seen)?;
    let changed = step(known).map_err(Error::Conflict)?;
    let wrote = app.write(ctx, move |tx, ctx| {
        let changed = changed.clone();
        Box::pin(async move { store::record::update(tx, &ctx, verb, &changed).await })
    });
    match wrote.await {
        // Another was quicker by a moment: say what they did.
        Err(Error::Conflict(_)) => {
            let (now, _) = find(ctx, app, use_case, id).await?;
            Err(Error::Conflict(meanwhile(app, &now)))
        }
        other => other,
    }
}

/// That nobody did anything with a report since it was seen.
///
/// # Errors
/// [`Error::Conflict`] with what was done.
pub(crate) fn unchanged(app: &App, known: &Submission, seen: Option<i64>) -> Result<(), Error> {
    if seen.is_some_and(|seen| seen != known.version) {
        return Err(Error::Conflict(meanwhile(app, known)));
    }
    Ok(())
}

/// What another did with a report in the meantime, in words.
pub(crate) fn meanwhile(app: &App, known: &Submission) -> Message {
    let Some(last) = known.history.last() else { return Message::new("changed-meanwhile") };
    let at = app.city.zone().to_datetime(last.at).strftime("%Y-%m-%d %H:%M").to_string();
    let rows = match known.state {
        domain::submission::State::Submitted { rows, .. } | domain::submission::State::Accepted { rows } => {
            rows
        }
        _ => 0,
    };
    Message::new("submission-meanwhile")
        .with("at", at)
        .with("state", Message::word("submission-state", known.state.name()))
        .with("count", rows)
}

/// Whether somebody reports for a body, and so begins the day with its report.
pub fn reports(role: Role) -> bool {
    reach(role, UseCase::WriteSubmission) == Reach::Own
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A report for whoever takes a file of it in, with how many rows the ledger holds of it now.
///
/// # Errors
/// [`Error::NotFound`] for those who may not hand it in.
pub(crate) async fn to_write(ctx: &Ctx, app: &App, id: SubmissionId) -> Result<(Submission, i64), Error> {
    let (submission, _) = find(ctx, app, UseCase::WriteSubmission, id).await?;
    let rows = count(reported(app, &submission).await?.rows());
    Ok((submission, rows))
}
