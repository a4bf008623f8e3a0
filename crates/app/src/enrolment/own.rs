//! One's own parts in cohorts, with what one wants to know of each; and who may read a part for a paper about it.
//!
//! It must not know anybody else's.

use std::collections::BTreeSet;

use domain::cohort::{Cohort, Criterion, Session};
use domain::enrolment::{Application, Enrolment, Hours, StateName, attended};
use domain::id::EnrolmentId;
use domain::policy::{Relation, UseCase, authorise};
use domain::support_program::{Facts, Finding, Ground, Missing, SupportProgram};
use domain::{Ctx, Role};

use super::of_everyone;
use crate::{App, Error};

/// One's own part.
#[derive(Debug, Clone)]
pub struct Part {
    /// The part.
    pub enrolment: Enrolment,
    /// What one told, as far as it decides.
    pub application: Option<Application>,
    /// The cohort.
    pub cohort: Cohort,
    /// Its programme; `None` when the program does not know it any more.
    pub program: Option<&'static SupportProgram>,
}

impl Part {
    /// The next session that takes place, from a day on; none for whoever does not take part any more.
    pub fn next(&self, from: jiff::civil::Date) -> Option<&Session> {
        let state = self.enrolment.state.name();
        if !matches!(state, StateName::Selected | StateName::Enrolled) || self.cohort.state.is_over() {
            return None;
        }
        self.cohort.sessions.iter().find(|session| session.on >= from && !session.is_cancelled())
    }

    /// How many sessions something was noted of, and the hours of these.
    pub fn attendance(&self) -> (usize, Hours) {
        let noted = |session: &&Session| {
            !session.is_cancelled() && self.enrolment.attendance.contains_key(&session.nth)
        };
        let noted: Vec<Session> = self.cohort.sessions.iter().filter(noted).cloned().collect();
        (noted.len(), attended(&self.enrolment.attendance, &noted))
    }
}

/// What one is asked when one applies: what the version asks, and whether one is of the groups that come first.
pub fn asked(ctx: &Ctx, app: &App, cohort: &Cohort) -> BTreeSet<Missing> {
    let (ground, at, nobody) = (Ground::of(app.reference), ctx.zone.to_datetime(ctx.now), Facts::default());
    let program = app.reference.support_programs.get(&cohort.program);
    let version = program.and_then(|program| program.version(&cohort.program_version));
    let answer =
        program.zip(version).and_then(|(one, version)| one.assess(version, &nobody, at, ground).ok());
    let lines = answer.into_iter().flat_map(|answer| answer.lines);
    let missing = lines.filter_map(|line| match line.finding {
        Finding::Missing(what) => Some(what),
        Finding::Met | Finding::NotMet(_) => None,
    });
    let groups = cohort.criteria.iter().filter_map(|criterion| match criterion {
        Criterion::Priority { of } => Some(of),
        Criterion::Score | Criterion::FirstCome | Criterion::Draw => None,
    });
    let first = groups.flatten().filter_map(|code| ground.segments.holds(code, &nobody, at.date()).err());
    missing.flatten().chain(first).collect()
}

/// One's own parts under whichever id, the latest first; none for whoever is no jobseeker.
///
/// # Errors
/// [`Error::Forbidden`] while nobody has confirmed who one is; when the store cannot be read.
pub async fn mine(ctx: &Ctx, app: &App) -> Result<Vec<Part>, Error> {
    let Some(person) = ctx.actor.person.filter(|_| ctx.actor.role == Role::Seeker) else {
        return Ok(Vec::new());
    };
    let own = Relation { person: Some(person), ..Relation::default() };
    authorise(&ctx.actor, UseCase::ReadEnrolment, own)?;
    let mut parts = Vec::new();
    for (enrolment, application) in of_everyone(ctx, app, person).await? {
        let cohort = store::record::find(&app.store, ctx.tenant, enrolment.cohort).await;
        let cohort: Cohort = cohort.map_err(crate::fault)?.ok_or(Error::NotFound)?;
        let program = app.reference.support_programs.get(&enrolment.program);
        parts.push(Part { enrolment, application, cohort, program });
    }
    parts.sort_by_key(|part| std::cmp::Reverse((part.enrolment.applied_at, part.enrolment.id)));
    Ok(parts)
}

/// Somebody's part with its cohort, for whoever runs that, looks after the person or is the person. Whoever was erased has none
/// that could be read.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::WhyNeeded`] for whoever must say why first.
pub(crate) async fn readable(ctx: &Ctx, app: &App, id: EnrolmentId) -> Result<(Enrolment, Cohort), Error> {
    let (store, tenant) = (&app.store, ctx.tenant);
    let found = store::enrolment::find(store, tenant, id).await.map_err(crate::fault)?;
    let (one, _) = found.ok_or(Error::NotFound)?;
    let person = one.person().ok_or(Error::NotFound)?;
    let cohort = store::record::find(store, tenant, one.cohort).await.map_err(crate::fault)?;
    let cohort: Cohort = cohort.ok_or(Error::NotFound)?;
    let own = Some(crate::seeker::own_id(ctx, app, person).await?);
    let stands = Relation { person: own, organisation: cohort.organisation, ..Relation::default() };
    if authorise(&ctx.actor, UseCase::ReadEnrolment, stands).is_ok() {
        return Ok((one, cohort));
    }
    for (seeker, profile) in store::seeker::of_person(store, tenant, person).await.map_err(crate::fault)? {
        let stands = crate::seeker::relation_of_one(ctx, app, &seeker, profile.as_ref()).await?;
        if authorise(&ctx.actor, UseCase::ReadEnrolment, stands).is_ok() {
            crate::seeker::before(ctx, app, seeker.id).await?;
            return Ok((one, cohort));
        }
    }
    Err(Error::NotFound)
}
