//! Promises of jobs (고용 약정): keyed from a document, ended with a reason. Beside what was promised stands what was offered
//! in openings and what the ledger confirmed: none of these is ever typed, and none is added to another.

use domain::Ctx;
use domain::counting::{Basis, Claimed, Class, Events, Figure, Filled, Open, Pledged, Vacancies};
use domain::hiring_commitment::{HiringCommitment, Kept, Pledge};
use domain::id::{EmployerId, HiringCommitmentId, MouId, OrganisationId, ProjectId};
use domain::message::Message;
use domain::mou::Mou;
use domain::opening::{Opening, StateName};
use domain::policy::{Relation, UseCase, authorise};
use domain::project::Project;
use domain::roster::{Roster, worked};
use jiff::civil::Date;

use crate::ledger::Cut;
use crate::{App, Error, FieldError, record};

/// To what a promise belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// A project.
    Project(ProjectId),
    /// An agreement.
    Mou(MouId),
}

/// A promise as it is keyed.
#[derive(Debug, Clone)]
pub struct Form {
    /// Who promised, if the centre knows them: only then hires can be seen.
    pub employer: Option<EmployerId>,
    /// Who promised, in words.
    pub promised_by: String,
    /// What was promised.
    pub pledge: Pledge,
    /// When.
    pub on: Date,
    /// Where it is written.
    pub source: String,
}

/// A promise and what became of it.
#[derive(Debug, Clone)]
pub struct Line {
    /// The promise.
    pub commitment: HiringCommitment,
    /// What was promised; `None` for a clause, which promises no jobs.
    pub promised: Option<Figure<Pledged, Events>>,
    /// What still is a promise (CR-14).
    pub still: Figure<Pledged, Events>,
    /// What the ledger tells; `None` while no employer of the centre stands behind the promise.
    pub met: Option<Met>,
    /// Whether a clause is kept by who worked on the site.
    pub kept: Option<Kept>,
}

/// How far a promise was met.
#[derive(Debug, Clone)]
pub struct Met {
    /// Heads that its employer offered in openings since.
    pub offered: Figure<Open, Vacancies>,
    /// Hires by word only.
    pub claimed: Figure<Claimed, Events>,
    /// Hires with evidence, of the city's people.
    pub verified: Figure<Filled, Events>,
    /// The cut of the ledger that they are.
    pub cut: Cut,
}

/// Keys a promise.
///
/// # Errors
/// [`Error::NotFound`] for what it belongs to; [`Error::Invalid`] with every field that is wrong.
pub async fn promise(ctx: &Ctx, app: &App, of: Of, form: Form) -> Result<HiringCommitmentId, Error> {
    let (organisation, project, mou) = home(ctx, app, UseCase::WriteProject, of).await?;
    let commitment = HiringCommitment {
        id: ctx.id(),
        organisation,
        project,
        mou,
        employer: form.employer,
        promised_by: form.promised_by.trim().to_owned(),
        pledge: form.pledge,
        on: form.on,
        source: form.source.trim().to_owned(),
        ended: None,
        version: 1,
        created_at: ctx.now,
    };
    let mut faults: Vec<FieldError> =
        commitment.check().into_iter().map(|(field, why)| FieldError::new(field, why)).collect();
    if commitment.on > ctx.today() {
        faults.push(FieldError::new("on", Message::new("hiring-commitment-day")));
    }
    if let Some(employer) = commitment.employer {
        let known = store::employer::find(&app.store, ctx.tenant, employer).await.map_err(crate::fault)?;
        if known.is_none() {
            faults.push(FieldError::new("employer", Message::new("employer-choose")));
        }
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let made = commitment.id;
    record::add(ctx, app, UseCase::WriteProject, commitment).await?;
    Ok(made)
}

/// Whose what a promise belongs to is, for whoever may use it so.
async fn home(
    ctx: &Ctx,
    app: &App,
    use_case: UseCase,
    of: Of,
) -> Result<(Option<OrganisationId>, Option<ProjectId>, Option<MouId>), Error> {
    Ok(match of {
        Of::Project(id) => {
            let project: Project = record::get(ctx, app, use_case, id).await?;
            (Some(project.owner), Some(id), None)
        }
        Of::Mou(id) => {
            let mou: Mou = record::get(ctx, app, use_case, id).await?;
            (mou.organisation, None, Some(id))
        }
    })
}

/// A promise, for whoever may end it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn get(ctx: &Ctx, app: &App, id: HiringCommitmentId) -> Result<HiringCommitment, Error> {
    record::get(ctx, app, UseCase::WriteProject, id).await
}

/// Ends a promise today, with the reason; it stays to be read.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for one that has ended, or without a reason.
pub async fn end(ctx: &Ctx, app: &App, id: HiringCommitmentId, why: &str) -> Result<Of, Error> {
    let step = |commitment: HiringCommitment| commitment.end(ctx.today(), why);
    let done = record::change(ctx, app, UseCase::WriteProject, (id, None), "end", step).await;
    let done = done.map_err(|failed| record::at(failed, &[("hiring-commitment-why", "why")]))?;
    match (done.project, done.mou) {
        (Some(id), _) => Ok(Of::Project(id)),
        (None, Some(id)) => Ok(Of::Mou(id)),
        (None, None) => Err(Error::NotFound),
    }
}

/// The promises of a project or an agreement, in order of making, each with what became of it.
///
/// # Errors
/// [`Error::NotFound`]; when the store cannot be read.
pub async fn lines(ctx: &Ctx, app: &App, of: Of) -> Result<Vec<Line>, Error> {
    home(ctx, app, UseCase::ReadProject, of).await?;
    let parent = match of {
        Of::Project(id) => id.0,
        Of::Mou(id) => id.0,
    };
    let found = store::record::of_parent(&app.store, ctx.tenant, parent).await.map_err(crate::fault)?;
    told(ctx, app, found).await
}

/// Every promise there is, in order of making.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn all(ctx: &Ctx, app: &App) -> Result<Vec<Line>, Error> {
    authorise(&ctx.actor, UseCase::ReadProject, Relation::default())?;
    let found = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    told(ctx, app, found).await
}

/// Promises, each with what became of it, for a use case that has asked the policy.
pub(crate) async fn told(ctx: &Ctx, app: &App, found: Vec<HiringCommitment>) -> Result<Vec<Line>, Error> {
    let mut lines = Vec::with_capacity(found.len());
    for commitment in found {
        let met = met(ctx, app, &commitment).await?;
        let verified = met.as_ref().map(|met| met.verified).unwrap_or_default();
        let kept = match (commitment.pledge, commitment.project) {
            (Pledge::Clause { .. }, Some(project)) => {
                let rosters: Vec<Roster> =
                    store::record::of_parent(&app.store, ctx.tenant, project).await.map_err(crate::fault)?;
                commitment.kept(&worked(&rosters))
            }
            _ => None,
        };
        let (promised, still) = (commitment.promised(), commitment.still_pledged(verified));
        lines.push(Line { commitment, promised, still, met, kept });
    }
    Ok(lines)
}

/// What the ledger and the openings of the promise's employer tell, from the day of the promise on.
async fn met(ctx: &Ctx, app: &App, commitment: &HiringCommitment) -> Result<Option<Met>, Error> {
    let Some(employer) = commitment.employer.filter(|_| commitment.promised().is_some()) else {
        return Ok(None);
    };
    let (store, tenant) = (&app.store, ctx.tenant);
    let number = match commitment.project {
        Some(id) => store::record::find::<Project>(store, tenant, id)
            .await
            .map_err(crate::fault)?
            .map(|project| project.number),
        None => None,
    };
    let mut openings = store::opening::of_employer(store, tenant, employer).await.map_err(crate::fault)?;
    openings.retain(|opening| is_offer(opening, number.as_deref(), commitment.on));
    let offered = openings.iter().map(|one| Figure::new(i64::from(one.content.headcount))).sum();
    let cut = Cut {
        project: number,
        employer: Some(employer),
        from: Some(commitment.on),
        basis: Basis::Residents,
        class: Some(Class::R1),
        ..Cut::default()
    };
    let line = crate::ledger::total(ctx, app, &cut).await?.class(Class::R1);
    Ok(Some(Met { offered, claimed: line.claimed, verified: line.filled, cut }))
}

/// Whether an opening is one by which a promise is met: accepted, of the promise's project if it has one, and not older.
fn is_offer(opening: &Opening, number: Option<&str>, since: Date) -> bool {
    let accepted = matches!(
        opening.state.name(),
        StateName::Open | StateName::Paused | StateName::Filled | StateName::Closed | StateName::Expired
    );
    accepted
        && opening.origin.received_on >= since
        && number.is_none_or(|number| opening.content.project == number)
}
