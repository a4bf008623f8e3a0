//! Cohorts as everybody reads them: what is published, who runs it, and what came of it as sums in which nobody can be
//! found. What is only planned is not for them.
//!
//! It must not know who takes part.

use domain::Ctx;
use domain::cohort::{Cohort, State};
use domain::counting::cr_23_suppress;
use domain::enrolment::{DropReason, Enrolment, StateName, Tally};
use domain::id::CohortId;
use domain::organisation::Organisation;
use domain::policy::{Relation, UseCase, authorise};
use domain::support_program::{ProgramId, SupportProgram};
use strum::IntoEnumIterator;

use crate::{App, Error};

/// A cohort that was published.
#[derive(Debug, Clone)]
pub struct Published {
    /// The cohort.
    pub cohort: Cohort,
    /// Its programme.
    pub program: &'static SupportProgram,
    /// The body that runs it; `None` where none is named.
    pub body: Option<Organisation>,
}

/// How many came to what. `None` is hidden: so few that somebody could be found (CR-23).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Everybody who applied.
    pub applied: Option<i64>,
    /// By where they stand now, where nobody can be found. None while people apply: nothing came of anything yet.
    pub states: Vec<(StateName, i64)>,
    /// How many stand elsewhere. Where is not told, not even that somebody is there: with the seats it would tell how many.
    pub others: Option<i64>,
    /// Who left early, by why; nothing where it is hidden how many did.
    pub dropped: Vec<(DropReason, Option<i64>)>,
    /// Cells smaller than this are hidden.
    pub least: i64,
}

/// Every published cohort, in order of beginning.
///
/// # Errors
/// [`Error::Forbidden`] never in practice: everybody reads it; when the store cannot be read.
pub async fn published(ctx: &Ctx, app: &App) -> Result<Vec<Published>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let mut all: Vec<Cohort> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    all.retain(|cohort| !matches!(cohort.state, State::Planned));
    if all.is_empty() {
        return Ok(Vec::new());
    }
    all.sort_by_key(|cohort| (cohort.from, cohort.id));
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    Ok(all.into_iter().filter_map(|cohort| told(app, cohort, &bodies)).collect())
}

fn told(app: &App, cohort: Cohort, bodies: &[Organisation]) -> Option<Published> {
    let program = app.reference.support_programs.get(&cohort.program)?;
    let body = bodies.iter().find(|body| Some(body.id) == cohort.organisation).cloned();
    Some(Published { cohort, program, body })
}

/// Those to which people may apply today, whichever stops taking people first at the top.
///
/// # Errors
/// The same.
pub async fn recruiting(ctx: &Ctx, app: &App) -> Result<Vec<Published>, Error> {
    let mut all = published(ctx, app).await?;
    all.retain(|one| one.cohort.takes_on(ctx.today()));
    all.sort_by_key(|one| (one.cohort.apply_until.unwrap_or(one.cohort.from), one.cohort.id));
    Ok(all)
}

/// Those of a programme.
///
/// # Errors
/// The same.
pub async fn of_program(ctx: &Ctx, app: &App, program: &ProgramId) -> Result<Vec<Published>, Error> {
    let mut all = published(ctx, app).await?;
    all.retain(|one| one.cohort.program == *program);
    Ok(all)
}

/// One of them with what came of it.
///
/// # Errors
/// [`Error::NotFound`] for one that is only planned, too.
pub async fn public(ctx: &Ctx, app: &App, id: CohortId) -> Result<(Published, Counts), Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let found: Option<Cohort> = store::record::find(store, tenant, id).await.map_err(crate::fault)?;
    let found = found.filter(|cohort| !matches!(cohort.state, State::Planned)).ok_or(Error::NotFound)?;
    let bodies = store::organisation::all(store, tenant).await.map_err(crate::fault)?;
    let one = told(app, found, &bodies).ok_or(Error::NotFound)?;
    let people = store::enrolment::of_cohort(store, tenant, id).await.map_err(crate::fault)?;
    let people: Vec<Enrolment> = people.into_iter().map(|(one, _)| one).collect();
    let counts = counts(&one.cohort, &Tally::of(&people), app.city.ledger().least_shown);
    Ok((one, counts))
}

/// While people apply, how many did tells of nobody. What came of it is hidden where it could.
fn counts(cohort: &Cohort, tally: &Tally, least: i64) -> Counts {
    let applied = Some(i64::from(tally.applied));
    if matches!(cohort.state, State::Planned | State::Recruiting { .. }) {
        return Counts { applied, states: Vec::new(), others: Some(0), dropped: Vec::new(), least };
    }
    let cells: Vec<i64> = StateName::iter().map(|state| i64::from(tally.now(state))).collect();
    let states: Vec<_> = StateName::iter().zip(cr_23_suppress(&cells, least)).collect();
    let applied = applied.filter(|_| states.iter().any(|(_, n)| n.is_some()));
    let states: Vec<(StateName, i64)> =
        states.into_iter().filter_map(|(state, n)| Some((state, n.filter(|n| *n > 0)?))).collect();
    let others = applied.map(|all| all - states.iter().map(|(_, n)| n).sum::<i64>());
    let reasons: Vec<i64> = tally.dropped.values().map(|n| i64::from(*n)).collect();
    let dropped = tally.dropped.keys().copied().zip(cr_23_suppress(&reasons, least));
    // Where it is hidden how many left, their reasons would tell.
    let told = states.iter().any(|(state, _)| *state == StateName::DroppedOut);
    Counts { applied, states, others, dropped: dropped.filter(|_| told).collect(), least }
}
