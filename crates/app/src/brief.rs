//! The mayor's one page: target, confirmed, claimed, pledged and estimated apart; who is late, which projects are stuck, which
//! instructions are open. Nothing here is a figure of its own: each is read from where it stands.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::action::{Action, Source, State as Doing};
use domain::counting::Month;
use domain::estimate::Estimate;
use domain::hiring_commitment::HiringCommitment;
use domain::id::{ActionId, OrganisationId, ProjectId, SubmissionId};
use domain::measure::Unit;
use domain::policy::{Relation, UseCase, authorise};
use domain::project::{Project, Stage};
use domain::submission::{State as Handing, Submission};
use jiff::civil::Date;

use crate::measure::{Line, Stamp, Sum, board_of};
use crate::{App, Error};

/// The page.
#[derive(Debug, Clone)]
pub struct Brief {
    /// Of which year.
    pub year: i16,
    /// As of when, by which rules, from which rows.
    pub stamp: Stamp,
    /// All measures by unit, each unit apart.
    pub wholes: Vec<Sum>,
    /// Measures that fall short, furthest behind first.
    pub short: Vec<Line>,
    /// Jobs promised, and by how many.
    pub pledged: (i64, usize),
    /// How many estimates there are, of how many projects; they are not added.
    pub estimated: (usize, usize),
    /// Reports that nobody handed in by their day, longest late first.
    pub late: Vec<Late>,
    /// Reports that were sent back and not handed in again: not late, and told apart.
    pub returned: usize,
    /// Projects that do not go on.
    pub stuck: Vec<Stuck>,
    /// Instructions that are not done, longest due first.
    pub instructions: Vec<Instruction>,
}

/// A body whose report is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// Which report.
    pub id: SubmissionId,
    /// Name of the body.
    pub name: String,
    /// Of which month.
    pub month: Month,
    /// By how many days.
    pub days: i32,
}

/// A project that does not go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stuck {
    /// Which.
    pub id: ProjectId,
    /// Its name.
    pub name: String,
    /// The body that runs it.
    pub owner: String,
    /// What makes it so.
    pub reason: Why,
    /// Since when.
    pub since: Date,
    /// Days since then.
    pub days: i32,
    /// Why it was stopped, if that was said.
    pub why: String,
}

/// What makes a project stuck.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It was stopped for a time.
    Suspended,
    /// Its first day has passed, and it is still thought of only.
    NotBegun,
    /// Its last day has passed, and it is not over.
    NotEnded,
}

/// An instruction that is not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instruction {
    /// Which.
    pub id: ActionId,
    /// What is to be done.
    pub title: String,
    /// Who does it, if that was said.
    pub owner: String,
    /// By when.
    pub due_on: Option<Date>,
    /// Days since it should have been done.
    pub late: Option<i32>,
}

/// The page of the present year.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn today(ctx: &Ctx, app: &App) -> Result<Brief, Error> {
    authorise(&ctx.actor, UseCase::ReadBrief, Relation::default())?;
    let (today, year) = (ctx.today(), ctx.today().year());
    let board = board_of(ctx, app, year).await?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let names: BTreeMap<OrganisationId, String> =
        bodies.into_iter().map(|body| (body.id, body.name)).collect();
    let mut short: Vec<Line> = board.lines.iter().filter(|line| line.falls_short(today)).cloned().collect();
    short.sort_by_key(|line| line.year.confirmed - line.due_by(today));
    let estimates: Vec<Estimate> = store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    let live: Vec<&Estimate> = estimates.iter().filter(|one| one.withdrawn.is_none()).collect();
    let mut of: Vec<ProjectId> = live.iter().map(|one| one.project).collect();
    of.sort_unstable();
    of.dedup();
    let (late, returned) = late(app, &names, today).await?;
    Ok(Brief {
        year,
        stamp: board.stamp.clone(),
        wholes: board.sums.iter().filter(|sum| sum.category.is_none()).cloned().collect(),
        short,
        pledged: pledged(app).await?,
        estimated: (live.len(), of.len()),
        late,
        returned,
        stuck: stuck(app, &names, today).await?,
        instructions: instructions(app, &names, today).await?,
    })
}

impl Brief {
    /// All measures of a unit together.
    pub fn whole(&self, unit: Unit) -> Option<&Sum> {
        self.wholes.iter().find(|sum| sum.unit == unit)
    }
}

/// Promises that hold: the jobs of them, and how many there are.
async fn pledged(app: &App) -> Result<(i64, usize), Error> {
    let all: Vec<HiringCommitment> =
        store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    let live = all.iter().filter(|one| one.ended.is_none());
    let jobs: Vec<i64> = live.filter_map(|one| one.promised()).map(|jobs| jobs.value()).collect();
    Ok((jobs.iter().sum(), jobs.len()))
}

/// Who has handed nothing in after the deadline, and how many reports were sent back, of the year that the board of reports
/// opens with: the same numbers as there.
async fn late(
    app: &App,
    names: &BTreeMap<OrganisationId, String>,
    today: Date,
) -> Result<(Vec<Late>, usize), Error> {
    let mut all: Vec<Submission> = store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    let year = Month::of(today).previous().year();
    all.retain(|one| one.month.year() == year && names.contains_key(&one.organisation));
    let returned = all.iter().filter(|one| matches!(one.state, Handing::Returned { .. })).count();
    let missing = all.iter().filter(|one| matches!(one.state, Handing::Called));
    let mut late: Vec<Late> = missing
        .filter_map(|one| {
            Some(Late {
                id: one.id,
                name: names.get(&one.organisation).cloned().unwrap_or_default(),
                month: one.month,
                days: one.late_days(today)?,
            })
        })
        .collect();
    late.sort_by(|a, b| (b.days, &a.name).cmp(&(a.days, &b.name)));
    Ok((late, returned))
}

async fn stuck(
    app: &App,
    names: &BTreeMap<OrganisationId, String>,
    today: Date,
) -> Result<Vec<Stuck>, Error> {
    let all: Vec<Project> = store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    let mut stuck: Vec<Stuck> = all
        .iter()
        .filter_map(|project| {
            let (reason, since) = stands_still(project, today)?;
            let why = project.stages.last().filter(|_| reason == Why::Suspended);
            Some(Stuck {
                id: project.id,
                name: project.content.name.clone(),
                owner: names.get(&project.owner).cloned().unwrap_or_default(),
                reason,
                since,
                days: (today - since).get_days(),
                why: why.map(|staged| staged.why.clone()).unwrap_or_default(),
            })
        })
        .collect();
    stuck.sort_by(|a, b| (a.since, &a.name).cmp(&(b.since, &b.name)));
    Ok(stuck)
}

/// Why a project does not go on, and from which day, if it does not.
fn stands_still(project: &Project, today: Date) -> Option<(Why, Date)> {
    let passed = |day: Option<Date>| day.filter(|day| *day < today);
    let (stage, content) = (project.stage(), &project.content);
    match stage {
        Stage::Suspended => Some((Why::Suspended, project.stages.last()?.on)),
        Stage::Completed | Stage::Cancelled => None,
        _ => match passed(content.until) {
            Some(day) => Some((Why::NotEnded, day)),
            None => passed(content.from).filter(|_| stage == Stage::Planned).map(|day| (Why::NotBegun, day)),
        },
    }
}

async fn instructions(
    app: &App,
    names: &BTreeMap<OrganisationId, String>,
    today: Date,
) -> Result<Vec<Instruction>, Error> {
    let all: Vec<Action> = store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    let open = all.iter().filter(|one| one.source == Source::Instruction && one.state == Doing::Open);
    let mut open: Vec<Instruction> = open
        .map(|one| Instruction {
            id: one.id,
            title: one.title.clone(),
            owner: one.owner.and_then(|owner| names.get(&owner)).cloned().unwrap_or_default(),
            due_on: one.due_on,
            late: one.late_days(today),
        })
        .collect();
    open.sort_by_key(|one| (one.due_on.unwrap_or(Date::MAX), one.id));
    Ok(open)
}
