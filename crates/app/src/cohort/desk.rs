//! Cohorts as whoever runs programmes goes through them: what waits for somebody, what an applicant is asked, who may sign
//! for attendance, and the list as a file.
//!
//! It must not know who takes part.

use std::collections::{BTreeSet, HashMap};

use domain::Ctx;
use domain::cohort::{Cohort, Criterion, StateName};
use domain::enrolment::{StateName as Part, Tally};
use domain::id::{OrganisationId, PersonId};
use domain::message::Lang;
use domain::person::Grant;
use domain::policy::{Reach, Relation, UseCase, authorise, reach};
use domain::reminder::Due;
use domain::support_program::{Facts, Finding, Ground, Missing, ProgramId};

use super::list;
use crate::{App, Error};

/// Which cohorts a list is asked for; nothing for all of them.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Where they stand.
    pub standing: Option<StateName>,
    /// Of which programme.
    pub program: Option<ProgramId>,
    /// Which body runs them.
    pub body: Option<OrganisationId>,
}

/// A cohort as a row of the list.
#[derive(Debug, Clone)]
pub struct Row {
    /// The cohort.
    pub cohort: Cohort,
    /// Name of the body that runs it; empty for none.
    pub body: String,
    /// Its people as sums.
    pub tally: Tally,
    /// What waits for somebody, the longest first.
    pub due: Vec<Due>,
    /// Whether who asks may take steps with it.
    pub may_mind: bool,
}

/// Cohorts with what waits of them, the latest to begin first.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn desk(ctx: &Ctx, app: &App, filter: &Filter) -> Result<Vec<Row>, Error> {
    let mut all = list(ctx, app).await?;
    all.retain(|cohort| {
        filter.standing.is_none_or(|standing| cohort.state.name() == standing)
            && filter.program.as_ref().is_none_or(|program| cohort.program == *program)
            && (filter.body.is_none() || cohort.organisation == filter.body)
    });
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let names: HashMap<OrganisationId, String> =
        bodies.into_iter().map(|body| (body.id, body.name)).collect();
    let now = ctx.zone.to_datetime(ctx.now);
    let mut rows = Vec::with_capacity(all.len());
    for cohort in all {
        let parts = store::enrolment::parts_of_cohort(&app.store, ctx.tenant, cohort.id).await;
        let parts = parts.map_err(crate::fault)?;
        rows.push(Row {
            body: cohort.organisation.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
            tally: Tally::of(&parts),
            due: cohort.due(&parts, now),
            may_mind: may_mind(ctx, &cohort),
            cohort,
        });
    }
    Ok(rows)
}

fn may_mind(ctx: &Ctx, cohort: &Cohort) -> bool {
    let relation = Relation { organisation: cohort.organisation, ..Relation::default() };
    authorise(&ctx.actor, UseCase::MindCohort, relation).is_ok()
}

/// What waits of the cohorts that who asks may take steps with; only of their own body's when that is asked.
pub(crate) async fn waiting(ctx: &Ctx, app: &App, mine: bool) -> Result<Vec<(Cohort, Due)>, Error> {
    let mut all = list(ctx, app).await?;
    all.retain(|cohort| {
        let near = !mine || (cohort.organisation.is_some() && cohort.organisation == ctx.actor.organisation);
        near && !cohort.state.is_over() && may_mind(ctx, cohort)
    });
    let (now, mut found) = (ctx.zone.to_datetime(ctx.now), Vec::new());
    for cohort in all {
        let parts = store::enrolment::parts_of_cohort(&app.store, ctx.tenant, cohort.id).await;
        let due = cohort.due(&parts.map_err(crate::fault)?, now);
        found.extend(due.into_iter().map(|due| (cohort.clone(), due)));
    }
    found.sort_by_key(|(cohort, due)| (*due, cohort.id));
    Ok(found)
}

/// What must be known of an applicant: for the rules of the version, and for the groups that come first.
pub fn asked(ctx: &Ctx, app: &App, cohort: &Cohort) -> BTreeSet<Missing> {
    let (reference, nothing, at) = (app.reference, Facts::default(), ctx.zone.to_datetime(ctx.now));
    let program = reference.support_programs.get(&cohort.program);
    let rules = program.and_then(|program| Some((program, program.version(&cohort.program_version)?)));
    let answer = rules
        .and_then(|(program, version)| program.assess(version, &nothing, at, Ground::of(reference)).ok());
    let open = answer.into_iter().flat_map(|answer| answer.lines).filter_map(|line| match line.finding {
        Finding::Missing(what) => Some(what),
        Finding::Met | Finding::NotMet(_) => None,
    });
    let groups = cohort.criteria.iter().filter_map(|criterion| match criterion {
        Criterion::Priority { of } => Some(of),
        Criterion::Score | Criterion::FirstCome | Criterion::Draw => None,
    });
    let groups =
        groups.flatten().filter_map(|code| reference.segments.holds(code, &nothing, at.date()).err());
    open.flatten().chain(groups).collect()
}

/// Who may sign that people attended: whoever runs programmes for the body whose cohort it is, by name.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn supervisors(ctx: &Ctx, app: &App, cohort: &Cohort) -> Result<Vec<(PersonId, String)>, Error> {
    let relation = Relation { organisation: cohort.organisation, ..Relation::default() };
    authorise(&ctx.actor, UseCase::MindCohort, relation)?;
    let accounts = store::person::accounts(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let runs = |grant: &Grant| {
        let near = cohort.organisation.is_none() || grant.organisation == cohort.organisation;
        grant.confirmed && near && reach(grant.role, UseCase::MindCohort) != Reach::No
    };
    let signing = accounts.into_iter().filter(|(person, _)| person.grants.iter().any(runs));
    let mut signing: Vec<_> = signing.map(|(person, identity)| (person.id, identity.name)).collect();
    signing.sort_by(|one, other| one.1.cmp(&other.1).then(one.0.cmp(&other.0)));
    Ok(signing)
}

/// Columns of [`csv`].
const COLUMNS: [&str; 17] = [
    "id",
    "program",
    "name",
    "number",
    "version",
    "body",
    "state",
    "from",
    "until",
    "sessions",
    "seats",
    "seats_taken",
    "applied",
    "waiting",
    "enrolled",
    "completed",
    "dropped_out",
];

/// Cohorts as a table for a spreadsheet: sums, nobody's name.
pub fn csv(app: &App, rows: &[Row], lang: Lang) -> Vec<u8> {
    let cells = |row: &Row| {
        let cohort = &row.cohort;
        let program = app.reference.support_programs.get(&cohort.program);
        vec![
            cohort.id.to_string(),
            cohort.program.to_string(),
            program.map(|program| app.catalogue.say(lang, &program.name())).unwrap_or_default(),
            cohort.number.to_string(),
            cohort.program_version.to_string(),
            row.body.clone(),
            cohort.state.name().to_string(),
            cohort.from.to_string(),
            cohort.until.to_string(),
            cohort.sessions.iter().filter(|session| !session.is_cancelled()).count().to_string(),
            cohort.seats.capacity.to_string(),
            cohort.seats.taken.to_string(),
            row.tally.applied.to_string(),
            row.tally.now(Part::Waiting).to_string(),
            row.tally.enrolled.to_string(),
            row.tally.now(Part::Completed).to_string(),
            row.tally.now(Part::DroppedOut).to_string(),
        ]
    };
    let header: Vec<String> = COLUMNS.iter().map(|name| (*name).to_owned()).collect();
    documents::delimited::csv(&header, &rows.iter().map(cells).collect::<Vec<_>>())
}
