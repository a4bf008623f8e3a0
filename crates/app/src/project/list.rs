//! The registry of projects: found by where they stand, whose they are, who pays, what they owe; and told by department,
//! each of which confirms its list before the report meeting (A52).

use std::collections::BTreeMap;

use domain::Ctx;
use domain::id::OrganisationId;
use domain::policy::{Relation, UseCase, authorise};
use domain::project::{FundSource, Project, ProjectKind, Stage};
use jiff::Timestamp;

use crate::page::Page;
use crate::{App, Error};

/// Which projects to list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those whose number or name holds this text; empty for all.
    pub text: String,
    /// Only those that stand here.
    pub stage: Option<Stage>,
    /// Only this kind.
    pub kind: Option<ProjectKind>,
    /// Only of this sector of the city, by its id; empty for all.
    pub sector: String,
    /// Only of this body.
    pub owner: Option<OrganisationId>,
    /// Only those that this source pays for.
    pub fund: Option<FundSource>,
    /// Only those without an answer to the job question.
    pub owing: bool,
    /// Only those that their body has not confirmed, or changed since.
    pub unconfirmed: bool,
    /// Only those that nobody outside the offices may read of.
    pub drafts: bool,
    /// Page, from 1.
    pub page: usize,
    /// Rows on a page, 1 to 100.
    pub size: usize,
}

/// A project as a row of the list.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The project.
    pub project: Project,
    /// Name of the body that runs it.
    pub owner: String,
}

/// A body's projects in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Department {
    /// Which body.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
    /// How many projects it has.
    pub projects: usize,
    /// How many of them owe an answer to the job question.
    pub owing: usize,
    /// How many are not confirmed, or were changed since.
    pub unconfirmed: usize,
    /// How many are drafts that nobody outside the offices may read of.
    pub drafts: usize,
    /// When the last of them was confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// Whether who asks may confirm them.
    pub may_confirm: bool,
}

/// The projects that a filter lets through, newest first.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn select(ctx: &Ctx, app: &App, filter: &Filter) -> Result<Page<Listed>, Error> {
    let mut found = super::list(ctx, app).await?;
    found.retain(|project| passes(project, filter));
    found.reverse();
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let name = |id| bodies.iter().find(|body| body.id == id).map(|body| body.name.clone());
    let (total, page, size) = (found.len(), filter.page.max(1), filter.size.clamp(1, 100));
    let shown = found.into_iter().skip((page - 1).saturating_mul(size)).take(size);
    let items =
        shown.map(|project| Listed { owner: name(project.owner).unwrap_or_default(), project }).collect();
    Ok(Page { items, total, page, size })
}

fn passes(project: &Project, filter: &Filter) -> bool {
    let content = &project.content;
    let text = filter.text.trim().to_lowercase();
    let named = [&project.number, &content.name].iter().any(|field| field.to_lowercase().contains(&text));
    named
        && filter.stage.is_none_or(|stage| project.stage() == stage)
        && filter.kind.is_none_or(|kind| content.kind == kind)
        && (filter.sector.is_empty() || content.sector == filter.sector)
        && filter.owner.is_none_or(|owner| project.owner == owner)
        && filter.fund.is_none_or(|fund| content.funds.get(&fund).is_some_and(|won| *won > 0))
        && (!filter.owing || project.owes_answer())
        && (!filter.unconfirmed || !stands(project))
        && (!filter.drafts || !project.is_public())
}

/// Whether its body said that what stands there now is so.
fn stands(project: &Project) -> bool {
    project.confirmed.is_some_and(|confirmed| confirmed.at >= project.updated_at)
}

/// What each body with projects still owes, in order of their names.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn departments(ctx: &Ctx, app: &App) -> Result<Vec<Department>, Error> {
    let projects = super::list(ctx, app).await?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let mut lines: BTreeMap<OrganisationId, Department> = BTreeMap::new();
    for project in &projects {
        let line = lines.entry(project.owner).or_insert_with(|| {
            let relation = Relation { organisation: Some(project.owner), ..Relation::default() };
            let known = bodies.iter().find(|body| body.id == project.owner);
            Department {
                id: project.owner,
                name: known.map(|body| body.name.clone()).unwrap_or_default(),
                projects: 0,
                owing: 0,
                unconfirmed: 0,
                drafts: 0,
                confirmed_at: None,
                may_confirm: authorise(&ctx.actor, UseCase::WriteProject, relation).is_ok(),
            }
        });
        line.projects += 1;
        line.owing += usize::from(project.owes_answer());
        line.unconfirmed += usize::from(!stands(project));
        line.drafts += usize::from(!project.is_public());
        line.confirmed_at = line.confirmed_at.max(project.confirmed.map(|confirmed| confirmed.at));
    }
    let mut lines: Vec<Department> = lines.into_values().collect();
    lines.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(lines)
}

/// A body says of all its projects that what stands there is so; gives how many that were not confirmed before.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Conflict`] when one was changed at the same moment: nothing is confirmed then.
pub async fn confirm_all(ctx: &Ctx, app: &App, owner: OrganisationId) -> Result<usize, Error> {
    let relation = Relation { organisation: Some(owner), ..Relation::default() };
    authorise(&ctx.actor, UseCase::WriteProject, relation)?;
    let projects = super::list(ctx, app).await?;
    let open = projects.into_iter().filter(|project| project.owner == owner && !stands(project));
    let confirmed: Vec<Project> = open.map(|project| project.confirm(ctx)).collect();
    let count = confirmed.len();
    app.write(ctx, move |tx, ctx| {
        let confirmed = confirmed.clone();
        Box::pin(async move {
            for project in &confirmed {
                store::record::update(tx, &ctx, "confirm", project).await?;
            }
            Ok(())
        })
    })
    .await?;
    Ok(count)
}
