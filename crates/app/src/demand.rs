//! An employer's path: how one opening is filled. Who fits it now, what easing pay, hours or another condition would bring, which
//! subsidies fit such a hire, and who is about to complete a programme for such work. Numbers alone, and none of few people.
//!
//! It must not know how people are matched, nor what a subsidy asks.

use domain::Ctx;
use domain::code::EmploymentType;
use domain::cohort::{Cohort, State};
use domain::employer::Employer;
use domain::enrolment;
use domain::id::{OpeningId, PersonId};
use domain::opening::Opening;
use domain::reminder::days_after;
use domain::support_program::{Assessment, Hire, SupportProgram, Verdict};
use matching::Candidate;

use crate::referral::Wider;
use crate::{App, Error};

/// Days within which a cohort ends whose people are spoken of.
const SOON_DAYS: i32 = 90;

/// What would fill an opening.
#[derive(Debug, Clone)]
pub struct Demand {
    /// The opening, who fits it, and what would bring more.
    pub wider: Wider,
    /// Subsidies for such a hire as far as is known, the certain ones first.
    pub subsidies: Vec<(Assessment<'static>, Verdict)>,
    /// Cohorts that end soon, the first to end first, with how many of their people look for such work.
    pub trainees: Vec<Trainees>,
}

/// People of a cohort who look for such work.
#[derive(Debug, Clone)]
pub struct Trainees {
    /// The cohort.
    pub cohort: Cohort,
    /// Of which programme.
    pub program: &'static SupportProgram,
    /// How many; `None` where they are so few that the number would tell of somebody.
    pub count: Option<usize>,
}

/// What would fill an opening, for its employer and for staff.
///
/// # Errors
/// [`Error::NotFound`] for an opening of somebody else; [`Error::Conflict`](crate::Error::Conflict) for one that is not open.
pub async fn demand(ctx: &Ctx, app: &App, id: OpeningId) -> Result<Demand, Error> {
    let wider = crate::referral::widen(ctx, app, id).await?;
    let employer = store::employer::get(&app.store, ctx.tenant, wider.opening.employer).await;
    let hourly = app.projection.with(|state| state.openings.get(&id).and_then(|entry| entry.hourly_won));
    let hire = hire_of(&wider.opening, &employer.map_err(crate::fault)?, hourly);
    let answers = crate::support_program::fit_hire(ctx, app, &hire)?.into_iter();
    let mut subsidies: Vec<_> = answers.map(|answer| (answer.verdict(), answer)).collect();
    subsidies.retain(|(verdict, _)| !matches!(verdict, Verdict::NotEligible { .. }));
    subsidies.sort_by_key(|(verdict, _)| *verdict != Verdict::Eligible);
    let subsidies = subsidies.into_iter().map(|(verdict, answer)| (answer, verdict)).collect();
    let trainees = trainees(ctx, app, &wider).await?;
    Ok(Demand { wider, subsidies, trainees })
}

/// What an opening and its employer tell of a hire; of the person nothing is known yet.
fn hire_of(opening: &Opening, employer: &Employer, hourly_won: Option<i64>) -> Hire {
    use EmploymentType::{FixedTerm, FixedTermPartTime, Indefinite, IndefinitePartTime};
    let content = &opening.content;
    Hire {
        workers: employer.workers,
        industry: employer.industry.clone(),
        regular: match content.employment_type {
            Some(Indefinite | IndefinitePartTime) => Some(true),
            Some(FixedTerm | FixedTermPartTime) => Some(false),
            _ => None,
        },
        weekly_min: content.work_time.weekly_minutes(),
        hourly_won,
        ..Hire::default()
    }
}

/// Whoever takes part in a cohort that ends soon, agreed to be referred, and wants or can do such work.
async fn trainees(ctx: &Ctx, app: &App, wider: &Wider) -> Result<Vec<Trainees>, Error> {
    let (store, tenant, today) = (&app.store, ctx.tenant, ctx.today());
    let until = days_after(today, SOON_DAYS);
    let mut cohorts: Vec<Cohort> = store::record::all(store, tenant).await.map_err(crate::fault)?;
    cohorts.retain(|cohort| matches!(cohort.state, State::Running { .. }) && cohort.until <= until);
    cohorts.sort_by_key(|cohort| (cohort.until, cohort.id));
    let looking = app.pool.looking(today);
    let fits = |person: PersonId, candidate: &Candidate, known: PersonId| {
        let opening = wider.opening.id;
        person == known && app.projection.with(|state| state.market.rank(candidate, opening).is_some())
    };
    let mut all = Vec::new();
    for cohort in cohorts {
        let Some(program) = app.reference.support_programs.get(&cohort.program) else { continue };
        let parts = store::enrolment::of_cohort(store, tenant, cohort.id).await.map_err(crate::fault)?;
        let takes_part = |part: &enrolment::Enrolment| {
            part.person().filter(|_| matches!(part.state, enrolment::State::Enrolled { .. }))
        };
        let people = parts.iter().filter_map(|(part, _)| takes_part(part));
        let count =
            people.filter(|known| looking.iter().any(|one| fits(one.person, &one.candidate, *known))).count();
        if count > 0 {
            all.push(Trainees { cohort, program, count: Some(count).filter(|n| *n >= wider.least) });
        }
    }
    Ok(all)
}
