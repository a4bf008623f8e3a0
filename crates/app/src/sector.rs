//! What is going on in a field of the city: its projects, what was promised, whom to ask; for staff its leads too. Openings and
//! heads are asked of the search. Estimates and promises stand apart and are never added to anything.

use domain::Ctx;
use domain::contact::{Contact, Details};
use domain::estimate::Estimate;
use domain::hiring_commitment::HiringCommitment;
use domain::policy::{Relation, UseCase, authorise};
use domain::project::Project;

use crate::comment::Names;
use crate::lead::{self, Filter};
use crate::{App, Error, contact};

/// Projects shown at once.
const SHOWN: usize = 50;

/// A field beside its openings.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Its projects, the newest first: with the name of the body that runs each and how many estimates stand side by side.
    pub projects: Vec<(Project, String, usize)>,
    /// How many jobs were promised in them (약정).
    pub pledged: i64,
    /// Whom to ask, as far as they agreed to be shown to everybody.
    pub contacts: Vec<(Contact, Details)>,
    /// Its leads, for those who may read them.
    pub leads: Option<lead::Pipeline>,
}

/// What is going on in a field.
///
/// # Errors
/// [`Error::NotFound`] for a field the city does not name; when the store cannot be read.
pub async fn around(ctx: &Ctx, app: &App, sector: &str) -> Result<Around, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    app.city.sector(sector).ok_or(Error::NotFound)?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut projects = store::record::all::<Project>(store, tenant).await.map_err(crate::fault)?;
    projects.retain(|project| project.content.sector == sector);
    let promised = store::record::all::<HiringCommitment>(store, tenant).await.map_err(crate::fault)?;
    let of_these = |promise: &&HiringCommitment| {
        promise.ended.is_none() && projects.iter().any(|project| promise.project == Some(project.id))
    };
    let pledged =
        promised.iter().filter(of_these).filter_map(HiringCommitment::promised).map(|n| n.value()).sum();
    let (mut names, mut shown) = (Names::default(), Vec::new());
    for project in projects.into_iter().rev().take(SHOWN) {
        let estimates = store::record::of_parent::<Estimate>(store, tenant, project.id).await;
        let standing = estimates.map_err(crate::fault)?.iter().filter(|one| one.withdrawn.is_none()).count();
        let body = names.body(ctx, app, Some(project.owner)).await?;
        shown.push((project, body, standing));
    }
    let filter = Filter { sector: sector.to_owned(), ..Filter::default() };
    let leads = match lead::list(ctx, app, &filter).await {
        Ok(found) => Some(found),
        Err(Error::Forbidden(_)) => None,
        Err(failed) => return Err(failed),
    };
    Ok(Around { projects: shown, pledged, contacts: contact::public(ctx, app, sector).await?, leads })
}
