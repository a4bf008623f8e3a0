//! Years of results for a filled city, of any number: what it takes to see how the pages bear a real one's
//! ledger. Rows and log entries are written as every other claim is, a batch in one transaction.

use std::sync::Arc;

use domain::area::AreaCode;
use domain::code::EmploymentType;
use domain::id::{EmployerId, OrganisationId, PersonId, SeekerId};
use domain::placement::{
    Evidence, EvidenceKind, How, Placement, RETENTION_MONTHS, Retention, State, Steps, Terms,
};
use domain::seeker::StateName;
use domain::{Actor, Channel, Ctx, Role};
use jiff::ToSpan;
use jiff::civil::Date;

use super::BATCH;
use crate::{App, Error};

/// Over how many years the results lie.
const YEARS: usize = 10;
/// Referrals that are under way, so that a day has something to do.
const REFERRALS: usize = 400;

/// Whom and what the results are about.
struct Cast {
    seekers: Vec<(SeekerId, PersonId, Option<AreaCode>, Option<Date>)>,
    employers: Vec<(EmployerId, Option<AreaCode>)>,
    bodies: Vec<OrganisationId>,
}

/// Writes `count` results of the last years and begins some referrals. `done` is told how many are written.
///
/// # Errors
/// When the store fails.
pub async fn history(
    ctx: &Ctx,
    app: &App,
    count: usize,
    done: &(dyn Fn(usize, usize) + Sync),
) -> Result<(), Error> {
    let cast = cast(ctx, app).await?;
    let imported = ctx.acting_as(Actor { channel: Channel::Import, ..ctx.actor.clone() });
    let mut written = 0;
    while written < count {
        let upto = (written + BATCH).min(count);
        let claims: Vec<Placement> =
            (written..upto).filter_map(|nth| claim(&imported, &cast, nth, count)).collect();
        let claims = Arc::new(claims);
        app.write(&imported, move |tx, ctx| {
            let claims = claims.clone();
            Box::pin(async move { store::placement::insert_many(tx, &ctx, &claims).await })
        })
        .await?;
        written = upto;
        done(written, count);
    }
    referrals(ctx, app, &cast).await
}

async fn cast(ctx: &Ctx, app: &App) -> Result<Cast, Error> {
    let (mut seekers, mut last) = (Vec::new(), None);
    loop {
        let active = Some(StateName::Active);
        let records =
            store::seeker::after(&app.store, ctx.tenant, active, last).await.map_err(crate::fault)?;
        let Some((end, _)) = records.last() else { break };
        last = Some(end.id);
        let told = records
            .into_iter()
            .map(|(seeker, profile)| (seeker.id, seeker.person, profile.unwrap_or_default()))
            .map(|(id, person, profile)| (id, person, profile.area, profile.born_on));
        seekers.extend(told);
    }
    let employers = store::employer::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    Ok(Cast {
        seekers,
        employers: employers.into_iter().map(|employer| (employer.id, employer.area)).collect(),
        bodies: bodies.into_iter().map(|body| body.id).collect(),
    })
}

fn below(ctx: &Ctx, n: usize) -> usize {
    let draw = u32::from_le_bytes(ctx.random::<4>());
    usize::try_from((u64::from(draw) * n as u64) >> 32).unwrap_or(0)
}

/// The claim of a place in the row of years, with the evidence and the looks that such claims mostly have.
fn claim(ctx: &Ctx, cast: &Cast, nth: usize, count: usize) -> Option<Placement> {
    let today = ctx.today();
    let back = i64::try_from((count - nth) * YEARS * 365 / count.max(1)).ok()?;
    let start_on = today.saturating_sub(back.days());
    let (seeker, person, residence, born_on) = cast.seekers.get(below(ctx, cast.seekers.len()))?.clone();
    let (employer, work_area) = cast.employers.get(below(ctx, cast.employers.len()))?.clone();
    let how = match below(ctx, 100) {
        0..=59 => How::Referral,
        60..=69 => How::SelfFound,
        70..=79 => How::Event,
        80..=89 => How::Training,
        90..=95 => How::DirectJob,
        _ => How::Subsidised,
    };
    let before = |days: i64| Some(start_on.saturating_sub(days.days()));
    let claim = Placement {
        id: ctx.id(),
        person,
        seeker: Some(seeker),
        employer,
        opening: None,
        referral: None,
        how,
        start_on,
        steps: Steps { registered_on: before(40), referred_on: before(14), interviewed_on: before(7) },
        terms: Terms {
            employment_type: Some(EmploymentType::Indefinite),
            weekly_minutes: Some(40 * 60),
            ..Terms::default()
        },
        residence,
        age: domain::counting::age_at_start(born_on, start_on),
        work_area,
        owner: cast.bodies.get(below(ctx, cast.bodies.len())).copied(),
        contributors: Vec::new(),
        amended: Vec::new(),
        moved: Vec::new(),
        project: String::new(),
        evidence: Vec::new(),
        handed: None,
        confirmed_by_person: (below(ctx, 10) < 4).then_some(ctx.now),
        retention: Vec::new(),
        state: State::Claimed,
        dispute: None,
        version: 1,
        created_by: None,
        created_at: ctx.now,
        updated_at: ctx.now,
    };
    let claim = claim.judged(ctx.now);
    let kind = match below(ctx, 10) {
        0..=5 => EvidenceKind::InsuranceLookup,
        6..=7 => EvidenceKind::EmployerNotice,
        8 => EvidenceKind::Phone,
        _ => return Some(claim),
    };
    let kept = claim.clone().attach(Evidence::new(kind, start_on, None), ctx.now, today).unwrap_or(claim);
    Some(looked_at(ctx, kept, today))
}

fn looked_at(ctx: &Ctx, mut claim: Placement, today: Date) -> Placement {
    for months in RETENTION_MONTHS {
        let on = claim.start_on.saturating_add(i64::from(months).months());
        if on > today || below(ctx, 10) < 3 {
            break;
        }
        let grade = domain::placement::EvidenceGrade::E1;
        let look = Retention { months, still_employed: below(ctx, 10) < 8, on, grade };
        claim = claim.clone().check_retention(look, None, ctx.now, today).unwrap_or(claim);
    }
    claim
}

/// People on their way to openings, some agreed, some with a letter.
async fn referrals(ctx: &Ctx, app: &App, cast: &Cast) -> Result<(), Error> {
    crate::follow::step(app).await?;
    let counselor = ctx.acting_as(Actor { role: Role::Counselor, ..ctx.actor.clone() });
    let openings: Vec<_> = app.projection.with(|state| state.openings.keys().copied().collect());
    for nth in 0..REFERRALS {
        let (Some((seeker, ..)), Some(opening)) =
            (cast.seekers.get(below(ctx, cast.seekers.len())), openings.get(below(ctx, openings.len())))
        else {
            break;
        };
        // Whoever may not be referred to this one stays at home.
        let Ok(id) = crate::referral::propose(&counselor, app, *seeker, *opening).await else { continue };
        if nth % 2 == 0
            && crate::referral::agree(&counselor, app, id, 1, Channel::Phone).await.is_ok()
            && nth % 4 == 0
        {
            crate::referral::send(&counselor, app, id, 2).await?;
        }
    }
    Ok(())
}
