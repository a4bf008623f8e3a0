//! Measures out of a table that was copied from a department's spreadsheet: columns by their headers in the words of practice, money
//! in the unit its header says, each row that is wrong named with its column. It must not know how one measure is judged.

use std::collections::{BTreeMap, BTreeSet};

use documents::table::{Kind, Limits, Sheet, sniff};
use domain::Ctx;
use domain::id::TermPlanId;
use domain::measure::{Content, Measure, Query, Unit};
use domain::message::Message;
use domain::organisation::Organisation;
use domain::policy::{Relation, UseCase, authorise};
use domain::project::FundSource;
use domain::term_plan::TermPlan;
use strum::IntoEnumIterator;

use super::{Form, faults, made, open_plan};
use crate::{App, Error};

/// What became of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// Rows read; the sum of the other three.
    pub rows: usize,
    /// New measures.
    pub created: usize,
    /// Known ones: a target is revised with a reason, not by a table.
    pub unchanged: usize,
    /// Rows that cannot be measures.
    pub rejected: usize,
    /// What is wrong: row as the spreadsheet shows it, header of the column, and how to mend it.
    pub problems: Vec<(usize, String, Message)>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Name,
    Owner,
    Category,
    Task,
    Audience,
    Basis,
    Description,
    Unit,
    Target(usize),
    Whole,
    Fund(FundSource),
}

/// How a header begins, spaces and brackets left out.
const HEADERS: &[(&str, Column)] = &[
    ("세부사업", Column::Name),
    ("사업명", Column::Name),
    ("추진부서", Column::Owner),
    ("담당부서", Column::Owner),
    ("부서", Column::Owner),
    ("공시분야", Column::Category),
    ("분야", Column::Category),
    ("추진과제", Column::Task),
    ("과제", Column::Task),
    ("추진전략", Column::Task),
    ("전략", Column::Task),
    ("대상", Column::Audience),
    ("산출근거", Column::Basis),
    ("추진내용", Column::Description),
    ("단위", Column::Unit),
    ("1분기", Column::Target(0)),
    ("2분기", Column::Target(1)),
    ("3분기", Column::Target(2)),
    ("4분기", Column::Target(3)),
    ("일자리목표", Column::Whole),
    ("목표", Column::Whole),
    ("국비", Column::Fund(FundSource::National)),
    ("도비", Column::Fund(FundSource::Provincial)),
    ("시비", Column::Fund(FundSource::City)),
    ("민자", Column::Fund(FundSource::Private)),
];

/// Reads a table and puts its measures into a plan's year, or only says what it would do.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] at `table` when there is no header of measures; [`Error::Conflict`] in a plan that is
/// over.
pub async fn take_in(
    ctx: &Ctx,
    app: &App,
    (plan, year): (TermPlanId, i16),
    text: &str,
    dry_run: bool,
) -> Result<Taken, Error> {
    authorise(&ctx.actor, UseCase::WritePlan, Relation::default())?;
    let plan = open_plan(ctx, app, plan).await?;
    let sheet = read(text)?;
    let (first, columns) =
        header(&sheet).ok_or_else(|| Error::field("table", Message::new("measure-table-header")))?;
    let bodies = store::organisation::all(&app.store, ctx.tenant).await.map_err(crate::fault)?;
    let known: Vec<Measure> =
        store::record::of_parent(&app.store, ctx.tenant, plan.id).await.map_err(crate::fault)?;
    let known = known.iter().filter(|one| one.year == year);
    let mut seen: BTreeSet<_> = known.map(|one| (one.owner, one.content.name.clone())).collect();
    let (mut taken, mut fresh) = (Taken::default(), Vec::new());
    for (at, cells) in sheet.rows.iter().enumerate().skip(first + 1) {
        if cells.iter().all(|cell| cell.text().trim().is_empty()) {
            continue;
        }
        taken.rows += 1;
        let line = Line { app, plan: &plan, year, bodies: &bodies, columns: &columns, sheet: &sheet, at };
        match line.measure(ctx) {
            Err(problems) => {
                taken.rejected += 1;
                taken.problems.extend(problems.into_iter().map(|(column, why)| (at + 1, column, why)));
            }
            Ok(measure) if !seen.insert((measure.owner, measure.content.name.clone())) => {
                taken.unchanged += 1
            }
            Ok(measure) => {
                taken.created += 1;
                fresh.push(measure);
            }
        }
    }
    if !dry_run && !fresh.is_empty() {
        app.write(ctx, move |tx, ctx| {
            let fresh = fresh.clone();
            Box::pin(async move {
                for measure in &fresh {
                    store::record::insert(tx, &ctx, measure).await?;
                }
                Ok(())
            })
        })
        .await?;
    }
    Ok(taken)
}

fn read(text: &str) -> Result<Sheet, Error> {
    let wrong = |why: Message| Error::field("table", why);
    let kind = sniff(text.as_bytes()).map_err(wrong)?;
    if !matches!(kind, Kind::Csv | Kind::Tsv) {
        return Err(wrong(Message::new("measure-table-header")));
    }
    let sheets = documents::table::read("table", text.as_bytes(), &Limits::default()).map_err(wrong)?;
    sheets.into_iter().next().ok_or_else(|| wrong(Message::new("measure-table-header")))
}

fn tight(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The row of the header, and what stands in which column.
fn header(sheet: &Sheet) -> Option<(usize, BTreeMap<Column, usize>)> {
    sheet.rows.iter().take(20).enumerate().find_map(|(at, cells)| {
        let mut columns = BTreeMap::new();
        for (nth, cell) in cells.iter().enumerate() {
            let written = tight(&cell.text());
            if let Some((_, column)) = HEADERS.iter().find(|(name, _)| written.starts_with(name)) {
                columns.entry(*column).or_insert(nth);
            }
        }
        (columns.contains_key(&Column::Name) && columns.contains_key(&Column::Owner)).then_some((at, columns))
    })
}

/// A row of the table with all that it is read by.
struct Line<'a> {
    app: &'a App,
    plan: &'a TermPlan,
    year: i16,
    bodies: &'a [Organisation],
    columns: &'a BTreeMap<Column, usize>,
    sheet: &'a Sheet,
    at: usize,
}

impl Line<'_> {
    fn text(&self, column: Column) -> String {
        let at = self.columns.get(&column);
        at.map(|nth| self.sheet.cell(self.at, *nth).text().trim().to_owned()).unwrap_or_default()
    }

    /// The header of a column as it is written, or the word that is missed.
    fn named(&self, column: Column) -> String {
        let header = header(self.sheet).map(|(at, _)| at).unwrap_or_default();
        match self.columns.get(&column) {
            Some(nth) => self.sheet.cell(header, *nth).text().trim().to_owned(),
            None => HEADERS.iter().find(|(_, of)| *of == column).map_or("", |(name, _)| name).to_owned(),
        }
    }

    /// A whole number, in the unit that its header tells: won by the thousand or million are common.
    fn number(&self, column: Column, wrong: &mut Vec<(Column, Message)>) -> i64 {
        let text = self.text(column);
        let digits: String = text.chars().filter(|c| !matches!(c, ',' | ' ')).collect();
        if digits.is_empty() || digits == "-" {
            return 0;
        }
        let header = tight(&self.named(column));
        let times = match () {
            () if header.contains("백만원") => 1_000_000,
            () if header.contains("천원") => 1_000,
            () if header.contains("억원") => 100_000_000,
            () => 1,
        };
        match digits.parse::<i64>().ok().and_then(|n| n.checked_mul(times)) {
            Some(n) => n,
            None => {
                wrong.push((column, Message::new("measure-table-number").with("text", text)));
                0
            }
        }
    }

    fn measure(&self, ctx: &Ctx) -> Result<Measure, Vec<(String, Message)>> {
        let mut wrong: Vec<(Column, Message)> = Vec::new();
        let quarters = [0, 1, 2, 3].map(|nth| self.number(Column::Target(nth), &mut wrong));
        let whole = self.number(Column::Whole, &mut wrong);
        let target = if quarters == [0; 4] { super::quarters(whole) } else { quarters };
        let sum = target.iter().fold(0_i64, |sum, n| sum.saturating_add(*n));
        if whole != 0 && sum != whole {
            let why = Message::new("measure-table-sum").with("sum", sum).with("whole", whole);
            wrong.push((Column::Whole, why));
        }
        let budget: BTreeMap<FundSource, i64> = FundSource::iter()
            .filter(|source| self.columns.contains_key(&Column::Fund(*source)))
            .map(|source| (source, self.number(Column::Fund(source), &mut wrong)))
            .collect();
        let (strategy, task) = self.task().unwrap_or((usize::MAX, 0));
        let (owner, unit) = (self.owner(), self.unit());
        if unit.is_none() {
            let why = Message::new("measure-table-unit").with("text", self.text(Column::Unit));
            wrong.push((Column::Unit, why));
        }
        let content = Content {
            name: self.text(Column::Name),
            strategy,
            task,
            category: self.category(),
            audience: self.text(Column::Audience),
            budget,
            basis: self.text(Column::Basis),
            description: self.text(Column::Description),
            query: Query { unit: unit.unwrap_or_default(), ..Query::default() },
            ..Content::default()
        };
        let form = Form { term_plan: Some(self.plan.id), year: self.year, owner, content, target };
        let measure = made(ctx, &form);
        for fault in faults(self.app, self.plan, self.bodies, &form, &measure) {
            let column = match &*fault.field {
                "owner" => Column::Owner,
                "category" => Column::Category,
                "task" => Column::Task,
                "basis" => Column::Basis,
                "target" => Column::Whole,
                "budget" => Column::Fund(FundSource::City),
                _ => Column::Name,
            };
            wrong.push((column, fault.message));
        }
        if wrong.is_empty() {
            return Ok(measure);
        }
        Err(wrong.into_iter().map(|(column, why)| (self.named(column), why)).collect())
    }

    fn owner(&self) -> Option<domain::id::OrganisationId> {
        let wanted = tight(&self.text(Column::Owner));
        self.bodies.iter().find(|body| body.active && tight(&body.name) == wanted).map(|body| body.id)
    }

    fn category(&self) -> String {
        let wanted = tight(&self.text(Column::Category));
        let mut known = self.app.reference.categories.in_force(self.year);
        known
            .find(|one| tight(&one.name_ko) == wanted || one.code == wanted)
            .map(|one| one.code.clone())
            .unwrap_or_default()
    }

    /// A task by its name, or a strategy by its own when it has one task only.
    fn task(&self) -> Option<(usize, usize)> {
        let wanted = tight(&self.text(Column::Task));
        let strategies = self.plan.strategies.iter().enumerate();
        let of_task = strategies.clone().find_map(|(at, strategy)| {
            strategy.tasks.iter().position(|task| tight(task) == wanted).map(|nth| (at, nth))
        });
        of_task.or_else(|| {
            let mut named = strategies.filter(|(_, strategy)| tight(&strategy.name) == wanted);
            named.find(|(_, strategy)| strategy.tasks.len() <= 1).map(|(at, _)| (at, 0))
        })
    }

    /// In what it is counted; jobs when nothing is said.
    fn unit(&self) -> Option<Unit> {
        match tight(&self.text(Column::Unit)).as_str() {
            "" | "건" | "개" | "일자리" => Some(Unit::Jobs),
            "명" | "인" | "실인원" => Some(Unit::Persons),
            "인일" | "인·일" | "연인원" => Some(Unit::PersonDays),
            "수료" | "명(수료)" => Some(Unit::Completions),
            "서비스" | "건(서비스)" => Some(Unit::Services),
            "명(과정수료)" => Some(Unit::ProgramCompletions),
            "명(수료후취업)" => Some(Unit::CompletersEmployed),
            _ => None,
        }
    }
}
