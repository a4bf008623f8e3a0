//! What questions came to, by cohort, event and employer: who was asked and who answered in full; what they answered only in sums, with
//! small cells hidden from everybody (CR-23), because an answer is its person's. And what everybody may read of a cohort.

use std::collections::BTreeMap;

use domain::Ctx;
use domain::cohort::{Cohort, EmploymentName, State};
use domain::counting::{Kept, cr_23_suppress};
use domain::id::{CohortId, HiringEventId};
use domain::message::Message;
use domain::policy::{Relation, UseCase, authorise};
use domain::reminder::days_after;
use domain::satisfaction::{About, Kind, Reason, Score, StateName, Sums};
use domain::support_program::ProgramId;
use jiff::Timestamp;
use jiff::civil::Date;
use strum::IntoEnumIterator;
use uuid::Uuid;

use crate::cohort::Shown;
use crate::{App, Error};

/// Days that are looked back.
const DAYS: i32 = 365;

/// Sums as they may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Everybody who was asked.
    pub asked: u32,
    /// By where it stands.
    pub states: Vec<(StateName, u32)>,
    /// How it was; `None` for a cell that is hidden. Empty where that was not asked.
    pub scores: Vec<(Score, Option<i64>)>,
    /// What was not good, the most often named first; hidden ones are left out.
    pub reasons: Vec<(Reason, i64)>,
    /// Still there, and no longer.
    pub still: [Option<i64>; 2],
}

/// What came of questions about one cohort, one hiring event or the jobs at one employer.
#[derive(Debug, Clone)]
pub struct Group {
    /// What was asked.
    pub kind: Kind,
    /// About which cohort or event, or at which employer.
    pub id: Uuid,
    /// The same in words.
    pub what: Message,
    /// What came of it.
    pub sums: Published,
}

/// All that was asked in a year.
#[derive(Debug, Clone)]
pub struct FollowUp {
    /// From this day on.
    pub since: Date,
    /// As of when.
    pub as_of: Timestamp,
    /// By kind.
    pub kinds: Vec<(Kind, Published)>,
    /// By kind, then by how many were asked.
    pub groups: Vec<Group>,
    /// How many must be called today, of all.
    pub due: usize,
}

/// What everybody may read of what became of a cohort.
#[derive(Debug, Clone)]
pub struct Public {
    /// The cohort.
    pub cohort: Cohort,
    /// People who completed it; `None` where they are so few that they are hidden.
    pub completers: Option<i64>,
    /// Who had work after three and six months.
    pub employed: [After; 2],
    /// After how many months, of how many jobs, and how many they still had; hidden where they are few.
    pub retained: [(u8, Option<(i64, i64)>); 2],
    /// How it was.
    pub satisfaction: Published,
    /// As of when.
    pub as_of: Timestamp,
    /// Version of the counting rules.
    pub rule_set: &'static str,
}

/// Who of a cohort had work after some months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After {
    /// How many.
    pub months: u8,
    /// Where that stands.
    pub state: EmploymentName,
    /// On which day.
    pub on: Date,
    /// How many, once it is known.
    pub shown: Option<Shown>,
}

impl Published {
    /// Of these sums, with cells under `least` hidden.
    fn of(sums: &Sums, least: i64) -> Self {
        let scored: Vec<i64> =
            Score::iter().map(|score| i64::from(sums.scores.get(&score).copied().unwrap_or(0))).collect();
        let scores = match scored.iter().any(|n| *n > 0) {
            true => Score::iter().zip(cr_23_suppress(&scored, least)).collect(),
            false => Vec::new(),
        };
        let mut reasons: Vec<(Reason, i64)> =
            sums.reasons.iter().map(|(reason, n)| (*reason, i64::from(*n))).collect();
        reasons.retain(|(_, n)| *n >= least);
        reasons.sort_by_key(|(reason, n)| (-n, *reason));
        let still = cr_23_suppress(&[i64::from(sums.still.0), i64::from(sums.still.1)], least);
        Self {
            asked: sums.asked,
            states: StateName::iter().map(|state| (state, sums.now(state))).collect(),
            scores,
            reasons,
            still: [0, 1].map(|nth| still.get(nth).copied().flatten()),
        }
    }

    /// How many stand so.
    pub fn now(&self, state: StateName) -> u32 {
        self.states.iter().find(|(name, _)| *name == state).map_or(0, |(_, n)| *n)
    }
}

/// What was asked in the last year and what came of it, for whoever may read figures.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn follow_up(ctx: &Ctx, app: &App) -> Result<FollowUp, Error> {
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default())?;
    let (least, since) = (app.city.ledger().least_shown, days_after(ctx.today(), -DAYS));
    let all = store::satisfaction::since(&app.store, ctx.tenant, since).await.map_err(crate::fault)?;
    let mut kinds: BTreeMap<Kind, Sums> = BTreeMap::new();
    let mut groups: BTreeMap<(Kind, Uuid), (About, Sums)> = BTreeMap::new();
    let mut due = 0;
    for (one, answer) in &all {
        let of = match one.about {
            About::Cohort { cohort, .. } => cohort.0,
            About::Event { event, .. } => event.0,
            About::Placement { employer, .. } => employer.0,
        };
        let kind = one.about.kind();
        kinds.entry(kind).or_default().add(one, answer.as_ref());
        groups.entry((kind, of)).or_insert_with(|| (one.about, Sums::default())).1.add(one, answer.as_ref());
        // Whether somebody still works there is on the list of the claims.
        let calls = kind != Kind::Retention && one.due().is_some_and(|day| day <= ctx.today());
        due += usize::from(calls);
    }
    let mut named = Vec::with_capacity(groups.len());
    for ((kind, id), (about, sums)) in groups {
        let what = super::what(ctx, app, &about).await?;
        named.push(Group { kind, id, what, sums: Published::of(&sums, least) });
    }
    named.sort_by_key(|group| (group.kind, std::cmp::Reverse(group.sums.asked), group.id));
    let kinds = kinds.into_iter().map(|(kind, sums)| (kind, Published::of(&sums, least))).collect();
    Ok(FollowUp { since, as_of: ctx.now, kinds, groups: named, due })
}

/// What became of a cohort that was published, for everybody.
///
/// # Errors
/// [`Error::NotFound`] for one that is only planned; when the store cannot be read.
pub async fn public(ctx: &Ctx, app: &App, id: CohortId) -> Result<Public, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let (store, tenant) = (&app.store, ctx.tenant);
    let found: Option<Cohort> = store::record::find(store, tenant, id).await.map_err(crate::fault)?;
    let cohort = found.filter(|one| !matches!(one.state, State::Planned)).ok_or(Error::NotFound)?;
    let outcome = crate::cohort::outcome_of(ctx, app, cohort).await?;
    let least = app.city.ledger().least_shown;
    let mut sums = Sums::default();
    add(ctx, app, &mut sums, id.0).await?;
    let completers = i64::from(outcome.completers);
    let employed = [(3, outcome.employed_3m), (6, outcome.employed_6m)];
    let retained = [(3, outcome.retained_3m), (6, outcome.retained_6m)];
    Ok(Public {
        completers: (completers == 0 || completers >= least).then_some(completers),
        employed: employed.map(|(months, known)| After {
            months,
            state: known.name(),
            on: outcome.cohort.months_after(months),
            shown: outcome.shown(&known, least),
        }),
        retained: retained.map(|(months, kept)| (months, stayed(&kept, least))),
        satisfaction: Published::of(&sums, least),
        as_of: outcome.as_of,
        rule_set: outcome.rule_set,
        cohort: outcome.cohort,
    })
}

/// What people said in words about a cohort, for whoever may know everybody who took part in it: without names, in an order that tells
/// nothing, and only from so many on as cells are shown (CR-23).
///
/// # Errors
/// [`Error::NotFound`], also for those who may not know who took part.
pub async fn words(ctx: &Ctx, app: &App, id: CohortId) -> Result<Vec<String>, Error> {
    let cohort: Cohort = crate::record::get(ctx, app, UseCase::ReadCohort, id).await?;
    crate::enrolment::may_know_all(ctx, &cohort)?;
    let all = store::satisfaction::of_group(&app.store, ctx.tenant, id).await.map_err(crate::fault)?;
    let said = all.into_iter().filter_map(|(_, answer)| Some(answer?.word));
    let mut said: Vec<String> = said.filter(|word| !word.is_empty()).collect();
    said.sort_unstable();
    let few = i64::try_from(said.len()).is_ok_and(|n| n < app.city.ledger().least_shown);
    Ok(if few { Vec::new() } else { said })
}

/// How a programme was for those who completed any cohort of it, for everybody.
///
/// # Errors
/// When the store cannot be read.
pub async fn of_program(ctx: &Ctx, app: &App, program: &ProgramId) -> Result<Published, Error> {
    authorise(&ctx.actor, UseCase::ReadPublic, Relation::default())?;
    let (store, tenant, mut sums) = (&app.store, ctx.tenant, Sums::default());
    for cohort in store::record::all::<Cohort>(store, tenant).await.map_err(crate::fault)? {
        if cohort.program != *program {
            continue;
        }
        add(ctx, app, &mut sums, cohort.id.0).await?;
    }
    Ok(Published::of(&sums, app.city.ledger().least_shown))
}

/// How a hiring event was for those who talked to an employer there, for everybody.
///
/// # Errors
/// When the store cannot be read.
pub(crate) async fn of_event(ctx: &Ctx, app: &App, id: HiringEventId) -> Result<Published, Error> {
    let mut sums = Sums::default();
    add(ctx, app, &mut sums, id.0).await?;
    Ok(Published::of(&sums, app.city.ledger().least_shown))
}

/// Takes in all that was asked about one thing.
async fn add(ctx: &Ctx, app: &App, sums: &mut Sums, group: Uuid) -> Result<(), Error> {
    let all = store::satisfaction::of_group(&app.store, ctx.tenant, group).await.map_err(crate::fault)?;
    all.iter().for_each(|(one, answer)| sums.add(one, answer.as_ref()));
    Ok(())
}

/// Of how many jobs whose day has come how many they still had, unless that tells of few.
fn stayed(kept: &Kept, least: i64) -> Option<(i64, i64)> {
    let (due, there) = (kept.due.value(), kept.kept.value());
    let cells = cr_23_suppress(&[there, due - there], least);
    cells.iter().all(Option::is_some).then_some((there, due))
}
