//! What the city tells everybody of its plan (목표공시): targets, and what is confirmed, claimed, pledged and estimated, each apart; as of
//! an instant, under a digest, with cells hidden that would tell of single people (CR-23).
//!
//! It must not give out any row: only sums of the whole city and of a year leave here.

mod file;
mod portfolio;

use domain::Ctx;
use domain::counting::{Basis, Class, cr_23_suppress, reconcile};
use domain::estimate::{Estimate, PublishedUnit, Way};
use domain::hiring_commitment::HiringCommitment;
use domain::measure::Unit;
use domain::policy::{Relation, UseCase, authorise};
use domain::project::Stage;
use domain::term_plan::{State, TermPlan};
use jiff::civil::Date;
use serde::Serialize;

pub use file::{csv, json, schema};
pub use portfolio::{Large, is_large, large};

use crate::indicator::{Strand, strands};
use crate::ledger::Cut;
use crate::measure::{Stamp, Sum, board_lately, board_of};
use crate::{App, Error, term_plan};

/// The figures of a year for everybody.
#[derive(Debug, Clone)]
pub struct Disclosure {
    /// Of which year.
    pub year: i16,
    /// As of when, by which rules, from which rows.
    pub stamp: Stamp,
    /// The plan in force, if there is one.
    pub plan: Option<TermPlan>,
    /// By category of the scheme, each unit apart.
    pub lines: Vec<Line>,
    /// The same for all categories, by unit.
    pub wholes: Vec<Line>,
    /// Every measure with its target; what came of a single one may tell of single people and stays inside.
    pub measures: Vec<Measure>,
    /// Both bases of the year's hires.
    pub hires: Hires,
    /// The same for every class of the form, with what makes them differ.
    pub bases: Vec<Bases>,
    /// Promised jobs, each with where it is written.
    pub pledged: Vec<Pledged>,
    /// What projects are said to bring, side by side and never added.
    pub estimated: Vec<Estimated>,
    /// Outside figures.
    pub indicators: Vec<Strand>,
    /// Cells below this are hidden.
    pub least: i64,
}

/// A category's figures; a hidden cell is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Code of the category; none for all.
    pub category: Option<String>,
    /// In what it is counted.
    pub unit: Unit,
    /// How many measures.
    pub measures: usize,
    /// What is aimed at in the year.
    pub target: i64,
    /// With evidence.
    pub confirmed: Option<i64>,
    /// By word only.
    pub claimed: Option<i64>,
}

/// A measure as everybody may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measure {
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
    /// What was aimed at first, before any change.
    pub first_target: i64,
    /// Money, in won.
    pub budget_won: i64,
    /// How the target was arrived at.
    pub basis: String,
}

/// A class of the year's results on both bases: units of the form and the people behind them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bases {
    /// Which class.
    pub class: Class,
    /// Units of the disclosure form, confirmed.
    pub units: Option<i64>,
    /// Of these, further results of somebody who has one already.
    pub repeated: Option<i64>,
    /// Different people, confirmed.
    pub persons: Option<i64>,
}

/// The hires (R1) of the city's people in the year: events and different people, confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hires {
    /// Job events.
    pub events: Option<i64>,
    /// Different people.
    pub persons: Option<i64>,
}

/// A promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pledged {
    /// Who promised.
    pub by: String,
    /// How many jobs; none for a clause, which promises a share of work.
    pub jobs: Option<i64>,
    /// When.
    pub on: Date,
    /// Where it is written.
    pub source: String,
}

/// What a project is said to bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Estimated {
    /// The project.
    pub project: String,
    /// Where the project stands; one that was given up keeps its estimates.
    pub stage: Stage,
    /// By whom and of when.
    pub source: String,
    /// How much.
    pub value: i64,
    /// Whether it is people; else won.
    pub persons: bool,
}

/// The figures of a year, the present one if nothing is said. A year that a plan in force does not cover has none of its
/// categories.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn public(ctx: &Ctx, app: &App, year: Option<i16>) -> Result<Disclosure, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let year = year.unwrap_or_else(|| ctx.today().year());
    let plans = term_plan::all(app).await?;
    let plan = term_plan::of_year(&plans, year).filter(|plan| !matches!(plan.state, State::Draft)).cloned();
    let board = board_of(ctx, app, year).await?;
    let least = app.city.ledger().least_shown;
    let (lines, wholes) = match &plan {
        Some(_) => (hidden(board.categories().collect(), least), hidden(wholes(&board.sums), least)),
        None => (Vec::new(), Vec::new()),
    };
    let indicators = strands(app).await?;
    let of_plan =
        board.lines.iter().filter(|line| Some(line.measure.term_plan) == plan.as_ref().map(|one| one.id));
    let measures = of_plan.map(shown).collect();
    Ok(Disclosure {
        year,
        stamp: board.stamp.clone(),
        plan,
        lines,
        wholes,
        measures,
        hires: hires(ctx, app, year, least),
        bases: bases(ctx, app, year, least),
        pledged: pledged(app, year).await?,
        estimated: estimated(app).await?,
        indicators,
        least,
    })
}

/// The years of which there is something to read: those of every plan that is or was in force.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn years(ctx: &Ctx, app: &App) -> Result<Vec<i16>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let plans = term_plan::all(app).await?;
    let told = plans.iter().filter(|plan| !matches!(plan.state, State::Draft));
    let mut years: Vec<i16> = told.flat_map(|plan| plan.from_year..=plan.to_year).collect();
    years.sort_unstable();
    years.dedup();
    Ok(years)
}

fn shown(line: &crate::measure::Line) -> Measure {
    let (measure, content) = (&line.measure, &line.measure.content);
    let first = measure.revisions.first().map_or(measure.target, |revision| revision.target);
    let sum = |of: &mut dyn Iterator<Item = i64>| of.fold(0_i64, i64::saturating_add);
    Measure {
        name: content.name.clone(),
        owner: line.owner.clone(),
        category: content.category.clone(),
        unit: content.query.unit,
        target: measure.year_target(),
        first_target: sum(&mut first.into_iter()),
        budget_won: sum(&mut content.budget.values().copied()),
        basis: content.basis.clone(),
    }
}

fn wholes(sums: &[Sum]) -> Vec<&Sum> {
    sums.iter().filter(|sum| sum.category.is_none()).collect()
}

/// The one line of the front page: what is aimed at in the year and what is confirmed of it, in jobs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Short {
    /// What is aimed at.
    pub target: i64,
    /// With evidence; none while it is so small that it is hidden.
    pub confirmed: Option<i64>,
    /// As of when.
    pub as_of: jiff::Timestamp,
}

/// That line, if a plan in force has a target in jobs and the ledger is gathered.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn short(ctx: &Ctx, app: &App) -> Result<Option<Short>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    // The front page is served before the ledger is gathered after a start.
    if !app.ledger.is_filled() {
        return Ok(None);
    }
    let board = board_lately(ctx, app, ctx.today().year()).await?;
    let plans = term_plan::all(app).await?;
    let plan = term_plan::of_year(&plans, board.year).filter(|plan| !matches!(plan.state, State::Draft));
    let sum = board.whole(Unit::Jobs).filter(|sum| plan.is_some() && sum.target > 0);
    let least = app.city.ledger().least_shown;
    Ok(sum.map(|sum| Short {
        target: sum.target,
        confirmed: Some(sum.reached.confirmed).filter(|n| *n == 0 || *n >= least),
        as_of: board.stamp.as_of,
    }))
}

/// Sums as the public may see them: small cells of each column and unit hidden, and whatever would tell them.
fn hidden(sums: Vec<&Sum>, least: i64) -> Vec<Line> {
    let mut out: Vec<Line> = sums
        .iter()
        .map(|sum| Line {
            category: sum.category.clone(),
            unit: sum.unit,
            measures: sum.measures,
            target: sum.target,
            confirmed: None,
            claimed: None,
        })
        .collect();
    let mut units: Vec<Unit> = sums.iter().map(|sum| sum.unit).collect();
    units.sort_unstable();
    units.dedup();
    for unit in units {
        let of: Vec<usize> = (0..sums.len()).filter(|at| sums[*at].unit == unit).collect();
        let column = |value: fn(&Sum) -> i64| {
            cr_23_suppress(&of.iter().map(|at| value(sums[*at])).collect::<Vec<_>>(), least)
        };
        let (confirmed, claimed) = (column(|sum| sum.reached.confirmed), column(|sum| sum.reached.claimed));
        for ((at, confirmed), claimed) in of.iter().zip(confirmed).zip(claimed) {
            (out[*at].confirmed, out[*at].claimed) = (confirmed, claimed);
        }
    }
    out
}

fn hires(ctx: &Ctx, app: &App, year: i16, least: i64) -> Hires {
    let cut = Cut { year: Some(year), basis: Basis::Residents, class: Some(Class::R1), ..Cut::default() };
    let filter = cut.filter(ctx, app);
    let figures = app.ledger.with(|ledger, counted, _| ledger.figures(counted, &filter, ctx.today()));
    let line = figures.class(Class::R1);
    let shown = |n: i64| (n == 0 || n >= least).then_some(n);
    Hires { events: shown(line.filled.value()), persons: shown(line.filled_persons.value()) }
}

/// Both bases of each class. A number that is hidden hides the other two: two of them tell the third.
fn bases(ctx: &Ctx, app: &App, year: i16, least: i64) -> Vec<Bases> {
    let cut = Cut { year: Some(year), basis: Basis::Residents, ..Cut::default() };
    let filter = cut.filter(ctx, app);
    let figures = app.ledger.with(|ledger, counted, _| ledger.figures(counted, &filter, ctx.today()));
    let lines = reconcile(&figures).into_iter();
    lines
        .map(|line| {
            let told = [line.units.value(), line.repeated, line.persons.value()];
            let hidden = told.iter().any(|n| *n != 0 && *n < least);
            let [units, repeated, persons] = told.map(|n| (!hidden).then_some(n));
            Bases { class: line.class, units, repeated, persons }
        })
        .collect()
}

async fn pledged(app: &App, year: i16) -> Result<Vec<Pledged>, Error> {
    let all: Vec<HiringCommitment> =
        store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    let projects = crate::project::public(app).await?;
    // What was promised for a draft is as little public as the draft.
    let shown =
        |one: &HiringCommitment| one.project.is_none_or(|id| projects.iter().any(|project| project.id == id));
    let live = all.into_iter().filter(|one| one.on.year() <= year && one.ended.is_none() && shown(one));
    let told = live.map(|one| Pledged {
        jobs: one.promised().map(|jobs| jobs.value()),
        by: one.promised_by,
        on: one.on,
        source: one.source,
    });
    Ok(told.collect())
}

async fn estimated(app: &App) -> Result<Vec<Estimated>, Error> {
    let projects = crate::project::public(app).await?;
    let all: Vec<Estimate> = store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    let told = all.iter().filter(|one| one.withdrawn.is_none()).filter_map(|one| {
        let project = projects.iter().find(|project| project.id == one.project)?;
        let (source, value, persons) = said(&one.way)?;
        Some(Estimated {
            project: project.content.name.clone(),
            stage: project.stage(),
            source,
            value,
            persons,
        })
    });
    let mut told: Vec<Estimated> = told.collect();
    told.sort_by(|a, b| (&a.project, &a.source).cmp(&(&b.project, &b.source)));
    Ok(told)
}

/// By whom, how much, and whether it is people.
pub(crate) fn said(way: &Way) -> Option<(String, i64, bool)> {
    match way {
        Way::Computed(one) => {
            let parts = one.parts().ok()?;
            Some((format!("{} ({})", one.source, one.year), parts.total.value(), true))
        }
        Way::Regional(one) => {
            let parts = one.parts().ok()?;
            Some((format!("{} ({})", one.source, one.year), parts.total.value(), true))
        }
        Way::Published(one) => {
            let on = one.on.map(|on| format!(" ({on})")).unwrap_or_default();
            Some((format!("{}{on}", one.source), one.value, one.unit == PublishedUnit::Persons))
        }
    }
}
