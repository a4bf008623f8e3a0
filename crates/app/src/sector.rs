//! What is going on in a field of the city: its projects, what was promised and what the ledger knows of it, whom to ask; for
//! staff its leads too. Openings and heads are asked of the search. Grades stand apart and are never added to anything.

use domain::Ctx;
use domain::contact::{Contact, Details};
use domain::counting::{Basis, Class, Part, Standing, cr_23_suppress};
use domain::estimate::Estimate;
use domain::hiring_commitment::HiringCommitment;
use domain::policy::{Relation, UseCase, authorise};
use domain::project::Project;

use crate::comment::Names;
use crate::hiring_commitment::{self, Met};
use crate::lead::{self, Filter};
use crate::ledger::Cut;
use crate::{App, Error, contact};

/// Projects shown at once.
const SHOWN: usize = 50;

/// A field beside its openings.
#[derive(Debug, Clone)]
pub struct Around {
    /// Its projects, the newest first: with the name of the body that runs each and how many estimates stand side by side.
    pub projects: Vec<(Project, String, usize)>,
    /// How many jobs were promised in them (약정).
    pub pledged: i64,
    /// The promises in them that hold.
    pub promises: Vec<Promise>,
    /// This year's hires with evidence, through openings of the field.
    pub hires: Told,
    /// Of these, those whose person another body of the network is on record as having trained (CR-11).
    pub trained: Told,
    /// This year's trainings and courses that were completed in its projects; no jobs (CR-11).
    pub completed: Told,
    /// Whom to ask, as far as they agreed to be shown to everybody.
    pub contacts: Vec<(Contact, Details)>,
    /// Its leads, for those who may read them.
    pub leads: Option<lead::Pipeline>,
}

/// A number of the ledger as somebody may see it.
#[derive(Debug, Clone)]
pub enum Told {
    /// With the cut that opens its rows, for those who may read the ledger.
    Rows(i64, Box<Cut>),
    /// Alone.
    Sum(i64),
    /// Too small to be told to everybody (CR-23).
    Hidden,
}

/// A promise of jobs and what became of it.
#[derive(Debug, Clone)]
pub struct Promise {
    /// Who promised.
    pub by: String,
    /// How many jobs; none for a clause, which promises a share of work.
    pub jobs: Option<i64>,
    /// Hires with evidence since; none while no employer of the centre stands behind the promise, for then nobody can tell.
    pub hires: Option<Told>,
}

/// What is going on in a field.
///
/// # Errors
/// [`Error::NotFound`] for a field the city does not name; when the store cannot be read.
pub async fn around(ctx: &Ctx, app: &App, sector: &str) -> Result<Around, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    app.city.sector(sector).ok_or(Error::NotFound)?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let mut projects = crate::project::public(app).await?;
    projects.retain(|project| project.content.sector == sector);
    let mut promised = store::record::all::<HiringCommitment>(store, tenant).await.map_err(crate::fault)?;
    promised.retain(|promise| {
        promise.ended.is_none() && projects.iter().any(|project| promise.project == Some(project.id))
    });
    let pledged = promised.iter().filter_map(HiringCommitment::promised).map(|n| n.value()).sum();
    let promises = promises(ctx, app, promised).await?;
    let (hires, trained) = hires(ctx, app, sector).await?;
    let completed = completed(ctx, app, &projects).await?;
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
    let contacts = contact::public(ctx, app, sector).await?;
    Ok(Around { projects: shown, pledged, promises, hires, trained, completed, contacts, leads })
}

/// Whether who asks may open the rows: then nothing is hidden from them.
fn opens_rows(ctx: &Ctx) -> bool {
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default()).is_ok()
}

/// This year's completions in the projects of a field; small ones are nobody's but the office's (CR-23).
async fn completed(ctx: &Ctx, app: &App, projects: &[Project]) -> Result<Told, Error> {
    let (today, least) = (ctx.today(), app.city.ledger().least_shown);
    let numbers: Vec<String> = projects.iter().map(|project| project.number.clone()).collect();
    let n = crate::service::completions(ctx, app, &numbers, today.first_of_year()..=today).await?;
    Ok(if n == 0 || n >= least || opens_rows(ctx) { Told::Sum(n) } else { Told::Hidden })
}

async fn promises(ctx: &Ctx, app: &App, promised: Vec<HiringCommitment>) -> Result<Vec<Promise>, Error> {
    let (least, opens) = (app.city.ledger().least_shown, opens_rows(ctx));
    let lines = hiring_commitment::told(ctx, app, promised).await?.into_iter();
    let told = |met: Met| match met.verified.value() {
        n if opens => Told::Rows(n, Box::new(met.cut)),
        n if n == 0 || n >= least => Told::Sum(n),
        _ => Told::Hidden,
    };
    let lines = lines.map(|line| Promise {
        jobs: line.promised.map(|jobs| jobs.value()),
        hires: line.met.map(told),
        by: line.commitment.promised_by,
    });
    Ok(lines.collect())
}

/// This year's confirmed hires of the city's people through openings of a field, and those of trained people among them.
async fn hires(ctx: &Ctx, app: &App, sector: &str) -> Result<(Told, Told), Error> {
    let cut = Cut {
        sector: Some(sector.to_owned()),
        basis: Basis::Residents,
        class: Some(Class::R1),
        standing: Some(Standing::Confirmed),
        ..Cut::default()
    };
    let all = crate::ledger::total(ctx, app, &cut).await?.class(Class::R1).filled.value();
    let filter = cut.filter(ctx, app);
    let trained = app
        .ledger
        .with(|ledger, counted, _| ledger.rows_of(counted, &filter, Part::Trained(None), ctx.today()).len());
    let trained = i64::try_from(trained).map_err(Error::internal)?;
    if opens_rows(ctx) {
        return Ok((Told::Rows(all, Box::new(cut.clone())), Told::Rows(trained, Box::new(cut))));
    }
    // The rest of them is a cell of its own: who knows it and the whole knows the part.
    let shown = cr_23_suppress(&[trained, all - trained], app.city.ledger().least_shown);
    let told = |n: Option<i64>| n.map_or(Told::Hidden, Told::Sum);
    let whole = Some(all).filter(|n| *n == 0 || *n >= app.city.ledger().least_shown);
    Ok((told(whole), told(shown.first().copied().flatten())))
}
