//! The mayor's one page: target, confirmed, claimed, pledged and estimated apart; who is late, which projects are stuck, which
//! instructions are open. Nothing here is a figure of its own: each is read from where it stands.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::action::{Action, Source, State as Doing};
use domain::counting::Month;
use domain::estimate::Estimate;
use domain::hiring_commitment::HiringCommitment;
use domain::id::{ActionId, OrganisationId, ProjectId};
use domain::measure::Unit;
use domain::policy::{Relation, UseCase, authorise};
use domain::project::{Project, Stage};
use domain::submission::{State as Handing, Submission};
use jiff::civil::Date;

use crate::measure::{Line, Stamp, Sum, board_of};
use crate::{App, Error};

/// Days after its last step from which a project that is not over counts as stuck.
pub const STILL_DAYS: i32 = 180;

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
    /// Bodies whose report is late, longest first.
    pub late: Vec<Late>,
    /// Projects that do not go on.
    pub stuck: Vec<Stuck>,
    /// Instructions that are not done, longest due first.
    pub instructions: Vec<Instruction>,
}

/// A body whose report is late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Late {
    /// Which.
    pub body: OrganisationId,
    /// Its name.
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
    /// Where it stands.
    pub stage: Stage,
    /// Since when.
    pub since: Date,
    /// Why, if that was said.
    pub why: String,
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
    Ok(Brief {
        year,
        stamp: board.stamp.clone(),
        wholes: board.sums.iter().filter(|sum| sum.category.is_none()).cloned().collect(),
        short,
        pledged: pledged(app).await?,
        estimated: (live.len(), of.len()),
        late: late(app, &names, today).await?,
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

async fn late(app: &App, names: &BTreeMap<OrganisationId, String>, today: Date) -> Result<Vec<Late>, Error> {
    let all: Vec<Submission> = store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    let waiting = all.iter().filter(|one| matches!(one.state, Handing::Called | Handing::Returned { .. }));
    let mut late: Vec<Late> = waiting
        .filter(|one| one.due_on < today)
        .map(|one| Late {
            body: one.organisation,
            name: names.get(&one.organisation).cloned().unwrap_or_default(),
            month: one.month,
            days: (today - one.due_on).get_days(),
        })
        .collect();
    late.sort_by(|a, b| (b.days, &a.name).cmp(&(a.days, &b.name)));
    Ok(late)
}

async fn stuck(
    app: &App,
    names: &BTreeMap<OrganisationId, String>,
    today: Date,
) -> Result<Vec<Stuck>, Error> {
    let all: Vec<Project> = store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    let stands_still = |project: &&Project| {
        let stage = project.stage();
        let since = project.stages.last().map(|staged| (today - staged.on).get_days()).unwrap_or_default();
        let over = project.content.until.is_some_and(|until| until < today);
        stage == Stage::Suspended || (!stage.is_final() && (over || since > STILL_DAYS))
    };
    let mut stuck: Vec<Stuck> = all
        .iter()
        .filter(stands_still)
        .filter_map(|project| {
            let last = project.stages.last()?;
            Some(Stuck {
                id: project.id,
                name: project.content.name.clone(),
                owner: names.get(&project.owner).cloned().unwrap_or_default(),
                stage: last.stage,
                since: last.on,
                why: last.why.clone(),
            })
        })
        .collect();
    stuck.sort_by(|a, b| (a.since, &a.name).cmp(&(b.since, &b.name)));
    Ok(stuck)
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
