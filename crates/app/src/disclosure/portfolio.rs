//! The city's large projects and the work they are to bring, for everybody: what each costs, how far it is, what is said and
//! promised of it, each grade apart. One that was given up stays, with what was said of it.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::estimate::Estimate;
use domain::hiring_commitment::HiringCommitment;
use domain::id::ProjectId;
use domain::policy::{Relation, UseCase, authorise};
use domain::project::{FundSource, Project, ProjectKind, Stage};
use jiff::civil::Date;

use super::{Estimated, said};
use crate::{App, Error};

/// Funds from which a budgeted project is large.
const LARGE_WON: i64 = 1_000_000_000;

/// A large project.
#[derive(Debug, Clone)]
pub struct Large {
    /// Its name.
    pub name: String,
    /// What kind.
    pub kind: ProjectKind,
    /// Where it stands, since when, and why if that was said.
    pub stage: (Stage, Date, String),
    /// First and last day, as far as they are known.
    pub period: (Option<Date>, Option<Date>),
    /// Sector of the city, by its id.
    pub sector: String,
    /// Where, in words.
    pub place: String,
    /// The body that runs it, and who owns it when that is not the city.
    pub owners: (String, String),
    /// Who pays how much, in won.
    pub funds: BTreeMap<FundSource, i64>,
    /// What it is said to bring, side by side.
    pub estimated: Vec<Estimated>,
    /// Jobs promised.
    pub pledged: i64,
}

/// Developments, events and large budgeted projects that were published, by sector if one is named; those that go on first.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn large(ctx: &Ctx, app: &App, sector: &str) -> Result<Vec<Large>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let (store, tenant) = (&app.store, app.tenant);
    let projects = crate::project::public(app).await?;
    let estimates: Vec<Estimate> = store::record::all(store, tenant).await.map_err(crate::fault)?;
    let promises: Vec<HiringCommitment> = store::record::all(store, tenant).await.map_err(crate::fault)?;
    let bodies = store::organisation::all(store, tenant).await.map_err(crate::fault)?;
    let live = promises.iter().filter(|one| one.ended.is_none());
    let mut pledged: BTreeMap<ProjectId, i64> = BTreeMap::new();
    for one in live {
        if let (Some(project), Some(jobs)) = (one.project, one.promised()) {
            *pledged.entry(project).or_default() += jobs.value();
        }
    }
    let wanted = projects.iter().filter(|project| is_large(project));
    let wanted = wanted.filter(|project| sector.is_empty() || project.content.sector == sector);
    let mut out: Vec<Large> = wanted
        .filter_map(|project| {
            let content = &project.content;
            let last = project.stages.last()?;
            let owner = bodies.iter().find(|body| body.id == project.owner);
            let of = estimates.iter().filter(|one| one.project == project.id && one.withdrawn.is_none());
            let estimated = of.filter_map(|one| {
                let (source, value, persons) = said(&one.way)?;
                Some(Estimated { project: content.name.clone(), stage: last.stage, source, value, persons })
            });
            Some(Large {
                name: content.name.clone(),
                kind: content.kind,
                stage: (last.stage, last.on, last.why.clone()),
                period: (content.from, content.until),
                sector: content.sector.clone(),
                place: content.place.clone(),
                owners: (
                    owner.map(|body| body.name.clone()).unwrap_or_default(),
                    content.external_owner.clone(),
                ),
                funds: content.funds.clone(),
                estimated: estimated.collect(),
                pledged: pledged.get(&project.id).copied().unwrap_or_default(),
            })
        })
        .collect();
    out.sort_by(|a, b| {
        (a.stage.0.is_final(), a.period.0, &a.name).cmp(&(b.stage.0.is_final(), b.period.0, &b.name))
    });
    Ok(out)
}

/// Whether a project is listed among the large ones once it is published. One that is only planned is, with its stage: its
/// body decided what everybody reads of, and no page decides it again.
pub fn is_large(project: &Project) -> bool {
    project.content.kind != ProjectKind::Budgeted || project.content.funds_won() >= LARGE_WON
}
