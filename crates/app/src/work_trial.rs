//! Work-trial agreements: written by who counsels, signed by the person, the employer and the guide, each with their own
//! account or on paper, begun, ended. One that was done to its last day is a service given to the person.
//!
//! An employer learns of an agreement once the person has signed it, not before.

mod check;

use domain::Ctx;
use domain::actor::Role;
use domain::attachment::Attachment;
use domain::id::{AttachmentId, CohortId, EmployerId, OrganisationId, PersonId, SeekerId, WorkTrialId};
use domain::look::Purpose;
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise, may_ask};
use domain::seeker::Profile;
use domain::service::{Notes, Service, ServiceKind};
use domain::work_trial::{BreakReason, Party, State, Terms, Way, Who, WorkTrial};
use jiff::civil::Date;
use store::work_trial::Record;

use crate::look::leave;
use crate::record::at;
use crate::{App, Error};

/// Agreements that a list reads.
const MOST: i64 = 500;

/// An agreement as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Where the work is tried.
    pub employer: EmployerId,
    /// The centre or school that guides it; `None` for one's own body.
    pub organisation: Option<OrganisationId>,
    /// The cohort of a programme that it belongs to.
    pub cohort: Option<CohortId>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// What is agreed.
    pub terms: Terms,
}

/// An agreement as a line.
#[derive(Debug, Clone)]
pub struct Row {
    /// The agreement.
    pub trial: WorkTrial,
    /// Name of the person; empty once they were erased.
    pub name: String,
    /// Name of the employer.
    pub employer: String,
    /// As whom who asks must still sign it.
    pub may_sign: Option<Party>,
}

/// One with everything around it.
#[derive(Debug, Clone)]
pub struct View {
    /// The line.
    pub row: Row,
    /// What is agreed; `None` once the person was erased.
    pub terms: Option<Terms>,
    /// Name of the body that guides it.
    pub guide: String,
    /// What whoever signs it should know.
    pub warnings: Vec<Message>,
    /// The scans that may show a signature, for who notes it.
    pub scans: Vec<Attachment>,
    /// Whether who asks may take steps with it.
    pub may_write: bool,
}

/// The agreements whoever asks may see, the latest written first. Whoever was erased is among them, without a name.
///
/// # Errors
/// [`Error::NotFound`] for those who have none to see.
pub async fn list(ctx: &Ctx, app: &App) -> Result<Vec<Row>, Error> {
    if !may_ask(&ctx.actor, UseCase::ReadWorkTrial) {
        return Err(Error::NotFound);
    }
    let (store, tenant) = (&app.store, ctx.tenant);
    let found = match (ctx.actor.role, ctx.actor.person, ctx.actor.employer) {
        (Role::Seeker, Some(person), _) => of_everyone(ctx, app, person).await?,
        (Role::Employer, _, Some(employer)) => {
            store::work_trial::of_employer(store, tenant, employer, MOST).await.map_err(crate::fault)?
        }
        (Role::Seeker | Role::Employer, ..) => Vec::new(),
        _ => store::work_trial::latest(store, tenant, MOST).await.map_err(crate::fault)?,
    };
    let (mut rows, mut seen) = (Vec::new(), Vec::new());
    for (trial, _) in found {
        let (stands, profile) = stands(ctx, app, &trial).await?;
        if authorise(&ctx.actor, UseCase::ReadWorkTrial, stands).is_ok() && is_told(ctx, &trial) {
            seen.extend(trial.person());
            rows.push(row(ctx, app, trial, profile).await?);
        }
    }
    leave(ctx, app, seen, looked(ctx, Purpose::List)).await?;
    Ok(rows)
}

/// All of a person under whichever of their ids, the latest written first.
pub(crate) async fn of_everyone(ctx: &Ctx, app: &App, person: PersonId) -> Result<Vec<Record>, Error> {
    let (store, tenant, mut all) = (&app.store, ctx.tenant, Vec::new());
    for same in store::merge::same_as(store, tenant, person).await.map_err(crate::fault)? {
        all.extend(store::work_trial::of_person(store, tenant, same).await.map_err(crate::fault)?);
    }
    Ok(all)
}

/// What a look is for: of an employer it is a provision to a third party.
fn looked(ctx: &Ctx, purpose: Purpose) -> Purpose {
    if ctx.actor.role == Role::Employer { Purpose::Provision } else { purpose }
}

/// Whether who asks has been told of it: an employer is by the person's signature.
fn is_told(ctx: &Ctx, trial: &WorkTrial) -> bool {
    ctx.actor.role != Role::Employer || trial.state.is_signed_by(Party::Person)
}

/// How who asks stands to an agreement, and what the person told.
async fn stands(ctx: &Ctx, app: &App, trial: &WorkTrial) -> Result<(Relation, Option<Profile>), Error> {
    let employer = Some(trial.frame.employer);
    let own = Relation { employer, organisation: trial.frame.organisation, ..Relation::default() };
    let Who::Known { seeker, .. } = trial.who else { return Ok((own, None)) };
    let found = store::seeker::find(&app.store, ctx.tenant, seeker).await.map_err(crate::fault)?;
    let Some((seeker, profile)) = found else { return Ok((own, None)) };
    // A school sees whom it guides; it need not be the body that keeps the registration.
    if ctx.actor.role == Role::Agency {
        return Ok((own, profile));
    }
    let stands = crate::seeker::relation_of_one(ctx, app, &seeker, profile.as_ref()).await?;
    Ok((Relation { employer, ..stands }, profile))
}

async fn row(ctx: &Ctx, app: &App, trial: WorkTrial, profile: Option<Profile>) -> Result<Row, Error> {
    let employer =
        store::employer::find(&app.store, ctx.tenant, trial.frame.employer).await.map_err(crate::fault)?;
    Ok(Row {
        may_sign: party(ctx, &trial).filter(|party| trial.awaits(*party)),
        name: profile.map(|profile| profile.name).unwrap_or_default(),
        employer: employer.map(|employer| employer.name).unwrap_or_default(),
        trial,
    })
}

/// As whom somebody signs with their own account.
fn party(ctx: &Ctx, trial: &WorkTrial) -> Option<Party> {
    match ctx.actor.role {
        Role::Seeker => Some(Party::Person),
        Role::Employer => Some(Party::Employer),
        // Nobody signs for another centre or school.
        Role::Counselor | Role::Supervisor | Role::Agency => {
            (trial.frame.organisation == ctx.actor.organisation).then_some(Party::Guide)
        }
        _ => None,
    }
}

/// One, for who may do this with it. Staff say why where they must, before it is shown.
async fn known(
    ctx: &Ctx,
    app: &App,
    use_case: UseCase,
    (id, seen): (WorkTrialId, Option<i64>),
) -> Result<(Record, Option<Profile>), Error> {
    let found = store::work_trial::find(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let (trial, terms) = found.ok_or(Error::NotFound)?;
    let (stands, profile) = stands(ctx, app, &trial).await?;
    let permitted = authorise(&ctx.actor, use_case, stands).is_ok() && is_told(ctx, &trial);
    let profile = match (trial.seeker(), ctx.actor.role) {
        (Some(seeker), role) if !matches!(role, Role::Employer | Role::Agency) => {
            crate::seeker::read(ctx, app, use_case, seeker).await?.1
        }
        _ if permitted => profile,
        _ => return Err(Error::NotFound),
    };
    match seen {
        Some(seen) if seen != trial.version => Err(Error::Conflict(Message::new("changed-meanwhile"))),
        _ => Ok(((trial, terms), profile)),
    }
}

/// One of them. The look is written before it is shown.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know that it exists.
pub async fn get(ctx: &Ctx, app: &App, id: WorkTrialId) -> Result<View, Error> {
    let ((trial, terms), profile) = known(ctx, app, UseCase::ReadWorkTrial, (id, None)).await?;
    leave(ctx, app, trial.person().into_iter().collect(), looked(ctx, Purpose::Read)).await?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let guide = match trial.frame.organisation {
        Some(body) => store::organisation::find(store, tenant, body).await.map_err(crate::fault)?,
        None => None,
    };
    let (stands, _) = stands(ctx, app, &trial).await?;
    let may_write = terms.is_some() && authorise(&ctx.actor, UseCase::WriteWorkTrial, stands).is_ok();
    let mut scans = Vec::new();
    if let Some(person) = trial.person().filter(|_| may_write) {
        scans = store::attachment::of_person(store, tenant, person).await.map_err(crate::fault)?;
    }
    let floor = app.reference.minimum_wages.hourly_won(trial.frame.from.year());
    Ok(View {
        warnings: terms.as_ref().map(|terms| terms.warnings(floor)).unwrap_or_default(),
        guide: guide.map(|body| body.name).unwrap_or_default(),
        row: row(ctx, app, trial, profile).await?,
        terms,
        scans,
        may_write,
    })
}

/// Writes an agreement for somebody.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] with every field that is wrong: beyond the limits of a trial, against the rules for
/// minors, outside of the cohort.
pub async fn draft(ctx: &Ctx, app: &App, seeker: SeekerId, form: Form) -> Result<WorkTrialId, Error> {
    let (seeker, profile) = crate::seeker::read(ctx, app, UseCase::WriteWorkTrial, seeker).await?;
    let profile = profile.ok_or(Error::NotFound)?;
    let frame = check::frame(ctx, app, (seeker.person, &profile), &form).await?;
    let trial = WorkTrial::draft(ctx, (seeker.person, seeker.id), frame);
    let id = trial.id;
    app.write(ctx, move |tx, ctx| {
        let (trial, terms) = (trial.clone(), form.terms.clone());
        Box::pin(async move { store::work_trial::insert(tx, &ctx, &trial, &terms).await })
    })
    .await?;
    Ok(id)
}

/// Changes an agreement before it begins. Whoever had signed it must sign it again, unless it reads as before.
///
/// # Errors
/// As [`draft`]; [`Error::Conflict`] once it has begun, and when it was changed meanwhile.
pub async fn amend(ctx: &Ctx, app: &App, (id, seen): (WorkTrialId, i64), form: Form) -> Result<(), Error> {
    let ((trial, terms), profile) = known(ctx, app, UseCase::WriteWorkTrial, (id, Some(seen))).await?;
    let (person, profile) = trial.person().zip(profile).ok_or(Error::NotFound)?;
    let frame = check::frame(ctx, app, (person, &profile), &form).await?;
    if frame == trial.frame && terms.as_ref() == Some(&form.terms) {
        return Ok(());
    }
    let trial = trial.amend(ctx, frame).map_err(Error::Conflict)?;
    app.write(ctx, move |tx, ctx| {
        let (trial, terms) = (trial.clone(), form.terms.clone());
        Box::pin(async move { store::work_trial::amend(tx, &ctx, &trial, &terms).await })
    })
    .await
}

/// Signs an agreement with one's own account, as it was read.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] when it was changed meanwhile, and when one's signature is there or not needed.
pub async fn sign(ctx: &Ctx, app: &App, (id, seen): (WorkTrialId, i64)) -> Result<(), Error> {
    let ((trial, _), _) = known(ctx, app, UseCase::SignWorkTrial, (id, Some(seen))).await?;
    let party = party(ctx, &trial).ok_or(Error::NotFound)?;
    let signed = trial.sign(ctx, party, ctx.today(), Way::Online).map_err(Error::Conflict)?;
    save(ctx, app, "sign", signed).await
}

/// Notes what a party signed on paper, with its scan among the papers of the person.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] at the field for a day outside, a scan that is not there, and a signature that is
/// there or not needed; [`Error::Conflict`] once it is agreed.
pub async fn sign_on_paper(
    ctx: &Ctx,
    app: &App,
    (id, seen): (WorkTrialId, i64),
    (party, on, scan): (Party, Date, AttachmentId),
) -> Result<(), Error> {
    let ((trial, _), _) = known(ctx, app, UseCase::WriteWorkTrial, (id, Some(seen))).await?;
    let person = trial.person().ok_or(Error::NotFound)?;
    let papers = store::attachment::of_person(&app.store, ctx.tenant, person).await.map_err(crate::fault)?;
    if !papers.iter().any(|paper| paper.id == scan) {
        return Err(Error::field("scan", Message::new("work-trial-scan")));
    }
    let signed = trial.sign(ctx, party, on, Way::Paper { scan }).map_err(|why| {
        let fields = [
            ("work-trial-signed-outside", "on"),
            ("work-trial-signed", "party"),
            ("work-trial-not-asked", "party"),
        ];
        at(Error::Conflict(why), &fields)
    })?;
    save(ctx, app, "sign_on_paper", signed).await
}

/// It begins.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] before its first day, and unless everybody signed.
pub async fn start(ctx: &Ctx, app: &App, at: (WorkTrialId, i64)) -> Result<(), Error> {
    let ((trial, _), _) = known(ctx, app, UseCase::WriteWorkTrial, (at.0, Some(at.1))).await?;
    save(ctx, app, "start", trial.start(ctx).map_err(Error::Conflict)?).await
}

/// It is broken off, or does not come about.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Invalid`] for a day outside; [`Error::Conflict`] once it is over.
pub async fn break_off(
    ctx: &Ctx,
    app: &App,
    (id, seen): (WorkTrialId, i64),
    (on, reason): (Date, BreakReason),
) -> Result<(), Error> {
    let ((trial, _), _) = known(ctx, app, UseCase::WriteWorkTrial, (id, Some(seen))).await?;
    let broken = trial.break_off(ctx, on, reason);
    let broken = broken.map_err(|why| at(Error::Conflict(why), &[("work-trial-day-outside", "day")]))?;
    save(ctx, app, "break_off", broken).await
}

/// It was done to its last day: no job, but something done for the person, on which a hire may rest (CR-05).
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] before its last day, and unless it goes on.
pub async fn complete(ctx: &Ctx, app: &App, at: (WorkTrialId, i64)) -> Result<(), Error> {
    let ((trial, _), _) = known(ctx, app, UseCase::WriteWorkTrial, (at.0, Some(at.1))).await?;
    let done = trial.complete(ctx).map_err(Error::Conflict)?;
    let (person, State::Completed { on, .. }) = (done.person().ok_or(Error::NotFound)?, &done.state) else {
        return Err(Error::NotFound);
    };
    let service = Service {
        id: ctx.id(),
        person,
        seeker: done.seeker(),
        kind: ServiceKind::WorkTrial,
        on: *on,
        by: ctx.actor.person,
        organisation: done.frame.organisation,
        project: String::new(),
        channel: ctx.actor.channel,
        cancelled_at: None,
        version: 1,
        created_at: ctx.now,
    };
    app.write(ctx, move |tx, ctx| {
        let (done, service) = (done.clone(), service.clone());
        Box::pin(async move {
            store::work_trial::update(tx, &ctx, "complete", &done).await?;
            store::service::insert(tx, &ctx, &service, &Notes::default()).await
        })
    })
    .await
}

async fn save(ctx: &Ctx, app: &App, verb: &'static str, trial: WorkTrial) -> Result<(), Error> {
    app.write(ctx, move |tx, ctx| {
        let trial = trial.clone();
        Box::pin(async move { store::work_trial::update(tx, &ctx, verb, &trial).await })
    })
    .await
}
