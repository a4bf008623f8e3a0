//! The way to a first job with how many there are today: all openings, programmes that can be applied for, what can be tried,
//! and openings that ask for no experience. It must not know who asks.

use domain::Ctx;
use domain::code::CareerKind;
use domain::cohort::{Cohort, State};
use domain::policy::{Relation, UseCase, authorise};
use domain::support_program::{Kind, StandingName};

use super::{Aged, programs};
use crate::opening::Listed;
use crate::{App, Error};

/// How many there are today on each step of the way.
#[derive(Debug, Clone)]
pub struct First {
    /// Openings that anybody may look through for what fits.
    pub openings: usize,
    /// Programmes for the young that can be applied for.
    pub programs: usize,
    /// Internships, work trials and programmes for the young for which a cohort takes people now.
    pub tries: Vec<Cohort>,
    /// Openings that ask for no experience, the newest first.
    pub newcomers: Vec<Listed>,
}

/// Everything that is there today.
///
/// # Errors
/// When the store cannot be read.
pub async fn first(ctx: &Ctx, app: &App) -> Result<First, Error> {
    let young = programs(ctx, app)?;
    let open = young.iter().filter(|aged| aged.offer.standing.name() == StandingName::Open).count();
    let cohorts: Vec<Cohort> = store::record::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let tries = cohorts.into_iter().filter(|one| is_tried(app, one, &young));
    let today = ctx.today();
    let openings = app
        .projection
        .with(|state| state.openings.values().filter(|entry| entry.opening.state.is_listed(today)).count());
    Ok(First { openings, programs: open, tries: tries.collect(), newcomers: newcomers(ctx, app)? })
}

fn is_tried(app: &App, cohort: &Cohort, young: &[Aged]) -> bool {
    let program = app.reference.support_programs.get(&cohort.program);
    let trial = program.is_some_and(|one| matches!(one.kind, Kind::Internship | Kind::WorkTrial));
    let for_young = young.iter().any(|aged| aged.offer.program.id == cohort.program);
    matches!(cohort.state, State::Recruiting { .. }) && (trial || for_young)
}

/// Openings that say that they ask for no experience, the newest first.
///
/// # Errors
/// None in practice.
pub fn newcomers(ctx: &Ctx, app: &App) -> Result<Vec<Listed>, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let today = ctx.today();
    let mut found: Vec<(i64, Listed)> = app.projection.with(|state| {
        let listed = state.openings.values().filter(|entry| entry.opening.state.is_listed(today));
        let asks_none = listed.filter(|entry| {
            let career = entry.opening.content.career;
            career.is_some_and(|career| matches!(career.kind, CareerKind::New | CareerKind::Any))
        });
        asks_none.map(|entry| (entry.opened_ms, Listed::new(entry, ctx, None))).collect()
    });
    found.sort_by_key(|(opened, listed)| (std::cmp::Reverse(*opened), listed.opening.id));
    Ok(found.into_iter().map(|(_, listed)| listed).collect())
}
