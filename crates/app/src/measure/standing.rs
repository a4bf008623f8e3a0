//! What came of the measures of a year: one question each, answered together, kept until the log moves on; and the rows behind
//! every figure. It must not know how measures are written.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use domain::Ctx;
use domain::counting::{Asked, Basis, Class, Counted, Filter, Ledger, Part, RULE_SET, Standing, Tally};
use domain::id::{MeasureId, OrganisationId, PlacementId, TermPlanId};
use domain::measure::{Measure, Unit};
use domain::policy::{Relation, UseCase, authorise};
use jiff::SignedDuration;
use jiff::civil::Date;

use super::Stamp;
use crate::ledger::{digest, districts};
use crate::page::Page;
use crate::placement::View as Claim;
use crate::statistics::Records;
use crate::{App, Error};

/// Years whose boards are kept.
const KEPT: usize = 4;

/// Confirmed and claimed in the measure's own unit: two numbers that are never added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reached {
    /// With evidence.
    pub confirmed: i64,
    /// By word only.
    pub claimed: i64,
}

impl Reached {
    fn of(unit: Unit, tally: &Tally) -> Self {
        let (confirmed, claimed) = unit.of(tally);
        Self { confirmed, claimed }
    }
}

/// Which of the two is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// With evidence.
    Confirmed,
    /// By word only.
    Claimed,
}

/// A measure with what came of it.
#[derive(Debug, Clone)]
pub struct Line {
    /// The measure.
    pub measure: Measure,
    /// Name of the body that does it.
    pub owner: String,
    /// In the year, up to the day.
    pub year: Reached,
    /// By quarter.
    pub quarters: [Reached; 4],
}

/// How old a board may be for a page that must not wait.
const LATELY: SignedDuration = SignedDuration::from_mins(10);

/// What several measures of one unit come to together: what two of them hold is told once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// Their category of the disclosure scheme; none for all categories.
    pub category: Option<String>,
    /// In what they are counted.
    pub unit: Unit,
    /// How many there are.
    pub measures: usize,
    /// Their targets together.
    pub target: i64,
    /// What came of them, each event or person once.
    pub reached: Reached,
}

/// All measures of a year.
#[derive(Debug, Clone)]
pub struct Board {
    /// Of which year.
    pub year: i16,
    /// As of when and from what.
    pub stamp: Stamp,
    /// In order of making.
    pub lines: Vec<Line>,
    /// Of the year's plan: by category in the order of the form, and for all categories, each unit apart.
    pub sums: Vec<Sum>,
}

impl Board {
    /// All measures of a unit together.
    pub fn whole(&self, unit: Unit) -> Option<&Sum> {
        self.sums.iter().find(|sum| sum.category.is_none() && sum.unit == unit)
    }

    /// By category.
    pub fn categories(&self) -> impl Iterator<Item = &Sum> {
        self.sums.iter().filter(|sum| sum.category.is_some())
    }
}

/// A row behind a figure.
#[derive(Debug, Clone)]
pub enum Row {
    /// A claim of the ledger, and the days worked in its event.
    Claim(Box<Claim>, i64),
    /// Something recorded beside the ledger, on a day; of whom is not said here.
    Recorded(Date),
}

impl Line {
    /// Confirmed results as tenths of a percent of the year's target; `None` without a target.
    pub fn achieved(&self) -> Option<i64> {
        let target = self.measure.year_target();
        (target > 0).then(|| (self.year.confirmed.saturating_mul(2_000) + target).div_euclid(2 * target))
    }

    /// What should have come by a day: the quarters that are over.
    pub fn due_by(&self, today: Date) -> i64 {
        let (year, target) = (self.measure.year, self.measure.target);
        match today.year().cmp(&year) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Greater => self.measure.year_target(),
            std::cmp::Ordering::Equal => {
                let quarter = usize::from(today.month().unsigned_abs().saturating_sub(1) / 3).min(3);
                target.iter().take(quarter).fold(0, |sum, one| sum.saturating_add(*one))
            }
        }
    }

    /// Whether less came than should have by a day.
    pub fn falls_short(&self, today: Date) -> bool {
        self.year.confirmed < self.due_by(today)
    }
}

/// Boards as they stood at an entry of the log, on a day.
#[derive(Debug, Default)]
pub(crate) struct Kept(Mutex<Vec<(i64, Date, Arc<Board>)>>);

/// The measures of a year with what came of them; of the present year if nothing is said.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn board(ctx: &Ctx, app: &App, year: Option<i16>) -> Result<Arc<Board>, Error> {
    authorise(&ctx.actor, UseCase::ReadPlan, Relation::default())?;
    board_of(ctx, app, year.unwrap_or_else(|| ctx.today().year())).await
}

/// The same as it was lately, for a page that must not wait for the ledger; it says as of when.
pub(crate) async fn board_lately(ctx: &Ctx, app: &App, year: i16) -> Result<Arc<Board>, Error> {
    {
        let known = app.boards.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = |board: &Board| board.year == year && ctx.now.duration_since(board.stamp.as_of) < LATELY;
        if let Some((.., board)) = known.iter().find(|(.., board)| fresh(board)) {
            return Ok(board.clone());
        }
    }
    board_of(ctx, app, year).await
}

/// The same for whoever was let in by another door.
pub(crate) async fn board_of(ctx: &Ctx, app: &App, year: i16) -> Result<Arc<Board>, Error> {
    app.ledger.ready(app).await?;
    let today = ctx.today();
    let seq = app.ledger.with(|_, _, seq| seq);
    {
        let known = app.boards.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |one: &&(i64, Date, Arc<Board>)| (one.0, one.1, one.2.year) == (seq, today, year);
        if let Some((.., board)) = known.iter().find(same) {
            return Ok(board.clone());
        }
    }
    let measures: Vec<Measure> = store::record::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    let measures: Vec<Measure> = measures.into_iter().filter(|measure| measure.year == year).collect();
    let bodies = store::organisation::all(&app.store, app.tenant).await.map_err(crate::fault)?;
    let mut questions: Vec<Vec<Asked>> =
        measures.iter().map(|measure| vec![asked(app, measure, today)]).collect();
    let plans = crate::term_plan::all(app).await?;
    // One plan is in force; what is written for another does not enter its sums.
    let plan = crate::term_plan::of_year(&plans, year).map(|plan| plan.id);
    let mut sums = sums_of(app, &measures, year, plan);
    questions
        .extend(sums.iter().map(|(_, of)| of.iter().map(|at| asked(app, &measures[*at], today)).collect()));
    let whole = Measure { year, ..blank() };
    let of_year = Filter { owner: None, ..asked(app, &whole, Date::MAX).filter };
    let (answers, digest, at) = app.ledger.with(|ledger, counted, at| {
        (ledger.answers(counted, &questions), digest(&ledger.told(counted, &of_year)), at)
    });
    for ((sum, of), answer) in sums.iter_mut().zip(answers.iter().skip(measures.len())) {
        sum.reached = Reached::of(sum.unit, &answer.whole);
        if sum.unit.is_recorded() {
            let days = recorded_now(app, sum.unit, of.iter().map(|at| &measures[*at]), today);
            sum.reached.confirmed = i64::try_from(days.len()).unwrap_or(i64::MAX);
        }
    }
    let mut lines = Vec::with_capacity(measures.len());
    for (measure, answer) in measures.into_iter().zip(answers) {
        let unit = measure.content.query.unit;
        let of = |tally: &_| Reached::of(unit, tally);
        let (mut whole, mut quarters) = (of(&answer.whole), answer.quarters.map(|tally| of(&tally)));
        if unit.is_recorded() {
            for day in recorded_now(app, unit, [&measure], today) {
                let quarter = usize::from(day.month().unsigned_abs().saturating_sub(1) / 3).min(3);
                whole.confirmed += 1;
                quarters[quarter].confirmed += 1;
            }
        }
        let owner = bodies.iter().find(|body| body.id == measure.owner);
        let owner = owner.map(|body| body.name.clone()).unwrap_or_default();
        lines.push(Line { measure, owner, year: whole, quarters });
    }
    let stamp = Stamp { as_of: ctx.now, seq: at, rule_set: RULE_SET, digest };
    let sums = sums.into_iter().map(|(sum, _)| sum).collect();
    let board = Arc::new(Board { year, stamp, lines, sums });
    let mut known = app.boards.0.lock().unwrap_or_else(PoisonError::into_inner);
    known.retain(|(.., kept)| kept.year != year);
    let surplus = (known.len() + 1).saturating_sub(KEPT);
    known.drain(..surplus);
    known.push((at, today, board.clone()));
    Ok(board)
}

/// A measure of nobody, to ask for a whole year.
fn blank() -> Measure {
    Measure {
        id: MeasureId(uuid::Uuid::nil()),
        term_plan: TermPlanId(uuid::Uuid::nil()),
        year: 0,
        owner: OrganisationId(uuid::Uuid::nil()),
        content: domain::measure::Content::default(),
        target: [0; 4],
        revisions: Vec::new(),
        shortfall: None,
        version: 1,
        created_at: jiff::Timestamp::UNIX_EPOCH,
    }
}

/// The question of a measure: the city's people, by home (CR-20).
pub(crate) fn asked(app: &App, measure: &Measure, until: Date) -> Asked {
    let asked = measure.asked(until);
    Asked { filter: Filter { basis: Basis::Residents, districts: districts(app), ..asked.filter }, ..asked }
}

/// The same as the books are now.
pub(crate) fn recorded_now<'a>(
    app: &App,
    unit: Unit,
    measures: impl IntoIterator<Item = &'a Measure>,
    until: Date,
) -> Vec<Date> {
    app.ledger.with_records(|ledger, counted, records, _| {
        recorded((ledger, counted, records), unit, measures, until)
    })
}

/// The days of what measures of a year ask for together in a unit that is recorded beside the ledger, up to a day, in order;
/// what two of them ask for is told once.
pub(crate) fn recorded<'a>(
    (ledger, counted, records): (&Ledger, &Counted, &Records),
    unit: Unit,
    measures: impl IntoIterator<Item = &'a Measure>,
    until: Date,
) -> Vec<Date> {
    let whose = |one: &Measure| (one.year, (!one.content.query.whole_city).then_some(one.owner));
    let mut asked: BTreeSet<_> = measures.into_iter().map(whose).collect();
    let whole: BTreeSet<i16> =
        asked.iter().filter(|(_, body)| body.is_none()).map(|(year, _)| *year).collect();
    asked.retain(|(year, body)| body.is_none() || !whole.contains(year));
    let of = |(year, body)| match unit {
        Unit::Services => records.served(year, body),
        Unit::ProgramCompletions => records.completions.completed(year, body),
        Unit::CompletersEmployed => records.completions.employed((ledger, counted), (year, body), until),
        Unit::Jobs | Unit::Persons | Unit::PersonDays | Unit::Completions => Vec::new(),
    };
    let mut days: Vec<Date> = asked.into_iter().flat_map(of).collect();
    days.retain(|day| *day <= until);
    days.sort_unstable();
    days
}

/// The sums that are asked for, each with the places of its measures: by category in the form's order, then all.
fn sums_of(app: &App, measures: &[Measure], year: i16, plan: Option<TermPlanId>) -> Vec<(Sum, Vec<usize>)> {
    let order: Vec<&str> = app.reference.categories.in_force(year).map(|one| one.code.as_str()).collect();
    let place = |code: &str| order.iter().position(|known| *known == code).unwrap_or(order.len());
    let mut groups: BTreeMap<(bool, usize, Option<&str>, Unit), Vec<usize>> = BTreeMap::new();
    for (at, measure) in measures.iter().enumerate().filter(|(_, one)| Some(one.term_plan) == plan) {
        let (code, unit) = (measure.content.category.as_str(), measure.content.query.unit);
        groups.entry((false, place(code), Some(code), unit)).or_default().push(at);
        groups.entry((true, 0, None, unit)).or_default().push(at);
    }
    let sum = |((_, _, category, unit), of): ((bool, usize, Option<&str>, Unit), Vec<usize>)| {
        let targets = of.iter().map(|at| measures[*at].year_target());
        let target = targets.fold(0_i64, i64::saturating_add);
        let category = category.map(str::to_owned);
        (Sum { category, unit, measures: of.len(), target, reached: Reached::default() }, of)
    };
    groups.into_iter().map(sum).collect()
}

/// The rows behind one figure of a measure: of its year or one quarter, of one grade. People are named only to those
/// who may see them, and each is told of the look.
///
/// # Errors
/// [`Error::NotFound`]; when the store cannot be read.
pub async fn rows(
    ctx: &Ctx,
    app: &App,
    id: MeasureId,
    (grade, quarter): (Option<Grade>, Option<u8>),
    (page, size): (usize, usize),
) -> Result<Page<Row>, Error> {
    let measure: Measure = crate::record::get(ctx, app, UseCase::ReadPlan, id).await?;
    authorise(&ctx.actor, UseCase::ReadLedger, Relation::default())?;
    app.ledger.ready(app).await?;
    let today = ctx.today();
    let (page, size) = (page.max(1), size.clamp(1, 100));
    let within =
        |day: Date| quarter.is_none_or(|quarter| (day.month().unsigned_abs() - 1) / 3 + 1 == quarter);
    let unit = measure.content.query.unit;
    if unit.is_recorded() {
        let mut days = match grade {
            Some(Grade::Claimed) => Vec::new(),
            _ => recorded_now(app, unit, [&measure], today),
        };
        days.retain(|day| within(*day));
        let total = days.len();
        let items = days.into_iter().skip((page - 1).saturating_mul(size)).take(size).map(Row::Recorded);
        return Ok(Page { items: items.collect(), total, page, size });
    }
    let mut asked = asked(app, &measure, today);
    asked.filter.standing = grade.map(|grade| match grade {
        Grade::Confirmed => Standing::Confirmed,
        Grade::Claimed => Standing::Claimed,
    });
    if let Some(quarter) = quarter.filter(|quarter| (1..=4).contains(quarter)) {
        let month = i8::try_from(quarter * 3).unwrap_or(12);
        let first = Date::new(measure.year, month - 2, 1).map_err(Error::internal)?;
        let last = Date::new(measure.year, month, 1).map_err(Error::internal)?.last_of_month();
        asked.filter.from = Some(first);
        asked.filter.to = asked.filter.to.map(|to| to.min(last));
    }
    paged(ctx, app, &asked, (page, size)).await
}

/// Of the confirmed hires of a measure whose day has come after some months, how many were still there (CR-22).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stayed {
    /// Whose day has come.
    pub due: i64,
    /// Of these, those found still there.
    pub kept: i64,
}

/// Who stayed, by measure, after 1, 3, 6 and 12 months. Of trainings and of what is recorded beside the ledger it is nothing: they are no hires.
///
/// # Errors
/// [`Error::Forbidden`]; when the store cannot be read.
pub async fn stayed(ctx: &Ctx, app: &App, lines: &[&Line]) -> Result<Vec<[Stayed; 4]>, Error> {
    authorise(&ctx.actor, UseCase::ReadPlan, Relation::default())?;
    app.ledger.ready(app).await?;
    let today = ctx.today();
    let of = |line: &&Line| {
        let Some((filter, class)) = hires(app, &line.measure, today) else { return Default::default() };
        let figures = app.ledger.with(|ledger, counted, _| ledger.figures(counted, &filter, today));
        figures.class(class).kept.map(|kept| Stayed { due: kept.due.value(), kept: kept.kept.value() })
    };
    Ok(lines.iter().map(of).collect())
}

/// The hires of a measure, of one class: classes are never added. Jobs (R1) where it does not say which.
fn hires(app: &App, measure: &Measure, today: Date) -> Option<(Filter, Class)> {
    let unit = measure.content.query.unit;
    if unit == Unit::Completions || unit.is_recorded() {
        return None;
    }
    let class = measure.content.query.class.unwrap_or(Class::R1);
    Some((Filter { class: Some(class), ..asked(app, measure, today).filter }, class))
}

/// The rows of those whose day after so many months has come.
///
/// # Errors
/// [`Error::NotFound`]; when the store cannot be read.
pub async fn rows_after(
    ctx: &Ctx,
    app: &App,
    id: MeasureId,
    months: u8,
    (page, size): (usize, usize),
) -> Result<Page<Row>, Error> {
    let measure: Measure = crate::record::get(ctx, app, UseCase::ReadPlan, id).await?;
    let Some((filter, _)) = hires(app, &measure, ctx.today()) else {
        return Ok(Page { items: Vec::new(), total: 0, page: 1, size });
    };
    let asked = Asked { filter, part: Some(Part::Due(months)) };
    paged(ctx, app, &asked, (page.max(1), size.clamp(1, 100))).await
}

/// The claims behind a question, each with the days worked in its event.
async fn paged(
    ctx: &Ctx,
    app: &App,
    asked: &Asked,
    (page, size): (usize, usize),
) -> Result<Page<Row>, Error> {
    let found = crate::ledger::rows_of(ctx, app, asked, page, size).await?;
    let told = app.ledger.with(|ledger, counted, _| ledger.told(counted, &asked.filter));
    let days: HashMap<PlacementId, i64> = told.iter().map(|row| (row.id, row.days)).collect();
    let row = |claim: Claim| {
        let days = days.get(&claim.placement.id).copied().unwrap_or_default();
        Row::Claim(Box::new(claim), days)
    };
    let items = found.items.into_iter().map(row).collect();
    Ok(Page { items, total: found.total, page: found.page, size: found.size })
}
