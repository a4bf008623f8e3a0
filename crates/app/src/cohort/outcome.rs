//! What became of those who completed a cohort, by the ledger: who had work after 3 and 6 months, and how many of those hired
//! stayed (CR-11, CR-22). Nothing of it is typed, and nothing of it is a job of its own.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::cohort::{Cohort, EMPLOYED_MONTHS, Employment};
use domain::counting::{Employed, Kept, RULE_SET, cr_23_suppress};
use domain::enrolment::{DropReason, Enrolment, StateName, Tally};
use domain::id::{CohortId, PersonId, PlacementId};
use domain::policy::UseCase;
use jiff::Timestamp;

use crate::page::Page;
use crate::placement::View;
use crate::{App, Error, record};

/// What became of a cohort.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The cohort.
    pub cohort: Cohort,
    /// People who completed it; whoever was erased since among them.
    pub completers: u32,
    /// Of these, who had work three months after its last day.
    pub employed_3m: Employment,
    /// The same after six months.
    pub employed_6m: Employment,
    /// Of the jobs that they began until then, those that they still had three months after each began.
    pub retained_3m: Kept,
    /// The same after six months.
    pub retained_6m: Kept,
    /// Who left early, by why.
    pub dropped: BTreeMap<DropReason, u32>,
    /// As of when.
    pub as_of: Timestamp,
    /// Change of the log up to which it is true.
    pub seq: i64,
    /// Version of the counting rules.
    pub rule_set: &'static str,
}

/// An outcome as everybody may see it: small cells, and those that would tell them, are hidden (CR-23).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// With a record of employment insurance.
    pub insured: Option<i64>,
    /// With work that other evidence shows.
    pub otherwise: Option<i64>,
    /// Without work that is known.
    pub rest: Option<i64>,
}

/// The rows behind an outcome.
#[derive(Debug, Clone)]
pub struct Hired {
    /// The outcome.
    pub outcome: Outcome,
    /// The jobs that those who completed began within six months, one a person and job.
    pub rows: Page<View>,
}

impl Outcome {
    /// Of an employment, what everybody may see; `None` while nothing is known.
    pub fn shown(&self, employment: &Employment, least: i64) -> Option<Shown> {
        let Employment::Known { completers, employed, .. } = employment else { return None };
        let (insured, otherwise) = (employed.insured.value(), employed.otherwise.value());
        let cells = [insured, otherwise, i64::from(*completers) - insured - otherwise];
        let shown = cr_23_suppress(&cells, least);
        let cell = |nth: usize| shown.get(nth).copied().flatten();
        Some(Shown { insured: cell(0), otherwise: cell(1), rest: cell(2) })
    }
}

/// What became of a cohort, in sums, for whoever may read cohorts.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn outcome(ctx: &Ctx, app: &App, id: CohortId) -> Result<Outcome, Error> {
    let cohort: Cohort = record::get(ctx, app, UseCase::ReadCohort, id).await?;
    Ok(gathered(ctx, app, cohort).await?.0)
}

/// The same of one that is known, for a use case that has asked the policy.
pub(crate) async fn outcome_of(ctx: &Ctx, app: &App, cohort: Cohort) -> Result<Outcome, Error> {
    Ok(gathered(ctx, app, cohort).await?.0)
}

/// The rows behind it, for whoever may know everybody who took part. People are named only to those who may see them, and each is told
/// of the look.
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know who took part.
pub async fn hired(ctx: &Ctx, app: &App, id: CohortId, (page, size): (usize, usize)) -> Result<Hired, Error> {
    let cohort: Cohort = record::get(ctx, app, UseCase::ReadCohort, id).await?;
    crate::enrolment::may_know_all(ctx, &cohort)?;
    let (outcome, people) = gathered(ctx, app, cohort).await?;
    let span = span(&outcome.cohort);
    let ids: Vec<PlacementId> = app.ledger.with(|ledger, counted, _| ledger.begun_by(counted, &people, span));
    let ids = ids.into_iter().map(|id| (id, None)).collect();
    let rows = crate::ledger::paged(ctx, app, ids, page, size).await?;
    Ok(Hired { outcome, rows })
}

/// Starts that are looked at: from the last day of the cohort to six months after.
fn span(cohort: &Cohort) -> (jiff::civil::Date, jiff::civil::Date) {
    let [_, months] = EMPLOYED_MONTHS;
    (cohort.until, cohort.months_after(months))
}

async fn gathered(ctx: &Ctx, app: &App, cohort: Cohort) -> Result<(Outcome, Vec<PersonId>), Error> {
    app.ledger.ready(app).await?;
    let all = store::enrolment::of_cohort(&app.store, ctx.tenant, cohort.id).await.map_err(crate::fault)?;
    let all: Vec<Enrolment> = all.into_iter().map(|(one, _)| one).collect();
    let tally = Tally::of(&all);
    let completed = all.iter().filter(|one| one.state.name() == StateName::Completed);
    let people: Vec<PersonId> = completed.filter_map(Enrolment::person).collect();
    let (completers, today) = (tally.now(StateName::Completed), ctx.today());
    let outcome = app.ledger.with(|ledger, counted, seq| {
        let employed = |span| Employed::of(&ledger.worked_on(counted, &people, span));
        let after = |months| cohort.employment((months, completers), today, employed);
        let stayed = |months| ledger.stayed_after(counted, &people, span(&cohort), (months, today));
        let [three, six] = EMPLOYED_MONTHS;
        Outcome {
            completers,
            employed_3m: after(three),
            employed_6m: after(six),
            retained_3m: stayed(three),
            retained_6m: stayed(six),
            dropped: tally.dropped.clone(),
            as_of: ctx.now,
            seq,
            rule_set: RULE_SET,
            cohort: cohort.clone(),
        }
    });
    Ok((outcome, people))
}
