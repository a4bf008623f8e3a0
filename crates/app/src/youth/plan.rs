//! What the year's plan does for the young (청년 대책), for everybody: targets, money, and what came of it by grade, each apart. As in
//! [`crate::disclosure`] only sums leave here, and small ones are hidden (CR-23).

use std::collections::BTreeSet;

use domain::Ctx;
use domain::bulletin::Segment;
use domain::counting::{Asked, Basis, Class, Filter};
use domain::estimate::Estimate;
use domain::hiring_commitment::HiringCommitment;
use domain::id::ProjectId;
use domain::measure::Unit;
use domain::placement::RETENTION_MONTHS;
use domain::policy::{Relation, UseCase, authorise};
use domain::term_plan::State;

use crate::ledger::Cut;
use crate::measure::{Board, Line, Stamp, board_lately, question};
use crate::{App, Error, term_plan};

/// The measures for the young in the plan of this year.
#[derive(Debug, Clone)]
pub struct Measures {
    /// Of which year.
    pub year: i16,
    /// As of when and from what.
    pub stamp: Stamp,
    /// Each with its target and money.
    pub planned: Vec<Planned>,
    /// What came of them together, each unit apart, each event or person once.
    pub sums: Vec<Sum>,
    /// How many estimates there are of their projects.
    pub estimates: usize,
    /// Jobs promised for their projects.
    pub pledged: i64,
    /// Heads of openings for the young that are open.
    pub open: u64,
    /// Hires of the young of this year that lasted, by months. They are of all the young, whoever's measure led there.
    pub kept: Vec<Kept>,
}

/// A measure as it is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Name.
    pub name: String,
    /// The body that does it.
    pub owner: String,
    /// Code of its category.
    pub category: String,
    /// In what it is counted.
    pub unit: Unit,
    /// What is aimed at in the year.
    pub target: i64,
    /// Money, in won.
    pub budget_won: i64,
}

/// What came of the measures of one unit; a hidden cell is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// The unit.
    pub unit: Unit,
    /// What is aimed at.
    pub target: i64,
    /// With evidence.
    pub confirmed: Option<i64>,
    /// By word only.
    pub claimed: Option<i64>,
}

/// How many hires of so many whose day had come lasted; `None` while that would tell of single people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// After so many months.
    pub months: u8,
    /// Still there, of how many.
    pub of: Option<(i64, i64)>,
}

/// The measures; none while no plan is in force or none of its measures is for the young, and while the ledger is gathered.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn measures(ctx: &Ctx, app: &App) -> Result<Option<Measures>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    // The page is served before the ledger is gathered after a start.
    if !app.ledger.is_filled() {
        return Ok(None);
    }
    let board = board_lately(ctx, app, ctx.today().year()).await?;
    let plans = term_plan::all(app).await?;
    let plan = term_plan::of_year(&plans, board.year).filter(|plan| !matches!(plan.state, State::Draft));
    let Some(plan) = plan.map(|plan| plan.id) else { return Ok(None) };
    let is_ours = |line: &&Line| line.measure.term_plan == plan && line.measure.content.youth;
    let lines: Vec<&Line> = board.lines.iter().filter(is_ours).collect();
    if lines.is_empty() {
        return Ok(None);
    }
    let projects = projects(app, &lines).await?;
    let estimates: Vec<Estimate> = store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    let promises: Vec<HiringCommitment> =
        store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    let ours = |one: &&HiringCommitment| {
        one.ended.is_none()
            && one.on.year() <= board.year
            && one.project.is_some_and(|id| projects.contains(&id))
    };
    let pledged = promises.iter().filter(ours).filter_map(|one| Some(one.promised()?.value()));
    Ok(Some(Measures {
        year: board.year,
        stamp: board.stamp.clone(),
        planned: lines.iter().map(|line| planned(line)).collect(),
        sums: sums(ctx, app, &board, &lines),
        estimates: estimates
            .iter()
            .filter(|one| one.withdrawn.is_none() && projects.contains(&one.project))
            .count(),
        pledged: pledged.fold(0_i64, i64::saturating_add),
        open: open(ctx, app),
        kept: kept(ctx, app, board.year),
    }))
}

/// The public projects that the measures ask the ledger about.
async fn projects(app: &App, lines: &[&Line]) -> Result<BTreeSet<ProjectId>, Error> {
    let asks = |number: &str| lines.iter().any(|line| line.measure.content.query.project == number);
    let all = crate::project::public(app).await?;
    Ok(all.into_iter().filter(|project| asks(&project.number)).map(|project| project.id).collect())
}

fn planned(line: &Line) -> Planned {
    let content = &line.measure.content;
    Planned {
        name: content.name.clone(),
        owner: line.owner.clone(),
        category: content.category.clone(),
        unit: content.query.unit,
        target: line.measure.year_target(),
        budget_won: content.budget.values().fold(0_i64, |sum, won| sum.saturating_add(*won)),
    }
}

/// By unit, what the measures come to together. A cell that is small, or that leaves a small rest of the unit's whole, is hidden.
fn sums(ctx: &Ctx, app: &App, board: &Board, lines: &[&Line]) -> Vec<Sum> {
    let units: BTreeSet<Unit> = lines.iter().map(|line| line.measure.content.query.unit).collect();
    let of = |unit: Unit| lines.iter().filter(move |line| line.measure.content.query.unit == unit);
    let asked = |unit: Unit| -> Vec<Asked> {
        of(unit).map(|line| question(app, &line.measure, ctx.today())).collect()
    };
    let questions: Vec<Vec<Asked>> = units.iter().map(|unit| asked(*unit)).collect();
    let answers = app.ledger.with(|ledger, counted, _| ledger.answers(counted, &questions));
    let least = app.city.ledger().least_shown;
    let hides = |n: i64| n != 0 && n < least;
    let sum = |(unit, answer): (Unit, domain::counting::Answer)| {
        let (mut confirmed, claimed) = unit.of(&answer.whole);
        if unit.is_recorded() {
            let measures = of(unit).map(|line| &line.measure);
            let recorded = crate::measure::recorded_now(app, unit, measures, ctx.today());
            confirmed = i64::try_from(recorded.len()).unwrap_or(i64::MAX);
        }
        let whole = board.whole(unit).map(|whole| whole.reached).unwrap_or_default();
        let shown = |n: i64, whole: i64| (!hides(n) && !hides(whole - n)).then_some(n);
        Sum {
            unit,
            target: of(unit).fold(0_i64, |sum, line| sum.saturating_add(line.measure.year_target())),
            confirmed: shown(confirmed, whole.confirmed),
            claimed: shown(claimed, whole.claimed),
        }
    };
    units.into_iter().zip(answers).map(sum).collect()
}

/// Heads of the openings that everybody reads and that are for the young.
fn open(ctx: &Ctx, app: &App) -> u64 {
    let today = ctx.today();
    app.projection.with(|state| {
        let listed = state.openings.values().filter(|entry| entry.opening.state.is_listed(today));
        let young =
            listed.filter(|entry| Segment::Youth.suits(&entry.opening.content, entry.employer.kind, false));
        young.map(|entry| u64::from(entry.opening.content.headcount)).sum()
    })
}

/// Jobs (R1) of the city's young people of the year that lasted.
fn kept(ctx: &Ctx, app: &App, year: i16) -> Vec<Kept> {
    let cut = Cut { year: Some(year), basis: Basis::Residents, class: Some(Class::R1), ..Cut::default() };
    let filter = Filter { ages: super::ages(ctx, app), ..cut.filter(ctx, app) };
    let figures = app.ledger.with(|ledger, counted, _| ledger.figures(counted, &filter, ctx.today()));
    let least = app.city.ledger().least_shown;
    let hides = |n: i64| n != 0 && n < least;
    let lasted = figures.class(Class::R1).kept;
    RETENTION_MONTHS
        .into_iter()
        .zip(lasted)
        .map(|(months, lasted)| {
            let (kept, due) = (lasted.kept.value(), lasted.due.value());
            let hidden = hides(due) || hides(kept) || hides(due - kept);
            Kept { months, of: (!hidden).then_some((kept, due)) }
        })
        .collect()
}
