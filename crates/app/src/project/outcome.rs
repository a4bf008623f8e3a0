//! What did come of a project: its openings with what they look for and whom they met, and the ledger's figures by its
//! number. Each grade stands by itself and none is added to another.

use domain::Ctx;
use domain::counting::{Basis, Figure, Figures, Open, Vacancies};
use domain::id::ProjectId;
use domain::opening::{Opening, remaining_heads};
use domain::policy::{Relation, UseCase, authorise};
use domain::project::Project;
use jiff::civil::Date;

use crate::ledger::Cut;
use crate::{App, Error, record};

/// An opening of a project.
#[derive(Debug, Clone)]
pub struct Offered {
    /// The opening.
    pub opening: Opening,
    /// Whose.
    pub employer: String,
    /// Heads it still looks for today; none when nobody can apply.
    pub left: i64,
    /// How many people were referred to it.
    pub referred: usize,
}

/// What came of a project so far.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Its openings, in every state, in order of making.
    pub openings: Vec<Offered>,
    /// Heads looked for today.
    pub vacancies: Figure<Open, Vacancies>,
    /// Trainings and courses of it that were completed; no jobs (CR-11).
    pub completed: i64,
    /// The ledger's figures for it, by home (CR-20).
    pub placed: Figures,
    /// The cut of the ledger that they are.
    pub cut: Cut,
    /// From which day on they are.
    pub since: Date,
}

/// What came of a project, from the day on which it was entered or began, whichever is earlier.
///
/// # Errors
/// [`Error::NotFound`]; when the store cannot be read.
pub async fn outcome(ctx: &Ctx, app: &App, id: ProjectId) -> Result<Outcome, Error> {
    let project: Project = record::get(ctx, app, UseCase::ReadProject, id).await?;
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default())?;
    let openings = offered(ctx, app, &project.number).await?;
    let since = since(&project);
    let cut = Cut {
        project: Some(project.number.clone()),
        from: Some(since),
        basis: Basis::Residents,
        ..Cut::default()
    };
    let placed = crate::ledger::total(ctx, app, &cut).await?;
    let vacancies = openings.iter().map(|one| Figure::new(one.left)).sum();
    let number = [project.number.clone()];
    let completed = crate::service::completions(ctx, app, &number, since..=ctx.today()).await?;
    Ok(Outcome { openings, completed, vacancies, placed, cut, since })
}

/// The first day on which anything may have come of a project.
pub(crate) fn since(project: &Project) -> Date {
    let entered = project.stages.first().map(|staged| staged.on);
    let days = [entered, project.content.from].into_iter().flatten();
    days.min().unwrap_or_default()
}

/// The openings of a project by its number.
async fn offered(ctx: &Ctx, app: &App, number: &str) -> Result<Vec<Offered>, Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut out = Vec::new();
    for opening in store::opening::of_project(store, tenant, number).await.map_err(crate::fault)? {
        let employer = store::employer::find(store, tenant, opening.employer).await.map_err(crate::fault)?;
        let referrals = store::referral::of_opening(store, tenant, opening.id).await.map_err(crate::fault)?;
        let live = opening.state.is_listed(ctx.today());
        let left = if live {
            let taken = store::referral::taken(store, tenant, opening.id).await.map_err(crate::fault)?;
            i64::from(remaining_heads(opening.content.headcount, taken))
        } else {
            0
        };
        let referred = referrals.iter().filter(|referral| referral.state.letter().is_some()).count();
        out.push(Offered {
            employer: employer.map(|known| known.name).unwrap_or_default(),
            left,
            referred,
            opening,
        });
    }
    Ok(out)
}
